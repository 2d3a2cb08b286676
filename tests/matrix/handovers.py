"""Home sheets and passages de relais: the office runs them, each caregiver reads what is addressed to her or hers."""

from datetime import timedelta

from database import now, today
from models import (
    Caregiver,
    Handover,
    HandoverAddendum,
    HomeSheet,
    HomeSheetAgreement,
    HomeSheetCopy,
    HomeSheetEntry,
)
from rules.names import search_key
from tests.matrix import row

PAIRS = (("aicha", "mme_durand"), ("lucie", "m_petit"))


def _colleague(session) -> int:
    """Nora, who has no account: the other one of every relay here."""
    nora = Caregiver(first_name="Nora", last_name="Kadri", search_name=search_key("Kadri", "Nora"), phone="0633333333",
                     district="", qualification="care_assistant", weekly_minutes=1200, has_vehicle=False, gender="woman",
                     created_at=now(), version=1)
    session.add(nora)
    session.flush()
    return nora.id


def _relay(session, ids, person, state, **sides) -> int:
    relay = Handover(beneficiary_id=ids[person], state=state, kind="full", asks_return=True, opened_at=now(),
                     first_visit_at=now() + timedelta(days=2), last_visit_at=now() + timedelta(days=4), **sides,
                     **({} if state == "to_write" else {
                         "mode": "call", "made_on": today(), "matters_now": "Elle a un nouveau fauteuil.",
                         "written_at": now(), "written_by_id": ids["claire"]}))
    session.add(relay)
    session.flush()
    return relay.id


def scene(session, ids):
    """For each of the two: a sheet, a relay she reads, one she writes, one she handed over, one that came back."""
    made = {"nora_caregiver": _colleague(session)}
    for caregiver, person in PAIRS:
        her, home = ids[f"{caregiver}_caregiver"], {"beneficiary_id": ids[person], "at": now(), "by_id": ids["claire"]}
        reads = {"to_caregiver_id": her, "from_caregiver_id": made["nora_caregiver"]}
        gives = {"to_caregiver_id": made["nora_caregiver"], "from_caregiver_id": her}
        made |= {f"{caregiver}_relay_{name}": _relay(session, ids, person, state, **sides) for name, state, sides in (
            ("reads", "sent", reads), ("writes", "to_write", gives), ("gave", "sent", gives), ("back", "returned", gives))}
        back = session.get(Handover, made[f"{caregiver}_relay_back"])
        back.went, back.return_words, back.returned_at, back.returned_by_id = "to_know", "Le bain a changé.", now(), ids["claire"]
        session.add_all([
            HomeSheet(beneficiary_id=ids[person], opened_at=now(), opened_by_id=ids["claire"]),
            HomeSheetAgreement(answer="yes", said_on=today(), **home), HomeSheetCopy(handed_on=today(), **home),
            HomeSheetEntry(section="habits", words="Le café avant tout.", **home),
            HomeSheetEntry(section="course", words="Les volets d'abord.", replaced_at=now(),
                           replaced_by_id=ids["claire"], **home),
            HandoverAddendum(handover_id=made[f"{caregiver}_relay_reads"], words="La sonnette est en panne.", at=now(),
                             by_id=ids["claire"])])
    return made


def hers(what):
    return dict(own={"id": f"aicha_relay_{what}"}, other={"id": f"lucie_relay_{what}"})


def home(**more):
    return dict(own={"id": "mme_durand", **more}, other={"id": "m_petit", **more})


MATRIX = [
    row("GET", "home_sheets.show", **home(), coordinator=200),
    row("GET", "home_sheets.edit", **home(section="habits"), coordinator=200),
    row("POST", "home_sheets.update", **home(section="habits"), coordinator=422, data={"words": "x" * 5000}),
    row("POST", "home_sheets.agree", **home(), coordinator=422),
    row("POST", "home_sheets.copy", **home(), coordinator=422),
    row("POST", "home_sheets.flag", **home(choice="toujours"), coordinator=303),
    row("GET", "handovers.index", coordinator=200),
    row("GET", "handovers.new", own={"pairing_id": "mme_durand_pairing"}, other={"pairing_id": "m_petit_pairing"},
        coordinator=200),
    row("POST", "handovers.create", own={"pairing_id": "mme_durand_pairing"}, other={"pairing_id": "m_petit_pairing"},
        coordinator=422),
    row("GET", "handovers.new", own={"request_id": "mme_durand_request"}, other={"request_id": "m_petit_request"},
        coordinator=200),
    row("POST", "handovers.create", own={"request_id": "mme_durand_request"}, other={"request_id": "m_petit_request"},
        coordinator=422),
    row("GET", "handovers.show", **hers("reads"), coordinator=200),
    row("POST", "handovers.write", **hers("writes"), coordinator=422),
    row("POST", "handovers.add", **hers("reads"), coordinator=422),
    row("POST", "handovers.hand_back", **hers("reads"), coordinator=422),
    row("POST", "handovers.call_off", **hers("reads"), coordinator=422),
    row("POST", "handovers.read", **hers("reads"), coordinator=303),
    row("POST", "handovers.take_up", **hers("back"), coordinator=303),
    row("POST", "handovers.close", **hers("reads"), coordinator=409),
    row("GET", "phone_handovers.index", caregiver=200),
    row("GET", "phone_handovers.show", **hers("reads"), caregiver=200, caregiver_other=404),
    row("POST", "phone_handovers.write", **hers("writes"), caregiver=422, caregiver_other=404),
    row("POST", "phone_handovers.add", **hers("gave"), caregiver=422, caregiver_other=404),
    row("POST", "phone_handovers.read", **hers("reads"), caregiver=303, caregiver_other=404),
    row("POST", "phone_handovers.hand_back", **hers("reads"), caregiver=422, caregiver_other=404),
    row("POST", "phone_handovers.read_back", **hers("back"), caregiver=303, caregiver_other=404),
    row("GET", "phone_home_sheets.show", **home(), caregiver=200, caregiver_other=404),
    row("POST", "phone_home_sheets.read", **home(), caregiver=303, caregiver_other=404),
    row("GET", "phone_home_sheets.edit", **home(section="habits"), caregiver=200, caregiver_other=404),
    row("POST", "phone_home_sheets.update", **home(section="habits"), caregiver=422, caregiver_other=404,
        data={"words": "x" * 5000}),
]
