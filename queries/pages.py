"""A page of a long list: 25 lines after, or before, a line already shown. The address carries an id, never a name."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Select, func, literal, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, aliased

from database import db
from rules.names import search_words

PAGE = 25
CAP = 1000
PART = 1000


@dataclass(frozen=True, slots=True)
class Page:
    """rows of this page; next_id, previous_id: where the neighbouring pages start, or None at the ends."""

    rows: list
    next_id: int | None
    previous_id: int | None


def page_of(statement: Select, name: InstrumentedAttribute, after: int | None = None,
            before: int | None = None, newest: bool = False) -> Page:
    """The lines of `statement` in the order of `name` then id: those after this id, or before that one.

    `newest` turns the order round. Reads one page whatever its depth (no OFFSET). The statement selects a column
    called `id`.
    """
    key = name.class_.id
    anchor, forward = before or after, not before
    rising = forward != newest
    if anchor:
        place = tuple_(_at(name, anchor), literal(anchor))
        statement = statement.where(tuple_(name, key) > place if rising else tuple_(name, key) < place)
    rows = list(db.session.execute(in_order(statement, name, not rising).limit(PAGE + 1)))
    more, rows = len(rows) > PAGE, rows[:PAGE]
    if not forward:
        rows.reverse()
    further, back = (more, bool(anchor)) if forward else (True, more)
    return Page(rows, rows[-1].id if rows and further else None, rows[0].id if rows and back else None)


def in_order(statement: Select, name: InstrumentedAttribute, newest: bool = False) -> Select:
    """The order in which the pages of a list follow each other."""
    key = name.class_.id
    return statement.order_by(*(name.desc(), key.desc()) if newest else (name, key))


def whole(statement: Select) -> Iterator[list]:
    """Every line of a list, a thousand at a time: however many there are, memory holds one part of them."""
    return map(list, db.session.execute(statement, execution_options={"yield_per": PART}).partitions())


def _at(name: InstrumentedAttribute, anchor: int):
    """Where the line of this id stands in the order, read by the database itself."""
    other = aliased(name.class_)
    return select(getattr(other, name.key)).where(other.id == anchor).scalar_subquery()


def last_first(statement: Select, model, after: int | None = None) -> tuple[list, int | None]:
    """A page of what is over, the last written first, and the id after which the next page starts."""
    if after:
        statement = statement.where(model.id < after)
    rows = list(db.session.execute(statement.order_by(model.id.desc()).limit(PAGE + 1)))
    return rows[:PAGE], rows[PAGE - 1].id if len(rows) > PAGE else None


def count_up_to(statement: Select, cap: int = CAP) -> int:
    """How many lines, counted up to cap + 1: the cost stays the same however many there are."""
    few = statement.with_only_columns(literal(1), maintain_column_froms=True).order_by(None).limit(cap + 1).subquery()
    return db.session.scalar(select(func.count()).select_from(few))


def matching(search_name: InstrumentedAttribute, typed: str) -> list:
    """Conditions: every word typed starts a word of the stored, accent-free name; their order does not count."""
    return [search_name.like(f"% {word}%") for word in search_words(typed)]
