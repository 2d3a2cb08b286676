"""A caregiver says what happened to her: who receives it, who reads it, what stays hers, and who never reads a word."""

import pytest
from sqlalchemy import select, update

from acts import alerts as acts
from database import commit_as, now
from models import Account, Alert, Beneficiary
from tests.alert_scenes import MARK, TOLD, alert, live, said, send, step
from tests.reader import reader
from tests.world import count, reading, writing


def change(app, account: int, **values) -> None:
    with writing(app) as session:
        session.execute(update(Account.__table__).where(Account.id == account).values(**values))


def a_day_later(app, clock) -> None:
    clock.move(hours=24)
    with app.app_context():
        commit_as("alert.escalate", lambda: acts.escalate(None, now()))


def test_who_will_read_is_named_before_she_sends(app, people):
    page = reader(app, "aicha").get("/mes-nouvelles/nouvelle")
    text = page.text.replace("\u00a0", " ")
    assert "Qui peut lire ? Nadia Roussel, Hélène Faure, Paul Vasseur, et personne d'autre sans votre accord." in text
    assert "S'il s'agit de la direction : Odile Garnier, hors de l'association, et personne d'autre." in text
    assert page.title.startswith("Donner des nouvelles")


def test_aicha_sends_it_gets_a_receipt_and_the_referent_reads_it(app, people):
    aicha = reader(app, "aicha")
    page = aicha.follow(aicha.post("/mes-nouvelles/nouvelle", said(people)))
    assert "C'est envoyé." in page.text and "Nadia Roussel le lit" in page.text
    assert "vous répond avant" in page.text and "Personne ne l'a encore ouvert." in page.text
    assert all(words in page.text for words in TOLD.values())
    id = int(page.form("/mes-nouvelles/%d/ajout" % _only(app))["action"].split("/")[2])
    nadia = reader(app, "nadia")
    assert str(id) in nadia.get("/suivis").html
    assert all(words in nadia.get(f"/suivis/{id}").text for words in TOLD.values())


def _only(app) -> int:
    with reading(app) as session:
        return session.scalars(select(Alert.id)).one()


def test_each_one_who_opened_it_is_shown_to_her(app, people, clock):
    id = send(app, people)
    reader(app, "nadia").get(f"/suivis/{id}")
    clock.move(minutes=20)
    reader(app, "helene").get(f"/suivis/{id}")
    page = reader(app, "aicha").get(f"/mes-nouvelles/{id}")
    assert "Nadia Roussel : aujourd'hui à 9 h" in page.text.replace("\u00a0", " ")
    assert "Hélène Faure : aujourd'hui à 9 h 20" in page.text.replace("\u00a0", " ")


def test_without_what_and_without_saying_if_she_needs_help_the_form_says_what_to_do(app, people):
    page = reader(app, "aicha").post("/mes-nouvelles/nouvelle", {"facts": "Mes mots"}, 422)
    assert "Choisissez ce qui ressemble le plus." in page.text and "Dites si vous avez besoin d'aide maintenant." in page.text
    assert "Mes mots" in page.html and count(app, Alert) == 0


def test_the_same_sending_twice_is_one_alert(app, people):
    aicha = reader(app, "aicha")
    sent = [aicha.post("/mes-nouvelles/nouvelle", said(people), key="k" * 20).location for _ in range(2)]
    assert sent[0] == sent[1] and count(app, Alert) == 1


def test_another_caregiver_never_finds_it(app, people):
    id = send(app, people)
    lucie = reader(app, "lucie")
    lucie.get(f"/mes-nouvelles/{id}", 404)
    lucie.post(f"/mes-nouvelles/{id}/ajout", {"words": "Moi"}, 404)
    lucie.post(f"/mes-nouvelles/{id}/call_asked", status=404)
    assert "Rien pour le moment." in lucie.get("/mes-nouvelles").text


def test_the_office_writes_it_for_her_once_she_agrees(app, people):
    claire, url = reader(app, "claire"), f"/intervenantes/{people['aicha_caregiver']}/nouvelles"
    assert "Demandez-lui d'abord son accord, puis cochez." in claire.post(url, said(people), 422).text
    claire.post(url, said(people, agreed="y"))
    id = _only(app)
    page = reader(app, "aicha").get(f"/mes-nouvelles/{id}")
    assert "Écrit pour vous par Claire Martin, avec votre accord." in page.text
    assert "écrit par Claire Martin avec son accord" in reader(app, "nadia").get(f"/suivis/{id}").text
    # whoever held the pen is no reader of what follows
    claire.get(f"/suivis/{id}", 404)


