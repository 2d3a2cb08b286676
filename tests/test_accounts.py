"""Who signs in: invited on paper, closed at once; the administrator opens doors for others, none towards people."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from guard.sessions import token_hash
from models import Account, Invitation, PhoneDevice, Session
from tests.factor import set_up
from tests.invited import arrive, choose, enrol, link_on, token_on
from tests.reader import reader
from tests.world import count, counts, reading, writing

NEW = {"name": "Inès Costa", "email": "Ines@Exemple.fr", "role": "coordinator"}


def account(app, **named) -> Account:
    with reading(app) as session:
        return session.scalars(select(Account).filter_by(**named)).one()


def test_the_direction_opens_an_account_and_prints_an_invitation_kept_nowhere(app, people):
    page = reader(app, "helene").post("/comptes/nouveau", NEW, 200)
    token = token_on(page)
    assert "Inès Costa" in page.h1 and len(token) >= 43
    assert link_on(page).startswith("http://localhost/invitation/")
    assert 'class="qr"' in page.html
    made = account(app, email="ines@exemple.fr")
    assert made.passphrase_hash is None
    with reading(app) as session:
        kept = session.scalars(select(Invitation).where(Invitation.account_id == made.id)).one()
        assert kept.token_hash == token_hash(token) and kept.created_by_id == people["helene"]
    assert token not in reader(app, "helene").get(f"/comptes/{made.id}").html


def test_the_form_sent_again_makes_no_second_account_and_shows_no_second_link(app, people):
    helene = reader(app, "helene")
    first = helene.post("/comptes/nouveau", NEW, 200, key="c" * 32)
    again = helene.post("/comptes/nouveau", NEW, 200, key="c" * 32)
    assert token_on(first) and not token_on(again)
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
    ({"role": "none"}, 200), ({"role": "outside_recipient"}, 422), ({"role": "caregiver"}, 200),
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
def test_the_administrator_prints_no_invitation_that_would_show_her_people(app, people, whose):
    sam, url = reader(app, "sam"), f"/comptes/{people[whose]}"
    assert not sam.get(url).select("form", action=f"{url}/invitation")
    before = account(app, id=people[whose]).passphrase_hash
    sam.post(f"{url}/invitation", status=403)
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


def test_a_new_invitation_closes_every_way_in_the_former_one_too(app, people):
    claire, helene, url = reader(app, "claire"), reader(app, "helene"), f"/comptes/{people['claire']}/invitation"
    claire.get("/a-traiter")
    first = token_on(helene.post(url, status=200))
    assert claire.get("/a-traiter", 303).location.startswith("/connexion")
    assert account(app, id=people["claire"]).passphrase_hash is None
    assert "Attend son invitation" in helene.get("/comptes").text
    second = token_on(helene.post(url, status=200))
    arrive(app, first, 404)
    choose(app, second)
    assert "Attend son invitation" not in helene.get("/comptes").text
    assert count(app, Invitation, Invitation.account_id == people["claire"]) == 2


def test_a_new_invitation_of_a_caregiver_takes_the_place_of_her_phone(app, people):
    helene, url = reader(app, "helene"), f"/comptes/{people['aicha']}/invitation"
    phone = enrol(app, token_on(helene.post(url, status=200)))
    phone.get("/ma-semaine")
    token = token_on(helene.post(url, status=200))
    phone.get("/ma-semaine", 303)
    assert "Ce téléphone n'ouvre plus votre compte" in phone.get("/connexion").text
    enrol(app, token).get("/ma-semaine")
    assert count(app, PhoneDevice, PhoneDevice.ended_at.is_(None)) == 1


def test_the_office_closes_every_session_and_phone_of_somebody(app, people):
    helene, her = reader(app, "helene"), f"/comptes/{people['aicha']}"
    phone = enrol(app, token_on(helene.post(f"{her}/invitation", status=200)))
    page = helene.get(her)
    assert "1 session ouverte, un téléphone avec son code" in page.text
    page = helene.follow(helene.post(f"{her}/sessions/fin"))
    assert "Toutes ses sessions sont fermées" in page.text and "aucune session ouverte" in page.text
    assert "sans moyen d'entrer" in page.text
    phone.get("/ma-semaine", 303)
    phone.post("/connexion/code", {"phone_code": "482915"}, 422)


def test_the_administrator_closes_sessions_but_none_of_the_direction(app, people):
    claire, sam = reader(app, "claire"), reader(app, "sam")
    claire.get("/a-traiter")
    sam.post(f"/comptes/{people['claire']}/sessions/fin")
    claire.get("/a-traiter", 303)
    helene = reader(app, "helene")
    assert not sam.get(f"/comptes/{people['helene']}").select("form", action=f"/comptes/{people['helene']}/sessions/fin")
    page = sam.post(f"/comptes/{people['helene']}/sessions/fin", status=409)
    assert "Seule la direction ferme les sessions" in page.text
    helene.get("/a-traiter")


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
    """Lucie's account as the administrator opens it, linked to nobody, and the token he printed."""
    with writing(app) as session:
        session.get(Account, people["lucie"]).caregiver_id = None
    page = reader(app, "sam").post("/comptes/nouveau", {**NEW, "name": "Lucie M.", "role": "caregiver"}, 200)
    return account(app, email="ines@exemple.fr").id, token_on(page)


