"""Who could come, on the page of a request: facts from what the house knows, in a fixed number of questions."""

from datetime import date, timedelta

import pytest
from sqlalchemy import delete

from database import now, today
from models import (
    Availability,
    Caregiver,
    HomeInstruction,
    SeriesAct,
    Visit,
    Wish,
    WorkRestriction,
)
from queries.candidates import gather
from queries.eyes import Eye
from rules.candidates import obstacles
from tests import candidate_scenes as scene
from tests import pair_scenes
from tests.reader import reader
from tests.test_replacements import facts_of, in_sector
from tests.world import reading, statements, writing

DAY = date(2026, 3, 11)


def shown(app, people, id=None, name="claire", everyone=False):
    id = id or pair_scenes.request(app, people)
    return reader(app, name).get(f"/remplacements/{id}{'?toutes=1' if everyone else ''}")


def lines(app, people, **of) -> list[str]:
    in_sector(app, people)
    return facts_of(shown(app, people), people, **of)


def hers(people, name="lucie") -> int:
    return people[f"{name}_caregiver"]


def restriction(people, code, **values):
    return WorkRestriction(caregiver_id=hers(people), code=code, starts_on=today(), by_id=people["claire"], **values)


def given(people, weekday, start, end):
    return Availability(caregiver_id=hers(people), weekday=weekday, start_minute=start, end_minute=end)


def wish(people, kind, value):
    return Wish(beneficiary_id=people["mme_durand"], kind=kind, value=value, since=now())


def act(people, code, **values):
    return SeriesAct(**{"series_id": people["mme_durand_series"], "act": code, "cannot_wait": True, **values})


@pytest.mark.parametrize(("known", "fact"), [
    (lambda people: [scene.away(people)], "absente jusqu'au 8 avril"),
    (lambda people: [scene.away(people, last=None)], "absente, retour non connu"),
    (lambda people: [given(people, 2, 480, 540)], "dans les heures qu'elle donne"),
    (lambda people: [given(people, 2, 600, 720)], "ne peut pas venir : en dehors des heures qu'elle donne"),
    (lambda people: [wish(people, "language", "ar"), scene.speaks(people, "ar")], "langue nécessaire (arabe) : elle la parle"),
    (lambda people: [wish(people, "language", "ar")], "langue nécessaire (arabe) : non notée chez elle"),
    (lambda people: [restriction(people, "no_stairs")], "à vérifier : pas d'escaliers"),
    (lambda people: [restriction(people, "limited_hours", hours_per_week=1.5)], "durée limitée : 1 h 30 par semaine"),
    (lambda people: [restriction(people, "no_lifting"), act(people, "get_up"), HomeInstruction(
        beneficiary_id=people["mme_durand"], code="transfer_two", since=now())], "ne peut pas venir : restriction de travail"),
    (lambda people: [act(people, "wash", qualification="nursing_aide")],
     "qualification insuffisante : il faut au moins « Aide-soignante »"),
])
def test_what_the_house_knows_of_her_is_printed(app, people, known, fact):
    scene.add(app, lambda: known(people))
    assert fact in lines(app, people)


def test_her_week_beside_her_contract_counts_what_she_has_and_what_she_would_take(app, people):
    assert "semaine du 9 mars : 1 h prévues, 28 h au contrat ; 2 h avec ces interventions" in lines(app, people)


def test_a_question_answered_yes_at_short_notice_this_month_is_counted_and_no_other(app, people):
    request = pair_scenes.request(app, people)
    scene.add(app, lambda: [
        scene.agreed(people, request), scene.agreed(people, request, notice="days", state="partly"),
        scene.agreed(people, request, notice="week"), scene.agreed(people, request, ago=20),
        scene.agreed(people, request, state="declined"), scene.agreed(people, request, caregiver="aicha")])
    assert "2 remplacements à délai court ce mois-ci" in lines(app, people)


def test_she_asked_to_be_told_and_where_she_comes_from_is_only_a_district(app, people):
    with writing(app) as session:
        lucie = session.get(Caregiver, hers(people))
        lucie.wants_offers_since, lucie.has_vehicle, lucie.district = now(), True, "Le Port"
    said = lines(app, people)
    assert "demande à être prévenue des remplacements" in said and said[-1] == "a un véhicule, autre quartier (Le Port)"


