"""Points à deux voix, the call list, decisions and caregivers' words: the office's; nobody else even looks."""

from datetime import date

from database import now
from models import Answer, Round, RoundSide, Word
from tests.matrix import row
from tests.rounds_scene import CONTENT


def scene(session, ids) -> dict[str, int]:
    """One open round per relation, the person's side heard; a word of each caregiver."""
    made = {}
    for person, caregiver in (("mme_durand", "aicha"), ("m_petit", "lucie")):
        round_ = Round(pairing_id=ids[f"{person}_pairing"], beneficiary_id=ids[person],
                       caregiver_id=ids[f"{caregiver}_caregiver"], milestone="on_demand", milestone_key="matrix",
                       opened_at=now(), due_on=date(2026, 3, 9), state="open", attention="none")
        word = Word(kind="to_know", words="", caregiver_id=ids[f"{caregiver}_caregiver"], at=now(), by_id=ids[caregiver])
        session.add_all([round_, word])
        session.flush()
        made |= {f"{person}_round": round_.id, f"{person}_word": word.id}
        for side in ("beneficiary", "caregiver"):
            half = RoundSide(round_id=round_.id, side=side, closes_on=date(2026, 3, 19), call_on=date(2026, 3, 9))
            session.add(half)
            session.flush()
            made[f"{person}_{side}_side"] = half.id
        answer = Answer(side_id=made[f"{person}_beneficiary_side"], voice="person", channel="call", at=now(), **CONTENT)
        session.add(answer)
        session.flush()
        made[f"{person}_answer"] = answer.id
    return made


def pair(**names):
    """The same route for Aïcha's relation and for Lucie's."""
    return {"own": {arg: f"mme_durand{name}" for arg, name in names.items()},
            "other": {arg: f"m_petit{name}" for arg, name in names.items()}}


MATRIX = [
    row("GET", "rounds.index", coordinator=200),
    row("GET", "rounds.new", coordinator=200),
    row("POST", "rounds.create", **pair(pairing_id="_pairing"), coordinator=409),
    row("GET", "rounds.show", **pair(id="_round"), coordinator=200),
    row("POST", "rounds.take_up", **pair(id="_round"), coordinator=422),
    row("POST", "rounds.add", **pair(id="_round", answer_id="_answer"), coordinator=422),
    row("POST", "decisions.create", **pair(id="_round"), coordinator=422),
    row("POST", "decisions.tell", **pair(id="_round"), coordinator=404),
    row("GET", "call_list.index", coordinator=200),
    row("GET", "call_list.show", **pair(id=""), coordinator=200),
    row("POST", "sheets.create", **pair(id="", side_id="_caregiver_side"), coordinator=422),
    row("POST", "tries.create", **pair(id=""), coordinator=422),
    row("POST", "tries.create_one", **pair(side_id="_caregiver_side"), coordinator=422),
    row("POST", "tries.to_visit", **pair(id=""), coordinator=303),
    row("POST", "tries.close", **pair(side_id="_caregiver_side"), coordinator=409),
    row("GET", "words.index", coordinator=200),
    row("GET", "words.show", **pair(id="_word"), coordinator=200),
    row("POST", "words.read", **pair(id="_word"), coordinator=303),
    row("POST", "words.close", **pair(id="_word"), coordinator=303),
]
