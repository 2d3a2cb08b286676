"""Mes mots: what became of what she said; and what stays once she is no longer there."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from database import now
from models import Decision, JournalLine, Mediation, Replacement, Round, RoundSide, Word
from tests.phone_scenes import HERS, answer, ask, furnish, mediate, word
from tests.reader import reader
from tests.world import count, statements, writing

AFTER_ALL = datetime(2026, 3, 18, 9, 0, tzinfo=UTC)


def decide(app, people, side, told="Nous continuons ensemble.") -> int:
    with writing(app) as session:
        decision = Decision(round_id=session.get(RoundSide, side).round_id, outcome="mediation", reason="CANARI raison",
                            proposed="fit", proposed_why="CANARI proposition", told_words=told,
                            at=datetime(2026, 3, 9, 8, tzinfo=UTC), by_id=people["claire"])
        session.add(decision)
        session.flush()
        return decision.id


def test_nothing_said_yet_says_what_comes_first(app, people):
    text = reader(app, "aicha").get("/mes-mots").text
    assert "Vous n'avez encore rien envoyé." in text and "ouvrez une intervention" in text


def test_her_words_and_what_the_office_did_of_them(app, people, clock):
    said = word(app, people)
    aicha = reader(app, "aicha")
    assert "pas encore lu" in aicha.get("/mes-mots").text
    with writing(app) as session:
        kept = session.get(Word, said)
        kept.read_at, kept.reply = clock(), "Le chauffagiste passe jeudi."
    text = aicha.get("/mes-mots").text
    assert "Le radiateur de la chambre est froid." in text and "Lu par le bureau aujourd'hui" in text
    assert "Réponse du bureau : « Le chauffagiste passe jeudi. »" in text


def test_her_oldest_words_are_never_lost(app, people, clock):
    word(app, people, words="Le tout premier mot")
    for _ in range(26):
        clock.move(minutes=1)
        word(app, people, words="Un autre mot")
    aicha = reader(app, "aicha")
    page = aicha.get("/mes-mots")
    assert "Le tout premier mot" not in page.text
    older = [link for link in page.links if "apres=" in link]
    assert "Le tout premier mot" in aicha.get(older[0]).text


def test_another_caregiver_s_words_are_never_there(app, people):
    word(app, people, words="CANARI d'Aïcha")
    _, hers = ask(app, people)
    answer(app, hers, "caregiver", people["claire"], goes_well="CANARI réponse", **{"feels_safe": "yes"})
    mediate(app, people)
    decide(app, people, hers, told="CANARI décision")
    lucie = reader(app, "lucie")
    for address in ("/mes-mots", "/ma-semaine", "/aide-telephone"):
        assert "CANARI" not in lucie.get(address).html


def test_her_answers_and_additions_stay_readable(app, people):
    _, hers = ask(app, people)
    aicha = reader(app, "aicha")
    aicha.post(f"/mes-questions/{hers}", {**HERS, "should_change": "Le lit est trop bas."})
    aicha.post(f"/mes-questions/{hers}/ajouts", {"words": "Le fauteuil aussi."})
    text = aicha.get("/mes-mots").text
    assert "« Le lit est trop bas. »" in text and "« Le fauteuil aussi. »" in text


def test_a_decision_is_told_in_the_office_s_words_and_noted_once_read(app, people):
    _, hers = ask(app, people)
    decision = decide(app, people, hers)
    aicha = reader(app, "aicha")
    page = aicha.get("/mes-mots")
    assert "« Nous continuons ensemble. »" in page.text and "CANARI" not in page.html and "édiation" not in page.text
    reader(app, "lucie").post(f"/mes-mots/decisions/{decision}/lu", status=404)
    aicha.post(f"/mes-mots/decisions/{decision}/lu")
    aicha.post(f"/mes-mots/decisions/{decision}/lu")
    assert "Vous l'avez lu" in aicha.get("/mes-mots").text
    assert count(app, Decision, Decision.seen_by_caregiver_at.is_not(None)) == 1


def test_two_decisions_are_read_one_by_one_each_under_its_own_key(app, people):
    for moment in ("second_visit", "month_two"):
        _, hers = ask(app, people)
        decide(app, people, hers)
        with writing(app) as session:
            decided = session.get(Round, session.get(RoundSide, hers).round_id)
            decided.state, decided.closed_at, decided.milestone_key = "decided", now(), moment + " decided"
            session.execute(update(RoundSide).where(RoundSide.round_id == decided.id).values(round_open=False))
    aicha = reader(app, "aicha")
    forms = [form for form in aicha.get("/mes-mots").select("form") if form.attrs["action"].endswith("/lu")]
    keys = [form.select("input", name="key")[0]["value"] for form in forms]
    assert len(keys) == 2 and len(set(keys)) == 2
    for form in forms:
        aicha.post(form["action"], key=keys[0])
    assert "J'ai lu" not in aicha.get("/mes-mots").text


def test_a_decision_nobody_chose_to_tell_is_not_shown(app, people):
    _, hers = ask(app, people)
    decision = decide(app, people, hers, told="")
    aicha = reader(app, "aicha")
    assert "décidé" not in aicha.get("/mes-mots").text
    aicha.post(f"/mes-mots/decisions/{decision}/lu", status=404)


def test_a_mediation_shows_her_own_version_and_the_agreement(app, people):
    opened = mediate(app, people)
    aicha = reader(app, "aicha")
    assert f"/mes-mediations/{opened}" in aicha.get("/mes-mots").links
    page = aicha.get(f"/mes-mediations/{opened}")
    assert "L'heure d'arrivée le mercredi" in page.text and "Le bus de 7 h 40 manque souvent." in page.text
    assert "Arrive à 8 h 10" in page.text and "CANARI" not in page.html
    assert count(app, JournalLine, JournalLine.subject == f"mediation:{opened}") == 1


@pytest.mark.parametrize("end", ["replacement", "complaint"])
def test_what_follows_a_mediation_is_told_by_voice_and_never_by_her_phone(app, people, end):
    opened = mediate(app, people)
    with writing(app) as session:
        held = session.get(Mediation, opened)
        held.state, held.outcome_words = end, "CANARI de la fin"
    aicha = reader(app, "aicha")
    for page in (aicha.get("/mes-mots"), aicha.get(f"/mes-mediations/{opened}")):
        assert "Terminée." in page.text and "CANARI" not in page.html
        assert "remplacement" not in page.text.lower() and "réclamation" not in page.text.lower()


def test_how_a_mediation_was_resolved_is_hers_to_read(app, people):
    opened = mediate(app, people)
    with writing(app) as session:
        held = session.get(Mediation, opened)
        held.state, held.outcome_words = "resolved", "Le repas est à l'heure."
    assert "Le repas est à l'heure." in reader(app, "aicha").get(f"/mes-mediations/{opened}").text


def test_a_mediation_of_another_does_not_exist_for_her(app, people):
    opened = mediate(app, people)
    reader(app, "lucie").get(f"/mes-mediations/{opened}", 404)
    reader(app, "claire").get(f"/mes-mediations/{opened}", 403)


def test_the_replacement_she_asked_for_shows_where_it_stands_without_the_office_s_words(app, people, clock):
    with writing(app) as session:
        for by, state in (("caregiver", "open"), ("beneficiary", "not_grantable")):
            session.add(Replacement(pairing_id=people["mme_durand_pairing"], beneficiary_id=people["mme_durand"],
                                    caregiver_id=people["aicha_caregiver"], requested_by=by, state=state,
                                    reason="misfit_caregiver", details="CANARI détails", closing_words="CANARI fin",
                                    opened_at=clock(), opened_by_id=people["claire"],
                                    discriminatory="yes" if by == "beneficiary" else None))
    page = reader(app, "aicha").get("/mes-mots")
    assert "Vos demandes de remplacement" in page.text and "à organiser" in page.text
    assert "CANARI" not in page.html and "suite possible" not in page.text, "the person's request is told by voice"


def test_after_the_last_visit_no_page_holds_an_address_a_phone_or_a_code(app, people, clock):
    furnish(app, people)
    _, hers = ask(app, people)
    word(app, people)
    opened = mediate(app, people)
    aicha = reader(app, "aicha")
    aicha.post(f"/mes-questions/{hers}", HERS)
    decide(app, people, hers)
    clock.set(AFTER_ALL)
    pages = ["/ma-semaine", "/mes-mots", f"/mes-questions/{hers}", f"/mes-mediations/{opened}", "/aide-telephone",
             *(f"/ma-semaine/{people[f'mme_durand{which}']}" for which in ("_past_visit", "_visit", "_next_visit"))]
    for address in pages:
        html = aicha.get(address).html
        for secret in ("12 rue des Lilas", "Les Lilas", "0133333333", "33 33 33", "A4471B", "loge B", "tapis du couloir"):
            assert secret not in html, f"{secret} on {address}"
    assert "Mme Jeanne Durand" in aicha.get("/mes-mots").text, "the name stays, with her words"


def test_mes_mots_asks_the_same_number_of_questions_for_one_word_or_thirty(app, people):
    word(app, people)
    _, hers = ask(app, people)
    answer(app, hers, "caregiver", people["claire"], feels_safe="yes")
    aicha = reader(app, "aicha")
    with statements(app) as few:
        aicha.get("/mes-mots")
    for _ in range(30):
        word(app, people)
    mediate(app, people)
    with statements(app) as many:
        aicha.get("/mes-mots")
    assert len(many) == len(few) <= 10, many


def test_help_says_what_happens_without_network(app, people):
    page = reader(app, "aicha").get("/aide-telephone")
    assert "votre texte reste sur la page" in page.text
    reader(app, "claire").get("/aide-telephone", 403)
