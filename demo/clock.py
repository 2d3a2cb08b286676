"""Acts of the story happen at their own moment: the clock is set back for each, and never beyond the present."""

from contextlib import contextmanager
from datetime import datetime, timedelta

from flask import current_app

from database import instant_at, local


class Calendar:
    """`with calendar.at(3, 600): …`: three days ago at ten in the morning."""

    def __init__(self, now: datetime):
        self.now, self.today = now, local(now).date()

    def day(self, ahead: int):
        return self.today + timedelta(days=ahead)

    def moment(self, days_ago: int, minute: int) -> datetime:
        return min(instant_at(self.day(-days_ago), minute), self.now - timedelta(minutes=1))

    @contextmanager
    def at(self, days_ago: int, minute: int = 600):
        own = current_app.config["CLOCK"]
        moment = self.moment(days_ago, minute)
        current_app.config["CLOCK"] = lambda: moment
        try:
            yield moment
        finally:
            current_app.config["CLOCK"] = own
