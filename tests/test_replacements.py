"""A request to replace a caregiver: what may be granted, what never is, who is told, who comes instead."""

import pytest
from sqlalchemy import select

from acts import calls, replacements
from database import Overtaken, commit_as, now, today
from models import (
    CallNote,
    Caregiver,
    CaregiverSector,
    JournalLine,
    Pairing,
    PairMeasure,
    Replacement,
    ReplacementVisit,
    SeriesAct,
    Visit,
    VisitChange,
    Wish,
)
from rules.replacements import asks_the_question, first_state, is_for_direction, reason_words
from rules.vocabulary import REPLACEMENT_REASONS, REQUESTERS
from tests import absence_scenes
from tests import pair_scenes as scenes
from tests.absence_scenes import a_third, declare, request_of
from tests.reader import reader
from tests.world import count, reading, statements, writing

SAID = "Elle fait mal le ménage, je veux quelqu'un d'ici"
HER = {"reason": "misfit_beneficiary", "details": SAID, "length": "for_good"}


class Seated:
    """Somebody at the office, as acts receive her."""

    def __init__(self, id):
        self.id = id


def asked(people, by="beneficiary"):
    return f"/relations/{people['mme_durand_pairing']}/remplacement?par={by}"


def send(app, people, name="claire", by="beneficiary", **values):
    """The request as this person types it. Returns its address."""
    return reader(app, name).post(asked(people, by), {**HER, **values}).location


def only(app):
    with reading(app) as session:
        return session.query(Replacement).order_by(Replacement.id.desc()).first()


@pytest.mark.parametrize(("by", "reason", "due"), [
    ("beneficiary", "schedule_clash", True), ("beneficiary", "misfit_beneficiary", True),
    ("office", "leave", False), ("office", "misfit_beneficiary", True), ("office", "intimate_care_wish", True),
    ("caregiver", "misfit_caregiver", False), ("caregiver", "caregiver_protection", False)])
def test_the_question_is_asked_of_what_comes_from_the_persons_side_and_never_of_the_caregiver(by, reason, due):
    assert asks_the_question(by, reason) is due


def test_she_does_not_go_back_from_the_moment_she_asks_and_nobody_asks_her_for_proof(app, people):
    send(app, people, by="caregiver", reason="caregiver_protection", details="Il a levé la main sur moi.")
    request = only(app)
    with reading(app) as session:
        measure = session.query(PairMeasure).order_by(PairMeasure.id.desc()).first()
        assert (measure.kind, measure.caregiver_id, measure.ends_on) == (
            "do_not_assign", people["aicha_caregiver"], None)
        held = session.query(ReplacementVisit).filter_by(replacement_id=request.id, state="open").all()
        assert held and not session.query(Visit).filter(
            Visit.caregiver_id == people["aicha_caregiver"], Visit.beneficiary_id == people["mme_durand"],
            Visit.state == "planned", Visit.starts_at > now()).count()


def test_her_hours_before_and_after_are_shown_to_those_who_may_read_why_and_to_nobody_else(app, people):
    send(app, people, by="caregiver", reason="caregiver_protection", details="CANARI levé la main.")
    url = f"/remplacements/{only(app).id}"
    reads, others = reader(app, "helene").get(url), reader(app, "claire").get(url)
    assert "Prévu avant" in reads.text and "il ne change pas" in reads.text
    assert "Elle n'y retourne plus" not in others.text and "CANARI" not in others.text
    assert "ne plus y aller" not in reader(app, "claire").get(f"/relations/{people['mme_durand_pairing']}").text


def test_whoever_takes_her_place_is_chosen_visit_by_visit(app, people):
    a_third(app, people)
    send(app, people, by="caregiver", reason="caregiver_protection", details="")
    request = only(app)
    reader(app, "claire").post(f"/remplacements/{request.id}/appelee?toutes=1", {"caregiver_id": people["rosa_caregiver"]})
    assert only(app).state == "done", "every visit is covered: the request closes by itself"
    page = reader(app, "claire").get(f"/remplacements/{request.id}")
    assert "Fermée d'elle-même" in page.text and "quelqu'un" in page.text, "and its page says what moved"


