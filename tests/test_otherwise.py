"""A visit nobody covers, done otherwise as the person agrees: another hour, a shorter one, the family, or not at all."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from acts import visits
from models import Contact, ReplacementVisit, SeriesAct, Visit, VisitChange
from rules.covering import slot_fault, time_choice
from tests.absence_scenes import MONDAY, do
from tests.reader import reader
from tests.test_agreements import request_id  # noqa: F401  Aïcha away, Rosa free
from tests.world import count, reading, writing


def first_held(app, request_id) -> int:  # noqa: F811
    with reading(app) as session:
        return session.scalars(select(ReplacementVisit.id).where(ReplacementVisit.replacement_id == request_id)
                               .order_by(ReplacementVisit.visit_id)).first()


def without(app, people, request_id, choice, status=303, **more):  # noqa: F811
    url = f"/remplacements/{request_id}/interventions/{first_held(app, request_id)}"
    page = reader(app, "claire").get(url)
    [version] = [field["value"] for field in page.select("input", name="version")]
    return reader(app, "claire").post(url, {"choice": choice, "version": version, "who": "Sa fille, Mme Martin",
                                            "agreed_on": "2026-03-09", **more}, status)


def lines_to_report(app):
    with reading(app) as session:
        return [(line.kind, line.visit_id) for line in session.scalars(select(VisitChange).where(
            VisitChange.folded_into_id.is_(None)).order_by(VisitChange.id))]


def test_the_family_takes_a_visit_and_who_said_so_is_kept(app, people, request_id):  # noqa: F811
    without(app, people, request_id, "family")
    with reading(app) as session:
        held = session.get(ReplacementVisit, first_held(app, request_id))
        visit = session.get(Visit, held.visit_id)
        assert (held.state, held.agreed_with, held.settled_by_id) == ("family", "Sa fille, Mme Martin", people["claire"])
        assert visit.state == "cancelled_by_person" and visit.note.startswith("Assurée par la famille")
    assert [kind for kind, id in lines_to_report(app) if id == visit.id] == ["cancelled"]
    assert "Sa fille, Mme Martin" in reader(app, "claire").get(f"/remplacements/{request_id}").text


def held_visit(app, request_id) -> tuple[ReplacementVisit, Visit]:  # noqa: F811
    with reading(app) as session:
        held = session.get(ReplacementVisit, first_held(app, request_id))
        visit = session.get(Visit, held.visit_id)
        session.expunge_all()
        return held, visit


def test_at_another_hour_a_visit_still_asks_for_somebody_at_that_hour(app, people, request_id):  # noqa: F811
    _, before = held_visit(app, request_id)
    without(app, people, request_id, "move", day=before.day.isoformat(), start="15:00", minutes="45")
    held, visit = held_visit(app, request_id)
    assert (held.state, held.choice, held.agreed_with) == ("open", "move", "Sa fille, Mme Martin")
    assert (visit.start_minute, visit.minutes, visit.caregiver_id) == (900, 45, None)
    page = reader(app, "claire").get(f"/remplacements/{request_id}")
    assert "(déplacée, d'accord avec Sa fille, Mme Martin)" in page.text and "15 h" in page.text.replace("\u00a0", " ")
    assert ("moved", visit.id) in lines_to_report(app)


def test_a_shorter_visit_is_shorter(app, people, request_id):  # noqa: F811
    _, before = held_visit(app, request_id)
    slot = {"day": before.day.isoformat(), "start": "8:00", "minutes": str(before.minutes)}
    page = without(app, people, request_id, "shorten", 422, **slot)
    assert f"plus courte que {before.minutes} minutes" in page.text
    without(app, people, request_id, "shorten", **slot | {"minutes": "20"})
    assert held_visit(app, request_id)[1].minutes == 20


def test_what_cannot_wait_is_not_put_off_to_another_day(app, people, request_id):  # noqa: F811
    with writing(app) as session:
        visit = session.get(Visit, session.get(ReplacementVisit, first_held(app, request_id)).visit_id)
        session.execute(delete(SeriesAct).where(SeriesAct.series_id == visit.series_id))
        session.add(SeriesAct(series_id=visit.series_id, act="meal", cannot_wait=True))
    later = (held_visit(app, request_id)[1].day + timedelta(days=2)).isoformat()
    page = without(app, people, request_id, "move", 422, day=later, start="9:00", minutes="60")
    assert "gardez le même jour" in page.text and held_visit(app, request_id)[1].day.isoformat() != later


def test_an_hour_left_empty_beside_another_answer_is_no_mistake(app, people, request_id):  # noqa: F811
    without(app, people, request_id, "family", day="", start="", minutes="")
    assert held_visit(app, request_id)[0].state == "family"


def test_a_visit_moved_by_a_colleague_meanwhile_is_not_moved_again(app, people, request_id):  # noqa: F811
    held, visit = held_visit(app, request_id)
    do(app, people, "helene", visits.move, visit.id, visit.version, visit.day, 600, 60)
    url = f"/remplacements/{request_id}/interventions/{held.id}"
    reader(app, "claire").post(url, {"choice": "move", "version": str(visit.version), "who": "Sa fille", "start": "15:00",
                                     "agreed_on": "2026-03-09", "day": visit.day.isoformat(), "minutes": "60"}, 409)
    assert held_visit(app, request_id)[1].start_minute == 600


@pytest.mark.parametrize("choice, after, cannot_wait, field", [
    ("move", (MONDAY, 540, 60), True, None),
    ("move", (MONDAY + timedelta(days=1), 480, 60), True, "day"),
    ("move", (MONDAY + timedelta(days=1), 480, 60), False, None),
    ("move", (MONDAY - timedelta(days=1), 480, 60), False, "day"),
    ("move", (MONDAY, 480, 60), False, "day"),
    ("shorten", (MONDAY, 480, 60), False, "minutes"),
    ("shorten", (MONDAY, 480, 30), True, None),
])
def test_which_other_hour_a_visit_may_have(choice, after, cannot_wait, field):
    fault = slot_fault(choice, (MONDAY, 480, 60), after, cannot_wait, MONDAY)
    assert (fault[0] if fault else None) == field


def test_the_form_opens_in_the_page_of_the_absence_as_it_stands_on_its_own(app, people, request_id):  # noqa: F811
    claire = reader(app, "claire")
    url = f"/remplacements/{request_id}/interventions/{first_held(app, request_id)}?retour=absence"
    [absence] = {line["href"] for line in claire.get(url).select("a") if line.text == "Ne rien changer"}
    [link] = [link for link in claire.get(absence).select("a") if link.attrs.get("href") == url]
    assert link["data-hx-target"] == "#autrement" and claire.get(absence).select("div", id="autrement")
    part, whole = (page.select("section", id="autrement")[0] for page in (claire.part(url), claire.get(url)))
    assert part.text == whole.text and part.select("form")[0]["action"] == whole.select("form")[0]["action"]


def test_another_hour_says_by_itself_that_the_visit_moves(app, people, request_id):  # noqa: F811
    """She typed the hour and pressed "… est d'accord": nothing else is asked."""
    _, before = held_visit(app, request_id)
    without(app, people, request_id, "", who="", with_person="y", day=before.day.isoformat(), start="15:00",
            minutes=str(before.minutes))
    held, visit = held_visit(app, request_id)
    assert (held.choice, held.agreed_with, visit.start_minute) == ("move", "la personne", 900)


def test_nothing_chosen_and_nothing_changed_is_asked_again(app, people, request_id):  # noqa: F811
    _, before = held_visit(app, request_id)
    page = without(app, people, request_id, "", 422, day=before.day.isoformat(), with_person="y",
                   start=f"{before.start_minute // 60}:{before.start_minute % 60:02}", minutes=str(before.minutes))
    assert "Choisissez une réponse." in page.text and held_visit(app, request_id)[0].state == "open"


def test_that_she_agrees_herself_is_not_said_beside_another_name(app, people, request_id):  # noqa: F811
    """Nor who in the family takes it: that is a name."""
    page = without(app, people, request_id, "move", 422, with_person="y", start="15:00", minutes="60",
                   day=held_visit(app, request_id)[1].day.isoformat())
    assert "Un nom est écrit" in page.text and page.select("input", name="who")[0]["value"] == "Sa fille, Mme Martin"
    assert "Indiquez qui est d'accord." in without(app, people, request_id, "family", 422, who="", with_person="y").text
    assert held_visit(app, request_id)[0].state == "open"


def test_her_daughter_whom_we_know_takes_the_visit_in_one_press(app, people, request_id):  # noqa: F811
    with writing(app) as session:
        session.add_all([
            Contact(beneficiary_id=people["mme_durand"], kind="relative", name="Mme Martin", role_words="Sa fille"),
            Contact(beneficiary_id=people["mme_durand"], kind="professional", name="Dr Petit", role_words="Son médecin")])
    url = f"/remplacements/{request_id}/interventions/{first_held(app, request_id)}"
    page = reader(app, "claire").get(url)
    assert [button["value"] for button in page.select("button", name="who")] == ["Mme Martin (sa fille)"]
    [form] = [form for form in page.select("form") if form.select("button", name="who")]
    sent = {field["name"]: field["value"] for field in form.select("input", type="hidden") if field["name"] != "csrf_token"}
    reader(app, "claire").post(form["action"], sent | {"who": "Mme Martin (sa fille)"})
    held, _ = held_visit(app, request_id)
    assert (held.state, held.agreed_with, held.agreed_on.isoformat()) == ("family", "Mme Martin (sa fille)", "2026-03-09")


@pytest.mark.parametrize(("after", "choice"), [
    ((MONDAY, 480, 60), None), ((MONDAY, 540, 60), "move"), ((MONDAY, 480, 45), "shorten"), ((MONDAY, 480, 90), "move"),
    ((MONDAY, 540, 45), "move"), ((MONDAY + timedelta(days=1), 480, 45), "move")])
def test_what_another_hour_says(after, choice):
    assert time_choice((MONDAY, 480, 60), after) == choice

def test_what_cannot_wait_is_not_called_off(app, people, request_id):  # noqa: F811
    with writing(app) as session:
        visit = session.get(Visit, session.get(ReplacementVisit, first_held(app, request_id)).visit_id)
        session.execute(delete(SeriesAct).where(SeriesAct.series_id == visit.series_id))
        session.add(SeriesAct(series_id=visit.series_id, act="meal", cannot_wait=True))
    without(app, people, request_id, "call_off", 422)
    assert count(app, ReplacementVisit, ReplacementVisit.state != "open") == 0


def test_a_visit_that_can_wait_is_called_off_with_an_agreement_and_not_without(app, people, request_id):  # noqa: F811
    with writing(app) as session:
        visit = session.get(Visit, session.get(ReplacementVisit, first_held(app, request_id)).visit_id)
        session.execute(update(SeriesAct).where(SeriesAct.series_id == visit.series_id).values(cannot_wait=False))
    without(app, people, request_id, "call_off", 422, who="")
    without(app, people, request_id, "call_off")
    with reading(app) as session:
        assert session.get(ReplacementVisit, first_held(app, request_id)).state == "called_off"
    without_again = reader(app, "helene").post(
        f"/remplacements/{request_id}/interventions/{first_held(app, request_id)}",
        {"choice": "family", "version": "1", "who": "Son fils", "agreed_on": "2026-03-09"}, 409)
    assert "collègue" in without_again.text
