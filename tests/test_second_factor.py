"""A passphrase alone opens nothing of the office: the code of a phone, accepted once, or one of the codes on paper."""

import html
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from sqlalchemy import delete, select

from acts import purges
from guard import second_factor as guard
from guard.doors import BEFORE_FACTOR, PUBLIC
from models import (
    Account,
    CalendarFeed,
    CallNote,
    FactorReset,
    FactorResetSeen,
    JournalLine,
    RecoveryCode,
    SecondFactor,
    Session,
    Setting,
    SignInTry,
)
from tests.factor import code, give_factor, hidden_of, key_on, pass_on, recovery, totp
from tests.people import PASSPHRASE
from tests.reader import Page, reader
from tests.world import count, counts, reading, writing

ASKED = ("claire", "nadia", "helene", "sam")
SPARED = ("aicha", "odile")


def passphrase_only(app, name, status=303, **more):
    person = reader(app)
    person.landed = person.post("/connexion", {"identifier": f"{name}@exemple.fr", "passphrase": PASSPHRASE, **more}, status)
    return person


def type_code(person, typed, status=303, **more):
    return person.post("/double-verification", {"factor_code": typed, **more}, status)


def without_factor(app, people, name):
    with writing(app) as session:
        session.execute(delete(SecondFactor).where(SecondFactor.account_id == people[name]))
        session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == people[name]))


def journal(app) -> list:
    with reading(app) as session:
        return session.execute(select(JournalLine.action, JournalLine.account_id, JournalLine.allowed)
                               .order_by(JournalLine.id)).all()


# --- who is asked -------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("name", ASKED)
def test_whoever_works_with_stories_or_accounts_is_asked_for_her_code(app, people, clock, name):
    person = passphrase_only(app, name)
    assert person.landed.location == "/double-verification"
    assert person.follow(person.landed).h1 == "Votre code"
    landed = type_code(person, code(name, clock()))
    assert person.follow(landed).h1 != "Votre code"


@pytest.mark.parametrize("name", SPARED)
def test_whoever_needs_none_is_never_asked(app, people, name):
    person = passphrase_only(app, name)
    assert "verification" not in person.landed.location
    person.follow(person.landed)
    person.get("/double-verification", 403)


def test_a_caregiver_who_follows_alerts_is_asked_too(app, people, clock):
    with writing(app) as session:
        session.get(Account, people["lucie"]).is_alert_referent = True
        give_factor(session, "lucie", people["lucie"])
    lucie = passphrase_only(app, "lucie", personal_phone="y")
    assert lucie.get("/ma-semaine", 303).location == "/double-verification?suite=/ma-semaine"
    type_code(lucie, code("lucie", clock()))
    clock.move(days=20)
    lucie.get("/ma-semaine")


def test_a_flag_given_meanwhile_asks_at_the_next_page_and_keeps_the_text(app, people):
    odile = passphrase_only(app, "odile")
    odile.get("/aide")
    with writing(app) as session:
        session.get(Account, people["odile"]).is_alert_referent = True
    assert odile.get("/aide", 303).location == "/double-verification?suite=/aide"


def every_way(app):
    for rule in app.url_map.iter_rules():
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            if rule.endpoint not in PUBLIC | BEFORE_FACTOR:
                yield method, re.sub(r"<[^>]+>", "1", rule.rule)


@pytest.mark.parametrize("name", ASKED)
def test_a_passphrase_alone_reaches_no_page_no_part_no_poll_and_changes_nothing(app, people, name):
    person = passphrase_only(app, name)
    before = counts(app)
    for method, url in every_way(app):
        if method == "GET":
            assert person.get(url, 303).location.startswith("/double-verification?suite=/"), url
            part = person.part(url, 401)
            assert part.headers["HX-Redirect"].startswith("/double-verification") and not part.html, url
        else:
            assert person.post(url, {"line": "un texte"}, 401).h1 == "Votre code", url
            assert not person.post(url, status=401, part=True).html, url
    after = counts(app)
    assert {table for table, rows in after.items() if rows != before[table]} <= {"journal"}