def test_a_request_that_follows_an_absence_is_neither_answered_nor_cancelled_by_hand(app, people):
    held = request_of(app, declare(app, people), people["mme_durand"])
    for step, field in (("annulation", "cancel_words"), ("reponse", "told_words")):
        page = reader(app, "claire").post(f"/remplacements/{held.id}/{step}", {field: "Mots gardés"}, 409)
        assert "suit une absence" in page.text
    assert only(app).state == "open"


def test_a_call_noted_becomes_a_request_without_typing_it_again(app, people):
    with writing(app):
        call = calls.note(Seated(people["claire"]), caller_kind="relative", caller="Sa fille", phone="",
                          beneficiary_id=people["mme_durand"], caregiver_id=None, line="Elle voudrait changer d'heure",
                          due_on=today())
    claire = reader(app, "claire")
    assert f"appel={call}" in claire.get(f"/relations/{people['mme_durand_pairing']}/remplacement?appel={call}").html
    form = claire.get(f"{asked(people)}&appel={call}")
    assert "Elle voudrait changer d'heure" in form.text
    sent = {**HER, "reason": "schedule_clash", "discriminatory": "no"}
    for _ in range(2):
        claire.post(f"{asked(people)}&appel={call}", sent, key="call-becomes-once")
    with reading(app) as session:
        assert session.get(CallNote, call).became == f"replacement:{only(app).id}"


@pytest.mark.parametrize(("answer", "state"), [("yes", "not_grantable"), ("doubt", "with_direction"), ("no", "open")])
def test_what_follows_from_the_answer(answer, state):
    assert first_state("beneficiary", "schedule_clash", answer) == state


def test_a_question_due_is_never_skipped_nor_asked_of_her():
    with pytest.raises(ValueError):
        first_state("beneficiary", "schedule_clash", None)
    with pytest.raises(ValueError):
        first_state("caregiver", "misfit_caregiver", "no")


def test_no_reason_of_the_list_names_what_can_never_be_granted():
    words = " ".join(REPLACEMENT_REASONS.values()).lower()
    assert not [word for word in ("origine", "peau", "religion", "nom ") if word in words]


def test_a_code_that_tells_a_story_reads_otherwise_outside_the_direction():
    for reason in ("facts_for_direction", "caregiver_protection"):
        assert reason_words(reason, "coordinator") == "remplacement décidé"
        assert reason_words(reason, "director") == REPLACEMENT_REASONS[reason]
        assert is_for_direction(reason, None)
    assert reason_words("leave", "coordinator") == "Congés"


def test_one_says_first_who_asks_and_the_question_is_on_the_persons_form_alone(app, people):
    claire = reader(app, "claire")
    page = claire.get(f"/relations/{people['mme_durand_pairing']}/remplacement")
    assert page.h1 == "Qui demande le remplacement ?"
    assert "l'origine, la peau, le nom, la religion" in claire.get(asked(people)).text
    for by in ("caregiver", "office"):
        assert "origine" not in claire.get(asked(people, by)).text


def test_a_request_without_the_answer_is_asked_again(app, people):
    page = reader(app, "claire").post(asked(people), HER, 422)
    assert "Répondez à la question" in page.text and SAID.split(",")[0] in page.html
    assert count(app, Replacement) == 0


def test_no_means_it_can_be_organised(app, people):
    page = reader(app, "claire").get(send(app, people, discriminatory="no"))
    assert "Qui peut venir" in page.text and SAID in page.text


def test_yes_cannot_be_granted_and_its_words_leave_the_page_of_the_coordinators(app, people):
    address = send(app, people, discriminatory="yes", direction_facts="Mot pour mot")
    page = reader(app, "claire").get(address)
    assert "Nous ne pouvons pas donner suite à cette demande." in page.text
    assert "mal le ménage" not in page.text and "Mot pour mot" not in page.text
    assert "Qui peut venir" not in page.text
    told = reader(app, "helene").get(address)
    assert "mal le ménage" in told.text and "Mot pour mot" in told.text
    assert count(app, JournalLine, JournalLine.action == "replacement.facts", JournalLine.account_id == people["helene"])
    assert not count(app, JournalLine, JournalLine.action == "replacement.facts", JournalLine.account_id == people["claire"])


