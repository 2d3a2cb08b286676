"""A person's file: found as one types, complete, corrected by one hand at a time, ended and never deleted."""

from datetime import date

import pytest
from sqlalchemy import select

from database import now
from models import Beneficiary, CarePlan, HomeAccess, Pairing, Series, Visit, VisitChange
from rules.names import search_key
from tests.reader import reader
from tests.world import count, counts, reading, statements, writing

MMD = "/beneficiaires/{mme_durand}"


def someone(session, people, first: str, last: str, **values) -> Beneficiary:
    person = Beneficiary(civility="Mme", first_name=first, last_name=last, search_name=search_key(last, first),
                         sector_id=people["sector_nord"], referent_id=people["claire"], created_at=now(),
                         cannot_answer_by_phone=False, version=1, **values)
    session.add(person)
    return person


def identity(people, **changed) -> dict:
    return {"civility": "Mme", "last_name": "Lefèvre", "first_name": "Zoé", "address": "3 rue du Puits",
            "sector_id": people["sector_nord"], "referent_id": people["claire"], **changed}


def names(page) -> list[str]:
    return [link.text for link in page.select("a", class_="person")]


def test_the_office_opens_a_file_once_however_often_the_form_is_sent(app, people):
    claire = reader(app, "claire")
    first = claire.post("/beneficiaires/nouveau", identity(people), key="a" * 32)
    again = claire.post("/beneficiaires/nouveau", identity(people), key="a" * 32)
    assert first.location == again.location
    page = claire.follow(first)
    assert page.h1 == "Mme Zoé Lefèvre"
    assert count(app, Beneficiary, Beneficiary.last_name == "Lefèvre") == 1


def test_a_file_without_a_name_says_what_to_write_and_keeps_the_rest(app, people):
    page = reader(app, "claire").post("/beneficiaires/nouveau", identity(people, last_name=""), 422)
    assert "Indiquez le nom." in page.text
    assert page.title.startswith("Erreur : ")
    assert "3 rue du Puits" in page.html


@pytest.mark.parametrize("typed", ["lefevre", "LEFÈVRE", "zoé lef", "lef zo", "  Lefèvre   Zoé "])
def test_a_name_is_found_whatever_its_accents_case_and_order(app, people, typed):
    with writing(app) as session:
        someone(session, people, "Zoé", "Lefèvre")
    page = reader(app, "claire").get(f"/beneficiaires?q={typed}")
    assert names(page) == ["Mme Lefèvre Zoé"]
    assert "1 dossier" in page.text


def test_a_search_that_finds_nobody_says_how_to_clear_it(app, people):
    page = reader(app, "claire").get("/beneficiaires?q=introuvable")
    assert "Aucun dossier ne correspond" in page.text
    assert "/beneficiaires" in page.links


def test_the_filters_are_a_sector_my_files_and_those_ended(app, people):
    with writing(app) as session:
        session.get(Beneficiary, people["m_petit"]).referent_id = people["malika"]
        someone(session, people, "Ida", "Partie", ended_on=date(2026, 3, 1), end_reason="Déménagement")
    malika = reader(app, "malika")
    assert names(malika.get("/beneficiaires")) == ["Mme Durand Jeanne", "M. Petit Henri"]
    assert names(malika.get(f"/beneficiaires?secteur={people['sector_nord']}")) == ["Mme Durand Jeanne"]
    assert names(malika.get("/beneficiaires?miens=1")) == ["M. Petit Henri"]
    assert names(malika.get("/beneficiaires?termines=1")) == ["Mme Partie Ida"]


def test_twenty_five_a_page_forward_and_back(app, people):
    with writing(app) as session:
        for number in range(60):
            someone(session, people, "Anne", f"Nom{number:02}")
    claire, seen = reader(app, "claire"), []
    page = claire.get("/beneficiaires?q=nom")
    while True:
        seen.append(names(page))
        following = [link["href"] for link in page.select("a", rel="next")]
        if not following:
            break
        page = claire.get(following[0])
    assert [len(lines) for lines in seen] == [25, 25, 10]
    assert sum(seen, []) == [f"Mme Nom{number:02} Anne" for number in range(60)]
    back = claire.get(page.select("a", rel="prev")[0]["href"])
    assert names(back) == seen[1]


def test_the_list_costs_the_same_with_one_line_or_fifty(app, people):
    claire = reader(app, "claire")
    with statements(app) as few:
        claire.get("/beneficiaires")
    with writing(app) as session:
        for number in range(50):
            someone(session, people, "Anne", f"Nom{number:02}")
    with statements(app) as many:
        claire.get("/beneficiaires")
    assert len(many) == len(few) <= 6


def test_the_part_swapped_while_typing_is_the_list_of_the_page(app, people):
    claire = reader(app, "claire")
    part = claire.part("/beneficiaires?q=du")
    assert not part.is_page
    assert names(part) == names(claire.get("/beneficiaires?q=du")) == ["Mme Durand Jeanne"]


def test_a_file_shows_everything_and_costs_the_same_with_more_lines(app, people):
    claire = reader(app, "claire")
    with statements(app) as few:
        page = claire.get(MMD.format(**people))
    for words in ("12 rue des Lilas", "01 33 33 33 33", "Nord", "Claire Martin", "Aïcha Diallo", "Premières inter"):
        assert words in page.text
    fill(app, people)
    with statements(app) as many:
        page = claire.get(MMD.format(**people))
    for words in ("Paul Durand", "sa fille", "22,5 h par mois", "Fausse route", "eau gélifiée", "Gants", "chat",
                  "arabe", "Appeler le bureau avant."):
        assert words in page.text
    assert len(many) == len(few)


