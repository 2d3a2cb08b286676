"""The story: what is under way today, done through the same acts as the office and the caregivers do them."""

from acts import rounds
from database import now
from demo import alerts, away, duty, heard, help_requests, imported, letters, planned, returns, said, unsent
from demo.cast import House
from demo.clock import Calendar
from demo.scene import on_stage
from demo.town import HERS, SCENES, TOGETHER, Town

MORNING = 360


def tell(calendar: Calendar, house: House, towns: list[Town]) -> None:
    _open_rounds(calendar)
    for town in towns:
        told = {pair.id for pair in (*town.scenes.values(), *town.together)}
        scenes = on_stage(calendar, town.pairs)
        cast = {name: scenes[pair.id] for name, pair in town.scenes.items()}
        heard.play(cast)
        heard.play_newcomers([scene for id, scene in scenes.items() if scene.round_id and id not in told
                              and scene.pair.person.answers_by_phone])
        planned.play(calendar, town, cast, house)
        away.play(calendar, town, cast, house)
        said.play(calendar, town, house)
        letters.play(calendar, cast)
        unsent.play(town)
    alerts.play(calendar, towns[0], house)
    returns.play(calendar, towns[0], house)
    duty.play(calendar, house, towns[0])
    help_requests.play(calendar, towns[0], house)
    imported.play(calendar)


def _open_rounds(calendar: Calendar) -> None:
    """The clock opens what is due, on each morning on which something was."""
    mornings = {days for days in (HERS | SCENES).values() if days} | {TOGETHER, 9, 5, 0}
    for days in sorted(mornings, reverse=True):
        with calendar.at(days, MORNING):
            while rounds.open_due(None, now()):
                pass
