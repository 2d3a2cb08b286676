"""A relation: opened, introduced, moved by the clock and by the office, ended; its page and its story."""

from datetime import date, timedelta

import pytest

from acts import pairings
from database import commit_as, now
from models import JournalLine, Pairing, PairingStep, Replacement, Round, RoundSide, Series, Visit, VisitChange
from tests import pair_scenes as scenes
from tests.phone_scenes import ask
from tests.reader import reader
from tests.world import count, reading, statements, writing

NEW = {"kind": "usual", "chosen_why": "sector", "starts_on": "2026-03-10"}


def url(people, rest="", person="mme_durand"):
    return f"/relations/{people[f'{person}_pairing']}{rest}"


def test_claire_opens_a_relation_and_lands_on_its_page(app, people):
    claire = reader(app, "claire")
    form = claire.get(f"/relations/nouvelle?personne={people['m_petit']}&toutes=1")
    assert "Aïcha Diallo" in form.text and "Lucie Moreau (déjà en relation)" in form.text
    page = claire.follow(claire.post(f"/relations/nouvelle?personne={people['m_petit']}&toutes=1",
                                     {**NEW, "caregiver_id": people["aicha_caregiver"]}))
    assert page.h1 == "M. Henri Petit et Aïcha Diallo"
    assert "Relation ouverte" in page.text and "par Claire Martin" in page.text
    assert count(app, PairingStep, PairingStep.state == "chosen") == 1


def test_without_a_person_the_page_says_to_choose_one_first(app, people):
    assert "Choisissez d'abord la personne" in reader(app, "claire").get("/relations/nouvelle").text


def test_only_the_sector_is_proposed_until_asked_otherwise(app, people):
    page = reader(app, "claire").get(f"/relations/nouvelle?personne={people['m_petit']}")
    assert "Aïcha Diallo" not in page.text and "Chercher dans tous les secteurs" in page.text


def test_a_relation_needs_a_caregiver_and_a_reason_that_is_no_personal_trait(app, people):
    page = reader(app, "claire").post(f"/relations/nouvelle?personne={people['m_petit']}", {"starts_on": "x"}, 422)
    assert "Choisissez une intervenante." in page.text and "Choisissez ce qui a décidé." in page.text
    assert page.title.startswith("Erreur")


def test_the_same_form_sent_twice_opens_one_relation(app, people):
    claire = reader(app, "claire")
    for _ in range(2):
        claire.post(f"/relations/nouvelle?personne={people['m_petit']}&toutes=1",
                    {**NEW, "caregiver_id": people["aicha_caregiver"]}, key="relation-sent-twice")
    assert count(app, Pairing) == 3


def test_a_second_live_relation_of_the_same_two_is_refused_with_what_happened(app, people):
    page = reader(app, "claire").post(f"/relations/nouvelle?personne={people['mme_durand']}",
                                      {**NEW, "caregiver_id": people["aicha_caregiver"]}, 409)
    assert "existe déjà" in page.text


def test_a_caregiver_under_a_measure_cannot_be_chosen_and_nothing_more_is_said(app, people):
    scenes.measure(app, people, caregiver="aicha", person="m_petit", kind="only_accompanied")
    page = reader(app, "claire").post(f"/relations/nouvelle?personne={people['m_petit']}&toutes=1",
                                      {**NEW, "caregiver_id": people["aicha_caregiver"]}, 422)
    assert "non disponible pour cette personne" in page.text
    assert "accompagnée" not in page.text and "Une raison" not in page.text


def test_the_introduction_is_noted_with_its_day_and_its_author(app, people):
    with writing(app) as session:
        session.get(Pairing, people["mme_durand_pairing"]).state = "chosen"
    claire = reader(app, "claire")
    assert "Noter la présentation" in claire.get(url(people)).text
    page = claire.follow(claire.post(url(people, "/presentation"), {"on": "2026-03-06"}))
    assert "Présentation faite" in page.text and "6 mars 2026" in page.text


