"""The life of each record, as one list: from each state, the states it may go to. Any other step is refused."""

STEPS = {
    "pairing": {
        "chosen": {"introduced", "first_visits", "ended"},
        "introduced": {"first_visits", "ended"},
        "first_visits": {"settled", "in_mediation", "ended"},
        "settled": {"in_mediation", "ended"},
        "in_mediation": {"settled", "ended"},
        "ended": set(),
    },
    "visit": {
        "planned": {"done", "cancelled_by_person", "refused_by_person", "door_closed", "not_covered", "suspended",
                    "withdrawn"},
        "suspended": {"planned", "withdrawn"},
        "door_closed": {"done", "cancelled_by_person", "refused_by_person"},
        "done": set(),
        "cancelled_by_person": {"planned"},
        "refused_by_person": {"planned"},
        "not_covered": set(),
        "withdrawn": set(),
    },
    "round": {"open": {"decided", "cancelled"}, "decided": set(), "cancelled": set()},
    "side": {
        "waiting": {"answered", "no_answer", "unable_by_phone"},
        # a visit at home, or a late answer, may still be written while nothing is decided
        "unable_by_phone": {"answered", "no_answer"},
        "no_answer": {"answered"},
        "answered": set(),
    },
    "mediation": {
        "opened": {"agreed", "resolved", "replacement", "complaint", "no_longer_needed"},
        "agreed": {"resolved", "replacement", "complaint", "no_longer_needed"},
        # no longer needed: the relation ended for another reason
        "resolved": set(), "replacement": set(), "complaint": set(), "no_longer_needed": set(),
    },
    "replacement": {
        "open": {"done", "cancelled", "not_grantable", "with_direction"},
        "with_direction": {"open", "not_grantable", "cancelled"},
        # she herself chose not to go back: her own request, always granted
        "not_grantable": {"open"},
        "done": set(), "cancelled": set(),
    },
    "handover": {
        # cancelled: her visits there are gone; closed without a word: they are over, or she stays for good
        "to_write": {"sent", "closed", "cancelled"},
        "sent": {"read", "returned", "closed", "cancelled"},
        "read": {"returned", "closed", "cancelled"},
        "returned": {"closed"},
        "closed": set(), "cancelled": set(),
    },
    "alert": {
        "reported": {"acknowledged"},
        # closed at once when she asked that it be noted, without more
        "acknowledged": {"heard", "closed"},
        "heard": {"decided"},
        "decided": {"closed"},
        # reopened: something was added, or she wants an answer after all
        "closed": {"decided", "acknowledged"},
    },
}


class StepRefused(ValueError):
    """The life of this record has no such step."""


def may_step(kind: str, before: str, after: str) -> bool:
    return after in STEPS.get(kind, {}).get(before, set())


def check_step(kind: str, before: str, after: str) -> None:
    """Raises StepRefused when the record's life has no step from `before` to `after`."""
    if not may_step(kind, before, after):
        raise StepRefused(f"{kind}: {before} -> {after}")


def before(kind: str, after: str) -> set[str]:
    """The states a record may be in to go to `after`."""
    return {state for state, nexts in STEPS[kind].items() if after in nexts}
