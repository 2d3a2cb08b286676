"""Prendre des nouvelles: facts in words, a call noted with its author, read by her too; no order by load, no absence."""

from datetime import date, timedelta

import pytest

from database import instant_at, now
from models import (
    Absence,
    Caregiver,
    HomeInstruction,
    LoadNote,
    Mediation,
    Offer,
    Replacement,
    SeriesAct,
    Setting,
    Visit,
)
from rules.names import search_key
from tests.reader import reader
from tests.test_settings import choose
from tests.world import count, reading, statements, writing

LIST, HERS = "/prendre-des-nouvelles", "/ma-charge"
TODAY = date(2026, 3, 9)


def worked(session, ids, *ago, who="aicha", person="mme_durand", series=True, minutes=60):
    """Visits held so many days ago."""
    for days in ago:
        day = TODAY - timedelta(days=days)
        session.add(Visit(beneficiary_id=ids[person], caregiver_id=ids[f"{who}_caregiver"], day=day, start_minute=840,
                          series_id=ids[f"{person}_series"] if series else None, minutes=minutes, state="done", version=1,
                          starts_at=instant_at(day, 840), ends_at=instant_at(day, 840 + minutes)))
    session.flush()


def another(first, last) -> Caregiver:
    return Caregiver(first_name=first, last_name=last, search_name=search_key(last, first), qualification="care_assistant",
                     weekly_minutes=60, gender="woman", created_at=now(), version=1)


def facts(page) -> list[str]:
    return [line.text for line in page.select("main")[0].select("ul")[0].select("li")]


def of(app, who, name="claire"):
    with reading(app) as session:
        id = session.query(Caregiver.id).filter(Caregiver.first_name == who).scalar()
    return reader(app, name).get(f"{LIST}/{id}")


def noted(app, ids, who="aicha", status=303, **typed):
    return reader(app, "claire").post(f"{LIST}/{ids[f'{who}_caregiver']}", {
        "called_on": "2026-03-09", "line": "«\u00a0Ça va mieux.\u00a0»", **typed}, status)


def test_the_office_reads_each_fact_in_words_with_its_numbers(app, people):
    with writing(app) as session:
        worked(session, people, *range(1, 9))
        session.add(HomeInstruction(beneficiary_id=people["mme_durand"], code="transfer_two", since=now() - timedelta(days=60)))
        session.add(SeriesAct(series_id=people["mme_durand_series"], act="wash", cannot_wait=True))
        session.add(Mediation(pairing_id=people["mme_durand_pairing"], subject="Les horaires", owner_id=people["claire"],
                              check_on=TODAY, opened_at=now(), opened_by_id=people["claire"]))
    page = of(app, "Aïcha")
    assert page.h1 == "Prendre des nouvelles d'Aïcha Diallo"
    assert facts(page) == ["8 jours de suite avec des interventions, depuis le dimanche 1er mars",
                           "9 interventions où un transfert à deux est noté, chez 1 personne", "1 médiation en cours"]


@pytest.mark.parametrize("since, ended, seen", [(60, None, True), (60, 30, False), (0, None, False)],
                         ids=["stands", "was over", "only begins"])
def test_a_transfer_by_two_counts_while_it_stands_in_the_home(app, people, since, ended, seen):
    with writing(app) as session:
        worked(session, people, *range(1, 17, 2))
        session.add(HomeInstruction(beneficiary_id=people["mme_durand"], code="transfer_two", since=now() - timedelta(days=since),
                                    ended_at=ended and now() - timedelta(days=ended)))
    assert ("transfert à deux est noté" in of(app, "Aïcha").select("main")[0].select("ul")[0].text) is seen


def test_an_act_that_lifts_nobody_is_not_counted_where_two_are_needed(app, people):
    with writing(app) as session:
        worked(session, people, *range(1, 17, 2))
        session.add(HomeInstruction(beneficiary_id=people["mme_durand"], code="transfer_two", since=now() - timedelta(days=60)))
        session.add(SeriesAct(series_id=people["mme_durand_series"], act="shopping", cannot_wait=False))
    assert facts(of(app, "Aïcha")) == ["3 week-ends travaillés sur 4"]


