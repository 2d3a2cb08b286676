"""Coming in, choosing one's passphrase, leaving."""

from urllib.parse import urlsplit

from flask import Blueprint, redirect, request, session, url_for
from flask_login import current_user
from sqlalchemy import select

from acts import passphrases as own_passphrase
from database import commit_once, db
from forms.sign_in import KeysForm, PassphraseForm, SignInForm, UnlockForm
from guard import passphrases, phones, throttle
from guard.doors import allowed
from guard.journal import address, note_event, note_refusal, note_stray
from guard.sessions import is_over, sign_in, sign_out
from models import Account
from queries.settings import settings
from views import second_step
from views.answers import again, answer, done
from views.errors import kept, resend
from views.navigation import home_url

bp = Blueprint("sign_in", __name__)


@bp.get("/connexion")
def show():
    phone = "" if request.args.get("autrement") else phones.state()
    kind = UnlockForm if phone == "open" else SignInForm
    page = "phones/show.html" if phone in ("open", "locked") else "sign_in/show.html"
    return answer(page, form=kind(formdata=None, suite=request.args.get("suite", "")), phone=phone,
                  expired=request.args.get("expiree"), over=is_over() or phone == "ended")


@bp.post("/connexion")
def create():
    form = SignInForm()
    wait = throttle.wait_before(form.identifier.data, address())
    if wait:
        note_stray("session.locked")
        return answer("sign_in/show.html", None, 429, form=form, wait=throttle.in_words(wait))
    account = _right_account(form) if form.validate() else None
    if account is None:
        return again("sign_in/show.html", form=form, refused=not form.errors)
    sign_in(account, personal_phone=form.personal_phone.data)
    note_event("session.open", f"account:{account.id}", account.id)
    return welcome(form)


def _right_account(form):
    """The account whose passphrase this is. A wrong try is counted, an unknown name costs and answers the same."""
    typed = throttle.identifier(form.identifier.data)
    found = db.session.execute(select(Account).where((Account.email == typed) | (Account.phone == typed),
                                                     Account.ended_at.is_(None))).scalars().first()
    right = passphrases.verify(found.passphrase_hash if found else None, form.passphrase.data)
    if right:
        throttle.forget(form.identifier.data)
        return found
    throttle.note_failure(form.identifier.data, address())
    note_refusal("session.refused", "", found.id if found else None)
    return None


def welcome(form, sentence="Votre session est de nouveau ouverte. Relisez votre texte, puis envoyez-le."):
    """Back to the page asked for, or to the form that was waiting, as long as it is hers; the second step comes first."""
    if current_user.lacks_factor:
        return second_step.lead(form.suite.data or "", form.kept.data or "")
    waiting = kept(form.kept.data or "", current_user.id)
    if waiting:
        return resend(waiting, 200, sentence)
    wanted = form.suite.data or ""
    inside = wanted.startswith("/") and not wanted.startswith("//") and not urlsplit(wanted).netloc
    return redirect(wanted if inside and "\\" not in wanted else home_url(), 303)


@bp.post("/deconnexion")
@allowed("account.self")
def destroy():
    note_event("session.close", f"account:{current_user.id}", current_user.id)
    sign_out(current_user)
    return redirect(url_for("sign_in.show"), 303)


def _form() -> PassphraseForm:
    return PassphraseForm(own_words=(current_user.name, settings().association_name))


@bp.get("/ma-phrase-de-passe")
@allowed("account.self")
def edit():
    return answer("sign_in/edit.html", form=_form(), keys=_keys(), has_one=_has_one())


@bp.post("/ma-phrase-de-passe")
@allowed("account.self")
def update():
    form, account = _form(), db.session.get(Account, current_user.id)
    if not form.validate() or not _is_hers(form, account):
        return again("sign_in/edit.html", form=form, keys=_keys(), has_one=_has_one())
    chosen, personal = passphrases.hash_passphrase(form.passphrase.data), session.permanent
    commit_once(form.key.data, lambda: own_passphrase.choose(account.id, chosen), f"account:{account.id}")
    sign_in(account, personal_phone=personal, given=current_user)
    return redirect(home_url(), 303)


def _is_hers(form, account) -> bool:
    """The current passphrase, tried as at the door: an open session is no place to guess it."""
    typed = f"{account.id}@\x00passphrase"  # nobody can type it at the door
    wait = throttle.wait_before(typed, address())
    if wait:
        form.passphrase_now.errors = [f"Trop d'essais. Attendez {throttle.in_words(wait)}, puis essayez à nouveau."]
    elif not passphrases.verify(account.passphrase_hash, form.passphrase_now.data):
        throttle.note_failure(typed, address())
        form.passphrase_now.errors = ["Ce n'est pas votre phrase de passe actuelle."]
    return not form.passphrase_now.errors


def _has_one() -> bool:
    """False for whoever comes in by the code of her phone."""
    return db.session.scalar(select(Account.passphrase_hash).where(Account.id == current_user.id)) is not None


def _keys() -> KeysForm:
    return KeysForm(formdata=None, keys_off=current_user.keys_off)


@bp.post("/mes-raccourcis")
@allowed("account.self")
def keys():
    form = KeysForm()
    if not form.validate():
        return again("sign_in/edit.html", form=_form(), keys=form, has_one=_has_one())
    commit_once(form.key.data, lambda: own_passphrase.set_keys(current_user.id, form.keys_off.data),
                f"account:{current_user.id}")
    said = "Les touches seules ne font plus rien." if form.keys_off.data else "Les touches seules sont de nouveau actives."
    return done(url_for("sign_in.edit"), message=said)
