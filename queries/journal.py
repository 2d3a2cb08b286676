"""The journal as it is read: who, what, which, from when to when; the newest first."""

from datetime import date, timedelta

from sqlalchemy import Select, String, cast, false, literal, or_, select

from database import db, instant_at
from models import Account, Alert, HelpRequest, JournalLine
from queries.reach import alerts_seen_by, help_requests_seen_by

PAGE = 50
SERVER = "0"
BY_ITSELF = ("alert.escalate", "alert.erase", "help_request.erase")


def lines_seen_by(user) -> Select:
    """Every line for whoever may read the journal, but those of an alert or a hand asked for that she may not read; none
    for anybody else.

    The clock's own lines would tell that there is one: the alert keeps when it went to its second recipient.
    """
    lines = select(JournalLine)
    if not user.may("journal.read"):
        return lines.where(false())
    kinds = (("alert:", alerts_seen_by(user), Alert.id), ("hand:", help_requests_seen_by(user), HelpRequest.id))
    readable = [or_(~JournalLine.subject.startswith(kind), JournalLine.subject.in_(
        seen.with_only_columns(literal(kind).concat(cast(id, String))))) for kind, seen, id in kinds]
    return lines.where(JournalLine.action.not_in(BY_ITSELF), *readable)


def listed(user, who: str = "", action: str = "", subject: str = "", first: date | None = None,
           last: date | None = None) -> Select:
    """`who` is the number of an account, or "0" for the server and strangers; both days are included."""
    lines = lines_seen_by(user)
    if who:
        lines = lines.where(JournalLine.account_id == int(who) if who != SERVER else JournalLine.account_id.is_(None))
    if action:
        lines = lines.where(JournalLine.action == action)
    if subject:
        lines = lines.where(JournalLine.subject == subject)
    if first:
        lines = lines.where(JournalLine.at >= instant_at(first, 0))
    if last:
        lines = lines.where(JournalLine.at < instant_at(last + timedelta(days=1), 0))
    return lines


def page(lines: Select, before: str = "", after: str = ""):
    """Fifty lines: those just older than the line of mark `before`, or just newer than that of `after`.

    A mark is the hash of a line: its number, counted, would say how many lines between two pages are kept from the reader.
    Returns the lines, and the marks for the older and the newer page (None at the ends).
    """
    lines, older_than, newer_than = _named(lines), _number(before), _number(after)
    if newer_than:
        lines = lines.where(JournalLine.id > newer_than).order_by(JournalLine.id)
    else:
        lines = lines.where(JournalLine.id < older_than) if older_than else lines
        lines = lines.order_by(JournalLine.id.desc())
    rows = list(db.session.execute(lines.limit(PAGE + 1)))
    more, rows = len(rows) > PAGE, rows[:PAGE]
    if newer_than:
        rows.reverse()
    older, newer = (True, more) if newer_than else (more, bool(older_than))
    return rows, rows[-1].line_hash if rows and older else None, rows[0].line_hash if rows and newer else None


def _number(mark: str) -> int | None:
    """Line numbers follow time; None for what marks no line."""
    return db.session.scalar(select(JournalLine.id).where(JournalLine.line_hash == mark)) if mark else None


def every(lines: Select) -> Select:
    """All of them, the newest first."""
    return _named(lines).order_by(JournalLine.id.desc())


def _named(lines: Select) -> Select:
    columns = (JournalLine.line_hash, JournalLine.at, JournalLine.action, JournalLine.subject, JournalLine.allowed,
               JournalLine.address, Account.name)
    return lines.with_only_columns(*columns, maintain_column_froms=True).outerjoin(
        Account, Account.id == JournalLine.account_id)


def people() -> list[tuple[str, str]]:
    """Every account there ever was: a journal outlives them."""
    rows = db.session.execute(select(Account.id, Account.name).order_by(Account.name, Account.id))
    return [(SERVER, "Le serveur, ou personne de connu"), *((str(row.id), row.name) for row in rows)]
