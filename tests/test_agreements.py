"""Who comes instead of somebody away: called, she agrees, and the visits are hers; what moves elsewhere is followed."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

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
    SeriesAct,
    Visit,
    VisitChange,
)
from rules.covering import became, closed_words, may_become, outcome, slot_fault
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


def first_held(app, request_id) -> int:
    with reading(app) as session:
        return session.scalars(select(ReplacementVisit.id).where(ReplacementVisit.replacement_id == request_id)
                               .order_by(ReplacementVisit.visit_id)).first()


def without(app, people, request_id, choice, status=303, **more):
    url = f"/remplacements/{request_id}/interventions/{first_held(app, request_id)}"
    page = reader(app, "claire").get(url)
    [version] = [field["value"] for field in page.select("input", name="version")]
    return reader(app, "claire").post(url, {"choice": choice, "version": version, "who": "Sa fille, Mme Martin",
                                            "agreed_on": "2026-03-09", **more}, status)


def lines_to_report(app):
    with reading(app) as session:
        return [(line.kind, line.visit_id) for line in session.scalars(select(VisitChange).where(
            VisitChange.folded_into_id.is_(None)).order_by(VisitChange.id))]


def test_the_family_takes_a_visit_and_who_said_so_is_kept(app, people, request_id):
    without(app, people, request_id, "family")
    with reading(app) as session:
        held = session.get(ReplacementVisit, first_held(app, request_id))
        visit = session.get(Visit, held.visit_id)
        assert (held.state, held.agreed_with, held.settled_by_id) == ("family", "Sa fille, Mme Martin", people["claire"])
        assert visit.state == "cancelled_by_person" and visit.note.startswith("Assurée par la famille")
    assert [kind for kind, id in lines_to_report(app) if id == visit.id] == ["cancelled"]
    assert "Sa fille, Mme Martin" in reader(app, "claire").get(f"/remplacements/{request_id}").text


def held_visit(app, request_id) -> tuple[ReplacementVisit, Visit]:
    with reading(app) as session:
        held = session.get(ReplacementVisit, first_held(app, request_id))
        visit = session.get(Visit, held.visit_id)
        session.expunge_all()
        return held, visit


def test_at_another_hour_a_visit_still_asks_for_somebody_at_that_hour(app, people, request_id):
    _, before = held_visit(app, request_id)
    without(app, people, request_id, "move", day=before.day.isoformat(), start="15:00", minutes="45")
    held, visit = held_visit(app, request_id)
    assert (held.state, held.choice, held.agreed_with) == ("open", "move", "Sa fille, Mme Martin")
    assert (visit.start_minute, visit.minutes, visit.caregiver_id) == (900, 45, None)
    page = reader(app, "claire").get(f"/remplacements/{request_id}")
    assert "(déplacée, d'accord avec Sa fille, Mme Martin)" in page.text and "15 h" in page.text.replace("\u00a0", " ")
    assert ("moved", visit.id) in lines_to_report(app)


def test_a_shorter_visit_is_shorter(app, people, request_id):
    _, before = held_visit(app, request_id)
    slot = {"day": before.day.isoformat(), "start": "8:00", "minutes": str(before.minutes)}
    page = without(app, people, request_id, "shorten", 422, **slot)
    assert f"plus courte que {before.minutes} minutes" in page.text
    without(app, people, request_id, "shorten", **slot | {"minutes": "20"})
    assert held_visit(app, request_id)[1].minutes == 20


def test_what_cannot_wait_is_not_put_off_to_another_day(app, people, request_id):
    with writing(app) as session:
        visit = session.get(Visit, session.get(ReplacementVisit, first_held(app, request_id)).visit_id)
        session.execute(delete(SeriesAct).where(SeriesAct.series_id == visit.series_id))
        session.add(SeriesAct(series_id=visit.series_id, act="meal", cannot_wait=True))
    later = (held_visit(app, request_id)[1].day + timedelta(days=2)).isoformat()
    page = without(app, people, request_id, "move", 422, day=later, start="9:00", minutes="60")
    assert "gardez le même jour" in page.text and held_visit(app, request_id)[1].day.isoformat() != later


def test_an_hour_left_empty_beside_another_answer_is_no_mistake(app, people, request_id):
    without(app, people, request_id, "family", day="", start="", minutes="")
    assert held_visit(app, request_id)[0].state == "family"


def test_a_visit_moved_by_a_colleague_meanwhile_is_not_moved_again(app, people, request_id):
    held, visit = held_visit(app, request_id)
    do(app, people, "helene", visits.move, visit.id, visit.version, visit.day, 600, 60)
    url = f"/remplacements/{request_id}/interventions/{held.id}"
    reader(app, "claire").post(url, {"choice": "move", "version": str(visit.version), "who": "Sa fille", "start": "15:00",
                                     "agreed_on": "2026-03-09", "day": visit.day.isoformat(), "minutes": "60"}, 409)
    assert held_visit(app, request_id)[1].start_minute == 600


@pytest.mark.parametrize("choice, after, cannot_wait, field", [
    ("move", (MONDAY, 540, 60), True, None),
    ("move", (MONDAY + timedelta(days=1), 480, 60), True, "day"),
    ("move", (MONDAY + timedelta(days=1), 480, 60), False, None),
    ("move", (MONDAY - timedelta(days=1), 480, 60), False, "day"),
    ("move", (MONDAY, 480, 60), False, "day"),
    ("shorten", (MONDAY, 480, 60), False, "minutes"),
    ("shorten", (MONDAY, 480, 30), True, None),
])
def test_which_other_hour_a_visit_may_have(choice, after, cannot_wait, field):
    fault = slot_fault(choice, (MONDAY, 480, 60), after, cannot_wait, MONDAY)
    assert (fault[0] if fault else None) == field


def test_the_form_opens_in_the_page_of_the_absence_as_it_stands_on_its_own(app, people, request_id):
    claire = reader(app, "claire")
    url = f"/remplacements/{request_id}/interventions/{first_held(app, request_id)}?retour=absence"
    [absence] = {line["href"] for line in claire.get(url).select("a") if line.text == "Ne rien changer"}
    [link] = [link for link in claire.get(absence).select("a") if link.attrs.get("href") == url]
    assert link["data-hx-target"] == "#autrement" and claire.get(absence).select("div", id="autrement")
    part, whole = (page.select("section", id="autrement")[0] for page in (claire.part(url), claire.get(url)))
    assert part.text == whole.text and part.select("form")[0]["action"] == whole.select("form")[0]["action"]


def test_what_cannot_wait_is_not_called_off(app, people, request_id):
    with writing(app) as session:
        visit = session.get(Visit, session.get(ReplacementVisit, first_held(app, request_id)).visit_id)
        session.execute(delete(SeriesAct).where(SeriesAct.series_id == visit.series_id))
        session.add(SeriesAct(series_id=visit.series_id, act="meal", cannot_wait=True))
    without(app, people, request_id, "call_off", 422)
    assert count(app, ReplacementVisit, ReplacementVisit.state != "open") == 0


def test_a_visit_that_can_wait_is_called_off_with_an_agreement_and_not_without(app, people, request_id):
    with writing(app) as session:
        visit = session.get(Visit, session.get(ReplacementVisit, first_held(app, request_id)).visit_id)
        session.execute(update(SeriesAct).where(SeriesAct.series_id == visit.series_id).values(cannot_wait=False))
    without(app, people, request_id, "call_off", 422, who="")
    without(app, people, request_id, "call_off")
    with reading(app) as session:
        assert session.get(ReplacementVisit, first_held(app, request_id)).state == "called_off"
    without_again = reader(app, "helene").post(
        f"/remplacements/{request_id}/interventions/{first_held(app, request_id)}",
        {"choice": "family", "version": "1", "who": "Son fils", "agreed_on": "2026-03-09"}, 409)
    assert "collègue" in without_again.text


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