def test_the_page_wanted_is_reached_through_both_steps(app, people, clock):
    claire = passphrase_only(app, "claire", suite="/appels?vue=tous")
    page = claire.follow(claire.landed)
    hidden = {field["name"]: field["value"] for field in page.select("input", type="hidden")}
    assert type_code(claire, code("claire", clock()), **hidden).location == "/appels?vue=tous"


@pytest.mark.parametrize("elsewhere", ["https://ailleurs.example/", "//ailleurs.example", "/\\ailleurs.example"])
def test_the_second_step_leads_nowhere_outside_the_house(app, people, clock, elsewhere):
    claire = passphrase_only(app, "claire")
    assert type_code(claire, code("claire", clock()), factor_suite=elsewhere).location == "/a-traiter"
    assert claire.get("/double-verification", 303, suite=elsewhere).location == "/a-traiter"


def test_a_text_typed_before_the_session_ended_comes_back_after_both_steps(app, people, clock):
    claire, line = reader(app, "claire"), "Mme Durand demande une visite plus tôt"
    clock.move(minutes=40)
    door = claire.post("/appels/nouveau", {"line": line, "caller_kind": "beneficiary"}, 401)
    kept = door.select("input", name="kept")[0]["value"]
    asked = claire.post("/connexion", {"identifier": "claire@exemple.fr", "passphrase": PASSPHRASE, "kept": kept}, 200)
    hidden = {field["name"]: field["value"] for field in asked.form("/double-verification").select("input", type="hidden")}
    wrong = type_code(claire, "000000", 422, **hidden)
    assert wrong.select("input", name="factor_code")[0]["value"] == "", "the next one is another: she need not erase it first"
    hidden = {field["name"]: field["value"] for field in wrong.form("/double-verification").select("input", type="hidden")}
    back = type_code(claire, code("claire", clock()), 200, **hidden)
    assert back.form("/appels/nouveau").select("textarea", name="line")[0].text == line


def test_a_text_sent_between_the_two_steps_waits_for_the_second(app, people, clock):
    claire, line = passphrase_only(app, "claire"), "Mme Durand demande une visite plus tôt"
    asked = claire.post("/appels/nouveau", {"line": line, "caller_kind": "beneficiary"}, 401)
    back = pass_on(claire, asked, "claire", 200)
    assert back.form("/appels/nouveau").select("textarea", name="line")[0].text == line
    assert count(app, CallNote) == 0


def test_the_code_asked_for_too_long_ago_leads_back_to_the_text_through_both_steps(app, people, clock):
    claire, line = passphrase_only(app, "claire"), "Mme Durand demande une visite plus tôt"
    asked = claire.post("/appels/nouveau", {"line": line, "caller_kind": "beneficiary"}, 401)
    hidden = {field["name"]: field["value"] for field in asked.form("/double-verification").select("input", type="hidden")}
    clock.move(minutes=40)
    door = type_code(claire, code("claire", clock()), 401, **hidden)
    kept = door.select("input", name="kept")[0]["value"]
    asked = claire.post("/connexion", {"identifier": "claire@exemple.fr", "passphrase": PASSPHRASE, "kept": kept}, 200)
    back = pass_on(claire, asked, "claire", 200)
    assert back.form("/appels/nouveau").select("textarea", name="line")[0].text == line


# --- a code -------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("seconds", "status"), [(-60, 422), (-30, 303), (0, 303), (30, 303), (60, 422)])
def test_a_phone_may_be_half_a_minute_late_or_early_and_no_more(app, people, clock, seconds, status):
    claire = passphrase_only(app, "claire")
    type_code(claire, code("claire", clock() + timedelta(seconds=seconds)), status)


def test_the_same_code_opens_once_whoever_sends_it_again(app, people, clock):
    seen_over_her_shoulder = code("claire", clock())
    type_code(passphrase_only(app, "claire"), seen_over_her_shoulder)
    thief = passphrase_only(app, "claire")
    page = type_code(thief, seen_over_her_shoulder, 422)
    assert "attendez le suivant" in page.text and page.title.startswith("Erreur")
    thief.get("/a-traiter", 303)
    clock.move(seconds=30)
    type_code(thief, seen_over_her_shoulder, 422)
    type_code(passphrase_only(app, "claire"), code("claire", clock()))


