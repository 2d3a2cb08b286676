"""A person's help stops: visits, lines to report, caregivers phoned; it starts again; a death is told by voice."""

from datetime import date

import pytest
from sqlalchemy import select

from database import instant_at, now, today
from models import (
    CallNote,
    Interruption,
    InterruptionCall,
    Mediation,
    Pairing,
    Replacement,
    Round,
    RoundSide,
    Visit,
    VisitChange,
)
from queries.reach import changes_seen_by
from tests.reader import reader
from tests.test_visits import new
from tests.world import count, reading, writing

HOSPITAL = {"kind": "hospital", "starts_on": "2026-03-09", "told_by": "Sa fille"}
DEATH = {"kind": "death", "starts_on": "2026-03-08", "told_by": "Sa fille", "confirmed": "y"}


def opened(app, people, name="claire", status=303, **values):
    url = f"/beneficiaires/{people['mme_durand']}/interruptions/nouvelle"
    return reader(app, name).post(url, {**HOSPITAL, "known": "", **values}, status)


def states(app, people) -> list[str]:
    with reading(app) as session:
        return session.scalars(select(Visit.state).where(Visit.beneficiary_id == people["mme_durand"])
                               .order_by(Visit.starts_at)).all()


def the_call(app, **more) -> InterruptionCall:
    with reading(app) as session:
        return session.scalars(select(InterruptionCall).filter_by(**more).order_by(InterruptionCall.id.desc())).first()


def test_a_stay_in_hospital_suspends_what_is_to_come_in_one_act(app, people):
    page = reader(app, "claire").follow(opened(app, people))
    assert page.h1 == "Interruption chez Mme Jeanne Durand" and "Hospitalisation" in page.text
    assert states(app, people) == ["planned", "suspended", "suspended"]
    assert "1 intervenante à prévenir." in page.text
    assert "2 h d'interventions en moins" in page.text
    assert "2 suspendues, dont 2 à venir" in page.text


def test_one_line_for_each_caregiver_goes_to_the_planning_not_one_for_each_visit(app, people):
    opened(app, people)
    with reading(app) as session:
        line = session.scalars(select(VisitChange)).one()
        assert (line.kind, line.caregiver_id) == ("suspended", people["aicha_caregiver"])
        assert line.was.endswith("et 1 autre") and line.now == "jusqu'à nouvel ordre"


def test_only_the_days_foreseen_are_suspended_and_a_date_to_ask_again_is_proposed(app, people):
    opened(app, people, ends_on="2026-03-12")
    assert states(app, people) == ["planned", "suspended", "planned"]
    with reading(app) as session:
        assert session.scalars(select(Interruption.ask_again_on)).one() == date(2026, 3, 11)


@pytest.mark.parametrize(("values", "said"), [
    ({"kind": ""}, "Choisissez une raison."), ({"told_by": ""}, "Indiquez qui vous l'a dit."),
    ({"ends_on": "2026-03-01"}, "Indiquez une fin qui vient après le début."),
    ({**DEATH, "confirmed": ""}, "Cochez pour confirmer le décès")])
def test_a_form_to_correct_says_what_to_do_and_suspends_nothing(app, people, values, said):
    page = opened(app, people, status=422, **values)
    assert said in page.text
    assert count(app, Interruption) == 0


def test_two_colleagues_hear_the_news_and_one_record_is_made(app, people):
    opened(app, people)
    late = opened(app, people, name="malika", status=409, note="Sa voisine vient de nous appeler.")
    assert "Une collègue a noté ou clos une interruption" in late.text
    assert "Sa voisine vient de nous appeler." in late.html
    assert count(app, Interruption) == 1


def test_a_caregiver_told_by_voice_is_ticked_with_who_told_her_and_her_line_may_show(app, people, clock):
    clock.move(days=1)  # the visit of Wednesday is now within a day
    url = opened(app, people).location
    with reading(app) as session:
        assert session.scalars(select(VisitChange.phone_first)).all() == [True]
    call, claire = the_call(app), reader(app, "claire")
    part = claire.post(f"{url}/appels/{call.id}", status=200, part=True)
    assert not part.is_page and "Toutes sont prévenues." in part.text and "Claire Martin" in part.text
    assert part.text in claire.get(url).text
    with reading(app) as session:
        assert session.scalars(select(VisitChange.reached_by_id)).all() == [people["claire"]]
    late = reader(app, "malika").post(f"{url}/appels/{call.id}", status=409)
    assert "Une collègue a déjà prévenu cette intervenante." in late.text


