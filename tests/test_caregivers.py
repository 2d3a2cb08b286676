"""A caregiver's file: what she can do, when, what she must not be asked; facts, no score; woman or man shown nowhere."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from database import now
from models import Account, Availability, Caregiver, CaregiverSkill, Pairing, Session, Visit, VisitChange
from rules.names import search_key
from tests.reader import reader
from tests.world import count, counts, reading, statements, writing


def at(people, place: str = "") -> str:
    return f"/intervenantes/{people['aicha_caregiver']}{place}"


def her(people, **changed) -> dict:
    return {"last_name": "N'Diaye", "first_name": "Fatou", "phone": "0677777777", "qualification": "care_aide",
            "weekly_hours": "24,5", "sector_ids": [people["sector_nord"], people["sector_sud"]], "gender": "woman",
            **changed}


def names(page) -> list[str]:
    return [link.text for link in page.select("a", class_="caregiver")]


def many(app, people, number: int):
    with writing(app) as session:
        for rank in range(number):
            session.add(Caregiver(first_name="Anne", last_name=f"Nom{rank:02}", search_name=search_key(f"Nom{rank:02}", "Anne"),
                                  qualification="care_aide", weekly_minutes=1200, gender="man", created_at=now(),
                                  has_vehicle=False, version=1))


def test_a_file_is_opened_with_her_sectors_and_her_contract(app, people):
    claire = reader(app, "claire")
    page = claire.follow(claire.post("/intervenantes/nouvelle", her(people)))
    assert page.h1 == "Fatou N'Diaye"
    assert "Nord, Sud" in page.text and "contrat de 24 h 30" in page.text
    wrong = claire.post("/intervenantes/nouvelle", her(people, sector_ids=[], weekly_hours="60"), 422)
    assert "Choisissez un secteur, ou plusieurs." in wrong.text and "entre 0 et 48" in wrong.text


@pytest.mark.parametrize("typed", ["aicha", "AÏCHA", "dial aic", "Diallo Aïcha"])
def test_a_name_is_found_whatever_its_accents_case_and_order(app, people, typed):
    assert names(reader(app, "claire").get(f"/intervenantes?q={typed}")) == ["Diallo Aïcha"]


def test_the_filters_are_a_sector_a_qualification_and_those_gone(app, people):
    claire = reader(app, "claire")
    assert names(claire.get(f"/intervenantes?secteur={people['sector_sud']}")) == ["Moreau Lucie"]
    assert names(claire.get("/intervenantes?qualification=nursing_aide")) == []
    claire.post(at(people, "/fin"), {"ended_on": "2026-03-09", "version": 1})
    assert names(claire.get("/intervenantes?parties=1")) == ["Diallo Aïcha"]


def test_the_list_is_cut_in_pages_and_costs_the_same_with_many(app, people):
    claire = reader(app, "claire")
    with statements(app) as few:
        claire.get("/intervenantes")
    many(app, people, 40)
    with statements(app) as more:
        page = claire.get("/intervenantes?q=nom")
    assert len(more) == len(few) <= 7
    assert len(names(page)) == 25
    following = claire.get(page.select("a", rel="next")[0]["href"])
    assert names(page) + names(following) == [f"Nom{rank:02} Anne" for rank in range(40)]


def test_woman_or_man_is_asked_with_its_reason_and_shown_nowhere_else(app, people):
    claire = reader(app, "claire")
    form = claire.get(at(people, "/modifier"))
    assert "soins intimes" in form.text
    for url in ("/intervenantes", at(people), at(people, "/fin"), at(people, "/disponibilites"), "/interventions",
                f"/beneficiaires/{people['mme_durand']}", "/intervenantes?q=femme"):
        page = claire.get(url)
        assert not re.search(r"\b(femme|homme)\b", page.text.replace("Femme ou homme pour les soins intimes", ""), re.I)
        assert not re.search(r"\b(woman|man|gender)\b", page.html)


def test_her_week_is_a_fact_beside_her_contract_without_a_score(app, people):
    page = reader(app, "claire").get(at(people))
    assert "1 h d'interventions, contrat de 28 h" in page.text
    assert not re.search(r"score|note sur|%|étoile|classement", page.text)


def test_her_hours_are_written_as_people_write_them_and_shown_as_a_grid(app, people):
    claire, url = reader(app, "claire"), at(people, "/disponibilites")
    wrong = claire.post(url, {"monday": "le matin", "friday": "8-12, 11-14", "version": 1}, 422)
    assert "8:00-12:00, 14:00-18:30" in wrong.text and "se chevauchent" in wrong.text
    claire.post(url, {"monday": "8h-12h, 14h-18h30", "friday": "20:00-24:00", "version": 1})
    page = claire.get(at(people))
    assert "8 h à 12 h, 14 h à 18 h 30" in page.text and "20 h à minuit" in page.text
    assert count(app, Availability) == 3
    assert claire.get(url).select("input", name="monday")[0]["value"] == "8:00-12:00, 14:00-18:30"
    late = claire.post(url, {"monday": "", "version": 1}, 409)
    assert "Une collègue a modifié cette fiche" in late.text
    assert count(app, Availability) == 3


def test_skills_and_languages_come_from_the_closed_lists(app, people):
    claire, url = reader(app, "claire"), at(people, "/competences")
    claire.post(url, {"skills": ["hoist", "religion"], "version": 1}, 422)
    claire.post(url, {"skills": ["hoist"], "languages": ["fr", "wo"], "version": 1})
    page = claire.get(at(people))
    assert "Lève-personne" in page.text and "Français, Wolof" in page.text
    assert count(app, CaregiverSkill) == 3


def test_a_restriction_says_what_not_to_ask_until_when_and_never_why(app, people):
    claire, url = reader(app, "claire"), at(people, "/restrictions/nouvelle")
    wrong = claire.post(url, {"code": "limited_hours", "starts_on": "2026-03-01"}, 422)
    assert "Indiquez les heures par semaine." in wrong.text
    assert "jamais pourquoi" in wrong.text
    claire.post(url, {"code": "no_lifting", "starts_on": "2026-03-01", "ends_on": "2026-04-01"})
    page = claire.get(at(people))
    assert "Pas de port de charges" in page.text and "au 1er avril 2026" in page.text
    lift = [form["action"] for form in page.select("form") if form.attrs.get("action", "").endswith("/levee")][0]
    claire.post(lift)
    assert "Aucune restriction en cours." in claire.get(at(people)).text


def test_the_end_of_her_contract_leaves_her_visits_to_be_covered_and_closes_her_account_at_once(app, people):
    aicha, claire = reader(app, "aicha"), reader(app, "claire")
    aicha.get("/ma-semaine")
    page = claire.follow(claire.post(at(people, "/fin"), {"ended_on": "2026-03-09", "version": 1}))
    assert "Contrat terminé le 9 mars 2026." in page.text
    with reading(app) as session:
        pairing = session.get(Pairing, people["mme_durand_pairing"])
        assert (pairing.state, pairing.end_reason) == ("ended", "end_of_contract")
        hers = session.scalars(select(Visit.caregiver_id).where(Visit.beneficiary_id == people["mme_durand"])
                               .order_by(Visit.starts_at)).all()
        assert hers == [people["aicha_caregiver"], None, None]
        account = session.get(Account, people["aicha"])
        assert account.ended_by_id == people["claire"]
    assert count(app, Session, Session.account_id == people["aicha"], Session.ended_at.is_(None)) == 0
    assert count(app, VisitChange, VisitChange.kind == "uncovered") >= 1
    assert aicha.get("/ma-semaine", 303).location.startswith("/connexion")
    assert count(app, Caregiver) == 2


def test_an_ended_file_is_read_and_no_longer_changed(app, people):
    claire = reader(app, "claire")
    claire.post(at(people, "/fin"), {"ended_on": "2026-03-09", "version": 1})
    for place in ("/modifier", "/fin", "/disponibilites", "/competences", "/restrictions/nouvelle"):
        claire.get(at(people, place), 404)
    late = claire.post(at(people, "/fin"), {"ended_on": "2026-03-09", "version": 1}, 409)
    assert "la fin de son contrat" in late.text


def test_two_colleagues_correct_the_same_file_and_the_second_keeps_her_text(app, people):
    reader(app, "malika").post(at(people, "/modifier"), her(people, version=1))
    late = reader(app, "claire").post(at(people, "/modifier"), her(people, district="Les Grands Champs", version=1), 409)
    assert "Une collègue a modifié cette fiche" in late.text and "Les Grands Champs" in late.html
    with reading(app) as session:
        assert session.get(Caregiver, people["aicha_caregiver"]).version == 2


def test_a_file_costs_the_same_with_more_lines(app, people):
    claire = reader(app, "claire")
    with statements(app) as few:
        claire.get(at(people))
    for code in ("no_lifting", "no_stairs", "no_animals"):
        claire.post(at(people, "/restrictions/nouvelle"), {"code": code, "starts_on": "2026-03-01"})
    with writing(app) as session:
        for day in range(20, 28):
            base = session.get(Visit, people["mme_durand_visit"])
            session.add(Visit(beneficiary_id=base.beneficiary_id, caregiver_id=base.caregiver_id,
                              series_id=base.series_id, day=date(2026, 3, day), start_minute=600, minutes=60,
                              starts_at=base.starts_at.replace(day=day), ends_at=base.ends_at.replace(day=day),
                              state="planned", version=1))
    with statements(app) as more:
        claire.get(at(people))
    assert len(more) == len(few)


def test_nobody_outside_the_office_reads_a_file_or_changes_a_table(app, people):
    for name in ("aicha", "lucie", "odile", "sam"):
        outsider = reader(app, name)
        outsider.get("/intervenantes", 403)
        outsider.get(at(people), 403)
        before = counts(app)
        outsider.post(at(people, "/fin"), {"ended_on": "2026-03-09", "version": 1}, 403)
        assert {table for table, rows in counts(app).items() if rows != before[table]} <= {"journal"}
    reader(app, "claire").get("/intervenantes/99999", 404)


def test_woman_or_man_is_not_even_read_back_in_her_form_and_stays_when_nothing_is_said(app, people):
    claire = reader(app, "claire")
    form = claire.get(at(people, "/modifier"))
    assert not [choice for choice in form.select("input", name="gender") if "checked" in choice.attrs]
    claire.post(at(people, "/modifier"), her(people, version=1, gender=""))
    with reading(app) as session:
        assert session.get(Caregiver, people["aicha_caregiver"]).gender == "woman"
    claire.post("/intervenantes/nouvelle", her(people, gender=""), 422)
