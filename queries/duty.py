"""On call: who is, who comes next, whom to call at this hour, what the rota leaves to nobody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import and_, func, or_, select

from database import db, instant_at, local
from models import Absence, Account, DutyTurn
from queries.holidays import public_holidays
from queries.office import office, week
from queries.settings import say, settings
from rules import duty as rules
from rules.access import CAREGIVER, OFFICE
from rules.duty import AHEAD, Span, Turn

KEPT = timedelta(days=7)


# --- the rota -----------------------------------------------------------------------------------------------------

_turns = (
    select(DutyTurn.id, DutyTurn.account_id, Account.name, DutyTurn.phone, DutyTurn.starts_at, DutyTurn.ends_at, DutyTurn.place,
           Absence.starts_on, Absence.ends_on)
    .join(Account, Account.id == DutyTurn.account_id)
    .outerjoin(Absence, and_(Absence.caregiver_id == Account.caregiver_id, Absence.state == "open"))
    .where(DutyTurn.cancelled_at.is_(None), Account.ended_at.is_(None), Account.role.in_(sorted(OFFICE | CAREGIVER)))
    .order_by(DutyTurn.starts_at, DutyTurn.place, DutyTurn.id))


def turns(*where) -> list[Turn]:
    """Those that stand, first to last; whoever is absent on one of its days is away for the whole of it."""
    found: dict[int, Turn] = {}
    for row in db.session.execute(_turns.where(*where)):
        away = _touches(row) or (row.id in found and found[row.id].away)
        found[row.id] = Turn(row.id, row.account_id, row.name, row.phone, row.starts_at, row.ends_at, row.place, away)
    return list(found.values())


def _touches(row) -> bool:
    """The absence of this row, if there is one, covers a day of the turn."""
    return row.starts_on is not None and row.starts_on <= local(row.ends_at).date() and (
        row.ends_on is None or row.ends_on >= local(row.starts_at).date())


def on_call(at: datetime) -> list[Turn]:
    """Whom to call at this instant, in that order."""
    return rules.on_call(turns(DutyTurn.starts_at <= at, DutyTurn.ends_at > at), at)


def next_after(at: datetime, tried: Iterable[int]) -> Turn | None:
    """Whom to call when these accounts did not answer within `settings.duty_minutes`."""
    return rules.next_after(on_call(at), at, frozenset(tried))


def turn_now(user, at: datetime) -> Turn | None:
    """The turn she is in, or None: then nothing of a turn is hers to see."""
    hers = turns(DutyTurn.account_id == user.id, DutyTurn.starts_at <= at, DutyTurn.ends_at > at)
    return next(iter(rules.on_call(hers, at)), None)


def is_on_call(account_id: int, at: datetime) -> bool:
    return any(turn.account_id == account_id for turn in on_call(at))


def may_note(user, at: datetime) -> bool:
    """The office always; somebody else during her turn, and a while after it."""
    return user.is_office or bool(turns(DutyTurn.account_id == user.id, DutyTurn.starts_at <= at,
                                        DutyTurn.ends_at > at - rules.WRITES_AFTER))


def to_come(at: datetime, account_id: int | None = None) -> list[Turn]:
    """Turns under way and to come: of everybody, or of one account."""
    hers = () if account_id is None else (DutyTurn.account_id == account_id,)
    return turns(DutyTurn.ends_at > at, *hers)


def over(at: datetime) -> list[Turn]:
    """Turns of the last days, the latest first."""
    return turns(DutyTurn.ends_at <= at, DutyTurn.ends_at > at - KEPT)[::-1]


def soon(at: datetime) -> list[Turn]:
    """Those of the days the rota is looked at for."""
    return turns(DutyTurn.ends_at > at, DutyTurn.starts_at < at + AHEAD)


def gaps(rota: list[Turn], at: datetime) -> list[Span]:
    """In the days to come, when the office is closed and nobody of this rota is on call."""
    return rules.gaps(rota, _opens(at, at + AHEAD), at, at + AHEAD)


def gap_words(gap: Span, at: datetime) -> str:
    """"en ce moment, jusqu'au lun. 9 mars à 9 h": after « Personne n'est d'astreinte »."""
    return rules.gap_words(*map(local, gap), local(at), local(at + AHEAD))


def _opens(start: datetime, end: datetime) -> list[Span]:
    first, last, hours = local(start).date(), local(end).date(), week()
    holidays = public_holidays(first, last)
    days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    return [(instant_at(day, opens), instant_at(day, closes)) for day in days if day not in holidays
            for opens, closes in hours[day.weekday()]]


def those_on_rota() -> dict[int, str]:
    """Who may be put on call: accounts of the office and of caregivers."""
    rows = db.session.execute(
        select(Account.id, Account.name, Account.role)
        .where(Account.ended_at.is_(None), Account.role.in_(sorted(OFFICE | CAREGIVER)))
        .order_by(Account.role.in_(sorted(CAREGIVER)), func.lower(Account.name), Account.id))
    return {row.id: f"{row.name} ({say('intervenante')})" if row.role in CAREGIVER else row.name for row in rows}


def refusal(account_id: int, starts_at: datetime, ends_at: datetime) -> str | None:
    """Why this person cannot be on call then, in words, or None. Never why she is absent."""
    if rules.is_twice(turns(DutyTurn.account_id == account_id, DutyTurn.ends_at > starts_at), account_id, starts_at, ends_at):
        return rules.TWICE
    away = db.session.scalars(
        select(Absence.ends_on).join(Account, Account.caregiver_id == Absence.caregiver_id)
        .where(Account.id == account_id, Absence.state == "open", Absence.starts_on <= local(ends_at).date(),
               or_(Absence.ends_on.is_(None), Absence.ends_on >= local(starts_at).date())).order_by(Absence.id)).all()
    return _absent(away[0]) if away else None


def _absent(until: date | None) -> str:
    """Until when, if it is known; never why."""
    until_when = f" jusqu'au {until:%d/%m/%Y}" if until else ""
    return f"Elle est absente{until_when}. Choisissez quelqu'un d'autre."


# --- whom to call now ---------------------------------------------------------------------------------------------

@dataclass(frozen=True, slots=True)
class WhomToCall:
    """is_open: whether the office answers, None when its hours are not known; people: (name, number), in order; emergency:
    (number, who answers).
    """

    is_open: bool | None
    reopens: str
    office_phone: str
    people: list[tuple[str, str]]
    emergency: tuple[tuple[str, str], ...] = rules.EMERGENCY


def whom_to_call(at: datetime, but: int | None = None) -> WhomToCall:
    """The office while it is open; else those on call, or the shared number of the settings where the rota holds nobody.

    but: the account of whoever asks. On call herself tonight, she is given the next, not her own number.

    `templates/_whom_to_call.html` draws it, with 15, 17, 18, 112 and 114.
    """
    hours, chosen = office(at), settings()
    people = [] if hours.is_open else [(turn.name, turn.phone) for turn in on_call(at) if turn.account_id != but]
    if not people and not hours.is_open and chosen.on_call_phone:
        people = [("Astreinte", chosen.on_call_phone)]
    return WhomToCall(hours.is_open, hours.reopens, chosen.office_phone, people)
