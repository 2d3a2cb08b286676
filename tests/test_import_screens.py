"""Imports on screen: a file is sent, its columns said, what it would do is read, then it goes in; nothing twice."""

import csv
import io

import pytest
from sqlalchemy import select

from models import ImportFile, ImportRun, JournalLine, Visit
from rules.import_look import unpack
from tests import import_scenes as scenes
from tests.import_scenes import DURAND, PETIT, TITLES, a_line, a_run, apply, imported, post_file, send, visits, wait, with_file
from tests.reader import reader
from tests.test_proofs import at_work
from tests.world import count, counts, reading, statements, writing

MONDAY = "16/03/2026;10:00;11:30"


@pytest.fixture(autouse=True)
def no_work_left():
    yield
    wait()


@pytest.fixture
def claire(app, people):
    return reader(app, "claire")


def test_the_list_says_what_comes_first_when_there_is_nothing(claire):
    page = claire.get("/imports")
    assert "Aucun fichier n'a encore été importé" in page.text and "exportez d'abord la liste des bénéficiaires" in page.text
    assert "/imports/nouveau" in page.links


def test_a_file_is_read_then_shown_then_goes_in(app, claire):
    url = send(claire, visits(f"{MONDAY};{DURAND}", f"17/03/2026;8:00;9:00;{PETIT}"))
    page = claire.get(url)
    assert page.h1 == "Avant d'importer" and "Rien n'est encore changé" in page.text
    assert "2 à créer" in page.text and "Mme Jeanne Durand" in page.text
    before = count(app, Visit)
    apply(claire, url)
    page = claire.get(url)
    assert page.h1 == "Import terminé" and "C'est importé" in page.text and "par Claire Martin" in page.text
    assert count(app, Visit) == before + 2
    assert "2 créées" in claire.get("/imports").text
    assert not count(app, ImportFile), "the file itself is dropped"


def test_the_same_file_again_changes_nothing(app, claire):
    content = visits(f"{MONDAY};{DURAND}", f"17/03/2026;8:00;9:00;{PETIT}")
    imported(claire, content)
    before = counts(app)
    url = send(claire, content)
    assert "2 sans changement" in claire.get(url).text
    apply(claire, url)
    assert "2 inchangées" in claire.get(url).text
    after = counts(app)
    assert {name for name in after if after[name] != before[name]} <= {"import_run", "import_line", "journal", "submission"}


def test_pressing_twice_or_sending_the_form_again_makes_one_import(app, claire):
    content = visits(f"{MONDAY};{DURAND}")
    urls = {send(claire, content, key="a" * 32) for _ in range(3)}
    assert len(urls) == 1 and count(app, ImportRun) == 1
    url = urls.pop()
    for _ in range(2):
        claire.post(f"{url}/import", key="b" * 32)
    wait()
    assert count(app, ImportRun, ImportRun.state == "applied") == 1
    send(claire, visits(f"{MONDAY};{PETIT}"), key="a" * 32)
    assert count(app, ImportRun) == 2, "another file under the same key is another import"


def test_no_file_is_asked_for_in_words(claire):
    page = claire.post("/imports/nouveau", {"kind": ""}, 422)
    assert "Choisissez un fichier." in page.text


