"""Messages: who may be told and how, the days she does not work, those to send, those that did not leave."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib.util import find_spec

from flask import current_app
from sqlalchemy import and_, case, exists, func, or_, select

from database import db, local, now, today
from models import (
    Absence,
    Account,
    Availability,
    Caregiver,
    ChannelChoice,
    Interruption,
    Message,
    Visit,
)
from queries import asked
from queries.absences import is_on_sick_leave
from queries.holidays import public_holidays
from queries.outbox_board import stands_out
from queries.reach import messages_seen_by
from queries.settings import settings
from rules.messages import CHANNELS, DEFAULTS, FAULTS, HORIZON, LATE, UNCERTAIN, Rest, may_leave_at, way_words, ways
from rules.opening import reopens_words

AT_ONCE, SHOWN = 200, 60
# How the cause of a question on her phone is named: a replacement, a round, a passage de relais, her return after a sick leave.
OFFER, ROUND, RELAY, BACK = "offer:", "round:", "relay:", "back:"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody a message may be for. ill: on sick or accident leave.

    ways: each (channel, address) it leaves by; none: she is called. in_danger: the same when there is danger.
    email, phone: those of her account, or of her file.
    """

    account_id: int
    caregiver_id: int | None
    ways: tuple[tuple[str, str], ...]
    in_danger: tuple[tuple[str, str], ...]
    ill: bool
    ended: bool
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class Mean:
    """One way out of this house. missing: what keeps it from working, in words; nothing when it works."""

    channel: str
    words: str
    missing: str = ""

    @property
    def works(self) -> bool:
        return not self.missing


def means() -> list[Mean]:
    """E-mail is set on the page of the settings; SMS and notifications by what the environment of the server names."""
    held, config = settings(), current_app.config
    mail = [] if held.smtp_host and held.smtp_from else ["Indiquez le serveur et l'adresse de l'expéditeur."]
    if held.smtp_user and not config["SMTP_PASSWORD"]:
        mail.append("Le mot de passe manque sur le serveur.")
    return [Mean("email", CHANNELS["email"], " ".join(mail)), Mean("sms", CHANNELS["sms"], _service(config["SMS_URL"])),
            Mean("push", CHANNELS["push"], _service(config["PUSH_URL"]))]


def _service(url: str) -> str:
    if not url:
        return "Aucun service n'est réglé sur le serveur."
    return "" if find_spec("apprise") else "Il manque un programme sur le serveur."


def working() -> frozenset[str]:
    return frozenset(mean.channel for mean in means() if mean.works)


def recipient(account_id: int | None = None, caregiver_id: int | None = None) -> Recipient | None:
    """The person of this account, or the account of this caregiver; None where there is none."""
    hers = Account.id == account_id if account_id else and_(Account.caregiver_id == caregiver_id, Account.ended_at.is_(None))
    with db.session.no_autoflush:
        rows = db.session.execute(
            select(Account.id, Account.caregiver_id, Account.email, Account.phone, Account.ended_at, ChannelChoice.channel,
                   ChannelChoice.address, Caregiver.phone.label("her_phone"),
                   is_on_sick_leave(Account.caregiver_id, today()).label("ill"))
            .outerjoin(ChannelChoice, ChannelChoice.account_id == Account.id)
            .outerjoin(Caregiver, Caregiver.id == Account.caregiver_id).where(hers).order_by(ChannelChoice.id)).all()
    if not rows:
        return None
    row, chosen = rows[0], {row.channel: row.address for row in rows if row.channel}
    email, phone = row.email or "", row.phone or row.her_phone or ""
    to = (chosen, DEFAULTS[settings().message_default], email, phone, working())
    return Recipient(row.id, row.caregiver_id, ways(*to), ways(*to, danger=True), bool(row.ill), row.ended_at is not None,
                     email, phone)


def told_by(caregiver_id: int) -> str:
    """"par e-mail et par SMS", as the office reads it: never the address. Nothing: no message reaches her."""
    to = recipient(caregiver_id=caregiver_id)
    return way_words([channel for channel, _ in to.ways]) if to else ""


def told_words(caregiver_id: int, starts_at: datetime) -> str:
    """What the office reads once it asked her something: when a message tells her, or to call her."""
    to, at = recipient(caregiver_id=caregiver_id), local(now())
    if to is None or to.ill or not to.ways:
        return "Aucun message ne part vers elle\u00a0: appelez-la."
    leaves = may_leave_at(at, starts_at=starts_at, rest=rest_of(caregiver_id, at.date()))
    if leaves is None or leaves <= at:
        return "Un message la prévient."
    when = reopens_words((leaves.date(), leaves.hour * 60 + leaves.minute), at.date())
    return f"Un message la prévient {when}\u00a0; avant, appelez-la."


def choices_of(account_id: int) -> list:
    """What was chosen for her, and by whom: (channel, address, chosen_at, by_id, the author's name)."""
    return list(db.session.execute(
        select(ChannelChoice.channel, ChannelChoice.address, ChannelChoice.chosen_at, ChannelChoice.by_id, Account.name)
        .join(Account, Account.id == ChannelChoice.by_id).where(ChannelChoice.account_id == account_id)
        .order_by(ChannelChoice.id)))


