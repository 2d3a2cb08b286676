"""A Monday morning, on the demo: Lucie is ill for five days; the office reads it, somebody agrees, the home is covered."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from models import Absence, Handover, Replacement, ReplacementVisit, Visit
from tests.browsing import OFFICE, PHONE, come_in, served, window
from tests.demo_house import demo_house, passphrase
from tests.world import reading

pytestmark = pytest.mark.browser


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def scene(request, tmp_path, chromium):
    scripts = {"java_script_enabled": request.param}
    with demo_house(tmp_path) as made, served(made) as base, window(chromium, **OFFICE, **scripts) as office, \
            window(chromium, **PHONE, **scripts) as phone:
        come_in(office, base, "claire@demo.example", passphrase=passphrase("claire"))
        come_in(phone, base, "lucie@demo.example", own_phone=True, passphrase=passphrase("lucie"))
        yield made, base, office, phone, request.param


def test_from_her_bed_to_somebody_at_the_door(scene):
    made, base, office, phone, scripts = scene
    absence = she_says_so(made, base, phone)
    the_office_reads_it(base, office, absence)
    phone.reload()
    assert phone.get_by_text("Lu par Claire Vidal").is_visible()
    person = somebody_agrees(made, base, office, absence, scripts)
    with reading(made) as session:
        held = session.execute(
            select(ReplacementVisit.state, Visit.caregiver_id).join(Visit, Visit.id == ReplacementVisit.visit_id)
            .join(Replacement, Replacement.id == ReplacementVisit.replacement_id)
            .where(Replacement.id == person)).all()
        assert any(row.state == "covered" and row.caregiver_id for row in held)
        assert session.scalar(select(func.count()).select_from(Handover).where(Handover.replacement_id == person)) == 1


def she_says_so(made, base, phone) -> int:
    """Five taps and a date."""
    phone.goto(base + "/ma-semaine")
    phone.get_by_role("link", name="Je suis en arrêt ou absente").tap()
    phone.locator("label:has([name=kind][value=sick_leave])").tap()
    phone.locator("label:has([name=until][value=date])").tap()
    last = made.config["CLOCK"]().date() + timedelta(days=4)
    phone.fill("[name=ends_on]", last.isoformat())
    phone.get_by_role("button", name="Prévenir le bureau").tap()
    phone.get_by_role("heading", name="Votre absence").wait_for()
    said = phone.inner_text("main")
    assert "Personne ne l'a encore lu." in said and "ne remplace pas l'envoi de votre arrêt de travail" in said
    with reading(made) as session:
        return session.scalars(select(Absence.id).order_by(Absence.id.desc())).first()


def the_office_reads_it(base, office, absence) -> None:
    office.goto(base + f"/absences/{absence}")
    office.get_by_role("button", name="J'ai lu").click()
    office.get_by_text("Personne ne l'a encore lu").first.wait_for(state="detached")


def somebody_agrees(made, base, office, absence, scripts) -> int:
    """The first home where somebody can come: one key, or one press."""
    with reading(made) as session:
        requests = session.scalars(select(Replacement.id).where(Replacement.absence_id == absence).order_by(Replacement.id)).all()
    for id in requests:
        office.goto(base + f"/remplacements/{id}?toutes=1")
        yes = office.get_by_role("button", name="Appelée")
        if yes.count():
            office.keyboard.press("a") if scripts else yes.first.click()
            office.get_by_text("Ces interventions sont à elle.").wait_for()
            return id
    raise AssertionError("nobody could come anywhere")
