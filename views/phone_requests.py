"""On her phone: "Je ne veux plus y aller", asked about one home; read by whom, and what was decided."""

from flask import Blueprint, abort, url_for
from flask_login import current_user

from acts import replacements
from database import commit_once, now
from forms.phone_requests import AskForm
from guard.doors import allowed
from queries import phone_requests as asked
from queries.measures import lifted_for
from queries.replacements import hours_of
from queries.settings import settings
from rules.absences import call_now
from rules.covering import said_by_itself
from views.answers import again, answer, done

bp = Blueprint("phone_requests", __name__)


@bp.get("/mes-demandes/nouvelle")
@allowed("phone.request")
def choose():
    return answer("phone/request_homes.html", homes=asked.her_homes(current_user))


def _home(pairing_id: int):
    return asked.her_home(current_user, pairing_id) or abort(404)


@bp.get("/mes-demandes/nouvelle/<int:pairing_id>")
@allowed("phone.request")
def new(pairing_id):
    return answer("phone/request_new.html", home=_home(pairing_id), form=AskForm(formdata=None))


@bp.post("/mes-demandes/nouvelle/<int:pairing_id>")
@allowed("phone.request")
def create(pairing_id):
    home, form = _home(pairing_id), AskForm()
    if not form.validate():
        return again("phone/request_new.html", home=home, form=form)
    id = commit_once(form.key.data, lambda: replacements.open(
        current_user, pairing_id, "caregiver", form.reason.data, "", None), lambda id: f"replacement:{id}")
    return done(url_for("phone_requests.show", id=id), message="C'est envoyé.")


@bp.get("/mes-demandes/<int:id>")
@allowed("phone.request")
def show(id):
    row, at = asked.her_request(current_user, id) or abort(404), now()
    unread, hours = row.read_at is None and row.closed_at is None, settings().number("call_now_hours")
    return answer("phone/request.html", row=row, unread=unread, by_itself=said_by_itself(row.closing_words),
                  call=unread and call_now(asked.next_there(row, at), False, at, hours),
                  lifted=lifted_for(current_user, row.beneficiary_id, row.opened_at) if row.minutes_before is not None else None,
                  week=hours_of(row, at)[0] if row.minutes_before is not None else None)
