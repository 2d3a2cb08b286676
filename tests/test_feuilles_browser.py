"""Sheets in a real browser: printed to PDF and read back as a phone reads them; typed by single keys when they return."""

import io
import re
import subprocess

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect
from pypdf import PdfReader
from sqlalchemy import select

from database import now
from models import Answer, Caregiver, Setting
from tests.browsing import OFFICE, came_in, served, window
from tests.link_scenes import asked
from tests.looks import look
from tests.rounds_scene import opened
from tests.test_call_list import second_caregiver
from tests.test_feuilles import sheet_of
from tests.world import reading, writing

pytestmark = pytest.mark.browser
A4 = (595.3, 841.9)


@pytest.fixture
def office(app, people, chromium):
    with writing(app) as session:
        for name, value in (("association_name", "Les Mains du Quartier"), ("office_phone", "0148970000"),
                            ("association_address", "14 rue de la Fontaine\n93260 Les Lilas")):
            session.add(Setting(name=name, value=value, changed_at=now()))
    with served(app) as base, window(chromium, **OFFICE) as page:
        came_in(page, base, app, "claire")
        yield page, base


@pytest.fixture
def printed(app, people, office, tmp_path):
    """Two persons printed in one go: the page they show on, and the file the printer gets."""
    opened(app, people)
    second_caregiver(app, people)
    opened(app, people, "m_petit")
    page, base = office
    page.goto(f"{base}/feuilles/nouvelles")
    page.get_by_role("button", name="Préparer les feuilles").click()
    page.wait_for_selector(".leaf")
    path = tmp_path / "feuilles.pdf"
    page.pdf(path=path, prefer_css_page_size=True)
    return page, base, path


def drawn(path, number: int) -> Image.Image:
    """One page as a picture, at the fineness of an ordinary photograph of it."""
    run = subprocess.run(["pdftoppm", "-r", "110", "-f", str(number), "-l", str(number), "-png", str(path)],
                         capture_output=True, check=True)
    return Image.open(io.BytesIO(run.stdout))


def sizes(page) -> set[float]:
    """Letter sizes of a page of the file, in points: font size × the scales in force."""
    found = set()

    def note(words, matrix, text_matrix, _font, size):
        if words.strip():
            found.add(round(size * abs(text_matrix[3] or text_matrix[1]) * abs(matrix[3]), 1))
    page.extract_text(visitor_text=note)
    return found


def test_the_file_is_a4_on_both_sides_with_one_person_after_the_other(printed):
    _, _, path = printed
    pages = PdfReader(path).pages
    assert len(pages) == 4 + 2
    for page in pages:
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(A4, abs=1)
    words = [" ".join(page.extract_text().split()) for page in pages]
    assert ["Avec Aïcha" in words[0], "Avec Lucie" in words[1], "La place manque" in words[2]] == [True] * 3
    assert "Avec Lucie" not in words[0] and "L'aide avec Lucie" in words[4]
    for envelope in (words[3], words[5]):
        assert "Pliez en trois, réponses à l'intérieur" in envelope and "14 rue de la Fontaine" in envelope
        assert "Les horaires" not in envelope
    assert not [page for page in words if re.search("Durand|Petit|Jeanne|Henri|Diallo|Moreau", page)]


def test_letters_are_of_18_points_or_more(printed):
    _, _, path = printed
    found = set().union(*(sizes(page) for page in PdfReader(path).pages))
    assert 18 in found and min(found) >= 18, found


def test_long_names_give_way_on_the_lines_and_never_spill_over(app, people, office):
    opened(app, people)
    with writing(app) as session:
        session.get(Caregiver, people["aicha_caregiver"]).first_name = "Marie-Françoise-Emmanuelle"
        session.get(Setting, "association_name").value = "Association d'aide et de soins à domicile du canton de Saint-Laurent"
        session.get(Setting, "association_address").value = "Résidence des Tilleuls, bâtiment B\n14 bis rue de la Fontaine\n93260 Les Lilas"
    page, base = office
    page.goto(f"{base}/feuilles/nouvelles")
    page.get_by_role("button", name="Préparer les feuilles").click()
    page.wait_for_selector(".leaf")
    page.emulate_media(media="print")
    room = page.evaluate("""() => [...document.querySelectorAll(".leaf, .leaf .panel")].map(
        (part) => [part.scrollHeight - part.clientHeight, part.scrollWidth - part.clientWidth])""")
    assert len(room) == 2 + 3 and all(high <= 1 and wide <= 1 for high, wide in room), room


def test_a_phone_reads_the_square_on_paper(app, people, printed):
    page, base, path = printed
    read = [zxingcpp.read_barcode(drawn(path, number)) for number in (1, 5)]
    assert all(found and re.fullmatch(re.escape(base) + r"/r/[\w-]{32}", found.text) for found in read)
    page.goto(read[0].text)
    assert page.url.startswith(f"{base}/reponse?lien=") and page.get_by_text("avec Aïcha et avec Lucie").is_visible()


