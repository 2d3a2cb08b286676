"""Coming in: the right passphrase opens, the wrong one waits, a session ended is dead, nothing typed is lost."""

import pytest
from sqlalchemy import select

from guard.sessions import User
from models import Account, JournalLine, Session
from tests.factor import pass_on
from tests.people import PASSPHRASE
from tests.reader import reader
from tests.world import count, counts, reading, writing


def enter(app, identifier="claire@exemple.fr", passphrase=PASSPHRASE, status=303, **more):
    person = reader(app)
    page = person.post("/connexion", {"identifier": identifier, "passphrase": passphrase, **more}, status)
    if page.location.startswith("/double-verification"):
        page = pass_on(person, page, identifier.split("@")[0])
    return person, page


def test_a_stranger_is_led_to_the_door_and_back_to_the_page_she_wanted(app, people):
    stranger = reader(app)
    sent = stranger.get("/aide", 303)
    assert sent.location == "/connexion?suite=/aide"
    _, page = enter(app, suite="/aide")
    assert page.location == "/aide"


@pytest.mark.parametrize("elsewhere", ["https://ailleurs.example/", "//ailleurs.example", "/\\ailleurs.example"])
def test_the_door_leads_nowhere_outside_the_house(app, people, elsewhere):
    _, page = enter(app, suite=elsewhere)
    assert page.location == "/a-traiter"


def test_a_phone_number_in_any_usual_form_opens_the_same_account(app, people):
    with writing(app) as session:
        session.get(Account, people["aicha"]).phone = "0611111111"
    for typed in ("06 11 11 11 11", "06.11.11.11.11", "+33 6 11 11 11 11", "0033611111111"):
        enter(app, typed)


def test_a_wrong_passphrase_and_an_unknown_person_get_the_same_answer(app, people):
    _, wrong = enter(app, passphrase="pas la bonne phrase", status=422)
    _, unknown = enter(app, "personne@exemple.fr", status=422)
    assert "Connexion impossible" in wrong.text
    assert wrong.select("main")[0].text.replace("claire@exemple.fr", "") == \
        unknown.select("main")[0].text.replace("personne@exemple.fr", "")


def test_five_wrong_tries_in_a_minute_make_even_the_right_one_wait(app, people, clock):
    for _ in range(5):
        enter(app, passphrase="non", status=422)
    _, page = enter(app, status=429)
    assert "Attendez une minute" in page.text
    clock.move(seconds=61)
    enter(app)


def test_ten_wrong_tries_close_the_door_for_half_an_hour(app, people, clock):
    for _ in range(10):
        enter(app, passphrase="non", status=422)
        clock.move(seconds=20)
    _, page = enter(app, status=429)
    assert "minutes" in page.text
    clock.move(minutes=31)
    enter(app)


def test_the_count_of_tries_is_the_same_whatever_the_form_of_the_number(app, people):
    for typed in ("0611111111", "06 11 11 11 11", "+33611111111", "06-11-11-11-11", "0033 6 11111111"):
        enter(app, typed, "non", status=422)
    enter(app, "06 11 11 11 11", status=429)


def test_forty_slips_of_a_few_colleagues_do_not_close_the_door_on_their_whole_office(app, people, clock):
    for _ in range(9):
        for name in ("claire", "malika", "nadia", "helene", "paul"):
            enter(app, f"{name}@exemple.fr", "non", status=422)
        clock.move(seconds=20)
    enter(app, "odile@exemple.fr")


def test_one_phrase_tried_on_many_names_from_one_place_closes_the_door_there(app, people, clock):
    for number in range(40):
        enter(app, f"personne{number}@exemple.fr", "non", status=422)
        clock.move(seconds=5)
    enter(app, "odile@exemple.fr", status=429)


def test_a_copied_cookie_is_dead_after_sign_out(app, people):
    claire = reader(app, "claire")
    copied = claire.client.get_cookie("trait").value
    claire.post("/deconnexion")
    thief = app.test_client()
    thief.set_cookie("trait", copied)
    assert thief.get("/aide").status_code == 303


