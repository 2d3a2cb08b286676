"""On call: the rota and the logbook. Hélène is on call now; Aïcha was, Lucie will be."""

from datetime import timedelta

from database import now
from models import DutyEntry, DutyTurn
from tests.matrix import row

TURNS = {"helene": (-2, 12), "aicha": (-96, -80), "lucie": (40, 56), "claire": (60, 72)}


def scene(session, ids):
    made = {}
    for name, (first, last) in TURNS.items():
        turn = DutyTurn(account_id=ids[name], phone="0639980077", place=1, starts_at=now() + timedelta(hours=first),
                        ends_at=now() + timedelta(hours=last), created_at=now(), created_by_id=ids["claire"])
        session.add(turn)
        session.flush()
        made[f"{name}_turn"] = turn.id
    for by, person, caregiver in (("aicha", "mme_durand", "aicha_caregiver"), ("claire", "m_petit", "lucie_caregiver")):
        session.add(DutyEntry(at=now() - timedelta(hours=81), by_id=ids[by], beneficiary_id=ids[person],
                              caregiver_id=ids[caregiver], words="La porte était ouverte."))
    return made


VISITS = dict(own={"id": "mme_durand_past_visit"}, other={"id": "m_petit_past_visit"})

MATRIX = [
    row("GET", "duty.index", coordinator=200, caregiver=200),
    row("POST", "duty.codes", **VISITS, coordinator=404, caregiver=404),
    row("GET", "duty_notes.index", coordinator=200, caregiver=200),
    row("POST", "duty_notes.create", coordinator=422, caregiver=409),
    row("POST", "duty_notes.read", data={"last": "99"}, coordinator=303),
    row("GET", "duty_turns.index", coordinator=200),
    row("POST", "duty_turns.create", coordinator=422),
    row("POST", "duty_turns.cancel", own={"id": "claire_turn"}, other={"id": "lucie_turn"}, coordinator=303),
]
