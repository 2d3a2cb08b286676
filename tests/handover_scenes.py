"""Scenes of the relay tests: somebody is away, her visits are held, somebody else takes them."""

from datetime import date

from sqlalchemy import select

from acts import covering, home_sheets
from database import now, today
from models import Absence, Account, Handover, Replacement, ReplacementVisit, Visit
from tests.world import reading, writing


def away(app, people, reason="leave", caregiver="aicha", person="mme_durand", starts_on=date(2026, 3, 10),
         ends_on=date(2026, 3, 20), for_good=False, absent=True) -> int:
    """She is away: the request holds her visits of those days. Returns the request."""
    with writing(app) as session:
        her = people[f"{caregiver}_caregiver"]
        absence = Absence(caregiver_id=her, kind=reason, starts_on=starts_on, ends_on=ends_on, received_on=today(),
                          declared_at=now(), declared_by_id=people["claire"]) if absent else None
        if absence:
            session.add(absence)
            session.flush()
        request = Replacement(beneficiary_id=people[person], caregiver_id=her, absence_id=absence.id if absence else None,
                              pairing_id=people[f"{person}_pairing"], requested_by="office", reason=reason, for_good=for_good,
                              starts_on=starts_on, ends_on=None if for_good else ends_on, opened_at=now(),
                              opened_by_id=people["claire"])
        session.add(request)
        session.flush()
        visits = session.scalars(select(Visit).where(
            Visit.caregiver_id == her, Visit.beneficiary_id == people[person], Visit.day.between(starts_on, ends_on))
            .order_by(Visit.starts_at)).all()
        covering.hold(session.get(Account, people["claire"]), request.id, visits)
        return request.id


def held(app, request) -> list[int]:
    with reading(app) as session:
        return list(session.scalars(select(ReplacementVisit.id).where(ReplacementVisit.replacement_id == request)
                                    .order_by(ReplacementVisit.id)))


def taken(app, people, request, caregiver="lucie", which=None) -> None:
    """She agreed to these of the visits held (all of them, if not said)."""
    ids = held(app, request)
    with writing(app) as session:
        covering.cover(session.get(Account, people["claire"]), ids if which is None else [ids[place] for place in which],
                       people[f"{caregiver}_caregiver"])


def given_up(app, people, request, place=0) -> None:
    ids = held(app, request)
    with writing(app) as session:
        covering.reopen(session.get(Account, people["claire"]), ids[place])


def relay(app, people, reason="leave", **values) -> int:
    """Aïcha is away, Lucie takes her visits at Mme Durand's: the relay of the two."""
    taken(app, people, away(app, people, reason, **values))
    return relays(app)[-1].id


def relays(app) -> list[Handover]:
    with reading(app) as session:
        found = list(session.scalars(select(Handover).order_by(Handover.id)))
        session.expunge_all()
        return found


def written(app, people, section="habits", words="Le café avant tout.", person="mme_durand", by="claire") -> int:
    """A line of the sheet, with the person's agreement."""
    with writing(app) as session:
        standing = home_sheets.standing_entry(people[person], section)
        return home_sheets.write(session.get(Account, people[by]), people[person], section, words,
                                 standing.id if standing else None, today())
