"""A passage de relais from the day somebody takes the visits to the day the usual caregiver reads the return note."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from acts import covering
from acts import handovers as acts
from acts import home_sheets
from commands.clock import RUN
from database import now
from models import (
    Absence,
    Account,
    Handover,
    HandoverAddendum,
    HomeSheetReading,
    JournalLine,
    Visit,
)
from tests.handover_scenes import away, given_up, held, relay, relays, taken, written
from tests.phone_scenes import furnish, give_visit
from tests.reader import reader
from tests.world import count, reading, statements, writing

WRITTEN = {"matters_now": "Elle a un nouveau fauteuil, freins à gauche.", "mode": "written"}
# Lucie's visits at Mme Durand's are on Wednesdays 11 and 18 March, at 8:00.
AFTER = datetime(2026, 3, 18, 9, 0, tzinfo=UTC)
BACK = datetime(2026, 3, 23, 9, 0, tzinfo=UTC)


def seen(app, name, id):
    return reader(app, name).get(f"/mes-relais/{id}")


def sent(app, people, **values):
    """Written by the office, so that Lucie may read it."""
    id = relay(app, people, **values)
    reader(app, "claire").post(f"/relais/{id}/ecrire", WRITTEN)
    return id


# --- when one opens ---

def test_somebody_who_comes_for_the_first_time_opens_one_which_follows_her_visits(app, people):
    relay(app, people)
    [one] = relays(app)
    assert (one.kind, one.state, one.beneficiary_id) == ("full", "to_write", people["mme_durand"])
    assert (one.from_caregiver_id, one.to_caregiver_id) == (people["aicha_caregiver"], people["lucie_caregiver"])
    with reading(app) as session:
        first, last = (session.get(Visit, people[name]) for name in ("mme_durand_visit", "mme_durand_next_visit"))
        assert (one.first_visit_at, one.last_visit_at) == (first.starts_at, last.ends_at)


def test_visits_taken_one_after_the_other_open_one_relay_whose_first_day_is_the_first_of_them(app, people):
    request = away(app, people)
    taken(app, people, request, which=[1])
    assert relays(app)[0].first_visit_at.day == 18
    taken(app, people, request, which=[0])
    [one] = relays(app)
    assert one.first_visit_at.day == 11 and one.last_visit_at.day == 18


def test_who_knows_the_home_only_reads_again_what_changed(app, people):
    give_visit(app, people, date(2026, 3, 4), caregiver="lucie")
    relay(app, people)
    assert [(one.kind, one.state) for one in relays(app)] == [("reread", "sent")]


def test_a_visit_called_off_taught_her_nothing_of_the_home(app, people):
    give_visit(app, people, date(2026, 3, 4), caregiver="lucie", state="cancelled_by_person")
    relay(app, people)
    assert relays(app)[0].kind == "full"


def test_a_home_flagged_each_time_opens_a_whole_one_for_who_knows_it_too(app, people):
    give_visit(app, people, date(2026, 3, 4), caregiver="lucie")
    with writing(app) as session:
        home_sheets.flag(session.get(Account, people["claire"]), people["mme_durand"], True)
    relay(app, people)
    assert relays(app)[0].kind == "full"


def test_her_visits_gone_the_relay_is_cancelled_and_one_of_them_left_it_goes_on(app, people):
    request = away(app, people)
    taken(app, people, request)
    given_up(app, people, request, 0)
    assert [(one.state, one.first_visit_at.day) for one in relays(app)] == [("to_write", 18)]
    given_up(app, people, request, 1)
    assert [one.state for one in relays(app)] == ["cancelled"]
    taken(app, people, request)
    assert [one.state for one in relays(app)] == ["cancelled", "to_write"]


def test_the_clock_follows_a_planning_that_moves_or_withdraws_the_visits(app, people):
    relay(app, people)
    with writing(app) as session:
        visit = session.get(Visit, people["mme_durand_visit"])
        visit.starts_at, visit.ends_at = visit.starts_at + timedelta(days=1), visit.ends_at + timedelta(days=1)
    with app.app_context():
        RUN["handovers"]()
    assert relays(app)[0].first_visit_at.day == 12
    with writing(app) as session:
        session.execute(update(Visit).where(Visit.caregiver_id == people["lucie_caregiver"],
                                            Visit.beneficiary_id == people["mme_durand"]).values(state="withdrawn"))
    with app.app_context():
        RUN["handovers"]()
    assert relays(app)[0].state == "cancelled"
    assert count(app, JournalLine, JournalLine.action == "handover.tidy") == 2
    with app.app_context():
        assert RUN["handovers"]() == "", "nothing more to follow leaves no trace"


def test_suspended_visits_keep_the_relay_but_nobody_is_pressed_about_it(app, people):
    relay(app, people)
    with writing(app) as session:
        session.execute(update(Visit).where(Visit.caregiver_id == people["lucie_caregiver"],
                                            Visit.beneficiary_id == people["mme_durand"]).values(state="suspended"))
    with app.app_context():
        RUN["handovers"]()
    [one] = relays(app)
    assert one.state == "to_write" and one.first_visit_at is None
    assert "relais" not in reader(app, "claire").get("/a-traiter").select("main")[0].text
    assert "Préparez" not in reader(app, "aicha").get("/ma-semaine").text


def test_a_note_that_does_not_come_is_not_waited_for_for_ever(app, people, clock):
    sent(app, people)
    clock.set(AFTER + timedelta(days=13))
    with app.app_context():
        RUN["handovers"]()
    assert relays(app)[0].state == "sent"
    clock.move(days=1)
    with app.app_context():
        RUN["handovers"]()
    assert relays(app)[0].state == "closed" and relays(app)[0].closed_by_id is None


# --- who is asked ---

def test_before_her_leave_the_usual_caregiver_is_asked_on_her_phone_and_writes_on_one_screen(app, people):
    furnish(app, people)
    written(app, people)
    give_visit(app, people, date(2026, 3, 25))
    id, aicha = relay(app, people), reader(app, "aicha")
    week = aicha.get("/ma-semaine")
    assert "Préparez le passage de relais" in week.text and f"/mes-relais/{id}" in week.links
    page = aicha.get(f"/mes-relais/{id}")
    assert "Relais de vous à Lucie Moreau" in page.text and "Le café avant tout." in page.text
    page = aicha.follow(aicha.post(f"/mes-relais/{id}/ecrire", {**WRITTEN, "mode": "call", "made_on": "2026-03-09"}))
    assert "C'est envoyé. Merci." in page.text
    [one] = relays(app)
    assert (one.state, one.mode, one.made_on, one.written_by_id) == ("sent", "call", date(2026, 3, 9), people["aicha"])
    assert "Préparez" not in aicha.get("/ma-semaine").text


@pytest.mark.parametrize("reason", ["sick_leave", "accident"])
def test_the_one_who_is_ill_is_asked_nothing_and_the_office_reads_it_on_its_board(app, people, reason):
    id = relay(app, people, reason=reason, starts_on=date(2026, 3, 9))
    aicha, claire = reader(app, "aicha"), reader(app, "claire")
    assert "relais" not in aicha.get("/ma-semaine").text.replace("Mes passages de relais", "")
    page = aicha.get(f"/mes-relais/{id}")
    assert "Rien ne vous est demandé." in page.text and not [form for form in page.select("form") if "relais" in form["action"]]
    board = claire.get("/a-traiter")
    assert "Passage de relais à écrire pour Lucie Moreau, qui vient chez Mme Jeanne Durand." in board.text
    assert f"/relais/{id}" in board.links
    assert "On ne demande rien à Aïcha Diallo" in claire.get(f"/relais/{id}").text


def test_an_unwritten_one_becomes_the_office_s_two_days_before_whoever_was_asked(app, people, clock):
    clock.set(datetime(2026, 3, 6, 8, 0, tzinfo=UTC))
    relay(app, people)
    claire = reader(app, "claire")
    assert "Passage de relais" not in claire.get("/a-traiter").select("main")[0].text
    clock.set(datetime(2026, 3, 9, 8, 0, tzinfo=UTC))
    assert "Passage de relais à écrire" in reader(app, "claire").get("/a-traiter").text


def test_who_has_no_page_is_asked_nothing_there_and_the_office_reads_her_part(app, people, clock):
    clock.set(datetime(2026, 3, 6, 8, 0, tzinfo=UTC))
    with writing(app) as session:
        session.get(Account, people["aicha"]).ended_at = now()
    id = relay(app, people)
    claire = reader(app, "claire")
    assert "Passage de relais à écrire" in claire.get("/a-traiter").text
    claire.post(f"/relais/{id}/ecrire", WRITTEN)
    clock.set(AFTER)
    claire = reader(app, "claire")
    claire.post(f"/relais/{id}/retour", {"went": "well", "told": ""})
    assert "Retour de remplacement à lire" in claire.get("/a-traiter").text
    claire.post(f"/relais/{id}/clore")
    assert "Retour de remplacement à lire" not in claire.get("/a-traiter").text


def test_whom_the_office_hands_over_for_is_no_part_of_a_relay_where_something_went_wrong(app, people):
    id = relay(app, people, reason="caregiver_protection", absent=False)
    assert relays(app)[0].from_caregiver_id is None
    reader(app, "aicha").get(f"/mes-relais/{id}", 404)
    assert "Relais du bureau à" in reader(app, "claire").get(f"/relais/{id}").text


# --- written, read ---

def test_the_one_who_comes_reads_it_with_the_sheet_and_confirms_with_the_hour(app, people):
    furnish(app, people)
    written(app, people)
    id, lucie = sent(app, people), reader(app, "lucie")
    assert "Lisez le passage de relais" in lucie.get("/ma-semaine").text
    page = lucie.get(f"/mes-relais/{id}")
    for words in (WRITTEN["matters_now"], "Le café avant tout.", "Risque de chute", "Relais d'Aïcha Diallo à vous"):
        assert words in page.text, words
    page = lucie.follow(lucie.post(f"/mes-relais/{id}/lu"))
    assert "Vous l'avez lu le 9 mars à" in page.text
    assert count(app, HomeSheetReading, HomeSheetReading.caregiver_id == people["lucie_caregiver"]) == 1
    assert "Lisez le passage de relais" not in lucie.get("/ma-semaine").text
    assert "Lucie Moreau l'a lu le 9 mars à" in seen(app, "aicha", id).text


def test_while_it_is_written_she_reads_that_it_comes(app, people):
    id = relay(app, people)
    assert "Votre collègue le prépare. Vous le lirez ici." in seen(app, "lucie", id).text
    reader(app, "lucie").post(f"/mes-relais/{id}/lu", status=409)


def test_each_side_does_only_what_is_hers(app, people):
    id = relay(app, people)
    reader(app, "lucie").post(f"/mes-relais/{id}/ecrire", WRITTEN, status=404)
    reader(app, "claire").post(f"/relais/{id}/ecrire", WRITTEN)
    reader(app, "aicha").post(f"/mes-relais/{id}/lu", status=404)
    reader(app, "aicha").post(f"/mes-relais/{id}/retour", {"went": "well"}, status=404)
    reader(app, "lucie").post(f"/mes-relais/{id}/retour-lu", status=404)
    assert relays(app)[0].state == "sent"


@pytest.mark.parametrize(("data", "message"), [
    ({"mode": "written"}, "Écrivez ce qui compte, ou « rien de nouveau »."),
    ({"matters_now": "Rien de nouveau"}, "Choisissez comment se passe le relais."),
    ({"matters_now": "Rien de nouveau", "mode": "joint"}, "Indiquez le jour de l'intervention ensemble ou de l'appel.")])
def test_a_relay_begun_says_what_lacks_and_loses_nothing(app, people, data, message):
    id = relay(app, people)
    for name, url in (("aicha", f"/mes-relais/{id}/ecrire"), ("claire", f"/relais/{id}/ecrire")):
        page = reader(app, name).post(url, data, status=422)
        assert message in page.text and page.title.startswith("Erreur")
        assert data.get("matters_now", "") in page.html
    assert relays(app)[0].state == "to_write"


def test_the_second_one_to_write_learns_who_was_first_and_nothing_is_overwritten(app, people):
    id = relay(app, people)
    reader(app, "aicha").post(f"/mes-relais/{id}/ecrire", WRITTEN)
    page = reader(app, "claire").post(f"/relais/{id}/ecrire", {**WRITTEN, "matters_now": "Autre chose"}, status=409)
    assert "Aïcha Diallo a déjà écrit ce passage de relais." in page.text and "Autre chose" in page.html
    assert relays(app)[0].matters_now == WRITTEN["matters_now"]


def test_what_comes_to_mind_later_is_added_beside_and_marked_for_who_had_read(app, people, clock):
    id = sent(app, people)
    reader(app, "lucie").post(f"/mes-relais/{id}/lu")
    clock.move(hours=1)
    reader(app, "aicha").post(f"/mes-relais/{id}/ajouter", {"words": "La sonnette est en panne."})
    page = seen(app, "lucie", id)
    assert WRITTEN["matters_now"] in page.text and "La sonnette est en panne." in page.text and "après votre lecture" in page.text
    assert count(app, HandoverAddendum) == 1
    reader(app, "aicha").post(f"/mes-relais/{id}/ajouter", {"words": " "}, status=422)


def test_unread_the_day_before_it_stands_on_the_board_with_her_number(app, people, clock):
    clock.set(datetime(2026, 3, 9, 8, 0, tzinfo=UTC))
    id = sent(app, people)
    late = "Lucie Moreau n'a pas lu le passage de relais chez Mme Jeanne Durand."
    assert late not in reader(app, "claire").get("/a-traiter").text, "two days before, she has time"
    clock.set(datetime(2026, 3, 10, 8, 0, tzinfo=UTC))
    claire = reader(app, "claire")
    board = claire.get("/a-traiter")
    assert late in board.text and "tel:0622222222" in board.links
    claire.post(f"/relais/{id}/lu")
    assert late not in claire.get("/a-traiter").text
    assert relays(app)[0].read_by_id == people["claire"]


def test_reading_again_marks_what_was_written_since_her_last_visit(app, people, clock):
    clock.set(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))
    furnish(app, people)
    written(app, people, "calms", "La radio, doucement.")
    clock.set(datetime(2026, 3, 9, 9, 0, tzinfo=UTC))
    give_visit(app, people, date(2026, 3, 4), caregiver="lucie")
    written(app, people, "habits", "Le thé remplace le café.")
    id = relay(app, people)
    page = seen(app, "lucie", id)
    assert page.h1 == "Relire : ce qui a changé"
    new = {panel["id"] for panel in page.select("section", class_="panel") if "Nouveau" in panel.text}
    assert new == {"habits"}
    reader(app, "lucie").post(f"/mes-relais/{id}/lu")
    clock.move(hours=1)
    assert "Nouveau" not in seen(app, "lucie", id).text


# --- the return ---

def test_after_her_last_visit_one_question_and_the_usual_caregiver_reads_it_when_she_is_back(app, people, clock):
    id = sent(app, people)
    lucie = reader(app, "lucie")
    lucie.post(f"/mes-relais/{id}/lu")
    assert "Comment cela s'est-il passé" not in lucie.get(f"/mes-relais/{id}").text
    lucie.post(f"/mes-relais/{id}/retour", {"went": "well"}, status=409)
    clock.set(AFTER)
    lucie = reader(app, "lucie")
    assert "Comment cela s'est-il passé" in lucie.get("/ma-semaine").text
    lucie.post(f"/mes-relais/{id}/retour", {"went": "to_know"}, status=422)
    lucie.post(f"/mes-relais/{id}/retour", {"went": "to_know", "told": "Le bain est passé au jeudi."})
    assert "Lisez le retour" not in reader(app, "aicha").get("/ma-semaine").text, "she is still on leave"
    clock.set(BACK)
    aicha = reader(app, "aicha")
    assert "Lisez le retour de votre collègue" in aicha.get("/ma-semaine").text
    assert "Le bain est passé au jeudi." in aicha.get(f"/mes-relais/{id}").text
    aicha.post(f"/mes-relais/{id}/retour-lu")
    [one] = relays(app)
    assert one.state == "closed" and one.closed_by_id == people["aicha"]


def test_a_wish_to_talk_goes_to_the_office_alone_until_somebody_did(app, people, clock):
    id = sent(app, people)
    clock.set(AFTER)
    reader(app, "lucie").post(f"/mes-relais/{id}/retour", {"went": "talk", "told": ""})
    claire = reader(app, "claire")
    line = "Retour de remplacement à lire : Lucie Moreau, chez Mme Jeanne Durand."
    assert line in claire.get("/a-traiter").text
    assert "J'aimerais en parler" in claire.get(f"/relais/{id}").text
    assert "parler" not in seen(app, "aicha", id).text
    claire.post(f"/relais/{id}/suite")
    assert line not in claire.get("/a-traiter").text
    claire.post(f"/relais/{id}/suite", status=409)


def test_who_was_never_told_to_read_hands_back_all_the_same(app, people, clock):
    id = sent(app, people)
    clock.set(AFTER)
    reader(app, "claire").post(f"/relais/{id}/retour", {"went": "well", "told": ""})
    assert relays(app)[0].state == "returned" and relays(app)[0].returned_by_id == people["claire"]


def test_the_replacement_who_falls_ill_is_asked_no_return_note(app, people, clock):
    id = sent(app, people)
    clock.set(AFTER)
    with writing(app) as session:
        session.add(Absence(caregiver_id=people["lucie_caregiver"], kind="sick_leave", starts_on=date(2026, 3, 18),
                            received_on=date(2026, 3, 18), declared_at=now(), declared_by_id=people["claire"]))
    lucie = reader(app, "lucie")
    assert "Comment cela" not in lucie.get("/ma-semaine").text + lucie.get(f"/mes-relais/{id}").text


def test_who_comes_for_good_reads_and_that_is_all(app, people):
    id = sent(app, people, reason="end_of_contract", for_good=True, absent=False)
    reader(app, "lucie").post(f"/mes-relais/{id}/lu")
    assert relays(app)[0].state == "closed"


def test_the_office_says_why_none_is_needed(app, people):
    id, claire = relay(app, people), reader(app, "claire")
    claire.post(f"/relais/{id}/annuler", {"why": ""}, status=422)
    page = claire.follow(claire.post(f"/relais/{id}/annuler", {"why": "Elles se sont vues hier."}))
    assert "Elles se sont vues hier." in page.text
    for name in ("aicha", "lucie"):
        page = seen(app, name, id)
        assert "n'est plus nécessaire" in page.text and "Elles se sont vues" not in page.text


# --- what stays hers, what goes ---

def test_after_the_last_visit_she_keeps_the_name_and_the_words_and_nothing_of_the_home(app, people, clock):
    furnish(app, people)
    written(app, people)
    id = sent(app, people)
    clock.set(AFTER)
    lucie = reader(app, "lucie")
    page = lucie.get(f"/mes-relais/{id}")
    assert "Mme Jeanne Durand" in page.text and WRITTEN["matters_now"] in page.text
    for gone in ("Le café avant tout.", "Risque de chute", "12 rue des Lilas", "0133333333", "A4471B"):
        assert gone not in page.html, gone
    lucie.get(f"/mes-fiches/{people['mme_durand']}", 404)
    lucie.post(f"/mes-fiches/{people['mme_durand']}/lu", status=404)


def test_codes_open_a_day_before_her_first_visit_as_a_replacement_and_close_after_the_last(app, people, clock):
    furnish(app, people)
    id, visit = sent(app, people), people["mme_durand_visit"]
    codes = f"/ma-semaine/{visit}/codes"
    clock.set(datetime(2026, 3, 10, 6, 59, tzinfo=UTC))
    lucie = reader(app, "lucie")
    page = lucie.get(f"/mes-relais/{id}")
    assert "Les codes apparaissent 24 heures avant" in page.text and "A4471B" not in page.html
    lucie.post(codes, status=404)
    clock.set(datetime(2026, 3, 10, 7, 0, tzinfo=UTC))
    lucie = reader(app, "lucie")
    for url in (f"/mes-relais/{id}", f"/mes-fiches/{people['mme_durand']}"):
        assert lucie.get(url).form(codes), "the relay and the sheet lead to the same door"
    assert "A4471B" in lucie.post(codes, status=200).text
    subject = f"beneficiary:{people['mme_durand']}"
    assert count(app, JournalLine, JournalLine.action == "phone.code", JournalLine.subject == subject) == 1
    clock.set(AFTER)
    reader(app, "lucie").post(f"/ma-semaine/{people['mme_durand_next_visit']}/codes", status=404)
    assert "A4471B" not in seen(app, "lucie", id).html


def test_the_visit_leads_to_the_relay_and_to_the_sheet(app, people):
    id = sent(app, people)
    links = reader(app, "lucie").get(f"/ma-semaine/{people['mme_durand_visit']}").links
    assert f"/mes-relais/{id}" in links and f"/mes-fiches/{people['mme_durand']}" in links


def test_a_relay_of_two_others_is_nowhere_to_be_found(app, people):
    id = relay(app, people)
    with writing(app) as session:
        session.execute(update(Handover).values(from_caregiver_id=None))
    aicha = reader(app, "aicha")
    aicha.get(f"/mes-relais/{id}", 404)
    assert f"/mes-relais/{id}" not in aicha.get("/mes-relais").links
    for what in ("ecrire", "lu", "ajouter", "retour", "retour-lu"):
        aicha.post(f"/mes-relais/{id}/{what}", WRITTEN, status=404)
    for name in ("sam", "odile"):
        reader(app, name).get(f"/relais/{id}", 403)


# --- lists ---

def test_the_office_finds_each_one_where_it_stands_and_an_empty_list_says_why(app, people, clock):
    claire = reader(app, "claire")
    assert "Aucun passage de relais à écrire." in claire.get("/relais").text
    id = relay(app, people)
    for state, path, data in (("a-ecrire", "ecrire", WRITTEN), ("a-lire", "lu", {}), ("lus", None, None)):
        assert f"/relais/{id}" in claire.get(f"/relais?etat={state}").links
        if path:
            claire.post(f"/relais/{id}/{path}", data)
    clock.set(AFTER)
    claire = reader(app, "claire")
    claire.post(f"/relais/{id}/retour", {"went": "well", "told": ""})
    assert f"/relais/{id}" in claire.get("/relais?etat=retours").links
    claire.post(f"/relais/{id}/clore")
    assert f"/relais/{id}" in claire.get("/relais?etat=termines").links
    claire.post(f"/relais/{id}/clore", status=409)


def test_lists_and_pages_ask_the_same_number_of_questions_for_one_relay_or_twenty(app, people):
    furnish(app, people)
    id = sent(app, people)
    urls = {"claire": ("/relais?etat=a-lire", f"/relais/{id}", f"/beneficiaires/{people['mme_durand']}/fiche-intervention",
                       "/a-traiter"), "lucie": ("/mes-relais", f"/mes-relais/{id}", "/ma-semaine")}
    asked = {}
    for turn in range(2):
        for name, pages in urls.items():
            her = reader(app, name)
            for url in pages:
                her.get(url)
                with statements(app) as run:
                    her.get(url)
                asked.setdefault(url, []).append(len(run))
        if not turn:
            _more(app, people)
    assert all(few == many for few, many in asked.values()), asked
    assert max(many for _, many in asked.values()) <= 14, asked


def _more(app, people):
    with writing(app) as session:
        session.add_all([Handover(
            beneficiary_id=people["mme_durand"], to_caregiver_id=people["lucie_caregiver"], kind="full", state="sent",
            from_caregiver_id=people["aicha_caregiver"], asks_return=True, opened_at=now(), written_at=now(),
            written_by_id=people["claire"], made_on=date(2026, 3, 9), mode="call", first_visit_at=now() + timedelta(hours=20),
            last_visit_at=now() + timedelta(days=2)) for _ in range(20)])
    for section in ("course", "gestures", "calms"):
        for version in range(3):
            written(app, people, section, f"Version {version}")


def test_visits_given_back_to_the_usual_caregiver_end_the_relay(app, people):
    request = away(app, people)
    taken(app, people, request)
    given_up(app, people, request, 0)
    given_up(app, people, request, 1)
    with writing(app) as session:
        covering.give_back(session.get(Account, people["claire"]), held(app, request))
    assert [one.state for one in relays(app)] == ["cancelled"]
    with reading(app) as session:
        assert set(session.scalars(select(Visit.caregiver_id).where(Visit.beneficiary_id == people["mme_durand"]))) == {
            people["aicha_caregiver"]}


def test_the_relay_is_followed_by_the_acts_of_others_without_a_person(app, people):
    """The clock signs nothing as somebody."""
    relay(app, people)
    with writing(app) as session:
        session.execute(update(Visit).where(Visit.caregiver_id == people["lucie_caregiver"]).values(state="withdrawn"))
        assert acts.follow(None) == 1
    assert relays(app)[0].closed_by_id is None
