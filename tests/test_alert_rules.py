"""The life of an alert, and who receives it: the table, read aloud."""

from datetime import UTC, date, datetime, timedelta

import pytest

from rules.alerts import (
    NobodyOutside,
    Receiver,
    closing_fault,
    decisions_of,
    disoriented_fault,
    holders,
    is_late,
    missing_step,
    next_follow_up,
    next_steps,
    readers,
    receivers,
    when_words,
)

NADIA, HELENE, PAUL, ODILE, CLAIRE = (
    Receiver(3, "coordinator", True), Receiver(4, "director", False), Receiver(5, "director", False),
    Receiver(8, "outside_recipient", False), Receiver(1, "coordinator", False))
HOUSE = [NADIA, HELENE, PAUL, ODILE]


@pytest.mark.parametrize(("house", "about", "whom", "expected"), [
    (HOUSE, "beneficiary", None, ("referent", 3, 4)),
    (HOUSE, "nobody", None, ("referent", 3, 4)),
    (HOUSE, "office", CLAIRE, ("referent", 3, 4)),
    # never a person it is about
    (HOUSE, "office", NADIA, ("direction", 4, 5)),
    (HOUSE, "direction", None, ("outside", 8, None)),
    (HOUSE, "office", HELENE, ("outside", 8, None)),
    ([HELENE, PAUL, ODILE], "relative", None, ("direction", 4, 5)),
    ([HELENE, ODILE], "relative", None, ("direction", 4, None)),
    # a referent who is the direction is one person, not two
    ([Receiver(4, "director", True), PAUL], "relative", None, ("referent", 4, 5)),
    ([*HOUSE, Receiver(9, "outside_recipient", False)], "direction", None, ("outside", 8, 9)),
    # a flag gives a caregiver nothing to read
    ([Receiver(2, "caregiver", True), *HOUSE], "relative", None, ("referent", 3, 4)),
])
def test_an_alert_goes_to_a_referent_then_the_direction_and_never_to_whom_it_is_about(house, about, whom, expected):
    assert receivers(house, about, whom) == expected
    assert receivers(reversed(house), about, whom) == expected


@pytest.mark.parametrize(("about", "whom", "expected"), [
    ("nobody", None, [3, 4, 5]), ("office", NADIA, [4, 5]), ("office", CLAIRE, [3, 4, 5]),
    ("direction", None, [8]), ("office", PAUL, [8]),
])
def test_whoever_reads_is_known_before_it_is_sent(about, whom, expected):
    assert readers(HOUSE, about, whom) == expected


def test_about_the_direction_with_nobody_outside_nobody_receives_it():
    with pytest.raises(NobodyOutside):
        receivers([NADIA, HELENE], "direction", None)
    with pytest.raises(NobodyOutside):
        receivers([NADIA, HELENE, PAUL], "office", PAUL)


BOTH = {"called", "protected", "not_protected"}


@pytest.mark.parametrize(("state", "done", "home", "answer", "expected"), [
    ("reported", set(), True, True, {"acknowledged"}),
    ("acknowledged", {"acknowledged"}, True, True, {*BOTH, "heard"}),
    # noted, without more, as she asked
    ("acknowledged", {"acknowledged"}, True, False, {*BOTH, "heard", "closed"}),
    ("heard", {"acknowledged", "heard"}, True, True, BOTH),
    ("heard", {"acknowledged", "heard", "protected"}, True, True, {"called", "protected", "home_heard", "home_not_heard"}),
    ("heard", {"acknowledged", "heard", "not_protected", "home_heard"}, True, True, {"called", "protected", "decided"}),
    # nobody of the home did it: no other side to hear
    ("heard", {"acknowledged", "heard", "not_protected"}, False, True, {"called", "protected", "decided"}),
    ("decided", {"acknowledged", "heard", "protected", "home_heard", "decided"}, True, True,
     {"called", "protected", "decided", "followed", "closed"}),
    ("closed", {"acknowledged", "closed"}, True, True, {"reopened"}),
])
def test_no_step_is_skipped(state, done, home, answer, expected):
    assert next_steps(state, done, home, answer) == expected