def test_signing_in_gives_a_new_session_and_drops_what_the_browser_held(app, people):
    person = reader(app)
    with person.client.session_transaction() as held:
        held["planted"] = "by someone else"
    person.post("/connexion", {"identifier": "claire@exemple.fr", "passphrase": PASSPHRASE})
    with person.client.session_transaction() as held:
        assert "planted" not in held


def test_an_office_session_ends_after_half_an_hour_without_use(app, people, clock):
    claire = reader(app, "claire")
    clock.move(minutes=29)
    claire.get("/aide")
    clock.move(minutes=29)
    claire.get("/aide")
    clock.move(minutes=31)
    claire.get("/aide", 303)


def test_an_office_session_ends_after_ten_hours_whatever_its_use(app, people, clock):
    claire = reader(app, "claire")
    for _ in range(29):
        clock.move(minutes=20)
        claire.get("/aide")
    clock.move(minutes=21)
    claire.get("/aide", 303)


def test_a_personal_phone_stays_open_thirty_days(app, people, clock):
    person, _ = enter(app, "aicha@exemple.fr", personal_phone="y")
    clock.move(days=29)
    person.get("/aide")
    clock.move(days=2)
    person.get("/aide", 303)


def test_the_office_cannot_declare_its_computer_a_personal_phone(app, people, clock):
    person, _ = enter(app, personal_phone="y")
    clock.move(minutes=31)
    person.get("/aide", 303)


def test_seen_is_written_at_most_every_five_minutes(app, people, clock):
    claire = reader(app, "claire")
    def seen():
        with reading(app) as session:
            return session.execute(select(Session.seen_at)).scalar_one()
    first = seen()
    clock.move(minutes=4)
    claire.get("/aide")
    assert seen() == first
    clock.move(minutes=2)
    claire.get("/aide")
    assert seen() > first


def test_an_ended_account_is_out_at_once(app, people, clock):
    claire = reader(app, "claire")
    with writing(app) as session:
        session.get(Account, people["claire"]).ended_at = clock()
    claire.get("/aide", 303)
    enter(app, status=422)


def test_another_passphrase_takes_the_place_of_the_former_one(app, people):
    claire = reader(app, "claire")
    page = claire.get("/ma-phrase-de-passe")
    assert page.h1 == "Votre phrase de passe"
    chosen = {"passphrase_now": PASSPHRASE, "passphrase": "Été, la mer à boire", "passphrase_again": "Été, la mer à boire"}
    claire.post("/ma-phrase-de-passe", chosen)
    claire.get("/aide")
    enter(app, passphrase="Été, la mer à boire")
    enter(app, status=422)


def test_an_account_that_waits_for_its_invitation_opens_with_no_passphrase(app, people):
    with writing(app) as session:
        session.get(Account, people["claire"]).passphrase_hash = None
    for typed in (PASSPHRASE, "", "None"):
        enter(app, passphrase=typed, status=422)


@pytest.mark.parametrize("chosen", ["é" * 60 + "abcdef", "un verger sous la neige d'avril " * 6, "Œuf à la coque, 3 minutes !"])
def test_a_long_passphrase_with_accents_is_kept_whole(app, people, chosen):
    claire, chosen = reader(app, "claire"), chosen.strip()
    claire.post("/ma-phrase-de-passe", {"passphrase_now": PASSPHRASE, "passphrase": chosen, "passphrase_again": chosen})
    enter(app, passphrase=chosen[:-1], status=422)
    enter(app, passphrase=chosen)


@pytest.mark.parametrize("weak, said", [
    ("court", "12 signes"), ("azertyuiop123", "trop courante"), ("ClaireMartin75", "votre nom"),
    ("aaaaaaaaaaaaaaaa", "trop courante"), ("correct horse battery staple", "trop courante"),
    ("Leave me alone!", "trop courante"), ("un jardin " * 21, "au plus 200 signes")])
