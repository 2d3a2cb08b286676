"""Personal links: one form, one voice, one time, on a phone or on paper; and the sheets printed together."""

from datetime import datetime

from sqlalchemy import Index, Integer, String, text
from sqlalchemy.orm import Mapped

from database import db
from rules import vocabulary as words
from rules.rounds import PERSON_VOICES
from tables.base import about, coded, instant, key, link

UNANSWERED = "used_at IS NULL AND revoked_at IS NULL"


class SheetBatch(db.Model):
    """Sheets printed in one go, for a sector or for every sector."""

    id: Mapped[int] = key()
    made_at: Mapped[datetime] = instant()
    made_by_id: Mapped[int] = link("account.id")
    sector_id: Mapped[int | None] = link("sector.id", nullable=True)


class PersonalLink(db.Model):
    """live -> used | revoked; time and the rounds close it too (`rules/links.py`). Only the hash of its token is kept.

    `voice` is for whom it was made; who really answers is asked on the form. `number` is printed on a sheet.
    """

    id: Mapped[int] = key()
    beneficiary_id: Mapped[int] = link("beneficiary.id")
    batch_id: Mapped[int | None] = link("sheet_batch.id", nullable=True)
    voice: Mapped[str] = coded("technical", "voice", PERSON_VOICES)
    kind: Mapped[str] = coded("technical", "kind", words.LINK_KINDS)
    number: Mapped[int | None] = about("technical", Integer, nullable=True, unique=True)
    token_hash: Mapped[str] = about("secret", String(64), unique=True)
    made_at: Mapped[datetime] = instant()
    made_by_id: Mapped[int] = link("account.id")
    expires_at: Mapped[datetime] = instant()
    used_at: Mapped[datetime | None] = instant(nullable=True)
    revoked_at: Mapped[datetime | None] = instant(nullable=True)
    revoked_by_id: Mapped[int | None] = link("account.id", nullable=True)

    # One at a time for each voice of a person: the one in her hands is the one that opens.
    __table_args__ = (
        Index("uq_personal_link_unanswered", "beneficiary_id", "voice", unique=True, sqlite_where=text(UNANSWERED),
              postgresql_where=text(UNANSWERED)),
        Index("ix_personal_link_beneficiary", "beneficiary_id", "id"),
        Index("ix_personal_link_batch", "batch_id", "id"),
    )


class PersonalLinkSide(db.Model):
    """What a link may write, and nothing else: the sides that waited when it was made, one for each caregiver."""

    id: Mapped[int] = key()
    link_id: Mapped[int] = link("personal_link.id")
    side_id: Mapped[int] = link("round_side.id")

    __table_args__ = (Index("uq_personal_link_side", "link_id", "side_id", unique=True),
                      Index("ix_personal_link_side_side", "side_id"))
