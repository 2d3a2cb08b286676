"""Her phone, 390 px wide: what happened to her in seven screens, kept and sent whatever the network, left in a hurry."""

import pytest

from models import Alert, Session
from tests.browsing import PHONE, come_in, served, until, window
from tests.looks import look
from tests.world import count

pytestmark = pytest.mark.browser

NEW = "/mes-nouvelles/nouvelle"
# What the phone holds, as a script of the page may see it: whose, since when, and never a word.
HELD = """async () => {
  const known = await indexedDB.databases()
  if (!known.some(({ name }) => name === "brouillon")) return null
  const opened = indexedDB.open("brouillon")
  const held = await new Promise((done) => { opened.onsuccess = () => done(opened.result) })
  const asked = held.transaction("brouillon", "readwrite").objectStore("brouillon").get("brouillon")
  const draft = await new Promise((done) => { asked.onsuccess = () => done(asked.result) })
  held.close()
  if (!draft) return null
  return {of: draft.of, at: draft.at, extractable: draft.secret.extractable, bytes: [...new Uint8Array(draft.words)]}
}"""
AGED = """async (hours) => {
  const opened = indexedDB.open("brouillon")
  const held = await new Promise((done) => { opened.onsuccess = () => done(opened.result) })
  const box = held.transaction("brouillon", "readwrite").objectStore("brouillon"), asked = box.get("brouillon")
  await new Promise((done) => { asked.onsuccess = () => {
    const put = box.put({ ...asked.result, at: Date.now() - hours * 36e5 }, "brouillon")
    put.onsuccess = done
  } })
  held.close()
}"""


@pytest.fixture
def phone(app, people, chromium):
    """Aïcha's phone, signed in; `phone.base` is the address of the server."""
    with served(app) as base, window(chromium, **PHONE) as page:
        come_in(page, base, "aicha", own_phone=True)
        page.base = base
        yield page


def go_on(page):
    page.get_by_role("button", name="Suivant").click()


def pick(page, field, code):
    page.locator(f"[name={field}][value={code}]").check()


def answered(page, kind="racism", help_now="no"):
    """The two questions that must be answered; the third is on the screen."""
    page.goto(page.base + NEW)
    pick(page, "kind", kind)
    go_on(page)
    pick(page, "help_now", help_now)
    go_on(page)


def held(page, wanted=True, since=0):
    """What the phone holds, once it holds something kept at this instant or later; or nothing, once it holds nothing."""
    for _ in range(50):
        draft = page.evaluate(HELD)
        if bool(draft) is wanted and (not draft or draft["at"] >= since):
            return draft
        page.wait_for_timeout(100)
    raise AssertionError("nothing is kept" if wanted else "it is still there")


def test_seven_screens_from_the_door_to_the_sending(phone, app, people):
    phone.goto(phone.base + "/mes-nouvelles")
    phone.locator("main").get_by_role("link", name="Il m'est arrivé quelque chose").click()
    phone.get_by_text("Question 1 sur 6").wait_for()
    assert phone.locator(".step").count() == 6
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def test_each_screen_is_legible_by_everybody(phone, people):
    answered(phone)
    for field, code in (("place", "home"), ("whom", "office"), ("day", "before"), (None, None)):
        if field:
            pick(phone, field, code)
        assert look(phone) == {}
        if field:
            go_on(phone)
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Envoyer", exact=True).click()
    phone.get_by_text("Votre message partira").wait_for()
    assert look(phone) == {}


def test_what_an_answer_sets_aside_is_not_asked(phone, people):
    answered(phone, kind="overload")
    assert not phone.locator("[name=person_id]").is_visible()
    pick(phone, "place", "home")
    assert phone.locator("[name=person_id]").is_visible()
    go_on(phone)
    # nobody did it: the next question is what happened
    assert phone.locator("[name=facts]").is_visible()
    phone.go_back()
    assert phone.locator("[name=person_id]").is_visible()
    phone.go_back()
    phone.go_back()
    pick(phone, "kind", "harassment")
    go_on(phone)
    go_on(phone)
    go_on(phone)
    assert not phone.locator("[name=about_id]").is_visible()
    pick(phone, "whom", "office")
    assert phone.locator("[name=about_id]").is_visible()


