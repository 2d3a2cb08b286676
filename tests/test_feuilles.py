"""Sheets on paper: printed for several persons, followed, and typed when they come back."""

import re
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from acts import decisions, interruptions, rounds
from database import now, today
from models import Answer, Beneficiary, PersonalLink, PersonalLinkSide, Round, Setting, SheetBatch
from rules.decisions import Choice
from tests.link_scenes import REPLY, SECOND, TYPED, arrives, asked, made
from tests.reader import reader
from tests.rounds_scene import act, more_relations, opened, run_due, sides, speaks
from tests.test_call_list import second_caregiver
from tests.test_links import TOKEN
from tests.world import count, reading, statements, writing


def two_waiting(app, people) -> None:
    """Mme Durand (two caregivers) and M. Petit: three rounds wait."""
    opened(app, people)
    second_caregiver(app, people)
    opened(app, people, "m_petit")


def print_for(app, people, *names):
    """Claire prints; the page of sheets."""
    claire = reader(app, "claire")
    return claire.post("/feuilles/nouvelles", {"people": [people[name] for name in names]}, 200)


def sheet_of(app, people, person="mme_durand") -> PersonalLink:
    with reading(app) as session:
        found = session.scalars(select(PersonalLink).where(PersonalLink.beneficiary_id == people[person])
                                .order_by(PersonalLink.id.desc())).first()
        session.expunge_all()
    return found


# --- printing -----------------------------------------------------------------------------------------------------

def test_who_waits_is_ticked_and_who_answered_is_not_there(app, people):
    two_waiting(app, people)
    page = reader(app, "claire").get("/feuilles/nouvelles")
    assert [box.attrs.get("checked") is not None for box in page.select("input", name="people")] == [True, True]
    with reading(app) as session:
        round_id = session.scalar(select(Round.id).where(Round.beneficiary_id == people["m_petit"]))
    speaks(app, round_id)
    page = reader(app, "claire").get("/feuilles/nouvelles")
    assert [box["value"] for box in page.select("input", name="people")] == [str(people["mme_durand"])]


def test_who_already_holds_a_link_is_not_ticked_and_it_is_said_why(app, people):
    two_waiting(app, people)
    made(app, people, kind="sheet")
    page = reader(app, "claire").get("/feuilles/nouvelles")
    ticked = {box["value"]: box.attrs.get("checked") is not None for box in page.select("input", name="people")}
    assert ticked == {str(people["mme_durand"]): False, str(people["m_petit"]): True}
    assert "Une nouvelle feuille l'annule." in page.text


def test_a_sector_is_chosen_and_those_away_are_left_out_and_said(app, people):
    two_waiting(app, people)
    claire = reader(app, "claire")
    page = claire.get("/feuilles/nouvelles", secteur=people["sector_sud"])
    assert [box["value"] for box in page.select("input", name="people")] == [str(people["m_petit"])]
    act(app, "claire", lambda by: interruptions.open(by, people["m_petit"], None, "hospital", today(), None, None, "", ""))
    page = claire.get("/feuilles/nouvelles")
    assert "1 personne n'est pas dans cette liste" in page.text
    assert [box["value"] for box in page.select("input", name="people")] == [str(people["mme_durand"])]


def test_the_sheets_come_once_with_a_number_and_a_square_each(app, people):
    two_waiting(app, people)
    claire = reader(app, "claire")
    chosen = {"people": [people["mme_durand"], people["m_petit"]]}
    page = claire.post("/feuilles/nouvelles", chosen, 200, key="k" * 32)
    assert len(page.select(class_="qr")) == 2
    assert {number.text for number in page.select("p", class_="digits")} == {"1007", "1010"}
    # Mme Durand has two caregivers: two pages, one to go on, the envelope; M. Petit one page and the envelope.
    assert len(page.select("section", class_="leaf")) == 4 + 2
    assert not TOKEN.search(page.html)
    again = claire.post("/feuilles/nouvelles", chosen, 303, key="k" * 32)
    assert "Ces feuilles ont déjà été affichées." in claire.follow(again).text
    assert count(app, SheetBatch) == 1


