"""Les secteurs: added, renamed, closed when nobody is in them any more, opened again."""

from flask import Blueprint, url_for
from flask_login import current_user
from sqlalchemy import select

from acts import sectors as acts
from database import commit_once
from forms.sectors import SectorForm
from guard.doors import allowed
from models import Sector
from queries import sectors as queries
from queries.accounts import sent_before
from queries.setting_changes import last_sector_changes
from rules.sectors import closing_fault, taken
from rules.settings import SECTIONS
from views.answers import again, answer, done, found
from views.presses import press, pressed

bp = Blueprint("sectors", __name__, url_prefix="/reglages/secteurs")


def _page(form: SectorForm) -> dict:
    rows = queries.listed()
    others = sum(row.ended_at is None for row in rows) - 1
    faults = {row.id: closing_fault(row.files, row.caregivers, others) for row in rows if row.ended_at is None}
    return {"rows": rows, "faults": faults, "form": form, "press": press(), "changes": last_sector_changes(),
            "sections": SECTIONS}


def _checked(form: SectorForm, id: int | None = None) -> bool:
    same = None if sent_before(form.key.data) else queries.same_name(form.name.data or "", id)
    form.fault = taken(same.name, same.ended_at is not None) if same else ""
    return form.validate()


def _to_list(message: str):
    return done(url_for("sectors.index"), message=message)


@bp.get("")
@allowed("setting.change")
def index():
    return answer("sectors/index.html", **_page(SectorForm(formdata=None)))


@bp.post("")
@allowed("setting.change")
def create():
    form = SectorForm()
    if not _checked(form):
        return again("sectors/index.html", **_page(form))
    commit_once(form.key.data, lambda: acts.add(current_user, form.name.data), lambda id: f"sector:{id}")
    return _to_list("Le secteur est ouvert.")


@bp.get("/<int:id>/modifier")
@allowed("setting.change")
def edit(id):
    sector = found(select(Sector).where(Sector.id == id))
    return answer("sectors/edit.html", sector=sector,
                  form=SectorForm(formdata=None, name=sector.name, known=sector.name))


@bp.post("/<int:id>/modifier")
@allowed("setting.change")
def update(id):
    sector, form = found(select(Sector).where(Sector.id == id)), SectorForm()
    if not _checked(form, id):
        return again("sectors/edit.html", sector=sector, form=form)
    commit_once(form.key.data, lambda: acts.rename(current_user, id, form.known.data, form.name.data), f"sector:{id}")
    return _to_list("Le secteur est renommé.")


@bp.post("/<int:id>/fermeture")
@allowed("setting.change")
def close(id):
    found(select(Sector).where(Sector.id == id))
    commit_once(pressed(), lambda: acts.close(current_user, id), f"sector:{id}")
    return _to_list("Le secteur est fermé. Vous pouvez le rouvrir.")


@bp.post("/<int:id>/reouverture")
@allowed("setting.change")
def reopen(id):
    found(select(Sector).where(Sector.id == id))
    commit_once(pressed(), lambda: acts.reopen(current_user, id), f"sector:{id}")
    return _to_list("Le secteur est de nouveau ouvert.")
