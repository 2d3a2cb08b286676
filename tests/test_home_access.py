"""Codes and keys of a home: encrypted, masked until asked for, each reading in the journal, and nowhere else."""

import logging

from sqlalchemy import select, text

from models import HomeAccess, JournalLine
from tests.reader import reader
from tests.world import count, counts, reading

CANARY = "CANARI-4512B"
KEY_CANARY = "CANARI-CHEZ-LE-GARDIEN"


def keep_codes(app, people, **more):
    at = f"/beneficiaires/{people['mme_durand']}"
    reader(app, "claire").post(f"{at}/acces", {"codes": CANARY, "keys": KEY_CANARY, "known": "", **more})
    return at


def readings(app) -> list:
    with reading(app) as session:
        return session.execute(select(JournalLine.account_id, JournalLine.subject)
                               .where(JournalLine.action == "home_access.read", JournalLine.allowed).order_by(JournalLine.id)).all()


def test_codes_are_masked_until_asked_for_and_each_reading_has_its_line(app, people):
    at = keep_codes(app, people)
    claire = reader(app, "claire")
    page = claire.get(at)
    assert CANARY not in page.html and KEY_CANARY not in page.html
    assert "Codes et clés enregistrés" in page.text
    assert not readings(app)
    shown = claire.post(f"{at}/acces/lecture", status=200)
    assert CANARY in shown.text and KEY_CANARY in shown.text
    assert "no-store" in shown.headers["Cache-Control"]
    part = claire.post(f"{at}/acces/lecture", status=200, part=True)
    assert not part.is_page and CANARY in part.text
    assert readings(app) == [(people["claire"], f"beneficiary:{people['mme_durand']}")] * 2


def test_codes_are_found_in_no_list_search_form_log_journal_or_clear_column(app, people, caplog):
    caplog.set_level(logging.DEBUG)
    at = keep_codes(app, people)
    claire = reader(app, "claire")
    claire.post(f"{at}/acces/lecture", status=200)
    for url in ("/beneficiaires", "/beneficiaires?q=canari", "/beneficiaires?q=4512b", at, f"{at}/acces",
                f"{at}/modifier", "/intervenantes?q=canari", "/interventions", "/a-traiter"):
        page = claire.get(url)
        assert "CANARI" not in page.html
    assert "CANARI" not in caplog.text
    with reading(app) as session:
        for table in ("journal", "submission", "home_access"):
            rows = session.execute(text(f"SELECT * FROM {table}")).all()  # every column, as it is stored
            assert "CANARI" not in repr(rows)


def test_the_page_of_the_change_never_shows_what_is_kept_and_an_empty_field_changes_nothing(app, people):
    at = keep_codes(app, people)
    claire = reader(app, "claire")
    form = claire.get(f"{at}/acces").form(f"{at}/acces")
    known = [field["value"] for field in form.select("input", name="known")][0]
    claire.post(f"{at}/acces", {"codes": "Portail 77", "known": known})
    shown = claire.post(f"{at}/acces/lecture", status=200)
    assert "Portail 77" in shown.text and KEY_CANARY in shown.text


def test_erasing_is_said_by_a_tick_and_an_empty_form_says_what_to_do(app, people):
    at = keep_codes(app, people)
    claire = reader(app, "claire")
    empty = claire.post(f"{at}/acces", {"known": ""}, 422)
    assert "ou cochez ce qui est à effacer" in empty.text
    both = claire.post(f"{at}/acces", {"codes": "1", "erase_codes": "y", "known": ""}, 422)
    assert "pas les deux" in both.text
    with reading(app) as session:
        known = session.scalar(select(HomeAccess.changed_at)).isoformat()
    claire.post(f"{at}/acces", {"erase_codes": "y", "known": known})
    shown = claire.post(f"{at}/acces/lecture", status=200)
    assert CANARY not in shown.text and KEY_CANARY in shown.text


def test_the_second_who_changes_them_is_told_and_keeps_her_text(app, people):
    at = keep_codes(app, people)
    late = reader(app, "malika").post(f"{at}/acces", {"codes": "Digicode du 2e hall", "known": ""}, 409)
    assert "Une collègue a changé ces accès" in late.text
    assert "Digicode du 2e hall" in late.html
    assert count(app, HomeAccess) == 1


def test_nobody_outside_the_office_reads_or_changes_a_code(app, people):
    at = keep_codes(app, people)
    for name in ("aicha", "lucie", "odile", "sam"):
        outsider, before = reader(app, name), counts(app)
        refused = outsider.post(f"{at}/acces/lecture", status=403)
        assert "CANARI" not in refused.html
        outsider.get(f"{at}/acces", 403)
        outsider.post(f"{at}/acces", {"codes": "x", "known": ""}, 403)
        assert {table for table, rows in counts(app).items() if rows != before[table]} <= {"journal"}
    assert not readings(app)
