"""Questions to caregivers about visits to take: asked to one, asked to several, or answered by voice in the same call."""

from collections.abc import Collection

from sqlalchemy import exists, select, update

from acts import covering, messages, periods
from database import Overtaken, db, local, now, today
from models import Offer, OfferVisit, Replacement, ReplacementVisit, Visit
from queries.absences import away_on
from queries.candidates import asked_ids, takable_ids
from queries.offers import answers_by, is_still_asked
from queries.outbox import OFFER
from queries.settings import settings
from rules.offers import ALIVE, answered_state, notice_class

NOTHING_LEFT = "Elle n'est libre à aucune de ces interventions, ou une collègue s'en est occupée entre-temps. Relisez la demande."
NOT_HERS = "Elle ne peut pas prendre toutes ces interventions, ou l'une d'elles n'attend plus personne. Relisez la demande."
ALREADY = "Une question l'attend déjà pour cette personne. Attendez sa réponse, ou appelez-la."
AWAY = "Elle est absente en ce moment\u00a0: rien ne lui est demandé. Choisissez quelqu'un d'autre."
TOO_LATE = "Appelez-la\u00a0: l'intervention commence dans moins de {n} heures."
ALL_TOO_LATE = "Appelez-la\u00a0: ces interventions commencent dans moins de {n} heures."
ONLY_CALLS = ("Il est trop tard pour une question\u00a0: ce qu'elles pourraient prendre commence dans moins de {n} heures. "
              "Appelez, puis notez «\u00a0Appelée\u00a0: d'accord\u00a0».")
NOBODY = "Personne n'est à prévenir pour ces interventions\u00a0: appelez, ou cherchez dans tous les secteurs."


def ask(by, replacement_id: int, caregiver_id: int, visit_ids: Collection[int], kind: str = "direct") -> int:
    """One question to one caregiver about visits of one person. Returns its id. None of them is hers until she said yes.

    Raises Overtaken, and asks nothing, when a visit asks for nobody any more, when she may not take them all together, when
    she is away today or on one of those days, when the first begins too soon for a page, or when a question about this
    request waits for her already: what she reads must not grow while she answers it.
    """
    periods.take(by, replacement_id)
    request = db.session.get(Replacement, replacement_id, populate_existing=True)
    rows = [row for row in _open(request) if row.visit_id in set(visit_ids)]
    if away_on([caregiver_id], today()):
        raise Overtaken(AWAY)
    if request.state != "open" or not rows or len(rows) != len(set(visit_ids)):
        raise Overtaken(covering.TAKEN)
    if len(takable_ids(by, visit_ids, request.beneficiary_id, caregiver_id, now())) != len(rows):
        raise Overtaken(NOT_HERS)
    if db.session.scalar(select(Offer.id).where(*_alive(replacement_id, caregiver_id))):
        raise Overtaken(ALREADY)
    offer = _note(by, request, caregiver_id, rows, kind=kind, state="waiting", expires_at=until(rows))
    messages.tell(by, "question", f"{OFFER}{offer}", caregiver_id=caregiver_id, starts_at=rows[0].starts_at)
    return offer


def ask_several(by, replacement_id: int, wanted: dict[int, Collection[int]]) -> int:
    """The same question to each of these caregivers, about the visits she may take: who would go? The office attributes.

    wanted: caregiver -> visits, none at all when all she may take begin too soon for a question. Who was asked already, or
    cannot be any more, is left out. Returns how many are asked.
    """
    if wanted and not any(wanted.values()):
        raise Overtaken(_late(ONLY_CALLS))
    asked = 0
    for caregiver_id, visit_ids in wanted.items():
        try:
            ask(by, replacement_id, caregiver_id, visit_ids, "several")
            asked += 1
        except Overtaken:
            continue
    if not asked:
        raise Overtaken(NOBODY)
    return asked


def until(rows: list):
    """Until when she may answer about these visits, in the order of time. Raises Overtaken when only a call is left."""
    last = answers_by(rows[0].starts_at, now())
    if last is None:
        raise Overtaken(_late(TOO_LATE if len(rows) == 1 else ALL_TOO_LATE))
    return last


