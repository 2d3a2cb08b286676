"""A clock the tests hold in hand: Monday 9 March 2026, 9:00 in Paris, until moved."""

from datetime import UTC, datetime, timedelta

START = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)
TODAY = START.date()


class Clock:
    def __init__(self):
        self.at = START

    def __call__(self) -> datetime:
        return self.at

    def move(self, **duration) -> None:
        self.at += timedelta(**duration)

    def set(self, at: datetime) -> None:
        self.at = at
