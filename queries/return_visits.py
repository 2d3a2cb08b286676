"""Return visits: what of her leaves asks for one, the one of an absence, and what the board says of them."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import aliased

from database import db, today
from models import Absence, Account, ReturnVisit
from queries.board_terms import TODAY
from queries.reach import return_visits_seen_by
from queries.settings import settings
from rules.return_visits import Leave, Long, chains, held_before, is_due

# A leave is looked at over its extensions, that far back.
BACK = timedelta(days=1100)


def leaves_of(caregiver_id: int) -> list[Long]:
    """Her leaves, joined where one follows another of the same kind; those cancelled never were."""
    rows = db.session.execute(
        select(Absence.id, Absence.kind, Absence.starts_on, Absence.ends_on)
        .where(Absence.caregiver_id == caregiver_id, Absence.state != "cancelled", Absence.starts_on >= today() - BACK)
        .order_by(Absence.starts_on, Absence.id))
    return chains(Leave(*row) for row in rows)


def asks_for_one(long: Long) -> bool:
    """As the settings say it, while its date is not long past: what is over when this house begins is not dug up."""
    number = settings().number
    least = {"sick_leave": number("return_illness_days"), "accident": number("return_accident_days")}
    return is_due(long, least) and due_on(long.ends_on) >= today()


def due_on(ends_on: date) -> date:
    return held_before(ends_on, settings().number("return_days"))


def waiting(caregiver_id: int) -> list[ReturnVisit]:
    """Hers not held yet, whether due or dropped."""
    return list(db.session.scalars(
        select(ReturnVisit).where(ReturnVisit.caregiver_id == caregiver_id, ReturnVisit.held_at.is_(None))
        .order_by(ReturnVisit.id)))


def of_absence(user, absence_id: int):
    """(visit, who opened it, who asked for it, who noted it held), or None."""
    opener, asker, holder = (aliased(Account) for _ in range(3))
    return db.session.execute(
        return_visits_seen_by(user).where(ReturnVisit.absence_id == absence_id, ReturnVisit.dropped_at.is_(None))
        .outerjoin(opener, opener.id == ReturnVisit.opened_by_id).outerjoin(asker, asker.id == ReturnVisit.asked_by_id)
        .outerjoin(holder, holder.id == ReturnVisit.held_by_id)
        .with_only_columns(ReturnVisit, opener.name.label("opened_by"), asker.name.label("asked_by"),
                           holder.name.label("held_by"), maintain_column_froms=True)).first()


def lines_of(look, line):
    """The board: to ask for, then to hold. Of no sector and no file."""
    if look.by_sector or look.mine:
        return
    seen = return_visits_seen_by(look.eye)
    waits = (ReturnVisit.dropped_at.is_(None), ReturnVisit.held_at.is_(None))
    for kind, when in (
        ("return_late", (ReturnVisit.due_on < TODAY,)),
        ("return_ask", (ReturnVisit.due_on >= TODAY, ReturnVisit.asked_at.is_(None))),
        ("return_hold", (ReturnVisit.due_on >= TODAY, ReturnVisit.asked_at.is_not(None))),
    ):
        yield line(look, kind, seen, id=ReturnVisit.absence_id, person=None, caregiver=ReturnVisit.caregiver_id,
                   due=ReturnVisit.due_on, where=(*waits, *when))
