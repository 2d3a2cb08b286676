"""Files of people, homes, interruptions, caregivers: the office's alone. Accounts: the direction and the administrator."""

from datetime import date

from database import now
from models import CarePlan, Contact, HomeInstruction, Interruption, InterruptionCall, Wish, WorkRestriction
from tests.matrix import row


def scene(session, ids):
    """For each of the two: a contact, a plan, a consigne, a wish, a restriction; Mme Durand's help is suspended."""
    made = {}
    for person, caregiver in (("mme_durand", "aicha"), ("m_petit", "lucie")):
        at = {"beneficiary_id": ids[person]}
        records = {
            "contact": Contact(kind="relative", name="Paul", **at),
            "plan": CarePlan(funder="apa", hours_per_month=10, starts_on=date(2026, 1, 1), created_at=now(), **at),
            "point": HomeInstruction(code="fall", since=now(), **at),
            "wish": Wish(kind="hours", since=now(), **at),
            "restriction": WorkRestriction(caregiver_id=ids[f"{caregiver}_caregiver"], code="no_lifting",
                                           starts_on=date(2026, 1, 1)),
            "interruption": Interruption(kind="family", starts_on=date(2026, 3, 1), told_by="Paul", opened_at=now(), **at),
        }
        session.add_all(records.values())
        session.flush()
        call = InterruptionCall(interruption_id=records["interruption"].id, caregiver_id=ids[f"{caregiver}_caregiver"])
        session.add(call)
        session.flush()
        made |= {f"{person}_{name}": record.id for name, record in records.items()} | {f"{person}_call": call.id}
    return made


def of(name: str, **more) -> dict:
    return {"own": {"id": "mme_durand", **{k: f"mme_durand_{v}" for k, v in more.items()}},
            "other": {"id": "m_petit", **{k: f"m_petit_{v}" for k, v in more.items()}}} if name == "person" else {
        "own": {"id": "aicha_caregiver", **{k: f"mme_durand_{v}" for k, v in more.items()}},
        "other": {"id": "lucie_caregiver", **{k: f"m_petit_{v}" for k, v in more.items()}}}


PERSON, HER = of("person"), of("caregiver")
STAY = {"own": {"id": "mme_durand_interruption"}, "other": {"id": "m_petit_interruption"}}
CALL = {"own": {"id": "mme_durand_interruption", "call_id": "mme_durand_call"},
        "other": {"id": "m_petit_interruption", "call_id": "m_petit_call"}}
CAREGIVER_ACCOUNT = {"own": {"id": "lucie"}, "other": {"id": "malika"}}
MANAGE = dict(coordinator=403, director=200, administrator=200)
WRONG = dict(coordinator=403, director=422, administrator=422)
ONLY_DIRECTION = dict(coordinator=403, administrator=403)

MATRIX = [
    row("GET", "beneficiaries.index", coordinator=200),
    row("GET", "beneficiaries.new", coordinator=200),
    row("POST", "beneficiaries.create", coordinator=422),
    row("GET", "beneficiaries.show", **PERSON, coordinator=200),
    row("GET", "beneficiaries.edit", **PERSON, coordinator=200),
    row("POST", "beneficiaries.update", **PERSON, coordinator=422),
    row("GET", "beneficiaries.ending", **PERSON, coordinator=403, director=200),
    row("POST", "beneficiaries.end", **PERSON, coordinator=403, director=422),
    row("POST", "home_access.read", **PERSON, coordinator=200),
    row("GET", "home_access.edit", **PERSON, coordinator=200),
    row("POST", "home_access.update", **PERSON, coordinator=422),
    row("GET", "contacts.new", **PERSON, coordinator=200),
    row("POST", "contacts.create", **PERSON, coordinator=422),
    row("GET", "contacts.edit", **of("person", contact_id="contact"), coordinator=200),
    row("POST", "contacts.update", **of("person", contact_id="contact"), coordinator=422),
    row("POST", "contacts.end", **of("person", contact_id="contact"), coordinator=303),
    row("GET", "care_plans.new", **PERSON, coordinator=200),
    row("POST", "care_plans.create", **PERSON, coordinator=422),
    row("POST", "care_plans.end", **of("person", plan_id="plan"), coordinator=303),
    row("GET", "instructions.new", **PERSON, coordinator=200),
    row("POST", "instructions.create", **PERSON, coordinator=422),
    row("POST", "instructions.end", **of("person", point_id="point"), coordinator=303),
    row("GET", "instructions.edit", **PERSON, coordinator=200),
    row("POST", "instructions.update", **PERSON, coordinator=422),
    row("GET", "wishes.new", **PERSON, coordinator=200),
    row("POST", "wishes.create", **PERSON, coordinator=422),
    row("POST", "wishes.end", **of("person", wish_id="wish"), coordinator=303),
    row("GET", "interruptions.new", **PERSON, coordinator=200),
    row("POST", "interruptions.create", **PERSON, coordinator=422),
    row("GET", "interruptions.show", **STAY, coordinator=200),
    row("POST", "interruptions.tell", **CALL, coordinator=303),
    row("POST", "interruptions.resume", **STAY, coordinator=422),
    row("POST", "interruptions.extend", **STAY, coordinator=422),
    row("GET", "caregivers.index", coordinator=200),
    row("GET", "caregivers.new", coordinator=200),
    row("POST", "caregivers.create", coordinator=422),
    row("GET", "caregivers.show", **HER, coordinator=200),
    row("GET", "caregivers.edit", **HER, coordinator=200),
    row("POST", "caregivers.update", **HER, coordinator=422),
    row("GET", "caregivers.ending", **HER, coordinator=200),
    row("POST", "caregivers.end", **HER, coordinator=422),
    row("GET", "caregiver_work.availability", **HER, coordinator=200),
    row("POST", "caregiver_work.set_availability", **HER, coordinator=422),
    row("GET", "caregiver_work.skills", **HER, coordinator=200),
    row("POST", "caregiver_work.set_skills", **HER, coordinator=422),
    row("GET", "caregiver_work.new", **HER, coordinator=200),
    row("POST", "caregiver_work.create", **HER, coordinator=422),
    row("POST", "caregiver_work.lift", **of("caregiver", restriction_id="restriction"), coordinator=303),
    row("GET", "accounts.index", **MANAGE),
    row("GET", "accounts.new", **MANAGE),
    row("POST", "accounts.create", **WRONG),
    row("GET", "accounts.show", **CAREGIVER_ACCOUNT, **MANAGE),
    row("GET", "accounts.edit", **CAREGIVER_ACCOUNT, **ONLY_DIRECTION, director=200),
    row("POST", "accounts.update", **CAREGIVER_ACCOUNT, **ONLY_DIRECTION, director=422),
    row("POST", "accounts.invite", **CAREGIVER_ACCOUNT, **ONLY_DIRECTION, director=200),
    row("POST", "accounts.close", **CAREGIVER_ACCOUNT, coordinator=403, director=303, administrator=303),
    row("POST", "accounts.end", **CAREGIVER_ACCOUNT, coordinator=403, director=303, administrator=303),
]
