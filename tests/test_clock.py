"""What is done by itself is done once, in its time, and its failure is seen."""

import threading
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from commands import clock as ticking
from database import db, now
from models import ChangeCount, JournalLine, Submission, Tick
from queries import health
from rules.clock import JOBS, is_due, is_late, last_moment, months_back
from tests.houses import KINDS, house, typed, writing
from tests.reader import reader
from tests.world import count

PARIS = ZoneInfo("Europe/Paris")


def at(day, hour, minute=0, month=3):
    return datetime(2026, month, day, hour, minute, tzinfo=PARIS)


@pytest.mark.parametrize(("every", "moment", "done", "due"), [
    ("minute", at(9, 9), at(9, 8, 59), True),
    ("ten_minutes", at(9, 9), at(9, 8, 51), False),
    ("ten_minutes", at(9, 9), at(9, 8, 50), True),
    ("hour", at(9, 9), at(9, 8, 1), False),
    ("night", at(9, 1, 59), at(8, 2, 1), False),
    ("night", at(9, 2), at(8, 2, 1), True),
    ("night", at(9, 9), at(9, 2), True),
    ("night", at(9, 9), at(9, 2, 1), False),
    ("month", at(1, 2, 59), at(2, 3, month=2), False),
    ("month", at(1, 3), at(2, 3, month=2), True),
    ("month", at(31, 9), at(1, 3, 1), False),
    ("night", at(9, 9), None, True),
])
def test_a_job_is_due_when_its_last_moment_passed_undone(every, moment, done, due):
    assert is_due(every, moment, done, None) is due


def test_a_job_that_failed_is_tried_again_ten_minutes_later():
    assert not is_due("minute", at(9, 9), None, at(9, 8, 51))
    assert is_due("minute", at(9, 9), None, at(9, 8, 50))


def test_nights_and_months_are_those_of_paris_whatever_the_season():
    assert last_moment("night", datetime(2026, 7, 1, 0, 30, tzinfo=UTC).astimezone(PARIS)) == at(1, 2, month=7)
    assert last_moment("month", at(15, 9, month=1)).month == 1
    assert last_moment("month", at(1, 2, month=1)) == datetime(2025, 12, 1, 3, tzinfo=PARIS)
    assert months_back(at(9, 9), 12) == datetime(2025, 3, 1, tzinfo=PARIS)
    assert months_back(at(9, 9, month=12), 12) == datetime(2025, 12, 1, tzinfo=PARIS)


def test_every_job_has_its_words_and_its_function():
    assert set(JOBS) == set(ticking.RUN)


@pytest.fixture(params=KINDS)
def own(request, tmp_path, clock):
    with house(request.param, tmp_path, clock) as app:
        yield app


def tick_row(app, name):
    with app.app_context():
        return db.session.execute(select(Tick).where(Tick.name == name)).scalar_one()


def test_two_clocks_at_once_run_each_job_once(own):
    """Both try while the first is in the middle of a job: the second leaves it alone."""
    entered, leave, runs, answers = threading.Event(), threading.Event(), [], []

    def slow():
        runs.append(1)
        entered.set()
        leave.wait(30)

    def clock_of():
        with own.app_context():
            answers.append(ticking.run_due({"rounds": slow}))

    first = threading.Thread(target=clock_of)
    first.start()
    assert entered.wait(30)
    second = threading.Thread(target=clock_of)
    second.start()
    second.join(30)
    leave.set()
    first.join(30)
    assert len(runs) == 1
    assert answers == [None, ["rounds"]]


def test_a_clock_that_died_in_the_middle_holds_nobody_up_for_long(own, clock):
    with own.app_context():
        assert ticking.take_lease("dead:1")
        assert ticking.run_due({}) is None
    clock.move(minutes=6)
    with own.app_context():
        assert ticking.run_due({}) == []


def test_one_job_failing_stops_no_other_and_is_kept(own, clock):
    def broken():
        raise OSError(28, "no space left", "/exports/planning_durand.csv")

    done = []
    with own.app_context():
        assert ticking.run_due({"rounds": broken, "seal": lambda: done.append(1)}) == ["rounds", "seal"]
    assert done == [1]
    failed = tick_row(own, "rounds")
    assert failed.failed_at and failed.ran_at is None and "no space left" in failed.result
    clock.move(minutes=11)
    with own.app_context():
        ticking.run_due({"rounds": lambda: None})
    mended = tick_row(own, "rounds")
    assert mended.failed_at is None and mended.result == "" and mended.ran_at


def test_what_is_kept_of_a_failure_quotes_no_record():
    from sqlalchemy.exc import IntegrityError
    error = IntegrityError("INSERT INTO beneficiary", {"last_name": "Durand"}, Exception("UNIQUE: Durand"))
    assert ticking.in_words(error) == "IntegrityError"


def test_jobs_that_find_nothing_to_do_leave_no_trace(own):
    before = count(own, Submission)
    assert typed(own, "tick").output.startswith("done: seal, rounds")
    assert count(own, Submission) == before
    assert count(own, JournalLine) == 0
    with own.app_context():
        assert db.session.execute(select(ChangeCount.number)).scalar_one() == 0


def test_the_first_tick_backs_up_and_the_next_one_waits_for_the_night(own, clock):
    assert "backup" in typed(own, "tick").output
    clock.move(minutes=1)
    assert "backup" not in typed(own, "tick").output
    clock.set(datetime(2026, 3, 10, 1, 1, tzinfo=UTC))
    assert "backup" in typed(own, "tick").output
    with own.app_context():
        assert len(health.backups()) == 2


def test_a_promised_journal_line_is_written_once(own, clock):
    with writing(own) as session:
        session.add(Submission(key="k" * 32, action="visit.edit", subject="visit:1", at=now(), sealed=False))
    with own.app_context():
        ticking.run_due({"seal": ticking.seal_promised})
        assert db.session.execute(select(JournalLine)).all() == [], "a form being answered writes its own line"
    clock.move(minutes=2)
    for _ in range(2):
        with own.app_context():
            ticking.run_due({"seal": ticking.seal_promised})
        clock.move(minutes=2)
    assert count(own, JournalLine, JournalLine.action == "visit.edit", JournalLine.subject == "visit:1") == 1


def test_the_house_says_so_when_its_clock_has_stopped(own, clock):
    with own.app_context():
        assert health.clock_sentence()
        ticking.run_due({})
        assert health.clock_sentence() == ""
    clock.move(minutes=11)
    with own.app_context():
        assert "L'horloge du serveur ne tourne plus" in health.clock_sentence()
    assert not is_late(at(9, 9), at(9, 9) - timedelta(minutes=10))


def test_the_server_page_shows_the_clock_its_failures_and_the_backups(app, people, clock):
    def broken():
        raise OSError(28, "disque plein", "/exports/planning_durand.csv")

    with app.app_context():
        ticking.run_due({"rounds": broken, "backup": ticking.back_up})
    page = reader(app, "sam").get("/serveur")
    assert "disque plein" in page.text and "durand" not in page.html
    assert "Ouverte et entière" in page.text
    assert "Durand" not in page.text
    clock.move(minutes=11)
    assert "L'horloge ne tourne plus depuis dix minutes" in reader(app, "sam").get("/serveur").text
