"""Each setting, changed by the direction on screen, changes what the house does at the very next request."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from database import short_write
from guard import chain
from models import CaregiverSkill, JournalLine, Mediation, Pairing, PersonalLink, Round, RoundSide, Visit, VisitChange, Wish, WorkRestriction
from queries.due_rounds import pace
from tests import pair_scenes
from tests.reader import reader
from tests.rounds_scene import run_due, sides
from tests.test_replacements import facts_of, in_sector
from tests.test_settings import choose
from tests.test_visits import new, one
from tests.world import count, reading, writing

SUNDAY, EASTER_MONDAY, FRIDAY_NOON = (datetime(2026, 3, 15, 9, tzinfo=UTC), datetime(2026, 4, 6, 8, tzinfo=UTC),
                                      datetime(2026, 3, 13, 11, 30, tzinfo=UTC))
HOURS = {"monday": "9h-12h, 14h-17h", "tuesday": "9h-12h, 14h-17h", "friday": "9h-12h"}


def test_the_name_and_the_address_are_on_the_pages_and_the_printed_sheet(app, people):
    choose(app, "association", association_name="Les Trois Rives", association_address="3 place de la Halle\n13000 Ville")
    assert "Les Trois Rives" in reader(app).get("/connexion").title
    assert "Les Trois Rives, 3 place de la Halle, 13000 Ville" in reader(app, "aicha").get("/aide-telephone").text
    sheet = reader(app, "helene").post(f"/comptes/{people['malika']}/invitation", status=200)
    assert "3 place de la Halle, 13000 Ville" in sheet.text


def phone_help(app):
    return reader(app, "aicha").get("/aide-telephone")


def test_the_office_s_number_is_on_the_phones_the_errors_and_the_door(app, people):
    choose(app, "association", office_phone="01 99 00 11 22")
    assert "tel:0199001122" in phone_help(app).links
    for page in (reader(app).get("/connexion"), reader(app, "claire").get("/rien", 404)):
        assert "tel:0199001122" in page.links and "est fermé" not in page.text and "Ouvert" not in page.text


def test_while_the_office_is_open_its_hours_stand_beside_its_number(app, people):
    choose(app, "association", office_phone="0199001122", on_call_phone="0639980001", **HOURS)
    page = phone_help(app)
    assert "Le bureau est ouvert lundi et mardi de 9 h à 12 h et de 14 h à 17 h ; vendredi de 9 h à 12 h" in page.text
    assert "est fermé" not in page.text and "tel:0639980001" not in page.links
    assert "Ouvert lundi et mardi" in reader(app).get("/connexion").text


@pytest.mark.parametrize("at, opens", [(SUNDAY, "demain à 9 h"), (EASTER_MONDAY, "demain à 9 h"),
                                       (FRIDAY_NOON, "lundi à 9 h")])
def test_outside_its_hours_and_on_public_holidays_the_one_on_call_is_given(app, people, clock, at, opens):
    choose(app, "association", office_phone="0199001122", on_call_phone="0639980001", **HOURS)
    clock.set(at)
    page = phone_help(app)
    assert f"Le bureau est fermé. Il rouvre {opens}." in page.text
    assert "Astreinte : 06 39 98 00 01" in page.text and "tel:0639980001" in page.links
    # whoever reads the door is nobody yet: she gets the office's number, not the phone of the one on call
    door = reader(app).get("/connexion")
    assert f"Il est fermé et rouvre {opens}." in door.text and "tel:0639980001" not in door.links


def test_without_hours_nothing_is_said_of_them(app, people, clock):
    choose(app, "association", office_phone="0199001122", on_call_phone="0639980001")
    clock.set(SUNDAY)
    page = phone_help(app)
    assert "Le bureau est fermé ? Appelez l'astreinte : 06 39 98 00 01" in page.text and "rouvre" not in page.text


def test_the_words_chosen_are_in_the_menu_the_titles_and_the_sentences(app, people):
    choose(app, "mots", word_caregiver="auxiliaire de vie", word_beneficiary="personne accompagnée")
    page = reader(app, "claire").get("/beneficiaires")
    assert page.h1 == "Personnes accompagnées" and "Auxiliaires de vie" in page.text
    assert reader(app, "claire").get("/intervenantes").h1 == "Auxiliaires de vie"


def test_the_first_round_opens_after_as_many_visits_as_are_set(app, people, clock):
    choose(app, "points", round_after_visits="1")
    clock.set(datetime(2026, 3, 9, 10, tzinfo=UTC))
    assert run_due(app) == 2


@pytest.mark.parametrize("name, value, part", [("round_month", "4", "month"), ("round_yearly_months", "18", "yearly_months"),
                                               ("round_after_visits", "5", "after_visits")])
def test_the_moments_are_those_that_are_set(app, people, name, value, part):
    choose(app, "points", **{name: value})
    with reading(app):
        assert getattr(pace(), part) == int(value)


def test_a_relation_is_asked_again_after_as_many_months_as_are_set(app, people, clock):
    choose(app, "points", round_month="1")
    with writing(app) as session:
        session.execute(update(Pairing).values(starts_on=date(2026, 2, 1)))
        session.execute(update(Visit).where(Visit.day < date(2026, 3, 9)).values(day=date(2026, 2, 4),
                        starts_at=datetime(2026, 2, 4, 7, tzinfo=UTC), ends_at=datetime(2026, 2, 4, 8, tzinfo=UTC)))
    assert run_due(app) == 2
    with reading(app) as session:
        assert set(session.scalars(select(Round.milestone))) == {"month_two"}


def on_demand(app, people) -> int:
    reader(app, "claire").post(f"/points/nouveau/{people['mme_durand_pairing']}")
    return one(app, Round).id


def test_each_side_has_as_many_days_as_are_set(app, people):
    choose(app, "points", round_answer_days="15")
    assert sides(app, on_demand(app, people))["caregiver"].closes_on == date(2026, 3, 24)
    assert "15 jours" in reader(app, "claire").get("/aide").text


def test_a_side_closes_after_as_many_tries_as_are_set(app, people):
    round_id = on_demand(app, people)
    with writing(app) as session:
        session.execute(update(RoundSide).values(tries=2))
    claire = reader(app, "claire")
    assert "encore 1 appel sans réponse" in claire.get(f"/points/{round_id}").text
    choose(app, "points", round_tries="2")
    assert "2 appels sans réponse sont notés." in claire.get(f"/a-appeler/{people['mme_durand']}").text


def test_a_link_opens_for_as_many_days_as_are_set(app, people, clock):
    on_demand(app, people)
    choose(app, "points", link_days="5")
    url = f"/beneficiaires/{people['mme_durand']}/liens"
    claire = reader(app, "claire")
    claire.post(url, {"voice": "person"}, 200)
    with reading(app) as session:
        assert session.scalar(select(PersonalLink.expires_at)) == clock() + timedelta(days=5)


def test_a_mediation_is_checked_after_as_many_days_as_are_set(app, people):
    choose(app, "delais", mediation_check_days="30")
    page = reader(app, "claire").get(f"/relations/{people['mme_durand_pairing']}/mediation")
    assert page.select("input", name="check_on")[0]["value"] == "2026-04-08"
    assert count(app, Mediation) == 0


def test_a_change_nearer_than_the_hours_set_is_phoned(app, people):
    claire, url = reader(app, "claire"), f"/interventions/{people['mme_durand_visit']}/sans-intervenante"
    choose(app, "delais", phone_first_hours="72")
    claire.post(url, {"version": "1"})
    assert one(app, VisitChange).phone_first
    choose(app, "delais", phone_first_hours="12")
    claire.post(f"/interventions/{people['m_petit_visit']}/sans-intervenante", {"version": "1"})
    assert not one(app, VisitChange, VisitChange.visit_id == people["m_petit_visit"]).phone_first


def test_her_phone_asks_her_to_call_when_her_first_visit_is_nearer_than_is_set(app, people):
    from tests.absence_scenes import MONDAY, declare
    from tests.phone_scenes import give_visit
    give_visit(app, people, MONDAY, 720)
    absence = declare(app, people, name="aicha", starts_on=MONDAY)
    aicha = reader(app, "aicha")
    choose(app, "remplacements", call_now_hours="4")
    assert "Appelez maintenant" in aicha.get(f"/mes-absences/{absence}").text
    choose(app, "remplacements", call_now_hours="1")
    assert "Appelez maintenant" not in aicha.get(f"/mes-absences/{absence}").text


def test_the_codes_show_as_long_before_as_is_set(app, people):
    from tests.test_phone_visit import furnish, url
    furnish(app, people)
    with writing(app) as session:
        session.get(Visit, people["mme_durand_past_visit"]).state = "withdrawn"
    aicha = reader(app, "aicha")
    aicha.post(url(people) + "/codes", status=404)
    choose(app, "delais", code_hours="72")
    assert "A4471B" in aicha.post(url(people) + "/codes", status=200).text


def test_visits_are_written_as_many_weeks_ahead_as_are_set(app, people):
    choose(app, "delais", series_weeks="4")
    reader(app, "claire").post(f"/interventions/nouvelle/{people['mme_durand']}",
                               new(people, repeat="weekly", day="2026-03-13"))
    with reading(app) as session:
        last = session.scalar(select(Visit.day).order_by(Visit.day.desc()).limit(1))
    assert date(2026, 3, 30) < last <= date(2026, 4, 6)


def test_the_journal_is_kept_as_many_months_as_are_set(app, people, clock):
    clock.set(datetime(2025, 6, 10, tzinfo=UTC))
    with app.app_context(), short_write() as connection:
        chain.append(connection, None, "help.read", "", True, "::1", clock())
    clock.set(datetime(2026, 3, 9, 8, tzinfo=UTC))
    runner = app.test_cli_runner()
    assert "journal" not in runner.invoke(args=["purge"]).output
    choose(app, "delais", journal_months="6")
    runner.invoke(args=["purge"])
    assert count(app, JournalLine, JournalLine.at < datetime(2025, 7, 1, tzinfo=UTC)) == 0


def test_the_languages_offered_are_those_ticked_and_a_language_already_held_stays(app, people):
    claire, her = reader(app, "claire"), people["aicha_caregiver"]
    with writing(app) as session:
        session.add(CaregiverSkill(caregiver_id=her, kind="language", code="wo"))
        session.add(Wish(beneficiary_id=people["mme_durand"], kind="language", value="wo", since=datetime(2026, 3, 1, tzinfo=UTC)))
    choose(app, "langues", languages=["fr", "br"])
    page = claire.get(f"/intervenantes/{her}/competences")
    assert [box["value"] for box in page.select("input", name="languages")] == ["br", "fr", "wo"]
    claire.post(f"/intervenantes/{her}/competences", {"languages": ["br", "wo"], "version": 1})
    assert count(app, CaregiverSkill, CaregiverSkill.code.in_(("br", "wo"))) == 2
    claire.post(f"/intervenantes/{her}/competences", {"languages": ["ar"], "version": 2}, 422)
    wishes = claire.get(f"/beneficiaires/{people['mme_durand']}/souhaits/nouveau")
    assert [line["value"] for line in wishes.select("select", name="language")[0].select("option")] == ["", "br", "fr"]
    claire.post(f"/beneficiaires/{people['mme_durand']}/souhaits/nouveau", {"kind": "language", "language": "ar"}, 422)
    assert "wolof" in claire.get(f"/beneficiaires/{people['mme_durand']}").text
    assert "Wolof" in claire.get(f"/intervenantes/{her}").text


def why_not(app, people, *busy) -> str:
    """What stands in Lucie's way for the visit of Wednesday 11 March at 8, when she has these other visits (day, minute)."""
    in_sector(app, people)
    for day, start in busy:
        pair_scenes.busy(app, people, day=day, start=start)
    id = pair_scenes.request(app, people, for_good=False, starts_on=date(2026, 3, 11), ends_on=date(2026, 3, 11))
    return facts_of(reader(app, "claire").get(f"/remplacements/{id}"), people)[1]


