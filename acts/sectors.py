"""Sectors: added, renamed, closed once nobody is in them, opened again."""

from sqlalchemy import select, update

from acts.settings import note
from database import Overtaken, change_state, db, now
from models import Account, Sector
from queries.sectors import held_by, same_name
from rules.sectors import closing_fault, taken

CLOSED = " (fermé)"


def add(by, name: str) -> int:
    _check_free(name)
    sector = Sector(name=name)
    db.session.add(sector)
    db.session.flush()
    note(by, f"sector:{sector.id}", "", name)
    return sector.id


def rename(by, id: int, known: str, name: str) -> None:
    """`known`: the name it had when the form was drawn."""
    _check_free(name, id)
    if name == known:
        return
    change_state(Sector, id, {"name": known}, name=name, sentence=lambda: _meanwhile(id))
    note(by, f"sector:{id}", known, name)


def close(by, id: int) -> None:
    """Nobody is in it any more; accounts that had it as theirs see every sector."""
    fault = closing_fault(*held_by(id))
    if fault:
        raise Overtaken(fault)
    name = db.session.get(Sector, id).name
    change_state(Sector, id, {"ended_at": None}, ended_at=now(), sentence="Une collègue a déjà fermé ce secteur.")
    db.session.execute(update(Account).where(Account.sector_id == id).values(sector_id=None)
                       .execution_options(synchronize_session=False))
    note(by, f"sector:{id}", name, name + CLOSED)


def reopen(by, id: int) -> None:
    sector = db.session.get(Sector, id, populate_existing=True)
    if sector.ended_at is None:
        raise Overtaken("Une collègue a déjà rouvert ce secteur.")
    change_state(Sector, id, {"ended_at": sector.ended_at}, ended_at=None)
    note(by, f"sector:{id}", sector.name + CLOSED, sector.name)


def check_open(ids: list[int]) -> None:
    """Nobody enters a sector a colleague closed while the form was being filled. Raises Overtaken."""
    closed = db.session.scalars(select(Sector.name).where(Sector.id.in_(ids), Sector.ended_at.is_not(None))
                                .order_by(Sector.name)).first()
    if closed:
        raise Overtaken(f"La direction vient de fermer le secteur «\u00a0{closed}\u00a0». Choisissez-en un autre.")


def _check_free(name: str, but_id: int | None = None) -> None:
    same = same_name(name, but_id)
    if same:
        raise Overtaken(taken(same.name, same.ended_at is not None))


def _meanwhile(id: int) -> str:
    name = db.session.get(Sector, id, populate_existing=True).name
    return f"Une collègue a renommé ce secteur entre-temps\u00a0: «\u00a0{name}\u00a0»."
