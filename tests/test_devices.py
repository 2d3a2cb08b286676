"""Mes appareils: everybody sees where her account is open, in plain words, and closes what she does not know."""

import pytest
from sqlalchemy import select

from database import now
from models import PhoneDevice, Session
from tests.invited import enrol, invite
from tests.reader import reader
from tests.world import reading, statements, writing

ANDROID = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36"


def open_elsewhere(app, account_id: int) -> int:
    with writing(app) as session:
        opened = Session(token_hash=f"elsewhere{account_id}", account_id=account_id, device=ANDROID[:120],
                         created_at=now(), seen_at=now(), kind="office")
        session.add(opened)
        session.flush()
        return opened.id


def own_session(app, account_id: int) -> int:
    with reading(app) as session:
        return session.scalars(select(Session.id).where(Session.account_id == account_id).order_by(Session.id)).first()


def test_she_reads_where_her_account_is_open_and_which_device_this_one_is(app, people):
    claire = reader(app, "claire")
    open_elsewhere(app, people["claire"])
    open_elsewhere(app, people["malika"])
    page = claire.get("/mes-appareils")
    lines = [line.text for line in page.select("li", class_="device")]
    assert len(lines) == 2
    assert "Chrome sur Android" in lines[0] and "aujourd'hui à 9" in lines[0]
    assert ["Cet appareil-ci" in line for line in lines] == [False, True]


def test_a_session_she_does_not_know_is_dead_at_once(app, people):
    claire, other = reader(app, "claire"), reader(app, "claire")
    with reading(app) as session:
        last = session.scalars(select(Session.id).order_by(Session.id.desc())).first()
    page = claire.follow(claire.post(f"/mes-appareils/sessions/{last}/fin"))
    assert "Cette session est fermée." in page.text
    other.get("/a-traiter", 303)
    claire.get("/a-traiter")


def test_closing_the_one_in_hand_is_signing_out(app, people):
    claire = reader(app, "claire")
    assert claire.post(f"/mes-appareils/sessions/{own_session(app, people['claire'])}/fin").location == "/connexion"
    claire.get("/a-traiter", 303)


def test_nobody_closes_the_session_or_the_phone_of_another(app, people):
    enrol(app, invite(app, people, "aicha"))
    with reading(app) as session:
        phone, hers = session.scalars(select(PhoneDevice.id)).one(), own_session(app, people["helene"])
    for name in ("lucie", "claire", "sam"):
        reader(app, name).post(f"/mes-appareils/sessions/{hers}/fin", status=404)
        reader(app, name).post(f"/mes-appareils/telephones/{phone}/fin", status=404)
    with reading(app) as session:
        assert not session.get(PhoneDevice, phone).ended_at


def test_a_phone_taken_away_takes_its_sessions_with_it(app, people):
    phone = enrol(app, invite(app, people, "aicha"))
    elsewhere = reader(app, "aicha")
    with reading(app) as session:
        id = session.scalars(select(PhoneDevice.id)).one()
    page = elsewhere.follow(elsewhere.post(f"/mes-appareils/telephones/{id}/fin"))
    assert "Ce téléphone n'ouvre plus votre compte." in page.text
    phone.get("/ma-semaine", 303)
    assert "n'ouvre plus votre compte" in phone.get("/connexion").text
    elsewhere.get("/ma-semaine")


def test_her_own_phone_taken_away_leads_to_the_door(app, people):
    phone = enrol(app, invite(app, people, "aicha"))
    with reading(app) as session:
        id = session.scalars(select(PhoneDevice.id)).one()
    assert phone.post(f"/mes-appareils/telephones/{id}/fin").location == "/connexion"
    phone.get("/ma-semaine", 303)


def test_sessions_that_slept_too_long_are_not_said_to_be_open(app, people, clock):
    open_elsewhere(app, people["claire"])
    clock.move(minutes=31)
    assert len(reader(app, "claire").get("/mes-appareils").select("li", class_="device")) == 1


def test_the_page_costs_the_same_however_many_are_open(app, people):
    claire = reader(app, "claire")
    with statements(app) as few:
        claire.get("/mes-appareils")
    with writing(app) as session:
        session.add_all([Session(token_hash=f"{n}", account_id=people["claire"], kind="office", device=ANDROID[:120],
                                 created_at=now(), seen_at=now()) for n in range(30)])
    with statements(app) as many:
        claire.get("/mes-appareils")
    assert len(many) == len(few) <= 6


@pytest.mark.parametrize("name, page", [("claire", "/ma-phrase-de-passe"), ("odile", "/ma-phrase-de-passe"),
                                        ("aicha", "/mon-aide")])
def test_a_link_leads_there(app, people, name, page):
    person = reader(app, name)
    url = page if page != "/mon-aide" else next(link for link in person.get("/ma-semaine").links if "aide" in link)
    assert "/mes-appareils" in person.get(url).links
