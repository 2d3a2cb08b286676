"""Ma semaine: her visits, what changed in them, what she is asked, thanks and replies."""

from datetime import UTC, date, datetime, timedelta

import pytest

from database import instant_at
from models import Account, Decision, Interruption, InterruptionCall, VisitChange, Word
from rules.week import gather, sentence
from tests.phone_scenes import answer, ask, change, furnish, give_visit, word
from tests.reader import reader
from tests.world import statements, writing

TO_BE_CALLED = "Le bureau vous appelle au sujet d'une intervention"


def test_aicha_sees_her_visits_of_the_next_days_by_day(app, people):
    furnish(app, people)
    page = reader(app, "aicha").get("/ma-semaine")
    assert page.h1 == "Ma semaine"
    assert "Aucune intervention aujourd'hui" in page.text
    assert "Mercredi 11 mars" in page.text and "8\u00a0h" in page.html
    assert "Mme Jeanne Durand" in page.text and "Les Lilas" in page.text and "Toilette, Ménage" in page.text
    assert "18 mars" not in page.text and "4 mars" not in page.text, "eight days, no more"
    assert "Petit" not in page.text
    assert f"/ma-semaine/{people['mme_durand_visit']}" in page.links
    assert "Le bureau note ici vos interventions. En cas de doute, appelez le bureau" in page.text


def test_the_visits_of_the_day_come_first(app, people):
    today = give_visit(app, people, date(2026, 3, 9))
    page = reader(app, "aicha").get("/ma-semaine")
    assert "Aucune intervention aujourd'hui" not in page.text
    assert page.html.index(f"/ma-semaine/{today}") < page.html.index(f"/ma-semaine/{people['mme_durand_visit']}")


def test_the_night_she_is_in_stays_on_her_phone_after_midnight(app, people, clock):
    furnish(app, people)
    day = date(2026, 3, 12)
    night = give_visit(app, people, day, 22 * 60, minutes=480, ends_at=instant_at(day, 30 * 60))
    clock.set(instant_at(day, 24 * 60 + 10))
    page = reader(app, "aicha").get("/ma-semaine")
    assert "En cours depuis hier 22 h Mme Jeanne Durand Les Lilas, 8 h Toilette, Ménage" in page.text
    assert "Aucune intervention aujourd'hui." in page.text and f"/ma-semaine/{night}" in page.links
    clock.set(instant_at(day, 30 * 60))
    page = reader(app, "aicha").get("/ma-semaine")
    assert "En cours depuis hier" not in page.text and f"/ma-semaine/{night}" not in page.links


def test_a_door_that_stayed_closed_in_the_night_says_to_call_until_the_night_is_over(app, people, clock):
    day = date(2026, 3, 12)
    night = give_visit(app, people, day, 22 * 60, minutes=480, ends_at=instant_at(day, 30 * 60))
    clock.set(instant_at(day, 23 * 60))
    aicha = reader(app, "aicha")
    aicha.post(f"/ma-semaine/{night}/porte-close")
    clock.set(instant_at(day, 24 * 60 + 5))
    assert "Appelez le bureau maintenant." in reader(app, "aicha").get(f"/ma-semaine/{night}").text
    clock.set(instant_at(day, 30 * 60))
    assert "Porte close ce jour-là." in reader(app, "aicha").get(f"/ma-semaine/{night}").text


def test_a_visit_called_off_is_no_longer_in_the_week(app, people):
    give_visit(app, people, date(2026, 3, 12), state="suspended")
    give_visit(app, people, date(2026, 3, 13), state="refused_by_person")
    text = reader(app, "aicha").get("/ma-semaine").text
    assert "12 mars" not in text and "13 mars" not in text
    assert "refus" not in text.lower() and "suspendu" not in text.lower()


def test_what_changed_says_the_visit_and_never_the_reason(app, people):
    change(app, people, "moved", was="mercredi 11 mars, 8 h", now="jeudi 12 mars, 9 h")
    change(app, people, "refused", was="mercredi 18 mars, 8 h")
    text = reader(app, "aicha").get("/ma-semaine").text
    assert "Avant : mercredi 11 mars, 8 h. Maintenant : jeudi 12 mars, 9 h." in text
    assert "n'a pas lieu" in text and "refus" not in text.lower()


