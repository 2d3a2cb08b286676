"""A file is read as planning software writes it; what is no table is said so, by name."""

import os
import zlib
from datetime import date

import pytest

from rules import import_columns, import_person_rows, import_rows, import_values
from rules.import_look import LEFT_OUT, from_csv, look, narrow, only, unpack
from rules.import_reading import open_source
from rules.imports import MOST_BYTES, Refused


@pytest.mark.parametrize(("written", "meant"), [
    ("3/11/2026", date(2026, 11, 3)), ("03.11.26", date(2026, 11, 3)), ("2026-11-03", date(2026, 11, 3)),
    ("20261103", date(2026, 11, 3)), ("3 nov. 2026", date(2026, 11, 3)), ("1er déc. 2026", date(2026, 12, 1)),
    ("lundi 3 novembre 2026", date(2026, 11, 3)), ("mar. 03/11/2026", date(2026, 11, 3)), ("29/02/2028", date(2028, 2, 29)),
])
def test_a_day_is_read_in_every_usual_form(written, meant):
    assert import_values.day(written) == meant


@pytest.mark.parametrize("written", ["31/02/2026", "11/25/2026", "46329", "demain", "3/11", "29/02/2026", "1/1/1800"])
def test_a_day_that_does_not_exist_is_quoted_with_what_to_write(written):
    with pytest.raises(ValueError, match="n'existe pas. Écrivez par exemple 03/11/2026") as fault:
        import_values.day(written)
    assert f"«\u00a0{written}\u00a0»" in str(fault.value)


def test_a_birth_in_two_figures_is_never_to_come():
    assert import_values.day("3/5/40", "la date de naissance", 2026) == date(1940, 5, 3)
    assert import_values.day("3/5/20", "la date de naissance", 2026) == date(2020, 5, 3)


@pytest.mark.parametrize(("written", "minute"), [
    ("7:05", 425), ("7h05", 425), ("07:05:00", 425), ("7h", 420), ("0705", 425), ("705", 425), ("7 h 05", 425),
    ("7", 420), ("24:00", 1440), ("00:00", 0), ("23h59", 1439), ("7H05", 425), ("07h05min", 425)])
def test_an_hour_is_read_in_every_usual_form(written, minute):
    assert import_values.clock(written) == minute


@pytest.mark.parametrize("written", ["7h75", "25:00", "24:30", "7,5", "midi", "7:5:5:5", "-1:00"])
def test_an_hour_that_does_not_exist_is_said(written):
    with pytest.raises(ValueError, match="l'heure de début «.*» n'existe pas. Écrivez par exemple 7:45."):
        import_values.clock(written, "l'heure de début")


@pytest.mark.parametrize(("written", "minutes"), [
    ("1:30", 90), ("1h30", 90), ("90", 90), ("1,5", 90), ("1.25", 75), ("45 min", 45), ("01:30:00", 90), ("1h", 60),
    ("2", 120), ("0,75", 45), ("90,0", 90), ("1 h 30 min", 90), ("10", 10)])
def test_a_length_is_read_in_hours_or_in_minutes(written, minutes):
    assert import_values.length(written) == minutes


@pytest.mark.parametrize(("written", "meant"), [
    ("annulé", True), ("Annulée par l'usager", True), ("Supprimée", True), ("oui", True), ("X", True), ("1", True),
    ("non annulée", False), ("non", False), ("", False), ("0", False), ("Planifiée", False), ("Validé", False)])
def test_called_off_or_not(written, meant):
    assert import_values.is_cancelled(written) is meant


@pytest.mark.parametrize(("written", "parts"), [
    ("LE GOFF Marie", ("LE GOFF", "Marie")), ("Durand, Jeanne", ("Durand", "Jeanne")), ("Jeanne DURAND", ("DURAND", "Jeanne"))])
def test_a_whole_name_is_cut_only_when_it_says_where(written, parts):
    assert import_values.split_name(written) == parts


def test_a_whole_name_that_could_be_cut_two_ways_is_asked():
    with pytest.raises(ValueError, match="Séparez nom et prénom"):
        import_values.split_name("Jeanne Durand")


