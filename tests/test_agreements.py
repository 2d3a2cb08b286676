"""Who comes instead of somebody away: called, she agrees, and the visits are hers; what moves elsewhere is followed."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from acts import covering, offers, visits
from database import Overtaken, now
from models import (
    Absence,
    Beneficiary,
    CaregiverSector,
    Handover,
    Offer,
    OfferVisit,
    Replacement,
    ReplacementVisit,
    Visit,
    VisitChange,
)
from rules.covering import became, closed_words, may_become, outcome
from rules.offers import answered_state, notice_class
from tests.absence_scenes import MONDAY, a_third, declare, do, held, request_of, tick
from tests.reader import reader
from tests.world import count, reading, writing


@pytest.fixture
def request_id(app, people):
    """Aïcha is away from Monday to Friday; Rosa, of the same sector, is free."""
    a_third(app, people)
    with writing(app) as session:
        sector = session.get(Beneficiary, people["mme_durand"]).sector_id
        session.add(CaregiverSector(caregiver_id=people["rosa_caregiver"], sector_id=sector))
    return request_of(app, declare(app, people), people["mme_durand"]).id


def hers(app, people, name="rosa"):
    with reading(app) as session:
        return session.scalars(select(Visit.id).where(Visit.caregiver_id == people[f"{name}_caregiver"],
                                                      Visit.beneficiary_id == people["mme_durand"], Visit.starts_at > now())).all()


def test_called_and_agreed_the_visits_are_hers_and_the_request_closes_by_itself(app, people, request_id):
    claire = reader(app, "claire")
    page = claire.get(f"/remplacements/{request_id}")
    assert "à couvrir" in page.text.lower() and "Appelée" in page.text
    claire.post(f"/remplacements/{request_id}/appelee", {"caregiver_id": people["rosa_caregiver"]})
    assert people["mme_durand_visit"] in hers(app, people)
    with reading(app) as session:
        offer = session.scalars(select(Offer)).one()
        assert (offer.state, offer.channel, offer.answered_by_id, offer.notice) == (
            "agreed", "call", people["claire"], "urgent")
        assert set(session.scalars(select(OfferVisit.answer))) == {"yes"}
        assert session.get(Replacement, request_id).state == "done"
        assert session.scalars(select(Handover.to_caregiver_id)).all() == [people["rosa_caregiver"]]
        told = session.scalars(select(VisitChange).where(VisitChange.folded_into_id.is_(None))).all()
    assert {(line.kind, line.other_caregiver_id, line.instead_of_id) for line in told} == {
        ("reassigned", people["rosa_caregiver"], people["aicha_caregiver"])}
    closed = claire.get(f"/remplacements/{request_id}")
    assert "Couverte" in closed.text and "Appelée" not in closed.text


def test_the_second_coordinator_learns_what_the_first_did_and_nothing_is_given_twice(app, people, request_id):
    do(app, people, "claire", offers.called, request_id, people["rosa_caregiver"])
    with pytest.raises(Overtaken, match="collègue"):
        do(app, people, "helene", offers.called, request_id, people["lucie_caregiver"])
    assert count(app, Offer) == 1


def test_whoever_cannot_come_is_not_offered_for_a_press(app, people, request_id):
    with writing(app) as session:
        wanted = session.get(Visit, people["mme_durand_visit"])
        session.execute(update(Visit).where(Visit.id == people["mme_durand_next_visit"]).values(state="withdrawn"))
        session.execute(update(Visit).where(Visit.id == people["m_petit_visit"]).values(
            caregiver_id=people["rosa_caregiver"],
            starts_at=wanted.starts_at, ends_at=wanted.ends_at, day=wanted.day, start_minute=wanted.start_minute))
    reader(app, "claire").post(f"/remplacements/{request_id}/appelee", {"caregiver_id": people["rosa_caregiver"]}, 422)
    assert count(app, Offer) == 0 and not hers(app, people)


def test_a_visit_given_by_hand_on_its_own_page_is_followed(app, people, request_id):
    with reading(app) as session:
        version = session.get(Visit, people["mme_durand_visit"]).version
    do(app, people, "claire", visits.reassign, people["mme_durand_visit"], version, people["rosa_caregiver"], "replacement",
       "hours")
    tick(app)
    assert held(app, people["mme_durand_visit"])[-1][1] == "covered"


def test_a_visit_the_person_cancels_asks_for_nobody_any_more(app, people, request_id):
    with reading(app) as session:
        lines = session.scalars(select(ReplacementVisit.visit_id).where(ReplacementVisit.state == "open")).all()
        versions = {id: session.get(Visit, id).version for id in lines}
    for id, version in versions.items():
        do(app, people, "claire", visits.settle, id, version, "cancelled_by_person", "")
    tick(app)
    with reading(app) as session:
        assert set(session.scalars(select(ReplacementVisit.state))) == {"moot"}
        assert session.get(Replacement, request_id).state == "cancelled"


def test_a_visit_gone_by_with_nobody_does_not_stay_to_be_covered(app, people, request_id, clock):
    clock.move(days=30)
    tick(app)
    assert count(app, ReplacementVisit, ReplacementVisit.state == "open") == 0
    assert count(app, ReplacementVisit, ReplacementVisit.state == "missed"), "nobody came, and it is said"
    page = reader(app, "claire").get(f"/remplacements/{request_id}")
    assert "Non couverte" in page.text and "Sans objet" not in page.text


def test_a_measure_set_meanwhile_gives_nothing(app, people, request_id):
    from acts import measures
    do(app, people, "helene", measures.set, people["mme_durand"], people["rosa_caregiver"], "do_not_assign", "Tue", MONDAY)
    with pytest.raises(Overtaken):
        do(app, people, "claire", offers.called, request_id, people["rosa_caregiver"])
    with reading(app) as session, pytest.raises(Overtaken, match="non disponible"):
        ids = session.scalars(select(ReplacementVisit.id).where(ReplacementVisit.state == "open")).all()
        session.rollback()
        do(app, people, "claire", covering.cover, ids, people["rosa_caregiver"])


@pytest.mark.parametrize("state, caregiver, word", [
    ("planned", 7, "covered"), ("planned", 3, "returned"), ("suspended", 3, "returned"), ("planned", None, "missed"),
    ("not_covered", None, "missed"), ("not_covered", 7, "missed"), ("suspended", None, "moot"),
    ("cancelled_by_person", None, "moot"), ("withdrawn", 7, "moot"), ("done", 7, "moot"),
])
def test_what_a_visit_became_elsewhere(state, caregiver, word):
    assert became(state, caregiver, 3) == word


@pytest.mark.parametrize("states, ended", [
    (["open", "covered"], None), (["covered"], "done"), (["returned"], "cancelled"), (["moot", "returned"], "cancelled"),
    (["family", "moot"], "done"), (["called_off"], "done"), (["missed", "moot"], "done"),
])
def test_a_request_ends_when_none_of_its_visits_asks_for_somebody(states, ended):
    assert outcome(states) == ended


@pytest.mark.parametrize(("states", "words"), [
    (["covered"], "1 intervention a quelqu'un."),
    (["covered", "covered", "missed"], "2 interventions ont quelqu'un, 1 intervention n'a pas été faite."),
    (["moot", "moot", "returned"], "1 intervention se fait comme avant, 2 interventions n'ont plus d'objet."),
    (["family", "called_off"], "1 intervention est faite par la famille, 1 intervention est annulée avec son accord.")])
def test_a_request_that_closes_by_itself_says_what_moved(states, words):
    assert closed_words(states) == f"Fermée d'elle-même\u00a0: {words}"


def test_what_is_gone_stays_gone():
    assert not any(may_become("moot", after) for after in ("covered", "returned", "family"))


@pytest.mark.parametrize("days, notice", [(0, "urgent"), (3, "urgent"), (4, "days"), (6, "days"), (7, "week"), (40, "week")])
def test_the_notice_is_that_of_the_first_visit(days, notice):
    assert notice_class(MONDAY + timedelta(days=days), MONDAY) == notice


@pytest.mark.parametrize("answers, state", [(["yes", "yes"], "agreed"), (["yes", "no"], "partly"), (["no", None], "declined")])
def test_to_all_to_some_or_to_none(answers, state):
    assert answered_state(answers) == state


def test_the_absence_is_one_press_away_from_who_can_come(app, people, request_id):
    with reading(app) as session:
        id = session.scalars(select(Absence.id)).one()
    page = reader(app, "claire").get(f"/absences/{id}")
    assert any(link["href"] == f"/remplacements/{request_id}" for link in page.select("a"))
