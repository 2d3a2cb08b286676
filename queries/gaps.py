"""Écarts: what the planning says of a visit and what was decided here, side by side, until somebody decides."""

from sqlalchemy import Select, and_, false, func, select
from sqlalchemy.orm import aliased

from database import db
from models import Account, Beneficiary, Caregiver, ImportGap, ImportRun, Pairing, Visit

Here, Now = aliased(Caregiver), aliased(Caregiver)


def gaps_seen_by(user) -> Select:
    """The office's, as the visits they are about."""
    return select(ImportGap) if user.is_office else select(ImportGap).where(false())


def listed(user, decided: bool = False) -> Select:
    """Those to decide; or those decided."""
    waits = ImportGap.decided_at.is_not(None) if decided else ImportGap.decided_at.is_(None)
    return gaps_seen_by(user).where(waits)


def rows_of(gaps: Select) -> Select:
    """What the file says (`caregiver_…`, starts_at, minutes, cancelled), what stood here when it came (`here_…`, at
    `seen_at`), and
    what stands here at this moment (`now_…`, state, day, start_minute, visit_minutes). Outer joins, as everywhere."""
    gap = [getattr(ImportGap, name) for name in (
        "id", "visit_id", "run_id", "starts_at", "minutes", "cancelled", "caregiver_id", "here_caregiver_id",
        "here_starts_at", "here_minutes", "here_state", "under_measure", "opened_at", "decision", "decided_at")]
    columns = (*gap, Visit.beneficiary_id, Visit.state, Visit.day, Visit.start_minute, Visit.minutes.label("visit_minutes"),
               Visit.ends_at, Visit.caregiver_id.label("now_caregiver_id"), Beneficiary.civility, Beneficiary.first_name,
               Beneficiary.last_name, Caregiver.first_name.label("caregiver_first"),
               Caregiver.last_name.label("caregiver_last"), Here.first_name.label("here_first"),
               Here.last_name.label("here_last"), Now.first_name.label("now_first"), Now.last_name.label("now_last"),
               Account.name.label("decided_by"), _relation_ended().label("relation_ended"),
               func.coalesce(ImportRun.applied_at, ImportGap.opened_at).label("seen_at"))
    return (gaps.with_only_columns(*columns, maintain_column_froms=True)
            .outerjoin(Visit, Visit.id == ImportGap.visit_id)
            .outerjoin(Beneficiary, Beneficiary.id == Visit.beneficiary_id)
            .outerjoin(Caregiver, Caregiver.id == ImportGap.caregiver_id)
            .outerjoin(Here, Here.id == ImportGap.here_caregiver_id)
            .outerjoin(Now, Now.id == Visit.caregiver_id)
            .outerjoin(ImportRun, ImportRun.id == ImportGap.run_id)
            .outerjoin(Account, Account.id == ImportGap.decided_by_id))


def _relation_ended():
    """The planning sends somebody whose relation with the person was ended here, and none is under way."""
    theirs = and_(Pairing.beneficiary_id == Visit.beneficiary_id, Pairing.caregiver_id == ImportGap.caregiver_id)
    ended, live = (select(Pairing.id).where(theirs, state).correlate(Visit, ImportGap).exists()
                   for state in (Pairing.state == "ended", Pairing.state != "ended"))
    return and_(ended, ~live)


def of_visit(user, visit_id: int):
    """The open gap of one visit, as a row, or None."""
    return db.session.execute(rows_of(listed(user).where(ImportGap.visit_id == visit_id))).first()


def waits_for_somebody(visit_id: int) -> bool:
    """Once decided: whether the visit is still to be covered."""
    return db.session.scalar(select(Visit.id).where(Visit.id == visit_id, Visit.caregiver_id.is_(None),
                                                    Visit.state == "planned")) is not None


def open_count(user) -> int:
    return db.session.scalar(select(func.count()).select_from(
        listed(user).with_only_columns(ImportGap.id).order_by(None).subquery()))
