"""The end of a contract: asked for good from a day on. Until that day nothing ends, and afterwards nothing is forgotten."""

from datetime import date

import pytest

from acts import caregivers, replacements, series, visits
from database import Overtaken, commit_as, now
from models import Caregiver, Pairing, Replacement, Series, Visit
from queries.successions import first_day_without
from rules.replacements import period_faults
from tests import pair_scenes
from tests.absence_scenes import a_third, do, row
from tests.phone_scenes import give_visit
from tests.reader import reader
from tests.test_replacements import in_sector
from tests.world import reading, writing

TODAY, THE_DAY = date(2026, 3, 9), date(2026, 3, 16)
WANTED = {"reason": "end_of_contract", "length": "for_good", "details": ""}


def asked(app, people, first=THE_DAY, name="claire") -> int:
    return int(do(app, people, name, replacements.open, people["mme_durand_pairing"], "office", "end_of_contract", "", None, "",
                  True, first))


def clock_passes(app) -> None:
    with app.app_context():
        commit_as("test", lambda: replacements.follow(None, now()))


def chosen(app, people, id, caregiver="lucie", told=True) -> None:
    do(app, people, "claire", replacements.choose, id, people[f"{caregiver}_caregiver"], "hours")
    if told:
        do(app, people, "claire", replacements.tell_requester, id, "Lucie prend la suite.")


def caregiver_of(app, people, name) -> int | None:
    return row(app, Visit, people.get(name, name)).caregiver_id


def weekly(app, people, until=date(2026, 3, 18)) -> None:
    """The series of Mme Durand is hers, written as far as that day."""
    with writing(app) as session:
        one = session.get(Series, people["mme_durand_series"])
        one.caregiver_id, one.made_until = people["aicha_caregiver"], until


def form_of(app, people, by="office"):
    return reader(app, "claire").get(f"/relations/{people['mme_durand_pairing']}/remplacement?par={by}")


def send(app, people, status=303, **values):
    return reader(app, "claire").post(f"/relations/{people['mme_durand_pairing']}/remplacement?par=office",
                                      {**WANTED, **values}, status)


@pytest.mark.parametrize(("reason", "for_good", "days", "fields"), [
    ("end_of_contract", True, (None, None), ["starts_on"]), ("end_of_contract", True, (THE_DAY, None), []),
    ("end_of_contract", False, (TODAY, THE_DAY), ["length"]), ("training", True, (None, None), []),
    ("training", False, (None, None), ["starts_on", "ends_on"]), ("training", False, (THE_DAY, TODAY), ["ends_on"]),
    ("training", False, (date(2026, 3, 2), date(2026, 3, 8)), ["ends_on"]), ("training", False, (TODAY, TODAY), [])])
def test_the_days_of_a_request(reason, for_good, days, fields):
    assert [field for field, _ in period_faults(reason, for_good, *days, TODAY)] == fields


def test_the_end_of_a_contract_is_for_good_and_has_its_day(app, people):
    page = send(app, people, 422)
    assert "Indiquez le premier jour sans elle." in page.text
    page = send(app, people, 422, length="period", starts_on="2026-03-16", ends_on="2026-03-20")
    assert "un contrat qui se termine ne reprend pas" in page.text
    assert "le premier jour sans elle" in form_of(app, people).text
    assert "sans elle" not in form_of(app, people, "beneficiary").text
    send(app, people, starts_on="2026-03-16")
    with reading(app) as session:
        assert session.query(Replacement).one().starts_on == THE_DAY


def test_the_day_is_the_one_after_the_end_of_her_contract_when_her_file_says_it(app, people):
    with writing(app) as session:
        session.get(Caregiver, people["aicha_caregiver"]).ended_on = date(2026, 3, 15)
    assert "ce sera le lun. 16 mars" in form_of(app, people).text
    send(app, people)
    with reading(app) as session:
        assert session.query(Replacement).one().starts_on == THE_DAY


def test_said_once_it_is_the_day_of_her_other_homes_as_well(app, people):
    asked(app, people)
    with app.app_context():
        assert first_day_without(people["aicha_caregiver"]) == THE_DAY and first_day_without(people["lucie_caregiver"]) is None
    id = pair_scenes.request(app, people, state="cancelled", reason="end_of_contract", starts_on=TODAY)
    with app.app_context():
        assert first_day_without(people["aicha_caregiver"]) == THE_DAY, f"{id} was cancelled, it says nothing"


def test_the_day_of_another_reason_is_never_taken_from_her_contract(app, people):
    asked(app, people)
    send(app, people, reason="schedule_clash", length="period", ends_on="2026-03-20", status=422)


def test_the_visits_concerned_are_those_from_that_day_on(app, people):
    in_sector(app, people)
    page = reader(app, "claire").get(f"/remplacements/{asked(app, people)}")
    assert "1 intervention à confier" in page.text and "mercredi 18 mars" in page.text


