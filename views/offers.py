"""Questions at the office: asked to one or to several, answered by voice, attributed in the printed order."""

from flask import Blueprint, url_for
from flask_login import current_user

from acts import offer_answers, offers
from database import commit_once, instant_at, now
from forms.offers import AskForm
from guard.doors import allowed
from models import Offer, Replacement
from queries import offers as asked
from queries import outbox
from queries.reach import offers_seen_by, replacements_seen_by
from rules.offers import may_be_asked_with_others, standing
from views.answers import answer, done, found
from views.candidates import candidates_of, too_near_words
from views.presses import press, pressed

bp = Blueprint("offers", __name__)
SEVERAL = "La question est posée. Celles qui iraient s'affichent ici, dans l'ordre de la liste."


def _request(id: int) -> Replacement:
    return found(replacements_seen_by(current_user).where(Replacement.id == id))


def _once(key: str, id: int, act, message: str, back: str | None = None):
    commit_once(key, act, f"replacement:{id}")
    return done(back or url_for("replacements.show", id=id), message=message)


@bp.get("/questions")
@allowed("cover.ask")
def index():
    at = now()
    rows, moved = asked.to_call(current_user), asked.moved(current_user, at)
    return answer("offers/index.html", rows=rows, moved=moved, lines=asked.by_question([*rows, *moved], at), press=press(),
                  at=at, standing=standing, working=outbox.working())


@bp.post("/remplacements/<int:id>/questions")
@allowed("cover.ask")
def create(id):
    held, form, at = _request(id), AskForm(), now()
    can = {one.person.id: one for one, _, able in candidates_of(held, at)["candidates"] if able}
    form.caregiver_id.choices = [(caregiver, "") for caregiver in can]
    if not form.validate():
        return done(url_for("replacements.show", id=id), message="Choisissez quelqu'un qui est libre à ces heures.")
    asked_id = form.caregiver_id.data
    far, near = asked.apart(can[asked_id].taken, at)
    needs = far or near  # all of them near: the act says that she is to be called
    return _once(form.key.data, id, lambda: offers.ask(current_user, id, asked_id, [need.visit_id for need in needs]),
                 f"{_told(asked_id, needs)} Rien n'est à elle tant qu'elle n'a pas dit oui. {too_near_words(near)}".rstrip())


def _told(caregiver_id: int, needs) -> str:
    """Whether a page and a message tell her so, and when."""
    if outbox.recipient(caregiver_id=caregiver_id) is None:
        return "Elle n'a pas de compte ici\u00a0: appelez-la."
    words = outbox.told_words(caregiver_id, min(instant_at(need.day, need.start_minute) for need in needs))
    return f"La question est sur sa page. {words}"


@bp.post("/remplacements/<int:id>/questions/plusieurs")
@allowed("cover.ask")
def ask_several(id):
    held, key, at = _request(id), pressed(), now()
    page = candidates_of(held, at)
    people = [one for one, _, able in page["candidates"] if able]
    on_duty = asked.on_duty({one.person.id for one in people}, {need.day for one in people for need in one.asked})
    known = {row.caregiver_id for row in asked.of_request(current_user, id)}
    wanted = {one.person.id: [need.visit_id for need in asked.apart(one.taken, at)[0]] for one in people
              if one.person.id not in known and may_be_asked_with_others(one.person.opted_in, one.person.id in on_duty)}
    return _once(key, id, lambda: offers.ask_several(current_user, id, wanted), f"{SEVERAL} {page['too_near']}".rstrip())


def _offer(id: int) -> Offer:
    return found(offers_seen_by(current_user).where(Offer.id == id))


@bp.post("/questions/<int:id>/oui")
@allowed("cover.ask")
def say_yes(id):
    offer, key = _offer(id), pressed()
    return _once(key, offer.replacement_id, lambda: offer_answers.say_yes(current_user, id), "C'est noté.", url_for("offers.index"))


@bp.post("/questions/<int:id>/non")
@allowed("cover.ask")
def say_no(id):
    offer, key = _offer(id), pressed()
    return _once(key, offer.replacement_id, lambda: offer_answers.answer(current_user, id, (), "call"), "C'est noté.",
                 url_for("offers.index"))


@bp.post("/questions/<int:id>/attribution")
@allowed("cover.ask")
def attribute(id):
    offer, key = _offer(id), pressed()
    return _once(key, offer.replacement_id, lambda: offer_answers.attribute(current_user, id),
                 "C'est fait. Ces interventions sont à elle.")
