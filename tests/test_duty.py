"""On call: the office keeps a rota; whoever is on call sees what she needs for that time, and writes down what happened."""

from datetime import date, timedelta

import pytest

from acts import absences, purges
from database import instant_at, local, now
from models import Account, Beneficiary, DutyEntry, DutyTurn, HomeAccess, JournalLine, Session, Setting, Visit
from queries import duty
from tests.absence_scenes import do
from tests.clock import START
from tests.reader import reader
from tests.world import count, reading, statements, writing

MONDAY = date(2026, 3, 9)
HOURS = "; ".join([*(f"{day} 9:00-12:30, 13:30-17:30" for day in ("lundi", "mardi", "mercredi", "jeudi")), "vendredi 9:00-12:30"])
TUESDAY_EVENING, WEDNESDAY_MORNING = instant_at(MONDAY + timedelta(days=1), 1080), instant_at(MONDAY + timedelta(days=2), 540)
BY_VOICE = "0639980077"


def a_turn(app, people, name="lucie", first=TUESDAY_EVENING, last=WEDNESDAY_MORNING, place=1, phone=BY_VOICE) -> int:
    with writing(app) as session:
        turn = DutyTurn(account_id=people[name], phone=phone, place=place, starts_at=first, ends_at=last, created_at=now(),
                        created_by_id=people["claire"])
        session.add(turn)
        session.flush()
        return turn.id


def furnished(app, people) -> None:
    with writing(app) as session:
        session.add(HomeAccess(beneficiary_id=people["mme_durand"], codes="A4471B", keys="Chez la gardienne", changed_at=now()))
        session.get(Beneficiary, people["mme_durand"]).safety_instruction = "Appeler le bureau avant d'entrer."


def setting(app, **values) -> None:
    with writing(app) as session:
        session.add_all(Setting(name=name, value=value, changed_at=now()) for name, value in values.items())


def typed(people, name="lucie", **more) -> dict:
    return {"account_id": people[name], "phone": "06 39 98 00 77", "place": "1", "starts_on": "2026-03-10", "starts_at": "18:00",
            "ends_on": "2026-03-11", "ends_at": "9:00", **more}


# --- the rota -----------------------------------------------------------------------------------------------------

def test_the_office_writes_a_turn_and_reads_whom_it_is(app, people):
    claire = reader(app, "claire")
    page = claire.follow(claire.post("/astreinte/tour", typed(people)))
    assert "Le tour est ajouté." in page.text
    assert "Lucie Moreau, appelée en premier, 06 39 98 00 77 Du mardi 10 mars à 18 h au mercredi 11 mars à 9 h" in page.text


def test_the_same_form_twice_is_one_turn(app, people):
    claire = reader(app, "claire")
    for _ in range(2):
        claire.post("/astreinte/tour", typed(people), key="k" * 32)
    assert count(app, DutyTurn) == 1


@pytest.mark.parametrize("more, words", [
    ({"ends_on": "2026-03-10", "ends_at": "17:00"}, "Indiquez une fin après le début."),
    ({"starts_on": "2026-03-07", "ends_on": "2026-03-08"}, "Indiquez une fin à venir."),
    ({"phone": ""}, "Indiquez le numéro à appeler."), ({"account_id": ""}, "Choisissez une personne."),
    ({"starts_at": "tard"}, "Indiquez une heure, par exemple 7:30.")])
def test_a_turn_that_cannot_be_says_what_to_write(app, people, more, words):
    page = reader(app, "claire").post("/astreinte/tour", typed(people, **more), 422)
    assert words in page.text and count(app, DutyTurn) == 0


def test_nobody_is_put_on_call_twice_at_once_nor_while_she_is_absent(app, people):
    a_turn(app, people)
    claire = reader(app, "claire")
    page = claire.post("/astreinte/tour", typed(people), 422)
    assert "Cette personne est déjà d'astreinte à ce moment-là." in page.text
    do(app, people, "claire", absences.declare, people["aicha_caregiver"], "sick_leave", MONDAY, MONDAY + timedelta(days=4), None,
       MONDAY)
    page = claire.post("/astreinte/tour", typed(people, "aicha"), 422)
    assert "Elle est absente jusqu'au 13/03/2026. Choisissez quelqu'un d'autre." in page.text and "maladie" not in page.text