def test_she_is_told_by_voice_first_then_chooses_then_the_person_is_answered(app, people):
    address = send(app, people, discriminatory="yes")
    claire = reader(app, "claire")
    answer = {"told_words": "Nous ne pouvons pas donner suite.", "how": "visit", "told_to": "person"}
    claire.post(f"{address}/reponse", answer, 409)
    claire.post(f"{address}/son-choix", {"choice": "stay"}, 409)
    page = claire.get(address)
    assert "28 h par semaine" in page.text.replace("\u00a0", " ") and "Répondre à qui demandait" not in page.text
    claire.post(f"{address}/prevenue")
    claire.post(f"{address}/reponse", answer, 409)
    claire.post(f"{address}/son-choix", {}, 422)
    claire.post(f"{address}/son-choix", {"choice": "stay"})
    page = claire.follow(claire.post(f"{address}/reponse", answer))
    assert "Réponse donnée" in page.text
    assert address not in claire.get("/remplacements").links
    assert count(app, Replacement) == 1 and count(app, PairMeasure) == 0


def test_her_hours_are_shown_with_and_without_this_person(app, people):
    address = send(app, people, discriminatory="yes")
    facts = [fact.text.replace("\u00a0", " ") for fact in reader(app, "claire").get(address).select("dd")]
    assert facts[:3] == ["28 h par semaine, quel que soit son choix", "30 min par semaine",
                         "0 min par semaine, à compléter ailleurs"]


def test_to_be_accompanied_puts_a_measure_nobody_else_can_read(app, people):
    address = send(app, people, discriminatory="yes")
    claire = reader(app, "claire")
    claire.post(f"{address}/prevenue")
    claire.post(f"{address}/son-choix", {"choice": "accompanied"})
    with reading(app) as session:
        assert session.query(PairMeasure).one().kind == "only_accompanied"
    page = reader(app, "malika").get(address)
    assert "accompagnée" not in page.text and "Elle a choisi." in page.text


def test_not_to_go_back_becomes_her_own_request_granted_and_told_as_a_decided_replacement(app, people):
    address = send(app, people, discriminatory="yes")
    claire = reader(app, "claire")
    claire.post(f"{address}/prevenue")
    claire.post(f"{address}/son-choix", {"choice": "not_return"})
    hers = only(app)
    assert (hers.requested_by, hers.state, hers.discriminatory) == ("caregiver", "open", None)
    page = claire.get(f"/remplacements/{hers.id}")
    assert "Remplacement décidé" in page.text and "Protection" not in page.text
    assert "Protection de l'intervenante" in reader(app, "helene").get(f"/remplacements/{hers.id}").text
    assert "remplacement décidé" in claire.get(f"/relations/{people['mme_durand_pairing']}").text
    assert "protection" not in claire.get(f"/relations/{people['mme_durand_pairing']}").text.lower()


def test_a_doubt_waits_for_the_direction_which_says_why(app, people):
    address = send(app, people, discriminatory="doubt")
    claire, helene = reader(app, "claire"), reader(app, "helene")
    page = claire.get(address)
    assert "La direction répond d'abord" in page.text and "mal le ménage" not in page.text
    claire.post(f"{address}/avis", {"verdict": "grantable", "judged_words": "Oui"}, 403)
    helene.post(f"{address}/avis", {"verdict": "grantable"}, 422)
    helene.post(f"{address}/avis", {"verdict": "grantable", "judged_words": "Il s'agit bien du ménage"})
    assert only(app).state == "open"
    assert "Il s'agit bien du ménage" not in claire.get(address).text
    page = reader(app, "paul").post(f"{address}/avis", {"verdict": "not_grantable", "judged_words": "Le doute reste"}, 409)
    assert "Le doute reste" in page.text


def test_a_doubt_confirmed_closes_like_a_yes(app, people):
    address = send(app, people, discriminatory="doubt")
    reader(app, "helene").post(f"{address}/avis", {"verdict": "not_grantable", "judged_words": "C'est bien cela"})
    assert "Nous ne pouvons pas donner suite" in reader(app, "claire").get(address).text