def test_what_the_administrator_printed_opens_nothing_once_the_account_leads_to_people(app, people):
    id, known = opened_by_sam(app, people)
    inside = enrol(app, known)
    linked = {"name": "Lucie M.", "email": "ines@exemple.fr", "role": "caregiver", "version": 1,
              "caregiver_id": people["lucie_caregiver"]}
    sheet = reader(app, "helene").post(f"/comptes/{id}/modifier", linked, 200, key="d" * 32)
    assert token_on(sheet) and token_on(sheet) != known
    again = reader(app, "helene").post(f"/comptes/{id}/modifier", linked, 200, key="d" * 32)
    assert not token_on(again) and "a déjà été affichée" in again.text
    assert inside.get("/ma-phrase-de-passe", 303).location.startswith("/connexion")
    inside.post("/connexion/code", {"phone_code": "482915"}, 422)
    enrol(app, token_on(sheet))


REFERENT = {"name": "Rita Petit", "email": "ines@exemple.fr", "role": "none", "is_alert_referent": "y", "version": 1}


def test_what_the_administrator_printed_opens_nothing_once_the_account_follows_alerts(app, people):
    page = reader(app, "sam").post("/comptes/nouveau", {**NEW, "name": "Rita Petit", "role": "none"}, 200)
    id, inside = account(app, email="ines@exemple.fr").id, choose(app, token_on(page))
    inside.get("/aide")
    sheet = reader(app, "helene").post(f"/comptes/{id}/modifier", REFERENT, 200)
    assert token_on(sheet) and token_on(sheet) != token_on(page)
    assert inside.get("/aide", 303).location.startswith("/connexion")
    assert account(app, id=id).passphrase_hash is None
    arrive(app, token_on(page), 404)


def test_the_administrator_prints_no_invitation_for_whoever_follows_alerts(app, people):
    reader(app, "helene").post("/comptes/nouveau", {**REFERENT, "version": ""}, 200)
    id = account(app, email="ines@exemple.fr").id
    sam, url = reader(app, "sam"), f"/comptes/{id}"
    page = sam.get(url)
    assert not page.select("form", action=f"{url}/invitation") and "Seule la direction prépare une invitation" in page.text
    sam.post(f"{url}/invitation", status=403)
    sam.post(f"{url}/modifier", {"name": "Moi", "email": "sam2@exemple.fr", "version": 1}, 403)
    assert account(app, id=id).email == "ines@exemple.fr"


def test_a_coordinator_who_also_follows_alerts_goes_on_working(app, people):
    claire = reader(app, "claire")
    claire.get("/a-traiter")
    reader(app, "helene").post(f"/comptes/{people['claire']}/modifier", {
        "name": "Claire Martin", "email": "claire@exemple.fr", "role": "coordinator", "is_alert_referent": "y", "version": 1})
    claire.get("/a-traiter")


