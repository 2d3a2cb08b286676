"""What counts as held, as uncovered, as changeable. Nobody clocks in: a planned visit whose end has passed was held.

The states and the steps between them are in `rules/steps.py`; here is what the hour adds to them.
"""

from datetime import datetime, timedelta

from rules.steps import may_step

DOOR_OPENS = timedelta(hours=1)
DOOR_ENDS = timedelta(hours=12)

# What the office writes by hand; the other states come from a closed door or an interruption.
OUTCOMES = ("done", "cancelled_by_person", "refused_by_person", "not_covered", "withdrawn")
# Nothing is said done, or not covered, before its hour.
AFTERWARDS = frozenset({"done", "not_covered"})
# How a visit may end up once somebody found out why the door was closed; "door_closed": it stays one.
AFTER_A_DOOR = ("door_closed", "done", "cancelled_by_person", "refused_by_person")
# What the person may take back; what an interruption suspends, its own end resumes.
RESTORABLE = frozenset({"cancelled_by_person", "refused_by_person"})


def took_place(state: str, ends_at: datetime, now: datetime, covered: bool = True) -> bool:
    """Done, or planned with a caregiver and past."""
    return state == "done" or (state == "planned" and covered and ends_at <= now)


def uncovered(state: str, ends_at: datetime, now: datetime, covered: bool) -> bool:
    """To come, and nobody covers it."""
    return state == "planned" and not covered and ends_at > now


def missed(state: str, ends_at: datetime, now: datetime, covered: bool) -> bool:
    """Nobody came, and it is the service that did not: said so, or planned without a caregiver and past."""
    return state == "not_covered" or (state == "planned" and not covered and ends_at <= now)


def may_change(state: str, ends_at: datetime, now: datetime) -> bool:
    """Day, hour and caregiver of a visit change as long as it is planned and not over."""
    return state == "planned" and ends_at > now


def outcomes(state: str, starts_at: datetime, now: datetime) -> list[str]:
    """What the office may write now: nothing for a visit that is no longer planned."""
    if state != "planned":
        return []
    return [after for after in OUTCOMES if may_step("visit", state, after)
            and (after not in AFTERWARDS or starts_at <= now)]


def may_restore(state: str, ends_at: datetime, now: datetime) -> bool:
    """Planned again, while there is still time to go there."""
    return state in RESTORABLE and ends_at > now


def may_report_door(state: str, starts_at: datetime, ends_at: datetime, now: datetime) -> bool:
    """A door stays closed in front of someone: from an hour before the visit to twelve hours after its end."""
    return state == "planned" and starts_at - DOOR_OPENS <= now <= ends_at + DOOR_ENDS


def must_be_phoned(starts_at: datetime, ends_at: datetime, now: datetime, hours: int = 24) -> bool:
    """A change less than 24 hours ahead is said by voice; one about the past is for the planning alone."""
    return ends_at > now and starts_at - now < timedelta(hours=hours)
