"""The phone: a caregiver and what is hers; the office has its own pages."""

from datetime import date

from database import now
from models import Answer, Decision, Mediation, Round, RoundSide
from tests.matrix import row

PAIRS = (("aicha", "mme_durand"), ("lucie", "m_petit"))
LAST = date(2026, 3, 20)


def _side(session, ids, caregiver, person, milestone, state) -> int:
    opened = Round(pairing_id=ids[f"{person}_pairing"], beneficiary_id=ids[person],
                   caregiver_id=ids[f"{caregiver}_caregiver"], milestone="on_demand", milestone_key=milestone,
                   opened_at=now(), due_on=LAST)
    session.add(opened)
    session.flush()
    side = RoundSide(round_id=opened.id, side="caregiver", closes_on=LAST, state=state)
    session.add(side)
    session.flush()
    return side.id


def scene(session, ids):
    """For each of the two: a side that waits, one answered, a decision told, a mediation."""
    made = {}
    for caregiver, person in PAIRS:
        made[f"{caregiver}_phone_side"] = _side(session, ids, caregiver, person, "phone-1", "waiting")
        said = made[f"{caregiver}_phone_said"] = _side(session, ids, caregiver, person, "phone-2", "answered")
        mediation = Mediation(pairing_id=ids[f"{person}_pairing"], subject="Les horaires", owner_id=ids["claire"],
                              state="resolved", check_on=LAST, opened_at=now(), opened_by_id=ids["claire"])
        decision = Decision(round_id=session.get(RoundSide, said).round_id, outcome="fit", reason="Tout va bien",
                            proposed="fit", told_words="On continue.", at=now(), by_id=ids["claire"])
        session.add_all([mediation, decision, Answer(
            side_id=said, voice="caregiver", channel="own_phone", at=now(), hours_fit="yes", tasks_clear="yes",
            respected="yes", feels_safe="yes", too_heavy="no", outside_plan="no", wish="go_on")])
        session.flush()
        made[f"{caregiver}_phone_mediation"], made[f"{caregiver}_phone_decision"] = mediation.id, decision.id
    return made


VISIT = dict(own={"id": "mme_durand_visit"}, other={"id": "m_petit_visit"}, caregiver_other=404)
PAST = dict(own={"id": "mme_durand_past_visit"}, other={"id": "m_petit_past_visit"}, caregiver_other=404)


def hers(what):
    return dict(own={"id": f"aicha_phone_{what}"}, other={"id": f"lucie_phone_{what}"}, caregiver_other=404)


MATRIX = [
    row("GET", "phone.week", caregiver=200),
    row("GET", "phone.said", caregiver=200),
    row("GET", "phone.help", caregiver=200),
    row("GET", "phone.visit", **VISIT, caregiver=200),
    row("POST", "phone_visit.codes", **VISIT, caregiver=200),
    row("POST", "phone_visit.door", **VISIT, caregiver=409),
    row("POST", "phone_visit.word", **PAST, caregiver=422),
    row("GET", "phone_answers.show", **hers("side"), caregiver=200),
    row("POST", "phone_answers.create", **hers("side"), caregiver=422),
    row("POST", "phone_answers.call", **hers("side"), caregiver=303),
    row("POST", "phone_answers.add", **hers("said"), caregiver=422),
    row("POST", "phone_answers.call_back", **hers("said"), caregiver=303),
    row("GET", "phone_words.mediation", **hers("mediation"), caregiver=200),
    row("POST", "phone_words.read", **hers("decision"), caregiver=303),
]
