"""Nobody believes a page was looked at in a browser when there was no browser."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.long
MARKED = """
import pytest

@pytest.mark.browser
def test_the_board_is_seen_in_a_browser():
    raise AssertionError("there is no browser")

@pytest.mark.html_checker
def test_the_board_is_valid():
    raise AssertionError("there is no checker")

@pytest.mark.spreadsheet
def test_the_list_opens_in_a_spreadsheet():
    raise AssertionError("there is no LibreOffice")

@pytest.mark.postgres
def test_the_board_on_postgresql():
    raise AssertionError("there is no server")

def test_the_rest_runs():
    pass
"""
WHOLE_FILE = """
import pytest
pytest.skip("the moon is not full", allow_module_level=True)
"""
REASONS = ("no Chromium on this machine", "no Nu HTML checker", "no LibreOffice", "no PostgreSQL answers", "the moon is not full")


@pytest.fixture
def bare_machine(tmp_path):
    """A suite of its own on a machine without browser, checker or server."""
    (tmp_path / "conftest.py").write_text('pytest_plugins = ["tests.skips"]\n')
    (tmp_path / "test_marked.py").write_text(MARKED)
    (tmp_path / "test_whole.py").write_text(WHOLE_FILE)

    def run(*options, **environment):
        absent = {"CHROMIUM": "no-such-browser", "VNU_JAR": str(tmp_path / "none.jar"), "SOFFICE": "no-such-office", "PYTHONPATH": str(ROOT),
                  "TEST_POSTGRES_URL": "postgresql+psycopg://nobody@127.0.0.1:1/none", "NO_SKIPS": ""}
        command = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pytest.ini"), "--rootdir", str(tmp_path),
                   "-p", "no:cacheprovider", *options, str(tmp_path)]
        return subprocess.run(command, env=os.environ | absent | environment, cwd=tmp_path, capture_output=True, text=True)

    return run


@pytest.mark.parametrize("options", [(), ("-n", "2")], ids=["alone", "on two processors"])
def test_the_run_ends_with_the_list_of_what_it_skipped(bare_machine, options):
    answer = bare_machine(*options)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    listed = answer.stdout.partition("what this machine made us skip")[2]
    for reason in REASONS:
        assert listed.count(f"1 skipped: {reason}") == 1
    assert "test_marked.py::test_the_board_is_seen_in_a_browser" in listed


@pytest.mark.parametrize("options", [(), ("-n", "2")], ids=["alone", "on two processors"])
def test_where_no_skip_is_allowed_one_skip_fails_the_run(bare_machine, options):
    answer = bare_machine(*options, NO_SKIPS="1")
    assert answer.returncode == 1
    assert "NO_SKIPS=1: this run fails because of them." in answer.stdout


def test_a_file_skipped_whole_is_enough_to_fail_the_run(bare_machine):
    answer = bare_machine("-n", "2", "-k", "rest", NO_SKIPS="1")
    assert answer.returncode == 1
    assert "1 skipped: the moon is not full" in answer.stdout


def test_a_complete_machine_says_that_nothing_was_skipped(bare_machine, tmp_path):
    (tmp_path / "test_whole.py").unlink()
    answer = bare_machine("-k", "rest", NO_SKIPS="1")
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "Nothing was skipped." in answer.stdout
