"""Who signs in: opened on paper, closed at once; the administrator opens doors for others, none towards people."""

import re

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

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
    ({"email": "CLAIRE@exemple.fr"}, "Un autre compte l'utilise déjà")])
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
    sam.post(url, {"name": "Sam Leroy", "email": "sam@exemple.fr", "role": "director", "version": 1})
    assert account(app, id=people["sam"]).role == "none"


def test_an_administrator_who_coordinates_opens_no_account_of_the_direction(app, people):
    with writing(app) as session:
        session.get(Account, people["malika"]).is_administrator = True
    malika = reader(app, "malika")
    malika.post("/comptes/nouveau", {**NEW, "role": "director"}, 422)
    malika.post("/comptes/nouveau", NEW, 422)
    malika.post(f"/comptes/{people['malika']}/modifier", {"name": "Malika", "email": "malika@exemple.fr",
                                                          "role": "director", "version": 1}, 403)
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
        "name": "Hélène Faure", "email": "helene@exemple.fr", "role": "coordinator", "version": 1}, 409)
    assert "dernier compte de direction" in page.text
    assert account(app, id=people["helene"]).role == "director"


def test_the_direction_changes_a_role_unless_somebody_did_meanwhile(app, people):
    url, given = f"/comptes/{people['nadia']}/modifier", {"name": "Nadia Roussel", "email": "nadia@exemple.fr"}
    reader(app, "paul").post(url, {**given, "role": "none", "version": 1})
    late = reader(app, "helene").post(url, {**given, "role": "director", "version": 1}, 409)
    assert "Une collègue a modifié ou fermé ce compte" in late.text
    assert account(app, id=people["nadia"]).role == "none"


def test_two_directors_at_one_account_the_second_overwrites_nothing(app, people):
    url, given = f"/comptes/{people['nadia']}/modifier", {"email": "nadia@exemple.fr", "role": "coordinator", "version": 1}
    reader(app, "paul").post(url, {**given, "name": "Nadia Roussel-Roy", "is_alert_referent": "y"})
    late = reader(app, "helene").post(url, {**given, "name": "Nadia Roussel"}, 409)
    assert "Une collègue a modifié" in late.text
    kept = account(app, id=people["nadia"])
    assert kept.name == "Nadia Roussel-Roy" and kept.is_alert_referent


def opened_by_sam(app, people) -> tuple[int, str]:
    """Lucie's account as the administrator opens it, linked to nobody, and the phrase he printed."""
    with writing(app) as session:
        session.get(Account, people["lucie"]).caregiver_id = None
    page = reader(app, "sam").post("/comptes/nouveau", {**NEW, "name": "Lucie M.", "role": "caregiver"}, 200)
    return account(app, email="ines@exemple.fr").id, phrase_on(page)


def test_the_phrase_the_administrator_printed_opens_nothing_once_the_account_leads_to_people(app, people):
    id, known = opened_by_sam(app, people)
    inside = reader(app)
    inside.post("/connexion", {"identifier": "ines@exemple.fr", "passphrase": known})
    linked = {"name": "Lucie M.", "email": "ines@exemple.fr", "role": "caregiver", "version": 1,
              "caregiver_id": people["lucie_caregiver"]}
    sheet = reader(app, "helene").post(f"/comptes/{id}/modifier", linked, 200, key="d" * 32)
    assert re.fullmatch(r"([a-z]{6}-){3}[a-z]{6}", phrase_on(sheet)) and phrase_on(sheet) != known
    again = reader(app, "helene").post(f"/comptes/{id}/modifier", linked, 200, key="d" * 32)
    assert not phrase_on(again) and "a déjà été affichée" in again.text
    assert inside.get("/ma-phrase-de-passe", 303).location.startswith("/connexion")
    reader(app).post("/connexion", {"identifier": "ines@exemple.fr", "passphrase": known}, 422)
    reader(app).post("/connexion", {"identifier": "ines@exemple.fr", "passphrase": phrase_on(sheet)})


def test_a_corrected_name_leaves_the_passphrase_and_the_session_alone(app, people):
    claire = reader(app, "claire")
    before = account(app, id=people["claire"]).passphrase_hash
    reader(app, "helene").post(f"/comptes/{people['claire']}/modifier", {
        "name": "Claire Martin-Roy", "email": "claire@exemple.fr", "role": "coordinator", "version": 1})
    claire.get("/a-traiter")
    assert account(app, id=people["claire"]).passphrase_hash == before


def test_a_caregiver_who_joins_the_office_signs_in_again_and_leaves_her_file_behind(app, people):
    aicha, helene = reader(app, "aicha"), reader(app, "helene")
    aicha.get("/ma-semaine")
    url, joins = f"/comptes/{people['aicha']}/modifier", {
        "name": "Aïcha Diallo", "email": "aicha@exemple.fr", "role": "coordinator", "version": 1}
    page = helene.post(url, {**joins, "caregiver_id": people["aicha_caregiver"]}, 422)
    assert "Une fiche ne va qu'avec le rôle d'intervenante." in page.text
    helene.post(url, joins)
    assert aicha.get("/a-traiter", 303).location.startswith("/connexion")


def test_no_account_of_the_office_is_ever_one_half_of_a_pair(app, people):
    for role in ("coordinator", "director", "outside_recipient", "none"):
        with pytest.raises(IntegrityError), writing(app) as session:
            session.get(Account, people["aicha"]).role = role


def test_a_printed_phrase_opens_for_a_week_and_the_sheet_says_so(app, people, clock):
    page = reader(app, "helene").post("/comptes/nouveau", NEW, 200)
    assert "sept jours. Elle n'ouvre plus rien après le 16 mars" in page.text
    typed = {"identifier": "ines@exemple.fr", "passphrase": phrase_on(page)}
    clock.move(days=6)
    slow = reader(app)
    slow.post("/connexion", typed)
    clock.move(days=1)
    refused = reader(app).post("/connexion", typed, 422)
    assert "Une phrase provisoire sert sept jours" in refused.text
    fresh = reader(app, "helene").post(f"/comptes/{account(app, email='ines@exemple.fr').id}/phrase-provisoire", status=200)
    reader(app).post("/connexion", {**typed, "passphrase": phrase_on(fresh)})


def test_neither_coordinator_nor_caregiver_manages_accounts(app, people):
    for name in ("claire", "aicha", "odile"):
        outsider, before = reader(app, name), counts(app)
        outsider.get("/comptes", 403)
        outsider.post("/comptes/nouveau", NEW, 403)
        outsider.post(f"/comptes/{people['sam']}/fin", status=403)
        assert {table for table, rows in counts(app).items() if rows != before[table]} <= {"journal"}
