"""A planning received: people and visits come in, a decision taken here is never undone, nothing goes in twice."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select, update

from acts import gaps, imports, interruptions, measures, pairings, visits
from database import Overtaken, commit_as, db, local, now
from guard import importing
from models import (
    Beneficiary,
    Caregiver,
    CaregiverSector,
    ImportedVisit,
    ImportFile,
    ImportGap,
    ImportLine,
    ImportRun,
    JournalLine,
    Sector,
    Series,
    SeriesAct,
    Visit,
    VisitChange,
)
from queries.imports import received_at, refused_rows
from rules.spreadsheet import lines
from tests.import_files import CAREGIVERS, PEOPLE, VISITS, as_read, confirm, send, text, upload
from tests.world import count, reading, writing

AICHA, LUCIE, DURAND = "DIALLO Aïcha", "MOREAU Lucie", "DURAND Jeanne"


def line(ref="V1", day="12/03/2026", start="10h00", end="11h00", person=DURAND, caregiver=AICHA, status=""):
    return f"{ref};{day};{start};{end};{person};{caregiver};{status}"


# other visits of the same days, so that one gone is not half of them
OTHERS = [line(f"X{n}", start=f"{n}h", end=f"{n}h30", person="PETIT Henri", caregiver=LUCIE) for n in range(12, 18)]


def planning(*rows):
    return text(VISITS, *rows, *OTHERS)


def visit_of(app, ref="V1"):
    with reading(app) as session:
        return session.scalar(select(Visit).where(Visit.external_ref == ref))


def act(app, by, what, *args):
    with app.app_context():
        return commit_as("test", lambda: what(SimpleNamespace(id=by, role="coordinator"), *args))


def gap_of(app, ref="V1"):
    with reading(app) as session:
        return session.scalar(select(ImportGap).join(Visit, Visit.id == ImportGap.visit_id)
                              .where(Visit.external_ref == ref, ImportGap.decided_at.is_(None)))


def changes_of(app, ref="V1"):
    with reading(app) as session:
        return list(session.scalars(select(VisitChange).join(Visit, Visit.id == VisitChange.visit_id)
                                    .where(Visit.external_ref == ref).order_by(VisitChange.id)))


# --- people -------------------------------------------------------------------------------------------------------------

def test_people_come_in_and_the_same_file_changes_nothing(app, people):
    file = text(PEOPLE, "B1;Madame;LE GOFF;Marie;3/5/1940;12 rue des Lilas;01 40 00 00 00;Nord", "B2;M.;Roux;Paul;;;;Sud")
    assert send(app, "beneficiaries", file).counts == {"created": 2}
    with reading(app) as session:
        marie = session.scalar(select(Beneficiary).where(Beneficiary.external_ref == "B1"))
        assert (marie.full_name, marie.birth_date, marie.phone, marie.search_name) == (
            "Mme Marie Le Goff", date(1940, 5, 3), "0140000000", " le goff marie")
    assert send(app, "beneficiaries", file).counts == {"left": 2}


def test_a_change_of_the_planning_is_made_and_an_empty_cell_erases_nothing(app, people):
    send(app, "beneficiaries", text(PEOPLE, "B1;Madame;Roux;Paule;;12 rue des Lilas;01 40 00 00 00;Nord"))
    after = send(app, "beneficiaries", text(PEOPLE, "B1;Madame;Roux;Paule;;;01 50 00 00 00;Nord"))
    assert after.counts == {"changed": 1}
    assert after.lines["changed"][0][:2] == (2, "Mme Paule Roux\u00a0: téléphone 01 40 00 00 00\u00a0→ 01 50 00 00 00")
    with reading(app) as session:
        paule = session.scalar(select(Beneficiary).where(Beneficiary.external_ref == "B1"))
        assert (paule.address, paule.phone, paule.version) == ("12 rue des Lilas", "0150000000", 2)


def test_what_the_office_corrected_since_stays(app, people):
    file = text(PEOPLE, "B1;Madame;Roux;Paule;;12 rue des Lilas;01 40 00 00 00;Nord")
    send(app, "beneficiaries", file)
    with writing(app) as session:
        session.scalar(select(Beneficiary).where(Beneficiary.external_ref == "B1")).phone = "0199999999"
    again = send(app, "beneficiaries", file)
    assert again.counts == {"kept": 1}
    assert "01 99 99 99 99 (le fichier dit 01 40 00 00 00)" in again.lines["kept"][0][1]
    with reading(app) as session:
        assert session.scalar(select(Beneficiary.phone).where(Beneficiary.external_ref == "B1")) == "0199999999"


def test_caregivers_come_in_with_their_contract_and_what_lacks_is_asked(app, people):
    made = send(app, "caregivers", text(CAREGIVERS, "S1;Mme;BENALI;Sonia;06 12 34 56 78;AVS;28h30;Nord / Sud",
                                        "S2;;Roy;Anne;06 12 34 56 79;AVS;28;Nord", "S3;Mme;Roy;Inès;06 12 34 56 70;Fée;28;Nord"))
    assert made.counts == {"created": 1, "refused": 2}
    assert made.lines["refused"][0][:2] == (3, "pour créer cette fiche, ajoutez la civilité (Mme ou M.).")
    assert "la qualification «\u00a0Fée\u00a0» n'est pas connue" in made.lines["refused"][1][1]
    with reading(app) as session:
        sonia = session.scalar(select(Caregiver).where(Caregiver.external_ref == "S1"))
        assert (sonia.full_name, sonia.qualification, sonia.weekly_minutes, sonia.gender) == (
            "Sonia Benali", "care_assistant", 1710, "woman")
        assert count(app, CaregiverSector, CaregiverSector.caregiver_id == sonia.id) == 2


def test_no_sentence_of_an_import_says_woman_or_man(app, people):
    made = send(app, "caregivers", text(CAREGIVERS, "S1;Mme;BENALI;Sonia;06 12 34 56 78;AVS;28;Nord"))
    again = send(app, "caregivers", text(CAREGIVERS, "S1;M.;BENALI;Sonia;06 12 34 56 78;AVS;30;Nord"))
    assert again.counts == {"changed": 1}
    assert again.lines["changed"][0][1].endswith("heures du contrat 28\u00a0h\u00a0→ 30\u00a0h")
    assert made.lines["created"][0][1] == "BENALI Sonia"


def test_an_unknown_sector_is_said_with_those_that_exist(app, people):
    made = send(app, "beneficiaries", text(PEOPLE, "B1;Mme;Roux;Paule;;;;Ouest"))
    assert made.lines["refused"][0][1] == ("le secteur «\u00a0Ouest\u00a0» n'existe pas ici. "
                                           "Écrivez l'un de ceux-ci\u00a0: Nord, Sud.")


COUPLE = "N° dossier;Civilité;Nom;Prénom;Date de naissance;Secteur"


def test_a_couple_under_one_reference_stays_two_persons(app, people):
    send(app, "beneficiaries", text(COUPLE, "B1;Mme;ROUX;Paule;03/05/1940;Nord"))
    made = send(app, "beneficiaries", text(COUPLE, "B1;M.;ROUX;Pierre;12/01/1938;Nord"))
    assert made.counts == {"refused": 1} and "celle de quelqu'un d'autre" in made.lines["refused"][0][1]
    with reading(app) as session:
        assert session.scalar(select(Beneficiary.first_name).where(Beneficiary.external_ref == "B1")) == "Paule"
    # a first name corrected in the planning, the birth date being hers, is a correction
    assert send(app, "beneficiaries", text(COUPLE, "B1;Mme;ROUX;Paulette;03/05/1940;Nord")).counts == {"changed": 1}


def test_his_visits_never_go_to_her_and_none_of_hers_is_called_off(app, people):
    titles = "Référence;Date;Début;Fin;N° dossier;Bénéficiaire;Intervenante"
    with writing(app) as session:
        session.get(Beneficiary, people["mme_durand"]).external_ref = "B1"
    send(app, "visits", text(titles, f"V1;12/03/2026;10h;11h;B1;Mme {DURAND};{AICHA}"))
    made = send(app, "visits", text(titles, f"V2;12/03/2026;15h;16h;B1;M. DURAND;{AICHA}",
                                    f"V3;12/03/2026;17h;18h;B1;DURAND Pierre;{AICHA}"))
    assert made.counts == {"refused": 2} and made.state == "applied"
    assert visit_of(app).state == "planned" and visit_of(app, "V2") is None and visit_of(app, "V3") is None


def test_a_namesake_is_proposed_on_screen_and_somebody_decides(app, people):
    file = text(PEOPLE, "B1;Mme;DURAND;Jeanne;;1 rue Neuve;01 40 00 00 00;Nord")
    seen = upload(app, "beneficiaries", file, people["claire"])
    assert (seen.state, seen.counts) == ("previewed", {"duplicates": 1})
    line_id = seen.lines["duplicate"][0][2]
    with reading(app) as session:
        assert session.get(ImportLine, line_id).candidates == str(people["mme_durand"])
    act(app, people["claire"], imports.choose, line_id, people["mme_durand"])
    done = confirm(app, seen.id, people["claire"])
    assert (done.state, done.counts) == ("applied", {"changed": 1})
    with reading(app) as session:
        jeanne = session.get(Beneficiary, people["mme_durand"])
        assert (jeanne.external_ref, jeanne.phone, jeanne.first_name) == ("B1", "0140000000", "Jeanne")
    assert upload(app, "beneficiaries", file, people["claire"]).counts == {"left": 1}


def test_a_namesake_said_to_be_another_person_gets_her_own_file(app, people):
    seen = upload(app, "beneficiaries", text(PEOPLE, ";Mme;DURAND;Jeanne;;1 rue Neuve;;Nord"), people["claire"])
    act(app, people["claire"], imports.choose, seen.lines["duplicate"][0][2], 0)
    assert confirm(app, seen.id, people["claire"]).counts == {"created": 1}
    assert count(app, Beneficiary, Beneficiary.last_name == "Durand") == 2


def test_an_undecided_namesake_is_left_out_and_never_merged(app, people):
    seen = upload(app, "beneficiaries", text(PEOPLE, ";Mme;DURAND;Jeanne;;1 rue Neuve;;Nord"), people["claire"])
    assert confirm(app, seen.id, people["claire"]).counts == {"duplicates": 1}
    alone = send(app, "beneficiaries", text(PEOPLE, ";Mme;DURAND;Jeanne;;1 rue Neuve;;Nord"))
    assert "Dites si c'est la même personne" in alone.lines["refused"][0][1]
    with reading(app) as session:
        assert session.get(Beneficiary, people["mme_durand"]).address == "12 rue des Lilas"


# --- visits come in -----------------------------------------------------------------------------------------------------

def test_visits_come_in_with_their_relation_their_acts_and_no_line_to_report(app, people):
    file = text(VISITS + ";Prestations", line() + ";Toilette, repas", line("V2", caregiver=LUCIE) + ";")
    assert send(app, "visits", file).counts == {"created": 2}
    visit, other = visit_of(app), visit_of(app, "V2")
    assert (local(visit.starts_at).hour, visit.minutes, visit.pairing_id) == (10, 60, people["mme_durand_pairing"])
    assert (other.caregiver_id, other.pairing_id) == (people["lucie_caregiver"], None)
    with reading(app) as session:
        series = session.get(Series, visit.series_id)
        assert (series.weekday, series.starts_on) == (None, date(2026, 3, 12))
        acts = {(act.act, act.cannot_wait) for act in session.scalars(select(SeriesAct).where(SeriesAct.series_id == series.id))}
        assert acts == {("wash", True), ("meal", True)}
    assert count(app, VisitChange) == 0


def test_the_same_file_twice_changes_nothing(app, people):
    file = planning(line(), line("V2", "13/03/2026", "22h", "6h"))
    assert send(app, "visits", file).counts == {"created": 8}
    tables = (Visit, Series, ImportedVisit, VisitChange, ImportGap)
    before = [count(app, table) for table in tables]
    again = send(app, "visits", file)
    assert (again.counts, again.state) == ({"left": 8}, "applied")
    assert [count(app, table) for table in tables] == before


def test_a_visit_typed_by_hand_before_is_the_same_visit(app, people):
    """Mme Durand's visit of the 11th at 8:00 by Aïcha stands here already."""
    with reading(app) as session:
        total = session.scalar(select(func.count()).select_from(Visit))
    made = send(app, "visits", text(VISITS, line("V7", "11/03/2026", "8:00", "9:00")))
    assert made.counts == {"left": 1}
    assert visit_of(app, "V7").id == people["mme_durand_visit"]
    assert count(app, Visit) == total