def test_a_square_stained_over_a_tenth_is_still_read(printed):
    _, _, path = printed
    leaf = drawn(path, 1)
    spot = zxingcpp.read_barcode(leaf).position
    left, top, right = spot.top_left.x, spot.top_left.y, spot.top_right.x
    side = right - left
    leaf.paste("white", (int(left + side * .45), int(top + side * .45), int(left + side * .8), int(top + side * .75)))
    assert zxingcpp.read_barcode(leaf)


def test_the_letter_of_a_link_prints_with_its_square(app, people, office, tmp_path):
    opened(app, people)
    page, base = office
    page.goto(f"{base}/beneficiaires/{people['mme_durand']}/liens")
    page.get_by_role("button", name="Afficher, une seule fois").click()
    page.wait_for_selector("#adresse")
    address, path = page.locator("#adresse").input_value(), tmp_path / "lettre.pdf"
    assert look(page) == {}
    page.pdf(path=path, prefer_css_page_size=True)
    [only] = PdfReader(path).pages
    assert "Durand" not in only.extract_text()
    assert zxingcpp.read_barcode(drawn(path, 1)).text == address


def test_the_sheets_on_screen_are_legible_too(printed):
    page, _, _ = printed
    assert look(page) == {}


class Keys:
    """A keyboard that counts."""

    def __init__(self, page):
        self.page, self.count = page, 0

    def press(self, *keys) -> None:
        for key in keys:
            self.count += 1
            self.page.keyboard.press(key)

    def number(self, digits: str) -> None:
        """In the field that has the focus, once the page has given it."""
        expect(self.page.locator("#numero")).to_be_focused()
        self.press(*digits)

    def sheet(self) -> None:
        """The sheet of this number stands, and hears the keys."""
        self.page.wait_for_selector("form.call")
        self.page.wait_for_load_state()


def answers(app) -> list[Answer]:
    with reading(app) as session:
        found = list(session.scalars(select(Answer).order_by(Answer.id)))
        session.expunge_all()
    return found


def test_a_sheet_is_typed_in_nine_keys_its_number_included(app, people, office):
    asked(app, people, kind="sheet")
    number = str(sheet_of(app, people).number)
    page, base = office
    page.goto(f"{base}/feuilles/saisie")
    keys = Keys(page)
    keys.number(number)
    keys.sheet()
    assert page.get_by_role("heading", name="Mme Jeanne Durand").is_visible()
    keys.press("2", "1", "3", "2", "Enter")
    page.wait_for_selector(f"text=La feuille n° {number} est enregistrée.")
    assert keys.count == 9
    [said] = answers(app)
    assert (said.hours_fit, said.tasks_clear, said.respected, said.wish) == ("little", "yes", "no", "talk")
    assert (said.channel, said.voice, said.caregiver_present) == ("paper", "person", False)
    expect(page.locator("#numero")).to_be_focused()


def test_two_caregivers_are_typed_one_after_the_other(app, people, office):
    asked(app, people, kind="sheet", several=True)
    page, base = office
    page.goto(f"{base}/a-appeler")
    page.keyboard.press("f")
    page.wait_for_url(f"{base}/feuilles/saisie")
    keys = Keys(page)
    keys.number(str(sheet_of(app, people).number))
    keys.sheet()
    keys.press("1", "1", "1", "1", "4", "4", "2", "3", "Enter")
    page.wait_for_selector("text=est enregistrée.")
    assert [(said.hours_fit, said.wish) for said in answers(app)] == [("yes", "go_on"), ("unknown", "change")]


def test_a_slip_of_the_hand_stays_on_the_number(app, people, office):
    asked(app, people, kind="sheet")
    page, base = office
    page.goto(f"{base}/feuilles/saisie")
    Keys(page).number("1008")
    assert page.locator("#numero").input_value() == "1008"
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Ce numéro n'existe pas.")
    assert look(page) == {}


def test_the_sheet_to_type_is_legible_whatever_became_of_it(app, people, office):
    asked(app, people, kind="sheet", several=True)
    number = sheet_of(app, people).number
    page, base = office
    page.goto(f"{base}/feuilles/saisie?numero={number}")
    assert look(page) == {}
    page.goto(f"{base}/feuilles/saisie?numero={number}")
    Keys(page).press("1", "1", "1", "1")
    page.get_by_role("button", name="Enregistrer la feuille").click()
    page.wait_for_selector("text=est enregistrée.")
    page.goto(f"{base}/feuilles/saisie?numero={number}")
    assert page.get_by_text("déjà répondu").is_visible()
    assert look(page) == {}
