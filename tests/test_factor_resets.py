"""A lost phone: reset by another director or from the server; sessions end, and every other director is told."""

from sqlalchemy import select

from models import Account, FactorReset, FactorResetSeen, JournalLine, RecoveryCode, SecondFactor
from tests.factor import code, recovery
from tests.people import PASSPHRASE
from tests.reader import reader
from tests.world import count, counts, reading, statements, writing


def told(page) -> list[str]:
    return [line.select("p", class_="why")[0].text for line in page.select("li", class_="line")]


def reset(app, people, by="helene", whose="claire", status=303):
    return reader(app, by).post(f"/comptes/{people[whose]}/double-verification", status=status)


def journal(app, action) -> list:
    with reading(app) as session:
        return session.execute(select(JournalLine.account_id, JournalLine.subject, JournalLine.address).where(
            JournalLine.action == action, JournalLine.allowed)).all()


def test_a_director_resets_it_from_the_page_of_the_account(app, people):
    helene, claire = reader(app, "helene"), reader(app, "claire")
    url = f"/comptes/{people['claire']}"
    form = helene.get(url).form(f"{url}/double-verification")
    page = helene.follow(helene.post(form["action"]))
    assert "est réinitialisée" in page.text and not page.select("form", action=f"{url}/double-verification")
    assert claire.get("/a-traiter", 303).location.startswith("/connexion")
    assert not count(app, SecondFactor, SecondFactor.account_id == people["claire"])
    assert not count(app, RecoveryCode, RecoveryCode.account_id == people["claire"])
    assert journal(app, "factor.reset") == [(people["helene"], f"account:{people['claire']}", "127.0.0.1")]


def test_after_a_reset_neither_phone_nor_paper_opens_and_another_phone_is_set_up(app, people, clock):
    reset(app, people)
    for typed in ({"factor_code": code("claire", clock())}, {"factor_recovery": recovery("claire", 0)}):
        claire = reader(app)
        landed = claire.post("/connexion", {"identifier": "claire@exemple.fr", "passphrase": PASSPHRASE})
        assert claire.follow(landed).h1 == "Votre double vérification"
        assert claire.post("/double-verification", typed, 200).h1 == "Votre double vérification"
        claire.get("/a-traiter", 303)


def test_the_other_directors_are_told_on_their_board_until_they_say_they_know(app, people):
    reset(app, people)
    sentence = "La double vérification de Claire Martin a été réinitialisée par Hélène Faure."
    paul = reader(app, "paul")
    page = paul.get("/a-traiter")
    assert told(page) == [sentence]
    assert told(paul.get("/a-traiter?miens=1")) == [sentence]
    assert told(reader(app, "helene").get("/a-traiter")) == [] == told(reader(app, "malika").get("/a-traiter"))
    line = page.select("li", class_="line")[0]
    shown = paul.get(line.select("a")[0]["href"])
    assert "Vous n'étiez pas au courant" in shown.text and f"/comptes/{people['claire']}" in shown.links
    paul.post(line.select("form")[0]["action"])
    assert told(paul.get("/a-traiter")) == []
    assert count(app, FactorResetSeen, FactorResetSeen.seen_at.is_not(None)) == 1
    assert not paul.get(line.select("a")[0]["href"]).select("form", action=line.select("form")[0]["action"])


def test_pressed_twice_it_says_so_and_a_director_who_is_not_concerned_settles_nothing(app, people):
    reset(app, people)
    with reading(app) as session:
        id = session.scalar(select(FactorReset.id))
    url = f"/comptes/reinitialisations/{id}/vu"
    reader(app, "helene").post(url, status=409)
    reader(app, "paul").post(url)
    assert "déjà vu" in reader(app, "paul").post(url, status=409).text


def test_a_director_whose_phone_was_reset_reads_it_too(app, people):
    reset(app, people, whose="paul")
    [sentence] = told(reader(app, "paul").get("/a-traiter"))
    assert sentence == "La double vérification de Paul Vasseur a été réinitialisée par Hélène Faure."


def test_nobody_resets_her_own_nor_what_is_not_there_and_others_none_at_all(app, people):
    before = counts(app)
    assert "Une autre personne de la direction" in reader(app, "helene").get(f"/comptes/{people['helene']}").text
    reset(app, people, whose="helene", status=403)
    for name in ("claire", "sam", "aicha", "odile"):
        reset(app, people, by=name, status=403)
    assert not reader(app, "sam").get(f"/comptes/{people['claire']}").select(
        "form", action=f"/comptes/{people['claire']}/double-verification")
    reset(app, people, whose="aicha", status=409)
    assert {table for table, rows in counts(app).items() if rows != before[table]} <= {"journal", "session"}


def test_the_form_sent_again_resets_no_phone_set_up_meanwhile(app, people):
    helene, url = reader(app, "helene"), f"/comptes/{people['claire']}/double-verification"
    helene.post(url, key="r" * 32)
    with writing(app) as session:
        from tests.factor import give_factor
        give_factor(session, "claire", people["claire"])
    helene.post(url, key="r" * 32)
    assert count(app, SecondFactor, SecondFactor.account_id == people["claire"]) == 1
    assert count(app, FactorReset) == 1


def test_from_the_server_every_director_is_told(app, people):
    helene = reader(app, "helene")
    said = app.test_cli_runner().invoke(args=["reset-factor", "HELENE@exemple.fr"])
    assert said.exit_code == 0 and "Hélène Faure signs in with her passphrase" in said.output
    assert helene.get("/a-traiter", 303).location.startswith("/connexion")
    sentence = "La double vérification d'Hélène Faure a été réinitialisée depuis le serveur."
    assert told(reader(app, "paul").get("/a-traiter")) == [sentence]
    assert "la personne qui tient le serveur" in reader(app, "paul").get("/comptes/reinitialisations/1").text
    assert journal(app, "factor.reset") == [(None, f"account:{people['helene']}", "serveur")]
    again = app.test_cli_runner().invoke(args=["reset-factor", "helene@exemple.fr"])
    assert again.exit_code == 1 and "has no second factor" in again.output
    assert app.test_cli_runner().invoke(args=["reset-factor", "personne@exemple.fr"]).exit_code == 1
    assert count(app, FactorReset) == 1


def test_a_closed_account_of_the_direction_is_told_nothing(app, people, clock):
    with writing(app) as session:
        session.get(Account, people["paul"]).ended_at = clock()
    reset(app, people)
    assert not count(app, FactorResetSeen)


def test_the_board_asks_no_more_questions_for_it(app, people):
    def asked():
        paul = reader(app, "paul")
        with statements(app) as seen:
            paul.get("/a-traiter")
        return len(seen)
    few = asked()
    for whose in ("claire", "malika", "nadia", "sam"):
        reset(app, people, whose=whose)
    assert asked() == few <= 8