def test_a_turn_is_cancelled_by_its_button_and_once_only(app, people, clock):
    turn, claire = a_turn(app, people), reader(app, "claire")
    claire.post(f"/astreinte/tour/{turn}/annulation")
    assert "Aucun tour d'astreinte à venir." in claire.get("/astreinte/tour").text
    assert "Une collègue a déjà annulé ce tour." in claire.post(f"/astreinte/tour/{turn}/annulation", status=409).text
    late = a_turn(app, people)
    clock.set(WEDNESDAY_MORNING)
    assert "Ce tour est terminé." in reader(app, "claire").post(f"/astreinte/tour/{late}/annulation", status=409).text


def test_what_the_rota_leaves_to_nobody_is_said_in_red(app, people):
    setting(app, opening_hours=HOURS)
    a_turn(app, people)
    notice = reader(app, "claire").get("/astreinte/tour").select("div", class_="notice--urgent")[0].text
    assert "Personne n'est d'astreinte du lun. 9 mars à 17 h 30 au mar. 10 mars à 9 h." in notice
    assert "Personne n'est d'astreinte le mar. 10 mars de 17 h 30 à 18 h." in notice
    assert "du mer. 11 mars à 17 h 30 au jeu. 12 mars à 9 h" in notice and "12 h 30" not in notice.split("ven.")[0]


def test_two_called_first_at_once_are_said(app, people):
    a_turn(app, people)
    a_turn(app, people, "claire")
    assert "deux fois « appelée en premier »" in reader(app, "claire").get("/astreinte/tour").text


def test_whoever_falls_ill_is_not_counted_on_any_more(app, people, clock):
    a_turn(app, people)
    do(app, people, "claire", absences.declare, people["lucie_caregiver"], "sick_leave", MONDAY, None, None, MONDAY)
    assert "Absente : à remplacer" in reader(app, "claire").get("/astreinte/tour").text
    clock.set(TUESDAY_EVENING)
    with app.app_context():
        assert duty.on_call(now()) == [] and not duty.is_on_call(people["lucie"], now())
    assert "Mme Jeanne Durand" not in reader(app, "lucie").get("/astreinte").text


# --- her turn -----------------------------------------------------------------------------------------------------

def test_during_her_turn_she_sees_visits_phones_and_safety_instructions(app, people, clock):
    furnished(app, people)
    turn = a_turn(app, people)
    clock.set(TUESDAY_EVENING)
    page = reader(app, "lucie").get("/astreinte")
    for words in ("Vous êtes d'astreinte", "Mme Jeanne Durand", "12 rue des Lilas", "01 33 33 33 33", "Aïcha Diallo",
                  "06 11 11 11 11", "Appeler le bureau avant d'entrer.", "Voir les codes"):
        assert words in page.text, words
    assert "A4471B" not in page.html
    assert page.links.count("tel:0133333333") == 1
    assert count(app, JournalLine, JournalLine.action == "duty.read", JournalLine.subject == f"duty:{turn}") == 1


@pytest.mark.parametrize("when", [TUESDAY_EVENING - timedelta(minutes=1), WEDNESDAY_MORNING])
def test_a_minute_before_and_at_its_end_she_sees_nothing_of_it(app, people, clock, when):
    furnished(app, people)
    a_turn(app, people)
    clock.set(when)
    lucie = reader(app, "lucie")
    page = lucie.get("/astreinte")
    assert "Mme Jeanne Durand" not in page.text and "Aïcha" not in page.text and "Les Lilas" not in page.text
    lucie.post(f"/astreinte/visites/{people['mme_durand_visit']}/codes", status=404)


def test_a_name_is_found_among_the_visits_of_her_turn_and_the_part_equals_the_page(app, people, clock):
    a_turn(app, people)
    clock.set(TUESDAY_EVENING)
    lucie = reader(app, "lucie")
    assert "Mme Jeanne Durand" in lucie.get("/astreinte", q="dur aïcha").text
    part = lucie.part("/astreinte", q="duran")
    assert "Mme Jeanne Durand" in part.text and part.select("div", id="interventions-du-moment") and not part.is_page
    assert "Aucune intervention à ce nom en ce moment." in lucie.get("/astreinte", q="petit").text


def test_a_turn_cancelled_under_her_closes_at_once(app, people, clock):
    turn = a_turn(app, people)
    clock.set(TUESDAY_EVENING)
    lucie = reader(app, "lucie")
    assert "Mme Jeanne Durand" in lucie.get("/astreinte").text
    reader(app, "claire").post(f"/astreinte/tour/{turn}/annulation")
    assert "Mme Jeanne Durand" not in lucie.get("/astreinte").text


