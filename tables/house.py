"""What the house keeps about itself: settings, sectors, the journal and its chain, the clock."""

from datetime import datetime

from sqlalchemy import Boolean, Index, Integer, String, Text
from sqlalchemy.orm import Mapped

from database import db
from tables.base import about, instant, key, link


class Setting(db.Model):
    """A setting changed from its default (`rules/settings.py`), with who changed it and when."""

    name: Mapped[str] = about("technical", String(60), primary_key=True)
    value: Mapped[str] = about("technical", Text)
    changed_at: Mapped[datetime] = instant()
    changed_by_id: Mapped[int | None] = link("account.id", nullable=True)


class SettingChange(db.Model):
    """What was changed, from what to what: a setting by its name, a sector as "sector:3" with its name."""

    id: Mapped[int] = key()
    name: Mapped[str] = about("technical", String(60), index=True)
    old_value: Mapped[str] = about("technical", Text)
    new_value: Mapped[str] = about("technical", Text)
    at: Mapped[datetime] = instant()
    by_id: Mapped[int | None] = link("account.id", nullable=True)


class Sector(db.Model):
    id: Mapped[int] = key()
    name: Mapped[str] = about("technical", String(80), unique=True)
    ended_at: Mapped[datetime | None] = instant(nullable=True)


class JournalLine(db.Model):
    """Who, when, what, which, from where; never the content. Each line carries the hash of the one before."""

    __tablename__ = "journal"

    id: Mapped[int] = key()
    at: Mapped[datetime] = instant()
    account_id: Mapped[int | None] = link("account.id", nullable=True)
    action: Mapped[str] = about("trace", String(60))
    subject: Mapped[str] = about("trace", String(60), default="")
    allowed: Mapped[bool] = about("trace", Boolean(create_constraint=False), default=True)
    address: Mapped[str] = about("trace", String(64), default="")
    previous_hash: Mapped[str] = about("technical", String(64))
    line_hash: Mapped[str] = about("technical", String(64), unique=True)

    __table_args__ = (Index("ix_journal_at", "at"), Index("ix_journal_subject", "subject", "id"),
                      Index("ix_journal_account", "account_id", "id"))


class JournalCheckpoint(db.Model):
    """Written before whole months are purged: the chain starts again from `line_hash` after line `last_id`."""

    id: Mapped[int] = key()
    month: Mapped[str] = about("technical", String(7))
    last_id: Mapped[int] = about("technical", Integer, unique=True)
    line_hash: Mapped[str] = about("technical", String(64))
    lines: Mapped[int] = about("technical", Integer)
    at: Mapped[datetime] = instant()


class ChangeCount(db.Model):
    """One row, id 1: a number that grows with every change; the board's poll compares it."""

    id: Mapped[int] = key()
    number: Mapped[int] = about("technical", Integer, default=0)


class Tick(db.Model):
    """The lease and the last run of the one clock, and of each periodic job (`name`).

    `ran_at` is the last time it was done, `failed_at` and `result` the failure since then.
    """

    name: Mapped[str] = about("technical", String(40), primary_key=True)
    held_by: Mapped[str] = about("technical", String(80), default="")
    held_until: Mapped[datetime | None] = instant(nullable=True)
    ran_at: Mapped[datetime | None] = instant(nullable=True)
    failed_at: Mapped[datetime | None] = instant(nullable=True)
    result: Mapped[str] = about("technical", String(200), default="")


class KeyCheck(db.Model):
    """A word we know, encrypted once under each data key in use: a key this server lacks is found before any page is.

    Not an `Encrypted` column: each row stays under the one key it answers for, the oldest first.
    """

    id: Mapped[int] = key()
    token: Mapped[str] = about("technical", Text)
    made_at: Mapped[datetime] = instant()
