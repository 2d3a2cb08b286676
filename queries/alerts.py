"""Alerts: who receives them, the ones a person may read, the steps of one, and who opened it.

What is encrypted is read here and never searched: a list is short, and its order is that of time.
"""

from datetime import timedelta

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from database import db
from models import Account, Alert, AlertDanger, AlertShare, AlertStep, Beneficiary, Caregiver, JournalLine, Visit
from queries.outbox import faults_of
from queries.pages import Page, page_of
from queries.phone_words import PERSON
from queries.reach import alerts_seen_by, calls_for_help_seen_by
from queries.settings import settings
from rules.alerts import NEVER_REFERENT, OF_THE_HOME, Receiver
from rules.names import search_words

RECEIVING = or_(Account.role.in_(("director", "outside_recipient")), Account.is_alert_referent.is_(True))


def first_answer() -> timedelta:
    return timedelta(hours=settings().number("alert_answer_hours"))


def follow_up_days() -> tuple[int, int, int]:
    held = settings()
    return held.number("alert_first_days"), held.number("alert_second_days"), held.number("alert_last_days")


def _receiver(row) -> Receiver:
    return Receiver(row.id, row.role, row.is_alert_referent)


def receivers() -> list[Receiver]:
    """The open accounts an alert may be addressed to."""
    rows = db.session.execute(select(Account.id, Account.role, Account.is_alert_referent)
                              .where(RECEIVING, Account.ended_at.is_(None)).order_by(Account.id))
    return [_receiver(row) for row in rows]


def receiver(account_id: int | None) -> Receiver | None:
    """Somebody of the office an alert is about; None when it is about nobody there."""
    row = db.session.execute(select(Account.id, Account.role, Account.is_alert_referent)
                             .where(Account.id == account_id)).first()
    return _receiver(row) if row else None


def office_people() -> list:
    """Whom of the office an alert may be about, a referent whatever her role: (id, name)."""
    of_office = or_(Account.role.in_(("coordinator", "director")),
                    and_(Account.is_alert_referent.is_(True), Account.role.not_in(sorted(NEVER_REFERENT))))
    return list(db.session.execute(
        select(Account.id, Account.name).where(of_office, Account.ended_at.is_(None))
        .order_by(Account.name, Account.id)))


def names_of(ids) -> list[str]:
    wanted = [id for id in ids if id]
    known = {row.id: row.name for row in db.session.execute(select(Account.id, Account.name).where(Account.id.in_(wanted)))}
    return [known[id] for id in wanted if id in known]


def referents_of(beneficiary_ids) -> list:
    """The coordinator of each of these persons, who may be allowed to read: (id, name, beneficiary_id)."""
    return list(db.session.execute(
        select(Account.id, Account.name, Beneficiary.id.label("beneficiary_id"))
        .join(Beneficiary, Beneficiary.referent_id == Account.id)
        .where(Beneficiary.id.in_(list(beneficiary_ids)), Account.role == "coordinator", Account.ended_at.is_(None))
        .order_by(Account.name, Account.id, Beneficiary.id)))


def her_people(caregiver_id: int, since) -> list:
    """Where she went since that day or is to go, by name: (id, civility, first_name, last_name)."""
    there = select(Visit.beneficiary_id).where(Visit.caregiver_id == caregiver_id, Visit.day >= since,
                                               Visit.state != "withdrawn")
    return list(db.session.execute(select(Beneficiary.id, *PERSON).where(Beneficiary.id.in_(there))
                                   .order_by(Beneficiary.last_name, Beneficiary.first_name, Beneficiary.id)))


def colleague_named(typed: str) -> int | None:
    """The one caregiver at work who is called exactly so, in any order of words; None when nobody is, or two are.

    Whoever writes for her already knows her name: no list is shown, and nothing else of her is read.
    """
    words = sorted(search_words(typed))
    rows = db.session.execute(select(Caregiver.id, Caregiver.search_name).where(Caregiver.ended_on.is_(None))
                              .order_by(Caregiver.id))
    found = [row.id for row in rows if words and sorted(row.search_name.split()) == words]
    return found[0] if len(found) == 1 else None


def account_of(caregiver_id: int) -> Account | None:
    """Hers, while it is open."""
    return db.session.scalar(select(Account).where(Account.caregiver_id == caregiver_id, Account.ended_at.is_(None)))