BAD = {
    "vide": (b"", "Ce fichier est vide."),
    "titres": (visits(), "il ne contient aucune ligne"),
    "excel": (b"PK\x03\x04" + b"xl/workbook.xml" * 20, "C'est un classeur Excel"),
    "zip": (b"PK\x03\x04" + b"\0" * 900, "C'est un fichier compressé (zip)"),
    "image": (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "C'est une image."),
    "pdf": (b"%PDF-1.7\n" + b"x" * 100, "C'est un document PDF."),
    "binaire": (bytes(range(256)) * 40, "Ce fichier n'est pas du texte."),
    "texte": ("Bonjour,\nvoici le planning.\nCordialement\n".encode(), "ne sont pas reconnues"),
    "large": (b";".join(b"c%d" % n for n in range(10_000)) + b"\n" + b";" * 9_999 + b"\n", "colonnes"),
    "gros": (visits(*[f"{MONDAY};{DURAND};{'x' * 2000}"] * 4_100, titles=TITLES + ";Note"), "la limite est de"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_in_a_sentence_and_nothing_changes(app, claire, name):
    content, said = BAD[name]
    before = counts(app)
    page = claire.get(send(claire, content, f"{name}.csv"))
    assert page.h1 == "Fichier refusé" and said in page.text and "Rien n'a été changé" in page.text
    assert "/imports/nouveau" in page.links
    after = counts(app)
    assert {table for table in after if after[table] != before[table]} <= {"import_run", "journal", "submission"}


def heavy(her, url: str, megabytes: int):
    return post_file(her, url, b"a;b\n" * (megabytes * 262_144), "gros.csv", 413)


def test_a_file_over_the_limit_says_the_size_allowed_and_what_to_do(app, claire):
    page = heavy(claire, "/imports/nouveau", 50)
    assert page.h1 == "Importer un fichier" and "Ce fichier est trop gros : 8 Mo au plus." in page.text
    assert "Exportez une période plus courte" in page.text and not count(app, ImportRun)


@pytest.mark.parametrize("name", ["aicha", "sam", "odile"])
def test_whoever_may_not_import_may_not_send_a_large_body_either(app, people, name):
    assert heavy(reader(app, name), "/imports/nouveau", 4).h1 == "C'est trop long"


def test_a_larger_body_goes_nowhere_else(claire):
    assert heavy(claire, "/appels/nouveau", 4).h1 == "C'est trop long"


def test_columns_nobody_recognises_are_asked_for_then_remembered(app, claire):
    titles = "Date;Heure début;Heure fin;Lieu;Intervenant"
    content = visits(f"{MONDAY};{DURAND}", titles=titles)
    url = send(claire, content, kind="visits")
    assert url.endswith("/colonnes")
    page = claire.get(url)
    assert "Il manque encore : la personne aidée" in page.text and "Jeanne Durand" in page.text
    chosen = {select.attrs["name"]: next((o.attrs["value"] for o in select.select("option") if "selected" in o.attrs), "")
              for select in page.select("select")}
    assert sorted(filter(None, chosen.values())) == ["caregiver", "day", "end", "start"]
    refused = claire.post(url, chosen, 422)
    assert "Dites quelle colonne donne : la personne aidée" in refused.text
    twice = claire.post(url, {**chosen, "column_3": "caregiver"}, 422)
    assert "Deux colonnes ne peuvent pas dire la même chose" in twice.text
    show = claire.post(url, {**chosen, "column_3": "person"}).location
    wait()
    assert "1 à créer" in claire.get(show).text
    again = send(claire, visits(f"17/03/2026;8:00;9:00;{PETIT}", titles=titles), kind="visits")
    assert not again.endswith("/colonnes") and "1 à créer" in claire.get(again).text


def test_what_must_never_be_kept_is_said_and_cannot_be_chosen(app, claire):
    content = visits(f"{MONDAY};{DURAND};2 40 05", titles=TITLES + ";N° sécurité sociale")
    url = send(claire, content)
    assert "Colonnes jamais gardées ici : N° sécurité sociale" in claire.get(url).text
    page = claire.get(f"{url}/colonnes")
    assert "Jamais gardé ici" in page.text and "2 40 05" not in page.text
    assert len(page.select("select")) == 5


def test_refused_rows_say_their_line_and_can_be_taken_away_as_a_file(app, claire):
    url = send(claire, visits(f"{MONDAY};{DURAND}", f"31/02/2026;8:00;9:00;{DURAND}", "17/03/2026;8:00;9:00;Nadège Inconnue;Lucie Moreau"))
    page = claire.get(url)
    assert "2 refusées" in page.text and "Ligne 3 :" in page.text and "Ligne 4 :" in page.text
    assert f"{url}/lignes-refusees.csv" in page.links
    sent = claire.client.get(f"{url}/lignes-refusees.csv")
    assert sent.status_code == 200 and sent.get_data().startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(sent.get_data(as_text=True).lstrip("\ufeff")), delimiter=";"))
    assert [row[0] for row in rows[1:]] == ["3", "4"] and "Nadège Inconnue" in rows[2]
    assert "attachment" in sent.headers["Content-Disposition"]
    with reading(app) as session:
        assert session.scalar(select(JournalLine.id).where(JournalLine.action == "import.refused"))


