"""The settings in force, read once per request, and the words of the house."""

from flask import g
from sqlalchemy import select

from database import db
from models import Setting
from rules.languages import offered
from rules.settings import SETTINGS
from rules.wording import OURS, said


class Settings:
    """`settings.office_phone`, `settings.number("round_tries")`; a name not in rules/settings.py is an error."""

    def __init__(self, changed: dict[str, str]):
        self._changed = changed
        own = (self.word_caregiver, self.word_beneficiary)
        self.own_words = own if own != OURS else None

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


def forget() -> None:
    """What was just changed is read again."""
    g.pop("settings", None)


def say(sentence: str) -> str:
    """A sentence of ours, in the words the association chose; never for what somebody typed."""
    own = settings().own_words
    return said(sentence, *own) if own and sentence else sentence


def languages(held=()) -> dict[str, str]:
    """The languages a form offers, and those of `held` that are no longer offered."""
    return offered(settings().languages, held)