def test_a_colleague_who_introduced_them_first_is_named_and_nothing_is_overwritten(app, people):
    with writing(app) as session:
        session.get(Pairing, people["mme_durand_pairing"]).state = "chosen"
    reader(app, "malika").post(url(people, "/presentation"), {"on": "2026-03-06"})
    page = reader(app, "claire").post(url(people, "/presentation"), {"on": "2026-03-07"}, 409)
    assert "Malika Benali a déjà noté «\u00a0Présentée\u00a0»" in page.html
    with reading(app) as session:
        assert session.get(Pairing, people["mme_durand_pairing"]).introduced_on == date(2026, 3, 6)


def test_ending_a_relation_frees_its_visits_and_closes_what_was_open_for_it(app, people):
    ask(app, people)
    scenes.request(app, people)
    claire = reader(app, "claire")
    page = claire.follow(claire.post(url(people, "/fin"), {"reason": "schedule", "on": "2026-03-12"}))
    assert "Fin de la relation" in page.text and "Horaires devenus incompatibles" in page.text
    with reading(app) as session:
        kept, freed = (session.get(Visit, people[f"mme_durand{name}"]) for name in ("_visit", "_next_visit"))
        assert kept.caregiver_id == people["aicha_caregiver"] and freed.caregiver_id is None
        assert session.query(VisitChange).one().kind == "uncovered"
        assert session.query(Round).one().state == "cancelled"
        assert {side.round_open for side in session.query(RoundSide)} == {False}
        assert session.query(Replacement).one().state == "cancelled"
    assert "Terminer la relation" not in page.text


def test_the_next_visits_of_its_series_are_written_without_her(app, people):
    with writing(app) as session:
        session.get(Series, people["mme_durand_series"]).caregiver_id = people["aicha_caregiver"]
    reader(app, "claire").post(url(people, "/fin"), {"reason": "schedule", "on": "2026-03-09"})
    with reading(app) as session:
        assert session.get(Series, people["mme_durand_series"]).caregiver_id is None
        assert session.query(VisitChange).count() == 1, "one line for the series, not one a week"


@pytest.mark.parametrize("reason", ["request", "replacement", "death"])
def test_a_request_or_a_death_is_never_noted_as_the_mere_end_of_a_relation(app, people, reason):
    claire = reader(app, "claire")
    page = claire.get(url(people, "/fin"))
    assert url(people, "/remplacement") in page.links
    assert f"/beneficiaires/{people['mme_durand']}/interruptions/nouvelle" in page.links
    assert not page.select("option", value=reason)
    claire.post(url(people, "/fin"), {"reason": reason, "on": "2026-03-12"}, 422)
    with reading(app) as session:
        assert session.get(Pairing, people["mme_durand_pairing"]).state == "first_visits"


def test_an_ended_relation_is_ended_once(app, people):
    reader(app, "malika").post(url(people, "/fin"), {"reason": "schedule", "on": "2026-03-12"})
    page = reader(app, "claire").post(url(people, "/fin"), {"reason": "end_of_help", "on": "2026-03-12"}, 409)
    assert "Malika Benali a déjà noté «\u00a0Terminée\u00a0»" in page.html


def test_the_clock_moves_a_relation_to_its_first_visits_once_one_took_place(app, people):
    with writing(app) as session:
        for person in ("mme_durand", "m_petit"):
            session.get(Pairing, people[f"{person}_pairing"]).state = "introduced"
        session.delete(session.get(Visit, people["m_petit_past_visit"]))
    with app.app_context():
        assert commit_as("pairings.follow_visits", lambda: pairings.follow_visits(None, now())) == "1"
        assert commit_as("pairings.follow_visits", lambda: pairings.follow_visits(None, now())) == ""
    with reading(app) as session:
        assert session.get(Pairing, people["mme_durand_pairing"]).state == "first_visits"
        assert session.get(Pairing, people["m_petit_pairing"]).state == "introduced"
        assert session.query(PairingStep).one().by_id is None


def test_the_page_draws_the_three_and_tells_their_story(app, people):
    scenes.words(app, people, 1)
    page = reader(app, "claire").get(url(people))
    assert len(page.select("div", class_="triangle")) == 1
    assert "Mme Jeanne Durand" in page.text and "Aïcha Diallo" in page.text
    assert "mars 2026\u00a0: 1 intervention faite" in page.html and "« Mot 1 »" in page.text
    assert "Demander un point à deux voix" in page.text


