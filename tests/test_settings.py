"""The direction sets the house on screen; the server sets it too, by the same rules; nobody else, and never the demo."""

import re

import pytest
from sqlalchemy import select

from models import JournalLine, Sector, Setting, SettingChange
from rules.settings import SECTIONS, SETTINGS, names_of
from tests.reader import reader
from tests.typing import send
from tests.world import count, counts, reading, statements, writing


def typed(app, *words):
    return app.test_cli_runner().invoke(args=list(words))


def choose(app, section: str, status: int = 303, name: str = "helene", **changed):
    """The page of this section, sent again with these fields changed."""
    her, url = reader(app, name), f"/reglages/{section}"
    return send(her, her.get(url), url, status, **changed)


def kept(app, name: str):
    with reading(app) as session:
        return session.scalar(select(Setting.value).where(Setting.name == name))


def history(app) -> list:
    with reading(app) as session:
        return [tuple(row) for row in session.execute(
            select(SettingChange.name, SettingChange.old_value, SettingChange.new_value, SettingChange.by_id)
            .order_by(SettingChange.id))]


# --- on screen -----------------------------------------------------------------------------------------------------

def test_the_direction_finds_every_setting_with_its_default_and_that_nobody_changed_it(app, people):
    helene = reader(app, "helene")
    assert "/reglages" in helene.get("/aide").links
    for section in SECTIONS:
        page = helene.get(f"/reglages/{section}")
        assert page.text.count("Jamais changé.") == len(names_of(section)) == page.text.count("Par défaut :")
        for name in names_of(section):
            assert SETTINGS[name].words.replace("\u00a0", " ") in page.text
            assert SETTINGS[name].words.replace("\u00a0", " ") in helene.get("/reglages").text
    assert "demo" not in "".join(helene.get(f"/reglages/{section}").html for section in SECTIONS)


def test_a_deadline_changed_says_who_when_and_from_what_to_what(app, people):
    choose(app, "points", round_answer_days="15")
    page = reader(app, "paul").get("/reglages/points")
    assert "Par défaut : 10 jours. Changé par Hélène Faure, aujourd'hui à 9 h." in page.text
    assert "Jours laissés à chaque côté pour répondre : 10 jours → 15 jours Hélène Faure, aujourd'hui à 9 h" in page.text
    assert history(app) == [("round_answer_days", "10", "15", people["helene"])]
    assert count(app, JournalLine, JournalLine.action == "setting.change", JournalLine.subject == "setting:points") == 1
    assert "Réglages : les points à deux voix" in reader(app, "helene").get("/journal").text


def test_the_way_back_to_the_default_is_one_press_and_keeps_who_took_it(app, people):
    choose(app, "points", round_tries="5")
    paul = reader(app, "paul")
    page = paul.get("/reglages/points")
    send(paul, page, "/reglages/points/round_tries/defaut")
    page = paul.get("/reglages/points")
    assert "Remis à la valeur par défaut par Paul Vasseur, aujourd'hui à 9 h." in page.text
    assert kept(app, "round_tries") is None
    assert history(app)[-1] == ("round_tries", "5", "3", people["paul"])
    assert not [form for form in page.select("form") if form.attrs.get("action", "").endswith("/defaut")]


def test_typing_the_default_again_is_a_way_back_too(app, people):
    choose(app, "points", round_tries="5")
    choose(app, "points", round_tries="3")
    assert kept(app, "round_tries") is None and len(history(app)) == 2


def test_nothing_changed_writes_nothing(app, people):
    choose(app, "association")
    choose(app, "langues")
    assert count(app, Setting) == 0 and history(app) == []


