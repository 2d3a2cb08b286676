"""What this machine cannot run is skipped, said in plain words at the end, and refused where NO_SKIPS=1.

A pytest plugin: tests/conftest.py names it in `pytest_plugins`. Tests say what they need by a mark
(`browser`, `html_checker`, `spreadsheet`, `word_processor`, `postgres`) and ask here for the path or the address.
"""

import functools
import os
import shutil
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCAL_POSTGRES = "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
CHROMIUM_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
SKIPPED = pytest.StashKey[dict]()


@functools.cache
def chromium_path():
    """The browser of this machine: CHROMIUM if it is set, else where systems put it."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    found = (shutil.which(name) for name in (*CHROMIUM_NAMES, *CHROMIUM_PLACES))
    return next(filter(None, found), None)


@functools.cache
def vnu_jar():
    """The Nu HTML checker: VNU_JAR if it is set, else .tools/vnu.jar; of no use without Java."""
    jar = Path(os.environ.get("VNU_JAR") or ROOT / ".tools" / "vnu.jar")
    return str(jar) if jar.is_file() and shutil.which("java") else None


@functools.cache
def office_path():
    """LibreOffice: SOFFICE if it is set, else where systems put it."""
    named = os.environ.get("SOFFICE")
    return shutil.which(named) if named else shutil.which("soffice") or shutil.which("libreoffice")


@functools.cache
def writer_path():
    """LibreOffice again, where its word processor is installed too: Debian packs it apart."""
    office = office_path()
    return office if office and any(Path(office).resolve().parent.parent.rglob("*swlo.*")) else None


@functools.cache
def postgres_url():
    """A PostgreSQL on which databases may be made: TEST_POSTGRES_URL, else the one of this machine, if it answers."""
    try:
        import psycopg
    except ImportError:
        return None
    url = os.environ.get("TEST_POSTGRES_URL") or LOCAL_POSTGRES
    try:
        with psycopg.connect(url.replace("+psycopg", "", 1), connect_timeout=3) as connection:
            return url if may_make_databases(connection) else None
    except psycopg.Error:
        return None


def may_make_databases(connection):
    question = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
    return connection.execute(question).fetchone()[0]


NEEDS = {
    "browser": (chromium_path, "no Chromium on this machine: install chromium, or name one in CHROMIUM"),
    "html_checker": (vnu_jar, "no Nu HTML checker: install Java and put vnu.jar into .tools/, or name it in VNU_JAR"),
    "spreadsheet": (office_path, "no LibreOffice on this machine: install libreoffice-calc, or name one in SOFFICE"),
    "word_processor": (writer_path, "no word processor of LibreOffice: install libreoffice-writer"),
    "postgres": (postgres_url, "no PostgreSQL answers that lets us make databases: name one in TEST_POSTGRES_URL"),
}


def pytest_collection_modifyitems(items):
    for item in items:
        for mark, (present, reason) in NEEDS.items():
            if item.get_closest_marker(mark) and not present():
                item.add_marker(pytest.mark.skip(reason=reason))


def pytest_configure(config):
    config.stash[SKIPPED] = defaultdict(list)
    config.pluginmanager.register(SkipKeeper(config), "skip-keeper")


class SkipKeeper:
    """Gathers every skip, those of whole files too, which pytest-xdist leaves in its workers."""

    def __init__(self, config):
        self.config = config
        self.by_reason = config.stash[SKIPPED]

    def note(self, report):
        if report.skipped and not hasattr(report, "wasxfail"):
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
            self.by_reason[reason.removeprefix("Skipped: ")].append(report.nodeid)

    def pytest_runtest_logreport(self, report):
        self.note(report)

    def pytest_collectreport(self, report):
        self.note(report)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node):
        for reason, nodeids in getattr(node, "workeroutput", {}).get("skipped", {}).items():
            # Each worker collects every file: the same skip comes from all of them.
            self.by_reason[reason] += [nodeid for nodeid in nodeids if nodeid not in self.by_reason[reason]]

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session, exitstatus):
        if hasattr(self.config, "workeroutput"):
            self.config.workeroutput["skipped"] = dict(self.by_reason)
        elif refused(self.by_reason) and exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


def refused(by_reason):
    return os.environ.get("NO_SKIPS") == "1" and bool(by_reason)


def pytest_terminal_summary(terminalreporter, config):
    by_reason = config.stash[SKIPPED]
    if not by_reason:
        terminalreporter.write_line("Nothing was skipped.")
        return
    terminalreporter.section("what this machine made us skip")
    for reason, nodeids in sorted(by_reason.items()):
        terminalreporter.write_line(f"{len(nodeids)} skipped: {reason}")
        for nodeid in sorted(nodeids):
            terminalreporter.write_line(f"    {nodeid}")
    if refused(by_reason):
        terminalreporter.write_line("NO_SKIPS=1: this run fails because of them.", red=True)
