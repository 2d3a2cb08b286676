"""The entourage of a person: relatives, trusted person, guardian, professionals."""

from flask import Blueprint
from flask_login import current_user
from sqlalchemy import select

from acts import contacts as acts
from database import commit_once
from forms.home import ContactForm
from guard.doors import allowed
from models import Contact
from views.answers import again, answer, found
from views.beneficiaries import file_open, to_file
from views.presses import pressed

bp = Blueprint("contacts", __name__)
BASE = "/beneficiaires/<int:id>/entourage"


def _contact(person_id: int, contact_id: int) -> Contact:
    return found(select(Contact).where(Contact.id == contact_id, Contact.beneficiary_id == person_id))


@bp.get(f"{BASE}/nouveau")
@allowed("beneficiary.edit")
def new(id):
    return answer("home/contact.html", person=file_open(id), form=ContactForm(formdata=None), contact=None)


@bp.post(f"{BASE}/nouveau")
@allowed("beneficiary.edit")
def create(id):
    person, form = file_open(id), ContactForm()
    if not form.validate():
        return again("home/contact.html", person=person, form=form, contact=None)
    commit_once(form.key.data, lambda: acts.add(current_user, person.id, form.values), f"beneficiary:{id}")
    return to_file(id, "Le contact est ajouté.", "entourage")


@bp.get(f"{BASE}/<int:contact_id>")
@allowed("beneficiary.edit")
def edit(id, contact_id):
    person, contact = file_open(id), _contact(id, contact_id)
    return answer("home/contact.html", person=person, form=ContactForm(None, obj=contact), contact=contact)


@bp.post(f"{BASE}/<int:contact_id>")
@allowed("beneficiary.edit")
def update(id, contact_id):
    person, contact, form = file_open(id), _contact(id, contact_id), ContactForm()
    if not form.validate():
        return again("home/contact.html", person=person, form=form, contact=contact)
    commit_once(form.key.data, lambda: acts.correct(current_user, contact.id, form.values), f"beneficiary:{id}")
    return to_file(id, "Le contact est modifié.", "entourage")


@bp.post(f"{BASE}/<int:contact_id>/fin")
@allowed("beneficiary.edit")
def end(id, contact_id):
    file_open(id)
    contact = _contact(id, contact_id)
    commit_once(pressed(), lambda: acts.end(current_user, contact.id), f"beneficiary:{id}")
    return to_file(id, "Le contact est retiré de l'entourage.", "entourage")