def test_who_reads_is_named_before_sending_and_follows_what_she_chose(phone, people):
    def readers(whom, about="", person=""):
        phone.evaluate("([whom, about, person]) => {"
                       "document.querySelector(`[name=whom][value=${whom}]`).checked = true;"
                       "document.querySelector('[name=about_id]').value = about;"
                       "document.querySelector('[name=place][value=home]').checked = true;"
                       "document.querySelector('[name=person_id]').value = person;"
                       "for (let i = 0; i < 3; i += 1) document.querySelector('form.steps').dispatchEvent(new Event('change')) }",
                       [whom, str(about), str(person)])
        shown = phone.locator("[data-readers]:not([hidden]), [data-share]:not([hidden]) [data-referent]:not([hidden])")
        return " ".join(" ".join(shown.all_text_contents()).split())

    phone.goto(phone.base + NEW)
    pick(phone, "kind", "harassment")
    assert "Nadia Roussel, Hélène Faure, Paul Vasseur" in readers("beneficiary") and "Claire" not in readers("beneficiary")
    assert "C'est Claire Martin" in readers("beneficiary", person=people["mme_durand"])
    assert "Odile Garnier" in readers("direction", person=people["mme_durand"])
    assert "Claire" not in readers("direction", person=people["mme_durand"])
    assert "Nadia Roussel ne lit pas" in readers("office", about=people["nadia"])
    assert readers("office", about=people["helene"]).startswith("S'il s'agit d'Hélène Faure : Odile Garnier")
    assert "Claire" not in readers("office", about=people["claire"], person=people["mme_durand"])


def test_she_may_send_after_two_questions_and_complete_later(phone, app, people):
    answered(phone, kind="work_accident", help_now="yes")
    phone.get_by_role("button", name="Envoyer maintenant").click()
    phone.get_by_text("C'est envoyé.").wait_for()
    assert phone.get_by_role("heading", name="Le bureau doit vous appeler").is_visible()
    phone.get_by_role("link", name="compléter plus bas").click()
    phone.fill("[name=words]", "Je suis tombée dans l'escalier.")
    phone.get_by_role("button", name="Ajouter").click()
    phone.get_by_text("C'est ajouté.").wait_for()
    assert count(app, Alert, Alert.needs_help.is_(True)) == 1
    phone.get_by_text("Dire chez qui c'était").click()
    phone.select_option("[name=person_id]", str(people["mme_durand"]))
    pick(phone, "go_back", "yes")
    assert look(phone) == {}
    phone.locator("form[action$='/lieu'] button").click()
    phone.get_by_text("C'était chez Mme Jeanne Durand.").wait_for()
    assert phone.get_by_text("Personne ne vous envoie chez cette personne pour le moment.").is_visible()
    assert not phone.get_by_text("Dire chez qui c'était").count()
    assert count(app, Alert, Alert.measure_id.is_not(None)) == 1


def test_before_her_second_answer_nothing_can_be_sent(phone, app):
    phone.goto(phone.base + NEW)
    assert not phone.get_by_role("button", name="Envoyer maintenant").is_visible()
    pick(phone, "kind", "other")
    go_on(phone)
    phone.get_by_role("button", name="Envoyer maintenant").click()
    phone.get_by_role("alert").get_by_text("Dites si vous avez besoin d'aide maintenant.").wait_for()
    assert phone.locator("[name=help_now]").first.is_visible()
    assert count(app, Alert) == 0


def test_a_draft_is_encrypted_survives_a_reload_and_goes_with_the_receipt(phone, app):
    answered(phone)
    go_on(phone)
    pick(phone, "whom", "relative")
    go_on(phone)
    before = phone.evaluate("Date.now()")
    phone.fill("[name=facts]", "Il a levé la main.")
    # Her words are kept 200 ms after the last letter: what is kept sooner lacks them.
    draft = held(phone, since=before + 200)
    assert draft["extractable"] is False and len(draft["of"]) == 32
    assert b"main" not in bytes(draft["bytes"]) and b"racism" not in bytes(draft["bytes"])
    key = phone.input_value("[name=key]")
    phone.reload()
    until(phone, "document.querySelector('[name=facts]').value !== ''")
    assert phone.locator("[name=facts]").is_visible() and phone.input_value("[name=facts]") == "Il a levé la main."
    assert phone.locator("[name=whom][value=relative]").is_checked()
    assert phone.input_value("[name=key]") == key
    go_on(phone)
    phone.get_by_role("button", name="Envoyer", exact=True).click()
    phone.get_by_text("C'est envoyé.").wait_for()
    held(phone, False)
    assert count(app, Alert) == 1


def test_a_draft_goes_with_the_session(phone):
    answered(phone)
    held(phone)
    phone.get_by_role("button", name="Quitter", exact=True).click()
    phone.wait_for_url("**/connexion")
    held(phone, False)
    come_in(phone, phone.base, "aicha", own_phone=True)
    phone.goto(phone.base + NEW)
    phone.wait_for_timeout(300)
    assert not phone.locator("[name=kind]:checked").count()