def test_a_visit_given_for_next_month_opens_from_her_phone_at_once(app, people):
    sent = {"version": "1", "caregiver_id": str(people["lucie_caregiver"]), "kind": "replacement", "why": "hours",
            "extent": "one"}
    given = people["mme_durand_next_visit"]
    reader(app, "claire").post(f"/interventions/{given}/intervenante?partout=1", sent)
    lucie = reader(app, "lucie")
    page = lucie.get("/ma-semaine")
    assert [link["href"] for link in page.select("section", aria_labelledby="change")[0].select("a")] == [
        f"/ma-semaine/{given}"]
    later = page.select("section", aria_labelledby="plus-tard")[0]
    assert "Mercredi 18 mars" in later.text and later.select("a", href=f"/ma-semaine/{given}")
    assert "12 rue des Lilas" in lucie.get(f"/ma-semaine/{given}").text
    hers = reader(app, "aicha").get("/ma-semaine")
    assert not hers.select("section", aria_labelledby="change")[0].select("a"), "what is no longer hers does not open"
    assert not hers.select("section", aria_labelledby="plus-tard"), "she goes there this week"


def test_what_changed_longer_than_a_week_ago_is_forgotten(app, people, clock):
    change(app, people, "moved", was="hier", now="demain")
    clock.move(days=8)
    text = reader(app, "aicha").get("/ma-semaine").text
    assert "déplacée" not in text and "Rien n'a changé" in text


def test_a_change_to_be_phoned_says_neither_name_nor_reason_until_she_is_reached(app, people, clock):
    line = change(app, people, "cancelled", was="CANARI mardi 10 mars, 9 h", phone_first=True)
    page = reader(app, "aicha").get("/ma-semaine")
    assert TO_BE_CALLED in page.text and "CANARI" not in page.html and "n'a pas lieu" not in page.text
    with writing(app) as session:
        session.get(VisitChange, line).reached_at = clock()
    page = reader(app, "aicha").get("/ma-semaine")
    assert TO_BE_CALLED not in page.text and "CANARI" in page.text


def test_lucie_is_not_told_of_a_call_meant_for_aicha(app, people):
    change(app, people, "cancelled", phone_first=True)
    assert TO_BE_CALLED not in reader(app, "lucie").get("/ma-semaine").text


def test_a_caregiver_whose_file_is_not_known_yet_is_not_told_of_a_visit_nobody_holds(app, people):
    line = change(app, people, "added", phone_first=True)
    with writing(app) as session:
        session.get(VisitChange, line).caregiver_id = None
        session.get(Account, people["lucie"]).caregiver_id = None
    assert TO_BE_CALLED not in reader(app, "lucie").get("/ma-semaine").text


def test_a_death_is_never_learnt_from_a_screen(app, people, clock):
    with writing(app) as session:
        stop = Interruption(beneficiary_id=people["mme_durand"], kind="death", starts_on=date(2026, 3, 8),
                            opened_at=clock(), told_by="sa fille")
        session.add(stop)
        session.flush()
        call = InterruptionCall(interruption_id=stop.id, caregiver_id=people["aicha_caregiver"])
        session.add(call)
        session.flush()
        call_id = call.id
    change(app, people, "suspended", was="CANARI mercredi 11 mars")
    page = reader(app, "aicha").get("/ma-semaine")
    assert TO_BE_CALLED in page.text and "CANARI" not in page.html and "décès" not in page.text.lower()
    with writing(app) as session:
        session.get(InterruptionCall, call_id).told_at = clock()
    page = reader(app, "aicha").get("/ma-semaine")
    assert TO_BE_CALLED not in page.text and "CANARI" in page.text and "décès" not in page.text.lower()


def test_a_question_waits_for_her_without_pressing_her(app, people):
    _, hers = ask(app, people)
    page = reader(app, "aicha").get("/ma-semaine")
    assert "Une question pour vous" in page.text
    assert "À faire quand vous pouvez avant le jeudi 19 mars" in page.text
    assert f"/mes-questions/{hers}" in page.links
    assert "question" not in reader(app, "lucie").get("/ma-semaine").text.lower()


def test_thanks_reach_her_once_her_own_side_is_answered(app, people):
    theirs, hers = ask(app, people)
    answer(app, theirs, "person", people["claire"], goes_well="Elle chante en cuisinant.", may_pass_on=True,
           should_change="CANARI plus tôt")
    assert "Elle chante" not in reader(app, "aicha").get("/ma-semaine").text
    answer(app, hers, "caregiver", people["claire"])
    page = reader(app, "aicha").get("/ma-semaine")
    assert "Elle chante en cuisinant." in page.text and "CANARI" not in page.html


def test_thanks_said_by_a_guardian_are_not_those_of_a_relative(app, people):
    theirs, hers = ask(app, people)
    answer(app, theirs, "guardian", people["claire"], goes_well="Elle chante en cuisinant.", may_pass_on=True)
    answer(app, hers, "caregiver", people["claire"])
    for address in ("/ma-semaine", "/mes-mots"):
        text = reader(app, "aicha").get(address).text
        assert "par la voix de son tuteur ou de son curateur" in text and "proche" not in text


