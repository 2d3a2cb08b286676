"""What is kept of an alert once it is closed: five years, two months where the facts were not established; then nothing."""

from datetime import UTC, datetime

import pytest

from acts import purges
from commands.clock import RUN
from database import now
from models import Alert, AlertShare, AlertStep, JournalLine
from tests.alert_scenes import WHOLE_LIFE, live, send, step
from tests.reader import reader
from tests.test_settings import choose
from tests.world import count, writing


def closed(app, people, outcome: str, by="aicha", person="mme_durand") -> int:
    id = send(app, people, by=by, person=person, share="y")
    live(app, "nadia", id, *WHOLE_LIFE[:-1])
    step(app, "nadia", id, "closed", choice=outcome)
    return id


def erased(app) -> int:
    with writing(app):
        return purges.alerts(now())


@pytest.mark.parametrize(("outcome", "kept", "gone"), [
    ("organised", datetime(2031, 3, 9, 7, tzinfo=UTC), datetime(2031, 3, 9, 9, tzinfo=UTC)),
    ("not_established", datetime(2026, 5, 9, 6, tzinfo=UTC), datetime(2026, 5, 9, 9, tzinfo=UTC)),
])
def test_it_is_kept_as_long_as_the_table_says_to_the_day_and_then_erased_whole(app, people, clock, outcome, kept, gone):
    closed(app, people, outcome)
    clock.set(kept)
    assert erased(app) == 0
    clock.set(gone)
    assert erased(app) == 1
    assert [count(app, model) for model in (Alert, AlertStep, AlertShare)] == [0, 0, 0]


def test_the_direction_sets_how_long(app, people, clock):
    closed(app, people, "organised")
    closed(app, people, "not_established", "lucie", "m_petit")
    choose(app, "delais", alert_founded_years="1", alert_unfounded_months="6")
    clock.set(datetime(2026, 8, 9, tzinfo=UTC))
    assert erased(app) == 0
    clock.set(datetime(2026, 9, 10, tzinfo=UTC))
    assert erased(app) == 1
    clock.set(datetime(2027, 3, 10, tzinfo=UTC))
    assert erased(app) == 1


def test_an_open_one_or_one_opened_again_stays(app, people, clock):
    send(app, people)
    id = closed(app, people, "not_established", "lucie", "m_petit")
    live(app, "nadia", id, "reopened")
    clock.set(datetime(2036, 1, 1, tzinfo=UTC))
    assert erased(app) == 0


def test_closed_again_with_established_facts_it_is_kept_five_years(app, people, clock):
    id = closed(app, people, "not_established")
    live(app, "nadia", id, "reopened", "closed")
    clock.move(days=100)
    assert erased(app) == 0


def test_the_clock_erases_each_night_and_its_line_is_read_by_nobody(app, people, clock):
    closed(app, people, "not_established")
    clock.move(days=62)
    with app.app_context():
        RUN["old_alerts"]()
    assert count(app, Alert) == 0 and count(app, JournalLine, JournalLine.action == "alert.erase") == 1
    page = reader(app, "helene").get("/journal")
    assert "Suivis clos effacés" not in "".join(row.text for row in page.select("tr"))


def test_the_first_answer_and_the_follow_ups_follow_the_settings(app, people, clock):
    choose(app, "delais", alert_answer_hours="4", alert_first_days="10", alert_last_days="120")
    id = send(app, people)
    assert "vous répond avant aujourd'hui à 13 h" in reader(app, "aicha").get(f"/mes-nouvelles/{id}").text.replace("\u00a0", " ")
    clock.move(hours=4)
    with app.app_context():
        RUN["alerts"]()
    assert "le délai est passé" in reader(app, "helene").get("/a-traiter").text
    assert "En retard" in reader(app, "helene").get("/suivis").text
    assert "Sans lecture en 4 heures, Hélène Faure le lit aussi." in reader(app, "aicha").get(f"/mes-nouvelles/{id}").text.replace(
        "\u00a0", " ")
    live(app, "nadia", id, *WHOLE_LIFE[:5])
    assert "prendre de ses nouvelles le 19 mars" in reader(app, "nadia").get("/suivis").text.replace("\u00a0", " ").lower()
    assert "jusqu'à 120 jours" in step(app, "nadia", id, "closed", 422, early="").text
