"""Wishes of a person: the closed list, and nothing else."""

from flask import Blueprint, request
from flask_login import current_user
from sqlalchemy import select

from acts import wishes as acts
from database import commit_once
from forms.home import WishForm
from guard.doors import allowed
from models import Wish
from queries.settings import languages
from views.answers import again, answer, found
from views.beneficiaries import file_open, to_file
from views.presses import pressed

bp = Blueprint("wishes", __name__)
BASE = "/beneficiaires/<int:id>/souhaits"


@bp.get(f"{BASE}/nouveau")
@allowed("beneficiary.edit")
def new(id):
    form = WishForm(formdata=None, kind="intimate_care" if "soins" in request.args else None)
    return answer("home/wish.html", person=file_open(id), form=form.propose(languages()))


@bp.post(f"{BASE}/nouveau")
@allowed("beneficiary.edit")
def create(id):
    person, form = file_open(id), WishForm().propose(languages())
    if not form.validate():
        return again("home/wish.html", person=person, form=form)
    commit_once(form.key.data, lambda: acts.add(current_user, person.id, form.kind.data, form.value),
                f"beneficiary:{id}")
    return to_file(id, "Le souhait est noté.", "souhaits")


@bp.post(f"{BASE}/<int:wish_id>/fin")
@allowed("beneficiary.edit")
def end(id, wish_id):
    file_open(id)
    wish = found(select(Wish).where(Wish.id == wish_id, Wish.beneficiary_id == id))
    commit_once(pressed(), lambda: acts.end(current_user, wish.id), f"beneficiary:{id}")
    return to_file(id, "Le souhait est retiré.", "souhaits")