@pytest.mark.parametrize(("outcome", "words"), [
    ("fit", "entente au dernier point à deux voix, le 9 mars"),
    ("mediation", "médiation décidée au dernier point à deux voix, le 9 mars")])
def test_how_it_went_for_both_is_the_outcome_alone(app, people, outcome, words):
    """Lucie came to Mme Durand and their point was decided: the outcome and its day, nothing of what anybody said."""
    with writing(app) as session:
        session.get(Visit, people["mme_durand_past_visit"]).caregiver_id = hers(people)
    scene.decided(app, people, outcome, caregiver="lucie")
    page = shown(app, people)
    assert words in facts_of(page, people) and pair_scenes.CANARY not in page.html


def test_the_notice_and_the_order_are_printed_once(app, people):
    in_sector(app, people)
    page = shown(app, people)
    assert "Délai de prévenance : moins de quatre jours." in page.text
    assert page.text.count("Dans cet ordre : souhait pour les soins intimes") == 1


def test_the_other_wishes_of_the_person_are_said_before_anybody_is_asked(app, people):
    in_sector(app, people)
    scene.add(app, lambda: [wish(people, "animals", "un grand chien"), wish(people, "smoke", ""), wish(people, "language", "ar")])
    assert "Souhaits de la personne, à dire avant de demander : animaux (un grand chien) ; tabac." in shown(
        app, people).text.replace("\u00a0", " ")


def test_when_nobody_can_come_the_closest_is_named_and_never_one_under_a_measure(app, people):
    in_sector(app, people)
    pair_scenes.busy(app, people)
    pair_scenes.busy(app, people, day=date(2026, 3, 18))
    request, sentence = pair_scenes.request(app, people), "La plus proche : Lucie Moreau. Ce qui empêche : déjà prise à cette heure."
    assert sentence in shown(app, people, request).text.replace("\u00a0", " ")
    pair_scenes.measure(app, people, caregiver="lucie")
    page = shown(app, people, request)
    assert "La plus proche" not in page.text and "Personne ne peut être proposée ici." in page.text
    assert facts_of(page, people) == ["non disponible pour cette personne"]


@pytest.mark.parametrize("kind", ["do_not_assign", "only_accompanied"])
@pytest.mark.parametrize("name", ["claire", "helene"])
def test_a_measure_says_one_line_whatever_else_is_known_of_her(app, people, kind, name):
    in_sector(app, people)
    pair_scenes.measure(app, people, caregiver="lucie", kind=kind, reason=f"{pair_scenes.CANARY} raison")
    request = pair_scenes.request(app, people)
    scene.add(app, lambda: [scene.agreed(people, request), restriction(people, "no_stairs"), given(people, 2, 480, 540)])
    page = shown(app, people, request, name)
    assert facts_of(page, people) == ["non disponible pour cette personne"] and pair_scenes.CANARY not in page.html


def test_a_wish_for_intimate_care_prints_no_woman_and_no_man(app, people):
    in_sector(app, people)
    with writing(app) as session:
        session.get(Caregiver, hers(people)).gender = "man"
    scene.add(app, lambda: [wish(people, "intimate_care", "woman"), act(people, "wash")])
    page = shown(app, people)
    assert facts_of(page, people)[0] == "ne répond pas au souhait pour les soins intimes"
    assert not {"homme", "femme"} & set(page.text.lower().replace(",", " ").split())


def test_visits_held_one_by_one_have_the_same_facts_and_nobody_is_chosen_with_a_tick(app, people):
    in_sector(app, people)
    pair_scenes.busy(app, people)
    id = scene.held_request(app, people)
    page = shown(app, people, id)
    assert "libre à 1 de ces 2 interventions, aux autres : déjà prise à cette heure" in facts_of(page, people)
    reader(app, "claire").post(f"/remplacements/{id}/choix", {"caregiver_id": hers(people), "chosen_why": "hours"}, 422)
    assert not page.select("input", name="caregiver_id", type="radio") and "Aïcha Diallo" not in page.select("section", id="choisir")[0].text


