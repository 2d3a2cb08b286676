"""Around a person: entourage, aid plan, consignes, wishes. Added and ended, never overwritten."""

from sqlalchemy import select

from models import Beneficiary, CarePlan, Contact, HomeInstruction, Wish
from tests.reader import reader
from tests.world import count, reading


def at(people, place: str = "") -> str:
    return f"/beneficiaires/{people['mme_durand']}{place}"


def a_contact(app, people) -> int:
    reader(app, "claire").post(at(people, "/entourage/nouveau"), {"kind": "relative", "name": "Paul Durand",
                                                                   "role_words": "son fils", "phone": "06 55 55 55 55"})
    with reading(app) as session:
        return session.scalars(select(Contact.id).order_by(Contact.id.desc())).first()


def test_a_relative_stands_on_the_file_with_a_role_in_plain_words_and_a_number_to_call(app, people):
    a_contact(app, people)
    page = reader(app, "claire").get(at(people))
    assert "Paul Durand" in page.text and "son fils" in page.text
    assert "tel:0655555555" in page.links


def test_a_contact_corrected_keeps_its_place_and_its_former_line(app, people):
    first = a_contact(app, people)
    a_contact(app, people)
    reader(app, "claire").post(at(people, f"/entourage/{first}"), {"kind": "trusted_person", "name": "Paul Durand"})
    with reading(app) as session:
        former = session.get(Contact, first)
        assert (former.kind, former.ended_by_id) == ("relative", people["claire"])
    page = reader(app, "malika").get(at(people))
    assert page.text.index("personne de confiance") < page.text.index("son fils")


def test_a_contact_is_corrected_by_one_hand_at_a_time(app, people):
    contact = a_contact(app, people)
    reader(app, "malika").post(at(people, f"/entourage/{contact}/fin"))
    late = reader(app, "claire").post(at(people, f"/entourage/{contact}"),
                                      {"kind": "relative", "name": "Paul Durand, le fils aîné"}, 409)
    assert "Une collègue a déjà modifié ou retiré ce contact." in late.text
    assert "le fils aîné" in late.html
    assert count(app, Contact, Contact.ended_at.is_(None)) == 0


def test_the_contact_of_another_person_is_nowhere_to_be_found(app, people):
    contact = a_contact(app, people)
    claire = reader(app, "claire")
    claire.get(f"/beneficiaires/{people['m_petit']}/entourage/{contact}", 404)
    claire.post(f"/beneficiaires/{people['m_petit']}/entourage/{contact}/fin", status=404)
    assert count(app, Contact, Contact.ended_at.is_(None)) == 1


def test_an_aid_plan_reads_hours_with_a_comma_and_ends_after_it_starts(app, people):
    claire = reader(app, "claire")
    wrong = claire.post(at(people, "/plan-d-aide/nouveau"),
                        {"funder": "apa", "hours_per_month": "beaucoup", "starts_on": "2026-03-01",
                         "ends_on": "2026-02-01"}, 422)
    assert "par exemple 22,5" in wrong.text and "une fin qui vient après le début" in wrong.text
    claire.post(at(people, "/plan-d-aide/nouveau"), {"funder": "apa", "hours_per_month": "22,5 h",
                                                     "starts_on": "01/03/2026", "renew_by": "2026-08-01"})
    page = claire.get(at(people))
    assert "22,5 h par mois" in page.text and "à demander avant le 1er août 2026" in page.text
    with reading(app) as session:
        plan = session.scalars(select(CarePlan)).one()
        assert plan.hours_per_month == 22.5
    claire.post(at(people, f"/plan-d-aide/{plan.id}/fin"))
    assert "22,5" not in claire.get(at(people)).text


def test_a_consigne_is_an_instruction_never_a_disease(app, people):
    claire = reader(app, "claire")
    page = claire.get(at(people, "/consignes/nouvelle"))
    offered = [option.text for option in page.select("option")]
    assert "Fausse route : respecter la texture" in offered and "Gants" in offered
    wrong = claire.post(at(people, "/consignes/nouvelle"), {"code": "diabetes"}, 422)
    assert "Choisissez une consigne." in wrong.text
    claire.post(at(people, "/consignes/nouvelle"), {"code": "fall", "detail": "lever avec le déambulateur"})
    assert "lever avec le déambulateur" in claire.get(at(people)).text
    with reading(app) as session:
        point = session.scalars(select(HomeInstruction)).one()
    claire.post(at(people, f"/consignes/{point.id}/fin"))
    assert "lever avec le déambulateur" not in claire.get(at(people)).text
    assert count(app, HomeInstruction) == 1


def test_the_safety_instruction_is_changed_by_one_hand_at_a_time(app, people):
    claire, url = reader(app, "claire"), at(people, "/consigne-de-securite")
    claire.post(url, {"words": "Intervention à deux.", "version": 1})
    late = reader(app, "malika").post(url, {"words": "Appeler le bureau avant.", "version": 1}, 409)
    assert "Appeler le bureau avant." in late.html
    with reading(app) as session:
        assert session.get(Beneficiary, people["mme_durand"]).safety_instruction == "Intervention à deux."


def test_a_wish_comes_from_the_closed_list_alone(app, people):
    claire, url = reader(app, "claire"), at(people, "/souhaits/nouveau")
    wrong = claire.post(url, {"kind": "origin", "detail": "x"}, 422)
    assert "Choisissez" in wrong.text
    assert "une telle demande ne peut pas être suivie" in wrong.text
    assert "Choisissez la langue." in claire.post(url, {"kind": "language"}, 422).text
    assert "Choisissez femme ou homme." in claire.post(url, {"kind": "intimate_care", "detail": "oui"}, 422).text
    claire.post(url, {"kind": "intimate_care", "gender": "woman", "detail": "ignoré"})
    with reading(app) as session:
        assert session.scalars(select(Wish.value)).one() == "woman"
    page = claire.get(at(people))
    assert "Femme ou homme pour les soins intimes : femme" in page.text


def test_a_button_pressed_twice_counts_once_and_shows_the_same_page(app, people):
    contact, claire = a_contact(app, people), reader(app, "claire")
    url = at(people, f"/entourage/{contact}/fin")
    first, again = claire.post(url, key="b" * 32), claire.post(url, key="b" * 32)
    assert first.location == again.location
    claire.post(url, key="pas une clé !", status=400)