def test_replacements_taken_at_short_notice_are_counted_and_those_asked_long_before_are_not(app, people):
    with writing(app) as session:
        asked = Replacement(beneficiary_id=people["m_petit"], caregiver_id=people["lucie_caregiver"], requested_by="office",
                            reason="leave", opened_at=now(), opened_by_id=people["claire"])
        session.add(asked)
        session.flush()
        for notice, state in (("urgent", "agreed"), ("days", "partly"), ("urgent", "agreed"), ("week", "agreed"),
                              ("urgent", "declined")):
            session.add(Offer(replacement_id=asked.id, caregiver_id=people["aicha_caregiver"], kind="direct", notice=notice,
                              state=state, asked_at=now(), asked_by_id=people["claire"], expires_at=now(), answered_at=now()))
    assert facts(of(app, "Aïcha")) == ["3 remplacements pris, demandés moins de 7 jours avant"]


def test_what_was_before_the_days_looked_at_is_not_told(app, people):
    with writing(app) as session:
        worked(session, people, *range(40, 50))
    assert "Aucun de ces faits" in of(app, "Aïcha").text
    choose(app, "nouvelles", load_days="60")
    assert "10 jours de suite" in of(app, "Aïcha").text


@pytest.mark.parametrize("name, value, said", [
    ("load_row", "3", "3 jours de suite"), ("load_weekends", "1", "1 week-end travaillé sur"),
    ("load_hours", "1", "h au contrat"),
    ("load_transfers", "4", "4 interventions où un transfert"), ("load_lifting", "4", "4 interventions sur 4 avec un lever"),
    ("load_short_notice", "1", "1 remplacement pris")])
def test_a_setting_decides_from_how_many_a_sentence_is_shown(app, people, name, value, said):
    with writing(app) as session:
        session.query(Caregiver).update({"weekly_minutes": 60})
        worked(session, people, 1, 2, 3)
        session.add(HomeInstruction(beneficiary_id=people["mme_durand"], code="transfer_two", since=now() - timedelta(days=60)))
        session.add(SeriesAct(series_id=people["mme_durand_series"], act="wash", cannot_wait=True))
        asked = Replacement(beneficiary_id=people["m_petit"], caregiver_id=people["lucie_caregiver"], requested_by="office",
                            reason="leave", opened_at=now(), opened_by_id=people["claire"])
        session.add_all([asked, Setting(name="load_hours", value="100", changed_at=now())])
        session.flush()
        session.add(Offer(replacement_id=asked.id, caregiver_id=people["aicha_caregiver"], kind="direct", notice="urgent",
                          state="agreed", asked_at=now(), asked_by_id=people["claire"], expires_at=now(), answered_at=now()))
    if name == "load_hours":
        with writing(app) as session:
            worked(session, people, *range(4, 9), minutes=120)
    before = of(app, "Aïcha").text
    assert said not in before
    choose(app, "nouvelles", **{name: value})
    assert said in of(app, "Aïcha").text


def test_no_absence_is_counted_or_told(app, people):
    before = of(app, "Aïcha").text
    with writing(app) as session:
        session.add(Absence(caregiver_id=people["aicha_caregiver"], kind="sick_leave", state="open",
                            starts_on=TODAY - timedelta(days=20), received_on=TODAY, ends_on=TODAY + timedelta(days=5),
                            declared_at=now(), declared_by_id=people["claire"]))
    assert of(app, "Aïcha").text == before
    assert "absente" not in reader(app, "claire").get(LIST).text


def test_the_list_is_by_name_whatever_each_carried(app, people):
    with writing(app) as session:
        worked(session, people, *range(1, 25), who="lucie", person="m_petit")
    assert names(reader(app, "claire").get(LIST)) == ["Aïcha Diallo", "Lucie Moreau"]


def names(page):
    return [title.text for title in page.select("main")[0].select("h2")]


def test_the_other_order_begins_with_whoever_was_not_called_for_the_longest(app, people):
    with writing(app) as session:
        session.add(another("Zoé", "Zuber"))
    noted(app, people, "aicha", called_on="2026-03-09")
    noted(app, people, "lucie", called_on="2026-02-01")
    assert names(reader(app, "claire").get(LIST, ordre="appel")) == ["Zoé Zuber", "Lucie Moreau", "Aïcha Diallo"]
    assert names(reader(app, "claire").get(LIST)) == ["Aïcha Diallo", "Lucie Moreau", "Zoé Zuber"]


