"""On her phone: "Je suis en arrêt ou absente", until when, back sooner; received when, read by whom."""

from flask import Blueprint, url_for
from flask_login import current_user

from acts import absences as acts
from database import commit_once, now, today
from forms.absences import PhoneAbsenceForm, PhoneExtendForm, ReturnForm
from guard.doors import allowed
from models import Absence
from queries import absence_pages as pages
from queries.absences import beside, first_lost
from queries.reach import absences_seen_by
from queries.settings import settings
from rules.absences import LEAVE_TO_AGREE, ONCE, STILL_AWAY, asks_nothing, beside_words, call_now
from views.answers import again, answer, done, found

bp = Blueprint("phone_absences", __name__)

KEPT = 50


@bp.get("/mes-absences")
@allowed("phone.absence")
def index():
    return answer("phone/absences.html", absences=pages.hers(current_user, KEPT))


@bp.get("/mes-absences/nouvelle")
@allowed("phone.absence")
def new():
    return answer("phone/absence_new.html", form=PhoneAbsenceForm(formdata=None))


@bp.post("/mes-absences/nouvelle")
@allowed("phone.absence")
def create():
    form = PhoneAbsenceForm()
    form.today = today()
    if not form.validate():
        return again("phone/absence_new.html", form=form)
    id = commit_once(form.key.data, lambda: acts.declare(
        current_user, current_user.caregiver_id, form.kind.data, form.first_day, form.last_day, form.next_news,
        form.received), lambda id: f"absence:{id}")
    return done(url_for("phone_absences.show", id=id))


def _hers(id: int) -> Absence:
    return found(absences_seen_by(current_user).where(Absence.id == id))


@bp.get("/mes-absences/<int:id>")
@allowed("phone.absence")
def show(id):
    absence = _hers(id)
    row, (first, begun), (visits, homes) = pages.whole(current_user, id), first_lost(absence), pages.taken_from(absence)
    unread = absence.read_at is None and absence.state == "open"
    others = beside(absence, absence.starts_on, absence.ends_on)
    return answer("phone/absence.html", absence=absence, row=row, visits=visits, homes=homes, unread=unread,
                  call=unread and call_now(first, begun, now(), settings().number("call_now_hours")), begun=begun,
                  sends_paper=asks_nothing(absence.kind), to_agree=absence.kind in LEAVE_TO_AGREE,
                  beside=beside_words(others, ONCE, today().year))


def _ready(id: int, form):
    form.absence, form.today = _hers(id), today()
    return form


def _form(template: str, form, shown=answer):
    return shown(template, form=form, absence=form.absence)


@bp.get("/mes-absences/<int:id>/prolongation")
@allowed("phone.absence")
def extension(id):
    return _form("phone/absence_extend.html", _ready(id, PhoneExtendForm(formdata=None, version=_hers(id).version)))


@bp.post("/mes-absences/<int:id>/prolongation")
@allowed("phone.absence")
def extend(id):
    form = _ready(id, PhoneExtendForm())
    if form.seen == form.absence.version and not form.validate():
        return _form("phone/absence_extend.html", form, again)
    commit_once(form.key.data, lambda: acts.extend(current_user, id, form.seen, form.last_day, form.next_news),
                f"absence:{id}")
    return done(url_for("phone_absences.show", id=id), message="C'est envoyé.")


@bp.get("/mes-absences/<int:id>/retour")
@allowed("phone.absence")
def returning(id):
    return _form("phone/absence_back.html", _ready(id, ReturnForm(formdata=None, version=_hers(id).version)))


@bp.post("/mes-absences/<int:id>/retour")
@allowed("phone.absence")
def come_back(id):
    form = _ready(id, ReturnForm())
    if form.seen == form.absence.version and not form.validate():
        return _form("phone/absence_back.html", form, again)
    until = form.absence.ends_on
    commit_once(form.key.data, lambda: acts.come_back(current_user, id, form.seen, form.back_on.data), f"absence:{id}")
    others = beside_words(beside(form.absence, form.back_on.data, until), STILL_AWAY, today().year)
    return done(url_for("phone_absences.show", id=id), message=f"C'est envoyé. {others or 'À bientôt.'}")
