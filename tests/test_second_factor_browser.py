"""The second factor in a browser, from the drawing read by a phone to the line on another director's board."""

import io
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

import pytest
import zxingcpp
from PIL import Image
from sqlalchemy import delete

from models import RecoveryCode, SecondFactor
from tests.browsing import OFFICE, PHONE, served, window
from tests.factor import code, totp
from tests.looks import look
from tests.people import PASSPHRASE
from tests.reader import reader
from tests.world import writing

pytestmark = pytest.mark.browser


@pytest.fixture
def base(app, people):
    with served(app) as address:
        yield address


@contextmanager
def at(chromium, base, name, **settings):
    """Her window, once her passphrase was right."""
    with window(chromium, **{**OFFICE, **settings}) as page:
        page.goto(base + "/connexion")
        page.fill("[name=identifier]", f"{name}@exemple.fr")
        page.fill("[name=passphrase]", PASSPHRASE)
        page.get_by_role("button", name="Se connecter").click()
        page.wait_for_url("**/double-verification*")
        yield page


def without_phone(app, people, name):
    with writing(app) as session:
        for model in (SecondFactor, RecoveryCode):
            session.execute(delete(model).where(model.account_id == people[name]))


def drawn_key(page) -> str:
    """What a phone reads in the drawing, as the person sees it on her screen."""
    picture = Image.open(io.BytesIO(page.locator("svg.qr").screenshot()))
    [found] = zxingcpp.read_barcodes(picture)
    asked = parse_qs(urlsplit(found.text).query)
    assert found.text.startswith("otpauth://totp/") and (asked["digits"], asked["period"]) == (["6"], ["30"])
    return asked["secret"][0]


def give(page, typed, field="factor_code", button="Continuer"):
    if field == "factor_recovery" and not page.locator("[name=factor_recovery]").is_visible():
        page.get_by_text("Je n'ai pas mon téléphone").click()
    page.fill(f"[name={field}]", typed)
    page.get_by_role("button", name=button).click()


def is_in(page):
    page.get_by_role("heading", name="À traiter").wait_for()


def refused(page, said):
    page.locator(".errors").get_by_text(said).wait_for()


@pytest.mark.parametrize("script", [True, False], ids=["with the script", "without"])
def test_the_whole_story_of_a_phone_and_its_papers(app, people, clock, base, chromium, script):
    without_phone(app, people, "helene")
    with at(chromium, base, "helene", java_script_enabled=script) as helene:
        key = drawn_key(helene)
        assert helene.locator("p.code").inner_text().replace(" ", "") == key
        helene.goto(base + "/a-traiter")
        helene.wait_for_url("**/double-verification?suite=/a-traiter")
        key = drawn_key(helene)
        give(helene, "000000", button="Confirmer ce téléphone")
        refused(helene, "Ce n'est pas le code attendu")
        assert drawn_key(helene) == key
        give(helene, totp(key, clock()), button="Confirmer ce téléphone")
        helene.get_by_role("heading", name="Vos codes de secours").wait_for()
        papers = helene.locator(".codes li").all_inner_texts()
        assert len(papers) == 10
        helene.get_by_role("button", name="C'est rangé").click()
        is_in(helene)
    with at(chromium, base, "helene", java_script_enabled=script) as helene:
        give(helene, totp(key, clock()))
        refused(helene, "attendez le suivant")
        clock.move(seconds=30)
        give(helene, totp(key, clock()))
        is_in(helene)
    with at(chromium, base, "helene", java_script_enabled=script) as helene:
        give(helene, papers[0], "factor_recovery")
        is_in(helene)
    with at(chromium, base, "helene", java_script_enabled=script) as helene:
        give(helene, papers[0], "factor_recovery")
        refused(helene, "a déjà servi")


def keep_code(app, people):
    reader(app, "claire").post(f"/beneficiaires/{people['mme_durand']}/acces",
                               {"codes": "Portail 4512B", "keys": "", "known": ""})


