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
from forms.respond import OwnAboutForm, ReplyForm, Typed, made, parts, typed_parts
from guard.journal import address, note_stray
from guard.throttle import false_link, in_words, link_wait
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
    """What a link asks about. `names`: part of the form -> first name; `sides`: part -> side; `places`: the same for
    those no longer asked about too."""

    link: PersonalLink
    state: str
    places: dict[str, int]
    names: dict[str, str]
    sides: dict[str, int]
    offered: list[str]

    def form(self, **kwargs) -> ReplyForm:
        return made(ReplyForm, OwnAboutForm, self.names, self.offered, **kwargs)


def _cookie(mark: str) -> str:
    """One for each link: two of them live side by side in one browser."""
    return f"{'__Secure-' if current_app.config['HTTPS'] else ''}reponse-{mark}"


@bp.get("/r/<token>")
def arrive(token):
    """A preview, a scanner or a second look costs nothing: nothing is read or written, and the token leaves the address."""
    token = token[:LONGEST]
    mark = acts.token_mark(token)
    response = redirect(url_for("respond.show", lien=mark), 303)
    response.set_cookie(_cookie(mark), token, max_age=SECONDS, path=PATH, httponly=True, samesite="Lax",
                        secure=current_app.config["SESSION_COOKIE_SECURE"])
    return response


def _shut(subject: str = ""):
    """The same page whatever the reason: used, out of date, revoked, closed, false, or no cookie at all.

    What somebody typed meanwhile is given back from what she sent: nothing is looked up, so nothing more is said.
    """
    if subject:
        note_stray("link.refused", subject, each=True)
    return answer("respond/closed.html", None, 404, typed=typed_parts(request.form))


def _token() -> str:
    """The token of the link this very page was drawn for, whatever else was opened since in another tab.

    The page says its mark, the browser holds the token under it. A page that says none has no link: never the last opened.
    """
    mark = request.args.get("lien", "")
    token = request.cookies.get(_cookie(mark), "")
    return token if acts.token_mark(token) == mark else ""


def _asked() -> Asked:
    """What the token of this page leads to, open or not; otherwise the page that says so, or that one waits."""
    token = _token()
    hashed = acts.token_hash(token)
    found = links.by_hash(hashed) if token else None
    if found is None:
        abort(_unknown(hashed) if token else _shut())
    link = found.PersonalLink
    abouts = links.abouts([link.id])[link.id]
    # The caregiver concerned never collects the person's answers: not on the phone she is signed in on either.
    if _own_caregiver() in {about.caregiver_id for about in abouts}:
        abort(_shut(f"link:{link.id}"))
    return _asked_by(link, found.interrupted, abouts)


def _unknown(hashed: str):
    wait = link_wait(address())
    return answer("respond/wait.html", None, 429, wait=in_words(wait)) if wait else _shut(false_link(hashed))


def _own_caregiver() -> int | None:
    return current_user.caregiver_id if current_user.is_authenticated else None


def _asked_by(link: PersonalLink, interrupted: bool, abouts: list[links.About]) -> Asked:
    state = state_of(link, now(), sum(about.waits for about in abouts), interrupted)
    names, sides = parts(abouts if state == LIVE else [], told_apart([about.first_name for about in abouts]))
    places = {f"c{about.place}": about.side_id for about in abouts}
    return Asked(link, state, places, names, sides, voices_offered(links.voices_heard(sides.values()), link.voice))


def _live() -> Asked:
    asked = _asked()
    if asked.state != LIVE:
        abort(_shut(f"link:{asked.link.id}"))
    return asked


def _page(asked: Asked, form: ReplyForm, **context) -> dict:
    return {"form": form, "link_mark": request.args["lien"], "names": list(asked.names.values()), "whole": request.args.get("page") == "entiere",
            "lost": [typed for typed in typed_parts(request.form) if typed.part not in asked.names], **context}


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
        return _thanked(asked, form) if sent_before(form.key.data) else _shut(f"link:{asked.link.id}")
    if not form.validate():
        return again("respond/show.html", **_page(asked, form))
    return _sent(asked, form)


def _sent(asked: Asked, form: ReplyForm):
    """Written; or answered, revoked or decided at this very moment: nothing of what a colleague did is said here."""
    try:
        commit_once(form.key.data, lambda: _answer(asked, form), f"link:{asked.link.id}")
    except Overtaken:
        return _shut(f"link:{asked.link.id}")
    return _thanked(asked, form)


def _answer(asked: Asked, form: ReplyForm) -> int:
    return acts.answer(acts.Respondent(_own_caregiver()), asked.link.id, form.voice, form.said(asked.sides),
                       form.spoken_by)


def _thanked(asked: Asked, form: ReplyForm):
    """On to the thanks. What was typed of a caregiver no longer asked about is given back, on this page alone."""
    lost = _lost(asked, form)
    return answer("respond/thanks.html", lost=lost) if lost else redirect(url_for("respond.thanks"), 303)


def _lost(asked: Asked, form: ReplyForm) -> list[Typed]:
    typed = typed_parts(request.form)
    written = links.written_by(asked.link.id, form.voice)
    return [part for part in typed if asked.places.get(part.part) not in written]


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