def test_when_the_help_resumes_visits_to_come_are_planned_again_and_those_before_stay_suspended(app, people, clock):
    url = opened(app, people).location
    clock.move(days=5)
    claire = reader(app, "claire")
    page = claire.follow(claire.post(f"{url}/reprise", {"resumed_on": "2026-03-16"}))
    assert states(app, people) == ["planned", "suspended", "planned"]
    assert "lundi 16 mars" in page.text
    with reading(app) as session:
        line = session.scalars(select(VisitChange).where(VisitChange.kind == "resumed")).one()
        assert (line.caregiver_id, line.now) == (people["aicha_caregiver"], "dès le lun. 16 mars")
    assert the_call(app).lost_minutes == 60


def test_a_caregiver_given_elsewhere_meanwhile_is_not_sent_twice_at_the_same_hour(app, people):
    url = opened(app, people).location
    with writing(app) as session:
        taken = session.get(Visit, people["m_petit_next_visit"])
        taken.caregiver_id, taken.day = people["aicha_caregiver"], date(2026, 3, 18)
        taken.starts_at, taken.ends_at = instant_at(taken.day, 480), instant_at(taken.day, 540)
    reader(app, "claire").post(f"{url}/reprise", {"resumed_on": "2026-03-10"})
    with reading(app) as session:
        assert session.get(Visit, people["mme_durand_visit"]).caregiver_id == people["aicha_caregiver"]
        clash = session.get(Visit, people["mme_durand_next_visit"])
        assert (clash.state, clash.caregiver_id) == ("planned", None)


def test_the_end_is_put_off_then_brought_forward(app, people):
    url = opened(app, people, ends_on="2026-03-12").location
    claire = reader(app, "claire")
    claire.post(f"{url}/prolongation", {"new_end": "", "new_ask": "2026-03-20", "known": "2026-03-12|2026-03-11"})
    assert states(app, people) == ["planned", "suspended", "suspended"]
    claire.post(f"{url}/prolongation", {"new_end": "2026-03-13", "new_ask": "2026-03-13", "known": "|2026-03-20"})
    assert states(app, people) == ["planned", "suspended", "planned"]
    late = claire.post(f"{url}/prolongation", {"new_end": "", "new_ask": "2026-04-01", "known": "|2026-03-20"}, 409)
    assert "Une collègue a modifié cette interruption" in late.text


def test_told_once_she_is_to_be_told_again_when_more_hours_are_lost(app, people):
    url = opened(app, people, ends_on="2026-03-12").location
    claire = reader(app, "claire")
    claire.post(f"{url}/appels/{the_call(app).id}")
    claire.post(f"{url}/prolongation", {"new_end": "", "new_ask": "2026-03-20", "known": "2026-03-12|2026-03-11"})
    call = the_call(app)
    assert (call.told_at, call.lost_minutes) == (None, 120)


def test_while_she_is_away_she_is_off_the_call_list_and_back_on_the_day_of_her_return(app, people, clock):
    a_round(app, people)
    claire = reader(app, "claire")
    assert "Durand" in claire.get("/a-appeler").text
    url = opened(app, people).location
    assert "Durand" not in claire.get("/a-appeler").text
    claire.post(f"{url}/reprise", {"resumed_on": "2026-03-11"})
    assert "Durand" not in claire.get("/a-appeler").text, "she is not home before Wednesday"
    assert "Appelez" not in claire.get("/a-traiter").text
    clock.move(days=2)
    assert "Durand" in reader(app, "claire").get("/a-appeler").text


def test_a_call_noted_about_her_is_her_last_contact(app, people):
    claire = reader(app, "claire")
    claire.post("/appels/nouveau", {"about": f"b{people['mme_durand']}", "caller_kind": "relative", "to_do": "nothing",
                                    "line": "Sa fille demande un rendez-vous."})
    assert "lundi 9 mars" in claire.get(f"/beneficiaires/{people['mme_durand']}").text


def a_round(app, people):
    with writing(app) as session:
        made = Round(pairing_id=people["mme_durand_pairing"], beneficiary_id=people["mme_durand"],
                     caregiver_id=people["aicha_caregiver"], milestone="on_demand", milestone_key="one",
                     opened_at=now(), due_on=today(), state="open")
        session.add(made)
        session.flush()
        session.add_all([RoundSide(round_id=made.id, side=side, closes_on=today(), call_on=today(), state="waiting")
                         for side in ("beneficiary", "caregiver")])


