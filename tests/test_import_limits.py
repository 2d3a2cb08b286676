"""Twenty thousand visits, and files nobody should send: how much work they are, how much memory they take."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from bench.imports import beneficiaries, caregivers, planning
from database import db
from models import ImportedVisit, ImportRun, Sector, Series, SeriesAct, Visit, VisitChange
from tests.houses import KINDS, environment, house, typed
from tests.import_files import send
from tests.test_import_reading import BAD
from tests.world import count, statements, writing

ROOT = Path(__file__).resolve().parent.parent
MOST_MEGABYTES = 200
pytestmark = pytest.mark.long


@pytest.fixture(params=KINDS)
def own(request, tmp_path, clock):
    with house(request.param, tmp_path, clock) as app:
        with writing(app) as session:
            session.add(Sector(name="Nord"))
        send(app, "beneficiaries", beneficiaries())
        send(app, "caregivers", caregivers())
        yield app


def test_twenty_thousand_visits_go_in_once_in_few_statements(own):
    """A statement for thousands of rows, whatever their number; the second time, nothing is written at all."""
    file = planning(20_000, date(2026, 3, 1))
    with statements(own) as seen:
        assert send(own, "visits", file).counts == {"created": 20_000}
    assert len(seen) < 250
    rows = {table: count(own, table) for table in (Visit, Series, SeriesAct, ImportedVisit, VisitChange)}
    assert rows == {Visit: 20_000, Series: 20_000, SeriesAct: 40_000, ImportedVisit: 20_000, VisitChange: 0}
    with statements(own) as seen:
        assert send(own, "visits", file).counts == {"left": 20_000}
    assert len(seen) < 150
    written = [statement.split("(")[0] for statement in seen if statement.startswith(("INSERT", "UPDATE", "DELETE"))]
    assert not [one for one in written if " visit" in one or "series" in one or "imported" in one]
    assert {table: count(own, table) for table in rows} == rows


def test_half_of_them_moved_are_changed_in_as_few(own):
    first = planning(2_000, date(2026, 3, 10))
    send(own, "visits", first)
    lines = first.decode().splitlines()
    later = [line.replace(":00;", ":10;") if number % 2 else line for number, line in enumerate(lines)]
    changed = sum(one != other for one, other in zip(lines, later, strict=True))
    with statements(own) as seen:
        assert send(own, "visits", "\n".join(later).encode()).counts == {"changed": changed, "left": 2_000 - changed}
    assert changed and len(seen) < 100
    assert count(own, VisitChange) == changed


WEIGH = """
import json, sys
from pathlib import Path
from app import create_app
from commands.imports import look_at
from database import Overtaken
from guard import importing
from models import ImportRun, db

app, said = create_app(), {}
for name in sys.argv[2:]:
    with app.app_context():
        run = db.session.get(ImportRun, importing.take_in("command", name, look_at(Path(sys.argv[1]) / name, "")))
        said[name] = run.reason or run.state
status = Path("/proc/self/status").read_text()
peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
print(json.dumps({"megabytes": peak // 1024, "said": said}))
"""


def weigh(folder, names) -> dict:
    """What a process of its own says of these files, and the most memory it took (Linux alone tells)."""
    url = f"sqlite:///{folder / 'trait.sqlite'}"
    run = subprocess.run([sys.executable, "-c", WEIGH, str(folder), *names], cwd=ROOT, capture_output=True, text=True,
                         env=environment(folder, url, SECRET_KEY="tests", DATA_KEYS=DATA_KEY), timeout=300, check=False)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


DATA_KEY = "x9sFbGJ1l0p0l8yT3m0cQy8oVd0mA7Zp1n0t0q3w4uE="


@pytest.fixture
def apart(tmp_path, clock):
    """A house in a folder of its own, for a process of its own."""
    with house("sqlite", tmp_path, clock) as app:
        app.config["DATA_KEYS"] = [DATA_KEY]
        with writing(app) as session:
            session.add(Sector(name="Nord"))
        send(app, "beneficiaries", beneficiaries())
        send(app, "caregivers", caregivers())
        yield app, tmp_path


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not tell the memory of a process")
def test_a_directory_of_bad_files_is_refused_file_by_file_in_little_memory(apart):
    app, folder = apart
    for name, (content, _) in BAD.items():
        (folder / name).write_bytes(content)
    before = count(app, Visit)
    weighed = weigh(folder, list(BAD))
    for name, (_, sentence) in BAD.items():
        assert sentence in weighed["said"][name], name
    assert weighed["megabytes"] < MOST_MEGABYTES
    assert count(app, Visit) == before
    with app.app_context():
        states = list(db.session.scalars(select(ImportRun.state).order_by(ImportRun.id)))
    assert states[2:] == ["refused"] * len(BAD)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not tell the memory of a process")
def test_the_largest_planning_accepted_goes_in_twice_in_little_memory(apart):
    app, folder = apart
    (folder / "tout.csv").write_bytes(planning(60_000, date(2026, 3, 1)))
    weighed = weigh(folder, ["tout.csv", "tout.csv"])
    assert weighed["said"]["tout.csv"] == "applied"
    assert weighed["megabytes"] < MOST_MEGABYTES
    assert count(app, Visit) == 60_000


def test_the_command_and_the_limits_are_the_same_as_on_screen(apart):
    app, folder = apart
    (folder / "gros.csv").write_bytes(BAD["cinquante.csv"][0])
    said = typed(app, "import", "visits", str(folder / "gros.csv"))
    assert (said.exit_code, "pèse 50\u00a0Mo" in said.output) == (2, True)
