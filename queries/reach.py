"""Reach: what each person may see, as SQL, once. Lists, details, counters, search and exports all start here.

The office sees every sector (a sector is a filter, not a wall). A caregiver sees what is hers. A role that is not
written here sees nothing: the select matches no row.
"""

from datetime import datetime

from sqlalchemy import Select, and_, exists, false, or_, select

from database import now
from models import (
    Absence,
    Account,
    Alert,
    AlertDanger,
    AlertShare,
    Beneficiary,
    CalendarFeed,
    CallNote,
    Caregiver,
    DutyEntry,
    DutyTurn,
    FactorReset,
    Handover,
    HelpRequest,
    LoadNote,
    Mediation,
    Message,
    Offer,
    Pairing,
    PairMeasure,
    Replacement,
    ReplacementVisit,
    ReturnVisit,
    Round,
    RoundSide,
    Visit,
    VisitChange,
    Word,
)
from rules.assignment import TO_COME
from rules.duty import VISITS_AFTER, VISITS_BEFORE, WRITES_AFTER, Turn


def _office_or(user, model, hers) -> Select:
    """Everything for the office; for a caregiver what `hers()` says; nothing for anyone else."""
    if user.is_office:
        return select(model)
    if user.role == "caregiver" and user.caregiver_id and hers is not None:
        return select(model).where(hers())
    return select(model).where(false())


def is_assigned(caregiver_id: int, beneficiary_id, at: datetime):
    """She has a visit to come there, or stands at its closed door: from the moment it is given to the end of the last."""
    return exists().where(Visit.beneficiary_id == beneficiary_id, Visit.caregiver_id == caregiver_id,
                          Visit.state.in_(sorted(TO_COME)), Visit.ends_at > at)


def beneficiaries_seen_by(user, at: datetime | None = None) -> Select:
    return _office_or(user, Beneficiary, lambda: is_assigned(
        user.caregiver_id, Beneficiary.id, now() if at is None else at))


def caregivers_seen_by(user) -> Select:
    return _office_or(user, Caregiver, lambda: Caregiver.id == user.caregiver_id)


def pairings_seen_by(user) -> Select:
    return _office_or(user, Pairing, lambda: Pairing.caregiver_id == user.caregiver_id)


def visits_seen_by(user) -> Select:
    return _office_or(user, Visit, lambda: Visit.caregiver_id == user.caregiver_id)


def changes_seen_by(user) -> Select:
    """Changes of visits; a caregiver never sees one that must be said by voice first, until she was reached."""
    change = VisitChange
    said = ((change.caregiver_id, change.reached_at), (change.other_caregiver_id, change.other_reached_at))
    return _office_or(user, change, lambda: or_(*(
        and_(who == user.caregiver_id, or_(change.phone_first.is_(False), reached.is_not(None)))
        for who, reached in said)))


def rounds_seen_by(user) -> Select:
    """Rounds as such are the office's: a caregiver sees her own side (`sides_seen_by`), never the round."""
    return _office_or(user, Round, None)


def _her_pair(user, pairing_id):
    return exists().where(Pairing.id == pairing_id, Pairing.caregiver_id == user.caregiver_id)


def sides_seen_by(user) -> Select:
    return _office_or(user, RoundSide, lambda: and_(
        RoundSide.side == "caregiver",
        exists().where(Round.id == RoundSide.round_id, Round.caregiver_id == user.caregiver_id)))


def mediations_seen_by(user) -> Select:
    return _office_or(user, Mediation, lambda: _her_pair(user, Mediation.pairing_id))


def replacements_seen_by(user) -> Select:
    """For a caregiver: only the requests she made herself."""
    return _office_or(user, Replacement, lambda: and_(
        Replacement.requested_by == "caregiver", Replacement.caregiver_id == user.caregiver_id))


def absences_seen_by(user) -> Select:
    return _office_or(user, Absence, lambda: Absence.caregiver_id == user.caregiver_id)


def return_visits_seen_by(user) -> Select:
    """The visit to the occupational doctor tells of a long absence: the office's, as the type of the absence is."""
    return _office_or(user, ReturnVisit, None)


def held_visits_seen_by(user) -> Select:
    """Visits held by a request are the office's to settle: a caregiver sees the questions asked to her, no more."""
    return _office_or(user, ReplacementVisit, None)


def offers_seen_by(user) -> Select:
    return _office_or(user, Offer, lambda: Offer.caregiver_id == user.caregiver_id)


def load_notes_seen_by(user) -> Select:
    return _office_or(user, LoadNote, lambda: LoadNote.caregiver_id == user.caregiver_id)


def handovers_seen_by(user) -> Select:
    """For a caregiver: those addressed to her, and those she hands over; always, also afterwards."""
    return _office_or(user, Handover, lambda: or_(
        Handover.to_caregiver_id == user.caregiver_id, Handover.from_caregiver_id == user.caregiver_id))