def test_a_death_ends_relations_cancels_rounds_and_shows_on_no_screen_before_she_is_told(app, people):
    a_round(app, people)
    url = opened(app, people, **DEATH).location
    assert states(app, people) == ["planned", "suspended", "suspended"]
    with reading(app) as session:
        pairing = session.get(Pairing, people["mme_durand_pairing"])
        assert (pairing.state, pairing.end_reason) == ("ended", "death")
        assert session.scalars(select(Round.state)).all() == ["cancelled"]
        assert set(session.scalars(select(VisitChange.phone_first))) == {True}
    assert not hers(app, people)
    aicha, called = reader(app, "aicha"), "Le bureau vous appelle au sujet d"
    week = aicha.get("/ma-semaine").text
    assert called in week and "décès" not in week.lower() and "suspendue" not in week and "n'a pas lieu" not in week
    assert f"/ma-semaine/{people['mme_durand_visit']}" not in aicha.get("/ma-semaine").links, "she must not go there"
    visit = aicha.get(f"/ma-semaine/{people['mme_durand_visit']}").text
    assert called in visit and "n'a pas lieu" not in visit and "12 rue des Lilas" not in visit
    claire = reader(app, "claire")
    assert "l'apprend de vive voix" in claire.get(url).text
    claire.post(f"{url}/appels/{the_call(app).id}")
    assert hers(app, people) and called not in reader(app, "aicha").get("/ma-semaine").text


def test_a_death_after_a_stay_in_hospital_is_phoned_however_long_nobody_reached_her(app, people, clock):
    known = opened(app, people).location.rsplit("/", 1)[1]
    reader(app, "claire").post(f"/interruptions/{known}/appels/{the_call(app).id}")
    url, called = opened(app, people, **DEATH, known=known).location, "Le bureau vous appelle au sujet d'une intervention"
    assert called in reader(app, "aicha").get("/ma-semaine").text, "her visits were suspended already"
    clock.move(days=9)
    reader(app, "helene").post(f"/beneficiaires/{people['mme_durand']}/fin", {
        "ended_on": "2026-03-18", "reason": "Décès", "version": "1"})
    week = reader(app, "aicha").get("/ma-semaine").text
    assert called in week and "n'a pas lieu" not in week and "retirée" not in week
    reader(app, "claire").post(f"{url}/appels/{the_call(app).id}")
    assert called not in reader(app, "aicha").get("/ma-semaine").text


def test_while_a_person_is_away_no_visit_is_moved_there_and_a_new_one_is_announced_to_nobody(app, people):
    url = opened(app, people, ends_on="2026-03-15").location
    claire, moved = reader(app, "claire"), people["mme_durand_next_visit"]
    slot = {"version": "1", "day": "2026-03-12", "start": "10:00", "minutes": "60"}
    page = claire.post(f"/interventions/{moved}/deplacement", slot, 409)
    assert "interrompue ce jour-là" in page.text
    claire.post(f"/interventions/nouvelle/{people['mme_durand']}", new(people, day="2026-03-10", start="9:00"))
    with reading(app) as session:
        line = session.scalars(select(VisitChange).where(VisitChange.kind == "added")).one()
        assert line.now.endswith("suspendue") and not line.phone_first
    assert "ajoutée" not in reader(app, "aicha").get("/ma-semaine").text
    claire.post(f"{url}/reprise", {"resumed_on": "2026-03-13"})
    claire.post(f"/interventions/{moved}/deplacement", slot, 409)


def hers(app, people) -> list:
    """The changes Aïcha may read on her phone."""
    class Aicha:
        role, is_office, id = "caregiver", False, people["aicha"]
        caregiver_id = people["aicha_caregiver"]
    with reading(app) as session:
        return session.scalars(changes_seen_by(Aicha).order_by(VisitChange.id)).all()


def test_a_death_concerns_every_caregiver_of_a_relation_even_without_a_visit_to_come(app, people):
    with writing(app) as session:
        session.add(Pairing(beneficiary_id=people["mme_durand"], caregiver_id=people["lucie_caregiver"],
                            kind="replacement", state="settled", chosen_why="hours", starts_on=date(2026, 1, 1),
                            created_at=now()))
    opened(app, people, **DEATH)
    assert the_call(app, caregiver_id=people["lucie_caregiver"]).lost_minutes == 0
    assert count(app, Pairing, Pairing.state == "ended") == 2