@pytest.mark.parametrize("script", [True, False], ids=["with the script", "without"])
def test_the_codes_of_a_home_show_after_a_fresh_proof(app, people, clock, base, chromium, script):
    keep_code(app, people)
    with at(chromium, base, "claire", java_script_enabled=script) as claire:
        give(claire, code("claire", clock()))
        is_in(claire)
        home = f"{base}/beneficiaires/{people['mme_durand']}"
        claire.goto(home)
        claire.get_by_role("button", name="Voir les codes").click()
        claire.get_by_text("Portail 4512B").wait_for()
        for _ in range(4):
            clock.move(minutes=9)
            claire.goto(home)
        claire.get_by_role("button", name="Voir les codes").click()
        claire.get_by_role("heading", name="Confirmez que c'est vous").wait_for()
        assert claire.get_by_text("Portail 4512B").count() == 0
        give(claire, "000000")
        refused(claire, "attendez le suivant")
        give(claire, code("claire", clock()))
        claire.get_by_text("Portail 4512B").wait_for()


def test_a_text_typed_for_half_an_hour_is_sent_after_a_fresh_proof(app, people, clock, base, chromium):
    with at(chromium, base, "claire") as claire:
        give(claire, code("claire", clock()))
        is_in(claire)
        claire.goto(f"{base}/beneficiaires/{people['mme_durand']}/acces")
        claire.locator("[name=codes]").fill("Portail vert, code 77")
        for _ in range(4):
            clock.move(minutes=9)
            claire.request.get(base + "/aide")
        claire.get_by_role("button", name="Enregistrer").click()
        claire.get_by_role("heading", name="Confirmez que c'est vous").wait_for()
        give(claire, code("claire", clock()))
        assert claire.get_by_label("Ce que vous avez écrit").input_value() == "Portail vert, code 77"
        claire.get_by_role("button", name="Envoyer à nouveau").click()
        claire.get_by_text("Les accès sont enregistrés.").wait_for()


def test_a_lost_phone_is_reset_by_a_director_and_the_other_reads_it_on_her_board(app, people, clock, base, chromium):
    with at(chromium, base, "claire") as claire:
        give(claire, code("claire", clock()))
        is_in(claire)
        with at(chromium, base, "helene") as helene:
            give(helene, code("helene", clock()))
            is_in(helene)
            helene.goto(f"{base}/comptes/{people['claire']}")
            helene.get_by_role("button", name="Réinitialiser la double vérification").click()
            helene.get_by_text("La double vérification est réinitialisée.").wait_for()
            helene.goto(base + "/a-traiter")
            assert helene.locator(".line").count() == 0
        claire.goto(base + "/a-traiter")
        claire.get_by_role("heading", name="Bienvenue").wait_for()
    with at(chromium, base, "claire") as claire:
        claire.get_by_role("heading", name="Votre double vérification").wait_for()
    with at(chromium, base, "paul") as paul:
        give(paul, code("paul", clock()))
        is_in(paul)
        line = paul.locator(".line", has_text="La double vérification de Claire Martin a été réinitialisée par Hélène Faure.")
        line.get_by_role("button", name="Vu").click()
        line.wait_for(state="detached")
        paul.reload()
        assert paul.locator(".line").count() == 0


@pytest.mark.parametrize("settings", [OFFICE, PHONE], ids=["office", "phone"])
def test_the_second_step_is_legible_by_everybody(app, people, clock, base, chromium, settings):
    with at(chromium, base, "claire", **settings) as claire:
        found = {"code": look(claire)}
        give(claire, "12")
        refused(claire, "Indiquez les six chiffres")
        found["wrong code"] = look(claire)
        claire.fill("[name=factor_code]", "")
        give(claire, "abcd", "factor_recovery")
        refused(claire, "seize signes")
        found["wrong paper"] = look(claire)
        without_phone(app, people, "claire")
        claire.goto(base + "/double-verification")
        found["first phone"] = look(claire)
        give(claire, "000000", button="Confirmer ce téléphone")
        refused(claire, "Ce n'est pas le code attendu")
        found["wrong first code"] = look(claire)
        give(claire, totp(drawn_key(claire), clock()), button="Confirmer ce téléphone")
        claire.get_by_role("heading", name="Vos codes de secours").wait_for()
        found["papers"] = look(claire)
        claire.goto(base + "/confirmation?kept=x")
        found["proof"] = look(claire)
    assert {name: faults for name, faults in found.items() if faults} == {}
