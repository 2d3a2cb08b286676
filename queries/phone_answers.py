"""Her side of the rounds: what is asked of her, what she answered, the thanks passed on to her."""

from sqlalchemy import select
from sqlalchemy.orm import aliased

from database import db, today
from models import Answer, AnswerAddendum, Beneficiary, Round, RoundSide
from queries.absences import is_on_sick_leave
from queries.reach import sides_seen_by

# Under its own name: the reach of a side already looks at its round.
HER_ROUND = aliased(Round)
STILL_ASKED = ("waiting", "unable_by_phone")
PERSON = (Beneficiary.civility, Beneficiary.first_name, Beneficiary.last_name)


def _with_person(user):
    return (sides_seen_by(user).join(HER_ROUND, HER_ROUND.id == RoundSide.round_id)
            .join(Beneficiary, Beneficiary.id == HER_ROUND.beneficiary_id))


def _due(user):
    """Her sides still waiting. None while she is ill or hurt: nobody asks her anything then."""
    return _with_person(user).where(RoundSide.state.in_(STILL_ASKED), RoundSide.round_open,
                                    ~is_on_sick_leave(HER_ROUND.caregiver_id, today()))


def one_waits(user, since=None):
    """Whether one does, as a column of another question, but where she prefers a call; `since`: opened since then."""
    sides = _due(user).where(RoundSide.wants_call.is_(False)).with_only_columns(RoundSide.id)
    return (sides.where(HER_ROUND.opened_at >= since) if since else sides).exists()


def questions_due(user) -> list:
    """The first to close first."""
    return list(db.session.execute(
        _due(user).with_only_columns(RoundSide.id, RoundSide.closes_on, RoundSide.wants_call, *PERSON, maintain_column_froms=True)
        .order_by(RoundSide.closes_on, RoundSide.id)))


def person_of_side(user, side_id: int):
    """The person's name, id and nothing else."""
    return db.session.execute(
        _with_person(user).where(RoundSide.id == side_id)
        .with_only_columns(Beneficiary.id, *PERSON, maintain_column_froms=True)).one()


def her_answer(user, side_id: int) -> Answer | None:
    hers = sides_seen_by(user).where(RoundSide.id == side_id).with_only_columns(RoundSide.id)
    return db.session.scalars(select(Answer).where(Answer.side_id.in_(hers), Answer.voice == "caregiver")).one_or_none()


def addenda_to(answer_ids) -> dict[int, list]:
    """What was added beside each answer, in the order it was said."""
    found: dict[int, list] = {}
    for row in db.session.scalars(select(AnswerAddendum).where(AnswerAddendum.answer_id.in_(sorted(answer_ids)))
                                  .order_by(AnswerAddendum.at, AnswerAddendum.id)):
        found.setdefault(row.answer_id, []).append(row)
    return found


def her_answers(user, limit: int) -> list:
    """Her own answers, newest first, with the person's name alone."""
    return list(db.session.execute(
        _with_person(user).join(Answer, Answer.side_id == RoundSide.id).where(Answer.voice == "caregiver")
        .with_only_columns(Answer, RoundSide.id.label("side_id"), *PERSON, maintain_column_froms=True)
        .order_by(Answer.at.desc(), Answer.id.desc()).limit(limit)))


def thanks_passed_on(user, limit: int, since=None) -> list:
    """Thank-yous of the person's side, where passing on was allowed, once her own side is answered or closed.

    Read earlier they would weigh on what she says; the rest of the person's answers is never read here.
    """
    theirs = aliased(RoundSide)
    question = (_with_person(user).join(theirs, theirs.round_id == RoundSide.round_id)
                .join(Answer, Answer.side_id == theirs.id)
                .where(RoundSide.state.not_in(STILL_ASKED), theirs.side == "beneficiary", Answer.may_pass_on,
                       Answer.goes_well != "")
                .with_only_columns(Answer.id, Answer.goes_well, Answer.voice, Answer.at, *PERSON,
                                   maintain_column_froms=True)
                .order_by(Answer.at.desc(), Answer.id.desc()).limit(limit))
    return list(db.session.execute(question.where(Answer.at >= since) if since else question))
