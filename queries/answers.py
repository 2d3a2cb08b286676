"""What was said in one round: each voice with who collected it, what was added since, the draft of one voice."""

import json

from sqlalchemy import select

from database import db
from models import Account, Answer, AnswerAddendum, AnswerDraft, Contact, Round, RoundSide
from queries.reach import rounds_seen_by
from rules.triage import VOICE_ORDER


def of_round(user, round_id: int) -> list:
    """(Answer, who collected it), the person first. The office reads each answer on arrival."""
    reach = rounds_seen_by(user).where(Round.id == round_id).with_only_columns(Round.id)
    rows = db.session.execute(
        select(Answer, Account.name.label("collected_by")).join(RoundSide, RoundSide.id == Answer.side_id)
        .outerjoin(Account, Account.id == Answer.collected_by_id).where(RoundSide.round_id.in_(reach))
        .order_by(Answer.id))
    return sorted(rows, key=lambda row: VOICE_ORDER.index(row.Answer.voice))


def addenda(answer_ids) -> dict[int, list]:
    """Answer -> what was added beside it, with its author, in the order it was written."""
    found: dict[int, list] = {}
    for row in db.session.execute(
            select(AnswerAddendum, Account.name.label("by")).join(Account, Account.id == AnswerAddendum.by_id)
            .where(AnswerAddendum.answer_id.in_(sorted(answer_ids))).order_by(AnswerAddendum.id)):
        found.setdefault(row.AnswerAddendum.answer_id, []).append(row)
    return found


def reachable(user, answer_id: int):
    """The select of an answer whose round this person may open, while it is not hidden from her."""
    return (select(Answer).join(RoundSide, RoundSide.id == Answer.side_id)
            .where(Answer.id == answer_id,
                   RoundSide.round_id.in_(rounds_seen_by(user).with_only_columns(Round.id))))


def voices_said(side_id: int) -> set[str]:
    return set(db.session.scalars(select(Answer.voice).where(Answer.side_id == side_id)))


def drafts(side_id: int) -> list:
    """What is typed so far on this side, newest first: (voice, fields, who, when)."""
    rows = db.session.execute(
        select(AnswerDraft, Account.name.label("by")).join(Account, Account.id == AnswerDraft.by_id)
        .where(AnswerDraft.side_id == side_id).order_by(AnswerDraft.at.desc(), AnswerDraft.id.desc()))
    return [(row.AnswerDraft, json.loads(row.AnswerDraft.typed), row.by) for row in rows]


def entourage(beneficiary_id: int) -> list[str]:
    """Names that may speak for the person, offered while one types."""
    return list(db.session.scalars(
        select(Contact.name).where(Contact.beneficiary_id == beneficiary_id, Contact.ended_at.is_(None),
                                   Contact.kind != "professional").order_by(Contact.position, Contact.id).limit(10)))
