"""The settings in force, read once per request."""

from flask import g
from sqlalchemy import select

from database import db
from models import Setting
from rules.settings import SETTINGS


class Settings:
    """`settings.office_phone`, `settings.number("round_tries")`; a name not in rules/settings.py is an error."""

    def __init__(self, changed: dict[str, str]):
        self._changed = changed

    def __getattr__(self, name: str) -> str:
        if name not in SETTINGS:
            raise AttributeError(name)
        return self._changed.get(name, SETTINGS[name].default)

    def number(self, name: str) -> int:
        return int(getattr(self, name))


_all = select(Setting.__table__.c.name, Setting.__table__.c.value)


def settings() -> Settings:
    if "settings" not in g:
        g.settings = Settings({row.name: row.value for row in db.session.execute(_all)})
    return g.settings
