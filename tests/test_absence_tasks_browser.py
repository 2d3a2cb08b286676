"""Ce qui reste à faire, in a real browser: legible in each of its states, done with the keyboard alone, whole on paper."""

import io

import pytest
from pypdf import PdfReader

from acts import telling
from models import Contact, Handover, HomeSheetEntry, Telling
from rules.telling import Said
from tests.absence_scenes import do
from tests.browsing import OFFICE, come_in, served, window
from tests.looks import look
from tests.test_absence_tasks import WORDS, one, relay, url  # noqa: F401  Rosa agreed, nothing is told nor written
from tests.test_agreements import request_id  # noqa: F401  Aïcha away, Rosa free
from tests.test_otherwise import first_held
from tests.test_telling import marks
from tests.world import count, writing

pytestmark = pytest.mark.browser


@pytest.fixture
def office(app, chromium):
    with served(app) as base, window(chromium, **OFFICE) as page:
        come_in(page, base, "claire")
        yield page, base


def test_it_is_legible_full_refused_and_done(app, people, url, office):  # noqa: F811
    page, base = office
    with writing(app) as session:
        session.add(HomeSheetEntry(beneficiary_id=people["mme_durand"], section="habits", words="Le thé avant la toilette.",
                                   at=app.config["CLOCK"](), by_id=people["claire"]))
    page.goto(base + url)
    page.get_by_text("Ce que dit sa fiche d'intervention").click()
    assert look(page) == {}
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("Cochez une case, ou écrivez un passage de relais.").wait_for()
    assert look(page) == {}
    page.locator("[name=told]").check()
    page.fill(f"[name=relay_{relay(app).id}]", WORDS)
    do(app, people, "helene", telling.tell, people["mme_durand"], marks(app, people), Said("agrees"))
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("Rien n'est encore enregistré.").wait_for()
    assert look(page) == {} and page.locator(f"[name=relay_{relay(app).id}]").input_value() == WORDS
    page.locator("[name=reported]").check()
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("Pour cette absence, tout est fait.").wait_for()
    assert look(page) == {} and one(app, Handover).matters_now == WORDS


def test_with_the_keyboard_alone(app, people, url, office):  # noqa: F811
    page, base = office
    page.goto(base + url)
    page.locator("[name=told]").focus()
    page.keyboard.press("Space")
    page.locator(f"[name=relay_{relay(app).id}]").focus()
    page.keyboard.type(WORDS)
    page.locator("[name=reported]").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Pour cette absence, tout est fait.").wait_for()
    assert count(app, Telling) == 1


def test_on_paper_it_is_a_list_of_whom_to_call_with_boxes_to_tick(app, people, url, office):  # noqa: F811
    page, base = office
    page.goto(base + url)
    paper = PdfReader(io.BytesIO(page.pdf(format="A4")))
    said = " ".join(sheet.extract_text() for sheet in paper.pages)
    assert "Mme Jeanne Durand" in said and "Rosa Lopez" in said and "Prévenue, d'accord" in said
    assert "Enregistrer" not in said and said.count("Autre réponse") == 1, "the link is none, on paper"
    page.emulate_media(media="print")
    name, box = (page.locator(f"#a-prevenir .panel > {part}").first.bounding_box() for part in ("h3", ".acts"))
    assert box["x"] > name["x"] + 200 and box["y"] < name["y"] + 40, "the box is beside the name: more people on a sheet"


@pytest.mark.parametrize("scripts", [True, False])
def test_previous_never_ticks_somebody_else(app, people, url, chromium, scripts):  # noqa: F811
    """A browser gives ticks back by their place in the page: once the first is told, that place is the next person's."""
    with served(app) as base, window(chromium, **OFFICE, java_script_enabled=scripts) as page:
        come_in(page, base, "claire")
        page.goto(base + url)
        page.fill(f"[name=relay_{relay(app).id}]", WORDS)
        for box in ("[name=told]", "[name=reported]"):
            page.locator(box).check()
        page.get_by_role("link", name="Autre réponse").click()
        page.get_by_role("heading", name="Sa réponse").wait_for()
        page.go_back()
        page.locator("[name=told]").wait_for()
        assert not page.locator("form.tasks :checked").count()
        assert page.locator(f"[name=relay_{relay(app).id}]").input_value() == WORDS, "a text has a name of its own"


def test_who_takes_a_visit_in_the_family_is_legible(app, people, request_id, office):  # noqa: F811
    page, base = office
    with writing(app) as session:
        session.add(Contact(beneficiary_id=people["mme_durand"], kind="relative", name="Mme Martin", role_words="Sa fille"))
    page.goto(f"{base}/remplacements/{request_id}/interventions/{first_held(app, request_id)}")
    page.get_by_role("button", name="Mme Martin (sa fille)").wait_for()
    assert look(page) == {}