@pytest.mark.parametrize(("state", "done", "words"), [
    ("reported", set(), "Lisez d'abord"), ("acknowledged", set(), "Entendez d'abord l'intervenante"),
    ("heard", {"heard"}, "si une mesure la protège"), ("heard", {"heard", "protected"}, "la personne ou ses proches"),
    ("heard", {"heard", "protected", "home_heard"}, "une décision"), ("closed", set(), "Rouvrez-le"),
])
def test_a_refused_step_says_what_comes_first(state, done, words):
    assert words in missing_step(state, done, True, True)


@pytest.mark.parametrize(("said", "field"), [
    ((None, "bien", None, 3, "", True), "choice"),
    (("settled", "", None, 3, "", True), "view"),
    (("settled", "bien", None, 2, "", True), "early"),
    (("settled", "bien", None, 3, "", True), None),
    (("settled", "", "unreached", 1, "Elle part.", True), None),
    (("as_wished", "", "no_follow_up", 0, "", False), None),
    (("as_wished", "", "no_follow_up", 0, "", True), "choice"),
])
def test_it_closes_with_an_outcome_her_view_and_the_follow_ups_or_why_not(said, field):
    fault = closing_fault(*said)
    assert (fault[0] if fault else None) == field


@pytest.mark.parametrize(("followed", "due"), [(0, date(2026, 3, 26)), (1, date(2026, 4, 10)), (2, date(2026, 6, 9)), (3, None)])
def test_she_is_asked_again_15_30_and_90_days_after_the_decision(followed, due):
    assert next_follow_up(date(2026, 3, 11), followed, (15, 30, 90)) == due


def test_nobody_asks_again_before_a_decision():
    assert next_follow_up(None, 0, (15, 30, 90)) is None


def test_a_formal_notice_is_the_directions_and_never_for_a_disoriented_person():
    assert "formal_notice" in decisions_of("director") and "formal_notice" not in decisions_of("coordinator")
    assert "organisation" in disoriented_fault("formal_notice", True)
    assert disoriented_fault("formal_notice", False) is None and disoriented_fault("two_caregivers", True) is None


def test_unread_for_a_day_it_is_late():
    sent = datetime(2026, 3, 11, 8, tzinfo=UTC)
    due = timedelta(hours=24)
    assert not is_late(sent, False, sent + timedelta(hours=23, minutes=59), due)
    assert is_late(sent, False, sent + due, due) and not is_late(sent, True, sent + timedelta(days=9), due)


@pytest.mark.parametrize(("day", "hour", "written", "said"), [
    ("today", "14 h", date(2026, 3, 10), "Aujourd'hui 14 h"),
    ("today", "14 h", None, "Aujourd'hui 14 h"),
    ("today", "14 h", date(2026, 3, 9), "Lun. 9 mars 14 h"),
    ("today", "", date(2026, 3, 8), "Dim. 8 mars"),
    ("yesterday", "", date(2026, 3, 10), "Hier"),
    ("yesterday", "au matin", date(2026, 3, 2), "Hier au matin"),
    ("yesterday", "", date(2026, 3, 9), "Dim. 8 mars"),
    ("before", "lundi", date(2026, 3, 9), "Un autre jour lundi"),
    ("today", "", date(2026, 3, 11), "Aujourd'hui"),
    (None, "", date(2026, 3, 9), ""),
    ("", "vers midi", date(2026, 3, 9), "vers midi"),
])
def test_today_is_the_day_she_wrote_it_however_late_it_leaves(day, hour, written, said):
    assert when_words(day, hour, written, date(2026, 3, 10)) == said


@pytest.mark.parametrize(("second", "escalated", "reader", "hold"), [
    (2, False, 1, [1]), (2, True, 1, [1, 2]), (2, True, 2, [1, 2]), (None, True, 1, [1]), (2, False, 7, [1, 7])])
def test_something_to_do_is_given_to_whoever_may_read_the_case_alone(second, escalated, reader, hold):
    assert holders(1, second, escalated, reader) == hold
