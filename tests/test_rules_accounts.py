"""The administrator opens doors for others, and none that leads her to people."""

import pytest

from rules.accounts import (
    ending_fault,
    gives_reach,
    has_reach,
    last_director_fault,
    linking_fault,
    may_change_role,
    opening_fault,
    renewing_fault,
    roles_to_give,
)
from rules.vocabulary import ROLES

NONE, ADMINISTRATOR, REFERENT = frozenset(), frozenset({"administrator"}), frozenset({"alert_referent"})
SAM, HELENE, CLAIRE = ("none", ADMINISTRATOR), ("director", NONE), ("coordinator", NONE)


@pytest.mark.parametrize(("by", "role", "flags", "linked", "opens"), [
    (HELENE, "director", NONE, False, True), (HELENE, "coordinator", REFERENT, False, True),
    (HELENE, "caregiver", NONE, True, True), (HELENE, "none", ADMINISTRATOR, False, True),
    (SAM, "none", NONE, False, True), (SAM, "none", ADMINISTRATOR, False, True),
    (SAM, "outside_recipient", NONE, False, False), (SAM, "caregiver", NONE, False, True),
    (SAM, "caregiver", NONE, True, False), (SAM, "coordinator", NONE, False, False),
    (SAM, "director", NONE, False, False), (SAM, "none", REFERENT, False, False),
    (CLAIRE, "caregiver", NONE, False, False), (CLAIRE, "none", NONE, False, False),
    (("coordinator", ADMINISTRATOR), "director", NONE, False, False),
    (("coordinator", ADMINISTRATOR), "coordinator", NONE, False, False),
    (("coordinator", ADMINISTRATOR), "none", NONE, False, True),
])
def test_who_opens_which_account(by, role, flags, linked, opens):
    assert (opening_fault(*by, role, flags, linked) is None) is opens


def test_the_roles_offered_are_those_that_would_be_accepted():
    for by in (SAM, HELENE, CLAIRE, ("coordinator", ADMINISTRATOR)):
        accepted = tuple(role for role in ROLES if opening_fault(*by, role, NONE, False) is None)
        assert roles_to_give(*by, tuple(ROLES)) == accepted


@pytest.mark.parametrize(("role", "changes"), [
    ("director", True), ("coordinator", False), ("none", False), ("caregiver", False)])
def test_only_the_direction_changes_what_an_account_sees(role, changes):
    assert may_change_role(role) is changes


@pytest.mark.parametrize(("role", "linked", "flags", "sees"), [
    ("none", False, NONE, False), ("none", True, NONE, False), ("caregiver", False, NONE, False),
    ("caregiver", True, NONE, True), ("outside_recipient", False, NONE, True), ("coordinator", False, NONE, True),
    ("director", False, NONE, True), ("none", False, ADMINISTRATOR, False), ("none", False, REFERENT, True),
    ("caregiver", False, REFERENT, True), ("none", False, ADMINISTRATOR | REFERENT, True)])
def test_which_accounts_see_people(role, linked, flags, sees):
    assert has_reach(role, linked, flags) is sees


@pytest.mark.parametrize(("before", "after", "gives"), [
    (("caregiver", None, NONE), ("caregiver", 4, NONE), True), (("none", None, NONE), ("coordinator", None, NONE), True),
    (("none", None, NONE), ("outside_recipient", None, NONE), True), (("caregiver", 4, NONE), ("caregiver", 5, NONE), True),
    (("caregiver", None, NONE), ("director", None, NONE), True), (("caregiver", 4, NONE), ("caregiver", 4, NONE), False),
    (("coordinator", None, NONE), ("director", None, NONE), False), (("coordinator", None, NONE), ("none", None, NONE), False),
    (("caregiver", 4, NONE), ("caregiver", None, NONE), False), (("none", None, NONE), ("caregiver", None, NONE), False),
    (("none", None, NONE), ("none", None, REFERENT), True), (("none", None, NONE), ("none", None, ADMINISTRATOR), False),
    (("none", None, ADMINISTRATOR), ("none", None, ADMINISTRATOR | REFERENT), True),
    (("caregiver", None, NONE), ("caregiver", None, REFERENT), True),
    (("coordinator", None, NONE), ("coordinator", None, REFERENT), False),
    (("none", None, REFERENT), ("none", None, NONE), False)])
def test_a_new_invitation_is_printed_when_an_account_comes_to_see_people_it_did_not(before, after, gives):
    assert gives_reach(before, after) is gives


@pytest.mark.parametrize("role", list(ROLES))
def test_only_a_caregivers_account_holds_a_caregivers_file(role):
    assert (linking_fault(role, True) is None) is (role == "caregiver")
    assert linking_fault(role, False) is None


@pytest.mark.parametrize(("by", "role", "linked", "flags", "prints"), [
    ("director", "director", False, NONE, True), ("director", "caregiver", True, NONE, True),
    ("none", "none", False, NONE, True), ("none", "caregiver", False, NONE, True), ("none", "caregiver", True, NONE, False),
    ("none", "director", False, NONE, False), ("none", "coordinator", False, NONE, False),
    ("coordinator", "coordinator", False, NONE, False), ("none", "none", False, ADMINISTRATOR, True),
    ("none", "none", False, REFERENT, False), ("none", "caregiver", False, REFERENT, False),
    ("director", "none", False, REFERENT, True)])
def test_nobody_prints_an_invitation_that_would_show_her_more(by, role, linked, flags, prints):
    assert (renewing_fault(by, role, linked, flags) is None) is prints


@pytest.mark.parametrize(("by_id", "by_role", "account_id", "role", "directors", "ends"), [
    (1, "director", 2, "coordinator", 1, True), (1, "director", 1, "director", 2, False),
    (1, "director", 2, "director", 2, True), (3, "none", 2, "director", 2, False),
    (3, "none", 4, "caregiver", 2, True), (3, "none", 3, "none", 2, False)])
def test_who_ends_which_account(by_id, by_role, account_id, role, directors, ends):
    assert (ending_fault(by_id, by_role, account_id, role, directors) is None) is ends


@pytest.mark.parametrize(("role", "new_role", "directors", "stands"), [
    ("director", None, 1, False), ("director", "coordinator", 1, False), ("director", "director", 1, True),
    ("director", None, 2, True), ("coordinator", None, 1, True)])
def test_a_house_always_keeps_one_director(role, new_role, directors, stands):
    assert (last_director_fault(role, new_role, directors) is None) is stands
