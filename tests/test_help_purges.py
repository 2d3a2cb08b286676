"""What is kept of a hand asked for: twelve months once it is settled, a setting; then nothing, and the open ones stay."""

from datetime import UTC, datetime

import pytest

from acts import purges
from commands.clock import RUN
from database import now
from models import HelpRequest, HelpStep, JournalLine
from rules.help_requests import is_over
from tests.reader import reader
from tests.test_help_requests import ask
from tests.test_settings import choose
from tests.world import count, writing


def at(*when) -> datetime:
    return datetime(*when, tzinfo=UTC)


def settled(app, name="aicha") -> int:
    id = ask(app, name)
    reader(app, "nadia").post(f"/coups-de-main/{id}/suite", {"words": "C'est réglé.", "closes": "y"})
    return id


def erased(app) -> int:
    with writing(app):
        return purges.hands(now())


@pytest.mark.parametrize(("closed", "looked", "months", "over"), [
    (None, at(2040, 1, 1), 1, False),
    (at(2026, 3, 9, 8), at(2026, 3, 9, 8), 12, False),
    (at(2026, 3, 9, 8), at(2027, 3, 9, 7), 12, False),
    (at(2026, 3, 9, 8), at(2027, 3, 9, 8), 12, False),
    (at(2026, 3, 9, 8), at(2027, 3, 9, 9), 12, True),
    (at(2026, 3, 9, 8), at(2026, 4, 9, 9), 1, True),
    (at(2026, 3, 31, 8), at(2026, 4, 30, 9), 1, False),
    (at(2026, 3, 31, 8), at(2026, 5, 1, 9), 1, True),
    (at(2024, 2, 29, 8), at(2025, 2, 28, 9), 12, False),
    (at(2024, 2, 29, 8), at(2025, 3, 1, 9), 12, True),
])
def test_a_settled_one_is_over_after_its_months_and_an_open_one_never(closed, looked, months, over):
    assert is_over(closed, looked, months) is over


def test_it_is_erased_whole_to_the_day_and_an_open_one_stays(app, people, clock):
    settled(app)
    ask(app, "lucie")
    clock.set(at(2027, 3, 9, 7))
    assert erased(app) == 0
    clock.set(at(2027, 3, 9, 9))
    assert erased(app) == 1
    assert (count(app, HelpRequest), count(app, HelpStep)) == (1, 0)
    clock.set(at(2040, 1, 1))
    assert erased(app) == 0


def test_written_to_again_it_starts_again_from_the_next_end(app, people, clock):
    id = settled(app)
    clock.set(at(2027, 3, 1, 8))
    reader(app, "aicha").post(f"/mes-coups-de-main/{id}/ajout", {"words": "Pas tout à fait."})
    clock.set(at(2027, 4, 1, 8))
    assert erased(app) == 0
    reader(app, "nadia").post(f"/coups-de-main/{id}/suite", {"words": "Cette fois, oui.", "closes": "y"})
    clock.set(at(2028, 3, 31, 8))
    assert erased(app) == 0
    clock.set(at(2028, 4, 2, 8))
    assert erased(app) == 1 and count(app, HelpStep) == 0


def test_the_direction_sets_how_long_and_everybody_reads_that(app, people, clock):
    id = settled(app)
    choose(app, "delais", help_months="3")
    for name, page in (("aicha", f"/mes-coups-de-main/{id}"), ("nadia", f"/coups-de-main/{id}"), ("aicha", "/aide-telephone"),
                       ("nadia", "/aide")):
        assert "3 mois" in reader(app, name).get(page).text, page
    assert "gardé 3 mois" in reader(app, "nadia").get("/coups-de-main", etat="termines").text
    clock.set(at(2026, 6, 10))
    assert erased(app) == 1


def test_how_long_is_a_number_that_keeps_the_product_sane(app, people):
    assert "36" in choose(app, "delais", 422, help_months="37").text
    choose(app, "delais", 422, help_months="0")


def test_while_it_is_open_she_reads_that_it_stays(app, people):
    id = ask(app)
    said = reader(app, "aicha").get(f"/mes-coups-de-main/{id}").text
    assert "reste ici tant qu'elle n'est pas terminée" in said and "gardée 12 mois, puis effacée" in said


def test_the_clock_erases_each_night_and_its_line_says_nothing_to_anybody(app, people, clock):
    id = settled(app)
    clock.set(at(2027, 3, 10))
    with app.app_context():
        RUN["old_hands"]()
        RUN["old_hands"]()
    assert count(app, HelpRequest) == 0 and count(app, JournalLine, JournalLine.action == "help_request.erase") == 1
    assert count(app, JournalLine, JournalLine.subject.contains("loyer")) == 0
    for name in ("helene", "paul"):
        page = reader(app, name).get("/journal")
        assert "Coups de main terminés effacés" not in "".join(row.text for row in page.select("tr")) and str(id) not in page.text
    reader(app, "aicha").get(f"/mes-coups-de-main/{id}", 404)
    reader(app, "nadia").get(f"/coups-de-main/{id}", 404)
