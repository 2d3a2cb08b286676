"""À traiter: every source of work as one select of the same columns, in one statement, most pressing first.

Each source starts from what the asker may see, keeps the most pressing rows of its own kind, and is ordered by an
index; so the page costs the same whatever the size of the house. Building the statement costs ten times its run: it is
built once per look (`queries/eyes.py`), the moment and the filters being its parameters.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache, partial
from types import SimpleNamespace

from sqlalchemy import Date, Integer, Text, and_, cast, exists, func, literal, literal_column, null, or_, select, union_all

from database import db, instant_at, now, today
from models import (
    Beneficiary,
    CallNote,
    Caregiver,
    CarePlan,
    ChangeCount,
    DoorReport,
    Interruption,
    InterruptionCall,
    Mediation,
    Pairing,
    Replacement,
    Round,
    RoundSide,
    Sector,
    Visit,
    VisitChange,
    Word,
)
from queries import board_sources, reach, refusals, second_factor
from queries.absences import is_on_sick_leave
from queries.board_terms import ME, NOW, OFFSET, ROWS, SECTOR, TODAY
from queries.changes import to_report
from queries.eyes import Eye, eye_of, written_out
from queries.interruptions import holds
from queries.replacements import unfinished
from rules.access import OFFICE
from rules.board import RANK, SOON_HOURS
from tables.base import Utc

PAGE, DEPTH = 40, 4


@dataclass(frozen=True, slots=True)
class Look:
    """Who looks, through which filters: what decides the shape of the question."""

    eye: Eye
    by_sector: bool
    mine: bool


class Wanted:
    """What the asker wants to see: a sector, or her own files; and who asks."""

    def __init__(self, user, sector_id: int | None = None, mine: bool = False, page: int = 1):
        self.user, self.sector_id, self.mine, self.page = user, sector_id, mine, max(1, page)

    @property
    def look(self) -> Look:
        return Look(eye_of(self.user), bool(self.sector_id), self.mine)

    @property
    def parameters(self) -> dict:
        at = now()
        return {"now": at, "day_ago": at - timedelta(days=1), "soon": at + timedelta(hours=SOON_HOURS), "today": today(),
                "in_two_days": instant_at(today() + timedelta(days=2), 0), "me": self.user.id, "sector": self.sector_id,
                "rows": self.page * PAGE + 1, "offset": (self.page - 1) * PAGE,
                **board_sources.parameters(at)}


def _line(look, kind, seen, *, id, person, caregiver, at=None, due=None, n=None, extra=None, where=(), group=(),
          owner=None, among=None, shown=None):
    """One source: the same nine columns whatever the record. `owner`: whose file it is beside the referent's; `shown`: the
    person named, where the line is about several (`person` is then what the filters look at).

    `among`: (key, order) of what is grouped into one line a person. Only the most pressing rows are read, several
    times what a page shows: a very large house counts no further.
    """
    named = person if shown is None else shown
    columns = (
        literal(RANK[kind]).label("rank"), literal(kind).label("kind"), id.label("id"),
        (named if named is not None else cast(null(), Integer)).label("beneficiary_id"),
        (caregiver if caregiver is not None else cast(null(), Integer)).label("caregiver_id"),
        cast(at if at is not None else null(), Utc).label("at") if at is None else at.label("at"),
        cast(due if due is not None else null(), Date).label("due") if due is None else due.label("due"),
        (n if n is not None else literal(1)).label("n"),
        (extra if extra is not None else cast(literal(""), Text)).label("extra"),
    )
    if among is not None:
        key, first = among
        pressing = seen.with_only_columns(key, maintain_column_froms=True).where(*where).order_by(first, key)
        where = (key.in_(_narrowed(pressing, look, person, owner).limit(ROWS * DEPTH)),)
    source = seen.with_only_columns(*columns, maintain_column_froms=True).where(*where)
    source = _narrowed(source, look, person, owner) if among is None else source
    return kind, source.group_by(*group).order_by(at if at is not None else due, id)


def _narrowed(source, look, person, owner):
    if look.by_sector:
        source = source.where(_of(person, Beneficiary.sector_id == SECTOR))
    if look.mine:
        hers = _of(person, Beneficiary.referent_id == ME)
        source = source.where(or_(hers, owner == ME) if owner is not None else hers)
    return source


def _of(person, condition):
    return exists().where(Beneficiary.id == person, condition).correlate_except(Beneficiary)


def _not_interrupted(person):
    """Rounds and calls wait while a person's help is suspended."""
    return ~exists().where(Interruption.beneficiary_id == person, holds(TODAY)).correlate_except(Interruption)


def _visits(look):
    """Doors that stayed closed; whom nobody covers is in queries/cover_board.py."""
    doors = reach.visits_seen_by(look.eye).join(DoorReport, DoorReport.visit_id == Visit.id)
    yield _line(look, "door", doors, id=Visit.id, person=Visit.beneficiary_id, caregiver=Visit.caregiver_id,
                at=DoorReport.reported_at, where=(DoorReport.closed_at.is_(None),))


