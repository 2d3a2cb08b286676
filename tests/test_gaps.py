"""Écarts: an import never undoes what was decided here; each difference is kept or taken by somebody, once."""

import pytest
from sqlalchemy import select

from database import local
from models import ImportGap, JournalLine, Visit
from tests.import_scenes import DURAND, a_gap, a_run, imported, visits, wait
from tests.reader import reader
from tests.world import count, reading, statements, writing

ROW = f"11/03/2026;8:00;9:00;{DURAND}"


@pytest.fixture(autouse=True)
def no_work_left():
    yield
    wait()


@pytest.fixture
def claire(app, people):
    return reader(app, "claire")


@pytest.fixture
def stale(app, people, claire):
    """The planning says Aïcha on the 11th; Claire gives that visit to Lucie; the same file comes again. The visit's id."""
    imported(claire, visits(ROW))
    id = people["mme_durand_visit"]
    claire.post(f"/interventions/{id}/intervenante?partout=1", {
        "version": str(visit(app, id).version), "caregiver_id": str(people["lucie_caregiver"]), "kind": "replacement",
        "why": "hours", "extent": "one"})
    imported(claire, visits(ROW))
    return id


def visit(app, id) -> Visit:
    with reading(app) as session:
        return session.get(Visit, id)


def button(page, words: str) -> str:
    return next(form["action"] for form in page.select("form") if form.select("button") and words in form.text)


def test_a_stale_file_after_a_replacement_changes_nothing_by_itself(app, people, claire, stale):
    assert visit(app, stale).caregiver_id == people["lucie_caregiver"]
    page = claire.get("/ecarts")
    assert "1 écart" in page.text and "Mme Jeanne Durand" in page.text
    [here, there] = [line.text for line in page.select("dd")]
    assert "avec Lucie Moreau" in here and "par Claire Martin" in here
    assert "avec Aïcha Diallo" in there and "mercredi 11 mars à 8" in there


def test_kept_the_same_file_asks_nothing_again(app, people, claire, stale):
    claire.post(button(claire.get("/ecarts"), "Garder ce qui est ici"))
    imported(claire, visits(ROW))
    assert "Tout est à jour" in claire.get("/ecarts").text
    assert visit(app, stale).caregiver_id == people["lucie_caregiver"] and count(app, ImportGap) == 1
    page = claire.get("/ecarts?etat=decides")
    assert "Gardé comme ici" in page.text and "par Claire Martin" in page.text
    with reading(app) as session:
        assert session.scalar(select(JournalLine.id).where(JournalLine.action == "planning.gap"))


def test_taken_the_planning_s_version_is_what_stands(app, people, claire, stale):
    claire.post(button(claire.get("/ecarts"), "Reprendre le planning"))
    assert visit(app, stale).caregiver_id == people["aicha_caregiver"]
    assert "Repris du planning" in claire.get("/ecarts?etat=decides").text
    imported(claire, visits(ROW))
    assert "Tout est à jour" in claire.get("/ecarts").text


def test_a_gap_is_decided_once(app, people, claire, stale):
    page = claire.get("/ecarts")
    claire.post(button(page, "Garder ce qui est ici"))
    late = reader(app, "malika").post(button(page, "Reprendre le planning"), {}, 409)
    assert "Une collègue a déjà décidé" in late.text and late.h1 == "Écarts avec le planning"
    assert visit(app, stale).caregiver_id == people["lucie_caregiver"]


def test_what_can_no_longer_be_taken_says_why_and_offers_to_keep(app, people, claire, clock):
    with writing(app) as session:
        a_gap(session, a_run(session, "applied"), people["mme_durand_past_visit"])
    page = claire.get("/ecarts")
    assert "son heure est passée" in page.text
    assert "Garder ce qui est ici" in page.text and "Reprendre" not in page.select("ul", class_="list")[0].text


def test_a_cancelled_visit_in_the_planning_is_said(app, people, claire):
    with writing(app) as session:
        a_gap(session, a_run(session, "applied"), people["mme_durand_visit"], cancelled=True)
    page = claire.get("/ecarts")
    assert "annulée, ou absente du fichier" in page.text
    claire.post(button(page, "Reprendre le planning"))
    assert visit(app, people["mme_durand_visit"]).state == "withdrawn"


def test_a_measure_reads_no_more_than_its_name(app, people, claire):
    with writing(app) as session:
        a_gap(session, a_run(session, "applied"), people["mme_durand_visit"], under_measure=True)
    assert "Mesure d'organisation" in claire.get("/ecarts").text


def test_the_list_asks_the_same_however_long_it_is(app, people, claire):
    with writing(app) as session:
        run = a_run(session, "applied")
        a_gap(session, run, people["mme_durand_visit"])
    with statements(app) as few:
        claire.get("/ecarts")
    with writing(app) as session:
        for name in ("m_petit_visit", "m_petit_next_visit", "mme_durand_next_visit"):
            a_gap(session, session.get(type(run), run.id), people[name])
    with statements(app) as many:
        claire.get("/ecarts")
    assert len(few) == len(many)
    assert len(claire.get(f"/ecarts?personne={people['m_petit']}").select("ul", class_="list")[0].select("dl")) == 2


def test_the_hours_are_those_of_paris(app, people, claire):
    with writing(app) as session:
        gap = a_gap(session, a_run(session, "applied"), people["mme_durand_visit"])
        at = local(gap.starts_at)
    assert at.hour == 9 and "à 9" in claire.get("/ecarts").select("dd")[1].text


def test_a_decided_gap_says_what_had_been_decided_and_by_whom_then(app, people, claire, stale, clock):
    """Claire had given it to Lucie; taken from the planning, then moved: what she had decided is still read."""
    clock.move(minutes=5)
    flash = claire.post(button(claire.get("/ecarts"), "Reprendre le planning"))
    assert "L'intervenante le voit dans sa semaine. Si c'est dans moins de 24 heures, appelez-la." in claire.get(flash.location).text
    clock.move(minutes=5)
    malika = reader(app, "malika")
    malika.post(f"/interventions/{stale}/deplacement", {
        "version": str(visit(app, stale).version), "day": "2026-03-12", "start": "17:00", "minutes": "60"})
    [here, there] = [line.text for line in claire.get("/ecarts?etat=decides").select("dd")]
    assert "mercredi 11 mars à 8" in here and "avec Lucie Moreau" in here and "par Claire Martin" in here
    assert "avec Aïcha Diallo" in there
