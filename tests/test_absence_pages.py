"""The pages of absences: what she sends from her phone, what the office notes, reads, and who may do so."""

from datetime import date

import pytest
from sqlalchemy import select

from acts import offers
from database import instant_at
from models import Absence, Replacement, Visit
from tests.absence_scenes import FRIDAY, MONDAY, a_third, a_week, declare, do, request_of, row, version
from tests.phone_scenes import give_visit
from tests.reader import reader
from tests.test_absences import back, cover
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
    assert "Indiquez une fin qui vient après le début." in page.text
    assert count(app, Absence) == 0 and "checked" in page.select("input", name="kind", value="sick_leave")[0].attrs


def test_so_is_it_at_the_office_and_when_an_end_changes(app, people):
    claire, new = reader(app, "claire"), f"/intervenantes/{people['aicha_caregiver']}/absences/nouvelle"
    page = claire.post(new, {"kind": "leave", "starts_on": "2026-03-13", "until": "date", "ends_on": "2026-03-11",
                             "received_on": "2026-03-09"}, 422)
    assert "Indiquez une fin qui vient après le début." in page.text
    assert page.select("input", name="ends_on")[0]["value"] == "2026-03-11"
    assert count(app, Absence) == 0
    id = declare(app, people, starts_on=date(2026, 3, 16), ends_on=date(2026, 3, 20))
    page = claire.post(f"/absences/{id}/prolongation", {
        "version": str(version(app, id)), "until": "date", "ends_on": "2026-03-12"}, 422)
    assert "Indiquez une fin après le ven. 20 mars. Pour un retour plus tôt, notez un retour." in page.text
    page = claire.post(f"/absences/{id}/retour", {"version": str(version(app, id)), "back_on": "2026-03-16"}, 422)
    assert "Indiquez un jour après le premier jour d'absence." in page.text
    assert row(app, Absence, id).ends_on == date(2026, 3, 20)


def test_what_waits_in_another_absence_is_said_so_and_counted_there_alone(app, people):
    """Rosa had agreed to Thursday, the usual caregiver is back that day, then Rosa falls ill: her absence asks for somebody."""
    a_third(app, people)
    tuesday, thursday = a_week(app, people, (10, 12))
    hers = declare(app, people)
    cover(app, people, "rosa", thursday)
    back(app, people, hers, date(2026, 3, 12))
    rosas, claire = declare(app, people, caregiver="rosa"), reader(app, "claire")
    for page in (f"/absences/{hers}", f"/remplacements/{request_of(app, hers, people['mme_durand']).id}"):
        text = claire.get(page).text.lower()
        assert text.count("à couvrir dans une autre demande") == 1, page
    assert "2 interventions à couvrir" in claire.get(f"/absences/{hers}").text, "Tuesday and Wednesday"
    page = claire.get(f"/absences/{rosas}").text
    assert "1 intervention à couvrir" in page and "dans une autre demande" not in page
    do(app, people, "claire", offers.called, request_of(app, rosas, people["mme_durand"]).id, people["aicha_caregiver"])
    assert row(app, Visit, thursday).caregiver_id == people["aicha_caregiver"]
    assert "dans une autre demande" not in claire.get(f"/absences/{hers}").text


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


def test_the_board_says_how_many_in_how_many_homes_and_when_the_first_begins(app, people):
    a_week(app, people)
    give_visit(app, people, date(2026, 3, 12), 840, "m_petit", "aicha", pairing_id=None)
    declare(app, people)
    assert ("Aïcha Diallo absente : 7 interventions à couvrir chez 2 personnes. La première aujourd'hui à 10 h"
            in reader(app, "claire").get("/a-traiter").text)


def test_the_second_coordinator_learns_what_the_first_did(app, people):
    id = declare(app, people)
    seen = version(app, id)
    claire, helene = reader(app, "claire"), reader(app, "helene")
    claire.post(f"/absences/{id}/retour", {"version": str(seen), "back_on": "2026-03-11"})
    page = helene.post(f"/absences/{id}/prolongation", {"version": str(seen), "until": "date", "ends_on": "2026-03-20"}, 409)
    assert "Claire Martin, le 09/03 à 09 h 00 : retour plus tôt : jusqu'au mar. 10 mars, au lieu du ven. 13 mars." in page.text
    assert page.select("textarea")[0].text.strip() == "20 mars", "the day she typed is given back"
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


def test_two_absences_that_share_days_are_said_when_one_is_noted_and_when_one_ends(app, people):
    first, claire = declare(app, people), reader(app, "claire")
    new = f"/intervenantes/{people['aicha_caregiver']}/absences/nouvelle"
    page = claire.follow(claire.post(new, {"kind": "leave", "starts_on": "2026-03-12", "until": "date", "ends_on": "2026-03-20",
                                           "received_on": "2026-03-09"}))
    assert "Une autre absence est notée du lun. 9 mars au ven. 13 mars : les jours communs ne comptent qu'une fois." in page.text
    assert "Une autre absence est notée du jeu. 12 mars au ven. 20 mars" in claire.get(f"/absences/{first}").text
    page = claire.follow(claire.post(f"/absences/{first}/retour", {"version": str(version(app, first)), "back_on": "2026-03-11"}))
    assert "Le retour est noté. Une autre absence est notée du jeu. 12 mars au ven. 20 mars : ces jours-là, l'absence continue." in page.text


