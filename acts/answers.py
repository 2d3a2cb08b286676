"""One voice of a point à deux voix: written once, never overwritten; a correction stands beside it."""

import json
from datetime import timedelta

from sqlalchemy import delete, select, update

from acts.triage import refresh
from database import Overtaken, change_state, db, local, now, today
from models import Account, Answer, AnswerAddendum, AnswerDraft, Beneficiary, RoundSide
from queries.rounds import side_with_round
from rules.rounds import belongs, may_write
from rules.steps import before

SCALES = ("hours_fit", "tasks_clear", "respected")
HER_SCALES = ("feels_safe", "too_heavy", "outside_plan")
# Each way an answer comes from the home; `own_phone` is the caregiver's.
CONTACTS = frozenset({"call", "visit", "link", "paper"})
STILL_TYPING = timedelta(minutes=30)
CLOSED = "Ce point à deux voix est clos\u00a0: il ne reçoit plus de réponse."


def record_answer(by, side_id: int, voice: str, values: dict, channel: str, spoken_by: str = "",
                  caregiver_present: bool = False) -> int:
    """Write what this voice says, and close its side as answered. Raises Overtaken when it already spoke.

    Raises PermissionError for the caregiver concerned on the person's side, whatever her account.
    """
    side = _open_side(by, side_id, voice)
    if said := _who_wrote(side_id, voice):
        raise Overtaken(said)
    answer = Answer(side_id=side_id, voice=voice, channel=channel, spoken_by=spoken_by,
                    caregiver_present=bool(caregiver_present), collected_by_id=by.id, at=now(), **_said(voice, values))
    db.session.add(answer)
    db.session.execute(delete(AnswerDraft).where(AnswerDraft.side_id == side_id, AnswerDraft.voice == voice))
    if side.state != "answered":
        change_state(RoundSide, side_id, {"state": before("side", "answered"), "round_open": True}, sentence=CLOSED,
                     state="answered", closed_at=now(), closed_by_id=by.id, wants_call=False)
    refresh(side.round_id)
    _note_contact(side_id, channel)
    return answer.id


def _open_side(by, side_id: int, voice: str) -> RoundSide:
    side, round_ = side_with_round(side_id)
    if not belongs(voice, side.side) or not may_write(by.role, by.caregiver_id, round_.caregiver_id, voice):
        raise PermissionError(f"{by.id} may not write the voice {voice} of side {side_id}")
    if not side.round_open:
        raise Overtaken(CLOSED)
    return side


def _said(voice: str, values: dict) -> dict:
    scales = SCALES + (HER_SCALES if voice == "caregiver" else ())
    return {**{name: values[name] for name in scales}, "wish": values["wish"],
            "goes_well": values.get("goes_well") or "", "should_change": values.get("should_change") or "",
            "may_pass_on": bool(values.get("may_pass_on")) and voice != "caregiver"}


def _who_wrote(side_id: int, voice: str) -> str | None:
    """What the colleague already wrote for this voice."""
    row = db.session.execute(
        select(Answer.at, Account.name).outerjoin(Account, Account.id == Answer.collected_by_id)
        .where(Answer.side_id == side_id, Answer.voice == voice)).first()
    return row and (f"{row.name or 'Une collègue'} a déjà noté cette réponse, le {local(row.at):%d/%m à %H h %M}. "
                    "Ajoutez un complément à côté de la sienne.")


def _note_contact(side_id: int, channel: str) -> None:
    """The last time the home was in touch with the association: retention counts from there.

    By voice, by a link or on paper, the person or who speaks for her; never what her caregiver says.
    """
    side, round_ = side_with_round(side_id)
    if side.side == "beneficiary" and channel in CONTACTS:
        db.session.execute(update(Beneficiary).where(Beneficiary.id == round_.beneficiary_id)
                           .values(last_contact_on=today()))


def prefer_call(by, side_id: int) -> None:
    """"Je préfère qu'on m'appelle": her line comes into the call list."""
    change_state(RoundSide, side_id, {"state": "waiting", "round_open": True}, sentence=CLOSED, wants_call=True,
                 wants_call_at=now(), call_on=today())


def add_addendum(by, answer_id: int, words: str) -> int:
    """A correction or a complement, with its author and its date, beside the words that stay as they were said."""
    addendum = AnswerAddendum(answer_id=answer_id, words=words, by_id=by.id, at=now())
    db.session.add(addendum)
    db.session.flush()
    return addendum.id


def save_draft(by, side_id: int, voice: str, typed: dict) -> str:
    """Keep what is typed so far: "kept". A draft that comes after its answer is let go ("answered"), and one never
    covers what a colleague is typing now ("colleague").
    """
    side = _open_side(by, side_id, voice)
    if _who_wrote(side_id, voice):
        return "answered"
    draft = db.session.scalar(select(AnswerDraft).where(AnswerDraft.side_id == side.id, AnswerDraft.voice == voice))
    if draft is None:
        draft = AnswerDraft(side_id=side_id, voice=voice, by_id=by.id)
        db.session.add(draft)
    elif draft.by_id != by.id and now() - draft.at < STILL_TYPING:
        return "colleague"
    draft.typed, draft.by_id, draft.at = json.dumps(typed, ensure_ascii=False), by.id, now()
    db.session.flush()
    return "kept"