SECRETS = "Digicode;Note du bureau;Prestataire"


def test_what_a_refused_row_says_beside_is_on_no_page_and_in_no_file(app, claire):
    """The codes of a door, a diagnosis in a free column: neither shown nor taken away, though the row is."""
    row = f"31/02/2026;8:00;9:00;{DURAND};A4471B;Alzheimer;SARL"
    url = send(claire, visits(row, f"{MONDAY};{DURAND};A4471B;Alzheimer;SARL;une case de trop", titles=f"{TITLES};{SECRETS}"))
    pages = [claire.get(url), claire.get(f"{url}/lignes/refusees"), claire.get(f"{url}/lignes-refusees.csv")]
    for page in pages:
        told = page.html or page.bytes.decode()
        assert "31/02/2026" in told and "Jeanne Durand" in told
        for word in ("A4471B", "Alzheimer", "SARL"):
            assert word not in told, word
    assert SECRETS.split(";")[1] not in pages[2].bytes.decode()


def test_columns_nobody_uses_are_erased_once_she_said_so(app, claire):
    url = send(claire, visits(f"{MONDAY};{DURAND};A4471B;Alzheimer;SARL", titles=f"{TITLES};{SECRETS}"))
    page = claire.get(f"{url}/colonnes")
    assert "Alzheimer" in page.text and "A4471B" not in page.text, "before that, somebody may still say what it is"
    chosen = {select.attrs["name"]: next((o.attrs["value"] for o in select.select("option") if "selected" in o.attrs), "")
              for select in page.select("select")}
    claire.post(f"{url}/colonnes", chosen)
    wait()
    assert "1 à créer" in claire.get(url).text
    page = claire.get(f"{url}/colonnes")
    assert "Alzheimer" not in page.text and "Note du bureau" in page.text and page.text.count("Mise de côté") == 2
    assert len(page.select("select")) == 5
    with reading(app) as session:
        assert b"Alzheimer" not in unpack(session.scalar(select(ImportFile.content))).text
    apply(claire, url)
    assert "C'est importé" in claire.get(url).text


def test_refused_rows_leave_by_a_fresh_proof_alone(app, claire, clock):
    url = send(claire, visits(f"31/02/2026;8:00;9:00;{DURAND}", f"{MONDAY};＝cmd;Lucie Moreau"))
    assert "'＝cmd" in claire.get(f"{url}/lignes-refusees.csv").bytes.decode(), "as every other export writes it"
    assert "/confirmation" in at_work(claire, clock).get(f"{url}/lignes-refusees.csv", 303).location


def test_many_lines_are_read_page_after_page(app, claire):
    url = send(claire, visits(*scenes.month(60)))
    page = claire.get(f"{url}/lignes/creees")
    assert len(page.select("li")) > 25 and "Page suivante" in page.text
    second = claire.get([link for link in page.links if "apres=" in link][0])
    assert "Ligne 27" in second.text
    claire.get(f"{url}/lignes/rien", 404)


def test_a_file_that_would_call_off_most_visits_asks_before(app, claire):
    imported(claire, visits(*scenes.month(8)))
    url = send(claire, visits(*scenes.month(1), scenes.month(8)[-1]))
    page = claire.get(url)
    assert "6 à annuler, absentes du fichier" in page.text and "Vérifiez qu'il est complet" in page.text
    refused = claire.post(f"{url}/import", {}, 422)
    assert "Cochez pour confirmer toutes ces annulations" in refused.text
    apply(claire, url, confirm_many="y")
    assert "6 annulées, absentes du fichier" in claire.get(url).text
    assert count(app, Visit, Visit.state == "withdrawn") == 6


