"""Her own phone: it asks for six digits and nothing else; five wrong ones lock it, until a new invitation."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask_login import current_user
from sqlalchemy import select, update

import database
from database import Overtaken, db
from guard.sessions import sign_in
from models import Account, JournalLine, PhoneDevice, Setting
from tests.invited import CODE, enrol, invite
from tests.phone_scenes import HERS, ask
from tests.reader import reader
from tests.world import count, counts, reading, writing

WRONG = {"phone_code": "111222"}


@pytest.fixture
def phone(app, people):
    """Aïcha's phone, enrolled, asleep."""
    with writing(app) as session:
        session.add(Setting(name="office_phone", value="0123456789", changed_at=app.config["CLOCK"]()))
    person = enrol(app, invite(app, people, "aicha"))
    person.post("/deconnexion")
    return person


def row(app) -> PhoneDevice:
    with reading(app) as session:
        return session.scalars(select(PhoneDevice)).one()


def refused(app) -> list[str]:
    with reading(app) as session:
        return session.scalars(select(JournalLine.action).where(JournalLine.allowed.is_(False)).order_by(JournalLine.id)).all()


def test_an_enrolled_phone_asks_for_its_code_and_says_no_name(app, people, phone):
    page = phone.get("/connexion")
    assert [field["name"] for field in page.select("input", type="text")] == ["phone_code"]
    assert not page.select("input", name="passphrase")
    for name in ("Aïcha", "Diallo", "aicha"):
        assert name not in page.html
    assert phone.post("/connexion/code", {"phone_code": "482 915"}).location == "/ma-semaine"
    phone.get("/ma-semaine")


def test_reading_the_locked_screen_writes_nothing(app, people, phone):
    before = counts(app)
    phone.get("/connexion")
    assert counts(app) == before


def test_the_page_she_wanted_opens_after_the_code(app, people, phone):
    page = phone.get(phone.get("/mes-mots", 303).location)
    assert page.select("input", name="suite")[0]["value"] == "/mes-mots"
    assert phone.post("/connexion/code", {"phone_code": CODE, "suite": "/mes-mots"}).location == "/mes-mots"
    assert phone.post("/connexion/code", {"phone_code": CODE, "suite": "//ailleurs.example"}).location == "/ma-semaine"


def test_five_wrong_codes_lock_the_phone_and_only_the_office_helps(app, people, phone):
    for left in ("Encore 4 essais", "Encore 3 essais", "Encore 2 essais", "Encore un essai"):
        page = phone.post("/connexion/code", WRONG, 422)
        assert "Ce n'est pas le bon code" in page.text and left in page.text
    page = phone.post("/connexion/code", WRONG, 422)
    assert page.h1 == "Ce téléphone est bloqué" and "01 23 45 67 89" in page.text.replace("\u00a0", " ")
    assert phone.get("/connexion").h1 == "Ce téléphone est bloqué"
    phone.post("/connexion/code", {"phone_code": CODE}, 422)
    phone.get("/ma-semaine", 303)
    assert row(app).locked_at
    assert refused(app) == ["phone.refused"] * 4 + ["phone.locked"]
    enrol(app, invite(app, people, "aicha"), "739164").get("/ma-semaine")


def test_the_right_code_puts_the_count_back_to_nothing(app, people, phone):
    for _ in range(3):
        for _ in range(4):
            phone.post("/connexion/code", WRONG, 422)
        phone.post("/connexion/code", {"phone_code": CODE})
        assert row(app).wrong_tries == 0
    assert not row(app).locked_at


def test_an_empty_or_odd_code_is_asked_again_without_counting(app, people, phone):
    for typed in (" ", "12345", "48291a", "4829155"):
        phone.post("/connexion/code", {"phone_code": typed}, 422)
    assert row(app).wrong_tries == 0