@pytest.mark.parametrize("section, name, wrong, said", [
    ("points", "round_answer_days", "200", "Indiquez un nombre entier, de 1 à 60."),
    ("delais", "series_weeks", "douze", "Indiquez un nombre entier, de 2 à 52."),
    ("association", "office_phone", "le 12", "Indiquez un numéro de téléphone, par exemple 01 23 45 67 89."),
    ("association", "association_name", "", "Indiquez le nom de l'association."),
    ("association", "tuesday", "le matin", "Écrivez les heures ainsi : 9 h – 12 h, 14 h – 17 h."),
    ("mots", "word_caregiver", "salariée", "Choisissez une réponse de la liste."),
    ("langues", "languages", ["fr", "klingon"], "Choisissez dans la liste."),
    ("langues", "languages", [], "Cochez au moins une langue."),
])
def test_what_cannot_be_kept_comes_back_with_what_to_do(app, people, section, name, wrong, said):
    helene, url = reader(app, "helene"), f"/reglages/{section}"
    page, before = helene.get(url), counts(app)
    page = send(helene, page, url, 422, **{name: wrong})
    assert said in page.text
    assert isinstance(wrong, list) or section == "mots" or wrong in page.html
    assert {table for table, n in counts(app).items() if n != before[table]} <= {"journal"}


def test_a_real_house_cannot_be_marked_demo_from_the_screen(app, people):
    choose(app, "points", demo="1", round_tries="4")
    assert kept(app, "round_tries") == "4" and kept(app, "demo") is None
    helene = reader(app, "helene")
    helene.get("/reglages/demo", 404)
    helene.post("/reglages/demo", {"seen": 0, "demo": "1"}, 404)
    for section in (*SECTIONS, ""):
        helene.post(f"/reglages/{section}/demo/defaut", {"seen": 0}, 404)
    assert kept(app, "demo") is None


def test_a_page_takes_only_its_own_settings(app, people):
    choose(app, "points", association_name="Autre nom", word_caregiver="aide à domicile")
    assert count(app, Setting) == 0
    reader(app, "helene").post("/reglages/points/office_phone/defaut", {"seen": 0}, 404)


# --- two directors at once --------------------------------------------------------------------------------------------

def both(app, section="points"):
    """Hélène and Paul, each with the page open since before the other's change."""
    helene, paul = reader(app, "helene"), reader(app, "paul")
    url = f"/reglages/{section}"
    return (helene, helene.get(url)), (paul, paul.get(url)), url


def test_the_second_of_two_directors_learns_what_the_first_did_and_keeps_her_text(app, people):
    (helene, hers), (paul, his), url = both(app)
    send(paul, his, url, round_answer_days="12")
    late = send(helene, hers, url, 409, round_answer_days="20", round_tries="4")
    assert "Paul Vasseur a changé « Jours laissés à chaque côté pour répondre » entre-temps : 12 jours." in late.text
    values = {node["name"]: node.attrs.get("value") for node in late.select("input") if "name" in node.attrs}
    assert values["round_answer_days"] == "20" and values["round_tries"] == "4"
    assert kept(app, "round_answer_days") == "12" and kept(app, "round_tries") is None
    # she has read it, and decides
    send(helene, late, url)
    assert kept(app, "round_answer_days") == "20" and kept(app, "round_tries") == "4"


def test_two_directors_who_change_different_things_both_count(app, people):
    (helene, hers), (paul, his), url = both(app)
    send(paul, his, url, round_answer_days="12")
    send(helene, hers, url, round_tries="4")
    assert kept(app, "round_answer_days") == "12" and kept(app, "round_tries") == "4"


def test_two_directors_who_want_the_same_agree(app, people):
    (helene, hers), (paul, his), url = both(app)
    send(paul, his, url, round_tries="4")
    send(helene, hers, url, round_tries="4")
    assert len(history(app)) == 1


def test_a_change_undone_meanwhile_is_no_surprise(app, people):
    (helene, hers), (paul, his), url = both(app)
    send(paul, his, url, round_tries="4")
    send(paul, paul.get(url), url, round_tries="3")
    send(helene, hers, url, round_answer_days="12")
    assert kept(app, "round_tries") is None and kept(app, "round_answer_days") == "12"


def test_the_default_put_back_on_what_a_colleague_just_changed_is_refused(app, people):
    choose(app, "points", round_tries="5")
    (helene, hers), (paul, his), url = both(app)
    send(paul, his, url, round_tries="6")
    late = send(helene, hers, f"{url}/round_tries/defaut", 409)
    assert "Paul Vasseur a changé" in late.text and kept(app, "round_tries") == "6"


