"""What an import leaves on the board: écarts to decide, files that wait for somebody."""

from sqlalchemy import and_, case, func, literal, or_

from models import ImportGap, ImportRun, Visit
from queries.gaps import gaps_seen_by
from queries.imports import runs_seen_by


def lines_of(look, line):
    """`line`: how the board makes a source of a select (queries/board.py). Gaps: one line a person. A file is of no sector."""
    gap, run = ImportGap, ImportRun
    gaps = gaps_seen_by(look.eye).join(Visit, Visit.id == gap.visit_id)
    yield line(look, "gap", gaps, id=func.min(gap.id), person=Visit.beneficiary_id, caregiver=None,
               at=func.min(gap.opened_at), n=func.count(), where=(gap.decided_at.is_(None),),
               group=(Visit.beneficiary_id,), among=(gap.id, gap.opened_at))
    said = {"refused": "refused", "previewed": "confirm", "interrupted": "interrupted", "received": "columns",
            "abandoned": "abandoned"}
    why = case(*((run.state == state, literal(word)) for state, word in said.items()), (run.refused > 0, literal("lines")),
               else_=literal("kept"))
    yield line(look, "import", runs_seen_by(look.eye), id=run.id, person=None, caregiver=None, at=run.made_at,
               n=run.refused, extra=why, owner=run.made_by_id, where=(waits(),))


def waits():
    """Files somebody must look at: to confirm or cut off; or come by themselves, and waiting for their columns, put aside
    because nobody came, refused, or with lines left out.
    """
    run = ImportRun
    by_itself = and_(run.source != "screen", run.seen_at.is_(None))
    faults = or_(run.state.in_(("received", "refused", "abandoned")), and_(run.state == "applied", or_(run.refused > 0, run.kept > 0)))
    return or_(run.state.in_(("previewed", "interrupted")), and_(by_itself, faults))