def test_another_caregiver_than_the_one_typed_by_hand_is_a_gap_not_a_second_visit(app, people):
    made = send(app, "visits", text(VISITS, line("V7", "11/03/2026", "8:00", "9:00", caregiver=LUCIE)))
    assert made.counts == {"gaps": 1}
    visit = visit_of(app, "V7")
    assert (visit.id, visit.caregiver_id) == (people["mme_durand_visit"], people["aicha_caregiver"])


def test_visits_of_a_person_away_are_suspended_from_the_start(app, people):
    act(app, people["claire"], interruptions.open, people["mme_durand"], None, "hospital", date(2026, 3, 10), None, None, "", "")
    send(app, "visits", text(VISITS, line()))
    assert visit_of(app).state == "suspended"


def test_nobody_goes_to_a_person_who_died_or_is_no_longer_helped(app, people):
    act(app, people["claire"], interruptions.open, people["mme_durand"], None, "death", date(2026, 3, 8), None, None, "", "")
    made = send(app, "visits", text(VISITS, line()))
    assert made.lines["refused"][0][1] == "cette personne n'est plus accompagnée à cette date."


def test_who_left_the_association_is_sent_nowhere(app, people):
    with writing(app) as session:
        session.get(Caregiver, people["aicha_caregiver"]).ended_on = date(2026, 3, 1)
    made = send(app, "visits", text(VISITS, line()))
    assert made.lines["refused"][0][1] == "cette intervenante ne travaille plus dans l'association à cette date."