def alerts_seen_by(user, me=None) -> Select:
    """Alerts this person may read whole. `me`: her account, when the statement is built once per kind of eye.

    Her own for a caregiver. The direction: all but those directed elsewhere. A referent: those addressed to her, the second
    recipient once the first left it unread. A coordinator: those its author lets her read. Never one about the reader.
    """
    if user.role == "caregiver":
        return select(Alert).where(Alert.caregiver_id == user.caregiver_id)
    me = user.id if me is None else me
    addressed = or_(Alert.first_id == me, and_(Alert.second_id == me, Alert.escalated_at.is_not(None)))
    inside = {"director": Alert.directed.in_(("referent", "direction")),
              "coordinator": exists().where(AlertShare.alert_id == Alert.id, AlertShare.account_id == me,
                                            AlertShare.ended_at.is_(None)).correlate(Alert)}
    if user.role == "outside_recipient":
        return select(Alert).where(Alert.directed == "outside", addressed)
    ways = [inside[user.role]] if user.role in inside else []
    ways += [addressed] if "alert_referent" in user.flags else []
    not_about_me = or_(Alert.about_account_id.is_(None), Alert.about_account_id != me)
    return select(Alert).where(Alert.directed.in_(("referent", "direction")), not_about_me, or_(false(), *ways))


def calls_for_help_seen_by(user, me=None) -> Select:
    """Who is to be called now, with nothing more: the whole office, but the one it is about.

    About the direction: the coordinators alone. A caregiver: when she is on call and was told, until a while after
    somebody reached her: a name and a number are not hers to keep.
    """
    me = user.id if me is None else me
    if not user.may("alert.call"):
        return select(Alert).where(false())
    if user.role == "caregiver":
        told = exists().where(AlertDanger.alert_id == Alert.id, AlertDanger.account_id == me).correlate(Alert)
        fresh = or_(Alert.helped_at.is_(None), Alert.helped_at > now() - WRITES_AFTER)
        return select(Alert).where(Alert.needs_help.is_(True), told, fresh)
    inside = () if user.role == "coordinator" else (Alert.directed.in_(("referent", "direction")),)
    return select(Alert).where(Alert.needs_help.is_(True), *inside,
                               or_(Alert.about_account_id.is_(None), Alert.about_account_id != me))


def help_requests_seen_by(user, me=None) -> Select:
    """A hand asked for: her own; else whom it was asked from, alone. The direction when that one receives no more.

    Never whom she keeps it from.
    """
    if user.caregiver_id:
        return select(HelpRequest).where(HelpRequest.caregiver_id == user.caregiver_id)
    if not user.may("help_request.follow"):
        return select(HelpRequest).where(false())
    me = user.id if me is None else me
    receiving = exists().where(Account.id == HelpRequest.first_id, Account.ended_at.is_(None),
                               or_(Account.role == "director", Account.is_alert_referent.is_(True))).correlate(HelpRequest)
    ways = [HelpRequest.first_id == me] + ([~receiving] if user.role == "director" else [])
    return select(HelpRequest).where(or_(*ways), or_(HelpRequest.but_id.is_(None), HelpRequest.but_id != me))


def measures_seen_by(user) -> Select:
    return _office_or(user, PairMeasure, None)


def words_seen_by(user) -> Select:
    return _office_or(user, Word, lambda: Word.caregiver_id == user.caregiver_id)


def calls_seen_by(user) -> Select:
    return _office_or(user, CallNote, None)


def messages_seen_by(user) -> Select:
    """The office follows what is sent to caregivers; that something private was sent, to whomever, shows nowhere here."""
    hers = select(Account.id).where(Account.role == "caregiver")
    seen = select(Message).where(Message.private.is_(False), Message.account_id.in_(hers))
    return seen if user.is_office else seen.where(false())


def feeds_seen_by(user) -> Select:
    return _office_or(user, CalendarFeed, lambda: CalendarFeed.caregiver_id == user.caregiver_id)


def duty_turns_seen_by(user) -> Select:
    return _office_or(user, DutyTurn, None)


def visits_of_duty(user, turn: Turn | None, at: datetime) -> Select:
    """For whoever is in this turn at this very instant, and nobody else: the visits just over and those of the next day."""
    if turn is None or turn.account_id != user.id or not turn.holds(at):
        return select(Visit).where(false())
    return select(Visit).where(Visit.ends_at > at - VISITS_BEFORE, Visit.starts_at < at + VISITS_AFTER)


def duty_entries_seen_by(user, turn: Turn | None) -> Select:
    """The office reads the whole logbook; somebody else her own lines, and those written since the turn she is in began."""
    if user.is_office:
        return select(DutyEntry)
    since = DutyEntry.at >= turn.starts_at if turn and turn.account_id == user.id else false()
    return select(DutyEntry).where(or_(DutyEntry.by_id == user.id, since))


def accounts_seen_by(user) -> Select:
    """Accounts are for those who manage them, and each person's own."""
    if user.may("account.manage"):
        return select(Account)
    return select(Account).where(Account.id == user.id)


def factor_resets_seen_by(user) -> Select:
    return select(FactorReset) if user.may("factor.follow") else select(FactorReset).where(false())
