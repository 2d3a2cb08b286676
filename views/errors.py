"""Pages that say what happened, what to do, whom to ask; and what was typed is given back."""

import json
import re
from datetime import date
from urllib.parse import urlsplit

from flask import current_app, g, redirect, request, url_for
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException

from database import Busy, Overtaken, db, is_busy
from forms.sign_in import SignInForm, UnlockForm
from guard import phones
from guard.journal import note_refusal, note_stray, tried
from guard.sessions import login_manager
from queries.settings import say
from rules.steps import StepRefused
from views import second_step
from views.answers import answer, is_htmx, to_sign_in
from views.display import date_words

NEVER_KEPT = ("csrf_token", "passphrase", "phone_code", "factor_")
# Pages outside: a form whose token is no longer good starts again.
FRESH = {"sign_in.create": "sign_in.show", "phones.unlock": "sign_in.show", "invitations.create": "invitations.show"}
KEPT_SECONDS = 3600
HOUR = re.compile(r"\d{1,2}:\d{2}")
# A person and what was announced to her, as a page sends it by itself ("37 12-5-1773039600"): nobody wrote that.
MARKS = re.compile(r"\d+(?: \d+-\d+-\d+)+")
PLAIN = {403: "errors/403.html", 404: "errors/404.html", 405: "errors/404.html", 413: "errors/413.html"}


def typed() -> list[tuple[str, str]]:
    """What the form held, but its token, any passphrase and any code."""
    return [(name, value) for name, value in request.form.items(multi=True) if not name.startswith(NEVER_KEPT)]


def texts(fields) -> list[str]:
    """What a person wrote herself, to be shown: the values that are sentences rather than codes. The mark of a plan is none."""
    return [value for name, value in fields if name != "mark" and is_written(value)]


def given_back(fields) -> list[str]:
    """The same where the form itself is gone: with the days and hours as they are read, 2026-03-20 -> "20 mars"."""
    return [words for name, value in fields for words in texts([(name, value)]) or _day_or_hour(value)]


def _day_or_hour(value: str) -> list[str]:
    if HOUR.fullmatch(value):
        return [value]
    try:
        return [date_words(date.fromisoformat(value))] if "-" in value else []
    except ValueError:
        return []


def is_written(value: str) -> bool:
    """Words, and no code."""
    return (" " in value.strip() or len(value) > 40) and not MARKS.fullmatch(value.strip())


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="kept-form")


def keep(account_id: int) -> str:
    """The form as a signed text, readable again only by the account that typed it."""
    return _signer().dumps(json.dumps({"account": account_id, "action": request.full_path.rstrip("?"),
                                       "fields": typed()}))


def kept(text: str, account_id: int) -> dict | None:
    """The form kept, when it is hers, less than an hour old, and goes to a page of this house."""
    try:
        form = json.loads(_signer().loads(text, max_age=KEPT_SECONDS))
    except (BadSignature, ValueError):
        return None
    own = form["account"] == account_id and not urlsplit(form["action"]).netloc and form["action"].startswith("/")
    return form if own else None


def resend(form: dict, status: int, sentence: str):
    """The typed text in a page of its own, with one button to send it again."""
    return answer("errors/kept.html", None, status, fields=form["fields"], action=form["action"],
                  codes={value for _, value in form["fields"] if not is_written(value)}, sentence=sentence)


def _this_form() -> dict:
    return {"action": request.full_path.rstrip("?"), "fields": typed()}


def is_press(fields) -> bool:
    """A form in which nothing was typed: a button, and nothing else."""
    return not [value for name, value in fields if name != "key" and value.strip()]


def give_back(status: int, sentence: str):
    """What was typed, to be sent again; a code never is, the page that asks for it comes back."""
    if request.endpoint in second_step.ASKING:
        return second_step.ask(*second_step.behind(), status, said=sentence)
    return resend(_this_form(), status, sentence)