def test_unknown_people_are_refused_with_what_comes_first(app, people):
    made = send(app, "visits", text(VISITS, line(person="INCONNUE Rose"), line("V2", caregiver="INCONNUE Rose")))
    assert [words for _, words, _ in made.lines["refused"]] == [
        "cette personne n'est pas connue ici. Importez d'abord les bénéficiaires, ou créez son dossier.",
        "cette intervenante n'est pas connue ici. Importez d'abord les intervenantes, ou créez sa fiche."]


def test_a_measure_on_the_pair_leaves_the_visit_uncovered_and_says_so_in_neutral_words(app, people):
    act(app, people["helene"], measures.set, people["mme_durand"], people["lucie_caregiver"], "do_not_assign", "secret",
        date(2026, 3, 1))
    made = send(app, "visits", text(VISITS, line(caregiver=LUCIE)))
    assert made.counts == {"created": 1, "gaps": 1}
    assert visit_of(app).caregiver_id is None
    assert "mesure d'organisation" in made.lines["gap"][0][1] and "secret" not in made.lines["gap"][0][1]
    assert send(app, "visits", text(VISITS, line(caregiver=LUCIE))).counts == {"gaps": 1}
    with pytest.raises(Overtaken, match="mesure d'organisation"):
        act(app, people["claire"], gaps.decide, gap_of(app).id, "taken")
    assert gap_of(app) is not None


