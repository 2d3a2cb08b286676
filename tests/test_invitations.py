"""Invited: a link opens an account once, whoever looked at it before; a caregiver's phone is hers, with its code."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from acts import caregivers, purges
from database import now
from guard.passphrases import verify
from guard.phones import cookie_name
from models import Account, Answer, Invitation, JournalLine, PhoneDevice, Session, SignInTry, Word
from tests.factor import pass_on
from tests.invited import CHOSEN, CODE, arrive, choose, enrol, invite
from tests.people import PASSPHRASE
from tests.phone_scenes import HERS, ask, word
from tests.reader import reader
from tests.world import count, counts, reading, writing

GONE = "Cette invitation ne sert plus"
TWICE = {"phone_code": CODE, "phone_code_again": CODE}


def actions(app, allowed=True) -> list[str]:
    with reading(app) as session:
        return session.scalars(select(JournalLine.action).where(JournalLine.allowed.is_(allowed)).order_by(JournalLine.id)).all()


def test_a_link_preview_consumes_nothing_writes_nothing_and_reads_no_name(app, people):
    token, before = invite(app, people, "aicha"), counts(app)
    preview = app.test_client(use_cookies=False)
    for _ in range(3):
        seen = preview.get(f"/invitation/{token}", follow_redirects=True)
        assert seen.status_code == 404 and "Aïcha" not in seen.get_data(as_text=True)
    arrive(app, token)
    assert counts(app) == before
    enrol(app, token)


def test_the_token_leaves_the_address_at_once_for_a_cookie_no_script_reads(app, people):
    sent = app.test_client().get(f"/invitation/{invite(app, people, 'aicha')}")
    assert (sent.status_code, sent.location) == (303, "/invitation")
    cookie = sent.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Expires" not in cookie
    assert sent.headers["Cache-Control"] == "no-store"


def test_a_browser_left_alone_for_an_hour_forgets_the_token(app, people, clock):
    token = invite(app, people, "aicha")
    person, _ = arrive(app, token)
    clock.move(minutes=61)
    person.get("/invitation", 404)
    enrol(app, token)


def test_somebody_of_the_office_chooses_her_passphrase_and_is_in(app, people):
    person, page = arrive(app, invite(app, people, "claire"))
    assert page.h1 == "Bienvenue" and "Claire Martin" in page.text and "claire@exemple.fr" in page.html
    assert person.post("/invitation", {"passphrase": CHOSEN, "passphrase_again": CHOSEN}).location == "/a-traiter"
    pass_on(person, person.get("/a-traiter", 303), "claire")
    person.get("/a-traiter")
    reader(app).post("/connexion", {"identifier": "claire@exemple.fr", "passphrase": CHOSEN})
    reader(app).post("/connexion", {"identifier": "claire@exemple.fr", "passphrase": PASSPHRASE}, 422)
    assert {"invitation.use", "session.open"} <= set(actions(app))


@pytest.mark.parametrize("chosen, said", [
    ("", "Choisissez une phrase de passe."), ("court", "12 signes"), ("mailcreated5240", "trop courante"),
    ("Claire aime la pluie", "votre nom")])
def test_a_weak_passphrase_does_not_use_the_invitation_up(app, people, chosen, said):
    token = invite(app, people, "claire")
    person, _ = arrive(app, token)
    page = person.post("/invitation", {"passphrase": chosen, "passphrase_again": chosen}, 422)
    assert said in page.text and page.title.startswith("Erreur") and (not chosen or chosen not in page.html)
    choose(app, token)


@pytest.mark.parametrize("first, second, said", [
    ("", "", "Choisissez un code de 6 chiffres."), ("12345", "12345", "Choisissez 6 chiffres."),
    ("123456", "123456", "trop facile"), ("482915", "482916", "Tapez deux fois le même code."),
    ("48291é", "48291é", "Choisissez 6 chiffres."), ("٤٨٢٩١٥", "٤٨٢٩١٥", "Choisissez 6 chiffres.")])
def test_a_code_to_choose_again_says_why_and_is_written_nowhere_in_the_page(app, people, first, second, said):
    person, _ = arrive(app, invite(app, people, "aicha"))
    page = person.post("/invitation", {"phone_code": first, "phone_code_again": second}, 422)
    assert said in page.text and (not first or first not in page.html.replace("123456", "", 1))
    assert count(app, PhoneDevice) == 0


def test_a_caregiver_makes_this_phone_hers_with_six_digits(app, people):
    person, page = arrive(app, invite(app, people, "aicha"))
    assert [field["inputmode"] for field in page.select("input", type="text")] == ["numeric"] * 2
    assert person.post("/invitation", {"phone_code": "482 915", "phone_code_again": "482915"}).location == "/ma-semaine"
    with reading(app) as session:
        phone, opened = session.scalars(select(PhoneDevice)).one(), session.scalars(
            select(Session).where(Session.ended_at.is_(None), Session.account_id == people["aicha"])).one()
        secret = person.client.get_cookie(cookie_name()).value
        assert len(secret) == 64 and secret not in (phone.secret_hash, phone.code_hash)
        assert verify(phone.code_hash, CODE) and not verify(phone.code_hash, "482916")
        assert (opened.kind, opened.phone_device_id) == ("personal_phone", phone.id)


def test_the_secret_of_a_phone_is_kept_from_scripts_for_four_hundred_days(app, people):
    person, _ = arrive(app, invite(app, people, "aicha"))
    person.post("/invitation", TWICE)
    cookie = person.client.get_cookie("trait-phone")
    assert cookie.http_only and cookie.same_site == "Lax" and cookie.max_age == 400 * 24 * 3600 and cookie.path == "/"


def test_over_https_no_other_host_can_plant_the_secret(app, people):
    app.config["HTTPS"] = True
    try:
        person = enrol(app, invite(app, people, "aicha"))
    finally:
        app.config["HTTPS"] = False
    cookie = person.client.get_cookie("__Host-trait-phone")
    assert cookie.secure and cookie.path == "/"


@pytest.mark.parametrize("end", ["used", "expired", "revoked", "false", "ended"])
def test_used_expired_revoked_or_false_is_the_same_kind_page(app, people, clock, end):
    token = invite(app, people, "aicha")
    if end == "used":
        enrol(app, token)
    elif end == "expired":
        clock.move(days=7)
    elif end == "revoked":
        invite(app, people, "aicha")
    elif end == "ended":
        reader(app, "helene").post(f"/comptes/{people['aicha']}/fin")
    else:
        token = "x" * 43
    person, page = arrive(app, token, 404)
    assert page.h1 == GONE and "Demandez-en une nouvelle au bureau." in page.text
    _, false = arrive(app, "y" * 43, 404)
    assert page.select("main")[0].text == false.select("main")[0].text
    person.get(f"/invitation/{token}", 303)
    sent = person.post("/invitation", TWICE, 404)
    assert sent.select("main")[0].text == page.select("main")[0].text
    assert "invitation.refused" in actions(app, allowed=False)
    assert count(app, PhoneDevice) == (1 if end == "used" else 0)


def false_ones(person, many: int, status: int = 404):
    for number in range(many):
        person.get(f"/invitation/{'z' * 41}{number:02}", 303)
        page = person.post("/invitation", TWICE, status)
    return page


def test_twenty_false_invitations_in_a_minute_make_those_behind_the_address_wait_who_have_none(app, people, clock):
    false_ones(reader(app), 20)
    assert "Attendez une minute" in false_ones(reader(app), 1, 429).text
    clock.move(seconds=61)
    false_ones(reader(app), 1)


def test_on_the_wifi_of_the_office_a_good_invitation_opens_whatever_others_tried(app, people):
    token, lucie = invite(app, people, "aicha"), invite(app, people, "lucie")
    false_ones(reader(app), 20)
    page, _ = arrive(app, lucie)
    sent = page.post("/invitation", {"phone_code": CODE, "phone_code_again": "1"}, 422)
    assert "Tapez deux fois le même code." in sent.text
    enrol(app, token).get("/ma-semaine")
    enrol(app, lucie).get("/ma-semaine")


def test_an_answer_lost_on_the_way_is_asked_again_also_on_that_wifi(app, people):
    token = invite(app, people, "aicha")
    first, again = arrive(app, token)[0], arrive(app, token)[0]
    first.post("/invitation", TWICE, key="k" * 32)
    false_ones(reader(app), 20)
    assert again.post("/invitation", TWICE, key="k" * 32).location == "/ma-semaine"


def test_an_old_paper_tapped_again_and_again_counts_once_and_fills_no_journal(app, people):
    token = invite(app, people, "aicha")
    enrol(app, token)
    person = reader(app)
    for _ in range(30):
        person.get(f"/invitation/{token}", 303)
        assert person.post("/invitation", TWICE, 404).h1 == GONE
    assert count(app, SignInTry) == 1 and actions(app, allowed=False) == ["invitation.refused"]


def test_old_papers_close_the_door_of_nobody(app, people):
    false_ones(reader(app), 12)
    reader(app).post("/connexion", {"identifier": "claire@exemple.fr", "passphrase": PASSPHRASE})


def test_an_answer_lost_on_the_way_is_asked_again_and_the_phone_is_hers(app, people):
    token = invite(app, people, "aicha")
    first, lost = arrive(app, token)[0], arrive(app, token)[0]
    before = lost.client.get_cookie("trait").value
    lost.post("/invitation", TWICE, key="k" * 32)
    again = reader(app)
    again.client.set_cookie("trait", before)
    assert again.post("/invitation", TWICE, key="k" * 32).location == "/ma-semaine"
    again.get("/ma-semaine")
    again.post("/deconnexion")
    again.post("/connexion/code", {"phone_code": CODE})
    assert count(app, PhoneDevice) == 1
    first.post("/invitation", TWICE, 404, key="j" * 32)


def test_the_same_form_long_after_opens_only_what_the_door_would(app, people):
    token = invite(app, people, "claire")
    person, chosen = arrive(app, token)[0], {"passphrase": CHOSEN, "passphrase_again": CHOSEN}
    before = person.client.get_cookie("trait").value
    person.post("/invitation", chosen, key="k" * 32)
    pass_on(person, person.get("/ma-phrase-de-passe", 303), "claire")
    person.post("/ma-phrase-de-passe", {"passphrase_now": CHOSEN, "passphrase": "un verger sous la neige",
                                        "passphrase_again": "un verger sous la neige"})
    again = reader(app)
    again.client.set_cookie("trait", before)
    again.post("/invitation", chosen, 404, key="k" * 32)
    again.get("/a-traiter", 303)


def test_a_phone_handed_to_a_colleague_opens_one_account(app, people):
    phone = enrol(app, invite(app, people, "aicha"))
    phone.get(f"/invitation/{invite(app, people, 'lucie')}", 303)
    phone.post("/invitation", {"phone_code": "739164", "phone_code_again": "739164"})
    with reading(app) as session:
        alive = session.scalars(select(PhoneDevice.account_id).where(PhoneDevice.ended_at.is_(None))).all()
        assert alive == [people["lucie"]]
    assert count(app, Session, Session.account_id == people["aicha"], Session.ended_at.is_(None)) == 0


def test_whoever_is_already_in_and_comes_without_an_invitation_goes_home(app, people):
    assert reader(app, "claire").get("/invitation", 303).location == "/a-traiter"
    reader(app).get("/invitation", 404)


def test_the_end_of_a_contract_closes_every_way_in_and_keeps_her_words(app, people):
    _, side = ask(app, people)
    phone = enrol(app, invite(app, people, "aicha"))
    phone.post(f"/mes-questions/{side}", {**HERS, "goes_well": "On rit bien."})
    said = word(app, people)
    with writing(app) as session:
        caregivers.end(session.get(Account, people["claire"]), people["aicha_caregiver"], 1, now().date())
    phone.get("/ma-semaine", 303)
    phone.post("/connexion/code", {"phone_code": CODE}, 422)
    with reading(app) as session:
        account = session.get(Account, people["aicha"])
        assert account.ended_at and session.scalars(select(Answer.goes_well)).one() == "On rit bien."
        assert session.get(Word, said).words and session.get(Word, said).by_id == account.id
    assert not count(app, Session, Session.account_id == people["aicha"], Session.ended_at.is_(None))
    assert not count(app, PhoneDevice, PhoneDevice.ended_at.is_(None))


def test_the_end_of_a_contract_revokes_an_invitation_that_waits(app, people):
    token = invite(app, people, "aicha")
    with writing(app) as session:
        caregivers.end(session.get(Account, people["claire"]), people["aicha_caregiver"], 1, now().date())
    arrive(app, token, 404)
    assert count(app, Invitation, Invitation.revoked_at.is_not(None)) == 1


def test_old_papers_and_phones_go_with_the_account_retention(app, people, clock):
    token = invite(app, people, "aicha")
    enrol(app, token)
    invite(app, people, "aicha")
    clock.move(days=400)
    with writing(app) as session:
        recent = Invitation(account_id=people["claire"], token_hash="f" * 64, created_at=now(),
                            expires_at=now() + timedelta(days=7))
        session.add(recent)
        session.flush()
        purges.purge(None, now())
    assert (count(app, Invitation), count(app, PhoneDevice), count(app, Session)) == (1, 0, 0)


def test_a_phone_in_use_is_never_purged(app, people, clock):
    enrol(app, invite(app, people, "aicha"))
    clock.move(days=800)
    with writing(app):
        purges.purge(None, now())
    assert count(app, PhoneDevice) == 1


def test_two_papers_never_open_the_same_account(app, people):
    invite(app, people, "aicha")
    with pytest.raises(IntegrityError), writing(app) as session:
        session.add(Invitation(account_id=people["aicha"], token_hash="0" * 64, created_at=now(), expires_at=now()))
    with writing(app) as session:
        session.execute(update(Invitation).values(used_at=now()))
        session.add(Invitation(account_id=people["aicha"], token_hash="0" * 64, created_at=now(), expires_at=now()))


def test_two_phones_at_once_with_one_paper_are_one_phone(app, people):
    token = invite(app, people, "aicha")
    phones = [arrive(app, token)[0] for _ in range(6)]

    def take(one):
        phone, number = one
        code = f"48{number}27"
        return phone.client.post("/invitation", data={"csrf_token": phone.token(), "key": f"{number}" * 32, "phone_code": code,
                                                      "phone_code_again": code}).status_code

    with ThreadPoolExecutor(6) as crowd:
        answers = sorted(crowd.map(take, zip(phones, range(10, 70, 10), strict=True)))
    assert answers[0] == 303 and set(answers[1:]) <= {404, 409}
    assert count(app, PhoneDevice, PhoneDevice.ended_at.is_(None)) == 1
