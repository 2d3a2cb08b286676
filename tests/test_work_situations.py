"""A situation of work gets an action, somebody and a day; several in one home propose to go and look at it."""

import pytest

from models import AlertAction
from rules.work_situations import proposes_review
from tests.alert_sent import alert
from tests.reader import reader
from tests.world import reading

HOIST = {"situation": "no_hoist", "kind": "technical_aid", "due_on": "2026-03-20", "note": "Un lève-personne est demandé."}


@pytest.mark.parametrize(("kinds", "proposed"), [
    ((), False), (("painful_gesture",), False), (("painful_gesture", "overload"), True), (("racism", "painful_gesture"), False),
    (("unsafe_home", "unsafe_home", "other"), True)])
def test_two_situations_of_work_in_one_home_propose_a_review(kinds, proposed):
    assert proposes_review(kinds, 2) is proposed


def test_what_is_to_be_done_has_somebody_and_a_day_and_she_reads_it(app, people):
    id = alert(app, people, "painful_gesture", home="mme_durand", facts="CANARI du dos.")
    nadia = reader(app, "nadia")
    assert "Noter ce qui est à faire" in nadia.get(f"/suivis/{id}").text
    nadia.post(f"/suivis/{id}/suites/nouvelle", {**HOIST, "owner_id": people["nadia"]})
    page = nadia.get(f"/suivis/{id}").text
    assert "Une aide technique" in page and "Pas de lève-personne" in page and "Nadia Roussel" in page
    assert "Une aide technique" in reader(app, "aicha").get(f"/mes-nouvelles/{id}").text
    with reading(app) as session:
        assert [row.owner_id for row in session.query(AlertAction)] == [people["nadia"]]


@pytest.mark.parametrize(("changed", "words"), [
    ({"situation": ""}, "Choisissez la situation"), ({"due_on": "2026-03-01"}, "un jour à venir"),
    ({"owner_id": "claire"}, "Choisissez dans la liste"), ({"kind": "declare"}, "de la liste")])
def test_a_form_that_says_too_little_or_names_who_may_not_read_is_given_back(app, people, changed, words):
    id = alert(app, people, "overload")
    sent = {**HOIST, "owner_id": people["nadia"], **{name: people.get(value, value) for name, value in changed.items()}}
    assert words in reader(app, "nadia").post(f"/suivis/{id}/suites/nouvelle", sent, 422).text


def test_the_second_in_a_year_at_the_same_home_proposes_to_go_and_see(app, people, clock):
    first = alert(app, people, "painful_gesture", home="mme_durand")
    assert "visite du domicile" not in reader(app, "nadia").get(f"/suivis/{first}").text
    clock.move(days=40)
    second = alert(app, people, "unsafe_home", "lucie", home="mme_durand")
    helene = reader(app, "helene")
    assert "proposez une visite du domicile" in helene.get(f"/suivis/{second}").text
    review = {**HOIST, "kind": "home_review", "due_on": "2026-05-04", "owner_id": people["helene"]}
    helene.post(f"/suivis/{second}/suites/nouvelle", review)
    assert "proposez une visite du domicile" not in helene.get(f"/suivis/{second}").text


def test_whoever_reads_only_one_of_them_is_proposed_nothing(app, people):
    """Else the proposal would tell that there is another one."""
    alert(app, people, "painful_gesture", "lucie", home="mme_durand")
    shared = alert(app, people, "overload", home="mme_durand", shared=True)
    assert "visite du domicile" not in reader(app, "claire").get(f"/suivis/{shared}").text