def test_opening_a_relation_takes_the_visits_that_came_in_before_it(app, people):
    send(app, "visits", text(VISITS, line(caregiver=LUCIE)))
    assert visit_of(app).pairing_id is None
    opened = act(app, people["claire"], pairings.create, people["mme_durand"], people["lucie_caregiver"], "usual", "hours",
                 date(2026, 3, 9))
    assert visit_of(app).pairing_id == int(opened)


# --- changes of the planning --------------------------------------------------------------------------------------------

def test_the_planning_is_followed_while_nothing_was_decided_here(app, people):
    send(app, "visits", planning(line()))
    assert send(app, "visits", planning(line(start="14h", end="15h30"))).counts == {"changed": 1, "left": 6}
    visit = visit_of(app)
    assert (local(visit.starts_at).hour, visit.minutes, visit.start_minute, visit.version) == (14, 90, 840, 2)
    (change,) = changes_of(app)
    assert (change.kind, change.phone_first, change.reported_at is not None) == ("moved", False, True)
    assert send(app, "visits", planning(line(start="14h", end="15h30", caregiver=LUCIE))).counts == {"changed": 1, "left": 6}
    visit = visit_of(app)
    assert (visit.caregiver_id, visit.pairing_id) == (people["lucie_caregiver"], None)
    assert changes_of(app)[-1].other_caregiver_id == people["lucie_caregiver"]
    assert send(app, "visits", planning(line(caregiver="A pourvoir"))).counts["changed"] == 1
    assert visit_of(app).caregiver_id is None and changes_of(app)[-1].kind == "uncovered"


def test_a_change_of_today_is_phoned_first(app, people):
    send(app, "visits", planning(line(day="09/03/2026", start="18h", end="19h")))
    send(app, "visits", planning(line(day="09/03/2026", start="17h", end="18h")))
    assert [change.phone_first for change in changes_of(app)] == [True]


def test_called_off_by_its_status_or_gone_from_the_file(app, people):
    send(app, "visits", planning(line(), line("V2", start="15h", end="16h")))
    made = send(app, "visits", planning(line(status="Annulée")))
    assert made.counts == {"changed": 1, "cancelled": 1, "left": 6}
    assert [visit_of(app, ref).state for ref in ("V1", "V2")] == ["withdrawn", "withdrawn"]
    assert [change.kind for change in changes_of(app, "V2")] == ["withdrawn"]
    assert send(app, "visits", planning(line(status="Annulée"))).counts == {"left": 7}


def test_what_the_planning_called_off_and_plans_again_is_another_visit(app, people):
    send(app, "visits", planning(line()))
    first = visit_of(app).id
    send(app, "visits", planning(line(status="annulé")))
    assert send(app, "visits", planning(line())).counts == {"created": 1, "left": 6}
    assert visit_of(app).id != first and visit_of(app).state == "planned"
    assert send(app, "visits", planning(line())).counts == {"left": 7}


def test_a_file_without_most_of_the_visits_waits_for_a_yes(app, people):
    send(app, "visits", planning(line()))
    half = text(VISITS, line())
    made = send(app, "visits", half)
    assert (made.state, made.needs_confirmation, made.counts["cancelled"]) == ("previewed", True, 6)
    assert made.reason.startswith("Ce fichier annulerait 6 interventions sur 7")
    assert count(app, Visit, Visit.state == "withdrawn") == 0
    with pytest.raises(Overtaken, match="Cochez pour confirmer"):
        confirm(app, made.id, people["claire"])
    assert confirm(app, made.id, people["claire"], confirm_many=True).state == "applied"
    assert count(app, Visit, Visit.state == "withdrawn") == 6


def test_a_row_that_cannot_be_read_calls_nothing_off(app, people):
    send(app, "visits", planning(line(), line("V2", "13/03/2026")))
    made = send(app, "visits", planning(line("V1", start="7h75"), line("", "13/03/2026", "7h75")))
    assert made.counts == {"refused": 2, "left": 6}
    made = send(app, "visits", planning(";;;;;;;;x"))
    assert made.counts == {"refused": 1, "left": 6} and "ne sont pas annulées" in made.why
    assert visit_of(app).state == "planned"


