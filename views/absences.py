"""Absences at the office: who is away, until when, what is left to cover; noted, read, extended, ended sooner."""

from flask import Blueprint, abort, request, url_for
from flask_login import current_user

from acts import absences as acts
from acts import calls
from database import commit_once, today
from forms.absences import AbsenceForm, CancelForm, ExtendForm, ReturnForm
from guard.doors import allowed
from guard.journal import note_seen
from models import Absence, Caregiver
from queries import absence_pages as pages
from queries import caregivers, changes
from queries.absence_tasks import relays_to_write
from queries.absences import beside, under_way
from queries.beneficiaries import sectors
from queries.calls import prefill
from queries.pages import count_up_to, page_of
from queries.reach import absences_seen_by
from queries.telling import count_of
from rules.absences import ONCE, STILL_AWAY, beside_words, step_words
from views.answers import again, answer, done, found
from views.caregivers import file_open
from views.presses import press, pressed

bp = Blueprint("absences", __name__)


def asked() -> tuple[str, int | None]:
    """Which absences the address asks for."""
    view = request.args.get("etat") if request.args.get("etat") in pages.VIEWS else "en-cours"
    return view, request.args.get("secteur", type=int)


@bp.get("/absences")
@allowed("absence.see")
def index():
    (view, sector), args = asked(), request.args
    page = page_of(pages.rows_of(pages.listed(current_user, view, sector)), Absence.starts_on,
                   args.get("apres", type=int), args.get("avant", type=int), view == "passees")
    return answer("absences/index.html", "absences/_list.html", page=page, view=view, views=pages.VIEWS, sector=sector,
                  sectors=sectors(), kept={"etat": view, "secteur": sector})


def _absence(id: int) -> Absence:
    return found(absences_seen_by(current_user).where(Absence.id == id))


def _page(id: int, **forms) -> dict:
    """Everything the page of an absence shows."""
    row = pages.whole(current_user, id)
    if row is None:
        abort(404)
    absence = row.Absence
    seen = {"formdata": None, "version": absence.version}
    people = pages.people_of(current_user, absence)
    lines = [held for _, group in people for held in group if held.waits]
    return {
        "row": row, "absence": absence, "people": people, "replacing": pages.people_of(current_user, absence, True),
        "uncovered": len(lines), "first": min((held.row.starts_at for held in lines), default=None),
        "steps": [(step, step_words(step.kind, step.was, step.now)) for step in pages.steps_of(id)],
        "to_tell": count_of(current_user, id), "to_write": relays_to_write(current_user, id),
        "to_report": count_up_to(changes.listed(current_user, absence_id=id)),
        "begun": under_way(absence), "press": press(),
        "beside": beside_words(beside(absence, absence.starts_on, absence.ends_on), ONCE, today().year),
        "extend": forms.get("extend") or ExtendForm(**seen), "back": forms.get("back") or ReturnForm(**seen),
        "cancel": forms.get("cancel") or CancelForm(**seen)}


@bp.get("/absences/<int:id>")
@allowed("absence.see")
def show(id):
    page = _page(id)
    note_seen("absence.see", f"absence:{id}")
    return answer("absences/show.html", **page)


@bp.get("/absences/nouvelle")
@allowed("absence.run")
def choose():
    """Whose: the search comes first, and each name leads to the form."""
    typed = request.args.get("q", "").strip()[:80]
    people = page_of(caregivers.rows_of(caregivers.listed(current_user, typed)), Caregiver.search_name,
                     request.args.get("apres", type=int), request.args.get("avant", type=int))
    return answer("absences/choose.html", "absences/_people.html", page=people, typed=typed)


@bp.get("/intervenantes/<int:id>/absences/nouvelle")
@allowed("absence.run")
def new(id):
    her, call = file_open(id), prefill(current_user, request.args.get("appel"))
    form = AbsenceForm(formdata=None, starts_on=today(), received_on=today(), until="date")
    return answer("absences/new.html", caregiver=her, form=form, call=call)


@bp.post("/intervenantes/<int:id>/absences/nouvelle")
@allowed("absence.run")
def create(id):
    her, form, call = file_open(id), AbsenceForm(), prefill(current_user, request.args.get("appel"))
    form.today = today()
    if not form.validate():
        return again("absences/new.html", caregiver=her, form=form, call=call)
    made = commit_once(form.key.data, lambda: _declare(her, form, call), lambda id: f"absence:{id}")
    return done(url_for("absences.show", id=made), message="C'est noté. Voici ce qui est à couvrir.")


def _ended(absence: Absence, message: str, first, last):
    """Back to its page, with the other absence that goes on these days; while this one lasts, its page says so itself."""
    others = beside_words(beside(absence, first, last), STILL_AWAY, today().year)
    return done(url_for("absences.show", id=absence.id), message=f"{message} {others}".strip())


def _declare(her: Caregiver, form: AbsenceForm, call) -> int:
    id = acts.declare(current_user, her.id, form.kind.data, form.first_day, form.last_day, form.next_news, form.received)
    if call:
        calls.become(current_user, call.call_id, f"absence:{id}")
    return id


@bp.post("/absences/<int:id>/lecture")
@allowed("absence.run")
def read(id):
    _absence(id)
    commit_once(pressed(), lambda: acts.read(current_user, id), f"absence:{id}")
    return done(url_for("absences.show", id=id), message="C'est noté comme lu. Elle le voit sur son téléphone.")


def _ready(id: int, form):
    form.absence, form.today = _absence(id), today()
    return form


@bp.post("/absences/<int:id>/prolongation")
@allowed("absence.run")
def extend(id):
    form = _ready(id, ExtendForm())
    if form.seen == form.absence.version and not form.validate():
        return again("absences/show.html", **_page(id, extend=form))
    commit_once(form.key.data, lambda: acts.extend(current_user, id, form.seen, form.last_day, form.next_news),
                f"absence:{id}")
    return done(url_for("absences.show", id=id), message="La nouvelle date est notée.")


@bp.post("/absences/<int:id>/retour")
@allowed("absence.run")
def come_back(id):
    form = _ready(id, ReturnForm())
    if form.seen == form.absence.version and not form.validate():
        return again("absences/show.html", **_page(id, back=form))
    until = form.absence.ends_on
    commit_once(form.key.data, lambda: acts.come_back(current_user, id, form.seen, form.back_on.data), f"absence:{id}")
    return _ended(form.absence, "Le retour est noté.", form.back_on.data, until)


@bp.post("/absences/<int:id>/annulation")
@allowed("absence.run")
def cancel(id):
    form = _ready(id, CancelForm())
    if not form.validate():
        return again("absences/show.html", **_page(id, cancel=form))
    commit_once(form.key.data, lambda: acts.cancel(current_user, id, form.seen), f"absence:{id}")
    return _ended(form.absence, "L'absence est annulée.", form.absence.starts_on, form.absence.ends_on)
