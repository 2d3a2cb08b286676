"""A colleague writes for her, with her agreement: it is hers from then on, and whoever sent it reads no step of it."""

from models import Alert
from tests.alert_scenes import MARK, TOLD
from tests.reader import reader
from tests.world import count, reading

SAID = {"kind": "violence", "help_now": "no", "answer": "yes", "agreed": "y", "colleague": "Lucie Moreau", **TOLD}


def test_lucie_s_colleague_writes_for_her_and_lucie_alone_follows_it(app, people):
    aicha = reader(app, "aicha")
    page = aicha.follow(aicha.post("/mes-nouvelles/pour-une-collegue", SAID))
    assert "Votre collègue en suit chaque étape" in page.text and "Rien pour le moment." in page.text
    with reading(app) as session:
        sent = session.query(Alert).one()
        assert (sent.caregiver_id, sent.author_id, sent.agreed) == (people["lucie_caregiver"], people["aicha"], True)
    aicha.get(f"/mes-nouvelles/{sent.id}", 404)
    hers = reader(app, "lucie").get(f"/mes-nouvelles/{sent.id}").text
    assert MARK in hers and "Écrit pour vous par Aïcha Diallo, avec votre accord." in hers
    assert "Lucie Moreau" in reader(app, "nadia").get(f"/suivis/{sent.id}").text


def test_a_name_nobody_bears_is_said_and_nothing_typed_is_lost(app, people):
    page = reader(app, "aicha").post("/mes-nouvelles/pour-une-collegue", {**SAID, "colleague": "Lucie Mor"}, 422)
    assert "Personne ne porte ce nom ici." in page.text and MARK in page.html
    assert count(app, Alert) == 0


def test_any_order_case_and_accent_of_her_name_will_do(app, people):
    reader(app, "lucie").post("/mes-nouvelles/pour-une-collegue", {**SAID, "colleague": "DIALLO aicha"})
    with reading(app) as session:
        assert session.query(Alert).one().caregiver_id == people["aicha_caregiver"]


def test_without_her_agreement_nothing_is_sent(app, people):
    page = reader(app, "aicha").post("/mes-nouvelles/pour-une-collegue", {**SAID, "agreed": ""}, 422)
    assert "son accord" in page.text and count(app, Alert) == 0


def test_the_page_names_no_colleague(app, people):
    assert "Moreau" not in reader(app, "aicha").get("/mes-nouvelles/pour-une-collegue").html
