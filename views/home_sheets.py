"""The home sheet at the office: read, printed, written section by section; the person's agreement, her copies."""

from flask import Blueprint, abort, url_for
from flask_login import current_user

from acts import home_sheets as acts
from database import commit_once, today
from forms.home_sheets import AgreementForm, CopyForm, SectionForm
from guard.doors import allowed
from queries import beneficiaries as files
from queries import home_sheets as asked
from rules.vocabulary import HOME_SHEET_SECTIONS, PRECAUTIONS, VIGILANCE
from views.answers import again, answer, done
from views.beneficiaries import file_open, person_seen
from views.presses import press, pressed

bp = Blueprint("home_sheets", __name__)

SHEET = "/beneficiaires/<int:id>/fiche-intervention"


def sheet(person, **forms) -> dict:
    """Everything the page of a sheet draws; codes are never read here."""
    points = files.instructions_of(person.id)
    agreement = forms.get("agreement") or AgreementForm(formdata=None, said_on=today())
    return {"person": person, "entries": asked.entries_of(person.id),
            "former": asked.former_entries(person.id), "agreed": asked.agreement_of(person.id),
            "always": asked.flag_of(person.id), "copies": asked.copies_of(person.id),
            "contacts": files.contacts_of(person.id), "access": files.access_of(person.id),
            "vigilance": [point for point in points if point.code in VIGILANCE],
            "precautions": [point for point in points if point.code in PRECAUTIONS], "press": press(),
            "agreement": agreement, "copy": forms.get("copy") or CopyForm(formdata=None, handed_on=today())}


def section_form(person_id: int, section: str, fresh: bool = True) -> SectionForm:
    """The form of a section: fresh, what stands; or as it was sent."""
    said, standing = asked.agreement_of(person_id), asked.standing_entry(person_id, section)
    shown = {"words": standing.words, "known": standing.id} if standing else {}
    form = SectionForm(formdata=None, **shown) if fresh else SectionForm()
    return form.asks(HOME_SHEET_SECTIONS[section], said is not None)


def known_section(section: str) -> str:
    return section if section in HOME_SHEET_SECTIONS else abort(404)


@bp.get(SHEET)
@allowed("beneficiary.see")
def show(id):
    return answer("home_sheets/show.html", **sheet(person_seen(id)))


@bp.get(SHEET + "/<section>")
@allowed("home_sheet.edit")
def edit(id, section):
    person, form = file_open(id), section_form(id, known_section(section))
    return answer("home_sheets/edit.html", "home_sheets/_form.html", person=person, section=section, form=form,
                  contacts=files.contacts_of(id))


@bp.post(SHEET + "/<section>")
@allowed("home_sheet.edit")
def update(id, section):
    person, form = file_open(id), section_form(id, known_section(section), fresh=False)
    if not form.validate():
        return again("home_sheets/edit.html", "home_sheets/_form.html", person=person, section=section, form=form,
                     contacts=files.contacts_of(id))
    commit_once(form.key.data, lambda: acts.write(current_user, id, section, form.words.data, form.known_id, form.agreed),
                f"beneficiary:{id}")
    # with the first line the agreement changes too: the whole page says so
    return done(url_for("home_sheets.show", id=id, _anchor=section), None if form.agreed else "home_sheets/_section.html",
                person=person, section=section, entries=asked.entries_of(id, section), may_edit=True,
                former=asked.former_entries(id, section), contacts=files.contacts_of(id))


@bp.post(SHEET + "/accord")
@allowed("home_sheet.edit")
def agree(id):
    person, form = file_open(id), AgreementForm()
    if not form.validate():
        return again("home_sheets/show.html", erreurs=form.errors, **sheet(person, agreement=form))
    commit_once(form.key.data, lambda: acts.agree(current_user, id, form.answer.data, form.said_on.data),
                f"beneficiary:{id}")
    return done(url_for("home_sheets.show", id=id), message="Ce que dit la personne est noté.")


@bp.post(SHEET + "/copie")
@allowed("home_sheet.edit")
def copy(id):
    person, form = file_open(id), CopyForm()
    if not form.validate():
        return again("home_sheets/show.html", erreurs=form.errors, **sheet(person, copy=form))
    commit_once(form.key.data, lambda: acts.hand_copy(current_user, id, form.handed_on.data), f"beneficiary:{id}")
    return done(url_for("home_sheets.show", id=id), message="La remise de la copie est notée.")


@bp.post(SHEET + "/relais/<choice>")
@allowed("home_sheet.edit")
def flag(id, choice):
    file_open(id)
    if choice not in ("toujours", "premiere-fois"):
        abort(404)
    commit_once(pressed(), lambda: acts.flag(current_user, id, choice == "toujours"), f"beneficiary:{id}")
    return done(url_for("home_sheets.show", id=id), message="C'est noté.")
