"""A mediation: its subject, the version of each side, the points agreed, the check, how it ended."""

from datetime import date

from sqlalchemy import select, update

from acts import pairings
from database import Overtaken, change_state, db, local, now, today
from models import Account, Mediation, MediationPoint, MediationVersion, Pairing
from queries.measures import standing
from rules.mediations import OPEN, REFUSED, STOPPED, may_hand_over


def open(by, pairing_id: int, subject: str, check_on: date, owner_id: int, round_id: int | None = None) -> int:
    """Open it on points of organisation. Raises Overtaken where a measure stands, or when one is already open."""
    pairing = db.session.get(Pairing, pairing_id)
    if standing(pairing.beneficiary_id, pairing.caregiver_id, today()):
        raise Overtaken(REFUSED)
    if pairing.state == "ended":
        raise Overtaken("Cette relation est terminée\u00a0: une médiation n'est plus possible.")
    if _open_one(pairing_id):
        raise Overtaken("Une médiation est déjà ouverte pour cette relation.")
    mediation = Mediation(pairing_id=pairing_id, round_id=round_id, subject=subject, owner_id=owner_id, state="opened",
                          check_on=check_on, opened_at=now(), opened_by_id=by.id)
    db.session.add(mediation)
    db.session.flush()
    pairings.step_if_possible(by, pairing_id, "in_mediation")
    return mediation.id


def _open_one(pairing_id: int) -> int | None:
    return db.session.scalar(select(Mediation.id).where(Mediation.pairing_id == pairing_id, Mediation.state.in_(OPEN)))


def add_version(by, mediation_id: int, side: str, facts: str, quoted: str, supposed: str, spoken_by: str) -> int:
    """What one side told the mediator. Only she writes and reads it; nothing already said is overwritten."""
    _check_going(mediation_id)
    change_state(Mediation, mediation_id, {"state": OPEN, "owner_id": by.id}, sentence=lambda: _meanwhile(mediation_id),
                 owner_id=by.id)
    version = MediationVersion(mediation_id=mediation_id, side=side, facts=facts, quoted=quoted, supposed=supposed,
                               spoken_by=spoken_by, at=now(), by_id=by.id)
    db.session.add(version)
    db.session.flush()
    return version.id


def _check_going(mediation_id: int) -> None:
    """A measure put on the pair meanwhile stops the mediation; it can still be closed."""
    pair = db.session.execute(select(Pairing.beneficiary_id, Pairing.caregiver_id)
                              .join(Mediation, Mediation.pairing_id == Pairing.id).where(Mediation.id == mediation_id)).one()
    if standing(*pair, today()):
        raise Overtaken(STOPPED)


def agree(by, mediation_id: int, points: list[tuple[str, str, date | None]], check_on: date,
          accompanied_by: str = "", known: tuple[date | None, str] | None = None) -> None:
    """The points agreed (who, what, by when) and the day they are checked; later points are added to the first.

    `known` is the day and the company the page showed: a colleague's are not overwritten.
    """
    _check_going(mediation_id)
    seen = {"check_on": known[0], "accompanied_by": known[1]} if known else {}
    state = db.session.scalar(select(Mediation.state).where(Mediation.id == mediation_id))
    values = {"agreed_at": now()} if state == "opened" else {}
    if accompanied_by:
        values["accompanied_by"] = accompanied_by
    change_state(Mediation, mediation_id, {"state": state if state in OPEN else OPEN, **seen},
                 sentence=lambda: _agreed_meanwhile(mediation_id), state="agreed", check_on=check_on, **values)
    db.session.add_all([
        MediationPoint(mediation_id=mediation_id, who=who, what=what, by_when=by_when, at=now(), by_id=by.id)
        for who, what, by_when in points])


def close(by, mediation_id: int, outcome: str, words: str, kept: list[int]) -> None:
    """The check: which points were kept, and how it ends. The relation goes on, unless it was for a replacement."""
    change_state(Mediation, mediation_id, {"state": OPEN}, sentence=lambda: _meanwhile(mediation_id), state=outcome,
                 outcome_words=words, closed_at=now(), closed_by_id=by.id)
    db.session.execute(
        update(MediationPoint).where(MediationPoint.mediation_id == mediation_id, MediationPoint.id.in_(kept),
                                     MediationPoint.kept_at.is_(None))
        .values(kept_at=now(), kept_by_id=by.id))
    if outcome != "replacement":
        pairing_id = db.session.scalar(select(Mediation.pairing_id).where(Mediation.id == mediation_id))
        pairings.step_if_possible(by, pairing_id, "settled")


def hand_over(by, mediation_id: int, owner_id: int, new_owner_id: int) -> None:
    """Another mediator takes it, and reads the versions from now on; `owner_id` is the one the page showed."""
    if not may_hand_over(by.role, by.id, owner_id):
        raise Overtaken("Seule la médiatrice, ou la direction, confie une médiation à quelqu'un d'autre.")
    change_state(Mediation, mediation_id, {"state": OPEN, "owner_id": owner_id},
                 sentence=lambda: _meanwhile(mediation_id), owner_id=new_owner_id)


def _agreed_meanwhile(mediation_id: int) -> str:
    held = db.session.get(Mediation, mediation_id)
    if held.state not in OPEN:
        return _meanwhile(mediation_id)
    return (f"Une collègue a complété l'accord entre-temps\u00a0: vérification le {held.check_on:%d/%m/%Y}"
            f"{f', avec {held.accompanied_by}' if held.accompanied_by else ''}. Relisez-le, puis recommencez.")


def _meanwhile(mediation_id: int) -> str:
    """What happened to it: closed by whom, or in whose hands it is now."""
    row = db.session.execute(
        select(Mediation.closed_at, Account.name).outerjoin(Account, Account.id == Mediation.closed_by_id)
        .where(Mediation.id == mediation_id)).one()
    if row.closed_at:
        return f"{row.name} a déjà clos cette médiation, le {local(row.closed_at):%d/%m à %H h %M}."
    owner = db.session.scalar(select(Account.name).join(Mediation, Mediation.owner_id == Account.id)
                              .where(Mediation.id == mediation_id))
    return f"Cette médiation est menée par {owner}."