@pytest.mark.parametrize("seen", ["", "abc", "9" * 30])
def test_a_page_without_its_number_changes_nothing_it_should_not(app, people, seen):
    helene = reader(app, "helene")
    page = helene.get("/reglages/points")
    status = 404 if seen.isdigit() else 422
    send(helene, page, "/reglages/points", status, seen=seen)
    assert count(app, Setting) == 0


def test_the_same_form_sent_twice_counts_once(app, people):
    helene = reader(app, "helene")
    sent = {"seen": 0, **{name: SETTINGS[name].default for name in names_of("points")}, "round_tries": "5"}
    for _ in range(2):
        helene.post("/reglages/points", sent, key="a" * 32)
    assert len(history(app)) == 1


def test_the_pages_cost_the_same_however_long_the_history(app, people, clock):
    helene = reader(app, "helene")
    with statements(app) as few:
        helene.get("/reglages/points")
    with writing(app) as session:
        session.add_all([SettingChange(name="round_tries", old_value="3", new_value="4", at=clock(), by_id=people["paul"])
                         for _ in range(60)])
    with statements(app) as many:
        helene.get("/reglages/points")
    assert len(many) == len(few)


# --- from the server ---------------------------------------------------------------------------------------------------

def test_the_number_of_the_office_is_shown_once_it_is_set(app, people):
    assert typed(app, "setting", "office_phone", "0199001122").exit_code == 0
    assert "01 99 00 11 22" in reader(app, "claire").get("/rien-ici", 404).text
    assert "Changé par le serveur" in reader(app, "helene").get("/reglages/association").text


@pytest.mark.parametrize("words, said", [
    (("office_fone", "01"), "flask setting"), (("round_tries", "trois"), "de 1 à 10"), (("round_tries", "99"), "de 1 à 10"),
    (("word_caregiver", "salariée"), "Choisissez dans la liste."), (("opening_hours", "toujours"), "Écrivez chaque jour"),
    (("demo", "1"), "never by hand"), (("round_tries",), "name one of the settings"),
])
def test_what_the_screen_refuses_the_server_refuses(app, people, words, said):
    answer = typed(app, "setting", *words)
    assert answer.exit_code != 0 and said in answer.output
    assert count(app, Setting) == 0


def test_an_empty_value_puts_the_default_back(app, people):
    typed(app, "setting", "round_tries", "5")
    assert typed(app, "setting", "round_tries", "").output == "round_tries = 3\n"
    assert count(app, Setting) == 0 and len(history(app)) == 2


def test_every_setting_is_listed_with_its_meaning(app, people):
    shown = typed(app, "setting").output
    assert "round_tries" in shown and "Appels sans réponse" in shown


def test_a_sector_is_added_once_whatever_its_case_and_accents(app, people):
    assert typed(app, "sector", "Élan").exit_code == 0
    again = typed(app, "sector", "elan")
    assert again.exit_code != 0 and "existe déjà" in again.output
    assert count(app, Sector, Sector.name == "Élan") == 1


def test_no_setting_is_read_by_nobody():
    """Each name is read by the code outside the list of settings: one that did nothing would be a lie on the page."""
    from tests.test_house import ROOT, sources
    texts = [path.read_text(encoding="utf-8") for path in sources()
             if path.relative_to(ROOT).as_posix() not in ("rules/setting_list.py", "rules/settings.py", "forms/settings.py",
                                                            "demo/cast.py")]
    texts += [path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*.html")]
    unread = [name for name in SETTINGS if not re.search(rf"\b{name}\b|word_{{kind}}", "\n".join(texts))]
    assert not unread


def test_the_words_to_choose_from_stay_themselves_once_one_is_chosen(app, people):
    choose(app, "mots", word_caregiver="aide à domicile", word_beneficiary="personne aidée")
    page = reader(app, "helene").get("/reglages/mots")
    labels = [label.text for label in page.select("label", class_="choice")]
    assert labels == ["intervenante", "aide à domicile", "auxiliaire de vie", "bénéficiaire", "personne accompagnée",
                      "personne aidée"]
