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
from rules.messages import CHANNELS, FAULTS, TEXTS, way_words
from views.answers import answer, done, found
from views.presses import press, pressed

bp = Blueprint("outbox", __name__)

WEEK = timedelta(days=7)


@bp.get("/messages")
@allowed("message.follow")
def index():
    at = now()
    rows = outbox.not_gone(current_user, at)
    return answer("outbox/index.html", rows=rows, tries=outbox.by_channel({row.cause_key for row in rows}),
                  counts=outbox.counts(current_user, at - WEEK), working=outbox.working(), texts=TEXTS,
                  channels=CHANNELS, faults=FAULTS, press=press())


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
    """To oneself, at once, by each of one's channels, whatever the hour: the settings are right when it arrives."""
    pressed()
    ways = outbox.recipient(current_user.id).ways
    if ways:
        note_event("message.test", f"account:{current_user.id}", current_user.id)
    said = _tried(ways) if ways else (
        "Aucun message ne peut vous être envoyé. Réglez un moyen d'envoi, puis choisissez le vôtre dans votre compte.")
    return done(url_for("settings.show", section="messages", _anchor="essai"), message=said)


def _tried(ways) -> str:
    gone, said = [], []
    for channel, address in ways:
        try:
            sending.post(channel, address, "answer")
            gone.append(channel)
        except sending.NotSent as failure:
            said.append(f"{CHANNELS[channel]}\u00a0: le message d'essai n'est pas parti. {FAULTS[failure.fault]}")
    return " ".join([*([f"Le message d'essai est parti {way_words(gone)}. Vérifiez qu'il arrive."] if gone else []), *said])
