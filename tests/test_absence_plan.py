"""The plan of an absence: one button, line by line, confirmed once; two coordinators, hard rules, whoever is away since."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from database import now
from models import Absence, Account, Caregiver, Offer, OfferVisit, ReplacementVisit
from queries.plans import plan_of
from rules.plan import one_by_one
from tests import candidate_scenes as scene
from tests import pair_scenes
from tests.absence_scenes import FRIDAY, MONDAY, a_week, as_, ask, declare, line_of, row, visit
from tests.phone_scenes import give_visit
from tests.reader import reader
from tests.world import reading, statements, writing


def planned(app, visit_id):
    with reading(app) as session:
        return session.scalar(select(ReplacementVisit.planned_caregiver_id)
                              .where(ReplacementVisit.id == line_of(app, visit_id)))


def mark(page) -> str:
    return page.value("mark")


@pytest.fixture
def ill(app, people):
    """Aïcha is ill five days; Nora and Rose work in the sector. Returns (absence, visits, Nora's id, Rose's id)."""
    visits = a_week(app, people)
    rose, nora = scene.caregiver(app, people), scene.caregiver(app, people, "Nora", "Benali")
    return declare(app, people), visits, nora, rose


def propose(app, id, name="claire"):
    reader(app, name).post(f"/absences/{id}/plan")
    return reader(app, name).get(f"/absences/{id}/plan")


def test_one_button_names_somebody_for_every_visit_and_asks_nobody(app, people, ill):
    id, visits, nora, _ = ill
    assert "Proposer un plan" in reader(app, "claire").get(f"/absences/{id}").text
    page = propose(app, id)
    assert {planned(app, one) for one in visits} == {nora}
    assert "Nora Benali, première fois" in page.text and re.search(r"interventions? sur \d+ avec quelqu'un", page.text)
    assert all(visit(app, people, one).caregiver_id is None for one in visits)
    assert "Voir le plan" in reader(app, "claire").get(f"/absences/{id}").text


def choice(page, **chosen) -> dict:
    """What the form of the page sends, with other choices for some lines."""
    sent = {"mark": page.select("input", name="mark")[0]["value"]}
    for pick in page.select("select"):
        if pick["name"].startswith("line_"):
            kept = [option["value"] for option in pick.select("option") if "selected" in option.attrs]
            sent[pick["name"]] = kept[0] if kept else ""
    return {**sent, **{name: str(value) for name, value in chosen.items()}}


def line(app, visit_id) -> str:
    return f"line_{line_of(app, visit_id)}"


def test_a_line_is_changed_and_what_it_changes_is_said(app, people, ill):
    id, visits, nora, rose = ill
    page = propose(app, id)
    claire = reader(app, "claire")
    moved = claire.post(f"/absences/{id}/plan/lignes", choice(page, **{line(app, visits[0]): rose}))
    after = claire.follow(moved)
    assert planned(app, visits[0]) == rose and planned(app, visits[1]) == nora
    assert "Ce que change votre choix : 1 visage de plus chez Mme Durand" in after.text
    assert "Rose Aubry ne connaît pas encore Mme Durand" in after.text


def test_nobody_for_now_is_a_choice(app, people, ill):
    id, visits, nora, rose = ill
    page, claire = propose(app, id), reader(app, "claire")
    after = claire.follow(claire.post(f"/absences/{id}/plan/lignes", choice(page, **{line(app, visits[0]): ""})))
    assert planned(app, visits[0]) is None and "1 intervention de plus sans personne" in after.text


def test_a_choice_that_breaks_a_rule_is_refused_in_words_and_nothing_is_lost(app, people, ill):
    id, visits, nora, rose = ill
    page = propose(app, id)
    with writing(app) as session:
        session.add(Absence(caregiver_id=rose, kind="other", starts_on=MONDAY, ends_on=FRIDAY, received_on=MONDAY,
                            declared_at=now(), declared_by_id=people["claire"]))
    refused = reader(app, "claire").post(f"/absences/{id}/plan/lignes", choice(page, **{line(app, visits[0]): rose}), 422)
    assert planned(app, visits[0]) == nora and "Choisissez dans la liste." in refused.text


def test_two_coordinators_the_second_sees_what_the_first_did_and_keeps_her_choices(app, people, ill):
    id, visits, nora, rose = ill
    page = propose(app, id)
    reader(app, "helene").post(f"/absences/{id}/plan/lignes", choice(page, **{line(app, visits[0]): rose}))
    back = reader(app, "claire").post(f"/absences/{id}/plan/lignes", choice(page, **{line(app, visits[1]): rose}), 409)
    assert "Une collègue a changé ce plan" in back.text and "Hélène" in back.text
    assert choice(back)[line(app, visits[1])] == str(rose)
    assert (planned(app, visits[0]), planned(app, visits[1])) == (rose, nora)


def test_two_coordinators_press_the_button_and_there_is_one_plan(app, people, ill):
    id, visits, nora, rose = ill
    page = propose(app, id)
    reader(app, "helene").post(f"/absences/{id}/plan/lignes", choice(page, **{line(app, visits[0]): ""}))
    claire = reader(app, "claire")
    assert "Un plan est déjà proposé" in claire.follow(claire.post(f"/absences/{id}/plan")).text
    assert planned(app, visits[0]) is None
    claire.post(f"/absences/{id}/plan", {"mark": choice(page)["mark"]}, 409)
    claire.post(f"/absences/{id}/plan", {"mark": choice(claire.get(f"/absences/{id}/plan"))["mark"]})
    assert planned(app, visits[0]) == nora


def test_a_visit_somebody_was_asked_about_is_no_line_of_the_plan(app, people, ill):
    id, visits, nora, rose = ill
    ask(app, people, "lucie", visits[0])
    page = propose(app, id)
    assert planned(app, visits[0]) is None and line(app, visits[0]) not in choice(page)
    assert "demandée à Lucie Moreau" in page.text


def test_whom_a_measure_holds_back_is_not_offered_and_nothing_more_is_said(app, people, ill):
    id, visits, nora, rose = ill

    pair_scenes.measure(app, people, person="mme_durand", caregiver="lucie")
    page = propose(app, id)
    assert str(people["lucie_caregiver"]) not in [option["value"] for option in page.select("option")]
    refused = reader(app, "claire").post(
        f"/absences/{id}/plan/lignes", choice(page, **{line(app, visits[0]): people["lucie_caregiver"]}), 422)
    assert "mesure" not in refused.text.lower()


def test_when_nobody_can_the_closest_is_named_with_the_rule_in_the_way(app, people):
    visits = a_week(app, people, days=(10,))
    give_visit(app, people, date(2026, 3, 10), 610, "m_petit", "lucie")
    id = declare(app, people, starts_on=date(2026, 3, 10), ends_on=date(2026, 3, 10))
    page = propose(app, id)
    assert planned(app, visits[0]) is None
    assert "La plus proche : Lucie Moreau. Ce qui empêche : déjà prise à cette heure." in page.text


def test_the_page_asks_the_same_number_of_questions_however_many_visits(app, people, ill):
    id, visits, nora, rose = ill
    claire = reader(app, "claire")
    claire.post(f"/absences/{id}/plan")
    claire.get(f"/absences/{id}/plan")
    with statements(app) as few:
        claire.get(f"/absences/{id}/plan")
    for minute in (840, 930, 1020):
        a_week(app, people, minute=minute)
    with statements(app) as many:
        claire.get(f"/absences/{id}/plan")
    assert len(many) == len(few) <= 32


def confirm(app, id, name="claire", status=303, **chosen):
    claire = reader(app, name)
    return claire.post(f"/absences/{id}/plan/confirmation", choice(claire.get(f"/absences/{id}/plan"), **chosen), status)


def questions(app) -> list[tuple]:
    """(caregiver, how many visits) of each question asked."""
    with reading(app) as session:
        return [tuple(row) for row in session.execute(
            select(Offer.caregiver_id, func.count()).join(OfferVisit, OfferVisit.offer_id == Offer.id)
            .group_by(Offer.id, Offer.caregiver_id).order_by(Offer.id))]


@pytest.fixture
def later(app, people):
    """The same, from Tuesday on: there is time to answer."""
    visits = a_week(app, people, days=(10, 11, 12, 13))
    rose, nora = scene.caregiver(app, people), scene.caregiver(app, people, "Nora", "Benali")
    return declare(app, people, starts_on=date(2026, 3, 10)), visits, nora, rose


def test_confirmed_once_each_is_asked_one_question_for_a_person(app, people, later):
    id, visits, nora, rose = later
    propose(app, id)
    confirm(app, id, **{line(app, visits[0]): rose})
    asked = dict(questions(app))
    assert asked[rose] == 1 and asked[nora] >= 3 and len(questions(app)) == 2
    assert all(planned(app, one) is None and visit(app, people, one).caregiver_id is None for one in visits)
    assert "demandée à Nora Benali" in reader(app, "claire").get(f"/absences/{id}/plan").text


def test_whoever_has_no_account_is_named_to_be_called(app, people, later):
    id, visits, nora, rose = later
    with writing(app) as session:
        session.add(Account(name="Rose Aubry", role="caregiver", email="rose@exemple.fr", created_at=now(), passphrase_hash="-",
                            caregiver_id=rose, is_administrator=False, is_alert_referent=False))
    propose(app, id)
    claire = reader(app, "claire")
    sent = choice(claire.get(f"/absences/{id}/plan"), **{line(app, visits[0]): rose})
    page = claire.follow(claire.post(f"/absences/{id}/plan/confirmation", sent))
    assert "quelqu'un dise oui. Sans compte ici, à appeler : Nora Benali." in page.text, "Rose has one"


def test_whoever_confirms_has_read_that_she_is_away(app, people):
    a_week(app, people, days=(10, 11, 12, 13))
    scene.caregiver(app, people)
    id = declare(app, people, "aicha", starts_on=date(2026, 3, 10))
    propose(app, id)
    assert row(app, Absence, id).read_at is None
    confirm(app, id)
    assert row(app, Absence, id).read_by_id == people["claire"]
    assert "Claire Martin" in reader(app, "aicha").get("/mes-absences").text


def test_confirmed_twice_with_the_same_page_nobody_is_asked_twice(app, people, later):
    id, visits, nora, rose = later
    claire, page = reader(app, "claire"), propose(app, id)
    claire.post(f"/absences/{id}/plan/confirmation", choice(page), key="k" * 32)
    claire.post(f"/absences/{id}/plan/confirmation", choice(page), 409, key="n" * 32)
    assert len(questions(app)) == 1


def test_whoever_is_away_since_is_said_when_it_is_confirmed_and_nobody_is_asked(app, people, later):
    id, visits, nora, rose = later
    propose(app, id)
    with writing(app) as session:
        session.add(Absence(caregiver_id=nora, kind="other", starts_on=MONDAY, ends_on=FRIDAY, received_on=MONDAY,
                            declared_at=now(), declared_by_id=people["claire"]))
    page = confirm(app, id, status=422)
    assert "Elle n'est plus parmi celles qui peuvent venir. Choisissez quelqu'un d'autre." in page.text
    assert questions(app) == []
    assert "Nora Benali, ne peut plus venir" in page.text


def test_whoever_is_taken_since_is_said_with_the_rule(app, people, later):
    id, visits, nora, rose = later
    propose(app, id)
    with writing(app) as session:
        session.add(Absence(caregiver_id=nora, kind="other", starts_on=date(2026, 3, 11), ends_on=FRIDAY, received_on=MONDAY,
                            declared_at=now(), declared_by_id=people["claire"]))
    page = confirm(app, id, status=422)
    assert "Nora Benali : absente ce jour-là. Choisissez quelqu'un d'autre." in page.text and questions(app) == []


def test_what_begins_too_soon_for_a_question_stays_in_the_plan_to_be_called(app, people, ill, clock):
    id, visits, nora, rose = ill
    clock.set(visit(app, people, visits[0]).starts_at - timedelta(minutes=90))
    propose(app, id)
    claire = reader(app, "claire")
    sent = choice(claire.get(f"/absences/{id}/plan"))
    assert "appelez, puis notez" in claire.follow(claire.post(f"/absences/{id}/plan/confirmation", sent)).text
    assert planned(app, visits[0]) == nora and planned(app, visits[1]) is None
    page = claire.follow(claire.post(f"/absences/{id}/plan/confirmation", choice(claire.get(f"/absences/{id}/plan"))))
    assert "commencent trop tôt pour une question" in page.text, "nobody was asked again, and no colleague is named"


def test_what_was_answered_no_comes_back_and_somebody_else_is_named(app, people, later):
    id, visits, nora, rose = later
    propose(app, id)
    confirm(app, id)
    with writing(app) as session:
        for offer in session.scalars(select(Offer)):
            offer.state = "declined"
        for one in session.scalars(select(OfferVisit)):
            one.answer = "no"
    propose(app, id)
    assert {planned(app, one) for one in visits} == {rose}


def test_a_no_to_some_visits_leaves_her_the_others_of_the_person(app, people, later):
    """What she answered decides about these visits alone, with the solver and without it."""
    id, visits, nora, rose = later
    with writing(app) as session:
        for other in session.scalars(select(Caregiver).where(Caregiver.id.not_in([nora, people["aicha_caregiver"]]))):
            other.ended_on = MONDAY
    offer = ask(app, {"nora_caregiver": nora, "claire": people["claire"]}, "nora", visits[0])
    with writing(app) as session:
        session.get(Offer, offer).state = "declined"
        session.scalars(select(OfferVisit)).one().answer = "no"
    page = propose(app, id)
    assert [planned(app, one) for one in visits] == [None, nora, nora, nora]
    refused = reader(app, "claire").post(f"/absences/{id}/plan/lignes", choice(page, **{line(app, visits[0]): nora}), 422)
    assert "pas été" not in refused.text and "dit non" not in refused.text and "refus" not in refused.text
    with app.app_context():
        simple = one_by_one(plan_of(as_(app, people, "claire"), row(app, Absence, id), now()).problem)
    assert [simple[one] for one in visits] == [None, nora, nora, nora]


def test_a_plan_that_names_nobody_asks_nobody(app, people, later):
    id, *_ = later
    page = confirm(app, id, status=409)
    assert "Ce plan ne nomme personne" in page.text and questions(app) == []
