"""How every table is written: one tag per column, codes held by the database, instants in UTC."""

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Integer, String, Text
from sqlalchemy.orm import mapped_column
from sqlalchemy.types import TypeDecorator

import data_keys
from rules.access import CATEGORIES


class Utc(TypeDecorator):
    """An instant: aware in Python, stored as naive UTC. A naive value is refused, it would be a guess."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect):
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value, dialect):
        return value.replace(tzinfo=UTC) if value is not None else None


class Encrypted(TypeDecorator):
    """Text kept encrypted with the house's data keys (first key writes, every key reads). Empty stays NULL."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect):
        return data_keys.ring().encrypt(value.encode()).decode() if value else None

    def process_result_value(self, value, dialect):
        return data_keys.ring().decrypt(value.encode()).decode() if value else None


def about(category: str, kind, *args, **kwargs):
    """A column with its tag. An unknown category, or clear text where the policy says encrypted, is refused."""
    policy = CATEGORIES[category]
    if policy.encrypted and not isinstance(kind, Encrypted):
        raise TypeError(f"{category} is kept encrypted")
    return mapped_column(kind, *args, info={"category": category}, **kwargs)


def coded(category: str, name: str, codes: Iterable[str], *args, **kwargs):
    """A column holding one code of a closed list of `rules/vocabulary.py`, under a CHECK named after the column."""
    listed = ", ".join(f"'{code}'" for code in codes)
    held = about(category, String(30), CheckConstraint(f"{name} IN ({listed})", name=name), *args, **kwargs)
    held.column.info["codes"] = tuple(codes)
    return held


def key():
    return mapped_column(Integer, primary_key=True)


def link(target: str, later: bool = False, **kwargs):
    """A foreign key; the row it points to is never deleted. `later`: added after both tables, which name each other."""
    kwargs.setdefault("nullable", False)
    return mapped_column(ForeignKey(target, use_alter=later), **kwargs)


def instant(**kwargs):
    return about("technical", Utc, **kwargs)