def test_the_story_is_bounded_and_goes_on_further_back_without_losing_or_doubling_an_entry(app, people):
    scenes.words(app, people, 70)
    claire = reader(app, "claire")
    seen, address = [], url(people)
    while address:
        page = claire.get(address)
        entries = [entry.text for entry in page.select("ol", class_="timeline")[0].select("li")]
        assert len(entries) <= 40
        seen += [entry for entry in entries if "Mot " in entry]
        older = [link["href"] for link in page.select("a") if link.text == "Plus ancien"]
        address = older[0] if older else None
    assert len(seen) == len(set(seen)) == 70
    assert "« Mot 1 »" in seen[0] and "« Mot 70 »" in seen[-1]


def test_the_part_is_what_the_page_shows(app, people):
    scenes.words(app, people, 50)
    claire = reader(app, "claire")
    older = next(link["href"] for link in claire.get(url(people)).select("a") if link.text == "Plus ancien")
    part, whole = claire.part(older), claire.get(older)
    assert part.text == whole.select("section", id="histoire")[0].text


def test_a_mark_that_is_none_shows_the_beginning(app, people):
    for mark in ("x", "9.word", "99999999999999999999.word.1", "1.word.99999999999999"):
        assert "Leur histoire" in reader(app, "claire").get(url(people), avant=mark).text


def test_the_queries_of_the_page_do_not_grow_with_its_story(app, people):
    claire = reader(app, "claire")
    # The first reading writes its line in the journal; those of the next five minutes only look for it.
    claire.get(url(people))
    with statements(app) as few:
        claire.get(url(people))
    scenes.words(app, people, 35)
    scenes.mediation(app, people)
    scenes.request(app, people)
    with statements(app) as many:
        claire.get(url(people))
    assert len(few) == len(many) <= 10


def test_what_did_not_take_place_stands_by_itself_and_what_is_to_come_does_not(app, people, clock):
    with writing(app) as session:
        visit = session.get(Visit, people["mme_durand_past_visit"])
        visit.state, visit.note = "cancelled_by_person", "Chez sa fille"
    page = reader(app, "claire").get(url(people))
    assert "annulée par la personne" in page.text and "Chez sa fille" in page.text
    assert "intervention faite" not in page.text
    clock.move(days=7)
    assert "mars 2026 : 1 intervention faite" in reader(app, "claire").get(url(people)).text.replace("\u00a0", " ")


def test_an_ended_relation_offers_nothing_more(app, people):
    reader(app, "malika").post(url(people, "/fin"), {"reason": "schedule", "on": "2026-03-12"})
    page = reader(app, "claire").get(url(people))
    assert "Demander un remplacement" not in page.text
    for rest in ("/presentation", "/mediation", "/remplacement"):
        reader(app, "claire").get(url(people, rest), 404)


def test_only_planned_days_after_the_last_one_are_freed_even_when_suspended(app, people):
    with writing(app) as session:
        session.get(Visit, people["mme_durand_next_visit"]).state = "suspended"
    reader(app, "claire").post(url(people, "/fin"), {"reason": "schedule", "on": "2026-03-12"})
    with reading(app) as session:
        assert session.get(Visit, people["mme_durand_next_visit"]).caregiver_id is None
        assert session.query(VisitChange).count() == 0, "a suspended visit was already said to be"


def test_the_last_day_of_a_month_stays_in_its_month(app, people, clock):
    clock.move(days=30)
    with writing(app) as session:
        first = session.get(Visit, people["mme_durand_past_visit"])
        first.day -= timedelta(days=10)
        first.starts_at -= timedelta(days=10)
    text = reader(app, "claire").get(url(people)).text.replace("\u00a0", " ")
    assert "février 2026 : 1 intervention faite" in text and "mars 2026 : 2 interventions faites" in text


def test_who_reads_the_whole_story_of_a_pair_is_in_the_journal(app, people):
    url = f"/relations/{people['mme_durand_pairing']}"
    claire = reader(app, "claire")
    claire.get(url)
    claire.get(url)
    assert count(app, JournalLine, JournalLine.action == "pairing.story", JournalLine.account_id == people["claire"],
                 JournalLine.subject == f"pairing:{people['mme_durand_pairing']}") == 1
    reader(app, "malika").get(url)
    assert count(app, JournalLine, JournalLine.action == "pairing.story") == 2
