"""The relations of a person: one for each caregiver who came, with the steps of its life."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

import models as m
from database import instant_at
from demo.cast import House
from demo.people import Carer, Helped
from demo.rows import Rows
from demo.slots import Slot

# Not asked yet after their second visit.
NEW = timedelta(days=24)
# Why a caregiver no longer comes; a request to replace her leaves its record.
END_REASONS = ("schedule", "request", "replacement", "end_of_contract")


@dataclass(slots=True)
class Pair:
    """A usual relation while the demo is being built. `row` is its row, completed by its rounds."""

    id: int
    person: Helped
    carer: Carer
    start: date
    end: date | None
    row: dict


def relate(rows: Rows, house: House, rng: Random, person: Helped, slots: list[Slot]) -> dict[int, Pair]:
    """By caregiver: from her first turn to the end of her last one."""
    pairs: dict[int, Pair] = {}
    for carer in {turn.carer.id: turn.carer for slot in slots for turn in slot.turns}.values():
        turns = [turn for slot in slots for turn in slot.turns if turn.carer is carer]
        ends = [turn.end for turn in turns]
        start, end = min(turn.start for turn in turns), None if None in ends else max(ends)
        pairs[carer.id] = _pair(rows, house, rng, person, carer, start, end)
    _say_who_followed(rows, person, list(pairs.values()))
    return pairs


def _pair(rows, house, rng, person, carer, start, end) -> Pair:
    today, by = house.today, person.referent.id
    state = "ended" if end else "first_visits" if start > today - NEW else "settled"
    row = rows.put(m.Pairing, beneficiary_id=person.id, caregiver_id=carer.id, kind="usual", state=state,
                   chosen_why=rng.choice(("skills", "sector", "hours", "hours")), starts_on=start, ends_on=end,
                   introduced_on=start - timedelta(days=2), introduced_by_id=by,
                   created_at=instant_at(start - timedelta(days=8), 620), created_by_id=by)
    if end:
        over = person.end_reason if end == person.end else rng.choice(END_REASONS)
        row.update(end_reason=over, ended_at=instant_at(end, 1000), ended_by_id=by)
    _steps(rows, row, start, end, by)
    return Pair(row["id"], person, carer, start, end, row)


def _steps(rows, row, start, end, by) -> None:
    steps = [("chosen", start - timedelta(days=8), by, ""), ("introduced", start - timedelta(days=2), by, ""),
             ("first_visits", start, None, "")]
    if row["state"] != "first_visits":
        steps.append(("settled", start + timedelta(days=21), by, "Entente après un point à deux voix."))
    if end:
        steps.append(("ended", end, by, ""))
    for position, (state, day, who, note) in enumerate(steps):
        rows.add(m.PairingStep, pairing_id=row["id"], state=state, at=instant_at(day, 640 + position), by_id=who,
                 note=note, position=position)


def _say_who_followed(rows: Rows, person: Helped, pairs: list[Pair]) -> None:
    """A relation that ended on a request to replace: the request, done, names the relation that followed."""
    for former in pairs:
        if former.row["end_reason"] != "replacement":
            continue
        follower = next((pair for pair in pairs if not pair.end and pair.start > former.end), None)
        asked = instant_at(former.end - timedelta(days=16), 600)
        told = instant_at(former.end - timedelta(days=3), 660)
        rows.add(m.Replacement, pairing_id=former.id, beneficiary_id=former.row["beneficiary_id"],
                 caregiver_id=former.row["caregiver_id"], requested_by="caregiver", reason="schedule_clash", state="done",
                 details="Ses nouveaux horaires ne lui permettent plus de venir le matin.",
                 starts_on=former.end + timedelta(days=1), opened_at=asked, opened_by_id=person.referent.id,
                 requester_told_at=told, requester_told_by_id=person.referent.id,
                 new_pairing_id=follower.id if follower else None, closed_at=told, closed_by_id=person.referent.id,
                 closing_words="Une collègue reprend ces horaires à la fin du mois.")
