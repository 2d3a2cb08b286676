"""Who signs in: opened on paper, closed at once; the administrator opens doors for others, none towards people."""

import re

import pytest
from sqlalchemy import select

from guard import passphrases
from models import Account, Session
from tests.reader import reader
from tests.world import count, counts, reading, writing

NEW = {"name": "Inès Costa", "email": "Ines@Exemple.fr", "role": "coordinator"}


def phrase_on(page) -> str:
    found = page.select("dd", class_="code")
    return found[0].text if found else ""


def account(app, **named) -> Account:
    with reading(app) as session:
        return session.scalars(select(Account).filter_by(**named)).one()


def test_the_direction_opens_an_account_and_prints_a_phrase_that_opens_the_door_once(app, people):
    page = reader(app, "helene").post("/comptes/nouveau", NEW, 200)
    phrase = phrase_on(page)
    assert "Inès Costa" in page.h1 and re.fullmatch(r"([a-z]{6}-){3}[a-z]{6}", phrase)
    made = account(app, email="ines@exemple.fr")
    assert made.must_change and phrase not in made.passphrase_hash
    assert passphrases.verify(made.passphrase_hash, phrase)
    door = reader(app)
    door.post("/connexion", {"identifier": "ines@exemple.fr", "passphrase": phrase})
    assert door.get("/a-traiter", 303).location == "/ma-phrase-de-passe"


def test_the_form_sent_again_makes_no_second_account_and_shows_no_second_phrase(app, people):
    helene = reader(app, "helene")
    first = helene.post("/comptes/nouveau", NEW, 200, key="c" * 32)
    again = helene.post("/comptes/nouveau", NEW, 200, key="c" * 32)
    assert phrase_on(first) and not phrase_on(again)
    assert again.h1 == first.h1 and "a déjà été affichée" in again.text
    assert count(app, Account, Account.name == "Inès Costa") == 1


@pytest.mark.parametrize(("changed", "said"), [
    ({"name": ""}, "Indiquez un nom."), ({"email": ""}, "une adresse e-mail ou un téléphone"),
    ({"email": "ines"}, "par exemple prenom@exemple.fr"), ({"role": ""}, "Choisissez un rôle."),
    ({"email": "CLAIRE@exemple.fr"}, "Un autre compte utilise déjà cela")])
def test_a_form_to_correct_says_what_to_do(app, people, changed, said):
    before = count(app, Account)
    page = reader(app, "helene").post("/comptes/nouveau", {**NEW, **changed}, 422)
    assert said in page.text
    assert count(app, Account) == before


@pytest.mark.parametrize(("changed", "status"), [
    ({"role": "none"}, 200), ({"role": "outside_recipient"}, 200), ({"role": "caregiver"}, 200),
    ({"role": "coordinator"}, 422), ({"role": "director"}, 422), ({"role": "none", "is_alert_referent": "y"}, 422)])
def test_the_administrator_opens_accounts_that_lead_nowhere_near_people(app, people, changed, status):
    reader(app, "sam").post("/comptes/nouveau", {**NEW, **changed}, status)


def test_the_administrator_reads_no_name_of_a_caregiver_and_links_nobody(app, people):
    with writing(app) as session:
        session.get(Account, people["lucie"]).caregiver_id = None
    sam = reader(app, "sam")
    assert "Moreau" not in sam.get("/comptes/nouveau").text
    sam.post("/comptes/nouveau", {**NEW, "role": "caregiver", "caregiver_id": people["lucie_caregiver"]}, 422)
    assert "Moreau Lucie" in reader(app, "helene").get("/comptes/nouveau").text


@pytest.mark.parametrize("whose", ["helene", "claire", "aicha", "odile"])
def test_the_administrator_prints_no_phrase_that_would_show_her_people(app, people, whose):
    sam, url = reader(app, "sam"), f"/comptes/{people[whose]}"
    assert not sam.get(url).select("form", action=f"{url}/phrase-provisoire")
    before = account(app, id=people[whose]).passphrase_hash
    sam.post(f"{url}/phrase-provisoire", status=403)
    sam.get(f"{url}/modifier", 403)
    sam.post(f"{url}/modifier", {"name": "Moi", "email": "sam2@exemple.fr"}, 403)
    assert account(app, id=people[whose]).passphrase_hash == before


