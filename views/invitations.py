"""An invitation opened: a passphrase chosen, or this phone enrolled with its code. Only the sending uses it up."""

from flask import Blueprint, redirect, request, url_for
from flask_login import current_user

from acts import invitations as acts
from database import commit_once, db, now
from forms.sign_in import NewCodeForm, NewPassphraseForm
from guard import invited, phones, throttle
from guard.doors import acts_as
from guard.journal import address, note_event, note_stray
from guard.passphrases import hash_passphrase, verify
from guard.sessions import sign_in, token_hash
from models import Account, PhoneDevice
from queries.accounts import sent_before
from queries.invitations import held
from queries.settings import settings
from rules.invitations import is_open, opens_with
from views.answers import again, answer
from views.navigation import home_url

bp = Blueprint("invitations", __name__)


@bp.get("/invitation/<token>")
def arrive(token):
    """The token leaves the address at once: neither the history nor a screen behind her keeps it."""
    invited.keep(token)
    return redirect(url_for("invitations.show"), 303)


@bp.get("/invitation")
def show():
    invitation, account = _held()
    if invitation is None and current_user.is_authenticated and not invited.token():
        return redirect(home_url(), 303)
    if not _opens(invitation):
        return _gone()
    return answer(_page(account), account=account, form=_form(account, formdata=None))


@bp.post("/invitation")
def create():
    """One that opens always does, whatever others tried behind the same address: false ones alone are counted."""
    invitation, account = _held()
    if invitation is None:
        return _refused()
    acts_as(account.id, "invitation.use")
    form = _form(account)
    if not _opens(invitation) and not sent_before(form.key.data):
        return _refused()
    if not form.validate():
        return again(_page(account), account=account, form=form)
    return _enrol(invitation, account, form) if opens_with(account.role) == "code" else _choose(invitation, account, form)


def _held():
    return held(token_hash(invited.token())) or (None, None)


def _opens(invitation) -> bool:
    return invitation is not None and is_open(bool(invitation.used_at), bool(invitation.revoked_at),
                                              invitation.expires_at, now())


def _form(account: Account, **kwargs):
    if opens_with(account.role) == "code":
        return NewCodeForm(**kwargs)
    return NewPassphraseForm(own_words=(account.name, settings().association_name), **kwargs)


def _page(account: Account) -> str:
    return {"code": "invitations/code.html", "passphrase": "invitations/passphrase.html"}[opens_with(account.role)]


def _tried() -> str:
    """Under which name this false token is counted; nobody can type it at the door (control sign)."""
    return f"{token_hash(invited.token())}@\x00invitation"


def _refused():
    wait = throttle.wait_behind(address())
    if wait:
        return answer("invitations/wait.html", None, 429, wait=throttle.in_words(wait))
    throttle.note_once(_tried(), address())
    note_stray("invitation.refused")
    return _gone()


def _gone():
    """Used, expired, revoked or false: the same page, which says whom to ask."""
    invited.forget()
    return answer("invitations/gone.html", None, 404)


def _choose(invitation, account: Account, form):
    chosen = hash_passphrase(form.passphrase.data)
    commit_once(form.key.data, lambda: acts.choose_passphrase(invitation.id, chosen), f"account:{account.id}")
    db.session.refresh(account)
    # The same form may come again long after: it opens only what it would open at the door.
    if not verify(account.passphrase_hash, form.passphrase.data):
        return _gone()
    return _welcome(account)


def _enrol(invitation, account: Account, form):
    secret, before = phones.secret_for(invited.token(), form.key.data), phones.here()
    code, device = hash_passphrase(form.phone_code.data), (request.user_agent.string or "")[:120]
    id = commit_once(form.key.data, lambda: acts.enrol_phone(invitation.id, token_hash(secret), code, device,
                                                             before.id if before else None), f"account:{account.id}")
    phone = db.session.get(PhoneDevice, int(id), populate_existing=True)
    if phone.ended_at or phone.locked_at:
        return _gone()
    phones.remember(secret)
    return _welcome(account, personal_phone=True, phone_device_id=phone.id)


def _welcome(account: Account, **how):
    sign_in(account, **how)
    note_event("session.open", f"account:{account.id}", account.id)
    return redirect(home_url(), 303)
