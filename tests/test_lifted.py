"""A protection lifted is told to her, on her phone, with words; the case shows it, and nobody else reads why."""

from acts import measures
from database import db, today
from models import Account, Replacement
from tests.alert_sent import alert
from tests.reader import reader
from tests.world import reading, writing

LIFT = {"her_opinion": "CANARI elle veut revenir.", "lift_reason": "CANARI la famille a changé.",
        "lift_told": "Une collègue vient avec vous jeudi."}


def protected(app, people) -> int:
    return alert(app, people, "racism", home="mme_durand", whom="beneficiary")


def lift(app, people, id: int):
    """The direction opens the measure from the case, and lifts it."""
    helene = reader(app, "helene")
    page = helene.get(f"/suivis/{id}")
    measure = next(link for link in page.links if link.startswith("/mesures/"))
    helene.get(measure)
    assert "Écrivez ce qu'elle lira" in helene.post(f"{measure}/levee", {**LIFT, "lift_told": ""}, 422).text
    helene.post(f"{measure}/levee", LIFT)


def test_the_direction_lifts_it_from_the_case_and_she_reads_when_and_why(app, people):
    id = protected(app, people)
    aicha = reader(app, "aicha")
    assert "Personne ne vous envoie" in aicha.get(f"/mes-nouvelles/{id}").text
    lift(app, people, id)
    assert "levée le" in reader(app, "helene").get(f"/suivis/{id}").text
    hers = aicha.get(f"/mes-nouvelles/{id}").text
    assert "La mesure est levée le" in hers and LIFT["lift_told"] in hers
    assert "Personne ne vous envoie" not in hers and "CANARI" not in hers


def test_her_own_request_says_so_too(app, people):
    lift(app, people, protected(app, people))
    with reading(app):
        request = db.session.query(Replacement).one().id
    text = reader(app, "aicha").get(f"/mes-demandes/{request}").text
    assert "La mesure est levée le" in text and LIFT["lift_told"] in text and "Accordée." not in text


def test_a_measure_put_again_protects_her_again(app, people):
    id = protected(app, people)
    lift(app, people, id)
    with writing(app):
        helene = db.session.get(Account, people["helene"])
        measures.set(helene, people["mme_durand"], people["aicha_caregiver"], "do_not_assign", "Encore.", today())
    assert "Personne ne vous envoie" in reader(app, "aicha").get(f"/mes-nouvelles/{id}").text


def test_who_follows_without_being_the_direction_is_offered_no_lifting(app, people):
    id = protected(app, people)
    assert not [link for link in reader(app, "nadia").get(f"/suivis/{id}").links if link.startswith("/mesures/")]
