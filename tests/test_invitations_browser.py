"""In a browser: the printed square read by a phone, a code chosen, the first answer given; five wrong codes, a new square."""

import io

import pytest
import zxingcpp
from PIL import Image
from sqlalchemy import select

from models import Account, Answer, PhoneDevice, Setting
from tests.browsing import OFFICE, PHONE, axe_faults, come_in, served, window
from tests.invited import CHOSEN, CODE, invite
from tests.looks import look
from tests.phone_scenes import HERS, ask
from tests.world import count, reading, writing

pytestmark = pytest.mark.browser

QUESTIONS = ("hours_fit", "tasks_clear", "respected", "feels_safe", "too_heavy", "outside_plan")


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def scripts(request):
    return request.param


@pytest.fixture
def base(app, people):
    """The house served; Aïcha has no account yet, and a point waits for her."""
    with writing(app) as session:
        account = session.get(Account, people["aicha"])
        account.caregiver_id, account.role = None, "none"
        session.add(Setting(name="office_phone", value="0123456789", changed_at=app.config["CLOCK"]()))
    with served(app) as address:
        yield address


def read_square(page) -> str:
    """What a phone's camera reads on the screen."""
    picture = Image.open(io.BytesIO(page.screenshot(full_page=True)))
    return zxingcpp.read_barcodes(picture)[0].text


def opens_an_account(office, base, people) -> str:
    come_in(office, base, "helene")
    office.goto(f"{base}/comptes/nouveau?intervenante={people['aicha_caregiver']}")
    office.fill("[name=name]", "Aïcha Diallo")
    office.fill("[name=phone]", "06 11 11 11 11")
    office.select_option("[name=role]", "caregiver")
    office.get_by_role("button", name="Ouvrir le compte").click()
    office.get_by_role("heading", name="Invitation d'Aïcha Diallo").wait_for()
    link = read_square(office)
    assert link.startswith(base + "/invitation/") and link == office.locator("dd.address").inner_text()
    return link


def prints_another(office, base, app) -> str:
    with reading(app) as session:
        id = session.scalars(select(Account.id).where(Account.phone == "0611111111")).one()
    office.goto(f"{base}/comptes/{id}")
    office.get_by_role("button", name="Préparer une invitation").click()
    office.locator(".qr").wait_for()
    return read_square(office)


def chooses_a_code(phone, link: str, code: str, scripts: bool):
    phone.goto(link)
    assert phone.url.endswith("/invitation"), "the token left the address"
    phone.fill("[name=phone_code]", code)
    if scripts:
        assert not phone.locator("[name=phone_code_again]").is_visible()
        phone.get_by_role("button", name="Suivant").tap()
    phone.fill("[name=phone_code_again]", code)
    phone.get_by_role("button", name="Garder ce code").tap()
    phone.wait_for_url("**/ma-semaine")


def answers_to_the_end(phone, scripts: bool):
    phone.get_by_role("link", name="Vos interventions chez").tap()
    for question in QUESTIONS:
        phone.locator(f"label:has([name={question}][value={HERS[question]}])").tap()
        if scripts:
            phone.get_by_role("button", name="Suivant").tap()
    phone.fill("[name=goes_well]", "Tout est prêt quand j'arrive.")
    if scripts:
        phone.get_by_role("button", name="Suivant").tap()
    phone.locator("label:has([name=wish][value=go_on])").tap()
    phone.get_by_role("button", name="Envoyer mes réponses").tap()
    phone.get_by_text("C'est envoyé. Merci.").wait_for()


def test_invitation_by_qr_then_phone_then_first_answer(app, people, base, chromium, scripts):
    ask(app, people)
    manner = {"java_script_enabled": scripts}
    with window(chromium, **OFFICE, **manner) as office, window(chromium, **PHONE, **manner) as phone:
        chooses_a_code(phone, opens_an_account(office, base, people), CODE, scripts)
        answers_to_the_end(phone, scripts)
        with reading(app) as session:
            said = session.scalars(select(Answer)).one()
            assert (said.voice, said.channel, said.goes_well) == ("caregiver", "own_phone", "Tout est prêt quand j'arrive.")
        phone.get_by_role("button", name="Quitter").tap()
        phone.fill("[name=phone_code]", CODE)
        phone.get_by_role("button", name="Ouvrir").tap()
        phone.wait_for_url("**/ma-semaine")


