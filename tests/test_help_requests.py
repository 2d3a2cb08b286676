"""Un coup de main: asked on a phone, read by one person, answered line by line; nobody else knows there is one."""

import pytest

from models import Account, HelpRequest
from rules.alerts import Receiver
from rules.help_requests import NobodyElse, helper
from tests.reader import reader
from tests.world import count, reading, writing

NEW = "/mes-coups-de-main/nouveau"
NADIA, HELENE, ODILE = Receiver(3, "coordinator", True), Receiver(4, "director", False), Receiver(8, "outside_recipient", True)


def ask(app, name="aicha", **more) -> int:
    page = reader(app, name).post(NEW, {"kind": "money", "words": "Le loyer de mars.", **more})
    return int(page.location.rpartition("/")[2])


def test_a_referent_reads_it_or_the_direction_and_never_the_one_it_is_kept_from():
    assert helper([HELENE, NADIA, ODILE], None) == 3
    assert helper([HELENE, NADIA, ODILE], 3) == 4
    assert helper([HELENE, ODILE], None) == 4
    with pytest.raises(NobodyElse):
        helper([HELENE, ODILE], 4)


def test_who_reads_is_named_before_it_is_sent(app, people):
    said = reader(app, "aicha").get(NEW).text
    assert "Nadia Roussel, et personne d'autre du bureau." in said
    assert "Si Nadia Roussel ne doit pas lire : Hélène Faure, et personne d'autre du bureau." in said


def test_one_person_reads_it_and_nobody_else_knows(app, people):
    id = ask(app)
    assert "Le loyer de mars." in reader(app, "nadia").get(f"/coups-de-main/{id}").text
    assert "Aïcha Diallo vous demande un coup de main." in reader(app, "nadia").get("/a-traiter").text
    reader(app, "helene").get(f"/coups-de-main/{id}", 404)
    assert "coup de main" not in reader(app, "helene").get("/a-traiter").select("main")[0].text
    assert "Aïcha" not in reader(app, "helene").get("/coups-de-main").text
    for name in ("claire", "odile", "sam", "lucie"):
        reader(app, name).get(f"/coups-de-main/{id}", 403)
    reader(app, "lucie").get(f"/mes-coups-de-main/{id}", 404)


def test_the_journal_of_the_direction_does_not_say_that_there_is_one(app, people):
    id = ask(app)
    reader(app, "nadia").get(f"/coups-de-main/{id}")
    assert str(id) not in reader(app, "helene").get("/journal").text
    kept = ask(app, but_id=people["nadia"])
    assert str(kept) in reader(app, "helene").get("/journal").text


def test_whom_she_keeps_it_from_never_reads_it(app, people):
    id = ask(app, but_id=people["nadia"])
    reader(app, "nadia").get(f"/coups-de-main/{id}", 404)
    assert "Le loyer" in reader(app, "helene").get(f"/coups-de-main/{id}").text


def test_when_nobody_else_may_read_it_is_not_sent_and_she_is_told_whom_to_call(app, people):
    with writing(app) as session:
        for name in ("nadia", "paul"):
            session.get(Account, people[name]).ended_at = session.get(Account, people[name]).created_at
    page = reader(app, "aicha").post(NEW, {"kind": "money", "but_id": people["helene"]}, 422)
    assert "elle n'est pas envoyée. Appelez le bureau" in page.text
    assert count(app, HelpRequest) == 0


def test_once_its_reader_left_the_direction_reads_it(app, people):
    id = ask(app)
    with writing(app) as session:
        session.get(Account, people["nadia"]).is_alert_referent = False
    reader(app, "helene").get(f"/coups-de-main/{id}")


def test_she_reads_each_answer_with_its_author_and_who_opened_it(app, people):
    id = ask(app)
    nadia, aicha = reader(app, "nadia"), reader(app, "aicha")
    assert "Personne ne l'a encore ouvert." in aicha.get(f"/mes-coups-de-main/{id}").text
    nadia.get(f"/coups-de-main/{id}")
    nadia.post(f"/coups-de-main/{id}/suite", {"words": "Un acompte part demain.", "follow_on": "2026-03-12"})
    said = aicha.get(f"/mes-coups-de-main/{id}").text
    assert "Nadia Roussel s'en occupe." in said and "Un acompte part demain." in said and "Ouvert par Nadia Roussel" in said


def test_it_comes_back_to_the_board_on_its_day(app, people, clock):
    id = ask(app)
    reader(app, "nadia").post(f"/coups-de-main/{id}/suite", {"words": "On se rappelle.", "follow_on": "2026-03-09"})
    assert "Coup de main demandé par Aïcha Diallo : à reprendre." in reader(app, "nadia").get("/a-traiter").text


def test_settled_it_takes_no_more_answer_until_she_writes_again(app, people):
    id = ask(app)
    nadia, aicha = reader(app, "nadia"), reader(app, "aicha")
    nadia.post(f"/coups-de-main/{id}/suite", {"words": "C'est réglé.", "closes": "y"})
    nadia.post(f"/coups-de-main/{id}/suite", {"words": "Encore."}, 409)
    assert "Aïcha" not in nadia.get("/coups-de-main").text and "Aïcha" in nadia.get("/coups-de-main", etat="termines").text
    aicha.post(f"/mes-coups-de-main/{id}/ajout", {"words": "Pas tout à fait."})
    assert "À lire" in nadia.get("/coups-de-main").text
    said = aicha.get(f"/mes-coups-de-main/{id}").text
    assert "C'est réglé." in said and "Pas tout à fait." in said


def test_the_same_form_sent_twice_is_one_request(app, people):
    aicha = reader(app, "aicha")
    first, second = (aicha.post(NEW, {"kind": "papers"}, key="k" * 32) for _ in range(2))
    assert first.location == second.location and count(app, HelpRequest) == 1


def test_what_it_is_about_is_unreadable_in_the_database(app, people):
    id = ask(app)
    with reading(app) as session:
        kind, words = session.connection().exec_driver_sql(f"SELECT kind, words FROM help_request WHERE id = {id}").one()
        asked = session.get(HelpRequest, id)
        assert (asked.kind, asked.words) == ("money", "Le loyer de mars.")
    assert "money" not in kind and "loyer" not in words


def test_a_follow_up_needs_words_and_a_day_that_is_one(app, people):
    id = ask(app)
    page = reader(app, "nadia").post(f"/coups-de-main/{id}/suite", {"words": "", "follow_on": "demain"}, 422)
    assert "Écrivez ce qui est fait, ou ce que vous lui dites." in page.text
    with reading(app) as session:
        assert session.get(HelpRequest, id).follow_on is None
