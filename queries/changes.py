"""Changes of visits: those to report in the planning, those reported, and who must still be told by voice."""

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import aliased

from database import db, now
from models import Account, Beneficiary, Caregiver, Replacement, ReplacementVisit, VisitChange
from queries.reach import changes_seen_by

REPORTED, TO_REACH = "reportees", "a-joindre"
Other, Instead = aliased(Caregiver), aliased(Caregiver)
Author, Reporter, Caller, OtherCaller = (aliased(Account) for _ in range(4))


def listed(user, state: str = "", beneficiary_id: int | None = None, sector_id: int | None = None,
           absence_id: int | None = None) -> Select:
    """Changes to report; or those reported, or those somebody must still be told of by voice.

    absence_id: those of the visits that this absence holds or held.
    """
    wanted = {REPORTED: VisitChange.reported_at.is_not(None), TO_REACH: _to_reach()}
    changes = changes_seen_by(user).where(wanted.get(state, to_report()))
    if sector_id:
        changes = changes.where(select(Beneficiary.id).where(
            Beneficiary.id == VisitChange.beneficiary_id, Beneficiary.sector_id == sector_id)
            .correlate(VisitChange).exists())
    if absence_id:
        changes = changes.where(VisitChange.visit_id.in_(
            select(ReplacementVisit.visit_id).join(Replacement, Replacement.id == ReplacementVisit.replacement_id)
            .where(Replacement.absence_id == absence_id)))
    return changes.where(VisitChange.beneficiary_id == beneficiary_id) if beneficiary_id else changes


def to_report():
    """Not in the planning yet, and no later line says it all (`tables/visits.py`)."""
    return and_(VisitChange.reported_at.is_(None), VisitChange.folded_into_id.is_(None))


def _to_reach():
    """To be said by voice, and one of the two was not reached; what an interruption suspended is told with it."""
    change = VisitChange
    hers = and_(change.caregiver_id.is_not(None), change.reached_at.is_(None))
    other = and_(change.other_caregiver_id.is_not(None), change.other_reached_at.is_(None))
    return and_(change.phone_first, change.starts_at > now(), change.kind != "suspended", or_(hers, other))


def rows_of(changes: Select) -> Select:
    """Who, when, instead of whom; by whom, told or not, reported or not. Outer joins, see queries/visits.py.

    A caregiver is named as no author: that a visit left her hands because she said so, and not the office, is hers.
    """
    change = [getattr(VisitChange, name) for name in (
        "id", "visit_id", "kind", "was", "now", "starts_at", "made_at", "phone_first", "reached_at", "other_reached_at",
        "reported_at", "caregiver_id", "other_caregiver_id", "beneficiary_id")]
    columns = (*change, Beneficiary.civility, Beneficiary.first_name, Beneficiary.last_name,
               Caregiver.first_name.label("her_first"), Caregiver.last_name.label("her_last"),
               Caregiver.phone.label("her_phone"), Instead.first_name.label("instead_first"),
               Instead.last_name.label("instead_last"), Other.first_name.label("other_first"),
               Other.last_name.label("other_last"), Other.phone.label("other_phone"), Author.name.label("made_by"),
               Reporter.name.label("reported_by"), Caller.name.label("reached_by"),
               OtherCaller.name.label("other_reached_by"))
    return (changes.with_only_columns(*columns, maintain_column_froms=True)
            .outerjoin(Beneficiary, Beneficiary.id == VisitChange.beneficiary_id)
            .outerjoin(Caregiver, Caregiver.id == VisitChange.caregiver_id)
            .outerjoin(Other, Other.id == VisitChange.other_caregiver_id)
            .outerjoin(Instead, Instead.id == VisitChange.instead_of_id)
            .outerjoin(Author, and_(Author.id == VisitChange.made_by_id, Author.role != "caregiver"))
            .outerjoin(Reporter, Reporter.id == VisitChange.reported_by_id)
            .outerjoin(Caller, Caller.id == VisitChange.reached_by_id)
            .outerjoin(OtherCaller, OtherCaller.id == VisitChange.other_reached_by_id))


def of_visit(user, visit_id: int) -> list:
    """The story of one visit, newest first."""
    return list(db.session.execute(rows_of(changes_seen_by(user).where(VisitChange.visit_id == visit_id))
                                   .order_by(VisitChange.made_at.desc(), VisitChange.id.desc())))
