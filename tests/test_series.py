"""Weekly series: their days, public holidays, the change of clock, their going on, their end."""

from datetime import UTC, date, timedelta

import pytest
from sqlalchemy import select

from acts.series import extend_series
from database import now
from models import Beneficiary, Caregiver, Interruption, Pairing, Series, Visit, VisitChange
from tests.reader import reader
from tests.test_visits import a_measure, new, one
from tests.world import count, reading, writing


def days_of(app, series_id) -> list[date]:
    with reading(app) as session:
        return list(session.scalars(select(Visit.day).where(Visit.series_id == series_id).order_by(Visit.day)))


def write(app, people, **values) -> list[Series]:
    sent = new(people, repeat="weekly", **values)
    reader(app, "claire").post(f"/interventions/nouvelle/{people['mme_durand']}", sent)
    with reading(app) as session:
        return list(session.scalars(select(Series).where(Series.id > people["m_petit_series"]).order_by(Series.id)))


def extend(app) -> int:
    with writing(app):
        return extend_series(None, now())


def test_a_weekly_series_is_written_twelve_weeks_ahead_but_on_public_holidays(app, people):
    [series] = write(app, people, day="2026-03-30")
    days = days_of(app, series.id)
    assert days[0] == date(2026, 3, 30) and days[-1] == date(2026, 6, 1)
    assert date(2026, 4, 6) not in days and date(2026, 5, 25) not in days and len(days) == 8
    assert count(app, VisitChange) == 1 and one(app, VisitChange).now.startswith("chaque lundi, 9\u00a0h\u00a005")


def test_public_holidays_are_kept_when_asked(app, people):
    [series] = write(app, people, day="2026-03-30", holidays="keep")
    assert date(2026, 4, 6) in days_of(app, series.id)


def test_several_days_of_the_week_make_several_series(app, people):
    series = write(app, people, weekdays=["0", "4"], ends_on="2026-03-27")
    assert [one.weekday for one in series] == [0, 4]
    assert [day.day for one in series for day in days_of(app, one.id)] == [16, 23, 13, 20, 27]


def test_the_change_of_clock_moves_no_visit(app, people):
    [series] = write(app, people, day="2026-03-22", ends_on="2026-04-05", holidays="keep")
    with reading(app) as session:
        starts = list(session.scalars(select(Visit.starts_at).where(Visit.series_id == series.id).order_by(Visit.day)))
    assert [at.astimezone(UTC).hour for at in starts] == [8, 7, 7]


def test_a_series_goes_on_by_itself_and_twice_is_once(app, people, clock):
    [series] = write(app, people, day="2026-03-13")
    before = days_of(app, series.id)
    extend(app)
    assert days_of(app, series.id) == before
    clock.move(days=14)
    extend(app)
    after = days_of(app, series.id)
    assert after == [*before, before[-1] + timedelta(days=7), before[-1] + timedelta(days=14)]
    assert extend(app) == 0 and days_of(app, series.id) == after
    visit = one(app, Visit, Visit.series_id == series.id, Visit.day == after[-1])
    assert (visit.caregiver_id, visit.pairing_id) == (people["aicha_caregiver"], people["mme_durand_pairing"])
    assert visit.given_at


def test_a_visit_moved_is_not_written_again(app, people, clock):
    [series] = write(app, people, day="2026-03-13")
    last = one(app, Visit, Visit.series_id == series.id, Visit.day == days_of(app, series.id)[-1])
    reader(app, "claire").post(f"/interventions/{last.id}/deplacement", {
        "version": "1", "day": "2026-03-14", "start": "9:00", "minutes": "60"})
    clock.move(days=7)
    extend(app)
    assert last.day not in days_of(app, series.id)


def test_a_server_stopped_for_months_writes_no_visit_in_the_past(app, people, clock):
    [series] = write(app, people, day="2026-03-13")
    before = days_of(app, series.id)
    clock.move(days=150)
    extend(app)
    added = [day for day in days_of(app, series.id) if day not in before]
    assert added and min(added) >= date(2026, 8, 6)