def test_news_of_days_already_planned_reach_her_and_a_new_month_does_not(app, people):
    send(app, "visits", planning(line()))
    send(app, "visits", planning(line(), line("V2", start="15h", end="16h"), line("V3", "30/03/2026")))
    assert [change.kind for change in changes_of(app, "V2")] == ["added"]
    assert changes_of(app, "V3") == []


def test_visits_out_of_the_days_of_the_file_are_left_alone(app, people):
    send(app, "visits", planning(line(), line("V9", "20/03/2026")))
    assert send(app, "visits", planning(line())).counts == {"left": 7}
    assert visit_of(app, "V9").state == "planned"


@pytest.mark.parametrize("footer", [
    "Total;;;;5,00", ";;;;;;12,5", ";Total;;;Total général;;", ";Sous-total 12/03/2026;;;;Aïcha;8", ";;;;Sous-total DURAND;;",
    ";Page 1/3;;;;;", "Édité le 12/03/2026 à 10:15;;;;;;"])
def test_a_total_or_the_foot_of_a_page_keeps_nobody_s_visit(app, people, footer):
    """What the planning took away is still called off, and the line is counted aside, not refused."""
    send(app, "visits", planning(line(), line("V2", start="15h", end="16h")))
    made = send(app, "visits", planning(line(), footer, footer))
    assert made.counts == {"cancelled": 1, "left": 7} and not made.why
    assert made.lines["noted"][0][1] == "2 lignes de total ou de pied de page, laissées de côté."


def test_somebody_known_here_with_neither_day_nor_hour_is_still_asked_about(app, people):
    send(app, "visits", planning(line()))
    made = send(app, "visits", planning(line("", "", "", "")))
    assert made.counts == {"refused": 1, "left": 6} and visit_of(app).state == "planned"


def test_a_line_that_says_its_day_alone_keeps_the_visits_of_that_day(app, people):
    send(app, "visits", planning(line(), line("V2", "13/03/2026"), line("V3", "14/03/2026", person="PETIT Henri")))
    made = send(app, "visits", planning(";13/03/2026;;;;;", line("V3", "14/03/2026", person="PETIT Henri")))
    assert made.counts == {"refused": 1, "cancelled": 1, "left": 7} and not made.why
    assert [visit_of(app, ref).state for ref in ("V1", "V2")] == ["withdrawn", "planned"]


def test_one_wrong_year_calls_off_nothing_of_the_months_between(app, people):
    send(app, "visits", planning(line(), line("V2", "10/04/2026"), line("V3", "20/04/2026")))
    made = send(app, "visits", planning(line(), line("V4", "12/03/2027")))
    assert made.counts == {"refused": 1, "left": 7} and made.covers_to == date(2026, 3, 12)
    assert made.lines["refused"][0][1] == "cette date est dans plus d'un an\u00a0: vérifiez l'année."
    made = send(app, "visits", planning(line(), line("V4", "12/12/2026")))
    assert made.counts == {"created": 1, "left": 7} and made.covers_to == date(2026, 3, 12)
    assert "Loin des autres dates du fichier\u00a0: 12/12/2026. Vérifiez l'année." in made.lines["noted"][0][1]
    assert send(app, "visits", planning(line(), line("V4", "12/12/2026"))).counts == {"left": 8}


def test_a_visit_of_another_year_says_its_year(app, people):
    made = send(app, "visits", text(VISITS, line(day="12/01/2027"), line("V2")))
    assert "mar. 12 janv. 2027" in made.lines["created"][0][1] and "jeu. 12 mars, 10" in made.lines["created"][1][1]


def test_everything_wrong_on_a_line_is_said_at_once(app, people):
    made = send(app, "visits", text(VISITS, line(day="31/02/2026", start="7h75", person=""), line(person="X Y", caregiver="Z T")))
    first, second = (words for _, words, _ in made.lines["refused"])
    assert "personne aidée manque" in first and "31/02/2026" in first and "7h75" in first
    assert second == ("cette personne n'est pas connue ici. Importez d'abord les bénéficiaires, ou créez son dossier. "
                      "Cette intervenante n'est pas connue ici. Importez d'abord les intervenantes, ou créez sa fiche.")


def test_an_optional_cell_nobody_can_read_lets_the_person_in(app, people):
    titles = "N° dossier;Civilité;Nom;Prénom;Téléphone;GIR;Secteur"
    made = send(app, "beneficiaries", text(titles, "B1;Mme;Roux;Paule;;NC;Nord", "B2;M.;Roux;Paul;01;2;Nord", "B3;Z;Roy;Ana;;NC;Est"))
    assert made.counts == {"created": 2, "refused": 1}
    assert [words for _, words, _ in made.lines["noted"]] == [
        "Ligne 2\u00a0: GIR illisible, laissé tel qu'il est ici. Écrivez un chiffre de 1 à 6.",
        "Ligne 3\u00a0: téléphone illisible, laissé tel qu'il est ici. Écrivez par exemple 01 23 45 67 89."]
    (refused,) = made.lines["refused"]
    assert "la civilité «\u00a0Z\u00a0» ne se lit pas" in refused[1] and "Le secteur «\u00a0Est\u00a0» n'existe pas" in refused[1]


