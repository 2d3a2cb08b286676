"""Bénéficiaires: the list, a file, a new one, its corrections, its end."""

from flask import Blueprint, request, url_for
from flask_login import current_user

from acts import beneficiaries as acts
from acts import calls
from database import commit_once, now, today
from forms.beneficiaries import BeneficiaryEditForm, BeneficiaryForm, EndForm
from guard.doors import allowed
from models import Beneficiary
from queries import beneficiaries as queries
from queries.calls import prefill
from queries.continuity import of_person
from queries.interruptions import calls_of, open_of
from queries.pages import count_up_to, page_of
from queries.reach import beneficiaries_seen_by
from queries.telling import said
from rules.continuity import in_words
from views.answers import again, answer, done, found
from views.presses import press

bp = Blueprint("beneficiaries", __name__)

FILTERS = ("q", "secteur", "miens", "termines")


def person_seen(id: int) -> Beneficiary:
    """The file within reach, or 404."""
    return found(beneficiaries_seen_by(current_user).where(Beneficiary.id == id))


def file_open(id: int) -> Beneficiary:
    """The same, while the help goes on: an ended file is read, no longer changed."""
    return found(beneficiaries_seen_by(current_user).where(Beneficiary.id == id, Beneficiary.ended_on.is_(None)))


def to_file(id: int, message: str, place: str | None = None):
    return done(url_for("beneficiaries.show", id=id, _anchor=place), message=message)


def kept_filters() -> dict:
    return {name: request.args[name] for name in FILTERS if request.args.get(name)}


def wanted_people():
    """Those the address asks for: the list shows a page of them, the export all."""
    kept = kept_filters()
    return queries.listed(current_user, kept.get("q", "")[:80], request.args.get("secteur", type=int),
                          "miens" in kept, "termines" in kept)


@bp.get("/beneficiaires")
@allowed("beneficiary.see")
def index():
    wanted, kept = wanted_people(), kept_filters()
    page = page_of(queries.rows_of(wanted), Beneficiary.search_name, request.args.get("apres", type=int),
                   request.args.get("avant", type=int))
    return answer("beneficiaries/index.html", "beneficiaries/_list.html", page=page, kept=kept,
                  count=count_up_to(wanted), sectors=queries.sectors())


@bp.get("/beneficiaires/<int:id>")
@allowed("beneficiary.see")
def show(id):
    person = person_seen(id)
    return answer("beneficiaries/show.html", person=person, press=press(),
                  told=said(current_user, person_id=id),
                  continuity=in_words(of_person(current_user, id, now())), **queries.file_of(current_user, person))


@bp.get("/beneficiaires/nouveau")
@allowed("beneficiary.edit")
def new():
    call = prefill(current_user, request.args.get("appel"))
    form = BeneficiaryForm(formdata=None, referent_id=current_user.id, sector_id=current_user.sector_id,
                           phone=call.phone if call else "")
    return answer("beneficiaries/new.html", form=_propose(form), call=call)


@bp.post("/beneficiaires/nouveau")
@allowed("beneficiary.edit")
def create():
    form, call = _propose(BeneficiaryForm()), prefill(current_user, request.args.get("appel"))
    if not form.validate():
        return again("beneficiaries/new.html", form=form, call=call)
    id = commit_once(form.key.data, lambda: _create(form, call), lambda id: f"beneficiary:{id}")
    return to_file(id, "Le dossier est ouvert. Complétez-le\u00a0: entourage, plan d'aide, consignes.")


def _create(form: BeneficiaryForm, call) -> int:
    id = acts.create(current_user, form.identity)
    if call:
        calls.become(current_user, call.call_id, f"beneficiary:{id}")
    return id


def _propose(form: BeneficiaryForm) -> BeneficiaryForm:
    return form.propose(queries.sectors(), queries.referents())


@bp.get("/beneficiaires/<int:id>/modifier")
@allowed("beneficiary.edit")
def edit(id):
    person = file_open(id)
    return answer("beneficiaries/edit.html", person=person, form=_propose(BeneficiaryEditForm(None, obj=person)))


@bp.post("/beneficiaires/<int:id>/modifier")
@allowed("beneficiary.edit")
def update(id):
    person, form = person_seen(id), _propose(BeneficiaryEditForm())
    if not form.validate():
        return again("beneficiaries/edit.html", person=person, form=form)
    commit_once(form.key.data,
                lambda: acts.update_identity(current_user, person.id, form.version.data, form.identity),
                f"beneficiary:{id}")
    return to_file(id, "La fiche est modifiée.")


def _ending(person: Beneficiary, form: EndForm) -> dict:
    """What the page of the end shows: whom to phone first after a death, what stops with it."""
    form.today = today()
    away = open_of(person.id)
    return {"person": person, "form": form, "away": away,
            "untold": [call for call in calls_of(away.id) if not call.told_at] if away else [],
            "pairings": [row for row in queries.relations_of(current_user, person.id) if row.state != "ended"],
            "visits": queries.next_visits_of(current_user, person.id)}


@bp.get("/beneficiaires/<int:id>/fin")
@allowed("beneficiary.end")
def ending(id):
    person = file_open(id)
    form = EndForm(formdata=None, ended_on=today(), version=person.version)
    return answer("beneficiaries/end.html", **_ending(person, form))


@bp.post("/beneficiaires/<int:id>/fin")
@allowed("beneficiary.end")
def end(id):
    person, form = person_seen(id), EndForm()
    shown = _ending(person, form)
    if not form.validate():
        return again("beneficiaries/end.html", **shown)
    commit_once(form.key.data, lambda: acts.end(current_user, person.id, form.version.data, form.ended_on.data,
                                                form.reason.data), f"beneficiary:{id}")
    return to_file(id, "L'accompagnement est terminé. Le dossier reste lisible.")
