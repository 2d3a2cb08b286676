"""A wish for intimate care that a request asks for, and that can be granted: noted in her file and answered, in one press."""

from sqlalchemy import select

from acts import wishes
from database import Overtaken, change_state, db, now
from models import Replacement, Wish
from queries.granted_wishes import against, grantable, noted
from rules.replacements import WISH_GRANTED, WISH_KIND

TOO_LATE = "Une collègue a déjà répondu à cette demande, ou elle ne peut pas être accordée. Relisez-la."
WRITTEN, KNOWN = "written", "known"


def grant(by, request_id: int, wished: str | None = None) -> str:
    """Note the wish in the file of the person, with its author, and answer who asked. Returns WRITTEN, or KNOWN when it was
    noted already. `wished`: woman or man, when the request does not say it.

    The request is done, unless somebody else must come: then it stays to be organised, and closes once somebody does.
    """
    request = db.session.get(Replacement, request_id, populate_existing=True)
    if not grantable(request):
        raise Overtaken(TOO_LATE)
    wished = request.wished or wished
    words, person = WISH_GRANTED[wished], request.beneficiary_id
    known = noted(person, wished)
    if not known:
        _replace(by, person, wished)
    over = {} if against(by, request) else {"state": "done", "closed_at": now(), "closed_by_id": by.id}
    change_state(Replacement, request_id, {"state": "open", "requester_told_at": None}, sentence=TOO_LATE, wished=wished,
                 requester_told_at=now(), requester_told_by_id=by.id, closing_words=words, **over)
    return KNOWN if known else WRITTEN


def _replace(by, person: int, wished: str) -> None:
    """She wished the other before: two such wishes at once would say nothing."""
    before = select(Wish.id).where(Wish.beneficiary_id == person, Wish.kind == WISH_KIND, Wish.ended_at.is_(None))
    for id in db.session.scalars(before.order_by(Wish.id)).all():
        wishes.end(by, id)
    wishes.add(by, person, WISH_KIND, wished)
