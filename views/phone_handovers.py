"""Her passages de relais on the phone: she writes one before her leave, reads one before she goes, hands it back after."""

from functools import partial

from flask import Blueprint, abort, request, url_for
from flask_login import current_user

from acts import handovers as acts
from database import commit_once, now, today
from forms.base import Form
from forms.handovers import AddendumForm, ReturnForm, WriteForm
from guard.doors import allowed
from models import Handover
from queries import handovers as asked
from queries.phone_handovers import hers, waiting
from queries.phone_home_sheets import sheet_page
from queries.reach import handovers_seen_by
from rules import handovers as rules
from views.answers import again, answer, done, found

bp = Blueprint("phone_handovers", __name__)

SENT = {"write": "C'est envoyé. Merci.", "read": "C'est noté\u00a0: vous l'avez lu.", "add": "C'est ajouté.",
        "hand_back": "C'est envoyé. Merci.", "read_back": "C'est noté. Merci."}


@bp.get("/mes-relais")
@allowed("phone.handover")
def index():
    page = hers(current_user, request.args.get("apres", type=int), request.args.get("avant", type=int))
    return answer("phone/handovers.html", page=page, waiting=waiting(current_user, now(), today()))


def relay_page(id: int, **sent) -> dict:
    """Everything her page of one draws: which side she is, what waits for her, the sheet while she is assigned there."""
    row = asked.shown(current_user, id) or abort(404)
    relay, at = row.Handover, now()
    mine = relay.to_caregiver_id == current_user.caregiver_id
    forms = {"writing": partial(WriteForm, mode=relay.mode, made_on=relay.made_on), "handing_back": ReturnForm, "addendum": AddendumForm, "tap": Form}
    return {"row": row, "relay": relay, "mine": mine, "addenda": asked.addenda_of(id),
            "asked": rules.is_asked(asked.absences_of(current_user.caregiver_id), today()),
            "due": mine and rules.return_due(relay.state, relay.asks_return, relay.last_visit_at, at),
            "told_back": rules.told_back(relay.went), "wrote": relay.written_by_id == current_user.id,
            **sheet_page(current_user, relay.beneficiary_id, at),
            **{name: sent.get(name) or form(formdata=None) for name, form in forms.items()}}


@bp.get("/mes-relais/<int:id>")
@allowed("phone.handover")
def show(id):
    return answer("phone/handover.html", **relay_page(id))


def _mine(id: int, side: str) -> None:
    """One of hers, on the side whose act this is."""
    found(handovers_seen_by(current_user).where(
        Handover.id == id, getattr(Handover, f"{side}_caregiver_id") == current_user.caregiver_id))


def _send(id: int, name: str, form, act, deed: str):
    if not form.validate():
        return again("phone/handover.html", erreurs=form.errors, **relay_page(id, **{name: form}))
    commit_once(form.key.data, partial(act, current_user, id), f"handover:{id}")
    return done(url_for("phone_handovers.show", id=id), message=SENT[deed])


@bp.post("/mes-relais/<int:id>/ecrire")
@allowed("phone.handover")
def write(id):
    _mine(id, "from")
    form = WriteForm()
    return _send(id, "writing", form, lambda by, id: acts.write(by, id, form.mode.data, form.day, form.matters_now.data),
                 "write")


@bp.post("/mes-relais/<int:id>/ajouter")
@allowed("phone.handover")
def add(id):
    _mine(id, "from")
    form = AddendumForm()
    return _send(id, "addendum", form, lambda by, id: acts.add(by, id, form.words.data), "add")


@bp.post("/mes-relais/<int:id>/lu")
@allowed("phone.handover")
def read(id):
    _mine(id, "to")
    return _send(id, "tap", Form(), acts.read, "read")


@bp.post("/mes-relais/<int:id>/retour")
@allowed("phone.handover")
def hand_back(id):
    _mine(id, "to")
    form = ReturnForm()
    return _send(id, "handing_back", form, lambda by, id: acts.hand_back(by, id, form.went.data, form.told.data),
                 "hand_back")


@bp.post("/mes-relais/<int:id>/retour-lu")
@allowed("phone.handover")
def read_back(id):
    _mine(id, "from")
    return _send(id, "tap", Form(), acts.close, "read_back")