def dangers(alert_id: int) -> list:
    """Whom on call was told that she needs help, and what became of the message: (name, told_at, by_message, fault)."""
    rows = db.session.execute(
        select(Account.id, Account.name, AlertDanger.told_at, AlertDanger.by_message)
        .join(Account, Account.id == AlertDanger.account_id).where(AlertDanger.alert_id == alert_id)
        .order_by(AlertDanger.id)).all()
    faults = faults_of([f"{danger_cause(alert_id)}:{row.id}" for row in rows])
    return [(row.name, row.told_at, row.by_message, faults.get(f"{danger_cause(alert_id)}:{row.id}", "")) for row in rows]


def danger_cause(alert_id: int) -> str:
    """How the messages of this danger are named; each adds whom it tells (acts/messages.tell_danger)."""
    return f"alert:{alert_id}:danger"


def referent_of(beneficiary_id: int | None):
    """The coordinator of the person, who may be allowed to read: (id, name), or None."""
    return db.session.execute(
        select(Account.id, Account.name).join(Beneficiary, Beneficiary.referent_id == Account.id)
        .where(Beneficiary.id == beneficiary_id, Account.role == "coordinator", Account.ended_at.is_(None))).first()


def referent_to_share(alert: Alert):
    """The coordinator its author may let read it: never one it is about, and none when the direction itself may not."""
    found = referent_of(alert.beneficiary_id) if alert.beneficiary_id and alert.directed != "outside" else None
    return found if found and found.id != alert.about_account_id else None


def shared_with(alert_id: int):
    """Who reads it because its author lets her: (id, name), or None. Named so, whoever follows the person today."""
    return db.session.execute(
        select(Account.id, Account.name).join(AlertShare, AlertShare.account_id == Account.id)
        .where(AlertShare.alert_id == alert_id, AlertShare.ended_at.is_(None)).order_by(AlertShare.id.desc())).first()


def may_place(alert: Alert) -> bool:
    """Sent without saying at whose home: it may still be said, while it is followed."""
    return alert.beneficiary_id is None and alert.state != "closed"


def is_of_the_home(alert: Alert) -> bool:
    return alert.beneficiary_id is not None and alert.whom in OF_THE_HOME


def done_kinds(alert_id: int) -> set[str]:
    """The kinds of steps taken."""
    return set(db.session.scalars(select(AlertStep.kind).where(AlertStep.alert_id == alert_id).distinct()))


def followed(alert_id: int) -> int:
    """How many follow-ups since the last decision."""
    last = select(func.max(AlertStep.id)).where(AlertStep.alert_id == alert_id, AlertStep.kind == "decided").scalar_subquery()
    return db.session.scalar(select(func.count()).where(AlertStep.alert_id == alert_id, AlertStep.kind == "followed",
                                                        AlertStep.id > last)) or 0


def listed(user, closed: bool, after: int | None = None, before: int | None = None) -> Page:
    """The ones this person may read, newest first, a page at a time. A page starts from one of those, or is the first.

    Not what happened: that is read on the page of each, and she sees who opened it.
    """
    after, before = (id and db.session.scalar(alerts_seen_by(user).where(Alert.id == id).with_only_columns(Alert.id))
                     for id in (after, before))
    state = Alert.state == "closed" if closed else Alert.state != "closed"
    follower = aliased(Account)
    follows = select(follower.name).where(follower.id == _owning(Alert.id).correlate(Alert).scalar_subquery()).scalar_subquery()
    return page_of(
        alerts_seen_by(user).where(state).join(Caregiver, Caregiver.id == Alert.caregiver_id)
        .outerjoin(Beneficiary, Beneficiary.id == Alert.beneficiary_id)
        .with_only_columns(Alert.id, Alert.state, Alert.reported_at, Alert.escalated_at, Alert.follow_on,
                           Alert.wants_answer, Alert.wants_no_return, Alert.call_asked_at, follows.label("follower"),
                           Caregiver.first_name, Caregiver.last_name, Beneficiary.civility,
                           Beneficiary.last_name.label("person_last"), maintain_column_froms=True),
        Alert.reported_at, after, before, newest=True)


