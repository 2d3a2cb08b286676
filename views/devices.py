"""Mes appareils: what is open in one's name, and the button that closes it."""

from flask import Blueprint, redirect, url_for
from flask_login import current_user

from acts import devices as acts
from database import commit_once
from guard.doors import allowed
from guard.sessions import sign_out
from models import PhoneDevice, Session
from queries import devices as queries
from views.answers import answer, done, found
from views.presses import press, pressed

bp = Blueprint("devices", __name__)


@bp.get("/mes-appareils")
@allowed("account.self")
def index():
    return answer("devices/index.html", sessions=queries.open_sessions(current_user.id), press=press(),
                  phones=queries.enrolled_phones(current_user.id))


@bp.post("/mes-appareils/sessions/<int:id>/fin")
@allowed("account.self")
def end_session(id):
    session = found(queries.sessions_of(current_user).where(Session.id == id))
    return _ended(lambda: acts.end_session(id), session.id == current_user.session_id, "Cette session est fermée.")


@bp.post("/mes-appareils/telephones/<int:id>/fin")
@allowed("account.self")
def end_phone(id):
    phone = found(queries.phones_of(current_user).where(PhoneDevice.id == id))
    return _ended(lambda: acts.lose_phone(current_user, id), phone.id == current_user.phone_device_id,
                  "Ce téléphone n'ouvre plus votre compte.")


def _ended(act, is_this_one: bool, message: str):
    """The device in hand closed is signing out."""
    commit_once(pressed(), act, f"account:{current_user.id}")
    if not is_this_one:
        return done(url_for("devices.index"), message=message)
    sign_out(current_user)
    return redirect(url_for("sign_in.show"), 303)