def test_thanks_not_to_be_passed_on_stay_at_the_office(app, people):
    theirs, hers = ask(app, people)
    answer(app, theirs, "person", people["claire"], goes_well="CANARI", may_pass_on=False)
    answer(app, hers, "caregiver", people["claire"])
    assert "CANARI" not in reader(app, "aicha").get("/ma-semaine").html


def test_the_office_s_reply_is_on_top_of_her_week(app, people, clock):
    said = word(app, people)
    with writing(app) as session:
        session.get(Word, said).reply = "Le chauffagiste passe jeudi."
        session.get(Word, said).read_at = clock()
    assert "Le chauffagiste passe jeudi." in reader(app, "aicha").get("/ma-semaine").text
    assert "chauffagiste" not in reader(app, "lucie").get("/ma-semaine").text


def test_an_empty_week_says_what_comes_first(app, people, clock):
    clock.move(days=60)
    text = reader(app, "aicha").get("/ma-semaine").text
    assert "Aucune intervention prévue dans les sept jours" in text and "dès que le bureau vous la confie" in text


def test_the_week_asks_the_same_number_of_questions_for_one_visit_or_thirty(app, people):
    aicha = reader(app, "aicha")
    aicha.get("/ma-semaine")
    with statements(app) as few:
        aicha.get("/ma-semaine")
    for number in range(30):
        give_visit(app, people, date(2026, 3, 9) + timedelta(days=number % 7), 360 + 20 * number)
        change(app, people, "moved", was=f"avant {number}", now=f"après {number}")
        word(app, people)
    with statements(app) as many:
        aicha.get("/ma-semaine")
    assert len(many) == len(few) <= 9, many


@pytest.mark.parametrize("kind, hers_first, said", [
    ("moved", True, "intervention déplacée"),
    ("cancelled", True, "l'intervention n'a pas lieu"),
    ("refused", True, "l'intervention n'a pas lieu"),
    ("suspended", True, "l'intervention n'a pas lieu"),
    ("reassigned", True, "une collègue y va à votre place"),
    ("reassigned", False, "intervention ajoutée à votre semaine"),
    ("something new", True, "l'intervention a changé"),
])
def test_a_change_reads_as_what_it_means_for_her(kind, hers_first, said):
    assert sentence(kind, hers_first) == said


def test_changes_that_read_the_same_are_one_line():
    from types import SimpleNamespace as Row
    first = date(2026, 3, 10)
    rows = [Row(beneficiary_id=1, civility="Mme", first_name="Jeanne", last_name="Durand", kind="added", was="",
                now="le mardi, 8 h", starts_at=first + timedelta(days=7 * n), caregiver_id=5, visit_id=n)
            for n in (2, 1, 3)]
    lines = gather(rows, 5)
    assert [(line.times, line.starts_at, line.visit_id) for line in lines] == [(3, first + timedelta(days=7), 1)]


def many_added(days):
    from types import SimpleNamespace as Row
    return [Row(beneficiary_id=1, civility="Mme", first_name="Jeanne", last_name="Durand", kind="reassigned",
                was=f"le {day} mars, 8 h", now="", starts_at=datetime(2026, 3, day, 7, tzinfo=UTC), caregiver_id=5,
                visit_id=day) for day in days]


def test_a_replacement_of_many_days_is_one_line():
    lines = gather(many_added((12, 10, 11, 20)), 9)
    assert [(line.sentence, line.detail, line.visit_id, line.times) for line in lines] == [
        ("intervention ajoutée à votre semaine", "4\u00a0interventions, du mar. 10 mars au ven. 20 mars", 10, 1)]


def test_a_few_changes_are_said_one_by_one_and_visits_moved_always():
    assert len(gather(many_added((10, 11, 12)), 9)) == 3
    moved = many_added((10, 11, 12, 13))
    for row in moved:
        row.kind, row.now, row.caregiver_id = "moved", "15 h", 9
    assert len(gather(moved, 9)) == 4


def test_a_decision_is_not_a_change_of_her_week(app, people, clock):
    theirs, _ = ask(app, people)
    with writing(app) as session:
        from models import RoundSide
        session.add(Decision(round_id=session.get(RoundSide, theirs).round_id, outcome="replacement", reason="CANARI",
                             proposed="fit", at=clock(), by_id=people["claire"], told_words="CANARI2"))
    page = reader(app, "aicha").get("/ma-semaine")
    assert "CANARI" not in page.html
