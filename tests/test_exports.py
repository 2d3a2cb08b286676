"""Every list leaves as a file for a spreadsheet: all its lines, its filters, its rights, noted before it leaves."""

import csv
import io
import sqlite3
import tracemalloc
from contextlib import closing
from datetime import date, timedelta

import pytest
from sqlalchemy import insert, select

from database import instant_at, now
from models import (
    Beneficiary,
    CallNote,
    Caregiver,
    FactorReset,
    FactorResetSeen,
    JournalLine,
    PersonalLink,
    Replacement,
    RoundSide,
    Visit,
    Word,
)
from rules.spreadsheet import BOM
from rules.vocabulary import VISIT_STATES
from tests import pair_scenes
from tests.browsing import OFFICE, come_in, served, window
from tests.houses import house
from tests.import_scenes import a_gap, a_run
from tests.link_scenes import TYPED
from tests.people import settle
from tests.phone_scenes import ask, change, give_visit, mediate
from tests.reader import reader
from tests.rounds_scene import opened as round_opened
from tests.spreadsheets import opened
from tests.world import reading, statements, writing

# Each list with its file, and the name its file carries.
LISTS = {"/a-traiter": "a-traiter", "/a-appeler": "a-appeler", "/beneficiaires": "beneficiaires",
         "/intervenantes": "intervenantes", "/interventions": "interventions", "/points": "points-a-deux-voix",
         "/mediations": "mediations", "/remplacements": "remplacements", "/relais": "relais", "/planning-a-reporter": "planning-a-reporter",
         "/appels": "appels", "/mots": "mots", "/comptes": "comptes", "/journal": "journal", "/ecarts": "ecarts",
         "/imports": "imports", "/continuite": "continuite", "/feuilles": "feuilles", "/feuilles/1": "feuilles-lot-1",
         "/suivis/tableau/2026": "tableau-2026"}


def exported(app, url: str, name="claire", status=200) -> list[list[str]]:
    """The file as rows of cells, headings first."""
    page = reader(app, name).get(url, status)
    text = page.bytes.decode()
    assert text.startswith(BOM) and text.count(BOM) == 1
    assert text.endswith("\r\n") and "\n" not in text.replace("\r\n", "")
    return list(csv.reader(io.StringIO(text.removeprefix(BOM)), delimiter=";"))


def columns(app, url: str, *headings: str, name="claire") -> list[tuple[str, ...]]:
    head, *rows = exported(app, url, name)
    return [tuple(row[head.index(heading)] for heading in headings) for row in rows]


def test_whom_to_call_is_one_file_for_the_three_lists_of_the_page(app, people):
    assert len(exported(app, "/a-appeler.csv")) == 1
    asked = [ask(app, people), ask(app, people, "m_petit", "lucie")]
    with writing(app) as session:
        session.get(RoundSide, asked[1][0]).state = "unable_by_phone"
        hers = session.get(RoundSide, asked[1][1])
        hers.wants_call, hers.wants_call_at = True, now()
    assert "/a-appeler.csv" in reader(app, "claire").get("/a-appeler").links
    assert columns(app, "/a-appeler.csv", "Liste", "Qui", "Téléphone", "À propos de", "Appeler dès le", "Avant le") == [
        ("À appeler", "Mme Jeanne Durand", "01 33 33 33 33", "Aïcha Diallo", "09/03/2026", ""),
        ("À voir à domicile", "M. Henri Petit", "", "Lucie Moreau", "", "19/03/2026"),
        ("Préfère qu'on l'appelle", "Lucie Moreau", "06 22 22 22 22", "M. Henri Petit", "09/03/2026", "")]
    assert len(exported(app, "/a-appeler.csv?quand=plus-tard")) == 1


