"""The person is told who comes instead: one call, what she answers, and what follows at once."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from acts import absences, offers, telling, visits
from database import Overtaken, now
from models import Interruption, Replacement, ReplacementVisit, SeriesAct, Telling, Visit, VisitChange
from queries.telling import TO_ARRANGE, TO_TELL, lines
from rules.telling import CALLED_OFF, KEPT, REFUSED, Said, follows, is_told
from tests.absence_scenes import as_, declare, do, row, version
from tests.handover_scenes import relays
from tests.reader import reader
from tests.test_agreements import request_id  # noqa: F401  Aïcha away, Rosa free
from tests.world import count, reading, writing


@pytest.fixture
def covered(app, people, request_id):  # noqa: F811
    """Rosa agreed, by voice, to the visits of Mme Durand; nobody has told Mme Durand yet."""
    do(app, people, "claire", offers.called, request_id, people["rosa_caregiver"])
    return people["mme_durand"]


def left(app, people, what=TO_TELL):
    by = as_(app, people, "claire")
    with app.app_context():
        return lines(by, [people["mme_durand"]], what).get(people["mme_durand"], [])


def marks(app, people, what=TO_TELL):
    return [line.mark for line in left(app, people, what)]


def say(app, people, answer, what=TO_TELL, **said):
    return do(app, people, "claire", telling.tell, people["mme_durand"], marks(app, people, what), Said(answer, **said))


def states(app, people):
    with reading(app) as session:
        return set(tuple(line) for line in session.execute(
            select(ReplacementVisit.state, Visit.state).join(Visit, Visit.id == ReplacementVisit.visit_id)
            .where(Visit.beneficiary_id == people["mme_durand"])))


def cannot_wait(app, people):
    with writing(app) as session:
        for id in set(session.scalars(select(Visit.series_id).where(Visit.beneficiary_id == people["mme_durand"]))):
            session.add(SeriesAct(series_id=id, act="get_up", cannot_wait=True))


@pytest.mark.parametrize(("answer", "waits", "end"), [
    ("agrees", [True], KEPT), ("unreached", [], KEPT), ("waits", [False, False], CALLED_OFF), ("waits", [], CALLED_OFF),
    ("waits", [False, True], KEPT), ("refuses", [True], REFUSED), ("refuses", [], REFUSED)])
def test_what_follows_from_an_answer(answer, waits, end):
    assert follows(answer, waits) == end


def test_a_try_tells_nobody():
    assert not is_told(["unreached"]) and is_told(["unreached", "refuses"])


def test_she_who_was_asked_by_voice_is_not_to_be_reached_again(app, people, covered):
    with reading(app) as session:
        changes = session.scalars(select(VisitChange).where(VisitChange.kind == "reassigned")).all()
        assert changes and all(line.other_reached_by_id == people["claire"] for line in changes)
    assert "n'est pas encore jointe" not in reader(app, "claire").get("/a-traiter").text


def test_one_press_says_she_was_told_and_agrees(app, people, covered):
    claire = reader(app, "claire")
    page = claire.get("/prevenir")
    assert "Mme Jeanne Durand" in page.text and "Rosa Lopez" in page.text and "Prévenue, d'accord" in page.text
    claire.post(f"/prevenir/{covered}", {"answer": "agrees", "spoken_to": "person", "visits": marks(app, people)})
    assert left(app, people) == []
    told = claire.get("/prevenir")
    assert "Personne à prévenir." in told.text and "par Claire Martin" in told.text
    assert "Prévenue de qui vient" in claire.get(f"/beneficiaires/{covered}").text


def test_the_board_says_who_is_not_told_and_then_no_more(app, people, covered):
    claire = reader(app, "claire")
    assert "Mme Jeanne Durand est à prévenir" in claire.get("/a-traiter").text
    with writing(app) as session:
        session.get(Visit, people["mme_durand_visit"]).starts_at = now() + timedelta(hours=20)
    assert "Mme Jeanne Durand n'est pas encore prévenue" in claire.get("/a-traiter").text
    say(app, people, "agrees")
    assert "préven" not in claire.get("/a-traiter").select("main")[0].text


def test_a_call_nobody_answered_is_noted_and_she_stays_on_the_list(app, people, covered):
    say(app, people, "unreached", spoken_to=None)
    assert left(app, people) and "1 appel sans réponse" in reader(app, "claire").get("/prevenir").text


def test_another_hour_or_another_caregiver_is_told_again(app, people, covered):
    say(app, people, "agrees")
    with writing(app) as session:
        session.execute(update(Visit).where(Visit.id == people["mme_durand_visit"]).values(
            caregiver_id=people["lucie_caregiver"]))
    assert [line.row.id for line in left(app, people)] == [people["mme_durand_visit"]]
    say(app, people, "agrees")
    assert left(app, people) == []
    with writing(app) as session:
        session.get(Visit, people["mme_durand_visit"]).starts_at += timedelta(hours=1)
    assert [line.row.id for line in left(app, people)] == [people["mme_durand_visit"]]


def test_the_second_coordinator_learns_that_it_was_announced(app, people, covered):
    seen = marks(app, people)
    say(app, people, "agrees")
    page = reader(app, "helene").post(f"/prevenir/{covered}", {"answer": "agrees", "visits": seen}, 409)
    assert "annoncer" in page.text and count(app, Telling) == 1


def test_she_prefers_to_wait_and_what_can_wait_is_called_off(app, people, covered):
    with writing(app) as session:
        session.execute(update(SeriesAct).values(cannot_wait=False))
    say(app, people, "waits")
    assert states(app, people) == {("called_off", "cancelled_by_person")} and left(app, people) == []
    with reading(app) as session:
        assert set(session.scalars(select(ReplacementVisit.agreed_with))) == {"la personne"}
        unsaid = session.scalars(select(VisitChange.kind).where(VisitChange.folded_into_id.is_(None),
                                                                VisitChange.reported_at.is_(None))).all()
    assert set(unsaid) == {"cancelled"}


def test_she_prefers_to_wait_and_what_cannot_is_arranged_with_her(app, people, covered):
    cannot_wait(app, people)
    say(app, people, "waits")
    assert states(app, people) == {("covered", "planned")} and left(app, people) == []
    claire = reader(app, "claire")
    assert "préfère attendre" in claire.get("/a-traiter").text and "À arranger ensemble" in claire.get("/prevenir").text
    one = marks(app, people, TO_ARRANGE)[0]
    assert "Indiquez qui s'en charge." in claire.post(f"/prevenir/{covered}/famille", {"mark": one, "who": ""}, 422).text
    claire.post(f"/prevenir/{covered}/famille", {"mark": one, "who": "sa fille Anne"})
    assert ("family", "cancelled_by_person") in states(app, people)
    if marks(app, people, TO_ARRANGE):
        say(app, people, "agrees", TO_ARRANGE)
    assert marks(app, people, TO_ARRANGE) == []


def test_a_refusal_is_kept_nobody_is_sent_and_she_may_change_her_mind(app, people, covered):
    say(app, people, "refuses", discriminatory="no", words="Je préfère rester seule.")
    assert states(app, people) == {("moot", "refused_by_person")}
    assert [one.state for one in relays(app)] == ["cancelled"]
    assert count(app, Replacement, Replacement.requested_by == "beneficiary") == 0
    with reading(app) as session:
        kept = session.scalars(select(Telling)).one()
        assert (kept.answer, kept.words, kept.replacement_id) == ("refuses", "Je préfère rester seule.", None)
        id = kept.id
    reader(app, "claire").post(f"/prevenir/{covered}/avis/{id}")
    assert states(app, people) == {("covered", "planned")} and left(app, people)
    assert [one.state for one in relays(app)] == ["cancelled", "to_write"], "she who comes has something to read again"
    assert relays(app)[1].first_visit_at == row(app, Visit, people["mme_durand_visit"]).starts_at
    assert row(app, Telling, id).taken_back_by_id == people["claire"]
    with pytest.raises(Overtaken):
        do(app, people, "helene", telling.take_back, id)


def test_the_question_is_asked_of_every_refusal(app, people, covered):
    page = reader(app, "claire").post(f"/prevenir/{covered}", {"answer": "refuses", "visits": marks(app, people)}, 422)
    assert "Répondez à la question" in page.text and count(app, Telling) == 0


@pytest.mark.parametrize(("said", "state"), [("yes", "not_grantable"), ("doubt", "with_direction")])
def test_a_refusal_for_what_she_is_opens_a_request_and_sends_nobody_else(app, people, covered, said, state):
    say(app, people, "refuses", discriminatory=said, words="Pas elle.", direction_words="canari des mots exacts")
    assert states(app, people) == {("moot", "refused_by_person")}
    with reading(app) as session:
        asked = session.scalars(select(Replacement).where(Replacement.requested_by == "beneficiary")).one()
        kept = session.scalars(select(Telling)).one()
        assert (asked.state, asked.caregiver_id, asked.details) == (state, people["rosa_caregiver"], "")
        assert "canari" in asked.direction_facts and (kept.words, kept.replacement_id) == ("", asked.id)
    for page in ("/prevenir", f"/prevenir/{covered}", f"/beneficiaires/{covered}", f"/remplacements/{asked.id}"):
        assert "canari" not in reader(app, "claire").get(page).text and "Pas elle" not in reader(app, "claire").get(page).text
    with pytest.raises(Overtaken, match="demande"):
        do(app, people, "claire", telling.take_back, kept.id)
    if said == "yes":
        assert "en sécurité" in reader(app, "helene").get("/a-traiter").text
        refused = row(app, Visit, people["mme_durand_visit"])
        with pytest.raises(Overtaken):
            do(app, people, "claire", visits.reassign, refused.id, refused.version, people["lucie_caregiver"], "replacement", "hours")


def test_nobody_phones_where_the_help_is_interrupted(app, people, covered):
    with writing(app) as session:
        session.add(Interruption(beneficiary_id=covered, kind="hospital", starts_on=date(2026, 3, 9), opened_at=now(),
                                 opened_by_id=people["claire"], told_by="la fille"))
    assert left(app, people) == [] and "Mme Jeanne Durand" not in reader(app, "claire").get("/prevenir").text


def test_the_request_and_the_absence_say_who_is_still_to_be_told(app, people, covered, request_id):  # noqa: F811
    claire = reader(app, "claire")
    assert "Prévenir la personne" in claire.get(f"/remplacements/{request_id}").text
    absence = row(app, Replacement, request_id).absence_id
    assert "1 personne à prévenir" in claire.get(f"/absences/{absence}").text and version(app, absence)
    assert "Mme Jeanne Durand" in claire.get(f"/prevenir?absence={absence}").text


def test_after_a_call_she_is_back_at_the_list_of_that_absence(app, people, covered, request_id):  # noqa: F811
    claire, absence = reader(app, "claire"), row(app, Replacement, request_id).absence_id
    url = f"/prevenir/{covered}?absence={absence}"
    [form] = [form for form in claire.get(f"/prevenir?absence={absence}").select("form") if form["action"].startswith("/prevenir/")]
    assert form["action"] == url
    answer = claire.post(url, {"answer": "agrees", "spoken_to": "person", "visits": marks(app, people)})
    assert f"absence={absence}" in answer.location


@pytest.fixture
def announced_then_back(app, people, covered):
    """Rosa was announced and falls ill; Aïcha is back sooner than she had said, and the visit is hers again."""
    say(app, people, "agrees")
    declare(app, people, caregiver="rosa")
    with reading(app) as session:
        absence = session.scalar(select(Replacement.absence_id))
    do(app, people, "claire", absences.come_back, absence, version(app, absence), date(2026, 3, 10))
    assert row(app, Visit, people["mme_durand_visit"]).caregiver_id == people["aicha_caregiver"]
    return covered


def test_the_usual_caregiver_who_comes_after_all_is_announced_where_another_was(app, people, announced_then_back):
    claire = reader(app, "claire")
    page = claire.get("/prevenir")
    assert "mercredi 11 mars à 8 h 1 h Aïcha Diallo à la place de Rosa Lopez" in page.text
    assert "Mme Jeanne Durand" in claire.get("/a-traiter").text
    claire.post(f"/prevenir/{announced_then_back}", {"answer": "agrees", "spoken_to": "person", "visits": marks(app, people)})
    assert not left(app, people) and "Personne à prévenir." in claire.get("/prevenir").text


@pytest.mark.parametrize(("answer", "state"), [("waits", "planned"), ("refuses", "refused_by_person")])
def test_whatever_she_answers_about_her_usual_caregiver_is_kept(app, people, announced_then_back, answer, state):
    say(app, people, answer, **({"discriminatory": "no"} if answer == "refuses" else {}))
    assert row(app, Visit, people["mme_durand_visit"]).state == state and not left(app, people)


def test_a_refusal_of_her_usual_caregiver_taken_back_makes_the_visit_hers_and_hands_nothing_over(app, people, announced_then_back):
    id = say(app, people, "refuses", discriminatory="no")
    before = len(relays(app))
    do(app, people, "claire", telling.take_back, int(id))
    assert ("returned", "planned") in states(app, people) and len(relays(app)) == before
    assert row(app, Visit, people["mme_durand_visit"]).caregiver_id == people["aicha_caregiver"]


def test_where_nobody_was_announced_her_return_is_no_news(app, people, covered):
    declare(app, people, caregiver="rosa")
    with reading(app) as session:
        absence = session.scalar(select(Replacement.absence_id))
    do(app, people, "claire", absences.come_back, absence, version(app, absence), date(2026, 3, 10))
    assert not left(app, people)