# --- titles -------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("titles", "kind", "found"), [
    ("N° dossier;Civilité;Nom;Prénom;Date de naissance;Adresse;Code postal;Ville;Tél.;Secteur", "beneficiaries",
     {"ref": 0, "civility": 1, "last": 2, "first": 3, "birth": 4, "address": 5, "postal_code": 6, "city": 7, "phone": 8,
      "sector": 9}),
    ("Date;Heure de début;Heure de fin;Bénéficiaire;Intervenant(e);Statut;Référence", "visits",
     {"day": 0, "start": 1, "end": 2, "person": 3, "caregiver": 4, "status": 5, "ref": 6}),
    ("Date de l'intervention;Début;Durée;Usager;Salarié(e);Annulé", "visits",
     {"day": 0, "start": 1, "minutes": 2, "person": 3, "caregiver": 4, "status": 5}),
    ("NOM BENEFICIAIRE;PRENOM BENEFICIAIRE;NOM INTERVENANT;PRENOM INTERVENANT;DEBUT PREVU;FIN PREVUE;ID", "visits",
     {"person_last": 0, "person_first": 1, "caregiver_last": 2, "caregiver_first": 3, "start": 4, "end": 5, "ref": 6}),
    ("Matricule;Nom;Prénom;Emploi;Heures hebdo;Secteur;Sexe;Portable", "caregivers",
     {"ref": 0, "last": 1, "first": 2, "qualification": 3, "weekly": 4, "sector": 5, "civility": 6, "mobile": 7}),
])
def test_columns_are_known_by_the_titles_planning_software_gives(titles, kind, found):
    titles = titles.split(";")
    assert import_columns.kind_of(titles) == kind
    assert import_columns.guess(kind, titles) == found


@pytest.mark.parametrize(("titles", "found"), [
    ("AVS;Personne aidée;Date interv.;Horaires;Tps", {"caregiver": 0, "person": 1, "day": 2, "slot": 3, "minutes": 4}),
    ("Intervention le;Horaires;Aide;Bénéficiaire", {"day": 0, "slot": 1, "caregiver": 2, "person": 3}),
    ("Date;Horaires;Nom;Prénom;Temps", {"day": 0, "slot": 1, "person_last": 2, "person_first": 3, "minutes": 4}),
])
def test_a_day_and_hours_make_a_file_of_visits(titles, found):
    titles = titles.split(";")
    assert import_columns.kind_of(titles) == "visits"
    assert import_columns.guess("visits", titles) == found


@pytest.mark.parametrize(("hours", "start", "minutes"), [
    ("08h00 - 09h30", 480, 90), ("8h-9h30", 480, 90), ("de 8h à 9h30", 480, 90), ("08:00/09:30", 480, 90),
    ("21:00 – 07:00", 1260, 600), ("08h00", 480, 45)])
def test_both_hours_in_one_cell_are_a_start_and_an_end(hours, start, minutes):
    row = visit_row(f"Diallo;Durand;3/11/2026;{hours};0h45", "AVS;Personne aidée;Date interv.;Horaires;Tps")
    assert (row.fault, row.start, row.minutes) == ("", start, minutes)


def test_hours_nobody_can_cut_in_two_are_quoted():
    row = visit_row("Diallo;Durand;3/11/2026;le matin;", "AVS;Personne aidée;Date interv.;Horaires;Tps")
    assert "l'heure de début «\u00a0le matin\u00a0» n'existe pas" in row.fault


def test_an_end_before_the_start_is_no_day_and_night():
    assert "elle durerait 23\u00a0h. Vérifiez l'heure de début et l'heure de fin" in visit_row(
        "3/11/2026;11:00;10:00;;;Durand;Diallo").fault
    assert visit_row("3/11/2026;21:00;07:00;;;Durand;Diallo").fault == ""


def test_what_is_missing_is_named():
    assert import_columns.missing("visits", {"person": 0, "start": 1}) == ["l'intervenante", "la fin ou la durée"]


def test_no_title_of_ours_is_thrown_away():
    known = [word for fields in import_columns.FIELDS.values() for field in fields.values() for word in (field.words, *field.synonyms)]
    assert import_columns.never_kept(known) == []


