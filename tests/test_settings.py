"""Settings changed from the server count at once; a wrong name or value changes nothing."""

from models import Sector, Setting
from tests.reader import reader
from tests.world import count


def typed(app, *words):
    return app.test_cli_runner().invoke(args=list(words))


def test_the_number_of_the_office_is_shown_once_it_is_set(app, people):
    assert typed(app, "setting", "office_phone", "0199001122").exit_code == 0
    assert "01 99 00 11 22" in reader(app, "claire").get("/rien-ici", 404).text


def test_an_unknown_name_or_a_number_in_words_is_refused(app, people):
    assert typed(app, "setting", "office_fone", "01").exit_code != 0
    assert typed(app, "setting", "round_tries", "trois").exit_code != 0
    assert count(app, Setting) == 0


def test_every_setting_is_listed_with_its_meaning(app, people):
    shown = typed(app, "setting").output
    assert "round_tries" in shown and "Appels sans réponse" in shown


def test_a_sector_is_added_once(app, people):
    assert typed(app, "sector", "Est").exit_code == 0
    assert typed(app, "sector", "Est").exit_code != 0
    assert count(app, Sector, Sector.name == "Est") == 1
