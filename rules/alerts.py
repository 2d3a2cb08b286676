"""The life of an alert, who receives it, and what an alert does at once. Pure: the screen shows what is said here.

reported -> acknowledged -> heard -> (protection and the home side settled) -> decided -> followed at 15, 30 and 90 days
-> closed with her view. No step is skipped: a step that does not apply is settled by saying so, with its reason.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rules.alert_lists import ALERT_DAYS, ALERT_DECISIONS, ALERT_DECISIONS_OF_DIRECTION, ALERT_HERS, ALERT_OUTCOMES
from rules.hours import short_day

# Never to a mediation: these hold the pair at once, "mesure d'organisation : ne pas affecter, à confirmer".
HELD_AT_ONCE = frozenset({"racism", "violence", "sexual_harassment", "harassment"})
# Who was it: somebody of the home, whose side the office hears.
OF_THE_HOME = frozenset({"beneficiary", "relative"})
# Something somebody did or said: who did it is asked. Of a back that hurts or too much work, nobody is asked for.
DONE_BY_SOMEBODY = HELD_AT_ONCE | {"other"}
# Whatever flag their account carries: a caregiver reads her own alone, whoever is outside what is addressed outside.
NEVER_REFERENT = frozenset({"outside_recipient", "caregiver"})
# How often she is asked again after a decision; how many days after it is the association's to set.
FOLLOW_UPS = 3
PROTECTION = frozenset({"protected", "not_protected"})
HOME_SIDE = frozenset({"home_heard", "home_not_heard"})
BECOMES = {"acknowledged": "acknowledged", "heard": "heard", "decided": "decided", "closed": "closed", "reopened": "decided"}


# A message that waited for the network leaves within a day of being written.
WAITED, AGO = timedelta(days=2), {"today": 0, "yesterday": 1}


def when_words(day: str | None, hour: str | None, written_on: date | None, today: date) -> str:
    """When it happened, as she said it. What left another day than it was written says the date: "Aujourd'hui" is no longer."""
    said = ALERT_DAYS.get(day or "", "")
    if day in AGO and written_on and today - WAITED <= written_on < today:
        said = short_day(written_on - timedelta(days=AGO[day])).capitalize()
    return " ".join(part for part in (said, hour) if part)


class NobodyOutside(Exception):
    """The alert is about the direction, and nobody outside the association receives such alerts."""


@dataclass(frozen=True, slots=True)
class Receiver:
    """An open account that may receive alerts. is_referent: the flag."""

    id: int
    role: str
    is_referent: bool


def is_about_direction(about: str, about_account: Receiver | None) -> bool:
    return about == "direction" or bool(about_account and about_account.role == "director")


def receivers(accounts: Iterable[Receiver], about: str, about_account: Receiver | None) -> tuple[str, int, int | None]:
    """(directed, first, second): who receives it, computed when it is sent, never a person it is about.

    About the direction: an outside recipient alone. Else a referent first and a director second; without a referent, a
    director then another. In the order of the accounts, so that the same house always answers the same. Raises
    NobodyOutside.
    """
    known = sorted((one for one in accounts if about_account is None or one.id != about_account.id), key=lambda one: one.id)
    if is_about_direction(about, about_account):
        outside = [one.id for one in known if one.role == "outside_recipient"]
        if not outside:
            raise NobodyOutside
        return "outside", outside[0], outside[1] if len(outside) > 1 else None
    referents = [one.id for one in known if one.is_referent and one.role not in NEVER_REFERENT]
    directors = [one.id for one in known if one.role == "director"]
    first, *others = referents[:1] + [id for id in directors if id not in referents[:1]]
    return "referent" if referents else "direction", first, others[0] if others else None


def readers(accounts: Iterable[Receiver], about: str, about_account: Receiver | None) -> list[int]:
    """Who may read it, in the order they are named before it is sent. Raises NobodyOutside.

    Its recipients; and every director, but the one it is about, where it is not directed outside.
    """
    known = sorted(accounts, key=lambda one: one.id)
    directed, *addressed = receivers(known, about, about_account)
    others = [] if directed == "outside" else [one.id for one in known if one.role == "director"]
    about_id = about_account.id if about_account else None
    return [id for id in dict.fromkeys((*addressed, *others)) if id and id != about_id]


def next_steps(state: str, done: Collection[str], of_the_home: bool, wants_answer: bool) -> set[str]:
    """The steps the office may take now. `done`: the kinds already noted since it was sent or reopened."""
    if state == "reported":
        return {"acknowledged"}
    if state == "closed":
        return {"reopened"}
    steps, settled = {"called"}, bool(PROTECTION & set(done))
    # what protects her is never too late: a measure may follow another
    steps |= PROTECTION if not settled else {"protected"}
    if state == "acknowledged":
        return steps | {"heard"} | (set() if wants_answer else {"closed"})
    home = not of_the_home or bool(HOME_SIDE & set(done))
    if settled and of_the_home and not home:
        steps |= HOME_SIDE
    if settled and home:
        steps.add("decided")
    if state == "decided":
        steps |= {"followed", "closed"}
    return steps


def first_step(state: str, done: Collection[str], of_the_home: bool, urgent: bool, call_asked: bool, followed: int) -> str | None:
    """The one step to take now among `next_steps`; None when nothing waits: a closed alert.

    `urgent`: she asked not to go back, or the kind holds the pair at once: what protects her comes the same day.
    """
    if state in ("reported", "closed"):
        return "acknowledged" if state == "reported" else None
    settled = bool(PROTECTION & set(done))
    waiting = (("called", call_asked), ("protected", urgent and not settled), ("heard", state == "acknowledged"),
               ("protected", not settled), ("home_heard", of_the_home and not HOME_SIDE & set(done)),
               ("decided", state == "heard"), ("followed", followed < FOLLOW_UPS))
    return next((kind for kind, waits in waiting if waits), "closed")


def is_urgent(kind: str, wants_no_return: bool) -> bool:
    """What protects her is due the same day."""
    return wants_no_return or kind in HELD_AT_ONCE


def may_take(state: str, owner_id: int | None, reader_id: int) -> bool:
    """Whoever follows it now goes on being told so: another reader takes it over, once it was read and while it is open."""
    return state not in ("reported", "closed") and owner_id != reader_id


def holders(first_id: int, second_id: int | None, escalated: bool, reader_id: int) -> list[int]:
    """Who may be given something to do after an alert: those who may read the case, and no one else."""
    return list(dict.fromkeys([first_id, *([second_id] if escalated and second_id else []), reader_id]))


def her_steps(state: str, wants_answer: bool, shared: bool, may_share: bool) -> set[str]:
    """What the author may do, at any time: nobody's words are overwritten, an addition is one more line."""
    steps = set(ALERT_HERS) - {"shared", "unshared", "answer_asked", "validated"}
    if not wants_answer:
        steps.add("answer_asked")
    # taken back at any time, also when nobody could be let in today
    if shared or may_share:
        steps.add("unshared" if shared else "shared")
    return steps


