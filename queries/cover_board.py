"""Who has nobody: visits to come without a caregiver, and the absences that hold them, each visit on one line of the board.

What an open request of an open absence holds is counted on the line of that absence; everything else that nobody covers
is on the line of its person. The two conditions are each other's contrary: nothing is hidden, nothing is said twice.
"""

from dataclasses import replace

from sqlalchemy import Text, and_, case, cast, exists, func, literal, or_

from models import Absence, CaregiverSector, Replacement, ReplacementVisit, Visit
from queries import reach
from queries.board_terms import DAY_AGO, NOW, SECTOR, SOON, TODAY


def lines_of(look, line):
    """`line`: how the board makes a source of a select (queries/board.py)."""
    yield from _uncovered(look, line)
    yield from _absences(look, line)
    yield from _from_phones(look, line)


# The day before bounds what is read: the visits nobody covered in all the years past are not.
BARE = (Visit.caregiver_id.is_(None), Visit.state == "planned", Visit.ends_at > NOW, Visit.starts_at > DAY_AGO)
HOLDS = (ReplacementVisit.state == "open", Replacement.state == "open", Absence.state == "open")


def held_by_an_absence():
    """True of a visit counted on the line of an absence."""
    return exists().where(ReplacementVisit.visit_id == Visit.id, Replacement.id == ReplacementVisit.replacement_id,
                          Absence.id == Replacement.absence_id, *HOLDS).correlate(Visit)


def _uncovered(look, line):
    for kind, when in (("uncovered_now", Visit.starts_at < SOON), ("uncovered_later", Visit.starts_at >= SOON)):
        yield line(look, kind, reach.visits_seen_by(look.eye), id=func.min(Visit.id), person=Visit.beneficiary_id,
                   caregiver=None, at=func.min(Visit.starts_at), n=func.count(),
                   where=(*BARE, when, ~held_by_an_absence()), group=(Visit.beneficiary_id,), among=(Visit.id, Visit.starts_at))


def _absences(look, line):
    """One line an absence: how many visits, in how many homes, when the first begins."""
    held = (reach.absences_seen_by(look.eye).join(Replacement, Replacement.absence_id == Absence.id)
            .join(ReplacementVisit, ReplacementVisit.replacement_id == Replacement.id)
            .join(Visit, Visit.id == ReplacementVisit.visit_id))
    first, homes = func.min(Visit.starts_at), func.count(Visit.beneficiary_id.distinct())
    for kind, when in (("absence_now", first < SOON), ("absence_later", first >= SOON)):
        yield line(look, kind, held.having(when), id=Absence.id, person=Visit.beneficiary_id, caregiver=Absence.caregiver_id,
                   at=first, n=func.count(), extra=cast(homes, Text), where=(*BARE, *HOLDS),
                   group=(Absence.id, Absence.caregiver_id), shown=case((homes == 1, func.min(Visit.beneficiary_id))))


def _from_phones(look, line):
    """What she sent and nobody read; what is known today, or was to be known, of an end that is not."""
    absence, looked = Absence, replace(look, by_sector=False)
    here = ()
    if look.by_sector:
        here = (exists().where(CaregiverSector.caregiver_id == absence.caregiver_id, CaregiverSector.sector_id == SECTOR),)
    seen = reach.absences_seen_by(look.eye).where(absence.state == "open", *here)
    common = {"id": absence.id, "person": None, "caregiver": absence.caregiver_id}
    yield line(looked, "absence_unread", seen, at=absence.declared_at, where=(absence.read_at.is_(None),), **common)
    unknown = and_(absence.news_on.is_(None), absence.starts_on <= TODAY, absence.declared_at < DAY_AGO)
    yield line(looked, "absence_news", seen, due=absence.news_on,
               extra=case((absence.news_on.is_not(None), literal("doctor")), else_=literal("unknown")),
               where=(absence.ends_on.is_(None), or_(absence.news_on <= TODAY, unknown)), **common)
