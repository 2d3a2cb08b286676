"""What a caregiver does at a visit: read the codes, report a closed door, send a word."""

from functools import partial

from flask import Blueprint, abort, url_for
from flask_login import current_user

from acts import doors, words
from database import Overtaken, commit_once, db, now
from forms.base import Form
from forms.phone import WordForm
from guard.doors import allowed
from guard.journal import note_reading
from models import Visit
from queries.phone_visit import access_of, visit_page
from queries.reach import visits_seen_by
from rules.assignment import may_write
from rules.visits import may_report_door
from views.answers import again, answer, done, found

bp = Blueprint("phone_visit", __name__)

FAR = "On signale une porte close à partir d'une heure avant l'intervention, et le jour même."
SENT = {"fine": "C'est envoyé. Merci.", "to_know": "C'est envoyé. Le bureau le lit.",
        "call_me": "C'est envoyé. Le bureau vous rappelle."}


def _hers(id):
    return found(visits_seen_by(current_user).where(Visit.id == id))


@bp.post("/ma-semaine/<int:id>/codes")
@allowed("phone.code")
def codes(id):
    visit = _hers(id)
    page = visit_page(current_user, visit, now())
    if not page["codes_show"]:
        abort(404)
    note_reading("phone.code", f"beneficiary:{visit.beneficiary_id}")
    return answer("phone/visit.html", visit=visit, form=WordForm(formdata=None), tap=Form(formdata=None),
                  codes=access_of(visit.beneficiary_id), **page)


def _report(id):
    """Two taps, or two phones, are one closed door."""
    already = db.session.get(Visit, id).state == "door_closed"
    return id if already else doors.report(current_user, id)


@bp.post("/ma-semaine/<int:id>/porte-close")
@allowed("phone.door")
def door(id):
    visit, form, at = _hers(id), Form(), now()
    url = url_for("phone.visit", id=id, _anchor="signalee")
    if not form.validate():
        return again("phone/visit.html", visit=visit, form=WordForm(formdata=None), tap=form, codes=None,
                     **visit_page(current_user, visit, at))
    if visit.state == "planned" and not may_report_door(visit.state, visit.starts_at, visit.ends_at, at):
        raise Overtaken(FAR)
    commit_once(form.key.data, lambda: _report(id), f"visit:{id}")
    return done(url)


@bp.post("/ma-semaine/<int:id>/mot")
@allowed("phone.word")
def word(id):
    visit, form, at = _hers(id), WordForm(), now()
    if not may_write(visit.starts_at, at):
        abort(404)
    if not form.validate():
        return again("phone/visit.html", visit=visit, form=form, tap=Form(formdata=None), codes=None, erreurs=form.errors,
                     **visit_page(current_user, visit, at))
    send = partial(words.send, current_user, form.kind.data, form.words.data, id, visit.beneficiary_id)
    commit_once(form.key.data, send, f"visit:{id}")
    return done(url_for("phone.visit", id=id), message=SENT[form.kind.data])
