"""What a caregiver can do, when she gives hours, what she must not be asked."""

from flask import Blueprint
from flask_login import current_user
from sqlalchemy import select

from acts import caregivers as acts
from database import commit_once, today
from forms.caregivers import AvailabilityForm, RestrictionForm, SkillsForm
from guard.doors import allowed
from models import WorkRestriction
from queries.caregivers import availability_of, skills_of
from queries.settings import languages
from rules.availability import written
from views.answers import again, answer, found
from views.caregivers import caregiver_seen, file_open, to_file
from views.presses import pressed

bp = Blueprint("caregiver_work", __name__)
BASE = "/intervenantes/<int:id>"


@bp.get(f"{BASE}/disponibilites")
@allowed("caregiver.edit")
def availability(id):
    her = file_open(id)
    form = AvailabilityForm(formdata=None, version=her.version)
    for day, ranges in zip(form.days, availability_of(id), strict=True):
        day.data = written((row.start_minute, row.end_minute) for row in ranges)
    return answer("caregivers/availability.html", caregiver=her, form=form)


@bp.post(f"{BASE}/disponibilites")
@allowed("caregiver.edit")
def set_availability(id):
    her, form = caregiver_seen(id), AvailabilityForm()
    if not form.validate():
        return again("caregivers/availability.html", caregiver=her, form=form)
    week = [day.ranges for day in form.days]
    commit_once(form.key.data, lambda: acts.set_availability(current_user, id, form.version.data, week),
                f"caregiver:{id}")
    return to_file(id, "Les disponibilités sont enregistrées.", "disponibilites")


@bp.get(f"{BASE}/competences")
@allowed("caregiver.edit")
def skills(id):
    her, known = file_open(id), skills_of(id)
    form = SkillsForm(formdata=None, version=her.version, skills=[code for kind, code in known if kind == "skill"],
                      languages=[code for kind, code in known if kind == "language"])
    return answer("caregivers/skills.html", caregiver=her, form=form.propose(_languages(known)))


def _languages(known) -> dict[str, str]:
    """Those the settings offer, and hers."""
    return languages([code for kind, code in known if kind == "language"])


@bp.post(f"{BASE}/competences")
@allowed("caregiver.edit")
def set_skills(id):
    her, form = caregiver_seen(id), SkillsForm().propose(_languages(skills_of(id)))
    if not form.validate():
        return again("caregivers/skills.html", caregiver=her, form=form)
    commit_once(form.key.data, lambda: acts.set_skills(current_user, id, form.version.data, form.skills.data,
                                                       form.languages.data), f"caregiver:{id}")
    return to_file(id, "Les compétences et les langues sont enregistrées.", "competences")


@bp.get(f"{BASE}/restrictions/nouvelle")
@allowed("caregiver.edit")
def new(id):
    return answer("caregivers/restriction.html", caregiver=file_open(id),
                  form=RestrictionForm(formdata=None, starts_on=today()))


@bp.post(f"{BASE}/restrictions/nouvelle")
@allowed("caregiver.edit")
def create(id):
    her, form = file_open(id), RestrictionForm()
    if not form.validate():
        return again("caregivers/restriction.html", caregiver=her, form=form)
    commit_once(form.key.data, lambda: acts.add_restriction(current_user, id, form.values), f"caregiver:{id}")
    return to_file(id, "La restriction est notée.", "restrictions")


@bp.post(f"{BASE}/restrictions/<int:restriction_id>/levee")
@allowed("caregiver.edit")
def lift(id, restriction_id):
    file_open(id)
    found(select(WorkRestriction).where(WorkRestriction.id == restriction_id, WorkRestriction.caregiver_id == id))
    commit_once(pressed(), lambda: acts.lift_restriction(current_user, restriction_id),
                f"caregiver:{id}")
    return to_file(id, "La restriction est levée.", "restrictions")