def rest_of(caregiver_id: int | None, day: date) -> Rest:
    """What is known of the days from this one on which she does not work; the office has Sundays and holidays."""
    last = day + timedelta(days=HORIZON)
    holidays = public_holidays(day, last)
    if caregiver_id is None:
        return Rest(holidays=holidays)
    monday = day - timedelta(days=day.weekday())
    worked = db.session.scalars(select(Visit.day).where(
        Visit.caregiver_id == caregiver_id, Visit.state.in_(("planned", "done")), Visit.day.between(monday, last)).distinct())
    given = db.session.scalars(select(Availability.weekday).where(Availability.caregiver_id == caregiver_id).distinct())
    away = db.session.execute(select(Absence.starts_on, Absence.ends_on).where(
        Absence.caregiver_id == caregiver_id, Absence.state == "open", Absence.starts_on <= last,
        or_(Absence.ends_on.is_(None), Absence.ends_on >= day)).order_by(Absence.starts_on, Absence.id))
    return Rest(frozenset(worked), frozenset(given), tuple(tuple(row) for row in away), holidays)


def dies_unsaid(beneficiary_id: int) -> bool:
    """A death is noted for this person: each caregiver learns it by voice, and no message sends her to look."""
    with db.session.no_autoflush:
        return db.session.scalar(select(exists().where(
            Interruption.beneficiary_id == beneficiary_id, Interruption.kind == "death", Interruption.resumed_at.is_(None))))


def waiting_for(account_id: int, kind: str, channel: str) -> Message | None:
    """A message of this kind that has not left yet by this channel: one more cause needs no other."""
    with db.session.no_autoflush:
        return db.session.scalars(select(Message).where(
            Message.account_id == account_id, Message.kind == kind, Message.channel == channel, Message.state == "waiting",
            Message.private.is_(False)).order_by(Message.id).limit(1).execution_options(populate_existing=True)).first()


def of_cause(cause_key: str) -> list[Message]:
    """The same message by each channel."""
    return list(db.session.scalars(select(Message).where(Message.cause_key == cause_key).order_by(Message.id)
                                   .execution_options(populate_existing=True)))


def due(at: datetime) -> list:
    """(id, channel) of those to try now, danger first, then the oldest."""
    return list(db.session.execute(select(Message.id, Message.channel).where(Message.state == "waiting", Message.try_at <= at)
                                   .order_by(Message.urgent.desc(), Message.try_at, Message.id).limit(AT_ONCE)))


def last_sent(message: Message) -> datetime | None:
    """When she last received this text, by this channel. One that tells of a story spaces those of a story alone: else a delay
    the office sees would tell that one had left."""
    return db.session.scalar(select(func.max(Message.sent_at)).where(
        Message.account_id == message.account_id, Message.kind == message.kind, Message.channel == message.channel,
        Message.private == message.private, Message.state == "sent"))


def is_moot(message: Message, caregiver_id: int | None) -> bool:
    """A question on her phone, and none waits for her any more: answered by voice, taken by another, closed, or too late."""
    return message.cause_key.startswith((OFFER, ROUND, RELAY, BACK)) and asked.nothing_waits(caregiver_id or 0)


def not_gone(user, at: datetime) -> list:
    """Those that left by no channel, the oldest first, with whom they are for: a line each, whatever the channels."""
    return list(db.session.execute(
        messages_seen_by(user).where(stands_out(at - LATE, at - UNCERTAIN))
        .with_only_columns(Message.id, Message.kind, Message.cause_key, Message.not_before, Account.name,
                           Caregiver.id.label("caregiver_id"), Caregiver.first_name, Caregiver.last_name, Caregiver.phone,
                           maintain_column_froms=True)
        .join(Account, Account.id == Message.account_id).outerjoin(Caregiver, Caregiver.id == Account.caregiver_id)
        .order_by(Message.not_before, Message.id).limit(SHOWN)))


def by_channel(cause_keys) -> dict[str, list]:
    """Cause -> (channel, state, fault) of each channel that has not carried it."""
    found: dict[str, list] = {}
    for row in db.session.execute(select(Message.cause_key, Message.channel, Message.state, Message.fault).where(
            Message.cause_key.in_(sorted(cause_keys)), Message.state.not_in(("sent", "given_up"))).order_by(Message.id)):
        found.setdefault(row.cause_key, []).append(row)
    return found


def faults_of(cause_keys) -> dict[str, str]:
    """Cause -> why its message left by no channel, or "" while it may still: for the page of a case that told of itself."""
    told = set(db.session.scalars(select(Message.cause_key).where(
        Message.cause_key.in_(sorted(cause_keys)), Message.state == "sent")))
    left = {cause: rows for cause, rows in by_channel(cause_keys).items() if cause not in told}
    return {cause: "" if any(row.state != "failed" for row in rows) else
            " ".join(dict.fromkeys(FAULTS[row.fault] for row in rows)) for cause, rows in left.items()}


# What became of a message, from the best that became of it by one channel.
_BECAME = {"sent": 0, "sending": 1, "waiting": 2, "failed": 3, "given_up": 4}


def counts(user, since: datetime) -> Counter:
    """State -> how many were written since, each once: gone as soon as one channel carried it."""
    best = (messages_seen_by(user).where(Message.written_at >= since)
            .with_only_columns(func.min(case(_BECAME, value=Message.state)).label("best"), maintain_column_froms=True)
            .group_by(Message.cause_key).subquery())
    rows = db.session.execute(select(best.c.best, func.count()).group_by(best.c.best).order_by(best.c.best))
    return Counter({list(_BECAME)[place]: n for place, n in rows})
