"""A caregiver's visits in the calendar of her phone: hers to open and to close, and never more than her screen knows."""

from datetime import date, timedelta

import icalendar
import pytest
from sqlalchemy import delete, select, update

from models import CalendarFeed, JournalLine, PhoneDevice, Visit, VisitChange
from queries.calendar_feeds import NOTICE
from rules.calendar_feed import CALL
from tests.invited import enrol, invite
from tests.phone_scenes import change, furnish, give_visit
from tests.reader import reader
from tests.test_interruptions import DEATH, opened, the_call
from tests.test_phone_week import TO_BE_CALLED
from tests.world import count, reading, writing


@pytest.fixture(autouse=True)
def time_passes(app, clock):
    """As in life, no two instants of an act are the same."""
    app.config["CLOCK"] = lambda: clock.move(milliseconds=1) or clock()
    yield
    app.config["CLOCK"] = clock


def address_of(app, name="aicha") -> str:
    """She makes her address, and copies it: where it leads on this server."""
    page = reader(app, name).post("/mon-agenda", status=200)
    return "/" + page.select("input", id="copier")[0]["value"].split("/", 3)[3]


def agenda(app, url: str) -> list[tuple]:
    """(title, day and hour in Paris, or day) of every entry, read by a calendar that signs in nowhere."""
    from database import local
    sent = app.test_client().get(url)
    assert sent.status_code == 200 and sent.mimetype == "text/calendar"
    parsed = icalendar.Calendar.from_ical(sent.get_data(as_text=True))
    return [(str(event["SUMMARY"]), f"{local(start):%d/%m %H:%M}" if hasattr(start, "hour") else f"{start:%d/%m}")
            for event in parsed.events for start in [event["DTSTART"].dt]]


def titles(app, url: str) -> set[str]:
    return {title for title, _ in agenda(app, url)}


PAST = ("J. D.", "04/03 08:00")
THIS, NEXT = ("J. D., Les Lilas", "11/03 08:00"), ("J. D., Les Lilas", "18/03 08:00")


def test_her_calendar_shows_her_visits_of_a_week_ago_and_those_planned_by_initials_and_district(app, people):
    furnish(app, people)
    url = address_of(app)
    assert agenda(app, url) == [PAST, THIS, NEXT]
    text = app.test_client().get(url).get_data(as_text=True)
    for kept_back in ("Durand", "Jeanne", "rue des Lilas", "01 33", "0133333333", "A4471B", "gardienne", "chute", "Toilette",
                      "Aïcha", "Diallo", str(people["mme_durand"]) + "/", "Petit", "H. P."):
        assert kept_back not in text, kept_back


def test_lucie_s_calendar_is_hers(app, people):
    assert agenda(app, address_of(app, "lucie")) == [
        ("H. P.", "05/03 08:00"), ("H. P., Le Marché", "12/03 08:00"), ("H. P., Le Marché", "19/03 08:00")]


def test_what_is_older_than_a_week_or_further_than_ninety_days_is_not_there(app, people):
    for day in (date(2026, 3, 1), date(2026, 3, 3), date(2026, 6, 6), date(2026, 6, 8)):
        give_visit(app, people, day)
    assert [when[:5] for _, when in agenda(app, address_of(app))] == ["03/03", "04/03", "11/03", "18/03", "06/06"]


def test_the_same_visit_keeps_its_identity_and_its_version_grows(app, people):
    url = address_of(app)

    def events():
        parsed = icalendar.Calendar.from_ical(app.test_client().get(url).get_data(as_text=True))
        return [(str(event["UID"]), int(event["SEQUENCE"])) for event in parsed.events]

    before = events()
    reader(app, "claire").post(f"/interventions/{people['mme_durand_next_visit']}/deplacement", {
        "version": "1", "day": "2026-03-20", "start": "9:00", "minutes": "60"})
    after = events()
    assert [uid for uid, _ in before] == [uid for uid, _ in after] and len({uid for uid, _ in after}) == 3
    assert [version for _, version in after] == [1, 1, 2]
    assert agenda(app, url)[2] == ("J. D., Les Lilas", "20/03 09:00"), "more than a day ahead: nothing to say first"


