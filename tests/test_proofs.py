"""What is kept closest asks for a fresh code after thirty minutes, then comes by itself; nothing typed is lost."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from models import Account, HomeAccess, JournalLine, RecoveryCode
from rules.access import ACTIONS, NEEDS_PROOF
from tests.factor import code, recovery
from tests.people import PASSPHRASE
from tests.reader import reader
from tests.world import count, counts, reading, writing

CODES = "CANARI-4512B"


@pytest.fixture
def home(app, people):
    reader(app, "claire").post(f"/beneficiaires/{people['mme_durand']}/acces", {"codes": CODES, "keys": "", "known": ""})
    return f"/beneficiaires/{people['mme_durand']}"


def at_work(person, clock, minutes=31):
    """Half an hour and a little more at work: the session lives, the last code is old."""
    for _ in range(minutes):
        clock.move(minutes=1)
        if not _ % 10:
            person.get("/aide")
    return person


def behind(page) -> dict:
    return {field["name"]: field["value"] for field in page.form("/confirmation").select("input", type="hidden")
            if field["name"] != "csrf_token"}


def prove(person, page, typed, status=303):
    return person.post("/confirmation", {**behind(page), "factor_code": typed}, status)


def readings(app) -> int:
    return count(app, JournalLine, JournalLine.action == "home_access.read", JournalLine.allowed)


def press_again(person, moved, status=200):
    """A 307 sends the same form on to another address: what a browser does by itself."""
    assert moved.status == 307
    return person.post(moved.location, status=status)


def test_codes_are_read_without_a_question_for_thirty_minutes_then_after_one(app, people, home, clock):
    claire = at_work(reader(app, "claire"), clock, 29)
    assert CODES in claire.post(f"{home}/acces/lecture", status=200).text
    clock.move(minutes=1)
    asked = claire.post(f"{home}/acces/lecture", status=401)
    assert asked.h1 == "Confirmez que c'est vous" and CODES not in asked.html
    assert readings(app) == 1
    shown = press_again(claire, prove(claire, asked, code("claire", clock()), 307))
    assert CODES in shown.text and readings(app) == 2
    clock.move(minutes=29)
    assert CODES in claire.post(f"{home}/acces/lecture", status=200).text


def test_a_wrong_code_shows_nothing_and_keeps_what_was_wanted(app, people, home, clock):
    claire = at_work(reader(app, "claire"), clock)
    asked = claire.post(f"{home}/acces/lecture", status=401)
    wrong = prove(claire, asked, "000000", 422)
    assert "attendez le suivant" in wrong.text and CODES not in wrong.html and not readings(app)
    assert CODES in press_again(claire, prove(claire, wrong, code("claire", clock()), 307)).text


def test_a_recovery_code_proves_it_once(app, people, home, clock):
    claire = at_work(reader(app, "claire"), clock)
    asked = claire.post(f"{home}/acces/lecture", status=401)
    claire.post("/confirmation", {**behind(asked), "factor_recovery": recovery("claire", 7)}, 307)
    at_work(claire, clock)
    asked = claire.post(f"{home}/acces/lecture", status=401)
    claire.post("/confirmation", {**behind(asked), "factor_recovery": recovery("claire", 7)}, 422)


def test_the_code_that_proved_it_is_not_accepted_again(app, people, home, clock):
    claire = at_work(reader(app, "claire"), clock)
    right = code("claire", clock())
    prove(claire, claire.post(f"{home}/acces/lecture", status=401), right, 307)
    thief = at_work(reader(app, "claire"), clock, 0)
    with writing(app) as session:
        from models import Session
        for held in session.scalars(select(Session)):
            held.proved_at = None
    prove(thief, thief.post(f"{home}/acces/lecture", status=401), right, 422)


def test_a_page_is_asked_for_by_its_address_and_comes_after_the_proof(app, people, home, clock):
    claire = at_work(reader(app, "claire"), clock)
    asked = claire.get(f"{home}/acces", 303)
    assert asked.location == f"/confirmation?suite={home}/acces"
    page = claire.follow(asked)
    assert prove(claire, page, code("claire", clock())).location == f"{home}/acces"
    assert claire.get(f"{home}/acces").status == 200


def test_what_was_typed_waits_behind_the_proof_and_is_sent_after_it(app, people, home, clock):
    claire = reader(app, "claire")
    form = claire.get(f"{home}/acces").form(f"{home}/acces")
    known = form.select("input", name="known")[0]["value"]
    at_work(claire, clock)
    asked = claire.post(f"{home}/acces", {"codes": "Portail vert, code 77", "known": known}, 401)
    with reading(app) as session:
        assert session.scalar(select(HomeAccess.codes)) == CODES
    back = prove(claire, asked, code("claire", clock()), 200)
    assert "C'est bien vous" in back.text
    again = back.form(f"{home}/acces")
    sent = {field["name"]: field["value"] for field in again.select("input", type="hidden") if field["name"] != "csrf_token"}
    claire.post(f"{home}/acces", {**sent, "codes": again.select("textarea", name="codes")[0].text})
    with reading(app) as session:
        assert session.scalar(select(HomeAccess.codes)) == "Portail vert, code 77"


@pytest.mark.parametrize("typed", ["factor_code", "factor_kept", "factor_suite", "factor_recovery", "csrf_token"])
def test_neither_code_nor_token_waits_with_the_text(app, people, home, clock, typed):
    claire = at_work(reader(app, "claire"), clock)
    asked = claire.post(f"{home}/acces", {"codes": "Portail vert, code 77", typed: "123 456 789"} if typed != "csrf_token" else
                        {"codes": "Portail vert, code 77"}, 401)
    back = prove(claire, asked, code("claire", clock()), 200)
    assert "123 456 789" not in back.html
    assert len(back.form(f"{home}/acces").select("input", name=typed)) == (typed == "csrf_token")


def test_under_htmx_a_press_leads_to_the_question_and_a_text_stays_where_it_is(app, people, home, clock):
    claire = at_work(reader(app, "claire"), clock)
    sent = claire.post(f"{home}/acces/lecture", status=200, part=True)
    assert not sent.html and CODES not in str(sent.bytes)
    page = claire.get(sent.headers["HX-Redirect"])
    assert CODES in press_again(claire, prove(claire, page, code("claire", clock()), 307)).text
    at_work(claire, clock)
    typed = claire.post(f"{home}/acces", {"codes": "Portail vert, code 77"}, 401, part=True)
    assert not typed.html and "HX-Redirect" not in typed.headers
    assert claire.part(f"{home}/acces").headers["HX-Redirect"] == f"/confirmation?suite={home}/acces"


def test_what_waits_behind_the_proof_is_given_to_the_one_who_pressed_only(app, people, home, clock):
    claire, malika = reader(app, "claire"), reader(app, "malika")
    at_work(claire, clock, 15)
    malika.get("/aide")
    at_work(claire, clock, 16)
    asked = claire.post(f"{home}/acces/lecture", status=401)
    sent = malika.post("/confirmation", {**behind(asked), "factor_code": code("malika", clock())})
    assert sent.location == "/a-traiter"


NEW = {"name": "Inès Costa", "email": "ines@exemple.fr", "role": "none"}


def test_every_change_of_an_account_asks_and_reading_the_list_does_not(app, people, clock):
    helene, claire = at_work(reader(app, "helene"), clock), people["claire"]
    before = counts(app)
    helene.get("/comptes")
    helene.get(f"/comptes/{claire}")
    for url in ("/comptes/nouveau", f"/comptes/{claire}/modifier"):
        assert helene.get(url, 303).location == f"/confirmation?suite={url}"
    for url in ("/comptes/nouveau", f"/comptes/{claire}/modifier", f"/comptes/{claire}/invitation",
                f"/comptes/{claire}/fin", f"/comptes/{claire}/double-verification", "/ma-double-verification/codes"):
        assert helene.post(url, NEW, 401).h1 == "Confirmez que c'est vous", url
    assert {table for table, rows in counts(app).items() if rows != before[table]} <= {"journal"}


def test_an_account_typed_for_half_an_hour_is_opened_after_the_proof(app, people, clock):
    helene = at_work(reader(app, "helene"), clock)
    asked = helene.post("/comptes/nouveau", NEW, 401)
    back = prove(helene, asked, code("helene", clock()), 200).form("/comptes/nouveau")
    sent = {field["name"]: field["value"] for field in back.select("input", type="hidden") if field["name"] != "csrf_token"}
    typed = {area["name"]: area.text for area in back.select("textarea")}
    helene.post("/comptes/nouveau", {**sent, **typed}, 200)
    assert count(app, Account, Account.email == "ines@exemple.fr") == 1


def test_a_button_pressed_before_the_proof_counts_once_after_it(app, people, clock):
    helene = at_work(reader(app, "helene"), clock)
    asked = helene.post(f"/comptes/{people['malika']}/fin", status=401)
    moved = prove(helene, asked, code("helene", clock()), 307)
    assert count(app, Account, Account.ended_at.is_not(None)) == 0
    press_again(helene, moved, 303)
    assert count(app, Account, Account.ended_at.is_not(None)) == 1


def test_a_caregiver_reads_the_codes_of_her_visit_without_any(app, people, home, clock):
    clock.move(hours=47)
    aicha = reader(app, "aicha")
    with writing(app) as session:
        from models import Session
        for held in session.scalars(select(Session).where(Session.account_id == people["aicha"])):
            held.proved_at = held.factor_at = None
    page = aicha.get(f"/ma-semaine/{people['mme_durand_visit']}")
    action = [form["action"] for form in page.select("form") if "codes" in form.attrs.get("action", "")][0]
    assert CODES in aicha.post(action, status=200).text


def test_proofs_are_throttled_with_the_codes_of_the_door(app, people, home, clock):
    claire = at_work(reader(app, "claire"), clock)
    asked = claire.post(f"{home}/acces/lecture", status=401)
    for _ in range(5):
        prove(claire, asked, "000000", 422)
    assert "Attendez une minute" in prove(claire, asked, code("claire", clock()), 422).text
    assert not readings(app)


def test_a_cookie_copied_before_the_proof_reads_nothing_after_it(app, people, home, clock):
    claire = at_work(reader(app, "claire"), clock)
    copied = claire.client.get_cookie("trait").value
    prove(claire, claire.post(f"{home}/acces/lecture", status=401), code("claire", clock()), 307)
    thief = app.test_client()
    thief.set_cookie("trait", copied)
    assert thief.get("/a-traiter").location.startswith("/connexion")
    claire.get("/a-traiter")


def pressed_twice(person, url, sent, key):
    """Without the script a second press comes before the answer to the first, which the browser then drops."""
    before = person.client.get_cookie("trait").value
    person.post(url, sent, 303, key=key)
    person.client.set_cookie("trait", before)
    return before


def test_pressing_twice_on_the_proof_leaves_her_in_and_leads_on(app, people, home, clock):
    claire = at_work(reader(app, "claire"), clock)
    page = claire.follow(claire.get(f"{home}/acces", 303))
    sent = {**behind(page), "factor_code": code("claire", clock())}
    key = sent.pop("key")
    pressed_twice(claire, "/confirmation", sent, key)
    assert claire.post("/confirmation", sent, key=key).location == f"{home}/acces"
    claire.get(f"{home}/acces")
    assert count(app, JournalLine, JournalLine.action == "factor.refused") == 0


def test_two_presses_at_the_very_same_moment_both_lead_on(app, people, home, clock):
    claire = at_work(reader(app, "claire"), clock)
    sent = {"csrf_token": claire.token(), "key": "d" * 32, "factor_code": code("claire", clock()), "factor_suite": "/aide"}
    cookie = claire.client.get_cookie("trait").value

    def send(_):
        client = app.test_client()
        client.set_cookie("trait", cookie)
        moved = client.post("/confirmation", data=sent, headers={"Sec-Fetch-Site": "same-origin"})
        return moved.status_code, client.get("/aide").status_code
    with ThreadPoolExecutor(3) as presses:
        assert list(presses.map(send, range(3))) == [(303, 200)] * 3


def test_a_press_that_waited_behind_a_proof_pressed_twice_still_goes_out(app, people, home, clock):
    claire = at_work(reader(app, "claire"), clock)
    asked = {**behind(claire.post(f"{home}/acces/lecture", status=401)), "factor_code": code("claire", clock())}
    before = claire.client.get_cookie("trait").value
    claire.post("/confirmation", asked, 307)
    claire.client.set_cookie("trait", before)
    assert CODES in press_again(claire, claire.post("/confirmation", asked, 307)).text


def test_pressing_twice_at_the_door_leaves_her_in(app, people, clock):
    claire = reader(app)
    claire.post("/connexion", {"identifier": "claire@exemple.fr", "passphrase": PASSPHRASE})
    sent = {"factor_code": code("claire", clock())}
    pressed_twice(claire, "/double-verification", sent, "d" * 32)
    assert claire.post("/double-verification", sent, key="d" * 32).location == "/a-traiter"
    claire.get("/a-traiter")


@pytest.mark.parametrize("how", ["another form", "no key", "too late", "a page", "another action"])
def test_a_copied_cookie_without_that_very_form_at_that_very_moment_opens_nothing(app, people, home, clock, how):
    claire = at_work(reader(app, "claire"), clock)
    sent = {"factor_code": code("claire", clock())}
    copied = pressed_twice(claire, "/confirmation", sent, "d" * 32)
    thief = reader(app)
    thief.token()
    thief.client.set_cookie("trait", copied)
    if how == "too late":
        clock.move(seconds=10)
    if how == "a page":
        assert thief.get("/confirmation?key=" + "d" * 32, 303).location.startswith("/connexion")
    elif how == "another action":
        thief.post("/mes-raccourcis", {"keys_off": "y"}, 401, key="d" * 32)
    else:
        thief.post("/confirmation", sent, 401, key={"another form": "e" * 32, "no key": "-" * 16}.get(how, "d" * 32))
    assert thief.get("/a-traiter", 303).location.startswith("/connexion")


def test_who_signed_out_is_out_whatever_was_pressed_twice(app, people, home, clock):
    claire = at_work(reader(app, "claire"), clock)
    sent = {"factor_code": code("claire", clock())}
    before = claire.client.get_cookie("trait").value
    claire.post("/confirmation", sent, key="d" * 32)
    claire.post("/deconnexion")
    claire.client.set_cookie("trait", before)
    claire.post("/confirmation", sent, 401, key="d" * 32)


def test_an_outsider_is_refused_before_any_question(app, people, home, clock):
    aicha = reader(app, "aicha")
    clock.move(hours=3)
    aicha.post(f"{home}/acces/lecture", status=403)


def test_the_form_of_another_window_still_goes_out_after_the_proof(app, people, home, clock):
    claire = at_work(reader(app, "claire"), clock)
    token = claire.token()
    prove(claire, claire.post(f"{home}/acces/lecture", status=401), code("claire", clock()), 307)
    claire.post("/mes-raccourcis", {"csrf_token": token, "keys_off": "y"})


def test_what_asks_for_a_proof_is_written_in_the_policy_and_asked_by_a_page(app):
    assert NEEDS_PROOF <= set(ACTIONS)
    assert NEEDS_PROOF <= {getattr(view, "action", None) for view in app.view_functions.values()}


def test_codes_made_anew_after_the_proof_are_shown_once(app, people, clock):
    claire = at_work(reader(app, "claire"), clock)
    asked = claire.post("/ma-double-verification/codes", status=401)
    page = press_again(claire, prove(claire, asked, code("claire", clock()), 307))
    assert len(page.select("li", class_="code")) == 10
    assert count(app, RecoveryCode, RecoveryCode.account_id == people["claire"]) == 10