def test_an_earlier_code_does_not_open_after_a_later_one(app, people, clock):
    type_code(passphrase_only(app, "claire"), code("claire", clock() + timedelta(seconds=30)))
    type_code(passphrase_only(app, "claire"), code("claire", clock()), 422)


def test_of_twelve_at_once_with_the_same_right_code_one_opens(app, people, clock):
    right = code("claire", clock())
    persons = [passphrase_only(app, "claire") for _ in range(12)]
    sent = [{"csrf_token": person.token(), "key": f"{n:032}", "factor_code": right} for n, person in enumerate(persons)]

    def send(n):
        with persons[n].client as client:
            return client.post("/double-verification", data=sent[n], headers={"Sec-Fetch-Site": "same-origin"}).status_code
    with ThreadPoolExecutor(12) as crowd:
        answers = list(crowd.map(send, range(12)))
    assert sorted(answers) == [303] + [422] * 11
    assert count(app, Session, Session.factor_at.is_not(None)) == 1


def test_of_twelve_at_once_with_the_same_recovery_code_one_opens(app, people):
    persons = [passphrase_only(app, "claire") for _ in range(12)]
    sent = [{"csrf_token": person.token(), "key": f"{n:032}", "factor_recovery": recovery("claire", 0)}
            for n, person in enumerate(persons)]

    def send(n):
        with persons[n].client as client:
            return client.post("/double-verification", data=sent[n], headers={"Sec-Fetch-Site": "same-origin"}).status_code
    with ThreadPoolExecutor(12) as crowd:
        assert sorted(crowd.map(send, range(12))) == [303] + [422] * 11


@pytest.mark.parametrize(("typed", "said"), [
    ({"factor_code": ""}, "Indiquez les six chiffres"), ({"factor_code": "12 34"}, "Indiquez les six chiffres"),
    ({"factor_code": "abcdef"}, "Indiquez les six chiffres"), ({"factor_recovery": "abcd"}, "seize signes"),
    ({"factor_recovery": "0000-0000-0000-0000"}, "a déjà servi"), ({"factor_code": "000000"}, "attendez le suivant")])
def test_what_is_not_a_code_says_what_to_do(app, people, typed, said):
    page = passphrase_only(app, "claire").post("/double-verification", typed, 422)
    assert said in page.text
    assert page.select("input", name="factor_recovery")[0]["value"] == typed.get("factor_recovery", "")


def test_the_code_of_a_colleague_opens_nothing(app, people, clock):
    type_code(passphrase_only(app, "claire"), code("helene", clock()), 422)
    passphrase_only(app, "claire").post("/double-verification", {"factor_recovery": recovery("helene", 0)}, 422)


def test_five_wrong_codes_in_a_minute_make_even_the_right_one_wait_wherever_it_is_sent_from(app, people, clock):
    for _ in range(5):
        type_code(passphrase_only(app, "claire"), "000000", 422)
    page = type_code(passphrase_only(app, "claire"), code("claire", clock()), 422)
    assert "Attendez une minute" in page.text
    type_code(passphrase_only(app, "helene"), code("helene", clock()))
    clock.move(seconds=61)
    type_code(passphrase_only(app, "claire"), code("claire", clock()))
    with reading(app) as session:
        assert session.scalar(select(SignInTry.id)) is None


def test_twelve_guesses_at_once_are_five_tries(app, people):
    persons = [passphrase_only(app, "claire") for _ in range(12)]
    sent = [{"csrf_token": person.token(), "key": f"{n:032}", "factor_code": f"0000{n:02}"} for n, person in enumerate(persons)]

    def send(n):
        with persons[n].client as client:
            page = client.post("/double-verification", data=sent[n], headers={"Sec-Fetch-Site": "same-origin"})
            return "Trop d'essais" in html.unescape(page.get_data(as_text=True))
    with ThreadPoolExecutor(12) as crowd:
        waits = list(crowd.map(send, range(12)))
    assert waits.count(True) == 7, "these were not even compared"
    assert count(app, SignInTry) == 5
    assert [line.action for line in journal(app)].count("factor.refused") == 5


