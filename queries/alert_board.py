"""Alerts on the board: who is to be called now, for the whole office; the rest, and hands asked for, for whoever reads each."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import String, and_, bindparam, cast, func, literal, select

from models import Alert, AlertAction, AlertStep, JournalLine
from queries import help_requests, reach
from queries.alerts import first_answer
from queries.board_terms import ME, NOW, TODAY
from tables.base import Utc

# Sent before that instant and still unread: late.
ANSWER_DUE = bindparam("answer_due", type_=Utc)
# Her words since that instant: what opened them is kept in the journal longer than that.
SAID_SINCE, SAID_LATELY = bindparam("said_since", type_=Utc), timedelta(days=90)
HER_WORDS = ("added", "view")


def parameters(at: datetime) -> dict:
    return {"answer_due": at - first_answer(), "said_since": at - SAID_LATELY}


def lines_of(look, line):
    """`line`: how the board makes a source of a select (queries/board.py). No filter hides them, no person is named."""
    look = replace(look, by_sector=False, mine=False)
    common = {"id": Alert.id, "person": None, "caregiver": Alert.caregiver_id}
    yield line(look, "alert_help", reach.calls_for_help_seen_by(look.eye, ME), at=Alert.reported_at,
               where=(Alert.helped_at.is_(None),), **common)
    if look.eye.may("alert.follow"):
        yield from _to_follow(look, line, common)
    yield from help_requests.lines_of(look, line)


def _to_follow(look, line, common):
    seen, unread = reach.alerts_seen_by(look.eye, ME), Alert.state == "reported"
    due = and_(Alert.state == "decided", Alert.follow_on <= TODAY)
    settled = and_(Alert.state.in_(("decided", "closed")), Alert.call_asked_at.is_(None))
    for kind, where in (
        ("alert_late", and_(unread, Alert.reported_at <= ANSWER_DUE)),
        ("alert_new", and_(unread, Alert.reported_at > ANSWER_DUE)),
        ("alert_call", and_(~unread, Alert.call_asked_at.is_not(None))),
        ("alert_said", and_(settled, _unopened_words())),
        ("alert_step", and_(Alert.state.in_(("acknowledged", "heard")), Alert.call_asked_at.is_(None))),
    ):
        yield line(look, kind, seen, at=Alert.reported_at, where=(where,), **common)
    waiting = seen.join(AlertAction, AlertAction.alert_id == Alert.id)
    for kind, when in (("alert_overdue", AlertAction.due_at <= NOW), ("alert_due", AlertAction.due_at > NOW)):
        yield line(look, kind, waiting, due=func.min(AlertAction.due_on), group=(Alert.id, Alert.caregiver_id),
                   where=(AlertAction.done_at.is_(None), when), **common)
    yield line(look, "alert_follow", seen, due=Alert.follow_on, where=(due, Alert.call_asked_at.is_(None)), **common)


def _unopened_words():
    """She wrote something that nobody opened since: said even where no message can leave, once no other line does."""
    opened = select(JournalLine.id).where(
        JournalLine.subject == literal("alert:").concat(cast(Alert.id, String)), JournalLine.action == "alert.read",
        JournalLine.allowed, JournalLine.at >= AlertStep.at).correlate(Alert, AlertStep)
    return select(AlertStep.id).where(AlertStep.alert_id == Alert.id, AlertStep.kind.in_(HER_WORDS), AlertStep.at > SAID_SINCE,
                                      ~opened.exists()).correlate(Alert).exists()
