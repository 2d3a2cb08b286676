"""Who works here and who is helped: identity, hours, sector. What surrounds a person is in around.py."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

import models as m
from database import instant_at
from demo.cast import LUCIE, House, Person
from demo.names import ELDER_MAN, ELDER_WOMAN, MAN, SECTORS, WOMAN, Namer, address, land_line, mobile
from demo.rows import Rows
from rules.invitations import LIFE
from rules.names import search_key
from rules.languages import OFFERED
from rules.vocabulary import QUALIFICATION_LEVEL, SKILLS

CAREGIVERS, BENEFICIARIES = 25, 60
# Her invitation waits on the page Comptes.
INVITED = 22
MEN = (9, 18)
QUALIFICATIONS = ("care_assistant", "care_aide", "care_assistant", "home_help", "care_assistant", "care_aide",
                  "care_assistant", "care_aide", "nursing_aide")
# Weeks worked: five days, two of rest; some work at the week-end.
WEEKS = ((0, 1, 2, 3, 4), (0, 1, 2, 3, 4), (0, 1, 3, 4, 5), (2, 3, 4, 5, 6), (0, 1, 2, 5, 6))
# How much help: five in twenty much, ten some, five a little.
NEEDS = ("some", "a_lot", "some", "a_little", "some", "a_lot", "some", "a_little", "a_lot", "some",
         "some", "a_little", "some", "some", "a_lot", "a_little", "some", "a_lot", "some", "a_little")


@dataclass(slots=True)
class Carer:
    """A caregiver while the demo is being built. `booked`: weekday -> (start, end); `extra`: the same by date."""

    id: int
    person: Person
    row: dict
    sector: str
    level: int
    is_woman: bool
    days: tuple[int, ...]
    hired: date
    leaves: list[tuple[date, date]] = field(default_factory=list)
    booked: dict = field(default_factory=dict)
    extra: dict = field(default_factory=dict)
    load: float = 0

    def is_away(self, day: date) -> bool:
        return any(first <= day <= last for first, last in self.leaves)


@dataclass(slots=True)
class Helped:
    """A person helped while the demo is being built. `pauses`: (first day, last day, interruption)."""

    id: int
    name: str
    sector: str
    needs: str
    start: date
    referent: Person
    end: date | None = None
    end_reason: str = ""
    answers_by_phone: bool = True
    pauses: list[tuple[date, date, int]] = field(default_factory=list)


def hire(rows: Rows, house: House, rng: Random, namer: Namer, turn: int) -> list[Carer]:
    """Twenty-five caregivers, by turns in each sector; the first of the first turn is the one whose account is printed."""
    return [_carer(rows, house, rng, namer, turn, number) for number in range(CAREGIVERS)]


def _carer(rows, house, rng, namer, turn, number) -> Carer:
    known = turn == 0 and number == 0
    man = number in MEN
    first, last = LUCIE.name.split(" ", 1) if known else namer.draw(MAN if man else WOMAN)
    sector = tuple(SECTORS)[number % 3]
    qualification = QUALIFICATIONS[(number // 3) % 8 if number < 24 else 8]
    hired = house.today - timedelta(days=rng.randint(1500 if known else 400, 4200))
    opened = instant_at(hired, 540)
    days = WEEKS[(number // 3) % len(WEEKS)]
    row = rows.put(m.Caregiver, first_name=first, last_name=last, search_name=search_key(last, first),
                   phone=mobile(turn * 100 + number + 10), district=rng.choice(SECTORS[sector]),
                   qualification=qualification, has_vehicle=rng.random() < 0.55, gender="man" if man else "woman",
                   created_at=opened, created_by_id=house.coordinator_of(sector).id)
    id = row["id"]
    opens = house.lucie_hash if known else None if number == INVITED else house.shared_hash
    account = rows.add(m.Account, name=f"{first} {last}", role="caregiver", caregiver_id=id,
                       email=LUCIE.email if known else None, phone=mobile(turn * 100 + number + 10),
                       passphrase_hash=opens, created_at=opened)
    if number == INVITED:
        _invite(rows, house, account, turn)
    _work(rows, rng, house, id, sector, days)
    person = Person(account, f"{first} {last}", "caregiver", id)
    return Carer(id, person, row, sector, QUALIFICATION_LEVEL[qualification], not man, days, hired,
                 leaves=_leaves(rng, house.today))


def _invite(rows: Rows, house: House, account: int, turn: int) -> None:
    """She changed phones: the direction printed an invitation yesterday, nobody holds its token (it is no hash)."""
    printed = house.now - timedelta(days=1)
    rows.add(m.Invitation, account_id=account, token_hash=f"demo-{turn}", created_at=printed,
             created_by_id=house.office["helene"].id, expires_at=printed + LIFE)


def _work(rows, rng, house, id, sector, days) -> None:
    """Sectors, skills, languages, hours given, and for some what they must not be asked."""
    rows.add(m.CaregiverSector, caregiver_id=id, sector_id=house.sectors[sector])
    if rng.random() < 0.2:
        other = rng.choice([name for name in SECTORS if name != sector])
        rows.add(m.CaregiverSector, caregiver_id=id, sector_id=house.sectors[other])
    for skill in rng.sample(tuple(SKILLS), rng.randint(0, 2)):
        rows.add(m.CaregiverSkill, caregiver_id=id, kind="skill", code=skill)
    for language in {"fr", *rng.sample(OFFERED, rng.choice((0, 0, 1, 1, 2)))}:
        rows.add(m.CaregiverSkill, caregiver_id=id, kind="language", code=language)
    for weekday in days:
        rows.add(m.Availability, caregiver_id=id, weekday=weekday, start_minute=450, end_minute=870)
        rows.add(m.Availability, caregiver_id=id, weekday=weekday, start_minute=900, end_minute=1200)
    if rng.random() < 0.15:
        rows.add(m.WorkRestriction, caregiver_id=id, code=rng.choice(("no_lifting", "no_animals", "no_evening")),
                 starts_on=house.today - timedelta(days=40), ends_on=house.today + timedelta(days=80),
                 by_id=house.coordinator_of(sector).id)


def _leaves(rng: Random, today: date) -> list[tuple[date, date]]:
    """Two holidays and now and then some days off within the year gone by."""
    starts = [today - timedelta(days=rng.randint(200, 340)), today - timedelta(days=rng.randint(40, 160))]
    leaves = [(start, start + timedelta(days=rng.choice((6, 13, 20)))) for start in starts]
    if rng.random() < 0.4:
        start = today - timedelta(days=rng.randint(10, 330))
        leaves.append((start, start + timedelta(days=rng.randint(1, 5))))
    return leaves


def welcome(rows: Rows, house: House, rng: Random, namer: Namer, turn: int) -> list[Helped]:
    """Sixty persons, by turns in each sector: most for years, some since this year, three no longer helped."""
    return [_helped(rows, house, rng, namer, turn, number) for number in range(BENEFICIARIES)]


def _since(rng: Random, today: date, number: int) -> date:
    """Six came within two months, eight within the year, the others before."""
    if number % 10 == 7:
        return today - timedelta(days=(9, 12, 16, 24, 45, 58)[number // 10])
    if number % 10 == 3 or number in (5, 25):
        return today - timedelta(days=rng.randint(80, 330))
    return today - timedelta(days=rng.randint(380, 2200))


def _helped(rows, house, rng, namer, turn, number) -> Helped:
    today, woman = house.today, rng.random() < 0.68
    first, last = namer.draw(ELDER_WOMAN if woman else ELDER_MAN)
    sector = tuple(SECTORS)[number % 3]
    needs = NEEDS[number // 3]
    start = _since(rng, today, number)
    referent = house.coordinator_of(sector)
    gir = {"a_lot": rng.choice((1, 2, 2, 3)), "some": rng.choice((3, 4, 4)), "a_little": rng.choice((5, 6, None))}[needs]
    civility = "Mme" if woman else "M."
    id = rows.add(m.Beneficiary, civility=civility, first_name=first, last_name=last,
                  search_name=search_key(last, first), gir=gir, phone=land_line(turn * 70 + number + 10),
                  birth_date=date(today.year - rng.randint(68, 99), rng.randint(1, 12), rng.randint(1, 28)),
                  address=address(rng), district=rng.choice(SECTORS[sector]), sector_id=house.sectors[sector],
                  referent_id=referent.id, cannot_answer_by_phone=number % 29 == 8,
                  safety_instruction=_instruction(rng), last_contact_on=today - timedelta(days=rng.randint(1, 60)),
                  created_at=instant_at(start - timedelta(days=12), 600), created_by_id=referent.id,
                  **_ending(house, number, today))
    days, over, _ = _ENDED.get(number, (None, "", ""))
    end = today - timedelta(days=days) if days else None
    return Helped(id, f"{civility} {first} {last}", sector, needs, start, referent, end, over,
                  answers_by_phone=number % 29 != 8)


# number of the person -> days since the end, why, in which words
_ENDED = {14: (31, "end_of_help", "Entrée en établissement."), 50: (52, "death", "Décès."),
          32: (75, "end_of_help", "Vit désormais chez sa fille.")}


def _ending(house: House, number: int, today: date) -> dict:
    if number not in _ENDED:
        return {}
    days, _, why = _ENDED[number]
    return {"ended_on": today - timedelta(days=days), "end_reason": why, "ended_by_id": house.office["helene"].id}


def _instruction(rng: Random) -> str:
    return rng.choice(("", "", "", "", "", "", "Appeler le bureau avant d'entrer.", "Chien à enfermer avant d'entrer.",
                       "Intervention à deux.", "Passer par le portail, la cave est en travaux."))
