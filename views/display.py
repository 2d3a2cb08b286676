"""How dates, hours, durations and codes read on a screen, in French, Europe/Paris."""

from datetime import date, datetime, timedelta
from functools import lru_cache, wraps
from uuid import uuid4

from flask_babel import format_date
from flask_login import current_user
from jinja2 import Template, pass_context
from markupsafe import Markup

from database import local, now, today
from guard.addresses import is_only_here
from queries.duty import whom_to_call
from queries.holidays import public_holidays
from queries.office import office
from queries.settings import say, settings
from rules import journal, vocabulary
from rules.devices import device_words
from rules.hours import particulars
from rules.names import dial, of_name, spoken
from rules.settings import value_words
from rules.wording import BENEFICIARY, CAREGIVER, OURS
from views.spaces import BoundSpaces

NBSP = "\u00a0"


@lru_cache(maxsize=4096)
def _said(value: date, pattern: str) -> str:
    """A page says the same few days again and again; there is one language."""
    return format_date(value, pattern)


def day(value: date) -> str:
    """lundi 3 novembre (with the year when it is not this one)."""
    return _said(value, "EEEE d MMMM" if value.year == today().year else "EEEE d MMMM y").replace(" 1 ", " 1er ")


def day_short(value: date) -> str:
    return _said(value, "EEE d MMM" if value.year == today().year else "EEE d MMM y")


def date_long(value: date) -> str:
    return _said(value, "d MMMM y").replace("1 ", "1er ", 1) if value.day == 1 else _said(value, "d MMMM y")


def minute(value: int) -> str:
    """7 h 05; whole hours read "7 h"."""
    hours, minutes = divmod(value % 1440, 60)
    return f"{hours}{NBSP}h" + (f"{NBSP}{minutes:02}" if minutes else "")


def clock(value: datetime) -> str:
    at = local(value)
    return minute(at.hour * 60 + at.minute)


def day_second(value: datetime) -> str:
    """03/11/2026 7:05:09, in Paris: the instant of a line of the journal or of a backup."""
    return f"{local(value):%d/%m/%Y %H:%M:%S}"


def size(value: int) -> str:
    """1,4 Mo; sizes below 100 ko are not worth their digits."""
    for unit in ("o", "ko", "Mo"):
        if value < 1000:
            break
        value /= 1000
    else:
        unit = "Go"
    return f"{value:.1f}{NBSP}{unit}".replace(".", ",") if unit in ("Mo", "Go") else f"{value:.0f}{NBSP}{unit}"


def number(value: int) -> str:
    """20 000"""
    return f"{value:,}".replace(",", NBSP)


def duration(value: int) -> str:
    hours, minutes = divmod(int(value), 60)
    if not hours:
        return f"{minutes}{NBSP}min"
    return f"{hours}{NBSP}h" + (f"{NBSP}{minutes:02}" if minutes else "")


def moment(value: datetime) -> str:
    """le 3 novembre à 7 h 05; today reads "aujourd'hui à 7 h 05"."""
    on = local(value).date()
    near = {today(): "aujourd'hui", today() - timedelta(days=1): "hier", today() + timedelta(days=1): "demain"}
    return f"{near.get(on) or 'le ' + date_words(on)} à {clock(value)}"


def local_day(value: datetime) -> str:
    """lundi 3 novembre, the day in Paris of an instant."""
    return day(local(value).date())


def dated(value: datetime) -> str:
    """le 3 novembre à 7 h 05, whatever today is: for what is printed, or read again later."""
    return f"le {date_words(local(value).date())} à {clock(value)}"


def date_words(on: date) -> str:
    words = _said(on, "d MMMM" if on.year == today().year else "d MMMM y")
    return words.replace("1 ", "1er ", 1) if on.day == 1 else words


def since(value: datetime) -> str:
    """depuis 26 h, depuis 3 jours."""
    minutes = max(0, int((now() - value).total_seconds() // 60))
    if minutes < 60:
        return f"depuis {minutes}{NBSP}min" if minutes else "à l'instant"
    if minutes < 48 * 60:
        return f"depuis {minutes // 60}{NBSP}h"
    return f"depuis {minutes // 1440}{NBSP}jours"


def label(code: str | None, table: str) -> str:
    """The words of a code of rules/vocabulary.py: {{ visit.state|label("VISIT_STATES") }}."""
    return say(getattr(vocabulary, table)[code]) if code else ""


def word(kind: str, plural: bool = False) -> str:
    """The association's own word: word("caregiver") -> "intervenante"."""
    plurals, ours = (CAREGIVER, OURS[0]) if kind == "caregiver" else (BENEFICIARY, OURS[1])
    chosen = getattr(settings(), f"word_{kind}")
    chosen = chosen if chosen in plurals else ours
    return plurals[chosen] if plural else chosen


def particular(visit) -> str:
    """What is not like other days about a visit (or the line of a question): "Jour férié". Empty for most of them."""
    if hasattr(visit, "day"):
        on, minute_of_day = visit.day, visit.start_minute
    else:
        at = local(visit.starts_at)
        on, minute_of_day = at.date(), at.hour * 60 + at.minute
    words = ", ".join(particulars(on, minute_of_day, visit.minutes, public_holidays(on, on + timedelta(days=1))))
    return words[:1].upper() + words[1:]


def set_words(name: str) -> str:
    """A setting in force, with what it counts: "10 jours"."""
    return value_words(name, getattr(settings(), name))


def action_words(action: str) -> str:
    return say(journal.action_words(action))


def subject_words(subject: str) -> str:
    return journal.subject_words(subject, say)


def of(name: str) -> str:
    """"d'Olivier", "de Delphine"; a name drawn as a link stays one."""
    words = name.striptags() if isinstance(name, Markup) else name
    start = of_name(words).removesuffix(words)
    return (Markup(start) if isinstance(name, Markup) else start) + name


class SameGlobals(Template):
    """Every template here has the same globals: what one imports is made once, not compared at each import.

    Without this, a line that imports a macro costs more than it draws (a quarter of the board).
    """

    def _get_default_module(self, ctx=None):
        return super()._get_default_module(None)


FILTERS = {"day": day, "day_short": day_short, "date_long": date_long, "minute": minute, "clock": clock,
           "duration": duration, "number": number,
           "moment": moment, "dated": dated, "local_day": local_day, "date_words": date_words,
           "since": since, "label": label,
           "phone": spoken, "dial": dial, "day_second": day_second, "size": size,
           "action_words": action_words, "subject_words": subject_words, "device_words": device_words, "say": say,
           "only_here": is_only_here, "of": of, "particular": particular}


def each_time(words):
    """A filter that needs the page: what it says of a constant is not settled when the template is compiled.

    The words of the house, the day and the year change while the server stands.
    """
    @pass_context
    @wraps(words)
    def said(_page, *values, **named):
        return words(*values, **named)
    return said


def init_app(app) -> None:
    app.jinja_env.template_class = SameGlobals
    app.jinja_env.filters.update({name: each_time(words) for name, words in FILTERS.items()})
    app.jinja_env.globals.update(word=word, office=office, value_words=value_words, set_words=set_words, now=now,
                                 today=today, fresh_key=lambda: uuid4().hex,
                                 whom_to_call=lambda: whom_to_call(now(), getattr(current_user, "id", None)))
    app.jinja_env.add_extension(BoundSpaces)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.context_processor(lambda: {"settings": settings()})
