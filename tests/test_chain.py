"""The journal only grows: what is touched is refused by the database, and what is forged is found."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from acts import purges
from commands.clock import as_change
from database import db, now, short_write
from guard import chain
from models import JournalCheckpoint, JournalLine
from tests.houses import KINDS, house, typed
from tests.world import count


@pytest.fixture(params=KINDS)
def own(request, tmp_path, clock):
    with house(request.param, tmp_path, clock) as app:
        yield app


def write(app, number, days_ago=0):
    with app.app_context(), short_write() as connection:
        for i in range(number):
            chain.append(connection, None, "visit.edit", f"visit:{i}", True, "::1", now() - timedelta(days=days_ago))


def tamper(app, *statements):
    """As somebody who holds the database itself would: the guards are put away first."""
    away = (["SET LOCAL session_replication_role = replica"] if _is_postgres(app) else
            [f"DROP TRIGGER {name}" for name in ("journal_no_update", "journal_no_delete", "journal_follows")])
    with app.app_context(), short_write() as connection:
        for statement in (*away, *statements):
            connection.execute(text(statement))


def _is_postgres(app):
    with app.app_context():
        return db.engine.dialect.name == "postgresql"


def problems(app, witness=None):
    with app.app_context(), db.engine.connect() as connection:
        return chain.verify(connection, witness)


def refused(app, statement):
    with app.app_context(), pytest.raises(DatabaseError) as error, short_write() as connection:
        connection.execute(text(statement))
    return str(error.value)


def test_a_chain_nobody_touched_is_whole(own):
    assert problems(own) == []
    write(own, 5)
    assert problems(own) == []


@pytest.mark.parametrize("statement", [
    "UPDATE journal SET action = 'help.read' WHERE id = 2",
    "UPDATE journal SET line_hash = line_hash",
    "DELETE FROM journal WHERE id = 3",
    "DELETE FROM journal",
    "INSERT INTO journal (id, at, action, subject, allowed, address, previous_hash, line_hash) "
    "SELECT 9, at, action, subject, allowed, address, 'forged', 'forged' FROM journal WHERE id = 1",
    "INSERT INTO journal_checkpoint (id, month, last_id, line_hash, lines, at) "
    "SELECT 1, '2025-01', 3, 'forged', 3, at FROM journal WHERE id = 1",
])
def test_the_database_refuses_to_touch_the_journal(own, statement):
    write(own, 3)
    refused(own, statement)
    assert count(own, JournalLine) == 3
    assert problems(own) == []


def test_a_line_cannot_be_replaced_by_another_of_the_same_number(tmp_path, clock):
    with house("sqlite", tmp_path, clock) as app:
        write(app, 3)
        refused(app, "INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE id = 2")
        assert problems(app) == []


@pytest.mark.postgres
def test_the_journal_cannot_be_emptied_at_once(tmp_path, clock):
    with house("postgres", tmp_path, clock) as app:
        write(app, 3)
        assert "append-only" in refused(app, "TRUNCATE journal")


@pytest.mark.parametrize(("statement", "said"), [
    ("UPDATE journal SET subject = 'visit:99' WHERE id = 2", "line 2: its words"),
    ("UPDATE journal SET account_id = NULL, at = at, allowed = NOT allowed WHERE id = 4", "line 4: its words"),
    ("DELETE FROM journal WHERE id = 3", "line 4: 1 missing before it"),
    ("UPDATE journal SET previous_hash = line_hash WHERE id = 3", "line 3: does not follow line 2"),
])
def test_what_was_forged_behind_our_back_is_found(own, statement, said):
    write(own, 5)
    tamper(own, statement)
    assert said in " ".join(problems(own))
    answer = typed(own, "journal-verify")
    assert answer.exit_code == 1
    assert "the journal is broken" in answer.output


def test_lines_cut_off_the_end_are_found_by_what_the_last_backup_saw(own):
    write(own, 5)
    assert typed(own, "backup").exit_code == 0
    tamper(own, "DELETE FROM journal WHERE id > 3")
    # The chain itself is whole: only a witness outside the database knows better.
    assert problems(own) == []
    answer = typed(own, "journal-verify")
    assert answer.exit_code == 1
    assert "lines 4 to 5: cut off the end" in answer.output


def test_a_journal_written_anew_from_the_start_is_not_the_one_the_backup_saw(own):
    write(own, 3)
    assert typed(own, "backup").exit_code == 0
    tamper(own, "DELETE FROM journal")
    with own.app_context(), short_write() as connection:
        for i in range(3):
            chain.append(connection, None, "help.read", f"visit:{i}", True, "::1", now())
    assert "not the one the last backup had" in typed(own, "journal-verify").output


def test_a_purge_erases_whole_old_months_and_the_chain_stays_whole(own, clock):
    # 9 March 2026: February 2025 may go, March 2025 is kept, its first day included.
    write(own, 4, days_ago=400)
    write(own, 2, days_ago=374)
    write(own, 3, days_ago=360)
    assert typed(own, "purge").output == "erased: journal 6\n"
    assert count(own, JournalLine, JournalLine.action == "visit.edit") == 3
    assert count(own, JournalCheckpoint, JournalCheckpoint.last_id == 6, JournalCheckpoint.lines == 6) == 1
    assert problems(own) == []
    write(own, 2)
    assert problems(own) == []


def test_a_second_purge_finds_nothing_and_leaves_no_trace(own):
    write(own, 2, days_ago=400)
    typed(own, "purge")
    before = count(own, JournalLine)
    assert typed(own, "purge").output == "nothing to erase\n"
    assert count(own, JournalLine) == before
    assert count(own, JournalCheckpoint) == 1


def test_a_journal_purged_to_its_last_line_goes_on_from_the_checkpoint(own, clock):
    write(own, 2)
    clock.move(days=500)
    with own.app_context():
        as_change("purge", purges.purge)()
    assert count(own, JournalLine) == 1
    assert problems(own) == []


def test_nobody_erases_more_than_a_checkpoint_covers(own):
    write(own, 4, days_ago=400)
    write(own, 4)
    typed(own, "purge")
    refused(own, "DELETE FROM journal WHERE id = 5")
    refused(own, "DELETE FROM journal_checkpoint")
    refused(own, "UPDATE journal_checkpoint SET last_id = 7")


def test_a_forged_line_right_after_a_purge_is_found_too(own):
    write(own, 4, days_ago=400)
    write(own, 4)
    typed(own, "purge")
    tamper(own, "DELETE FROM journal WHERE id = 5")
    assert "line 6: 1 missing before it" in " ".join(problems(own))