def test_what_will_stay_as_a_gap_is_not_counted_as_called_off(app, people):
    replaced(app, people)
    made = send(app, "visits", text(VISITS, *OTHERS))
    assert made.counts == {"gaps": 1, "left": 6} and not made.needs_confirmation and made.reason == ""


# --- what was decided here ----------------------------------------------------------------------------------------------

def replaced(app, people):
    """Aïcha's visit of the 12th is given to Lucie, here."""
    send(app, "visits", planning(line()))
    act(app, people["claire"], visits.reassign, visit_of(app).id, 1, people["lucie_caregiver"], "replacement", "hours")


def test_an_old_file_after_a_replacement_changes_nothing_and_shows_the_gap(app, people):
    replaced(app, people)
    made = send(app, "visits", planning(line()))
    assert made.counts == {"gaps": 1, "left": 6}
    assert visit_of(app).caregiver_id == people["lucie_caregiver"]
    gap = gap_of(app)
    assert (gap.caregiver_id, gap.here_caregiver_id) == (people["aicha_caregiver"], people["lucie_caregiver"])
    assert send(app, "visits", planning(line())).counts == {"gaps": 1, "left": 6}
    assert count(app, ImportGap) == 1
    assert [change.reported_at for change in changes_of(app)] == [None]


def test_gone_from_the_file_after_a_replacement_is_a_gap_too(app, people):
    replaced(app, people)
    assert send(app, "visits", text(VISITS, *OTHERS)).counts == {"gaps": 1, "left": 6}
    assert (visit_of(app).state, gap_of(app).cancelled) == ("planned", True)


def test_kept_as_here_the_same_file_asks_nothing_more_and_another_one_does(app, people):
    replaced(app, people)
    send(app, "visits", planning(line()))
    act(app, people["claire"], gaps.decide, gap_of(app).id, "kept")
    assert send(app, "visits", planning(line())).counts == {"left": 7}
    assert send(app, "visits", planning(line(start="11h", end="12h"))).counts == {"gaps": 1, "left": 6}
    assert visit_of(app).caregiver_id == people["lucie_caregiver"]


def test_taken_from_the_planning_the_visit_follows_it_and_nothing_is_left_to_report(app, people):
    replaced(app, people)
    send(app, "visits", planning(line(start="11h", end="12h")))
    act(app, people["claire"], gaps.decide, gap_of(app).id, "taken")
    visit = visit_of(app)
    assert (visit.caregiver_id, local(visit.starts_at).hour, visit.pairing_id) == (
        people["aicha_caregiver"], 11, people["mme_durand_pairing"])
    assert all(change.reported_at for change in changes_of(app))
    assert send(app, "visits", planning(line(start="11h", end="12h"))).counts == {"left": 7}
    assert send(app, "visits", planning(line(start="12h", end="13h"))).counts == {"changed": 1, "left": 6}


def test_a_gap_closes_by_itself_when_the_planning_says_what_was_decided(app, people):
    replaced(app, people)
    send(app, "visits", planning(line()))
    assert send(app, "visits", planning(line(caregiver=LUCIE))).counts == {"left": 7}
    assert gap_of(app) is None
    with reading(app) as session:
        assert session.scalar(select(ImportGap.decision)) == "agreed"
    # ... and the old file, sent again, brings nothing back
    assert send(app, "visits", planning(line())).counts == {"gaps": 1, "left": 6}
    assert visit_of(app).caregiver_id == people["lucie_caregiver"]


@pytest.mark.parametrize("state", ["cancelled_by_person", "refused_by_person"])
def test_what_the_person_called_off_is_never_planned_again_by_a_file(app, people, state):
    send(app, "visits", planning(line()))
    act(app, people["claire"], visits.settle, visit_of(app).id, 1, state, "")
    assert send(app, "visits", planning(line())).counts == {"gaps": 1, "left": 6}
    assert visit_of(app).state == state
    act(app, people["claire"], gaps.decide, gap_of(app).id, "taken")
    assert visit_of(app).state == "planned"


def test_what_was_withdrawn_here_is_written_anew_when_the_planning_is_taken(app, people):
    send(app, "visits", planning(line()))
    first = visit_of(app).id
    act(app, people["claire"], visits.settle, first, 1, "withdrawn", "")
    send(app, "visits", planning(line()))
    act(app, people["claire"], gaps.decide, gap_of(app).id, "taken")
    assert visit_of(app).id != first and visit_of(app).state == "planned"
    assert send(app, "visits", planning(line())).counts == {"left": 7}


