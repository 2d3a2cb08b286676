"""Messages: those that did not leave, sent again or replaced by a call; and a trial to oneself from the settings."""

from datetime import timedelta

from flask import Blueprint, url_for
from flask_login import current_user

from acts import messages as acts
from database import commit_once, now
from guard import outbox as sending
from guard.doors import allowed
from guard.journal import note_event
from models import Message
from queries import outbox
from queries.reach import messages_seen_by
from rules.messages import CHANNELS, FAULTS, TEXTS, WAY_WORDS
from views.answers import answer, done, found
from views.presses import press, pressed

bp = Blueprint("outbox", __name__)

WEEK = timedelta(days=7)


@bp.get("/messages")
@allowed("message.follow")
def index():
    at = now()
    return answer("outbox/index.html", rows=outbox.not_gone(current_user, at), counts=outbox.counts(current_user, at - WEEK),
                  working=outbox.working(), texts=TEXTS, channels=CHANNELS, faults=FAULTS, press=press())


def _settled(id: int, act, message: str):
    found(messages_seen_by(current_user).where(Message.id == id))
    commit_once(pressed(), lambda: act(current_user, id), f"message:{id}")
    return done(url_for("outbox.index"), message=message)


@bp.post("/messages/<int:id>/renvoi")
@allowed("message.follow")
def resend(id):
    return _settled(id, acts.resend, "Le message part dans la minute, ou dès que l'heure le permet.")


@bp.post("/messages/<int:id>/jointe")
@allowed("message.follow")
def called(id):
    return _settled(id, acts.called, "C'est noté\u00a0: elle a été jointe. Rien d'autre ne part.")


@bp.post("/reglages/messages/essai")
@allowed("setting.change")
def try_out():
    """To oneself, at once, whatever the hour: the settings are right when it arrives."""
    pressed()
    way = outbox.recipient(current_user.id).way
    if way is None:
        return _tried("Aucun message ne peut vous être envoyé. Réglez un moyen d'envoi, puis choisissez le vôtre dans votre compte.")
    note_event("message.test", f"account:{current_user.id}", current_user.id)
    try:
        sending.post(*way, "answer")
    except sending.NotSent as failure:
        return _tried(f"Le message d'essai n'est pas parti. {FAULTS[failure.fault]}")
    return _tried(f"Le message d'essai est parti {WAY_WORDS[way[0]]}. Vérifiez qu'il arrive.")


def _tried(message: str):
    return done(url_for("settings.show", section="messages", _anchor="essai"), message=message)
