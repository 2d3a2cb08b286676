"""The settings as their pages show them: in force, by default, changed by whom and when; what was changed last."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from database import db
from models import Account, Sector, Setting, SettingChange
from rules.settings import SETTINGS, names_of, value_words

LAST = 10


@dataclass(frozen=True, slots=True)
class State:
    """One setting in force. changed_at is None when nobody ever changed it; changed_by is None for the server."""

    name: str
    value: str
    changed_at: datetime | None = None
    changed_by: str | None = None

    @property
    def is_default(self) -> bool:
        return self.value == SETTINGS[self.name].default

    @property
    def words(self) -> str:
        return value_words(self.name, self.value)

    @property
    def default_words(self) -> str:
        return value_words(self.name, SETTINGS[self.name].default)


def states(names) -> dict[str, State]:
    """Those of these names, in their order. What went back to its default keeps who did it, from the history."""
    held = {row.name: row for row in db.session.execute(
        select(Setting.name, Setting.value, Setting.changed_at, Account.name.label("changed_by"))
        .outerjoin(Account, Account.id == Setting.changed_by_id).where(Setting.name.in_(names)).order_by(Setting.name))}
    last = select(func.max(SettingChange.id)).where(SettingChange.name.in_(names)).group_by(SettingChange.name)
    back = {row.name: row for row in db.session.execute(
        _changes().where(SettingChange.id.in_(last)).order_by(SettingChange.name))}
    return {name: _state(name, held.get(name), back.get(name)) for name in names}


def _state(name: str, held, last) -> State:
    if held:
        return State(name, held.value, held.changed_at, held.changed_by)
    default = SETTINGS[name].default
    return State(name, default, last.at, last.by) if last else State(name, default)


def _changes():
    return (select(SettingChange.id, SettingChange.name, SettingChange.old_value, SettingChange.new_value,
                   SettingChange.at, Account.name.label("by"))
            .outerjoin(Account, Account.id == SettingChange.by_id))


def last_changes(section: str) -> list:
    """The last ones of a page of settings, newest first."""
    return list(db.session.execute(_changes().where(SettingChange.name.in_(names_of(section)))
                                   .order_by(SettingChange.id.desc()).limit(LAST)))


def last_sector_changes() -> list:
    return list(db.session.execute(_changes().where(SettingChange.name.startswith("sector:"))
                                   .order_by(SettingChange.id.desc()).limit(LAST)))


def newest() -> int:
    """The number of the last change: a form carries it, so that it knows what came after."""
    return db.session.scalar(select(func.coalesce(func.max(SettingChange.id), 0)))


def since(seen: int, name: str) -> list:
    """What happened to this setting after that number, oldest first."""
    return list(db.session.execute(_changes().where(SettingChange.name == name, SettingChange.id > seen)
                                   .order_by(SettingChange.id)))


def held_value(name: str) -> str:
    kept = db.session.scalar(select(Setting.value).where(Setting.name == name))
    return SETTINGS[name].default if kept is None else kept


def open_sectors() -> list[str]:
    return list(db.session.scalars(select(Sector.name).where(Sector.ended_at.is_(None)).order_by(Sector.name, Sector.id)))