def test_a_sheet_names_the_association_and_first_names_only(app, people):
    two_waiting(app, people)
    with writing(app) as session:
        for name, value in (("association_name", "Les Mains du Quartier"), ("association_address", "14 rue de la Fontaine")):
            session.add(Setting(name=name, value=value, changed_at=now()))
    sheets = print_for(app, people, "mme_durand").select("main")[0].text
    assert all(words in sheets for words in ("Les Mains du Quartier", "14 rue de la Fontaine", "Avec Aïcha", "Avec Lucie"))
    for hidden in ("Durand", "Jeanne", "Diallo", "Moreau", "Claire", "Lilas"):
        assert hidden not in sheets, hidden
    assert "Ne la confiez pas ouverte à l'intervenante." in sheets


def test_an_address_no_phone_can_open_is_said_on_screen_and_never_on_paper(app, people):
    two_waiting(app, people)
    claire, chosen = reader(app, "claire"), {"people": [people["mme_durand"]]}
    page = claire.post("/feuilles/nouvelles", chosen, 200)
    [head] = page.select("header", class_="screen")
    assert "Cette adresse ne s'ouvre que sur cet ordinateur." in head.text
    assert "ne s'ouvre que" not in page.select("main")[0].text
    assert "@media print { .screen { display: none; } }" in (Path(app.root_path) / "static/css/feuille.css").read_text("utf-8")
    kept, app.config["PUBLIC_URL"] = app.config["PUBLIC_URL"], "https://trait.exemple.fr"
    try:
        assert "ne s'ouvre que" not in claire.post("/feuilles/nouvelles", chosen, 200).text
    finally:
        app.config["PUBLIC_URL"] = kept


def test_nobody_ticked_is_said(app, people):
    two_waiting(app, people)
    page = reader(app, "claire").post("/feuilles/nouvelles", {}, 422)
    assert "Cochez au moins une personne." in page.text
    assert count(app, SheetBatch) == 0


def test_somebody_who_does_not_wait_cannot_be_slipped_in(app, people):
    opened(app, people)
    reader(app, "claire").post("/feuilles/nouvelles", {"people": [people["m_petit"]]}, 409)
    assert count(app, PersonalLink) == 0


def test_printing_again_revokes_the_sheets_before(app, people):
    two_waiting(app, people)
    print_for(app, people, "mme_durand", "m_petit")
    first = sheet_of(app, people)
    batch = first.batch_id
    page = reader(app, "claire").get("/feuilles/nouvelles", lot=batch)
    assert all(box.attrs.get("checked") is not None for box in page.select("input", name="people"))
    print_for(app, people, "mme_durand")
    with reading(app) as session:
        assert session.get(PersonalLink, first.id).revoked_at
    assert sheet_of(app, people).number != first.number


def test_printing_costs_no_more_statements_for_more_persons(app, people):
    more_relations(app, people, 12)
    run_due(app)
    claire = reader(app, "claire")
    waiting = [box["value"] for box in claire.get("/feuilles/nouvelles").select("input", name="people")]
    assert len(waiting) >= 12
    with statements(app) as few:
        claire.post("/feuilles/nouvelles", {"people": waiting[:2]}, 200)
    with statements(app) as many:
        claire.post("/feuilles/nouvelles", {"people": waiting}, 200)
    assert len(many) <= len(few)


# --- following ----------------------------------------------------------------------------------------------------

