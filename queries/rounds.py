"""Points à deux voix: the list, one of them with its two sides, and what its decision needs to know."""

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import aliased

from database import db, local
from models import Account, Beneficiary, Caregiver, Decision, Mediation, Pairing, Replacement, Round, RoundSide
from queries.reach import pairings_seen_by, rounds_seen_by
from rules.mediations import OPEN

PAGE = 25
NAMES = (Beneficiary.civility, Beneficiary.first_name, Beneficiary.last_name,
         Caregiver.first_name.label("caregiver_first"), Caregiver.last_name.label("caregiver_last"))
# What each filter of the list keeps.
FILTERS = {
    "open": (Round.state == "open",),
    "attention": (Round.state == "open", Round.attention != "none", Round.taken_up_at.is_(None)),
    "ready": (Round.state == "open", Round.ready_at.is_not(None)),
    "decided": (Round.state == "decided",),
    "cancelled": (Round.state == "cancelled",),
}


def _side_state(side: str):
    return (select(RoundSide.state).where(RoundSide.round_id == Round.id, RoundSide.side == side)
            .correlate(Round).scalar_subquery())


def listed(user, which: str, sector_id: int | None, mine: bool, after: int | None) -> list:
    """One page and one line more."""
    return list(db.session.execute(every(user, which, sector_id, mine, after).limit(PAGE + 1)))


def every(user, which: str, sector_id: int | None, mine: bool, after: int | None = None) -> Select:
    """What the filters keep. What is open: most overdue first; what is closed: newest first."""
    question = (rounds_seen_by(user).join(Beneficiary, Beneficiary.id == Round.beneficiary_id)
                .join(Caregiver, Caregiver.id == Round.caregiver_id)
                .outerjoin(Decision, Decision.round_id == Round.id).where(*FILTERS[which])
                .with_only_columns(Round.id, Round.milestone, Round.due_on, Round.state, Round.attention,
                                   Round.attention_words, Round.taken_up_at, Round.ready_at, Round.closed_at, *NAMES,
                                   _side_state("beneficiary").label("person_state"),
                                   _side_state("caregiver").label("caregiver_state"),
                                   Decision.outcome, maintain_column_froms=True))
    if sector_id:
        question = question.where(Beneficiary.sector_id == sector_id)
    if mine:
        question = question.where(Beneficiary.referent_id == user.id)
    return _page(question, which, after)


def _page(question, which: str, after: int | None):
    if which in ("decided", "cancelled"):
        return (question.where(Round.id < after) if after else question).order_by(Round.id.desc())
    if after:
        other = aliased(Round)
        due_on = select(other.due_on).where(other.id == after).scalar_subquery()
        question = question.where(tuple_(Round.due_on, Round.id) > tuple_(due_on, after))
    return question.order_by(Round.due_on, Round.id)


def with_names(user, round_id: int):
    """The select of one round with its names: what a view hands to found_row()."""
    taker = aliased(Account)
    return (rounds_seen_by(user).join(Beneficiary, Beneficiary.id == Round.beneficiary_id)
            .join(Caregiver, Caregiver.id == Round.caregiver_id).join(Pairing, Pairing.id == Round.pairing_id)
            .outerjoin(taker, taker.id == Round.taken_up_by_id).where(Round.id == round_id)
            .with_only_columns(Round, Beneficiary.phone, *NAMES, Pairing.starts_on,
                               Pairing.state.label("pairing_state"), taker.name.label("taken_up_by"),
                               maintain_column_froms=True))


def sides_of(round_id: int) -> dict[str, RoundSide]:
    sides = db.session.scalars(select(RoundSide).where(RoundSide.round_id == round_id).order_by(RoundSide.id))
    return {side.side: side for side in sides}


def request_of(round_id: int):
    """State of the replacement request this round led to, and when she was told by voice; or None."""
    return db.session.execute(
        select(Replacement.state, Replacement.caregiver_told_at).where(Replacement.round_id == round_id)
        .order_by(Replacement.id).limit(1)).first()


def decision_of(round_id: int):
    """The decision with who took it, and what it opened."""
    return db.session.execute(
        select(Decision, Account.name.label("by"), Mediation.id.label("mediation_id"),
               Replacement.id.label("replacement_id"), Replacement.state.label("request_state"),
               Replacement.caregiver_told_at)
        .join(Account, Account.id == Decision.by_id)
        .outerjoin(Mediation, Mediation.round_id == Decision.round_id)
        .outerjoin(Replacement, Replacement.round_id == Decision.round_id)
        .where(Decision.round_id == round_id).order_by(Mediation.id, Replacement.id).limit(1)).first()


def moments_of(pairing_id: int) -> set[str]:
    """The moments at which this relation was already asked about."""
    return set(db.session.scalars(select(Round.milestone).where(Round.pairing_id == pairing_id,
                                                                Round.state != "cancelled").distinct()))


def side_with_round(side_id: int) -> tuple[RoundSide, Round]:
    row = db.session.execute(select(RoundSide, Round).join(Round, Round.id == RoundSide.round_id)
                             .where(RoundSide.id == side_id)).one()
    return row.RoundSide, row.Round


def open_round_of(pairing_id: int) -> int | None:
    return db.session.scalar(select(Round.id).where(Round.pairing_id == pairing_id, Round.state == "open"))


def taken_up_by(round_id: int) -> str:
    """Who took it in charge meanwhile, or what became of the round."""
    row = db.session.execute(
        select(Account.name, Round.taken_up_at, Round.taken_up_note).join(Account, Account.id == Round.taken_up_by_id)
        .where(Round.id == round_id)).first()
    if row is None:
        return "Ce point à deux voix est clos."
    return (f"{row.name} l'a déjà prise en charge, le {local(row.taken_up_at):%d/%m à %H h %M}\u00a0: "
            f"«\u00a0{row.taken_up_note}\u00a0»")


def cost_counts(user, since) -> tuple[int, int]:
    """Usual relations that go on, and those that began since: what the moments cost is counted from them."""
    live = pairings_seen_by(user).where(Pairing.kind == "usual", Pairing.state != "ended")
    row = db.session.execute(live.with_only_columns(
        func.count(), func.count().filter(Pairing.starts_on >= since), maintain_column_froms=True)).one()
    return row[0], row[1]


def relations_to_ask(user, conditions: list, pairing_id: int | None) -> list:
    """Usual relations that go on, for a round on demand: those of the persons found, or one named by its page."""
    opened = (select(func.max(Round.id)).where(Round.pairing_id == Pairing.id, Round.state == "open")
              .correlate(Pairing).scalar_subquery())
    question = (pairings_seen_by(user).join(Beneficiary, Beneficiary.id == Pairing.beneficiary_id)
                .join(Caregiver, Caregiver.id == Pairing.caregiver_id)
                .where(Pairing.kind == "usual", Pairing.state != "ended")
                .with_only_columns(Pairing.id, *NAMES, opened.label("round_id"), maintain_column_froms=True)
                .order_by(Beneficiary.last_name, Beneficiary.first_name, Pairing.id).limit(PAGE))
    question = question.where(Pairing.id == pairing_id) if pairing_id else question.where(*conditions)
    return list(db.session.execute(question))




def open_mediation_of(pairing_id: int) -> int | None:
    return db.session.scalar(select(Mediation.id).where(Mediation.pairing_id == pairing_id, Mediation.state.in_(OPEN)))
