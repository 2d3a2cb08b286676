"""A phone that is enrolled asks for its code, and for nothing else."""

from flask import Blueprint, request

from database import db
from forms.sign_in import UnlockForm
from guard import phones
from guard.journal import note_event, note_refusal
from guard.sessions import end_sessions, sign_in
from models import Account, Session
from views.answers import again, answer
from views.sign_in import welcome

bp = Blueprint("phones", __name__)


@bp.post("/connexion/code")
def unlock():
    form, phone = UnlockForm(), phones.here()
    if not form.validate():
        return again("phones/show.html", form=form, phone=phones.state())
    if not phones.unlock(form.phone_code.data):
        return _refused(form, phone)
    phones.remember(request.cookies[phones.cookie_name()])
    end_sessions(Session.phone_device_id == phone.id)
    sign_in(db.session.get(Account, phone.account_id), personal_phone=True, phone_device_id=phone.id)
    note_event("session.open", f"account:{phone.account_id}", phone.account_id)
    return welcome(form)


def _refused(form, phone):
    """A wrong code, or a phone that opens nothing any more: both are in the journal."""
    state, account_id = phones.state(), phone.account_id if phone else None
    note_refusal("phone.locked" if state == "locked" else "phone.refused", f"account:{account_id or ''}", account_id)
    return answer("phones/show.html", None, 422, form=form, phone=state, refused=state == "open",
                  left=phones.tries_left())
