"""A request for a period holds its visits one by one, as an absence does: when it may, what comes later, what goes back."""

from datetime import date
from threading import Barrier, Thread

import pytest

from acts import absences, covering, held_visits, offers, replacements, series, telling, visits
from database import Overtaken, commit_as, now
from models import Offer, Pairing, Replacement, ReplacementVisit, Series, Visit, VisitChange
from rules.replacements import may_answer
from rules.telling import Said
from tests import pair_scenes
from tests.absence_scenes import a_third, ask, declare, do, line_of, row, tick, version
from tests.import_scenes import DURAND, imported
from tests.import_scenes import visits as planning
from tests.phone_scenes import give_visit
from tests.reader import reader
from tests.world import count, reading, writing

FIRST, LAST = date(2026, 3, 10), date(2026, 3, 20)
ASKED = {"details": "Trois jours", "length": "period", "starts_on": "2026-03-10", "ends_on": "2026-03-20"}


def opened(app, people, by="office", reason="training", said=None, name="claire", first=FIRST, last=LAST) -> int:
    return int(do(app, people, name, replacements.open, people["mme_durand_pairing"], by, reason, "Trois jours", said, "",
                  False, first, last))


def clock_passes(app) -> None:
    with app.app_context():
        commit_as("test", lambda: replacements.follow(None, now()))


def caregiver_of(app, people, name="mme_durand_visit"):
    return row(app, Visit, people.get(name, name)).caregiver_id


def states(app, request_id) -> list[str]:
    with reading(app) as session:
        return [line.state for line in session.query(ReplacementVisit).filter_by(replacement_id=request_id)
                .order_by(ReplacementVisit.id)]


def rosa_takes(app, people, request_id) -> None:
    do(app, people, "claire", offers.called, request_id, people["rosa_caregiver"])


def is_hers(app, people, name="mme_durand_visit") -> bool:
    return caregiver_of(app, people, name) == people["aicha_caregiver"]


@pytest.mark.parametrize(("state", "decided", "choice", "may"), [
    ("open", False, None, False), ("open", True, None, True), ("with_direction", True, None, False),
    ("not_grantable", False, None, False), ("not_grantable", False, "stay", True), ("cancelled", False, None, True),
    ("done", False, None, True)])
def test_who_asked_is_answered_once_something_is_decided(state, decided, choice, may):
    assert may_answer(state, decided, choice) is may


@pytest.mark.parametrize(("by", "reason", "extra"), [
    ("office", "training", {}), ("office", "schedule_clash", {}), ("caregiver", "leave", {}),
    ("caregiver", "misfit_caregiver", {}),
    ("beneficiary", "schedule_clash", {"discriminatory": "no"}), ("beneficiary", "misfit_beneficiary", {"discriminatory": "no"})])
def test_once_it_can_be_organised_nobody_has_these_visits_and_the_request_holds_them(app, people, by, reason, extra):
    later = give_visit(app, people, date(2026, 3, 25))
    claire = reader(app, "claire")
    address = claire.post(f"/relations/{people['mme_durand_pairing']}/remplacement?par={by}",
                          {**ASKED, "reason": reason, **extra}).location
    page = claire.get(address)
    assert caregiver_of(app, people) is None and caregiver_of(app, people, "mme_durand_next_visit") is None
    assert caregiver_of(app, people, later) == people["aicha_caregiver"], "after the last day nothing changes"
    assert page.text.count("Faire autrement") == 2
    assert address in claire.get(f"/interventions/{people['mme_durand_visit']}").links, "the board leads there, and it here"
    assert not page.select("form", action=lambda action: "/choix" in (action or "")), "nobody takes them all at once"


def test_for_good_nothing_is_held_before_somebody_is_chosen(app, people):
    id = int(do(app, people, "claire", replacements.open, people["mme_durand_pairing"], "office", "schedule_clash", "", None))
    clock_passes(app)
    assert states(app, id) == [] and is_hers(app, people)


@pytest.mark.parametrize(("said", "state"), [("yes", "not_grantable"), ("doubt", "with_direction")])
def test_one_that_waits_for_the_direction_or_cannot_be_granted_holds_nothing(app, people, said, state):
    id = opened(app, people, "beneficiary", "misfit_beneficiary", said)
    clock_passes(app)
    assert row(app, Replacement, id).state == state and states(app, id) == [] and is_hers(app, people)


