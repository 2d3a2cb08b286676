"""Coups de main: those asked from this person, each with what was done. For anybody else the page does not exist."""

from flask import Blueprint, request, url_for
from flask_login import current_user

from acts import help_requests as acts
from database import commit_once
from forms.help_requests import HelpAnswerForm
from guard.doors import allowed
from guard.journal import note_seen
from models import HelpRequest
from queries import help_requests as known
from queries.reach import help_requests_seen_by
from views.answers import again, answer, done, found

bp = Blueprint("help_requests", __name__)


@bp.get("/coups-de-main")
@allowed("help_request.follow")
def index():
    closed = request.args.get("etat") == "termines"
    page = known.listed(current_user, closed, request.args.get("apres", type=int), request.args.get("avant", type=int))
    return answer("help_requests/index.html", "help_requests/_list.html", page=page, closed=closed)


def _page(id: int, form=None) -> dict:
    asked = found(help_requests_seen_by(current_user).where(HelpRequest.id == id))
    note_seen("help_request.read", f"hand:{id}")
    return {"asked": asked, "names": known.names(asked), "steps": known.steps(id),
            "form": form or HelpAnswerForm(formdata=None)}


@bp.get("/coups-de-main/<int:id>")
@allowed("help_request.follow")
def show(id):
    return answer("help_requests/show.html", **_page(id))


@bp.post("/coups-de-main/<int:id>/suite")
@allowed("help_request.follow")
def follow(id):
    found(help_requests_seen_by(current_user).where(HelpRequest.id == id))
    form = HelpAnswerForm()
    if not form.validate():
        return again("help_requests/show.html", **_page(id, form))
    commit_once(form.key.data, lambda: acts.answer(current_user, id, form.words.data, form.closes.data, form.follow_on.data),
                f"hand:{id}")
    return done(url_for("help_requests.show", id=id), message="C'est noté. Elle le lit sur son téléphone.")
