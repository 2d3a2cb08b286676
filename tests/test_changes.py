"""À reporter dans votre planning: every change is a line until somebody ticked it; a near one is phoned."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from acts import covering, held_visits
from database import now
from models import Visit, VisitChange
from tests.absence_scenes import MONDAY, a_third, a_week, declare, do, line_of, tick
from tests.reader import reader
from tests.test_visits import one
from tests.world import count, reading, statements, writing


def changes(app, people, number: int = 1, **values) -> None:
    with writing(app) as session:
        visit = session.get(Visit, people["mme_durand_visit"])
        for n in range(number):
            session.add(VisitChange(**({
                "visit_id": visit.id, "beneficiary_id": visit.beneficiary_id, "caregiver_id": visit.caregiver_id,
                "kind": "moved", "was": "mer. 11 mars, 8 h, 1 h", "now": "jeu. 12 mars, 8 h, 1 h",
                "starts_at": visit.starts_at, "made_at": now() + timedelta(minutes=n),
                "made_by_id": people["claire"]} | values)))


def test_a_line_says_who_when_and_instead_of_whom(app, people):
    changes(app, people, kind="reassigned", other_caregiver_id=people["lucie_caregiver"])
    [line] = reader(app, "malika").get("/planning-a-reporter").select("li", id=f"changement-{one(app, VisitChange).id}")
    assert "Changement d'intervenante, chez Mme Jeanne Durand, le 11 mars à 8\u00a0h" in line.text.replace(" h", "\u00a0h")
    assert "Lucie Moreau au lieu d'Aïcha Diallo" in line.text and "par Claire Martin" in line.text


def test_covered_or_called_off_it_says_whose_the_visit_still_is_in_the_planning(app, people):
    """The line that took her off is folded into the last one: the planning has her name on it."""
    a_third(app, people)
    visit, aicha = people["mme_durand_visit"], people["aicha_caregiver"]
    declare(app, people)
    do(app, people, "claire", covering.cover, [line_of(app, visit)], people["rosa_caregiver"])
    line = reader(app, "malika").get("/planning-a-reporter").select("ul", class_="list")[0].text
    assert "Rosa Lopez au lieu d'Aïcha Diallo" in line and "personne" not in line
    assert "au lieu d'Aïcha Diallo" in reader(app, "malika").get(f"/interventions/{visit}").text
    do(app, people, "claire", covering.reopen, line_of(app, visit))
    do(app, people, "claire", held_visits.do_without, line_of(app, visit), "family", "Sa fille", MONDAY)
    with reading(app) as session:
        last = session.scalars(select(VisitChange).where(VisitChange.folded_into_id.is_(None), VisitChange.visit_id == visit)).one()
        assert (last.kind, last.caregiver_id, last.instead_of_id) == ("cancelled", None, aicha)
    assert "Était à Aïcha Diallo" in reader(app, "malika").get("/planning-a-reporter").text


def test_once_the_planning_has_nobody_no_name_is_said(app, people):
    a_third(app, people)
    visit = people["mme_durand_visit"]
    declare(app, people)
    with writing(app) as session:
        for line in session.scalars(select(VisitChange).where(VisitChange.visit_id == visit)):
            line.reported_at, line.reported_by_id = now(), people["malika"]
    do(app, people, "claire", held_visits.do_without, line_of(app, visit), "family", "Sa fille", MONDAY)
    with reading(app) as session:
        last = session.scalars(select(VisitChange).where(VisitChange.visit_id == visit).order_by(VisitChange.id.desc())).first()
        assert (last.kind, last.instead_of_id) == ("cancelled", None)


def test_ticked_it_leaves_the_list_with_a_name(app, people):
    changes(app, people)
    malika, id = reader(app, "malika"), one(app, VisitChange).id
    page = malika.follow(malika.post(f"/planning-a-reporter/{id}/report"))
    assert "Tout est à jour" in page.text
    assert "Reporté aujourd'hui" in malika.get("/planning-a-reporter", etat="reportees").text
    assert one(app, VisitChange).reported_by_id == people["malika"]


def test_with_the_script_the_list_comes_back_without_the_line_as_a_reload_shows_it(app, people):
    changes(app, people, 2)
    malika = reader(app, "malika")
    first = malika.get("/planning-a-reporter").select("form", data_hx_target="#changements")[0]
    part = malika.post(first["action"], part=True, status=200)
    assert len(part.select("li")) == 1
    whole = malika.get("/planning-a-reporter").select("div", id="changements")[0]
    assert part.select("div", id="changements")[0].text == whole.text


def test_the_second_to_tick_learns_that_it_is_done(app, people):
    changes(app, people)
    id = one(app, VisitChange).id
    reader(app, "claire").post(f"/planning-a-reporter/{id}/report")
    page = reader(app, "malika").post(f"/planning-a-reporter/{id}/report", status=409)
    assert "Une collègue a déjà coché cette ligne." in page.text
    assert one(app, VisitChange).reported_by_id == people["claire"]


def test_a_near_change_waits_until_she_was_reached_by_voice(app, people):
    changes(app, people, phone_first=True)
    claire, id = reader(app, "claire"), one(app, VisitChange).id
    page = claire.get("/planning-a-reporter")
    assert "Pas encore jointe" in page.text and "tel:0611111111" in page.links
    assert "mer. 11 mars" not in reader(app, "aicha").get("/ma-semaine").text
    page = claire.follow(claire.post(f"/planning-a-reporter/{id}/jointe/{people['aicha_caregiver']}"))
    assert "Jointe aujourd'hui" in page.text and "Pas encore jointe" not in page.text
    change = one(app, VisitChange)
    assert change.reached_by_id == people["claire"] and change.reported_at is None


def test_a_visit_that_changes_hands_is_told_to_each_of_the_two_and_reported_once(app, people):
    changes(app, people, kind="reassigned", other_caregiver_id=people["lucie_caregiver"], phone_first=True)
    claire, id = reader(app, "claire"), one(app, VisitChange).id
    page = claire.get("/planning-a-reporter")
    assert {"tel:0611111111", "tel:0622222222"} <= set(page.links) and page.text.count("Pas encore jointe") == 2
    assert len(page.select("li", id=f"changement-{id}")) == 1
    claire.post(f"/planning-a-reporter/{id}/jointe/{people['lucie_caregiver']}")
    page = claire.get("/planning-a-reporter")
    assert page.text.count("Pas encore jointe") == 1 and "tel:0611111111" in page.links
    claire.post(f"/planning-a-reporter/{id}/jointe/{people['lucie_caregiver']}", status=409)
    claire.post(f"/planning-a-reporter/{id}/report")
    assert "Pas encore jointe" in claire.get("/planning-a-reporter", etat="a-joindre").text
    claire.post(f"/planning-a-reporter/{id}/jointe/{people['aicha_caregiver']}")
    assert "Chacune a été jointe" in claire.get("/planning-a-reporter", etat="a-joindre").text
    claire.post(f"/planning-a-reporter/{id}/jointe/999999", status=404)


def test_each_of_the_two_reads_it_once_she_herself_was_told(app, people):
    changes(app, people, kind="reassigned", other_caregiver_id=people["lucie_caregiver"], phone_first=True)
    id, called = one(app, VisitChange).id, "Le bureau vous appelle au sujet d'une intervention"
    reader(app, "claire").post(f"/planning-a-reporter/{id}/jointe/{people['lucie_caregiver']}")
    hers, other = (reader(app, name).get("/ma-semaine").text for name in ("aicha", "lucie"))
    assert called in hers and "une collègue y va" not in hers
    assert called not in other and "intervention ajoutée à votre semaine" in other


def test_a_strange_word_in_the_address_does_not_break_a_tick(app, people):
    changes(app, people)
    sent = reader(app, "claire").post(f"/planning-a-reporter/{one(app, VisitChange).id}/report?endpoint=x&_scheme=y&"
                                      f"secteur={people['sector_nord']}")
    assert sent.location.endswith(f"/planning-a-reporter?secteur={people['sector_nord']}")


@pytest.mark.parametrize("query, shown", [
    ({}, 3), ({"secteur": "sector_nord"}, 3), ({"secteur": "sector_sud"}, 0), ({"personne": "mme_durand"}, 3),
    ({"personne": "m_petit"}, 0), ({"etat": "reportees"}, 0),
])
def test_the_lines_are_filtered(app, people, query, shown):
    changes(app, people, 3)
    asked = {name: people.get(value, value) for name, value in query.items()}
    page = reader(app, "claire").get("/planning-a-reporter", **asked)
    lines = [line for line in page.select("li") if line.attrs.get("id", "").startswith("changement-")]
    assert len(lines) == shown and (shown or page.select("div", class_="empty"))


@pytest.mark.parametrize("state", ["", "reportees"])
def test_a_long_list_goes_on_page_after_page(app, people, state):
    changes(app, people, 30, reported_at=now_of(app) if state else None)
    claire = reader(app, "claire")
    first = claire.get("/planning-a-reporter", etat=state)
    second = claire.get(first.select("a", rel="next")[0]["href"])
    ids = [line["id"] for page in (first, second) for line in page.select("li")
           if line.attrs.get("id", "").startswith("changement-")]
    assert len(ids) == len(set(ids)) == 30
    assert ids == sorted(ids, key=lambda id: int(id.split("-")[1]), reverse=bool(state))


@pytest.fixture
def ill(app, people):
    """Aïcha's absence: its two visits are to report, beside one of M. Petit that has nothing to do with it."""
    id = declare(app, people)
    changes(app, people, visit_id=people["m_petit_visit"], beneficiary_id=people["m_petit"])
    a_week(app, people, (12,))
    tick(app)
    return id


