"""Letters after a decision: what each says, line by line. The direction reads, corrects, prints and signs; nothing is sent.

No letter names the caregiver: the association answers for her.
"""

from datetime import date, timedelta

from rules.alert_lists import ALERT_LETTERS
from rules.timeline import MONTHS

NBSP = "\u00a0"
OPENING = {
    "rules_reminder": "Nous vous rappelons le règlement de fonctionnement de l'association.",
    "formal_notice": "Par cette lettre, nous vous mettons en demeure de respecter le règlement de fonctionnement.",
    "service_end": "Nous mettons fin à l'accompagnement.",
}
CLOSING = {
    "rules_reminder": "Nous vous demandons de respecter chaque intervenante. Nous pouvons en parler avec vous.",
    "formal_notice": "Si ces faits se répètent, nous pouvons suspendre l'accompagnement ou y mettre fin.",
    "service_end": "Vous pouvez nous appeler pour préparer la suite.",
}


def day_words(day: date) -> str:
    """"le 3 novembre 2026"."""
    return f"le {'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}"


def earliest_end(today: date, notice_days: int) -> date:
    return today + timedelta(days=notice_days)


def missing_decision(kind: str, decided: set[str]) -> str | None:
    """A letter follows a decision of the same name: None when it was taken."""
    return None if kind in decided else f"Prenez d'abord cette décision dans le suivi{NBSP}: {ALERT_LETTERS[kind].lower()}."


def paragraphs(kind: str, facts: str, rules_signed_on: date | None, ends_on: date | None = None, relay: str = "",
               notice_days: int | None = None) -> list[str]:
    """The body, after the greeting. `relay`: who will care for the person."""
    # an end of service does not open on the rules: "il" would be the help itself
    what = "Le règlement de fonctionnement" if kind == "service_end" else "Il"
    signed = f"{what} a été signé {day_words(rules_signed_on)}." if rules_signed_on else ""
    said = [OPENING[kind], signed, "Voici les faits.", *facts.split("\n")]
    if ends_on:
        notice = f"Le préavis est de {notice_days} jours." if notice_days else ""
        said += [f"Notre dernière intervention aura lieu {day_words(ends_on)}.", notice,
                 f"Pour la suite{NBSP}: {relay}"]
    return [line.strip() for line in [*said, CLOSING[kind]] if line.strip()]
