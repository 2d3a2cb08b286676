"""Comptes: who signs in, with which role; an invitation on paper, which opens an account once."""

from flask import Blueprint, abort, request, url_for
from flask_login import current_user

from acts import accounts as acts
from database import commit_once
from forms.accounts import AccountEditForm, AccountForm, NameForm
from guard.doors import allowed
from guard import invited
from guard.addresses import public_url
from models import Account
from queries import accounts as queries
from queries import devices
from queries.beneficiaries import sectors
from queries.pages import page_of
from queries.reach import accounts_seen_by
from queries.invitations import waiting
from queries.second_factor import confirmed_at
from rules.accounts import (
    closing_fault,
    ending_fault,
    may_change_role,
    opening_fault,
    renewing_fault,
    roles_to_give,
)
from rules.second_factor import resetting_fault
from rules.vocabulary import ROLES
from views.answers import again, answer, done, found
from views.presses import press, pressed

bp = Blueprint("accounts", __name__)


def _account(id: int) -> Account:
    """An open account, or 404."""
    return found(accounts_seen_by(current_user).where(Account.id == id, Account.ended_at.is_(None)))


def _faults(account: Account) -> dict:
    """Why this person may not invite, close or end: the buttons ask the same as the acts."""
    return {"renewing": renewing_fault(current_user.role, account.role, bool(account.caregiver_id), account.flags),
            "closing": closing_fault(current_user.id, current_user.role, account.id, account.role),
            "ending": ending_fault(current_user.id, current_user.role, account.id, account.role, queries.directors())}


def _propose(form: AccountForm, account_id: int | None = None) -> AccountForm:
    roles = roles_to_give(current_user.role, current_user.flags, tuple(ROLES))
    people = queries.caregivers_without_account(current_user, account_id)
    return form.propose({code: ROLES[code] for code in roles}, sectors(), people)


def _checked(form, account_id: int | None = None) -> bool:
    if not queries.sent_before(form.key.data):
        form.taken = queries.taken(form.identity["email"], form.identity["phone"], None, account_id)
    return form.validate()


@bp.get("/comptes")
@allowed("account.manage")
def index():
    ended = request.args.get("fermes") == "1"
    page = page_of(queries.listed(current_user, ended), Account.name, request.args.get("apres", type=int),
                   request.args.get("avant", type=int))
    return answer("accounts/index.html", "accounts/_list.html", page=page, ended=ended)


@bp.get("/comptes/<int:id>")
@allowed("account.manage")
def show(id):
    account = found(accounts_seen_by(current_user).where(Account.id == id))
    return answer("accounts/show.html", account=account, press=press(), invitation=waiting(id),
                  sessions=len(devices.open_sessions(id)), phones=devices.enrolled_phones(id),
                  factor_since=confirmed_at(id), resetting=resetting_fault(current_user.id, id), **_faults(account))


@bp.get("/comptes/nouveau")
@allowed("account.change")
def new():
    form = AccountForm(formdata=None, caregiver_id=request.args.get("intervenante", type=int))
    return answer("accounts/new.html", form=_propose(form))


@bp.post("/comptes/nouveau")
@allowed("account.change")
def create():
    form = _propose(AccountForm())
    if not _checked(form) or not _may_open(form):
        return again("accounts/new.html", form=form)
    values = {**form.identity, **form.rights}
    return _print(form.key.data, lambda hashed: acts.create(current_user, values, hashed))


def _may_open(form: AccountForm) -> bool:
    fault = opening_fault(current_user.role, current_user.flags, form.role.data, form.flags,
                          bool(form.caregiver_id.data))
    form.role.errors = [fault] if fault else []
    return fault is None


def _print(key: str, act):
    """The link leaves on this one page and is kept nowhere; a form sent again says it was already printed."""
    (token, hashed), ran = invited.draw(), []
    id = commit_once(key, lambda: ran.append(True) or act(hashed), lambda id: f"account:{id}")
    return _sheet(int(id), token if ran else None)


def _sheet(id: int, token: str | None):
    link = public_url(url_for("invitations.arrive", token=token)) if token else None
    return answer("accounts/sheet.html", account=_account(id), link=link, press=press(), invitation=waiting(id))


@bp.post("/comptes/<int:id>/invitation")
@allowed("account.change")
def invite(id):
    account = _account(id)
    if _faults(account)["renewing"]:
        abort(403)
    return _print(pressed(), lambda hashed: acts.invite(current_user, id, hashed))


@bp.post("/comptes/<int:id>/sessions/fin")
@allowed("account.manage")
def close(id):
    _account(id)
    commit_once(pressed(), lambda: acts.close_sessions(current_user, id), f"account:{id}")
    return done(url_for("accounts.show", id=id), message="Toutes ses sessions sont fermées, sur tous ses appareils.")


def _edit_form(account: Account | None = None, id: int | None = None):
    """The direction changes everything; the administrator only how one signs in."""
    changes_all = may_change_role(current_user.role)
    kind = AccountEditForm if changes_all else NameForm
    form = kind(None, obj=account) if account else kind()
    return _propose(form, id) if changes_all else form


@bp.get("/comptes/<int:id>/modifier")
@allowed("account.change")
def edit(id):
    account = _account(id)
    if _faults(account)["renewing"]:
        abort(403)
    return answer("accounts/edit.html", account=account, form=_edit_form(account, id))


@bp.post("/comptes/<int:id>/modifier")
@allowed("account.change")
def update(id):
    account, form = _account(id), _edit_form(id=id)
    if _faults(account)["renewing"]:
        abort(403)
    if not _checked(form, id):
        return again("accounts/edit.html", account=account, form=form)
    return _changed(id, form)


def _changed(id: int, form):
    """An account that now leads to people gets a new invitation, whoever came in with the former one."""
    (token, hashed), drawn, values = invited.draw(), [], {**form.identity, **getattr(form, "rights", {})}
    result = commit_once(form.key.data, lambda: acts.change(
        current_user, id, form.version.data, values, lambda: drawn.append(True) or hashed), f"account:{id}")
    if result:
        return _sheet(id, token if drawn else None)
    return done(url_for("accounts.show", id=id), message="Le compte est modifié.")


@bp.post("/comptes/<int:id>/fin")
@allowed("account.change")
def end(id):
    _account(id)
    commit_once(pressed(), lambda: acts.end(current_user, id), f"account:{id}")
    return done(url_for("accounts.show", id=id), message="Le compte est fermé. Ses sessions aussi.")