def shown(page) -> list[str]:
    return [field["value"] for field in page.select("input", name="lines")]


def left(app) -> int:
    return count(app, VisitChange, VisitChange.reported_at.is_(None))


def test_the_lines_of_one_absence_are_ticked_together_and_no_other(app, people, ill):
    malika = reader(app, "malika")
    assert "2 lignes à reporter" in malika.get(f"/absences/{ill}").text
    page = malika.get("/planning-a-reporter", absence=ill)
    assert len(shown(page)) == 2 and "Une seule absence est montrée" in page.text
    page = malika.follow(malika.post(f"/planning-a-reporter/report?absence={ill}", {"lines": shown(page)}))
    assert "2 lignes sont reportées" in page.text and "Tous les changements de cette absence" in page.text
    assert left(app) == 1 and count(app, VisitChange, VisitChange.reported_by_id == people["malika"]) == 2
    assert "à reporter" not in malika.get(f"/absences/{ill}").select("main")[0].text


def test_a_line_come_since_or_of_another_absence_is_not_ticked_with_the_others(app, people, ill):
    claire = reader(app, "claire")
    lines = shown(claire.get("/planning-a-reporter", absence=ill))
    a_week(app, people, (13,))
    tick(app)
    petit = str(one(app, VisitChange, VisitChange.beneficiary_id == people["m_petit"]).id)
    claire.post(f"/planning-a-reporter/report?absence={ill}", {"lines": [*lines, petit]})
    assert left(app) == 2