def test_a_closed_door_stays_and_a_visit_called_off_goes(app, people):
    url = address_of(app)
    give_visit(app, people, date(2026, 3, 9), state="door_closed")
    for day, state in ((10, "cancelled_by_person"), (12, "refused_by_person"), (13, "withdrawn"), (14, "not_covered")):
        give_visit(app, people, date(2026, 3, day), state=state)
    assert agenda(app, url) == [PAST, ("J. D., Les Lilas", "09/03 10:00"), THIS, NEXT]


# --- what is said by voice first --------------------------------------------------------------------------------------

def on_screen(app, people, name="aicha") -> tuple[set, bool]:
    """The days and hours her week shows, and whether it says that the office calls her."""
    page = reader(app, name).get("/ma-semaine")
    return page.text, TO_BE_CALLED in page.text


def near(app, people) -> int:
    """A visit of Aïcha's tomorrow at eight, known for long."""
    id = give_visit(app, people, date(2026, 3, 10), 480)
    with writing(app) as session:
        session.get(Visit, id).given_at = session.get(Visit, people["mme_durand_visit"]).given_at
    return id


def reached(app) -> None:
    with writing(app) as session:
        session.execute(update(VisitChange).values(reached_at=VisitChange.made_at, other_reached_at=VisitChange.made_at))


TOMORROW = ("J. D., Les Lilas", "10/03 08:00")
HELD = (CALL, "10/03 08:00")
CALLED = (NOTICE, "09/03")


def cancel(app, people, id):
    reader(app, "claire").post(f"/interventions/{id}/issue", {"version": "1", "state": "cancelled_by_person"})


def refuse(app, people, id):
    reader(app, "claire").post(f"/interventions/{id}/issue", {"version": "1", "state": "refused_by_person"})


def move(app, people, id):
    reader(app, "claire").post(f"/interventions/{id}/deplacement", {
        "version": "1", "day": "2026-03-10", "start": "15:00", "minutes": "60"})


def uncover(app, people, id):
    reader(app, "claire").post(f"/interventions/{id}/sans-intervenante", {"version": "1"})


def give_away(app, people, id):
    reader(app, "claire").post(f"/interventions/{id}/intervenante?partout=1", {
        "version": "1", "caregiver_id": str(people["lucie_caregiver"]), "kind": "replacement", "why": "hours",
        "extent": "one"})


def hospital(app, people, id):
    opened(app, people)


@pytest.mark.parametrize("act, afterwards", [
    (cancel, None), (refuse, None), (uncover, None), (give_away, None), (move, ("J. D., Les Lilas", "10/03 15:00"))])
def test_until_she_is_reached_a_visit_taken_from_her_keeps_its_hour_and_says_to_call(app, people, act, afterwards):
    id, url = near(app, people), address_of(app)
    assert agenda(app, url) == [PAST, TOMORROW, THIS, NEXT]
    act(app, people, id)
    assert TO_BE_CALLED in reader(app, "aicha").get("/ma-semaine").text
    assert agenda(app, url) == [CALLED, PAST, HELD, THIS, NEXT]
    reached(app)
    assert agenda(app, url) == [PAST, *([afterwards] if afterwards else []), THIS, NEXT]


def test_a_visit_moved_twice_keeps_the_hour_she_knew(app, people):
    id, url = near(app, people), address_of(app)
    move(app, people, id)
    reader(app, "claire").post(f"/interventions/{id}/deplacement", {
        "version": "2", "day": "2026-03-10", "start": "17:00", "minutes": "60"})
    assert agenda(app, url) == [CALLED, PAST, HELD, THIS, NEXT]
    reached(app)
    assert ("J. D., Les Lilas", "10/03 17:00") in agenda(app, url)


def test_a_visit_that_comes_to_her_is_not_there_before_she_is_reached(app, people):
    id, url = near(app, people), address_of(app, "lucie")
    before = agenda(app, url)
    give_away(app, people, id)
    assert TO_BE_CALLED in reader(app, "lucie").get("/ma-semaine").text
    assert agenda(app, url) == [CALLED, *before]
    move_on = reader(app, "claire")
    move_on.post(f"/interventions/{id}/deplacement", {
        "version": "2", "day": "2026-03-10", "start": "15:00", "minutes": "60"})
    assert agenda(app, url) == [CALLED, *before], "an hour she never knew is not held"
    reached(app)
    assert ("J. D., Les Lilas", "10/03 15:00") in agenda(app, url)


