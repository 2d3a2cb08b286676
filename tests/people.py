"""The people of the tests: one named person per role, and one outsider of the same role.

Aïcha visits Mme Durand (sector Nord) and is her usual caregiver; Lucie visits M. Petit (sector Sud).
"""

from datetime import date

from argon2 import PasswordHasher

from database import instant_at, now
from models import Account, Beneficiary, Caregiver, CaregiverSector, ChangeCount, Pairing, Sector, Series, Visit, db
from rules.names import search_key
from tests.factor import give_factor

PASSPHRASE = "un-jardin-sous-la-pluie"
# A hash says itself what opening it costs. Nobody attacks these people: theirs opens in an instant, where those the house
# makes cost what OWASP asks (tests/test_passphrases.py).
_hasher = PasswordHasher(memory_cost=8, time_cost=1, parallelism=1)
ACCOUNTS = {
    # name: (shown, role, flags, caregiver)
    "claire": ("Claire Martin", "coordinator", {}, None),
    "malika": ("Malika Benali", "coordinator", {}, None),
    "nadia": ("Nadia Roussel", "coordinator", {"is_alert_referent": True}, None),
    "helene": ("Hélène Faure", "director", {}, None),
    "paul": ("Paul Vasseur", "director", {}, None),
    "aicha": ("Aïcha Diallo", "caregiver", {}, "aicha"),
    "lucie": ("Lucie Moreau", "caregiver", {}, "lucie"),
    "odile": ("Odile Garnier", "outside_recipient", {}, None),
    "sam": ("Sam Leroy", "none", {"is_administrator": True}, None),
}
CAREGIVERS = {"aicha": ("Aïcha", "Diallo", "0611111111", "Nord"), "lucie": ("Lucie", "Moreau", "0622222222", "Sud")}
BENEFICIARIES = {
    "mme_durand": ("Mme", "Jeanne", "Durand", "12 rue des Lilas", "Les Lilas", "0133333333", "Nord"),
    "m_petit": ("M.", "Henri", "Petit", "4 place du Marché", "Le Marché", "0144444444", "Sud"),
}


def known_by() -> str:
    """What the account of somebody who is only there to come in keeps of her passphrase."""
    return _hasher.hash(PASSPHRASE)


def settle(session) -> dict[str, int]:
    """Everybody, in the open write transaction. Returns ids by name: accounts, then caregivers as `aicha_caregiver`."""
    ids = {}
    session.add(ChangeCount(id=1, number=0)) if not session.get(ChangeCount, 1) else None
    for name in ("Nord", "Sud"):
        sector = Sector(name=name)
        session.add(sector)
        session.flush()
        ids[f"sector_{name.lower()}"] = sector.id
    _caregivers(session, ids)
    _accounts(session, ids)
    _beneficiaries(session, ids)
    for person, caregiver, day in (("mme_durand", "aicha", 0), ("m_petit", "lucie", 1)):
        _relation(session, ids, person, caregiver, day)
    return ids


def _caregivers(session, ids) -> None:
    for name, (first, last, phone, sector) in CAREGIVERS.items():
        record = Caregiver(first_name=first, last_name=last, search_name=search_key(last, first), phone=phone,
                           district="", qualification="care_assistant", weekly_minutes=28 * 60, has_vehicle=False,
                           gender="woman", created_at=now(), version=1)
        session.add(record)
        session.flush()
        ids[f"{name}_caregiver"] = record.id
        session.add(CaregiverSector(caregiver_id=record.id, sector_id=ids[f"sector_{sector.lower()}"]))


def _accounts(session, ids) -> None:
    shared = known_by()
    for name, (shown, role, flags, caregiver) in ACCOUNTS.items():
        record = Account(name=shown, role=role, email=f"{name}@exemple.fr", passphrase_hash=shared,
                         created_at=now(), caregiver_id=ids.get(f"{caregiver}_caregiver"),
                         is_administrator=False, is_alert_referent=False)
        for flag, held in flags.items():
            setattr(record, flag, held)
        session.add(record)
        session.flush()
        ids[name] = record.id
        if role in ("coordinator", "director") or flags:
            give_factor(session, name, record.id)


def _beneficiaries(session, ids) -> None:
    for name, (civility, first, last, address, district, phone, sector) in BENEFICIARIES.items():
        record = Beneficiary(civility=civility, first_name=first, last_name=last, search_name=search_key(last, first),
                             address=address, district=district, phone=phone, sector_id=ids[f"sector_{sector.lower()}"],
                             created_at=now(), referent_id=ids["claire"], version=1, cannot_answer_by_phone=False)
        session.add(record)
        session.flush()
        ids[name] = record.id


def _relation(session, ids, person: str, caregiver: str, days: int) -> None:
    """Usual since 2 March; a weekly visit at 8:00 for an hour: last week, this week (`_visit`), next week."""
    pairing = Pairing(beneficiary_id=ids[person], caregiver_id=ids[f"{caregiver}_caregiver"], kind="usual",
                      state="first_visits", chosen_why="skills", starts_on=date(2026, 3, 2), created_at=now(),
                      introduced_on=date(2026, 3, 2), introduced_by_id=ids["claire"])
    series = Series(beneficiary_id=ids[person], weekday=2 + days, start_minute=480, minutes=60,
                    starts_on=date(2026, 3, 2), created_at=now(), skip_holidays=True)
    session.add_all([pairing, series])
    session.flush()
    ids[f"{person}_pairing"], ids[f"{person}_series"] = pairing.id, series.id
    for suffix, day in (("_past_visit", 4), ("_visit", 11), ("_next_visit", 18)):
        ids[person + suffix] = _visit(session, ids, pairing, series, date(2026, 3, day + days))


def _visit(session, ids, pairing, series, day: date) -> int:
    visit = Visit(beneficiary_id=pairing.beneficiary_id, caregiver_id=pairing.caregiver_id, pairing_id=pairing.id,
                  series_id=series.id, day=day, start_minute=480, minutes=60, starts_at=instant_at(day, 480),
                  ends_at=instant_at(day, 540), state="planned", given_at=instant_at(date(2026, 3, 2), 0), version=1)
    db.session.add(visit)
    db.session.flush()
    return visit.id
