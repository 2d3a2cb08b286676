"""A request to replace a caregiver: opened, judged when in doubt, organised by hand, and its requester told."""

from datetime import date, datetime

from sqlalchemy import select

from acts import coverage, covering, handovers, measures, mediations, messages, offers, pairings, periods, returns, successions
from database import Overtaken, change_state, db, local, now, today
from models import Account, Caregiver, Offer, Pairing, Replacement, ReplacementVisit, Visit
from queries.candidates import takable_ids
from queries.hours_back import made_up
from queries.measures import is_held_back
from queries.replacements import awaits_direction, concerned_ids, hours_of, open_twin, settled_some
from queries.settings import say
from rules.candidates import UNAVAILABLE
from rules.replacements import first_state, is_answered_by_hand, is_for_direction, keeps_wish, may_answer
from rules.vocabulary import REPLACEMENT_STATES

HER_CHOICE = "Choix de l'intervenante après une demande sans suite possible."
HER_REQUEST = "Demande de l'intervenante, accordée sans preuve."
PROTECTED = "caregiver_protection"
ALREADY_READ = "Une collègue a déjà lu cette demande."
PASSED = "La période demandée est passée."
OF_ABSENCE = "Cette demande suit une absence\u00a0: elle se clôt avec elle. Ouvrez l'absence pour la changer."
ONE_BY_ONE = "Cette demande est pour une période\u00a0: ses interventions se confient une par une. Relisez-la."
NONE_LEFT = "Il ne reste aucune intervention à lui confier ici, ou elle n'est libre à aucune. Relisez la demande."


def open(by, pairing_id: int, requested_by: str, reason: str, details: str, discriminatory: str | None,
         direction_facts: str = "", for_good: bool = True, starts_on: date | None = None,
         ends_on: date | None = None, round_id: int | None = None, mediation_id: int | None = None,
         wished: str | None = None) -> int:
    """Open a request. Yes to the question closes it at once, a doubt goes to the direction (rules/replacements.py).

    What was said then, and facts to examine, are kept for the direction alone: they leave `details`. One that could
    not be granted, typed again with "Non", is the direction's to judge.
    """
    state = first_state(requested_by, reason, discriminatory, bool(discriminatory) and awaits_direction(by, pairing_id))
    pairing = db.session.get(Pairing, pairing_id)
    _check_open(pairing_id, requested_by, for_good, starts_on)
    if state == "with_direction" or is_for_direction(reason, discriminatory):
        direction_facts, details = _together(details, direction_facts), ""
    request = Replacement(
        pairing_id=pairing_id, beneficiary_id=pairing.beneficiary_id, caregiver_id=pairing.caregiver_id, round_id=round_id,
        mediation_id=mediation_id, requested_by=requested_by, reason=reason, details=details, direction_facts=direction_facts,
        discriminatory=discriminatory, state=state, wished=wished if keeps_wish(reason, state) else None,
        for_good=for_good, starts_on=starts_on, ends_on=None if for_good else ends_on, opened_at=now(),
        opened_by_id=by.id, **_seen(by), **_closed_if(state == "not_grantable", by))
    db.session.add(request)
    db.session.flush()
    id = request.id
    _follow_opening(by, request)
    return id


def _follow_opening(by, request: Replacement) -> None:
    id, state, reason, pairing_id = request.id, request.state, request.reason, request.pairing_id
    if request.mediation_id:
        mediations.close(by, request.mediation_id, "replacement", "", [])
    if state == "not_grantable":
        pairings.leave_mediation(by, pairing_id)
    if state == "open" and reason == PROTECTED:
        _protect(by, db.session.get(Replacement, id))
    periods.take(by, id)


def _seen(by) -> dict:
    """What comes from a phone, hers or a colleague's, waits to be read; what the office writes is read by whoever writes it."""
    return {} if getattr(by, "caregiver_id", None) else {"read_at": now(), "read_by_id": by.id}


def _protect(by, request: Replacement) -> None:
    """Granted at once, without proof: nobody sends her there any more, and the request holds her visits there.

    Her hours of that day are kept, to be given back elsewhere. The relation goes on until the office ends it.
    """
    request.minutes_before, _ = hours_of(request, now())
    visits = db.session.scalars(select(Visit).where(Visit.id.in_(concerned_ids(request.id, now())))
                                .order_by(Visit.starts_at, Visit.id)).all()
    request_id, pair = request.id, (request.beneficiary_id, request.caregiver_id)
    first, last = max(request.starts_on or today(), today()), request.ends_on
    # by nobody: whether she asked or the office did is not for those who report the change
    covering.hold(None, request_id, visits)
    measures.set(by, *pair, "do_not_assign", say(HER_REQUEST), first, last)


def read(by, request_id: int) -> None:
    """The office has read what came from her phone; she sees so."""
    change_state(Replacement, request_id, {"read_at": None}, sentence=ALREADY_READ, read_at=now(), read_by_id=by.id)


def _together(*texts: str) -> str:
    return "\n".join(text for text in texts if text)