def test_a_batch_says_who_answered_by_which_way_and_who_did_not(app, people):
    two_waiting(app, people)
    print_for(app, people, "mme_durand", "m_petit")
    claire, sheet = reader(app, "claire"), sheet_of(app, people, "m_petit")
    claire.post(f"/feuilles/saisie/{sheet.number}", TYPED)
    page = claire.get(f"/feuilles/{sheet.batch_id}")
    waiting, answered = page.select("ul", class_="list")
    assert "Mme Jeanne Durand" in waiting.text and "M. Henri Petit" not in waiting.text
    assert "M. Henri Petit" in answered.text and "papier, aujourd'hui à 9 h" in answered.text
    assert f"/a-appeler/{people['mme_durand']}" in page.links
    assert "1 sur 2 a répondu" in claire.get("/feuilles").text
    print_for(app, people, "mme_durand")
    assert "Aucune réponse sur 1" in claire.get("/feuilles").text


def test_a_batch_is_followed_at_the_same_cost_whatever_its_size(app, people):
    more_relations(app, people, 8)
    run_due(app)
    claire = reader(app, "claire")
    waiting = [box["value"] for box in claire.get("/feuilles/nouvelles").select("input", name="people")]
    claire.post("/feuilles/nouvelles", {"people": waiting[:1]}, 200)
    claire.post("/feuilles/nouvelles", {"people": waiting[1:]}, 200)
    with statements(app) as few:
        claire.get("/feuilles/1")
    with statements(app) as many:
        claire.get("/feuilles/2")
    assert len(many) == len(few)


def test_an_empty_list_says_what_comes_first(app, people):
    claire = reader(app, "claire")
    assert "Aucun lot n'a encore été imprimé." in claire.get("/feuilles").text
    assert "Personne n'attend de feuille maintenant." in claire.get("/feuilles/nouvelles").text
    claire.get("/feuilles/99", 404)


# --- typing -------------------------------------------------------------------------------------------------------

def sheet(app, people, several=False) -> tuple[int, PersonalLink]:
    round_id, _ = asked(app, people, kind="sheet", several=several)
    return round_id, sheet_of(app, people)


def test_a_sheet_is_found_by_its_number_with_the_names_to_check(app, people):
    _, link = sheet(app, people)
    page = reader(app, "claire").get("/feuilles/saisie", numero=str(link.number))
    assert page.h1.replace("\u00a0", " ") == f"Feuille n° {link.number} : Mme Jeanne Durand"
    assert "À propos d'Aïcha Diallo" in page.text


@pytest.mark.parametrize("typed", ["1008", "0117", "1070", "abc", "99999", "1010"])
def test_a_number_mistyped_or_never_printed_is_refused_in_plain_words(app, people, typed):
    sheet(app, people)
    page = reader(app, "claire").get("/feuilles/saisie", 422, numero=typed)
    assert "Ce numéro n'existe pas. Relisez-le sur la feuille" in page.text
    assert page.select("input", name="numero")[0]["value"] == typed
    reader(app, "claire").post("/feuilles/saisie/1010", TYPED, 404)


def test_what_is_ticked_on_paper_is_kept_as_paper_with_who_typed_it(app, people):
    round_id, link = sheet(app, people)
    claire = reader(app, "claire")
    page = claire.follow(claire.post(f"/feuilles/saisie/{link.number}", TYPED | {
        "c1-respected": "no", "c1-goes_well": "Elle chante", "c1-may_pass_on": "y", "c1-present": "y"}))
    assert f"La feuille n° {link.number} est enregistrée." in page.text.replace("\u00a0", " ")
    with reading(app) as session:
        said = session.scalars(select(Answer)).one()
    assert (said.channel, said.voice, said.collected_by_id, said.respected) == ("paper", "person", people["claire"], "no")
    assert said.caregiver_present and said.may_pass_on
    assert sides(app, round_id)["beneficiary"].state == "answered"
    assert f"/points/{round_id}" in str(reader(app, "claire").get("/a-traiter").links)


