"""An import at a browser: from the file to the result, twice; a stale file and its écart; twenty thousand rows; fifty megabytes."""

import http.client
import re
from pathlib import Path

import pytest
from sqlalchemy import func, select

from models import ImportedVisit, ImportGap, ImportRun, Visit
from tests.browsing import OFFICE, axe_faults, came_in, come_in, window
from tests.browsing import served as served_here
from tests.houses import house
from tests.houses import writing as writing_in
from tests.import_scenes import DURAND, PETIT, TITLES, visits, wait
from tests.people import settle
from tests.reader import reader
from tests.servers import served
from tests.world import count, reading

pytestmark = pytest.mark.browser

UNKNOWN_TITLES = TITLES.replace("Bénéficiaire", "Chez qui")
ROWS = (f"16/03/2026;10:00;11:30;{DURAND}", f"17/03/2026;8:00;9:00;{PETIT}", f"31/02/2026;8:00;9:00;{PETIT}")
MOST_MEMORY = 200 * 1024


@pytest.fixture(autouse=True)
def no_work_left():
    yield
    wait()


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def office(request, app, people, chromium):
    """Claire at her screen."""
    with served_here(app) as base, window(chromium, **OFFICE, java_script_enabled=request.param) as page:
        came_in(page, base, app, "claire")
        page.base, page.scripted = base, request.param
        yield page


def bring(page, path: Path, kind: str = "") -> None:
    page.goto(page.base + "/imports")
    page.get_by_role("link", name="Importer un fichier").click()
    page.get_by_label("Fichier à importer").set_input_files(path)
    page.get_by_label("Ce qu'il contient").select_option(kind)
    page.get_by_role("button", name="Envoyer et voir").click()


def come_to(page, title: str) -> None:
    """The page follows the work by itself; without scripts one presses "Actualiser"."""
    heading = page.get_by_role("heading", name=title, exact=True)
    if page.scripted:
        heading.wait_for(timeout=60_000)
        return
    again = page.get_by_role("link", name="Actualiser")
    for _ in range(200):
        heading.or_(again).first.wait_for()
        if heading.count():
            return
        page.wait_for_timeout(100)
        with page.expect_navigation():
            again.click()
    raise AssertionError(f"never came to {title}: {page.inner_text('main')}")


def test_a_file_goes_in_from_its_columns_to_its_result_and_again_changes_nothing(app, office, tmp_path):
    file = tmp_path / "planning.csv"
    file.write_bytes(visits(*ROWS, titles=UNKNOWN_TITLES))
    bring(office, file, "visits")
    office.get_by_role("heading", name="Les colonnes du fichier").wait_for()
    office.get_by_label("Ce qu'est la colonne « Chez qui »").select_option(label="Personne aidée")
    office.get_by_role("button", name="Garder et lire le fichier").click()
    come_to(office, "Avant d'importer")
    said = office.inner_text("main").replace("\u00a0", " ")
    assert "2 à créer" in said and "1 refusée" in said and "Ligne 4" in said
    with office.expect_download() as taken:
        office.get_by_role("link", name="Télécharger les lignes refusées").click()
    assert "31/02/2026" in Path(taken.value.path()).read_text(encoding="utf-8-sig")
    office.get_by_role("button", name="Importer", exact=True).click()
    come_to(office, "Import terminé")
    assert "2 créées" in office.inner_text("main").replace("\u00a0", " ")
    before = count(app, Visit)
    bring(office, file, "visits")
    come_to(office, "Avant d'importer")
    assert "2 sans changement" in office.inner_text("main").replace("\u00a0", " "), "its columns are remembered"
    office.get_by_role("button", name="Importer", exact=True).click()
    come_to(office, "Import terminé")
    assert count(app, Visit) == before


def test_a_stale_file_after_a_decision_is_an_ecart_that_is_kept_then_asked_no_more(app, people, office, tmp_path):
    file, claire = tmp_path / "planning.csv", reader(app, "claire")
    file.write_bytes(visits(f"11/03/2026;8:00;9:00;{DURAND}"))
    go_in(office, file)
    id = people["mme_durand_visit"]
    with reading(app) as session:
        version = session.get(Visit, id).version
    claire.post(f"/interventions/{id}/deplacement", {"version": str(version), "day": "2026-03-11", "start": "15:00",
                                                     "minutes": "60"})
    go_in(office, file)
    office.goto(office.base + "/a-traiter")
    office.get_by_role("link", name=re.compile("Décider.*un écart avec votre planning")).click()
    keep = office.get_by_role("button", name=re.compile("Garder ce qui est ici"))
    keep.wait_for()
    assert "mercredi 11 mars à 15 h" in office.inner_text("main").replace("\u00a0", " ")
    keep.click()
    office.get_by_text("Aucun écart à décider pour cette personne.").wait_for()
    go_in(office, file)
    office.goto(office.base + "/ecarts")
    office.get_by_role("heading", name="Tout est à jour").wait_for()
    assert count(app, ImportGap) == 1
    with reading(app) as session:
        assert session.get(Visit, id).start_minute == 900


