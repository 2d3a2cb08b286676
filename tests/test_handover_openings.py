"""A passage de relais the office opens itself: between whom, how, which day; and the tick of a request given to somebody."""

from datetime import date

import pytest
from sqlalchemy import update

from acts import absences, visits
from acts import handovers as acts
from commands.clock import RUN
from database import now
from models import CaregiverSector, Handover, Pairing, Visit
from tests import pair_scenes
from tests.absence_scenes import a_third, declare, do, request_of, row, version
from tests.absence_scenes import tick as absences_pass
from tests.handover_scenes import away, relay, relays, taken
from tests.pair_scenes import measure
from tests.phone_scenes import give_visit
from tests.reader import reader
from tests.world import count, writing

TUESDAY = date(2026, 3, 10)


@pytest.fixture
def claire(app, people):
    return reader(app, "claire")


@pytest.fixture
def goes(app, people):
    """Lucie goes to Mme Durand's on Tuesday as well: her visit."""
    return give_visit(app, people, TUESDAY, caregiver="lucie")


def address(people) -> str:
    return f"/relations/{people['mme_durand_pairing']}/relais"


def between(people, leaves="aicha", comes="lucie", mode="joint", made_on="2026-03-10") -> dict:
    return {"leaves": people[f"{leaves}_caregiver"] if leaves else "", "comes": people[f"{comes}_caregiver"] if comes else "",
            "mode": mode, "made_on": made_on}


def opened(claire, people, **values) -> str:
    return claire.post(address(people), between(people, **values)).location


def test_from_the_page_of_a_relation_it_is_opened_with_its_mode_and_its_day(app, people, claire, goes):
    page = claire.get(f"/relations/{people['mme_durand_pairing']}")
    [link] = [link for link in page.links if link.endswith("/relais") and "relations" in link]
    form = claire.get(link)
    assert form.select("option", selected="")[0].text == "Aïcha Diallo", "the usual caregiver hands over"
    page = claire.get(opened(claire, people))
    assert "Prévu : une intervention ensemble (payée), le 10 mars 2026." in page.text and "par Claire Martin" in page.text
    [one] = relays(app)
    assert (one.kind, one.state, one.mode, one.made_on) == ("full", "to_write", "joint", TUESDAY)
    assert (one.from_caregiver_id, one.to_caregiver_id) == (people["aicha_caregiver"], people["lucie_caregiver"])
    assert one.opened_by_id == people["claire"] and one.first_visit_at.date() == TUESDAY
    page = claire.get(f"/relations/{people['mme_durand_pairing']}")
    assert "Passage de relais en cours" in page.text and "Ouvrir un passage de relais" not in page.text


def test_both_find_it_on_their_phones_with_what_the_office_proposes(app, people, claire, goes):
    opened(claire, people)
    [one] = relays(app)
    assert "Préparez le passage de relais" in reader(app, "aicha").get("/ma-semaine").text
    page = reader(app, "aicha").get(f"/mes-relais/{one.id}")
    assert "Le bureau propose : une intervention ensemble (payée), le mardi 10 mars" in page.text
    assert page.select("input", name="made_on")[0]["value"] == "2026-03-10"
    assert [field["value"] for field in page.select("input", name="mode") if "checked" in field.attrs] == ["joint"]
    page = reader(app, "lucie").get(f"/mes-relais/{one.id}")
    assert "Vous y allez ensemble le mardi 10 mars." in page.text and "Votre collègue le prépare" in page.text


def test_what_she_writes_in_the_end_counts(app, people, claire, goes):
    opened(claire, people)
    [one] = relays(app)
    reader(app, "aicha").post(f"/mes-relais/{one.id}/ecrire", {"matters_now": "Le nouveau lit.", "mode": "written"})
    assert (relays(app)[0].mode, relays(app)[0].state) == ("written", "sent")


@pytest.mark.parametrize(("values", "message"), [
    ({"comes": None}, "Choisissez à qui passer le relais."),
    ({"mode": ""}, "Choisissez comment se passe le relais."),
    ({"mode": "call", "made_on": ""}, "Indiquez le jour de l'intervention ensemble ou de l'appel."),
    ({"made_on": "2026-03-08"}, "Indiquez un jour à venir, ou aujourd'hui."),
    ({"leaves": "lucie"}, "Choisissez deux personnes différentes.")])
def test_what_lacks_is_said_and_nothing_is_lost(app, people, claire, goes, values, message):
    page = claire.post(address(people), between(people, **values), 422)
    assert message in page.text and page.title.startswith("Erreur") and count(app, Handover) == 0


def test_in_writing_no_day_is_asked(app, people, claire, goes):
    opened(claire, people, mode="written", made_on="")
    assert (relays(app)[0].mode, relays(app)[0].made_on) == ("written", None)


