"""A phone that is enrolled asks for its code, and for nothing else."""

from flask import Blueprint, request

from database import db
from forms.sign_in import UnlockForm
from guard import phones
from guard.journal import note_event, note_refusal, note_stray
from guard.sessions import end_sessions, sign_in
from models import Account, Session
from views.answers import again, answer
from views.sign_in import welcome

bp = Blueprint("phones", __name__)


@bp.post("/connexion/code")
def unlock():
    form, phone, before = UnlockForm(), phones.here(), phones.state()
    if not form.validate():
        return again("phones/show.html", form=form, phone=before)
    if not phones.unlock(form.phone_code.data):
        return _refused(form, phone, note_refusal if before == "open" else note_stray)
    phones.remember(request.cookies[phones.cookie_name()])
    end_sessions(Session.phone_device_id == phone.id)
    sign_in(db.session.get(Account, phone.account_id), personal_phone=True, phone_device_id=phone.id)
    note_event("session.open", f"account:{phone.account_id}", phone.account_id)
    return welcome(form)


def _refused(form, phone, note):
    """A wrong code, or a phone that opens nothing any more: both are in the journal, the first each time."""
    state, account_id = phones.state(), phone.account_id if phone else None
    note("phone.locked" if state == "locked" else "phone.refused", f"account:{account_id or ''}", account_id)
    return answer("phones/show.html", None, 422, form=form, phone=state, refused=state == "open",
                  left=phones.tries_left())