def test_taken_when_the_planning_called_it_off(app, people):
    replaced(app, people)
    send(app, "visits", planning(line(status="annulée")))
    act(app, people["claire"], gaps.decide, gap_of(app).id, "taken")
    assert visit_of(app).state == "withdrawn"


def test_a_gap_about_a_visit_gone_by_can_only_be_kept(app, people, clock):
    replaced(app, people)
    send(app, "visits", planning(line()))
    clock.set(datetime(2026, 3, 13, 8, tzinfo=UTC))
    gap = gap_of(app)
    with pytest.raises(Overtaken, match="terminée ou son heure est passée"):
        act(app, people["claire"], gaps.decide, gap.id, "taken")
    act(app, people["claire"], gaps.decide, gap.id, "kept")
    with pytest.raises(Overtaken, match="déjà décidé"):
        act(app, people["claire"], gaps.decide, gap.id, "kept")


# --- the life of a run --------------------------------------------------------------------------------------------------

def test_the_preview_says_everything_and_changes_nothing(app, people):
    before = count(app, Visit)
    seen = upload(app, "visits", planning(line(), line("V2", start="7h75")), people["claire"])
    assert (seen.state, seen.counts) == ("previewed", {"created": 7, "refused": 1})
    assert seen.lines["created"][0][:2] == (2, "Mme Jeanne Durand, jeu. 12 mars, 10\u00a0h, 1\u00a0h, avec Aïcha Diallo")
    assert seen.lines["refused"][0][:2] == (3, "l'heure de début «\u00a07h75\u00a0» n'existe pas. Écrivez par exemple 7:45.")
    assert count(app, Visit) == before
    done = confirm(app, seen.id, people["claire"])
    assert (done.state, done.counts, done.covers_to) == ("applied", {"created": 7, "refused": 1}, date(2026, 3, 12))
    assert count(app, ImportFile) == 0
    with reading(app) as session:
        assert session.scalar(select(ImportRun.applied_by_id)) == people["claire"]
        assert received_at() is not None


def test_refused_rows_come_out_as_a_file_a_spreadsheet_opens_without_danger(app, people):
    made = send(app, "visits", text(VISITS, line('=HYPERLINK("x")', start="7h75")))
    with reading(app) as session:
        written = "".join(lines(refused_rows(session.get(ImportRun, made.id))))
    first, second = written.removeprefix("\ufeff").splitlines()
    assert first == "Ligne;Raison;" + VISITS
    assert second.startswith("2;l'heure de début")
    assert "\"'=HYPERLINK(\"\"x\"\")\"" in second and ";7h75;" in second


def test_cells_and_reasons_are_kept_encrypted(app, people):
    send(app, "visits", text(VISITS, line(person="INCONNUE Rose")))
    with app.app_context(), db.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT words, cells FROM import_line").all()
        names = connection.exec_driver_sql("SELECT file_name, titles FROM import_run").all()
    assert "INCONNUE" not in str(rows) and "export" not in str(names)


def test_columns_set_by_hand_are_remembered_for_the_same_titles(app, people):
    titles = "A;B;C;D;E"
    file = text(titles, f"12/03/2026;10h;11h;{DURAND};{AICHA}")
    refused = send(app, "visits", file)
    assert refused.state == "refused" and "la personne aidée, l'intervenante" in refused.reason
    with app.app_context():
        seen = importing.look(file, "visits")
        run_id = int(commit_as("test", lambda: imports.receive(SimpleNamespace(id=people["claire"]), "screen", "a.csv", seen)))
        mapping = {"day": 0, "start": 1, "end": 2, "person": 3, "caregiver": 4}
        commit_as("test", lambda: imports.set_mapping(SimpleNamespace(id=people["claire"]), run_id, mapping))
        importing.preview(run_id)
    assert as_read(app, run_id).counts == {"created": 1}
    assert send(app, "visits", text(titles, f"13/03/2026;10h;11h;{DURAND};{AICHA}")).counts == {"created": 1}


def test_one_import_at_a_time(app, people):
    first = upload(app, "visits", planning(line()), people["claire"])
    second = upload(app, "visits", planning(line()), people["malika"])
    act(app, people["claire"], imports.begin, first.id)
    with pytest.raises(Overtaken, match="Un autre import est en cours"):
        act(app, people["malika"], imports.begin, second.id)


def test_work_cut_off_leaves_nothing_half_written_and_starts_again(app, people, clock):
    """The server stopped while it was applying: the run says so a minute later, and goes on from the kept file."""
    before = count(app, Visit)
    seen = upload(app, "visits", planning(line()), people["claire"])
    act(app, people["claire"], imports.begin, seen.id)
    clock.move(minutes=2)
    act(app, None, imports.tidy, clock())
    assert as_read(app, seen.id).state == "interrupted"
    assert count(app, Visit) == before
    with pytest.raises(Overtaken, match="a changé entre-temps"):
        act(app, people["claire"], imports.begin, seen.id)
    act(app, people["claire"], imports.restart, seen.id)
    with app.app_context():
        importing.preview(seen.id)
    assert confirm(app, seen.id, people["claire"]).counts == {"created": 7}