def test_until_that_day_the_relation_goes_on_and_on_that_day_it_ends_by_itself(app, people, clock):
    in_sector(app, people)
    id = asked(app, people)
    chosen(app, people, id)
    assert caregiver_of(app, people, "mme_durand_visit") == people["aicha_caregiver"]
    assert caregiver_of(app, people, "mme_durand_next_visit") == people["lucie_caregiver"]
    clock_passes(app)
    assert row(app, Pairing, people["mme_durand_pairing"]).state == "first_visits" and row(app, Replacement, id).state == "done"
    clock.move(days=7)
    clock_passes(app)
    ended = row(app, Pairing, people["mme_durand_pairing"])
    assert (ended.state, ended.end_reason, ended.ends_on) == ("ended", "end_of_contract", date(2026, 3, 15))
    assert row(app, Replacement, id).state == "done", "it was done, its end cancels nothing"


def test_one_that_begins_tomorrow_ends_the_relation_at_once(app, people):
    in_sector(app, people)
    chosen(app, people, asked(app, people, date(2026, 3, 10)))
    assert row(app, Pairing, people["mme_durand_pairing"]).state == "ended"


def test_months_ahead_her_series_goes_on_and_what_is_written_later_goes_to_whoever_was_chosen(app, people):
    weekly(app, people)
    in_sector(app, people)
    id = asked(app, people, date(2026, 4, 15))
    chosen(app, people, id)
    with app.app_context():
        commit_as("test", lambda: series.extend_series(None, now()))
    clock_passes(app)
    with reading(app) as session:
        whose = {visit.day: visit.caregiver_id for visit in session.query(Visit).filter(
            Visit.series_id == people["mme_durand_series"], Visit.day >= TODAY)}
    before = {day for day in whose if day < date(2026, 4, 15)}
    assert {day for day, who in whose.items() if who == people["aicha_caregiver"]} == before
    assert {whose[day] for day in whose.keys() - before} == {people["lucie_caregiver"]}
    clock_passes(app)
    assert row(app, Pairing, people["mme_durand_pairing"]).state == "first_visits"


def test_what_nobody_was_found_for_is_uncovered_when_who_asked_is_answered_and_not_on_the_day(app, people):
    in_sector(app, people)
    late = give_visit(app, people, date(2026, 3, 19))
    pair_scenes.busy(app, people, day=date(2026, 3, 18), start=480)
    chosen(app, people, asked(app, people))
    assert caregiver_of(app, people, "mme_durand_next_visit") is None
    assert caregiver_of(app, people, late) == people["lucie_caregiver"]
    assert caregiver_of(app, people, "mme_durand_visit") == people["aicha_caregiver"]
    assert row(app, Pairing, people["mme_durand_pairing"]).state == "first_visits"


def test_whoever_was_chosen_is_taken_at_that_hour_and_the_new_visit_is_uncovered_at_once(app, people):
    in_sector(app, people)
    chosen(app, people, asked(app, people))
    pair_scenes.busy(app, people, day=date(2026, 3, 19), start=480)
    late = give_visit(app, people, date(2026, 3, 19), 480)
    clock_passes(app)
    assert caregiver_of(app, people, late) is None


def test_it_closes_by_itself_once_its_day_has_come_and_nothing_is_left_to_give(app, people, clock):
    a_third(app, people)
    id = asked(app, people)
    seen = row(app, Visit, people["mme_durand_next_visit"])
    do(app, people, "claire", visits.reassign, seen.id, seen.version, people["rosa_caregiver"], "usual", "hours")
    clock_passes(app)
    assert row(app, Replacement, id).state == "open", "until that day more may be written for her"
    clock.move(days=7)
    clock_passes(app)
    closed = row(app, Replacement, id)
    assert closed.state == "done"
    assert closed.closing_words == "Fermée d'elle-même\u00a0: il ne reste aucune intervention à confier."


def test_it_stays_open_while_a_series_of_hers_goes_on(app, people, clock):
    weekly(app, people)
    id = asked(app, people)
    clock.move(days=10)
    clock_passes(app)
    assert row(app, Replacement, id).state == "open"


def test_her_contract_noted_as_ended_closes_it_and_her_visits_wait_for_somebody(app, people):
    id = asked(app, people)
    do(app, people, "claire", caregivers.end, people["aicha_caregiver"], 1, TODAY)
    assert row(app, Replacement, id).closing_words == "La relation est terminée."
    assert caregiver_of(app, people, "mme_durand_next_visit") is None


def test_two_coordinators_open_it_at_once_and_the_second_is_told(app, people):
    asked(app, people)
    with pytest.raises(Overtaken, match="déjà ouvert"):
        asked(app, people, name="malika")