def test_what_nobody_uses_is_left_out_once_somebody_said_so():
    seen = look(b"Nom;Digicode;Note;Pr\xc3\xa9nom\nDurand;A4471;une note;Jeanne\nPetit;A1;deux;Henri;de trop\n", "beneficiaries")
    assert b"A4471" not in unpack(seen.packed).text and b"une note" in unpack(seen.packed).text
    kept = narrow(seen, {0, 3})
    assert list(unpack(kept.packed).rows()) == [(2, ["Durand", "", "", "Jeanne"]), (3, ["Petit", "", "", "", "…"])]
    assert from_csv(kept.sample)[0] == ["Nom", "Digicode", LEFT_OUT, "Prénom"] and "note" not in kept.sample


@pytest.mark.parametrize(("cells", "kept"), [
    (["a", "b", "c"], ["a", "", "c"]),
    (["a", "b"], ["a", ""]),
    (["a", "b", "c", ""], ["a", "", "c"]),
    # it slipped: "b" may stand under the third title
    (["a", "a2", "b", "c"], ["a", "", "", "…"]),
])
def test_a_row_that_slipped_keeps_what_is_surely_in_its_place(cells, kept):
    assert only(cells, {0, 2}, 3) == kept


def test_titles_nobody_knows_make_no_kind():
    assert import_columns.kind_of(["Article", "Prix", "Stock"]) is None


@pytest.mark.parametrize("title", [
    "N° sécurité sociale", "NIR", "Pathologies", "Nationalité", "Religion", "Diagnostic", "Numéro SS", "NumSS", "N° S.S.", "NSS",
    "NumSecu", "Problèmes de santé", "Observations médicales", "Dossier médical", "ALD", "Alzheimer", "Pays de naissance",
    "Lieu de naissance", "LieuNaissance", "Motif (arrêt)", "Digicode", "Code porte", "Code d'entrée", "CodePortail",
    "Boîte à clés", "Médecin traitant", "Titre de séjour", "IBAN"])
def test_what_must_never_exist_here_is_thrown_away_as_it_is_read(title):
    seen = look(f"Nom;Prénom;{title}\nDurand;Jeanne;secret\n".encode(), "beneficiaries")
    assert "secret" not in seen.sample
    assert b"secret" not in unpack(seen.packed).text
    assert import_columns.never_kept(seen.titles) == [title]
    assert import_columns.checked("beneficiaries", {"last": 0, "address": 2}, list(seen.titles)) == {"last": 0}


# --- how it is written --------------------------------------------------------------------------------------------------

ROWS = "Nom{s}Prénom{s}Adresse\nDurand{s}Zoé{s}12 rue\nPetit{s}Léa{s}4 place\n"


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_usual_way_of_writing_reads_the_same(separator, encoding, end):
    source = open_source(ROWS.format(s=separator).replace("\n", end).encode(encoding), import_columns.recognised)
    assert (source.separator, source.titles) == (separator, ("Nom", "Prénom", "Adresse"))
    assert [cells for _, cells in source.rows()] == [["Durand", "Zoé", "12 rue"], ["Petit", "Léa", "4 place"]]


def test_lines_are_counted_as_a_text_editor_shows_them():
    """A title before the columns, blank lines, a text on two lines, separators left at the end."""
    written = 'Export du 3/11\r\n\r\nNom;Prénom;Adresse\r\nDurand;Zoé;"12 rue\r\ndes Lilas"\r\n;;\r\n\r\nPetit;Léa;4 place;;\r\n'
    rows = list(open_source(written.encode(), import_columns.recognised).rows())
    assert rows == [(4, ["Durand", "Zoé", "12 rue\r\ndes Lilas"]), (8, ["Petit", "Léa", "4 place", "", ""])]


def test_a_separator_inside_quotes_separates_nothing():
    rows = list(open_source(b'Nom;Prenom\n"Durand; Petit";"dit ""le Grand"""\n', import_columns.recognised).rows())
    assert rows == [(2, ["Durand; Petit", 'dit "le Grand"'])]


def visit_row(line, titles="Date;Début;Fin;Jour de fin;Durée;Bénéficiaire;Intervenant;Statut;Actes"):
    source = open_source(f"{titles}\n{line}\n".encode(), import_columns.recognised)
    return next(import_rows.visit_rows(source, import_columns.guess("visits", source.titles), {}))