def test_twelve_wrong_codes_at_once_are_five_tries(app, people, phone):
    secret = phone.client.get_cookie("trait-phone").value

    def guess(number):
        one = reader(app)
        one.client.set_cookie("trait-phone", secret)
        return one.post("/connexion/code", {"phone_code": f"9{number:05}"}, 422).h1

    with ThreadPoolExecutor(12) as crowd:
        list(crowd.map(guess, range(12)))
    assert (row(app).wrong_tries, bool(row(app).locked_at)) == (5, True)


def test_a_stranger_without_the_secret_guesses_no_code(app, people, phone):
    stranger = reader(app)
    stranger.client.set_cookie("trait-phone", "0" * 64)
    assert stranger.post("/connexion/code", {"phone_code": CODE}, 422).h1 == "Ce téléphone est fermé"
    reader(app).post("/connexion/code", {"phone_code": CODE}, 422)
    assert row(app).wrong_tries == 0


@pytest.mark.parametrize("whose", ["no phone", "a made up one", "one taken away", "one that is locked"])
def test_nobody_fills_the_journal_with_codes_that_nothing_stands_against(app, people, phone, clock, whose):
    person = phone if whose.startswith("one") else reader(app)
    if whose == "a made up one":
        person.client.set_cookie("trait-phone", "0" * 64)
    elif whose == "one taken away":
        reader(app, "helene").post(f"/comptes/{people['aicha']}/sessions/fin")
    elif whose == "one that is locked":
        for _ in range(5):
            phone.post("/connexion/code", WRONG, 422)
    noted = len(refused(app))
    for _ in range(12):
        person.post("/connexion/code", WRONG, 422)
    assert len(refused(app)) <= noted + 1 and refused(app)
    before = len(refused(app))
    clock.move(minutes=6)
    person.post("/connexion/code", WRONG, 422)
    assert len(refused(app)) == before + 1


def test_the_phone_asks_for_its_code_again_after_twelve_hours_without_use(app, people, phone, clock):
    phone.post("/connexion/code", {"phone_code": CODE})
    for _ in range(3):
        clock.move(hours=11)
        phone.get("/ma-semaine")
    clock.move(hours=12)
    assert phone.get("/ma-semaine", 303).location == "/connexion?suite=/ma-semaine"
    phone.post("/connexion/code", {"phone_code": CODE})
    assert len(_alive(app)) == 1, "one session a phone"


def _alive(app):
    from models import Session
    with reading(app) as session:
        return session.scalars(select(Session.id).where(Session.phone_device_id.is_not(None), Session.ended_at.is_(None))).all()


def test_used_every_day_it_still_asks_after_thirty(app, people, phone, clock):
    phone.post("/connexion/code", {"phone_code": CODE})
    for _ in range(59):
        clock.move(hours=11, minutes=59)
        phone.get("/ma-semaine")
    clock.move(hours=11, minutes=59)
    phone.get("/ma-semaine")
    clock.move(minutes=90)
    phone.get("/ma-semaine", 303)


def test_what_she_typed_meanwhile_waits_for_the_code_and_goes_out_after(app, people, phone, clock):
    _, side = ask(app, people)
    phone.post("/connexion/code", {"phone_code": CODE})
    clock.move(hours=13)
    page = phone.post(f"/mes-questions/{side}", {**HERS, "goes_well": "On rit bien avec elle."}, 401)
    assert page.h1 == "Votre session est terminée" and "On rit bien avec elle." in page.text
    assert not page.select("input", name="passphrase")
    kept = page.form("/connexion/code").select("input", name="kept")[0]["value"]
    wrong = phone.post("/connexion/code", {**WRONG, "kept": kept}, 422)
    assert wrong.select("input", name="kept")[0]["value"] == kept
    back = phone.post("/connexion/code", {"phone_code": CODE, "kept": kept}, 200)
    sent = {field["name"]: field["value"] for field in back.form(f"/mes-questions/{side}").select("input", type="hidden")}
    phone.post(f"/mes-questions/{side}", {**sent, "goes_well": "On rit bien avec elle."})
    assert "On rit bien avec elle." in phone.get(f"/mes-questions/{side}").text