def test_a_series_with_an_end_or_ended_does_not_go_on(app, people, clock):
    write(app, people, day="2026-03-13", ends_on="2026-03-20")
    with writing(app) as session:
        for id in ("mme_durand_series", "m_petit_series"):
            session.get(Series, people[id]).ended_at = now()
    clock.move(days=30)
    assert extend(app) == 0


def test_the_series_of_an_ended_file_does_not_go_on(app, people, clock):
    with writing(app) as session:
        for name in ("mme_durand", "m_petit"):
            session.get(Beneficiary, people[name]).ended_on = date(2026, 3, 1)
    assert extend(app) == 0


@pytest.mark.parametrize("change", ["measure", "contract", "relation"])
def test_nobody_covers_what_a_measure_her_end_or_an_ended_relation_leaves(app, people, clock, change):
    [series] = write(app, people, day="2026-03-13")
    if change == "measure":
        a_measure(app, people, caregiver_id=people["aicha_caregiver"], starts_on=date(2026, 4, 1))
    with writing(app) as session:
        if change == "contract":
            session.get(Caregiver, people["aicha_caregiver"]).ended_on = date(2026, 5, 1)
        if change == "relation":
            session.get(Pairing, people["mme_durand_pairing"]).state = "ended"
    clock.move(days=7)
    extend(app)
    last = one(app, Visit, Visit.series_id == series.id, Visit.day == days_of(app, series.id)[-1])
    assert last.caregiver_id is None and last.state == "planned"


def test_what_is_written_during_an_interruption_is_suspended_with_it(app, people, clock):
    [series] = write(app, people, day="2026-03-13")
    with writing(app) as session:
        session.add(Interruption(beneficiary_id=people["mme_durand"], kind="hospital", starts_on=date(2026, 3, 20),
                                 opened_at=now()))
    clock.move(days=7)
    extend(app)
    last = one(app, Visit, Visit.series_id == series.id, Visit.day == days_of(app, series.id)[-1])
    assert last.state == "suspended" and last.interruption_id


def test_a_series_ends_from_a_day_on(app, people):
    [series] = write(app, people, day="2026-03-13")
    claire = reader(app, "claire")
    assert "chaque vendredi" in claire.get(f"/series/{series.id}/fin").text
    page = claire.follow(claire.post(f"/series/{series.id}/fin", {"first_day": "2026-03-25", "known_end": ""}))
    assert "Interventions retirées : 8" in page.text.replace("\u00a0", " ")
    assert count(app, Visit, Visit.series_id == series.id, Visit.state == "planned") == 2
    ended = one(app, Series, Series.id == series.id)
    assert ended.ends_on == date(2026, 3, 24) and ended.ended_at is None
    assert count(app, VisitChange, VisitChange.kind == "withdrawn") == 1
    again = reader(app, "malika").post(f"/series/{series.id}/fin", {"first_day": "2026-03-20", "known_end": ""}, 409)
    assert "Une collègue a déjà mis fin à cette série" in again.text


def test_a_series_ended_today_is_over(app, people):
    claire, id = reader(app, "claire"), people["mme_durand_series"]
    claire.post(f"/series/{id}/fin", {"first_day": "2026-03-09", "known_end": ""})
    assert one(app, Series, Series.id == id).ended_at
    claire.get(f"/series/{id}/fin", 404)
    claire.post(f"/series/{people['m_petit_series']}/fin", {"first_day": "2026-03-01"}, 422)


def test_a_single_visit_has_no_series_to_end(app, people):
    claire = reader(app, "claire")
    claire.post(f"/interventions/nouvelle/{people['mme_durand']}", new(people))
    single = one(app, Series, Series.weekday.is_(None))
    claire.get(f"/series/{single.id}/fin", 404)