@pytest.mark.parametrize("url", sorted(set(LISTS) - {"/a-appeler"}))
def test_each_list_leads_to_its_file_and_the_file_says_what_it_is(every_subject, url):
    helene = reader(every_subject.app, "helene")
    assert f"{url}.csv" in [link.split("?")[0] for link in helene.get(url).links], "the list leads nowhere"
    page = helene.get(f"{url}.csv")
    assert page.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert page.headers["Content-Disposition"] == f'attachment; filename="{LISTS[url]}-2026-03-09.csv"'
    assert page.headers["Cache-Control"] == "no-store"
    assert int(page.headers["Content-Length"]) == len(page.bytes)
    assert len(exported(every_subject.app, f"{url}.csv", "helene")) > 1, "not a line"


@pytest.mark.parametrize("url", LISTS)
def test_who_took_which_list_and_how_many_lines_is_noted_and_no_content(every_subject, url):
    app = every_subject.app
    rows = exported(app, f"{url}.csv?q=Durand", "helene")
    with reading(app) as session:
        line = session.scalars(select(JournalLine).where(JournalLine.action == "export.make")
                               .order_by(JournalLine.id.desc()).limit(1)).one()
        number = len(rows) - 1
        assert line.subject == f"{LISTS[url]}.csv, {number} ligne{'s' if number > 1 else ''}"
        assert line.account_id == every_subject.ids["helene"] and line.allowed


