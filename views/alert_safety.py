"""From an alert: a neutral instruction for whoever goes to that home next. It says what to do, never what happened."""

from flask import Blueprint, url_for
from flask_login import current_user

from acts import alert_actions as acts
from database import commit_once
from forms.alert_actions import HomeSafetyForm
from guard.doors import allowed
from models import Alert, Beneficiary
from queries.reach import alerts_seen_by, beneficiaries_seen_by
from views.answers import again, answer, done, found

bp = Blueprint("alert_safety", __name__)


def _page(id: int, form: HomeSafetyForm) -> dict:
    alert = found(alerts_seen_by(current_user).where(Alert.id == id, Alert.beneficiary_id.is_not(None)))
    person = found(beneficiaries_seen_by(current_user).where(
        Beneficiary.id == alert.beneficiary_id, Beneficiary.ended_on.is_(None)))
    return {"alert": alert, "person": person, "form": form}


@bp.get("/suivis/<int:id>/consigne")
@allowed("alert.follow")
def edit(id):
    page = _page(id, HomeSafetyForm(formdata=None))
    page["form"].version.data = page["person"].version
    return answer("alerts/safety.html", **page)


@bp.post("/suivis/<int:id>/consigne")
@allowed("alert.follow")
def update(id):
    form = HomeSafetyForm()
    page = _page(id, form)
    if not form.validate():
        return again("alerts/safety.html", **page)
    commit_once(form.key.data, lambda: acts.instruct(current_user, id, page["person"].id, form.version.data, form.said),
                f"alert:{id}")
    return done(url_for("alerts.show", id=id, _anchor="suites"), message="La consigne est écrite sur le dossier de la personne.")