PEOPLE = "Civilité;Nom;Prénom;Adresse;Téléphone;Secteur\r\nMme;Durand;Jeanne;8 rue Neuve;01 33 33 33 39;Nord\r\n"


def test_somebody_of_the_same_name_is_proposed_and_never_merged_by_itself(app, claire, people):
    url = send(claire, PEOPLE.encode(), "personnes.csv")
    page = claire.get(url)
    assert "1 peut-être déjà connue" in page.text and "C'est la même personne" in page.text and "Une autre personne" in page.text
    assert "12 rue des Lilas" in page.text, "enough to know whether it is she"
    form = next(form for form in page.select("form") if "/doublons/" in form["action"])
    claire.post(form["action"], {"person_id": str(people["mme_durand"])})
    apply(claire, url)
    assert "1 modifiée" in claire.get(url).text
    claire.post(form["action"], {"person_id": "0"}, 404)


def test_a_duplicate_is_decided_among_those_proposed_only(app, claire, people):
    url = send(claire, PEOPLE.encode(), "personnes.csv")
    action = next(form["action"] for form in claire.get(url).select("form") if "/doublons/" in form["action"])
    claire.post(action, {"person_id": str(people["m_petit"])}, 409)
    claire.post(action, {"person_id": "x"}, 404)
    claire.post(action.replace("/doublons/", "/doublons/9"), {"person_id": "0"}, 404)
    claire.post(action, {"person_id": "0"})
    assert "Une autre personne : une nouvelle fiche" in claire.get(url).text
    apply(claire, url)
    assert "1 créée" in claire.get(url).text


def test_undecided_duplicates_do_not_go_in_and_the_page_says_so(app, claire):
    url = send(claire, PEOPLE.encode(), "personnes.csv")
    assert "Tant qu'il ne l'est pas, cette ligne n'entre pas" in claire.get(url).text
    apply(claire, url)
    assert "envoyez à nouveau le fichier pour en décider" in claire.get(url).text


def test_an_import_put_aside_changes_nothing_and_erases_the_file(app, claire):
    url = send(claire, visits(f"{MONDAY};{DURAND}"))
    claire.post(f"{url}/abandon")
    assert claire.get(url).h1 == "Import abandonné"
    claire.post(f"{url}/import", {}, 409)
    assert not count(app, ImportFile) and not count(app, Visit, Visit.day == scenes.local_day(2026, 3, 16))


def test_the_progress_is_a_part_that_asks_again_and_ends_with_the_page(app, claire):
    with writing(app) as session:
        run = a_run(session, "applying", rows_total=200, rows_done=90, heartbeat_at=scenes.now())
        id = run.id
    page = claire.get(f"/imports/{id}")
    assert page.h1 == "Import en cours" and page.select("progress")[0]["value"] == "45"
    assert "environ 40 %" in page.select("p", role="status")[0].text
    assert page.select("a", data_hx_trigger="click, every 2s")
    part = claire.part(f"/imports/{id}/avancement")
    assert not part.is_page and part.text == page.select("div", id="avancement")[0].text
    assert claire.get(f"/imports/{id}/avancement", 303).location == f"/imports/{id}"
    with writing(app) as session:
        session.get(ImportRun, id).state = "applied"
        session.get(ImportRun, id).applied_at = scenes.now()
    assert claire.part(f"/imports/{id}/avancement").headers["HX-Redirect"] == f"/imports/{id}"


def test_watching_the_progress_does_not_count_as_use(app, claire, clock):
    with writing(app) as session:
        id = a_run(session, "abandoned").id
    for _ in range(31):
        clock.move(minutes=1)
        claire.client.get(f"/imports/{id}/avancement", headers={"HX-Request": "true", "HX-Request-Type": "partial"})
    claire.get("/imports", 303)


