"""Interventions: the list, one of them, and every change the office decides."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from database import instant_at, now
from models import Pairing, PairMeasure, Series, SeriesAct, Visit, VisitChange
from tests.clock import START
from tests.phone_scenes import give_visit
from tests.reader import reader
from tests.world import count, counts, reading, statements, writing

EVENING_BEFORE = datetime.fromisoformat("2026-03-10T17:00+00:00")


def one(app, model, *where):
    with reading(app) as session:
        return session.scalars(select(model).where(*where).order_by(model.id)).one()


def visit_of(app, id):
    return one(app, Visit, Visit.id == id)


def a_measure(app, people, **values):
    with writing(app) as session:
        session.add(PairMeasure(**({"beneficiary_id": people["mme_durand"], "caregiver_id": people["lucie_caregiver"],
                                    "kind": "do_not_assign", "reason": "Une raison qui ne sort pas.",
                                    "starts_on": date(2026, 3, 1), "set_at": now(), "set_by_id": people["helene"]}
                                   | values)))


# --- the list -----------------------------------------------------------------------------------------------------

def test_the_list_shows_what_comes_in_order(app, people):
    rows = reader(app, "claire").get("/interventions", periode="semaine").select("tr")[1:]
    assert [row["id"] for row in rows] == [f"visit-{people['mme_durand_visit']}", f"visit-{people['m_petit_visit']}"]
    assert "Mme Jeanne Durand" in rows[0].text and "Aïcha Diallo" in rows[0].text and "Prévue" in rows[0].text


@pytest.mark.parametrize("query, names", [
    ({}, ["Durand", "Petit", "Durand", "Petit"]),
    ({"q": "durand jeanne"}, ["Durand", "Durand"]),
    ({"q": "AICHA"}, ["Durand", "Durand"]),
    ({"q": "petit"}, ["Petit", "Petit"]),
    ({"q": "inconnue"}, []),
    ({"secteur": "sector_sud"}, ["Petit", "Petit"]),
    ({"personne": "mme_durand", "periode": "semaine"}, ["Durand"]),
    ({"intervenante": "lucie_caregiver"}, ["Petit", "Petit"]),
    ({"etat": "done"}, []),
    ({"non_couvertes": "1"}, []),
    ({"periode": "jour", "jour": "2026-03-11"}, ["Durand"]),
    ({"periode": "semaine", "jour": "2026-03-03"}, ["Durand", "Petit"]),
    ({"periode": "suite", "jour": "2026-03-12"}, ["Petit", "Durand", "Petit"]),
    ({"periode": "jadis", "jour": "demain", "secteur": "x", "etat": "perdue"}, ["Durand", "Petit", "Durand", "Petit"]),
])
def test_the_list_is_filtered_by_what_the_address_says(app, people, query, names):
    asked = {name: people.get(value, value) for name, value in query.items()}
    page = reader(app, "claire").get("/interventions", **asked)
    rows = page.select("tr")[1:]
    assert len(rows) == len(names) and all(name in row.text for name, row in zip(names, rows, strict=True))
    assert names or page.select("div", class_="empty")


@pytest.fixture
def night(app, people, clock):
    """Aïcha's night from Monday 22 h to Tuesday 6 h, seen at two in the morning."""
    id = give_visit(app, people, date(2026, 3, 9), 1320, minutes=480, ends_at=instant_at(date(2026, 3, 10), 360))
    clock.set(instant_at(date(2026, 3, 10), 120))
    return id


@pytest.mark.parametrize("query", [{}, {"periode": "jour"}, {"q": "durand"}, {"intervenante": "aicha_caregiver"}, {"etat": "planned"}])
def test_a_night_begun_yesterday_is_in_the_list_as_long_as_it_goes_on(app, people, night, clock, query):
    claire, asked = reader(app, "claire"), {name: people.get(value, value) for name, value in query.items()}
    first, *others = claire.get("/interventions", **asked).select("tr")[1:]
    assert first["id"] == f"visit-{night}" and "lun. 9 mars" in first.text and "En cours depuis hier." in first.text
    assert not [row for row in others if "depuis hier" in row.text]
    assert "09/03/2026" in claire.get("/interventions.csv", **asked).bytes.decode()
    clock.set(instant_at(date(2026, 3, 10), 360))
    assert "depuis hier" not in reader(app, "claire").get("/interventions", **asked).text


@pytest.mark.parametrize("query", [{"jour": "2026-03-11"}, {"etat": "done"}, {"non_couvertes": "1"}, {"q": "petit"}])
def test_nor_is_it_where_it_was_not_asked_for(app, people, night, query):
    assert "lun. 9 mars" not in reader(app, "claire").get("/interventions", **query).text


def test_what_is_over_since_yesterday_or_called_off_is_not_in_the_list(app, people, night):
    give_visit(app, people, date(2026, 3, 9), 1200)
    with writing(app) as session:
        session.get(Visit, night).state = "cancelled_by_person"
    assert "lun. 9 mars" not in reader(app, "claire").get("/interventions").text


