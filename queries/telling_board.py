"""Who is not yet told that somebody else comes, and with whom something is left to arrange: one line a person."""

from sqlalchemy import func

from models import ReplacementVisit, Visit
from queries import reach
from queries.board_terms import NOW, TODAY
from queries.handover_board import IN_TWO_DAYS
from queries.telling import TO_ARRANGE, TO_TELL, is_left


def lines_of(look, line):
    """`line`: how the board makes a source of a select (queries/board.py)."""
    held = reach.held_visits_seen_by(look.eye).join(Visit, Visit.id == ReplacementVisit.visit_id)
    for kind, what, when in (("tell_now", TO_TELL, (Visit.starts_at < IN_TWO_DAYS,)), ("tell_arrange", TO_ARRANGE, ()),
                             ("tell_later", TO_TELL, (Visit.starts_at >= IN_TWO_DAYS,))):
        yield line(look, kind, held, id=Visit.beneficiary_id, person=Visit.beneficiary_id, caregiver=None,
                   at=func.min(Visit.starts_at), n=func.count(), where=(is_left(what, NOW, TODAY), *when),
                   group=(Visit.beneficiary_id,))
