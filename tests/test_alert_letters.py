"""Letters after a decision: prepared by the direction, addressed to the guardian, opened by an office suite, never sent."""

from datetime import date
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from acts import alerts
from database import db
from models import Account, AlertLetter, Contact
from rules.letters import paragraphs
from rules.open_document import KIND, odt
from tests.alert_sent import alert
from tests.reader import reader
from tests.spreadsheets import TEXT, printed
from tests.world import reading, writing

MANIFEST = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"
FACTS = "Le 3 mars, des mots blessants & répétés.\nLe 5 mars, la même chose."
END = {"facts": FACTS, "relay": "Le service Les Tilleuls, dès le 13 avril.", "funder_told_on": "2026-03-09", "ends_on": "2026-04-10"}


def decided(app, people, choice: str) -> int:
    """An alert of Aïcha's about Mme Durand, as far as this decision of the direction."""
    id = alert(app, people, "racism", home="mme_durand", whom="beneficiary", facts="Canari des faits.")
    with writing(app):
        helene = db.session.get(Account, people["helene"])
        for kind, boxes in (("acknowledged", {}), ("heard", {"facts": "Entendue."}), ("protected", {"facts": "Oui."}),
                            ("home_heard", {"facts": "Entendue."}), ("decided", {"choice": choice, "facts": "Décidé."})):
            alerts.step(helene, id, kind, **boxes)
    return id


def test_a_reminder_is_prepared_kept_printed_and_nothing_is_sent(app, people):
    id = decided(app, people, "rules_reminder")
    helene, url = reader(app, "helene"), f"/suivis/{id}/lettres/rules_reminder"
    assert "Préparer la lettre : rappel du règlement" in helene.get(f"/suivis/{id}").text
    assert "Canari des faits." in helene.get(url).text
    sent = helene.post(url, {"facts": FACTS, "rules_signed_on": "2025-09-01"})
    text = helene.follow(sent).text
    for words in ("Jeanne Durand", "12 rue des Lilas", "Il a été signé le 1er septembre 2025.", "mots blessants & répétés"):
        assert words in text
    assert "Aïcha" not in text and "préparée" in helene.get(f"/suivis/{id}").text


def test_it_goes_to_the_guardian_where_there_is_one(app, people):
    id = decided(app, people, "formal_notice")
    with writing(app) as session:
        session.add(Contact(beneficiary_id=people["mme_durand"], kind="legal_guardian", name="Mme Tutelle", position=1))
    helene = reader(app, "helene")
    text = helene.follow(helene.post(f"/suivis/{id}/lettres/formal_notice", {"facts": FACTS})).text
    assert "Mme Tutelle" in text and "pour Mme Jeanne Durand" in text and "12 rue des Lilas" not in text


def test_a_letter_without_its_decision_is_refused(app, people):
    id = decided(app, people, "two_caregivers")
    helene, url = reader(app, "helene"), f"/suivis/{id}/lettres/formal_notice"
    assert "Prenez d'abord cette décision" in helene.get(url, 409).text
    helene.post(url, {"facts": FACTS}, 409)


@pytest.mark.parametrize(("missing", "said"), [
    ({"relay": ""}, "Dites d'abord qui aidera la personne ensuite."), ({"funder_told_on": ""}, "Prévenez d'abord le financeur"),
    ({"ends_on": "2026-04-01"}, "pas avant le 8 avril 2026"), ({"facts": ""}, "Écrivez les faits.")])
def test_an_end_of_service_leaves_nobody_without_help(app, people, missing, said):
    id = decided(app, people, "service_end")
    sent = reader(app, "helene").post(f"/suivis/{id}/lettres/service_end", {**END, **missing}, 422)
    assert said in sent.text


def test_an_end_of_service_keeps_who_takes_over_and_the_notice(app, people):
    id = decided(app, people, "service_end")
    helene = reader(app, "helene")
    sent = helene.post(f"/suivis/{id}/lettres/service_end", {**END, "rules_signed_on": "2025-09-01"})
    text = helene.follow(sent).text
    assert "Le règlement de fonctionnement a été signé le 1er septembre 2025." in text, "and not the help, which ends"
    assert "Les Tilleuls" in text and "Le préavis est de 30 jours." in text and "le 10 avril 2026" in text
    with reading(app):
        letter = db.session.query(AlertLetter).one()
        assert (letter.notice_days, letter.ends_on, letter.by_id) == (30, date(2026, 4, 10), people["helene"])


def test_who_follows_the_alert_without_being_the_direction_prepares_no_letter(app, people):
    id = decided(app, people, "rules_reminder")
    nadia = reader(app, "nadia")
    nadia.get(f"/suivis/{id}/lettres/rules_reminder", 403)
    assert "Préparer la lettre" not in nadia.get(f"/suivis/{id}").text


def test_the_letter_is_a_text_document_with_its_kind_its_list_of_files_and_its_words(app, people):
    id = decided(app, people, "rules_reminder")
    helene = reader(app, "helene")
    paper = helene.post(f"/suivis/{id}/lettres/rules_reminder", {"facts": FACTS}).location
    assert "Le 9 mars 2026" in helene.get(paper).text, "a letter is dated with its year, on paper as in the document"
    sent = helene.client.get(paper.replace("/papier", "/document"))
    assert sent.mimetype == KIND and sent.headers["Content-Disposition"].endswith('.odt"')
    with ZipFile(BytesIO(sent.data)) as box:
        assert box.testzip() is None and box.read("mimetype").decode() == KIND
        listed = {entry.get(MANIFEST + "full-path") for entry in ElementTree.fromstring(box.read("META-INF/manifest.xml"))}
        assert listed == {"/", "content.xml"}
        said = ["".join(line.itertext()) for line in ElementTree.fromstring(box.read("content.xml")).iter(TEXT + "p")]
    assert "Le 3 mars, des mots blessants & répétés." in said and "Objet\u00a0: rappel du règlement de fonctionnement" in said
    assert "Le 9 mars 2026" in said
    assert any(line.startswith("Mme Jeanne Durand") for line in said) and said[-1].startswith("Signature")


@pytest.mark.word_processor
def test_a_word_processor_opens_the_letter_as_it_was_written(app, people, tmp_path):
    id = decided(app, people, "formal_notice")
    helene = reader(app, "helene")
    paper = helene.post(f"/suivis/{id}/lettres/formal_notice", {"facts": FACTS}).location
    [only] = printed(tmp_path, helene.client.get(paper.replace("/papier", "/document")).data)
    assert "Le 3 mars, des mots blessants & répétés.\nLe 5 mars, la même chose." in only
    assert "mise en demeure" in only and only.rstrip().splitlines()[-1].startswith("Signature")


def test_a_document_is_the_same_each_time_and_says_first_what_it_is():
    lines = [("B", "Titre"), ("P", "Une ligne\n< une autre >")]
    assert odt(lines) == odt(lines)
    box = ZipFile(BytesIO(odt(lines)))
    assert box.namelist()[0] == "mimetype" and box.infolist()[0].compress_type == 0
    assert "&lt; une autre &gt;" in box.read("content.xml").decode()


def test_an_empty_place_leaves_no_empty_line():
    assert all(paragraphs("rules_reminder", "Un fait.\n\nUn autre.", None))