def test_a_series_that_comes_to_her_comes_whole_once_she_is_reached(app, people, clock):
    url = address_of(app, "lucie")
    before = agenda(app, url)
    clock.set(clock.at + timedelta(days=1, hours=12))
    given = people["mme_durand_visit"]
    reader(app, "claire").post(f"/interventions/{given}/intervenante?partout=1", {
        "version": "1", "caregiver_id": str(people["lucie_caregiver"]), "kind": "replacement", "why": "hours",
        "extent": "following"})
    assert agenda(app, url) == [(NOTICE, "10/03"), *before]
    reached(app)
    assert {THIS, NEXT} <= set(agenda(app, url))


def test_a_new_series_of_which_she_is_to_be_told_is_not_there_in_part(app, people):
    url = address_of(app)
    reader(app, "claire").post(f"/interventions/nouvelle/{people['mme_durand']}?partout=1", {
        "day": "2026-03-10", "start": "8:30", "minutes": "60", "repeat": "weekly", "weekdays": "1",
        "caregiver_id": str(people["aicha_caregiver"]), "holidays": "skip"})
    assert count(app, Visit, Visit.start_minute == 510) > 5
    assert agenda(app, url) == [CALLED, PAST, THIS, NEXT]
    reached(app)
    assert len([when for _, when in agenda(app, url) if when.endswith("08:30")]) > 5


def test_a_stay_in_hospital_near_at_hand_is_not_guessed_from_the_calendar(app, people):
    near(app, people)
    url = address_of(app)
    hospital(app, people, None)
    assert TO_BE_CALLED in reader(app, "aicha").get("/ma-semaine").text
    assert agenda(app, url) == [CALLED, PAST, HELD, (CALL, THIS[1]), (CALL, NEXT[1])]
    reached(app)
    assert agenda(app, url) == [PAST]


def test_a_visit_she_never_knew_of_is_not_held_when_it_is_suspended(app, people):
    id, url = near(app, people), address_of(app, "lucie")
    before = agenda(app, url)
    give_away(app, people, id)
    hospital(app, people, id)
    assert agenda(app, url) == [CALLED, *before]


def test_a_death_is_never_learnt_from_the_calendar(app, people, clock):
    url = address_of(app)
    opened(app, people, "helene", **DEATH)
    page = reader(app, "aicha").get("/ma-semaine")
    assert TO_BE_CALLED in page.text
    held = [CALLED, PAST, (CALL, THIS[1]), (CALL, NEXT[1])]
    assert agenda(app, url) == held
    clock.set(clock.at + timedelta(days=3))
    assert agenda(app, url) == [(NOTICE, "12/03"), (CALL, NEXT[1])], "even once the first hour has passed"
    call = the_call(app)
    reader(app, "claire").post(f"/interruptions/{call.interruption_id}/appels/{call.id}")
    assert agenda(app, url) == []


def test_what_was_suspended_and_told_before_a_death_does_not_come_back(app, people, clock):
    url = address_of(app)
    opened(app, people)
    stay = the_call(app)
    reader(app, "claire").post(f"/interruptions/{stay.interruption_id}/appels/{stay.id}")
    assert agenda(app, url) == [PAST]
    clock.move(minutes=5)
    opened(app, people, "helene", **{**DEATH, "starts_on": "2026-03-09", "known": str(stay.interruption_id)})
    assert agenda(app, url) == [CALLED, PAST]


@pytest.mark.parametrize("act", [cancel, refuse, uncover, give_away, move, hospital])
def test_at_no_moment_does_the_calendar_name_what_her_week_does_not_show(app, people, act):
    """Initials stand only where her week shows the same visit at the same hour; a notice only where her week says it."""
    id, url = near(app, people), address_of(app)
    act(app, people, id)
    for _ in range(2):
        text, called = on_screen(app, people)
        entries = agenda(app, url)
        assert (CALLED in entries) == called
        named = [when for title, when in entries if title.startswith("J. D.") and when > "09/03"]
        for when in named:
            day, hour = int(when[:2]), int(when[6:8])
            assert day > 16 or (f"{day} mars" in text and f"{hour} h Mme Jeanne Durand" in text.replace("\u00a0", " ")), when
        reached(app)


