"""The other steps of a request to replace: judged, told by voice, her choice, the requester told, cancelled."""

from flask import Blueprint, url_for
from flask_login import current_user

from acts import granted_wishes, offers, refusals, replacements
from database import Overtaken, commit_once, now, today
from forms.base import Form
from forms.replacements import CalledForm, CancelForm, DoorForm, GrantForm, HerChoiceForm, JudgeForm
from guard.doors import allowed
from guard.journal import note_reading
from models import Beneficiary, Replacement
from queries.beneficiaries import contacts_of
from queries.reach import beneficiaries_seen_by, replacements_seen_by
from rules.replacements import LETTER_TOO_EARLY, has_letter, letter_goes_to
from views.answers import again, answer, done, found
from views.candidates import candidates_of
from views.replacements import page_of_request, told_form

bp = Blueprint("replacement_steps", __name__)


def _found(id: int) -> Replacement:
    return found(replacements_seen_by(current_user).where(Replacement.id == id))


def _once(id: int, form: Form, act, message: str):
    commit_once(form.key.data, act, f"replacement:{id}")
    return done(url_for("replacements.show", id=id), message=message)


def _again(id: int, name: str, form: Form):
    return again("replacements/show.html", erreurs=form.errors, **page_of_request(id, **{name: form}))


@bp.post("/remplacements/<int:id>/appelee")
@allowed("cover.ask")
def called(id):
    held, form = _found(id), CalledForm()
    form.caregiver_id.choices = [(one.person.id, one.person.name) for one, _, can in candidates_of(held, now())["candidates"]
                                 if can]
    if not form.validate():
        return _again(id, "called", form)
    return _once(id, form, lambda: offers.called(current_user, id, form.caregiver_id.data),
                 "C'est noté. Ces interventions sont à elle.")


@bp.post("/remplacements/<int:id>/avis")
@allowed("replacement.judge")
def judge(id):
    _found(id)
    form = JudgeForm()
    if not form.validate():
        return _again(id, "judge", form)
    return _once(id, form, lambda: replacements.judge(current_user, id, form.is_grantable, form.judged_words.data),
                 "Votre réponse est gardée.")


@bp.post("/remplacements/<int:id>/souhait")
@allowed("replacement.run")
def grant_wish(id):
    form = GrantForm(_found(id).wished)
    if not form.validate():
        return _again(id, "grant", form)
    wished = form.wished.data if form.wished else None
    did = commit_once(form.key.data, lambda: granted_wishes.grant(current_user, id, wished), f"replacement:{id}")
    said = "Ce souhait était déjà noté" if did == granted_wishes.KNOWN else "Le souhait est noté dans sa fiche"
    return done(url_for("replacements.show", id=id), message=f"{said}. La réponse est donnée.")


@bp.post("/remplacements/<int:id>/lue")
@allowed("replacement.run")
def read(id):
    _found(id)
    form = Form()
    if not form.validate():
        return _again(id, "tell", form)
    return _once(id, form, lambda: replacements.read(current_user, id), "C'est noté\u00a0: vous l'avez lue. Elle le voit.")


@bp.post("/remplacements/<int:id>/prevenue")
@allowed("replacement.run")
def tell_caregiver(id):
    _found(id)
    form = Form()
    if not form.validate():
        return _again(id, "tell", form)
    return _once(id, form, lambda: replacements.tell_caregiver(current_user, id), "C'est noté\u00a0: elle est prévenue.")


@bp.post("/remplacements/<int:id>/son-choix")
@allowed("replacement.run")
def her_choice(id):
    _found(id)
    form = HerChoiceForm()
    if not form.validate():
        return _again(id, "her_choice", form)
    return _once(id, form, lambda: replacements.choose_for_herself(current_user, id, form.choice.data),
                 "Son choix est gardé.")


@bp.get("/remplacements/<int:id>/lettre")
@allowed("replacement.judge")
def letter(id):
    """The letter of a request that cannot be granted, for paper: no ground, no caregiver; after she was told and chose."""
    held = _found(id)
    if not has_letter(held.state, held.caregiver_told_at, held.caregiver_choice):
        raise Overtaken(LETTER_TOO_EARLY)
    person = found(beneficiaries_seen_by(current_user).where(Beneficiary.id == held.beneficiary_id))
    note_reading("replacement.letter", f"replacement:{id}")
    return answer("replacements/letter.html", held=held, person=person, day=today(),
                  guardian=letter_goes_to(contacts_of(person.id)))


@bp.post("/remplacements/<int:id>/porte")
@allowed("replacement.judge")
def home_refused(id):
    _found(id)
    form = DoorForm()
    if not form.validate():
        return _again(id, "door", form)
    return _once(id, form, lambda: refusals.decide(current_user, id, form.safety.data, form.decided.data),
                 "Votre décision est gardée.")


@bp.post("/remplacements/<int:id>/reponse")
@allowed("replacement.answer")
def tell_requester(id):
    form = told_form(_found(id))
    if not form.validate():
        return _again(id, "told", form)
    return _once(id, form, lambda: replacements.tell_requester(current_user, id, form.told_words.data, *form.told),
                 "C'est noté.")


@bp.post("/remplacements/<int:id>/annulation")
@allowed("replacement.run")
def cancel(id):
    _found(id)
    form = CancelForm()
    if not form.validate():
        return _again(id, "cancel", form)
    return _once(id, form, lambda: replacements.cancel(current_user, id, form.cancel_words.data), "La demande est annulée.")