@pytest.mark.parametrize(("verdict", "left"), [("grantable", False), ("not_grantable", True)])
def test_the_direction_judges_and_her_visits_follow(app, people, verdict, left):
    id = opened(app, people, "beneficiary", "misfit_beneficiary", "doubt")
    reader(app, "helene").post(f"/remplacements/{id}/avis", {"verdict": verdict, "judged_words": "Lu et entendu"})
    clock_passes(app)
    assert is_hers(app, people) is left and len(states(app, id)) == (0 if left else 2)


def test_two_directors_judge_at_once_and_each_visit_is_held_once(app, people):
    id = opened(app, people, "beneficiary", "misfit_beneficiary", "doubt")
    verdict = {"verdict": "grantable", "judged_words": "Lu et entendu"}
    reader(app, "helene").post(f"/remplacements/{id}/avis", verdict)
    page = reader(app, "paul").post(f"/remplacements/{id}/avis", {**verdict, "verdict": "not_grantable"}, 409)
    assert "À organiser" in page.text
    assert states(app, id) == ["open", "open"] and count(app, VisitChange, VisitChange.kind == "uncovered") == 2


def test_two_directors_and_the_clock_at_the_same_moment_hold_each_visit_once(app, people):
    id = opened(app, people, "beneficiary", "misfit_beneficiary", "doubt")
    at_once, said = Barrier(3), []

    def press(act):
        at_once.wait(20)
        try:
            act()
            said.append("done")
        except Overtaken:
            said.append("overtaken")

    acts = [lambda name=name: do(app, people, name, replacements.judge, id, True, "Entendu") for name in ("helene", "paul")]
    threads = [Thread(target=press, args=(act,)) for act in (*acts, lambda: clock_passes(app))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(said) == ["done", "done", "overtaken"]
    assert states(app, id) == ["open", "open"] and count(app, VisitChange, VisitChange.kind == "uncovered") == 2


def test_two_coordinators_open_the_same_and_the_second_is_told(app, people):
    opened(app, people)
    with pytest.raises(Overtaken, match="déjà ouvert"):
        opened(app, people, name="malika")


def test_two_requests_for_the_same_days_never_hold_one_visit_twice(app, people):
    first, second = opened(app, people), opened(app, people, "caregiver", "leave")
    clock_passes(app)
    assert states(app, first) == ["open", "open"] and states(app, second) == []
    do(app, people, "claire", replacements.cancel, first, "La formation est annulée.")
    clock_passes(app)
    assert states(app, second) == ["open", "open"], "she still asked not to come on these days"


@pytest.mark.parametrize("said", ["yes", "doubt"])
def test_a_yes_or_a_doubt_said_later_gives_her_visits_back_and_closes_the_questions(app, people, said):
    a_third(app, people)
    id = opened(app, people, "beneficiary", "misfit_beneficiary", "no")
    question = ask(app, people, "rosa", people["mme_durand_visit"])
    do(app, people, "claire", replacements.attach, id, None, "Dit au téléphone", said, "misfit_beneficiary")
    clock_passes(app)
    assert is_hers(app, people) and states(app, id) == ["returned", "returned"]
    assert row(app, Offer, question).state == "withdrawn"


def test_a_doubt_lifted_holds_again_what_was_given_back(app, people):
    id = opened(app, people, "beneficiary", "misfit_beneficiary", "no")
    do(app, people, "claire", replacements.attach, id, None, "Dit au téléphone", "doubt", "misfit_beneficiary")
    do(app, people, "helene", replacements.judge, id, True, "Ce n'est pas cela")
    assert states(app, id) == ["open", "open"] and caregiver_of(app, people) is None


def test_a_period_gone_by_when_it_is_judged_holds_nothing_and_closes(app, people, clock):
    id = opened(app, people, "beneficiary", "misfit_beneficiary", "doubt", last=date(2026, 3, 12))
    clock.move(days=5)
    do(app, people, "helene", replacements.judge, id, True, "Trop tard")
    clock_passes(app)
    assert states(app, id) == [] and row(app, Replacement, id).state == "cancelled"
    assert is_hers(app, people, "mme_durand_next_visit")


def test_a_period_already_past_is_not_asked_for(app, people):
    page = reader(app, "claire").post(f"/relations/{people['mme_durand_pairing']}/remplacement?par=office", {
        **ASKED, "reason": "training", "starts_on": "2026-03-02", "ends_on": "2026-03-06"}, 422)
    assert "Indiquez une fin qui n'est pas passée." in page.text and count(app, Replacement) == 0


def test_a_series_that_goes_on_and_a_planning_that_comes_later_are_held_by_the_clock_once(app, people):
    id = opened(app, people, last=date(2026, 5, 31))
    with writing(app) as session:
        one = session.get(Series, people["mme_durand_series"])
        one.caregiver_id, one.made_until = people["aicha_caregiver"], date(2026, 3, 18)
    with app.app_context():
        commit_as("test", lambda: series.extend_series(None, now()))
    bare = give_visit(app, people, date(2026, 3, 13), 840, pairing_id=None)
    clock_passes(app)
    held = len(states(app, id))
    assert held > 6 and caregiver_of(app, people, bare) is None
    with reading(app) as session:
        left = session.query(Visit).filter(Visit.caregiver_id == people["aicha_caregiver"], Visit.day >= FIRST,
                                           Visit.day <= date(2026, 5, 31)).count()
    assert left == 0
    clock_passes(app)
    assert len(states(app, id)) == held


def test_a_planning_sent_again_undoes_nothing_and_what_it_adds_is_held(app, people):
    claire, known = reader(app, "claire"), f"15/04/2026;08:00;09:00;{DURAND}"
    imported(claire, planning(known))
    id = opened(app, people, first=date(2026, 4, 13), last=date(2026, 4, 17))
    imported(claire, planning(known, f"16/04/2026;08:00;09:00;{DURAND}"), name="suite.csv")
    clock_passes(app)
    with reading(app) as session:
        april = session.query(Visit).filter(Visit.day >= date(2026, 4, 1)).order_by(Visit.day).all()
        assert [(visit.day.day, visit.caregiver_id) for visit in april] == [(15, None), (16, None)]
    assert states(app, id) == ["open", "open"]


def test_a_request_opened_before_this_was_so_holds_its_visits_the_first_time_the_clock_passes(app, people):
    id = pair_scenes.request(app, people, requested_by="office", reason="training", discriminatory=None, for_good=False,
                             starts_on=FIRST, ends_on=LAST)
    assert "2 interventions à confier" in reader(app, "claire").get(f"/remplacements/{id}").text
    clock_passes(app)
    assert states(app, id) == ["open", "open"]
    assert reader(app, "claire").get(f"/remplacements/{id}").text.count("Faire autrement") == 2


def test_one_opened_before_is_held_as_soon_as_somebody_says_yes(app, people):
    a_third(app, people)
    id = pair_scenes.request(app, people, requested_by="office", reason="training", discriminatory=None, for_good=False,
                             starts_on=FIRST, ends_on=LAST)
    rosa_takes(app, people, id)
    assert states(app, id) == ["covered", "covered"] and row(app, Replacement, id).state == "done"


def test_it_closes_by_itself_and_opens_again_for_a_visit_that_comes_later(app, people):
    a_third(app, people)
    id = opened(app, people)
    rosa_takes(app, people, id)
    closed = row(app, Replacement, id)
    assert (closed.state, closed.closing_words) == ("done", "Fermée d'elle-même\u00a0: 2 interventions ont quelqu'un.")
    give_visit(app, people, date(2026, 3, 13), 600)
    clock_passes(app)
    again = row(app, Replacement, id)
    assert (again.state, again.closing_words, again.closed_at) == ("open", "", None)
    assert states(app, id) == ["covered", "covered", "open"]


def test_visits_called_off_and_written_anew_by_the_planning_are_held_as_well(app, people):
    id = opened(app, people, last=date(2026, 3, 13))
    seen = row(app, Visit, people["mme_durand_visit"])
    do(app, people, "claire", visits.settle, seen.id, seen.version, "withdrawn")
    tick(app)
    assert row(app, Replacement, id).state == "cancelled"
    new = give_visit(app, people, date(2026, 3, 12), 480)
    clock_passes(app)
    assert caregiver_of(app, people, new) is None and row(app, Replacement, id).state == "open"


def test_what_the_office_gives_back_to_her_by_hand_is_not_taken_from_her_again(app, people):
    id = opened(app, people)
    seen = row(app, Visit, people["mme_durand_visit"])
    do(app, people, "claire", visits.reassign, seen.id, seen.version, people["aicha_caregiver"], "usual", "hours")
    for _ in range(2):
        clock_passes(app)
        tick(app)
    assert is_hers(app, people) and states(app, id) == ["returned", "open"]


@pytest.mark.parametrize("what", ["absence", "request"])
def test_given_back_by_hand_and_taken_elsewhere_before_the_clock_passes_it_is_held_there_alone(app, people, what):
    id = opened(app, people)
    seen = row(app, Visit, people["mme_durand_visit"])
    do(app, people, "claire", visits.reassign, seen.id, seen.version, people["aicha_caregiver"], "usual", "hours")
    declare(app, people) if what == "absence" else opened(app, people, "caregiver", "leave")
    assert states(app, id) == ["returned", "open"] and states(app, id + 1) == ["open"]
    assert caregiver_of(app, people) is None


def test_cancelled_her_visits_are_hers_again_but_for_those_somebody_agreed_to(app, people):
    a_third(app, people)
    id = opened(app, people)
    do(app, people, "claire", covering.cover, [line_of(app, people["mme_durand_visit"])], people["rosa_caregiver"])
    question = ask(app, people, "rosa", people["mme_durand_next_visit"])
    reader(app, "claire").post(f"/remplacements/{id}/annulation", {"cancel_words": "La formation est annulée"})
    assert caregiver_of(app, people) == people["rosa_caregiver"] and is_hers(app, people, "mme_durand_next_visit")
    assert row(app, Visit, people["mme_durand_next_visit"]).pairing_id == people["mme_durand_pairing"]
    assert row(app, Offer, question).state == "withdrawn"
    clock_passes(app)
    assert is_hers(app, people, "mme_durand_next_visit")


def test_cancelled_while_she_is_away_her_absence_holds_what_the_request_held(app, people):
    id = opened(app, people)
    absence = declare(app, people, ends_on=date(2026, 3, 13))
    do(app, people, "claire", replacements.cancel, id, "La formation est annulée.")
    assert caregiver_of(app, people) is None and is_hers(app, people, "mme_durand_next_visit")
    line = row(app, ReplacementVisit, line_of(app, people["mme_durand_visit"]))
    assert row(app, Replacement, line.replacement_id).absence_id == absence


def test_back_from_an_absence_the_days_of_the_request_are_held_by_the_request(app, people):
    absence = declare(app, people, ends_on=date(2026, 3, 13))
    id = opened(app, people)
    assert states(app, id) == ["open"], "what the absence holds is not held twice"
    do(app, people, "claire", absences.cancel, absence, version(app, absence))
    clock_passes(app)
    assert states(app, id) == ["open", "open"] and caregiver_of(app, people) is None


def test_under_a_measure_a_request_cancelled_gives_nothing_back(app, people):
    id = opened(app, people, "caregiver", "caregiver_protection")
    do(app, people, "claire", replacements.cancel, id, "Notée deux fois.")
    clock_passes(app)
    assert caregiver_of(app, people) is None


def test_told_what_was_organised_the_request_is_done_and_what_is_left_is_uncovered(app, people):
    a_third(app, people)
    id = opened(app, people, "caregiver", "training")
    claire, words = reader(app, "claire"), {"told_words": "Rosa vient mercredi. Nous cherchons pour le 18."}
    claire.post(f"/remplacements/{id}/reponse", words, 409)
    do(app, people, "claire", covering.cover, [line_of(app, people["mme_durand_visit"])], people["rosa_caregiver"])
    question = ask(app, people, "rosa", people["mme_durand_next_visit"])
    assert "Il reste 1 intervention sans personne" in claire.get(f"/remplacements/{id}").text
    claire.post(f"/remplacements/{id}/reponse", words)
    assert row(app, Replacement, id).state == "done" and caregiver_of(app, people, "mme_durand_next_visit") is None
    assert row(app, Offer, question).state == "withdrawn"
    assert "Mme Jeanne Durand : une intervention sans intervenante" in claire.get("/a-traiter").text
    assert words["told_words"] in reader(app, "aicha").get(f"/mes-demandes/{id}").text


def test_she_reads_where_her_request_stands_on_her_own_screen_and_nobody_else_does(app, people):
    a_third(app, people)
    id = opened(app, people, "caregiver", "training")
    aicha = reader(app, "aicha")
    assert "ne sont plus dans votre semaine" in aicha.get(f"/mes-demandes/{id}").text
    rosa_takes(app, people, id)
    page = aicha.get(f"/mes-demandes/{id}")
    assert "Fermée d'elle-même : 2 interventions ont quelqu'un." in page.text and "Rosa" not in page.text
    reader(app, "lucie").get(f"/mes-demandes/{id}", 404)
    reader(app, "aicha").get(f"/remplacements/{id}", 403)


@pytest.mark.parametrize(("by", "reason", "phoned"), [("caregiver", "training", False), ("office", "training", True)])
def test_who_did_not_ask_is_phoned_about_the_day_after(app, people, clock, by, reason, phoned):
    clock.move(days=1)
    opened(app, people, by, reason)
    with reading(app) as session:
        line = session.query(VisitChange).filter_by(visit_id=people["mme_durand_visit"], kind="uncovered").one()
        assert line.phone_first is phoned


def test_the_person_is_called_about_who_comes_and_nobody_calls_before(app, people):
    a_third(app, people)
    id = opened(app, people)
    claire = reader(app, "claire")
    assert "Jeanne Durand" not in claire.get("/prevenir").select("main")[0].text
    rosa_takes(app, people, id)
    assert "Rosa Lopez" in claire.get("/prevenir").text and "Rosa Lopez" in claire.get(f"/remplacements/{id}").text


def test_a_visit_the_family_takes_leaves_the_request_and_the_last_one_closes_it(app, people):
    id = opened(app, people, last=date(2026, 3, 13))
    line = line_of(app, people["mme_durand_visit"])
    do(app, people, "claire", held_visits.do_without, line, "family", "Sa fille", date(2026, 3, 9))
    assert row(app, Replacement, id).closing_words.endswith("1 intervention est faite par la famille.")


def test_one_moved_beyond_the_period_still_asks_for_somebody(app, people, clock):
    id = opened(app, people, last=date(2026, 3, 13))
    seen = row(app, Visit, people["mme_durand_visit"])
    do(app, people, "claire", held_visits.agree_on_time, line_of(app, seen.id), seen.version, "move",
       (date(2026, 3, 17), 480, 60), "Mme Durand", date(2026, 3, 9))
    clock.move(days=6)
    clock_passes(app)
    assert row(app, Replacement, id).state == "open"
    assert "Faire autrement" in reader(app, "claire").get(f"/remplacements/{id}").text


def test_the_one_who_comes_instead_falls_ill_the_request_asks_again_and_her_return_gives_it_back(app, people):
    a_third(app, people)
    id = opened(app, people)
    rosa_takes(app, people, id)
    absence = declare(app, people, caregiver="rosa", ends_on=LAST)
    assert row(app, Replacement, id).state == "open" and states(app, id) == ["open", "open"]
    page = reader(app, "claire").get(f"/absences/{absence}")
    assert page.html.count('id="ligne-') == 2, "each is said once, among those she had taken"
    assert f"/remplacements/{id}" in page.links
    do(app, people, "claire", absences.come_back, absence, version(app, absence), date(2026, 3, 16))
    assert caregiver_of(app, people, "mme_durand_next_visit") == people["rosa_caregiver"]
    assert states(app, id) == ["open", "covered"]


def test_the_person_refuses_who_was_announced_and_the_doubt_holds_nothing(app, people):
    a_third(app, people)
    id = opened(app, people)
    rosa_takes(app, people, id)
    with reading(app) as session:
        marks = [f"{line.id}-{people['rosa_caregiver']}-{int(session.get(Visit, line.visit_id).starts_at.timestamp())}"
                 for line in session.query(ReplacementVisit).filter_by(replacement_id=id)]
    do(app, people, "claire", telling.tell, people["mme_durand"], marks,
       Said(answer="refuses", spoken_to="person", discriminatory="doubt", words="Je ne la veux pas"))
    second = row(app, Replacement, id + 1)
    assert second.state == "with_direction" and states(app, id + 1) == []


def test_a_relation_that_ends_closes_the_request_and_its_visits_stay_on_the_board(app, people):
    id = opened(app, people)
    reader(app, "claire").post(f"/relations/{people['mme_durand_pairing']}/fin", {"reason": "end_of_help", "on": "2026-03-09"})
    clock_passes(app)
    assert row(app, Replacement, id).state == "cancelled" and row(app, Pairing, people["mme_durand_pairing"]).state == "ended"
    board = reader(app, "claire").get("/a-traiter").text
    for when in ("bientôt", "plus tard"):
        assert f"Mme Jeanne Durand : une intervention sans intervenante, {when}." in board


def test_who_took_the_place_of_one_protected_for_good_is_ill_and_her_absence_says_each_visit_once(app, people):
    a_third(app, people)
    do(app, people, "claire", replacements.open, people["mme_durand_pairing"], "caregiver", "caregiver_protection", "", None)
    with reading(app) as session:
        id = session.query(Replacement).one().id
    rosa_takes(app, people, id)
    absence = declare(app, people, caregiver="rosa", ends_on=LAST)
    page = reader(app, "claire").get(f"/absences/{absence}")
    assert page.html.count('id="ligne-') == 2 and "Elle remplaçait une collègue" not in page.text