def test_a_draft_lasts_a_day(phone):
    answered(phone)
    held(phone)
    phone.wait_for_timeout(400)
    phone.evaluate(AGED, 23)
    phone.goto(phone.base + "/ma-semaine")
    phone.wait_for_timeout(300)
    assert phone.evaluate(HELD)
    phone.evaluate(AGED, 25)
    phone.reload()
    held(phone, False)


def test_without_network_it_leaves_by_itself_when_the_network_is_back_and_counts_once(phone, app):
    answered(phone)
    go_on(phone)
    go_on(phone)
    phone.fill("[name=facts]", "Elle a crié.")
    go_on(phone)
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Envoyer", exact=True).click()
    phone.get_by_text("Votre message partira dès que possible. Vous pouvez fermer cette page").wait_for()
    assert count(app, Alert) == 0
    held(phone)
    phone.context.set_offline(False)
    phone.get_by_text("C'est envoyé.").wait_for()
    assert count(app, Alert) == 1
    held(phone, False)


def test_where_nothing_can_be_kept_the_page_says_so(app, people, chromium):
    with served(app) as base, window(chromium, **PHONE) as page:
        page.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false })")
        come_in(page, base, "aicha", own_phone=True)
        page.base = base
        answered(page)
        assert page.get_by_text("Rien n'est gardé sur ce téléphone : envoyez avant de quitter cette page.").is_visible()
        page.wait_for_timeout(400)
        assert page.evaluate(HELD) is None
        page.context.set_offline(True)
        page.get_by_role("button", name="Envoyer maintenant").click()
        page.get_by_text("Votre message partira dès que possible. Ne fermez pas cette page.").wait_for()
        page.context.set_offline(False)
        page.get_by_text("C'est envoyé.").wait_for()
        assert page.evaluate(HELD) is None and count(app, Alert) == 1


def test_who_reads_a_hand_asked_for_follows_whom_it_is_kept_from(phone, people):
    phone.goto(phone.base + "/mes-nouvelles")
    phone.get_by_role("link", name="Demander un coup de main").click()
    # Each page on the way has a link of this name.
    phone.get_by_role("heading", name="Coups de main").wait_for()
    phone.get_by_role("link", name="Demander un coup de main").click()
    phone.get_by_role("heading", name="Demander un coup de main").wait_for()
    phone.wait_for_load_state()
    readers = phone.locator(".readers p:visible")
    assert readers.all_inner_texts() == ["Nadia Roussel, et personne d'autre du bureau."]
    phone.select_option("[name=but_id]", str(people["nadia"]))
    assert readers.all_inner_texts() == ["Hélène Faure, et personne d'autre du bureau."]
    pick(phone, "kind", "housing")
    phone.get_by_role("button", name="Envoyer").click()
    phone.get_by_text("C'est envoyé.").wait_for()
    assert phone.get_by_text("Hélène Faure lit votre demande").is_visible()


@pytest.mark.parametrize("way", ["button", "escape"])
def test_she_leaves_in_a_hurry_and_nothing_stays(phone, app, people, way):
    answered(phone)
    held(phone)
    if way == "button":
        phone.get_by_role("button", name="Quitter vite").click()
    else:
        phone.keyboard.press("Escape")
        phone.keyboard.press("Escape")
    phone.wait_for_url("**/connexion")
    assert phone.evaluate(HELD) is None
    assert count(app, Session, Session.account_id == people["aicha"], Session.ended_at.is_(None)) == 0
    phone.go_back()
    phone.wait_for_url("**/connexion**")
    assert not phone.get_by_text("Que vous est-il arrivé").count()


def test_without_script_it_is_one_long_form_with_every_reader_named(app, people, chromium):
    with served(app) as base, window(chromium, **PHONE, java_script_enabled=False) as page:
        come_in(page, base, "aicha", own_phone=True)
        page.goto(base + NEW)
        assert page.locator(".step:visible").count() == 6
        said = " ".join(page.locator(".readers").inner_text().split())
        for words in ("Nadia Roussel, Hélène Faure, Paul Vasseur", "S'il s'agit de la direction : Odile Garnier",
                      "S'il s'agit de Nadia Roussel", "S'il s'agit d'Hélène Faure", "C'est Claire Martin, pour Mme Durand."):
            assert words in said, said
        pick(page, "kind", "racism")
        pick(page, "help_now", "no")
        page.select_option("[name=person_id]", str(people["mme_durand"]))
        pick(page, "whom", "beneficiary")
        page.fill("[name=facts]", "Elle a crié.")
        page.get_by_role("button", name="Envoyer", exact=True).click()
        page.get_by_text("C'est envoyé.").wait_for()
        page.get_by_role("button", name="Quitter vite").click()
        page.wait_for_url("**/connexion")
    assert count(app, Alert, Alert.measure_id.is_not(None)) == 1
