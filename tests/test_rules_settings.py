"""What may be typed in the settings, what is kept, how it reads; when the office answers."""

from datetime import date, datetime

import pytest

from rules import opening, sectors
from rules.languages import LANGUAGES, OFFERED, offered
from rules.names import fold
from rules.opening import day_hours, day_typed, is_open, kept_week, reopens, reopens_words, week_of, week_words
from rules.settings import SECTIONS, SETTINGS, names_of, on_screen, read, title_of, value_words

NBSP = "\u00a0"


@pytest.mark.parametrize("name, typed, kept", [
    ("association_name", "  Les   Trois Rives ", "Les Trois Rives"),
    ("association_address", "3 place de la Halle\n13000 Ville", "3 place de la Halle\n13000 Ville"),
    ("association_address", "", ""),
    ("office_phone", "01 99 00 11 22", "0199001122"),
    ("office_phone", "+33 1 99 00 11 22", "0199001122"),
    ("on_call_phone", "", ""),
    ("on_call_phone", "115", "115"),
    ("round_tries", " 4 ", "4"),
    ("round_tries", "004", "4"),
    ("round_answer_days", "60", "60"),
    ("word_caregiver", "auxiliaire de vie", "auxiliaire de vie"),
    ("languages", "fr,ar  br", "ar br fr"),
    ("opening_hours", "Lundi 9h-12h, 14 h – 17 h 30; mardi 8:00 à 12:00", "lundi 9:00-12:00, 14:00-17:30; mardi 8:00-12:00"),
    ("opening_hours", "lundi fermé", ""),
    ("opening_hours", "", ""),
])
def test_what_was_typed_is_kept_in_one_form(name, typed, kept):
    assert read(name, typed) == kept


@pytest.mark.parametrize("name, typed, said", [
    ("association_name", "   ", "Indiquez le nom de l'association."),
    ("association_name", "x" * 121, "Écrivez au plus 120 signes."),
    ("association_address", "x" * 301, "Écrivez au plus 300 signes."),
    ("office_phone", "12", "Indiquez un numéro de téléphone, par exemple 01 23 45 67 89."),
    ("office_phone", "appelez-nous", "Indiquez un numéro de téléphone, par exemple 01 23 45 67 89."),
    ("round_answer_days", "0", "Indiquez un nombre entier, de 1 à 60."),
    ("round_answer_days", "61", "Indiquez un nombre entier, de 1 à 60."),
    ("round_answer_days", "9999999999", "Indiquez un nombre entier, de 1 à 60."),
    ("round_answer_days", "-3", "Indiquez un nombre entier, de 1 à 60."),
    ("round_answer_days", "2,5", "Indiquez un nombre entier, de 1 à 60."),
    ("round_answer_days", "", "Indiquez un nombre entier, de 1 à 60."),
    ("round_answer_days", "dix", "Indiquez un nombre entier, de 1 à 60."),
    ("journal_months", "1", "Indiquez un nombre entier, de 6 à 24."),
    ("word_caregiver", "salariée", "Choisissez dans la liste."),
    ("languages", "fr xx", "Choisissez dans la liste."),
    ("languages", "", "Cochez au moins une langue."),
    ("opening_hours", "9h-12h", opening.DAY_FIRST),
    ("opening_hours", "lundi", opening.DAY_FIRST),
    ("opening_hours", "lundi matin", opening.EXAMPLE),
    ("demo", "1", "Ce réglage ne se change pas."),
])
def test_what_cannot_be_kept_says_what_to_do(name, typed, said):
    with pytest.raises(ValueError) as refused:
        read(name, typed)
    assert str(refused.value) == said


@pytest.mark.parametrize("name", [name for name in SETTINGS if on_screen(name)])
def test_each_setting_says_its_page_what_it_changes_and_a_default_that_may_be_typed(name):
    kind = SETTINGS[name]
    assert kind.section in SECTIONS and kind.hint.endswith(".") and kind.words
    assert read(name, kind.default) == kind.default
    assert kind.kind != "int" or 0 <= kind.least <= int(kind.default) <= kind.most and kind.unit


def test_a_mark_of_the_server_is_on_no_page():
    assert not on_screen("demo") and not on_screen("nothing")
    assert "demo" not in [name for section in SECTIONS for name in names_of(section)]
    assert title_of("delais") == f"Réglages{NBSP}: les délais"


@pytest.mark.parametrize("name, value, words", [
    ("round_tries", "1", f"1{NBSP}appel"), ("round_tries", "3", f"3{NBSP}appels"), ("round_month", "1", f"1{NBSP}mois"),
    ("office_phone", "0199001122", "01 99 00 11 22"), ("office_phone", "", "rien"),
    ("association_address", "3 place\nVille", "3 place, Ville"), ("languages", "ar br", "arabe, breton"),
    ("opening_hours", "lundi 9:00-12:00", f"lundi de 9{NBSP}h à 12{NBSP}h"),
])
def test_a_value_reads_in_words(name, value, words):
    assert value_words(name, value) == words


# --- opening hours ---------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("typed, ranges", [
    ("9 h – 12 h, 14 h – 17 h", [(540, 720), (840, 1020)]), ("9h-12h30", [(540, 750)]), ("de 9h à 12h et 14h à 18h", [
        (540, 720), (840, 1080)]), ("14:00-17:00, 9:00-12:00", [(540, 720), (840, 1020)]), ("8-24h", [(480, 1440)]),
    ("", []), ("Fermé", []), ("fermé.", []), ("–", []),
])
def test_a_day_is_read_as_people_write_it(typed, ranges):
    assert day_hours(typed) == ranges