def test_facts_for_the_direction_are_a_replacement_decided_for_everybody_else(app, people):
    address = send(app, people, discriminatory="no", reason="facts_for_direction")
    claire = reader(app, "claire")
    for page in (claire.get(address), claire.get("/remplacements"), claire.get(f"/relations/{people['mme_durand_pairing']}")):
        assert "remplacement décidé" in page.text.lower()
        assert "aits à examiner" not in page.text and "mal le ménage" not in page.text
    assert "mal le ménage" in reader(app, "helene").get(address).text


def test_her_own_request_is_always_open_whatever_the_person_asked(app, people):
    send(app, people, discriminatory="doubt")
    send(app, people, by="caregiver", reason="misfit_caregiver")
    assert only(app).state == "open" and count(app, Replacement) == 2


@pytest.mark.parametrize("first", ["yes", "doubt"])
def test_what_could_not_be_granted_is_not_granted_when_typed_again_with_no(app, people, first):
    before = send(app, people, discriminatory=first)
    if first == "doubt":
        reader(app, "malika").post(f"{before}/annulation", {"cancel_words": "On recommence"})
    page = reader(app, "malika").get(send(app, people, "malika", discriminatory="no"))
    assert only(app).state == "with_direction"
    assert "La direction répond d'abord" in page.text and "mal le ménage" not in page.text


def test_the_direction_may_open_again_what_it_judges_itself(app, people):
    send(app, people, discriminatory="yes")
    send(app, people, "helene", discriminatory="no")
    assert only(app).state == "open"


@pytest.mark.parametrize(("by", "reason"), [("beneficiary", "facts_for_direction"), ("caregiver", "caregiver_protection")])
def test_who_asked_does_not_tell_what_the_reason_hides(app, people, by, reason):
    extra = {"discriminatory": "no"} if by == "beneficiary" else {}
    address = send(app, people, by=by, reason=reason, **extra)
    for page in (reader(app, "malika").get("/remplacements"), reader(app, "malika").get(address)):
        said = page.select("main")[0].text
        assert "le bureau" in said.lower() and "la personne ou ses proches" not in said.lower()
        assert "demandé par : l'intervenante" not in said.lower()
    shown = {term.text: fact.text for term, fact in zip(reader(app, "malika").get(address).select("dt"),
                                                        reader(app, "malika").get(address).select("dd"), strict=True)}
    assert shown["Demandé par"] == "Le bureau"
    assert REQUESTERS[by] in reader(app, "helene").get(address).text


def test_the_same_request_is_not_opened_twice(app, people):
    send(app, people, discriminatory="no")
    page = reader(app, "malika").post(asked(people), {**HER, "discriminatory": "no"}, 409)
    assert "déjà ouvert" in page.text


def facts_of(page, people, name="lucie") -> list[str]:
    """What the page of a request prints of this caregiver, line by line."""
    lines = page.select("ul", id=f"facts-{people[f'{name}_caregiver']}")[0].select("li")
    return [line.text.replace("\u00a0", " ") for line in lines]


def in_sector(app, people, name="lucie"):
    ids = {"caregiver_id": people[f"{name}_caregiver"], "sector_id": people["sector_nord"]}
    with writing(app) as session:
        if not session.query(CaregiverSector).filter_by(**ids).count():
            session.add(CaregiverSector(**ids))


def test_a_candidate_is_shown_with_facts_in_words(app, people):
    id = scenes.request(app, people)
    claire = reader(app, "claire")
    assert "Lucie Moreau" not in claire.get(f"/remplacements/{id}").text
    page = claire.get(f"/remplacements/{id}?toutes=1")
    assert facts_of(page, people)[:2] == ["ne connaît pas encore la personne", "libre à ces heures, trajet et repos compris"]
    assert "hors du secteur" in facts_of(page, people) and "2 interventions à confier" in page.text
    in_sector(app, people)
    scenes.busy(app, people)
    assert "libre à 1 de ces 2 interventions, aux autres : déjà prise à cette heure" in facts_of(
        claire.get(f"/remplacements/{id}"), people)


def test_a_candidate_who_came_before_is_said_to_know_the_person(app, people):
    with writing(app) as session:
        visit = session.get(Visit, people["mme_durand_past_visit"])
        visit.caregiver_id, visit.pairing_id = people["lucie_caregiver"], None
    page = reader(app, "claire").get(f"/remplacements/{scenes.request(app, people)}")
    assert "connaît la personne : 1 intervention, la dernière le 4 mars" in facts_of(page, people)


