"""What is erased because it is too old: whole months of journal, and the traces of the door and of forms."""

from datetime import timedelta

from sqlalchemy import delete, func, insert, or_, select, update

from database import db, local
from models import (
    Alert,
    AlertStep,
    AnswerDraft,
    CalendarFeed,
    DutyEntry,
    DutyTurn,
    FactorReset,
    FactorResetSeen,
    HelpRequest,
    Invitation,
    JournalCheckpoint,
    JournalLine,
    Message,
    PhoneDevice,
    RecoveryCode,
    Session,
    SignInTry,
    Submission,
)
from queries.settings import settings
from rules.clock import months_back, same_day_before
from rules.help_requests import is_over

# A phone session lasts thirty days at most; one that ended serves nobody.
OLD_SESSIONS, OLD_TRIES = timedelta(days=60), timedelta(days=7)
# As the account itself: twelve months after its end (rules/access.py).
ACCOUNT_MONTHS = 12
DUTY_MONTHS = 24
"""The rota and its logbook (rules/access.py)."""
# A form sent again after that is another form. A call left half typed for a month will not be finished.
OLD_FORMS, OLD_DRAFTS = timedelta(days=90), timedelta(days=30)
_journal, _checkpoints = JournalLine.__table__, JournalCheckpoint.__table__


def purge(by, at) -> str:
    """Everything below, in the open write transaction. Returns what was erased, as "journal 120, sessions 4"."""
    erased = {"journal": journal_months(at), "sessions": sessions(at), "invitations": invitations(at),
              "phones": phones(at), "calendars": calendars(at), "codes": codes(at), "resets": resets(at),
              "tries": tries(at), "forms": forms(at), "drafts": drafts(at), "messages": messages(at), "duty": duty(at),
              "alerts": alerts(at), "hands": hands(at)}
    return ", ".join(f"{name} {count}" for name, count in erased.items() if count)


def journal_months(at) -> int:
    """Erases the whole months older than the setting says, after the checkpoint from which the chain goes on.

    Only the unbroken beginning of the journal goes: up to the first line that is still to be kept.
    """
    limit = months_back(local(at), settings().number("journal_months"))
    kept = select(func.min(_journal.c.id)).where(_journal.c.at >= limit)
    first_kept = db.session.execute(kept).scalar()
    old = _journal.c.at < limit if first_kept is None else _journal.c.id < first_kept
    last = db.session.execute(select(_journal.c.id, _journal.c.line_hash, _journal.c.at)
                              .where(old).order_by(_journal.c.id.desc()).limit(1)).first()
    if last is None:
        return 0
    lines = db.session.execute(select(func.count()).select_from(_journal).where(_journal.c.id <= last.id)).scalar_one()
    db.session.execute(insert(_checkpoints).values(month=f"{local(last.at):%Y-%m}", last_id=last.id, lines=lines,
                                                   line_hash=last.line_hash, at=at))
    return db.session.execute(delete(_journal).where(_journal.c.id <= last.id)).rowcount


def sessions(at) -> int:
    table = Session.__table__
    return db.session.execute(delete(table).where(table.c.seen_at < at - OLD_SESSIONS)).rowcount


def invitations(at) -> int:
    """Those whose week ended that long ago, used or not."""
    table = Invitation.__table__
    return db.session.execute(delete(table).where(table.c.expires_at < months_back(local(at), ACCOUNT_MONTHS))).rowcount


def phones(at) -> int:
    """Phones ended that long ago; their sessions went before them."""
    table, opened = PhoneDevice.__table__, Session.__table__
    return db.session.execute(delete(table).where(
        table.c.ended_at < months_back(local(at), ACCOUNT_MONTHS),
        table.c.id.not_in(select(opened.c.phone_device_id).where(opened.c.phone_device_id.is_not(None))))).rowcount


def calendars(at) -> int:
    """Calendar addresses closed that long ago."""
    return _older(CalendarFeed.__table__, CalendarFeed.__table__.c.revoked_at, at)


def codes(at) -> int:
    """Recovery codes used that long ago; those not used yet go with the account, or with new ones."""
    return _older(RecoveryCode.__table__, RecoveryCode.__table__.c.used_at, at)