def test_whoever_has_left_is_not_called(app, people):
    with writing(app) as session:
        session.get(Caregiver, people["lucie_caregiver"]).ended_on = TODAY
    assert names(reader(app, "claire").get(LIST)) == ["Aïcha Diallo"]
    reader(app, "claire").get(f"{LIST}/{people['lucie_caregiver']}", 404)


def test_a_call_is_noted_with_its_author_and_she_reads_it(app, people):
    noted(app, people)
    page = of(app, "Aïcha", "helene")
    said = "Appelée le lundi 9 mars, par Claire Martin : « Ça va mieux. »"
    assert said in page.text and said in reader(app, "claire").get(LIST).text
    assert said in reader(app, "aicha").get(HERS).text
    assert said not in reader(app, "lucie").get(HERS).text


def test_a_second_call_leaves_the_first_as_it_is(app, people):
    noted(app, people, line="Fatiguée.", called_on="2026-03-02")
    noted(app, people, line="Mieux.")
    page = of(app, "Aïcha")
    assert [line.text.split(" : ")[1] for line in page.select("section", **{"aria-labelledby": "appels"})[0].select("li")] == [
        "Mieux.", "Fatiguée."]
    assert count(app, LoadNote) == 2


@pytest.mark.parametrize("typed, said", [
    ({"line": " "}, "Écrivez une ligne."), ({"called_on": ""}, "Indiquez le jour de l'appel."),
    ({"called_on": "2026-03-10"}, "Indiquez un jour passé, ou aujourd'hui."),
    ({"line": "x" * 601}, "Écrivez au plus 600 signes.")])
def test_a_call_that_cannot_be_noted_says_what_to_do(app, people, typed, said):
    assert said in noted(app, people, status=422, **typed).text
    assert count(app, LoadNote) == 0


def test_the_same_form_sent_twice_notes_one_call(app, people):
    claire, url = reader(app, "claire"), f"{LIST}/{people['aicha_caregiver']}"
    key = claire.get(url).select("input", name="key")[0]["value"]
    for _ in range(2):
        claire.post(url, {"key": key, "called_on": "2026-03-09", "line": "Elle va bien."})
    assert count(app, LoadNote) == 1


def test_she_reads_the_same_facts_as_the_office_and_nobody_else_s(app, people):
    with writing(app) as session:
        worked(session, people, *range(1, 9))
        worked(session, people, *range(1, 13), who="lucie", person="m_petit")
    page = reader(app, "aicha").get(HERS)
    assert page.h1 == "Ma charge" and "ni à vous noter ni à vous sanctionner" in page.text
    assert facts(page) == facts(of(app, "Aïcha")) and "8 jours de suite" in page.text and "12 jours" not in page.text
    assert HERS in reader(app, "aicha").get("/ma-semaine").links


def test_the_page_says_what_is_shown_and_that_nobody_is_ranked(app, people):
    for page in (reader(app, "claire").get(LIST), of(app, "Aïcha"), reader(app, "aicha").get(HERS)):
        assert "à partir de 7 jours" in page.text and "personne n'est classé" in page.text
        assert "Les absences ne sont pas comptées" in page.text


def test_without_anybody_the_page_says_what_comes_first(app, people):
    with writing(app) as session:
        session.query(Caregiver).update({"ended_on": TODAY})
    assert "Personne ici pour l'instant." in reader(app, "claire").get(LIST).text


def test_the_questions_do_not_grow_with_the_caregivers(app, people):
    claire = reader(app, "claire")
    claire.get(LIST)
    with statements(app) as few:
        claire.get(LIST)
    with writing(app) as session:
        for number in range(30):
            session.add(another("Une", f"Autre {number:02}"))
        worked(session, people, *range(1, 20))
    noted(app, people)
    claire.get(LIST)
    with statements(app) as many:
        page = claire.get(LIST)
    assert len(many) == len(few) <= 10
    assert len(names(page)) == 25 and len(names(claire.get(page.select("a", rel="next")[0]["href"]))) == 7


def test_a_caregiver_without_the_right_sees_nothing_of_the_office_s_page(app, people):
    reader(app, "aicha").get(LIST, 403)
    reader(app, "sam").get(LIST, 403)
    reader(app, "claire").get(HERS, 403)
