"""Hours lost by whoever no longer goes somewhere stay visible until they are made up, and nothing tells why they were lost."""

from acts import replacements
from database import db, instant_at, now
from models import Replacement, Visit
from tests.absence_scenes import declare
from tests.reader import reader
from tests.test_phone_requests import ask, give_visit
from tests.world import reading, writing


def lost(app, people, clock):
    """Two visits of an hour a week apart at Mme Durand's, then she no longer goes there: an hour and more, over four weeks."""
    for ahead in (2, 9, 16):
        give_visit(app, people, clock().date().replace(day=clock().day + ahead))
    ask(app, people, "caregiver_protection")


def owed(app) -> str:
    page = reader(app, "claire").get("/a-traiter")
    return next((line for line in page.text.split(".") if "à lui redonner" in line), "")


def give_elsewhere(app, people, hours: int):
    day = now_of(app).date()
    with writing(app) as session:
        for ahead in range(1, hours + 1):
            on = day.replace(day=day.day + ahead)
            session.add(Visit(beneficiary_id=people["m_petit"], series_id=people["m_petit_series"],
                              caregiver_id=people["aicha_caregiver"], day=on, start_minute=840, minutes=60, starts_at=instant_at(on, 840),
                              ends_at=instant_at(on, 900), state="planned", given_at=now(), version=1))


def now_of(app):
    with app.app_context():
        return now()


def test_the_board_says_how_much_and_not_why_and_her_file_says_before_and_now(app, people, clock):
    lost(app, people, clock)
    said = owed(app)
    assert "Aïcha Diallo" in said and "par semaine à lui redonner" in said
    file = reader(app, "claire").get(f"/intervenantes/{people['aicha_caregiver']}").text
    assert "À lui redonner" in file and "prévues maintenant" in file


def test_made_up_hours_leave_the_board_for_good(app, people, clock):
    lost(app, people, clock)
    give_elsewhere(app, people, 8)
    assert not owed(app)
    with writing(app):
        assert replacements.follow(None, now())
    with writing(app) as session:
        session.query(Visit).filter_by(start_minute=840).update({"state": "withdrawn"})
    assert not owed(app)
    with reading(app):
        assert db.session.query(Replacement).one().made_up_at


def test_nobody_counts_hours_while_she_is_away_or_once_she_left(app, people, clock):
    lost(app, people, clock)
    declare(app, people)
    assert not owed(app)