@pytest.mark.parametrize(("line", "day", "start", "minutes"), [
    ("3/11/2026;7h05;8h;;;Durand;Diallo", date(2026, 11, 3), 425, 55),
    ("3/11/2026;22:00;06:00;;;Durand;Diallo", date(2026, 11, 3), 1320, 480),
    ("3/11/2026;22:00;24:00;;;Durand;Diallo", date(2026, 11, 3), 1320, 120),
    ("3/11/2026;24:00;01:00;;;Durand;Diallo", date(2026, 11, 4), 0, 60),
    ("3/11/2026;22:00;06:00;4/11/2026;;Durand;Diallo", date(2026, 11, 3), 1320, 480),
    ("3/11/2026;22:00;06:00;3/11/2026;;Durand;Diallo", date(2026, 11, 3), 1320, 480),
    ("3/11/2026;22:00;;;1h30;Durand;Diallo", date(2026, 11, 3), 1320, 90),
    (";03/11/2026 22:00;04/11/2026 06:00;;;Durand;Diallo", date(2026, 11, 3), 1320, 480),
    (";2026-11-03T07:05:00;2026-11-03T08:05:00;;;Durand;Diallo", date(2026, 11, 3), 425, 60),
    # the night the clocks change: a length is what the wall clock shows, as everywhere here
    ("24/10/2026;22:00;06:00;;;Durand;Diallo", date(2026, 10, 24), 1320, 480),
    ("28/03/2026;22:00;06:00;;;Durand;Diallo", date(2026, 3, 28), 1320, 480),
])
def test_days_hours_and_nights(line, day, start, minutes):
    row = visit_row(line)
    assert (row.fault, row.day, row.start, row.minutes) == ("", day, start, minutes)


@pytest.mark.parametrize(("line", "said"), [
    ("3/11/2026;7h75;8h;;;Durand;Diallo", "l'heure de début «\u00a07h75\u00a0» n'existe pas. Écrivez par exemple 7:45."),
    ("3/13/2026;7h;8h;;;Durand;Diallo", "la date «\u00a03/13/2026\u00a0» n'existe pas"),
    (";7h;8h;;;Durand;Diallo", "le jour manque"),
    ("3/11/2026;;8h;;;Durand;Diallo", "l'heure de début manque"),
    ("3/11/2026;7h;;;;Durand;Diallo", "l'heure de fin manque, et la durée aussi"),
    ("3/11/2026;7h;7h;;;Durand;Diallo", "à la même heure"),
    ("3/11/2026;7h;8h;2/11/2026;;Durand;Diallo", "la fin vient avant le début"),
    ("3/11/2026;7h;8h;9/11/2026;;Durand;Diallo", "plus de 24 heures après le début"),
    ("3/11/2026;7h;8h;;;;Diallo", "la personne aidée manque"),
    ("3/11/2026;7h;8h;;;Durand;Diallo;;;trop", "plus de cases que de titres"),
    ("3/11/2026;7h;;;un moment;Durand;Diallo", "la durée «\u00a0un moment\u00a0» ne se lit pas"),
])
def test_a_row_that_cannot_be_read_says_why_and_what_to_write(line, said):
    assert said in visit_row(line).fault


def test_a_visit_nobody_was_given_is_read_so():
    for nobody in ("", "A POURVOIR", "Non affectée", "vacant"):
        assert visit_row(f"3/11/2026;7h;8h;;;Durand;{nobody}").caregiver == ""


def test_names_are_the_same_whatever_their_order_capitals_and_title():
    keys = {visit_row(f"3/11/2026;7h;8h;;;{name};Diallo").person
            for name in ("DURAND Jeanne", "Jeanne Durand", "Mme Durand Jéanne", "Madame DURAND, JEANNE")}
    assert keys == {"durand jeanne"}


def test_acts_of_the_list_are_kept_and_the_others_counted():
    source = open_source("Date;Début;Fin;Usager;Salarié;Prestations\n3/11/2026;7h;8h;D;E;Aide à la toilette + portage\n".encode(),
                         import_columns.recognised)
    unknown = {}
    row = next(import_rows.visit_rows(source, import_columns.guess("visits", source.titles), unknown))
    assert row.acts == ("wash",)
    assert unknown == {"portage": 1}