def test_a_locked_phone_with_a_form_in_hand_gives_the_text_back(app, people, phone, clock):
    _, side = ask(app, people)
    for _ in range(5):
        phone.post("/connexion/code", WRONG, 422)
    page = phone.post(f"/mes-questions/{side}", {**HERS, "goes_well": "On rit bien avec elle."}, 401)
    assert "Cinq codes faux" in page.text and "On rit bien avec elle." in page.text


def test_a_session_born_while_the_phone_was_taken_away_opens_nothing(app, people, phone):
    """The code was right an instant before; the session is written an instant after."""
    phone.post("/connexion/code", {"phone_code": CODE})
    with writing(app) as session:
        session.execute(update(PhoneDevice).values(ended_at=app.config["CLOCK"]()))
    assert _alive(app), "nothing ended the session itself"
    assert phone.get("/ma-semaine", 303).location.startswith("/connexion")
    assert len(reader(app, "aicha").get("/mes-appareils").select("li", class_="device")) == 1


def test_nobody_is_let_in_by_a_phone_taken_away_at_this_very_moment(app, people, phone):
    with app.test_request_context("/"):
        with pytest.raises(Overtaken, match="vient d'être fermé"):
            account, ended = db.session.get(Account, people["aicha"]), row(app).id
            with database.writing() as session:
                session.execute(update(PhoneDevice).values(ended_at=database.now()))
            sign_in(account, personal_phone=True, phone_device_id=ended)
        assert not current_user.is_authenticated


def test_a_phone_that_is_locked_keeps_the_session_open_on_it(app, people, phone):
    secret = phone.client.get_cookie("trait-phone").value
    phone.post("/connexion/code", {"phone_code": CODE})
    other = reader(app)
    other.client.set_cookie("trait-phone", secret)
    for _ in range(5):
        other.post("/connexion/code", WRONG, 422)
    assert row(app).locked_at
    phone.get("/ma-semaine")


def test_somebody_else_signs_in_otherwise_on_the_same_phone(app, people, phone):
    page = phone.get("/connexion")
    otherwise = next(link for link in page.links if "autrement" in link)
    assert phone.get(otherwise).select("input", name="passphrase")


def test_a_caregiver_who_joined_the_office_opens_nothing_with_her_code(app, people, phone):
    reader(app, "helene").post(f"/comptes/{people['aicha']}/modifier", {
        "name": "Aïcha Diallo", "email": "aicha@exemple.fr", "role": "coordinator", "version": 1}, 200)
    phone.post("/connexion/code", {"phone_code": CODE}, 422)
    assert count(app, PhoneDevice, PhoneDevice.ended_at.is_(None)) == 0


def test_each_use_keeps_the_phone_for_four_hundred_days_more(app, people, phone):
    phone.client.delete_cookie("trait")
    sent = phone.client.post("/connexion/code", data={"csrf_token": phone.token(), "key": "k" * 32, "phone_code": CODE})
    assert [line for line in sent.headers.getlist("Set-Cookie") if line.startswith("trait-phone=") and "Max-Age=34560000" in line]


def test_she_who_comes_in_by_her_code_is_not_asked_for_a_passphrase_she_never_had(app, people, phone):
    phone.post("/connexion/code", {"phone_code": CODE})
    page = phone.get("/ma-phrase-de-passe")
    assert not page.select("input", name="passphrase") and "avec votre téléphone et son code" in page.text


def test_a_page_left_open_too_long_starts_again(app, people, phone):
    sent = phone.post("/connexion/code", {"csrf_token": "x", "phone_code": CODE})
    assert sent.location == "/connexion?expiree=1"
    assert "Recommencez" in phone.follow(sent).text
