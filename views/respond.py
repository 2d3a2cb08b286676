"""The person, or those around her, answer by a personal link: opened as often as one likes, answered once.

The only pages of the house for people without an account. They name the association and the first names of the
caregivers asked about; nothing else about anyone.
"""

from dataclasses import dataclass

from flask import Blueprint, abort, current_app, g, redirect, request, url_for
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from acts import links as acts
from database import Overtaken, commit_once, now
from forms.respond import OwnAboutForm, ReplyForm, made, parts
from guard.journal import address, note_refusal
from guard.throttle import in_words, link_wait
from models import PersonalLink
from queries import links
from queries.accounts import sent_before
from rules.links import LIVE, state_of, told_apart, voices_offered
from views.answers import again, answer

bp = Blueprint("respond", __name__)
# Long enough for somebody who writes slowly, and no longer: the address itself opens the form again.
SECONDS, PATH, LONGEST = 3 * 3600, "/reponse", 64


@dataclass(frozen=True, slots=True)
class Asked:
    """What a link asks about. `names`: part of the form -> first name; `sides`: part -> side."""

    link: PersonalLink
    state: str
    names: dict[str, str]
    sides: dict[str, int]
    offered: list[str]

    def form(self, **kwargs) -> ReplyForm:
        return made(ReplyForm, OwnAboutForm, self.names, self.offered, **kwargs)


def _cookie() -> str:
    return "__Secure-reponse" if current_app.config["HTTPS"] else "reponse"


@bp.get("/r/<token>")
def arrive(token):
    """A preview, a scanner or a second look costs nothing: nothing is read or written, and the token leaves the address."""
    response = redirect(url_for("respond.show"), 303)
    response.set_cookie(_cookie(), token[:LONGEST], max_age=SECONDS, path=PATH, httponly=True, samesite="Lax",
                        secure=current_app.config["SESSION_COOKIE_SECURE"])
    return response


def _shut(token: str):
    """The same page whatever the reason: used, out of date, revoked, closed, false, or no cookie at all."""
    if token:
        note_refusal("link.refused", "", None)
    return answer("respond/closed.html", None, 404)


def _asked() -> Asked:
    """What the token of this browser leads to, open or not; otherwise the page that says so, or that one waits."""
    token = request.cookies.get(_cookie(), "")
    wait = link_wait(address()) if token else None
    if wait:
        abort(answer("respond/wait.html", None, 429, wait=in_words(wait)))
    found = links.by_hash(acts.token_hash(token)) if token else None
    abouts = links.abouts([found.PersonalLink.id])[found.PersonalLink.id] if found else []
    # The caregiver concerned never collects the person's answers: not on the phone she is signed in on either.
    if found is None or _own_caregiver() in {about.caregiver_id for about in abouts}:
        abort(_shut(token))
    return _asked_by(found.PersonalLink, found.interrupted, abouts)


def _own_caregiver() -> int | None:
    return current_user.caregiver_id if current_user.is_authenticated else None


def _asked_by(link: PersonalLink, interrupted: bool, abouts: list[links.About]) -> Asked:
    state = state_of(link, now(), sum(about.waits for about in abouts), interrupted)
    names, sides = parts(abouts if state == LIVE else [], told_apart([about.first_name for about in abouts]))
    return Asked(link, state, names, sides, voices_offered(links.voices_heard(sides.values()), link.voice))


def _live() -> Asked:
    asked = _asked()
    if asked.state != LIVE:
        abort(_shut(asked.link.token_hash))
    return asked


def _page(asked: Asked, form: ReplyForm, **context) -> dict:
    return {"form": form, "names": list(asked.names.values()), "whole": request.args.get("page") == "entiere", **context}


@bp.get("/reponse")
def show():
    asked = _live()
    return answer("respond/show.html", **_page(asked, asked.form(formdata=None)))


@bp.post("/reponse")
def create():
    g.deed = {"account_id": None, "address": address(), "action": "link.answer"}
    asked = _asked()
    form = asked.form()
    if asked.state != LIVE:
        # The same form again, a tap too many: its first sending was the answer.
        return _thanked() if sent_before(form.key.data) else _shut(asked.link.token_hash)
    if not form.validate():
        return again("respond/show.html", **_page(asked, form))
    commit_once(form.key.data, lambda: _answer(asked, form), f"link:{asked.link.id}")
    return _thanked()


def _answer(asked: Asked, form: ReplyForm) -> int:
    return acts.answer(acts.Respondent(_own_caregiver()), asked.link.id, form.voice, form.said(asked.sides),
                       form.spoken_by)


def _thanked():
    return redirect(url_for("respond.thanks"), 303)


@bp.get("/reponse/merci")
def thanks():
    return answer("respond/thanks.html")


@bp.errorhandler(CSRFError)
def stale(error):
    """The browser was closed meanwhile: what was typed is still there, to send again. Without cookies, the kind page."""
    try:
        asked = _live()
    except HTTPException as shut:
        return shut.get_response()
    return answer("respond/show.html", None, 400, **_page(asked, asked.form(), stale=True))


@bp.errorhandler(Overtaken)
def overtaken(error):
    """Answered, revoked or decided at this very moment: nothing of what a colleague did is said here."""
    return _shut("link")
