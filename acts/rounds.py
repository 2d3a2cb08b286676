"""Points à deux voix: opened when a relation is due, or on demand; tries noted; a side or a round closed."""

from datetime import date, datetime, timedelta

from sqlalchemy import delete, select, update

from acts import questions
from acts.triage import refresh
from database import Overtaken, change_state, db, insert_rows, local, now, today
from models import AnswerDraft, Beneficiary, CallTry, Pairing, Round, RoundSide
from queries.due_rounds import due_pairings, just_opened, keys_taken, suspended
from queries.rounds import open_round_of, side_with_round, taken_up_by
from queries.settings import settings
from rules.milestones import milestone_key
from rules.rounds import may_close
from rules.steps import before

ALREADY = "Une collègue a déjà reçu ou fermé cette réponse."
NOTHING_LEFT = "Il n'y a plus rien à demander\u00a0: une collègue a reçu ou fermé ces réponses."


def open_due(by, now: datetime) -> int:
    """Open the rounds that are due; returns how many. Run by the clock, and idempotent: what is open is not due.

    Usual relations only, none while the person's help is interrupted.
    """
    due = due_pairings(now)
    taken = keys_taken([pairing.id for pairing in due])
    made = [_round(by, pairing, pairing.milestone, milestone_key(pairing.milestone, taken.get(pairing.id, ())),
                   pairing.due_on, now) for pairing in due]
    _save(by, made)
    return len(made)


def open_on_demand(by, pairing_id: int) -> int:
    """Somebody wants both sides heard now. One round at a time: raises Overtaken when one is open, or none can be."""
    pairing = db.session.get(Pairing, pairing_id)
    if pairing.kind != "usual" or pairing.state == "ended":
        raise Overtaken("Un point à deux voix se fait pour une relation habituelle en cours.")
    if suspended(pairing.beneficiary_id):
        raise Overtaken("L'aide est interrompue\u00a0: le point se fera à la reprise.")
    if open_round_of(pairing_id):
        raise Overtaken("Une collègue a déjà ouvert un point pour cette relation.")
    key = milestone_key("on_demand", keys_taken([pairing_id]).get(pairing_id, ()))
    made = _round(by, pairing, "on_demand", key, today(), now())
    _save(by, [made])
    return open_round_of(pairing_id)


def _round(by, pairing, milestone: str, key: str, due_on: date, at: datetime) -> dict:
    return {"pairing_id": pairing.id, "beneficiary_id": pairing.beneficiary_id, "caregiver_id": pairing.caregiver_id,
            "milestone": milestone, "milestone_key": key, "opened_at": at, "opened_by_id": by.id if by else None,
            "due_on": due_on, "state": "open", "attention": "none", "attention_words": "", "taken_up_note": ""}


def _save(by, made: list[dict]) -> None:
    """Rounds with their two sides, in a few statements however many; each caregiver is told that a question waits."""
    pairing_ids = [row["pairing_id"] for row in made]
    insert_rows(Round, made)
    opened = just_opened(pairing_ids)
    insert_rows(RoundSide, [side for round_ in opened for side in _sides(round_)])
    # The date kept on the relation was for this round; the next one comes with its decision.
    db.session.execute(update(Pairing).where(Pairing.id.in_(pairing_ids))
                       .values(next_round_on=None, next_milestone=None))
    questions.rounds_opened(by, opened)


def _sides(round_) -> list[dict]:
    """A person who cannot phone waits for a visit at once; a caregiver without an account is called."""
    on = local(round_.opened_at).date()
    side = {"round_id": round_.id, "closes_on": on + timedelta(days=settings().number("round_answer_days")),
            "tries": 0, "round_open": True, "state": "waiting", "wants_call": False, "wants_call_at": None,
            "call_on": None}
    called = {} if round_.has_account else {"wants_call": True, "wants_call_at": round_.opened_at, "call_on": on}
    visited = {"state": "unable_by_phone"} if round_.cannot_answer_by_phone else {}
    return [{**side, "side": "beneficiary", "call_on": on, **visited}, {**side, "side": "caregiver", **called}]