def test_what_a_death_closed_reads_as_before_until_she_is_told(app, people):
    with writing(app) as session:
        pair, at = people["mme_durand_pairing"], now()
        session.add(Mediation(pairing_id=pair, subject="Les horaires", owner_id=people["claire"], state="opened",
                              check_on=date(2026, 4, 1), opened_at=at, opened_by_id=people["claire"]))
        session.add(Replacement(pairing_id=pair, beneficiary_id=people["mme_durand"],
                                caregiver_id=people["aicha_caregiver"], requested_by="caregiver", reason="misfit_caregiver", state="open",
                                opened_at=at, opened_by_id=people["claire"]))
    url = opened(app, people, **DEATH).location
    with reading(app) as session:
        assert session.scalars(select(Mediation.state)).all() == ["no_longer_needed"]
        assert session.scalars(select(Replacement.state)).all() == ["cancelled"]
        mediation = session.scalars(select(Mediation.id)).one()
    aicha = reader(app, "aicha")
    for page in ("/mes-mots", f"/mes-mediations/{mediation}"):
        shown = aicha.get(page).text
        assert "Terminée" not in shown and "terminé" not in shown and "annulé" not in shown
    reader(app, "claire").post(f"{url}/appels/{the_call(app).id}")
    assert "Terminée" in aicha.get("/mes-mots").text and "annulé" in aicha.get("/mes-mots").text


def test_a_death_does_not_resume(app, people):
    url = opened(app, people, **DEATH).location
    claire = reader(app, "claire")
    assert "Quand reprendre" not in claire.get(url).text
    page = claire.post(f"{url}/reprise", {"resumed_on": "2026-03-20"}, 409)
    assert "Un décès est noté" in page.text
    claire.post(f"{url}/prolongation", {"new_end": "2026-03-20", "new_ask": "2026-03-20", "known": "|"}, 409)
    assert states(app, people) == ["planned", "suspended", "suspended"]


def test_a_death_noted_by_mistake_is_taken_back_and_the_visits_wait_for_somebody(app, people):
    url = opened(app, people, **DEATH).location
    other = opened(app, people, known=url.rsplit("/", 1)[1]).location
    reader(app, "claire").post(f"{other}/reprise", {"resumed_on": "2026-03-09"})
    with reading(app) as session:
        back = session.get(Visit, people["mme_durand_visit"])
        assert (back.state, back.caregiver_id) == ("planned", None)


def test_a_death_after_a_stay_in_hospital_takes_its_place(app, people):
    first = opened(app, people)
    known = first.location.rsplit("/", 1)[1]
    opened(app, people, **DEATH, known=known)
    with reading(app) as session:
        before, after = session.scalars(select(Interruption).order_by(Interruption.id)).all()
        assert (before.resumed_at is None, before.resumed_on, after.resumed_at) == (False, None, None)
        moved = session.scalars(select(Visit.interruption_id).where(Visit.state == "suspended")).all()
        assert set(moved) == {after.id}


def test_a_call_noted_becomes_an_interruption_without_typing_it_again(app, people):
    with writing(app) as session:
        call = CallNote(caller_kind="relative", caller="Sa fille", line="Maman est aux urgences depuis ce matin.",
                        search_line=" maman", beneficiary_id=people["mme_durand"], at=now(), by_id=people["claire"],
                        due_on=today())
        session.add(call)
        session.flush()
        id = call.id
    url = f"/beneficiaires/{people['mme_durand']}/interruptions/nouvelle?appel={id}"
    claire = reader(app, "claire")
    assert "Maman est aux urgences depuis ce matin." in claire.get(url).html
    made = claire.post(url, {**HOSPITAL, "known": ""}).location
    with reading(app) as session:
        assert session.get(CallNote, id).became == f"interruption:{made.rsplit('/', 1)[1]}"


def test_nobody_but_the_office_opens_reads_or_resumes(app, people):
    url = opened(app, people).location
    for name in ("aicha", "lucie", "odile", "sam"):
        outsider = reader(app, name)
        outsider.get(url, 403)
        outsider.post(f"{url}/reprise", {"resumed_on": "2026-03-20"}, 403)
    reader(app, "claire").get("/interruptions/99999", 404)


def test_the_list_names_the_interruption_and_the_file_leads_to_it(app, people):
    url = opened(app, people).location
    claire = reader(app, "claire")
    assert "Hospitalisation" in claire.get("/beneficiaires").text
    assert url in claire.get(f"/beneficiaires/{people['mme_durand']}").links
