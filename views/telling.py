"""Prévenir: the call list by person of who comes instead of whom, and what each answered."""

from flask import Blueprint, request, url_for
from flask_login import current_user

from acts import telling as acts
from database import commit_once
from forms.base import choices
from forms.telling import FamilyForm, TellForm
from guard.doors import allowed
from models import Beneficiary, Telling
from queries import changes
from queries import telling as asked
from queries.pages import count_up_to
from queries.reach import beneficiaries_seen_by
from rules.hours import slot
from views.answers import again, answer, done, found
from views.beneficiaries import person_seen
from views.presses import press, pressed

bp = Blueprint("telling", __name__)


def _absence() -> int | None:
    """The one she came from: its people are listed, and it is where she goes back to."""
    return request.args.get("absence", type=int)


@bp.get("/prevenir")
@allowed("cover.tell")
def index():
    page, absence = max(1, request.args.get("page", 1, type=int)), _absence()
    rows = asked.people(current_user, page=page, absence_id=absence)
    arrange = asked.people(current_user, asked.TO_ARRANGE, absence_id=absence)
    shown = rows[:asked.PAGE]
    ids = [row.id for row in shown]
    return answer("telling/index.html", people=shown, page=page, more=len(rows) > asked.PAGE, absence=absence, arrange=arrange,
                  lines=asked.lines(current_user, ids), contacts=asked.contacts_of(current_user, ids),
                  tries=asked.tries(current_user, ids), said=asked.said(current_user, absence_id=absence), press=press(),
                  to_report=count_up_to(changes.listed(current_user, absence_id=absence)) if absence else 0)


def _words(line) -> str:
    row = line.row
    return f"{slot(row.day, row.start_minute, row.minutes)}, {row.comes_first} {row.comes_last}"


def _page(person: Beneficiary, form: TellForm | None = None, family: FamilyForm | None = None) -> dict:
    """One person: what to announce, what to arrange with her, what she answered before."""
    to_tell = asked.lines(current_user, [person.id]).get(person.id, [])
    arrange = asked.lines(current_user, [person.id], asked.TO_ARRANGE).get(person.id, [])
    both = {line.mark: _words(line) for line in (*to_tell, *arrange)}
    form = form or TellForm(formdata=None, visits=[line.mark for line in to_tell or arrange])
    form.visits.choices = choices(both)
    return {"person": person, "form": form, "family": family or FamilyForm(formdata=None), "to_tell": to_tell,
            "absence": _absence(), "arrange": arrange,
            "contacts": asked.contacts_of(current_user, [person.id]).get(person.id, []),
            "tries": asked.tries(current_user, [person.id]).get(person.id), "press": press(),
            "said": asked.said(current_user, person_id=person.id)}


@bp.get("/prevenir/<int:id>")
@allowed("cover.tell")
def show(id):
    return answer("telling/show.html", **_page(person_seen(id)))


def _hers(id: int) -> str:
    return url_for("telling.show", id=id, absence=_absence())


def _next(id: int, message: str):
    """Back to the list she was called from, that of one absence or the whole, the next person first."""
    return done(url_for("telling.index", absence=_absence(), _anchor="a-prevenir"), message=message)


@bp.post("/prevenir/<int:id>")
@allowed("cover.tell")
def tell(id):
    person, form = person_seen(id), TellForm()
    if not form.validate():
        return again("telling/show.html", **_page(person, form=form))
    commit_once(form.key.data, lambda: acts.tell(current_user, id, form.visits.data, form.said), f"beneficiary:{id}")
    return _next(id, "C'est noté.")


@bp.post("/prevenir/<int:id>/famille")
@allowed("cover.tell")
def family(id):
    person, form = person_seen(id), FamilyForm()
    if not form.validate():
        return again("telling/show.html", **_page(person, family=form))
    commit_once(form.key.data, lambda: acts.family_takes(current_user, id, form.mark.data, form.who.data), f"beneficiary:{id}")
    return done(_hers(id), message="C'est noté. Une ligne est à reporter dans votre planning.")


@bp.post("/prevenir/<int:id>/avis/<int:telling_id>")
@allowed("cover.tell")
def take_back(id, telling_id):
    known = beneficiaries_seen_by(current_user).join(Telling, Telling.beneficiary_id == Beneficiary.id)
    found(known.where(Beneficiary.id == id, Telling.id == telling_id))
    commit_once(pressed(), lambda: acts.take_back(current_user, telling_id), f"beneficiary:{id}")
    return done(_hers(id), message="C'est noté. Dites-lui qui vient.")
