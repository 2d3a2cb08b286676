"""A question on her phone: could you go? All, some, or not this time. And her own count of the month."""

from flask import Blueprint, url_for
from flask_login import current_user

from acts import offer_answers as acts
from database import commit_once, now
from forms.offers import OfferAnswerForm, ToldForm
from guard.doors import allowed
from models import Offer
from queries import offers as asked
from queries.phone_week import acts_by_series
from queries.reach import offers_seen_by
from rules.offers import standing
from views.answers import again, answer, done, found

bp = Blueprint("phone_offers", __name__)

SAID = {"agreed": "Merci. Ces interventions sont à vous.", "partly": "Merci. Ces interventions sont à vous.",
        "willing": "Merci. Le bureau vous répond ici.", "declined": "C'est noté. Merci d'avoir répondu.",
        "withdrawn": "Merci. Ces interventions n'attendent plus personne."}


@bp.get("/mes-remplacements")
@allowed("phone.offer")
def index():
    at = now()
    before = asked.answered(current_user, at)
    return answer("phone/offers.html", waiting=asked.waiting(current_user, at), answered=before,
                  moved=asked.moved_among(before, at), month=asked.her_month(current_user, at), told_since=asked.is_told(current_user), at=at, standing=standing,
                  form=ToldForm(formdata=None))


def _page(id: int) -> dict:
    offer, at = found(offers_seen_by(current_user).where(Offer.id == id)), now()
    lines = asked.lines_of([id], at)
    return {"offer": offer, "lines": lines, "state": standing(offer.state, offer.expires_at, at),
            "open": [line for line in lines if line.became == "still"],
            "acts": acts_by_series(line.series_id for line in lines)}


def _form(page: dict, **kwargs) -> OfferAnswerForm:
    """Every visit of the question, also those gone since she read it: her yes sent twice is the same yes."""
    form = OfferAnswerForm(**kwargs)
    form.visits.choices = [(str(line.visit_id), "") for line in page["lines"]]
    return form


@bp.get("/mes-remplacements/<int:id>")
@allowed("phone.offer")
def show(id):
    page = _page(id)
    return answer("phone/offer.html", form=_form(page, formdata=None), **page)


@bp.post("/mes-remplacements/<int:id>/reponse")
@allowed("phone.offer")
def update(id):
    page = _page(id)
    form = _form(page)
    if not form.validate() and page["state"] == "waiting":  # over meanwhile: the act says why, whatever she ticked
        return again("phone/offer.html", erreurs=form.errors, form=form, **page)
    state = commit_once(form.key.data, lambda: acts.answer(current_user, id, form.yes, "own_phone"), f"offer:{id}")
    return done(url_for("phone_offers.show", id=id), message=SAID.get(state))


@bp.post("/mes-remplacements/prevenez-moi")
@allowed("phone.offer")
def be_told():
    form = ToldForm()
    if not form.validate():
        return done(url_for("phone_offers.index"))
    commit_once(form.key.data, lambda: acts.be_told(current_user, form.wanted.is_yes), f"caregiver:{current_user.caregiver_id}")
    return done(url_for("phone_offers.index"), message="C'est noté.")
