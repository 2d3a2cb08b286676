"""Relations and what is done with them: the office's, all of it; the direction alone judges and lifts."""

from datetime import timedelta

from database import instant_at, now, today
from models import Mediation, MediationPoint, PairMeasure, Replacement, ReplacementVisit, Visit
from tests.matrix import row


def scene(session, ids):
    """For each of the two persons a mediation led by Claire, a request open and one not grantable, a measure of hers."""
    made = {}
    for person, caregiver in (("mme_durand", "aicha"), ("m_petit", "lucie")):
        pairing = ids[f"{person}_pairing"]
        mediation = Mediation(pairing_id=pairing, subject="L'heure du repas", owner_id=ids["claire"],
                              state="opened", check_on=today(), opened_at=now(), opened_by_id=ids["claire"])
        requests = [Replacement(pairing_id=pairing, beneficiary_id=ids[person],
                                caregiver_id=ids[f"{caregiver}_caregiver"], requested_by="beneficiary", reason="schedule_clash", state=state,
                                discriminatory="doubt", opened_at=now(), opened_by_id=ids["claire"])
                    for state in ("open", "with_direction")]
        measure = PairMeasure(beneficiary_id=ids["m_petit" if person == "mme_durand" else "mme_durand"],
                              caregiver_id=ids[f"{caregiver}_caregiver"], kind="only_accompanied", reason="Tue",
                              starts_on=today(), set_at=now(), set_by_id=ids["claire"])
        told = Replacement(pairing_id=pairing, beneficiary_id=ids[person], caregiver_id=ids[f"{caregiver}_caregiver"],
                           requested_by="beneficiary", reason="schedule_clash", state="not_grantable", discriminatory="yes",
                           opened_at=now(), opened_by_id=ids["claire"], closed_at=now(), caregiver_told_at=now(),
                           caregiver_told_by_id=ids["claire"], caregiver_choice="stay")
        session.add_all([mediation, *requests, told, measure])
        session.flush()
        session.add(MediationPoint(mediation_id=mediation.id, who="Elle", what="Venir à midi", at=now(),
                                   by_id=ids["claire"]))
        made |= _held(session, ids, person, caregiver)
        made |= {f"{person}_mediation": mediation.id, f"{person}_request": requests[0].id,
                 f"{person}_doubt": requests[1].id, f"{person}_told": told.id, f"{person}_measure": measure.id}
    return made


def _held(session, ids, person, caregiver) -> dict:
    """A request that holds a visit far ahead, which nobody covers."""
    day, series = today() + timedelta(days=200), session.get(Visit, ids[f"{person}_visit"]).series_id
    visit = Visit(beneficiary_id=ids[person], series_id=series, day=day, start_minute=600, minutes=60,
                  starts_at=instant_at(day, 600), ends_at=instant_at(day, 660), state="planned")
    request = Replacement(pairing_id=ids[f"{person}_pairing"], beneficiary_id=ids[person],
                          caregiver_id=ids[f"{caregiver}_caregiver"], requested_by="office", reason="training",
                          for_good=False, starts_on=day, ends_on=day, opened_at=now(), opened_by_id=ids["claire"])
    session.add_all([visit, request])
    session.flush()
    held = ReplacementVisit(replacement_id=request.id, visit_id=visit.id, held_at=now(),
                            former_caregiver_id=ids[f"{caregiver}_caregiver"], agreed_with="Sa fille")
    session.add(held)
    session.flush()
    return {f"{person}_holding": request.id, f"{person}_held": held.id}


def of(what, argument="id"):
    return dict(own={argument: f"mme_durand_{what}"}, other={argument: f"m_petit_{what}"})


def held():
    return dict(own={"id": "mme_durand_holding", "held_id": "mme_durand_held"},
                other={"id": "m_petit_holding", "held_id": "m_petit_held"})


MATRIX = [
    row("GET", "pairings.new", coordinator=200),
    row("POST", "pairings.create", coordinator=404),
    row("GET", "pairings.show", **of("pairing"), coordinator=200),
    row("GET", "pairings.introduce", **of("pairing"), coordinator=200),
    row("POST", "pairings.introduce", **of("pairing"), coordinator=422),
    row("GET", "pairings.end", **of("pairing"), coordinator=200),
    row("POST", "pairings.end", **of("pairing"), coordinator=422),
    row("GET", "measures.new", **of("pairing", "pairing_id"), coordinator=200),
    row("POST", "measures.create", **of("pairing", "pairing_id"), coordinator=422),
    row("GET", "measures.show", **of("measure"), coordinator=200),
    row("POST", "measures.lift", **of("measure"), coordinator=403, director=422),
    row("GET", "mediations.index", coordinator=200),
    row("GET", "mediations.new", **of("pairing", "pairing_id"), coordinator=200),
    row("POST", "mediations.new", **of("pairing", "pairing_id"), coordinator=422),
    row("GET", "mediations.show", **of("mediation"), coordinator=200),
    row("POST", "mediations.hear", **of("mediation"), coordinator=422, director=403),
    row("POST", "mediations.agree", **of("mediation"), coordinator=422),
    row("POST", "mediations.check", **of("mediation"), coordinator=422),
    row("POST", "mediations.hand_over", **of("mediation"), coordinator=403, director=422),
    row("GET", "replacements.index", coordinator=200),
    row("GET", "replacements.new", **of("pairing", "pairing_id"), coordinator=200),
    row("POST", "replacements.create", **of("pairing", "pairing_id"), coordinator=404),
    row("GET", "replacements.show", **of("request"), coordinator=200),
    row("POST", "replacements.choose", **of("request"), coordinator=422),
    row("POST", "replacement_steps.grant_wish", **of("request"), coordinator=422),
    row("POST", "replacement_steps.called", **of("request"), coordinator=422),
    row("GET", "held_visits.edit", **held(), coordinator=200),
    row("POST", "held_visits.update", **held(), coordinator=422),
    row("POST", "replacement_steps.judge", **of("doubt"), coordinator=403, director=422),
    row("GET", "replacement_steps.letter", **of("told"), coordinator=403, director=200),
    row("POST", "replacement_steps.tell_caregiver", **of("request"), coordinator=409),
    row("POST", "replacement_steps.her_choice", **of("request"), coordinator=422),
    row("POST", "replacement_steps.home_refused", **of("request"), coordinator=403, director=422),
    row("POST", "replacement_steps.tell_requester", **of("request"), coordinator=422),
    row("POST", "replacement_steps.cancel", **of("request"), coordinator=422),
]
