"""Scenes of absences: who notes them, as the acts do, in the write transaction of a form."""

from datetime import date
from types import SimpleNamespace

from sqlalchemy import select

from acts import absences
from database import commit_as, now
from models import Absence, Account, Caregiver, Offer, OfferVisit, Replacement, ReplacementVisit, Visit
from rules.access import OFFICE
from rules.names import search_key
from tests.phone_scenes import give_visit
from tests.world import reading, writing

MONDAY, FRIDAY = date(2026, 3, 9), date(2026, 3, 13)


def as_(app, people, name):
    """The person of this name, as an act knows her."""
    with reading(app) as session:
        account = session.get(Account, people[name])
        return SimpleNamespace(id=account.id, role=account.role, caregiver_id=account.caregiver_id,
                               is_office=account.role in OFFICE)


def do(app, people, name, act, *args):
    """One act, committed as a form of hers is. `name` None: the clock."""
    by = as_(app, people, name) if name else None
    with app.app_context():
        return commit_as("test", lambda: act(by, *args))


def declare(app, people, name="claire", caregiver="aicha", kind="sick_leave", starts_on=MONDAY, ends_on=FRIDAY,
            news_on=None) -> int:
    return int(do(app, people, name, absences.declare, people[f"{caregiver}_caregiver"], kind, starts_on, ends_on,
                  news_on, MONDAY))


def tick(app) -> None:
    with app.app_context():
        commit_as("test", lambda: absences.follow(None, now()))


def row(app, model, id):
    with reading(app) as session:
        found = session.get(model, id)
        session.expunge(found)
        return found


def version(app, id) -> int:
    return row(app, Absence, id).version


def visit(app, people, name="mme_durand_visit") -> Visit:
    return row(app, Visit, people.get(name, name))


def held(app, visit_id) -> list[tuple]:
    """(absence, state) of each line that holds or held this visit."""
    with reading(app) as session:
        return [tuple(line) for line in session.execute(
            select(Replacement.absence_id, ReplacementVisit.state)
            .join(Replacement, Replacement.id == ReplacementVisit.replacement_id)
            .where(ReplacementVisit.visit_id == visit_id).order_by(ReplacementVisit.id))]


def line_of(app, visit_id) -> int:
    with reading(app) as session:
        return session.scalar(select(ReplacementVisit.id).where(ReplacementVisit.visit_id == visit_id)
                              .order_by(ReplacementVisit.id.desc()).limit(1))


def request_of(app, absence_id, person) -> Replacement | None:
    with reading(app) as session:
        found = session.scalar(select(Replacement).where(Replacement.absence_id == absence_id,
                                                         Replacement.beneficiary_id == person))
        if found:
            session.expunge(found)
        return found


def a_week(app, people, days=(9, 10, 11, 12, 13), minute=600, person="mme_durand", caregiver="aicha") -> list[int]:
    """More visits of the two, one a day."""
    return [give_visit(app, people, date(2026, 3, day), minute, person, caregiver) for day in days]


def a_third(app, people) -> None:
    """Rosa, in the sector of Mme Durand, with nobody to visit yet."""
    with writing(app) as session:
        rosa = Caregiver(first_name="Rosa", last_name="Lopez", search_name=search_key("Lopez", "Rosa"), phone="0633333333",
                         district="", qualification="care_assistant", weekly_minutes=1680, has_vehicle=False,
                         gender="woman", created_at=now(), version=1)
        session.add(rosa)
        session.flush()
        people["rosa_caregiver"] = rosa.id


def ask(app, people, caregiver, *visit_ids, kind="direct") -> int:
    """A question still waiting for the answer of this caregiver, about visits that one request holds."""
    with writing(app) as session:
        held = session.scalars(select(ReplacementVisit).where(ReplacementVisit.visit_id.in_(visit_ids),
                                                              ReplacementVisit.state == "open")).all()
        offer = Offer(replacement_id=held[0].replacement_id, caregiver_id=people[f"{caregiver}_caregiver"], kind=kind,
                      notice="urgent", asked_at=now(), asked_by_id=people["claire"], expires_at=now())
        session.add(offer)
        session.flush()
        for line in held:
            visit = session.get(Visit, line.visit_id)
            session.add(OfferVisit(offer_id=offer.id, held_id=line.id, visit_id=visit.id, starts_at=visit.starts_at,
                                   minutes=visit.minutes))
        return offer.id
