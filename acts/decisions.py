"""The decision of a point à deux voix: entente, médiation or remplacement, with what each one opens."""

from sqlalchemy import delete, select, update

from acts import mediations, pairings, replacements
from acts.triage import voices_of
from database import Overtaken, change_state, db, local, now, today
from models import Account, AnswerDraft, Decision, Pairing, Round, RoundSide
from queries.measures import standing
from queries.replacements import open_twin
from queries.rounds import request_of
from rules.decisions import Choice
from rules.replacements import may_be_told
from rules.rounds import is_ready
from rules.triage import propose
from rules.vocabulary import OUTCOMES

# Why somebody is replaced may be the direction's alone; the round then only leads to the request.
SEE_REQUEST = "Voir la demande de remplacement."


def decide(by, round_id: int, choice: Choice) -> int:
    """Close the round on a decision and open what it calls for. Raises Overtaken: decided, closed, or not ready."""
    round_ = db.session.get(Round, round_id)
    states = db.session.scalars(select(RoundSide.state).where(RoundSide.round_id == round_id).order_by(RoundSide.id))
    if round_.state == "open" and not is_ready(states):
        raise Overtaken("Les deux côtés ne sont pas encore entendus ou fermés.")
    change_state(Round, round_id, {"state": "open"}, sentence=lambda: decided_by(round_id), state="decided",
                 closed_at=now())
    _close_sides(round_id)
    decision = _write(by, round_, choice)
    db.session.execute(update(Pairing).where(Pairing.id == round_.pairing_id, Pairing.state != "ended").values(
        next_milestone=choice.next_milestone, next_round_on=choice.next_round_on))
    db.session.expire_all()
    _follow(by, round_, choice)
    return decision.id


def _close_sides(round_id: int) -> None:
    sides = select(RoundSide.id).where(RoundSide.round_id == round_id)
    db.session.execute(delete(AnswerDraft).where(AnswerDraft.side_id.in_(sides)))
    db.session.execute(update(RoundSide).where(RoundSide.round_id == round_id).values(round_open=False))


def _write(by, round_: Round, choice: Choice) -> Decision:
    measure = standing(round_.beneficiary_id, round_.caregiver_id, today())
    proposed, why = propose(*voices_of(round_.id), measure=bool(measure))
    decision = Decision(
        round_id=round_.id, outcome=choice.outcome, reason=SEE_REQUEST if choice.is_private else choice.reason,
        told_words=choice.told_words, proposed=proposed, proposed_why=why, next_milestone=choice.next_milestone,
        next_round_on=choice.next_round_on, at=now(), by_id=by.id)
    db.session.add(decision)
    db.session.flush()
    return decision


def _follow(by, round_: Round, choice: Choice) -> None:
    """What the decision opens, in the same transaction; the relation follows."""
    if choice.outcome == "mediation":
        mediations.open(by, round_.pairing_id, round_id=round_.id, **choice.mediation)
    elif choice.outcome == "replacement":
        _ask_replacement(by, round_, choice)
    elif db.session.scalar(select(Pairing.state).where(Pairing.id == round_.pairing_id)) == "first_visits":
        pairings.step(by, round_.pairing_id, "settled", "Entente après un point à deux voix.")


def _ask_replacement(by, round_: Round, choice: Choice) -> None:
    """A request of the same side already open goes on under this decision; else one is opened."""
    asked = choice.replacement
    twin = open_twin(round_.pairing_id, asked["requested_by"], True, None)
    if twin is None:
        replacements.open(by, round_.pairing_id, round_id=round_.id, details=choice.reason, **asked)
    else:
        replacements.attach(by, twin, round_.id, choice.reason, asked["discriminatory"], asked["reason"],
                            asked["direction_facts"])


def tell(by, round_id: int, words: str) -> None:
    """What the caregiver reads of the decision, written once: when a replacement came after a yes or a doubt, only
    once she was told by voice, or once the direction lifted the doubt.
    """
    decision = db.session.scalars(select(Decision).where(Decision.round_id == round_id)).one()
    request = request_of(round_id)
    if request and not may_be_told(request.state, request.caregiver_told_at):
        raise Overtaken("Prévenez-la d'abord de vive voix, ou attendez la réponse de la direction.")
    change_state(Decision, decision.id, {"told_words": ""}, told_words=words,
                 sentence="Une collègue a déjà écrit ce qui est dit à l'intervenante. Relisez-le.")


def decided_by(round_id: int) -> str:
    """What the colleague decided meanwhile."""
    row = db.session.execute(
        select(Decision.outcome, Decision.reason, Decision.at, Account.name)
        .join(Account, Account.id == Decision.by_id).where(Decision.round_id == round_id)).first()
    if row is None:
        return "Ce point à deux voix est annulé\u00a0: la relation est terminée."
    return (f"{row.name} a déjà décidé\u00a0: {OUTCOMES[row.outcome]}, le {local(row.at):%d/%m à %H h %M}. "
            f"Sa raison\u00a0: «\u00a0{row.reason}\u00a0»")