def test_only_the_visits_of_that_time_are_hers(app, people, clock):
    """The one of next week is not, nor its codes."""
    furnished(app, people)
    a_turn(app, people)
    clock.set(TUESDAY_EVENING)
    lucie = reader(app, "lucie")
    assert "mercredi 18 mars" not in lucie.get("/astreinte").text.lower()
    lucie.post(f"/astreinte/visites/{people['mme_durand_next_visit']}/codes", status=404)


def test_she_reads_a_code_and_the_journal_says_so(app, people, clock):
    furnished(app, people)
    a_turn(app, people)
    clock.set(TUESDAY_EVENING)
    url = f"/astreinte/visites/{people['mme_durand_visit']}/codes"
    page = reader(app, "lucie").post(url, status=200)
    assert "A4471B" in page.text and "Chez la gardienne" in page.text
    subject = f"beneficiary:{people['mme_durand']}"
    assert count(app, JournalLine, JournalLine.action == "duty.code", JournalLine.subject == subject,
                 JournalLine.account_id == people["lucie"]) == 1


def test_the_codes_come_as_a_part_at_the_office_after_a_fresh_proof(app, people, clock):
    furnished(app, people)
    a_turn(app, people, "claire")
    clock.set(TUESDAY_EVENING)
    claire, url = reader(app, "claire"), f"/astreinte/visites/{people['mme_durand_visit']}/codes"
    part = claire.post(url, status=200, part=True)
    assert "A4471B" in part.text and not part.is_page and part.select("div", id=f"codes-{people['mme_durand_visit']}")
    with writing(app) as session:
        for one in session.query(Session).filter_by(account_id=people["claire"]):
            one.proved_at = now() - timedelta(minutes=31)
    asked = claire.post(url, status=401)
    assert "A4471B" not in asked.html


def test_a_coordinator_not_on_call_reads_codes_on_the_person_s_file_and_not_here(app, people, clock):
    furnished(app, people)
    reader(app, "claire").post(f"/astreinte/visites/{people['mme_durand_visit']}/codes", status=404)


def test_a_visit_without_anybody_and_one_called_off_say_so_without_why(app, people, clock):
    a_turn(app, people)
    with writing(app) as session:
        session.get(Visit, people["mme_durand_visit"]).caregiver_id = None
        gone = session.get(Visit, people["m_petit_visit"])
        gone.state, gone.note = "cancelled_by_person", "Chez sa fille"
        gone.day, gone.starts_at = MONDAY + timedelta(days=2), WEDNESDAY_MORNING
        gone.ends_at = WEDNESDAY_MORNING + timedelta(hours=1)
    clock.set(TUESDAY_EVENING)
    page = reader(app, "lucie").get("/astreinte")
    assert "Personne n'est prévue" in page.text and "N'a pas lieu" in page.text and "Chez sa fille" not in page.text


def test_the_week_says_that_she_is_or_will_be_on_call(app, people, clock):
    a_turn(app, people)
    assert "Vous êtes d'astreinte demain à 18 h." in reader(app, "lucie").get("/ma-semaine").text
    clock.set(TUESDAY_EVENING)
    page = reader(app, "lucie").get("/ma-semaine")
    assert "Vous êtes d'astreinte." in page.text and "/astreinte" in page.links
    clock.set(WEDNESDAY_MORNING)
    assert "astreinte" not in reader(app, "lucie").get("/ma-semaine").text


def test_the_page_costs_the_same_whatever_the_number_of_visits(app, people, clock):
    a_turn(app, people)
    clock.set(TUESDAY_EVENING)
    lucie = reader(app, "lucie")
    lucie.get("/astreinte")
    with statements(app) as few:
        lucie.get("/astreinte")
    with writing(app) as session:
        for minute in range(600, 1000, 20):
            start = instant_at(MONDAY + timedelta(days=2), minute)
            session.add(Visit(beneficiary_id=people["m_petit"], caregiver_id=people["lucie_caregiver"],
                              series_id=people["m_petit_series"], day=MONDAY + timedelta(days=2), start_minute=minute, minutes=20,
                              starts_at=start, ends_at=start + timedelta(minutes=20), state="planned", given_at=now()))
    with statements(app) as many:
        lucie.get("/astreinte")
    assert len(many) == len(few) <= 8, many


# --- whom to call -------------------------------------------------------------------------------------------------

def whom(app):
    with app.test_request_context():
        return duty.whom_to_call(now())


def test_while_the_office_is_open_it_is_the_office(app, people):
    setting(app, opening_hours=HOURS, office_phone="0199001122", on_call_phone="0639980001")
    a_turn(app, people, first=START - timedelta(hours=1))
    asked = whom(app)
    assert (asked.is_open, asked.office_phone, asked.people) == (True, "0199001122", [])


