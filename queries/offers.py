"""Questions asked to caregivers: what one is about, those that wait for her, those of a request, those of the whole office."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import and_, case, exists, false, func, or_, select, union
from sqlalchemy.orm import aliased

from database import db, instant_at, local
from models import Account, Beneficiary, Caregiver, DutyTurn, Offer, OfferVisit, Replacement, ReplacementVisit, Visit
from queries.handovers import has_page
from queries.reach import offers_seen_by
from queries.settings import settings
from rules.candidates import Need
from rules.offers import ALIVE, expires_at

SHOWN = 40
ONE_DAY = timedelta(days=1)


def answers_by(first_start: datetime, at: datetime) -> datetime | None:
    """Until when a question asked now, about visits from this moment on, may be answered, by the settings of the house.

    None when only a call is left.
    """
    return expires_at(first_start, at, settings().number("offer_answer_hours"), settings().number("offer_hours"))


def apart(needs: Iterable[Need], at: datetime) -> tuple[list[Need], list[Need]]:
    """Those of these visits that a question may still be asked about, and those that begin too soon for one."""
    far, near = [], []
    for need in needs:
        (far if answers_by(need.stay.starts_at, at) else near).append(need)
    return far, near


def is_still_asked(at: datetime) -> tuple:
    """True of a line whose visit waits for somebody as it stood when it was asked (`rules/offers.is_as_asked`)."""
    return (ReplacementVisit.state == "open", Visit.state == "planned", Visit.caregiver_id.is_(None), Visit.starts_at > at,
            Visit.starts_at == OfferVisit.starts_at, Visit.minutes == OfferVisit.minutes)


def waits_elsewhen(at: datetime) -> tuple:
    """True of a line whose visit still waits for somebody, at another hour than the one she was asked about."""
    return (ReplacementVisit.state == "open", Visit.state == "planned", Visit.caregiver_id.is_(None), Visit.starts_at > at,
            Visit.starts_at != OfferVisit.starts_at)


def lines_of(offer_ids, at: datetime) -> list:
    """The visits of these questions as they were asked, and what became of each: `still` asked, hers, taken, or changed.

    Day, hour, acts and district: a question gives no name, an assignment does.
    """
    became = case((and_(*is_still_asked(at)), "still"), (Visit.caregiver_id == Offer.caregiver_id, "hers"),
                  (ReplacementVisit.state.in_(("covered", "returned")), "taken"), (Visit.starts_at <= at, "past"),
                  (and_(*waits_elsewhen(at)), "moved"), else_="changed")
    return list(db.session.execute(
        select(OfferVisit.offer_id, OfferVisit.held_id, OfferVisit.visit_id, OfferVisit.starts_at, OfferVisit.minutes,
               OfferVisit.answer, Visit.series_id, Visit.starts_at.label("now_at"), Beneficiary.district,
               became.label("became"))
        .join(Offer, Offer.id == OfferVisit.offer_id)
        .join(Visit, Visit.id == OfferVisit.visit_id).join(ReplacementVisit, ReplacementVisit.id == OfferVisit.held_id)
        .join(Beneficiary, Beneficiary.id == Visit.beneficiary_id)
        .where(OfferVisit.offer_id.in_(sorted(offer_ids))).order_by(OfferVisit.starts_at, OfferVisit.id)))


def asked_still(offer_id: int, at: datetime) -> list:
    return [line for line in lines_of([offer_id], at) if line.became == "still"]


def waits_for(user, at: datetime):
    """The questions a caregiver may still answer."""
    return offers_seen_by(user).where(Offer.state == "waiting", Offer.expires_at > at)


def something_is_asked(user, at: datetime):
    """Whether one waits, as a column of another question: most weeks there is none."""
    return waits_for(user, at).with_only_columns(Offer.id).exists()


def waiting(user, at: datetime) -> list:
    """(id, expires_at, first visit, how many) of what is still asked in each, the first to answer first."""
    return list(db.session.execute(
        waits_for(user, at).with_only_columns(Offer.id, Offer.expires_at, func.min(OfferVisit.starts_at).label("first_at"),
                                              func.count().label("n"), maintain_column_froms=True)
        .join(OfferVisit, OfferVisit.offer_id == Offer.id).join(Visit, Visit.id == OfferVisit.visit_id)
        .join(ReplacementVisit, ReplacementVisit.id == OfferVisit.held_id).where(*is_still_asked(at))
        .group_by(Offer.id, Offer.expires_at)
        .order_by(Offer.expires_at, Offer.id)))


def answered(user, at: datetime) -> list:
    """Her last questions that wait for nothing from her."""
    return list(db.session.scalars(
        offers_seen_by(user).where(or_(Offer.state != "waiting", Offer.expires_at <= at))
        .order_by(Offer.asked_at.desc(), Offer.id.desc()).limit(SHOWN)))


def her_month(user, at: datetime) -> dict[str, int]:
    """Notice class -> replacements she took since the first of this month: read by herself alone."""
    month = instant_at(local(at).date().replace(day=1), 0)
    return dict(db.session.execute(
        offers_seen_by(user).where(Offer.caregiver_id == user.caregiver_id, Offer.state.in_(("agreed", "partly")),
                                   Offer.answered_at >= month)
        .with_only_columns(Offer.notice, func.count(), maintain_column_froms=True).group_by(Offer.notice).order_by(Offer.notice))
        .all())


def is_told(user) -> datetime | None:
    """Since when she wishes to be told of replacements."""
    return db.session.scalar(select(Caregiver.wants_offers_since).where(Caregiver.id == user.caregiver_id))


def of_request(user, request_id: int) -> list:
    """The questions of one open request: of whom, until when, what was answered. Read nowhere else, and not once it is closed."""
    return list(db.session.execute(
        _named(offers_seen_by(user)).where(Offer.replacement_id == request_id, Replacement.state == "open",
                                           Offer.state.in_(("waiting", "willing", "declined", "expired")))
        .order_by(Offer.asked_at, Offer.id)))


def to_call(user, limit: int = SHOWN) -> list:
    """Every question that waits for an answer, or for the office to attribute, the first to expire first."""
    return list(db.session.execute(
        _named(offers_seen_by(user)).where(Offer.state.in_(sorted(ALIVE)), Replacement.state == "open")
        .order_by(Offer.state != "willing", Offer.expires_at, Offer.id).limit(limit)))


def moved(user, at: datetime) -> list:
    """Questions withdrawn whose visit now waits for somebody at another hour, until it is asked about at that hour."""
    again, line = aliased(Offer), aliased(OfferVisit)
    asked_again = exists().where(again.id == line.offer_id, again.state.in_(sorted(ALIVE)),
                                 line.visit_id == Visit.id, line.starts_at == Visit.starts_at).correlate(Visit)
    elsewhen = (exists().where(OfferVisit.offer_id == Offer.id, ReplacementVisit.id == OfferVisit.held_id,
                               Visit.id == OfferVisit.visit_id, *waits_elsewhen(at), ~asked_again).correlate(Offer))
    return list(db.session.execute(
        _named(offers_seen_by(user)).where(Offer.state == "withdrawn", Replacement.state == "open", elsewhen)
        .order_by(Offer.closed_at.desc(), Offer.id).limit(SHOWN)))


def _named(wanted):
    return (wanted.with_only_columns(
        Offer.id, Offer.replacement_id, Offer.caregiver_id, Offer.kind, Offer.state, Offer.asked_at, Offer.expires_at,
        Offer.answered_at, Caregiver.first_name, Caregiver.last_name, Caregiver.phone, Beneficiary.civility,
        Beneficiary.first_name.label("person_first"), Beneficiary.last_name.label("person_last"),
        has_page(Offer.caregiver_id).label("has_page"), maintain_column_froms=True)
        .join(Caregiver, Caregiver.id == Offer.caregiver_id).join(Replacement, Replacement.id == Offer.replacement_id)
        .join(Beneficiary, Beneficiary.id == Replacement.beneficiary_id))


def without_page(caregiver_ids) -> list[str]:
    """Names of those of these caregivers who have no account: no page shows them a question."""
    return [f"{row.first_name} {row.last_name}" for row in db.session.execute(
        select(Caregiver.first_name, Caregiver.last_name).where(Caregiver.id.in_(sorted(caregiver_ids)), ~has_page(Caregiver.id))
        .order_by(Caregiver.last_name, Caregiver.first_name, Caregiver.id))]


def by_question(rows: list, at: datetime) -> dict[int, list]:
    """Question -> its visits."""
    found: dict[int, list] = {}
    for line in lines_of([row.id for row in rows], at) if rows else ():
        found.setdefault(line.offer_id, []).append(line)
    return found


def moved_among(offers: list, at: datetime) -> set[int]:
    """Those of these questions that were withdrawn because the hour changed."""
    withdrawn = [one for one in offers if one.state == "withdrawn"]
    return {line.offer_id for lines in by_question(withdrawn, at).values() for line in lines if line.became == "moved"}


def on_duty(caregiver_ids, days) -> set[int]:
    """Those of these caregivers who have a visit, or a turn of the rota, on one of these days."""
    visits = select(Visit.caregiver_id).where(Visit.caregiver_id.in_(sorted(caregiver_ids)), Visit.day.in_(sorted(days)),
                                              Visit.state == "planned")
    turns = select(Account.caregiver_id).join(DutyTurn, DutyTurn.account_id == Account.id).where(
        Account.caregiver_id.in_(sorted(caregiver_ids)), DutyTurn.cancelled_at.is_(None),
        or_(false(), *(and_(DutyTurn.starts_at < instant_at(day + ONE_DAY, 0), DutyTurn.ends_at > instant_at(day, 0))
              for day in sorted(days))))
    return set(db.session.scalars(union(visits, turns)))