def attach(by, request_id: int, round_id: int, details: str, discriminatory: str | None, reason: str,
           direction_facts: str = "") -> None:
    """A request already open when a round decides the same: it goes on, led by the round; what is said now counts.

    A yes or a doubt said now stops it; nothing already answered to the direction is softened.
    """
    request = db.session.get(Replacement, request_id)
    before, state = request.state, first_state("beneficiary", reason, discriminatory) if discriminatory else "open"
    values = {} if state == "open" else {"state": state, "discriminatory": discriminatory, "details": "",
                                         "wished": request.wished if keeps_wish(request.reason, state) else None,
                                         **_closed_if(state == "not_grantable", by)}
    if state != "open" or is_for_direction(reason, discriminatory):
        kept = request.details if values else ""
        values["direction_facts"] = _together(request.direction_facts, kept, details, direction_facts)
    _change(request_id, before, round_id=request.round_id or round_id, **values)
    if state == "not_grantable":
        pairings.leave_mediation(by, db.session.get(Replacement, request_id).pairing_id)
    if values.get("state"):
        returns.let_go(by, request_id)


def _check_open(pairing_id: int, requested_by: str, for_good: bool, starts_on: date | None) -> None:
    if db.session.scalar(select(Pairing.state).where(Pairing.id == pairing_id)) == "ended":
        raise Overtaken("Cette relation est terminée\u00a0: il n'y a plus rien à remplacer.")
    if open_twin(pairing_id, requested_by, for_good, starts_on):
        raise Overtaken("Une collègue a déjà ouvert cette demande. Complétez la sienne.")


def judge(by, request_id: int, grantable: bool, words: str) -> None:
    """The direction lifts a doubt: the request is organised, or nothing can be done with it; her reason is kept."""
    if not grantable:
        pairings.leave_mediation(by, db.session.get(Replacement, request_id).pairing_id)
    kept = {} if grantable else {"wished": None}
    _change(request_id, "with_direction", state="open" if grantable else "not_grantable", judged_at=now(), **kept,
            judged_by_id=by.id, judged_words=words, **_closed_if(not grantable, by))
    periods.take(by, request_id, again=True)


def tell_caregiver(by, request_id: int) -> None:
    """She was told by voice, before any letter leaves."""
    _change(request_id, "not_grantable", {"caregiver_told_at": None}, caregiver_told_at=now(),
            caregiver_told_by_id=by.id)


def choose_for_herself(by, request_id: int, choice: str) -> int | None:
    """What she wants, once told: stay, be accompanied, or not go back. Returns her own request, when it opens one.

    To be accompanied puts a measure on the pair; not to go back is her own request, at no cost of contract hours.
    """
    request = db.session.get(Replacement, request_id)
    if request.caregiver_told_at is None:
        raise Overtaken("Prévenez-la d'abord de vive voix.")
    _change(request_id, "not_grantable", {"caregiver_choice": None}, caregiver_choice=choice)
    pairing = db.session.get(Pairing, request.pairing_id)
    if choice == "accompanied":
        measures.set(by, pairing.beneficiary_id, pairing.caregiver_id, "only_accompanied", say(HER_CHOICE), today())
    if choice == "not_return" and pairing.state != "ended":
        return open(by, pairing.id, "caregiver", "caregiver_protection", "", None)
    return None


def choose(by, request_id: int, caregiver_id: int, why: str, known: int | None = None, relay: bool = False) -> int:
    """For good: give the visits asked to another caregiver, those she may take (`rules/candidates.py`). Returns her relation.

    `known` is the relation already chosen that the office saw. The former relation ends once none of its visits is left;
    the others stay in the request. `relay`: a passage de relais opens to her in the same gesture. For a period, each visit
    is asked for apart (`acts/offers.py`).
    """
    if not db.session.get(Replacement, request_id).for_good:
        raise Overtaken(ONE_BY_ONE)
    _change(request_id, "open", {"new_pairing_id": known}, new_pairing_id=known)
    request, asked = db.session.get(Replacement, request_id), concerned_ids(request_id, now())
    free = takable_ids(by, asked, request.beneficiary_id, caregiver_id, now())
    if not free and (known or asked):
        raise Overtaken(NONE_LEFT)
    former = db.session.get(Pairing, request.pairing_id)
    first = max(request.starts_on or today(), today())
    if is_held_back(former.beneficiary_id, caregiver_id, first, request.ends_on):
        raise Overtaken(f"Cette intervenante est {UNAVAILABLE}.")
    chosen = pairings.ensure_pairing(by, former.beneficiary_id, caregiver_id, former.kind, why, first)
    _change(request_id, "open", new_pairing_id=chosen)
    coverage.cover(by, free, caregiver_id, chosen, for_good=True)
    if relay and free:
        handovers.open_for(by, [request_id], caregiver_id)
    _end_if_empty(by, request_id)
    return chosen


def _end_if_empty(by, request_id: int) -> None:
    successions.end_former(by, request_id, only_if_empty=True)
    _close_told(by, request_id)


