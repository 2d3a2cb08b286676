"""What assigned caregivers read before they go: points de vigilance, précautions, the safety instruction."""

from flask import Blueprint
from flask_login import current_user
from sqlalchemy import select

from acts import beneficiaries, instructions
from database import commit_once
from forms.beneficiaries import SafetyForm
from forms.home import InstructionForm
from guard.doors import allowed
from models import HomeInstruction
from views.answers import again, answer, found
from views.beneficiaries import file_open, person_seen, to_file
from views.presses import pressed

bp = Blueprint("instructions", __name__)


@bp.get("/beneficiaires/<int:id>/consignes/nouvelle")
@allowed("beneficiary.edit")
def new(id):
    return answer("home/instruction.html", person=file_open(id), form=InstructionForm(formdata=None))


@bp.post("/beneficiaires/<int:id>/consignes/nouvelle")
@allowed("beneficiary.edit")
def create(id):
    person, form = file_open(id), InstructionForm()
    if not form.validate():
        return again("home/instruction.html", person=person, form=form)
    commit_once(form.key.data,
                lambda: instructions.add(current_user, person.id, form.code.data, form.detail.data or ""),
                f"beneficiary:{id}")
    return to_file(id, "La consigne est ajoutée.", "consignes")


@bp.post("/beneficiaires/<int:id>/consignes/<int:point_id>/fin")
@allowed("beneficiary.edit")
def end(id, point_id):
    file_open(id)
    point = found(select(HomeInstruction).where(HomeInstruction.id == point_id, HomeInstruction.beneficiary_id == id))
    commit_once(pressed(), lambda: instructions.end(current_user, point.id), f"beneficiary:{id}")
    return to_file(id, "La consigne est retirée.", "consignes")


@bp.get("/beneficiaires/<int:id>/consigne-de-securite")
@allowed("beneficiary.edit")
def edit(id):
    person = file_open(id)
    form = SafetyForm(formdata=None, words=person.safety_instruction, version=person.version)
    return answer("home/safety.html", person=person, form=form)


@bp.post("/beneficiaires/<int:id>/consigne-de-securite")
@allowed("beneficiary.edit")
def update(id):
    person, form = person_seen(id), SafetyForm()
    if not form.validate():
        return again("home/safety.html", person=person, form=form)
    commit_once(form.key.data, lambda: beneficiaries.set_safety(current_user, person.id, form.version.data,
                                                                form.words.data or ""), f"beneficiary:{id}")
    return to_file(id, "La consigne de sécurité est enregistrée.", "consignes")
