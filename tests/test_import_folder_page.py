"""The administrator chooses the watched folder and reads dates and counts: no name, no file, nothing of its content."""

import pytest
from sqlalchemy import select

from config import INSTANCE
from models import JournalLine, Setting
from rules.settings import on_screen
from tests.houses import typed
from tests.import_scenes import DURAND, a_line, a_run, imported, visits, wait
from tests.reader import reader
from tests.test_proofs import at_work
from tests.world import reading, writing


@pytest.fixture
def sam(app, people):
    return reader(app, "sam")


def test_a_folder_of_the_server_is_chosen_then_left(app, people, sam, tmp_path):
    sam.post("/serveur/dossier-imports", {"import_folder": str(tmp_path)})
    assert sam.get("/serveur").select("input", id="import_folder")[0]["value"] == str(tmp_path)
    assert str(tmp_path) in reader(app, "helene").get("/serveur").text
    with reading(app) as session:
        held = session.get(Setting, "import_folder")
        assert (held.value, held.changed_by_id) == (str(tmp_path), people["sam"])
        assert session.scalar(select(JournalLine.id).where(JournalLine.action == "import.folder"))
    sam.post("/serveur/dossier-imports", {"import_folder": ""})
    assert "Dossier surveillé : aucun" in reader(app, "helene").get("/serveur").text.replace("\u00a0", " ")


@pytest.mark.parametrize("path, said", [
    ("exports", "Écrivez le chemin entier du dossier"), ("/nulle/part/du/tout", "Ce dossier n'existe pas sur le serveur"),
    ("/", "celui-ci contient les fichiers du serveur"), (str(INSTANCE), "celui-ci contient les fichiers du serveur")])
def test_a_folder_that_cannot_be_watched_says_why_and_what_was_typed_stays(app, sam, path, said):
    INSTANCE.mkdir(exist_ok=True)
    page = sam.post("/serveur/dossier-imports", {"import_folder": path}, 422)
    assert said in page.text and page.select("input", id="import_folder")[0]["value"] == path
    with reading(app) as session:
        assert session.get(Setting, "import_folder") is None


@pytest.mark.parametrize("name", ["claire", "helene", "aicha", "odile"])
def test_nobody_else_chooses_it(app, people, name, tmp_path):
    her = reader(app, name)
    her.post("/serveur/dossier-imports", {"import_folder": str(tmp_path)}, 403)
    if name == "helene":
        assert not her.get("/serveur").select("form", action="/serveur/dossier-imports")


def test_a_desk_left_open_does_not_choose_it(app, people, sam, clock, tmp_path):
    asked = at_work(sam, clock).post("/serveur/dossier-imports", {"import_folder": str(tmp_path)}, 401)
    assert asked.h1 == "Confirmez que c'est vous"
    with reading(app) as session:
        assert session.get(Setting, "import_folder") is None


def test_the_server_chooses_it_too_and_the_direction_has_it_on_no_page(app, people, sam, tmp_path):
    done = typed(app, "setting", "import_folder", str(tmp_path))
    assert (done.exit_code, done.output) == (0, f"import_folder = {tmp_path}\n")
    assert sam.get("/serveur").select("input", id="import_folder")[0]["value"] == str(tmp_path)
    refused = typed(app, "setting", "import_folder", "/nulle/part/du/tout")
    assert refused.exit_code == 1 and "Ce dossier n'existe pas sur le serveur" in refused.output
    assert typed(app, "setting", "import_folder", "").exit_code == 0
    with reading(app) as session:
        assert session.get(Setting, "import_folder").value == ""
        assert session.scalars(select(JournalLine.account_id).where(JournalLine.action == "import.folder")).all() == [None, None]
    assert not on_screen("import_folder")


def test_a_folder_that_went_away_is_said_on_the_page(app, sam, tmp_path):
    folder = tmp_path / "export"
    folder.mkdir()
    sam.post("/serveur/dossier-imports", {"import_folder": str(folder)})
    folder.rmdir()
    assert "Ce dossier n'existe pas sur le serveur" in sam.get("/serveur").text


def test_the_administrator_reads_counts_and_no_word_of_a_file(app, people, sam):
    claire = reader(app, "claire")
    imported(claire, visits(f"16/03/2026;10:00;11:30;{DURAND}", "17/03/2026;8:00;9:00;Nadège Inconnue;Lucie Moreau"),
             name="durand-mars.csv")
    with writing(app) as session:
        run = a_run(session, "refused", kind=None, source="folder", file_name="secret-durand.csv",
                    reason="le secteur «\u00a0Durand\u00a0» n'existe pas ici.")
        a_line(session, run, "refused", "Nadège Inconnue n'est pas connue ici.", cells="Nadège,Inconnue")
    wait()
    page = sam.get("/serveur")
    assert "2 lignes" in page.text and "1 créée" in page.text and "1 refusée" in page.text
    for word in ("Durand", "durand", "Jeanne", "Aïcha", "Nadège", "secret", ".csv", "Claire"):
        assert word not in page.html, word
    for url in ("/imports", f"/imports/{run.id}", f"/imports/{run.id}/lignes-refusees.csv", "/ecarts"):
        sam.get(url, 403)