def test_the_administrator_never_changes_a_role(app, people):
    sam, url = reader(app, "sam"), f"/comptes/{people['sam']}/modifier"
    assert not sam.get(url).select("select", name="role")
    sam.post(url, {"name": "Sam Leroy", "email": "sam@exemple.fr", "role": "director", "known_role": "none"})
    assert account(app, id=people["sam"]).role == "none"


def test_an_administrator_who_coordinates_opens_no_account_of_the_direction(app, people):
    with writing(app) as session:
        session.get(Account, people["malika"]).is_administrator = True
    malika = reader(app, "malika")
    malika.post("/comptes/nouveau", {**NEW, "role": "director"}, 422)
    malika.post("/comptes/nouveau", NEW, 422)
    malika.post(f"/comptes/{people['malika']}/modifier", {"name": "Malika", "email": "malika@exemple.fr",
                                                          "role": "director", "known_role": "coordinator"}, 403)
    assert account(app, id=people["malika"]).role == "coordinator"


def test_a_new_phrase_closes_every_session_and_the_former_phrase_opens_nothing(app, people):
    claire, helene = reader(app, "claire"), reader(app, "helene")
    claire.get("/a-traiter")
    page = helene.post(f"/comptes/{people['claire']}/phrase-provisoire", status=200)
    assert phrase_on(page)
    assert claire.get("/a-traiter", 303).location.startswith("/connexion")
    assert account(app, id=people["claire"]).must_change


def test_a_closed_account_is_out_at_once_and_its_words_keep_their_author(app, people):
    malika, helene = reader(app, "malika"), reader(app, "helene")
    malika.get("/a-traiter")
    helene.post(f"/comptes/{people['malika']}/fin")
    assert malika.get("/a-traiter", 303).location.startswith("/connexion")
    assert count(app, Session, Session.account_id == people["malika"], Session.ended_at.is_(None)) == 0
    assert "Malika Benali" in helene.get("/comptes?fermes=1").text
    assert "Malika Benali" not in helene.get("/comptes").text
    helene.post(f"/comptes/{people['malika']}/fin", status=404)


def test_nobody_closes_her_own_account_and_the_administrator_none_of_the_direction(app, people):
    for name, whose in (("helene", "helene"), ("sam", "sam"), ("sam", "helene")):
        page = reader(app, name).post(f"/comptes/{people[whose]}/fin", status=409)
        assert "compte" in page.text
        assert account(app, id=people[whose]).ended_at is None


def test_the_last_director_stays_one(app, people):
    helene = reader(app, "helene")
    helene.post(f"/comptes/{people['paul']}/fin")
    page = helene.post(f"/comptes/{people['helene']}/modifier", {
        "name": "Hélène Faure", "email": "helene@exemple.fr", "role": "coordinator", "known_role": "director"}, 409)
    assert "dernier compte de direction" in page.text
    assert account(app, id=people["helene"]).role == "director"


def test_the_direction_changes_a_role_unless_somebody_did_meanwhile(app, people):
    url, given = f"/comptes/{people['nadia']}/modifier", {"name": "Nadia Roussel", "email": "nadia@exemple.fr"}
    reader(app, "paul").post(url, {**given, "role": "none", "known_role": "coordinator"})
    late = reader(app, "helene").post(url, {**given, "role": "director", "known_role": "coordinator"}, 409)
    assert "Une collègue a modifié ou fermé ce compte" in late.text
    assert account(app, id=people["nadia"]).role == "none"


def test_neither_coordinator_nor_caregiver_manages_accounts(app, people):
    for name in ("claire", "aicha", "odile"):
        outsider, before = reader(app, name), counts(app)
        outsider.get("/comptes", 403)
        outsider.post("/comptes/nouveau", NEW, 403)
        outsider.post(f"/comptes/{people['sam']}/fin", status=403)
        assert {table for table, rows in counts(app).items() if rows != before[table]} <= {"journal"}
