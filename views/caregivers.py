"""Intervenantes: the list, a file, a new one, its corrections, its end."""

from flask import Blueprint, request, url_for
from flask_login import current_user

from acts import caregivers as acts
from database import commit_once, today
from forms.caregivers import CaregiverEditForm, CaregiverEndForm, CaregiverForm
from guard.doors import allowed
from models import Caregiver
from queries import caregivers as queries
from queries.beneficiaries import sectors
from queries.pages import count_up_to, page_of
from rules.vocabulary import QUALIFICATIONS
from views.answers import again, answer, done, found
from views.presses import press

bp = Blueprint("caregivers", __name__)

FILTERS = ("q", "secteur", "qualification", "parties")


def caregiver_seen(id: int) -> Caregiver:
    """Her file within reach, without woman or man; or 404."""
    return found(queries.seen_without_gender(current_user, id))


def file_open(id: int) -> Caregiver:
    """The same, while her contract goes on: an ended file is read, no longer changed."""
    return found(queries.seen_without_gender(current_user, id).where(Caregiver.ended_on.is_(None)))


def to_file(id: int, message: str, place: str | None = None):
    return done(url_for("caregivers.show", id=id, _anchor=place), message=message)


def kept_filters() -> dict:
    return {name: request.args[name] for name in FILTERS if request.args.get(name)}


def wanted_people():
    """Those the address asks for: the list shows a page of them, the export all."""
    kept = kept_filters()
    return queries.listed(current_user, kept.get("q", "")[:80], request.args.get("secteur", type=int),
                          kept.get("qualification", ""), "parties" in kept)


@bp.get("/intervenantes")
@allowed("caregiver.see")
def index():
    wanted, kept = wanted_people(), kept_filters()
    page = page_of(queries.rows_of(wanted), Caregiver.search_name, request.args.get("apres", type=int),
                   request.args.get("avant", type=int))
    return answer("caregivers/index.html", "caregivers/_list.html", page=page, kept=kept, count=count_up_to(wanted),
                  of=queries.sectors_of_all([row.id for row in page.rows]), sectors=sectors(),
                  qualifications=QUALIFICATIONS)


@bp.get("/intervenantes/<int:id>")
@allowed("caregiver.see")
def show(id):
    caregiver = caregiver_seen(id)
    return answer("caregivers/show.html", caregiver=caregiver, press=press(),
                  **queries.file_of(current_user, caregiver.id))


@bp.get("/intervenantes/nouvelle")
@allowed("caregiver.edit")
def new():
    return answer("caregivers/new.html", form=CaregiverForm(formdata=None).propose(sectors()))


@bp.post("/intervenantes/nouvelle")
@allowed("caregiver.edit")
def create():
    form = CaregiverForm().propose(sectors())
    if not form.validate():
        return again("caregivers/new.html", form=form)
    id = commit_once(form.key.data, lambda: acts.create(current_user, form.identity, form.sector_ids.data),
                     lambda id: f"caregiver:{id}")
    return to_file(id, "La fiche est ouverte. Ajoutez ses disponibilités et ses compétences.")


@bp.get("/intervenantes/<int:id>/modifier")
@allowed("caregiver.edit")
def edit(id):
    her = file_open(id)
    form = CaregiverEditForm(None, **queries.identity_of(her), sector_ids=queries.sector_ids_of(id))
    return answer("caregivers/edit.html", caregiver=her, form=form.propose(sectors()))


@bp.post("/intervenantes/<int:id>/modifier")
@allowed("caregiver.edit")
def update(id):
    her, form = caregiver_seen(id), CaregiverEditForm().propose(sectors())
    if not form.validate():
        return again("caregivers/edit.html", caregiver=her, form=form)
    commit_once(form.key.data, lambda: acts.update_identity(current_user, id, form.version.data, form.identity,
                                                            form.sector_ids.data), f"caregiver:{id}")
    return to_file(id, "La fiche est modifiée.")


@bp.get("/intervenantes/<int:id>/fin")
@allowed("caregiver.end")
def ending(id):
    her = file_open(id)
    form = CaregiverEndForm(formdata=None, ended_on=today(), version=her.version)
    return answer("caregivers/end.html", caregiver=her, form=form, **queries.file_of(current_user, id))


@bp.post("/intervenantes/<int:id>/fin")
@allowed("caregiver.end")
def end(id):
    her, form = caregiver_seen(id), CaregiverEndForm()
    form.today = today()
    if not form.validate():
        return again("caregivers/end.html", caregiver=her, form=form, **queries.file_of(current_user, id))
    commit_once(form.key.data, lambda: acts.end(current_user, id, form.version.data, form.ended_on.data),
                f"caregiver:{id}")
    return to_file(id, "La fin du contrat est notée. Ses interventions à venir attendent quelqu'un.")
