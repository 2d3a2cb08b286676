"""What one visit shows to its caregiver, as far as the assignment is open."""

from datetime import datetime, timedelta

from sqlalchemy import and_, func, select

from database import db
from models import Beneficiary, HomeAccess, HomeInstruction, SeriesAct, Visit, Word
from queries.phone_handovers import about
from queries.phone_week import is_to_be_called
from queries.reach import beneficiaries_seen_by, visits_seen_by, words_seen_by
from queries.settings import settings
from rules.assignment import COUNTED, TO_COME, Assignment, codes_show, is_open, may_write, shows_home
from rules.visits import may_report_door
from rules.vocabulary import PRECAUTIONS, VIGILANCE


def assignment_of(user, visit: Visit, now: datetime) -> Assignment:
    """Her visits to this person in this relation: when given, the first, the end of the last one to come.

    A visit over before the oldest of those to come was given belongs to an assignment that had closed.
    """
    hers = visits_seen_by(user).where(Visit.beneficiary_id == visit.beneficiary_id,
                                      Visit.pairing_id.is_not_distinct_from(visit.pairing_id))
    to_come = and_(Visit.state.in_(sorted(TO_COME)), Visit.ends_at > now)
    given = hers.where(to_come).with_only_columns(func.min(Visit.given_at)).correlate(None).scalar_subquery()
    first = func.min(Visit.starts_at).filter(Visit.state.in_(sorted(COUNTED)), Visit.ends_at >= given)
    row = db.session.execute(hers.with_only_columns(
        given, first, func.max(Visit.ends_at).filter(to_come), maintain_column_froms=True)).one()
    return Assignment(*row)


def name_of(user, visit: Visit):
    """The person's name alone: what stays when the assignment is over."""
    return db.session.execute(
        visits_seen_by(user).join(Beneficiary, Beneficiary.id == Visit.beneficiary_id).where(Visit.id == visit.id)
        .with_only_columns(Beneficiary.civility, Beneficiary.first_name, Beneficiary.last_name,
                           maintain_column_froms=True)).one()


def home_of(user, visit: Visit):
    """Address, phone and safety instruction: the reach asks again whether she is assigned there. None when not."""
    return db.session.execute(
        beneficiaries_seen_by(user).where(Beneficiary.id == visit.beneficiary_id)
        .with_only_columns(Beneficiary.id, Beneficiary.address, Beneficiary.district, Beneficiary.phone,
                           Beneficiary.safety_instruction, maintain_column_froms=True)).one_or_none()


def instructions_of(beneficiary_id: int) -> tuple[list, list]:
    """Points de vigilance, précautions."""
    rows = list(db.session.execute(
        select(HomeInstruction.code, HomeInstruction.detail)
        .where(HomeInstruction.beneficiary_id == beneficiary_id, HomeInstruction.ended_at.is_(None))
        .order_by(HomeInstruction.id)))
    return [row for row in rows if row.code in VIGILANCE], [row for row in rows if row.code in PRECAUTIONS]


def acts_of(visit: Visit) -> list:
    return list(db.session.execute(
        select(SeriesAct.act, SeriesAct.cannot_wait).where(SeriesAct.series_id == visit.series_id)
        .order_by(SeriesAct.cannot_wait.desc(), SeriesAct.id)))


def access_of(beneficiary_id: int) -> HomeAccess | None:
    """Codes and keys in clear: the caller has checked the assignment and written the journal line."""
    return db.session.scalars(select(HomeAccess).where(HomeAccess.beneficiary_id == beneficiary_id)).one_or_none()


def kept_for_her(user, beneficiary_id: int) -> tuple[bool, int | None]:
    """(whether codes or keys are noted, without reading them; the passage de relais addressed to her, if there is one)."""
    noted = select(HomeAccess.id).where(HomeAccess.beneficiary_id == beneficiary_id).exists()
    return tuple(db.session.execute(select(noted, about(user, beneficiary_id))).one())


def next_visit_there(user, visit: Visit, now: datetime):
    return db.session.execute(
        visits_seen_by(user)
        .where(Visit.beneficiary_id == visit.beneficiary_id, Visit.state == "planned", Visit.ends_at > now)
        .with_only_columns(Visit.id, Visit.day, Visit.start_minute, maintain_column_froms=True)
        .order_by(Visit.starts_at, Visit.id).limit(1)).one_or_none()


def her_words_about(user, visit: Visit) -> list:
    return list(db.session.scalars(words_seen_by(user).where(Word.visit_id == visit.id).order_by(Word.at, Word.id)))


def visit_page(user, visit: Visit, now: datetime) -> dict:
    """Everything the page of a visit draws at this instant. What she may no longer read is not even looked up."""
    assignment = assignment_of(user, visit, now)
    shown = shows_home(visit.state, visit.ends_at, now) and is_open(assignment, now)
    home = home_of(user, visit) if shown else None
    codes = home is not None and codes_show(assignment, now, timedelta(hours=settings().number("code_hours")))
    vigilance, precautions = instructions_of(home.id) if home else ([], [])
    noted, relay = kept_for_her(user, home.id) if home else (False, None)
    return {
        "person": name_of(user, visit),
        "home": home,
        "vigilance": vigilance,
        "precautions": precautions,
        "acts": acts_of(visit) if home else [],
        "has_access": noted,
        "codes_show": codes,
        "relay": relay,
        "by_voice": visit.state not in COUNTED and is_to_be_called(user, now, visit.beneficiary_id),
        "next_there": None if home else next_visit_there(user, visit, now),
        "said": her_words_about(user, visit),
        "may_write": may_write(visit.starts_at, now),
        "may_report": may_report_door(visit.state, visit.starts_at, visit.ends_at, now),
    }