@pytest.mark.parametrize(("who", "name", "voice", "kept"), [
    ("person", "", "person", ""), ("person", "Paul", "person", "lu et écrit par Paul"),
    ("helped", "Paul", "person", "lu et écrit par Paul"), ("helped", "", "person", "lu et écrit par quelqu'un"),
    ("relative", "Anne", "relative", "Anne"), ("guardian", "", "guardian", "")])
def test_who_answered_on_paper_is_asked_with_the_boxes_of_the_paper(app, people, who, name, voice, kept):
    _, link = sheet(app, people)
    claire = reader(app, "claire")
    page = claire.get("/feuilles/saisie", numero=str(link.number))
    assert [box["value"] for box in page.select("input", name="who")] == ["person", "helped", "relative", "guardian"]
    assert [box["value"] for box in page.select("input", name="who") if "checked" in box.attrs] == ["person"]
    claire.post(f"/feuilles/saisie/{link.number}", TYPED | {"who": who, "spoken_by": name})
    with reading(app) as session:
        said = session.scalars(select(Answer)).one()
    assert (said.voice, said.spoken_by) == (voice, kept)


def test_a_sheet_made_for_a_relative_never_carries_the_person_s_voice(app, people):
    opened(app, people)
    claire, url = reader(app, "claire"), f"/beneficiaires/{people['mme_durand']}/liens"
    paper = claire.post(url, {"voice": "relative", "kind": "sheet"}, 200).select("main")[0].text
    assert "Un proche" in paper and "La personne aidée" not in paper and "écrit pour elle" not in paper
    link = sheet_of(app, people)
    page = claire.get("/feuilles/saisie", numero=str(link.number))
    assert [box["value"] for box in page.select("input", name="who")] == ["relative", "guardian"]
    claire.post(f"/feuilles/saisie/{link.number}", TYPED | {"who": "helped"}, 422)
    page = claire.post(f"/feuilles/saisie/{link.number}", TYPED, 422)
    assert "Choisissez une réponse de la liste." in page.text and count(app, Answer) == 0
    claire.post(f"/feuilles/saisie/{link.number}", TYPED | {"who": "relative", "spoken_by": "Anne"})
    with reading(app) as session:
        assert session.scalars(select(Answer.voice)).one() == "relative"


def test_a_paper_is_a_contact_with_the_home(app, people):
    with writing(app) as session:
        session.get(Beneficiary, people["mme_durand"]).last_contact_on = date(2025, 1, 2)
    round_id, link = sheet(app, people)
    speaks(app, round_id, voice="caregiver", by="aicha")
    with reading(app) as session:
        assert session.get(Beneficiary, people["mme_durand"]).last_contact_on == date(2025, 1, 2)
    reader(app, "claire").post(f"/feuilles/saisie/{link.number}", TYPED)
    with reading(app) as session:
        assert session.get(Beneficiary, people["mme_durand"]).last_contact_on == today()


def test_boxes_typed_about_a_caregiver_decided_meanwhile_are_named(app, people):
    _, link = sheet(app, people, several=True)
    claire = reader(app, "claire")
    with reading(app) as session:
        pairing = session.scalar(select(Round.pairing_id).where(Round.caregiver_id == people["lucie_caregiver"]))
    with writing(app):
        rounds.cancel_open(None, pairing)
    typed = TYPED | {name: value for name, value in SECOND.items() if "present" not in name}
    page = claire.follow(claire.post(f"/feuilles/saisie/{link.number}", typed))
    assert "est enregistrée, sauf pour Lucie Moreau : une réponse est arrivée entre-temps" in page.text.replace("\u00a0", " ")
    assert count(app, Answer) == 1


def test_a_box_forgotten_is_said_and_an_empty_sheet_too(app, people):
    _, link = sheet(app, people)
    claire, url = reader(app, "claire"), f"/feuilles/saisie/{link.number}"
    page = claire.post(url, {name: value for name, value in TYPED.items() if "wish" not in name}, 422)
    assert "Reportez le souhait coché." in page.text
    assert "Reportez les cases cochées." in claire.post(url, {"who": "person"}, 422).text
    assert count(app, Answer) == 0