def test_ten_wrong_codes_close_the_second_step_for_half_an_hour(app, people, clock):
    for _ in range(10):
        type_code(passphrase_only(app, "claire"), "000000", 422)
        clock.move(seconds=20)
    clock.move(minutes=5)
    assert "minutes" in type_code(passphrase_only(app, "claire"), code("claire", clock()), 422).text
    clock.move(minutes=31)
    type_code(passphrase_only(app, "claire"), code("claire", clock()))


def test_nobody_at_the_door_closes_the_second_step_of_another(app, people, clock):
    """What is counted here has a name nobody can type there."""
    for typed in (guard.tried(people["claire"]), guard.tried(people["claire"]).replace("\x00", "")):
        for _ in range(5):
            reader(app).post("/connexion", {"identifier": typed, "passphrase": "non"}, 422)
            clock.move(seconds=20)
    type_code(passphrase_only(app, "claire"), code("claire", clock()))


def test_giving_refusing_and_locking_are_in_the_journal_without_the_code(app, people, clock):
    claire = passphrase_only(app, "claire")
    for _ in range(5):
        type_code(claire, "000000", 422)
    type_code(claire, code("claire", clock()), 422)
    clock.move(seconds=61)
    right = code("claire", clock())
    type_code(claire, right)
    passphrase_only(app, "claire").post("/double-verification", {"factor_recovery": recovery("claire", 0)})
    lines = [line for line in journal(app) if line.action.startswith("factor.")]
    assert lines == [("factor.refused", people["claire"], False)] * 5 + [
        ("factor.locked", people["claire"], False), ("factor.given", people["claire"], True),
        ("factor.recovery", people["claire"], True)]
    with reading(app) as session:
        written = str(session.execute(select(JournalLine.__table__)).all())
    assert right not in written and recovery("claire", 0) not in written


# --- the session --------------------------------------------------------------------------------------------------

def test_a_cookie_copied_before_the_code_opens_nothing_after_it(app, people, clock):
    claire = passphrase_only(app, "claire")
    copied = claire.client.get_cookie("trait").value
    type_code(claire, code("claire", clock()))
    claire.get("/a-traiter")
    thief = app.test_client()
    thief.set_cookie("trait", copied)
    assert thief.get("/a-traiter").location.startswith("/connexion")
    assert count(app, Session, Session.account_id == people["claire"]) == 1


def test_signing_in_again_asks_for_a_code_again(app, people, clock):
    claire = passphrase_only(app, "claire")
    type_code(claire, code("claire", clock()))
    claire.post("/connexion", {"identifier": "claire@exemple.fr", "passphrase": PASSPHRASE})
    assert claire.get("/a-traiter", 303).location.startswith("/double-verification")


def test_changing_ones_passphrase_asks_for_no_second_code(app, people):
    claire = reader(app, "claire")
    claire.post("/ma-phrase-de-passe", {"passphrase_now": PASSPHRASE, "passphrase": "Été, la mer à boire",
                                        "passphrase_again": "Été, la mer à boire"})
    claire.get("/a-traiter")


def test_one_may_leave_between_the_two_steps(app, people):
    claire = passphrase_only(app, "claire")
    claire.post("/deconnexion")
    assert claire.get("/double-verification", 303).location.startswith("/connexion")


# --- the first phone ----------------------------------------------------------------------------------------------

def codes_on(page) -> list[str]:
    return [line.text for line in page.select("li", class_="code")]


def test_an_account_without_a_phone_sets_one_up_before_anything_else(app, people, clock):
    without_factor(app, people, "claire")
    claire = passphrase_only(app, "claire", suite="/appels")
    page = claire.follow(claire.landed)
    assert page.h1 == "Votre double vérification" and '<svg role="img"' in page.html
    before = counts(app)
    page = claire.follow(claire.landed)
    assert counts(app) == before, "nothing is written before the first code"
    codes = claire.post("/double-verification/telephone", {**hidden_of(page), "factor_code": totp(key_on(page), clock())}, 200)
    assert codes.h1 == "Vos codes de secours" and len(set(codes_on(codes))) == 10
    assert count(app, RecoveryCode, RecoveryCode.account_id == people["claire"]) == 10
    hidden = {field["name"]: field["value"] for field in codes.form("/double-verification").select("input", type="hidden")}
    assert claire.post("/double-verification", hidden).location == "/appels"
    assert [line.action for line in journal(app)][-1] == "factor.own"
    type_code(passphrase_only(app, "claire"), totp(key_on(page), clock()), 422)
    clock.move(seconds=30)
    type_code(passphrase_only(app, "claire"), totp(key_on(page), clock()))