def test_five_wrong_codes_lock_the_phone_until_a_new_square(app, people, base, chromium, scripts):
    manner = {"java_script_enabled": scripts}
    with window(chromium, **OFFICE, **manner) as office, window(chromium, **PHONE, **manner) as phone:
        first = opens_an_account(office, base, people)
        chooses_a_code(phone, first, CODE, scripts)
        phone.get_by_role("button", name="Quitter").tap()
        for _ in range(5):
            send(phone, phone_code="918273")
        phone.get_by_role("heading", name="Ce téléphone est bloqué").wait_for()
        assert phone.get_by_role("link", name="01 23 45 67 89").is_visible()
        second = prints_another(office, base, app)
        assert second != first
        chooses_a_code(phone, second, "739164", scripts)
        assert count(app, PhoneDevice, PhoneDevice.ended_at.is_(None)) == 1
        phone.goto(first)
        phone.get_by_role("heading", name="Cette invitation ne sert plus").wait_for()


@pytest.mark.parametrize("settings", [OFFICE, PHONE], ids=["office", "phone"])
def test_the_pages_of_an_invitation_are_legible_by_everybody(app, people, chromium, settings):
    with served(app) as base, window(chromium, **settings) as page:
        page.goto(f"{base}/invitation/{invite(app, people, 'claire')}")
        assert look(page) == {}
        send(page, passphrase="court", passphrase_again="court")
        assert page.get_by_role("heading", name="Une réponse est à revoir").or_(
            page.get_by_role("heading", name="Des réponses sont à revoir")).is_visible() and look(page) == {}
        page.goto(f"{base}/invitation/{'x' * 43}")
        assert look(page) == {}
        token = invite(app, people, "aicha")
        page.goto(f"{base}/invitation/{token}")
        assert look(page) == {}
        page.fill("[name=phone_code]", CODE)
        page.get_by_role("button", name="Suivant").click()
        assert look(page) == {}
        page.fill("[name=phone_code_again]", CODE)
        page.get_by_role("button", name="Garder ce code").click()
        page.wait_for_url("**/ma-semaine")
        page.goto(base + "/mes-appareils")
        assert page.locator("li.device").count() == 2 and look(page) == {}
        page.context.clear_cookies(name="trait")
        page.goto(base + "/connexion")
        assert look(page) == {}
        for _ in range(5):
            send(page, phone_code="918273")
            assert axe_faults(page) == []
        page.get_by_role("heading", name="Ce téléphone est bloqué").wait_for()
        assert look(page) == {}
        invite(app, people, "aicha")
        page.goto(base + "/connexion")
        page.get_by_text("Ce téléphone n'ouvre plus votre compte.").wait_for()
        assert look(page) == {}


def send(page, **typed):
    """Until the page of the answer stands: sending also writes the history, which looks like a navigation."""
    for name, value in typed.items():
        page.fill(f"[name={name}]", value)
    page.locator("body").evaluate("(body) => { body.dataset.former = 1 }")
    page.locator("main button").last.click()
    page.locator("body:not([data-former])").wait_for()
    page.wait_for_load_state()


def test_a_passphrase_is_pasted_whole(app, people, chromium):
    with served(app) as base, window(chromium, **OFFICE, permissions=["clipboard-read", "clipboard-write"]) as page:
        page.goto(f"{base}/invitation/{invite(app, people, 'claire')}")
        page.evaluate("(text) => navigator.clipboard.writeText(text)", CHOSEN)
        for name in ("passphrase", "passphrase_again"):
            page.focus(f"[name={name}]")
            page.keyboard.press("Control+V")
            assert page.input_value(f"[name={name}]") == CHOSEN
        page.get_by_role("button", name="Garder cette phrase").click()
        page.wait_for_url("**/a-traiter")