def _late(sentence: str) -> str:
    hours = settings().number("offer_hours")
    return sentence.format(n="deux" if hours == 2 else hours)


def called(by, replacement_id: int, caregiver_id: int) -> int:
    """"Appelée\u00a0: d'accord": every visit of the request that she may take is hers; the others stay to be covered.

    Raises Overtaken when none is left for her. Counted among the replacements of her month by its notice
    (`queries/candidates.py`); nothing is kept of a call that ended with a no. A question that waited for her is answered so.
    """
    periods.take(by, replacement_id)
    request = db.session.get(Replacement, replacement_id, populate_existing=True)
    rows = _open(request)
    free = set(takable_ids(by, [row.visit_id for row in rows], request.beneficiary_id, caregiver_id, now())) if rows else set()
    taken = [row for row in rows if row.visit_id in free]
    if request.state != "open" or not taken:
        raise Overtaken(NOTHING_LEFT)
    close(by, *_alive(replacement_id, caregiver_id))
    answers = {row.visit_id: "yes" if row.visit_id in free else "no" for row in rows}
    offer = _note(by, request, caregiver_id, rows, answers, kind="direct", expires_at=now(), channel="call",
                  state=answered_state(answers.values()), answered_at=now(), answered_by_id=by.id)
    covering.cover(by, [row.id for row in taken], caregiver_id, spoken=True)
    close_unasked(by, now(), Offer.replacement_id == replacement_id)
    return offer


def close(by, *where) -> int:
    """Questions that need no answer any more: she is told so on her page, and nothing is held against anybody."""
    return db.session.execute(
        update(Offer).where(Offer.state.in_(sorted(ALIVE)), *where)
        .values(state="withdrawn", closed_at=now(), closed_by_id=by.id if by else None)
        .execution_options(synchronize_session=False)).rowcount


def close_unasked(by, at, *where) -> int:
    """Questions of which nothing is asked any more are over. One willing is asked only about what she said yes to.

    Called wherever visits move, are taken or called off, in that transaction: nobody is left answering to a visit that does
    not wait, or at an hour that is no longer the one.
    """
    db.session.flush()
    held, line, visit = ReplacementVisit, OfferVisit, Visit
    still = exists().where(line.offer_id == Offer.id, held.id == line.held_id, visit.id == line.visit_id,
                           (Offer.state == "waiting") | (line.answer == "yes"), *is_still_asked(at)).correlate(Offer)
    return close(by, Offer.state.in_(sorted(ALIVE)), ~still, *where)


def _alive(replacement_id: int, caregiver_id: int) -> tuple:
    return (Offer.replacement_id == replacement_id, Offer.caregiver_id == caregiver_id, Offer.state.in_(sorted(ALIVE)))


def _open(request: Replacement) -> list:
    asked, holds = asked_ids(request, now())
    if not holds:
        return []
    return list(db.session.execute(
        select(ReplacementVisit.id, ReplacementVisit.visit_id, Visit.starts_at, Visit.day, Visit.minutes)
        .join(Visit, Visit.id == ReplacementVisit.visit_id)
        .where(ReplacementVisit.replacement_id == request.id, ReplacementVisit.state == "open", Visit.id.in_(asked),
               Visit.state == "planned", Visit.caregiver_id.is_(None), Visit.starts_at > now())
        .order_by(Visit.starts_at, Visit.id)))


def _note(by, request: Replacement, caregiver_id: int, rows: list, answers: dict[int, str] | None = None, **values) -> int:
    """The question and its visits as they stand; `answers`: what she said by voice, visit by visit."""
    said = answers or {}
    first = min(row.day for row in rows if not said or said[row.visit_id] == "yes")
    offer = Offer(replacement_id=request.id, caregiver_id=caregiver_id, asked_at=now(), asked_by_id=by.id,
                  notice=notice_class(first, local(now()).date()), **values)
    db.session.add(offer)
    db.session.flush()
    db.session.add_all(OfferVisit(offer_id=offer.id, held_id=row.id, visit_id=row.visit_id, starts_at=row.starts_at,
                                  minutes=row.minutes, answer=said.get(row.visit_id)) for row in rows)
    db.session.flush()
    return offer.id
