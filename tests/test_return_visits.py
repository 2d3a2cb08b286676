"""After a long absence the occupational doctor sees her: the office asks in time, over extensions; others read no more."""

from datetime import date

from acts import absences
from models import Absence, ReturnVisit
from tests.absence_scenes import declare, do, row
from tests.reader import reader
from tests.world import count, reading

FIRST, LAST = date(2026, 1, 12), date(2026, 3, 13)  # sixty-one days


def board(app, name="claire") -> str:
    return reader(app, name).get("/a-traiter").text


def test_a_leave_of_sixty_days_with_a_known_end_is_on_the_board_until_the_visit_is_held(app, people):
    id = declare(app, people, starts_on=FIRST, ends_on=LAST)
    assert "Visite de reprise à demander pour Aïcha Diallo" in board(app) and "Visite de reprise" in board(app, "helene")
    claire, page = reader(app, "claire"), f"/absences/{id}/visite-de-reprise"
    assert "le 22 mars 2026" in claire.get(page).text
    claire.post(page, {"done_on": "2026-03-09"})
    assert "Demandéele 9 mars 2026, par Claire Martin" in claire.get(page).text
    assert "Visite de reprise à faire pour Aïcha Diallo" in board(app)
    claire.post(page, {"done_on": "2026-03-09"})
    assert "noté par Claire Martin" in claire.get(page).text and "Visite de reprise" not in board(app)
    assert claire.post(page, {"done_on": "2026-03-09"}, 409)


def test_an_end_nobody_knows_or_a_short_leave_asks_for_nothing(app, people):
    declare(app, people, starts_on=FIRST, ends_on=None)
    declare(app, people, caregiver="lucie", starts_on=date(2026, 2, 9), ends_on=LAST)
    assert "Visite de reprise" not in board(app) and count(app, ReturnVisit) == 0


def test_an_extension_makes_it_due_and_an_earlier_return_undoes_it(app, people):
    id = declare(app, people, kind="accident", starts_on=date(2026, 2, 16), ends_on=date(2026, 3, 10))
    assert count(app, ReturnVisit) == 0
    do(app, people, "claire", absences.extend, id, row(app, Absence, id).version, date(2026, 3, 20), None)
    assert "Visite de reprise à demander" in board(app)
    do(app, people, "claire", absences.come_back, id, row(app, Absence, id).version, date(2026, 3, 11))
    assert "Visite de reprise" not in board(app)


def test_two_papers_in_a_row_are_one_leave_and_one_visit(app, people):
    declare(app, people, kind="accident", starts_on=date(2026, 2, 16), ends_on=date(2026, 3, 9))
    second = declare(app, people, kind="accident", starts_on=date(2026, 3, 10), ends_on=date(2026, 3, 31))
    with reading(app) as session:
        visit = session.query(ReturnVisit).one()
        assert (visit.absence_id, visit.due_on) == (second, date(2026, 4, 9))


def test_after_a_maternity_leave_somebody_says_that_it_is_due(app, people):
    id = declare(app, people, kind="other", starts_on=FIRST, ends_on=LAST)
    claire, page = reader(app, "claire"), f"/absences/{id}/visite-de-reprise"
    assert "congé maternité" in claire.get(page).text
    claire.post(f"{page}/nouvelle", {})
    assert "Visite de reprise à demander" in board(app)
    do(app, people, "claire", absences.extend, id, row(app, Absence, id).version, date(2026, 3, 20), None)
    assert "le 29 mars 2026" in claire.get(page).text


def test_a_day_to_come_is_not_a_day_it_was_done(app, people):
    id = declare(app, people, starts_on=FIRST, ends_on=LAST)
    sent = reader(app, "claire").post(f"/absences/{id}/visite-de-reprise", {"done_on": "2026-03-10"}, 422)
    assert "un jour passé" in sent.text


def test_late_it_is_red(app, people, clock):
    declare(app, people, starts_on=FIRST, ends_on=LAST)
    clock.move(days=14)
    assert "Visite de reprise en retard pour Aïcha Diallo" in board(app)
