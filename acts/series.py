"""Visits written from a plan: one, or one a week as far as the horizon; a series goes on until it is ended."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select, update

from acts import absences, changes
from acts.away import check_here
from acts.pairings import ensure_pairing
from database import Overtaken, change_state, db, insert_rows, instant_at, now, today
from models import Beneficiary, Interruption, Series, SeriesAct, Visit
from queries import assignments
from queries.holidays import public_holidays
from queries.settings import settings
from rules import hours
from rules.interruptions import last_day as last_day_away
from rules.interruptions import suspends
from rules.series import horizon, last_day, weekly_days

BARRED = "Affectation refusée\u00a0: mesure d'organisation."
GONE = "Cette intervenante ne travaille plus dans l'association à cette date."
ENDED = "Une collègue a déjà mis fin à cette série, ou changé sa fin. Relisez, puis recommencez."
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Plan:
    """What the office asks for. `acts`: (act, cannot wait, qualification or None); no caregiver: nobody covers it."""

    beneficiary_id: int
    start_minute: int
    minutes: int
    starts_on: date
    caregiver_id: int | None = None
    ends_on: date | None = None
    skip_holidays: bool = True
    acts: list[tuple[str, bool, str | None]] = field(default_factory=list)
    kind: str = "usual"
    why: str = "hours"


def plan_one(by, plan: Plan) -> int:
    """One visit. Returns its id."""
    pairing_id = assign(by, plan.beneficiary_id, plan.caregiver_id, plan.starts_on, plan.starts_on, plan.kind, plan.why)
    series = _write_series(by, plan, None)
    first = _write_visits(series, [plan.starts_on], pairing_id)
    _say_added(by, first, hours.slot(first.day, first.start_minute, first.minutes))
    return first.id


def plan_weekly(by, plan: Plan, weekdays: list[int]) -> int:
    """One series for each weekday. Returns the id of the first visit written, 0 when no day is left."""
    pairing_id = assign(by, plan.beneficiary_id, plan.caregiver_id, plan.starts_on, plan.ends_on, plan.kind, plan.why)
    until = last_day(plan.ends_on, today(), settings().number("series_weeks"))
    skipped = public_holidays(plan.starts_on, until) if plan.skip_holidays else ()
    firsts = []
    for weekday in weekdays:
        series = _write_series(by, plan, weekday, until)
        days = weekly_days(weekday, plan.starts_on, until, skipped)
        if days:
            firsts.append(_write_visits(series, days, pairing_id))
            _say_added(by, firsts[-1], hours.weekly(weekday, plan.start_minute, plan.minutes, firsts[-1].day))
    first = min(firsts, key=lambda visit: visit.starts_at).id if firsts else 0
    if plan.caregiver_id:
        absences.take(by, plan.caregiver_id)
    return first


def _say_added(by, first: Visit, said: str) -> None:
    """A line for the planning; what is suspended from the start is announced to nobody before it starts again."""
    stopped = first.state == "suspended"
    line = changes.record(by, first, "added", now=f"{said}, suspendue" if stopped else said, spoken=stopped)
    line.phone_first = line.phone_first and not stopped


def assign(by, beneficiary_id: int, caregiver_id: int | None, start: date, end: date | None, kind: str,
           why: str) -> int | None:
    """The relation under which she comes, opened if there is none. Refused under a measure, without a reason."""
    if caregiver_id is None:
        return None
    if assignments.is_barred(beneficiary_id, caregiver_id, start, end):
        raise Overtaken(BARRED)
    if not assignments.caregivers_at_work([caregiver_id], start):
        raise Overtaken(GONE)
    check_here(caregiver_id, start)
    return ensure_pairing(by, beneficiary_id, caregiver_id, kind, why, start, end if kind == "replacement" else None)


def _write_series(by, plan: Plan, weekday: int | None, until: date | None = None) -> Series:
    series = Series(beneficiary_id=plan.beneficiary_id, caregiver_id=plan.caregiver_id, weekday=weekday,
                    start_minute=plan.start_minute, minutes=plan.minutes, starts_on=plan.starts_on,
                    ends_on=plan.ends_on if weekday is not None else plan.starts_on, made_until=until,
                    skip_holidays=plan.skip_holidays, created_at=now(), created_by_id=by.id)
    db.session.add(series)
    db.session.flush()
    insert_rows(SeriesAct, [{"series_id": series.id, "act": act, "cannot_wait": cannot_wait, "qualification": needs}
                            for act, cannot_wait, needs in plan.acts])
    return series


def _write_visits(series: Series, days: list[date], pairing_id: int | None) -> Visit:
    """The visits of a new series; the first that takes place is returned, or the first of all."""
    pause = assignments.open_interruptions([series.beneficiary_id]).get(series.beneficiary_id)
    at = now()
    insert_rows(Visit, [visit_row(series, day, series.caregiver_id, pairing_id, pause, at) for day in days])
    return db.session.scalars(select(Visit).where(Visit.series_id == series.id)
                              .order_by(Visit.state == "suspended", Visit.day, Visit.id).limit(1)).one()


def is_stopped(pause: Interruption | None, day: date, starts_at: datetime, at: datetime) -> bool:
    """The person is away that day, as far as the office knows."""
    return pause is not None and suspends(day, starts_at, pause.starts_on,
                                          last_day_away(pause.ends_on, pause.resumed_on), at)


def visit_row(series: Series, day: date, caregiver_id: int | None, pairing_id: int | None,
              pause: Interruption | None, at: datetime) -> dict:
    """One visit as a row: suspended from the start while the person's help is."""
    starts_at = instant_at(day, series.start_minute)
    stopped = is_stopped(pause, day, starts_at, at)
    return {"beneficiary_id": series.beneficiary_id, "caregiver_id": caregiver_id, "pairing_id": pairing_id,
            "series_id": series.id, "day": day, "start_minute": series.start_minute, "minutes": series.minutes,
            "starts_at": starts_at, "ends_at": instant_at(day, series.start_minute + series.minutes),
            "state": "suspended" if stopped else "planned", "interruption_id": pause.id if stopped else None,
            "given_at": at if caregiver_id else None}