def note_tries(by, beneficiary_id: int, call_again_on: date, note: str = "") -> int:
    """One call to the person, nobody answered: a try for each of her caregivers' rounds. Returns how many."""
    waiting = db.session.scalars(
        select(RoundSide.id).join(Round, Round.id == RoundSide.round_id)
        .where(Round.beneficiary_id == beneficiary_id, RoundSide.side == "beneficiary", RoundSide.state == "waiting",
               RoundSide.round_open).order_by(RoundSide.id)).all()
    if not waiting:
        raise Overtaken(NOTHING_LEFT)
    _note(by, waiting, call_again_on, note)
    return len(waiting)


def note_try(by, side_id: int, call_again_on: date, note: str = "") -> None:
    """The same for one side alone: a caregiver who asked to be called."""
    side, _ = side_with_round(side_id)
    if side.state != "waiting" or not side.round_open:
        raise Overtaken(ALREADY)
    _note(by, [side_id], call_again_on, note)


def _note(by, side_ids: list[int], call_again_on: date, note: str) -> None:
    db.session.add_all([CallTry(side_id=side_id, at=now(), by_id=by.id, call_again_on=call_again_on, note=note)
                        for side_id in side_ids])
    db.session.execute(update(RoundSide).where(RoundSide.id.in_(side_ids))
                       .values(tries=RoundSide.tries + 1, call_on=call_again_on))


def close_side(by, side_id: int, state: str) -> None:
    """Close a side "sans réponse" (three tries, or the delay), or send it towards a home visit. Guarded."""
    side, _ = side_with_round(side_id)
    if state == "no_answer":
        allowed, sentence = may_close(side.tries, side.closes_on, today(), settings().number("round_tries"))
        if not allowed:
            raise Overtaken(sentence)
        values = {"closed_at": now(), "closed_by_id": by.id}
    else:
        values = {"closes_on": today() + timedelta(days=settings().number("round_answer_days"))}
    change_state(RoundSide, side_id, {"state": before("side", state), "round_open": True},
                 sentence=ALREADY, state=state, wants_call=False, **values)
    if state == "no_answer":
        db.session.execute(delete(AnswerDraft).where(AnswerDraft.side_id == side_id))
    refresh(side.round_id)


def send_to_visit(by, beneficiary_id: int) -> int:
    """The person could not answer by phone: all her waiting sides wait for a visit, and the next rounds will."""
    sides = db.session.scalars(
        select(RoundSide.id).join(Round, Round.id == RoundSide.round_id)
        .where(Round.beneficiary_id == beneficiary_id, RoundSide.side == "beneficiary", RoundSide.state == "waiting",
               RoundSide.round_open).order_by(RoundSide.id)).all()
    if not sides:
        raise Overtaken(NOTHING_LEFT)
    until = today() + timedelta(days=settings().number("round_answer_days"))
    db.session.execute(update(RoundSide).where(RoundSide.id.in_(sides))
                       .values(state="unable_by_phone", closes_on=until))
    db.session.execute(update(Beneficiary).where(Beneficiary.id == beneficiary_id).values(cannot_answer_by_phone=True))
    return len(sides)


def take_up(by, round_id: int, note: str) -> None:
    """A worrying answer is taken in charge, with what is done about it."""
    change_state(Round, round_id, {"taken_up_at": None, "state": "open"}, sentence=lambda: taken_up_by(round_id),
                 taken_up_at=now(), taken_up_by_id=by.id, taken_up_note=note)


def cancel_open(by, pairing_id: int) -> None:
    """The relation ends: its open round has no object any more. What was answered stays."""
    rounds = select(Round.id).where(Round.pairing_id == pairing_id, Round.state == "open")
    sides = select(RoundSide.id).where(RoundSide.round_id.in_(rounds))
    db.session.execute(delete(AnswerDraft).where(AnswerDraft.side_id.in_(sides)))
    db.session.execute(update(RoundSide).where(RoundSide.round_id.in_(rounds)).values(round_open=False))
    db.session.execute(update(Round).where(Round.pairing_id == pairing_id, Round.state == "open")
                       .values(state="cancelled", closed_at=now()))
