"""Ce qui reste à faire: after the plan of an absence, the people to call, the relays to write, the lines to report, together."""

from flask import Blueprint, request, url_for
from flask_login import current_user

from acts import absence_tasks as acts
from database import Overtaken, commit_once, today
from forms.absence_tasks import relays_sent, tasks_form
from guard.doors import allowed
from guard.journal import note_seen
from models import Absence
from queries import absence_tasks as asked
from queries import home_sheets, telling
from queries.absence_pages import whole
from queries.handovers import is_asked_on_her_page
from queries.reach import absences_seen_by
from rules.absence_tasks import done_words
from rules.handovers import written_here
from views.answers import again, answer, done, found

bp = Blueprint("absence_tasks", __name__)
PAGE = "absence_tasks/show.html"


def _calls(id: int) -> dict:
    """Who is to be told of who comes, and what the page says of each; those beyond one page come once these are told."""
    rows = telling.people(current_user, absence_id=id)
    people = [row.id for row in rows[:telling.PAGE]]
    return {"people": rows[:telling.PAGE], "more": len(rows) > telling.PAGE, "lines": telling.lines(current_user, people),
            "contacts": telling.contacts_of(current_user, people), "tries": telling.tries(current_user, people),
            "arrange": telling.people(current_user, telling.TO_ARRANGE, absence_id=id)}


def _relays(absence: Absence) -> dict:
    """Those the office writes here; those that have a way of their own (she who leaves writes it, or a day is set); those
    that wait to be read.
    """
    rows = asked.relays(current_user, absence.id)
    hers = is_asked_on_her_page(absence.caregiver_id, today())
    here = [row for row in rows if written_here(row.state, row.mode, hers)]
    return {"relays": rows, "to_write": here, "hers": hers,
            "apart": [row for row in rows if row.state == "to_write" and row not in here], "unread": [row for row in rows if row.state == "sent"],
            "sheets": home_sheets.entries_of_each([row.beneficiary_id for row in here])}


def _absence(id: int) -> Absence:
    return found(absences_seen_by(current_user).where(Absence.id == id))


def _form(relays: dict, **kwargs):
    """A text for each relay written here, and for one somebody saw to meanwhile: what was typed for it is given back."""
    sent = relays_sent(request.form)
    return tasks_form({row.id: f"{row.civility} {row.last_name}" for row in relays["relays"]
                       if row in relays["to_write"] or row.id in sent}, **kwargs)


def _page(id: int, form, relays: dict, late: str = "") -> dict:
    report = asked.lines(current_user, id)
    return {"row": whole(current_user, id), "form": form, "late": late.splitlines(), "report": report[:asked.LINES],
            "further": len(report) > asked.LINES, "waits": asked.still_open(current_user, id),
            "lost": [row for row in relays["relays"] if row.id in form.written and row not in relays["to_write"]],
            **_calls(id), **relays}


@bp.get("/absences/<int:id>/a-faire")
@allowed("cover.settle")
def show(id):
    relays = _relays(_absence(id))
    note_seen("absence.see", f"absence:{id}")
    return answer(PAGE, **_page(id, _form(relays, formdata=None), relays))


@bp.post("/absences/<int:id>/a-faire")
@allowed("cover.settle")
def update(id):
    absence = _absence(id)
    form = _form(relays := _relays(absence))
    if not form.validate():
        return again(PAGE, **_page(id, form, relays))
    try:
        made = commit_once(form.key.data, lambda: acts.settle(current_user, id, form.called, form.written, form.ticked),
                           f"absence:{id}")
    except Overtaken as late:  # what she ticked and wrote is still on the page, beside what a colleague did
        relays = _relays(absence)
        return answer(PAGE, None, 409, **_page(id, _form(relays), relays, late.sentence))
    return done(url_for("absence_tasks.show", id=id), message=done_words(*map(int, made.split())))
