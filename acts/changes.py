"""Every change of visits decided here leaves a line: what changed for her, and what to report in the planning."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select, update

import database
from acts import messages
from database import Overtaken, db
from models import Visit, VisitChange
from queries import outbox
from queries.changes import listed
from queries.settings import settings
from rules.visits import must_be_phoned

TICKED = "Une collègue a déjà coché ces lignes."


def record(by, visit: Visit, kind: str, was: str = "", now: str = "",
           other_caregiver_id: int | None = None, phone: bool = True, spoken: bool = False,
           moved_to: tuple[datetime, datetime] | None = None) -> VisitChange:
    """Write down a change of this visit, before it is made: `visit.caregiver_id` is whose week it touches first.

    `was` and `now` are short French words ("9 h 05, 1 h"); `other_caregiver_id` who comes, or came, instead.
    Less than a day ahead, with somebody to tell, it is to be phoned first; `phone` False: she said it herself.
    A message tells those it touches as well, but for one `spoken` of. `moved_to`: its new start and end, when it moves.
    """
    her, times = visit.caregiver_id or other_caregiver_id, [(visit.starts_at, visit.ends_at), *([moved_to] if moved_to else [])]
    urgent = phone and any(is_urgent(her, *both) for both in times)
    change = VisitChange(
        visit_id=visit.id, beneficiary_id=visit.beneficiary_id, caregiver_id=visit.caregiver_id,
        other_caregiver_id=other_caregiver_id, kind=kind, was=was[:120], now=now[:120], starts_at=visit.starts_at,
        made_at=database.now(), made_by_id=by.id if by else None, phone_first=urgent,
        instead_of_id=None if visit.caregiver_id else _in_the_planning(visit.id))
    db.session.add(change)
    if phone and not spoken:
        to_come = [start for start, end in times if end > database.now()]
        tell(by, visit.beneficiary_id, f"{visit.id}:{kind}", {visit.caregiver_id, other_caregiver_id}, to_come)
    return change


def _in_the_planning(visit_id: int) -> int | None:
    """Whom the other software still has on a visit that nobody holds here: the line that took her off is not reported yet."""
    lines = VisitChange.visit_id == visit_id
    reported = select(func.coalesce(func.max(VisitChange.id), 0)).where(lines, VisitChange.reported_at.is_not(None))
    return db.session.scalar(
        select(VisitChange.caregiver_id).where(lines, VisitChange.kind == "uncovered", VisitChange.caregiver_id.is_not(None),
                                               VisitChange.id > reported.scalar_subquery())
        .order_by(VisitChange.id).limit(1))


def tell(by, beneficiary_id: int, what: str, caregiver_ids, starts: list[datetime]) -> None:
    """A message to each of these caregivers about visits of this person that begin then; of a death, never."""
    hers = sorted(set(caregiver_ids) - {None})
    if not starts or not hers or not outbox.working() or outbox.dies_unsaid(beneficiary_id):
        return
    for id in hers:
        messages.tell(by, "change", f"change:{what}:{id}:{database.now().timestamp():.6f}", caregiver_id=id, starts_at=min(starts))


def is_urgent(caregiver_id: int | None, starts_at: datetime, ends_at: datetime) -> bool:
    """Less than a day ahead (a setting), with somebody to tell: said by voice first."""
    hours = settings().number("phone_first_hours")
    return bool(caregiver_id) and must_be_phoned(starts_at, ends_at, database.now(), hours)


def report(by, change_id: int) -> None:
    """Ticked: this change now stands in the planning of the other software."""
    _tick(change_id, "reported", by)


def report_shown(by, shown: Collection[int], absence_id: int) -> int:
    """Ticked together: these lines of one absence stand in the planning. Returns how many.

    One that a colleague ticked meanwhile stays hers, and one that a later line says again need not be reported.
    Raises Overtaken when none is left.
    """
    left = db.session.scalars(listed(by, absence_id=absence_id).where(VisitChange.id.in_(sorted(shown)))
                              .with_only_columns(VisitChange.id).order_by(VisitChange.id)).all()
    if not left:
        raise Overtaken(TICKED)
    for id in left:
        _tick(id, "reported", by)
    return len(left)


def reach(by, change_id: int, caregiver_id: int) -> None:
    """Ticked: she was told by voice. The one who comes instead and the one she replaces are each told."""
    change = db.session.get(VisitChange, change_id)
    _tick(change_id, "reached" if change.caregiver_id == caregiver_id else "other_reached", by)


def _tick(change_id: int, what: str, by) -> None:
    table = VisitChange.__table__
    when, who = table.c[f"{what}_at"], table.c[f"{what}_by_id"]
    ticked = db.session.execute(update(table).where(table.c.id == change_id, when.is_(None))
                                .values({when: database.now(), who: by.id}))
    if ticked.rowcount != 1:
        raise Overtaken("Une collègue a déjà coché cette ligne.")
