"""Personal links and sheets: what one leads to, those of a person, those of a batch, who may be sent one."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, and_, func, select

from database import db, today
from models import (
    Account,
    Answer,
    Beneficiary,
    Caregiver,
    Interruption,
    PersonalLink,
    PersonalLinkSide,
    Round,
    RoundSide,
    Sector,
    SheetBatch,
)
from queries.interruptions import holds
from queries.reach import beneficiaries_seen_by

PAGE = 25
# One printing: an association of sixty persons three times over. Beyond, one chooses a sector.
AT_ONCE = 200
TO_PRINT = ("waiting", "unable_by_phone")


def links_seen_by(user) -> Select:
    """Links of the persons within reach; the office's alone."""
    people = beneficiaries_seen_by(user).with_only_columns(Beneficiary.id, maintain_column_froms=True)
    return select(PersonalLink).where(PersonalLink.beneficiary_id.in_(people), user.is_office)


def batches_seen_by(user) -> Select:
    return select(SheetBatch).where(user.is_office)


def _interrupted(beneficiary_id):
    """Calls, links and letters wait while the person's help is interrupted."""
    return select(Interruption.id).where(Interruption.beneficiary_id == beneficiary_id, holds(today())).exists()


def _heard(voice):
    return select(Answer.id).where(Answer.side_id == RoundSide.id, Answer.voice == voice).exists()


def askable(people: Collection[int], voice: str) -> dict[int, list[int]]:
    """Person -> her open sides this voice has not answered, in order; nobody whose help is interrupted."""
    rows = db.session.execute(
        select(Round.beneficiary_id, RoundSide.id).join(RoundSide, RoundSide.round_id == Round.id)
        .where(Round.beneficiary_id.in_(sorted(people)), RoundSide.side == "beneficiary", RoundSide.round_open,
               ~_heard(voice), ~_interrupted(Round.beneficiary_id))
        .order_by(Round.beneficiary_id, RoundSide.id))
    found: dict[int, list[int]] = {}
    for person, side in rows:
        found.setdefault(person, []).append(side)
    return found


@dataclass(frozen=True, slots=True)
class About:
    """One caregiver a link asks about: where her side stands, and what this link's voice already said of her.

    `place` is her number on the form, the same for the whole life of the link.
    """

    place: int
    side_id: int
    round_id: int
    caregiver_id: int
    first_name: str
    last_name: str
    round_open: bool
    said_at: object
    channel: str | None
    collected_by: str | None
    answer_id: int | None

    @property
    def waits(self) -> bool:
        return self.round_open and self.answer_id is None


def abouts(link_ids: Collection[int]) -> dict[int, list[About]]:
    """Link -> its caregivers, in the order of its form, with the answer of the link's own voice if it came."""
    rows = db.session.execute(
        select(PersonalLinkSide.link_id, RoundSide.id, Round.id.label("round_id"), Round.caregiver_id,
               Caregiver.first_name, Caregiver.last_name, RoundSide.round_open, Answer.at, Answer.channel,
               Account.name, Answer.id.label("answer_id"))
        .join(PersonalLink, PersonalLink.id == PersonalLinkSide.link_id)
        .join(RoundSide, RoundSide.id == PersonalLinkSide.side_id).join(Round, Round.id == RoundSide.round_id)
        .join(Caregiver, Caregiver.id == Round.caregiver_id)
        .outerjoin(Answer, and_(Answer.side_id == RoundSide.id, Answer.voice == PersonalLink.voice))
        .outerjoin(Account, Account.id == Answer.collected_by_id)
        .where(PersonalLinkSide.link_id.in_(sorted(link_ids))).order_by(PersonalLinkSide.link_id, PersonalLinkSide.id))
    found: dict[int, list[About]] = {}
    for link_id, *about in rows:
        hers = found.setdefault(link_id, [])
        hers.append(About(len(hers) + 1, *about))
    return found


def by_hash(hashed: str):
    """(PersonalLink, interrupted) of the link of this token, whoever asks; or None. The hash itself is the key."""
    return db.session.execute(
        select(PersonalLink, _interrupted(PersonalLink.beneficiary_id).label("interrupted"))
        .where(PersonalLink.token_hash == hashed)).first()


def by_number(user, number: int):
    """(PersonalLink, the person's name) of a printed sheet within reach, or None."""
    return db.session.execute(_named(user).where(PersonalLink.number == number)).first()


def _named(user):
    return (links_seen_by(user).join(Beneficiary, Beneficiary.id == PersonalLink.beneficiary_id)
            .join(Account, Account.id == PersonalLink.made_by_id)
            .with_only_columns(PersonalLink, Beneficiary.civility, Beneficiary.first_name, Beneficiary.last_name,
                               Account.name.label("made_by"),
                               _interrupted(PersonalLink.beneficiary_id).label("interrupted"),
                               maintain_column_froms=True))


def of_person(user, beneficiary_id: int) -> list:
    """Her links and sheets, the newest first."""
    return list(db.session.execute(_named(user).where(PersonalLink.beneficiary_id == beneficiary_id)
                                   .order_by(PersonalLink.id.desc()).limit(PAGE)))