def test_a_caregiver_left_empty_on_paper_is_left_aside(app, people):
    _, link = sheet(app, people, several=True)
    claire = reader(app, "claire")
    claire.post(f"/feuilles/saisie/{link.number}", TYPED)
    assert count(app, Answer) == 1
    page = claire.get("/feuilles/saisie", numero=str(link.number))
    assert "À propos d'Aïcha Diallo : déjà répondu" in page.text.replace("\u00a0", " ")
    claire.post(f"/feuilles/saisie/{link.number}", {"who": "person", **{k: v for k, v in SECOND.items() if "present" not in k}})
    assert count(app, Answer) == 2


def test_a_sheet_that_comes_late_still_counts(app, people, clock):
    """Out of date, and its side closed "sans réponse": nothing is decided yet."""
    round_id, link = sheet(app, people)
    clock.move(days=40)
    side = sides(app, round_id)["beneficiary"].id
    act(app, "claire", lambda by: rounds.close_side(by, side, "no_answer"))
    reader(app, "claire").post(f"/feuilles/saisie/{link.number}", TYPED)
    assert sides(app, round_id)["beneficiary"].state == "answered"


def test_a_sheet_replaced_by_a_reprint_still_counts_and_closes_the_other(app, people):
    _, first = sheet(app, people)
    token = made(app, people, kind="sheet")[1]
    second = sheet_of(app, people)
    claire = reader(app, "claire")
    page = claire.get("/feuilles/saisie", numero=str(first.number))
    assert f"remplacée par la n° {second.number}" in page.text.replace("\u00a0", " ")
    claire.post(f"/feuilles/saisie/{first.number}", TYPED)
    assert "déjà répondu" in claire.get("/feuilles/saisie", numero=str(second.number)).text
    arrives(app, token).get("/reponse", 404)


def test_once_the_link_was_answered_the_sheet_says_so_and_offers_a_complement(app, people):
    round_id, token = asked(app, people, kind="sheet")
    link = sheet_of(app, people)
    arrives(app, token).post("/reponse", REPLY)
    claire = reader(app, "claire")
    page = claire.get("/feuilles/saisie", numero=str(link.number))
    assert "déjà répondu aujourd'hui à 9 h, lien personnel." in page.text and f"/points/{round_id}" in page.links
    assert not page.select("form", class_="call")
    assert "Il n'y a plus rien à saisir" in claire.post(f"/feuilles/saisie/{link.number}", TYPED, 409).text
    assert count(app, Answer) == 1


def test_once_decided_nothing_more_is_typed(app, people):
    round_id, link = sheet(app, people)
    speaks(app, round_id, voice="relative")
    speaks(app, round_id, voice="caregiver")
    act(app, "claire", lambda by: decisions.decide(by, round_id, Choice("fit", "Tout va bien.", "", "yearly", today())))
    claire = reader(app, "claire")
    assert "ce point est déjà décidé ou annulé." in claire.get("/feuilles/saisie", numero=str(link.number)).text
    claire.post(f"/feuilles/saisie/{link.number}", TYPED, 409)
    assert count(app, Answer, Answer.voice == "person") == 0


def test_a_form_sent_twice_is_one_answer(app, people):
    _, link = sheet(app, people)
    claire = reader(app, "claire")
    for _ in range(2):
        claire.post(f"/feuilles/saisie/{link.number}", TYPED, key="k" * 32)
    assert count(app, Answer) == 1


def test_a_sheet_holds_the_sides_it_was_printed_for(app, people):
    sheet(app, people, several=True)
    with reading(app) as session:
        kept = session.execute(select(PersonalLinkSide)).all()
    assert len(kept) == 2
    assert re.fullmatch(r"\d{4}", str(sheet_of(app, people).number))