def test_what_she_adds_never_replaces_what_she_said(app, people):
    id, aicha = send(app, people), reader(app, "aicha")
    for words in ("D'abord ceci.", "Et puis cela."):
        aicha.post(f"/mes-nouvelles/{id}/ajout", {"words": words})
    for page in (aicha.get(f"/mes-nouvelles/{id}"), reader(app, "nadia").get(f"/suivis/{id}")):
        assert all(words in page.text for words in (*TOLD.values(), "D'abord ceci.", "Et puis cela."))
    assert "Écrivez ce que vous voulez ajouter." in aicha.post(f"/mes-nouvelles/{id}/ajout", {"words": " "}, 422).text


def test_she_asks_to_be_called_and_the_call_is_noted(app, people):
    id = send(app, people)
    live(app, "nadia", id, "acknowledged")
    reader(app, "aicha").post(f"/mes-nouvelles/{id}/call_asked")
    assert "Aïcha Diallo demande qu'on l'appelle" in reader(app, "helene").get("/a-traiter").text
    live(app, "nadia", id, "called")
    assert "Vous avez demandé qu'on vous appelle." not in reader(app, "aicha").get(f"/mes-nouvelles/{id}").text


def test_claire_reads_while_aicha_lets_her_and_no_longer(app, people):
    id, aicha, claire = send(app, people), reader(app, "aicha"), reader(app, "claire")
    claire.get(f"/suivis/{id}", 404)
    aicha.post(f"/mes-nouvelles/{id}/shared")
    assert MARK in claire.get(f"/suivis/{id}").text and str(id) in claire.get("/suivis").html
    reader(app, "malika").get(f"/suivis/{id}", 404)
    # she reads; the steps are not hers
    step(app, "claire", id, "acknowledged", 403)
    assert "ne lit plus" in aicha.get(f"/mes-nouvelles/{id}").text
    aicha.post(f"/mes-nouvelles/{id}/unshared")
    claire.get(f"/suivis/{id}", 404)
    assert str(id) not in claire.get("/suivis").html


def test_she_takes_it_back_even_when_another_coordinator_follows_the_person_now(app, people):
    id, aicha = send(app, people, share="y"), reader(app, "aicha")
    with writing(app) as session:
        session.get(Beneficiary, people["mme_durand"]).referent_id = people["malika"]
    assert "Claire Martin ne lit plus" in aicha.get(f"/mes-nouvelles/{id}").text
    with writing(app) as session:
        session.get(Beneficiary, people["mme_durand"]).referent_id = None
    aicha.post(f"/mes-nouvelles/{id}/unshared")
    reader(app, "claire").get(f"/suivis/{id}", 404)


def test_claire_never_reads_what_is_about_her_even_where_the_coordinator_may(app, people):
    id = send(app, people, whom="office", about_id=people["claire"], share="y")
    reader(app, "claire").get(f"/suivis/{id}", 404)
    assert "Laisser lire" not in reader(app, "aicha").get(f"/mes-nouvelles/{id}").text
    reader(app, "aicha").post(f"/mes-nouvelles/{id}/shared", status=409)
    change(app, people["claire"], role="director")
    reader(app, "claire").get(f"/suivis/{id}", 404)
    assert str(id) not in reader(app, "claire").get("/suivis").html


def test_about_the_referent_it_goes_to_the_direction_and_she_sees_nothing(app, people):
    id = send(app, people, whom="office", about_id=people["nadia"])
    assert alert(app, id).first_id == people["helene"] and alert(app, id).second_id == people["paul"]
    reader(app, "nadia").get(f"/suivis/{id}", 404)
    assert str(id) not in reader(app, "nadia").get("/suivis").html
    assert "vous a envoyé des nouvelles" not in reader(app, "nadia").get("/a-traiter").text
    assert MARK in reader(app, "helene").get(f"/suivis/{id}").text


