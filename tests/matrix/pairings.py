"""Relations and what is done with them: the office's, all of it; the direction alone judges and lifts."""

from database import now, today
from models import Mediation, MediationPoint, PairMeasure, Replacement
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
        session.add_all([mediation, *requests, measure])
        session.flush()
        session.add(MediationPoint(mediation_id=mediation.id, who="Elle", what="Venir à midi", at=now(),
                                   by_id=ids["claire"]))
        made |= {f"{person}_mediation": mediation.id, f"{person}_request": requests[0].id,
                 f"{person}_doubt": requests[1].id, f"{person}_measure": measure.id}
    return made


def of(what, argument="id"):
    return dict(own={argument: f"mme_durand_{what}"}, other={argument: f"m_petit_{what}"})


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
    row("POST", "replacement_steps.called", **of("request"), coordinator=422),
    row("POST", "replacement_steps.judge", **of("doubt"), coordinator=403, director=422),
    row("POST", "replacement_steps.tell_caregiver", **of("request"), coordinator=409),
    row("POST", "replacement_steps.her_choice", **of("request"), coordinator=422),
    row("POST", "replacement_steps.home_refused", **of("request"), coordinator=403, director=422),
    row("POST", "replacement_steps.tell_requester", **of("request"), coordinator=422),
    row("POST", "replacement_steps.cancel", **of("request"), coordinator=422),
]
