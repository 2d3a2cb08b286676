"""Points à deux voix: the list with what they cost, one of them side by side, a new one on demand."""

from flask import Blueprint, abort, request, url_for
from flask_login import current_user

from acts import answers, calls, rounds
from database import commit_once
from forms.said import ComplementForm, TakeUpForm
from guard.doors import allowed
from models import Beneficiary, Round
from queries import answers as said
from queries import rounds as asked
from queries.beneficiaries import sectors
from queries.calls import prefill
from queries.due_rounds import weekly_cost
from queries.pages import matching
from queries.reach import rounds_seen_by
from views.answers import again, answer, done, found
from views.presses import pressed
from views.round_page import both_sides

bp = Blueprint("rounds", __name__)
# What the address says, and what the list keeps.
STATES = {"a-faire": ("open", "À faire"), "a-lire": ("attention", "Réponses à lire"),
          "a-decider": ("ready", "À décider"), "decides": ("decided", "Décidés"), "annules": ("cancelled", "Annulés")}


def state_asked() -> str:
    return request.args["etat"] if request.args.get("etat") in STATES else "a-faire"


@bp.get("/points")
@allowed("round.see")
def index():
    state = state_asked()
    mine, sector = request.args.get("miens") == "1", request.args.get("secteur", type=int)
    rows = asked.listed(current_user, STATES[state][0], sector, mine, request.args.get("apres", type=int))
    page, more = rows[:asked.PAGE], len(rows) > asked.PAGE
    kept = {name: request.args[name] for name in ("etat", "secteur", "miens") if request.args.get(name)}
    return answer("rounds/index.html", "rounds/_list.html", rounds=page, state=state, states=STATES, sector=sector,
                  mine=mine, kept=kept, sectors=sectors(), cost=weekly_cost(current_user),
                  following=page[-1].id if more else None)


@bp.get("/points/<int:id>")
@allowed("round.see")
def show(id):
    return answer("rounds/show.html", **both_sides(id))


@bp.get("/points/nouveau")
@allowed("round.collect")
def new():
    typed, pairing_id = request.args.get("q", "").strip()[:80], request.args.get("relation", type=int)
    relations = asked.relations_to_ask(current_user, matching(Beneficiary.search_name, typed), pairing_id)
    return answer("rounds/new.html", "rounds/_relations.html", relations=relations, typed=typed, chosen=pairing_id)


@bp.post("/points/nouveau/<int:pairing_id>")
@allowed("round.collect")
def create(pairing_id):
    if not asked.relations_to_ask(current_user, [], pairing_id):
        abort(404)
    call = prefill(current_user, request.args.get("appel"))
    id = commit_once(pressed(), lambda: _open(pairing_id, call), lambda id: f"round:{id}")
    return done(url_for("rounds.show", id=id), message="Le point est ouvert\u00a0: chaque côté est à entendre.")


def _open(pairing_id: int, call) -> int:
    """The round, and the call it was noted from becomes it."""
    id = rounds.open_on_demand(current_user, pairing_id)
    if call:
        calls.become(current_user, call.call_id, f"round:{id}")
    return id


@bp.post("/points/<int:id>/prise-en-charge")
@allowed("round.decide")
def take_up(id):
    found(rounds_seen_by(current_user).where(Round.id == id))
    form = TakeUpForm()
    if not form.validate():
        return again("rounds/show.html", **both_sides(id, taking=form))
    commit_once(form.key.data, lambda: rounds.take_up(current_user, id, form.note.data), f"round:{id}")
    return done(url_for("rounds.show", id=id), message="C'est noté\u00a0: la réponse est prise en charge.")


@bp.post("/points/<int:id>/reponses/<int:answer_id>/complements")
@allowed("round.collect")
def add(id, answer_id):
    found(said.reachable(current_user, answer_id))
    form = ComplementForm()
    if not form.validate():
        return again("rounds/show.html", **both_sides(id, complement=form, answer_id=answer_id))
    commit_once(form.key.data, lambda: answers.add_addendum(current_user, answer_id, form.words.data), f"round:{id}")
    return done(url_for("rounds.show", id=id), message="Le complément est ajouté.")
