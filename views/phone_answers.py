"""Her side of a round, on her phone: the same questions, apart, once."""

from flask import Blueprint, abort, url_for
from flask_login import current_user

from acts import answers, words
from database import commit_once
from forms.base import Form
from forms.phone import ASKED, AddendumForm, AnswerForm
from guard.doors import allowed
from models import RoundSide
from queries.phone_answers import addenda_to, her_answer, person_of_side
from queries.reach import sides_seen_by
from rules.assignment import unsaid
from views.answers import again, answer, done, found

bp = Blueprint("phone_answers", __name__)


def _hers(id):
    return found(sides_seen_by(current_user).where(RoundSide.id == id))


def _url(id):
    return url_for("phone_answers.show", id=id)


def _said(side, form, draw=answer):
    """What she answered, and a place to add to it."""
    hers = her_answer(current_user, side.id)
    added = addenda_to([hers.id]).get(hers.id, [])
    return draw("phone/said.html", None, side=side, person=person_of_side(current_user, side.id), hers=hers,
                added=added, asked=ASKED, form=form,
                tap=Form(formdata=None), erreurs=form.errors)


def _late(whole, part, /, **context):
    """Answered already, and these words are new: they stand ready in the field for an addition."""
    return answer(whole, part, 409, **context)


def _ask(side, form, draw=answer):
    return draw("phone/questions.html", None, side=side, person=person_of_side(current_user, side.id), form=form,
                tap=Form(formdata=None), erreurs=form.errors)


@bp.get("/mes-questions/<int:id>")
@allowed("phone.see")
def show(id):
    side = _hers(id)
    if her_answer(current_user, id):
        return _said(side, AddendumForm())
    return _ask(side, AnswerForm())


@bp.post("/mes-questions/<int:id>")
@allowed("phone.answer")
def create(id):
    side, form = _hers(id), AnswerForm()
    hers = her_answer(current_user, id)
    if hers:
        left = unsaid((form.goes_well.data, form.should_change.data), (hers.goes_well, hers.should_change))
        return _said(side, AddendumForm(formdata=None, words=left), _late) if left else done(_url(id))
    if not form.validate():
        return _ask(side, form, again)
    commit_once(form.key.data, lambda: answers.record_answer(current_user, id, "caregiver", form.values, "own_phone"),
                f"side:{id}")
    return done(_url(id), message="C'est envoyé. Merci.")


@bp.post("/mes-questions/<int:id>/appel")
@allowed("phone.answer")
def call(id):
    side, form = _hers(id), Form()
    if not form.validate():
        return _ask(side, AnswerForm(formdata=None), again)
    commit_once(form.key.data, lambda: answers.prefer_call(current_user, id), f"side:{id}")
    return done(url_for("phone.week"), message="C'est noté. Le bureau vous appelle.")


@bp.post("/mes-questions/<int:id>/ajouts")
@allowed("phone.answer")
def add(id):
    side, form, hers = _hers(id), AddendumForm(), her_answer(current_user, id)
    if hers is None:
        abort(404)
    if not form.validate():
        return _said(side, form, again)
    commit_once(form.key.data, lambda: answers.add_addendum(current_user, hers.id, form.words.data), f"side:{id}")
    return done(_url(id), message="C'est ajouté.")


@bp.post("/mes-questions/<int:id>/rappel")
@allowed("phone.word")
def call_back(id):
    side, form = _hers(id), Form()
    person = person_of_side(current_user, id)
    if her_answer(current_user, id) is None:
        abort(404)
    if not form.validate():
        return _said(side, AddendumForm(formdata=None), again)
    commit_once(form.key.data, lambda: words.send(current_user, "call_me", beneficiary_id=person.id), f"side:{id}")
    return done(_url(id), message="C'est envoyé. Le bureau vous rappelle.")