def resets(at) -> int:
    """Who reset which second factor, with whom it was told to, read or not."""
    told, reset = FactorResetSeen.__table__, FactorReset.__table__
    old = select(reset.c.id).where(reset.c.at < months_back(local(at), ACCOUNT_MONTHS))
    db.session.execute(delete(told).where(told.c.reset_id.in_(old)))
    return _older(reset, reset.c.at, at)


def alerts(at) -> int:
    """Closed ones, five years after (a setting), two months where the facts were not established: whole, with their steps.

    Each night: neither term is one to overrun by a month.
    """
    held = settings()
    unfounded = same_day_before(local(at), held.number("alert_unfounded_months"))
    founded = same_day_before(local(at), 12 * held.number("alert_founded_years"))
    closed = db.session.execute(select(Alert.id, Alert.closed_at).where(
        Alert.state == "closed", Alert.closed_at < max(founded, unfounded)).order_by(Alert.id)).all()
    old = [row.id for row in closed if row.closed_at < (unfounded if _is_unfounded(row.id) else founded)]
    _erase(Alert.__table__, old)
    return len(old)


def hands(at) -> int:
    """Coups de main settled twelve months ago (a setting), with every line of them. Written to again, one is open again."""
    asked, months = HelpRequest.__table__, settings().number("help_months")
    settled = db.session.execute(select(asked.c.id, asked.c.closed_at).where(asked.c.closed_at.is_not(None)).order_by(asked.c.id))
    old = [row.id for row in settled if is_over(row.closed_at, local(at), months)]
    _erase(asked, old)
    return len(old)


def _erase(table, ids: list[int]) -> None:
    """These rows with every row that is a part of them, whatever its table; what only points to one points nowhere."""
    for column in [column for other in db.metadata.sorted_tables for column in other.columns if column.references(table.c.id)]:
        pointing = column.in_(ids)
        if column.nullable:
            db.session.execute(update(column.table).where(pointing).values({column.name: None}))
        elif parts := list(db.session.scalars(select(column.table.c.id).where(pointing))):
            _erase(column.table, parts)
    db.session.execute(delete(table).where(table.c.id.in_(ids)))


def _is_unfounded(alert_id: int) -> bool:
    """How it was closed, the last time: encrypted, so read one by one."""
    return db.session.scalar(select(AlertStep.choice).where(AlertStep.alert_id == alert_id, AlertStep.kind == "closed")
                             .order_by(AlertStep.id.desc()).limit(1)) == "not_established"


def _older(table, instant, at) -> int:
    """Rows whose instant is as old as the account's own retention; one without an instant stays."""
    return db.session.execute(delete(table).where(instant < months_back(local(at), ACCOUNT_MONTHS))).rowcount


def tries(at) -> int:
    return db.session.execute(delete(SignInTry.__table__).where(SignInTry.__table__.c.at < at - OLD_TRIES)).rowcount


def forms(at) -> int:
    """Submissions whose journal line is written; one that still promises a line stays until it is."""
    table = Submission.__table__
    return db.session.execute(delete(table).where(table.c.sealed.is_(True), table.c.at < at - OLD_FORMS)).rowcount


def messages(at) -> int:
    """Those sent, or not to be sent any more, as long ago as a form that would be another one by now.

    One that left by one channel goes whole: what another did not carry would look as if nobody had been told.
    """
    table = Message.__table__
    told = select(table.c.cause_key).where(table.c.settled_at < at - OLD_FORMS, table.c.state == "sent")
    return db.session.execute(delete(table).where(
        or_(table.c.settled_at < at - OLD_FORMS, table.c.cause_key.in_(told)))).rowcount


def drafts(at) -> int:
    table = AnswerDraft.__table__
    return db.session.execute(delete(table).where(table.c.at < at - OLD_DRAFTS)).rowcount


def duty(at) -> int:
    """Turns over, and notes written, that long ago; a note nobody has read yet stays on the board."""
    limit, turns, notes = months_back(local(at), DUTY_MONTHS), DutyTurn.__table__, DutyEntry.__table__
    old = (delete(turns).where(turns.c.ends_at < limit), delete(notes).where(notes.c.at < limit, notes.c.read_at.is_not(None)))
    return sum(db.session.execute(statement).rowcount for statement in old)