def test_work_still_under_way_is_not_started_twice(app, people):
    seen = upload(app, "visits", planning(line()), people["claire"])
    act(app, people["claire"], imports.begin, seen.id)
    with pytest.raises(Overtaken, match="a changé entre-temps"):
        act(app, people["malika"], imports.restart, seen.id)


def test_a_file_nobody_confirmed_is_erased_after_a_day_and_lines_after_a_month(app, people, clock):
    seen = upload(app, "visits", planning(line()), people["claire"])
    clock.move(hours=25)
    act(app, None, imports.tidy, clock())
    assert (as_read(app, seen.id).state, count(app, ImportFile)) == ("abandoned", 0)
    assert count(app, ImportLine) > 0
    clock.move(days=30)
    act(app, None, imports.tidy, clock())
    assert count(app, ImportLine) == 0
    assert count(app, ImportRun, ImportRun.file_name.is_not(None)) == 0


def test_what_changed_between_the_preview_and_the_yes_is_compared_again(app, people):
    send(app, "visits", planning(line()))
    seen = upload(app, "visits", planning(line(start="14h", end="15h")), people["claire"])
    assert seen.counts == {"changed": 1, "left": 6}
    act(app, people["malika"], visits.reassign, visit_of(app).id, 1, people["lucie_caregiver"], "replacement", "hours")
    assert confirm(app, seen.id, people["claire"]).counts == {"gaps": 1, "left": 6}
    assert visit_of(app).caregiver_id == people["lucie_caregiver"]


def test_what_changes_during_the_comparison_is_seen_before_anything_is_written(app, people):
    """A colleague decides between the comparison and the transaction: the file is compared again."""
    send(app, "visits", planning(line()))
    seen = upload(app, "visits", planning(line(start="14h", end="15h")), people["claire"])
    act(app, people["claire"], imports.begin, seen.id)
    with app.app_context():
        run = db.session.get(ImportRun, seen.id)
        number = importing.import_known.change_number()
        planned = importing.plan_of(run, lambda done: None)
        act(app, people["malika"], visits.reassign, visit_of(app).id, 1, people["lucie_caregiver"], "replacement", "hours")
        with pytest.raises(importing.MovedOn):
            commit_as("test", lambda: importing.write_if_still(run, planned, number))
        importing.apply(seen.id)
    assert as_read(app, seen.id).counts == {"gaps": 1, "left": 6}
    assert visit_of(app).caregiver_id == people["lucie_caregiver"]


def test_every_import_leaves_its_name_in_the_journal(app, people):
    send(app, "visits", planning(line()), by=people["claire"])
    with reading(app) as session:
        rows = session.execute(select(JournalLine.action, JournalLine.subject, JournalLine.account_id)).all()
    assert {tuple(row) for row in rows} == {("planning.import", f"import:{1}", people["claire"])}


def test_a_thread_of_its_own_does_the_work_while_the_page_asks(app, people):
    seen = upload(app, "visits", planning(line()), people["claire"])
    act(app, people["claire"], imports.begin, seen.id)
    with app.app_context():
        importing.start("apply", seen.id).join(60)
    assert as_read(app, seen.id).state == "applied"


def test_the_age_of_the_planning_is_that_of_the_last_file_that_went_in(app, people, clock):
    with app.app_context():
        assert received_at() is None
    send(app, "visits", planning(line()))
    clock.move(hours=3)
    upload(app, "visits", planning(line("V2")), people["claire"])
    with app.app_context():
        assert received_at() == clock() - timedelta(hours=3)


def test_a_file_closed_and_a_contract_ended_leave_imported_visits_as_any_other(app, people):
    from acts import beneficiaries
    send(app, "visits", planning(line(), line("V2", start="15h", end="16h", caregiver=LUCIE)))
    act(app, people["helene"], beneficiaries.end, people["mme_durand"], 1, date(2026, 3, 9), "déménage")
    assert [visit_of(app, ref).state for ref in ("V1", "V2")] == ["withdrawn", "withdrawn"]


def test_nobody_comes_in_to_a_sector_closed_meanwhile(app, people):
    """The same, in a database mended by hand: even then the last word is asked inside the transaction."""
    seen = upload(app, "beneficiaries", text(PEOPLE, "B1;Mme;ROUX;Paule;;;;Sud"), people["claire"])
    act(app, people["claire"], imports.begin, seen.id)
    with app.app_context():
        run, number = db.session.get(ImportRun, seen.id), importing.import_known.change_number()
        planned = importing.plan_of(run, lambda done: None)
        with writing(app) as session:
            session.execute(update(Sector).where(Sector.name == "Sud").values(ended_at=now()))
        with pytest.raises(Overtaken, match="vient de fermer le secteur"):
            commit_as("test", lambda: importing.write_if_still(run, planned, number))
    assert count(app, Beneficiary, Beneficiary.external_ref == "B1") == 0
