"""A wish for intimate care, asked for by a request: woman or man is said there, and one press grants it."""

import pytest

from acts import granted_wishes, replacements
from database import Overtaken, now
from models import Caregiver, Pairing, Replacement, SeriesAct, Visit, Wish
from rules.replacements import keeps_wish, may_grant_wish
from tests import pair_scenes as scenes
from tests.absence_scenes import a_third, do, row
from tests.reader import reader
from tests.test_replacements import in_sector
from tests.world import count, reading, writing

SAID = {"reason": "intimate_care_wish", "discriminatory": "no", "details": "Pour la toilette", "length": "for_good"}


def send(app, people, status=303, **values):
    return reader(app, "claire").post(f"/relations/{people['mme_durand_pairing']}/remplacement?par=beneficiary",
                                      {**SAID, "wished": "woman", **values}, status)


def asked(app, people, **values) -> int:
    return scenes.request(app, people, **{"reason": "intimate_care_wish", "wished": "woman", **values})


def grant(app, id, name="claire", status=303, **values):
    return reader(app, name).post(f"/remplacements/{id}/souhait", values, status)


def washed_by_a_man(app, people) -> None:
    with writing(app) as session:
        session.get(Caregiver, people["aicha_caregiver"]).gender = "man"
        session.add(SeriesAct(series_id=people["mme_durand_series"], act="wash", cannot_wait=True))


def before(people, value) -> Wish:
    """A wish that Malika noted."""
    return Wish(beneficiary_id=people["mme_durand"], kind="intimate_care", value=value, since=now(), by_id=people["malika"])


def wishes(app, people) -> list[tuple]:
    """(value, who noted it, still in force) of each."""
    with reading(app) as session:
        return [(wish.value, wish.by_id, wish.ended_at is None) for wish in session.query(Wish).filter_by(
            beneficiary_id=people["mme_durand"], kind="intimate_care").order_by(Wish.id)]


@pytest.mark.parametrize(("reason", "state", "said", "judged", "may"), [
    ("intimate_care_wish", "open", "no", False, True), ("intimate_care_wish", "open", "doubt", True, True),
    ("intimate_care_wish", "open", "doubt", False, False), ("intimate_care_wish", "with_direction", "doubt", False, False),
    ("intimate_care_wish", "not_grantable", "yes", False, False), ("intimate_care_wish", "open", "yes", True, False),
    ("intimate_care_wish", "done", "no", False, False), ("misfit_beneficiary", "open", "no", False, False)])
def test_when_a_wish_may_be_granted(reason, state, said, judged, may):
    assert may_grant_wish(reason, state, said, judged) is may


@pytest.mark.parametrize(("reason", "state", "kept"), [
    ("intimate_care_wish", "open", True), ("intimate_care_wish", "with_direction", True),
    ("intimate_care_wish", "not_grantable", False), ("schedule_clash", "open", False)])
def test_woman_or_man_is_kept_for_this_reason_alone_and_never_of_what_cannot_be_granted(reason, state, kept):
    assert keeps_wish(reason, state) is kept


def test_woman_or_man_is_asked_when_that_reason_is_chosen_and_never_otherwise(app, people):
    page = send(app, people, 422, wished="")
    assert "Choisissez une femme ou un homme." in page.text and count(app, Replacement) == 0
    send(app, people, 422, wished="autre")
    send(app, people, reason="schedule_clash", wished="man")
    with reading(app) as session:
        assert session.query(Replacement).one().wished is None
    for asker in ("caregiver", "office"):
        form = reader(app, "claire").get(f"/relations/{people['mme_durand_pairing']}/remplacement?par={asker}")
        assert not form.select("input", name="wished")


def test_one_press_notes_the_wish_and_answers_with_its_author(app, people):
    claire = reader(app, "claire")
    address = send(app, people).location
    assert "une femme" in claire.get(address).text
    page = claire.follow(claire.post(f"{address}/souhait"))
    assert "Le souhait est noté dans sa fiche. La réponse est donnée." in page.text
    assert wishes(app, people) == [("woman", people["claire"], True)]
    with reading(app) as session:
        request = session.query(Replacement).one()
        assert (request.state, request.requester_told_by_id, request.closed_by_id) == ("done", people["claire"], people["claire"])
        assert request.closing_words == "Souhait accordé\u00a0: une femme pour les soins intimes."
        assert session.get(Visit, people["mme_durand_visit"]).caregiver_id == people["aicha_caregiver"]
    assert "Femme" in claire.get(f"/beneficiaires/{people['mme_durand']}").text
    assert address not in claire.get("/remplacements").links