@login_manager.unauthorized_handler
def stranger():
    """No session, or no longer, or without its second factor: a page asks to sign in; a form keeps its text."""
    door = "second_factor.show" if current_user.is_authenticated else "sign_in.show"
    url = url_for(door, suite=request.full_path.rstrip("?") if request.method == "GET" else None)
    if is_htmx():
        return to_sign_in(url)
    if request.method == "GET":
        return redirect(url, 303)
    if current_user.is_authenticated:
        return second_step.ask("", keep(current_user.id), 401)
    return _sign_in_first()


def _sign_in_first():
    """Over an expired form; one that asked for a code hands on what was waiting behind it."""
    if request.endpoint in second_step.ASKING:
        suite, waiting = second_step.behind()
        return answer("errors/401.html", None, 401, form=SignInForm(formdata=None, suite=suite), texts=[], kept=waiting)
    owner = g.get("expired_account")
    phone = phones.state()
    form = UnlockForm(formdata=None) if phone == "open" else SignInForm(formdata=None)
    return answer("errors/401.html", None, 401, form=form, texts=texts(typed()), kept=keep(owner) if owner else "",
                  phone=phone)


def overtaken(error: Overtaken):
    return answer("errors/409.html", None, 409, sentence=say(error.sentence), texts=given_back(typed()),
                  back=back_url())


def step_refused(error: StepRefused):
    return overtaken(Overtaken("Cette étape n'est plus possible\u00a0: la fiche a changé entre-temps."))


def out_of_range(error):
    """A number no record has, typed into an address."""
    db.session.rollback()
    return answer("errors/404.html", None, 404)


def written_twice(error: IntegrityError):
    """Two people wrote the same thing at the same instant: the second is told, like any colleague."""
    words = str(error.orig)
    if "UNIQUE" not in words and getattr(error.orig, "sqlstate", "") != "23505":
        return failed(error)
    db.session.rollback()
    return overtaken(Overtaken("Une collègue vient d'enregistrer la même chose."))


def back_url() -> str:
    """The page the form was on, when it is ours."""
    parts = urlsplit(request.referrer or "")
    return parts.path if parts.netloc == request.host and parts.path.startswith("/") else "/"


def busy(error):
    db.session.rollback()
    response = give_back(503, "L'enregistrement n'a pas pu se faire maintenant. Rien n'est perdu.") \
        if request.method == "POST" else answer("errors/503.html", None, 503)
    response.headers["Retry-After"] = "5"
    return response


def operational(error: OperationalError):
    return busy(error) if is_busy(error) else failed(error)


def stale_form(error: CSRFError):
    """The page was opened before the last sign-in: its text comes back in a fresh form."""
    account_id = g.get("deed", {}).get("account_id")
    (note_refusal if account_id else note_stray)("request.token", tried(), account_id)
    if request.endpoint in FRESH:
        return redirect(url_for(FRESH[request.endpoint], expiree=1), 303)
    return give_back(400, "Cette page était ouverte depuis longtemps. Votre texte est gardé.")


def plain(error: HTTPException):
    if error.code == 403:
        note_refusal(g.get("deed", {}).get("action") or "request.refused", tried(),
                     g.get("deed", {}).get("account_id"))
    page = PLAIN.get(error.code, "errors/400.html")
    return answer(page, None, error.code)


def failed(error):
    db.session.rollback()
    current_app.logger.exception("unexpected error on %s", request.endpoint)
    return answer("errors/500.html", None, 500)


def init_app(app) -> None:
    app.register_error_handler(Overtaken, overtaken)
    app.register_error_handler(StepRefused, step_refused)
    app.register_error_handler(Busy, busy)
    app.register_error_handler(OperationalError, operational)
    app.register_error_handler(IntegrityError, written_twice)
    app.register_error_handler(OverflowError, out_of_range)
    app.register_error_handler(DataError, out_of_range)
    app.register_error_handler(CSRFError, stale_form)
    app.register_error_handler(HTTPException, plain)
    if not app.testing:
        app.register_error_handler(Exception, failed)
