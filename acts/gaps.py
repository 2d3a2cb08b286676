"""An écart is decided: what is here is kept, or the planning's version is taken, by the same rules as any change."""

from sqlalchemy import select, update

from acts import changes, offers
from acts.away import check_here
from acts.series import BARRED, GONE, is_stopped
from acts.visits import AWAY
from database import Overtaken, change_state, db, insert_rows, instant_at, local, now
from models import ImportedVisit, ImportGap, ReplacementVisit, Series, Visit, VisitChange
from queries import assignments
from queries.absences import away_on
from queries.refusals import keeps_others_away
from rules import hours
from rules.import_visits import may_take
from rules.replacements import NOT_SENT_INSTEAD
from rules.steps import check_step

DECIDED = "Une collègue a déjà décidé de cet écart, ou le planning dit de nouveau la même chose."
# Suspended and resumed are said once for several visits: one visit agreeing does not report the others.
OF_SEVERAL = ("suspended", "resumed")


def decide(by, gap_id: int, decision: str) -> int:
    """`kept`: the visit stays, and the same file opens no other gap. `taken`: the planning's version. Returns the visit.

    Raises Overtaken, with what to do, when it was decided already or when the visit cannot follow the planning.
    """
    change_state(ImportGap, gap_id, {"decided_at": None}, sentence=DECIDED, decision=decision, decided_at=now(),
                 decided_by_id=by.id)
    gap = db.session.get(ImportGap, gap_id, populate_existing=True)
    if decision == "taken":
        taken = _take(by, gap)
        offers.close_unasked(by, now())
        return taken
    db.session.execute(update(ImportedVisit).where(ImportedVisit.visit_id == gap.visit_id).values(decided_here=True))
    return gap.visit_id


def _take(by, gap: ImportGap) -> int:
    visit = db.session.get(Visit, gap.visit_id, populate_existing=True)
    fault = may_take(gap.cancelled, visit.state, visit.ends_at, now())
    if fault:
        raise Overtaken(fault)
    her = _who_comes(gap, visit)
    if gap.cancelled:
        taken = _call_off(by, visit)
    else:
        _check(by, gap, visit, her)
        taken = _follow(by, gap, visit, her) if visit.state != "withdrawn" else _write_anew(by, gap, visit)
    _report(by, {visit.id, taken}, hour_alone=her != gap.caregiver_id)
    db.session.execute(update(ImportedVisit).where(ImportedVisit.visit_id == taken).values(
        decided_here=False, caregiver_id=gap.caregiver_id, starts_at=gap.starts_at, minutes=gap.minutes,
        cancelled=gap.cancelled))
    return taken


def _who_comes(gap: ImportGap, visit: Visit) -> int | None:
    """The one the planning names; nobody, when she is away and a request holds the visit: it follows the hour alone."""
    day = local(gap.starts_at).date()
    if visit.caregiver_id is None and gap.caregiver_id and away_on([gap.caregiver_id], day) and db.session.scalar(
            select(ReplacementVisit.id).where(ReplacementVisit.visit_id == visit.id, ReplacementVisit.state == "open")):
        return None
    return gap.caregiver_id


def _call_off(by, visit: Visit) -> int:
    check_step("visit", visit.state, "withdrawn")
    if visit.state == "planned":
        changes.record(by, visit, "withdrawn", was=_slot(visit))
    change_state(Visit, visit.id, {"version": visit.version, "state": visit.state}, sentence=DECIDED,
                 version=visit.version + 1, state="withdrawn", state_at=now(), state_by_id=by.id)
    return visit.id


def _check(by, gap: ImportGap, visit: Visit, her: int | None) -> None:
    """What would be refused to a person is refused to a file: a measure, a contract ended, a home that refused."""
    day, new = local(gap.starts_at).date(), her != visit.caregiver_id
    if her:
        if assignments.is_barred(visit.beneficiary_id, her, day, day, already_hers=not new):
            raise Overtaken(BARRED)
        if not assignments.caregivers_at_work([her], day):
            raise Overtaken(GONE)
        check_here(her, day)
    if (new or visit.state == "refused_by_person") and keeps_others_away(by, visit):
        raise Overtaken(NOT_SENT_INSTEAD)


