"""The home sheet on the phone: read by whoever is assigned there, written by the usual caregivers of the person."""

from flask import Blueprint, abort, url_for
from flask_login import current_user

from acts import home_sheets as acts
from database import commit_once, now
from forms.base import Form
from guard.doors import allowed
from queries.home_sheets import keeps
from queries.phone_home_sheets import home_of, sheet_page
from views.answers import again, answer, done
from views.home_sheets import known_section, section_form

bp = Blueprint("phone_home_sheets", __name__)


@bp.get("/mes-fiches/<int:id>")
@allowed("phone.handover")
def show(id):
    page = sheet_page(current_user, id, now())
    return answer("phone/sheet.html", tap=Form(formdata=None), **page) if page["home"] else abort(404)


@bp.post("/mes-fiches/<int:id>/lu")
@allowed("phone.handover")
def read(id):
    home, form = home_of(current_user, id) or abort(404), Form()
    if not form.validate():
        return again("phone/sheet.html", tap=form, **sheet_page(current_user, id, now()))
    commit_once(form.key.data, lambda: acts.read(home.id, current_user.caregiver_id), f"beneficiary:{id}")
    return done(url_for("phone_home_sheets.show", id=id), message="C'est noté\u00a0: vous l'avez lue.")


def _kept(id: int):
    """The home of a sheet she keeps: a usual caregiver's, while she is assigned there."""
    return (home_of(current_user, id) if keeps(current_user, id) else None) or abort(404)


@bp.get("/mes-fiches/<int:id>/<section>")
@allowed("phone.handover")
def edit(id, section):
    home, form = _kept(id), section_form(id, known_section(section))
    return answer("phone/section.html", home=home, section=section, form=form)


@bp.post("/mes-fiches/<int:id>/<section>")
@allowed("phone.handover")
def update(id, section):
    home, form = _kept(id), section_form(id, known_section(section), fresh=False)
    if not form.validate():
        return again("phone/section.html", home=home, section=section, form=form)
    commit_once(form.key.data, lambda: acts.write(current_user, id, section, form.words.data, form.known_id, form.agreed),
                f"beneficiary:{id}")
    return done(url_for("phone_home_sheets.show", id=id, _anchor=section), message="La fiche est à jour.")