def end(by, series_id: int, first_day: date, known_end: date | None) -> int:
    """No visit of this series from `first_day` on. Returns how many are withdrawn; one line for each caregiver."""
    change_state(Series, series_id, {"ended_at": None, "ends_on": known_end}, sentence=ENDED,
                 ends_on=first_day - timedelta(days=1), ended_at=now() if first_day <= today() else None)
    left = db.session.scalars(
        select(Visit).where(Visit.series_id == series_id, Visit.day >= first_day, Visit.starts_at > now(),
                            Visit.state.in_(("planned", "suspended"))).order_by(Visit.starts_at, Visit.id)).all()
    series = db.session.get(Series, series_id)
    said = hours.weekly(series.weekday, series.start_minute, series.minutes, first_day)
    for visit in {visit.caregiver_id: visit for visit in reversed(left)}.values():
        changes.record(by, visit, "withdrawn", was=said, now="fin de la série")
    for visit in left:
        visit.state, visit.version = "withdrawn", visit.version + 1
        visit.state_at, visit.state_by_id = now(), by.id
    db.session.flush()
    return len(left)


def extend_series(by, now: datetime) -> int:
    """Write the next visits of the series without an end, as far as the horizon. Run by the clock; returns how many.

    Running it again writes nothing more. A visit whose caregiver has left, or whom a measure keeps away, is written
    without a caregiver: the board shows that nobody covers it.
    """
    until = horizon(today(), settings().number("series_weeks"))
    wanting = _to_extend(until)
    if not wanting:
        return 0
    rows = _next_rows(wanting, until, now)
    insert_rows(Visit, rows)
    db.session.execute(update(Series).where(Series.id.in_([series.id for series in wanting]))
                       .values(made_until=until).execution_options(synchronize_session=False))
    absences.take(by)
    return len(rows)


def _to_extend(until: date) -> list[Series]:
    behind = or_(Series.made_until.is_(None), Series.made_until < until)
    unfinished = or_(Series.ends_on.is_(None), Series.made_until.is_(None), Series.ends_on > Series.made_until)
    return list(db.session.scalars(
        select(Series).join(Beneficiary, Beneficiary.id == Series.beneficiary_id)
        .where(Series.weekday.is_not(None), Series.ended_at.is_(None), behind, unfinished,
               Beneficiary.ended_on.is_(None))
        .order_by(Series.made_until, Series.id).limit(AT_ONCE)))


def _next_rows(wanting: list[Series], until: date, at: datetime) -> list[dict]:
    people = {series.beneficiary_id for series in wanting}
    pairings = assignments.live_pairings(people)
    barred = assignments.barred_pairs(people, today(), until, already_hers=True)
    pauses = assignments.open_interruptions(people)
    working = assignments.caregivers_at_work({series.caregiver_id for series in wanting} - {None}, until)
    made = _days_made([series.id for series in wanting if series.made_until is None])
    rows = []
    for series in wanting:
        pair = (series.beneficiary_id, series.caregiver_id)
        comes = pair in pairings and pair not in barred and series.caregiver_id in working
        caregiver_id, pairing_id = (series.caregiver_id, pairings[pair]) if comes else (None, None)
        rows += [visit_row(series, day, caregiver_id, pairing_id, pauses.get(series.beneficiary_id), at)
                 for day in _next_days(series, until, made)]
    return rows


def _next_days(series: Series, until: date, made: set[tuple[int, date]]) -> list[date]:
    """From the day after the last one written. Never a day gone by: nobody may say who came then."""
    written = series.made_until + timedelta(days=1) if series.made_until else today()
    start = max(written, series.starts_on, today())
    end = min(series.ends_on, until) if series.ends_on else until
    skipped = public_holidays(start, end) if series.skip_holidays and start <= end else ()
    return [day for day in weekly_days(series.weekday, start, end, skipped) if (series.id, day) not in made]


def _days_made(series_ids: list[int]) -> set[tuple[int, date]]:
    """Days already written for series that came without a `made_until` (an import)."""
    if not series_ids:
        return set()
    return {tuple(row) for row in db.session.execute(
        select(Visit.series_id, Visit.day).where(Visit.series_id.in_(series_ids)))}
