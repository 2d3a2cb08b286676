"""Letters of an alert: those prepared, the one asked for, to whom one is written."""

from sqlalchemy import select

from database import db
from models import Account, AlertLetter, AlertStep, Beneficiary
from queries.beneficiaries import contacts_of
from rules.replacements import letter_goes_to


def of_alert(alert_id: int) -> list:
    """(letter, who prepared it), in the order of time."""
    return list(db.session.execute(
        select(AlertLetter, Account.name.label("by")).join(Account, Account.id == AlertLetter.by_id)
        .where(AlertLetter.alert_id == alert_id).order_by(AlertLetter.id)))


def decided(alert_id: int) -> set[str]:
    """What was decided: encrypted, so compared here."""
    steps = db.session.scalars(select(AlertStep).where(AlertStep.alert_id == alert_id, AlertStep.kind == "decided"))
    return {step.choice for step in steps}


def addressee_of(person: Beneficiary) -> str:
    """Her guardian where there is one; else herself, at her address."""
    guardian = letter_goes_to(contacts_of(person.id))
    if guardian:
        return f"{guardian.name}\npour {person.full_name}"
    return "\n".join(part for part in (person.full_name, person.address) if part)