WEDNESDAY, FREE = date(2026, 3, 11), "libre à ces heures, trajet et repos compris"
FOUR = [(WEDNESDAY, 600 + 90 * nth) for nth in range(4)]


@pytest.mark.parametrize(("name", "busy", "before", "value", "after"), [
    ("travel_minutes", [(WEDNESDAY, 555)], "trop peu de temps entre deux domiciles", "15", None),
    ("travel_minutes", [(WEDNESDAY, 565)], None, "30", "trop peu de temps entre deux domiciles"),
    ("daily_rest_hours", [(date(2026, 3, 10), 1200)], None, "12", "repos trop court entre deux jours"),
    ("daily_rest_hours", [(date(2026, 3, 10), 1290)], "repos trop court entre deux jours", "9", None),
    ("day_most_hours", FOUR, None, "4", "trop d'heures ce jour-là"),
    ("week_most_hours", [(date(2026, 3, 9) + timedelta(days=nth), 600 + 90 * hour) for nth in (0, 1, 3, 4) for hour in range(5)],
     None, "20", "trop d'heures cette semaine-là"),
    ("weekly_rest_hours", [(date(2026, 3, 9) + timedelta(days=nth), 600) for nth in (0, 1, 3, 4, 5, 7)], None, "48",
     "plus de repos de la semaine"),
])
def test_the_hours_of_work_are_those_that_are_set(app, people, name, busy, before, value, after):
    with writing(app) as session:
        session.execute(update(Visit).where(Visit.id == people["m_petit_visit"]).values(state="withdrawn"))
    assert why_not(app, people, *busy) == (f"ne peut pas venir : {before}" if before else FREE)
    choose(app, "remplacements", **{name: value})
    assert why_not(app, people) == (f"ne peut pas venir : {after}" if after else FREE)


def test_the_evening_begins_at_the_hour_that_is_set(app, people):
    with writing(app) as session:
        session.add(WorkRestriction(caregiver_id=people["lucie_caregiver"], code="no_evening", starts_on=date(2026, 3, 1)))
        session.execute(update(Visit).where(Visit.id == people["mme_durand_visit"]).values(
            start_minute=1080, starts_at=datetime(2026, 3, 11, 17, tzinfo=UTC), ends_at=datetime(2026, 3, 11, 18, tzinfo=UTC)))
    assert why_not(app, people) == FREE
    choose(app, "remplacements", evening_hour="18")
    assert why_not(app, people) == "ne peut pas venir : restriction de travail"
