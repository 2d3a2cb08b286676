"""A neutral instruction for whoever goes to that home next: from the case, on the file, without the story."""

from database import db
from models import Beneficiary
from tests.alert_sent import alert
from tests.reader import reader
from tests.world import reading, writing


def test_the_instruction_joins_what_stands_on_the_file_and_the_case_keeps_who_wrote_it(app, people):
    with writing(app) as session:
        session.get(Beneficiary, people["mme_durand"]).safety_instruction = "Sonner deux fois."
    id = alert(app, people, "violence", home="mme_durand", whom="relative", facts="CANARI des faits.")
    nadia, url = reader(app, "nadia"), f"/suivis/{id}/consigne"
    assert "Cochez une consigne" in nadia.post(url, {"version": 1}, 422).text
    nadia.post(url, {"choices": "two", "line": "Garer la voiture devant.", "version": 1})
    with reading(app):
        words = db.session.get(Beneficiary, people["mme_durand"]).safety_instruction
    assert words == "Sonner deux fois. Intervention à deux. Garer la voiture devant."
    page = nadia.get(f"/suivis/{id}").text
    assert "Consigne de sécurité pour le domicile" in page and "par Nadia Roussel" in page
    claire = reader(app, "claire").get(f"/beneficiaires/{people['mme_durand']}").text
    assert "Intervention à deux." in claire and "CANARI" not in claire


def test_a_file_changed_meanwhile_is_not_written_over(app, people):
    id = alert(app, people, "violence", home="mme_durand", whom="relative")
    reader(app, "nadia").post(f"/suivis/{id}/consigne", {"choices": "two", "version": 7}, 409)


def test_an_alert_without_a_home_has_no_instruction(app, people):
    reader(app, "nadia").get(f"/suivis/{alert(app, people, 'violence')}/consigne", 404)