def test_the_text_that_waits_survives_the_setting_up(app, people, clock):
    without_factor(app, people, "claire")
    claire, line = passphrase_only(app, "claire"), "Mme Durand demande une visite plus tôt"
    page = claire.post("/appels/nouveau", {"line": line, "caller_kind": "beneficiary"}, 401)
    wrong = claire.post("/double-verification/telephone", {**hidden_of(page), "factor_code": "000000"}, 422)
    assert key_on(wrong) == key_on(page), "the key on the phone is still the one on the page"
    codes = claire.post("/double-verification/telephone", {**hidden_of(wrong), "factor_code": totp(key_on(page), clock())}, 200)
    hidden = {field["name"]: field["value"] for field in codes.form("/double-verification").select("input", type="hidden")}
    back = claire.post("/double-verification", hidden, 200)
    assert back.form("/appels/nouveau").select("textarea", name="line")[0].text == line


def test_a_first_code_that_is_wrong_sets_nothing_up(app, people):
    without_factor(app, people, "claire")
    claire = passphrase_only(app, "claire")
    page = claire.follow(claire.landed)
    for typed in ("000000", "", "12"):
        claire.post("/double-verification/telephone", {**hidden_of(page), "factor_code": typed}, 422)
    assert not count(app, SecondFactor, SecondFactor.account_id == people["claire"])
    assert claire.get("/a-traiter", 303)


def test_a_key_is_new_each_time_and_counts_for_the_session_it_was_shown_to_for_an_hour(app, people, clock):
    without_factor(app, people, "claire")
    thief, claire = passphrase_only(app, "claire"), passphrase_only(app, "claire")
    shown, hers = thief.follow(thief.landed), claire.follow(claire.landed)
    assert key_on(shown) != key_on(hers)
    page = claire.post("/double-verification/telephone", {
        **hidden_of(claire.follow(claire.landed)), "factor_sealed": hidden_of(shown)["factor_sealed"],
        "factor_code": totp(key_on(shown), clock())}, 422)
    assert "Cette page n'est plus à jour" in page.text and key_on(page) not in (key_on(shown), key_on(hers))
    claire.post("/double-verification/telephone", {**hidden_of(page), "factor_code": totp(key_on(page), clock())}, 200)
    late = thief.post("/double-verification/telephone", {**hidden_of(shown), "factor_code": totp(key_on(shown), clock())}, 422)
    assert late.h1 == "Votre code", "she was first: the thief is asked for the code of her phone"
    thief.get("/a-traiter", 303)


def test_a_passphrase_alone_never_puts_another_phone_in_the_place_of_hers(app, people, clock):
    thief = passphrase_only(app, "claire")
    own = guard.new_secret()
    with app.test_request_context():
        sealed = [guard.seal(own, number, replaces) for number in range(5) for replaces in (True, False)]
    for made in (*sealed, "", "x", sealed[0] + "x"):
        thief.post("/double-verification/telephone", {"factor_sealed": made, "factor_code": totp(own, clock())}, 422)
    for url in ("/ma-double-verification", "/ma-double-verification/codes", "/ma-double-verification/telephone", "/confirmation"):
        thief.post(url, {"factor_code": totp(own, clock())}, 401) if url != "/ma-double-verification" else thief.get(url, 303)
    type_code(passphrase_only(app, "claire"), code("claire", clock()))


