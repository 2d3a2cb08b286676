"""A public holiday, a night across midnight, the two nights of the clock change: said wherever a visit asks for somebody."""

from datetime import date, timedelta

import pytest

from database import instant_at
from rules.hours import particulars
from tests.offer_scenes import asked_of, open_visits, rosa_is_free
from tests.phone_scenes import give_visit
from tests.reader import reader

EASTER_MONDAY, CHRISTMAS = date(2026, 4, 6), date(2026, 12, 25)
HOLIDAYS = {EASTER_MONDAY, CHRISTMAS}
SPRING, AUTUMN = date(2026, 3, 28), date(2026, 10, 24)
ENDS = "Se termine le lendemain à 6 h"
SHORT, LONG = (f"{ENDS}, changement d'heure cette nuit-là : {hours} h de présence au lieu de 8 h." for hours in (7, 9))


@pytest.mark.parametrize("day, start, minutes, words", [
    (date(2026, 3, 11), 600, 60, []),
    (date(2026, 3, 11), 1380, 60, []),
    (date(2026, 3, 11), 1380, 61, ["se termine le lendemain à 0\u00a0h\u00a001"]),
    (EASTER_MONDAY, 600, 60, ["jour férié"]),
    (EASTER_MONDAY, 1320, 480, ["jour férié", "se termine le lendemain à 6\u00a0h"]),
    (CHRISTMAS - timedelta(days=1), 1320, 480, ["se termine le lendemain à 6\u00a0h, jour férié"]),
    (SPRING, 1320, 480, ["se termine le lendemain à 6\u00a0h",
                         "changement d'heure cette nuit-là\u00a0: 7\u00a0h de présence au lieu de 8\u00a0h"]),
    (AUTUMN, 1320, 480, ["se termine le lendemain à 6\u00a0h",
                         "changement d'heure cette nuit-là\u00a0: 9\u00a0h de présence au lieu de 8\u00a0h"]),
    (SPRING + timedelta(days=1), 150, 60, ["changement d'heure\u00a0: cette heure n'existe pas cette nuit-là, déplacez l'intervention"]),
    (SPRING + timedelta(days=1), 180, 60, []),
    (AUTUMN + timedelta(days=1), 480, 60, []),
    (AUTUMN + timedelta(days=1), 150, 15, ["changement d'heure\u00a0: 2\u00a0h\u00a030 revient deux fois cette nuit-là, la première compte"]),
    (AUTUMN + timedelta(days=1), 150, 60, ["changement d'heure\u00a0: 2\u00a0h\u00a030 revient deux fois cette nuit-là, la première compte",
                                           "changement d'heure cette nuit-là\u00a0: 2\u00a0h de présence au lieu de 1\u00a0h"]),
    (AUTUMN, 1320, 270, ["se termine le lendemain à 2\u00a0h\u00a030",
                         "changement d'heure\u00a0: 2\u00a0h\u00a030 revient deux fois cette nuit-là, la première compte"]),
    (AUTUMN + timedelta(days=1), 60, 60, ["changement d'heure\u00a0: 2\u00a0h revient deux fois cette nuit-là, la première compte"]),
    (AUTUMN + timedelta(days=1), 60, 59, []),
    (AUTUMN + timedelta(days=1), 180, 60, []),
])
def test_what_is_not_like_other_days(day, start, minutes, words):
    assert particulars(day, start, minutes, HOLIDAYS) == words


@pytest.mark.parametrize("day, start, minutes, words", [
    (EASTER_MONDAY, 600, 60, "Jour férié."),
    (SPRING, 1320, 480, SHORT),
    (AUTUMN, 1320, 480, LONG),
    (date(2026, 3, 12), 1320, 480, f"{ENDS}."),
    (AUTUMN + timedelta(days=1), 150, 15, "Changement d'heure : 2 h 30 revient deux fois cette nuit-là, la première compte."),
])
def test_it_is_said_from_the_request_to_her_phone(app, people, clock, day, start, minutes, words):
    """On the absence, the request, the plan, in the question she reads, on the page of the visit once it is hers, and where the
    person is told of it.
    """
    clock.set(instant_at(day - timedelta(days=2), 540))
    visit = give_visit(app, people, day, start, minutes=minutes, ends_at=instant_at(day, start + minutes))
    request = rosa_is_free(app, people, starts_on=day, ends_on=day)
    assert open_visits(app, request) == [visit]
    claire, rosa = reader(app, "claire"), reader(app, "rosa")
    absence = next(link for link in claire.get(f"/remplacements/{request}").links if link.startswith("/absences/"))
    for page in (absence, f"/remplacements/{request}", f"{absence}/plan", f"/interventions/{visit}"):
        assert words in claire.get(page).text, page
    question = asked_of(app, people, request)
    assert words in rosa.get(f"/mes-remplacements/{question}").text
    rosa.post(f"/mes-remplacements/{question}/reponse", {"said": "yes", "visits": [str(visit)]})
    assert words in rosa.get(f"/ma-semaine/{visit}").text
    for page in ("/prevenir", f"{absence}/a-faire"):
        assert words in claire.get(page).text, page


def test_other_days_say_nothing(app, people):
    request = rosa_is_free(app, people)
    page = reader(app, "claire").get(f"/remplacements/{request}").text
    assert "férié" not in page and "lendemain" not in page and "changement d'heure" not in page
