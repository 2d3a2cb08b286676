"""Many visits at once change hands, or have nobody any more: when a relation ends, a measure stands, somebody replaces.

Each change leaves its line. A weekly series that changes for good leaves one line for the series, not one a week.
"""

from datetime import date

from sqlalchemy import select, update

from acts import changes
from database import db, now
from models import Series, Visit
from rules import hours

HELD_OPEN = ("planned", "suspended")


def uncover(by, pair: tuple[int, int], first_day: date, last_day: date | None = None, states=HELD_OPEN) -> int:
    """Visits of the pair (person, caregiver) from that day (for good when `last_day` is None) have no caregiver.

    Whatever relation they stand under: those a planning brought before anybody opened one are under none. Returns how many.
    """
    person, caregiver = pair
    until = [Visit.day <= last_day] if last_day else []
    freed = _to_come(Visit.beneficiary_id == person, Visit.caregiver_id == caregiver, Visit.state.in_(states),
                     Visit.day >= first_day, *until)
    _say(by, freed, "uncovered", None, for_good=last_day is None)
    if last_day is None:
        _leave_series(person, caregiver)
    return _move(freed, caregiver_id=None, pairing_id=None, given_at=None)


def cover(by, visit_ids: list[int], caregiver_id: int, pairing_id: int, for_good: bool) -> int:
    """These visits go to this caregiver, under her relation; for good, so do the next ones of their series."""
    taken = _to_come(Visit.id.in_(visit_ids))
    _say(by, taken, "reassigned", caregiver_id, for_good)
    if for_good:
        db.session.execute(
            update(Series).where(Series.id.in_({visit.series_id for visit in taken}), Series.weekday.is_not(None))
            .values(caregiver_id=caregiver_id).execution_options(synchronize_session=False))
    return _move(taken, caregiver_id=caregiver_id, pairing_id=pairing_id, given_at=now())


def _to_come(*where) -> list[Visit]:
    return list(db.session.scalars(
        select(Visit).where(Visit.state.in_(HELD_OPEN), Visit.starts_at > now(), *where)
        .order_by(Visit.starts_at, Visit.id)))


def _say(by, visits: list[Visit], kind: str, other: int | None, for_good: bool) -> None:
    """One line for each visit, or for each weekly series when it is for good; suspended ones are said already."""
    planned = [visit for visit in visits if visit.state == "planned"]
    weekly = _weekly({visit.series_id for visit in planned}) if for_good else {}
    said = set()
    for visit in planned:
        series = weekly.get(visit.series_id)
        if series is None:
            changes.record(by, visit, kind, was=hours.slot(visit.day, visit.start_minute, visit.minutes),
                           other_caregiver_id=other)
        elif series.id not in said:
            said.add(series.id)
            changes.record(by, visit, kind, other_caregiver_id=other,
                           was=hours.weekly(series.weekday, series.start_minute, series.minutes, visit.day))


def _weekly(ids: set[int]) -> dict[int, Series]:
    return {series.id: series for series in db.session.scalars(
        select(Series).where(Series.id.in_(ids), Series.weekday.is_not(None)).order_by(Series.id))}


def _leave_series(person: int, caregiver: int) -> None:
    """The next visits of their series are written without her."""
    db.session.execute(
        update(Series).where(Series.beneficiary_id == person, Series.caregiver_id == caregiver)
        .values(caregiver_id=None).execution_options(synchronize_session=False))


def _move(visits: list[Visit], **values) -> int:
    db.session.flush()
    db.session.execute(update(Visit).where(Visit.id.in_([visit.id for visit in visits]))
                       .values(version=Visit.version + 1, **values).execution_options(synchronize_session=False))
    db.session.expire_all()
    return len(visits)