def test_a_corrected_name_leaves_the_passphrase_and_the_session_alone(app, people):
    claire = reader(app, "claire")
    before = account(app, id=people["claire"]).passphrase_hash
    reader(app, "helene").post(f"/comptes/{people['claire']}/modifier", {
        "name": "Claire Martin-Roy", "email": "claire@exemple.fr", "role": "coordinator", "version": 1})
    claire.get("/a-traiter")
    assert account(app, id=people["claire"]).passphrase_hash == before


def test_a_caregiver_who_joins_the_office_signs_in_again_and_leaves_her_file_behind(app, people, clock):
    aicha, helene = reader(app, "aicha"), reader(app, "helene")
    aicha.get("/ma-semaine")
    url, joins = f"/comptes/{people['aicha']}/modifier", {
        "name": "Aïcha Diallo", "email": "aicha@exemple.fr", "role": "coordinator", "version": 1}
    page = helene.post(url, {**joins, "caregiver_id": people["aicha_caregiver"]}, 422)
    assert "Une fiche ne va qu'avec le rôle d'intervenante." in page.text
    sheet = helene.post(url, joins, 200)
    assert aicha.get("/a-traiter", 303).location.startswith("/connexion")
    assert set_up(choose(app, token_on(sheet)), clock()).get("/a-traiter").status == 200


def test_no_account_of_the_office_is_ever_one_half_of_a_pair(app, people):
    for role in ("coordinator", "director", "outside_recipient", "none"):
        with pytest.raises(IntegrityError), writing(app) as session:
            session.get(Account, people["aicha"]).role = role


def test_an_invitation_opens_for_a_week_and_the_sheet_says_so(app, people, clock):
    page = reader(app, "helene").post("/comptes/nouveau", NEW, 200)
    assert "sept jours. Elle n'ouvre plus rien après le 16 mars" in page.text
    clock.move(days=6, hours=23)
    arrive(app, token_on(page))
    clock.move(hours=1)
    arrive(app, token_on(page), 404)
    helene, id = reader(app, "helene"), account(app, email="ines@exemple.fr").id
    assert "qui n'ouvre plus rien depuis" in helene.get(f"/comptes/{id}").text
    choose(app, token_on(helene.post(f"/comptes/{id}/invitation", status=200)))


def test_on_paper_stands_the_address_the_server_was_given(app, people):
    app.config["PUBLIC_URL"] = "https://intranet.exemple.fr"
    try:
        page = reader(app, "helene").post("/comptes/nouveau", NEW, 200)
    finally:
        app.config["PUBLIC_URL"] = ""
    assert link_on(page).startswith("https://intranet.exemple.fr/invitation/")
    assert "ne s'ouvre que sur cet ordinateur" not in page.text
    assert "ne s'ouvre que sur cet ordinateur" in reader(app, "helene").post(
        f"/comptes/{people['claire']}/invitation", status=200).text


def test_neither_coordinator_nor_caregiver_manages_accounts(app, people):
    for name in ("claire", "aicha", "odile"):
        outsider, before = reader(app, name), counts(app)
        outsider.get("/comptes", 403)
        outsider.post("/comptes/nouveau", NEW, 403)
        outsider.post(f"/comptes/{people['sam']}/fin", status=403)
        assert {table for table, rows in counts(app).items() if rows != before[table]} <= {"journal"}


def test_a_caregiver_s_account_without_a_file_says_so_to_who_can_give_it_one(app, people):
    with writing(app) as session:
        session.get(Account, people["lucie"]).caregiver_id = None
    helene = reader(app, "helene")
    assert "n'a pas de fiche d'intervenante" in helene.get(f"/comptes/{people['lucie']}").text
    assert "n'a pas de fiche d'intervenante" not in helene.get(f"/comptes/{people['aicha']}").text
