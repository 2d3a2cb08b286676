"""The person is told who comes instead; what she answers is kept, respected, and followed at once."""

from collections.abc import Collection

from sqlalchemy import select

from acts import covering, handovers, held_visits, pairings, replacements, visits
from database import Overtaken, change_state, db, now, today
from models import ReplacementVisit, Telling, ToldVisit, Visit
from queries.replacements import awaits_direction, open_twin
from queries.telling import BACK, TO_ARRANGE, TO_TELL, Line, lines
from rules.telling import CALLED_OFF, KEPT, REFUSED, Said, follows

CHANGED = "Ce qui était à annoncer a changé entre-temps, ou une collègue l'a déjà annoncé. Relisez la liste."
TAKEN_BACK = "Une collègue a déjà noté ce changement d'avis."
HERS_TO_DECIDE = "Cette réponse a ouvert une demande\u00a0: elle se suit sur la page de la demande."
REASON = "misfit_beneficiary"


def tell(by, person_id: int, marks: Collection[str], said: Said) -> int:
    """She was called about these visits, as they were announced. Raises Overtaken when one of them has changed since."""
    told = _announced(by, person_id, marks)
    asked = _stop(by, person_id, told, said) if said.answer == "refuses" else None
    telling = Telling(beneficiary_id=person_id, answer=said.answer, spoken_to=said.spoken_to, spoken_name=said.spoken_name,
                      words="" if asked else said.words, replacement_id=asked, told_at=now(), told_by_id=by.id)
    db.session.add(telling)
    db.session.flush()
    db.session.add_all(ToldVisit(telling_id=telling.id, held_id=line.row.held_id, visit_id=line.row.id,
                                 caregiver_id=line.row.caregiver_id, starts_at=line.row.starts_at) for line in told)
    db.session.flush()
    for line in told:
        _follow(by, line, said)
    _settled(by, told)
    return telling.id


def _announced(by, person_id: int, marks: Collection[str]) -> list[Line]:
    now_so = [line for what in (TO_TELL, TO_ARRANGE) for line in lines(by, [person_id], what).get(person_id, [])]
    told = [line for line in now_so if line.mark in marks]
    if not told or len(told) != len(set(marks)):
        raise Overtaken(CHANGED)
    return told


def _stop(by, person_id: int, told: list[Line], said: Said) -> int | None:
    """The request that a Oui or a Doute opens, for each caregiver refused; a Non opens one only where the direction had
    not let the same be asked again. Returns the first, or None: a refusal like any other.
    """
    days, opened = {}, []
    for line in told:
        days.setdefault((line.row.caregiver_id, line.row.pairing_id), []).append(line.row.day)
    for (caregiver_id, pairing), on in days.items():
        pairing = pairing or pairings.ensure_pairing(by, person_id, caregiver_id, "replacement", "hours", on[0], on[-1])
        if said.stops or awaits_direction(by, pairing):
            opened.append(_request(by, pairing, on, said))
    return opened[0] if opened else None


def _request(by, pairing_id: int, days: list, said: Said) -> int:
    twin = open_twin(pairing_id, "beneficiary", False, days[0])
    if twin:
        replacements.attach(by, twin, None, said.words, said.discriminatory, REASON, said.direction_words)
        return twin
    return replacements.open(by, pairing_id, "beneficiary", REASON, said.words, said.discriminatory, said.direction_words,
                             for_good=False, starts_on=days[0], ends_on=days[-1])


def _follow(by, line: Line, said: Said) -> None:
    """Nobody is sent to a visit she refuses; one she would rather do without is called off when it can wait."""
    visit = db.session.get(Visit, line.row.id, populate_existing=True)
    end = follows(said.answer, held_visits.waits(visit))
    if end == KEPT or (end == CALLED_OFF and line.row.state == BACK):
        return  # it stays; she whom the person waits for is the one who comes
    if end == CALLED_OFF:
        covering.settle(by, line.row.held_id, "called_off", choice="call_off", agreed_with=said.who, agreed_on=today())
        visits.settle(by, visit.id, visit.version, "cancelled_by_person", held_visits.AGREED + said.who)
    if end == REFUSED:
        covering.settle(by, line.row.held_id, "moot")
        visits.settle(by, visit.id, visit.version, "refused_by_person")
    covering.fold(visit.id)


def _settled(by, told: list[Line]) -> None:
    requests = {line.row.replacement_id for line in told}
    covering.close_settled(by, requests)
    handovers.follow(by, requests)


def family_takes(by, person_id: int, mark: str, who: str) -> None:
    """It cannot wait and she would rather do without this caregiver: somebody of the family does it."""
    line = next((line for line in lines(by, [person_id], TO_ARRANGE).get(person_id, []) if line.mark == mark), None)
    if line is None:
        raise Overtaken(CHANGED)
    visit = db.session.get(Visit, line.row.id, populate_existing=True)
    covering.settle(by, line.row.held_id, "family", choice="family", agreed_with=who, agreed_on=today())
    visits.settle(by, visit.id, visit.version, "cancelled_by_person", held_visits.FAMILY + who)
    covering.fold(visit.id)
    _settled(by, [line])


def take_back(by, telling_id: int) -> None:
    """She changed her mind: what is still to come is planned again, with the one who was announced when she is free.

    She is told again who comes, and who comes has her passage de relais again. What a request follows is not taken back here.
    """
    telling = db.session.get(Telling, telling_id, populate_existing=True)
    if telling.replacement_id:
        raise Overtaken(HERS_TO_DECIDE)
    change_state(Telling, telling_id, {"taken_back_at": None}, sentence=TAKEN_BACK, taken_back_at=now(), taken_back_by_id=by.id)
    rows = db.session.execute(
        select(ToldVisit.held_id, ToldVisit.caregiver_id, Visit.id, Visit.version, ReplacementVisit.replacement_id,
               ReplacementVisit.former_caregiver_id)
        .join(Visit, Visit.id == ToldVisit.visit_id).join(ReplacementVisit, ReplacementVisit.id == ToldVisit.held_id)
        .where(ToldVisit.telling_id == telling_id, Visit.state.in_(("refused_by_person", "cancelled_by_person")),
               Visit.starts_at > now()).order_by(Visit.starts_at)).all()
    for row in rows:
        visits.restore(by, row.id, row.version)
    comes = {(row.replacement_id, row.caregiver_id) for row in rows if _hers_again(by, row)}
    for request_id, caregiver_id in sorted(comes):
        handovers.open_for(by, [request_id], caregiver_id)


def _hers_again(by, row) -> bool:
    """The line follows the visit: covered as before; or, with nobody to hand over to, asking for somebody when she is taken
    elsewhere by now, or back with the usual caregiver (False).
    """
    visit = db.session.get(Visit, row.id, populate_existing=True)
    if visit.caregiver_id is None or _is_taken(visit):
        covering.reopen(by, row.held_id)
        return False
    covering.settle(by, row.held_id, "open")
    if visit.caregiver_id == row.former_caregiver_id:
        covering.settle(by, row.held_id, BACK)
        return False
    covering.settle(by, row.held_id, "covered", choice="replace")
    return True


def _is_taken(visit: Visit) -> bool:
    return bool(db.session.scalar(select(Visit.id).where(
        Visit.caregiver_id == visit.caregiver_id, Visit.id != visit.id, Visit.state == "planned",
        Visit.starts_at < visit.ends_at, Visit.ends_at > visit.starts_at).limit(1)))
