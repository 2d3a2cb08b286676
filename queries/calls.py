"""Calls noted: the list, what is to do, one call, and what it gives to the form it becomes."""

from dataclasses import dataclass

from sqlalchemy import Select, and_, or_
from sqlalchemy.orm import InstrumentedAttribute, aliased

from database import db
from models import Account, Beneficiary, CallNote, Caregiver, Pairing
from queries.pages import matching
from queries.reach import beneficiaries_seen_by, calls_seen_by, caregivers_seen_by, pairings_seen_by
from queries.settings import settings
from rules.names import search_words

VIEWS = {"a_faire": "À faire", "a_moi": "À moi", "tous": "Tous"}
FOUND = 8
Doer, Settler = aliased(Account), aliased(Account)


@dataclass(frozen=True, slots=True)
class Prefill:
    """What a call gives to another form, so that nobody types it twice."""

    call_id: int
    beneficiary_id: int | None
    caregiver_id: int | None
    caller_kind: str
    caller: str
    phone: str
    line: str


def prefill(user, call_id) -> Prefill | None:
    """The call `?appel=` names, if this person may see it and it has become nothing else; None otherwise."""
    if not str(call_id or "").isdecimal():
        return None
    call = db.session.scalar(calls_seen_by(user).where(CallNote.id == int(call_id), CallNote.became == "",
                                                       CallNote.done_at.is_(None)))
    return call and Prefill(call.id, call.beneficiary_id, call.caregiver_id, call.caller_kind, call.caller,
                            call.phone, call.line)


def order(view: str) -> InstrumentedAttribute:
    """What is to do comes by its day; all calls come newest first."""
    return CallNote.at if view == "tous" else CallNote.due_on


def listed(user, view: str, typed: str = "") -> Select:
    """Each word typed is looked for in the line, in the caller's name and in the names of who it is about."""
    notes = calls_seen_by(user)
    if view != "tous":
        notes = notes.where(CallNote.due_on.is_not(None), CallNote.done_at.is_(None))
    if view == "a_moi":
        notes = notes.where(CallNote.for_id == user.id)
    return notes.where(*(_holds(user, word) for word in search_words(typed)))


def _holds(user, word: str):
    people = beneficiaries_seen_by(user).where(*matching(Beneficiary.search_name, word))
    helping = caregivers_seen_by(user).where(*matching(Caregiver.search_name, word))
    return or_(CallNote.search_line.like(f"% {word}%"),
               CallNote.beneficiary_id.in_(people.with_only_columns(Beneficiary.id)),
               CallNote.caregiver_id.in_(helping.with_only_columns(Caregiver.id)))


def rows_of(notes: Select) -> Select:
    note = [getattr(CallNote, name) for name in (
        "id", "caller_kind", "caller", "phone", "beneficiary_id", "caregiver_id", "line", "at", "due_on", "for_id",
        "done_at", "done_words", "became")]
    columns = (*note, Beneficiary.civility, Beneficiary.first_name, Beneficiary.last_name,
               Caregiver.first_name.label("caregiver_first"), Caregiver.last_name.label("caregiver_last"),
               Account.name.label("noted_by"), Doer.name.label("for_name"), Settler.name.label("done_by"))
    return (notes.with_only_columns(*columns, maintain_column_froms=True)
            .outerjoin(Beneficiary, Beneficiary.id == CallNote.beneficiary_id)
            .outerjoin(Caregiver, Caregiver.id == CallNote.caregiver_id)
            .outerjoin(Account, Account.id == CallNote.by_id)
            .outerjoin(Doer, Doer.id == CallNote.for_id).outerjoin(Settler, Settler.id == CallNote.done_by_id))


def whole(user, call_id: int):
    """One call with the names around it, or None out of reach."""
    return db.session.execute(rows_of(calls_seen_by(user).where(CallNote.id == call_id))).first()


def relations_of(user, call) -> list:
    """The live relations of the person, or of the caregiver, a call is about: those it may become a request for."""
    hers = [column == wanted for column, wanted in ((Pairing.beneficiary_id, call.beneficiary_id),
                                                    (Pairing.caregiver_id, call.caregiver_id)) if wanted]
    if not hers:
        return []
    return list(db.session.execute(
        pairings_seen_by(user).where(Pairing.state != "ended", *hers)
        .with_only_columns(Pairing.id, Pairing.kind, Beneficiary.civility, Beneficiary.last_name, Caregiver.first_name,
                           Caregiver.last_name.label("caregiver_last"), maintain_column_froms=True)
        .outerjoin(Beneficiary, Beneficiary.id == Pairing.beneficiary_id)
        .outerjoin(Caregiver, Caregiver.id == Pairing.caregiver_id)
        .order_by(Pairing.kind.desc(), Pairing.id).limit(12)))


def people_found(user, typed: str, chosen: str = "") -> dict[str, str]:
    """Persons ("b12") and caregivers ("c5") for the words typed, with their words; the one chosen first."""
    helped = _named(beneficiaries_seen_by(user), Beneficiary, typed, chosen.removeprefix("b"))
    helping = _named(caregivers_seen_by(user), Caregiver, typed, chosen.removeprefix("c"))
    lines = [(f"b{row.id}", f"{row.full_name}{_where(row)}{_ended(row)}") for row in helped]
    lines += [(f"c{row.id}", f"{row.full_name}, {settings().word_caregiver}{_ended(row)}") for row in helping]
    return dict(sorted(lines, key=lambda line: line[0] != chosen))


def _named(reach: Select, model, typed: str, chosen: str) -> list:
    rules = [model.id == int(chosen)] if chosen.isdecimal() else []
    rules += [and_(*matching(model.search_name, typed))] if search_words(typed) else []
    if not rules:
        return []
    first = [(model.id != int(chosen))] if chosen.isdecimal() else []
    return list(db.session.scalars(reach.where(or_(*rules)).order_by(
        *first, model.ended_on.is_not(None), model.last_name, model.first_name, model.id).limit(FOUND)))


def _where(person: Beneficiary) -> str:
    return f", {person.district}" if person.district else ""


def _ended(record) -> str:
    return " (terminé)" if record.ended_on else ""