def missing_step(state: str, done: Collection[str], of_the_home: bool, wants_answer: bool) -> str:
    """What comes first, in words, when a step is refused."""
    if state == "reported":
        return "Lisez d'abord cette alerte."
    if state == "closed":
        return "Ce suivi est clos. Rouvrez-le d'abord."
    if state == "acknowledged":
        return "Entendez d'abord l'intervenante, seule."
    if not PROTECTION & set(done):
        return "Dites d'abord si une mesure la protège, ou pourquoi aucune."
    if of_the_home and not HOME_SIDE & set(done):
        return "Entendez d'abord la personne ou ses proches, ou dites pourquoi non."
    return "Prenez d'abord une décision."


def decisions_of(role: str) -> dict[str, str]:
    """What this role may decide: a formal notice, a suspension and an end of service are the direction's."""
    return {code: words for code, words in ALERT_DECISIONS.items()
            if role == "director" or code not in ALERT_DECISIONS_OF_DIRECTION}


def disoriented_fault(choice: str, disoriented: bool) -> str | None:
    """A disoriented person gets measures of organisation, never a formal notice. None when it may be decided."""
    if disoriented and choice in ("formal_notice", "rules_reminder"):
        return "La personne est désorientée\u00a0: choisissez une mesure d'organisation."
    return None


def closing_fault(outcome: str | None, view: str, missing: str | None, followed: int, early: str,
                  wants_answer: bool, last_days: int = 90) -> tuple[str, str] | None:
    """(field, sentence) of what is missing to close, or None: an outcome, her view or why it is missing, the follow-ups.

    `followed`: follow-ups noted since the decision. One that is closed as she wished needs none.
    """
    if outcome not in ALERT_OUTCOMES:
        return "choice", "Choisissez comment cela se termine."
    if outcome == "as_wished" and wants_answer:
        return "choice", "Elle a demandé une réponse. Choisissez comment cela se termine."
    if not view and not missing:
        return "view", "Écrivez son avis, ou dites pourquoi il manque."
    if outcome != "as_wished" and followed < FOLLOW_UPS and not early:
        return "early", f"Le suivi dure jusqu'à {last_days} jours. Dites pourquoi vous le fermez avant."
    return None


def next_follow_up(decided_on: date | None, followed: int, days: tuple[int, int, int]) -> date | None:
    """The day of the next follow-up, so many days after the decision; None before it, or after the third."""
    if decided_on is None or followed >= FOLLOW_UPS:
        return None
    return decided_on + timedelta(days=days[followed])


def is_late(reported_at: datetime, acknowledged: bool, at: datetime, due: timedelta) -> bool:
    """Unread for so long: it goes to the second recipient, and is red."""
    return not acknowledged and at - reported_at >= due


def may_be_called(role: str, account_id: int, directed: str, about_account_id: int | None) -> bool:
    """True when this person may be told that the caregiver is to be called now, and nothing more: never whom it is about;
    about the direction, no director."""
    return account_id != about_account_id and not (directed == "outside" and role == "director")
