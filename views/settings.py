"""Réglages: what the association calls itself, its words, its deadlines; each with its default and who changed it."""

from flask import Blueprint, abort, url_for
from flask_login import current_user

from acts import settings as acts
from database import Overtaken, commit_once
from forms.settings import FORMS, SeenForm, SettingsForm
from guard.doors import allowed
from queries import outbox
from queries import setting_changes as queries
from queries.due_rounds import weekly_cost
from queries.settings import say
from rules.settings import SECTIONS, SETTINGS, names_of, title_of
from views.answers import again, answer, done
from views.presses import press

bp = Blueprint("settings", __name__)


def _known(section: str) -> str:
    """The page asked for, or 404."""
    return section if section in SECTIONS else abort(404)


def _page(section: str, form: SettingsForm | None = None) -> dict:
    states = queries.states(names_of(section))
    values = {name: state.value for name, state in states.items()}
    return {"section": section, "title": title_of(section), "states": states, "kinds": SETTINGS, "sections": SECTIONS,
            "changes": queries.last_changes(section), "seen": queries.newest(), "press": press(),
            "form": form or FORMS[section].showing(values, queries.newest()),
            "cost": weekly_cost(current_user) if section == "points" else "", **(_sending() if section == "messages" else {})}


def _sending() -> dict:
    """What carries messages, beside the settings of the page."""
    return {"working": outbox.working(), "means": outbox.means()}


@bp.get("/reglages")
@allowed("setting.change")
def index():
    names = [name for section in SECTIONS for name in names_of(section)]
    return answer("settings/index.html", states=queries.states(names), sections=SECTIONS, kinds=SETTINGS,
                  names_of=names_of, sectors=queries.open_sectors())


@bp.get("/reglages/<section>")
@allowed("setting.change")
def show(section):
    return answer("settings/show.html", **_page(_known(section)))


@bp.post("/reglages/<section>")
@allowed("setting.change")
def update(section):
    form = FORMS[_known(section)]()
    if not form.validate():
        return again("settings/show.html", **_page(section, form))
    try:
        commit_once(form.key.data, lambda: acts.change(current_user, form.seen.data, form.wanted), f"setting:{section}")
    except Overtaken as overtaken:
        return _meanwhile(section, form, overtaken.sentence)
    return done(url_for("settings.show", section=section), message="Les réglages sont enregistrés.")


def _meanwhile(section: str, form: SettingsForm, sentence: str):
    """What was typed stays in the form, which now knows what the colleague did: sent again, it counts."""
    page = _page(section, form)
    form.seen.raw_data, form.seen.data = None, page["seen"]
    return answer("settings/show.html", None, 409, **page, meanwhile=say(sentence))


@bp.post("/reglages/<section>/<name>/defaut")
@allowed("setting.change")
def restore(section, name):
    if name not in names_of(_known(section)):
        abort(404)
    form = SeenForm()
    if not form.validate():
        abort(400)
    commit_once(form.key.data, lambda: acts.restore(current_user, form.seen.data, name), f"setting:{section}")
    return done(url_for("settings.show", section=section), message="La valeur par défaut est remise.")
