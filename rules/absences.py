"""A caregiver's absence: which visits it takes, what the office and she may write, when her phone says "Appelez".

Days are local and both ends count. A visit belongs to the day on which it begins: the night that starts on her last day
away is taken, the one that ends on her first day away is not. No reason is asked, and none is kept.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from rules.absence_lists import ABSENCE_STEPS, ASKED_NOTHING
from rules.hours import short_day

# An absence whose end nobody knows takes the visits of two weeks; the clock goes on day after day.
AHEAD = timedelta(days=13)
DAY = timedelta(days=1)
# What a visit held became by agreement with the person or her family.
AGREED_WORDS = {"family": "assurée par la famille", "called_off": "annulée avec accord"}
# Whoever had agreed is away in her turn, once the one she replaced is back: her own absence asks for somebody.
ELSEWHERE = "à couvrir dans une autre demande"
# Noted afterwards, or ahead: further than that it is a mistake of the keyboard.
BACKWARDS, FORWARDS = timedelta(days=60), timedelta(days=366)
HELD_STATES = frozenset({"planned", "suspended"})
ESSENTIAL = frozenset({"get_up", "go_to_bed", "wash", "meal", "change"})
REASONS = {"other": "other_absence"}
NEWS = {"doctor": "elle voit le médecin.", "unknown": "la fin n'est pas connue."}
# What another absence that shares days means, when one is noted, and when one ends.
ONCE = "les jours communs ne comptent qu'une fois."
STILL_AWAY = "ces jours-là, l'absence continue."
LEAVE_TO_AGREE = frozenset({"leave", "training"})


def reason_of(kind: str) -> str:
    """The reason of the replacement requests it opens."""
    return REASONS.get(kind, kind)


def held_until(ends_on: date | None, news_on: date | None, today: date) -> date:
    """The last day whose visits it takes. Without a known end: two weeks, or further when the news come later."""
    return ends_on or max(today + AHEAD, news_on or today)


def covers(starts_on: date, ends_on: date | None, day: date) -> bool:
    """She is away that day."""
    return starts_on <= day and (ends_on is None or day <= ends_on)


def takes(starts_on: date, until: date, day: date, state: str, starts_at: datetime, now: datetime) -> bool:
    """A visit of its days, still to begin: what was begun when the office learnt of it is not undone."""
    return state in HELD_STATES and starts_at > now and covers(starts_on, until, day)


def call_now(first_start: datetime | None, under_way: bool, now: datetime, hours: int) -> bool:
    """She should phone: a visit of hers has begun without her, or the first one begins in less than so many hours."""
    return under_way or (first_start is not None and timedelta(0) < first_start - now < timedelta(hours=hours))


def pressing(acts: Iterable[tuple[str, bool]], starts_at: datetime) -> tuple[bool, datetime]:
    """The order of visits to cover, from their (act, cannot wait): essential acts that cannot wait first, then the hour."""
    return not any(act in ESSENTIAL and cannot_wait for act, cannot_wait in acts), starts_at


def declaring_fault(starts_on: date, ends_on: date | None, news_on: date | None, today: date) -> tuple[str, str] | None:
    """The field to correct and what to do, or None."""
    if not today - BACKWARDS <= starts_on <= today + FORWARDS:
        return "starts_on", "Indiquez un premier jour proche d'aujourd'hui."
    if ends_on is None:
        return _news_fault(news_on, today)
    if ends_on < starts_on:
        return "ends_on", "Indiquez une fin qui vient après le début."
    if ends_on < today:
        return "ends_on", "Indiquez une fin qui n'est pas passée\u00a0: il n'y a plus rien à couvrir."
    return ("ends_on", "Indiquez une fin dans les deux ans.") if ends_on > starts_on + 2 * FORWARDS else None


def extending_fault(starts_on: date, was: date | None, ends_on: date | None, news_on: date | None,
                    today: date) -> tuple[str, str] | None:
    """The same for another end, or none known. An end that comes sooner is a return, which is another act."""
    if ends_on is None:
        return _news_fault(news_on, today)
    if was is not None and ends_on <= was:
        return "ends_on", f"Indiquez une fin après le {short_day(was)}. Pour un retour plus tôt, notez un retour."
    if ends_on < max(starts_on, today):
        return "ends_on", "Indiquez une fin qui n'est pas passée. Si elle est déjà revenue, notez un retour."
    return ("ends_on", "Indiquez une fin dans les deux ans.") if ends_on > starts_on + 2 * FORWARDS else None


def _news_fault(news_on: date | None, today: date) -> tuple[str, str] | None:
    if news_on is not None and not today <= news_on <= today + FORWARDS:
        return "news_on", "Indiquez un jour qui n'est pas passé, ou laissez vide."
    return None


def returning_fault(starts_on: date, ends_on: date | None, back_on: date, today: date) -> str | None:
    """Why she cannot be back on that day, or None. Back from the first day on: she never left."""
    if back_on < today:
        return "Indiquez aujourd'hui, ou un jour à venir."
    if back_on <= starts_on:
        return "Indiquez un jour après le premier jour d'absence. Si elle n'a pas été absente, annulez l'absence."
    if ends_on is not None and back_on > ends_on:
        return f"Elle est déjà attendue le {short_day(ends_on + DAY)}\u00a0: indiquez un jour avant."
    return None


def changed_as(was: date | None, ends_on: date | None) -> str:
    """The step that another end makes: the end became known, or the absence lasts longer (maybe nobody knows how long)."""
    return "dated" if was is None and ends_on is not None else "extended"


def step_words(kind: str, was: date | None, now: date | None) -> str:
    """"Prolongée jusqu'au ven. 20 mars", "Date de fin connue : ven. 20 mars"."""
    words = ABSENCE_STEPS[kind]
    if kind in ("extended", "dated", "shortened") and now is not None:
        words += f"\u00a0: jusqu'au {short_day(now)}" + (f", au lieu du {short_day(was)}" if was else "")
    elif kind == "extended":
        words += "\u00a0: la fin n'est toujours pas connue" if was is None else "\u00a0: la fin n'est plus connue"
    return words


def until_words(ends_on: date | None, this_year: int | None = None) -> str:
    """"jusqu'au ven. 20 mars": all that others read of an absence."""
    return f"jusqu'au {short_day(ends_on, this_year)}" if ends_on else "sans date de retour connue"


def days_words(starts_on: date, ends_on: date | None, this_year: int | None = None) -> str:
    """"du lun. 9 mars au ven. 13 mars", "depuis le lun. 9 mars, sans date de retour connue"."""
    first = short_day(starts_on, this_year)
    if ends_on is None:
        return f"depuis le {first}, {until_words(None)}"
    return f"le {first}" if starts_on == ends_on else f"du {first} au {short_day(ends_on, this_year)}"


def beside_words(others: Iterable[tuple[date, date | None]], follows: str, this_year: int | None = None) -> str:
    """Other absences of hers that share days with one: said wherever one is noted or ends, because neither moves the other.
    Empty when there is none. `follows`: what it means for her.
    """
    days = " et ".join(days_words(first, last, this_year) for first, last in others)
    return f"Une autre absence est notée {days}\u00a0: {follows}" if days else ""


def asks_nothing(kind: str) -> bool:
    """Ill or hurt at work: nobody asks her to do anything here."""
    return kind in ASKED_NOTHING


def still_waits(visit_state: str, comes: str | None, ends_at: datetime, now: datetime, elsewhere: bool = False) -> bool:
    """A visit held that asks for somebody here: planned, to come, and nobody comes. `elsewhere`: another request asks."""
    return visit_state == "planned" and not comes and ends_at > now and not elsewhere


def held_words(state: str, visit_state: str, comes: str | None, ends_at: datetime, now: datetime, elsewhere: bool = False) -> str:
    """Where a visit held stands. `comes`: who comes now, by name, or None. What was agreed on goes first, then what the
    visit itself says.
    """
    if state in AGREED_WORDS:
        return AGREED_WORDS[state]
    if visit_state == "planned" and comes:
        return "reprise par l'intervenante habituelle" if state == "returned" else f"couverte par {comes}"
    if still_waits(visit_state, comes, ends_at, now):
        return ELSEWHERE if elsewhere else "à couvrir"
    if state == "missed" or visit_state in ("planned", "not_covered"):
        return "non couverte"
    return {"suspended": "suspendue", "done": "faite"}.get(visit_state, "n'a plus lieu")
