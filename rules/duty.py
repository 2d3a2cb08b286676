"""On call (astreinte): who answers while the office is closed, who is tried next, what the rota leaves to nobody.

Instants are compared in UTC: two Paris times of one night compare by what the clock on the wall says, and the night the
hour changes that is wrong by an hour.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from rules.hours import clock, short_day

PLACES = {1: "Appelée en premier", 2: "Appelée ensuite", 3: "Appelée en dernier"}
LONGEST = timedelta(days=14)
"""A turn longer than this is a typing mistake."""
PAUSE = timedelta(hours=2)
"""An office that closes for less than this, between two openings, is at lunch: nobody is put on call for it."""
AHEAD = timedelta(days=7)
"""How far the rota is looked at for what it leaves to nobody."""
VISITS_BEFORE, VISITS_AFTER = timedelta(hours=12), timedelta(hours=24)
"""Which visits whoever is on call sees: what just ended, what comes."""
WRITES_AFTER = timedelta(hours=12)
"""She may still write down what happened, this long after her turn."""
EMERGENCY = (("15", "SAMU"), ("17", "Police, gendarmerie"), ("18", "Pompiers"), ("112", "Toutes les urgences"),
             ("114", "Par SMS, si vous ne pouvez pas parler"))

ENDED = "Ce tour est terminé."
TWICE = "Cette personne est déjà d'astreinte à ce moment-là."

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody is to be called, at this number, from the first instant until the last, which is not hers any more.

    place: 1 is called first. away: she is absent on one of its days, and is counted on for none of it.
    """

    id: int
    account_id: int
    name: str
    phone: str
    starts_at: datetime
    ends_at: datetime
    place: int = 1
    away: bool = False

    @property
    def span(self) -> Span:
        return self.starts_at.astimezone(UTC), self.ends_at.astimezone(UTC)

    def holds(self, at: datetime) -> bool:
        first, last = self.span
        return not self.away and first <= at.astimezone(UTC) < last


def on_call(turns: Iterable[Turn], at: datetime) -> list[Turn]:
    """Whom to call at this instant, in that order."""
    return sorted((turn for turn in turns if turn.holds(at)), key=lambda turn: (turn.place, *turn.span, turn.id))


def next_after(turns: Iterable[Turn], at: datetime, tried: Collection[int]) -> Turn | None:
    """Whom to call now that these accounts did not answer; None when nobody is left."""
    return next((turn for turn in on_call(turns, at) if turn.account_id not in tried), None)


def following(turns: Iterable[Turn], at: datetime) -> Turn | None:
    """The first turn still to begin."""
    to_come = [turn for turn in turns if not turn.away and turn.span[0] > at.astimezone(UTC)]
    return min(to_come, key=lambda turn: (turn.span[0], turn.place, turn.id), default=None)


def gaps(turns: Iterable[Turn], opens: Iterable[Span], start: datetime, end: datetime) -> list[Span]:
    """From `start` to `end`, when the office is closed and nobody is on call. opens: when the office answers."""
    held = _joined([*_joined(opens, PAUSE), *(turn.span for turn in turns if not turn.away)])
    left, at, end = [], start.astimezone(UTC), end.astimezone(UTC)
    for first, last in held:
        if first > at and at < end:
            left.append((at, min(first, end)))
        at = max(at, last)
    return [*left, (at, end)] if at < end else left


def _joined(spans: Iterable[Span], within: timedelta = timedelta(0)) -> list[Span]:
    """Spans that touch, or stand so near each other, made one."""
    joined: list[Span] = []
    for first, last in sorted((first.astimezone(UTC), last.astimezone(UTC)) for first, last in spans):
        if joined and first - joined[-1][1] <= within:
            joined[-1] = joined[-1][0], max(joined[-1][1], last)
        else:
            joined.append((first, last))
    return joined


def overlaps(turns: Sequence[Turn]) -> list[tuple[Turn, Turn, Span]]:
    """Two turns at the same place at the same time: both are called first, and each counts on the other."""
    ordered = sorted((turn for turn in turns if not turn.away), key=lambda turn: (*turn.span, turn.id))
    return [(one, other, (other.span[0], min(one.span[1], other.span[1])))
            for rank, one in enumerate(ordered) for other in ordered[rank + 1:]
            if one.place == other.place and other.span[0] < one.span[1]]


def is_twice(turns: Iterable[Turn], account_id: int, starts_at: datetime, ends_at: datetime) -> bool:
    """The same person would be on call twice at once."""
    first, last = starts_at.astimezone(UTC), ends_at.astimezone(UTC)
    return any(turn.account_id == account_id and turn.span[0] < last and first < turn.span[1] for turn in turns)


def turn_fault(starts_at: datetime, ends_at: datetime, now: datetime) -> tuple[str, str] | None:
    """(field, what to write instead) of a turn that cannot be."""
    starts_at, ends_at = starts_at.astimezone(UTC), ends_at.astimezone(UTC)
    if ends_at <= starts_at:
        return "ends_on", "Indiquez une fin après le début."
    if ends_at <= now.astimezone(UTC):
        return "ends_on", "Indiquez une fin à venir."
    if ends_at - starts_at > LONGEST:
        return "ends_on", f"Un tour dure au plus {LONGEST.days} jours. Faites-en plusieurs."
    return None


def span_words(first: datetime, last: datetime) -> str:
    """"du ven. 27 nov. à 17 h 30 au sam. 28 nov. à 9 h", "le sam. 28 nov. de 9 h à 12 h": of two local times."""
    begin, end = clock(first.hour * 60 + first.minute), clock(last.hour * 60 + last.minute)
    if first.date() == last.date():
        return f"le {short_day(first.date())} de {begin} à {end}"
    return f"du {short_day(first.date())} à {begin} au {short_day(last.date())} à {end}"


def gap_words(first: datetime, last: datetime, start: datetime, end: datetime) -> str:
    """After « Personne n'est d'astreinte »: a gap between the two ends of what was looked at. Local times."""
    begin = f"{short_day(first.date())} à {clock(first.hour * 60 + first.minute)}"
    until = f"{short_day(last.date())} à {clock(last.hour * 60 + last.minute)}"
    if first <= start:
        return "en ce moment, ni dans les sept jours qui viennent" if last >= end else f"en ce moment, jusqu'au {until}"
    return f"à partir du {begin}" if last >= end else span_words(first, last)


def notes_words(first: datetime) -> str:
    """What the notes to read are of, by the local time of the first: a weekend begins on Friday evening."""
    return "Week-end d'astreinte" if first.weekday() > 4 or (first.weekday() == 4 and first.hour >= 17) else "Astreinte"