def test_work_cut_off_is_said_and_taken_up_again(app, claire, clock):
    url = send(claire, visits(f"{MONDAY};{DURAND}"))
    with writing(app) as session:
        run = session.get(ImportRun, int(url.split("/")[-1]))
        run.state, run.heartbeat_at = "applying", scenes.now()
    clock.move(minutes=2)
    page = claire.get(url)
    assert page.h1 == "Import interrompu" and "Rien n'a été changé" in page.text
    assert "le fichier est lu à nouveau" in page.text
    claire.post(f"{url}/import", {}, 409)
    claire.post(f"{url}/relance")
    wait()
    assert claire.get(url).h1 == "Avant d'importer"
    apply(claire, url)
    assert claire.get(url).h1 == "Import terminé"


def test_whatever_was_cut_off_is_read_again_before_anything_goes_in(app, claire, clock):
    url = send(claire, visits(f"{MONDAY};{DURAND}"))
    for state in ("reading", "interrupted"):
        with writing(app) as session:
            run = session.get(ImportRun, int(url.split("/")[-1]))
            run.state, run.heartbeat_at = state, scenes.now()
        clock.move(minutes=2)
        assert "le fichier est lu à nouveau" in claire.get(url).text
        claire.post(f"{url}/relance")
        wait()
        assert claire.get(url).h1 == "Avant d'importer"


def test_a_file_no_longer_kept_cannot_go_in(app, claire):
    with writing(app) as session:
        id = a_run(session, "interrupted").id
    assert "Le fichier n'est plus gardé" in claire.get(f"/imports/{id}").text
    assert "Envoyez-le à nouveau" in claire.post(f"/imports/{id}/relance", {}, 409).text


def test_what_came_by_itself_is_noted_as_seen_and_leaves_the_board(app, claire):
    with writing(app) as session:
        run = a_run(session, "refused", source="folder", kind=None, reason="Ce fichier est vide.")
        id = run.id
    assert "un fichier est refusé en entier" in claire.get("/a-traiter").text
    claire.post(f"/imports/{id}/vu")
    assert "Vu aujourd'hui" in claire.get(f"/imports/{id}").text
    assert "un fichier est refusé" not in claire.get("/a-traiter").text
    claire.post(f"/imports/{id}/vu", {}, 409)


def test_the_pages_ask_the_same_however_many_lines_there_are(app, claire):
    with writing(app) as session:
        run = a_run(session, "previewed", created=2, refused=2, duplicates=1)
        with_file(session, run)
        a_line(session, run, "created", "Mme Jeanne Durand")
        a_line(session, run, "duplicate", "Durand Jeanne", candidates="1")
        id = run.id
    with statements(app) as few:
        claire.get(f"/imports/{id}")
    with writing(app) as session:
        run = session.get(ImportRun, id)
        for place in range(40):
            a_line(session, run, "created", f"Mme Jeanne {place}")
            a_line(session, run, "duplicate", f"Durand {place}", candidates="1,2")
            a_run(session, "applied")
    with statements(app) as many:
        claire.get(f"/imports/{id}")
    assert len(few) == len(many)
    assert len(claire.get("/imports").select("li", id=f"import-{id}")) == 0, "a page of twenty-five, newest first"


def test_a_planning_received_tells_its_age_on_her_phone(app, people, claire):
    aicha = reader(app, "aicha")
    assert "Planning reçu" not in aicha.get("/ma-semaine").text
    imported(claire, visits(f"{MONDAY};{DURAND}"))
    text = aicha.get("/ma-semaine").text
    assert "Planning reçu le 9 mars à 9 h. En cas de doute, appelez le bureau" in text


def kinds(page):
    return next(form["action"] for form in page.select("form") if form["action"].endswith("/genre"))