@pytest.mark.parametrize("typed, said", [
    ("le matin", opening.EXAMPLE), ("9h", opening.EXAMPLE), ("9h-25h", opening.EXAMPLE), ("9h-12h70", opening.EXAMPLE),
    ("12h-9h", "Écrivez pour chaque plage une fin qui vient après son début."),
    ("9h-12h, 11h-14h", "Deux plages se chevauchent. Réunissez-les en une seule."),
    ("8h-9h, 10h-11h, 12h-13h", opening.TOO_MANY),
])
def test_a_day_that_cannot_be_read_says_how_to_write_it(typed, said):
    with pytest.raises(ValueError) as refused:
        day_hours(typed)
    assert str(refused.value) == said


OFFICE = "; ".join(f"{day} 9:00-12:00, 14:00-17:00" for day in ("lundi", "mardi", "mercredi", "jeudi")) + "; vendredi 9:00-12:00"
WEEK = week_of(OFFICE)


def test_a_week_is_kept_as_it_is_read_and_typed_again():
    assert kept_week(WEEK) == OFFICE
    assert [day_hours(day_typed(day)) for day in WEEK] == [list(day) for day in WEEK]


@pytest.mark.parametrize("kept, words", [
    (OFFICE, "du lundi au jeudi de 9 h à 12 h et de 14 h à 17 h ; vendredi de 9 h à 12 h"),
    ("lundi 9:00-12:00; mardi 9:00-12:00", "lundi et mardi de 9 h à 12 h"),
    ("lundi 9:00-12:00; mercredi 9:00-12:00", "lundi de 9 h à 12 h ; mercredi de 9 h à 12 h"),
    ("dimanche 20:00-24:00", "dimanche de 20 h à 24 h"),
    ("; ".join(f"{day} 0:00-24:00" for day in opening.WHOLE_DAYS), "du lundi au dimanche de 0 h à 24 h"),
    ("", ""),
])
def test_a_week_is_said_in_words(kept, words):
    assert week_words(week_of(kept)).replace(NBSP, " ") == words


@pytest.mark.parametrize("at, expected", [
    (datetime(2026, 3, 9, 9, 0), True), (datetime(2026, 3, 9, 8, 59), False), (datetime(2026, 3, 9, 11, 59), True),
    (datetime(2026, 3, 9, 12, 0), False), (datetime(2026, 3, 9, 14, 0), True), (datetime(2026, 3, 13, 15, 0), False),
    (datetime(2026, 3, 14, 10, 0), False), (datetime(2026, 4, 6, 10, 0), False),
])
def test_the_office_is_open_from_the_first_minute_until_the_last_and_never_on_a_holiday(at, expected):
    assert is_open(WEEK, at, {date(2026, 4, 6)}) is expected


def test_unknown_hours_are_neither_open_nor_closed():
    assert is_open(week_of(""), datetime(2026, 3, 9, 10), set()) is None
    assert reopens(week_of(""), datetime(2026, 3, 9, 10), set()) is None


@pytest.mark.parametrize("at, words", [
    (datetime(2026, 3, 9, 7, 0), "à 9 h"), (datetime(2026, 3, 9, 12, 30), "à 14 h"),
    (datetime(2026, 3, 9, 17, 0), "demain à 9 h"), (datetime(2026, 3, 13, 12, 0), "lundi à 9 h"),
    (datetime(2026, 4, 3, 18, 0), "mardi à 9 h"),
])
def test_a_closed_office_says_when_it_opens_again(at, words):
    opens = reopens(WEEK, at, {date(2026, 4, 6)})
    assert reopens_words(opens, at.date()).replace(NBSP, " ") == words


def test_an_office_open_one_day_a_fortnight_away_says_the_date():
    opens = reopens(week_of("lundi 9:00-10:00"), datetime(2026, 3, 9, 11), {date(2026, 3, 16)})
    assert reopens_words(opens, date(2026, 3, 9)).replace(NBSP, " ") == "le 23/03 à 9 h"


# --- sectors, languages ------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("files, caregivers, others, said", [
    (0, 0, 1, ""),
    (0, 0, 0, "Un secteur reste toujours ouvert. Pour fermer celui-ci, ouvrez-en d'abord un autre."),
    (1, 0, 2, "Pour le fermer, changez d'abord de secteur 1 dossier."),
    (12, 3, 2, "Pour le fermer, changez d'abord de secteur 12 dossiers et 3 intervenantes."),
    (0, 1, 2, "Pour le fermer, changez d'abord de secteur 1 intervenante."),
])
def test_a_sector_closes_when_nobody_is_in_it_and_one_stays(files, caregivers, others, said):
    assert sectors.closing_fault(files, caregivers, others).replace(NBSP, " ") == said


def test_languages_stand_in_the_order_of_their_words_with_those_of_every_region():
    words = [fold(word) for word in LANGUAGES.values()]
    assert words == sorted(words) and len(set(words)) == len(words) >= 40
    assert {"br", "eu", "co", "oc", "gsw", "ca", "gcf", "rcf"} <= set(LANGUAGES) and set(OFFERED) <= set(LANGUAGES)


def test_a_language_somebody_has_stays_offered_to_her():
    assert list(offered("fr ar")) == ["ar", "fr"]
    assert list(offered("fr ar", ["br"])) == ["ar", "br", "fr"]