def go_in(page, file: Path) -> None:
    bring(page, file)
    come_to(page, "Avant d'importer")
    page.get_by_role("button", name="Importer", exact=True).click()
    come_to(page, "Import terminé")


def test_an_import_is_done_with_the_keyboard_alone(app, people, chromium, tmp_path):
    file = tmp_path / "planning.csv"
    file.write_bytes(visits(*ROWS))
    with served_here(app) as base, window(chromium, **OFFICE) as page:
        came_in(page, base, app, "claire")
        page.scripted = True
        page.goto(base + "/imports/nouveau")
        page.get_by_label("Fichier à importer").set_input_files(file)
        page.get_by_label("Fichier à importer").focus()
        press(page, "Envoyer et voir")
        come_to(page, "Avant d'importer")
        assert axe_faults(page) == []
        press(page, "Importer")
        come_to(page, "Import terminé")


def press(page, words: str) -> None:
    """Tab from where one is to the button of these words, then Enter."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText") == words:
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"the keyboard never reaches {words}")


def many(rows: int) -> bytes:
    """Both homes, from the tenth of March on, one visit every ten minutes of the day."""
    made = []
    for place in range(rows // 2):
        day, minute = divmod(place, 96)
        start = 360 + minute * 10
        when = f"{1 + day % 28:02}/{4 + day // 28:02}/2026;{start // 60}:{start % 60:02};{(start + 10) // 60}:{(start + 10) % 60:02}"
        made += [f"{when};{DURAND}", f"{when};{PETIT}"]
    return visits(*made)


@pytest.fixture(scope="module")
def real_server(tmp_path_factory):
    """The house as it is served in real life."""
    with house("sqlite", tmp_path_factory.mktemp("imports")) as app:
        with writing_in(app) as session:
            settle(session)
        with served(app, processes=1) as server:
            yield app, server


def test_fifty_megabytes_are_turned_away_in_words_and_never_held_in_memory(real_server, tmp_path):
    app, server = real_server
    browser = server.browser().sign_in("claire")
    browser.get("/imports/nouveau")
    forget_peaks(server)
    with reading(app) as session:
        before = session.scalar(select(func.count()).select_from(ImportRun))
    head = (f'--b\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{browser.token}\r\n'
            '--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n').encode()
    size, piece = 50 * 1024 * 1024, b"Durand;Jeanne;1\n" * 4096
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    line.putrequest("POST", "/imports/nouveau")
    for name, value in {"Content-Type": "multipart/form-data; boundary=b", "Content-Length": str(len(head) + size),
                        "Sec-Fetch-Site": "same-origin",
                        "Cookie": "; ".join(f"{k}={v}" for k, v in browser.cookies.items())}.items():
        line.putheader(name, value)
    line.endheaders(head)
    for _ in range(size // len(piece)):
        line.send(piece)
    answer = line.getresponse()
    text = answer.read().decode()
    line.close()
    assert answer.status == 413 and "Ce fichier est trop gros\u00a0: 8\u00a0Mo au plus" in text
    assert max(peak(child) for child in server.children()) < MOST_MEMORY
    with reading(app) as session:
        assert session.scalar(select(func.count()).select_from(ImportRun)) == before


def test_twenty_thousand_rows_go_in_with_their_progress_and_again_change_nothing(real_server, chromium, tmp_path):
    app, server = real_server
    file = tmp_path / "export.csv"
    file.write_bytes(many(20_000))
    with window(chromium, **OFFICE) as page:
        page.base, page.scripted = f"http://127.0.0.1:{server.port}", True
        come_in(page, page.base, "claire")
        forget_peaks(server)
        for said in ("20 000 à créer", "20 000 sans changement"):
            bring(page, file)
            page.locator("progress").wait_for()
            come_to(page, "Avant d'importer")
            assert said in page.inner_text("main").replace("\u00a0", " ")
            page.get_by_role("button", name="Importer", exact=True).click()
            page.locator("progress").wait_for()
            come_to(page, "Import terminé")
    with reading(app) as session:
        assert session.scalar(select(func.count()).select_from(ImportedVisit)) == 20_000
        assert [run.state for run in session.scalars(select(ImportRun).order_by(ImportRun.id))] == ["applied", "applied"]
    assert max(peak(child) for child in server.children()) < MOST_MEMORY


def forget_peaks(server) -> None:
    """What signing in took (Argon2 fills memory on purpose) is not what an import takes."""
    for child in server.children():
        Path(f"/proc/{child}/clear_refs").write_text("5")


def peak(pid: int) -> int:
    """The most memory this process held since, in KiB."""
    return int(re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1])