def test_a_candidate_under_a_measure_is_listed_as_unavailable_and_cannot_be_chosen(app, people):
    in_sector(app, people)
    scenes.measure(app, people, caregiver="lucie", kind="only_accompanied")
    id = scenes.request(app, people)
    page = reader(app, "claire").get(f"/remplacements/{id}")
    assert facts_of(page, people) == ["non disponible pour cette personne"]
    choice = {"caregiver_id": people["lucie_caregiver"], "chosen_why": "sector"}
    reader(app, "claire").post(f"/remplacements/{id}/choix", choice, 422)


def test_for_good_another_takes_the_visits_the_former_relation_ends_and_the_person_is_told(app, people):
    in_sector(app, people)
    id = scenes.request(app, people)
    claire = reader(app, "claire")
    page = claire.follow(claire.post(f"/remplacements/{id}/choix",
                                     {"caregiver_id": people["lucie_caregiver"], "chosen_why": "sector"}))
    assert "Lucie Moreau vient désormais." in page.text
    with reading(app) as session:
        assert session.get(Visit, people["mme_durand_visit"]).caregiver_id == people["lucie_caregiver"]
        assert session.get(Pairing, people["mme_durand_pairing"]).state == "ended"
        assert {change.kind for change in session.query(VisitChange)} == {"reassigned"}
        assert only(app).state == "open", "nobody was told yet"
    claire.post(f"/remplacements/{id}/reponse", {}, 422)
    claire.post(f"/remplacements/{id}/reponse", {
        "told_words": "Lucie vient dès mercredi. Elle est d'accord.", "how": "call", "told_to": "person"})
    assert only(app).state == "done" and only(app).requester_told_by_id == people["claire"]


def answered(app, people, id, status=303, name="claire", **data):
    return reader(app, name).post(f"/remplacements/{id}/reponse", {"told_words": "Elle vient dès mercredi.", **data}, status)


def test_how_and_to_whom_of_the_person_s_side_it_was_told_is_kept_and_shown(app, people):
    id = scenes.request(app, people, state="cancelled")
    assert "Choisissez : téléphone, courrier ou visite." in plain(answered(app, people, id, 422, told_to="person"))
    assert "Indiquez le nom" in plain(answered(app, people, id, 422, how="call", told_to="relative"))
    answered(app, people, id, how="call", told_to="relative", told_name="Mme Lefort, sa fille")
    request = only(app)
    assert (request.requester_told_how, request.requester_told_to, request.requester_told_name) == (
        "call", "relative", "Mme Lefort, sa fille")
    page = plain(reader(app, "malika").get(f"/remplacements/{id}"))
    assert "par Claire Martin" in page and "Par téléphone : un proche, Mme Lefort, sa fille" in page
    assert count(app, JournalLine, JournalLine.action == "replacement.answer", JournalLine.subject == f"replacement:{id}",
                 JournalLine.account_id == people["claire"]) == 1


def test_told_to_herself_no_other_name_is_kept(app, people):
    id = scenes.request(app, people, state="cancelled")
    answered(app, people, id, how="letter", told_to="person", told_name="Tapé par erreur")
    assert (only(app).requester_told_to, only(app).requester_told_name) == ("person", "")


def test_a_caregiver_reads_her_answer_on_her_page_and_no_way_is_asked(app, people):
    id = scenes.request(app, people, requested_by="caregiver", reason="schedule_clash", discriminatory=None, state="cancelled")
    assert "Comment l'avez-vous dit" not in reader(app, "claire").get(f"/remplacements/{id}").text
    answered(app, people, id, how="call")
    assert only(app).requester_told_at and only(app).requester_told_how is None


def test_who_does_not_read_that_the_person_asked_reads_nothing_of_the_way_she_was_told(app, people):
    id = scenes.request(app, people, reason="facts_for_direction", state="cancelled")
    assert "Comment l'avez-vous dit" not in reader(app, "claire").get(f"/remplacements/{id}").text
    answered(app, people, id, name="helene", how="visit", told_to="guardian", told_name="M. Roche")
    assert "Lors d'une visite" in reader(app, "helene").get(f"/remplacements/{id}").text
    claire = reader(app, "claire").get(f"/remplacements/{id}").text
    assert "Réponse donnée" in claire and "visite" not in claire and "Roche" not in claire


