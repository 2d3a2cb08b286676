"""A year of visits gone by and the weeks to come: absences, replacements, outcomes, what was reported in the planning."""

from datetime import date, timedelta
from random import Random

import models as m
from database import instant_at
from demo.cast import House
from demo.people import Carer, Helped
from demo.relations import Pair
from demo.rows import Rows
from demo.slots import TRAVEL, Slot, Turn
from queries.holidays import public_holidays
from rules import hours
from rules.series import horizon, weekly_days

PAST = timedelta(days=365)
# A series without an end writes its visits twelve weeks ahead, during the night before.
WRITTEN_BEFORE = timedelta(weeks=12, days=1)
# Out of a thousand visits gone by; the others took place, nobody clocks in.
OUTCOMES = (("cancelled_by_person", 22), ("refused_by_person", 3), ("door_closed", 3), ("not_covered", 3), ("done", 30))
NOTES = {"cancelled_by_person": ("Rendez-vous chez le médecin.", "Déjeune chez sa fille.", "Ne souhaite pas, fatigue.",
                                 "Famille présente."),
         "refused_by_person": ("Préfère se reposer.", "N'a pas voulu d'aide ce jour-là."),
         "not_covered": ("Absence de dernière minute.",), "door_closed": ("",), "done": ("",)}
CHANGES = {"cancelled_by_person": "cancelled", "refused_by_person": "refused", "not_covered": "not_covered"}
DOORS = (("Fille appelée, elle ne répond pas. Voisine appelée.", "Voisine du palier",
          "La personne était au marché. Elle nous appelle la prochaine fois."),
         ("Téléphone de la personne, puis son fils.", "Gardien", "La personne dormait encore. L'intervention est reportée."),
         ("Personne appelée trois fois, puis les urgences de l'hôpital.", "Le bureau",
          "Hospitalisation dans la nuit, famille prévenue."))


