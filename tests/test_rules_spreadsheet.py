"""A cell is read by a spreadsheet as the office meant it, and never run."""

import csv
import io
from datetime import date, datetime

import pytest

from rules.spreadsheet import BOM, cell, file_name, lines, phone


@pytest.mark.parametrize(("value", "written"), [
    ("=1+1", "'=1+1"), ("+33612345678", "'+33612345678"), ("-2 h", "'-2 h"), ("@SUM(A1)", "'@SUM(A1)"),
    ("  =1+1", "'=1+1"), ("\t=1+1", "'=1+1"), ("\r=1+1", "'=1+1"), ("\n=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
    ("\u00a0=1", "'=1"), ("\u200b=1", "'\u200b=1"), ("\ufeff=1", "'\ufeff=1"), ("\x00=1", "'=1"), ("\x1f=1", "'=1"),
    ("＝1+1", "'＝1+1"), ("＋1", "'＋1"), ("－1", "'－1"), ("＠a", "'＠a"), ("﹣1", "'﹣1"), ("−1", "'−1"),
    ("Rappeler = oui", "Rappeler = oui"), ("a@exemple.fr", "a@exemple.fr"), ("Le-Goff", "Le-Goff"), ("'=1", "'=1"),
])
def test_no_words_become_a_formula(value, written):
    assert cell(value) == written


@pytest.mark.parametrize(("value", "written"), [
    (None, ""), ("", ""), ("   ", ""), (0, "0"), (-3, "-3"), (12345, "12345"), (37.5, "37,5"), (-0.25, "-0,25"),
    (28.0, "28"), (True, "oui"), (False, "non"), (date(2026, 11, 3), "03/11/2026"),
    (datetime(2026, 11, 3, 7, 5), "03/11/2026 7:05"), (datetime(2026, 3, 29, 0, 0), "29/03/2026 0:00"),
    ("Une ligne\nune autre", "Une ligne une autre"), ("a\r\nb\tc", "a b c"), ("a\x07b\x9fc", "abc"),
    ("N\u2019Diaye-Lefèvre", "N\u2019Diaye-Lefèvre"), ("\ud800", ""),
])
def test_each_value_is_written_as_it_is_read_in_france(value, written):
    assert cell(value) == written


def test_what_no_cell_holds_is_a_fault_of_ours():
    with pytest.raises(TypeError):
        cell([1])


@pytest.mark.parametrize(("number", "written"), [
    ("0612345678", "06 12 34 56 78"), ("", ""), (None, ""), ("0612", "06 12"), ("+41791234567", "+41791234567"),
    ("3919", "3919")])
def test_a_phone_keeps_its_zero(number, written):
    assert phone(number) == written


def test_the_file_says_its_letters_its_columns_and_its_lines():
    written = "".join(lines([("Nom", "Note"), ("Durand; Petit", 'Elle dit "non"'), ("Écho", "x,y"), (1, None)]))
    assert written == 'N'.join([BOM, 'om;Note\r\n"Durand; Petit";"Elle dit ""non"""\r\nÉcho;x,y\r\n1;\r\n'])
    read = list(csv.reader(io.StringIO(written.removeprefix(BOM)), delimiter=";"))
    assert read == [["Nom", "Note"], ["Durand; Petit", 'Elle dit "non"'], ["Écho", "x,y"], ["1", ""]]


def test_a_name_of_file_says_what_and_when_and_nobody():
    assert file_name("beneficiaires", date(2026, 11, 26)) == "beneficiaires-2026-11-26.csv"