def test_the_part_of_the_list_is_the_same_as_in_the_page(app, people):
    claire = reader(app, "claire")
    part = claire.part("/interventions", q="durand")
    whole = claire.get("/interventions", q="durand")
    assert not part.is_page and part.html.strip() in whole.html


def test_a_long_list_goes_on_page_after_page(app, people):
    many_visits(app, people, 60)
    claire, seen, url = reader(app, "claire"), [], "/interventions?periode=suite&jour=2026-03-01"
    while url:
        page = claire.get(url)
        seen += [row["id"] for row in page.select("tr")[1:]]
        further = page.select("a", rel="next")
        url = further[0]["href"] if further else None
    assert len(seen) == len(set(seen)) == 66
    back = claire.get(page.select("a", rel="prev")[0]["href"])
    assert [row["id"] for row in back.select("tr")[1:]] == seen[25:50]


def many_visits(app, people, number: int) -> None:
    with writing(app) as session:
        for n in range(number):
            day = date(2026, 3, 9 + n % 20)
            session.add(Visit(
                beneficiary_id=people["mme_durand"], caregiver_id=people["aicha_caregiver"],
                pairing_id=people["mme_durand_pairing"], series_id=people["mme_durand_series"], day=day,
                start_minute=600, minutes=30, starts_at=instant_at(day, 600), ends_at=instant_at(day, 630)))


@pytest.mark.parametrize("url", ["/interventions?periode=suite", "/interventions?periode=suite&q=durand"])
def test_the_list_asks_the_same_number_of_questions_whatever_its_length(app, people, url):
    claire = reader(app, "claire")
    claire.get(url)
    with statements(app) as few:
        claire.get(url)
    many_visits(app, people, 20)
    with statements(app) as many:
        claire.get(url)
    assert len(few) == len(many) <= 8


def test_the_page_of_a_visit_asks_the_same_number_of_questions_whatever_happened_to_it(app, people):
    claire, url = reader(app, "claire"), f"/interventions/{people['mme_durand_visit']}"
    claire.get(url)
    with statements(app) as few:
        claire.get(url)
    with writing(app) as session:
        visit = session.get(Visit, people["mme_durand_visit"])
        session.add_all([VisitChange(
            visit_id=visit.id, beneficiary_id=visit.beneficiary_id, caregiver_id=visit.caregiver_id, kind="moved",
            starts_at=visit.starts_at, made_at=now(), made_by_id=people["claire"]) for _ in range(12)])
        session.add_all([SeriesAct(series_id=visit.series_id, act=act) for act in ("wash", "meal", "get_up")])
    with statements(app) as many:
        claire.get(url)
    assert len(few) == len(many) <= 9


def test_an_empty_house_says_what_comes_first(app, people):
    page = reader(app, "claire").get("/interventions", jour="2030-01-01")
    assert "Une intervention se prévoit pour une personne" in page.text


# --- a new one ----------------------------------------------------------------------------------------------------

def new(people, **values):
    return {"day": "2026-03-13", "start": "9:05", "minutes": "90", "repeat": "once",
            "caregiver_id": str(people["aicha_caregiver"]), "holidays": "skip"} | values


def test_claire_writes_a_single_visit_with_its_acts(app, people):
    claire = reader(app, "claire")
    sent = new(people, **{"acts-wash-asked": "y", "acts-wash-cannot_wait": "y", "acts-wash-needs": "care_assistant",
                          "acts-housework-asked": "y"})
    page = claire.follow(claire.post(f"/interventions/nouvelle/{people['mme_durand']}", sent))
    assert page.h1 == "Intervention du vendredi 13 mars"
    assert "Toilette (ne peut pas attendre) au moins Auxiliaire de vie (AVS)" in page.text and "Ménage" in page.text
    visit = one(app, Visit, Visit.day == date(2026, 3, 13))
    assert (visit.start_minute, visit.minutes, visit.pairing_id) == (545, 90, people["mme_durand_pairing"])
    assert visit.given_at and visit.starts_at == datetime.fromisoformat("2026-03-13T08:05+00:00")
    assert count(app, SeriesAct, SeriesAct.series_id == visit.series_id, SeriesAct.cannot_wait.is_(True)) == 1
    change = one(app, VisitChange)
    assert (change.kind, change.caregiver_id, change.phone_first) == ("added", visit.caregiver_id, False)


def test_a_form_sent_twice_makes_one_visit(app, people):
    claire, before = reader(app, "claire"), count(app, Visit)
    pages = [claire.post(f"/interventions/nouvelle/{people['mme_durand']}", new(people), key="d" * 32) for _ in "ab"]
    assert pages[0].location == pages[1].location and count(app, Visit) == before + 1


def test_a_visit_may_be_written_before_anybody_covers_it(app, people):
    claire = reader(app, "claire")
    claire.post(f"/interventions/nouvelle/{people['mme_durand']}", new(people, caregiver_id=""))
    page = claire.get("/interventions", non_couvertes="1")
    assert len(page.select("tr")) == 2 and "Personne" in page.text and "Non couverte" in page.text