def test_a_wish_that_was_noted_already_is_said_and_not_noted_twice(app, people):
    with writing(app) as session:
        session.add(before(people, "woman"))
    id, claire = asked(app, people), reader(app, "claire")
    assert "Ce souhait est déjà noté dans sa fiche." in claire.get(f"/remplacements/{id}").text
    page = claire.follow(claire.post(f"/remplacements/{id}/souhait"))
    assert "Ce souhait était déjà noté." in page.text
    assert wishes(app, people) == [("woman", people["malika"], True)] and row(app, Replacement, id).state == "done"


def test_another_wish_takes_the_place_of_the_one_before(app, people):
    with writing(app) as session:
        session.add(before(people, "man"))
    grant(app, asked(app, people))
    assert wishes(app, people) == [("man", people["malika"], False), ("woman", people["claire"], True)]


def test_two_coordinators_press_at_once_and_one_wish_is_noted(app, people):
    id = asked(app, people)
    do(app, people, "claire", granted_wishes.grant, id)
    with pytest.raises(Overtaken, match="déjà répondu"):
        do(app, people, "malika", granted_wishes.grant, id)
    page = grant(app, id, "malika", 409)
    assert "déjà répondu" in page.text and len(wishes(app, people)) == 1


def test_where_the_request_does_not_say_it_the_press_asks(app, people):
    id = asked(app, people, wished=None)
    assert "Choisissez une femme ou un homme." in grant(app, id, status=422).text
    grant(app, id, wished="man")
    assert wishes(app, people) == [("man", people["claire"], True)]


def test_where_somebody_else_must_come_the_person_is_answered_and_the_request_waits_for_whoever_comes(app, people):
    washed_by_a_man(app, people)
    in_sector(app, people)
    id = asked(app, people)
    grant(app, id)
    request = row(app, Replacement, id)
    assert (request.state, request.requester_told_by_id) == ("open", people["claire"])
    claire = reader(app, "claire")
    assert "Reste à choisir qui vient" in claire.get("/remplacements").text
    page = claire.get(f"/remplacements/{id}")
    assert "Accorder et noter" not in page.text and "Répondre à qui demandait" not in page.text
    claire.post(f"/remplacements/{id}/choix", {"caregiver_id": people["lucie_caregiver"], "chosen_why": "skills"})
    assert row(app, Replacement, id).state == "done"
    with reading(app) as session:
        assert session.get(Pairing, people["mme_durand_pairing"]).state == "ended"


def test_once_granted_the_wish_sets_aside_whoever_does_not_answer_it_and_says_nobodys_gender(app, people):
    washed_by_a_man(app, people)
    in_sector(app, people)
    with writing(app) as session:
        session.get(Caregiver, people["lucie_caregiver"]).gender = "man"
    id, claire = asked(app, people), reader(app, "claire")
    grant(app, id)
    page = claire.get(f"/remplacements/{id}")
    assert "ne répond pas au souhait pour les soins intimes" in page.text and "homme" not in page.text.lower()
    claire.post(f"/remplacements/{id}/choix", {"caregiver_id": people["lucie_caregiver"], "chosen_why": "skills"}, 422)


def test_for_a_period_its_visits_are_held_and_the_request_closes_once_somebody_takes_them(app, people):
    a_third(app, people)
    address = send(app, people, length="period", starts_on="2026-03-10", ends_on="2026-03-20").location
    id = int(address.rsplit("/", 1)[1])
    grant(app, id)
    assert row(app, Replacement, id).state == "open"
    reader(app, "claire").post(f"{address}/appelee?toutes=1", {"caregiver_id": people["rosa_caregiver"]})
    assert row(app, Replacement, id).state == "done"


def test_a_yes_keeps_no_wish_and_a_doubt_keeps_it_for_the_direction_until_it_is_lifted(app, people):
    send(app, people, discriminatory="yes")
    with reading(app) as session:
        assert session.query(Replacement).one().wished is None
    id = asked(app, people, state="with_direction", discriminatory="doubt")
    page = reader(app, "claire").get(f"/remplacements/{id}").text
    assert "une femme" not in page
    grant(app, id, status=409)
    do(app, people, "helene", replacements.judge, id, True, "C'est bien pour la toilette")
    grant(app, id)
    assert wishes(app, people) == [("woman", people["claire"], True)]


def test_a_doubt_that_is_confirmed_or_said_later_keeps_no_wish(app, people):
    id = asked(app, people, state="with_direction", discriminatory="doubt")
    do(app, people, "helene", replacements.judge, id, False, "C'est cela")
    assert row(app, Replacement, id).wished is None
    other = asked(app, people)
    do(app, people, "claire", replacements.attach, other, None, "Dit après", "yes", "misfit_beneficiary")
    assert row(app, Replacement, other).wished is None and wishes(app, people) == []


@pytest.mark.parametrize(("name", "status"), [("aicha", 403), ("odile", 403), ("sam", 403)])
def test_only_the_office_grants(app, people, name, status):
    grant(app, asked(app, people), name, status)
    assert wishes(app, people) == []
