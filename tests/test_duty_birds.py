"""Whoever is on call sees what her turn needs and not a word more: a bird stands in every text of every table.

It is Tuesday evening, Lucie is on call; Mme Durand, whom she does not help, is visited by Aïcha tomorrow at eight.
"""

from datetime import date

import pytest
from sqlalchemy import update

from database import db, instant_at
from models import DutyTurn, HomeAccess
from rules.access import may_read
from rules.vocabulary import ABSENCE_KINDS
from tests.test_canaries import BIRD, flock, linked, relations, sightings  # noqa: F401  flock is a fixture
from tests.world import writing

EVENING, MORNING = instant_at(date(2026, 3, 10), 1080), instant_at(date(2026, 3, 11), 540)
SEEN = {"beneficiary.first_name", "beneficiary.last_name", "beneficiary.address", "beneficiary.district", "beneficiary.phone",
        "beneficiary.safety_instruction", "caregiver.first_name", "caregiver.last_name", "caregiver.phone", "duty_turn.phone"}


@pytest.fixture(scope="module")
def evening(every_subject, flock):  # noqa: F811
    """Her turn, and codes of the home; the office has written nothing in the logbook since it began."""
    flown, rows, ids = flock
    with writing(every_subject.app) as session:
        session.execute(update(DutyTurn).where(DutyTurn.id == ids["lucie_turn"]).values(starts_at=EVENING, ends_at=MORNING))
        session.execute(update(DutyTurn).where(DutyTurn.id != ids["lucie_turn"]).values(starts_at=MORNING, ends_at=instant_at(
            date(2026, 3, 12), 540)))
        if not session.query(HomeAccess).filter_by(beneficiary_id=ids["mme_durand"]).count():
            session.add(HomeAccess(beneficiary_id=ids["mme_durand"], codes="A4471B", changed_at=EVENING))
    every_subject.clock.set(EVENING)
    return flown, rows, ids


@pytest.fixture
def her(every_subject):
    from tests.reader import reader
    return reader(every_subject.app, "lucie")


def columns(flown, page) -> set[str]:
    return {".".join(flown[bird][:2]) for bird in BIRD.findall(page.html)}


def test_the_page_shows_where_who_both_numbers_and_the_safety_instruction(evening, her):
    flown, _, _ = evening
    page = her.get("/astreinte")
    assert columns(flown, page) == SEEN
    assert not [words for words in ABSENCE_KINDS.values() if words in page.text]


def test_no_other_page_of_hers_shows_anything_more_for_being_on_call(every_subject, evening):
    flown, rows, ids = evening
    wrong = []
    for bird, url in sightings(every_subject.app, "lucie", ids).items():
        table, column, row = flown[bird]
        who = relations("lucie", ids, linked(rows, table, row))
        category = db.metadata.tables[table].c[column].info["category"]
        if not may_read(category, who | {"on_call"} if url.startswith("/astreinte") else who):
            wrong.append(f"{url}: {table}.{column} ({category})")
    assert not wrong


def test_a_code_is_what_a_press_shows_and_nothing_beside_it(evening, her):
    flown, _, ids = evening
    page = her.post(f"/astreinte/visites/{ids['mme_durand_visit']}/codes", status=200)
    assert columns(flown, page) <= {"home_access.codes", "home_access.keys"}
    assert columns(flown, page) or "A4471B" in page.text


def test_the_logbook_shows_nothing_written_before_her_turn(evening, her):
    flown, _, _ = evening
    seen = columns(flown, her.get("/astreinte/journal"))
    assert "duty_entry.words" not in seen and seen <= {"beneficiary.first_name", "beneficiary.last_name", "caregiver.first_name",
                                                       "caregiver.last_name"}


def test_in_the_morning_it_is_all_gone(every_subject, evening, her):
    flown, _, ids = evening
    every_subject.clock.set(MORNING)
    try:
        assert columns(flown, her.get("/astreinte")) <= {"duty_turn.phone"}
        her.post(f"/astreinte/visites/{ids['mme_durand_visit']}/codes", status=404)
    finally:
        every_subject.clock.set(EVENING)
