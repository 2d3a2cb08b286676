"""Somebody is away: what is held at once, what comes later, who gets what back, and what the second coordinator is told."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from acts import absences, covering, offers, replacements, visits
from database import Overtaken, instant_at
from models import (
    Absence,
    AbsenceStep,
    Interruption,
    Offer,
    Pairing,
    PairMeasure,
    Replacement,
    ReplacementVisit,
    Series,
    Visit,
    VisitChange,
)
from tests.absence_scenes import (
    FRIDAY,
    MONDAY,
    a_third,
    a_week,
    ask,
    declare,
    do,
    held,
    line_of,
    request_of,
    row,
    tick,
    version,
    visit,
)
from tests.clock import START
from tests.phone_scenes import give_visit
from tests.world import count, reading, writing


def caregiver_of(app, id):
    return row(app, Visit, id).caregiver_id


def cover(app, people, caregiver, *visit_ids):
    do(app, people, "claire", covering.cover, [line_of(app, id) for id in visit_ids], people[f"{caregiver}_caregiver"])


def back(app, people, absence, on, name="claire"):
    do(app, people, name, absences.come_back, absence, version(app, absence), on)


def test_the_visits_of_her_days_have_nobody_and_one_request_a_person_holds_them(app, people):
    mine = a_week(app, people)
    other = give_visit(app, people, date(2026, 3, 12), 840, "m_petit", "aicha", pairing_id=None)
    past = give_visit(app, people, date(2026, 3, 9), 420)  # begun at 7:00, it is 9:00
    after = give_visit(app, people, date(2026, 3, 16))
    absence = declare(app, people)
    taken = [*mine, people["mme_durand_visit"]]
    assert {caregiver_of(app, id) for id in [*taken, other]} == {None}
    assert caregiver_of(app, past) == caregiver_of(app, after) == people["aicha_caregiver"]
    request, second = (request_of(app, absence, people[name]) for name in ("mme_durand", "m_petit"))
    assert (request.reason, request.requested_by, request.for_good) == ("sick_leave", "office", False)
    assert (request.starts_on, request.ends_on) == (MONDAY, FRIDAY)
    assert request.pairing_id == people["mme_durand_pairing"] and second.pairing_id is None
    assert count(app, ReplacementVisit, ReplacementVisit.replacement_id == request.id) == 6
    assert count(app, ReplacementVisit) == 7 and count(app, Replacement) == 2
    assert count(app, VisitChange, VisitChange.kind == "uncovered", VisitChange.phone_first.is_(True)) == 0


def test_no_visit_no_request(app, people):
    absence = declare(app, people, starts_on=date(2026, 3, 14), ends_on=date(2026, 3, 15), kind="leave")
    assert count(app, Replacement) == 0 and row(app, Absence, absence).state == "open"


def test_the_office_reads_what_it_writes_and_what_comes_from_her_phone_waits(app, people):
    assert row(app, Absence, declare(app, people)).read_by_id == people["claire"]
    hers = declare(app, people, "lucie", "lucie")
    assert row(app, Absence, hers).read_at is None
    do(app, people, "malika", absences.read, hers)
    assert row(app, Absence, hers).read_by_id == people["malika"]
    with pytest.raises(Overtaken, match="Malika Benali, le 09/03 à 09 h 00\u00a0: lue par le bureau"):
        do(app, people, "claire", absences.read, hers)


def test_another_act_of_the_office_reads_it_and_another_act_of_hers_waits_again(app, people):
    hers = declare(app, people, "aicha")
    do(app, people, "claire", absences.extend, hers, 1, date(2026, 3, 20), None)
    assert row(app, Absence, hers).read_by_id == people["claire"]
    do(app, people, "aicha", absences.extend, hers, 2, date(2026, 3, 27), None)
    assert row(app, Absence, hers).read_at is None
    with reading(app) as session:
        kinds = session.scalars(select(AbsenceStep.kind).order_by(AbsenceStep.id)).all()
    assert kinds == ["declared", "read", "extended", "extended"]


def test_the_same_first_day_twice_says_who_noted_it_first(app, people):
    declare(app, people)
    with pytest.raises(Overtaken, match="déjà notée à partir de ce jour. Claire Martin, le 09/03 à 09 h 00"):
        declare(app, people, "malika", kind="leave")
    assert count(app, Absence) == 1


def test_two_coordinators_at_once_the_second_is_told_what_the_first_did(app, people):
    absence = declare(app, people)
    do(app, people, "malika", absences.extend, absence, 1, date(2026, 3, 20), None)
    for act, last in ((absences.extend, (date(2026, 3, 18), None)), (absences.come_back, (date(2026, 3, 11),)),
                      (absences.cancel, ())):
        with pytest.raises(Overtaken, match="Malika Benali, le 09/03 à 09 h 00\u00a0: prolongée\u00a0: jusqu'au ven. 20 mars"):
            do(app, people, "claire", act, absence, 1, *last)
    assert row(app, Absence, absence).ends_on == date(2026, 3, 20)


def test_extended_the_further_visits_are_held_in_the_same_requests(app, people):
    later = give_visit(app, people, date(2026, 3, 19))
    absence = declare(app, people)
    first = request_of(app, absence, people["mme_durand"])
    do(app, people, "claire", absences.extend, absence, 1, date(2026, 3, 20), None)
    assert caregiver_of(app, later) is None and held(app, later) == [(absence, "open")]
    again = request_of(app, absence, people["mme_durand"])
    assert again.id == first.id and again.ends_on == date(2026, 3, 20)
    assert held(app, people["mme_durand_next_visit"]) == [(absence, "open")]


def test_a_request_closed_by_itself_opens_again_for_further_visits(app, people):
    a_third(app, people)
    absence = declare(app, people)
    cover(app, people, "rosa", people["mme_durand_visit"])
    assert request_of(app, absence, people["mme_durand"]).state == "done"
    do(app, people, "claire", absences.extend, absence, 1, date(2026, 3, 20), None)
    request = request_of(app, absence, people["mme_durand"])
    assert request.state == "open" and request.closed_at is None
    assert caregiver_of(app, people["mme_durand_visit"]) == people["rosa_caregiver"]


def test_without_a_known_end_two_weeks_are_held_and_the_clock_goes_on(app, people, clock):
    near, far = (give_visit(app, people, date(2026, 3, day)) for day in (22, 23))
    absence = declare(app, people, ends_on=None, news_on=date(2026, 3, 11))
    assert held(app, near) and not held(app, far)
    clock.move(days=1)
    tick(app)
    assert held(app, far) == [(absence, "open")]
    assert request_of(app, absence, people["mme_durand"]).ends_on == date(2026, 3, 23)
    with app.app_context():
        assert not absences.known.over(date(2027, 1, 1))


def test_the_end_known_at_last_gives_back_what_was_held_beyond(app, people):
    within, beyond = (give_visit(app, people, date(2026, 3, day)) for day in (13, 20))
    absence = declare(app, people, ends_on=None)
    do(app, people, "claire", absences.extend, absence, 1, FRIDAY, None)
    assert held(app, within) == [(absence, "open")]
    assert held(app, beyond) == [(absence, "returned")]
    assert caregiver_of(app, beyond) == people["aicha_caregiver"]


def test_back_early_nobodys_visits_are_hers_again_and_those_agreed_stay_where_they_are(app, people):
    a_third(app, people)
    tuesday, thursday, friday = a_week(app, people, (10, 12, 13))
    absence = declare(app, people)
    cover(app, people, "rosa", thursday)
    back(app, people, absence, date(2026, 3, 12))
    assert (caregiver_of(app, tuesday), caregiver_of(app, thursday), caregiver_of(app, friday)) == (
        None, people["rosa_caregiver"], people["aicha_caregiver"])
    kept = row(app, Absence, absence)
    assert (kept.ends_on, kept.back_on, kept.state) == (date(2026, 3, 11), date(2026, 3, 12), "open")
    with reading(app) as session:
        pairing = session.scalar(select(Visit.pairing_id).where(Visit.id == friday))
    assert pairing == people["mme_durand_pairing"]


@pytest.mark.parametrize("act", ["come_back", "extend", "cancel"])
def test_what_was_taken_off_whoever_had_agreed_is_hers_at_once_when_she_is_back(app, people, act):
    """Without waiting for the clock: the page of the absence and the board would say "à couvrir" of a visit she makes."""
    a_third(app, people)
    tuesday, thursday = a_week(app, people, (10, 12))
    absence = declare(app, people)
    cover(app, people, "rosa", thursday)
    do(app, people, "claire", visits.uncover, thursday, row(app, Visit, thursday).version)
    more = {"come_back": [date(2026, 3, 12)], "extend": [date(2026, 3, 11), None], "cancel": []}[act]
    do(app, people, "claire", getattr(absences, act), absence, version(app, absence), *more)
    assert caregiver_of(app, thursday) == people["aicha_caregiver"] and held(app, thursday) == [(absence, "returned")]
    assert caregiver_of(app, tuesday) == (people["aicha_caregiver"] if act == "cancel" else None)


def test_what_was_taken_off_on_a_day_she_is_still_away_asks_for_somebody_again(app, people):
    a_third(app, people)
    tuesday, thursday = a_week(app, people, (10, 12))
    absence = declare(app, people)
    cover(app, people, "rosa", tuesday)
    do(app, people, "claire", visits.uncover, tuesday, row(app, Visit, tuesday).version)
    back(app, people, absence, date(2026, 3, 12))
    assert caregiver_of(app, tuesday) is None and held(app, tuesday) == [(absence, "open")]


def test_back_today_the_absence_is_over_and_its_requests_close_by_themselves(app, people, clock):
    absence = declare(app, people)
    clock.move(days=1)
    back(app, people, absence, date(2026, 3, 10))
    assert row(app, Absence, absence).state == "closed"
    assert request_of(app, absence, people["mme_durand"]).state == "cancelled"
    assert caregiver_of(app, people["mme_durand_visit"]) == people["aicha_caregiver"]


def test_a_question_about_days_after_the_return_is_closed_and_one_about_both_waits_for_its_answer(app, people, clock):
    a_third(app, people)
    tuesday, thursday, friday = a_week(app, people, (10, 12, 13))
    absence = declare(app, people)
    both = ask(app, people, "rosa", tuesday, thursday)
    after = ask(app, people, "lucie", friday)
    back(app, people, absence, date(2026, 3, 12))
    assert row(app, Offer, after).state == "withdrawn" and row(app, Offer, after).closed_by_id == people["claire"]
    assert row(app, Offer, both).state == "waiting"
    assert (caregiver_of(app, thursday), caregiver_of(app, friday)) == (None, people["aicha_caregiver"])
    with writing(app) as session:
        session.get(Offer, both).state = "expired"
    tick(app)
    assert caregiver_of(app, thursday) == people["aicha_caregiver"]
    assert caregiver_of(app, tuesday) is None and held(app, tuesday) == [(absence, "open")]


def test_noted_by_mistake_everything_is_as_it_was(app, people):
    mine = a_week(app, people)
    absence = declare(app, people)
    do(app, people, "claire", absences.cancel, absence, 1)
    assert {caregiver_of(app, id) for id in mine} == {people["aicha_caregiver"]}
    assert row(app, Absence, absence).state == "cancelled"
    assert request_of(app, absence, people["mme_durand"]).state == "cancelled"
    assert count(app, VisitChange, VisitChange.folded_into_id.is_(None)) == 0  # nothing to report in the planning


def test_its_last_day_past_it_ends_by_itself(app, people, clock):
    absence = declare(app, people)
    clock.set(datetime(2026, 3, 13, 22, 50, tzinfo=UTC))  # 23:50 in Paris
    tick(app)
    assert row(app, Absence, absence).state == "open"
    clock.move(minutes=20)
    tick(app)
    assert row(app, Absence, absence).state == "closed"
    with reading(app) as session:
        last = session.scalars(select(AbsenceStep).order_by(AbsenceStep.id.desc())).first()
    assert (last.kind, last.by_id) == ("ended", None)


def test_overlapping_absences_hold_each_visit_once_and_a_return_gives_back_nothing_the_other_still_covers(app, people):
    tuesday, friday, next_monday = a_week(app, people, (10, 13, 16))
    first = declare(app, people, ends_on=FRIDAY)
    second = declare(app, people, "malika", kind="leave", starts_on=date(2026, 3, 12), ends_on=date(2026, 3, 20))
    assert held(app, friday) == [(first, "open")] and held(app, next_monday) == [(second, "open")]
    back(app, people, first, date(2026, 3, 10))
    assert caregiver_of(app, tuesday) == people["aicha_caregiver"]
    assert caregiver_of(app, friday) is None and held(app, friday) == [(first, "open")]
    back(app, people, second, date(2026, 3, 13))
    assert caregiver_of(app, friday) == caregiver_of(app, next_monday) == people["aicha_caregiver"]


def test_the_replacement_falls_ill_too_and_the_visit_is_uncovered_again_in_the_first_request(app, people):
    a_third(app, people)
    first = declare(app, people)
    cover(app, people, "rosa", people["mme_durand_visit"])
    second = declare(app, people, caregiver="rosa", ends_on=date(2026, 3, 12))
    assert held(app, people["mme_durand_visit"]) == [(first, "open")]
    assert caregiver_of(app, people["mme_durand_visit"]) is None
    assert request_of(app, first, people["mme_durand"]).state == "open"
    assert request_of(app, second, people["mme_durand"]) is None
    with reading(app) as session:
        rosas = session.get(Absence, second)
        again = session.scalars(select(ReplacementVisit.visit_id).join(Visit, Visit.id == ReplacementVisit.visit_id)
                                .where(absences.known.let_go(rosas))).all()
    assert again == [people["mme_durand_visit"]]
    back(app, people, second, date(2026, 3, 11))
    assert caregiver_of(app, people["mme_durand_visit"]) == people["rosa_caregiver"]
    assert held(app, people["mme_durand_visit"]) == [(first, "covered")]


def test_the_replacement_falls_ill_when_the_other_is_back_and_her_own_absence_holds_the_visit(app, people):
    a_third(app, people)
    friday, = a_week(app, people, (13,))
    first = declare(app, people)
    cover(app, people, "rosa", friday)
    back(app, people, first, date(2026, 3, 11))
    second = declare(app, people, caregiver="rosa", starts_on=date(2026, 3, 12))
    assert held(app, friday) == [(first, "covered"), (second, "open")]
    with reading(app) as session:
        assert session.scalar(select(func.count()).where(ReplacementVisit.visit_id == friday,
                                                         ReplacementVisit.state == "open")) == 1


def test_whoever_is_away_is_asked_nothing_and_agrees_to_nothing(app, people):
    a_third(app, people)
    declare(app, people)
    question = ask(app, people, "rosa", people["mme_durand_visit"])
    declare(app, people, caregiver="rosa")
    assert row(app, Offer, question).state == "withdrawn"
    with pytest.raises(Overtaken, match="absente jusqu'au ven. 13 mars"):
        cover(app, people, "rosa", people["mme_durand_visit"])


def test_nobody_away_is_given_a_visit_by_hand(app, people):
    a_third(app, people)
    declare(app, people, caregiver="rosa", ends_on=None)
    seen = visit(app, people)
    with pytest.raises(Overtaken, match="absente sans date de retour connue"):
        do(app, people, "claire", visits.reassign, seen.id, seen.version, people["rosa_caregiver"], "replacement", "hours")
    declare(app, people, starts_on=date(2026, 3, 16), ends_on=date(2026, 3, 17), kind="leave")
    with pytest.raises(Overtaken, match="absente jusqu'au mar. 17 mars"):
        do(app, people, "claire", visits.move, seen.id, seen.version, date(2026, 3, 16), 480, 60)


def test_a_request_of_another_kind_gives_nothing_to_somebody_away(app, people):
    a_third(app, people)
    declare(app, people, caregiver="rosa")
    request = int(do(app, people, "claire", replacements.open, people["mme_durand_pairing"], "office", "leave", "", None,
                     "", False, MONDAY, FRIDAY))
    with pytest.raises(Overtaken, match="libre à aucune"):
        do(app, people, "claire", offers.called, request, people["rosa_caregiver"])


def test_a_series_that_goes_on_and_a_visit_restored_are_held_at_once(app, people, clock):
    from acts import series
    absence = declare(app, people, ends_on=date(2026, 6, 30))
    with writing(app) as session:
        one = session.get(Series, people["mme_durand_series"])
        one.caregiver_id, one.made_until = people["aicha_caregiver"], date(2026, 3, 18)
    with app.app_context():
        from database import commit_as, now
        commit_as("test", lambda: series.extend_series(None, now()))
    with reading(app) as session:
        left = session.scalar(select(func.count()).where(Visit.caregiver_id == people["aicha_caregiver"], Visit.starts_at > now()))
        assert left == 0
        assert session.scalar(select(func.count()).where(ReplacementVisit.state == "open")) > 8
    assert {line[0] for line in held(app, people["mme_durand_visit"])} == {absence}


def test_a_weekly_series_for_her_next_weeks_is_written_and_the_days_away_are_held(app, people):
    from acts.series import Plan, plan_weekly
    absence = declare(app, people, starts_on=date(2026, 3, 16), ends_on=date(2026, 3, 20), kind="leave")
    plan = Plan(people["mme_durand"], 840, 60, date(2026, 3, 10), people["aicha_caregiver"])
    first = int(do(app, people, "claire", plan_weekly, plan, [1]))
    with reading(app) as session:
        days = {one.day: one.caregiver_id for one in session.scalars(select(Visit).where(
            Visit.series_id == session.get(Visit, first).series_id, Visit.day <= date(2026, 3, 24)))}
    her = people["aicha_caregiver"]
    assert days == {date(2026, 3, 10): her, date(2026, 3, 17): None, date(2026, 3, 24): her}
    assert request_of(app, absence, people["mme_durand"]).state == "open"


def test_a_measure_or_the_end_of_the_relation_keeps_a_visit_from_going_back(app, people):
    tuesday, = a_week(app, people, (10,))
    elsewhere = give_visit(app, people, date(2026, 3, 12), 600, "m_petit", "aicha", pairing_id=people["m_petit_pairing"])
    absence = declare(app, people)
    with writing(app) as session:
        session.add(PairMeasure(beneficiary_id=people["mme_durand"], caregiver_id=people["aicha_caregiver"],
                                kind="do_not_assign", reason="", starts_on=MONDAY, set_at=START, set_by_id=people["helene"]))
        session.get(Pairing, people["m_petit_pairing"]).state = "ended"
    do(app, people, "claire", absences.cancel, absence, 1)
    assert caregiver_of(app, tuesday) is caregiver_of(app, elsewhere) is None
    assert held(app, tuesday) == [(absence, "open")]


def test_a_visit_given_to_her_meanwhile_at_the_same_hour_keeps_its_place(app, people):
    tuesday, = a_week(app, people, (10,))
    absence = declare(app, people)
    give_visit(app, people, date(2026, 3, 10), 630, "m_petit", "aicha", pairing_id=None)
    do(app, people, "claire", absences.cancel, absence, 1)
    assert caregiver_of(app, tuesday) is None


def test_a_person_in_hospital_comes_home_to_a_visit_that_still_asks_for_somebody(app, people):
    from acts import suspensions
    with writing(app) as session:
        stay = Interruption(beneficiary_id=people["mme_durand"], kind="hospital", starts_on=MONDAY, told_by="Paul",
                            opened_at=START)
        session.add(stay)
        session.flush()
        seen = session.get(Visit, people["mme_durand_visit"])
        seen.state, seen.interruption_id = "suspended", stay.id
        stay_id = stay.id
    absence = declare(app, people)
    assert held(app, people["mme_durand_visit"]) == [(absence, "open")]
    do(app, people, "claire", lambda by: suspensions.start_again(by, stay_id, date(2026, 3, 10)))
    home = visit(app, people)
    assert (home.state, home.caregiver_id) == ("planned", None)


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 28), 7), (date(2026, 10, 24), 9), (date(2026, 5, 13), 8)])
def test_a_night_across_midnight_belongs_to_the_day_on_which_it_begins(app, people, clock, day, hours):
    """Also the nights of the clock changes, and that of a public holiday (Thursday 14 May)."""
    clock.set(instant_at(day, 540))
    night = give_visit(app, people, day, 1320, minutes=480, ends_at=instant_at(day, 1800))
    morning = give_visit(app, people, day + timedelta(days=1), 600)
    before = give_visit(app, people, day - timedelta(days=1), 1320, ends_at=instant_at(day - timedelta(days=1), 1800))
    kept = row(app, Visit, night)
    assert (kept.ends_at - kept.starts_at) == timedelta(hours=hours)
    absence = declare(app, people, starts_on=day, ends_on=day)
    assert held(app, night) == [(absence, "open")]
    assert not held(app, morning) and not held(app, before)
    clock.set(instant_at(day + timedelta(days=1), 60))  # the night goes on, nobody is there
    tick(app)
    assert row(app, Absence, absence).state == "closed" and caregiver_of(app, night) is None


def test_a_public_holiday_is_a_day_like_another(app, people, clock):
    easter = date(2026, 4, 6)
    clock.set(instant_at(date(2026, 4, 5), 540))
    one = give_visit(app, people, easter)
    absence = declare(app, people, starts_on=easter, ends_on=easter)
    assert held(app, one) == [(absence, "open")]
