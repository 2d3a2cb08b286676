"""Passages de relais at the office: who still has to write, to read, to hand back; what the office does for them."""

from functools import partial

from flask import Blueprint, abort, request, url_for
from flask_login import current_user

from acts import handovers as acts
from database import commit_once, now, today
from forms.handovers import AddendumForm, CallOffForm, OpenForm, ReturnForm, WriteForm
from guard.doors import allowed
from models import Handover, Pairing, Replacement
from queries import beneficiaries as files
from queries import handovers as asked
from queries import home_sheets
from queries.reach import handovers_seen_by, pairings_seen_by, replacements_seen_by
from rules import handovers as rules
from rules.vocabulary import PRECAUTIONS, VIGILANCE
from views.answers import again, answer, done, found
from views.beneficiaries import person_seen
from views.presses import press, pressed

bp = Blueprint("handovers", __name__)


def which_list() -> str:
    """The filter of the address; "à écrire" comes first."""
    return request.args["etat"] if request.args.get("etat") in asked.LISTS else next(iter(asked.LISTS))


@bp.get("/relais")
@allowed("handover.see")
def index():
    which = which_list()
    rows, further = asked.listed(current_user, which, request.args.get("apres", type=int))
    return answer("handovers/index.html", rows=rows, further=further, which=which, lists=asked.LISTS, press=press())


def _beside(pairing_id: int | None, request_id: int | None) -> dict:
    """The relation or the request of the address, and whom it proposes: who hands over there, who comes there."""
    if request_id:
        held = found(replacements_seen_by(current_user).where(Replacement.id == request_id))
        comes = asked.who_comes(held.new_pairing_id)
        return {"person": person_seen(held.beneficiary_id), "leaves": held.caregiver_id, "comes": comes,
                "back": url_for("replacements.show", id=held.id), "kept": {"request_id": held.id}}
    pair = found(pairings_seen_by(current_user).where(Pairing.id == pairing_id, Pairing.state != "ended"))
    usual = pair.kind == "usual"
    return {"person": person_seen(pair.beneficiary_id), "leaves": pair.caregiver_id if usual else None,
            "comes": None if usual else pair.caregiver_id, "back": url_for("pairings.show", id=pair.id),
            "kept": {"pairing_id": pair.id}}


def _opening(beside: dict) -> OpenForm:
    """The lists of this home; what the page proposes is proposed only where it may be picked."""
    leave, come = ([(row.id, f"{row.first_name} {row.last_name}") for row in rows]
                   for rows in asked.sides(beside["person"].id, now()))
    proposed = {name: beside[name] for name, rows in (("leaves", leave), ("comes", come)) if beside[name] in dict(rows)}
    form = OpenForm(**proposed)
    form.leaves.choices, form.comes.choices = [("", "Le bureau"), *leave], [("", "Choisir…"), *come]
    return form


@bp.get("/relations/<int:pairing_id>/relais")
@bp.get("/remplacements/<int:request_id>/relais")
@allowed("handover.run")
def new(pairing_id=None, request_id=None):
    beside = _beside(pairing_id, request_id)
    return answer("handovers/new.html", form=_opening(beside), **beside)


@bp.post("/relations/<int:pairing_id>/relais")
@bp.post("/remplacements/<int:request_id>/relais")
@allowed("handover.run")
def create(pairing_id=None, request_id=None):
    beside = _beside(pairing_id, request_id)
    form = _opening(beside)
    if not form.validate():
        return again("handovers/new.html", form=form, **beside)
    id = commit_once(form.key.data, lambda: acts.open_by_hand(current_user, beside["person"].id, *form.opening),
                     lambda id: f"handover:{id}")
    return done(url_for("handovers.show", id=id), message="Le passage de relais est ouvert.")


def page(id: int, **sent) -> dict:
    """Everything the page of one draws, with the forms of its state: the one that was sent as it was sent."""
    row = asked.shown(current_user, id) or abort(404)
    relay = row.Handover
    points, agreed = files.instructions_of(relay.beneficiary_id), home_sheets.agreement_of(relay.beneficiary_id)
    forms = {"writing": partial(WriteForm, mode=relay.mode, made_on=relay.made_on), "handing_back": ReturnForm, "addendum": AddendumForm, "off": CallOffForm}
    return {"row": row, "relay": relay, "addenda": asked.addenda_of(id), "press": press(), "live": relay.state in rules.LIVE,
            "entries": {} if agreed and agreed.answer == "no" else home_sheets.entries_of(relay.beneficiary_id),
            "person": person_seen(relay.beneficiary_id), "access": files.access_of(relay.beneficiary_id),
            "vigilance": [point for point in points if point.code in VIGILANCE],
            "precautions": [point for point in points if point.code in PRECAUTIONS],
            "asks_her": asked.is_asked_on_her_page(relay.from_caregiver_id, today()),
            "due": rules.return_due(relay.state, relay.asks_return, relay.last_visit_at, now()),
            **{name: sent.get(name) or form(formdata=None) for name, form in forms.items()}}


@bp.get("/relais/<int:id>")
@allowed("handover.see")
def show(id):
    return answer("handovers/show.html", **page(id))


def _seen(id: int) -> Handover:
    return found(handovers_seen_by(current_user).where(Handover.id == id))


def _run(id: int, name: str, form, act, message: str):
    """Checked, done once, told; refused, the page comes back with what was typed."""
    if not form.validate():
        return again("handovers/show.html", erreurs=form.errors, **page(id, **{name: form}))
    commit_once(form.key.data, partial(act, current_user, id), f"handover:{id}")
    return done(url_for("handovers.show", id=id), message=message)


@bp.post("/relais/<int:id>/ecrire")
@allowed("handover.run")
def write(id):
    _seen(id)
    form = WriteForm()
    return _run(id, "writing", form, lambda by, id: acts.write(by, id, form.mode.data, form.day, form.matters_now.data),
                "Le passage de relais est prêt à lire.")


@bp.post("/relais/<int:id>/ajouter")
@allowed("handover.run")
def add(id):
    _seen(id)
    form = AddendumForm()
    return _run(id, "addendum", form, lambda by, id: acts.add(by, id, form.words.data), "L'information est ajoutée.")


@bp.post("/relais/<int:id>/retour")
@allowed("handover.run")
def hand_back(id):
    _seen(id)
    form = ReturnForm()
    return _run(id, "handing_back", form, lambda by, id: acts.hand_back(by, id, form.went.data, form.told.data),
                "Le retour est noté.")


@bp.post("/relais/<int:id>/annuler")
@allowed("handover.run")
def call_off(id):
    _seen(id)
    form = CallOffForm()
    return _run(id, "off", form, lambda by, id: acts.call_off(by, id, form.why.data), "Le passage de relais est annulé.")


def _press(id: int, act, message: str):
    _seen(id)
    commit_once(pressed(), partial(act, current_user, id), f"handover:{id}")
    return done(url_for("handovers.show", id=id), message=message)


@bp.post("/relais/<int:id>/lu")
@allowed("handover.run")
def read(id):
    return _press(id, acts.read, "La lecture est notée.")


@bp.post("/relais/<int:id>/suite")
@allowed("handover.run")
def take_up(id):
    return _press(id, acts.take_up, "C'est noté.")


@bp.post("/relais/<int:id>/clore")
@allowed("handover.run")
def close(id):
    return _press(id, acts.close, "Le passage de relais est terminé.")
