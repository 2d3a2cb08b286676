"""The director asks the journal: who did or read what, when, from where."""

from datetime import UTC, datetime, timedelta

from database import now, short_write
from guard.chain import append
from models import JournalLine
from rules.access import ACTIONS
from rules.journal import WORDS, subject_code, subject_words
from tests.reader import reader
from tests.world import count


def wrote(app, *lines):
    """Journal lines as (account id, action, subject), a minute apart, oldest first, ending now."""
    with app.app_context(), short_write() as connection:
        for ago, (account, action, subject, *allowed) in zip(range(len(lines), 0, -1), lines, strict=True):
            append(connection, account, action, subject, *(allowed or [True]), "192.0.2.7", now() - timedelta(minutes=ago))


def lines(page):
    return [[cell.text for cell in row.select("td")] for row in page.select("tr")[1:]]


def test_the_director_reads_who_did_what_newest_first(app, people):
    wrote(app, (people["claire"], "visit.edit", "visit:3"), (people["aicha"], "phone.code", "beneficiary:1"))
    read = lines(reader(app, "helene").get("/journal"))
    # Her own reading is the newest line.
    assert [line[1:4] for line in read] == [
        ["Hélène Faure", "Journal lu", "–"],
        ["Aïcha Diallo", "Téléphone : codes lus", "Bénéficiaire n° 1"],
        ["Claire Martin", "Intervention modifiée", "Intervention n° 3"]]


def test_reading_the_journal_is_a_line_of_the_journal(app, people):
    reader(app, "helene").get("/journal")
    assert count(app, JournalLine, JournalLine.action == "journal.read", JournalLine.account_id == people["helene"]) == 1


def test_a_coordinator_is_refused_and_the_try_is_noted(app, people):
    reader(app, "claire").get("/journal", 403)
    assert count(app, JournalLine, JournalLine.action == "journal.read", JournalLine.allowed.is_(False)) == 1


def test_filters_narrow_by_person_action_record_and_day(app, people, clock):
    wrote(app, (people["claire"], "visit.edit", "visit:3"), (people["claire"], "call.note", "call:1"),
          (people["malika"], "visit.edit", "visit:4"), (None, "purge", ""))
    helene = reader(app, "helene")
    assert len(lines(helene.get("/journal", qui=people["claire"]))) == 2
    assert [line[3] for line in lines(helene.get("/journal", quoi="visit.edit"))] == ["Intervention n° 4", "Intervention n° 3"]
    assert [line[1] for line in lines(helene.get("/journal", sujet="visit:3"))][-1] == "Claire Martin"
    assert [line[1] for line in lines(helene.get("/journal", sujet="intervention 3"))][-1] == "Claire Martin"
    assert "Le serveur" in lines(helene.get("/journal", qui="0"))[0][1]
    assert len(lines(helene.get("/journal", du="2026-03-09", au="2026-03-09", quoi="visit.edit"))) == 2
    assert "Aucune ligne ne correspond" in helene.get("/journal", du="2026-03-10").text


def test_a_filter_that_makes_no_sense_says_what_to_do(app, people):
    helene = reader(app, "helene")
    assert "Indiquez un jour qui suit le premier." in helene.get("/journal", 422, du="2026-03-09", au="2026-03-01").text
    assert "Indiquez une date" in helene.get("/journal", 422, du="hier").text
    helene.get("/journal", 422, qui="99999")


def test_pages_go_back_in_time_and_forth_without_losing_a_line(app, people):
    wrote(app, *((people["claire"], "call.note", f"call:{i}") for i in range(120)))
    helene = reader(app, "helene")
    first = helene.get("/journal", quoi="call.note")
    second = helene.get(first.select("a", rel="next")[0]["href"])
    third = helene.get(second.select("a", rel="next")[0]["href"])
    seen = [line[3] for page in (first, second, third) for line in lines(page)]
    assert seen == [f"Appel noté n° {i}" for i in range(119, -1, -1)]
    assert not third.select("a", rel="next")
    assert lines(helene.get(third.select("a", rel="prev")[0]["href"])) == lines(second)


def test_every_action_of_the_policy_has_its_words():
    assert set(ACTIONS) <= set(WORDS)
    assert subject_words("beneficiary:12") == "Bénéficiaire n°\u00a012"
    assert subject_words("/journal") == "/journal"
    assert subject_code("Bénéficiaire n°\u00a012") == subject_code("bénéficiaire 12") == "beneficiary:12"
    assert subject_code("Point à deux voix n° 4") == "round:4" and subject_code("/journal") == "/journal"


def test_times_are_shown_in_paris(app, people):
    with app.app_context(), short_write() as connection:
        append(connection, people["claire"], "call.note", "call:1", True, "", datetime(2026, 7, 1, 22, 30, tzinfo=UTC))
    assert "02/07/2026 00:30:00" in reader(app, "helene").get("/journal", quoi="call.note").text
