"""A hand asked for: those one may read, the lines of one, who read it, and what waits on the board.

What is encrypted is read here and never searched.
"""

from dataclasses import replace

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from database import db
from models import Account, Caregiver, HelpRequest, HelpStep, JournalLine
from queries import reach
from queries.board_terms import ME, TODAY
from queries.pages import Page, page_of
from rules.help_requests import NobodyElse, helper


def helpers(accounts, office) -> list[tuple[int | None, list]]:
    """(who reads, the accounts it is then kept from), the usual one first: None is nobody kept out, or nobody to read."""
    found: dict = {}
    for but_id in (None, *(row.id for row in office)):
        try:
            found.setdefault(helper(accounts, but_id), []).append(but_id)
        except NobodyElse:
            found.setdefault(None, []).append(but_id)
    return list(found.items())


def listed(user, closed: bool, after: int | None = None, before: int | None = None) -> Page:
    """Those this person may read, newest first, a page at a time."""
    state = HelpRequest.closed_at.is_not(None) if closed else HelpRequest.closed_at.is_(None)
    return page_of(
        reach.help_requests_seen_by(user).where(state).join(Caregiver, Caregiver.id == HelpRequest.caregiver_id)
        .with_only_columns(HelpRequest.id, HelpRequest.kind, HelpRequest.at, HelpRequest.waits_since, HelpRequest.follow_on,
                           HelpRequest.closed_at, Caregiver.first_name, Caregiver.last_name, maintain_column_froms=True),
        HelpRequest.at, after, before, newest=True)


def names(request: HelpRequest):
    """Hers, her phone, and whom it was asked from."""
    reader = aliased(Account)
    return db.session.execute(
        select(Caregiver.first_name, Caregiver.last_name, Caregiver.phone, reader.name.label("reader"))
        .select_from(HelpRequest).join(Caregiver, Caregiver.id == HelpRequest.caregiver_id)
        .join(reader, reader.id == HelpRequest.first_id).where(HelpRequest.id == request.id)).one()


def steps(request_id: int) -> list:
    """(line, who wrote it), in the order of time."""
    return list(db.session.execute(
        select(HelpStep, Account.name.label("by")).join(Account, Account.id == HelpStep.by_id)
        .where(HelpStep.help_request_id == request_id).order_by(HelpStep.id)))


def readings(request_id: int) -> list:
    """Who opened it, and when first: the journal says so to her."""
    line = JournalLine
    return list(db.session.execute(
        select(Account.name, func.min(line.at).label("first")).join(Account, Account.id == line.account_id)
        .where(line.subject == f"hand:{request_id}", line.action == "help_request.read", line.allowed)
        .group_by(Account.id, Account.name).order_by(func.min(line.at), Account.id)))


def hers(user, limit: int) -> list:
    """On her phone: what she asked, newest first."""
    seen = HelpRequest
    return list(db.session.execute(
        reach.help_requests_seen_by(user).with_only_columns(seen.id, seen.kind, seen.at, seen.waits_since, seen.closed_at)
        .order_by(seen.at.desc(), seen.id).limit(limit)))


def lines_of(look, line):
    """On the board of whom it was asked from. `line`: how the board makes a source of a select (queries/board.py)."""
    if not look.eye.may("help_request.follow"):
        return
    look = replace(look, by_sector=False, mine=False)
    seen, common = reach.help_requests_seen_by(look.eye, ME), {"id": HelpRequest.id, "person": None,
                                                               "caregiver": HelpRequest.caregiver_id}
    yield line(look, "hand_new", seen, at=HelpRequest.waits_since, where=(HelpRequest.waits_since.is_not(None),), **common)
    yield line(look, "hand_follow", seen, due=HelpRequest.follow_on, where=(
        HelpRequest.follow_on <= TODAY, HelpRequest.waits_since.is_(None)), **common)