def test_when_it_is_closed_it_is_those_on_call_in_order_then_the_emergency_numbers(app, people, clock):
    setting(app, opening_hours=HOURS, office_phone="0199001122", on_call_phone="0639980001")
    a_turn(app, people, "claire", place=2, phone="0639980002")
    a_turn(app, people)
    clock.set(TUESDAY_EVENING)
    assert whom(app).people == [("Lucie Moreau", BY_VOICE), ("Claire Martin", "0639980002")]
    page = reader(app, "aicha").get("/astreinte").text
    assert "Le bureau est fermé. Il rouvre demain à 9 h. Lucie Moreau, d'astreinte : 06 39 98 00 77" in page
    assert "Pas de réponse après 10 minutes ? Appelez ensuite : Claire Martin" in page
    for number in ("15", "17", "18", "112", "114"):
        assert number in page


def test_with_nobody_on_the_rota_it_is_the_shared_number_or_it_says_so_plainly(app, people, clock):
    setting(app, opening_hours=HOURS, office_phone="0199001122")
    clock.set(TUESDAY_EVENING)
    assert "Personne n'est d'astreinte : appelez le 15, le 17, le 18 ou le 112." in reader(app, "aicha").get("/astreinte").text
    setting(app, on_call_phone="0639980001")
    assert whom(app).people == [("Astreinte", "0639980001")]


def test_without_an_answer_the_next_one_is_known(app, people, clock):
    a_turn(app, people)
    a_turn(app, people, "claire", place=2)
    clock.set(TUESDAY_EVENING)
    with app.app_context():
        assert duty.next_after(now(), []).account_id == people["lucie"]
        assert duty.next_after(now(), [people["lucie"]]).account_id == people["claire"]
        assert duty.next_after(now(), [people["lucie"], people["claire"]]) is None


# --- the logbook --------------------------------------------------------------------------------------------------

def test_she_writes_what_happened_and_the_office_reads_it_on_monday(app, people, clock):
    a_turn(app, people)
    clock.set(TUESDAY_EVENING)
    lucie, claire = reader(app, "lucie"), reader(app, "claire")
    said = "Sa fille a appelé : « elle est tombée »."
    lucie.post("/astreinte/journal", {"words": said, "beneficiary_id": people["mme_durand"]})
    page = lucie.get("/astreinte/journal")
    assert "Lucie Moreau, aujourd'hui à 18 h · à propos de Mme Jeanne Durand" in page.text
    assert said in page.text and "Pas encore lue par le bureau" in page.text
    assert "Astreinte : une note à lire." in claire.get("/a-traiter").text
    read = claire.get("/astreinte/journal").form("/astreinte/journal/lecture")
    last = read.select("input", name="last")[0]["value"]
    claire.post("/astreinte/journal/lecture", {"last": last})
    assert "note à lire" not in claire.get("/a-traiter").text
    assert "Lue par Claire Martin" in lucie.get("/astreinte/journal").text
    late = reader(app, "malika").post("/astreinte/journal/lecture", {"last": last}, 409)
    assert "Une collègue a déjà lu ces notes." in late.text


def test_the_notes_of_a_weekend_are_called_so_and_what_comes_meanwhile_is_not_read_with_them(app, people, clock):
    saturday = instant_at(MONDAY + timedelta(days=5), 1200)
    a_turn(app, people, first=saturday - timedelta(hours=2), last=saturday + timedelta(hours=30))
    clock.set(saturday)
    lucie = reader(app, "lucie")
    for words in ("La porte était ouverte.", "Le voisin a la clé."):
        lucie.post("/astreinte/journal", {"words": words})
    clock.set(instant_at(MONDAY + timedelta(days=7), 540))
    claire = reader(app, "claire")
    assert "Week-end d'astreinte : 2 notes à lire." in claire.get("/a-traiter").text
    last = claire.get("/astreinte/journal").select("input", name="last")[0]["value"]
    claire.post("/astreinte/journal", {"words": "Rappelé sa fille."})
    claire.post("/astreinte/journal/lecture", {"last": last})
    assert count(app, DutyEntry, DutyEntry.read_at.is_(None)) == 1


