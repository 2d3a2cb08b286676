"""The office asks, notes what is answered by voice, and attributes in the printed order."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from acts import interruptions, offer_answers, visits
from database import now
from models import Account, Caregiver, DutyTurn, Offer, OfferVisit, Visit
from tests.absence_scenes import MONDAY, do, row
from tests.offer_scenes import asked_of, open_visits, rosa_is_free
from tests.pair_scenes import busy
from tests.phone_scenes import give_visit
from tests.reader import reader
from tests.world import count, reading, writing


@pytest.fixture
def request_id(app, people):
    return rosa_is_free(app, people)


def test_a_question_is_asked_from_the_page_of_the_request(app, people, request_id):
    claire = reader(app, "claire")
    assert "Poser la question sur son téléphone" in claire.get(f"/remplacements/{request_id}").text
    page = claire.follow(claire.post(f"/remplacements/{request_id}/questions", {"caregiver_id": people["rosa_caregiver"]}))
    assert "répond avant" in page.text and count(app, Offer) == 1
    assert row(app, Visit, open_visits(app, request_id)[0]).caregiver_id is None


def test_one_without_an_account_is_to_be_called(app, people, request_id):
    """A question may be noted for her, so that nobody else is asked twice; no page of hers shows it."""
    with writing(app) as session:
        session.get(Account, people["rosa"]).ended_at = now()
    claire = reader(app, "claire")
    page = claire.follow(claire.post(f"/remplacements/{request_id}/questions", {"caregiver_id": people["rosa_caregiver"]}))
    assert "Elle n'a pas de compte ici : appelez-la. Rien n'est à elle" in page.text and "sur sa page" not in page.text
    assert "elle n'a pas de compte ici, appelez-la" in page.text
    assert "Elle n'a pas de compte ici : appelez-la." in claire.get("/questions").text
    asked_of(app, people, request_id, "lucie")
    assert claire.get("/questions").text.count("pas de compte ici") == 1


def test_several_are_asked_by_one_press(app, people, request_id):
    with writing(app) as session:
        session.get(Caregiver, people["rosa_caregiver"]).wants_offers_since = now()
    reader(app, "claire").post(f"/remplacements/{request_id}/questions/plusieurs")
    with reading(app) as session:
        assert session.scalars(select(Offer.kind)).all() == ["several"]


@pytest.fixture
def near_and_far(app, people, request_id, clock):
    """Two visits of Mme Durand, of which the first begins in an hour and a half. Returns (near, far)."""
    near, far = sorted((row(app, Visit, id) for id in open_visits(app, request_id)), key=lambda visit: visit.starts_at)
    clock.set(near.starts_at - timedelta(minutes=90))
    with writing(app) as session:
        session.get(Caregiver, people["rosa_caregiver"]).wants_offers_since = now()
    return near, far


def asked_about(app) -> list[tuple]:
    with reading(app) as session:
        return [tuple(one) for one in session.execute(select(Offer.kind, OfferVisit.visit_id).join(
            OfferVisit, OfferVisit.offer_id == Offer.id).order_by(OfferVisit.id))]


TOO_NEAR = "Une intervention commence trop tôt pour une question : mer. 11 mars, 8 h, 1 h. Là, appelez, puis notez « Appelée : d'accord »."


@pytest.mark.parametrize(("path", "kind"), [("", "direct"), ("/plusieurs", "several")])
def test_what_begins_too_soon_is_called_and_the_question_is_about_the_rest(app, people, request_id, near_and_far, path, kind):
    claire = reader(app, "claire")
    assert TOO_NEAR in claire.get(f"/remplacements/{request_id}").text
    page = claire.follow(claire.post(f"/remplacements/{request_id}/questions{path}", {"caregiver_id": people["rosa_caregiver"]}))
    assert page.text.count(TOO_NEAR) == 2, "said of what was asked, and beside what is left to ask"
    assert asked_about(app) == [(kind, near_and_far[1].id)]


@pytest.mark.parametrize(("path", "words"), [
    ("", "Appelez-la : l'intervention commence dans moins de deux heures."),
    ("/plusieurs", "Il est trop tard pour une question : ce qu'elles pourraient prendre commence dans moins de deux heures.")])
def test_when_all_begin_too_soon_there_is_nothing_to_press_and_a_sentence_says_it(app, people, request_id, near_and_far, path, words):
    far = near_and_far[1]
    do(app, people, "claire", visits.settle, far.id, far.version, "cancelled_by_person", "")
    claire = reader(app, "claire")
    page = claire.get(f"/remplacements/{request_id}")
    assert TOO_NEAR in page.text and "Appelée : d'accord, Rosa Lopez" in page.text.replace("\u00a0", " ")
    assert "Posez-la" not in page.text, "there is nothing to ask: one calls"
    assert "Poser la question" not in page.text and "Demander à plusieurs" not in page.text
    refused = claire.post(f"/remplacements/{request_id}/questions{path}", {"caregiver_id": people["rosa_caregiver"]}, 409)
    assert words in refused.text and asked_about(app) == []


def test_whoever_is_on_the_rota_that_day_is_asked_with_the_others(app, people, request_id):
    with writing(app) as session:
        noon = session.get(Visit, open_visits(app, request_id)[0]).starts_at
        turn = DutyTurn(account_id=people["rosa"], phone="0600000000", starts_at=noon + timedelta(hours=5),
                        ends_at=noon + timedelta(hours=16), created_at=now(), created_by_id=people["claire"])
        session.add(turn)
    reader(app, "claire").post(f"/remplacements/{request_id}/questions/plusieurs")
    with reading(app) as session:
        assert session.scalars(select(Offer.caregiver_id)).all() == [people["rosa_caregiver"]]


def test_nobody_is_asked_with_others_who_neither_works_that_day_nor_wished_it(app, people, request_id):
    reader(app, "claire").post(f"/remplacements/{request_id}/questions/plusieurs", status=409)
    assert count(app, Offer) == 0


def test_an_answer_by_voice_is_one_press(app, people, request_id):
    offer, visits = asked_of(app, people, request_id), open_visits(app, request_id)
    claire = reader(app, "claire")
    assert "Rosa Lopez" in claire.get("/questions").text
    claire.post(f"/questions/{offer}/oui")
    assert {row(app, Visit, id).caregiver_id for id in visits} == {people["rosa_caregiver"]}
    assert "Aucune question" in claire.get("/questions").text


def test_an_answer_by_voice_is_one_key_for_the_first_of_the_list(app, people, request_id):
    """On the page of the request, the first in the printed order; on the list of questions, the first that waits."""
    claire, key = reader(app, "claire"), {"data-page-key": "a"}
    page = claire.get(f"/remplacements/{request_id}")
    buttons = page.select("button", **key)
    assert len(buttons) == 1 and "Appelée : d'accord, Rosa Lopez," in buttons[0].text.replace("\u00a0", " ")
    asked_of(app, people, request_id, "lucie", kind="several")
    asked_of(app, people, request_id)
    buttons = claire.get("/questions").select("button", **key)
    assert [button.text for button in buttons] == ["D'accord, Lucie Moreau a"]


def test_a_no_stays_on_the_open_request_and_nowhere_else(app, people, request_id):
    offer = asked_of(app, people, request_id)
    claire = reader(app, "claire")
    claire.post(f"/questions/{offer}/non")
    page = claire.get(f"/remplacements/{request_id}")
    assert "pas cette fois" in page.text and "Poser la question sur son téléphone, Rosa" not in page.text
    assert "pas cette fois" not in claire.get(f"/intervenantes/{people['rosa_caregiver']}").text.lower()


def test_the_office_attributes_and_the_others_are_thanked(app, people, request_id):
    visits = open_visits(app, request_id)
    rosa, lucie = (asked_of(app, people, request_id, name, visits, kind="several") for name in ("rosa", "lucie"))
    for name, offer in (("lucie", lucie), ("rosa", rosa)):
        do(app, people, name, offer_answers.answer, offer, visits, "own_phone")
    claire = reader(app, "claire")
    page = claire.get(f"/remplacements/{request_id}")
    assert page.text.index("Rosa Lopez") < page.text.index("Lucie Moreau"), "in the printed order, not the order of the answers"
    claire.post(f"/questions/{rosa}/attribution")
    assert {row(app, Visit, id).caregiver_id for id in visits} == {people["rosa_caregiver"]}
    assert "Une collègue y va. Merci." in reader(app, "lucie").get(f"/mes-remplacements/{lucie}").text
    claire.post(f"/questions/{lucie}/attribution", status=409)


def test_a_call_gives_no_monday_that_would_end_the_rest_of_the_week_before(app, people):
    monday = give_visit(app, people, date(2026, 3, 16), 8 * 60)
    request_id = rosa_is_free(app, people, starts_on=date(2026, 3, 16))
    for day in range(9, 15):
        busy(app, people, caregiver="rosa", day=date(2026, 3, day))
    busy(app, people, caregiver="rosa", day=date(2026, 3, 14), start=21 * 60)
    claire = reader(app, "claire")
    page = claire.get(f"/remplacements/{request_id}")
    assert "libre à 1 de ces 2 interventions, aux autres : plus de repos de la semaine" in page.text
    claire.post(f"/remplacements/{request_id}/appelee", {"caregiver_id": people["rosa_caregiver"]})
    assert row(app, Visit, monday).caregiver_id is None and open_visits(app, request_id) == [monday]
    assert row(app, Visit, people["mme_durand_next_visit"]).caregiver_id == people["rosa_caregiver"]


def test_nobody_is_asked_while_the_person_is_in_hospital(app, people, request_id):
    stay = int(do(app, people, "claire", interruptions.open, people["mme_durand"], None, "hospital", MONDAY, None, None, "Paul", ""))
    claire = reader(app, "claire")
    page = claire.get(f"/remplacements/{request_id}")
    assert "Suspendue" in page.text and "Appelée" not in page.text and "Demander à plusieurs" not in page.text
    claire.post(f"/remplacements/{request_id}/appelee", {"caregiver_id": people["rosa_caregiver"]}, 409)
    do(app, people, "claire", interruptions.resume, stay, date(2026, 3, 12))
    page = claire.get(f"/remplacements/{request_id}")
    assert "Appelée : d'accord, Rosa Lopez, pour 1 intervention" in page.text.replace("\u00a0", " ")