def _changes(look):
    """Changes to say by voice before they are seen, and to copy into the planning software."""
    change = VisitChange
    for who, reached in ((change.caregiver_id, change.reached_at),
                         (change.other_caregiver_id, change.other_reached_at)):
        # what an interruption suspended is told with it: it has its own list of calls
        yield _line(look, "to_reach", reach.changes_seen_by(look.eye), id=func.min(change.id),
                    person=change.beneficiary_id, caregiver=who, at=func.min(change.starts_at), n=func.count(),
                    where=(change.phone_first.is_(True), reached.is_(None), who.is_not(None),
                           change.starts_at > NOW, change.kind != "suspended"),
                    group=(change.beneficiary_id, who), among=(change.id, change.starts_at))
    yield _line(look, "planning", reach.changes_seen_by(look.eye), id=func.min(change.id), person=change.beneficiary_id,
                caregiver=None, at=func.min(change.made_at), n=func.count(), where=(to_report(),),
                group=(change.beneficiary_id,), among=(change.id, change.made_at))


def _interruptions(look):
    call, stop = InterruptionCall, Interruption
    seen = reach.beneficiaries_seen_by(look.eye, NOW).join(stop, stop.beneficiary_id == Beneficiary.id)
    yield _line(look, "interruption_call", seen.join(call, call.interruption_id == stop.id), id=stop.id,
                person=stop.beneficiary_id, caregiver=call.caregiver_id, at=stop.opened_at,
                where=(call.told_at.is_(None),))
    ask = func.coalesce(stop.ask_again_on, stop.ends_on, stop.starts_on, type_=Date)
    yield _line(look, "resume", seen, id=stop.id, person=stop.beneficiary_id, caregiver=None, due=ask,
                where=(stop.resumed_at.is_(None), stop.kind != "death", ask <= TODAY))
    plans = reach.beneficiaries_seen_by(look.eye, NOW).join(CarePlan, CarePlan.beneficiary_id == Beneficiary.id)
    yield _line(look, "renewal", plans, id=CarePlan.beneficiary_id, person=CarePlan.beneficiary_id, caregiver=None,
                due=CarePlan.renew_by, where=(CarePlan.renew_by <= TODAY, CarePlan.ended_at.is_(None)))


def _rounds(look):
    """Splits, worrying answers, decisions waiting: a round stands on the board once, at its most pressing."""
    is_open, rows = Round.state == "open", reach.rounds_seen_by(look.eye)
    unread = and_(Round.attention == "worrying", Round.taken_up_at.is_(None))
    for kind, at, where in (
        ("split", Round.attention_at, (Round.attention == "split",)),
        ("worrying", Round.attention_at, (unread,)),
        ("decide", Round.ready_at, (Round.ready_at.is_not(None), Round.attention != "split", ~unread)),
    ):
        yield _line(look, kind, rows, id=Round.id, person=Round.beneficiary_id, caregiver=Round.caregiver_id, at=at,
                    extra=func.substr(Round.attention_words, 1, 240), where=(is_open, *where))


def _sides(look):
    """Calls due (one line a person), homes to visit, answers that do not come."""
    side = RoundSide
    seen = reach.sides_seen_by(look.eye).join(Round, Round.id == side.round_id)
    open_now = (side.round_open.is_(True), _not_interrupted(Round.beneficiary_id))
    waiting, away = (side.state == "waiting", *open_now), is_on_sick_leave(Round.caregiver_id, TODAY)
    persons = (side.side == "beneficiary", side.call_on <= TODAY, *waiting)
    yield _line(look, "call", seen, id=func.min(Round.beneficiary_id), person=Round.beneficiary_id, caregiver=None,
                due=func.min(side.call_on), n=func.count(), where=persons, group=(Round.beneficiary_id,),
                among=(side.id, side.call_on))
    common = {"person": Round.beneficiary_id, "caregiver": Round.caregiver_id}
    yield _line(look, "caregiver_call", seen, id=Round.beneficiary_id, at=side.wants_call_at, **common,
                where=(side.side == "caregiver", side.wants_call.is_(True), ~away, *waiting))
    yield _line(look, "home_visit", seen, id=Round.id, due=side.closes_on, **common,
                where=(side.state == "unable_by_phone", *open_now))
    yield _line(look, "overdue", seen, id=Round.id, due=func.min(side.closes_on), **common, group=(
        Round.id, Round.beneficiary_id, Round.caregiver_id),
        where=(side.closes_on < TODAY, or_(side.side != "caregiver", ~away), *waiting))


