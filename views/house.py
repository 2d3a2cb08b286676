"""The house itself: where one lands, help, the little picture in the tab, whether the server answers."""

from flask import Blueprint, redirect

from guard.doors import allowed
from rules import policy
from views.answers import answer
from views.navigation import home_url

bp = Blueprint("house", __name__)


@bp.get("/")
@allowed("help.read")
def home():
    return redirect(home_url(), 303)


@bp.get("/aide")
@allowed("help.read")
def help():
    return answer("house/help.html", actions=policy.rows_in_words(), categories=policy.category_rows())


@bp.get("/favicon.ico")
def favicon():
    from flask import current_app
    return redirect(current_app.jinja_env.globals["static_url"]("img/favicon.svg"), 301)


@bp.get("/etat")
def health():
    """For the machine that watches this one: it answers, and nothing more is said."""
    return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8"}