def plain(page) -> str:
    return page.text.replace("\u00a0", " ")


def test_visits_at_which_she_is_taken_stay_in_the_request_and_are_uncovered_if_it_closes_so(app, people):
    in_sector(app, people)
    scenes.busy(app, people)
    id = scenes.request(app, people)
    claire = reader(app, "claire")
    page = claire.follow(claire.post(f"/remplacements/{id}/choix",
                                     {"caregiver_id": people["lucie_caregiver"], "chosen_why": "sector"}))
    assert "Il reste 1 intervention sans personne" in page.text
    claire.post(f"/remplacements/{id}/reponse", {
        "told_words": "Une intervention reste à trouver.", "how": "call", "told_to": "person"})
    with reading(app) as session:
        assert session.get(Visit, people["mme_durand_visit"]).caregiver_id is None
        assert session.get(Visit, people["mme_durand_next_visit"]).caregiver_id == people["lucie_caregiver"]
        assert session.get(Pairing, people["mme_durand_pairing"]).state == "ended"


def test_a_wish_for_intimate_care_is_kept_when_somebody_is_washed_and_only_then(app, people):
    in_sector(app, people)
    with writing(app) as session:
        session.get(Caregiver, people["lucie_caregiver"]).gender = "man"
        session.add(Wish(beneficiary_id=people["mme_durand"], kind="intimate_care", value="woman", since=now()))
    id = scenes.request(app, people)
    claire, choice = reader(app, "claire"), {"caregiver_id": people["lucie_caregiver"], "chosen_why": "sector"}
    assert not any("soins intimes" in fact for fact in facts_of(claire.get(f"/remplacements/{id}"), people))
    with writing(app) as session:
        session.add(SeriesAct(series_id=people["mme_durand_series"], act="wash", cannot_wait=True))
    page = claire.get(f"/remplacements/{id}")
    assert facts_of(page, people)[0] == "ne répond pas au souhait pour les soins intimes"
    assert "homme" not in page.text.lower() and "man" not in {field.attrs.get("value") for field in page.select("input")}
    claire.post(f"/remplacements/{id}/choix", choice, 422)


def test_who_chooses_second_learns_whom_her_colleague_chose_and_nothing_is_opened(app, people):
    in_sector(app, people)
    id = scenes.request(app, people)
    chosen = {"caregiver_id": people["lucie_caregiver"], "chosen_why": "sector"}
    reader(app, "claire").post(f"/remplacements/{id}/choix", {**chosen, "known": ""})
    with writing(app) as session:
        rose = Caregiver(first_name="Rose", last_name="Aubry", search_name=" aubry rose", phone="", district="",
                         qualification="care_assistant", weekly_minutes=1000, has_vehicle=False, gender="woman",
                         created_at=now(), version=1)
        session.add(rose)
        session.flush()
        session.add(CaregiverSector(caregiver_id=rose.id, sector_id=people["sector_nord"]))
        rose_id = rose.id
    second = {"caregiver_id": rose_id, "chosen_why": "sector"}
    page = reader(app, "malika").post(f"/remplacements/{id}/choix", {**second, "known": ""}, 409)
    assert "Une collègue a déjà choisi Lucie Moreau" in page.text
    known = reader(app, "malika").get(f"/remplacements/{id}").select("input", name="known")[0]["value"]
    page = reader(app, "malika").post(f"/remplacements/{id}/choix", {**second, "known": known}, 409)
    assert "Il ne reste aucune intervention" in page.text
    assert count(app, Pairing, Pairing.caregiver_id == rose_id) == 0


def test_for_a_period_the_relation_goes_on_and_only_its_days_change_hands(app, people):
    in_sector(app, people)
    send(app, people, by="caregiver", reason="leave", length="period", starts_on="2026-03-16", ends_on="2026-03-20")
    id = only(app).id
    reader(app, "claire").post(f"/remplacements/{id}/appelee", {"caregiver_id": people["lucie_caregiver"]})
    with reading(app) as session:
        assert session.get(Visit, people["mme_durand_visit"]).caregiver_id == people["aicha_caregiver"]
        assert session.get(Visit, people["mme_durand_next_visit"]).caregiver_id == people["lucie_caregiver"]
        assert session.get(Pairing, people["mme_durand_pairing"]).state == "first_visits"
        new = session.get(Pairing, only(app).new_pairing_id)
        assert new.kind == "replacement" and str(new.ends_on) == "2026-03-20"


