"""The pages of absences: what she sends from her phone, what the office notes, reads, and who may do so."""

from datetime import date

from sqlalchemy import select

from models import Absence, Replacement
from tests.absence_scenes import FRIDAY, MONDAY, declare, row, version
from tests.reader import reader
from tests.world import count, reading

SENT = {"kind": "sick_leave", "since": "today", "until": "date", "ends_on": FRIDAY.isoformat()}


def test_she_sends_her_absence_and_reads_that_nobody_read_it_yet(app, people, clock):
    aicha = reader(app, "aicha")
    aicha.post("/mes-absences/nouvelle", SENT)
    with reading(app) as session:
        absence = session.scalars(select(Absence)).one()
    assert (absence.starts_on, absence.ends_on, absence.read_at) == (MONDAY, FRIDAY, None)
    page = aicha.get(f"/mes-absences/{absence.id}")
    assert "Personne ne l'a encore lu" in page.text and "ne remplace pas l'envoi de votre arrêt de travail" in page.text
    reader(app, "claire").post(f"/absences/{absence.id}/lecture")
    assert "Lu par Claire Martin" in aicha.get(f"/mes-absences/{absence.id}").text


def test_an_end_before_the_beginning_is_said_and_nothing_is_kept(app, people):
    page = reader(app, "aicha").post("/mes-absences/nouvelle", {**SENT, "since": "tomorrow", "ends_on": "2026-03-01"}, 422)
    assert count(app, Absence) == 0 and "checked" in page.select("input", name="kind", value="sick_leave")[0].attrs


def test_without_an_end_she_says_so_and_when_she_sees_the_doctor(app, people):
    reader(app, "aicha").post("/mes-absences/nouvelle", {
        "kind": "sick_leave", "since": "today", "until": "unknown", "news_on": "2026-03-11"})
    with reading(app) as session:
        absence = session.scalars(select(Absence)).one()
    assert (absence.ends_on, absence.news_on) == (None, date(2026, 3, 11))


def test_nobody_else_opens_her_absence(app, people):
    id = declare(app, people)
    assert reader(app, "lucie").get(f"/mes-absences/{id}", 404)
    assert reader(app, "aicha").get(f"/absences/{id}", 403)


def test_the_office_sees_the_visits_by_person_and_how_many_have_nobody(app, people):
    id = declare(app, people, name="aicha")
    page = reader(app, "claire").get(f"/absences/{id}")
    assert "à couvrir" in page.text and "Mme Jeanne Durand" in page.text
    assert any("remplacements" in href for href in page.links)
    assert "message d'absence" in reader(app, "claire").get("/a-traiter").text


def test_the_second_coordinator_learns_what_the_first_did(app, people):
    id = declare(app, people)
    seen = version(app, id)
    claire, helene = reader(app, "claire"), reader(app, "helene")
    claire.post(f"/absences/{id}/retour", {"version": str(seen), "back_on": "2026-03-11"})
    page = helene.post(f"/absences/{id}/prolongation", {"version": str(seen), "until": "date", "ends_on": "2026-03-20"}, 409)
    assert "Claire Martin" in page.text
    assert row(app, Absence, id).ends_on == date(2026, 3, 10)


def test_a_day_twice_is_said_with_who_noted_it(app, people):
    declare(app, people)
    page = reader(app, "aicha").post("/mes-absences/nouvelle", SENT, 409)
    assert "Claire Martin" in page.text and count(app, Absence) == 1


def test_cancelled_by_mistake_her_visits_are_hers_again(app, people):
    id = declare(app, people)
    reader(app, "claire").post(f"/absences/{id}/annulation", {"version": str(version(app, id))})
    assert row(app, Absence, id).state == "cancelled"
    with reading(app) as session:
        assert set(session.scalars(select(Replacement.state))) == {"cancelled"}
