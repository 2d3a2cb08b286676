"""Prendre des nouvelles: what each caregiver carried these last weeks, when she was called, and the next call."""

from flask import Blueprint, request, url_for
from flask_login import current_user

from acts import load as acts
from database import commit_once, now, today
from forms.load import LoadNoteForm
from guard.doors import allowed
from queries import load
from views.answers import again, answer, done
from views.caregivers import file_open
from views.display import day

bp = Blueprint("load", __name__)
BASE = "/prendre-des-nouvelles"
BY_CALL = "appel"


@bp.get(BASE)
@allowed("load.see")
def index():
    page, by_call = max(1, request.args.get("page", 1, type=int)), request.args.get("ordre") == BY_CALL
    rows, at = load.people(current_user, by_call, page), now()
    people = rows[:load.PAGE]
    return answer("load/index.html", people=people, facts=load.facts_of(current_user, people, at, day), page=page,
                  notes=load.notes(current_user, [row.id for row in people]), more=len(rows) > load.PAGE, by_call=by_call)


def _page(her, form: LoadNoteForm) -> dict:
    return {"caregiver": her, "form": form, "facts": load.facts_of(current_user, [her], now(), day)[her.id],
            "notes": load.notes(current_user, [her.id])[her.id]}


@bp.get(f"{BASE}/<int:id>")
@allowed("load.see")
def show(id):
    return answer("load/show.html", **_page(file_open(id), LoadNoteForm(formdata=None, called_on=today())))


@bp.post(f"{BASE}/<int:id>")
@allowed("load.note")
def create(id):
    her, form = file_open(id), LoadNoteForm()
    form.today = today()
    if not form.validate():
        return again("load/show.html", **_page(her, form))
    commit_once(form.key.data, lambda: acts.note(current_user, id, form.called_on.data, form.line.data), f"caregiver:{id}")
    return done(url_for("load.show", id=id), message="C'est noté.")
