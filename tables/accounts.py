"""Accounts, the sessions opened with them, the tries at the door, and the forms already sent."""

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, Index, Integer, String, text
from sqlalchemy.orm import Mapped

from database import db
from rules.accounts import FLAG_COLUMNS
from rules.vocabulary import ROLES
from tables.base import about, coded, instant, key, link


class Account(db.Model):
    """One person who signs in: one role plus flags. Ended, never deleted: her words keep their author."""

    id: Mapped[int] = key()
    name: Mapped[str] = about("account", String(120))
    email: Mapped[str | None] = about("account", String(200), unique=True)
    phone: Mapped[str | None] = about("account", String(20), unique=True)
    role: Mapped[str] = coded("account", "role", ROLES)
    is_administrator: Mapped[bool] = about("account", Boolean(create_constraint=False), default=False)
    is_alert_referent: Mapped[bool] = about("account", Boolean(create_constraint=False), default=False)
    caregiver_id: Mapped[int | None] = link("caregiver.id", later=True, nullable=True, unique=True)
    sector_id: Mapped[int | None] = link("sector.id", nullable=True)
    # None: an invitation waits to be used, or her phone opens with its code.
    passphrase_hash: Mapped[str | None] = about("secret", String(200))
    # Whoever dictates, or whose hand trembles, turns the single-letter keys off (WCAG 2.1.4).
    keys_off: Mapped[bool] = about("account", Boolean(create_constraint=False), default=False)
    created_at: Mapped[datetime] = instant()
    created_by_id: Mapped[int | None] = link("account.id", nullable=True)
    ended_at: Mapped[datetime | None] = instant(nullable=True)
    ended_by_id: Mapped[int | None] = link("account.id", nullable=True)
    version: Mapped[int] = about("technical", Integer, default=1)

    # Nobody reads at the office the story of a pair she is one half of: the two never share one account.
    __table_args__ = (CheckConstraint("caregiver_id IS NULL OR role = 'caregiver'", name="caregiver_only"),)

    @property
    def flags(self) -> frozenset[str]:
        return frozenset(flag for column, flag in FLAG_COLUMNS.items() if getattr(self, column))


class Session(db.Model):
    """A session on one device. The cookie holds a random id, the table only its hash: signed out is dead."""

    id: Mapped[int] = key()
    token_hash: Mapped[str] = about("secret", String(64), unique=True)
    account_id: Mapped[int] = link("account.id", index=True)
    kind: Mapped[str] = coded("technical", "kind", ("office", "personal_phone"))
    # Opened by the code of this phone: it ends with it.
    phone_device_id: Mapped[int | None] = link("phone_device.id", nullable=True, index=True)
    device: Mapped[str] = about("account", String(120), default="")
    created_at: Mapped[datetime] = instant()
    seen_at: Mapped[datetime] = instant()
    # The second factor: given on this session; the last code given, for what asks for a fresh one.
    factor_at: Mapped[datetime | None] = instant(nullable=True)
    proved_at: Mapped[datetime | None] = instant(nullable=True)
    ended_at: Mapped[datetime | None] = instant(nullable=True)


class SignInTry(db.Model):
    """A failed try at the door, by the hash of what was typed: an unknown account counts like a known one."""

    id: Mapped[int] = key()
    identifier_hash: Mapped[str] = about("secret", String(64))
    at: Mapped[datetime] = instant()
    address: Mapped[str] = about("trace", String(64))

    __table_args__ = (Index("ix_sign_in_try_identifier_at", "identifier_hash", "at"),
                      Index("ix_sign_in_try_address_at", "address", "at"))


class Submission(db.Model):
    """A form received, under its own key (`database.form_key`): the same form again finds its first answer.

    Written in the transaction of the change, it is also the promise of a journal line (`sealed`): a server
    stopped between the two leaves a line to write, never a change without a name.
    """

    key: Mapped[str] = about("technical", String(64), primary_key=True)
    account_id: Mapped[int | None] = link("account.id", nullable=True)
    action: Mapped[str] = about("technical", String(60))
    subject: Mapped[str] = about("technical", String(60), default="")
    result: Mapped[str] = about("technical", String(200), default="")
    at: Mapped[datetime] = instant()
    address: Mapped[str] = about("trace", String(64), default="")
    sealed: Mapped[bool] = about("technical", Boolean(create_constraint=False), default=False)

    __table_args__ = (Index("ix_submission_unsealed", "at", sqlite_where=text("sealed = 0"),
                            postgresql_where=text("sealed = false")),)
