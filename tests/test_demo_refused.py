"""A database filled for real is never touched by the demo; and the demo is whole at any hour."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

import demo
import models as m
from commands.demo import REAL
from database import db
from tests.world import count, counts, empty, writing


def test_where_somebody_works_nothing_is_touched_and_the_command_says_so(app, people):
    before = counts(app)
    answer = app.test_cli_runner().invoke(args=["demo"])
    assert answer.exit_code == REAL == 3
    assert "nothing was touched" in answer.stderr
    assert counts(app) == before


def test_one_account_is_enough_to_be_a_real_house(app):
    empty(app)
    with writing(app) as session:
        session.add(m.Account(name="Hélène Faure", role="director", email="helene@exemple.fr", passphrase_hash="x",
                              created_at=datetime(2026, 3, 1, tzinfo=UTC), is_administrator=False,
                              is_alert_referent=False))
    before = counts(app)
    assert app.test_cli_runner().invoke(args=["demo"]).exit_code == REAL
    assert counts(app) == before


@pytest.mark.parametrize("at", [datetime(2028, 2, 29, 1, 5, tzinfo=UTC), datetime(2026, 10, 25, 22, 50, tzinfo=UTC)],
                         ids=["in the night", "on a Sunday evening"])
def test_an_empty_house_is_filled_at_any_hour(app, clock, at):
    empty(app)
    clock.set(at)
    answer = app.test_cli_runner().invoke(args=["demo"])
    assert answer.exit_code == 0, answer.output
    assert "demo-claire-jardin-bleu" in answer.output
    assert count(app, m.DoorReport, m.DoorReport.closed_at.is_(None)) == 1
    with app.app_context():
        assert db.session.scalar(select(func.max(m.Answer.at))) <= at
    assert app.test_cli_runner().invoke(args=["demo"]).exit_code == 0
    assert count(app, m.Beneficiary) == 60


def test_a_larger_house_multiplies_its_open_stories(app):
    empty(app)
    with app.app_context():
        demo.fill(scale=2)
    assert count(app, m.Beneficiary) == 120
    assert count(app, m.DoorReport, m.DoorReport.closed_at.is_(None)) == 2
    assert count(app, m.Round, m.Round.state == "open", m.Round.attention == "split") == 4