def test_the_office_may_hand_over_itself(app, people, claire, goes):
    page = claire.get(opened(claire, people, leaves=None, mode="written"))
    assert "Relais du bureau à Lucie Moreau" in page.text and relays(app)[0].from_caregiver_id is None


def test_a_second_one_between_the_same_two_for_the_same_person_is_refused(app, people, claire, goes):
    opened(claire, people)
    page = reader(app, "malika").post(address(people), between(people, mode="written"), 409)
    assert "Un passage de relais est déjà ouvert entre elles pour cette personne." in page.text
    assert count(app, Handover) == 1
    do(app, people, "claire", acts.call_off, relays(app)[0].id, "Elles se connaissent.")
    opened(claire, people)
    assert count(app, Handover) == 2, "once it is over another may be opened"


def test_the_same_form_sent_twice_opens_one(app, people, claire, goes):
    for _ in range(2):
        claire.post(address(people), between(people), key="a" * 32)
    assert count(app, Handover) == 1


def test_only_those_who_go_there_are_proposed(app, people, claire):
    page = claire.get(address(people))
    assert [one.text for one in page.select("select", name="comes")[0].select("option")] == ["Choisir…", "Aïcha Diallo"]
    claire.post(address(people), between(people), 422)
    assert count(app, Handover) == 0, "Lucie has no visit at Mme Durand's"


def test_with_nobody_to_hand_over_to_the_page_says_what_comes_first(app, people, claire):
    with writing(app) as session:
        session.execute(update(Visit).where(Visit.beneficiary_id == people["mme_durand"]).values(caregiver_id=None))
    page = claire.get(address(people))
    assert "Personne à qui passer le relais." in page.text and "Confiez-lui d'abord une intervention." in page.text


def test_nobody_is_proposed_beside_a_measure(app, people, claire, goes):
    measure(app, people, caregiver="lucie")
    names = [one.text for one in claire.get(address(people)).select("option")]
    assert "Lucie Moreau" not in names
    claire.post(address(people), between(people), 422)


def test_who_was_to_be_replaced_because_something_went_wrong_is_not_asked_to_hand_over(app, people, claire, goes):
    id = pair_scenes.request(app, people, reason="misfit_beneficiary")
    page = claire.get(f"/remplacements/{id}/relais")
    leaves, comes = page.select("select")
    assert "Aïcha Diallo" not in leaves.text and "Le bureau" in leaves.text and "Lucie Moreau" in comes.text
    claire.post(f"/remplacements/{id}/relais", between(people), 422)


def test_from_a_request_it_leads_back_to_the_request(app, people, claire, goes):
    id = pair_scenes.request(app, people)
    assert f"/remplacements/{id}/relais" in claire.get(f"/remplacements/{id}").links
    page = claire.get(f"/remplacements/{id}/relais")
    assert f"/remplacements/{id}" in page.links and page.select("option", selected="")[0].text == "Aïcha Diallo"
    claire.post(f"/remplacements/{id}/relais", between(people))
    assert count(app, Handover) == 1


def test_an_address_of_nobody_leads_nowhere(app, people, claire):
    for url in ("/relations/99999/relais", "/remplacements/99999/relais"):
        claire.get(url, 404)
    reader(app, "aicha").get(address(people), 403)
    reader(app, "odile").post(address(people), between(people), status=403)


# --- its life ---

def tick(app) -> None:
    with app.app_context():
        RUN["handovers"]()


def test_the_clock_follows_her_visits_and_it_ends_with_the_last_of_them(app, people, claire, goes):
    opened(claire, people)
    tick(app)
    assert (relays(app)[0].state, relays(app)[0].first_visit_at.date()) == ("to_write", TUESDAY)
    give_visit(app, people, date(2026, 3, 17), caregiver="lucie")
    tick(app)
    assert relays(app)[0].last_visit_at.date() == date(2026, 3, 17)
    with writing(app) as session:
        session.execute(update(Visit).where(Visit.caregiver_id == people["lucie_caregiver"],
                                            Visit.beneficiary_id == people["mme_durand"]).values(caregiver_id=None))
    tick(app)
    assert relays(app)[0].state == "cancelled"


def test_who_comes_for_good_only_reads_and_who_replaces_hands_back(app, people, claire, goes):
    opened(claire, people)
    assert not relays(app)[0].asks_return
    do(app, people, "claire", acts.call_off, relays(app)[0].id, "À refaire.")
    with writing(app) as session:
        session.add(Pairing(beneficiary_id=people["mme_durand"], caregiver_id=people["lucie_caregiver"], kind="replacement",
                            state="chosen", chosen_why="hours", starts_on=TUESDAY, ends_on=TUESDAY,
                            created_at=now()))
    opened(claire, people)
    assert relays(app)[1].asks_return