def test_the_form_of_the_first_phone_sent_again_shows_no_code_twice(app, people, clock):
    without_factor(app, people, "claire")
    claire = passphrase_only(app, "claire")
    page = claire.follow(claire.landed)
    sent = {**hidden_of(page), "factor_code": totp(key_on(page), clock())}
    claire.post("/double-verification/telephone", sent, 200)
    again = claire.follow(claire.post("/double-verification/telephone", sent))
    assert again.h1 == "Double vérification" and "C'est déjà fait" in again.text
    assert count(app, RecoveryCode, RecoveryCode.account_id == people["claire"]) == 10


def test_the_address_in_the_drawing_is_read_alike_by_every_application(app, people):
    """The association's name with its accents, blanks as %20 (a "+" would be shown), no colon inside a label."""
    without_factor(app, people, "claire")
    with writing(app) as session:
        session.add(Setting(name="association_name", value="Aide & Présence : l'été", changed_at=datetime.now().astimezone()))
    claire = passphrase_only(app, "claire")
    page = claire.follow(claire.landed)
    address = next(link for link in page.links if link.startswith("otpauth:"))
    assert "+" not in address
    parts = urlsplit(address)
    issuer, _, account = unquote(parts.path.removeprefix("/")).partition(":")
    asked = {name: values[0] for name, values in parse_qs(parts.query, strict_parsing=True).items()}
    assert (parts.scheme, parts.netloc, issuer, account) == ("otpauth", "totp", "Aide & Présence   l'été", "claire@exemple.fr")
    assert asked == {"secret": key_on(page), "issuer": issuer, "algorithm": "SHA1", "digits": "6", "period": "30"}
    assert len(asked["secret"]) == 32


# --- one's own page -----------------------------------------------------------------------------------------------

def test_recovery_codes_are_made_anew_and_the_former_ones_open_nothing(app, people, clock):
    claire = reader(app, "claire")
    assert "Il vous en reste 40" in claire.get("/ma-double-verification").text
    page = claire.post("/ma-double-verification/codes", status=200, key="k" * 32)
    codes = codes_on(page)
    assert len(codes) == 10 and all(re.fullmatch(r"([0-9a-z]{4}-){3}[0-9a-z]{4}", one) for one in codes)
    assert not codes_on(claire.post("/ma-double-verification/codes", status=200, key="k" * 32))
    passphrase_only(app, "claire").post("/double-verification", {"factor_recovery": recovery("claire", 0)}, 422)
    passphrase_only(app, "claire").post("/double-verification", {"factor_recovery": codes[3].upper().replace("-", " ")})
    passphrase_only(app, "claire").post("/double-verification", {"factor_recovery": codes[3]}, 422)
    assert "Il vous en reste 9" in claire.get("/ma-double-verification").text
    with reading(app) as session:
        kept = str(session.execute(select(RecoveryCode.__table__)).all())
    assert not [one for one in codes if one.replace("-", "") in kept]


def test_another_phone_needs_a_code_of_the_former_one_which_then_opens_nothing(app, people, clock):
    claire, elsewhere = reader(app, "claire"), reader(app, "claire")
    claire.post("/ma-double-verification/telephone", {"factor_code": "000000"}, 422)
    page = claire.post("/ma-double-verification/telephone", {"factor_code": code("claire", clock())}, 200)
    assert page.h1 == "Votre nouveau téléphone"
    clock.move(seconds=60)
    type_code(passphrase_only(app, "claire"), code("claire", clock()))
    clock.move(seconds=60)
    done = claire.post("/double-verification/telephone", {**hidden_of(page), "factor_code": totp(key_on(page), clock())})
    assert "L'ancien n'ouvre plus rien" in claire.follow(done).text
    elsewhere.get("/a-traiter", 303)
    clock.move(seconds=60)
    type_code(passphrase_only(app, "claire"), code("claire", clock()), 422)
    type_code(passphrase_only(app, "claire"), totp(key_on(page), clock()))
    passphrase_only(app, "claire").post("/double-verification", {"factor_recovery": recovery("claire", 0)})


def test_the_account_page_leads_there_and_those_who_need_none_find_no_link(app, people):
    assert "/ma-double-verification" in reader(app, "claire").get("/ma-phrase-de-passe").links
    assert "/ma-double-verification" not in reader(app, "aicha").get("/ma-phrase-de-passe").links