def of_batch(user, batch_id: int) -> list:
    return list(db.session.execute(_named(user).where(PersonalLink.batch_id == batch_id)
                                   .order_by(Beneficiary.last_name, Beneficiary.first_name, PersonalLink.id)))


def sheets_of(user, link_ids: Collection[int]) -> list:
    return list(db.session.execute(_named(user).where(PersonalLink.id.in_(sorted(link_ids)))
                                   .order_by(Beneficiary.last_name, Beneficiary.first_name, PersonalLink.id)))


def replaced_by(link: PersonalLink) -> int | None:
    """The number of the sheet made since, for the same voice of the same person."""
    return db.session.scalar(
        select(func.max(PersonalLink.number)).where(PersonalLink.beneficiary_id == link.beneficiary_id,
                                                    PersonalLink.voice == link.voice, PersonalLink.id > link.id))


def last_number() -> int | None:
    return db.session.scalar(select(func.max(PersonalLink.number)))


def every_batch(user) -> Select:
    """The sheets printed together, the last first, with how many persons and how many have answered."""
    answered = (select(PersonalLinkSide.link_id).join(Answer, Answer.side_id == PersonalLinkSide.side_id)
                .where(PersonalLinkSide.link_id == PersonalLink.id, Answer.voice == PersonalLink.voice).exists())
    question = (batches_seen_by(user).join(PersonalLink, PersonalLink.batch_id == SheetBatch.id)
                .join(Account, Account.id == SheetBatch.made_by_id).outerjoin(Sector, Sector.id == SheetBatch.sector_id)
                .with_only_columns(SheetBatch.id, SheetBatch.made_at, Account.name.label("made_by"),
                                   Sector.name.label("sector"), func.count().label("sheets"),
                                   func.count().filter(answered).label("answered"), maintain_column_froms=True)
                .group_by(SheetBatch.id, SheetBatch.made_at, Account.name, Sector.name))
    return question.order_by(SheetBatch.id.desc())


def batches(user, after: int | None) -> list:
    """One page and one more."""
    question = every_batch(user)
    return list(db.session.execute((question.where(SheetBatch.id < after) if after else question).limit(PAGE + 1)))


def batch(user, batch_id: int):
    return (batches_seen_by(user).join(Account, Account.id == SheetBatch.made_by_id)
            .outerjoin(Sector, Sector.id == SheetBatch.sector_id).where(SheetBatch.id == batch_id)
            .with_only_columns(SheetBatch.id, SheetBatch.made_at, SheetBatch.sector_id, Account.name.label("made_by"),
                               Sector.name.label("sector"), maintain_column_froms=True))


def to_print(user, sector_id: int | None) -> tuple[list, int]:
    """Persons whose own word waits, with the sheet or link already out, and how many are left out: help interrupted."""
    asked = (select(RoundSide.id).join(Round, Round.id == RoundSide.round_id)
             .where(Round.beneficiary_id == Beneficiary.id, RoundSide.side == "beneficiary", RoundSide.round_open,
                    RoundSide.state.in_(TO_PRINT), ~_heard("person")).exists())
    people = beneficiaries_seen_by(user).where(asked)
    if sector_id:
        people = people.where(Beneficiary.sector_id == sector_id)
    away = db.session.scalar(people.where(_interrupted(Beneficiary.id))
                             .with_only_columns(func.count(), maintain_column_froms=True))
    out = and_(PersonalLink.beneficiary_id == Beneficiary.id, PersonalLink.voice == "person",
               PersonalLink.used_at.is_(None), PersonalLink.revoked_at.is_(None))
    rows = db.session.execute(
        people.where(~_interrupted(Beneficiary.id)).outerjoin(PersonalLink, out)
        .with_only_columns(Beneficiary.id, Beneficiary.civility, Beneficiary.first_name, Beneficiary.last_name,
                           PersonalLink.number, PersonalLink.kind, PersonalLink.made_at, PersonalLink.expires_at,
                           PersonalLink.batch_id, maintain_column_froms=True)
        .order_by(Beneficiary.last_name, Beneficiary.first_name, Beneficiary.id).limit(AT_ONCE))
    return list(rows), away


def batch_people(user, batch_id: int) -> set[int]:
    """The persons a batch was printed for."""
    return set(db.session.scalars(links_seen_by(user).where(PersonalLink.batch_id == batch_id)
                                  .with_only_columns(PersonalLink.beneficiary_id, maintain_column_froms=True)))


def written_by(link_id: int, voice: str) -> set[int]:
    """The sides of this link on which this voice answered by link."""
    return set(db.session.scalars(
        select(Answer.side_id).join(PersonalLinkSide, PersonalLinkSide.side_id == Answer.side_id)
        .where(PersonalLinkSide.link_id == link_id, Answer.voice == voice, Answer.channel == "link")))


def voices_heard(side_ids: Collection[int]) -> set[str]:
    """The voices that already spoke on any of these sides."""
    return set(db.session.scalars(select(Answer.voice).where(Answer.side_id.in_(sorted(side_ids))).distinct()))