def test_an_empty_cell_says_nothing():
    source = open_source("Nom;Prénom;Téléphone;Adresse\nDurand;Jeanne;;\n".encode(), import_columns.recognised)
    row = next(import_person_rows.person_rows(source, import_columns.guess("beneficiaries", source.titles), "beneficiaries", 2026))
    assert row.values == {"last_name": "Durand", "first_name": "Jeanne"}


@pytest.mark.parametrize(("hours", "minutes"), [("28", 1680), ("28,5", 1710), ("28:30", 1710), ("35h", 2100)])
def test_hours_of_a_contract(hours, minutes):
    source = open_source(f"Matricule;Nom;Prénom;Heures hebdo\n1;Diallo;Zoé;{hours}\n".encode(), import_columns.recognised)
    row = next(import_person_rows.person_rows(source, import_columns.guess("caregivers", source.titles), "caregivers", 2026))
    assert row.values["weekly_minutes"] == minutes


def test_hours_by_the_month_are_those_of_the_week():
    source = open_source(b"Matricule;Nom;Prenom;Heures mensuelles\n1;Diallo;Zoe;151,67\n", import_columns.recognised)
    row = next(import_person_rows.person_rows(source, import_columns.guess("caregivers", source.titles), "caregivers", 2026))
    assert row.values["weekly_minutes"] == 35 * 60


# --- files refused whole ------------------------------------------------------------------------------------------------

def wide(columns):
    return ";".join(f"c{place}" for place in range(columns)).encode() + b"\n" + b";".join([b"1"] * columns) + b"\n"


BAD = {
    "vide.csv": (b"", "est vide"),
    "blancs.csv": (b" \r\n\r\n ", "est vide"),
    "titres.csv": ("Nom;Prénom\r\n".encode(), "que des titres"),
    "autre.csv": (b"Article;Prix\nPain;1\n", "ne sont pas reconnues"),
    "classeur.xlsx": (b"PK\x03\x04\x14\x00\x06\x00[Content_Types].xml", "classeur Excel"),
    "ancien.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "ancien classeur Excel"),
    "calc.ods": (b"PK\x03\x04..mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "classeur LibreOffice"),
    "bombe.zip": (b"PK\x03\x04" + zlib.compress(bytes(3_000_000)), "fichier compressé (zip)"),
    "bombe.gz": (b"\x1f\x8b\x08" + zlib.compress(bytes(3_000_000)), "fichier compressé"),
    "document.pdf": (b"%PDF-1.7\n%\xe2\xe3", "document PDF"),
    "page.html": (b"<!DOCTYPE html><html><table></table></html>", "page web"),
    "photo.jpg": (b"\xff\xd8\xff\xe0" + os.urandom(2000), "image"),
    "binaire.csv": (b"Nom;Prenom\n" + bytes(range(256)) * 20, "n'est pas du texte"),
    "cinquante.csv": (b"Nom;Prenom\n" + b"x" * (50 * 1024 * 1024), "pèse 50\u00a0Mo"),
    "dix_mille_colonnes.csv": (wide(10_000), "10000 colonnes, la limite est de 200"),
    "une_ligne.csv": (b"Nom;Prenom;" * 600_000, "beaucoup trop longue"),
    "une_case.csv": (b'Nom;Prenom\n"' + b"x" * 7_000_000 + b'";a\n', "beaucoup trop longue"),
    "guillemet.csv": (b'Nom;Prenom\n"Durand;Zoe\nPetit;Lea\n', "Ligne 2\u00a0: un guillemet"),
    "guillemets.csv": (b'Nom;Prenom\nDurand;Zoe\n"Petit"Jean;Lea\n', "Ligne 3\u00a0: un guillemet"),
    "trop_de_lignes.csv": (b"Nom;Prenom\n" + b"D;Z\n" * 200_000, "plus de 60000 lignes"),
    "mal_code.csv": ("\ufeffNom;Prénom\n".encode() + b"Z\xe9\x81;x\n", "accents"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_no_table_is_refused_and_told_what_it_is(name):
    content, said = BAD[name]
    seen = look(content)
    assert said in seen.refusal
    assert seen.packed == "" and seen.rows == 0


def test_the_limit_of_size_is_checked_before_anything_is_read():
    with pytest.raises(Refused, match="la limite est de 8"):
        open_source(b"x" * (MOST_BYTES + 1), lambda cells: pytest.fail("it was read"))
