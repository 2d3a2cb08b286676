"""Passages de relais on her phone: those addressed to her, those she hands over; what of them waits for her now."""

from datetime import date, datetime

from sqlalchemy import and_, case, literal, or_

from database import db
from models import Beneficiary, Handover
from queries.absences import is_handed_nothing
from queries.handovers import named
from queries.pages import Page, page_of
from queries.reach import handovers_seen_by

PERSON = (Beneficiary.civility, Beneficiary.first_name, Beneficiary.last_name)


def _waits(user, now: datetime, on: date):
    """What waits for her, as a word, or NULL. Nothing does while she is away."""
    relay, her = Handover, user.caregiver_id or 0
    to_come, hers, from_her = relay.last_visit_at > now, relay.to_caregiver_id == her, relay.from_caregiver_id == her
    return case(
        (is_handed_nothing(literal(her), on), None),
        (and_(from_her, relay.state == "to_write", to_come), "write"),
        (and_(hers, relay.state == "sent", to_come), "read"),
        (and_(hers, relay.state.in_(("sent", "read")), relay.asks_return, relay.last_visit_at <= now), "hand_back"),
        (and_(from_her, relay.state == "returned"), "read_back"), else_=None)


def _those_that_wait(user, now: datetime, on: date):
    waits = _waits(user, now, on)
    return (handovers_seen_by(user).where(Handover.state.in_(("to_write", "sent", "read", "returned")), waits.is_not(None))
            .with_only_columns(Handover.id, waits.label("waits"), maintain_column_froms=True))


def something_waits(user, now: datetime, on: date, since: datetime | None = None):
    """Whether one does, as a column of another question: most weeks there is none. `since`: it took a step since then."""
    them = _those_that_wait(user, now, on)
    steps = (Handover.opened_at, Handover.written_at, Handover.returned_at)
    return (them.where(or_(*(step >= since for step in steps))) if since else them).exists()


def waiting(user, now: datetime, on: date) -> list:
    """Those that wait for her, the nearest visit first: (id, waits, kind, first_visit_at, the person's name)."""
    return list(db.session.execute(
        _those_that_wait(user, now, on).join(Beneficiary, Beneficiary.id == Handover.beneficiary_id)
        .add_columns(Handover.kind, Handover.first_visit_at, *PERSON).order_by(Handover.first_visit_at, Handover.id)))


def hers(user, after: int | None = None, before: int | None = None) -> Page:
    """All of hers, the last opened first, a page at a time."""
    return page_of(named(handovers_seen_by(user).with_only_columns(
        Handover.id, Handover.state, Handover.kind, Handover.first_visit_at, Handover.read_at, Handover.to_caregiver_id,
        Handover.opened_at, maintain_column_froms=True)), Handover.opened_at, after, before, newest=True)


def about(user, person_id: int):
    """The relay addressed to her at this home that still lives: its id, as a column of another question."""
    return (handovers_seen_by(user).where(Handover.beneficiary_id == person_id, Handover.to_caregiver_id == user.caregiver_id,
                                          Handover.state.in_(("sent", "read")))
            .with_only_columns(Handover.id).order_by(Handover.id.desc()).limit(1).scalar_subquery())
