"""Which relations are due to be asked about: a few statements, however many relations there are."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from database import db, local, today
from models import Account, Beneficiary, Caregiver, Interruption, Pairing, Round, Visit
from queries.interruptions import holds
from queries.pairings import was_held
from queries.rounds import cost_counts
from queries.settings import settings
from rules.milestones import Pace, add_months, first_due
from rules.rounds import calls_per_week, cost_sentence

# One run writes at most so many rounds; the next minute takes the rest.
AT_MOST = 200
WHICH = (Pairing.id, Pairing.beneficiary_id, Pairing.caregiver_id)


@dataclass(frozen=True, slots=True)
class Due:
    """A relation to ask about: which moment, and the day it came."""

    id: int
    beneficiary_id: int
    caregiver_id: int
    milestone: str
    due_on: date


def pace() -> Pace:
    number = settings().number
    return Pace(number("round_after_visits"), number("round_month"), number("round_yearly_months"))


def weekly_cost(user) -> str:
    """"Vos échéances demandent environ 9 appels par semaine.": what the moments of the settings cost the office."""
    paced = pace()
    live, started = cost_counts(user, add_months(today(), -12))
    return cost_sentence(calls_per_week(live, started, paced.yearly_months))


def due_pairings(now: datetime) -> list[Due]:
    """Usual relations that go on, whose help is not interrupted and that have no open round."""
    return [*_announced(local(now).date()), *_never_asked(now)][:AT_MOST]


def _askable():
    """Relations one may ask about now."""
    interrupted = select(Interruption.id).where(Interruption.beneficiary_id == Pairing.beneficiary_id, holds(today()))
    opened = select(Round.id).where(Round.pairing_id == Pairing.id, Round.state == "open")
    return (select(*WHICH).join(Beneficiary, Beneficiary.id == Pairing.beneficiary_id)
            .join(Caregiver, Caregiver.id == Pairing.caregiver_id)
            .where(Pairing.kind == "usual", Pairing.state != "ended", Beneficiary.ended_on.is_(None),
                   Caregiver.ended_on.is_(None), ~interrupted.exists(), ~opened.exists()))


def _announced(today: date) -> list[Due]:
    """The date the last decision gave has come."""
    rows = db.session.execute(
        _askable().where(Pairing.next_round_on <= today)
        .add_columns(Pairing.next_milestone, Pairing.next_round_on)
        .order_by(Pairing.next_round_on, Pairing.id).limit(AT_MOST))
    return [Due(row.id, row.beneficiary_id, row.caregiver_id, row.next_milestone or "on_demand", row.next_round_on)
            for row in rows]


def _never_asked(now: datetime) -> list[Due]:
    """Relations nobody asked about yet, from their visits that took place."""
    asked = select(Round.id).where(Round.pairing_id == Pairing.id)
    fresh = _askable().where(Pairing.next_round_on.is_(None), ~asked.exists()).cte("fresh")
    paced = pace()
    place = func.row_number().over(partition_by=Visit.pairing_id, order_by=(Visit.starts_at, Visit.id))
    held = (select(Visit.pairing_id, Visit.day, place.label("place"))
            .join(fresh, fresh.c.id == Visit.pairing_id).where(was_held(now)).cte("held"))
    first, nth = (func.min(held.c.day).filter(held.c.place == place) for place in (1, paced.after_visits))
    rows = db.session.execute(
        select(*fresh.c, first.label("first"), nth.label("nth")).join(held, held.c.pairing_id == fresh.c.id)
        .where(held.c.place.in_((1, paced.after_visits))).group_by(*fresh.c).order_by(fresh.c.id))
    return [Due(row.id, row.beneficiary_id, row.caregiver_id, *due) for row in rows
            if (due := first_due(row.first, row.nth, local(now).date(), paced))]


def keys_taken(pairing_ids: Collection[int]) -> dict[int, list[str]]:
    """The moments each relation already had, by their names."""
    taken: dict[int, list[str]] = {}
    for row in db.session.execute(select(Round.pairing_id, Round.milestone_key)
                                  .where(Round.pairing_id.in_(sorted(pairing_ids))).order_by(Round.id)):
        taken.setdefault(row.pairing_id, []).append(row.milestone_key)
    return taken


def suspended(beneficiary_id: int) -> bool:
    """The person's help is interrupted now."""
    return db.session.scalar(select(Interruption.id).where(
        Interruption.beneficiary_id == beneficiary_id, holds(today())).limit(1)) is not None


def just_opened(pairing_ids: Collection[int]) -> list:
    """The open rounds of these relations, with how each side can be asked, and whose they are."""
    account = select(Account.id).where(Account.caregiver_id == Round.caregiver_id, Account.ended_at.is_(None))
    return list(db.session.execute(
        select(Round.id, Round.caregiver_id, Round.opened_at, Beneficiary.cannot_answer_by_phone,
               account.exists().label("has_account"))
        .join(Beneficiary, Beneficiary.id == Round.beneficiary_id)
        .where(Round.pairing_id.in_(sorted(pairing_ids)), Round.state == "open").order_by(Round.id)))
