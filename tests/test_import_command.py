"""Without a screen: the command of the server, and the folder where a nightly export is put."""

import os
import time
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select, update

from acts import imports
from commands import clock as ticking
from database import commit_as, db, now
from guard import import_folder
from models import Beneficiary, ImportRun, JournalLine, Setting, Tick, Visit
from queries.imports import to_look_at
from rules.import_folder import kept_name, kind_of_name
from tests.clock import START
from tests.houses import typed
from tests.import_files import PEOPLE, VISITS, text
from tests.world import count, reading, writing

FILE = text(PEOPLE, "B1;Mme;ROUX;Paule;;12 rue Neuve;;Nord", "B2;Mme;Roux;Anne;;;;Ouest")
WHOLE = text(PEOPLE, "B1;Mme;ROUX;Paule;;12 rue Neuve;;Nord")
PLANNING = text(VISITS, *(f"V{n};12/03/2026;{n}h;{n}h30;PETIT Henri;MOREAU Lucie;" for n in range(10, 18)))


@pytest.fixture
def export(tmp_path):
    def put(name, content):
        path = tmp_path / name
        path.write_bytes(content)
        return str(path)
    return put


def test_the_command_says_what_it_did_and_what_was_refused(app, people, export):
    done = typed(app, "import", "beneficiaries", export("a.csv", FILE))
    assert done.exit_code == 1
    assert "created 1, refused 1" in done.output and "Ligne 3 : le secteur" in done.output
    assert count(app, Beneficiary, Beneficiary.external_ref == "B1") == 1
    again = typed(app, "import", "beneficiaries", export("b.csv", WHOLE))
    assert (again.exit_code, "left 1" in again.output) == (0, True)


def test_a_dry_run_changes_nothing(app, people, export):
    said = typed(app, "import", "beneficiaries", export("a.csv", WHOLE), "--dry-run")
    assert (said.exit_code, "nothing was changed; it would be: created 1" in said.output) == (0, True)
    assert count(app, Beneficiary, Beneficiary.external_ref == "B1") == 0
    with reading(app) as session:
        assert session.scalar(select(ImportRun.state)) == "abandoned"


def test_a_refused_file_says_why(app, people, export):
    for name, content, words in (("a.csv", b"", "vide"), ("b.csv", b"PK\x03\x04xl/", "classeur Excel"),
                                 ("c.csv", b"x" * 9_000_000, "9\u00a0Mo"),
                                 ("d.csv", text("Nom;Adresse", "Durand;12 rue"), "l'heure de début")):
        said = typed(app, "import", "visits", export(name, content))
        assert (said.exit_code, words in said.output) == (2, True), said.output


def test_many_called_off_ask_for_a_yes(app, people, export):
    assert typed(app, "import", "visits", export("a.csv", PLANNING)).exit_code == 0
    less = export("b.csv", text(VISITS, "V10;12/03/2026;10h;10h30;PETIT Henri;MOREAU Lucie;"))
    said = typed(app, "import", "visits", less)
    assert (said.exit_code, "--confirm-many" in said.output) == (1, True)
    assert count(app, Visit, Visit.state == "withdrawn") == 0
    assert typed(app, "import", "visits", less, "--confirm-many").exit_code == 0
    assert count(app, Visit, Visit.state == "withdrawn") == 7


def test_only_columns_somebody_set_when_that_is_asked(app, people, export):
    said = typed(app, "import", "beneficiaries", export("a.csv", WHOLE), "--mapping-from-last")
    assert (said.exit_code, "Envoyez ce fichier à l'écran" in said.output) == (2, True)


# --- the watched folder -------------------------------------------------------------------------------------------------

@pytest.fixture
def folder(app, people, tmp_path):
    watched = tmp_path / "depot"
    watched.mkdir()
    with writing(app) as session:
        session.add(Setting(name="import_folder", value=str(watched), changed_at=START))

    def put(name, content, age=120):
        path = watched / name
        path.write_bytes(content)
        os.utime(path, (time.time() - age, time.time() - age))

    return watched, put


def look(app):
    with app.app_context():
        return import_folder.take_files()


def names(path):
    return sorted(entry.name.split(".")[0] for entry in path.iterdir()) if path.exists() else []


def test_a_nightly_export_goes_in_by_itself_and_is_put_aside(app, folder):
    watched, put = folder
    put("planning_nuit.csv", PLANNING)
    assert len(look(app)) == 1
    assert count(app, Visit, Visit.external_ref.is_not(None)) == 8
    assert names(watched / "importes") == ["planning_nuit"] and names(watched) == ["importes"]


