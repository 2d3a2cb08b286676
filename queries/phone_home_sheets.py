"""The home sheet on her phone: as long as she is assigned there, with what is new to her, and the same door to the codes."""

from datetime import datetime, timedelta

from database import db
from models import Beneficiary, Visit
from queries import home_sheets
from queries.beneficiaries import instructions_of
from queries.phone_visit import assignment_of, kept_for_her
from queries.reach import beneficiaries_seen_by, visits_seen_by
from queries.settings import settings
from rules.assignment import TO_COME, codes_show
from rules.handovers import is_new
from rules.vocabulary import HOME_SHEET_SECTIONS, PRECAUTIONS, VIGILANCE

NAME = (Beneficiary.id, Beneficiary.civility, Beneficiary.first_name, Beneficiary.last_name)


def home_of(user, person_id: int):
    """Name and safety instruction, while she is assigned there; None: the sheet is no longer hers to read."""
    return db.session.execute(
        beneficiaries_seen_by(user).where(Beneficiary.id == person_id)
        .with_only_columns(*NAME, Beneficiary.safety_instruction, maintain_column_froms=True)).one_or_none()


def next_visit(user, person_id: int, now: datetime) -> Visit | None:
    """Her next visit there, to come or at a closed door: codes are asked for on its page."""
    return db.session.scalars(
        visits_seen_by(user).where(Visit.beneficiary_id == person_id, Visit.state.in_(sorted(TO_COME)), Visit.ends_at > now)
        .order_by(Visit.starts_at, Visit.id).limit(1)).one_or_none()


def sheet_page(user, person_id: int, now: datetime) -> dict:
    """Everything of the sheet she reads at this instant, with `home` None when she reads nothing of it."""
    home, visit = home_of(user, person_id), next_visit(user, person_id, now)
    if home is None or visit is None:
        return {"home": None}
    agreed, seen = home_sheets.agreement_of(person_id), home_sheets.seen_until(user, person_id, now)
    refused = agreed is not None and agreed.answer == "no"
    written = {} if refused else home_sheets.entries_of(person_id)
    entries = [written[section] for section in HOME_SHEET_SECTIONS if section in written and written[section].words]
    points, around = instructions_of(person_id), home_sheets.home_changed(person_id, seen)
    new = {entry.section for entry in entries if is_new(entry.at, seen) and entry.by_id != user.id}
    before = timedelta(hours=settings().number("code_hours"))
    return {"home": home, "visit": visit, "refused": refused, "entries": entries, "new": new, "seen": seen, "around": around,
            "vigilance": [point for point in points if point.code in VIGILANCE],
            "precautions": [point for point in points if point.code in PRECAUTIONS],
            "changed": bool(new or around["added"] or around["lifted"] or around["codes"]),
            "has_access": kept_for_her(user, person_id)[0], "codes": None, "keeps": home_sheets.keeps(user, person_id),
            "codes_show": codes_show(assignment_of(user, visit, now), now, before)}
