"""The scene of the race over the wire: two caregivers ill, twenty visits to cover, twenty-five phones asked about them.

The served house lives at the hour of the machine: its days are counted from today.
"""

from datetime import timedelta

from sqlalchemy import select

from acts import absences, offers
from database import now, today
from guard.passphrases import hash_passphrase
from models import Account, Caregiver, CaregiverSector, Replacement, ReplacementVisit, Series
from rules.names import search_key
from tests.absence_scenes import do
from tests.people import PASSPHRASE
from tests.phone_scenes import give_visit
from tests.world import reading, writing

PHONES = 25
HOMES = {"mme_durand": "aicha", "m_petit": "lucie"}
DAYS = range(3, 8)
# The two homes are visited at the same hours: whoever says yes to both can be sent to one of them alone.
HOURS = (10 * 60, 17 * 60)


def caregivers(app, people, names) -> None:
    """Each with a phone, and a passphrase of her own to come in with."""
    shared = hash_passphrase(PASSPHRASE)
    with writing(app) as session:
        for name in names:
            one = Caregiver(first_name=name.capitalize(), last_name="Aubry", search_name=search_key("Aubry", name), phone="",
                            district="", qualification="care_assistant", weekly_minutes=28 * 60, gender="woman",
                            has_vehicle=False, created_at=now(), version=1)
            session.add(one)
            session.flush()
            account = Account(name=f"{one.first_name} Aubry", role="caregiver", email=f"{name}@exemple.fr", created_at=now(),
                              passphrase_hash=shared, caregiver_id=one.id, is_administrator=False, is_alert_referent=False)
            session.add_all([account, *(CaregiverSector(caregiver_id=one.id, sector_id=people[f"sector_{sector}"])
                                        for sector in ("nord", "sud"))])
            session.flush()
            people[name], people[f"{name}_caregiver"] = account.id, one.id


def visits_to_cover(app, people) -> dict[str, tuple[int, list[int]]]:
    """Home -> (the request that holds its visits, the visits by hour). Whoever went there is ill."""
    with app.app_context():
        first = today()
    held = {}
    for home, usual in HOMES.items():
        with writing(app) as session:
            # The clock of the served house adds nothing of its own to the week.
            session.get(Series, people[f"{home}_series"]).ends_on = first - timedelta(days=1)
        visits = [give_visit(app, people, first + timedelta(days=ahead), hour, home, usual) for ahead in DAYS for hour in HOURS]
        absence = int(do(app, people, "claire", absences.declare, people[f"{usual}_caregiver"], "sick_leave", first,
                         first + timedelta(days=13), None, first))
        with reading(app) as session:
            request = session.scalar(select(Replacement.id).where(Replacement.absence_id == absence))
            assert set(session.scalars(select(ReplacementVisit.visit_id).where(
                ReplacementVisit.replacement_id == request, ReplacementVisit.state == "open"))) == set(visits)
        held[home] = (request, visits)
    return held


def questions(app, people, held, names) -> dict[tuple[str, str], int]:
    """(phone, home) -> the question asked: alone at one home, with others at the other."""
    asked = {}
    for number, name in enumerate(names):
        for place, (home, (request, visits)) in enumerate(held.items()):
            kind = "several" if (number + place) % 2 else "direct"
            asked[name, home] = int(do(app, people, "claire", offers.ask, request, people[f"{name}_caregiver"], visits, kind))
    return asked