@pytest.mark.parametrize("about", [{"whom": "direction"}, {"whom": "office", "about": "helene"}])
def test_about_the_direction_only_whoever_is_outside_reads_it(app, people, about):
    whom = {"about_id": people[about["about"]]} if "about" in about else {}
    id = send(app, people, whom=about["whom"], share="y", **whom)
    assert alert(app, id).directed == "outside" and alert(app, id).first_id == people["odile"]
    for name in ("helene", "paul", "nadia", "claire"):
        reader(app, name).get(f"/suivis/{id}", 404)
        assert str(id) not in reader(app, name).get("/suivis").html
    assert MARK in reader(app, "odile").get(f"/suivis/{id}").text
    live(app, "odile", id, "acknowledged", "heard")
    assert "Odile Garnier" in reader(app, "aicha").get(f"/mes-nouvelles/{id}").text


def test_with_nobody_outside_it_is_not_sent_and_she_is_told_whom_to_call(app, people):
    change(app, people["odile"], ended_at=now_of(app))
    page = reader(app, "aicha").post("/mes-nouvelles/nouvelle", said(people, whom="direction"), 422)
    assert "Personne en dehors de l'association ne reçoit encore ces messages" in page.text and "3928" in page.text
    assert TOLD["facts"] in page.text.replace("&#39;", "'") and count(app, Alert) == 0
    written = reader(app, "claire").post(f"/intervenantes/{people['aicha_caregiver']}/nouvelles",
                                         said(people, whom="direction", agreed="y"), 422)
    assert "il n'est pas envoyé" in written.text and count(app, Alert) == 0


def now_of(app):
    with app.app_context():
        return now()


def test_unread_for_a_day_the_second_recipient_reads_it_and_it_is_late(app, people, clock):
    """Without a referent: a director, then another who is no director any more by then."""
    id = send(app, people)
    with writing(app) as session:
        session.execute(update(Alert.__table__).values(second_id=people["malika"]))
    change(app, people["malika"], is_alert_referent=True)
    reader(app, "malika").get(f"/suivis/{id}", 404)
    a_day_later(app, clock)
    assert MARK in reader(app, "malika").get(f"/suivis/{id}").text
    assert "En retard" in reader(app, "nadia").get("/suivis").text
    assert "attend une réponse, le délai est passé" in reader(app, "helene").get("/a-traiter").text


def test_read_in_time_it_goes_no_further(app, people, clock):
    id = send(app, people)
    live(app, "nadia", id, "acknowledged")
    a_day_later(app, clock)
    assert alert(app, id).escalated_at is None


def test_in_danger_the_whole_office_reads_whom_to_call_now_and_nothing_more(app, people):
    id = send(app, people, help_now="yes")
    for name in ("claire", "malika", "nadia", "helene"):
        board = reader(app, name).get("/a-traiter")
        assert "Appelez Aïcha Diallo maintenant." in board.text and MARK not in board.html
    call = reader(app, "malika").get(f"/a-appeler-maintenant/{id}")
    assert "Appelez Aïcha Diallo maintenant." in call.text and MARK not in call.html and "Durand" not in call.html
    for hidden in ("raciste", "/suivis/"):
        assert hidden not in call.html


def test_she_is_reached_once_and_the_second_press_says_by_whom(app, people):
    id = send(app, people, help_now="yes")
    reader(app, "malika").post(f"/a-appeler-maintenant/{id}")
    late = reader(app, "claire").post(f"/a-appeler-maintenant/{id}", status=409)
    assert "Malika Benali l'a déjà jointe, à 09 h 00" in late.text.replace("\u00a0", " ")
    assert "Appelez Aïcha Diallo maintenant." not in reader(app, "claire").get("/a-traiter").text
    assert "Malika Benali" in reader(app, "aicha").get(f"/mes-nouvelles/{id}").text


def test_about_claire_she_is_not_among_those_who_are_told_to_call(app, people):
    id = send(app, people, help_now="yes", whom="office", about_id=people["claire"])
    assert "Appelez Aïcha" not in reader(app, "claire").get("/a-traiter").text
    reader(app, "claire").get(f"/a-appeler-maintenant/{id}", 404)
    reader(app, "claire").post(f"/a-appeler-maintenant/{id}", status=404)
    assert "Appelez Aïcha" in reader(app, "malika").get("/a-traiter").text
