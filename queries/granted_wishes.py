"""Wishes for intimate care asked for by a request: what the file says already, and who must come otherwise."""

from sqlalchemy import select

from database import db, now
from models import Replacement, Wish
from queries.candidate_pairs import against_wish
from queries.candidate_visits import needs, wishes_of
from queries.candidates import asked_ids
from rules.replacements import WISH_KIND, may_grant_wish


def grantable(request: Replacement) -> bool:
    return request.requester_told_at is None and may_grant_wish(
        request.reason, request.state, request.discriminatory, request.judged_at is not None)


def noted(person_id: int, wished: str | None) -> bool:
    """The same wish is in her file already."""
    return db.session.scalar(select(Wish.id).where(
        Wish.beneficiary_id == person_id, Wish.kind == WISH_KIND, Wish.value == wished, Wish.ended_at.is_(None))
        .limit(1)) is not None


def against(user, request: Replacement) -> bool:
    """Somebody else must come: the rule of intimate care sets aside the one who comes now for one visit at least, or the
    request already holds visits that ask for somebody.
    """
    ids, holds = asked_ids(request, now())
    wishes = wishes_of(ids)
    return bool(ids) and (holds or bool(against_wish(needs(user, ids, wishes), wishes, [request.caregiver_id])))