# --- the address ------------------------------------------------------------------------------------------------------

def test_the_address_is_shown_once_and_only_its_hash_is_kept(app, people):
    aicha = reader(app, "aicha")
    assert "Faire mon adresse d'agenda" in aicha.get("/mon-agenda").text
    page = aicha.post("/mon-agenda", status=200, key="k" * 32)
    url = page.select("input", id="copier")[0]["value"]
    token = url.rsplit("/", 1)[1].removesuffix(".ics")
    assert url.startswith("http://localhost/agenda/") and len(token) >= 32
    assert url.replace("http://", "webcal://") in [link["href"] for link in page.select("a", class_="button")]
    assert "Elle ne sera plus affichée." in page.text and page.headers["Cache-Control"] == "no-store"
    again = aicha.post("/mon-agenda", status=200, key="k" * 32)
    assert token not in again.html and "déjà été affichée" in again.text
    later = aicha.get("/mon-agenda")
    assert token not in later.html and "Par sécurité, elle n'est plus affichée." in later.text
    with reading(app) as session:
        assert token not in str(session.execute(CalendarFeed.__table__.select()).all())
    assert count(app, CalendarFeed) == 1 and agenda(app, url.removeprefix("http://localhost"))


def test_a_new_address_closes_the_former_one(app, people):
    former, new = address_of(app), address_of(app)
    gone(app, former)
    assert agenda(app, new)


def gone(app, url: str) -> None:
    sent = app.test_client().get(url)
    assert sent.status_code == 404 and sent.mimetype == "text/plain" and "Durand" not in sent.text
    assert "ne mène à rien" in sent.text


def test_she_closes_her_address(app, people):
    url, aicha = address_of(app), reader(app, "aicha")
    with reading(app) as session:
        id = session.execute(CalendarFeed.__table__.select()).one().id
    reader(app, "lucie").post(f"/mon-agenda/{id}/fin", status=404)
    assert "L'adresse est fermée." in aicha.follow(aicha.post(f"/mon-agenda/{id}/fin")).text
    gone(app, url)
    assert "déjà fermée" in aicha.post(f"/mon-agenda/{id}/fin", status=409).text


def test_the_office_closes_it_from_her_file(app, people):
    url, claire, file = address_of(app), reader(app, "claire"), f"/intervenantes/{people['aicha_caregiver']}"
    page = claire.get(file)
    assert "adresse privée faite" in page.text and url.split("/")[2].removesuffix(".ics") not in page.html
    action = [form["action"] for form in page.select("form") if form["action"].endswith("/fin")][0]
    claire.post(action.replace(file, f"/intervenantes/{people['lucie_caregiver']}"), status=404)
    assert "L'adresse d'agenda est fermée." in claire.follow(claire.post(action)).text
    gone(app, url)
    assert "pas d'adresse privée" in claire.get(file).text


@pytest.mark.parametrize("ending", ["contract", "account", "role"])
def test_the_end_of_her_contract_or_of_her_account_closes_it(app, people, ending):
    url, helene = address_of(app), reader(app, "helene")
    if ending == "contract":
        helene.post(f"/intervenantes/{people['aicha_caregiver']}/fin", {"version": "1", "ended_on": "2026-03-09"})
    elif ending == "account":
        helene.post(f"/comptes/{people['aicha']}/fin")
    else:
        helene.post(f"/comptes/{people['aicha']}/modifier", {
            "version": "1", "name": "Aïcha Diallo", "email": "aicha@exemple.fr", "role": "coordinator"}, 200)
    gone(app, url)
    assert count(app, CalendarFeed, CalendarFeed.revoked_at.is_(None)) == 0


def test_an_account_closed_by_any_other_way_reads_nothing(app, people, clock):
    from models import Account
    url = address_of(app)
    with writing(app) as session:
        session.get(Account, people["aicha"]).ended_at = clock()
    gone(app, url)


def test_a_calendar_reads_without_a_session_keeps_no_copy_and_may_ask_for_the_head_alone(app, people):
    url, client = address_of(app), app.test_client()
    sent = client.get(url, headers={"Accept-Encoding": "gzip"})
    assert sent.headers["Cache-Control"] == "no-store" and "Set-Cookie" not in sent.headers
    assert sent.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert sent.headers["Content-Encoding"] == "gzip"
    head = client.head(url)
    assert head.status_code == 200 and not head.get_data() and head.mimetype == "text/calendar"
    assert client.post(url).status_code in (400, 404, 405)


