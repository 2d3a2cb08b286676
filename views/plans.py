"""The plan of an absence: proposed with one button, changed line by line, confirmed once."""

from flask import Blueprint, abort, request, url_for
from flask_login import current_user

from acts import plans as acts
from database import commit_once, now
from forms.plans import PlanForm, ProposeForm
from guard.doors import allowed
from guard.journal import note_seen
from models import Absence
from queries.offers import without_page
from queries.plans import Asked, absence_of, moved_since, plan_of
from queries.reach import absences_seen_by
from rules.plan import check
from views.answers import again, answer, done, found
from views.plan_page import context, fits, form_of

bp = Blueprint("plans", __name__)
PAGE = "plans/show.html"
ASKED = "C'est demandé. Chaque intervention reste à couvrir jusqu'à ce que quelqu'un dise oui."
CALL = "C'est demandé, sauf ce qui commence trop tôt pour une question. Là, appelez, puis notez «\u00a0Appelée\u00a0: d'accord\u00a0»."
ONLY_CALLS = ("Ces interventions commencent trop tôt pour une question\u00a0: appelez, puis notez "
              "«\u00a0Appelée\u00a0: d'accord\u00a0».")


def _absence(id: int) -> Absence:
    return found(absences_seen_by(current_user).where(Absence.id == id))


def _asked(absence: Absence) -> Asked:
    """Caregivers near; of every sector when asked for, and when nobody near can take one of the visits."""
    everyone = request.args.get("toutes") == "1"
    asked = plan_of(current_user, absence, now(), everyone)
    return asked if everyone or all(asked.problem.able.values()) else plan_of(current_user, absence, now(), True)


def _page(id: int, asked: Asked, form: PlanForm, moved=()) -> dict:
    return {"row": absence_of(id), **context(asked, form, moved)}


@bp.get("/absences/<int:id>/plan")
@allowed("cover.plan")
def show(id):
    asked = _asked(_absence(id))
    note_seen("cover.plan", f"absence:{id}")
    return answer(PAGE, **_page(id, asked, form_of(asked, formdata=None)))


@bp.post("/absences/<int:id>/plan")
@allowed("cover.plan")
def propose(id):
    absence, form = _absence(id), ProposeForm()
    if not form.validate():
        abort(400)
    asked, here = _asked(absence), url_for("plans.show", id=id)
    if moved := moved_since(asked, form.seen):
        return answer(PAGE, None, 409, **_page(id, asked, form_of(asked, formdata=None), moved))
    if not form.seen and any(asked.planned.values()):
        return done(here, message="Un plan est déjà proposé. Le voici.")
    chosen, seen = acts.best(current_user, absence), {row.held_id: row.planned_caregiver_id for row in asked.lines}
    commit_once(form.key.data, lambda: acts.keep(current_user, chosen, seen), f"absence:{id}")
    return done(here, message="Un plan est proposé. Rien n'est encore demandé à personne.")


def _sent(id: int):
    """The plan, the form as it was sent, and the page that gives it back, or None when it may be written."""
    asked = _asked(_absence(id))
    form = form_of(asked)
    moved = moved_since(asked, form.seen)
    if moved:
        return asked, form, answer(PAGE, None, 409, **_page(id, asked, form, moved))
    named = {row.visit_id: form.chosen.get(row.held_id) for row in asked.lines}
    if not form.validate() or not fits(asked, form, check(asked.problem.field, named)):
        return asked, form, again(PAGE, **_page(id, asked, form))
    return asked, form, None


@bp.post("/absences/<int:id>/plan/lignes")
@allowed("cover.plan")
def update(id):
    _, form, back = _sent(id)
    if back:
        return back
    commit_once(form.key.data, lambda: acts.keep(current_user, form.chosen, form.seen), f"absence:{id}")
    was = " ".join(f"{line}-{who or 0}" for line, who in form.seen.items() if form.chosen.get(line) != who)
    return done(url_for("plans.show", id=id, toutes=request.args.get("toutes"), etait=was or None))


@bp.post("/absences/<int:id>/plan/confirmation")
@allowed("cover.plan")
def confirm(id):
    _, form, back = _sent(id)
    if back:
        return back
    calls = commit_once(form.key.data, lambda: acts.confirm(current_user, id, form.chosen, form.seen), f"absence:{id}")
    named = [who for who in form.chosen.values() if who]
    words = ASKED if not calls else CALL if int(calls) < len(named) else ONLY_CALLS
    return done(url_for("absences.show", id=id), message=f"{words} {_to_call(named)}".strip())


def _to_call(caregiver_ids: list[int]) -> str:
    """Whom no page asks anything."""
    names = without_page(caregiver_ids)
    return f"Sans compte ici, à appeler\u00a0: {', '.join(names)}." if names else ""
