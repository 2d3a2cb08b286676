"""The chain of the journal: how a line is added to it, and how anybody can check that none was touched."""

from datetime import UTC

from sqlalchemy import insert, select, text

from migrations.journal_triggers import statements
from models import JournalCheckpoint, JournalLine
from rules.chain import START, canonical, line_hash

JOURNAL = JournalLine.__table__
CHECKPOINT = JournalCheckpoint.__table__
# Any number will do, as long as nothing else in this database locks the same one.
POSTGRES_LOCK = 7_421_900_001
LAST_LINE = select(JOURNAL.c.id, JOURNAL.c.line_hash).order_by(JOURNAL.c.id.desc()).limit(1)
LAST_CHECKPOINT = select(CHECKPOINT.c.last_id, CHECKPOINT.c.line_hash).order_by(CHECKPOINT.c.last_id.desc()).limit(1)
ALL_LINES = select(JOURNAL.c.id, JOURNAL.c.at, JOURNAL.c.account_id, JOURNAL.c.action, JOURNAL.c.subject,
                   JOURNAL.c.allowed, JOURNAL.c.address, JOURNAL.c.previous_hash,
                   JOURNAL.c.line_hash).order_by(JOURNAL.c.id)
ADD_LINE = insert(JOURNAL)


def guard_journal(connection) -> None:
    """The triggers that refuse to change a line or to erase one, on a database made without migrations."""
    for statement in statements(connection.dialect.name):
        connection.exec_driver_sql(statement)


def lock(connection) -> None:
    """One writer of the chain at a time. SQLite lets in one writer anyway; PostgreSQL several: they wait here."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": POSTGRES_LOCK})


def append(connection, account_id, action, subject, allowed, address, at) -> int:
    """Adds one line to the chain and gives its number. The caller holds a write transaction and commits it."""
    lock(connection)
    last_id, previous = head(connection)
    line_id, at = last_id + 1, at.astimezone(UTC)
    fields = canonical(line_id, at, account_id, action, subject, allowed, address)
    connection.execute(ADD_LINE, {
        "id": line_id, "at": at, "account_id": account_id, "action": action, "subject": subject, "allowed": allowed,
        "address": address, "previous_hash": previous, "line_hash": line_hash(previous, fields)})
    return line_id


def head(connection) -> tuple[int, str]:
    """The number and hash the next line stands on."""
    last = connection.execute(LAST_LINE).first() or connection.execute(LAST_CHECKPOINT).first()
    return (last[0], last[1]) if last else (0, START)


def verify(connection, witness: tuple[int, str] | None = None) -> list[str]:
    """What is wrong with the chain, one sentence each; nothing when it is whole.

    `witness` is a (number, hash) noted outside the database, by the last backup: lines cut off the end leave a
    chain that is whole but no longer holds it.
    """
    checkpoint = connection.execute(LAST_CHECKPOINT).first()
    last_id, previous = (checkpoint[0], checkpoint[1]) if checkpoint else (0, START)
    # Lines at or under the checkpoint are gone, or about to go; the first one left still names its predecessor.
    problems, seen = [], {last_id: previous}
    lines = ALL_LINES.where(JOURNAL.c.id > last_id).execution_options(yield_per=2000)
    for line in connection.execute(lines):
        problems += _wrong_with(line, last_id, previous)
        last_id, previous = line.id, line.line_hash
        if witness and line.id == witness[0]:
            seen[line.id] = line.line_hash
    return problems + _wrong_with_end(witness, last_id, seen, checkpoint)


def _wrong_with(line, last_id, previous) -> list[str]:
    problems = []
    if line.id != last_id + 1:
        problems.append(f"line {line.id}: {line.id - last_id - 1} missing before it")
    if line.previous_hash != previous:
        problems.append(f"line {line.id}: does not follow line {last_id}")
    fields = canonical(line.id, line.at, line.account_id, line.action, line.subject, line.allowed, line.address)
    if line.line_hash != line_hash(line.previous_hash, fields):
        problems.append(f"line {line.id}: its words are not those that were written")
    return problems


def _wrong_with_end(witness, last_id, seen, checkpoint) -> list[str]:
    if not witness or (checkpoint and witness[0] < checkpoint[0]):
        return []
    if witness[0] > last_id:
        return [f"lines {last_id + 1} to {witness[0]}: cut off the end, the last backup had them"]
    if seen.get(witness[0]) != witness[1]:
        return [f"line {witness[0]}: not the one the last backup had"]
    return []
