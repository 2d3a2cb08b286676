"""The plan of this Monday morning, on the demo: read, proposed, looked at in every width, confirmed in a few presses."""

import io

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select

from models import Absence, Offer, OfferVisit, Replacement
from tests.browsing import OFFICE, come_in, served, window
from tests.demo_house import demo_house, passphrase
from tests.looks import look
from tests.world import reading

pytestmark = pytest.mark.browser


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def scene(request, tmp_path, chromium):
    with demo_house(tmp_path) as made, served(made) as base, \
            window(chromium, **OFFICE, java_script_enabled=request.param) as office:
        come_in(office, base, "claire@demo.example", passphrase=passphrase("claire"))
        yield made, base, office, request.param


def test_three_presses_lead_from_the_board_to_questions_about_nearly_every_visit(scene):
    made, base, office, scripts = scene
    with reading(made) as session:
        absence = session.scalars(select(Absence.id).where(Absence.read_at.is_(None)).order_by(Absence.id.desc())).first()
    office.goto(base + "/a-traiter")
    office.locator(f"a[href='/absences/{absence}']").first.click()
    office.get_by_role("heading", name="14 interventions à couvrir").wait_for()
    if scripts:
        paper = PdfReader(io.BytesIO(office.pdf(format="A4")))
        assert "14 interventions à couvrir" in paper.pages[0].extract_text(), "longer than a page, it begins on the first"
    office.get_by_role("button", name="Proposer un plan").click()
    office.get_by_role("heading", name="Le plan en entier").wait_for()
    assert "12 interventions sur 14 avec quelqu'un" in office.inner_text("body")
    if scripts:
        assert look(office) == {}
    office.get_by_role("button", name="Confirmer et demander").click()
    office.get_by_text("C'est demandé").wait_for()
    with reading(made) as session:
        asked = session.scalar(select(func.count()).select_from(OfferVisit).join(Offer, Offer.id == OfferVisit.offer_id)
                               .join(Replacement, Replacement.id == Offer.replacement_id)
                               .where(Offer.state == "waiting", Replacement.absence_id == absence))
    assert asked == 12 - 1, "the one of ten o'clock is too near for a question: she is called"