def test_a_weak_passphrase_is_refused_with_what_to_do(app, people, weak, said):
    claire = reader(app, "claire")
    page = claire.post("/ma-phrase-de-passe", {"passphrase_now": PASSPHRASE, "passphrase": weak,
                                               "passphrase_again": weak}, 422)
    assert said in page.text
    assert page.title.startswith("Erreur")


def test_a_form_sent_after_the_session_ended_waits_and_goes_out_after_signing_in(app, people, clock):
    claire = reader(app, "claire")
    clock.move(minutes=40)
    typed = {"line": "Mme Durand demande une visite plus tôt", "caller_kind": "beneficiary"}
    page = claire.post("/appels/nouveau", typed, 401)
    assert page.h1 == "Votre session est terminée"
    assert "une visite plus tôt" in page.text
    kept = page.select("input", name="kept")[0]["value"]
    code = claire.post("/connexion", {"identifier": "claire@exemple.fr", "passphrase": PASSPHRASE, "kept": kept}, 200)
    assert code.h1 == "Votre code"
    back = pass_on(claire, code, "claire", 200)
    form = back.form("/appels/nouveau")
    assert form.select("textarea", name="line")[0].text == typed["line"]


def test_the_waiting_form_is_given_back_to_the_one_who_typed_it_only(app, people, clock):
    claire = reader(app, "claire")
    clock.move(minutes=40)
    page = claire.post("/appels/nouveau", {"line": "Mme Durand demande une visite plus tôt"}, 401)
    kept = page.select("input", name="kept")[0]["value"]
    other = reader(app)
    code = other.post("/connexion", {"identifier": "malika@exemple.fr", "passphrase": PASSPHRASE, "kept": kept}, 200)
    assert "une visite plus tôt" not in code.text
    sent = pass_on(other, code, "malika")
    assert sent.location == "/a-traiter"


def test_under_htmx_an_ended_session_never_draws_the_door_inside_a_page(app, people, clock):
    claire = reader(app, "claire")
    clock.move(minutes=40)
    asked = claire.part("/aide", 401)
    assert asked.headers["HX-Redirect"].startswith("/connexion")
    sent = claire.post("/deconnexion", status=401, part=True)
    assert "HX-Redirect" not in sent.headers


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://ailleurs.example"},
                                     {"Origin": "null"}, {"Sec-Fetch-Site": "same-site"}])
def test_a_change_asked_for_by_another_site_is_turned_away(app, people, headers):
    before = counts(app)
    reader(app, "claire").post("/deconnexion", status=403, headers=headers)
    after = counts(app)
    assert {name: n for name, n in after.items() if n != before[name]}.keys() <= {"session", "journal"}


def test_a_form_without_its_token_comes_back_with_its_text(app, people):
    claire = reader(app, "claire")
    claire.token()
    page = claire.post("/ma-phrase-de-passe", {"csrf_token": "x", "passphrase": "secret en clair",
                                               "note": "un texte à garder"}, 400)
    assert "un texte à garder" in page.html
    assert "secret en clair" not in page.html


def test_signing_in_out_and_failing_are_in_the_journal_without_the_passphrase(app, people):
    enter(app)
    enter(app, passphrase="mauvaise phrase ici", status=422)
    with reading(app) as session:
        lines = session.execute(select(JournalLine.action, JournalLine.subject)).all()
    assert {"session.open", "session.refused"} <= {line.action for line in lines}
    assert "mauvaise" not in str(lines)
    assert count(app, JournalLine) >= 2


def test_what_a_signed_in_person_is_comes_in_one_query(app, people):
    assert set(User.__slots__) >= {"id", "role", "flags", "caregiver_id"}


