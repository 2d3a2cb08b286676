"""À reporter dans votre planning: every change decided here, ticked once it stands in the other software."""

from flask import Blueprint, request, url_for
from flask_login import current_user
from sqlalchemy import or_

from acts import changes as acts
from database import commit_once
from forms.base import Form
from forms.changes import ReportShownForm
from guard.doors import allowed
from models import Absence, VisitChange
from queries import beneficiaries, changes
from queries.pages import count_up_to, page_of
from queries.reach import absences_seen_by, changes_seen_by
from views.answers import again, answer, done, found

bp = Blueprint("changes", __name__)

FILTERS = ("etat", "secteur", "personne", "absence", "apres", "avant")


def wanted_changes():
    """The lines the address asks for, and their order: to report, oldest first; or reported, newest first."""
    args, state = request.args, request.args.get("etat", "")
    wanted = changes.listed(current_user, state, args.get("personne", type=int), args.get("secteur", type=int),
                            args.get("absence", type=int))
    reported = state == changes.REPORTED
    return wanted, VisitChange.id if reported else VisitChange.made_at, reported


def _list() -> dict:
    args, state = request.args, request.args.get("etat", "")
    wanted, order, reported = wanted_changes()
    page = page_of(changes.rows_of(wanted), order, args.get("apres", type=int), args.get("avant", type=int), reported)
    return {"page": page, "reported": reported, "to_reach": state == changes.TO_REACH, "count": count_up_to(wanted),
            "sectors": beneficiaries.sectors(), "kept": _kept(), "absence": args.get("absence", type=int)}


def _kept() -> dict:
    """The filters, kept in the address; whatever else it carries is left there."""
    return {name: request.args[name] for name in FILTERS if request.args.get(name)}


@bp.get("/planning-a-reporter")
@allowed("planning.report")
def index():
    return answer("changes/index.html", "changes/_list.html", **_list())


def _tick(id: int, act, message: str, *where):
    """Tick one line, then the list as it stands now."""
    found(changes_seen_by(current_user).where(VisitChange.id == id, *where))
    form = Form()
    if not form.validate():
        return again("changes/index.html", "changes/_list.html", **_list())
    commit_once(form.key.data, lambda: act(current_user, id), f"visit_change:{id}")
    return done(url_for("changes.index", **_kept()), "changes/_list.html", message=message, **_list())


@bp.post("/planning-a-reporter/<int:id>/report")
@allowed("planning.report")
def report(id):
    return _tick(id, acts.report, "La ligne est reportée.")


@bp.post("/planning-a-reporter/report")
@allowed("planning.report")
def report_shown():
    """All that is shown of one absence: the office goes through it line by line in the other software, and ticks once."""
    absence = found(absences_seen_by(current_user).where(Absence.id == request.args.get("absence", 0, type=int)))
    form = ReportShownForm()
    if not form.validate():
        return again("changes/index.html", "changes/_list.html", **_list())
    ticked = commit_once(form.key.data, lambda: acts.report_shown(current_user, form.shown, absence.id), f"absence:{absence.id}")
    said = "La ligne est reportée." if ticked == "1" else f"{ticked} lignes sont reportées."
    return done(url_for("changes.index", **_kept()), "changes/_list.html", message=said, **_list())


@bp.post("/planning-a-reporter/<int:id>/jointe/<int:caregiver_id>")
@allowed("planning.report")
def reach(id, caregiver_id):
    touched = or_(VisitChange.caregiver_id == caregiver_id, VisitChange.other_caregiver_id == caregiver_id)
    return _tick(id, lambda by, id: acts.reach(by, id, caregiver_id), "C'est noté\u00a0: elle a été jointe.", touched)
