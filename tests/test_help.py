"""The help page: what the office does in a day, and who sees what, drawn from the table the application enforces."""

import pytest

from rules import policy
from rules.access import ACTIONS, CATEGORIES
from tests.reader import reader
from tests.world import writing

SECTIONS = ("journee", "appel", "point", "mediation", "remplacement", "absence", "relais", "suivis", "astreinte", "delais", "touches")


def test_the_office_finds_its_day_from_the_first_line_to_the_deadlines(app, people):
    page = reader(app, "claire").get("/aide")
    assert page.h1 == "Aide"
    for section in (*SECTIONS, "qui"):
        assert page.select("h2", id=section), section
        assert f"#{section}" in page.links


def test_every_way_the_help_shows_is_open_to_the_office(app, people):
    claire = reader(app, "claire")
    ways = [link["href"] for link in claire.get("/aide").select("main")[0].select("a")]
    assert {"/a-traiter", "/a-appeler", "/appels", "/planning-a-reporter"} <= set(ways)
    for way in ways:
        if way.startswith("/"):
            claire.get(way)


@pytest.mark.parametrize("name", ["aicha", "sam", "odile"])
def test_whoever_does_not_work_at_the_office_reads_who_sees_what_and_no_more(app, people, name):
    page = reader(app, name).get("/aide")
    assert page.select("h2", id="qui")
    assert not [section for section in SECTIONS if page.select("h2", id=section)]


def test_every_kind_of_data_and_every_action_is_there_in_words(app, people):
    page = reader(app, "helene").get("/aide")
    rows = [row.text for row in page.select("th", scope="row")]
    words = [kind.words for kind in CATEGORIES.values()] + list(policy.ACTION_WORDS.values())
    assert rows == [one.replace("\u00a0", " ") for one in words]
    assert not [code for code in (*ACTIONS, *CATEGORIES) if "_" in code and code in page.text]


def test_who_may_lift_a_measure_is_read_from_the_policy_table(app, people):
    page = reader(app, "claire").get("/aide")
    row = next(row for row in page.select("tr") if row.text.startswith("Lever une mesure d'organisation"))
    assert row.select("td")[0].text == "direction"


def test_every_action_has_its_words_and_no_other():
    assert list(policy.ACTION_WORDS) == list(ACTIONS)
    assert len(set(policy.ACTION_WORDS.values())) == len(ACTIONS)


def test_a_deadline_changed_in_the_settings_is_the_one_that_is_read(app, people, clock):
    from models import Setting
    with writing(app) as session:
        session.add(Setting(name="round_answer_days", value="15", changed_at=clock()))
    assert "15 jours" in reader(app, "claire").get("/aide").text


def test_the_association_s_own_word_is_the_one_that_is_read(app, people, clock):
    from models import Setting
    with writing(app) as session:
        session.add(Setting(name="word_caregiver", value="aide à domicile", changed_at=clock()))
    assert "L'aide à domicile répond sur son téléphone" in reader(app, "claire").get("/aide").text