def test_unread_the_day_before_it_stands_on_the_board_like_any_other(app, people, claire, goes):
    opened(claire, people)
    claire.post(f"/relais/{relays(app)[0].id}/ecrire", {"matters_now": "Le nouveau lit.", "mode": "written"})
    assert "lu le passage de relais chez Mme Jeanne Durand" in claire.get("/a-traiter").text


def test_the_one_who_is_ill_is_asked_nothing(app, people, claire, goes):
    away(app, people, reason="sick_leave", starts_on=date(2026, 3, 16))
    opened(claire, people)
    assert "Préparez le passage de relais" not in reader(app, "aicha").get("/ma-semaine").text
    assert "On ne demande rien à Aïcha Diallo" in claire.get(f"/relais/{relays(app)[0].id}").text


def test_one_opened_by_hand_serves_when_she_then_replaces_her(app, people, claire, goes):
    opened(claire, people)
    taken(app, people, away(app, people))
    [one] = relays(app)
    assert one.replacement_id is None and one.last_visit_at.date() == date(2026, 3, 18)


def test_one_opened_by_itself_forbids_a_second_by_hand(app, people, claire):
    relay(app, people)
    claire.post(address(people), between(people), 409)
    assert count(app, Handover) == 1


# --- the tick of a request ---

def chosen(app, people, **values) -> dict:
    with writing(app) as session:
        session.add(CaregiverSector(caregiver_id=people["lucie_caregiver"], sector_id=people["sector_nord"]))
    people["request"] = pair_scenes.request(app, people, **values)
    return {"caregiver_id": people["lucie_caregiver"], "chosen_why": "sector"}


def test_given_for_good_with_the_tick_a_relay_opens_in_the_same_gesture(app, people, claire):
    choice = chosen(app, people)
    url = f"/remplacements/{people['request']}"
    assert "Aïcha Diallo l'écrit, ou vous avec elle." in claire.get(url).text
    page = claire.follow(claire.post(f"{url}/choix", {**choice, "relay": "y"}))
    [one] = relays(app)
    assert (one.state, one.asks_return, one.replacement_id) == ("to_write", False, people["request"])
    assert (one.from_caregiver_id, one.to_caregiver_id) == (people["aicha_caregiver"], people["lucie_caregiver"])
    assert one.first_visit_at and f"/relais/{one.id}" in page.links
    tick(app)
    assert relays(app)[0].state == "to_write", "the clock follows the visits she now has there"


def test_without_the_tick_none_opens(app, people, claire):
    choice = chosen(app, people)
    claire.post(f"/remplacements/{people['request']}/choix", choice)
    assert count(app, Handover) == 0


def test_where_something_went_wrong_the_office_writes_it(app, people, claire):
    choice = chosen(app, people, reason="misfit_beneficiary")
    url = f"/remplacements/{people['request']}"
    assert "Le bureau l'écrit." in claire.get(url).text
    claire.post(f"{url}/choix", {**choice, "relay": "y"})
    assert relays(app)[0].from_caregiver_id is None
    reader(app, "aicha").get(f"/mes-relais/{relays(app)[0].id}", 404)


def test_a_choice_a_colleague_was_first_to_make_opens_no_relay(app, people, claire):
    choice = chosen(app, people)
    claire.post(f"/remplacements/{people['request']}/choix", choice)
    reader(app, "malika").post(f"/remplacements/{people['request']}/choix", {**choice, "known": "", "relay": "y"}, 409)
    assert count(app, Handover) == 0


def given_on_its_page(app, people, visit):
    do(app, people, "claire", visits.reassign, visit.id, visit.version, people["rosa_caregiver"], "replacement", "hours")


def given_by_the_planning(app, people, visit):
    """The office takes its version: it had found somebody there."""
    with writing(app) as session:
        session.get(Visit, visit.id).caregiver_id = people["rosa_caregiver"]


@pytest.mark.parametrize("given", [given_on_its_page, given_by_the_planning])
def test_a_visit_of_an_absence_given_elsewhere_opens_the_same_relay(app, people, given):
    a_third(app, people)
    request = request_of(app, declare(app, people), people["mme_durand"]).id
    given(app, people, row(app, Visit, people["mme_durand_visit"]))
    absences_pass(app)
    absences_pass(app)
    opened, = relays(app)
    assert (opened.replacement_id, opened.to_caregiver_id, opened.kind, opened.state, opened.opened_by_id) == (
        request, people["rosa_caregiver"], "full", "to_write", None)


def test_given_back_on_its_page_to_the_one_who_is_back_nobody_hands_over(app, people):
    absence = declare(app, people)
    do(app, people, "claire", absences.come_back, absence, version(app, absence), date(2026, 3, 10))
    absences_pass(app)
    assert count(app, Handover) == 0
