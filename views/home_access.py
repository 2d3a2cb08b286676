"""Codes and keys of a home: masked until asked for, each reading journaled; changed without being shown."""

from flask import Blueprint
from flask_login import current_user

from acts import home_access as acts
from database import commit_once
from forms.home import HomeAccessForm
from guard.doors import allowed
from guard.journal import note_reading
from queries.beneficiaries import access_of, codes_of
from views.answers import again, answer
from views.beneficiaries import file_open, person_seen, to_file

bp = Blueprint("home_access", __name__)


@bp.post("/beneficiaires/<int:id>/acces/lecture")
@allowed("home_access.read")
def read(id):
    person = person_seen(id)
    note_reading("home_access.read", f"beneficiary:{id}")
    return answer("home/codes.html", "home/_access.html", person=person, access=access_of(id), shown=codes_of(id))


@bp.get("/beneficiaires/<int:id>/acces")
@allowed("home_access.edit")
def edit(id):
    person, access = file_open(id), access_of(id)
    known = access.changed_at.isoformat() if access else ""
    return answer("home/access.html", person=person, access=access, form=HomeAccessForm(formdata=None, known=known))


@bp.post("/beneficiaires/<int:id>/acces")
@allowed("home_access.edit")
def update(id):
    person, form = file_open(id), HomeAccessForm()
    if not form.validate():
        return again("home/access.html", person=person, access=access_of(id), form=form)
    commit_once(form.key.data, lambda: acts.write(current_user, person.id, form.known_at, form.changes),
                f"beneficiary:{id}")
    return to_file(id, "Les accès sont enregistrés. Ils ne s'affichent que sur demande.", "acces")