def test_a_file_still_being_written_waits(app, folder):
    watched, put = folder
    put("planning.csv", PLANNING, age=10)
    for name in (".planning.csv", "~planning.csv", "planning.csv.part", "notes.md"):
        put(name, PLANNING)
    assert look(app) == [] and len(list(watched.iterdir())) == 5


def test_the_same_file_never_goes_in_twice(app, folder):
    watched, put = folder
    put("planning.csv", PLANNING)
    look(app)
    put("planning.csv", PLANNING)
    assert look(app) == []
    assert count(app, ImportRun) == 1
    assert names(watched / "importes") == ["2-planning", "planning"]


def test_what_is_refused_is_put_aside_and_shown_to_the_office_alone(app, people, folder):
    watched, put = folder
    put("planning.csv", b"%PDF-1.7")
    put("beneficiaires.csv", FILE)
    look(app)
    assert names(watched / "refuses") == ["planning"] and names(watched / "importes") == ["beneficiaires"]
    claire, sam = (SimpleNamespace(id=people[name], is_office=name == "claire") for name in ("claire", "sam"))
    with app.app_context():
        assert sorted((one.why, one.refused) for one in to_look_at(claire)) == [("lines", 1), ("refused", 0)]
        assert to_look_at(sam) == []
        run_id = to_look_at(claire)[0].id
        commit_as("test", lambda: imports.see(claire, run_id))
        assert run_id not in [one.id for one in to_look_at(claire)]


def test_a_file_that_would_call_off_too_much_waits_for_somebody(app, people, folder):
    watched, put = folder
    put("planning1.csv", PLANNING)
    look(app)
    put("planning2.csv", text(VISITS, "V10;12/03/2026;10h;10h30;PETIT Henri;MOREAU Lucie;"))
    (run_id,) = look(app)
    with reading(app) as session:
        assert session.get(ImportRun, run_id).state == "previewed"
    assert count(app, Visit, Visit.state == "withdrawn") == 0


def test_a_file_is_read_by_its_titles_when_its_name_says_nothing_or_lies(app, folder):
    watched, put = folder
    put("export.csv", WHOLE)
    put("planning_des_gens.csv", text(PEOPLE, "B5;Mme;ROUX;Lise;;;;Nord"))
    assert len(look(app)) == 2
    with reading(app) as session:
        assert set(session.scalars(select(ImportRun.kind))) == {"beneficiaries"}


@pytest.mark.parametrize(("name", "kind"), [
    ("planning_2026-11.csv", "visits"), ("Interventions nov.csv", "visits"), ("intervenantes.csv", "caregivers"),
    ("usagers.csv", "beneficiaries"), ("export.csv", "")])
def test_the_kind_its_name_begins_with(name, kind):
    assert kind_of_name(name) == kind
    assert kept_name(name, START).endswith(".20260309-080000.csv")


def test_a_folder_out_of_reach_is_a_failure_the_server_page_says(app, people, folder, clock):
    watched, _ = folder
    watched.rmdir()
    with app.app_context():
        ticking.run_due({"imports": ticking.RUN["imports"]})
        row = db.session.execute(select(Tick.failed_at, Tick.result).where(Tick.name == "imports")).one()
    assert row.failed_at and "Ce dossier n'existe pas" in row.result


def test_links_lead_nowhere_out_of_the_folder(app, folder, tmp_path):
    watched, _ = folder
    (tmp_path / "ailleurs.csv").write_bytes(PLANNING)
    (watched / "planning.csv").symlink_to(tmp_path / "ailleurs.csv")
    assert look(app) == []


@pytest.mark.parametrize(("path", "said"), [("", ""), ("depot", "depuis la racine"), ("/nulle/part", "n'existe pas")])
def test_what_can_be_watched(path, said):
    assert said in import_folder.fault(path) and bool(import_folder.fault(path)) is bool(said)


def test_the_clock_erases_what_is_left_and_takes_what_came(app, people, folder, clock):
    watched, put = folder
    put("planning.csv", PLANNING)
    with app.app_context():
        ticking.run_due({"imports": ticking.RUN["imports"]})
    assert count(app, Visit, Visit.external_ref.is_not(None)) == 8
    with reading(app) as session:
        lines = session.execute(select(JournalLine.action, JournalLine.account_id)).all()
    assert ("planning.import", None) in {tuple(row) for row in lines}


def test_another_import_at_work_makes_the_folder_wait(app, people, folder):
    watched, put = folder
    put("planning.csv", PLANNING)
    with writing(app) as session:
        session.add(ImportRun(kind="visits", source="screen", state="applying", sha256="x", made_at=now(), heartbeat_at=now()))
    assert look(app) == [] and names(watched) == ["planning"]
    with writing(app) as session:
        session.execute(update(ImportRun).values(heartbeat_at=now() - timedelta(minutes=2)))
    assert len(look(app)) == 1
