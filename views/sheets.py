"""The call sheet sent: a draft at every field, then the answer of one voice, once."""

from uuid import uuid4

from flask import Blueprint, request, url_for
from flask_login import current_user

from acts import answers
from database import commit_once, now
from forms.said import CaregiverForm, PersonForm
from guard.doors import allowed
from models import Round, RoundSide
from queries.reach import rounds_seen_by, sides_seen_by
from rules.rounds import PERSON_VOICES
from views.answers import again, done, found
from views.call_list import sheet
from views.display import clock

bp = Blueprint("sheets", __name__)
KEPT = {
    "kept": "Brouillon gardé à {at}.",
    "answered": "Cette réponse est déjà enregistrée\u00a0: le brouillon n'est plus nécessaire.",
    "colleague": "Une collègue remplit aussi cette réponse\u00a0: votre brouillon n'est pas gardé.",
}


@bp.post("/a-appeler/<int:id>/cotes/<int:side_id>")
@allowed("round.collect")
def create(id, side_id):
    side = found(sides_seen_by(current_user).where(RoundSide.id == side_id))
    found(rounds_seen_by(current_user).where(Round.id == side.round_id, Round.beneficiary_id == id))
    form = CaregiverForm() if side.side == "caregiver" else PersonForm()
    if request.form.get("draft"):
        return _draft(id, side, form)
    if not form.validate():
        return again("call_list/show.html", **sheet(id, side_id, form))
    commit_once(form.key.data, lambda: _record(side_id, form), f"round:{side.round_id}")
    return done(url_for("call_list.show", id=id), message="La réponse est enregistrée.")


def _record(side_id: int, form) -> int:
    return answers.record_answer(current_user, side_id, form.voice.data, form.values, form.channel.data,
                                 form.spoken_name, form.is_present)


def _draft(id: int, side: RoundSide, form):
    """Each keeping is a change of its own: the key of the form stays for the answer."""
    voices = ("caregiver",) if side.side == "caregiver" else PERSON_VOICES
    voice = form.voice.data if form.voice.data in voices else voices[0]
    kept = commit_once(f"draft-{uuid4().hex}", lambda: answers.save_draft(current_user, side.id, voice, form.values),
                       f"round:{side.round_id}")
    words = KEPT[kept].format(at=clock(now()))
    return done(url_for("call_list.show", id=id, cote=side.id), "call_list/_draft.html", message=words, words=words)
