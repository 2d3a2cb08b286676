"""Caregivers' words to the office: the list, Rappelez-moi first, and one of them."""

from sqlalchemy import Select, case, or_, select
from sqlalchemy.orm import aliased

from database import db
from models import Account, Beneficiary, Caregiver, Visit, Word
from queries.reach import words_seen_by

PAGE = 25
WAITING = (Word.kind != "fine", Word.closed_at.is_(None))
# A page starts after the line shown last: its place (what waits to be called first), then its id.
PRESSING = case((Word.kind == "call_me", 0), else_=1)


def listed(user, waiting: bool, sector_id: int | None, mine: bool, after: tuple[int, int] | None) -> list:
    """One page and one line more."""
    return list(db.session.execute(every(user, waiting, sector_id, mine, after).limit(PAGE + 1)))


def every(user, waiting: bool, sector_id: int | None, mine: bool, after: tuple[int, int] | None = None) -> Select:
    """What the filters keep. Waiting: Rappelez-moi first, oldest first; all: newest first."""
    question = (words_seen_by(user).join(Caregiver, Caregiver.id == Word.caregiver_id)
                .outerjoin(Beneficiary, Beneficiary.id == Word.beneficiary_id)
                .with_only_columns(Word.id, Word.kind, Word.words, Word.at, Word.read_at, Word.reply, Word.closed_at,
                                   Word.beneficiary_id, Word.caregiver_id, Caregiver.first_name, Caregiver.last_name,
                                   Beneficiary.civility, Beneficiary.last_name.label("person_last"),
                                   PRESSING.label("place"), maintain_column_froms=True))
    if sector_id:
        question = question.where(Beneficiary.sector_id == sector_id)
    if mine:
        question = question.where(Beneficiary.referent_id == user.id)
    return _ordered(question, waiting, after)


def _ordered(question, waiting, after):
    if not waiting:
        question = question.where(Word.id < after[1]) if after else question
        return question.order_by(Word.id.desc())
    if after:
        question = question.where(or_(PRESSING > after[0], (PRESSING == after[0]) & (Word.id > after[1])))
    return question.where(*WAITING).order_by(PRESSING, Word.id)


def one(user, word_id: int):
    """A word with the names it needs; a select for found() starts from the same reach."""
    reader_, closer = aliased(Account), aliased(Account)
    return db.session.execute(
        words_seen_by(user).join(Caregiver, Caregiver.id == Word.caregiver_id)
        .outerjoin(Beneficiary, Beneficiary.id == Word.beneficiary_id).outerjoin(Visit, Visit.id == Word.visit_id)
        .outerjoin(reader_, reader_.id == Word.read_by_id).outerjoin(closer, closer.id == Word.closed_by_id)
        .where(Word.id == word_id)
        .with_only_columns(Caregiver.first_name, Caregiver.last_name, Caregiver.phone, Beneficiary.civility,
                           Beneficiary.first_name.label("person_first"), Beneficiary.last_name.label("person_last"),
                           Visit.day, Visit.start_minute, reader_.name.label("read_by"),
                           closer.name.label("closed_by"), maintain_column_froms=True)).one()


def follower(word: Word) -> tuple[str, object]:
    """Who last did something of it, and when."""
    who, at = (word.closed_by_id, word.closed_at) if word.closed_at else (word.read_by_id, word.read_at)
    return db.session.scalar(select(Account.name).where(Account.id == who)) or "Le bureau", at
