"""What is kept, copied, logged and counted of an alert tells nothing of it: the file of the database, its backup, the logs, the journal."""

import logging
import re
from pathlib import Path

import pytest
from sqlalchemy import text

from acts import alerts as acts
from database import commit_as, db, now
from guard import backups
from models import JournalLine
from rules.alert_lists import ALERT_KINDS
from tests.alert_scenes import MARK, WHOLE_LIFE, live, said, send, step
from tests.reader import reader
from tests.world import count, reading

# Codes that tell a story, as they would stand in a column.
CODES = ("racism", "sexual_harassment", "formal_notice", "not_established", "unreached")


def told(app, people) -> int:
    """A whole life, in every box of which stand the mark or one of the codes."""
    send(app, people, by="lucie", kind="sexual_harassment", person="m_petit", whom="relative")
    id = send(app, people, kind="racism")
    reader(app, "aicha").post(f"/mes-nouvelles/{id}/ajout", {"words": f"Encore {MARK}."})
    live(app, "nadia", id, *WHOLE_LIFE[:4], "called")
    step(app, "helene", id, "decided", choice="formal_notice", supposed=f"Peut-être {MARK}.")
    reader(app, "aicha").post(f"/mes-nouvelles/{id}/avis", {"words": f"Mon avis, {MARK}."})
    what_follows(reader(app, "helene"), id)
    step(app, "nadia", id, "closed", choice="not_established", view="", missing="unreached", told=f"Dit, {MARK}.")
    return id


def what_follows(helene, id: int) -> None:
    """A letter, an accident declared with reserves, the measure lifted: the mark stands in each box."""
    helene.post(f"/suivis/{id}/lettres/formal_notice", {"facts": f"Les faits, {MARK}."})
    helene.post(f"/suivis/{id}/accident/nouveau")
    helene.post(f"/suivis/{id}/accident", {"end": "declared", "done_on": "2026-03-09", "words": f"Réserves, {MARK}."})
    measure = next(link for link in helene.get(f"/suivis/{id}").links if link.startswith("/mesures/"))
    helene.post(f"{measure}/levee", {name: f"Levée, {MARK}." for name in ("her_opinion", "lift_reason", "lift_told")})


def values(app) -> set[str]:
    """Every value of every column of every table, as the database itself keeps it."""
    with reading(app) as session:
        return {str(value) for table in db.metadata.sorted_tables
                for row in session.execute(text(f'SELECT * FROM "{table.name}"')) for value in row}


def test_no_column_holds_a_word_of_the_story_nor_a_code_that_tells_it(app, people):
    before = values(app)
    told(app, people)
    kept = values(app) - before
    assert not [value for value in kept if MARK in value]
    assert not kept & {*CODES, *ALERT_KINDS} - {"overload", "other"}
    # a check that cannot fail is no check: what is kept in clear is found
    assert {"acknowledged", "decided", "do_not_assign"} <= kept


@pytest.mark.sqlite
def test_neither_the_file_nor_its_journal_nor_a_backup_holds_one(app, people):
    told(app, people)
    with app.app_context():
        db.session.remove()
        made = backups.make()
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        files = [Path(f"{db.engine.url.database}{end}") for end in ("", "-wal", "-shm")] + [made.path, Path(f"{made.path}.json")]
    held = {file.name: file.read_bytes() for file in files if file.exists()}
    assert len(held) >= 3
    for name, content in held.items():
        for word in (MARK, *CODES[:2]):
            assert word.encode() not in content and word.encode("utf-16-le") not in content, f"{word} in {name}"
    # what is no secret is found in both, so the search searches
    assert all(b"Durand" in held[file.name] for file in (files[0], made.path))


def test_nothing_of_a_story_is_logged_even_when_everything_breaks(app, people, caplog, monkeypatch):
    caplog.set_level(logging.DEBUG)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    id = told(app, people)
    with app.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE alert_step RENAME TO alert_step_gone")
    try:
        broken = reader(app, "aicha").post(f"/mes-nouvelles/{id}/ajout", {"words": f"Perdu, {MARK}."}, 500)
    finally:
        with app.app_context(), db.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE alert_step_gone RENAME TO alert_step")
    assert "alert_step" in caplog.text and caplog.records[-1].exc_info
    assert MARK not in caplog.text and MARK not in broken.html
    assert not re.search("racism|harassment", caplog.text)