def test_a_period_needs_its_days_in_order(app, people):
    page = reader(app, "claire").post(asked(people, "office"), {"reason": "leave", "length": "period"}, 422)
    assert "Indiquez le premier jour." in page.text and "Indiquez le dernier jour." in page.text
    page = reader(app, "claire").post(asked(people, "office"), {
        "reason": "leave", "length": "period", "starts_on": "2026-03-20", "ends_on": "2026-03-10"}, 422)
    assert "Indiquez une fin qui vient après le début." in page.text


def test_nothing_is_announced_before_something_is_decided(app, people):
    id = scenes.request(app, people)
    page = reader(app, "claire").post(f"/remplacements/{id}/reponse", {
        "told_words": "On cherche encore", "how": "call", "told_to": "person"}, 409)
    assert "Rien n'est encore décidé" in page.text and "On cherche encore" in page.text


def test_a_request_is_cancelled_once_and_its_requester_is_still_told(app, people):
    id = scenes.request(app, people)
    reader(app, "malika").post(f"/remplacements/{id}/annulation", {"cancel_words": "Elle a changé d'avis"})
    page = reader(app, "claire").post(f"/remplacements/{id}/annulation", {"cancel_words": "Mes mots gardés"}, 409)
    assert "Annulé" in page.text and "Malika Benali" in page.text and "Mes mots gardés" in page.text
    assert "Reste à répondre à qui demandait" in reader(app, "claire").get("/remplacements").text
    reader(app, "claire").post(f"/remplacements/{id}/reponse", {
        "told_words": "Nous avons bien noté.", "how": "letter", "told_to": "person"})
    assert "Aucune demande n'est en cours." in reader(app, "claire").get("/remplacements").text


@pytest.mark.parametrize("act, words", [(replacements.cancel, "Plus d'objet."), (replacements.tell_requester, "Réglé.")])
def test_a_request_of_an_absence_is_neither_cancelled_nor_answered_by_hand(app, people, act, words):
    absence_scenes.declare(app, people)
    with reading(app) as session:
        request = session.scalars(select(Replacement).where(Replacement.absence_id.is_not(None))).first().id
    with pytest.raises(Overtaken, match="suit une absence"):
        absence_scenes.do(app, people, "claire", act, request, words)
    assert absence_scenes.row(app, Replacement, request).state == "open"


def test_a_period_gone_by_closes_by_itself(app, people, clock):
    send(app, people, by="caregiver", reason="leave", length="period", starts_on="2026-03-10", ends_on="2026-03-12")
    with app.app_context():
        assert commit_as("replacements.close_passed", lambda: replacements.close_passed(None, now())) == ""
    clock.move(days=4)
    with app.app_context():
        assert commit_as("replacements.close_passed", lambda: replacements.close_passed(None, now())) == "1"
    assert only(app).state == "cancelled"


def test_a_relation_that_has_ended_has_nothing_to_be_replaced(app, people):
    reader(app, "claire").post(f"/relations/{people['mme_durand_pairing']}/fin", {"reason": "end_of_help", "on": "2026-03-09"})
    with writing(app), pytest.raises(Overtaken):
        replacements.open(None, people["mme_durand_pairing"], "caregiver", "leave", "", None)


def test_the_queries_do_not_grow_with_the_requests_nor_with_the_candidates(app, people):
    in_sector(app, people)
    id = scenes.request(app, people)
    claire = reader(app, "claire")
    with statements(app) as few:
        claire.get("/remplacements")
        claire.get(f"/remplacements/{id}?toutes=1")
    for _ in range(8):
        scenes.request(app, people, person="m_petit")
    with statements(app) as many:
        claire.get("/remplacements")
        claire.get(f"/remplacements/{id}?toutes=1")
    assert len(few) == len(many) <= 32
