"""Nothing that can tell PostgreSQL from SQLite is left out of the second half; nothing else is in it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import matrix
from tests.test_matrix import CASES

ROOT = Path(__file__).resolve().parent.parent
BASE = """
import pytest
pytest_plugins = ["tests.halves"]

@pytest.fixture
def database_url():
    pass

@pytest.fixture
def app(database_url):
    pass
"""
SHORT = """
import pytest

def test_a_rule():
    pass

def test_a_record(app):
    pass

@pytest.mark.sqlite
def test_a_file_of_sqlite(app):
    pass

@pytest.mark.once
def test_what_is_said_before_any_record(app):
    pass
"""
LONG = """
import pytest

@pytest.mark.browser
def test_a_page_is_seen(app):
    pass
"""


@pytest.fixture
def ran(tmp_path):
    """The names of the tests a small suite of its own runs, in order."""
    for name, said in (("conftest", BASE), ("test_a_short", SHORT), ("test_b_long", LONG)):
        (tmp_path / f"{name}.py").write_text(said)

    def run(half: str) -> list[str]:
        command = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pytest.ini"), "--rootdir", str(tmp_path),
                   "-p", "no:cacheprovider", "-v", str(tmp_path)]
        answer = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(ROOT), "TEST_ON": half},
                                cwd=tmp_path, capture_output=True, text=True)
        assert answer.returncode == 0, answer.stdout + answer.stderr
        return [line.partition("::")[2].split()[0] for line in answer.stdout.splitlines() if "PASSED" in line]

    return run


def test_first_everything_runs_the_file_that_waits_before_the_others(ran):
    assert ran("") == ["test_a_page_is_seen", "test_a_rule", "test_a_record", "test_a_file_of_sqlite",
                       "test_what_is_said_before_any_record"]


def test_then_what_asks_for_the_database_unless_its_mark_says_once(ran):
    assert ran("postgres") == ["test_a_record"]


def test_every_page_and_every_write_of_the_matrix_runs_on_both():
    again = {(line.method, line.endpoint, status) for line, _, _, _, status in
             (case.values for case in CASES if not case.marks)}
    written = {(line.method, line.endpoint, case[-1]) for line in matrix.rows() for case in line.cases()}
    assert written - again == {(method, endpoint, status) for method, endpoint, status in written if status == 403}
    for line in matrix.rows():
        assert any((line.method, line.endpoint) == seen[:2] for seen in again), f"{line.endpoint} is only ever forbidden"
