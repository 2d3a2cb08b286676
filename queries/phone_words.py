"""What became of what a caregiver said: her words, decisions told, mediations, her requests."""

from sqlalchemy import case, func, select
from sqlalchemy.orm import aliased

from database import db
from models import (
    Beneficiary,
    Decision,
    Mediation,
    MediationPoint,
    MediationVersion,
    Pairing,
    Replacement,
    Round,
    RoundSide,
    Word,
)
from queries.pages import Page, page_of
from queries.phone_week import ended_by_untold_death
from queries.reach import mediations_seen_by, replacements_seen_by, sides_seen_by, words_seen_by

# Under their own names: the reach already looks at the round, at the relation.
HER_ROUND, RELATION = aliased(Round), aliased(Pairing)
PERSON = (Beneficiary.civility, Beneficiary.first_name, Beneficiary.last_name)


def her_words(user, after: int | None = None, before: int | None = None) -> Page:
    """Her words to the office, newest first, a page at a time, with what the office did of them."""
    return page_of(
        words_seen_by(user).outerjoin(Beneficiary, Beneficiary.id == Word.beneficiary_id)
        .with_only_columns(Word.id, Word.kind, Word.words, Word.at, Word.read_at, Word.reply, *PERSON,
                           maintain_column_froms=True), Word.at, after, before, newest=True)


def replies_since(user, since, limit: int) -> list:
    """The office's replies of the last days, for the top of her week."""
    answered = func.coalesce(Word.closed_at, Word.read_at)
    return list(db.session.execute(
        words_seen_by(user).where(Word.reply != "", answered >= since)
        .with_only_columns(Word.id, Word.reply, answered.label("at"), maintain_column_froms=True)
        .order_by(answered.desc(), Word.id.desc()).limit(limit)))


def decision_told(user):
    """Decisions of her rounds about which the office chose to tell her something; the rest is not here."""
    hers = sides_seen_by(user).with_only_columns(RoundSide.round_id)
    return select(Decision).where(Decision.told_words != "", Decision.round_id.in_(hers))


def decisions_told(user, limit: int) -> list:
    """What she was told, newest first; the outcome by itself and its reason are not read here."""
    return list(db.session.execute(
        decision_told(user).join(HER_ROUND, HER_ROUND.id == Decision.round_id)
        .join(Beneficiary, Beneficiary.id == HER_ROUND.beneficiary_id)
        .with_only_columns(Decision.id, Decision.told_words, Decision.at, Decision.seen_by_caregiver_at, *PERSON,
                           maintain_column_froms=True)
        .order_by(Decision.at.desc(), Decision.id.desc()).limit(limit)))


def as_she_knows(user, model, before: str, person=RELATION.beneficiary_id):
    """The state she may read: that of before, as long as a death she was not told of is what closed it."""
    unknown = ended_by_untold_death(user, person, model.closed_at)
    return case((unknown, before), else_=model.state).label("state")


def _mediations(user):
    return (mediations_seen_by(user).join(RELATION, RELATION.id == Mediation.pairing_id)
            .join(Beneficiary, Beneficiary.id == RELATION.beneficiary_id))


def her_mediations(user, limit: int) -> list:
    return list(db.session.execute(
        _mediations(user).with_only_columns(Mediation.id, Mediation.subject, Mediation.check_on, *PERSON,
                                            as_she_knows(user, Mediation, "opened"), maintain_column_froms=True)
        .order_by(Mediation.opened_at.desc(), Mediation.id.desc()).limit(limit)))


def person_of_mediation(user, mediation_id: int):
    return db.session.execute(_mediations(user).where(Mediation.id == mediation_id)
                              .with_only_columns(*PERSON, as_she_knows(user, Mediation, "opened"),
                                                 maintain_column_froms=True)).one()


def her_versions(user, mediation_id: int) -> list:
    """Her own version alone: the person's is read by its speaker and the mediator."""
    hers = mediations_seen_by(user).where(Mediation.id == mediation_id).with_only_columns(Mediation.id)
    return list(db.session.scalars(
        select(MediationVersion).where(MediationVersion.mediation_id.in_(hers), MediationVersion.side == "caregiver")
        .order_by(MediationVersion.at, MediationVersion.id)))


def agreement_points(user, mediation_id: int) -> list:
    hers = mediations_seen_by(user).where(Mediation.id == mediation_id).with_only_columns(Mediation.id)
    return list(db.session.scalars(
        select(MediationPoint).where(MediationPoint.mediation_id.in_(hers))
        .order_by(MediationPoint.at, MediationPoint.id)))


def known_end(user):
    unknown = ended_by_untold_death(user, Replacement.beneficiary_id, Replacement.closed_at)
    return case((unknown, None), else_=Replacement.closed_at).label("closed_at")


def her_requests(user, limit: int) -> list:
    """Replacements she asked for herself: where each stands, not the words kept by the office."""
    return list(db.session.execute(
        replacements_seen_by(user).join(Beneficiary, Beneficiary.id == Replacement.beneficiary_id)
        .with_only_columns(Replacement.id, Replacement.opened_at, known_end(user), *PERSON,
                           as_she_knows(user, Replacement, "open", Replacement.beneficiary_id), maintain_column_froms=True)
        .order_by(Replacement.opened_at.desc(), Replacement.id.desc()).limit(limit)))
