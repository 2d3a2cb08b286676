"""What triage says of the answers received so far, kept with the round in the same transaction as each answer."""

from sqlalchemy import select, update

from database import db, now
from models import Answer, Round, RoundSide
from rules.rounds import is_ready
from rules.triage import attention


def refresh(round_id: int) -> None:
    """Attention and readiness from what stands in the tables. New words wake up a round already taken in charge."""
    db.session.flush()
    round_ = db.session.get(Round, round_id)
    states = db.session.scalars(select(RoundSide.state).where(RoundSide.round_id == round_id)
                                .order_by(RoundSide.id)).all()
    level, sentence = attention(*voices_of(round_id))
    values = {}
    if is_ready(states) != (round_.ready_at is not None):
        values["ready_at"] = now() if is_ready(states) else None
    if sentence != round_.attention_words:
        values |= {"attention": level, "attention_words": sentence, "attention_at": now(), "taken_up_at": None,
                   "taken_up_by_id": None}
    if values:
        db.session.execute(update(Round).where(Round.id == round_id).values(**values))
        db.session.expire_all()


def voices_of(round_id: int) -> tuple[list[Answer], Answer | None]:
    """The voices of the person's side, and the caregiver's answer if she gave it."""
    answers = db.session.scalars(
        select(Answer).join(RoundSide, RoundSide.id == Answer.side_id).where(RoundSide.round_id == round_id)
        .order_by(Answer.id)).all()
    return ([answer for answer in answers if answer.voice != "caregiver"],
            next((answer for answer in answers if answer.voice == "caregiver"), None))
