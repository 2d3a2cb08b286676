"""On call: a rota that leaves one night to nobody, and what was written down last weekend."""

from datetime import timedelta
from itertools import cycle

from acts import duty
from database import instant_at
from demo.cast import LUCIE, House, Person
from demo.clock import Calendar
from demo.names import mobile
from demo.town import Town

# From so many days ago to so many days ahead; after the last, nobody yet.
FIRST, LAST = -7, 4
EVENING, NOON, MORNING = 1050, 750, 540
SHARED = mobile(1)
NOTES = (
    (1250, "Sa fille appelle\u00a0: «\u00a0Maman ne répond pas\u00a0». J'ai appelé, elle dormait. Sa fille est rassurée."),
    (1310, "Elle est arrivée avec 30 minutes de retard, une route était coupée. La personne était prévenue."),
)


def play(calendar: Calendar, house: House, town: Town) -> None:
    """The office by turns; tonight the printed caregiver is called when the first does not answer."""
    turns = cycle(house.office[key] for key in ("anne", "claire", "samira", "helene"))
    with calendar.at(8, 600):
        for ahead in range(FIRST, LAST + 1):
            _night(calendar, house, next(turns), ahead)
        lucie = Person(town.carers[0].person.id, LUCIE.name, "caregiver", town.carers[0].id)
        duty.plan(house.office["claire"], lucie.id, town.carers[0].row["phone"], 2, *_span(calendar, 0))
    _notes(calendar, house, town)


def _span(calendar: Calendar, ahead: int):
    """From the closing of the office, that day, to the next morning: at the weekend the whole day."""
    day = calendar.day(ahead)
    begins = {4: NOON, 5: MORNING, 6: MORNING}.get(day.weekday(), EVENING)
    return instant_at(day, begins), instant_at(day + timedelta(days=1), MORNING)


def _night(calendar: Calendar, house: House, person: Person, ahead: int) -> None:
    duty.plan(house.office["claire"], person.id, SHARED, 1, *_span(calendar, ahead))


def _notes(calendar: Calendar, house: House, town: Town) -> None:
    """Last Saturday evening, about one person and the caregiver who goes to her."""
    ago, pair = (calendar.today.weekday() - 5) % 7 or 7, next(pair for pair in town.pairs if pair.end is None)
    for minute, words in NOTES:
        with calendar.at(ago, minute):
            duty.note(house.office["anne"], words, pair.person.id, pair.carer.id)
