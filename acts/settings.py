"""A setting gets another value, or goes back to its default; what it was is kept with who changed it."""

from sqlalchemy import delete

from database import Overtaken, db, now
from models import Setting, SettingChange
from queries.setting_changes import held_value, since
from queries.settings import forget
from rules.settings import SETTINGS, value_words

NBSP = "\u00a0"


def change(by, seen: int, wanted: dict[str, str]) -> None:
    """Give each setting its wanted value. `seen`: the number of the last change when the form was drawn.

    What the form left as it was stays as it is now, even when a colleague changed it since. Raises Overtaken, and
    changes nothing, when she changed the very setting one wants otherwise.
    """
    overtaken = [sentence for name, value in wanted.items() if (sentence := _change(by, seen, name, value))]
    if overtaken:
        raise Overtaken(" ".join(overtaken))
    forget()


def restore(by, seen: int, name: str) -> None:
    change(by, seen, {name: SETTINGS[name].default})


def _change(by, seen: int, name: str, value: str) -> str:
    """The sentence of what a colleague did to it, or nothing."""
    held, later = held_value(name), since(seen, name)
    shown = later[0].old_value if later else held
    if value in (shown, held):
        return ""
    if later:
        who = later[-1].by or "Le serveur"
        return f"{who} a changé «{NBSP}{SETTINGS[name].words}{NBSP}» entre-temps{NBSP}: {value_words(name, held)}."
    keep(by, name, held, value)
    return ""


def keep(by, name: str, held: str, value: str) -> None:
    """A value equal to the default is no longer a change: the row goes, the history stays."""
    at = now()
    db.session.execute(delete(Setting).where(Setting.name == name).execution_options(synchronize_session=False))
    if value != SETTINGS[name].default:
        db.session.add(Setting(name=name, value=value, changed_at=at, changed_by_id=by.id))
    note(by, name, held, value)


def note(by, name: str, old: str, new: str) -> None:
    db.session.add(SettingChange(name=name, old_value=old, new_value=new, at=now(), by_id=by.id))
    db.session.flush()