def test_she_reads_the_notes_of_her_turn_then_her_own_alone(app, people, clock):
    a_turn(app, people)
    with writing(app) as session:
        session.add_all([DutyEntry(at=TUESDAY_EVENING - timedelta(hours=1), by_id=people["claire"], words="Avant son tour."),
                         DutyEntry(at=TUESDAY_EVENING + timedelta(hours=1), by_id=people["claire"], words="Pendant son tour."),
                         DutyEntry(at=TUESDAY_EVENING + timedelta(hours=2), by_id=people["lucie"], words="La sienne.",
                                   caregiver_id=people["aicha_caregiver"])])
    lucie = reader(app, "lucie")
    clock.set(TUESDAY_EVENING + timedelta(hours=3))
    page = reader(app, "lucie").get("/astreinte/journal").text
    assert "Pendant son tour." in page and "La sienne." in page and "Aïcha Diallo" in page and "Avant son tour." not in page
    clock.set(WEDNESDAY_MORNING + timedelta(hours=1))
    page = lucie.get("/astreinte/journal").text
    assert "La sienne." in page and "Pendant son tour." not in page and "Aïcha" not in page
    assert "La sienne." not in reader(app, "aicha").get("/astreinte/journal").text


def test_she_may_still_write_in_the_morning_and_not_the_next_evening(app, people, clock):
    a_turn(app, people)
    clock.set(WEDNESDAY_MORNING + timedelta(hours=2))
    lucie = reader(app, "lucie")
    assert not lucie.get("/astreinte/journal").select("select", name="beneficiary_id")
    lucie.post("/astreinte/journal", {"words": "La nuit a été calme."})
    clock.set(WEDNESDAY_MORNING + timedelta(hours=12))
    late = reader(app, "lucie").post("/astreinte/journal", {"words": "Encore un mot à dire."}, 409)
    assert "Votre tour d'astreinte est terminé." in late.text and "Encore un mot à dire." in late.html


def test_a_note_is_about_somebody_she_sees_and_nobody_else(app, people, clock):
    a_turn(app, people)
    clock.set(TUESDAY_EVENING)
    page = reader(app, "lucie").post("/astreinte/journal", {"words": "Rien.", "beneficiary_id": people["m_petit"]}, 422)
    assert "Choisissez dans la liste." in page.text and count(app, DutyEntry) == 0


# --- the board ----------------------------------------------------------------------------------------------------

def test_the_board_says_when_nobody_is_on_call_next_and_says_nothing_without_a_rota(app, people):
    setting(app, opening_hours=HOURS)
    claire = reader(app, "claire")
    assert "d'astreinte" not in claire.get("/a-traiter").text
    a_turn(app, people, first=START, last=TUESDAY_EVENING)
    page = claire.get("/a-traiter")
    assert "Personne n'est d'astreinte du mar. 10 mars à 18 h au mer. 11 mars à 9 h." in page.text
    assert "/astreinte/tour" in page.links


def test_a_rota_that_covers_the_week_leaves_no_line(app, people):
    a_turn(app, people, first=START, last=START + timedelta(days=8))
    assert "d'astreinte" not in reader(app, "claire").get("/a-traiter").text


def test_a_rota_given_up_long_ago_is_not_asked_for(app, people, clock):
    a_turn(app, people)
    clock.set(WEDNESDAY_MORNING + timedelta(days=32))
    assert "d'astreinte" not in reader(app, "claire").get("/a-traiter").text


def test_the_journal_names_the_turn(app, people):
    claire = reader(app, "claire")
    claire.post("/astreinte/tour", typed(people))
    with reading(app) as session:
        turn = session.query(DutyTurn).one()
        assert local(turn.starts_at).hour == 18 and turn.created_by_id == people["claire"]
    assert f"Tour d'astreinte n° {turn.id}" in reader(app, "helene").get("/journal", quoi="duty.manage").text


# --- afterwards ---------------------------------------------------------------------------------------------------

def test_an_account_that_is_closed_or_leaves_the_office_is_not_called_any_more(app, people, clock):
    a_turn(app, people, "claire")
    a_turn(app, people, "malika")
    with writing(app) as session:
        session.get(Account, people["claire"]).ended_at = now()
        session.get(Account, people["malika"]).role = "none"
    with app.app_context():
        assert duty.on_call(TUESDAY_EVENING) == []


def test_turns_and_notes_go_after_two_years_and_an_unread_note_stays(app, people, clock):
    a_turn(app, people)
    with writing(app) as session:
        for words, read_at in (("Lue.", now()), ("Jamais lue.", None)):
            session.add(DutyEntry(at=now(), by_id=people["claire"], words=words, read_at=read_at))
    clock.move(days=790)
    a_turn(app, people, first=clock(), last=clock() + timedelta(hours=12))
    do(app, people, None, lambda _by: purges.purge(None, now()))
    assert count(app, DutyTurn) == 1
    with reading(app) as session:
        assert [entry.words for entry in session.query(DutyEntry)] == ["Jamais lue."]