def test_a_file_taken_for_another_kind_is_read_again_as_what_she_says(app, claire):
    content = "Civilité;Nom;Prénom;Téléphone;Secteur\r\nMme;Benali;Sonia;06 12 34 56 78;Nord\r\n".encode()
    url = send(claire, content)
    page = claire.get(url)
    assert "Bénéficiaires" in page.text and "Ce n'est pas le bon genre de fichier ?" in page.text
    assert f"{url}/genre" in page.links and f"{url}/genre" in claire.get(f"{url}/colonnes").links
    assert "Choisissez ce que contient ce fichier" in claire.post(f"{url}/genre", {"kind": ""}, 422).text
    claire.post(kinds(claire.get(f"{url}/genre")), {"kind": "caregivers"})
    wait()
    page = claire.get(url)
    assert page.h1 == "Avant d'importer" and "Fiches d'intervenantes" in page.text
    assert "ajoutez la qualification, les heures du contrat" in page.text


def test_a_file_whose_columns_are_erased_is_sent_again(app, claire):
    url = send(claire, visits(f"{MONDAY};{DURAND};x", titles=f"{TITLES};Note"))
    chosen = {select.attrs["name"]: next((o.attrs["value"] for o in select.select("option") if "selected" in o.attrs), "")
              for select in claire.get(f"{url}/colonnes").select("select")}
    claire.post(f"{url}/colonnes", chosen)
    wait()
    page = claire.post(f"{url}/genre", {"kind": "caregivers"}, 409)
    assert "Envoyez-le à nouveau" in page.text and url in page.links


def test_an_import_put_aside_in_another_tab_says_so_with_the_way_to_it(claire):
    url = send(claire, visits(f"{MONDAY};{DURAND}"))
    claire.post(f"{url}/abandon")
    page = claire.post(f"{url}/import", {}, 409)
    assert "Cet import a changé entre-temps." in page.text and url in page.links and "collègue" not in page.text


def test_an_older_preview_does_not_undo_a_newer_file_in_silence(app, claire, clock):
    """Five of the first file, three of the second: going back to the first shows what it would call off, and waits."""
    rows = scenes.month(6)
    old = send(claire, visits(*rows[:5]))
    clock.move(minutes=1)
    imported(claire, visits(*rows[:3], rows[5]))
    clock.move(minutes=1)
    before = count(app, Visit)
    apply(claire, old)
    page = claire.get(old)
    assert page.h1 == "Avant d'importer" and count(app, Visit) == before
    assert "Un autre fichier est entré depuis. Voici ce que celui-ci ferait maintenant." in page.text
    assert "2 à créer" in page.text and "3 sans changement" in page.text
    clock.move(minutes=1)
    apply(claire, old)
    assert claire.get(old).h1 == "Import terminé"


def test_another_file_that_changes_nothing_of_this_one_holds_it_up_no_longer(app, claire, clock):
    old = send(claire, visits(f"{MONDAY};{DURAND}"))
    clock.move(minutes=1)
    imported(claire, visits(f"17/03/2026;8:00;9:00;{PETIT}"))
    clock.move(minutes=1)
    apply(claire, old)
    assert claire.get(old).h1 == "Import terminé"


def test_one_visit_more_called_off_than_shown_is_shown_first(app, claire, people):
    imported(claire, visits(*scenes.month(5)))
    url = send(claire, visits(*scenes.month(3), scenes.month(5)[-1]))
    assert "1 à annuler" in claire.get(url).text
    with writing(app) as session:
        session.scalar(select(ImportRun).where(ImportRun.id == int(url.split("/")[-1]))).cancelled = 0
    apply(claire, url)
    page = claire.get(url)
    assert "Des interventions ont changé ici depuis." in page.text and "1 à annuler" in page.text


def test_a_file_of_one_day_says_one_day(claire):
    page = claire.get(send(claire, visits(f"{MONDAY};{DURAND}", f"32/03/2026;8:00;9:00;{DURAND}")))
    assert "Le 16 mars 2026." in page.text and "Du 16" not in page.text
    assert "Les lignes refusées ne sont pas importées. Les autres le sont." in page.text
