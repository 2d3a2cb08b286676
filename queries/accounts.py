"""Accounts: who can sign in. Names, addresses and roles of those who do; nothing about the people helped."""

from sqlalchemy import Select, exists, func, or_, select

from database import db, form_key
from models import Account, Caregiver, Invitation, Submission
from queries.reach import accounts_seen_by, caregivers_seen_by

# What has been printed and is not used yet (or too late): nothing else opens such an account.
_waits = exists().where(Invitation.account_id == Account.id, Invitation.used_at.is_(None), Invitation.revoked_at.is_(None))


def listed(user, ended: bool = False) -> Select:
    columns = (Account.id, Account.name, Account.email, Account.phone, Account.role, Account.is_administrator,
               Account.is_alert_referent, Account.ended_at, _waits.label("waits"))
    shown = Account.ended_at.is_not(None) if ended else Account.ended_at.is_(None)
    return accounts_seen_by(user).where(shown).with_only_columns(*columns, maintain_column_froms=True)


def directors() -> int:
    """How many accounts of the direction are open."""
    return db.session.scalar(select(func.count()).select_from(Account)
                             .where(Account.role == "director", Account.ended_at.is_(None)))


def taken(email: str | None, phone: str | None, caregiver_id: int | None = None,
          but_id: int | None = None) -> list[str]:
    """Which of these already opens another account (ended ones too: a name at the door is never given again)."""
    asked = {"email": email, "phone": phone, "caregiver_id": caregiver_id}
    same = [getattr(Account, name) == value for name, value in asked.items() if value]
    if not same:
        return []
    rows = db.session.execute(select(Account.email, Account.phone, Account.caregiver_id)
                              .where(or_(*same), Account.id != (but_id or 0)).order_by(Account.id)).all()
    return [name for name, value in asked.items() if value and any(getattr(row, name) == value for row in rows)]


def sent_before(key: str) -> bool:
    """This very form was received already: what it made is not somebody else's."""
    return db.session.get(Submission, form_key(key)) is not None


def caregivers_without_account(user, but_id: int | None = None) -> list[tuple[int, str]]:
    """Caregivers who cannot sign in yet, for those who may see caregivers; nobody else gets a name."""
    linked = select(Account.caregiver_id).where(Account.caregiver_id.is_not(None), Account.id != (but_id or 0))
    rows = db.session.execute(
        caregivers_seen_by(user).where(Caregiver.ended_on.is_(None), Caregiver.id.not_in(linked))
        .with_only_columns(Caregiver.id, Caregiver.first_name, Caregiver.last_name, maintain_column_froms=True)
        .order_by(Caregiver.last_name, Caregiver.first_name, Caregiver.id))
    return [(row.id, f"{row.last_name} {row.first_name}") for row in rows]
