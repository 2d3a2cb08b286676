"""On her phone: a hand asked for, softly. Who reads it is named before; every answer is there to be read again."""

from flask import Blueprint, url_for
from flask_login import current_user

from acts import help_requests as acts
from database import commit_once
from forms.help_requests import HelpForm, HelpWordsForm
from guard.doors import allowed
from models import HelpRequest
from queries import alerts
from queries import help_requests as known
from queries.reach import help_requests_seen_by
from rules.help_requests import NobodyElse
from views.answers import again, answer, done, found

bp = Blueprint("phone_help", __name__)

KEPT = 50
NOBODY = "Personne d'autre ne reçoit ces demandes\u00a0: elle n'est pas envoyée. Appelez le bureau, ou une assistante sociale."


@bp.get("/mes-coups-de-main")
@allowed("phone.help_request")
def index():
    return answer("phone_help/index.html", rows=known.hers(current_user, KEPT))


def _asking(form) -> dict:
    """The form, with the name of who reads for each answer that changes it."""
    office, accounts = alerts.office_people(), alerts.receivers()
    form.offer(office)
    names = {row.id: row.name for row in office}
    names |= dict(zip([one.id for one in accounts], alerts.names_of([one.id for one in accounts]), strict=True))
    return {"form": form, "names": names, "helpers": known.helpers(accounts, office)}


@bp.get("/mes-coups-de-main/nouveau")
@allowed("phone.help_request")
def new():
    return answer("phone_help/new.html", **_asking(HelpForm(formdata=None)))


@bp.post("/mes-coups-de-main/nouveau")
@allowed("phone.help_request")
def create():
    page = _asking(form := HelpForm())
    if not form.validate():
        return again("phone_help/new.html", **page)
    asked = (current_user.caregiver_id, form.kind.data, form.words.data, form.but_id.data)
    try:
        id = commit_once(form.key.data, lambda: acts.ask(current_user, *asked), lambda id: f"hand:{id}")
    except NobodyElse:
        form.but_id.errors = [NOBODY]
        return again("phone_help/new.html", **page)
    return done(url_for("phone_help.show", id=id), message="C'est envoyé.")


def _page(id: int, form=None) -> dict:
    asked = found(help_requests_seen_by(current_user).where(HelpRequest.id == id))
    return {"asked": asked, "names": known.names(asked), "steps": known.steps(id), "readings": known.readings(id),
            "form": form or HelpWordsForm(formdata=None)}


@bp.get("/mes-coups-de-main/<int:id>")
@allowed("phone.help_request")
def show(id):
    return answer("phone_help/show.html", **_page(id))


@bp.post("/mes-coups-de-main/<int:id>/ajout")
@allowed("phone.help_request")
def add(id):
    found(help_requests_seen_by(current_user).where(HelpRequest.id == id))
    form = HelpWordsForm()
    if not form.validate():
        return again("phone_help/show.html", **_page(id, form))
    commit_once(form.key.data, lambda: acts.add(current_user, id, form.words.data), f"hand:{id}")
    return done(url_for("phone_help.show", id=id), message="C'est ajouté.")
