"""Asking for a code: after the passphrase, or again before what is kept closest; and showing a new key to a phone.

What was wanted (`suite`, a page; `kept`, a form that waits) travels in the form that asks.
"""

from flask import g, redirect, request, url_for
from flask_login import current_user

from database import db
from forms.second_factor import CodeForm, SetUpForm
from guard import second_factor, throttle
from guard.sessions import follow, go_on, renewal
from models import Account
from queries.settings import settings
from rules.second_factor import in_groups
from views.answers import answer

# The forms that ask: what was wanted behind them is handed on, they are never sent again by themselves.
ASKING = frozenset({"second_factor.create", "second_factor.confirm", "proofs.create"})


def behind() -> tuple[str, str]:
    """What was wanted behind the form that asks, as it was sent: the page, the form that waits."""
    return request.form.get("factor_suite", ""), request.form.get("factor_kept", "")


def lead(suite: str, kept: str):
    """To the second step, by its own address; a form that waits may be long: it goes on in the page itself."""
    return ask("", kept) if kept else redirect(url_for("second_factor.show", suite=suite or None), 303)


def ask(suite: str = "", kept: str = "", status: int = 200, /, said: str = ""):
    """The page this session needs: a code, or the first phone of an account that has none yet."""
    if current_user.lacks_factor and second_factor.known(current_user.id) is None:
        return set_up_page(SetUpForm(formdata=None, suite=suite, kept=kept), second_factor.new_secret(), False, status,
                           said=said)
    return code_page(CodeForm(formdata=None, suite=suite, kept=kept), status, said=said)


def code_page(form: CodeForm, status: int = 200, /, said: str = ""):
    factor = second_factor.known(current_user.id)
    demo = second_factor.demo_code(factor.secret, factor.last_step) if factor else None
    proving = not current_user.lacks_factor
    return answer("second_factor/code.html", None, status, form=form, proving=proving, said=said, demo=demo,
                  url=url_for("proofs.create" if proving else "second_factor.create"))


def set_up_page(form: SetUpForm, secret: str, replaces: bool, status: int = 200, /, said: str = ""):
    """The key as a drawing and as text; the page holds it, sealed, until a first code confirms it."""
    account = db.session.get(Account, current_user.id)
    form.factor_sealed.data = second_factor.seal(secret, current_user.session_id, replaces)
    address = second_factor.provisioning(secret, account.email or account.phone or account.name,
                                         settings().association_name)
    return answer("second_factor/set_up.html", None, status, form=form, address=address, key=in_groups(secret),
                  replaces=replaces, said=said, demo=second_factor.demo_code(secret))


def prove(form: CodeForm) -> bool:
    """The code opens, and the session goes on under a new id; so it does when this very form was pressed twice."""
    key = form.key.data or ""
    if g.get("followed"):
        return True
    if is_right(form, renewal(current_user, key)):
        go_on(current_user, key)
        return True
    return follow(current_user.token, key) is not None


def is_right(form: CodeForm, along=None) -> bool:
    """The code opens, and is spent (with `along`, a statement, in one transaction); else the form says what to do."""
    if not form.validate():
        return False
    field = form.factor_code if form.factor_code.data else form.factor_recovery
    wait = second_factor.take_try(current_user.id)
    if wait:
        field.errors = [f"Trop d'essais. Attendez {throttle.in_words(wait)}, puis essayez à nouveau."]
    elif not second_factor.give(current_user.id, form.factor_code.data, form.factor_recovery.data, along):
        field.errors = ["Ce code n'ouvre pas. S'il vient de servir, attendez le suivant." if field is form.factor_code else
                        "Ce code de secours n'ouvre pas, ou il a déjà servi."]
    form.factor_code.data = ""  # the next one will be another
    return not field.errors
