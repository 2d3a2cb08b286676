"""À traiter: each kind of work is there once, with its reason, and nothing more than the eye may see."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from database import instant_at, now, today
from models import (
    Absence,
    CallNote,
    CarePlan,
    DoorReport,
    Interruption,
    InterruptionCall,
    Mediation,
    Offer,
    Replacement,
    Round,
    RoundSide,
    Visit,
    VisitChange,
    Word,
)
from rules.board import KINDS, late, why
from tests.clock import START
from tests.import_scenes import a_gap, a_run
from tests.reader import reader
from tests.world import statements, writing

TODAY = date(2026, 3, 9)


def a_round(session, people, key="second_visit", **more):
    record = Round(pairing_id=people["mme_durand_pairing"], beneficiary_id=people["mme_durand"],
                   caregiver_id=people["aicha_caregiver"], milestone="second_visit", milestone_key=key,
                   opened_at=now(), due_on=TODAY, **more)
    session.add(record)
    session.flush()
    for side in ("beneficiary", "caregiver"):
        session.add(RoundSide(round_id=record.id, side=side, state="answered", closes_on=TODAY + timedelta(days=10)))
    session.flush()
    return record


def a_side(session, record, side="beneficiary", **more):
    """One side of the round still waits."""
    held = session.execute(select(RoundSide).where(RoundSide.round_id == record.id, RoundSide.side == side)).scalar_one()
    for name, value in {"state": "waiting", "call_on": TODAY, **more}.items():
        setattr(held, name, value)


def pair(people, **more):
    return {"beneficiary_id": people["mme_durand"], "caregiver_id": people["aicha_caregiver"], **more}


def a_door(session, people):
    session.get(Visit, people["mme_durand_visit"]).state = "door_closed"
    session.add(DoorReport(visit_id=people["mme_durand_visit"], reported_at=now(), reported_by_id=people["aicha"]))


def an_interruption(session, people, **more):
    values = {"kind": "hospital", "starts_on": TODAY, **more}
    record = Interruption(beneficiary_id=people["mme_durand"], opened_at=now(), **values)
    session.add(record)
    session.flush()
    return record


def a_call(session, people):
    stop = an_interruption(session, people, ask_again_on=TODAY + timedelta(days=9))
    session.add(InterruptionCall(interruption_id=stop.id, caregiver_id=people["aicha_caregiver"]))


def a_change(session, people, **more):
    session.add(VisitChange(visit_id=people["mme_durand_visit"], kind="moved", made_at=now(),
                            starts_at=now() + timedelta(hours=5), **pair(people, **more)))


def uncovered(session, people, days):
    visit = session.get(Visit, people["mme_durand_visit"])
    visit.caregiver_id = visit.pairing_id = None
    visit.starts_at, visit.ends_at = instant_at(TODAY + timedelta(days=days), 480), instant_at(
        TODAY + timedelta(days=days), 540)


def a_talk(session, people, **more):
    session.add(Mediation(pairing_id=people["mme_durand_pairing"], subject="Horaires", owner_id=people["claire"],
                          opened_at=now(), opened_by_id=people["claire"], **more))


def a_request(session, people, **more):
    session.add(Replacement(pairing_id=people["mme_durand_pairing"], beneficiary_id=people["mme_durand"],
                            caregiver_id=people["aicha_caregiver"], requested_by="beneficiary",
                            reason="misfit_beneficiary", opened_at=now(), opened_by_id=people["claire"], **more))


def a_word(session, people, kind):
    session.add(Word(visit_id=people["mme_durand_past_visit"], kind=kind, at=now(), by_id=people["aicha"],
                     **pair(people)))


def a_question(session, people, state, **more):
    """Aïcha would go to Mme Durand, or has not answered yet."""
    absence = Absence(caregiver_id=people["lucie_caregiver"], kind="training", starts_on=today(), ends_on=today(),
                      received_on=today(), declared_at=now(), declared_by_id=people["claire"], read_at=now(),
                      read_by_id=people["claire"])
    session.add(absence)
    session.flush()
    request = Replacement(beneficiary_id=people["mme_durand"], caregiver_id=people["lucie_caregiver"], requested_by="office",
                          absence_id=absence.id,
                          reason="leave", opened_at=now(), opened_by_id=people["claire"], state="open")
    session.add(request)
    session.flush()
    session.add(Offer(replacement_id=request.id, caregiver_id=people["aicha_caregiver"], kind="several", notice="urgent",
                      state=state, asked_at=now(), asked_by_id=people["claire"], **more))


SCENES = {
    "offer_willing": lambda s, p: a_question(s, p, "willing", expires_at=now(), answered_at=now()),
    "offer_late": lambda s, p: a_question(s, p, "waiting", expires_at=now() + timedelta(minutes=30)),
    "door": a_door,
    "interruption_call": a_call,
    "to_reach": lambda s, p: a_change(s, p, phone_first=True, reported_at=now()),
    "uncovered_now": lambda s, p: uncovered(s, p, 1),
    "uncovered_later": lambda s, p: uncovered(s, p, 5),
    "split": lambda s, p: a_round(s, p, attention="split", attention_at=now()),
    "worrying": lambda s, p: a_round(s, p, attention="worrying", attention_at=now()),
    "decide": lambda s, p: a_round(s, p, ready_at=now()),
    "tell_caregiver": lambda s, p: a_request(s, p, state="not_grantable", discriminatory="yes"),
    "word_call_me": lambda s, p: a_word(s, p, "call_me"),
    "word_to_know": lambda s, p: a_word(s, p, "to_know"),
    "call_note": lambda s, p: s.add(CallNote(caller_kind="relative", line="Rappeler pour la clé", search_line="rappeler",
                                             at=now(), by_id=p["claire"], due_on=TODAY, beneficiary_id=p["mme_durand"])),
    "mediation_check": lambda s, p: a_talk(s, p, state="agreed", check_on=TODAY),
    "mediation": lambda s, p: a_talk(s, p, state="opened", check_on=TODAY + timedelta(days=20)),
    "replacement": lambda s, p: a_request(s, p, state="open", discriminatory="no"),
    "answer_request": lambda s, p: a_request(s, p, state="not_grantable", discriminatory="yes",
                                             caregiver_told_at=now(), caregiver_told_by_id=p["claire"]),
    "call": lambda s, p: a_side(s, a_round(s, p)),
    "caregiver_call": lambda s, p: a_side(s, a_round(s, p), "caregiver", wants_call=True, wants_call_at=now()),
    "home_visit": lambda s, p: a_side(s, a_round(s, p), state="unable_by_phone"),
    "overdue": lambda s, p: a_side(s, a_round(s, p), "caregiver", closes_on=TODAY - timedelta(days=1)),
    "resume": lambda s, p: an_interruption(s, p, ask_again_on=TODAY),
    "planning": lambda s, p: a_change(s, p),
    "gap": lambda s, p: a_gap(s, a_run(s, "applied", applied_at=now()), p["mme_durand_visit"]),
    "import": lambda s, p: a_run(s, "applied", source="folder", refused=2, applied_at=now()),
    "renewal": lambda s, p: s.add(CarePlan(beneficiary_id=p["mme_durand"], funder="apa", hours_per_month=20,
                                           starts_on=TODAY, renew_by=TODAY, created_at=now())),
}


def next_act(line):
    """The link of the line that is not a number to call."""
    return [link for link in line.select("a") if not link["href"].startswith("tel:")][0]


def kinds(page) -> list[str]:
    return [line["id"].split("-")[1] for line in page.select("li", class_="line")]


@pytest.mark.parametrize("kind", SCENES)
def test_each_kind_of_work_is_on_the_board_once(app, people, kind):
    with writing(app) as session:
        SCENES[kind](session, people)
    page = reader(app, "claire").get("/a-traiter")
    assert kinds(page) == [kind]
    line = page.select("li", class_="line")[0]
    assert "Jeanne Durand" in line.text or kind in ("call_note", "import")
    assert next_act(line).text.startswith(KINDS[kind].act)


@pytest.mark.parametrize("kind", SCENES)
def test_the_next_act_of_each_line_leads_to_a_page(app, people, kind):
    with writing(app) as session:
        SCENES[kind](session, people)
    claire = reader(app, "claire")
    claire.get(next_act(claire.get("/a-traiter").select("li", class_="line")[0])["href"])


def test_a_home_that_refuses_her_is_decided_by_the_direction_the_same_day(app, people):
    with writing(app) as session:
        visit = session.get(Visit, people["mme_durand_visit"])
        visit.state, visit.state_at, visit.state_by_id = "refused_by_person", now(), people["claire"]
    assert kinds(reader(app, "helene").get("/a-traiter")) == []
    with writing(app) as session:
        a_request(session, people, state="not_grantable", discriminatory="yes", caregiver_told_at=now(),
                  caregiver_choice="stay", requester_told_at=now())
    helene = reader(app, "helene")
    page = helene.get("/a-traiter")
    assert kinds(page) == ["refused"] and "Urgent" in page.select("li", class_="line")[0].text
    assert "Comment va la personne" in helene.get(next_act(page.select("li", class_="line")[0])["href"]).text
    assert kinds(reader(app, "claire").get("/a-traiter")) == []


def test_the_doubt_about_a_request_is_on_the_directions_board_alone(app, people):
    with writing(app) as session:
        a_request(session, people, state="with_direction", discriminatory="doubt")
    assert kinds(reader(app, "helene").get("/a-traiter")) == ["doubt"]
    assert kinds(reader(app, "claire").get("/a-traiter")) == []


def test_a_visit_given_to_another_today_names_and_phones_each_of_the_two(app, people):
    with writing(app) as session:
        a_change(session, people, phone_first=True, reported_at=now(), other_caregiver_id=people["lucie_caregiver"])
    claire = reader(app, "claire")
    lines = claire.get("/a-traiter").select("li", class_="line")
    assert [("Lucie Moreau" in line.text, bool(line.select("a", href="tel:0622222222"))) for line in lines] in (
        [(False, False), (True, True)], [(True, True), (False, False)])
    [hers] = [line for line in lines if "Lucie Moreau" in line.text]
    claire.post(hers.select("form")[0]["action"])
    [left] = claire.get("/a-traiter").select("li", class_="line")
    assert "Aïcha Diallo" in left.text and left.select("a", href="tel:0611111111")


def test_a_visit_moved_today_after_a_stay_in_hospital_is_still_to_be_told(app, people, clock):
    claire, person = reader(app, "claire"), people["mme_durand"]
    url = claire.post(f"/beneficiaires/{person}/interruptions/nouvelle", {
        "kind": "hospital", "starts_on": "2026-03-09", "told_by": "Sa fille", "known": ""}).location
    with writing(app) as session:
        for call in session.scalars(select(InterruptionCall)):
            call.told_at = now()
    clock.move(days=1, hours=6)
    claire = reader(app, "claire")
    claire.post(f"{url}/reprise", {"resumed_on": "2026-03-10"})
    assert kinds(claire.get("/a-traiter")).count("to_reach") == 1, "the return itself is within a day"
    with writing(app) as session:
        for change in session.scalars(select(VisitChange)):
            change.reached_at = now()
        version = session.get(Visit, people["mme_durand_visit"]).version
    claire.post(f"/interventions/{people['mme_durand_visit']}/deplacement", {
        "version": str(version), "day": "2026-03-11", "start": "9:00", "minutes": "60"})
    assert kinds(claire.get("/a-traiter")).count("to_reach") == 1


def test_nothing_left_to_do_is_drawn(app, people):
    page = reader(app, "claire").get("/a-traiter")
    assert "Tout est à jour" in page.text


def test_the_most_pressing_stands_first(app, people):
    with writing(app) as session:
        a_change(session, people)
        a_word(session, people, "to_know")
        a_round(session, people, attention="split", attention_at=now())
        a_door(session, people)
    assert kinds(reader(app, "claire").get("/a-traiter")) == ["door", "split", "word_to_know", "planning"]


def test_a_sector_and_my_files_are_filters_kept_in_the_address(app, people):
    with writing(app) as session:
        a_door(session, people)
    claire, malika = reader(app, "claire"), reader(app, "malika")
    north, south = people["sector_nord"], people["sector_sud"]
    assert kinds(claire.get(f"/a-traiter?secteur={north}")) == ["door"]
    page = claire.get(f"/a-traiter?secteur={south}")
    assert kinds(page) == [] and "Rien à traiter avec ce filtre" in page.text
    assert f"secteur={south}" in [link for link in page.links if "changements" in link][0]
    assert kinds(claire.get("/a-traiter?miens=1")) == ["door"]
    assert kinds(malika.get("/a-traiter?miens=1")) == []


def test_rounds_and_calls_wait_while_help_is_interrupted(app, people):
    with writing(app) as session:
        a_side(session, a_round(session, people))
        an_interruption(session, people, ask_again_on=TODAY + timedelta(days=9))
    assert kinds(reader(app, "claire").get("/a-traiter")) == []


def test_a_death_never_asks_when_to_resume(app, people):
    with writing(app) as session:
        an_interruption(session, people, kind="death", ask_again_on=TODAY)
    assert kinds(reader(app, "claire").get("/a-traiter")) == []


def test_the_poll_says_nothing_when_nothing_changed_and_draws_the_list_when_it_did(app, people):
    claire = reader(app, "claire")
    url = [link for link in claire.get("/a-traiter").links if "changements" in link][0]
    claire.part(url, 204)
    with writing(app) as session:
        a_door(session, people)
        from models import ChangeCount
        session.get(ChangeCount, 1).number += 1
    part = claire.part(url)
    assert not part.is_page and kinds(part) == ["door"]


def test_an_open_board_learns_that_an_hour_has_passed(app, people, clock):
    claire = reader(app, "claire")
    url = [link for link in claire.get("/a-traiter").links if "changements" in link][0]
    claire.part(url, 204)
    clock.move(minutes=20)
    claire.get("/a-traiter")
    clock.move(minutes=50)
    sent = reader(app, "claire").part(url)
    assert not sent.is_page


def test_a_split_says_what_parts_the_two_sides(app, people):
    with writing(app) as session:
        a_round(session, people, attention="split", attention_at=now(), attention_words="Horaires : l'une dit Oui.")
    assert "Horaires : l'une dit Oui." in reader(app, "claire").get("/a-traiter").text


def test_the_part_is_the_same_as_the_reload(app, people):
    with writing(app) as session:
        a_door(session, people)
    claire = reader(app, "claire")
    whole = [node for node in claire.get("/a-traiter").select("div", id="a-traiter")][0]
    assert claire.part("/a-traiter").text == whole.text


def test_polling_does_not_count_as_use(app, people, clock):
    claire = reader(app, "claire")
    for _ in range(31):
        clock.move(minutes=1)
        claire.client.get("/a-traiter/changements?depuis=0",
                          headers={"HX-Request": "true", "HX-Request-Type": "partial"})
    claire.get("/a-traiter", 303)


def test_the_board_says_when_the_clock_has_stopped(app, people):
    assert "horloge" in reader(app, "claire").get("/a-traiter").text


def test_the_board_asks_eight_questions_or_fewer_however_long_it_is(app, people):
    def asked():
        claire = reader(app, "claire")
        with statements(app) as seen:
            claire.get("/a-traiter")
        return len(seen)
    few = asked()
    with writing(app) as session:
        for place in range(30):
            a_round(session, people, key=f"yearly-{place}", attention="split", attention_at=now())
            a_change(session, people)
    many = asked()
    assert few == many <= 8


def test_pages_follow_one_another(app, people):
    with writing(app) as session:
        for place in range(45):
            a_round(session, people, key=f"yearly-{place}", attention="split", attention_at=now())
    claire = reader(app, "claire")
    first = claire.get("/a-traiter")
    assert len(kinds(first)) == 40 and "Page suivante" in first.text
    second = claire.get("/a-traiter?page=2")
    assert len(kinds(second)) == 5 and "Page précédente" in second.text


def test_every_kind_has_a_sentence_whoever_is_missing():
    for kind in KINDS:
        for n in (1, 3):
            said = why(kind, "", "", n, "la clé")
            assert "{" not in said and "  " not in said and said[0].isupper(), said


def test_a_day_is_said_in_words():
    assert late(TODAY, TODAY) == "pour aujourd'hui"
    assert late(TODAY - timedelta(days=1), TODAY) == "en retard de 1 jour"
    assert late(TODAY + timedelta(days=3), TODAY) == "dans 3 jours"


@pytest.mark.parametrize("state, source, more, said", [
    ("refused", "folder", {}, "Import du planning : un fichier est refusé en entier."),
    ("previewed", "folder", {"needs_confirmation": True}, "Import du planning : un fichier attend votre accord."),
    ("interrupted", "screen", {}, "Import du planning : un import s'est interrompu, à relancer."),
    ("applied", "command", {"refused": 1}, "Import du planning : une ligne refusée."),
    ("applied", "folder", {"refused": 12}, "Import du planning : 12 lignes refusées."),
    ("applied", "folder", {"kept": 3}, "Import du planning : des fiches gardées comme ici, à relire."),
    ("applied", "folder", {}, None), ("applied", "screen", {"refused": 3}, None), ("refused", "screen", {}, None),
    # nobody came in time for what came by itself; what somebody put aside was seen
    ("abandoned", "folder", {}, "Import du planning : un fichier n'a pas eu d'accord à temps, il n'est pas entré."),
    ("abandoned", "folder", {"seen_at": START}, None), ("abandoned", "screen", {}, None),
    ("received", "folder", {}, "Import du planning : un fichier attend, colonnes à confirmer."),
    ("received", "screen", {}, None), ("applying", "folder", {}, None)])
def test_a_file_that_waits_for_somebody_says_what_it_waits_for(app, people, state, source, more, said):
    with writing(app) as session:
        a_run(session, state, source=source, **more)
    lines = reader(app, "claire").get("/a-traiter").select("p", class_="why")
    assert [line.text.replace("\u00a0", " ") for line in lines] == ([said] if said else [])


def test_the_gaps_of_a_person_are_one_line(app, people):
    with writing(app) as session:
        run = a_run(session, "applied", applied_at=now())
        for visit in ("mme_durand_visit", "mme_durand_next_visit", "m_petit_visit"):
            a_gap(session, run, people[visit])
    claire = reader(app, "claire")
    page = claire.get("/a-traiter")
    assert "Mme Jeanne Durand : 2 écarts avec votre planning : garder ou reprendre." in page.text.replace("\u00a0", " ")
    assert kinds(page) == ["gap", "gap"]
    assert kinds(claire.get(f"/a-traiter?secteur={people['sector_nord']}")) == ["gap"]
    link = next_act(page.select("li", class_="line")[0])["href"]
    assert link == f"/ecarts?personne={people['mme_durand']}"
    assert len(claire.get(link).select("li", id="ecart-3")) == 0
