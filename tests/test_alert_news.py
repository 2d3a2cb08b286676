"""Who is told that an alert came: neutral words, and in danger whoever is on call, then the next."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from acts import alert_news, alerts
from database import commit_as, db, now
from models import Account, Alert, AlertDanger, DutyTurn, Message, Setting
from tests.reader import reader
from tests.world import reading, writing


@pytest.fixture
def house(app, people, clock):
    """A way out for messages; tonight Lucie is on call first, then Claire."""
    with writing(app) as session:
        for name, value in (("smtp_host", "localhost"), ("smtp_from", "bureau@exemple.fr")):
            session.add(Setting(name=name, value=value, changed_at=now()))
        for place, name in ((1, "lucie"), (2, "claire")):
            session.add(DutyTurn(account_id=people[name], phone="0600000000", place=place, starts_at=now() - timedelta(hours=2),
                                 ends_at=now() + timedelta(hours=10), created_at=now(), created_by_id=people["claire"]))
    return app


def report(app, people, **said):
    with app.app_context():
        by = user(app, people, "aicha")
        return int(commit_as("phone.alert", lambda: alerts.report(by, by.caregiver_id, {
            "kind": "violence", "whom": "nobody", "facts": "Mot secret.", **said}), by.id))


def user(app, people, name):
    account = db.session.get(Account, people[name])
    return SimpleNamespace(id=account.id, name=account.name, role=account.role, caregiver_id=account.caregiver_id,
                           flags=account.flags)


def told(app):
    with reading(app) as session:
        return [(row.account_id, row.kind, row.urgent, row.private) for row in
                session.execute(select(Message).order_by(Message.id)).scalars()]


def tried(app):
    with reading(app) as session:
        return list(session.scalars(select(AlertDanger.account_id).order_by(AlertDanger.id)))


def test_whoever_receives_it_is_told_by_a_neutral_message_of_its_own(house, people):
    report(house, people)
    assert told(house) == [(people["nadia"], "question", False, True)]


def test_the_office_sees_nowhere_that_such_a_message_left(house, people):
    report(house, people)
    with writing(house) as session:
        session.query(Message).update({"state": "failed", "fault": "refused"})
    assert "Nadia" not in reader(house, "claire").get("/messages").text
    assert "À regarder" not in reader(house, "helene").get("/a-traiter").text


def test_she_is_told_of_each_step_of_the_office(house, people):
    id = report(house, people)
    reader(house, "nadia").post(f"/suivis/{id}/lecture", {}, status=303)
    assert (people["aicha"], "answer", False, True) in told(house)


def test_in_danger_whoever_is_on_call_is_told_at_once_then_the_next_when_nobody_reached_her(house, people, clock):
    id = report(house, people, needs_help=True)
    assert tried(house) == [people["lucie"]]
    with house.app_context():
        assert commit_once(alert_news.follow_dangers) == 0
    clock.move(minutes=11)
    with house.app_context():
        assert commit_once(alert_news.follow_dangers) == 1
        assert commit_once(alert_news.follow_dangers) == 0
    assert tried(house) == [people["lucie"], people["claire"]]
    clock.move(minutes=11)
    with house.app_context():
        assert commit_once(alert_news.follow_dangers) == 0, "nobody is left to try"
    assert id


def commit_once(act) -> int:
    return int(commit_as("alert.escalate", lambda: act(None, now())) or 0)


def test_once_she_is_reached_nobody_else_is_told(house, people, clock):
    id = report(house, people, needs_help=True)
    lucie = reader(house, "lucie")
    duty = lucie.get("/astreinte")
    assert "Appelez Aïcha Diallo maintenant" in duty.text and "Mot secret" not in duty.text
    page = lucie.get(f"/a-appeler-maintenant/{id}")
    assert "06" in page.text and "Mot secret" not in page.text and "violence" not in page.text.lower()
    lucie.post(f"/a-appeler-maintenant/{id}", {}, status=303)
    clock.move(minutes=30)
    with house.app_context():
        assert commit_once(alert_news.follow_dangers) == 0
    assert "Appelez Aïcha" not in lucie.get("/astreinte").text
    with reading(house) as session:
        assert session.get(Alert, id).helped_by_id == people["lucie"]


def test_a_colleague_who_was_not_told_does_not_know_that_there_is_one(house, people):
    with writing(house) as session:
        session.query(DutyTurn).update({"cancelled_at": now(), "cancelled_by_id": people["claire"]})
    id = report(house, people, needs_help=True)
    assert tried(house) == []
    reader(house, "lucie").get(f"/a-appeler-maintenant/{id}", status=404)


def test_whom_it_is_about_is_never_told_to_call_her(house, people, clock):
    report(house, people, needs_help=True, whom="office", about_account_id=people["claire"])
    clock.move(minutes=11)
    with house.app_context():
        assert commit_once(alert_news.follow_dangers) == 0
    assert tried(house) == [people["lucie"]]


def test_she_who_needs_help_while_she_is_on_call_is_not_told_to_call_herself(house, people, clock):
    with writing(house) as session:
        session.add(DutyTurn(account_id=people["aicha"], phone="0611111111", place=1, starts_at=now() - timedelta(hours=3),
                             ends_at=now() + timedelta(hours=10), created_at=now(), created_by_id=people["claire"]))
    report(house, people, needs_help=True)
    assert tried(house) == [people["lucie"]]
    clock.move(minutes=11)
    with house.app_context():
        assert commit_once(alert_news.follow_dangers) == 1
        assert commit_once(alert_news.follow_dangers) == 0
    assert people["aicha"] not in tried(house)


def test_on_call_herself_she_reads_the_number_of_the_next_not_her_own(house, people):
    """Lucie is on call first tonight, then Claire."""
    with writing(house) as session:
        session.query(DutyTurn).filter_by(account_id=people["claire"]).update({"phone": "0655555555"})
    for name, numbers in (("lucie", {"tel:0655555555"}), ("aicha", {"tel:0600000000"})):
        page = reader(house, name).get("/mes-nouvelles/nouvelle")
        assert numbers == {link for link in page.links if link in ("tel:0655555555", "tel:0600000000")}, name


def test_once_it_is_closed_no_night_s_sleep_is_broken_for_it(house, people, clock):
    report(house, people, needs_help=True)
    with writing(house) as session:
        session.query(Alert).update({"state": "closed", "closed_at": now()})
    clock.move(minutes=11)
    with house.app_context():
        assert commit_once(alert_news.follow_dangers) == 0
    assert tried(house) == [people["lucie"]]


def test_a_while_after_she_was_reached_her_number_is_lucie_s_no_more(house, people, clock):
    id = report(house, people, needs_help=True)
    lucie, claire = reader(house, "lucie"), reader(house, "claire")
    claire.post(f"/a-appeler-maintenant/{id}", {}, status=303)
    assert "par Claire Martin" in lucie.get(f"/a-appeler-maintenant/{id}").text
    clock.move(hours=13)
    reader(house, "lucie").get(f"/a-appeler-maintenant/{id}", status=404)
    reader(house, "lucie").post(f"/a-appeler-maintenant/{id}", status=404)


def test_that_something_happened_is_one_of_her_facts_for_who_may_read_it_and_for_nobody_else(house, people):
    report(house, people)
    happened = "Une fois, elle a dit qu'il lui était arrivé quelque chose."
    at = f"/prendre-des-nouvelles/{people['aicha_caregiver']}"
    assert happened in reader(house, "helene").get(at).text
    assert happened in reader(house, "nadia").get(at).text
    assert "arrivé quelque chose" not in reader(house, "claire").get(at).text
    assert "arrivé quelque chose" not in reader(house, "claire").get("/prendre-des-nouvelles").text


def test_whoever_follows_it_and_spoke_with_her_need_not_say_so_twice(house, people):
    id = report(house, people, needs_help=True)
    nadia = reader(house, "nadia")
    nadia.post(f"/suivis/{id}/lecture")
    assert "Appelez Aïcha Diallo maintenant" in reader(house, "malika").get("/a-traiter").text
    nadia.post(f"/suivis/{id}/etapes/called", {"facts": "Elle est à l'abri, chez sa sœur."})
    assert "Appelez Aïcha Diallo maintenant" not in reader(house, "malika").get("/a-traiter").text


def test_a_call_she_asks_for_waits_for_whoever_follows_it_though_the_office_reached_her(house, people):
    id = report(house, people, needs_help=True)
    nadia = reader(house, "nadia")
    nadia.post(f"/suivis/{id}/lecture")
    reader(house, "aicha").post(f"/mes-nouvelles/{id}/call_asked")
    reader(house, "malika").post(f"/a-appeler-maintenant/{id}")
    assert "demande qu'on l'appelle" in nadia.get("/a-traiter").text