def fill(app, people):
    claire, at = reader(app, "claire"), MMD.format(**people)
    for kind, name, role in (("relative", "Paul Durand", "sa fille"), ("legal_guardian", "Mme Tutrice", "tutrice")):
        claire.post(f"{at}/entourage/nouveau", {"kind": kind, "name": name, "role_words": role, "phone": "0155555555"})
    claire.post(f"{at}/plan-d-aide/nouveau", {"funder": "apa", "hours_per_month": "22,5", "starts_on": "2026-01-01"})
    claire.post(f"{at}/consignes/nouvelle", {"code": "swallowing", "detail": "eau gélifiée"})
    claire.post(f"{at}/consignes/nouvelle", {"code": "gloves"})
    claire.post(f"{at}/souhaits/nouveau", {"kind": "animals", "detail": "un chat"})
    claire.post(f"{at}/souhaits/nouveau", {"kind": "language", "language": "ar"})
    claire.post(f"{at}/consigne-de-securite", {"words": "Appeler le bureau avant.", "version": 1})


def test_two_colleagues_correct_the_same_file_and_the_second_keeps_her_text(app, people):
    url = MMD.format(**people) + "/modifier"
    reader(app, "malika").post(url, identity(people, last_name="Durand", first_name="Jeanne", version=1))
    late = reader(app, "claire").post(url, identity(people, address="9 quai de la Loire", version=1), 409)
    assert "Une collègue a modifié cette fiche" in late.text
    assert "9 quai de la Loire" in late.html
    with reading(app) as session:
        assert session.get(Beneficiary, people["mme_durand"]).address == "3 rue du Puits"


def test_the_end_of_help_takes_relations_and_visits_with_it_and_erases_codes(app, people):
    with writing(app) as session:
        session.add(HomeAccess(beneficiary_id=people["mme_durand"], codes="Portail 4512B", changed_at=now()))
        session.add(CarePlan(beneficiary_id=people["mme_durand"], funder="apa", hours_per_month=10,
                             starts_on=date(2026, 1, 1), created_at=now()))
    helene = reader(app, "helene")
    done = helene.post(MMD.format(**people) + "/fin", {"ended_on": "2026-03-09", "reason": "Déménagement", "version": 1})
    page = helene.follow(done)
    assert "Accompagnement terminé le 9 mars 2026." in page.text
    with reading(app) as session:
        person = session.get(Beneficiary, people["mme_durand"])
        assert (person.ended_on, person.ended_by_id) == (date(2026, 3, 9), people["helene"])
        pairing = session.get(Pairing, people["mme_durand_pairing"])
        assert (pairing.state, pairing.end_reason) == ("ended", "end_of_help")
        states = session.scalars(select(Visit.state).where(Visit.beneficiary_id == person.id).order_by(Visit.day)).all()
        assert states == ["planned", "withdrawn", "withdrawn"]
        assert session.get(Series, people["mme_durand_series"]).ends_on == date(2026, 3, 9)
        access = session.scalar(select(HomeAccess).where(HomeAccess.beneficiary_id == person.id))
        assert access.codes is None
    assert count(app, VisitChange, VisitChange.kind == "withdrawn",
                 VisitChange.caregiver_id == people["aicha_caregiver"]) == 1
    assert count(app, CarePlan, CarePlan.ended_at.is_(None)) == 0
    assert count(app, Beneficiary) == 2


def test_an_end_asks_its_reason_and_is_never_in_the_future(app, people):
    url = MMD.format(**people) + "/fin"
    page = reader(app, "helene").post(url, {"ended_on": "2026-03-10", "version": 1}, 422)
    assert "Indiquez la raison." in page.text
    assert "Indiquez aujourd'hui, ou un jour passé." in page.text


def test_an_ended_file_is_read_and_no_longer_changed(app, people):
    helene, at = reader(app, "helene"), MMD.format(**people)
    helene.post(f"{at}/fin", {"ended_on": "2026-03-09", "reason": "Déménagement", "version": 1})
    page = helene.get(at)
    assert not [link for link in page.links if link.endswith("/modifier")]
    for url in (f"{at}/modifier", f"{at}/fin", f"{at}/acces", f"{at}/entourage/nouveau"):
        helene.get(url, 404)
    late = helene.post(f"{at}/fin", {"ended_on": "2026-03-09", "reason": "Encore", "version": 1}, 409)
    assert "a mis fin à cet accompagnement" in late.text


def test_the_end_of_help_is_the_directions_to_decide_and_a_coordinator_is_told_so(app, people):
    at = MMD.format(**people)
    claire, helene = reader(app, "claire"), reader(app, "helene")
    page = claire.get(at)
    assert "La fin de l'accompagnement est décidée par la direction." in page.text and f"{at}/fin" not in page.links
    claire.get(f"{at}/fin", 403)
    claire.post(f"{at}/fin", {"ended_on": "2026-03-09", "reason": "Déménagement", "version": 1}, 403)
    assert f"{at}/fin" in helene.get(at).links
    assert count(app, Beneficiary, Beneficiary.ended_on.is_not(None)) == 0


def test_nobody_outside_the_office_reads_a_file_or_changes_a_table(app, people):
    at = MMD.format(**people)
    for name in ("aicha", "lucie", "odile", "sam"):
        outsider = reader(app, name)
        outsider.get("/beneficiaires", 403)
        outsider.get(at, 403)
        before = counts(app)
        outsider.post(f"{at}/fin", {"ended_on": "2026-03-09", "reason": "x", "version": 1}, 403)
        after = counts(app)
        assert {t: n for t, n in after.items() if n != before[t]}.keys() <= {"journal"}
    reader(app, "claire").get("/beneficiaires/99999", 404)