def test_whoever_dictates_turns_the_single_keys_off_and_on_again(app, people):
    claire = reader(app, "claire")
    assert claire.get("/aide").select("body")[0].attrs.get("data-keys") is None
    page = claire.follow(claire.post("/mes-raccourcis", {"keys_off": "y"}))
    assert "Les touches seules ne font plus rien." in page.text
    assert page.select("input", id="keys_off")[0].attrs.get("checked") is not None
    assert claire.get("/aide").select("body")[0]["data-keys"] == "off"
    claire.post("/mes-raccourcis")
    assert claire.get("/aide").select("body")[0].attrs.get("data-keys") is None
    assert not reader(app, "aicha").get("/ma-phrase-de-passe").select("input", id="keys_off")


def test_the_little_picture_a_browser_asks_for_by_itself_is_there(app, people):
    moved = reader(app).get("/favicon.ico", 301)
    picture = reader(app).client.get(moved.location, buffered=True)
    assert picture.status_code == 200 and picture.mimetype == "image/svg+xml"


def test_the_current_passphrase_is_not_guessed_from_an_open_session(app, people):
    claire = reader(app, "claire")
    tried = {"passphrase": "Été, la mer à boire", "passphrase_again": "Été, la mer à boire"}
    for _ in range(5):
        claire.post("/ma-phrase-de-passe", {"passphrase_now": "une autre phrase", **tried}, 422)
    page = claire.post("/ma-phrase-de-passe", {"passphrase_now": PASSPHRASE, **tried}, 422)
    assert "Trop d'essais" in page.text


def test_a_caregiver_who_joins_the_office_leaves_her_thirty_days_behind(app, people, clock):
    person, _ = enter(app, "aicha@exemple.fr", personal_phone="y")
    with writing(app) as session:
        record = session.get(Account, people["aicha"])
        record.role, record.caregiver_id = "coordinator", None
    clock.move(minutes=31)
    person.get("/aide", 303)


def test_signing_in_again_ends_the_session_the_browser_held(app, people):
    person, _ = enter(app)
    copied = person.client.get_cookie("trait").value
    person.post("/connexion", {"identifier": "claire@exemple.fr", "passphrase": PASSPHRASE})
    thief = app.test_client()
    thief.set_cookie("trait", copied)
    assert thief.get("/aide").status_code == 303


def test_what_was_turned_away_is_in_the_journal_as_refused(app, people):
    enter(app, passphrase="non", status=422)
    reader(app, "claire").post("/deconnexion", status=403, headers={"Origin": "https://ailleurs.example"})
    reader(app, "aicha").get("/a-traiter", 403)
    with reading(app) as session:
        lines = session.execute(select(JournalLine.action, JournalLine.allowed)).all()
    assert {("session.refused", False), ("request.forged", False), ("board.see", False)} <= {tuple(line) for line in lines}
    assert len([line for line in lines if not line.allowed]) == 3


def test_a_stranger_fills_no_journal_however_often_she_is_turned_away(app, people):
    stranger = reader(app)
    stranger.get("/connexion")
    for _ in range(5):
        enter(app, passphrase="non", status=422)
    before = count(app, JournalLine)
    for _ in range(12):
        enter(app, passphrase="non", status=429)
        stranger.post("/connexion", status=403, headers={"Origin": "https://ailleurs.example"})
        stranger.post("/connexion", {"csrf_token": "x"}, 303)
    with reading(app) as session:
        noted = session.execute(select(JournalLine.action).order_by(JournalLine.id).offset(before)).scalars().all()
    assert sorted(noted) == ["request.forged", "request.token", "session.locked"]


def test_a_number_no_record_has_is_a_page_that_does_not_exist(app, people):
    claire = reader(app, "claire")
    huge = "9" * 25
    for url in (f"/interventions/{huge}", f"/interventions?apres={huge}", f"/beneficiaires/{huge}"):
        assert claire.client.get(url).status_code in (200, 404)
    assert claire.client.get(f"/a-traiter?page={huge}").status_code in (200, 404)