def test_a_file_that_cannot_be_noted_does_not_leave(clock, tmp_path):
    with house("sqlite", tmp_path, clock) as app:
        with writing(app) as session:
            settle(session)
        claire = reader(app, "claire")
        with closing(sqlite3.connect(tmp_path / "trait.sqlite", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            page = claire.get("/beneficiaires.csv", 503)
            other.execute("ROLLBACK")
        assert page.headers["Content-Type"].startswith("text/html") and "Durand" not in page.html
        assert "Durand" in claire.get("/beneficiaires.csv").bytes.decode()


def test_the_filters_of_the_list_are_those_of_the_file(app, people):
    claire = reader(app, "claire")
    assert f"/beneficiaires.csv?secteur={people['sector_sud']}" in claire.get(
        f"/beneficiaires?secteur={people['sector_sud']}").links
    assert columns(app, "/beneficiaires.csv", "Nom") == [("Durand",), ("Petit",)]
    assert columns(app, f"/beneficiaires.csv?secteur={people['sector_sud']}", "Nom") == [("Petit",)]
    assert columns(app, "/beneficiaires.csv?q=jeanne", "Civilité", "Nom", "Prénom") == [("Mme", "Durand", "Jeanne")]
    assert columns(app, "/interventions.csv?q=petit", "Bénéficiaire") == [("M. Henri Petit",)] * 2
    assert columns(app, "/interventions.csv?periode=jour&jour=2026-03-04", "Jour") == [("04/03/2026",)]
    assert columns(app, "/journal.csv?quoi=session.open", "Quoi", name="helene") == []


def test_the_link_follows_the_search_as_one_types(app, people):
    part = reader(app, "claire").part("/beneficiaires", q="dur")
    assert "/beneficiaires.csv?q=dur" in part.links


def test_a_wrong_filter_of_the_journal_is_said_on_its_page(app, people):
    page = reader(app, "helene").get("/journal.csv?du=2026-03-09&au=2026-03-01", 422)
    assert page.h1 == "Journal" and "Indiquez un jour qui suit le premier." in page.text


def test_a_person_s_line_reads_as_on_the_screen(app, people):
    with writing(app) as session:
        session.get(Beneficiary, people["mme_durand"]).last_contact_on = date(2026, 3, 2)
    assert exported(app, "/beneficiaires.csv")[:2] == [
        ["Civilité", "Nom", "Prénom", "Téléphone", "Secteur", "Quartier", "Suivi par", "Dernier contact", "Interruption",
         "Terminé le"],
        ["Mme", "Durand", "Jeanne", "01 33 33 33 33", "Nord", "Les Lilas", "Claire Martin", "02/03/2026", "", ""]]


def test_a_caregiver_s_line_never_says_woman_or_man(app, people):
    head, *rows = exported(app, "/intervenantes.csv")
    assert rows[0] == ["Diallo", "Aïcha", "06 11 11 11 11", "Auxiliaire de vie (AVS)", "Nord", "non", "28:00", ""]
    assert not {"Femme", "Homme", "woman"} & {cell for row in [head, *rows] for cell in row}


@pytest.mark.parametrize("state", VISIT_STATES)
def test_a_visit_stands_as_it_stands_in_the_list(app, people, state):
    give_visit(app, people, date(2026, 3, 10), state=state)
    claire, address = reader(app, "claire"), "?periode=jour&jour=2026-03-10"
    shown = claire.get(f"/interventions{address}").select("td", data_label="État")[0].text
    assert columns(app, f"/interventions.csv{address}", "Jour", "Heure", "Durée", "État") == [
        ("10/03/2026", "10:00", "1:00", shown)]


def test_a_visit_nobody_covers_and_one_that_is_over_say_so(app, people):
    give_visit(app, people, date(2026, 3, 10), caregiver="aicha")
    with writing(app) as session:
        session.execute(Visit.__table__.update().where(Visit.day == date(2026, 3, 10)).values(caregiver_id=None))
    assert columns(app, "/interventions.csv?periode=semaine&jour=2026-03-04", "État") == [("Passée",), ("Passée",)]
    assert columns(app, "/interventions.csv?periode=jour&jour=2026-03-10", "Intervenante", "État") == [
        ("", "Non couverte")]


def test_reasons_kept_for_the_direction_stay_there(app, people):
    with writing(app) as session:
        session.add(Replacement(
            pairing_id=people["mme_durand_pairing"], beneficiary_id=people["mme_durand"],
            caregiver_id=people["aicha_caregiver"], requested_by="caregiver", reason="caregiver_protection",
            for_good=True, details="CANARI", state="open", opened_at=now(), opened_by_id=people["helene"]))
    asked = ("Raison", "Demandé par", "Pour de bon")
    assert columns(app, "/remplacements.csv", *asked) == [("remplacement décidé", "Le bureau", "oui")]
    assert columns(app, "/remplacements.csv", *asked, name="helene") == [
        ("Protection de l'intervenante", "L'intervenante", "oui")]
    assert "CANARI" not in str(exported(app, "/remplacements.csv", "helene"))


def test_by_what_way_the_person_was_answered_is_in_the_file_of_whoever_reads_that_she_asked(app, people):
    with app.app_context():
        noon = instant_at(date(2026, 3, 9), 720)
    for reason in ("schedule_clash", "facts_for_direction"):
        pair_scenes.request(app, people, reason=reason, state="done", requester_told_at=noon, requester_told_how="call",
                            requester_told_to="person")
    asked = ("Réponse donnée le", "Dite")
    hers, directors = (columns(app, "/remplacements.csv?etat=closes", *asked, name=name) for name in ("claire", "helene"))
    assert sorted(said for _, said in hers) == ["", "Par téléphone"] and all(at for at, _ in hers)
    assert [said for _, said in directors] == ["Par téléphone"] * 2


def test_a_caregiver_s_long_word_is_read_whole_on_its_own_page_alone(app, people):
    with writing(app) as session:
        session.add(Word(caregiver_id=people["aicha_caregiver"], kind="to_know", words="mot " * 60 + "CANARI", at=now(),
                         by_id=people["aicha"], beneficiary_id=people["mme_durand"]))
    (said, about, state), = columns(app, "/mots.csv", "Ce qu'elle dit", "À propos de", "État")
    assert said.endswith("mot...") and len(said) <= 165 and "CANARI" not in said
    assert (about, state) == ("Mme Durand", "À lire")


def test_calls_changes_and_mediations_are_in_words(app, people):
    with writing(app) as session:
        session.add(CallNote(caller_kind="relative", caller="", line="=Rappeler;\n\"vite\"", search_line=" rappeler", at=now(),
                             by_id=people["claire"], beneficiary_id=people["mme_durand"], due_on=date(2026, 3, 9),
                             for_id=people["claire"]))
    change(app, people, "moved", was="mer. 11 mars, 8 h", now="jeu. 12 mars, 9 h", phone_first=True)
    mediate(app, people)
    assert columns(app, "/appels.csv", "Qui appelle", "Bénéficiaire", "Appel", "Pour le", "État") == [
        ("Un proche", "Mme Jeanne Durand", "'=Rappeler; \"vite\"", "09/03/2026", "À faire")]
    assert columns(app, "/planning-a-reporter.csv", "Changement", "Intervenante", "À dire de vive voix", "Jointe le") == [
        ("Intervention déplacée", "Aïcha Diallo", "oui", "")]
    assert columns(app, "/mediations.csv", "État", "Objet", "Menée par") == [
        ("Accord trouvé", "L'heure d'arrivée le mercredi", "Claire Martin")]


def test_what_stands_here_and_what_the_planning_says_stand_side_by_side(app, people):
    with writing(app) as session:
        run = a_run(session, "applied", source="folder", created=3, refused=2)
        a_run(session, "refused", kind=None, made_by_id=people["claire"], reason="Ce fichier est vide.")
        a_gap(session, run, people["mme_durand_visit"])
        kept = a_gap(session, run, people["m_petit_visit"], cancelled=True, under_measure=True, decision="kept",
                     decided_at=now(), decided_by_id=people["claire"])
    with reading(app) as session:
        here, there = session.get(Visit, people["mme_durand_visit"]), session.get(Visit, kept.visit_id)
    asked = ("Bénéficiaire", "Jour ici", "Intervenante ici", "Dans le planning", "Intervenante du planning", "Décision")
    assert columns(app, "/ecarts.csv", *asked) == [
        ("Mme Jeanne Durand", f"{here.day:%d/%m/%Y}", "Aïcha Diallo", "Prévue", "Aïcha Diallo", "")]
    assert columns(app, "/ecarts.csv?etat=decides", *asked) == [
        ("M. Henri Petit", f"{there.day:%d/%m/%Y}", "Lucie Moreau", "Annulée, ou absente du fichier", "", "Gardé comme ici")]
    assert columns(app, "/ecarts.csv?etat=decides", "Mesure d'organisation", "Prise par") == [("oui", "Claire Martin")]
    assert columns(app, f"/ecarts.csv?personne={people['m_petit']}", "Décision") == []
    assert columns(app, "/imports.csv", "Quoi", "Comment", "Par", "État", "Pourquoi", "Créées", "Refusées") == [
        ("Fichier non reconnu", "Envoyé depuis la page Imports", "Claire Martin", "Refusé", "Ce fichier est vide.", "", ""),
        ("Interventions", "Dossier surveillé", "", "Importé", "", "3", "2")]


def test_a_batch_says_who_answered_and_by_which_way(app, people):
    round_opened(app, people)
    round_opened(app, people, "m_petit")
    claire = reader(app, "claire")
    claire.post("/feuilles/nouvelles", {"people": [people["mme_durand"], people["m_petit"]]}, 200)
    with reading(app) as session:
        number = session.scalar(select(PersonalLink.number).where(PersonalLink.beneficiary_id == people["m_petit"]))
    claire.post(f"/feuilles/saisie/{number}", TYPED)
    assert columns(app, "/feuilles.csv", "Imprimé le", "Par", "Secteur", "Feuilles", "Ont répondu") == [
        ("09/03/2026 9:00", "Claire Martin", "Tous les secteurs", "2", "1")]
    assert columns(app, "/feuilles/1.csv", "Bénéficiaire", "Intervenante", "Réponse", "Répondu le") == [
        ("Mme Jeanne Durand", "Aïcha Diallo", "Pas encore de réponse", ""),
        ("M. Henri Petit", "Lucie Moreau", "Papier", "09/03/2026 9:00")]
    assert exported(app, "/feuilles/1.csv")[2][1] == str(number)
    claire.get("/feuilles/99.csv", 404)


def test_each_line_of_the_board_is_the_same_sentence_in_the_file(app, people):
    """Those that came last too: an import to look at, an écart, a double vérification put back to nothing."""
    with writing(app) as session:
        run = a_run(session, "applied", source="folder", refused=2)
        a_run(session, "previewed", made_by_id=people["claire"])
        a_gap(session, run, people["mme_durand_visit"])
        reset = FactorReset(account_id=people["claire"], by_id=None, at=now())
        session.add(reset)
        session.flush()
        session.add(FactorResetSeen(reset_id=reset.id, account_id=people["helene"]))
    shown = [line.select(class_="why")[0].text for line in reader(app, "helene").get("/a-traiter").select("li", class_="line")]
    written = [why for why, in columns(app, "/a-traiter.csv", "Quoi", name="helene")]
    assert written == shown and len(written) == 4, (written, shown)
    assert "La double vérification de Claire Martin a été réinitialisée depuis le serveur." in written
    assert {"Import du planning : 2 lignes refusées.", "Mme Jeanne Durand : un écart avec votre planning : garder ou reprendre."} <= {
        why.replace("\u00a0", " ") for why in written}


def test_the_association_s_own_words_head_the_columns(app, people, clock):
    from models import Setting
    with writing(app) as session:
        session.add(Setting(name="word_caregiver", value="aide à domicile", changed_at=clock()))
    assert "Aide à domicile" in exported(app, "/interventions.csv")[0]


@pytest.mark.parametrize("name, url", [("claire", "/comptes.csv"), ("claire", "/journal.csv"), ("sam", "/beneficiaires.csv"),
                                       ("sam", "/journal.csv"), ("aicha", "/interventions.csv"), ("odile", "/mots.csv")])
def test_whoever_does_not_read_the_list_does_not_take_it(app, people, name, url):
    page = reader(app, name).get(url, 403)
    assert b"Durand" not in page.bytes and page.headers["Content-Type"].startswith("text/html")


def test_whoever_runs_the_server_takes_the_accounts_and_no_more(app, people):
    assert ("Sam Leroy", "Aucun accès aux personnes", "oui") in columns(
        app, "/comptes.csv", "Nom", "Rôle", "Administre le serveur", name="sam")


MANY = 12_000


def fill(app, people, number: int) -> None:
    """So many visits to come, an hour apart."""
    with writing(app) as session:
        session.execute(insert(Visit.__table__), [{
            "beneficiary_id": people["mme_durand"], "caregiver_id": people["aicha_caregiver"],
            "series_id": people["mme_durand_series"], "day": date(2026, 4, 1) + timedelta(days=n // 24),
            "start_minute": n % 24 * 60, "minutes": 60, "starts_at": instant_at(date(2026, 4, 1), 0) + timedelta(hours=n),
            "ends_at": instant_at(date(2026, 4, 1), 0) + timedelta(hours=n + 1), "state": "planned", "note": "",
            "version": 1} for n in range(number)])


def test_a_long_list_leaves_whole_in_its_order_and_never_stands_in_memory(app, people):
    fill(app, people, MANY)
    claire = reader(app, "claire")
    claire.get("/interventions.csv?jour=2026-04-01&periode=jour")
    tracemalloc.start()
    response = claire.client.get("/interventions.csv?jour=2026-04-01")
    held = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    text = response.get_data(as_text=True)
    response.close()
    rows = list(csv.reader(io.StringIO(text.removeprefix(BOM)), delimiter=";"))
    assert len(rows) == MANY + 1 and int(response.headers["Content-Length"]) == len(text.encode())
    assert [row[:2] for row in rows[1:3]] == [["01/04/2026", "0:00"], ["01/04/2026", "1:00"]]
    assert held < 6_000_000, f"{held} bytes for a file of {len(text)}"


def test_a_long_list_asks_one_question_more_than_a_short_one_at_most(app, people):
    claire = reader(app, "claire")
    claire.get("/interventions.csv")
    with statements(app) as few:
        claire.get("/interventions.csv")
    fill(app, people, 3000)
    with statements(app) as many:
        claire.get("/interventions.csv")
    assert len(few) == len(many) <= 8, many


def test_more_caregivers_than_a_part_holds_keep_their_sectors(app, people):
    with writing(app) as session:
        session.execute(insert(Caregiver.__table__), [{
            "first_name": "Zoé", "last_name": f"Zed{n:04}", "search_name": f" zed{n:04} zoe", "phone": "", "district": "",
            "qualification": "home_help", "weekly_minutes": 600, "has_vehicle": False, "gender": "woman",
            "created_at": now(), "version": 1} for n in range(1500)])
    found = columns(app, "/intervenantes.csv", "Nom", "Secteurs")
    assert len(found) == 1502 and found[0] == ("Diallo", "Nord") and found[-1] == ("Zed1499", "")
    assert len({name for name, _ in found}) == 1502


@pytest.mark.spreadsheet
def test_libreoffice_opens_the_file_as_the_office_means_it(app, people, tmp_path):
    with writing(app) as session:
        home = session.get(Beneficiary, people["mme_durand"])
        home.last_name, home.first_name, home.district = "N'Guessan-Lefèvre", "Élodie", "=1+1"
        home.last_contact_on = date(2026, 3, 2)
        session.get(Beneficiary, people["m_petit"]).district = "L'Haÿ; \"les\" Roses\n=2+2"
    give_visit(app, people, date(2026, 3, 29), minute=425)
    claire = reader(app, "claire")
    files, visits, ours = opened(
        tmp_path, claire.get("/beneficiaires.csv").bytes,
        claire.get("/interventions.csv?periode=jour&jour=2026-03-29").bytes,
        f"{BOM}Nom;Calcul\r\nDurand;=1+1\r\n".encode())
    first, durand, petit = files
    assert first[:2] == [("string", "Civilité"), ("string", "Nom")] and len(first) == 10
    assert durand[1:4] == [("string", "N'Guessan-Lefèvre"), ("string", "Élodie"), ("string", "01 33 33 33 33")]
    assert durand[5] == ("string", "'=1+1") and durand[7] == ("date", "2026-03-02")
    assert petit[5] == ("string", "L'Haÿ; \"les\" Roses =2+2")
    assert len(visits) == 2 and visits[1][:4] == [
        ("date", "2026-03-29"), ("time", "PT07H05M00S"), ("time", "PT01H00M00S"),
        ("string", "Mme Élodie N'Guessan-Lefèvre")]
    assert ours[1][1] == ("formula", "of:=1+1"), "a formula let through would have been run"


@pytest.mark.spreadsheet
def test_libreoffice_finds_every_line_and_no_formula_in_any_list(every_subject, tmp_path):
    every_subject.put_back()
    helene = reader(every_subject.app, "helene")
    sent = [helene.get(f"{url}.csv").bytes for url in LISTS]
    for url, file, rows in zip(LISTS, sent, opened(tmp_path, *sent), strict=True):
        read = list(csv.reader(io.StringIO(file.decode().removeprefix(BOM)), delimiter=";"))
        assert (len(rows), len(rows[0])) == (len(read), len(read[0])), url
        assert all(len(row) <= len(read[0]) for row in rows), url
        assert not [cell for row in rows for cell in row if cell[0] in ("formula", "error")], url


@pytest.mark.browser
def test_what_was_searched_as_one_types_is_what_is_downloaded(app, people, chromium):
    with served(app) as base, window(chromium, **OFFICE) as page:
        come_in(page, base, "claire")
        page.goto(base + "/beneficiaires")
        page.fill("[name=q]", "peti")
        page.get_by_role("status").get_by_text("1 dossier", exact=True).wait_for()
        with page.expect_download() as download:
            page.get_by_role("link", name="Exporter (CSV)").click()
        assert download.value.suggested_filename == "beneficiaires-2026-03-09.csv"
        text = download.value.path().read_text(encoding="utf-8-sig")
        assert "Petit" in text and "Durand" not in text and page.url.endswith("q=peti&secteur=")