def test_no_title_address_or_header_says_what_it_is_about(app, people):
    id = told(app, people)
    words = re.compile("alert|raci|viol|harc|plaint|signal", re.IGNORECASE)
    aicha, nadia, claire = (reader(app, name) for name in ("aicha", "nadia", "claire"))
    for her, url in ((aicha, "/mes-nouvelles"), (aicha, "/mes-nouvelles/nouvelle"), (aicha, f"/mes-nouvelles/{id}"),
                     (nadia, "/suivis"), (nadia, f"/suivis/{id}"), (claire, f"/intervenantes/{people['aicha_caregiver']}/nouvelles")):
        for page in (her.get(url), her.part(url)):
            assert not words.search(url) and not words.search("" if not page.is_page else page.title)
            assert not words.search(str([value for name, value in page.headers if name.startswith("HX-") or name == "Location"]))
    sent = aicha.post("/mes-nouvelles/nouvelle", said(people), part=True, status=200)
    assert re.fullmatch(r"/mes-nouvelles/\d{9}\?recu=1", sent.headers["HX-Redirect"])


def test_a_page_of_the_list_starts_from_no_alert_she_may_not_read(app, people, clock):
    """Else the list would answer otherwise to the number of a hidden one than to a number drawn at random."""
    send(app, people, by="lucie", person="m_petit", kind="other")
    clock.move(minutes=5)
    id = send(app, people, whom="direction")
    helene = reader(app, "helene")
    for way in ("apres", "avant"):
        assert helene.get(f"/suivis?{way}={id}").text == helene.get(f"/suivis?{way}=999999999").text == helene.get("/suivis").text


# --- the journal of the direction ---------------------------------------------------------------------------------

def hidden(app, people) -> int:
    """One about the direction: sent, read and followed by Odile; Claire reached her, Helene tried its address."""
    id = send(app, people, whom="direction", help_now="yes")
    live(app, "odile", id, "acknowledged", "heard")
    page = reader(app, "odile").get(f"/suivis/{id}").html
    assert "/intervenantes/" not in page and "/beneficiaires/" not in page, "the outside recipient opens no file"
    reader(app, "claire").post(f"/a-appeler-maintenant/{id}")
    reader(app, "claire").post(f"/suivis/{id}/lecture", status=403)
    reader(app, "sam").get(f"/suivis/{id}", 403)
    reader(app, "helene").get(f"/suivis/{id}", 404)
    return id


def test_the_direction_s_journal_holds_no_line_of_what_is_directed_outside(app, people):
    id = hidden(app, people)
    assert count(app, JournalLine, JournalLine.subject == f"alert:{id}") >= 5
    helene = reader(app, "helene")
    for url in ("/journal", "/journal.csv", f"/journal?sujet=alert:{id}", f"/journal.csv?sujet=alert:{id}", "/journal?quoi=alert.follow",
                "/journal?quoi=alert.read", "/journal?quoi=phone.alert", "/journal?quoi=alert.call", f"/journal?qui={people['odile']}"):
        page = helene.client.get(url).get_data(as_text=True)
        rows = page.split("<tbody>")[1] if "<tbody>" in page else page if url.startswith("/journal.csv") else ""
        assert str(id) not in rows.replace(f"sujet=alert:{id}", ""), url
    read = helene.get("/journal", quoi="alert.follow").text
    assert "Odile Garnier" not in read.split("Sur quoi")[-1]


def test_what_she_may_read_stands_in_her_journal(app, people):
    id = send(app, people)
    reader(app, "nadia").get(f"/suivis/{id}")
    assert f"Suivi n° {id}" in reader(app, "helene").get("/journal").text.replace("\u00a0", " ")


def test_the_addresses_of_the_journal_s_pages_do_not_count_what_is_hidden(app, people):
    """A line number would: between two pages of fifty, sixty numbers would say that ten are kept from her."""
    for _ in range(60):
        reader(app, "claire").client.get("/beneficiaires.csv")
    hidden(app, people)
    helene = reader(app, "helene")
    first = helene.get("/journal")
    link, = [link["href"] for link in first.select("a", rel="next")]
    assert re.fullmatch(r"/journal\?avant=[0-9a-f]{64}", link)
    second = helene.get(link)
    assert re.fullmatch(r"/journal\?apres=[0-9a-f]{64}", second.select("a", rel="prev")[0]["href"])
    assert helene.get("/journal", avant="12").select("tbody")


def test_that_the_clock_looked_for_unread_ones_is_a_line_nobody_reads(app, people, clock):
    send(app, people, whom="direction")
    clock.move(hours=25)
    with app.app_context():
        commit_as("alert.escalate", lambda: acts.escalate(None, now()))
    assert count(app, JournalLine, JournalLine.action == "alert.escalate") == 1
    for url in ("/journal", "/journal.csv"):
        page = reader(app, "helene").client.get(url).get_data(as_text=True)
        assert "Alertes non lues" not in page.split("<tbody>")[-1]
