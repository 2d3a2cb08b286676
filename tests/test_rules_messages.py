"""When a message may leave, how often it is tried, and what it says: three neutral texts, whatever happened."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from rules import messages as rules
from rules.messages import Rest, international, is_address, is_mobile, may_leave_at, next_try, way_words, ways, words

PARIS = ZoneInfo("Europe/Paris")
# Every day of the week of Monday 9 March 2026 has a visit, and the next.
WORKED = Rest(worked=frozenset(date(2026, 3, day) for day in range(9, 23)))


def at(day, hour, minute=0, month=3, year=2026):
    return datetime(year, month, day, hour, minute, tzinfo=PARIS)


@pytest.mark.parametrize(("now", "leaves"), [
    (at(9, 9), at(9, 9)),
    (at(9, 7, 29), at(9, 7, 30)),
    (at(9, 7, 30), at(9, 7, 30)),
    (at(9, 19, 59), at(9, 19, 59)),
    (at(9, 20), at(10, 7, 30)),
    (at(9, 23, 59), at(10, 7, 30)),
    (at(10, 0, 1), at(10, 7, 30)),
    (at(14, 20), at(16, 7, 30)),     # Saturday evening: Sunday is not a day, even with a visit
    (at(15, 12), at(16, 7, 30)),
], ids=str)
def test_nothing_leaves_at_night_nor_on_a_sunday(now, leaves):
    assert may_leave_at(now, rest=WORKED) == leaves


@pytest.mark.parametrize("now", [at(9, 23), at(15, 12), at(10, 3)], ids=str)
def test_danger_leaves_at_any_hour(now):
    assert may_leave_at(now, urgent=True, rest=Rest(away=((date(2026, 3, 1), None),))) == now


@pytest.mark.parametrize(("now", "starts", "leaves"), [
    (at(9, 22), at(10, 7), at(9, 22)),           # tomorrow at seven: this evening
    (at(9, 22), at(10, 22), at(9, 22)),          # a day ahead to the minute
    (at(9, 22), at(10, 22, 1), at(9, 22, 1)),    # a minute more: in a minute
    (at(9, 22), at(11, 7), at(10, 7)),           # before the morning opens, because it is then a day ahead
    (at(9, 22), at(12, 9), at(10, 7, 30)),
    (at(14, 21), at(16, 8), at(15, 8)),          # on the Sunday, a day before the visit
    (at(9, 22), at(9, 21), at(10, 7, 30)),       # begun already: nothing presses
], ids=str)
def test_what_concerns_a_visit_within_a_day_is_not_held_back(now, starts, leaves):
    assert may_leave_at(now, starts_at=starts.astimezone(UTC), rest=WORKED) == leaves


@pytest.mark.parametrize(("rest", "leaves"), [
    (Rest(), at(9, 9)),                                                              # nothing is known
    (Rest(given=frozenset({1, 3})), at(10, 7, 30)),                                  # gives Tuesdays and Thursdays
    (Rest(given=frozenset({1, 3}), worked=frozenset({date(2026, 3, 9)})), at(9, 9)),     # works this Monday all the same
    (Rest(worked=frozenset({date(2026, 3, 11)})), at(11, 7, 30)),                    # no hours given: the days of her visits
    (Rest(worked=frozenset({date(2026, 3, 18)})), at(9, 9)),                         # a week without any tells nothing
    (Rest(away=((date(2026, 3, 9), date(2026, 3, 13)),)), at(14, 7, 30)),
    (Rest(away=((date(2026, 3, 9), date(2026, 3, 14)),)), at(16, 7, 30)),
    (Rest(away=((date(2026, 3, 9), None),)), None),
    (Rest(worked=frozenset({date(2026, 3, 9), date(2026, 3, 10)}), away=((date(2026, 3, 9), date(2026, 3, 9)),)), at(10, 7, 30)),
    (Rest(holidays=frozenset({date(2026, 3, 9)})), at(10, 7, 30)),
    (Rest(holidays=frozenset({date(2026, 3, 9)}), worked=frozenset({date(2026, 3, 9)})), at(9, 9)),
])
def test_her_days_of_rest_and_of_leave_are_hers(rest, leaves):
    assert may_leave_at(at(9, 9), rest=rest) == leaves


def test_the_morning_is_that_of_paris_the_nights_the_clocks_change():
    """Sunday 29 March 2026 has 23 hours, Sunday 25 October 25: Monday at half past seven is half past seven."""
    spring, autumn = may_leave_at(at(28, 21), rest=Rest()), may_leave_at(at(24, 21, month=10), rest=Rest())
    assert spring.astimezone(UTC) == datetime(2026, 3, 30, 5, 30, tzinfo=UTC)
    assert autumn.astimezone(UTC) == datetime(2026, 10, 26, 6, 30, tzinfo=UTC)


def test_a_day_ahead_is_twenty_four_hours_the_nights_the_clocks_change():
    """From Saturday 9 h to Sunday 9 h is 23 hours in spring, 25 in autumn: hours are counted, not the hands of a clock."""
    spring, autumn = at(28, 21, 30), at(24, 21, 30, month=10)
    assert may_leave_at(spring, starts_at=at(29, 22, 30)) == spring
    assert may_leave_at(autumn, starts_at=at(25, 21, month=10)).astimezone(UTC) == autumn.astimezone(UTC) + timedelta(minutes=30)


def test_the_pauses_grow_up_to_an_hour_and_end_after_a_day():
    due, moments = at(9, 9), [at(9, 9)]
    while again := next_try(len(moments), due, moments[-1]):
        moments.append(again)
    pauses = [int((after - before).total_seconds()) // 60 for before, after in zip(moments, moments[1:], strict=False)]
    assert pauses[:8] == [1, 2, 5, 10, 20, 30, 60, 60] and set(pauses[6:]) == {60}
    assert moments[-1] - due >= timedelta(hours=24) > moments[-2] - due


HER_MAIL, HER_PHONE = ("email", "a@b.fr"), ("sms", "0611111111")


@pytest.mark.parametrize(("chosen", "default", "working", "wanted"), [
    ({}, "e-mail", {"email"}, [HER_MAIL]),
    ({}, "SMS", {"email", "sms"}, [HER_PHONE]),
    ({}, "e-mail et SMS", {"email", "sms"}, [HER_MAIL, HER_PHONE]),
    ({}, "e-mail et SMS", {"sms"}, [HER_PHONE]),
    ({}, "rien", {"email", "sms"}, []),
    ({}, "e-mail", {"sms"}, []),
    ({"email": "own@b.fr"}, "SMS", {"email", "sms"}, [("email", "own@b.fr")]),
    ({"sms": "0699999999", "email": "own@b.fr"}, "SMS", {"email", "sms"}, [("email", "own@b.fr"), ("sms", "0699999999")]),
    ({"sms": "0699999999"}, "e-mail", {"email"}, []),
    ({"push": "lucie-42"}, "e-mail", {"push"}, [("push", "lucie-42")]),
    ({"none": ""}, "e-mail", {"email", "sms"}, []),
])
def test_each_person_is_told_her_own_ways_or_called(chosen, default, working, wanted):
    assert list(ways(chosen, rules.DEFAULTS[default], "a@b.fr", "0611111111", frozenset(working))) == wanted


@pytest.mark.parametrize(("chosen", "default", "phone", "wanted"), [
    ({"email": "own@b.fr"}, "rien", "0611111111", [("email", "own@b.fr"), HER_PHONE]),
    ({"push": "lucie-42"}, "rien", "0611111111", [HER_MAIL, HER_PHONE, ("push", "lucie-42")]),
    ({"email": "own@b.fr"}, "rien", "0199001122", [("email", "own@b.fr")]),  # an SMS reaches no such number
    ({}, "e-mail", "0611111111", [HER_MAIL, HER_PHONE]),
    ({"none": ""}, "e-mail", "0611111111", []),  # she wishes to be called, and is
    ({}, "rien", "0611111111", []),
])
def test_danger_leaves_by_all_that_is_known_of_her(chosen, default, phone, wanted):
    everything = frozenset(rules.CHANNELS)
    assert list(ways(chosen, rules.DEFAULTS[default], "a@b.fr", phone, everything, danger=True)) == wanted


def test_danger_does_not_wait_for_the_one_service_she_chose_to_be_set():
    assert ways({"sms": "0699999999"}, ("email",), "a@b.fr", "0611111111", frozenset({"email"}), danger=True) == (HER_MAIL,)


def test_somebody_without_an_address_is_called():
    assert ways({}, ("email",), "", "", frozenset({"email"})) == ()


@pytest.mark.parametrize(("channels", "said"), [
    ([], ""), (["email"], "par e-mail"), (["email", "sms"], "par e-mail et par SMS"),
    (["email", "sms", "push"], "par e-mail, par SMS et par une notification")])
def test_her_ways_are_said_in_words(channels, said):
    assert way_words(channels) == said


@pytest.mark.parametrize("kind", rules.TEXTS)
def test_a_message_is_its_text_and_the_door_of_the_house(kind):
    assert words(kind, "https://intranet.example.org/") == f"{rules.TEXTS[kind]}\nhttps://intranet.example.org/\n"
    assert words(kind, "") == f"{rules.TEXTS[kind]}\n"


def test_the_three_texts_are_those_of_the_field():
    assert list(rules.TEXTS.values()) == ["Un changement dans vos interventions", "Une question pour vous",
                                          "Une réponse à votre message"]


@pytest.mark.parametrize(("typed", "right"), [
    ("prenom@exemple.fr", True), ("a.b+c@sous.exemple.fr", True), ("prenom", False), ("@exemple.fr", False), ("a@", False),
    ("a@b.fr, c@d.fr", False), ("Prénom@exemple.fr", False), ("a b@exemple.fr", False), ("a@b..fr", False),
    ("a@b.fr\nBcc: c@d.fr", False), ("<a@b.fr>", False), ("", False),
])
def test_an_address_is_one_address(typed, right):
    assert is_address(typed) is right


@pytest.mark.parametrize(("number", "mobile", "sent"), [
    ("0612345678", True, "+33612345678"), ("0712345678", True, "+33712345678"), ("0199001122", False, "+33199001122"),
    ("+4915112345678", True, "+4915112345678"), ("115", False, "115"),
])
def test_a_number_is_written_as_services_want_it(number, mobile, sent):
    assert is_mobile(number) is mobile and international(number) == sent
