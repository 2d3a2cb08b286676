"""Messages to send, each with its cause, and how each person wishes to be told. What a message holds is in rules/messages.py."""

from datetime import datetime

from sqlalchemy import Boolean, Index, Integer, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped

from database import db
from rules import messages as words
from tables.base import Utc, about, coded, instant, key, link

UNSETTLED = "state IN ('waiting', 'sending', 'failed')"


class Message(db.Model):
    """One of the three neutral texts for one person by one channel, written in the transaction of its cause.

    A cause tells once by each of her channels: as many rows, each with its own tries. She is told as soon as one of them is
    sent (queries/outbox_board.py). No address and no text is kept: both are known when it leaves. `starts_at` is the visit it
    concerns, the first when there are several. `not_before` is when it was due, `try_at` when it is tried next. `sending` is
    written before the service is spoken to: one found so a quarter of an hour later may have arrived, and never leaves again
    by itself.
    """

    id: Mapped[int] = key()
    account_id: Mapped[int] = link("account.id")
    kind: Mapped[str] = coded("technical", "kind", words.TEXTS)
    cause_key: Mapped[str] = about("technical", String(80))
    channel: Mapped[str] = coded("technical", "channel", words.CHANNELS)
    # Of a story not everybody may know of: on no page but those of its own case.
    private: Mapped[bool] = about("technical", Boolean(create_constraint=False), default=False)
    urgent: Mapped[bool] = about("technical", Boolean(create_constraint=False), default=False)
    starts_at: Mapped[datetime | None] = about("technical", Utc, nullable=True)
    state: Mapped[str] = coded("technical", "state", words.MESSAGE_STATES, default="waiting")
    fault: Mapped[str | None] = coded("technical", "fault", words.FAULTS, nullable=True)
    written_at: Mapped[datetime] = instant()
    not_before: Mapped[datetime] = instant()
    try_at: Mapped[datetime] = instant()
    attempts: Mapped[int] = about("technical", Integer, default=0)
    claimed_at: Mapped[datetime | None] = instant(nullable=True)
    sent_at: Mapped[datetime | None] = instant(nullable=True)
    settled_at: Mapped[datetime | None] = instant(nullable=True)
    settled_by_id: Mapped[int | None] = link("account.id", nullable=True)

    __table_args__ = (
        UniqueConstraint("cause_key", "channel"),
        Index("ix_message_unsettled", "state", "try_at", "id", sqlite_where=text(UNSETTLED), postgresql_where=text(UNSETTLED)),
        Index("ix_message_account", "account_id", "kind", "sent_at"),
    )


class ChannelChoice(db.Model):
    """One way this person wishes to be told, several rows being several ways; no row: as the association does.

    `by_id`: herself, or somebody of the office who wrote it for her, with her agreement.
    """

    id: Mapped[int] = key()
    account_id: Mapped[int] = link("account.id")
    channel: Mapped[str] = coded("account", "channel", words.WAYS)
    address: Mapped[str] = about("account", String(200), default="")
    chosen_at: Mapped[datetime] = instant()
    by_id: Mapped[int] = link("account.id")

    __table_args__ = (UniqueConstraint("account_id", "channel"),)