def _close_told(by, request_id: int) -> None:
    """Who asked was answered before somebody was found, as for a wish: with nothing left to give, the request is done."""
    request = db.session.get(Replacement, request_id, populate_existing=True)
    if request.requester_told_at and not concerned_ids(request_id, now()):
        _change(request_id, "open", state="done", closed_at=now(), closed_by_id=by.id)


def tell_requester(by, request_id: int, words: str, how: str | None = None, to: str | None = None, name: str = "") -> None:
    """Who asked was told what was decided and why. An organised request is then done; what is left is uncovered.

    how, to, name: by what way, and whom, of the person's side.
    """
    request = _by_hand(request_id)
    state, untold, decided = request.state, {"requester_told_at": None}, request.new_pairing_id or settled_some(request_id)
    if state == "not_grantable" and request.caregiver_choice is None:
        raise Overtaken("L'intervenante est prévenue de vive voix et choisit, avant toute réponse.")
    if not may_answer(state, bool(decided), request.caregiver_choice):
        raise Overtaken("Rien n'est encore décidé\u00a0: il n'y a rien à annoncer.")
    if state == "open":
        successions.end_former(by, request_id)
        offers.close(by, Offer.replacement_id == request_id)
    closed = {"state": "done", "closed_at": now(), "closed_by_id": by.id} if state == "open" else {}
    _change(request_id, state, untold, requester_told_at=now(), requester_told_by_id=by.id, closing_words=words,
            requester_told_how=how, requester_told_to=to, requester_told_name=name, **closed)
    _answer(by, request_id)


def cancel(by, request_id: int, words: str) -> None:
    """The request has no object any more: what nobody took is hers again; a relation that waited for it after a mediation
    goes on."""
    _by_hand(request_id)
    _change(request_id, ("open", "with_direction"), state="cancelled", closing_words=words, closed_at=now(),
            closed_by_id=by.id)
    returns.let_go(by, request_id)
    pairings.leave_mediation(by, db.session.get(Replacement, request_id).pairing_id)
    _answer(by, request_id)


def _answer(by, request_id: int) -> None:
    """Her own request has its answer: a message says that there is one."""
    request = db.session.get(Replacement, request_id)
    if request.requested_by == "caregiver":
        messages.tell(by, "answer", f"request:{request_id}", caregiver_id=request.caregiver_id)


def _by_hand(request_id: int) -> Replacement:
    request = db.session.get(Replacement, request_id)
    if not is_answered_by_hand(request.absence_id):
        raise Overtaken(OF_ABSENCE)
    return request


def follow(by, at: datetime) -> int:
    """Visits written since are held, or given; a relation ends on its day; what is over closes. Returns how many; run by the
    clock."""
    return periods.take(by) + successions.follow(by, at) + close_passed(by, at) + _note_made_up(at)


def _note_made_up(at: datetime) -> int:
    """Hours given back once are not owed again, whatever her week becomes later."""
    ids = made_up(at)
    for id in ids:
        change_state(Replacement, id, {"made_up_at": None}, made_up_at=at)
    return len(ids)


def close_passed(by, at: datetime) -> int:
    """Requests for a period that is over close by themselves, but for one that still asks for somebody for a later hour."""
    later = select(ReplacementVisit.id).join(Visit, Visit.id == ReplacementVisit.visit_id).where(
        ReplacementVisit.replacement_id == Replacement.id, ReplacementVisit.state == "open", Visit.ends_at > at)
    passed = db.session.scalars(
        select(Replacement).where(Replacement.state.in_(("open", "with_direction")), Replacement.for_good.is_(False),
                                  Replacement.ends_on < local(at).date(), ~later.correlate(Replacement).exists())
        .order_by(Replacement.id).limit(200)).all()
    for request in passed:
        request.state = "done" if request.new_pairing_id else "cancelled"
        request.closed_at, request.closing_words = at, request.closing_words or PASSED
    return len(passed)


def _closed_if(closed: bool, by) -> dict:
    return {"closed_at": now(), "closed_by_id": by.id} if closed else {}


def _change(request_id: int, state, expected: dict | None = None, /, **values) -> None:
    change_state(Replacement, request_id, {"state": state, **(expected or {})},
                 sentence=lambda: _meanwhile(request_id), **values)


def _meanwhile(request_id: int) -> str:
    row = db.session.execute(
        select(Replacement.state, Replacement.closed_at, Account.name, Caregiver.first_name, Caregiver.last_name)
        .outerjoin(Account, Account.id == Replacement.closed_by_id)
        .outerjoin(Pairing, Pairing.id == Replacement.new_pairing_id)
        .outerjoin(Caregiver, Caregiver.id == Pairing.caregiver_id).where(Replacement.id == request_id)).one()
    if row.state == "open" and row.last_name:
        return f"Une collègue a déjà choisi {row.first_name} {row.last_name} pour cette demande. Relisez-la."
    where = f"Cette demande est maintenant «\u00a0{REPLACEMENT_STATES[row.state]}\u00a0»"
    by = f", par {row.name}" if row.name else ""
    return f"{where}{by}{f', le {local(row.closed_at):%d/%m à %H h %M}' if row.closed_at else ''}. Relisez-la."
