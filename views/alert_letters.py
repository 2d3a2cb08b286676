"""Letters after a decision, for the direction: prepared here, printed or downloaded, sent by a person."""

from flask import Blueprint, Response, abort, url_for
from flask_login import current_user
from sqlalchemy import select

from acts import alert_letters as acts
from database import Overtaken, commit_once, local, today
from forms.alert_letters import FORMS, LetterForm
from guard.doors import allowed
from guard.journal import note_reading, note_seen
from models import Alert, AlertLetter, Beneficiary
from queries import alert_letters as known
from queries.reach import alerts_seen_by, beneficiaries_seen_by
from queries.settings import say, settings
from rules.alert_lists import ALERT_LETTERS
from rules.letters import day_words, missing_decision, paragraphs
from rules.open_document import KIND, odt
from views.answers import again, answer, done, found

bp = Blueprint("alert_letters", __name__)


def _alert(id: int) -> Alert:
    return found(alerts_seen_by(current_user).where(Alert.id == id, Alert.beneficiary_id.is_not(None)))


def _person(alert: Alert) -> Beneficiary:
    return found(beneficiaries_seen_by(current_user).where(Beneficiary.id == alert.beneficiary_id))


def _form(kind: str, **kwargs) -> LetterForm:
    form = FORMS[kind](**kwargs)
    form.today, form.notice_days = today(), settings().number("service_end_days")
    return form


def _page(alert: Alert, kind: str, form: LetterForm) -> dict:
    """The letter begins with her own words: it is a reading."""
    note_seen("alert.read", f"alert:{alert.id}")
    return {"alert": alert, "kind": kind, "form": form, "addressee": known.addressee_of(_person(alert))}


@bp.get("/suivis/<int:id>/lettres/<kind>")
@allowed("alert.letter")
def new(id, kind):
    alert = _alert(id)
    missing = missing_decision(kind, known.decided(id)) if kind in FORMS else abort(404)
    if missing:
        raise Overtaken(missing)
    return answer("alerts/letter_new.html", **_page(alert, kind, _form(kind, formdata=None, facts=alert.facts)))


@bp.post("/suivis/<int:id>/lettres/<kind>")
@allowed("alert.letter")
def create(id, kind):
    alert, form = _alert(id), _form(kind) if kind in FORMS else abort(404)
    page = _page(alert, kind, form)
    if not form.validate():
        return again("alerts/letter_new.html", **page)
    letter_id = commit_once(form.key.data, lambda: acts.prepare(current_user, id, kind, page["addressee"], form.said),
                            f"alert:{id}")
    return done(url_for("alert_letters.show", id=id, letter_id=letter_id), message="La lettre est prête. Rien n'est envoyé.")


def _letter(id: int, letter_id: int) -> tuple[AlertLetter, list[str]]:
    """The letter and its lines; each reading is noted, and shown to her."""
    alert = _alert(id)
    letter = found(select(AlertLetter).where(AlertLetter.id == letter_id, AlertLetter.alert_id == alert.id))
    note_reading("alert.letter", f"alert:{id}")
    note_seen("alert.read", f"alert:{id}")
    return letter, [say(line) if line not in letter.facts else line for line in paragraphs(
        letter.kind, letter.facts, letter.rules_signed_on, letter.ends_on, letter.relay or "", letter.notice_days)]


@bp.get("/suivis/<int:id>/lettres/<int:letter_id>/papier")
@allowed("alert.letter")
def show(id, letter_id):
    letter, said = _letter(id, letter_id)
    return answer("alerts/letter.html", letter=letter, said=said, alert_id=id,
                  written_on=local(letter.at).date())


@bp.get("/suivis/<int:id>/lettres/<int:letter_id>/document")
@allowed("alert.letter")
def download(id, letter_id):
    letter, said = _letter(id, letter_id)
    house, on = settings(), day_words(local(letter.at).date())
    lines = [("B", house.association_name), ("P", house.association_address), ("B", letter.addressee), ("P", on[0].upper() + on[1:]),
             ("B", f"Objet\u00a0: {ALERT_LETTERS[letter.kind].lower()}"), ("P", "Bonjour,"), *(("P", line) for line in said),
             ("P", "La direction,"), ("P", "Signature\u00a0:")]
    return Response(odt(line for line in lines if line[1]), mimetype=KIND,
                    headers={"Content-Disposition": f'attachment; filename="lettre-{letter_id}.odt"'})
