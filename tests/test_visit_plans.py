"""What the database does for the long lists, with its statistics known: one driver, no other table read whole."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event, func, select, text

from database import db, insert_rows, instant_at, now
from models import Beneficiary, CallNote, Caregiver, ReplacementVisit, Visit, VisitChange
from queries import calls, changes, telling, visits
from queries.pages import page_of
from queries.visits import Filters
from rules.names import search_key
from tests.test_calls import Office
from tests.world import reading, writing

DRIVERS = {"visit", "visit_change", "call_note"}


@pytest.fixture
def large(app, people):
    """Four hundred persons, sixty caregivers, twelve thousand visits, and what the planner learns of them."""
    with writing(app) as session:
        helped = [Beneficiary(civility="Mme", first_name="Anne", last_name=f"Nom{n}", search_name=search_key(f"Nom{n}"),
                              sector_id=people["sector_nord"], created_at=now()) for n in range(400)]
        helping = [Caregiver(first_name="Zoé", last_name=f"Nom{n}", search_name=search_key(f"Nom{n}"),
                             qualification="care_aide", weekly_minutes=1000, gender="woman", created_at=now())
                   for n in range(60)]
        session.add_all(helped + helping)
        session.flush()
        slots = [(n, date(2026, 1, 5) + timedelta(days=n % 120), 480 + n % 500) for n in range(12000)]
        insert_rows(Visit, [dict(
            beneficiary_id=helped[n % 400].id, caregiver_id=helping[n % 60].id if n % 50 else None,
            series_id=people["mme_durand_series"], day=day, start_minute=minute, minutes=60,
            starts_at=instant_at(day, minute), ends_at=instant_at(day, minute + 60)) for n, day, minute in slots])
        insert_rows(CallNote, [dict(caller_kind="other", line="Rien", search_line=" rien", at=now() - timedelta(minutes=n),
                                  by_id=people["claire"], beneficiary_id=helped[n % 400].id,
                                  due_on=date(2026, 3, 9) if n % 20 == 0 else None) for n in range(3000)])
        insert_rows(VisitChange, [dict(visit_id=people["mme_durand_visit"], beneficiary_id=helped[n % 400].id, kind="moved",
                                     starts_at=now(), made_at=now() - timedelta(minutes=n),
                                     reported_at=now() if n % 30 else None) for n in range(3000)])
    with app.app_context(), db.engine.connect() as connection:
        connection.execute(text("ANALYZE"))
        connection.commit()
    return Office(people["claire"])


MONDAY, SUNDAY = date(2026, 3, 9), date(2026, 3, 15)
LISTS = {
    "week": lambda user: page_of(visits.rows_of(visits.listed(user, Filters(MONDAY, SUNDAY))), Visit.starts_at),
    "night": lambda user: page_of(visits.rows_of(visits.listed(user, Filters(MONDAY, None, going_on=instant_at(MONDAY, 120)))),
                                  Visit.starts_at),
    "night of one": lambda user: page_of(visits.rows_of(visits.listed(
        user, Filters(MONDAY, None, caregiver_id=20, going_on=instant_at(MONDAY, 120)))), Visit.starts_at),
    "deep": lambda user: page_of(visits.rows_of(visits.listed(user, Filters(date(2026, 1, 1), None))), Visit.starts_at,
                                 after=5000),
    "sector": lambda user: page_of(visits.rows_of(visits.listed(user, Filters(MONDAY, None, sector_id=1))),
                                   Visit.starts_at),
    "person": lambda user: page_of(visits.rows_of(visits.listed(user, Filters(MONDAY, None, beneficiary_id=3))),
                                   Visit.starts_at),
    "uncovered": lambda user: page_of(visits.rows_of(visits.listed(user, Filters(MONDAY, None, uncovered=True))),
                                      Visit.starts_at),
    "named": lambda user: page_of(visits.rows_of(visits.listed(user, Filters(MONDAY, None), ([3, 4], [5]))),
                                  Visit.starts_at),
    "changes": lambda user: page_of(changes.rows_of(changes.listed(user)), VisitChange.made_at),
    "reported": lambda user: page_of(changes.rows_of(changes.listed(user, "reportees")), VisitChange.id, newest=True),
    "calls": lambda user: page_of(calls.rows_of(calls.listed(user, "tous")), CallNote.at, newest=True),
    "to do": lambda user: page_of(calls.rows_of(calls.listed(user, "a_faire")), CallNote.due_on),
}


def plan_of(app, ask, user) -> list[str]:
    """The steps SQLite takes for the last statement `ask` runs."""
    kept = []
    with reading(app):
        def keep(_connection, _cursor, statement, parameters, *_):
            kept.append((statement, parameters))
        event.listen(db.engine, "before_cursor_execute", keep)
        rows = ask(user).rows
        event.remove(db.engine, "before_cursor_execute", keep)
        assert rows, "a plan for nothing proves nothing"
        statement, parameters = kept[-1]
        with db.engine.connect() as connection:
            return [row[3] for row in connection.exec_driver_sql("EXPLAIN QUERY PLAN " + statement, parameters)]


@pytest.mark.sqlite
def test_no_long_list_reads_another_table_whole(app, large):
    for name, ask in LISTS.items():
        plan = plan_of(app, ask, large)
        scans = [step for step in plan if step.startswith("SCAN")]
        assert not [step for step in scans if step.split()[1] not in DRIVERS], f"{name}: {plan}"
        # Reported lines are walked by their key, newest first: that is no index by name.
        assert name == "reported" or not [step for step in scans if "INDEX" not in step], f"{name}: {plan}"


@pytest.mark.sqlite
@pytest.mark.parametrize("what", [telling.TO_TELL, telling.TO_ARRANGE])
def test_whom_to_tell_is_looked_up_from_what_is_held_not_from_every_visit(app, what):
    """Beside a house ten times the demo the board walked 187,000 visits for each of its three lines about telling."""
    with app.app_context(), db.engine.connect() as connection:
        asked = (select(Visit.beneficiary_id, func.min(Visit.starts_at)).select_from(ReplacementVisit)
                 .join(Visit, Visit.id == ReplacementVisit.visit_id).where(telling.is_left(what, now(), MONDAY))
                 .group_by(Visit.beneficiary_id).order_by(func.min(Visit.starts_at)))
        words = asked.compile(connection, compile_kwargs={"literal_binds": True})
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {words}")]
    assert not [step for step in plan if step.startswith("SCAN visit")], plan