def _followups(look):
    pair = {"person": Pairing.beneficiary_id, "caregiver": Pairing.caregiver_id}
    talks = reach.mediations_seen_by(look.eye).join(Pairing, Pairing.id == Mediation.pairing_id)
    to_check = and_(Mediation.state == "agreed", Mediation.check_on <= TODAY)
    yield _line(look, "mediation_check", talks, id=Mediation.id, due=Mediation.check_on, owner=Mediation.owner_id,
                where=(to_check,), **pair)
    yield _line(look, "mediation", talks, id=Mediation.id, at=Mediation.opened_at, owner=Mediation.owner_id,
                where=(Mediation.state == "opened",), **pair)
    asked, pair = reach.replacements_seen_by(look.eye), {"person": Replacement.beneficiary_id, "caregiver": Replacement.caregiver_id}
    told = Replacement.caregiver_told_at.is_(None)
    answer = and_(unfinished(), Replacement.state.in_(("cancelled", "not_grantable")),
                  or_(Replacement.state == "cancelled", Replacement.caregiver_told_at.is_not(None)))
    kinds = [("replacement", and_(Replacement.state == "open", Replacement.absence_id.is_(None))), ("answer_request", answer),
             ("tell_caregiver", and_(Replacement.state == "not_grantable", told))]
    if look.eye.may("replacement.judge"):
        kinds.append(("doubt", Replacement.state == "with_direction"))
        yield _line(look, "refused", asked.join(Visit, refusals.of_relation()), id=func.min(Replacement.id),
                    at=func.min(Visit.state_at), where=(refusals.waits(TODAY),), group=tuple(pair.values()), **pair)
    for kind, where in kinds:
        yield _line(look, kind, asked, id=Replacement.id, at=Replacement.opened_at, where=(where,), **pair)


def _messages(look):
    for kind in ("call_me", "to_know"):
        yield _line(look, f"word_{kind}", reach.words_seen_by(look.eye), id=Word.id, person=Word.beneficiary_id,
                    caregiver=Word.caregiver_id, at=Word.at, where=(Word.kind == kind, Word.closed_at.is_(None)))
    note = CallNote
    yield _line(look, "call_note", reach.calls_seen_by(look.eye), id=note.id, person=note.beneficiary_id,
                caregiver=note.caregiver_id, due=note.due_on, extra=func.substr(note.line, 1, 160), owner=note.for_id,
                where=(note.done_at.is_(None), note.due_on <= TODAY))
    if look.eye.may("factor.follow"):
        yield _line(look, "factor_reset", **second_factor.to_tell(look.eye, ME))


SOURCES = (_visits, _changes, _interruptions, _rounds, _sides, _followups, _messages,
           *(partial(apart.lines_of, line=_line) for apart in board_sources.APART))


@lru_cache(maxsize=64)
def statement(look: Look):
    """The whole board as one statement: every source, then the names, in the order of `rules/board.py`.

    Each source stands in it once. Where the later ones asked how many lines the first had found, SQLite wrote those again
    for each of them: 80 MB and a quarter of a second for one statement. Each is written out before they are joined: the
    whole, walked at its end, took nine times as long to build.
    """
    parts = [written_out(part.limit(ROWS)) for source in SOURCES for _, part in source(look)]
    every = union_all(*(select(part.subquery()) for part in parts)).subquery("line")
    row, person, hers = every.c, Beneficiary.__table__.c, Caregiver.__table__.c
    names = select(every, person.civility, person.first_name, person.last_name, person.sector_id, person.phone,
                   hers.first_name.label("caregiver_first"), hers.last_name.label("caregiver_last"),
                   hers.phone.label("caregiver_phone"))
    joined = names.outerjoin(Beneficiary.__table__, person.id == row.beneficiary_id) \
        .outerjoin(Caregiver.__table__, hers.id == row.caregiver_id)
    ordered = joined.order_by(row.rank, row.at, row.due, row.id, row.caregiver_id)
    return ordered.offset(OFFSET).limit(literal_column(str(PAGE + 1)))


def lines(wanted: Wanted) -> tuple[list, bool]:
    """The lines of the page asked for, with names, and whether more follow."""
    found = db.session.execute(statement(wanted.look), wanted.parameters).all()
    return found[:PAGE], len(found) > PAGE


def prepare() -> None:
    """The statement of every office eye, built and run once before a reader waits for it."""
    for role in sorted(OFFICE):
        nobody = SimpleNamespace(id=0, role=role, flags=frozenset(), is_office=True, caregiver_id=None)
        lines(Wanted(nobody))


def change_number() -> int:
    """Grows with every change committed; the poll compares it."""
    return db.session.execute(select(ChangeCount.__table__.c.number).where(ChangeCount.__table__.c.id == 1)).scalar() or 0


def sectors() -> list:
    table = Sector.__table__
    return db.session.execute(select(table.c.id, table.c.name).where(table.c.ended_at.is_(None))
                              .order_by(table.c.name)).all()