def test_what_a_colleague_ticked_meanwhile_stays_hers_and_the_rest_is_ticked(app, people, ill):
    claire, malika = reader(app, "claire"), reader(app, "malika")
    lines = shown(claire.get("/planning-a-reporter", absence=ill))
    malika.post(f"/planning-a-reporter/{lines[0]}/report")
    claire.post(f"/planning-a-reporter/report?absence={ill}", {"lines": lines})
    assert [count(app, VisitChange, VisitChange.reported_by_id == people[name]) for name in ("claire", "malika")] == [1, 1]
    again = malika.post(f"/planning-a-reporter/report?absence={ill}", {"lines": lines}, 409)
    assert "Une collègue a déjà coché ces lignes." in again.text


def test_ticked_together_under_the_script_the_list_is_as_a_reload_shows_it(app, people, ill):
    claire = reader(app, "claire")
    lines = shown(claire.get("/planning-a-reporter", absence=ill))
    part = claire.post(f"/planning-a-reporter/report?absence={ill}", {"lines": lines}, part=True, status=200)
    whole = claire.get("/planning-a-reporter", absence=ill)
    assert part.select("div", id="changements")[0].text == whole.select("div", id="changements")[0].text


def test_nothing_shown_or_no_absence_ticks_nothing(app, people, ill):
    claire = reader(app, "claire")
    claire.post(f"/planning-a-reporter/report?absence={ill}", {"lines": ["x", "9" * 40]}, 422)
    claire.post("/planning-a-reporter/report", {"lines": ["1"]}, 404)
    claire.get("/planning-a-reporter", absence="x")
    assert left(app) == 3 and not shown(claire.get("/planning-a-reporter"))


def now_of(app):
    with app.app_context():
        return now()


def test_the_list_asks_the_same_number_of_questions_whatever_its_length(app, people):
    changes(app, people, 1)
    claire = reader(app, "claire")
    claire.get("/planning-a-reporter")
    with statements(app) as few:
        claire.get("/planning-a-reporter")
    changes(app, people, 20)
    with statements(app) as many:
        claire.get("/planning-a-reporter")
    assert len(few) == len(many) <= 7


def test_a_tick_without_its_key_changes_nothing(app, people):
    changes(app, people)
    reader(app, "claire").post(f"/planning-a-reporter/{one(app, VisitChange).id}/report", key="court", status=422)
    assert count(app, VisitChange, VisitChange.reported_at.is_not(None)) == 0