class Diary:
    """Writes the visits of one turn of the demo: who was away, who came instead."""

    def __init__(self, rows: Rows, house: House, rng: Random, carers: list[Carer]):
        self.rows, self.house, self.rng, self.carers = rows, house, rng, carers
        self.today = house.today
        self.first, self.until = self.today - PAST, horizon(self.today)
        self.holidays = public_holidays(self.first, self.until)
        self.instead: dict[tuple, dict] = {}
        self.lost: dict[tuple, dict] = {}

    def write(self, person: Helped, slots: list[Slot], pairs: dict[int, Pair]) -> None:
        for slot in slots:
            for turn in slot.turns:
                series = self._series(person, slot, turn)
                for day in self._days(slot, turn):
                    self._visit(person, slot, turn, series, pairs, day)

    def _series(self, person: Helped, slot: Slot, turn: Turn) -> int:
        series = self.rows.add(
            m.Series, beneficiary_id=person.id, caregiver_id=turn.carer.id, weekday=slot.weekday,
            start_minute=slot.minute, minutes=slot.minutes, starts_on=turn.start, ends_on=turn.end,
            skip_holidays=not _cannot_wait(slot), made_until=min(turn.end or self.until, self.until),
            created_at=instant_at(turn.start - timedelta(days=6), 650), created_by_id=person.referent.id,
            ended_at=instant_at(turn.end, 1010) if turn.end else None)
        for act, cannot_wait, needed in slot.acts:
            self.rows.add(m.SeriesAct, series_id=series, act=act, cannot_wait=cannot_wait, qualification=needed)
        return series

    def _days(self, slot: Slot, turn: Turn) -> list[date]:
        skipped = () if _cannot_wait(slot) else self.holidays
        return weekly_days(slot.weekday, max(turn.start, self.first), min(turn.end or self.until, self.until), skipped)

    def _visit(self, person, slot, turn, series, pairs, day) -> None:
        """One visit: suspended, given to somebody else, or as planned."""
        pairing, carer, given = pairs[turn.carer.id].id, turn.carer, self._given(turn, day)
        state, note, pause = "planned", "", next((id for first, last, id in person.pauses if first <= day <= last), None)
        if pause:
            state = "suspended"
            self._lose(pause, person, carer, slot.minutes, day)
        elif carer.is_away(day):
            carer, pairing = self._instead(person, slot, turn.carer, pairs, day)
            given = instant_at(day - timedelta(days=self.rng.randint(1, 12)), 690) if carer else None
            state = "planned" if carer else "not_covered"
        elif day < self.today:
            state = self._outcome()
            note = self.rng.choice(NOTES[state]) if state != "planned" else ""
        visit = self._row(person, slot, series, day, carer, pairing, state=state, note=note, given_at=given,
                          interruption_id=pause)
        if not pause and (state != "planned" or carer is not turn.carer):
            self._told(visit, person, turn.carer, carer, state)

    def _given(self, turn: Turn, day: date):
        return instant_at(max(turn.start - timedelta(days=6), day - WRITTEN_BEFORE), 655)

    def _row(self, person, slot, series, day, carer, pairing, **values) -> dict:
        settled = values["state"] not in ("planned",)
        return self.rows.put(
            m.Visit, beneficiary_id=person.id, caregiver_id=carer.id if carer else None, pairing_id=pairing,
            series_id=series, day=day, start_minute=slot.minute, minutes=slot.minutes,
            starts_at=instant_at(day, slot.minute), ends_at=instant_at(day, slot.minute + slot.minutes),
            state_at=instant_at(day, slot.minute) if settled else None,
            state_by_id=person.referent.id if settled else None, **values)

    def _outcome(self) -> str:
        drawn = self.rng.randrange(1000)
        for state, share in OUTCOMES:
            if drawn < share:
                return state
            drawn -= share
        return "planned"

    def _instead(self, person, slot, away, pairs, day) -> tuple[Carer | None, int | None]:
        """Who is free at that hour in the sector: those who already know the person first."""
        free = [carer for carer in self.carers if carer is not away and carer.sector == person.sector
                and carer.level >= away.level - 1 and carer.hired < day and self._is_free(carer, slot, day)]
        if not free:
            return None, None
        comes = min(free, key=lambda carer: (carer.id not in pairs, (person.id, carer.id) not in self.instead,
                                             len(carer.extra), carer.id))
        comes.extra.setdefault(day, []).append((slot.minute, slot.minute + slot.minutes))
        hers = pairs.get(comes.id)
        if hers and hers.start <= day and (hers.end is None or day <= hers.end):
            return comes, hers.id
        return comes, self._replacing(person, comes, day)

    def _is_free(self, carer: Carer, slot: Slot, day: date) -> bool:
        taken = [*carer.booked.get(day.weekday(), ()), *carer.extra.get(day, ())]
        return not carer.is_away(day) and all(
            slot.minute + slot.minutes + TRAVEL <= start or end + TRAVEL <= slot.minute for start, end in taken)

    def _replacing(self, person: Helped, comes: Carer, day: date) -> int:
        """The relation of a replacement: from its first visit to its last one, over since."""
        known = self.instead.get((person.id, comes.id))
        if known is None:
            known = self.instead[person.id, comes.id] = self.rows.put(
                m.Pairing, beneficiary_id=person.id, caregiver_id=comes.id, kind="replacement", state="ended",
                chosen_why="hours", starts_on=day, ends_on=day, end_reason="end_of_replacement",
                created_at=instant_at(day - timedelta(days=3), 680), created_by_id=person.referent.id,
                ended_at=instant_at(day, 1080), ended_by_id=person.referent.id)
        known["starts_on"], known["ends_on"] = min(known["starts_on"], day), max(known["ends_on"], day)
        known["created_at"] = min(known["created_at"], instant_at(day - timedelta(days=3), 680))
        known["ended_at"] = instant_at(known["ends_on"], 1080)
        return known["id"]

    def _lose(self, pause: int, person: Helped, carer: Carer, minutes: int, day: date) -> None:
        """Each caregiver was phoned about the visits she lost."""
        known = self.lost.get((pause, carer.id))
        if known is None:
            known = self.lost[pause, carer.id] = self.rows.put(
                m.InterruptionCall, interruption_id=pause, caregiver_id=carer.id, told_at=instant_at(day, 600),
                told_by_id=person.referent.id)
        known["lost_minutes"] += minutes

    def _told(self, visit: dict, person: Helped, before: Carer, comes: Carer | None, state: str) -> None:
        """What was reported in the planning, and the report of a closed door."""
        if state == "door_closed":
            self._door(visit, before, person)
        kind = CHANGES.get(state) or ("reassigned" if comes is not before else None)
        if kind is None:
            return
        made = visit["starts_at"] - timedelta(hours=self.rng.choice((3, 20, 44, 90)))
        if kind == "reassigned":
            made = visit["given_at"]
        else:
            visit["state_at"] = made
        urgent = visit["starts_at"] - made < timedelta(hours=24)
        said = hours.slot(visit["day"], visit["start_minute"], visit["minutes"])
        self.rows.add(m.VisitChange, visit_id=visit["id"], beneficiary_id=person.id, caregiver_id=before.id, kind=kind,
                      other_caregiver_id=comes.id if kind == "reassigned" else None,
                      was=said if kind != "reassigned" else "", now=said if kind == "reassigned" else "",
                      starts_at=visit["starts_at"], made_at=made, made_by_id=person.referent.id, phone_first=urgent,
                      reached_at=made + timedelta(minutes=12) if urgent else None,
                      reached_by_id=person.referent.id if urgent else None,
                      other_reached_at=made + timedelta(minutes=20) if urgent and kind == "reassigned" else None,
                      other_reached_by_id=person.referent.id if urgent and kind == "reassigned" else None,
                      reported_at=made + timedelta(minutes=40), reported_by_id=person.referent.id)

    def _door(self, visit: dict, carer: Carer, person: Helped) -> None:
        phoned, key_holder, outcome = self.rng.choice(DOORS)
        at = visit["starts_at"] + timedelta(minutes=6)
        self.rows.add(m.DoorReport, visit_id=visit["id"], reported_at=at, reported_by_id=carer.person.id, phoned=phoned,
                      key_holder=key_holder, outcome=outcome, closed_at=at + timedelta(minutes=50),
                      closed_by_id=person.referent.id)


def _cannot_wait(slot: Slot) -> bool:
    return any(cannot_wait for _, cannot_wait, _ in slot.acts)
