"""Écarts avec le planning: what it says of a visit, what was decided here, and two buttons: garder, reprendre."""

from flask import Blueprint, request, url_for
from flask_login import current_user
from sqlalchemy import select

from acts import gaps as acts
from database import Overtaken, commit_once, now
from guard.doors import allowed
from models import ImportGap, Visit
from queries import gaps as queries
from queries.import_pages import decided_here
from queries.pages import count_up_to, page_of
from queries.settings import settings
from rules.import_visits import may_take
from views.answers import answer, done, found
from views.presses import press, pressed

bp = Blueprint("gaps", __name__)


def _kept() -> dict:
    return {name: request.args[name] for name in ("etat", "personne") if request.args.get(name)}


def wanted_gaps() -> tuple:
    """(the écarts of the list, whether they are decided): open ones, oldest first; or those decided, newest first."""
    decided, person = request.args.get("etat") == "decides", request.args.get("personne", type=int)
    wanted = queries.listed(current_user, decided)
    if person:
        wanted = wanted.where(ImportGap.visit_id.in_(select(Visit.id).where(Visit.beneficiary_id == person)))
    return wanted, decided


def _list() -> dict:
    args, (wanted, decided) = request.args, wanted_gaps()
    page = page_of(queries.rows_of(wanted), ImportGap.id, args.get("apres", type=int), args.get("avant", type=int), decided)
    return {"page": page, "decided": decided, "count": count_up_to(wanted), "kept": _kept(), "press": press(),
            "here": decided_here(page.rows), "why_not": _why_not}


def _why_not(gap) -> str:
    """Why the planning's version cannot be taken, "" when it can."""
    return may_take(gap.cancelled, gap.state, gap.ends_at, now())


@bp.get("/ecarts")
@allowed("planning.gap")
def index():
    return answer("gaps/index.html", "gaps/_list.html", **_list())


def _decide(id: int, decision: str, message):
    """`message`: what is said of the visit decided about."""
    found(queries.gaps_seen_by(current_user).where(ImportGap.id == id))
    try:
        visit_id = commit_once(pressed(), lambda: acts.decide(current_user, id, decision), f"gap:{id}")
    except Overtaken as late:  # what keeps the planning's version out is read beside the écart it is about
        return answer("gaps/index.html", None, 409, fault=late.sentence, **_list())
    return done(url_for("gaps.index", **_kept()), message=message(int(visit_id)))


@bp.post("/ecarts/<int:id>/garder")
@allowed("planning.gap")
def keep(id):
    return _decide(id, "kept", lambda _: "C'est gardé comme ici. Le même fichier ne posera plus la question.")


@bp.post("/ecarts/<int:id>/reprendre")
@allowed("planning.gap")
def take(id):
    return _decide(id, "taken", _taken)


def _taken(visit_id: int) -> str:
    if queries.waits_for_somebody(visit_id):
        return "C'est repris du planning. L'intervention reste à couvrir."
    return ("C'est repris du planning. L'intervenante le voit dans sa semaine. Si c'est dans moins de "
            f"{settings().number('phone_first_hours')} heures, appelez-la.")