def test_guesses_lead_nowhere_and_the_journal_says_once_that_somebody_guesses(app, people, clock):
    client = app.test_client()
    for number in range(20):
        gone(app, f"/agenda/{'x' * 30}{number:02}.ics")
    for wrong in ("a", "é" * 40, "%00", "x" * 3000, "..%2f..%2fa"):
        assert client.get(f"/agenda/{wrong}.ics").status_code == 404
    guessed = (JournalLine.action == "calendar.refused", JournalLine.allowed.is_(False), JournalLine.subject == "")
    assert count(app, JournalLine, *guessed) == 1
    clock.move(minutes=6)
    gone(app, "/agenda/encore.ics")
    assert count(app, JournalLine, *guessed) == 2


def test_a_calendar_that_still_reads_a_closed_address_fills_no_journal(app, people):
    former = address_of(app)
    address_of(app)
    before = count(app, JournalLine)
    for _ in range(3):
        gone(app, former)
    assert count(app, JournalLine) == before


def test_reading_the_calendar_writes_nothing(app, people):
    from tests.world import counts
    url = address_of(app)
    before = counts(app)
    agenda(app, url)
    assert counts(app) == before


def test_the_calendar_asks_the_same_number_of_questions_for_three_visits_or_sixty(app, people):
    from tests.world import statements
    url, client = address_of(app), app.test_client()
    client.get(url)
    with statements(app) as few:
        client.get(url)
    for number in range(60):
        give_visit(app, people, date(2026, 3, 9) + timedelta(days=number % 20), 360 + 10 * number)
    change(app, people, "moved", phone_first=True)
    with statements(app) as many:
        client.get(url)
    assert len(many) == len(few) <= 6, many


def test_an_office_account_has_no_calendar_of_its_own(app, people):
    with writing(app) as session:
        session.execute(delete(CalendarFeed))
    reader(app, "claire").get("/mon-agenda", 403)
    reader(app, "claire").post("/mon-agenda", status=403)
    assert count(app, CalendarFeed) == 0


def test_her_help_and_her_week_lead_to_it(app, people):
    aicha = reader(app, "aicha")
    assert "/mon-agenda" in aicha.get("/aide-telephone").links and "/mon-agenda" in aicha.get("/ma-semaine").links


# --- a lost phone -----------------------------------------------------------------------------------------------------

def lost(app, people, how: str) -> None:
    """What is pressed when her phone is lost."""
    helene = reader(app, "helene")
    if how == "by the office":
        helene.post(f"/comptes/{people['aicha']}/sessions/fin")
    elif how == "with a new invitation":
        helene.post(f"/comptes/{people['aicha']}/invitation", status=200)
    elif how == "from the server":
        assert app.test_cli_runner().invoke(args=["invite", "aicha@exemple.fr"]).exit_code == 0
    else:
        with reading(app) as session:
            phone = session.scalar(select(PhoneDevice.id))
        reader(app, "aicha").post(f"/mes-appareils/telephones/{phone}/fin")


@pytest.mark.parametrize("how", ["by the office", "with a new invitation", "from the server", "by herself"])
def test_a_lost_phone_reads_her_visits_no_more_at_her_calendar_address(app, people, how):
    enrol(app, invite(app, people, "aicha"))
    url, lucie = address_of(app), address_of(app, "lucie")
    assert titles(app, url)
    lost(app, people, how)
    assert app.test_client().get(url).status_code == 404
    assert titles(app, lucie), "nobody else's calendar closes"
    assert count(app, CalendarFeed, CalendarFeed.revoked_at.is_not(None)) == 1


def test_the_office_and_she_herself_read_beside_the_button_that_the_calendar_closes_too(app, people):
    enrol(app, invite(app, people, "aicha"))
    page = reader(app, "helene").get(f"/comptes/{people['aicha']}").text
    assert page.count("adresse d'agenda") == 2
    assert "adresse d'agenda" not in reader(app, "helene").get(f"/comptes/{people['claire']}").text
    assert "Votre adresse d'agenda se ferme aussi." in reader(app, "aicha").get("/mes-appareils").text