# --- what is kept -------------------------------------------------------------------------------------------------

def test_the_key_is_encrypted_in_the_database(app, people):
    from sqlalchemy import text
    with reading(app) as session:
        kept = str(session.execute(text("SELECT * FROM second_factor")).all())
        assert session.scalar(select(SecondFactor.secret).where(SecondFactor.account_id == people["claire"])) not in kept


def test_a_real_house_never_shows_a_code(app, people, clock):
    for value in (None, "", "0", "yes"):
        if value is not None:
            with writing(app) as session:
                session.merge(Setting(name="demo", value=value, changed_at=clock()))
        claire = passphrase_only(app, "claire")
        page = claire.follow(claire.landed)
        assert "Démonstration" not in page.text and not page.select("strong", id="code-de-demonstration")
        near = [code("claire", clock() + timedelta(seconds=30 * step)) for step in (-1, 0, 1)]
        assert not [one for one in near if one in page.html or f"{one[:3]} {one[3:]}" in page.html]


def shown_code(page) -> str:
    found = page.select("strong", id="code-de-demonstration")
    return found[0].text if found else ""


def test_the_demo_shows_a_code_that_opens_and_says_when_to_wait(app, people, clock):
    with writing(app) as session:
        session.merge(Setting(name="demo", value="1", changed_at=clock()))
    for _ in range(2):
        claire = passphrase_only(app, "claire")
        type_code(claire, shown_code(claire.follow(claire.landed)))
    claire = passphrase_only(app, "claire")
    page = claire.follow(claire.landed)
    assert not shown_code(page) and "Attendez trente secondes" in page.text
    clock.move(seconds=30)
    type_code(claire, shown_code(claire.follow(claire.landed)))
    assert isinstance(page, Page)


def test_the_demo_shows_the_code_of_a_new_phone_too(app, people, clock):
    without_factor(app, people, "claire")
    with writing(app) as session:
        session.merge(Setting(name="demo", value="1", changed_at=clock()))
    claire = passphrase_only(app, "claire")
    page = claire.follow(claire.landed)
    claire.post("/double-verification/telephone", {**hidden_of(page), "factor_code": shown_code(page)}, 200)


def test_an_account_that_is_closed_keeps_no_key_no_code_and_no_passphrase(app, people):
    reader(app, "helene").post(f"/comptes/{people['claire']}/fin")
    assert not count(app, SecondFactor, SecondFactor.account_id == people["claire"])
    assert not count(app, RecoveryCode, RecoveryCode.account_id == people["claire"])
    assert count(app, Account, Account.passphrase_hash.is_(None)) == 1
    assert count(app, SecondFactor, SecondFactor.account_id == people["helene"]) == 1


def test_used_codes_resets_and_closed_calendars_go_after_twelve_months_and_what_still_counts_stays(app, people, clock):
    passphrase_only(app, "claire").post("/double-verification", {"factor_recovery": recovery("claire", 0)})
    reader(app, "helene").post(f"/comptes/{people['nadia']}/double-verification")
    for _ in range(2):
        reader(app, "aicha").post("/mon-agenda", status=200)
    clock.move(days=364)
    assert purged(app) == (1, 1, 1)
    clock.move(days=30)
    assert purged(app) == (0, 0, 0), "whole months, as the rest"
    assert count(app, FactorReset) == 0 and count(app, SecondFactor, SecondFactor.account_id == people["claire"]) == 1
    assert count(app, RecoveryCode, RecoveryCode.account_id == people["claire"]) == 39
    assert count(app, CalendarFeed, CalendarFeed.revoked_at.is_(None)) == 1


def purged(app) -> tuple[int, int, int]:
    """What a purge left: codes used (Claire's), directors told of a reset, calendars closed."""
    with writing(app):
        purges.purge(None, app.config["CLOCK"]())
    return (count(app, RecoveryCode, RecoveryCode.used_at.is_not(None), RecoveryCode.code_hash == guard.hashed(
        recovery("claire", 0))), count(app, FactorResetSeen), count(app, CalendarFeed, CalendarFeed.revoked_at.is_not(None)))
