"""Appels notés: one line while somebody is on the phone, found again, settled, or turned into a record."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from acts.calls import become, note
from database import now
from models import CallNote, Visit, VisitChange
from queries.calls import prefill
from rules.names import search_key
from tests.reader import reader
from tests.test_visits import one
from tests.world import count, reading, statements, writing


def call(people, **values):
    return {"about": f"b{people['mme_durand']}", "caller_kind": "relative", "caller": "Anne, sa fille",
            "phone": "06 55 55 55 55", "line": "Elle entre à l'hôpital jeudi.", "to_do": "do",
            "for_id": str(people["malika"]), "due_on": "2026-03-10"} | values


def noted(app, people, number: int = 1, **values) -> int:
    with writing(app) as session:
        for n in range(number):
            values = {"line": "La clé est chez le voisin.", "due_on": date(2026, 3, 9), "for_id": people["claire"],
                      "beneficiary_id": people["mme_durand"], "at": now() - timedelta(minutes=n)} | values
            record = CallNote(caller_kind="beneficiary", by_id=people["claire"],
                              search_line=search_key(values["line"], values.get("caller")), **values)
            session.add(record)
        session.flush()
        return record.id


def test_a_call_is_noted_with_what_is_to_do(app, people):
    claire = reader(app, "claire")
    page = claire.follow(claire.post("/appels/nouveau", call(people)))
    assert page.h1 == "Appel noté" and "À faire par Malika Benali pour le mardi 10 mars" in page.text
    kept = one(app, CallNote)
    assert (kept.beneficiary_id, kept.phone, kept.by_id) == (people["mme_durand"], "0655555555", people["claire"])
    assert "Mme Jeanne Durand" in reader(app, "malika").get("/appels", vue="a_moi").text
    assert "Tout est à jour" in claire.get("/appels", vue="a_moi").text


def test_a_call_with_nothing_to_do_is_kept_and_waits_for_nobody(app, people):
    claire = reader(app, "claire")
    claire.post("/appels/nouveau", call(people, to_do="nothing", about=""))
    kept = one(app, CallNote)
    assert (kept.due_on, kept.for_id, kept.beneficiary_id) == (None, None, None)
    assert "Tout est à jour" in claire.get("/appels").text
    assert "Elle entre à l'hôpital jeudi." in claire.get("/appels", vue="tous").text


def test_to_do_without_a_day_or_a_name_is_hers_today(app, people):
    reader(app, "claire").post("/appels/nouveau", call(people, for_id="", due_on=""))
    kept = one(app, CallNote)
    assert (kept.due_on, kept.for_id) == (date(2026, 3, 9), people["claire"])


def test_the_same_call_sent_twice_is_one(app, people):
    claire = reader(app, "claire")
    first, second = (claire.post("/appels/nouveau", call(people), key="c" * 32) for _ in "ab")
    assert first.location == second.location and count(app, CallNote) == 1


@pytest.mark.parametrize("values, said", [
    ({"line": " "}, "Écrivez une ligne."), ({"caller_kind": ""}, "Dites qui appelle."),
    ({"about": "b999"}, "Choisissez dans la liste"), ({"about": "x"}, "Choisissez dans la liste"),
    ({"phone": "12"}, "Indiquez un numéro de téléphone"), ({"due_on": "2026-03-01"}, "Indiquez aujourd'hui"),
    ({"for_id": "9999"}, "Choisissez dans la liste."), ({"to_do": "perhaps"}, "Choisissez une réponse de la liste."),
])
def test_a_fault_keeps_what_was_typed(app, people, values, said):
    page = reader(app, "claire").post("/appels/nouveau", call(people, **values), 422)
    assert said in page.text and count(app, CallNote) == 0
    assert values.get("about") or page.select("input", value=f"b{people['mme_durand']}", checked="")


def test_the_person_is_found_without_the_script_whatever_accents(app, people):
    claire = reader(app, "claire")
    page = claire.get("/appels/nouveau", q="DURAND")
    assert page.select("input", type="radio", value=f"b{people['mme_durand']}", checked="")
    assert claire.part("/appels/nouveau", q="diallo aicha").select("input", value=f"c{people['aicha_caregiver']}")
    assert "Personne ne porte ce nom." in claire.part("/appels/nouveau", q="zzz").text


def test_from_a_file_the_person_is_already_chosen(app, people):
    page = reader(app, "claire").get("/appels/nouveau", beneficiaire=people["m_petit"])
    assert page.select("input", type="radio", value=f"b{people['m_petit']}", checked="")
    page = reader(app, "claire").get("/appels/nouveau", intervenante=people["lucie_caregiver"])
    assert page.select("input", type="radio", value=f"c{people['lucie_caregiver']}", checked="")


@pytest.mark.parametrize("words, found", [
    ("cle", True), ("CLÉ voisin", True), ("voisin durand", True), ("jeanne", True), ("anne", True), ("serrure", False),
    ("cle petit", False), ("oisin", False),
])
def test_a_call_is_found_by_its_words_or_its_names_in_any_order(app, people, words, found):
    noted(app, people, caller="Anne")
    page = reader(app, "claire").get("/appels", vue="tous", q=words)
    assert ("La clé est chez le voisin." in page.text) is found
    assert found or "Aucun appel ne contient ces mots." in page.text


@pytest.mark.parametrize("view", ["a_faire", "tous"])
def test_a_long_list_goes_on_page_after_page(app, people, view):
    noted(app, people, 30)
    claire = reader(app, "claire")
    first = claire.get("/appels", vue=view)
    second = claire.get(first.select("a", rel="next")[0]["href"])
    ids = [line["id"] for page in (first, second) for line in page.select("li")
           if line.attrs.get("id", "").startswith("appel-")]
    assert len(ids) == len(set(ids)) == 30


def test_the_list_asks_the_same_number_of_questions_whatever_its_length(app, people):
    noted(app, people)
    claire = reader(app, "claire")
    claire.get("/appels?q=cle")
    with statements(app) as few:
        claire.get("/appels?q=cle")
    noted(app, people, 20)
    with statements(app) as many:
        claire.get("/appels?q=cle")
    assert len(few) == len(many) <= 6


def test_a_call_is_settled_with_words_by_the_first_only(app, people):
    id = noted(app, people)
    claire = reader(app, "claire")
    assert "Écrivez ce qui a été fait." in claire.post(f"/appels/{id}/suite", {"words": ""}, 422).text
    claire.post(f"/appels/{id}/suite", {"words": "La clé est notée dans la fiche."})
    page = reader(app, "malika").post(f"/appels/{id}/suite", {"words": "J'ai rappelé le voisin ce matin."}, 409)
    assert "J'ai rappelé le voisin ce matin." in page.text
    assert one(app, CallNote).done_words == "La clé est notée dans la fiche."
    shown = claire.get(f"/appels/{id}")
    assert "par Claire Martin : La clé est notée" in shown.text.replace("\u00a0", " ") and not shown.select("textarea")


def test_a_call_gives_what_it_holds_to_another_form_once(app, people):
    id = noted(app, people, caller="Anne", phone="0655555555")
    with app.test_request_context():
        claire = Office(people["claire"])
        given = prefill(claire, str(id))
        assert (given.caller, given.beneficiary_id, given.line) == ("Anne", people["mme_durand"],
                                                                    "La clé est chez le voisin.")
        assert prefill(claire, None) is prefill(claire, "x") is prefill(claire, str(id + 1)) is None
    with writing(app):
        become(Office(people["claire"]), id, f"beneficiary:{people['mme_durand']}")
    with app.test_request_context():
        assert prefill(Office(people["claire"]), str(id)) is None
    shown = reader(app, "claire").get(f"/appels/{id}")
    assert f"/beneficiaires/{people['mme_durand']}" in shown.links and "Transformé" in shown.text


class Office:
    """Whoever works at the office, as acts and queries see her."""

    role, is_office, caregiver_id, name = "coordinator", True, None, "Claire Martin"

    def __init__(self, id: int):
        self.id = id


def test_what_a_call_may_become_depends_on_whom_it_is_about(app, people):
    claire = reader(app, "claire")
    about_her = claire.get(f"/appels/{noted(app, people)}").text
    assert "Interrompre l'aide" in about_her and "Annuler des interventions" in about_her
    assert "Mme Durand et Aïcha Diallo" in about_her and "Ouvrir un nouveau dossier" not in about_her
    about_nobody = claire.get(f"/appels/{noted(app, people, beneficiary_id=None)}").text
    assert "Ouvrir un nouveau dossier" in about_nobody and "Interrompre l'aide" not in about_nobody


def test_every_form_a_call_leads_to_opens(app, people):
    claire = reader(app, "claire")
    for beneficiary_id in (people["mme_durand"], None):
        page = claire.get(f"/appels/{noted(app, people, beneficiary_id=beneficiary_id)}")
        for line in page.select("ul", class_="list"):
            for url in line.select("a"):
                assert "voisin" not in url["href"]
                claire.get(url["href"])


def test_the_person_cancels_by_phone_in_one_act(app, people):
    id, claire = noted(app, people, line="Elle part chez sa fille."), reader(app, "claire")
    page = claire.get(f"/appels/{id}/annulation")
    assert len(page.select("input", type="checkbox")) == 2
    assert page.select("input", name="note")[0]["value"] == "Elle part chez sa fille."
    assert "Cochez au moins une intervention." in claire.post(f"/appels/{id}/annulation", {"note": "x"}, 422).text
    both = [str(people["mme_durand_visit"]), str(people["mme_durand_next_visit"])]
    claire.post(f"/appels/{id}/annulation", {"visits": both, "note": "Elle part chez sa fille."})
    assert count(app, Visit, Visit.state == "cancelled_by_person") == 2
    assert count(app, VisitChange, VisitChange.kind == "cancelled") == 2
    kept = one(app, CallNote)
    assert kept.became == f"visit:{both[0]}" and kept.done_by_id == people["claire"]
    reader(app, "malika").post(f"/appels/{id}/annulation", {"visits": both}, 409)


def test_another_person_s_visit_is_not_cancelled_by_her_call(app, people):
    id = noted(app, people)
    reader(app, "claire").post(f"/appels/{id}/annulation", {"visits": [str(people["m_petit_visit"])]}, 422)
    assert count(app, Visit, Visit.state == "planned") == 6


def test_a_call_about_nobody_is_given_its_person_afterwards(app, people):
    id, claire = noted(app, people, beneficiary_id=None), reader(app, "claire")
    claire.post(f"/appels/{id}/personne", {"about": ""}, 422)
    assert claire.part(f"/appels/{id}/personne", q="dura").select("input", value=f"b{people['mme_durand']}")
    claire.post(f"/appels/{id}/personne", {"about": f"b{people['mme_durand']}"})
    assert one(app, CallNote).beneficiary_id == people["mme_durand"]
    reader(app, "malika").post(f"/appels/{id}/personne", {"about": f"b{people['m_petit']}"}, 409)
    claire.get(f"/appels/{noted(app, people, beneficiary_id=None)}/annulation", 404)


def test_what_is_noted_is_searchable_as_soon_as_noted(app, people):
    with writing(app):
        note(Office(people["claire"]), caller_kind="other", caller="Mme Noël", phone="06.55 55-55 55",
             beneficiary_id=None, caregiver_id=None, line="Été trop chaud")
    with reading(app) as session:
        assert session.scalar(select(CallNote.search_line)) == " ete trop chaud mme noel"


@pytest.mark.parametrize("kind, url, sent", [
    ("beneficiary", "/beneficiaires/nouveau", {"civility": "Mme", "first_name": "Rose", "last_name": "Noël",
                                               "address": "3 rue du Bac", "sector_id": "sector_nord", "referent_id": "claire"}),
    ("interruption", "/beneficiaires/{mme_durand}/interruptions/nouvelle", {"kind": "hospital",
                                                                           "starts_on": "2026-03-10", "told_by": "Anne"}),
    ("replacement", "/relations/{mme_durand_pairing}/remplacement?par=office", {"reason": "leave", "length": "for_good"}),
    ("round", "/points/nouveau/{mme_durand_pairing}", {}),
])
def test_a_call_becomes_a_record_without_typing_it_twice(app, people, kind, url, sent):
    id, claire = noted(app, people, line="Elle entre à l'hôpital jeudi, dit sa fille."), reader(app, "claire")
    url = url.format(**people) + ("&" if "?" in url else "?") + f"appel={id}"
    if kind in ("interruption", "replacement"):
        assert "Elle entre à l'hôpital jeudi, dit sa fille." in claire.get(url).text
    page = claire.post(url, {name: str(people.get(value, value)) for name, value in sent.items()})
    kept = one(app, CallNote)
    assert kept.became.startswith(f"{kind}:") and kept.done_by_id == people["claire"]
    shown = claire.get(f"/appels/{id}")
    assert "Transformé" in shown.text and page.location.split("#")[0] in shown.links
