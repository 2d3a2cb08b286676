"""The office of the demo, its settings, and the accounts one signs in with."""

import base64
import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import models as m
from database import local
from demo.names import SECTORS, TOWN, land_line, mobile
from demo.rows import Rows
from guard.passphrases import hash_passphrase
from rules.access import OFFICE
from rules.hours import WHOLE_DAYS
from rules.second_factor import needs_factor

ASSOCIATION = "Les Trois Rives"
SETTINGS = {
    "association_name": ASSOCIATION,
    "association_address": f"3 place de la Halle, {TOWN}",
    "office_phone": land_line(1),
    "on_call_phone": mobile(1),
    "opening_hours": "; ".join([*(f"{day} 9:00-12:30, 13:30-17:30" for day in WHOLE_DAYS[:4]), "vendredi 9:00-12:30"]),
    "demo": "1",
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who acts in the story, as `acts/` expects whoever does something."""

    id: int
    name: str
    role: str
    caregiver_id: int | None = None

    @property
    def is_office(self) -> bool:
        return self.role in OFFICE


@dataclass(frozen=True, slots=True)
class Known:
    """An account that is printed. `sector`: hers when she coordinates one."""

    words: str
    key: str
    name: str
    role: str
    sector: str = ""
    is_administrator: bool = False
    is_alert_referent: bool = False

    @property
    def email(self) -> str:
        return f"{self.key}@demo.example"

    @property
    def flags(self) -> frozenset[str]:
        held = (("administrator", self.is_administrator), ("alert_referent", self.is_alert_referent))
        return frozenset(flag for flag, given in held if given)

    @property
    def passphrase(self) -> str:
        return f"demo-{self.key}-jardin-bleu"


KNOWN = (
    Known("Coordinatrice, Les Coteaux", "claire", "Claire Vidal", "coordinator", "Les Coteaux"),
    Known("Coordinatrice, Le Centre, référente des alertes", "samira", "Samira Etcheverry", "coordinator", "Le Centre",
          is_alert_referent=True),
    Known("Coordinatrice, Les Rives", "anne", "Anne Pham", "coordinator", "Les Rives"),
    Known("Direction", "helene", "Hélène Camara", "director"),
    Known("Intervenante, sur un téléphone", "lucie", "Lucie Traoré", "caregiver", "Les Coteaux"),
    Known("Administre le serveur, aucun accès aux personnes", "thomas", "Thomas Lefèvre", "none", is_administrator=True),
    Known("Destinataire extérieure", "odile", "Odile Garnier", "outside_recipient"),
)
LUCIE = next(known for known in KNOWN if known.role == "caregiver")
# The other caregivers come in with their phone number and this one.
SHARED_PASSPHRASE = "demo-toutes-jardin-bleu"


def factor_secret(email: str) -> str:
    """The key of a demo phone: the same each day, the page that asks shows its code (in a database marked demo alone)."""
    return base64.b32encode(hashlib.sha256(f"demo {email}".encode()).digest()[:20]).decode()


@dataclass(slots=True)
class House:
    """What every part of the demo starts from: sectors by name, who acts at the office, the hash all others share."""

    now: datetime
    sectors: dict[str, int]
    office: dict[str, Person]
    shared_hash: str
    lucie_hash: str

    @property
    def today(self) -> date:
        return local(self.now).date()

    def coordinator_of(self, sector: str) -> Person:
        key = next(known.key for known in KNOWN if known.sector == sector and known.role == "coordinator")
        return self.office[key]


def settle(rows: Rows, now: datetime) -> House:
    """Settings, sectors and the accounts of the office; a caregiver's account comes with her."""
    long_ago = now - timedelta(days=1500)
    for name, value in SETTINGS.items():
        rows.add(m.Setting, name=name, value=value, changed_at=now)
    sectors = {name: rows.add(m.Sector, name=name) for name in SECTORS}
    office = {}
    for known in KNOWN:
        if known is LUCIE:
            continue
        id = rows.add(m.Account, name=known.name, email=known.email, role=known.role,
                      is_administrator=known.is_administrator, is_alert_referent=known.is_alert_referent,
                      sector_id=sectors.get(known.sector), passphrase_hash=hash_passphrase(known.passphrase),
                      created_at=long_ago)
        if needs_factor(known.role, known.flags):
            rows.add(m.SecondFactor, account_id=id, secret=factor_secret(known.email), confirmed_at=long_ago)
        office[known.key] = Person(id, known.name, known.role)
    _lost_phone(rows, office, now - timedelta(days=2))
    return House(now, sectors, office, hash_passphrase(SHARED_PASSPHRASE), hash_passphrase(LUCIE.passphrase))


def _lost_phone(rows: Rows, office: dict[str, Person], at: datetime) -> None:
    """Anne's phone was lost; the server gave her way back, and the direction is told on its board."""
    reset = rows.add(m.FactorReset, account_id=office["anne"].id, at=at)
    rows.add(m.FactorResetSeen, reset_id=reset, account_id=office["helene"].id)
