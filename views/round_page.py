"""One point à deux voix as its page shows it: what each side said, where they part, what is proposed and asked."""

from datetime import timedelta

from flask import abort
from flask_login import current_user

from database import db, today
from forms.decisions import DecisionForm, TellForm
from forms.said import ComplementForm, TakeUpForm
from guard.journal import note_reading
from queries import answers as said
from queries import rounds as asked
from queries.due_rounds import pace
from queries.measures import standing
from queries.pairings import mediators
from queries.settings import settings
from rules.milestones import next_after
from rules.replacements import may_be_told
from rules.rounds import may_close, missing
from rules.triage import compare, propose, within


def both_sides(id: int, deciding=None, complement=None, answer_id=None, taking=None, telling=None) -> dict:
    """As far as it is heard: answers are read on arrival, and the reading is journaled. Out of reach is 404."""
    row = db.session.execute(asked.with_names(current_user, id)).first()
    if row is None:
        abort(404)
    sides, voices = asked.sides_of(id), said.of_round(current_user, id)
    if voices:
        note_reading("round.read", f"round:{id}")
    hers = next((voice.Answer for voice in voices if voice.Answer.voice == "caregiver"), None)
    theirs = [voice.Answer for voice in voices if voice.Answer.voice != "caregiver"]
    return {"row": row, "round": row.Round, "sides": sides, "voices": voices, "hers": hers, "theirs": theirs,
            "divergences": compare(theirs, hers), "family": within(theirs),
            "added": said.addenda([voice.Answer.id for voice in voices]),
            "complement": complement or ComplementForm(formdata=None), "answer_id": answer_id,
            "taking": taking or TakeUpForm(formdata=None), "telling": telling or TellForm(formdata=None),
            **_next(row, sides, theirs, hers, deciding)}


def _next(row, sides, theirs, hers, deciding) -> dict:
    """What is missing and may be closed, or the decision form with its proposal, or the decision taken."""
    if row.Round.state != "open":
        taken = asked.decision_of(row.Round.id)
        return {"decision": taken, "may_tell": bool(taken) and not taken.Decision.told_words and may_be_told(
            taken.request_state or "", taken.caregiver_told_at)}
    lacking = missing(*(sides[side].state for side in ("beneficiary", "caregiver")))
    if lacking:
        tries = settings().number("round_tries")
        return {"lacking": lacking, "closing": {
            name: may_close(side.tries, side.closes_on, today(), tries) for name, side in sides.items()}}
    proposed = proposal(row, theirs, hers)
    return {"proposal": proposed, "form": deciding or _decision_form(row, proposed[0])}


def proposal(row, theirs, hers) -> tuple[str, str]:
    """What triage proposes, with its reason. It never decides."""
    measure = standing(row.Round.beneficiary_id, row.Round.caregiver_id, today())
    return propose(theirs, hers, measure=bool(measure))


def new_decision_form(**values) -> DecisionForm:
    return DecisionForm(mediators(), current_user.may("replacement.judge"), **values)


def _decision_form(row, outcome: str) -> DecisionForm:
    """The next moment is proposed; the outcome itself is never chosen beforehand."""
    milestone, on = next_after(outcome, asked.moments_of(row.Round.pairing_id), row.starts_on, today(), pace())
    return new_decision_form(formdata=None, next_milestone=milestone, next_round_on=on, owner_id=current_user.id,
                             check_on=today() + timedelta(days=settings().number("mediation_check_days")))
