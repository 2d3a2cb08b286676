"""Without a screen: the command of the server, and the folder where a nightly export is put."""

import os
import re
import time
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from acts import imports
from commands import clock as ticking
from database import commit_as, db, now
from guard import import_folder
from models import Beneficiary, ImportFile, ImportMapping, ImportRun, JournalLine, Setting, Tick, Visit
from rules.import_columns import signature
from rules.import_folder import kept_name, kind_of_name
from rules.import_look import unpack
from tests.clock import START
from tests.houses import typed
from tests.import_files import PEOPLE, VISITS, settle_columns, text
from tests.import_scenes import send, wait
from tests.reader import reader
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
    assert (said.exit_code, "Envoyez ce fichier une fois depuis la page Imports" in said.output) == (2, True)


# --- the watched folder -------------------------------------------------------------------------------------------------

@pytest.fixture
def folder(app, people, tmp_path):
    watched = tmp_path / "depot"
    watched.mkdir()
    with writing(app) as session:
        session.add(Setting(name="import_folder", value=str(watched), changed_at=START))
    settle_columns(app, "visits", VISITS)
    settle_columns(app, "beneficiaries", PEOPLE)

    def put(name, content, age=120):
        path = watched / name
        path.write_bytes(content)
        os.utime(path, (time.time() - age, time.time() - age))

    return watched, put


def look(app):
    with app.app_context():
        return import_folder.take_files()


def board(claire) -> list[str]:
    """What the board says of imports."""
    return sorted(set(re.findall(r"Import du planning\s: ([^.]*\.)", claire.get("/a-traiter").text)))


def put_straight(app, run_id: int) -> str:
    with reading(app) as session:
        return session.get(ImportRun, run_id).state


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
    claire = reader(app, "claire")
    assert board(claire) == ["un fichier est refusé en entier.", "une ligne refusée."]
    with app.app_context():
        run_id = db.session.scalar(select(ImportRun.id).where(ImportRun.state == "refused"))
    claire.post(f"/imports/{run_id}/vu")
    assert board(claire) == ["une ligne refusée."]


def test_a_file_that_would_call_off_too_much_waits_for_somebody(app, people, folder):
    watched, put = folder
    put("planning1.csv", PLANNING)
    look(app)
    put("planning2.csv", text(VISITS, "V10;12/03/2026;10h;10h30;PETIT Henri;MOREAU Lucie;"))
    (run_id,) = look(app)
    with reading(app) as session:
        assert session.get(ImportRun, run_id).state == "previewed"
    assert count(app, Visit, Visit.state == "withdrawn") == 0


NEW_TITLES = "Id intervention;Jour;Début;Fin;Usager;Salarié"
UNSAID = text(NEW_TITLES, "N1;12/03/2026;10h;11h;PETIT Henri;MOREAU Lucie")


def test_a_file_with_titles_nobody_settled_waits_for_somebody_then_the_next_ones_go_in(app, people, folder, clock):
    watched, put = folder
    put("planning.csv", UNSAID)
    (run_id,) = look(app)
    assert put_straight(app, run_id) == "received" and count(app, Visit, Visit.external_ref == "N1") == 0
    claire = reader(app, "claire")
    assert board(claire) == ["un fichier attend, colonnes à confirmer."]
    clock.move(minutes=10)
    page = claire.get(f"/imports/{run_id}")
    assert "des titres que personne n'a encore réglés" in page.text and "Interrompu" not in page.text
    columns = claire.get(f"/imports/{run_id}/colonnes")
    chosen = {field["name"]: next((one["value"] for one in field.select("option") if "selected" in one.attrs), "")
              for field in columns.select("select")}
    claire.post(f"/imports/{run_id}/colonnes", chosen)
    wait()
    claire.post(f"/imports/{run_id}/import")
    wait()
    assert count(app, Visit, Visit.external_ref == "N1") == 1 and board(claire) == []
    put("planning2.csv", text(NEW_TITLES, "N1;12/03/2026;14h;15h;PETIT Henri;MOREAU Lucie"))
    look(app)
    with reading(app) as session:
        assert session.scalar(select(Visit.start_minute).where(Visit.external_ref == "N1")) == 14 * 60


def test_titles_nobody_even_recognises_wait_too_when_the_name_says_what_it_is(app, people, folder):
    watched, put = folder
    put("planning.csv", text("A;B;C;D;E", "12/03/2026;10h;11h;PETIT Henri;MOREAU Lucie"))
    (run_id,) = look(app)
    claire = reader(app, "claire")
    assert put_straight(app, run_id) == "received"
    assert "Il manque encore" in claire.get(f"/imports/{run_id}").text


def test_a_yes_on_screen_settles_the_columns_for_the_night(app, people, folder):
    watched, put = folder
    claire = reader(app, "claire")
    url = send(claire, UNSAID)
    assert count(app, ImportMapping) == 2, "a preview alone settles nothing"
    claire.post(f"{url}/import")
    wait()
    assert count(app, ImportMapping) == 3
    put("planning.csv", text(NEW_TITLES, "N1;12/03/2026;14h;15h;PETIT Henri;MOREAU Lucie"))
    assert put_straight(app, look(app)[0]) == "applied"


