"""The one door to the database: a form counts once, a change needs the lock, two decisions never overwrite each other."""

import threading
import time
from contextlib import ExitStack
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from sqlalchemy import insert, select, update

import database
import write_lock
from database import Overtaken, change_state, commit_as, commit_once, db, instant_at, local, short_write
from models import Beneficiary, ChangeCount, JournalLine, Sector, Submission, Visit
from tests.reader import reader
from tests.world import count, reading, writing

NOTE = {"caller_kind": "relative", "caller": "Sa fille", "line": "Demande un autre horaire", "to_do": "nothing"}


def new_sector() -> int:
    record = Sector(name=f"Secteur {uuid4().hex[:6]}")
    db.session.add(record)
    db.session.flush()
    return record.id


def test_a_form_sent_twelve_times_at_once_makes_one_record_and_twelve_same_answers(app, people):
    before, key, answers = count(app, Sector), uuid4().hex, []

    def send():
        with app.app_context():
            answers.append(commit_once(key, new_sector))
    senders = [threading.Thread(target=send) for _ in range(12)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert count(app, Sector) == before + 1
    assert len(answers) == 12 and len(set(answers)) == 1


def test_twelve_presses_of_the_same_button_note_one_call(app, people):
    from models import CallNote
    claire, pages = reader(app, "claire"), []
    token, key, client = claire.token(), uuid4().hex, claire.client

    def press():
        pressing = app.test_client()
        pressing._cookies = dict(client._cookies)
        pages.append(pressing.post("/appels/nouveau", data={"csrf_token": token, "key": key, **NOTE}))
    presses = [threading.Thread(target=press) for _ in range(12)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    assert {page.status_code for page in pages} == {303}
    assert len({page.location for page in pages}) == 1
    assert count(app, CallNote) == 1


def test_the_same_key_with_other_words_is_another_form_and_nothing_is_dropped(app, people):
    from models import CallNote
    claire, malika, key = reader(app, "claire"), reader(app, "malika"), uuid4().hex
    first = claire.post("/appels/nouveau", NOTE, key=key)
    assert claire.post("/appels/nouveau", NOTE, key=key).location == first.location
    claire.post("/appels/nouveau", {**NOTE, "line": "Demande aussi un autre jour"}, key=key)
    assert count(app, CallNote) == 2
    malika.post("/appels/nouveau", NOTE, key=key)
    assert count(app, CallNote) == 3


def test_each_change_has_one_line_in_the_journal_and_moves_the_number_of_changes(app, people):
    with app.app_context():
        commit_as("sector.add", new_sector)
    with reading(app) as session:
        assert session.execute(select(JournalLine.action)).scalars().all() == ["sector.add"]
        assert session.get(ChangeCount, 1).number == 1
        assert session.execute(select(Submission.sealed)).scalars().all() == [True]


def test_an_act_that_fails_leaves_nothing_half_written(app, people):
    before = count(app, Sector)

    def breaks():
        new_sector()
        raise RuntimeError("in the middle")
    with app.app_context(), pytest.raises(RuntimeError, match="in the middle"):
        commit_once(uuid4().hex, breaks)
    assert count(app, Sector) == before and count(app, Submission) == 0
    with app.app_context():
        commit_once(uuid4().hex, new_sector)


@pytest.mark.parametrize("write", [
    lambda: (db.session.add(Sector(name="Est")), db.session.flush()),
    lambda: db.session.execute(insert(Sector).values(name="Est")),
    lambda: db.session.execute(update(Sector.__table__).values(name="Est")),
])
def test_a_change_outside_the_door_is_refused(app, people, write):
    with app.app_context(), pytest.raises(RuntimeError, match="outside commit_once"):
        write()


def test_the_second_decision_learns_of_the_first_and_overwrites_nothing(app, people):
    with app.app_context():
        visit = people["mme_durand_visit"]
        commit_as("visit.edit", lambda: change_state(Visit, visit, {"state": "planned"}, state="cancelled_by_person"))
        with pytest.raises(Overtaken, match="annulée"):
            commit_as("visit.edit", lambda: change_state(
                Visit, visit, {"state": "planned"}, sentence="Elle est déjà annulée.", state="door_closed"))
    with reading(app) as session:
        assert session.get(Visit, visit).state == "cancelled_by_person"


def test_two_colleagues_editing_one_file_the_second_is_told(app, people):
    with app.app_context():
        person = people["mme_durand"]
        for phone, wins in (("0100000001", True), ("0100000002", False)):
            def save(phone=phone):
                change_state(Beneficiary, person, {"version": 1}, version=2, phone=phone)
            if wins:
                commit_as("beneficiary.edit", save)
            else:
                with pytest.raises(Overtaken):
                    commit_as("beneficiary.edit", save)
    with reading(app) as session:
        assert session.get(Beneficiary, person).phone == "0100000001"


def test_a_journal_line_is_its_own_short_transaction_and_never_inside_another(app, people):
    with app.app_context(), database.writing(), pytest.raises(database.Busy):
        write_lock.LOCK_SECONDS, kept = 0.1, write_lock.LOCK_SECONDS
        try:
            with short_write():
                pass
            if db.engine.dialect.name != "sqlite":
                raise database.Busy
        finally:
            write_lock.LOCK_SECONDS = kept


def test_an_hour_of_the_clock_is_the_same_instant_summer_and_winter():
    assert instant_at(date(2026, 7, 1), 7 * 60).hour == 5
    assert instant_at(date(2026, 1, 5), 7 * 60).hour == 6
    assert local(instant_at(date(2026, 3, 29), 24 * 60 + 30)).day == 30


def test_a_naive_instant_is_refused(app, people):
    from sqlalchemy.exc import StatementError
    with pytest.raises(StatementError), writing(app) as session:
        session.get(Sector, people["sector_nord"]).ended_at = datetime(2026, 3, 9)
    with writing(app) as session:
        session.get(Sector, people["sector_nord"]).ended_at = datetime(2026, 3, 9, tzinfo=UTC)


@pytest.mark.sqlite
def test_who_writes_never_waits_for_the_connections_of_those_who_wait_for_her(app):
    with app.app_context(), ExitStack() as waiting:
        for _ in range(30):
            waiting.enter_context(db.engine.connect()).execute(select(ChangeCount.number))
        started = time.monotonic()
        with short_write() as connection:
            connection.execute(update(ChangeCount.__table__).values(number=ChangeCount.number))
        assert time.monotonic() - started < write_lock.LOCK_SECONDS


@pytest.mark.sqlite
def test_sqlite_is_durable_and_holds_its_keys(app, people):
    with app.app_context(), db.engine.connect() as connection:
        def pragma(name):
            return connection.exec_driver_sql(f"PRAGMA {name}").scalar()
        assert pragma("journal_mode") == "wal" and pragma("synchronous") == 2
        assert pragma("foreign_keys") == 1 and pragma("secure_delete") == 1 and pragma("busy_timeout") == 5000
