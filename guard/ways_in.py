"""What was closed since a backup stays closed when it is put back: accounts, passphrases, phones, recovery codes, factors,
and what a caregiver no longer lets be read.

Records go back in time; who may come in does not. What the replaced database knows is read before it goes, and written
again after. A way in is known by what exists only once (the hash of its secret, the instant its account was opened),
never by its number alone: another house has the same numbers.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Text, delete, insert, inspect, select, type_coerce, update
from sqlalchemy.exc import DatabaseError

from database import db, now
from models import Account, AlertShare, FactorReset, Invitation, PhoneDevice, RecoveryCode, SecondFactor

_accounts, _invitations, _phones = Account.__table__, Invitation.__table__, PhoneDevice.__table__
_codes, _factors, _resets = RecoveryCode.__table__, SecondFactor.__table__, FactorReset.__table__
_shares = AlertShare.__table__
# The key as it is kept: carried over without being read.
_raw_factors = select(_factors.c.account_id, type_coerce(_factors.c.secret, Text).label("secret"), _factors.c.confirmed_at,
                      _factors.c.last_step)
_QUESTIONS = {
    "accounts": select(_accounts.c.id, _accounts.c.created_at, _accounts.c.ended_at, _accounts.c.ended_by_id,
                       _accounts.c.passphrase_hash),
    "invitations": select(_invitations.c.account_id, _invitations.c.token_hash),
    "phones": select(_phones.c.secret_hash, _phones.c.wrong_tries, _phones.c.locked_at, _phones.c.ended_at),
    "codes": select(_codes.c.account_id, _codes.c.code_hash, _codes.c.made_at, _codes.c.used_at),
    "factors": _raw_factors,
    "resets": select(_resets.c.account_id, _resets.c.at),
}
_let_in = select(_shares.c.alert_id, _shares.c.account_id).where(_shares.c.ended_at.is_(None))


@dataclass(frozen=True, slots=True)
class WaysIn:
    """What opens, or opened, the accounts of a database: the rows of each question above."""

    accounts: list
    invitations: list
    phones: list
    codes: list
    factors: list
    resets: list
    let_in: list


def read() -> WaysIn | None:
    """What the database in place knows; None when it is not there, or cannot be read."""
    if db.engine.dialect.name == "sqlite" and not Path(db.engine.url.database or "").exists():
        return None
    try:
        with db.engine.connect() as connection:
            return _read(connection)
    except DatabaseError:
        return None


def _read(connection) -> WaysIn:
    # a house not yet brought up to date has no alert
    let_in = connection.execute(_let_in).all() if inspect(connection).has_table(_shares.name) else []
    return WaysIn(**{name: connection.execute(question).all() for name, question in _QUESTIONS.items()}, let_in=let_in)


def close_again(connection, known: WaysIn | None) -> list[str]:
    """Writes into the database put back what `known`, the one it replaced, says was closed since.

    When it says nothing (not read, or another house), every phone ends and every recovery code goes. Returns what
    whoever typed the command must know; of what is let be read, nothing.
    """
    back = _read(connection)
    _close_shares(connection, set(back.let_in) - set(known.let_in if known else ()))
    born = {(row.id, row.created_at) for row in back.accounts if not row.ended_at}
    same = {row.id for row in known.accounts if (row.id, row.created_at) in born} if known else set()
    if not same:
        return _close_all(connection)
    done = Counter({"second factors": _close_factors(connection, known, back, same),
                    "recovery codes": _close_codes(connection, known, back, same),
                    "phones": sum(_close_phone(connection, row) for row in known.phones),
                    "passphrases": _close_passphrases(connection, known, back, same)})
    _close_reset(connection, [*known.resets, *back.resets], same)
    done["accounts"], said = _close_accounts(connection, known, same)
    counts = ", ".join(f"{name} {count}" for name, count in done.items() if count)
    return [f"closed or changed since the backup, and so again: {counts}"] * bool(counts) + said


def _close_shares(connection, taken_back: set) -> None:
    """What its author took back since, or nobody knows of, is read no more; she may let it be read again."""
    for alert_id, account_id in sorted(taken_back):
        connection.execute(update(_shares).where(_shares.c.alert_id == alert_id, _shares.c.account_id == account_id,
                                                 _shares.c.ended_at.is_(None)).values(ended_at=now()))


def _close_all(connection) -> list[str]:
    phones = connection.execute(update(_phones).where(_phones.c.ended_at.is_(None)).values(ended_at=now())).rowcount
    codes = connection.execute(delete(_codes).where(_codes.c.used_at.is_(None))).rowcount
    if not phones and not codes:
        return []
    return [f"the database it replaces could not say what was closed since the backup: {phones} phones of caregivers and "
            f"{codes} recovery codes open nothing any more. Print new invitations; whoever gives a code makes new recovery "
            "codes. Look on the page Comptes for accounts that were closed since."]


def _close_phone(connection, row) -> int:
    """Ended, locked, or with wrong codes tried: at least as closed as it was."""
    this = _phones.c.secret_hash == row.secret_hash
    connection.execute(update(_phones).where(this, _phones.c.wrong_tries < row.wrong_tries).values(wrong_tries=row.wrong_tries))
    locked = row.locked_at and connection.execute(
        update(_phones).where(this, _phones.c.locked_at.is_(None)).values(locked_at=row.locked_at)).rowcount
    ended = row.ended_at and connection.execute(
        update(_phones).where(this, _phones.c.ended_at.is_(None)).values(ended_at=row.ended_at)).rowcount
    return int(bool(locked or ended))


def _close_factors(connection, known: WaysIn, back: WaysIn, same: set[int]) -> int:
    """The key confirmed last is the one that counts; a code it accepted is accepted no more."""
    held, moved = {row.account_id: row for row in back.factors}, 0
    for row in known.factors:
        former = held.get(row.account_id)
        if row.account_id not in same or (former and former.confirmed_at > row.confirmed_at):
            continue
        last = max(row.last_step, former.last_step) if former and former.confirmed_at == row.confirmed_at else row.last_step
        connection.execute(delete(_factors).where(_factors.c.account_id == row.account_id))
        connection.execute(insert(_factors).values(account_id=row.account_id, secret=type_coerce(row.secret, Text),
                                                   confirmed_at=row.confirmed_at, last_step=last))
        moved += not former or former.confirmed_at != row.confirmed_at
    return moved


def _close_codes(connection, known: WaysIn, back: WaysIn, same: set[int]) -> int:
    """The paper made last is the one that counts; a code used on either side is used."""
    held, papers = defaultdict(list), defaultdict(list)
    for row in back.codes:
        held[row.account_id].append(row)
    for row in known.codes:
        papers[row.account_id].append(row)
    return sum(_close_paper(connection, papers[id], held[id]) for id in sorted(same & papers.keys()))


def _close_paper(connection, paper: list, former: list) -> int:
    if former and max(row.made_at for row in former) > max(row.made_at for row in paper):
        return 0
    used = {row.code_hash: row.used_at for row in former if row.used_at}
    rows = [{**row._mapping, "used_at": row.used_at or used.get(row.code_hash)} for row in paper]
    connection.execute(delete(_codes).where(_codes.c.account_id == paper[0].account_id))
    connection.execute(insert(_codes), rows)
    still = {row["code_hash"] for row in rows if not row["used_at"]}
    return len([row for row in former if not row.used_at and row.code_hash not in still])


def _close_reset(connection, resets: list, same: set[int]) -> None:
    """After a reset neither the key nor the paper of before opens."""
    for row in resets:
        if row.account_id in same:
            connection.execute(delete(_factors).where(_factors.c.account_id == row.account_id,
                                                      _factors.c.confirmed_at <= row.at))
            connection.execute(delete(_codes).where(_codes.c.account_id == row.account_id, _codes.c.made_at <= row.at))


def _close_passphrases(connection, known: WaysIn, back: WaysIn, same: set[int]) -> int:
    """Where an invitation was printed since: what it closed does not open, what was chosen with it does."""
    papers = {row.token_hash for row in back.invitations}
    invited = same & {row.account_id for row in known.invitations if row.token_hash not in papers}
    now_held = {row.id: row.passphrase_hash for row in known.accounts}
    was_held = {row.id: row.passphrase_hash for row in back.accounts}
    changed = sorted(id for id in invited if was_held[id] and was_held[id] != now_held[id])
    for id in changed:
        connection.execute(update(_accounts).where(_accounts.c.id == id).values(passphrase_hash=now_held[id]))
    return len(changed)


def _close_accounts(connection, known: WaysIn, same: set[int]) -> tuple[int, list[str]]:
    """How many were closed again; a house always keeps one director, who then opens the others."""
    live = dict(connection.execute(select(_accounts.c.id, _accounts.c.role).where(_accounts.c.ended_at.is_(None))).all())
    ended, said = [row for row in known.accounts if row.ended_at and row.id in same & live.keys()], []
    left = live.keys() - {row.id for row in ended}
    if "director" not in {live[id] for id in left}:
        said = ["the accounts of the direction in it were closed since; without them nobody could come in, so they are open "
                "again: look at the page Comptes"] if any(live[row.id] == "director" for row in ended) else []
        ended = [row for row in ended if live[row.id] != "director"]
    for row in ended:
        by = row.ended_by_id if row.ended_by_id in same else None
        connection.execute(update(_accounts).where(_accounts.c.id == row.id).values(
            ended_at=row.ended_at, ended_by_id=by, passphrase_hash=None))
        connection.execute(update(_phones).where(_phones.c.account_id == row.id, _phones.c.ended_at.is_(None))
                           .values(ended_at=row.ended_at))
        for table in (_factors, _codes):
            connection.execute(delete(table).where(table.c.account_id == row.id))
    return len(ended), said
