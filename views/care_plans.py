"""The aid plan: who pays, hours notified, from and to."""

from flask import Blueprint
from flask_login import current_user
from sqlalchemy import select

from acts import care_plans as acts
from database import commit_once, today
from forms.home import CarePlanForm
from guard.doors import allowed
from models import CarePlan
from views.answers import again, answer, found
from views.beneficiaries import file_open, to_file
from views.presses import pressed

bp = Blueprint("care_plans", __name__)
BASE = "/beneficiaires/<int:id>/plan-d-aide"


@bp.get(f"{BASE}/nouveau")
@allowed("beneficiary.edit")
def new(id):
    return answer("home/plan.html", person=file_open(id), form=CarePlanForm(formdata=None, starts_on=today()))


@bp.post(f"{BASE}/nouveau")
@allowed("beneficiary.edit")
def create(id):
    person, form = file_open(id), CarePlanForm()
    if not form.validate():
        return again("home/plan.html", person=person, form=form)
    commit_once(form.key.data, lambda: acts.add(current_user, person.id, form.values), f"beneficiary:{id}")
    return to_file(id, "Le plan d'aide est enregistré.", "plan-d-aide")


@bp.post(f"{BASE}/<int:plan_id>/fin")
@allowed("beneficiary.edit")
def end(id, plan_id):
    file_open(id)
    plan = found(select(CarePlan).where(CarePlan.id == plan_id, CarePlan.beneficiary_id == id))
    commit_once(pressed(), lambda: acts.end(current_user, plan.id), f"beneficiary:{id}")
    return to_file(id, "Ce plan d'aide est terminé.", "plan-d-aide")