def names(alert: Alert):
    """Names for the page of an alert: hers, the person's, who wrote it, whom it is about, who reached her."""
    author, whom, helper = aliased(Account), aliased(Account), aliased(Account)
    return db.session.execute(
        select(Caregiver.first_name, Caregiver.last_name, Caregiver.phone, Beneficiary.civility,
               Beneficiary.first_name.label("person_first"), Beneficiary.last_name.label("person_last"),
               author.name.label("author"), whom.name.label("about_account"), helper.name.label("helper"))
        .select_from(Alert).join(Caregiver, Caregiver.id == Alert.caregiver_id)
        .join(author, author.id == Alert.author_id).outerjoin(Beneficiary, Beneficiary.id == Alert.beneficiary_id)
        .outerjoin(whom, whom.id == Alert.about_account_id).outerjoin(helper, helper.id == Alert.helped_by_id)
        .where(Alert.id == alert.id)).one()


OWNING = ("acknowledged", "taken")


def _owning(alert_id):
    return (select(AlertStep.by_id).where(AlertStep.alert_id == alert_id, AlertStep.kind.in_(OWNING))
            .order_by(AlertStep.id.desc()).limit(1))


def owner(alert_id: int):
    """Who follows it now: whoever read it first, or took it over since. (id, name), or None while it is unread."""
    return db.session.execute(select(Account.id, Account.name).where(
        Account.id == _owning(alert_id).scalar_subquery())).first()


def steps(alert_id: int) -> list:
    """(step, who took it, who heard the home), in the order of time."""
    listener = aliased(Account)
    return list(db.session.execute(
        select(AlertStep, Account.name.label("by"), listener.name.label("heard_by"))
        .outerjoin(Account, Account.id == AlertStep.by_id).outerjoin(listener, listener.id == AlertStep.heard_by_id)
        .where(AlertStep.alert_id == alert_id).order_by(AlertStep.id)))


def readings(alert_id: int) -> list:
    """Who opened the story, first and last time: the journal says so to its author."""
    line = JournalLine
    return list(db.session.execute(
        select(Account.name, func.min(line.at).label("first"), func.max(line.at).label("last"), func.count().label("n"))
        .join(Account, Account.id == line.account_id)
        .where(line.subject == f"alert:{alert_id}", line.action == "alert.read", line.allowed)
        .group_by(Account.id, Account.name).order_by(func.min(line.at), Account.id)))


def nobody_reads(alert: Alert) -> bool:
    """Directed outside, and nobody it was sent to receives any more, or the only one left it unread: no other is
    chosen without her, she is told to ask elsewhere."""
    if alert.directed != "outside" or alert.state == "closed":
        return False
    sent_to = [alert.second_id] if alert.state == "reported" and alert.escalated_at else [alert.first_id, alert.second_id]
    left = select(Account.id).where(Account.id.in_([id for id in sent_to if id]), Account.role == "outside_recipient",
                                    Account.ended_at.is_(None))
    return db.session.scalar(left.limit(1)) is None


def call_for_help(user, alert_id: int):
    """Whom to call now, and nothing more: (id, reported_at, helped_at, her names, phone, by)."""
    helper = aliased(Account)
    return db.session.execute(
        calls_for_help_seen_by(user).where(Alert.id == alert_id).join(Caregiver, Caregiver.id == Alert.caregiver_id)
        .outerjoin(helper, helper.id == Alert.helped_by_id)
        .with_only_columns(Alert.id, Alert.reported_at, Alert.helped_at, Caregiver.first_name, Caregiver.last_name,
                           Caregiver.phone, helper.name.label("by"), maintain_column_froms=True)).first()


def hers(user, limit: int) -> list:
    """On her phone: what she sent, newest first, without a word of it."""
    return list(db.session.execute(
        alerts_seen_by(user).with_only_columns(Alert.id, Alert.state, Alert.reported_at)
        .order_by(Alert.reported_at.desc(), Alert.id).limit(limit)))


def calls_waiting(user) -> list:
    """Whom to call now, and nothing more, for whoever is on call and was told: (id, reported_at, her names, phone)."""
    return list(db.session.execute(
        calls_for_help_seen_by(user).where(Alert.helped_at.is_(None)).join(Caregiver, Caregiver.id == Alert.caregiver_id)
        .with_only_columns(Alert.id, Alert.reported_at, Caregiver.first_name, Caregiver.last_name, Caregiver.phone,
                           maintain_column_froms=True).order_by(Alert.reported_at, Alert.id)))
