"""One relation on stage: what each side says, when, and what the office decides."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from acts import answers, decisions, rounds
from database import db
from demo.cast import Person
from demo.clock import Calendar
from demo.relations import Pair
from models import Round, RoundSide
from rules.decisions import Choice
from rules.milestones import add_months

CONTENT = {"hours_fit": "yes", "tasks_clear": "yes", "respected": "yes", "wish": "go_on"}
HERS = {**CONTENT, "feels_safe": "yes", "too_heavy": "no", "outside_plan": "no"}


@dataclass(slots=True)
class Scene:
    """`at` is (days ago, minute of the day). `round_id` and the sides are of the open round, if there is one."""

    calendar: Calendar
    pair: Pair
    round_id: int = 0
    person_side: int = 0
    carer_side: int = 0

    @property
    def by(self) -> Person:
        return self.pair.person.referent

    @property
    def her(self) -> Person:
        return self.pair.carer.person

    def person_says(self, at, voice="person", channel="call", spoken_by="", **said) -> None:
        with self.calendar.at(*at):
            answers.record_answer(self.by, self.person_side, voice, {**CONTENT, **said}, channel, spoken_by)

    def she_says(self, at, **said) -> None:
        with self.calendar.at(*at):
            answers.record_answer(self.her, self.carer_side, "caregiver", {**HERS, **said}, "own_phone")

    def nobody_answers(self, at, days: int, note: str = "") -> None:
        """A try, and to be called again so many days later."""
        with self.calendar.at(*at):
            rounds.note_try(self.by, self.person_side, self.calendar.day(days - at[0]), note)

    def decide(self, at, outcome: str, reason: str, told: str, **opened) -> int:
        """`opened`: mediation or replacement, as acts/decisions.py reads them."""
        goes_on = outcome != "replacement"
        with self.calendar.at(*at):
            return decisions.decide(self.by, self.round_id, Choice(
                outcome, reason, told, "yearly" if goes_on else None,
                add_months(self.calendar.day(-at[0]), 12) if goes_on else None, **opened))


def on_stage(calendar: Calendar, pairs: Iterable[Pair]) -> dict[int, Scene]:
    """By relation: the open round of each, found in one statement for them all."""
    scenes = {pair.id: Scene(calendar, pair) for pair in pairs}
    found = select(Round.id, Round.pairing_id, RoundSide.id.label("side_id"), RoundSide.side).join(
        RoundSide, RoundSide.round_id == Round.id).where(Round.pairing_id.in_(sorted(scenes)), Round.state == "open")
    for row in db.session.execute(found.order_by(Round.id, RoundSide.id)):
        scene = scenes[row.pairing_id]
        scene.round_id = row.id
        if row.side == "caregiver":
            scene.carer_side = row.side_id
        else:
            scene.person_side = row.side_id
    return scenes