@pytest.mark.parametrize("values, said", [
    ({"day": ""}, "Indiquez un jour."),
    ({"day": "demain"}, "Indiquez une date, par exemple 03/11/2026."),
    ({"day": "2026-01-01"}, "Indiquez un jour du dernier mois, ou à venir."),
    ({"start": "25:00"}, "Indiquez une heure, par exemple 7:30."),
    ({"start": ""}, "Indiquez une heure de début."),
    ({"minutes": ""}, "Indiquez une durée."),
    ({"minutes": "5"}, "Indiquez une durée de 10 à 720 minutes."),
    ({"minutes": "une heure"}, "Indiquez une durée de 10 à 720 minutes."),
    ({"caregiver_id": "9999"}, "Choisissez dans la liste."),
    ({"repeat": "weekly", "ends_on": "2026-03-01"}, "Indiquez un dernier jour qui vient après le premier."),
    ({"repeat": "weekly", "weekdays": "0", "ends_on": "2026-03-14"}, "Un des jours cochés n'existe pas"),
    ({"acts-wash-needs": "surgeon"}, "Choisissez dans la liste."),
])
def test_a_form_with_a_fault_comes_back_with_what_to_do(app, people, values, said):
    before = count(app, Visit)
    page = reader(app, "claire").post(f"/interventions/nouvelle/{people['mme_durand']}", new(people, **values), 422)
    assert said in page.text and page.title.startswith("Erreur : ") and count(app, Visit) == before


def test_someone_new_beside_a_person_opens_a_relation_and_says_why(app, people):
    claire, url = reader(app, "claire"), f"/interventions/nouvelle/{people['mme_durand']}?partout=1"
    sent = new(people, caregiver_id=str(people["lucie_caregiver"]))
    page = claire.post(url, sent, 422)
    assert "Dites si elle devient habituelle ou remplaçante." in page.text
    claire.post(url, sent | {"kind": "usual", "why": "skills"})
    pairing = one(app, Pairing, Pairing.beneficiary_id == people["mme_durand"],
                  Pairing.caregiver_id == people["lucie_caregiver"])
    assert (pairing.kind, pairing.chosen_why) == ("usual", "skills")
    assert one(app, Visit, Visit.pairing_id == pairing.id).day == date(2026, 3, 13)


def test_a_measure_refuses_without_saying_more(app, people):
    a_measure(app, people)
    claire = reader(app, "claire")
    before = counts(app)
    page = claire.post(
        f"/interventions/nouvelle/{people['mme_durand']}?partout=1",
        new(people, caregiver_id=str(people["lucie_caregiver"]), kind="usual", why="skills"), 422)
    assert "Affectation refusée : mesure d'organisation." in page.text
    assert "Une raison qui ne sort pas" not in page.text
    assert counts(app) == before


@pytest.mark.parametrize("values", [
    {"lifted_at": START, "lifted_by_id": None}, {"ends_on": date(2026, 3, 12)}, {"starts_on": date(2026, 3, 14)},
])
def test_a_measure_lifted_over_or_not_begun_refuses_nothing(app, people, values):
    a_measure(app, people, **values)
    with writing(app) as session:
        session.add(Pairing(beneficiary_id=people["mme_durand"], caregiver_id=people["lucie_caregiver"], kind="usual",
                            state="settled", chosen_why="skills", starts_on=date(2026, 1, 1), created_at=now()))
    reader(app, "claire").post(f"/interventions/nouvelle/{people['mme_durand']}",
                               new(people, caregiver_id=str(people["lucie_caregiver"])))


def test_an_ended_file_takes_no_new_visit(app, people):
    from models import Beneficiary
    with writing(app) as session:
        session.get(Beneficiary, people["mme_durand"]).ended_on = date(2026, 3, 1)
    reader(app, "claire").get(f"/interventions/nouvelle/{people['mme_durand']}", 404)


def test_two_visits_at_the_same_hour_are_said_and_not_forbidden(app, people):
    claire = reader(app, "claire")
    claire.post(f"/interventions/nouvelle/{people['m_petit']}?partout=1",
                new(people, day="2026-03-11", start="8:30", kind="replacement", why="hours"))
    page = claire.get(f"/interventions/{people['mme_durand_visit']}")
    assert "À la même heure, elle est aussi prévue chez M. Henri Petit" in page.text


def test_the_search_of_a_person_comes_first(app, people):
    claire = reader(app, "claire")
    page = claire.get("/interventions/nouvelle", q="dur")
    assert page.select("a", href=f"/interventions/nouvelle/{people['mme_durand']}")
    assert not page.select("a", href=f"/interventions/nouvelle/{people['m_petit']}")
    assert "Personne ne porte ce nom." in claire.get("/interventions/nouvelle", q="zzz").text


def test_a_suspended_person_s_new_visit_is_suspended_too(app, people):
    from models import Interruption
    with writing(app) as session:
        session.add(Interruption(beneficiary_id=people["mme_durand"], kind="hospital", starts_on=date(2026, 3, 8),
                                 opened_at=now()))
    reader(app, "claire").post(f"/interventions/nouvelle/{people['mme_durand']}", new(people))
    visit = one(app, Visit, Visit.day == date(2026, 3, 13))
    assert visit.state == "suspended" and visit.interruption_id
    assert one(app, Series, Series.id == visit.series_id).weekday is None
