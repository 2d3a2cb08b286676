"""Sent in a hurry, with two answers: at whose home it was is said afterwards, once, and protects at once."""

from sqlalchemy import select

from models import Alert, Visit
from tests.reader import reader
from tests.world import reading


def sent(app, kind="racism") -> str:
    page = reader(app, "aicha").post("/mes-nouvelles/nouvelle", {"kind": kind, "help_now": "no"})
    return page.location.partition("?")[0]


def there(app, url):
    with reading(app) as session:
        return session.get(Alert, int(url.rpartition("/")[2]))


def test_said_afterwards_it_holds_her_visits_there_and_asks_to_hear_the_home(app, people):
    url = sent(app)
    assert there(app, url).measure_id is None
    reader(app, "aicha").post(f"{url}/lieu", {"person_id": people["mme_durand"], "by_whom": "relative"})
    alert = there(app, url)
    assert alert.measure_id and (alert.beneficiary_id, alert.whom, alert.place) == (people["mme_durand"], "relative", "home")
    with reading(app) as session:
        coming = session.scalars(select(Visit.caregiver_id).where(Visit.id == people["mme_durand_visit"])).one()
    assert coming is None
    assert "C'était chez Mme Jeanne Durand." in reader(app, "aicha").get(url).text


def test_where_nothing_holds_at_once_her_wish_decides(app, people):
    url = sent(app, "painful_gesture")
    reader(app, "aicha").post(f"{url}/lieu", {"person_id": people["mme_durand"]})
    assert there(app, url).measure_id is None and there(app, url).whom == "nobody"
    other = sent(app, "overload")
    reader(app, "aicha").post(f"{other}/lieu", {"person_id": people["mme_durand"], "go_back": "yes"})
    assert there(app, other).measure_id


def test_it_is_said_once_and_only_of_somebody_she_goes_to(app, people):
    url, aicha = sent(app), reader(app, "aicha")
    aicha.post(f"{url}/lieu", {"person_id": people["m_petit"]}, 422)
    first = aicha.post(f"{url}/lieu", {"person_id": people["mme_durand"]}, key="k" * 32)
    assert aicha.post(f"{url}/lieu", {"person_id": people["mme_durand"]}, key="k" * 32).location == first.location
    page = aicha.post(f"{url}/lieu", {"person_id": people["mme_durand"], "by_whom": "relative"}, 409)
    assert "Vous avez déjà dit chez qui c'était" in page.text
    assert "Dire chez qui" not in aicha.get(url).text
