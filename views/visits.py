"""Interventions: the list, one of them, a new one or a weekly series."""

from flask import Blueprint, abort, request, url_for
from flask_login import current_user

from acts import series
from database import commit_once, now, today
from forms.visits import PERIODS, OutcomeForm, VisitForm, read_filters
from guard.doors import allowed
from models import Beneficiary, Visit
from queries import assignments, beneficiaries, changes, visits
from queries.measures import is_held_back
from queries.pages import count_up_to, page_of
from queries.reach import beneficiaries_seen_by
from queries.replacements import holder_of
from rules.visits import may_change, may_report_door, may_restore, outcomes
from rules.vocabulary import VISIT_STATES
from views.answers import again, answer, done, found

bp = Blueprint("visits", __name__)

FILTERS = ("q", "periode", "jour", "secteur", "personne", "intervenante", "etat", "non_couvertes")


def wanted_visits(asked):
    """Those these filters keep: the list shows a page of them, the export all."""
    people = visits.people_named(current_user, asked.typed) if asked.typed else None
    return visits.listed(current_user, asked, people)


@bp.get("/interventions")
@allowed("visit.see")
def index():
    asked, period, day = read_filters(request.args, now())
    wanted = wanted_visits(asked)
    page = page_of(visits.rows_of(wanted), Visit.starts_at, request.args.get("apres", type=int),
                   request.args.get("avant", type=int))
    kept = {name: request.args[name] for name in FILTERS if request.args.get(name)}
    return answer("visits/index.html", "visits/_list.html", page=page, asked=asked, period=period, day=day, kept=kept,
                  count=count_up_to(wanted), periods=PERIODS, states=VISIT_STATES, sectors=beneficiaries.sectors(),
                  chosen=visits.names_of(current_user, asked), at=now())


def page_of_visit(id: int, form: OutcomeForm | None = None) -> dict:
    """Everything the page of a visit shows; out of reach is 404."""
    row = visits.whole(current_user, id)
    if row is None:
        abort(404)
    visit, person, caregiver, plan, settled_by = row
    at, codes = now(), outcomes(visit.state, visit.starts_at, now())
    return {
        "visit": visit, "person": person, "caregiver": caregiver, "series": plan, "settled_by": settled_by,
        "acts": visits.acts_of(plan.id), "story": changes.of_visit(current_user, id),
        "held_by": None if caregiver else holder_of(current_user, id), "meanwhile": visits.at_the_same_time(current_user, visit),
        "held_back": caregiver and is_held_back(person.id, caregiver.id, visit.day, visit.day),
        "form": (form or OutcomeForm(formdata=None, version=visit.version)).offer(codes), "codes": codes,
        "may_change": may_change(visit.state, visit.ends_at, at),
        "may_restore": may_restore(visit.state, visit.ends_at, at),
        "may_report": may_report_door(visit.state, visit.starts_at, visit.ends_at, at),
    }


@bp.get("/interventions/<int:id>")
@allowed("visit.see")
def show(id):
    return answer("visits/show.html", **page_of_visit(id))


@bp.get("/interventions/nouvelle")
@allowed("visit.edit")
def choose():
    """For whom: the search comes first, and each name leads to the form."""
    typed = request.args.get("q", "").strip()[:80]
    people = page_of(beneficiaries.rows_of(beneficiaries.listed(current_user, typed)), Beneficiary.last_name,
                     request.args.get("apres", type=int), request.args.get("avant", type=int))
    return answer("visits/choose.html", "visits/_people.html", page=people, typed=typed)


def _person(beneficiary_id: int) -> Beneficiary:
    return found(beneficiaries_seen_by(current_user).where(Beneficiary.id == beneficiary_id,
                                                           Beneficiary.ended_on.is_(None)))


def _ready(form: VisitForm, person: Beneficiary) -> VisitForm:
    first = form.day.data or today()
    last = first if form.repeat.data == "once" else form.ends_on.data
    groups = assignments.caregiver_choices(current_user, person, first, request.args.get("partout") == "1")
    barred = {pair[1] for pair in assignments.barred_pairs([person.id], first, last)}
    form.today = today()
    form.propose(groups, (line[0] for line in groups[assignments.KNOWN]), barred, "Personne pour l'instant")
    return form


@bp.get("/interventions/nouvelle/<int:beneficiary_id>")
@allowed("visit.edit")
def new(beneficiary_id):
    person = _person(beneficiary_id)
    form = _ready(VisitForm(formdata=None, day=today(), kind="usual"), person)
    return answer("visits/new.html", form=form, person=person)


@bp.post("/interventions/nouvelle/<int:beneficiary_id>")
@allowed("visit.edit")
def create(beneficiary_id):
    person = _person(beneficiary_id)
    form = _ready(VisitForm(), person)
    if not form.validate():
        return again("visits/new.html", form=form, person=person)
    visit_id = commit_once(form.key.data, lambda: _write(form, person), lambda id: f"visit:{id}" if id else "")
    if not visit_id:
        return done(url_for("visits.index", personne=person.id), message="La série commencera plus tard.")
    said = "La série est prévue." if form.repeat.data == "weekly" else "L'intervention est prévue."
    return done(url_for("visits.show", id=visit_id), message=said)


def _write(form: VisitForm, person: Beneficiary) -> int:
    plan = series.Plan(
        beneficiary_id=person.id, start_minute=form.start.data, minutes=form.minutes.data, starts_on=form.day.data,
        caregiver_id=form.caregiver_id.data, skip_holidays=form.holidays.data != "keep", acts=form.acts.form.wanted(),
        ends_on=form.ends_on.data if form.repeat.data == "weekly" else None, kind=form.kind.data or "usual",
        why=form.why.data or "hours")
    if form.repeat.data == "weekly":
        return series.plan_weekly(current_user, plan, form.days_wanted)
    return series.plan_one(current_user, plan)
