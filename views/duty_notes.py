"""The logbook of those on call: a line written, the lines of her turn read, and the office that has read them."""

from functools import partial

from flask import Blueprint, request, url_for
from flask_login import current_user

from acts import duty as acts
from database import Overtaken, commit_once, now
from forms.duty import NoteForm, ReadForm
from guard.doors import allowed
from queries import duty as rota
from queries import duty_pages as pages
from views.answers import again, answer, done

bp = Blueprint("duty_notes", __name__)

NOBODY = ("", "Personne en particulier")
TOO_LATE = "Votre tour d'astreinte est terminé. Appelez le bureau pour dire ce qui s'est passé."


def _page(form: NoteForm) -> dict:
    """What she reads and may write at this instant; the lists of the form are narrowed to the visits she sees."""
    at = now()
    turn = rota.turn_now(current_user, at)
    people, hers = pages.about(pages.visits(current_user, turn, at))
    form.beneficiary_id.choices, form.caregiver_id.choices = [NOBODY, *people.items()], [NOBODY, *hers.items()]
    entries, more = pages.entries(current_user, turn, request.args.get("avant", type=int))
    count, last = pages.unread(current_user) if current_user.may("duty.manage") else (0, 0)
    return {"form": form, "turn": turn, "may_note": rota.may_note(current_user, at), "entries": entries, "more": more,
            "unread": count, "read": ReadForm(formdata=None, last=last), "about": bool(people)}


@bp.get("/astreinte/journal")
@allowed("duty.see")
def index():
    return answer("duty/notes.html", **_page(NoteForm(formdata=None)))


@bp.post("/astreinte/journal")
@allowed("duty.write")
def create():
    form = NoteForm()
    page = _page(form)
    if not page["may_note"]:
        raise Overtaken(TOO_LATE)
    if not form.validate():
        return again("duty/notes.html", **page)
    note = partial(acts.note, current_user, form.words.data, form.beneficiary_id.data, form.caregiver_id.data)
    commit_once(form.key.data, note, lambda id: f"duty_entry:{id}")
    return done(url_for("duty_notes.index"), message="C'est noté. Le bureau le lit.")


@bp.post("/astreinte/journal/lecture")
@allowed("duty.manage")
def read():
    form = ReadForm()
    if not form.validate():
        return again("duty/notes.html", **_page(NoteForm(formdata=None)))
    commit_once(form.key.data, lambda: acts.read(current_user, form.last_id), f"duty_entry:{form.last_id}")
    return done(url_for("duty_notes.index"), message="C'est noté\u00a0: ces notes sont lues.")