def _values(gap: ImportGap, visit: Visit, her: int | None) -> dict:
    start = local(gap.starts_at)
    day, minute = start.date(), start.hour * 60 + start.minute
    pause = assignments.open_interruptions([visit.beneficiary_id]).get(visit.beneficiary_id)
    stopped = is_stopped(pause, day, gap.starts_at, now())
    if stopped and visit.state != "suspended":
        raise Overtaken(AWAY)
    pairing = assignments.live_pairings([visit.beneficiary_id]).get((visit.beneficiary_id, her))
    return {"caregiver_id": her, "pairing_id": pairing, "day": day, "start_minute": minute,
            "minutes": gap.minutes, "starts_at": gap.starts_at, "ends_at": instant_at(day, minute + gap.minutes),
            "state": "suspended" if stopped else "planned", "interruption_id": pause.id if stopped else None}


def _follow(by, gap: ImportGap, visit: Visit, her: int | None) -> int:
    values = _values(gap, visit, her)
    new = her != visit.caregiver_id
    kind = "resumed" if visit.state in ("cancelled_by_person", "refused_by_person") else (
        "moved" if not new else "reassigned" if her else "uncovered")
    changes.record(by, visit, kind, was=_slot(visit), other_caregiver_id=her if new else None,
                   now="" if kind == "uncovered" else _said(values), moved_to=(values["starts_at"], values["ends_at"]))
    given = {"given_at": now() if her else None} if new else {}
    said = {"state_at": now(), "state_by_id": by.id, "note": ""} if values["state"] != visit.state else {}
    change_state(Visit, visit.id, {"version": visit.version, "state": visit.state}, sentence=DECIDED,
                 version=visit.version + 1, **values, **given, **said)
    return visit.id


def _write_anew(by, gap: ImportGap, before: Visit) -> int:
    """What was withdrawn is never brought back to life: the planning's visit is another one, under the same reference."""
    values, ref = _values(gap, before, gap.caregiver_id), before.external_ref
    series = Series(beneficiary_id=before.beneficiary_id, caregiver_id=gap.caregiver_id, start_minute=values["start_minute"],
                    minutes=gap.minutes, starts_on=values["day"], ends_on=values["day"], created_at=now(), created_by_id=by.id)
    db.session.add(series)
    change_state(Visit, before.id, {"state": "withdrawn"}, sentence=DECIDED, external_ref=None)
    db.session.flush()
    visit = Visit(beneficiary_id=before.beneficiary_id, series_id=series.id, external_ref=ref,
                  given_at=now() if gap.caregiver_id else None, version=1, **values)
    db.session.add(visit)
    db.session.flush()
    changes.record(by, visit, "added", now=_said(values))
    moved = db.session.execute(update(ImportedVisit).where(ImportedVisit.visit_id == before.id).values(visit_id=visit.id))
    if not moved.rowcount:
        insert_rows(ImportedVisit, [{"visit_id": visit.id, "caregiver_id": gap.caregiver_id, "starts_at": gap.starts_at,
                                     "minutes": gap.minutes, "cancelled": False, "decided_here": False, "run_id": gap.run_id}])
    return visit.id


def _report(by, visit_ids: set[int], hour_alone: bool = False) -> None:
    """The planning says it already: nothing of these visits is left to report there, or only that nobody comes."""
    db.session.flush()
    said = VisitChange.kind == "moved" if hour_alone else VisitChange.kind.not_in(OF_SEVERAL)
    db.session.execute(update(VisitChange).where(
        VisitChange.visit_id.in_(visit_ids), VisitChange.reported_at.is_(None), said)
        .values(reported_at=now(), reported_by_id=by.id).execution_options(synchronize_session=False))


def _slot(visit: Visit) -> str:
    return hours.slot(visit.day, visit.start_minute, visit.minutes)


def _said(values: dict) -> str:
    return hours.slot(values["day"], values["start_minute"], values["minutes"])