def test_a_choice_gives_only_what_she_may_take(app, people):
    """A rest too short stands in the way as much as a visit at the same hour."""
    in_sector(app, people)
    pair_scenes.busy(app, people, day=DAY - timedelta(days=1), start=21 * 60 + 30)
    id = pair_scenes.request(app, people)
    assert "libre à 1 de ces 2 interventions, aux autres : repos trop court entre deux jours" in facts_of(
        shown(app, people, id), people)
    reader(app, "claire").post(f"/remplacements/{id}/choix", {"caregiver_id": hers(people), "chosen_why": "hours"})
    with reading(app) as session:
        assert session.get(Visit, people["mme_durand_visit"]).caregiver_id == hers(people, "aicha")
        assert session.get(Visit, people["mme_durand_next_visit"]).caregiver_id == hers(people)


COORDINATOR = Eye("coordinator", frozenset(), True, None)


def field(app, visit_ids, everyone=True, eye=COORDINATOR):
    with reading(app):
        return gather(eye, visit_ids, now(), everyone)


def test_over_all_people_and_days_at_once_in_as_many_questions(app, people):
    ids = [people[f"{person}{suffix}"] for person in ("mme_durand", "m_petit") for suffix in ("_visit", "_next_visit")]
    with statements(app) as few:
        field(app, ids[:1])
    for number in range(12):
        id = scene.caregiver(app, people, f"Rose {number}")
        scene.add(app, lambda id=id: [Availability(caregiver_id=id, weekday=2, start_minute=0, end_minute=720)])
    scene.held_request(app, people, "m_petit")
    with statements(app) as many:
        whole = field(app, ids)
    assert len(few) == len(many) <= 18
    assert [need.visit_id for need in whole.visits] == sorted(ids, key=lambda id: whole_order(whole, id))
    assert len(whole.people) == 14 and {need.former_id for need in whole.visits} == {hers(people, "aicha"), hers(people)}


def whole_order(whole, id):
    return next(need.stay for need in whole.visits if need.visit_id == id)


def test_the_one_whose_visit_it_was_is_never_proposed_for_it_and_hers_do_not_count_twice(app, people):
    request = scene.held_request(app, people)
    found = field(app, [people["mme_durand_visit"], people["mme_durand_next_visit"]])
    by_name = {person.name: person for person in found.people}
    need = found.visits[0]
    assert obstacles(by_name["Aïcha Diallo"], need, found) == ["replaced"] and obstacles(by_name["Lucie Moreau"], need, found) == []
    assert (need.request_id, need.former_id, need.sector_id) == (request, hers(people, "aicha"), people["sector_nord"])
    assert found.known == {(hers(people, "aicha"), people["mme_durand"]): (1, date(2026, 3, 4))}


def test_only_those_of_the_sector_or_who_know_the_person_unless_all_are_asked_for(app, people):
    visits = [people["mme_durand_visit"]]
    assert [person.name for person in field(app, visits, everyone=False).people] == ["Aïcha Diallo"]
    rose = scene.caregiver(app, people)
    with writing(app) as session:
        session.get(Visit, people["mme_durand_past_visit"]).caregiver_id = hers(people)
    assert {person.id for person in field(app, visits, everyone=False).people} == {rose, hers(people), hers(people, "aicha")}
    with writing(app) as session:
        session.get(Caregiver, rose).ended_on = today()
    assert rose not in {person.id for person in field(app, visits).people}


def test_out_of_reach_there_is_nothing(app, people):
    for role in ("outside_recipient", "none"):
        found = field(app, [people["mme_durand_visit"]], eye=Eye(role, frozenset({"administrator"}), False, None))
        assert found.visits == () and found.people == ()


def test_a_night_across_midnight_and_the_clock_change_are_hours_of_work_like_others(app, people):
    """The night of 28 to 29 March 2026 is one hour short: eleven hours of rest are eleven hours."""
    with writing(app) as session:
        session.execute(delete(Visit).where(Visit.id == people["m_petit_next_visit"]))
    pair_scenes.busy(app, people, day=date(2026, 3, 28), start=20 * 60 + 30)
    visit = pair_scenes.busy(app, people, "mme_durand", "aicha", date(2026, 3, 29), 8 * 60 + 30)
    found = field(app, [visit])
    lucie = next(person for person in found.people if person.id == hers(people))
    assert obstacles(lucie, found.visits[0], found) == ["daily_rest"]
