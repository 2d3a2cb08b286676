"""Scenes of the relation tests: measures, mediations, requests, many events, written straight in the tables."""

from datetime import date, timedelta

from database import instant_at, now, today
from models import Mediation, MediationVersion, Pairing, PairMeasure, Replacement, Visit, Word
from tests.world import writing

CANARY = "canari-7391"


def measure(app, people, kind="do_not_assign", by="helene", reason="Une raison tue", caregiver="aicha",
            person="mme_durand") -> int:
    with writing(app) as session:
        one = PairMeasure(beneficiary_id=people[person], caregiver_id=people[f"{caregiver}_caregiver"], kind=kind,
                          reason=reason, starts_on=today(), set_at=now(), set_by_id=people[by])
        session.add(one)
        session.flush()
        return one.id


def mediation(app, people, owner="claire", person="mme_durand", versions=True, state="opened") -> int:
    """A mediation, with one version of each side whose every word is a canary."""
    with writing(app) as session:
        one = Mediation(pairing_id=people[f"{person}_pairing"], subject="L'heure du repas", owner_id=people[owner],
                        state=state, check_on=today() + timedelta(days=20), opened_at=now(), opened_by_id=people[owner])
        session.add(one)
        session.flush()
        for side in ("beneficiary", "caregiver") if versions else ():
            session.add(MediationVersion(
                mediation_id=one.id, side=side, spoken_by=f"{CANARY} voix {side}", facts=f"{CANARY} faits {side}",
                quoted=f"{CANARY} mots {side}", supposed=f"{CANARY} suppose {side}", at=now(), by_id=people[owner]))
        return one.id


def request(app, people, state="open", person="mme_durand", **values) -> int:
    with writing(app) as session:
        pairing = session.get(Pairing, people[f"{person}_pairing"])
        one = Replacement(**{"pairing_id": pairing.id, "beneficiary_id": pairing.beneficiary_id,
                             "caregiver_id": pairing.caregiver_id,
                             "requested_by": "beneficiary",
                             "reason": "schedule_clash", "discriminatory": "no", "state": state, "for_good": True,
                             "opened_at": now(), "opened_by_id": people["claire"], **values})
        session.add(one)
        session.flush()
        return one.id


def busy(app, people, person="m_petit", caregiver="lucie", day=date(2026, 3, 11), start=480) -> int:
    """One more visit of this caregiver, at this hour."""
    with writing(app) as session:
        one = Visit(beneficiary_id=people[person], caregiver_id=people[f"{caregiver}_caregiver"],
                    pairing_id=people[f"{person}_pairing"], series_id=people[f"{person}_series"], day=day,
                    start_minute=start, minutes=60, starts_at=instant_at(day, start),
                    ends_at=instant_at(day, start + 60), state="planned", given_at=now(), version=1)
        session.add(one)
        session.flush()
        return one.id


def words(app, people, how_many: int) -> None:
    """As many words of Aïcha about Mme Durand, one an hour, the last one an hour ago."""
    with writing(app) as session:
        session.add_all([Word(beneficiary_id=people["mme_durand"], caregiver_id=people["aicha_caregiver"],
                              kind="to_know", words=f"Mot {hour}", at=now() - timedelta(hours=hour),
                              by_id=people["aicha"]) for hour in range(1, how_many + 1)])