def test_an_absence_called_off_says_that_another_goes_on_and_one_alone_says_nothing(app, people):
    first, claire = declare(app, people, ends_on=None), reader(app, "claire")
    second = declare(app, people, kind="leave", starts_on=date(2026, 3, 12), ends_on=date(2026, 3, 12))
    assert "celles des jours communs sont sur la page de l'autre absence" in claire.get(f"/absences/{second}").text
    page = claire.follow(claire.post(f"/absences/{second}/annulation", {"version": str(version(app, second))}))
    assert "Une autre absence est notée depuis le lun. 9 mars, sans date de retour connue : ces jours-là" in page.text
    page = claire.follow(claire.post(f"/absences/{first}/annulation", {"version": str(version(app, first))}))
    assert "L'absence est annulée." in page.text and "Une autre absence" not in page.text


def test_her_phone_says_that_another_absence_of_hers_shares_these_days(app, people):
    first, aicha = declare(app, people, "aicha"), reader(app, "aicha")
    assert "Une autre absence" not in aicha.get(f"/mes-absences/{first}").text
    declare(app, people, "aicha", kind="leave", starts_on=date(2026, 3, 12), ends_on=date(2026, 3, 20))
    words = "Une autre absence est notée du jeu. 12 mars au ven. 20 mars : "
    assert f"{words}les jours communs ne comptent qu'une fois." in aicha.get(f"/mes-absences/{first}").text
    page = aicha.follow(aicha.post(f"/mes-absences/{first}/retour", {"version": str(version(app, first)), "back_on": "2026-03-10"}))
    assert f"C'est envoyé. {words}ces jours-là, l'absence continue." in page.text
    assert page.text.count("Une autre absence") == 1


def test_back_early_the_page_says_which_visits_stay_with_the_one_who_agreed(app, people):
    a_third(app, people)
    a_week(app, people, (12,))
    id = declare(app, people)
    request = request_of(app, id, people["mme_durand"]).id
    do(app, people, "claire", offers.called, request, people["rosa_caregiver"])
    claire = reader(app, "claire")
    page = claire.follow(claire.post(f"/absences/{id}/retour", {"version": str(version(app, id)), "back_on": "2026-03-12"}))
    assert "Le retour est noté." in page.text and "couverte par Rosa Lopez (reste avec elle après le retour)" in page.text


def test_when_the_one_who_replaced_is_ill_too_her_absence_leads_to_the_other(app, people):
    a_third(app, people)
    first = declare(app, people)
    do(app, people, "claire", offers.called, request_of(app, first, people["mme_durand"]).id, people["rosa_caregiver"])
    page = reader(app, "claire").get(f"/absences/{declare(app, people, caregiver='rosa')}")
    assert "Ces interventions sont à couvrir de nouveau, là où cette collègue était remplacée." in page.text
    assert f"/absences/{first}" in page.links


@pytest.mark.parametrize("day, start, minutes", [(9, 8 * 60 + 50, 60), (8, 22 * 60, 720)])
def test_a_visit_already_begun_is_for_whoever_answers_the_telephone(app, people, day, start, minutes):
    """It is nine on the 9th: a visit of that morning, and a night begun the day before, which is no day of her absence."""
    begun = give_visit(app, people, date(2026, 3, day), start, minutes=minutes, ends_at=instant_at(date(2026, 3, day), start + minutes))
    aicha = reader(app, "aicha")
    page = aicha.follow(aicha.post("/mes-absences/nouvelle", SENT))
    assert "Appelez maintenant Une de vos interventions a déjà commencé. Personne ne l'a encore lu." in page.text
    with reading(app) as session:
        id = session.scalars(select(Absence.id)).one()
    page = reader(app, "claire").get(f"/absences/{id}")
    assert "Déjà commencée quand c'est arrivé :" in page.text and "Vérifiez qui est sur place." in page.text
    assert f"/interventions/{begun}" in page.links


@pytest.mark.parametrize("starts_on, ends_at", [(10, 1440 + 720), (9, 1440 + 540)])
def test_a_night_that_is_over_or_before_a_later_absence_calls_nobody(app, people, starts_on, ends_at):
    night = date(2026, 3, 8)
    give_visit(app, people, night, 22 * 60, minutes=ends_at - 22 * 60, ends_at=instant_at(night, ends_at))
    id = declare(app, people, "aicha", starts_on=date(2026, 3, starts_on))
    assert "déjà commencé" not in reader(app, "aicha").get(f"/mes-absences/{id}").text.lower()
    assert "Déjà commencée" not in reader(app, "claire").get(f"/absences/{id}").text