def test_what_waits_in_the_folder_keeps_only_the_columns_that_are_used(app, people, folder):
    watched, put = folder
    titles = f"{VISITS};Note"
    settle_columns(app, "visits", titles)
    put("planning1.csv", text(titles, *(f"V{n};12/03/2026;{n}h;{n}h30;PETIT Henri;MOREAU Lucie;;mot" for n in range(10, 18))))
    look(app)
    put("planning2.csv", text(titles, "V10;12/03/2026;10h;10h30;PETIT Henri;MOREAU Lucie;;un mot tu"))
    look(app)
    with reading(app) as session:
        kept = session.scalar(select(ImportFile.content))
    assert b"PETIT" in unpack(kept).text and b"un mot tu" not in unpack(kept).text


def waiting_for_a_yes(app, folder) -> int:
    watched, put = folder
    put("planning1.csv", PLANNING)
    look(app)
    put("planning2.csv", text(VISITS, "V10;12/03/2026;10h;10h30;PETIT Henri;MOREAU Lucie;"))
    return look(app)[0]


def tidy(app):
    with app.app_context():
        commit_as("planning.tidy", lambda: imports.tidy(None, now()))


def test_a_file_of_friday_night_is_still_there_on_monday(app, people, folder, clock):
    run_id = waiting_for_a_yes(app, folder)
    clock.move(hours=70)
    tidy(app)
    claire = reader(app, "claire")
    assert board(claire) == ["un fichier attend votre accord."]
    claire.post(f"/imports/{run_id}/import", {"confirm_many": "y"})
    wait()
    assert put_straight(app, run_id) == "applied"


def test_a_file_nobody_said_yes_to_stays_on_the_board_until_somebody_has_seen_it(app, people, folder, clock):
    run_id = waiting_for_a_yes(app, folder)
    clock.move(hours=73)
    tidy(app)
    claire = reader(app, "claire")
    assert put_straight(app, run_id) == "abandoned" and count(app, ImportFile) == 0
    assert board(claire) == ["un fichier n'a pas eu d'accord à temps, il n'est pas entré."]
    assert "Personne n'a dit oui à temps." in claire.get(f"/imports/{run_id}").text
    claire.post(f"/imports/{run_id}/vu")
    assert board(claire) == []


@pytest.mark.parametrize("mapping", ["{broken", '{"day": "x"}'])
def test_a_file_the_house_breaks_on_is_given_up_and_the_next_ones_go_in(app, people, folder, mapping, caplog):
    """What was kept of its titles went bad: the first is never received whole, the second breaks while it is compared."""
    watched, put = folder
    with writing(app) as session:
        session.add(ImportMapping(kind="visits", signature=signature(NEW_TITLES.split(";")), mapping=mapping, made_at=now()))
    put("planning1.csv", UNSAID, age=300)
    put("planning2.csv", PLANNING)
    first, second = look(app)
    assert put_straight(app, first) in ("refused", "interrupted") and put_straight(app, second) == "applied"
    with reading(app) as session:
        assert "Rien n'est changé" in session.get(ImportRun, first).reason
    assert names(watched / "refuses") == ["planning1"] and names(watched / "importes") == ["planning2"]
    assert look(app) == []
    assert "PETIT" not in caplog.text and "planning1" not in caplog.text and "Error" in caplog.text


@pytest.mark.skipif(os.name != "posix", reason="names are text there")
def test_a_name_that_is_no_text_goes_in_all_the_same(app, people, folder):
    watched, put = folder
    put(os.fsdecode(b"planning_f\xe9vrier.csv"), PLANNING)
    assert put_straight(app, look(app)[0]) == "applied"


def test_no_name_of_a_file_reaches_the_server_page(app, people, folder, clock):
    watched, put = folder
    put("planning_durand.csv", PLANNING)
    (watched / "importes").write_text("")
    with app.app_context():
        ticking.run_due({"imports": ticking.RUN["imports"]})
        said = db.session.scalar(select(Tick.result).where(Tick.name == "imports"))
    assert said == "FileExistsError : File exists"
    assert "durand" not in reader(app, "sam").get("/serveur").html


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


@pytest.mark.parametrize("name", ["importes", "refuses"])
def test_a_folder_beside_that_is_a_link_moves_nothing_out(app, folder, tmp_path, name):
    watched, put = folder
    (tmp_path / "ailleurs").mkdir()
    (watched / name).symlink_to(tmp_path / "ailleurs")
    put("planning.csv", PLANNING)
    with pytest.raises(import_folder.FolderFault, match="est un lien"):
        look(app)
    assert count(app, ImportRun) == 0 and not list((tmp_path / "ailleurs").iterdir())


@pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="this system has no such opening")
def test_a_file_that_became_a_link_since_it_was_listed_is_not_read(app, folder, tmp_path):
    watched, put = folder
    (tmp_path / "ailleurs.csv").write_bytes(PLANNING)
    (watched / "planning.csv").symlink_to(tmp_path / "ailleurs.csv")
    with app.app_context(), pytest.raises(OSError):
        import_folder._look(watched / "planning.csv")


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
