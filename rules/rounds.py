"""The life of a point à deux voix: who may collect, when a side closes, when one may decide, what it costs."""

from datetime import date, timedelta
from math import floor

from rules.vocabulary import CHANNELS, MILESTONES

# An answer cannot be had by phone: the side waits for the home visit, it is not closed.
CLOSED = frozenset({"answered", "no_answer"})
WAITING_FOR = {
    ("beneficiary", "waiting"): "La personne n'a pas encore été appelée, ou n'a pas répondu.",
    ("beneficiary", "unable_by_phone"): "La personne n'a pas pu répondre par téléphone\u00a0: une visite est à faire.",
    ("caregiver", "waiting"): "L'intervenante n'a pas encore répondu.",
    ("caregiver", "unable_by_phone"): "L'intervenante n'a pas pu répondre par téléphone\u00a0: voyez-la au bureau.",
}
PERSON_VOICES = ("person", "relative", "guardian")
# Whoever holds a personal link: no account, so no role of the policy table.
RESPONDENT = "respondent"
# What the office may tick when it types an answer; the two others are typed by the person who answers.
OFFICE_CHANNELS = {code: CHANNELS[code] for code in ("call", "visit", "paper")}


def may_write(role: str, own_caregiver_id: int | None, concerned_id: int, voice: str) -> bool:
    """Who may write this voice. The caregiver concerned never collects the person's answers, whatever her account.

    Her own side she writes herself, or the office writes it for her with her agreement. The person and those around
    her write their own by a personal link: a `respondent`, never on the device of the caregiver concerned.
    """
    herself = own_caregiver_id is not None and own_caregiver_id == concerned_id
    office = role in ("coordinator", "director")
    if voice == "caregiver":
        return office or (role == "caregiver" and herself)
    return voice in PERSON_VOICES and (office or role == RESPONDENT) and not herself


def belongs(voice: str, side: str) -> bool:
    """True when this voice speaks on this side."""
    return (voice == "caregiver") == (side == "caregiver")


def may_close(tries: int, closes_on: date, today: date, tries_needed: int) -> tuple[bool, str]:
    """Whether a side may close "sans réponse", and why or why not yet: three tries noted, or ten days passed."""
    if tries >= tries_needed:
        return True, "1 appel sans réponse est noté." if tries == 1 else f"{tries} appels sans réponse sont notés."
    if today >= closes_on:
        return True, "Le délai de réponse est passé."
    left = tries_needed - tries
    calls = "encore 1 appel sans réponse" if left == 1 else f"encore {left} appels sans réponse"
    return False, f"Ce côté peut être fermé après {calls}, ou à partir du {closes_on:%d/%m/%Y}."


def is_ready(states) -> bool:
    """No decision before both sides are answered or closed."""
    return all(state in CLOSED for state in states)


def missing(person_state: str, caregiver_state: str) -> list[str]:
    """What is missing before a decision, in words; nothing when both sides are answered or closed."""
    found = [WAITING_FOR.get((side, state)) for side, state in
             (("beneficiary", person_state), ("caregiver", caregiver_state))]
    return [sentence for sentence in found if sentence]


def calls_per_week(live: int, started_in_year: int, yearly_months: int) -> int:
    """Calls to persons the moments cost in a steady year: two for a new relation, then one every so many months."""
    return floor((2 * started_in_year + live * 12 / max(yearly_months, 1)) / 52 + 0.5)


def cost_sentence(calls: int) -> str:
    """"environ 9 appels par semaine": what the moments chosen in the settings cost the office."""
    if calls < 1:
        return "Vos échéances demandent moins d'un appel par semaine."
    return f"Vos échéances demandent environ {calls} appel{'s' if calls > 1 else ''} par semaine."


def title_of(milestone: str) -> str:
    """"Après les premières interventions" as it is read inside a sentence."""
    words = MILESTONES[milestone]
    return words[0].lower() + words[1:]


def call_again_on(today: date) -> date:
    """The day proposed after a call nobody answered: two days later, never on a Saturday or a Sunday."""
    day = today + timedelta(days=2)
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
