"""One visit on her phone: the home while the assignment is open, codes on demand, the closed door, a word."""

from datetime import UTC, date, datetime

from models import DoorReport, JournalLine, Visit, Word
from tests.phone_scenes import change, furnish, give_visit, word
from tests.reader import reader
from tests.world import count, statements, writing

# a day before the visit of Wednesday 11 March at 8:00; while it goes on; after the last one
DURING = datetime(2026, 3, 11, 7, 20, tzinfo=UTC)
BETWEEN = datetime(2026, 3, 11, 9, 0, tzinfo=UTC)
AFTER_ALL = datetime(2026, 3, 18, 9, 0, tzinfo=UTC)
SECRETS = ("12 rue des Lilas", "0133333333", "01 33 33 33 33", "A4471B", "loge B", "tapis du couloir")


def url(people, which="mme_durand_visit"):
    return f"/ma-semaine/{people[which]}"


def test_a_visit_to_come_shows_the_home_and_masks_the_codes(app, people):
    furnish(app, people)
    page = reader(app, "aicha").get(url(people))
    assert page.h1 == "Votre intervention" and "Mme Jeanne Durand" in page.text
    assert "12 rue des Lilas" in page.text and "tel:0133333333" in page.links
    assert "geo:0,0?q=12%20rue%20des%20Lilas" in page.links
    assert "Risque de chute" in page.text and "tapis du couloir" in page.text and "Gants" in page.text
    assert "Toilette (ne peut pas attendre)" in page.text
    assert "A4471B" not in page.html and "loge B" not in page.html


def test_the_codes_are_shown_when_asked_for_and_the_reading_is_journaled(app, people):
    furnish(app, people)
    page = reader(app, "aicha").post(url(people) + "/codes", status=200)
    assert "A4471B" in page.text and "loge B" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    subject = f"beneficiary:{people['mme_durand']}"
    assert count(app, JournalLine, JournalLine.action == "phone.code", JournalLine.subject == subject) == 1


def test_codes_wait_for_the_day_before_the_first_visit_of_the_assignment(app, people, clock):
    furnish(app, people)
    with writing(app) as session:
        session.get(Visit, people["mme_durand_past_visit"]).state = "withdrawn"
    clock.set(datetime(2026, 3, 10, 6, 59, tzinfo=UTC))
    aicha = reader(app, "aicha")
    assert "Les codes apparaissent 24 heures avant" in aicha.get(url(people)).text
    aicha.post(url(people) + "/codes", status=404)
    clock.set(datetime(2026, 3, 10, 7, 0, tzinfo=UTC))
    assert "A4471B" in aicha.post(url(people) + "/codes", status=200).text


def test_somebody_called_back_months_later_reads_the_codes_a_day_before_not_at_once(app, people, clock):
    furnish(app, people)
    clock.set(datetime(2026, 6, 1, 8, 0, tzinfo=UTC))
    again = give_visit(app, people, date(2026, 6, 5))
    aicha = reader(app, "aicha")
    assert "Les codes apparaissent 24 heures avant" in aicha.get(f"/ma-semaine/{again}").text
    aicha.post(f"/ma-semaine/{again}/codes", status=404)
    clock.set(datetime(2026, 6, 4, 9, 0, tzinfo=UTC))
    assert "A4471B" in reader(app, "aicha").post(f"/ma-semaine/{again}/codes", status=200).text


def test_given_while_she_still_goes_there_the_codes_stay(app, people, clock):
    furnish(app, people)
    clock.set(datetime(2026, 3, 18, 6, 0, tzinfo=UTC))
    given = give_visit(app, people, date(2026, 3, 27))
    clock.set(datetime(2026, 3, 18, 12, 0, tzinfo=UTC))
    assert "A4471B" in reader(app, "aicha").post(f"/ma-semaine/{given}/codes", status=200).text


def test_after_the_last_visit_the_name_the_day_and_her_words_remain(app, people, clock):
    furnish(app, people)
    word(app, people, visit_id=people["mme_durand_visit"])
    clock.set(AFTER_ALL)
    aicha = reader(app, "aicha")
    for which in ("mme_durand_past_visit", "mme_durand_visit", "mme_durand_next_visit"):
        page = aicha.get(url(people, which))
        assert page.h1 == "Votre intervention" and "Mme Jeanne Durand" in page.text
        assert not [secret for secret in SECRETS if secret in page.html], which
        aicha.post(url(people, which) + "/codes", status=404)
    assert "Le radiateur de la chambre est froid." in aicha.get(url(people)).text


def test_a_past_visit_leads_to_the_next_one_for_the_address(app, people, clock):
    furnish(app, people)
    clock.set(BETWEEN)
    page = reader(app, "aicha").get(url(people))
    assert not [secret for secret in SECRETS if secret in page.html]
    assert url(people, "mme_durand_next_visit") in page.links


def test_a_visit_taken_from_her_no_longer_exists_for_her(app, people):
    with writing(app) as session:
        session.get(Visit, people["mme_durand_visit"]).caregiver_id = people["lucie_caregiver"]
    reader(app, "aicha").get(url(people), 404)


def test_a_visit_called_off_says_so_without_the_reason(app, people):
    furnish(app, people)
    with writing(app) as session:
        session.get(Visit, people["mme_durand_visit"]).state = "refused_by_person"
    page = reader(app, "aicha").get(url(people))
    assert "Cette intervention n'a pas lieu." in page.text
    assert "12 rue des Lilas" not in page.html and "refus" not in page.text.lower()


def test_a_visit_called_off_that_must_be_said_by_voice_says_that_the_office_calls(app, people):
    with writing(app) as session:
        session.get(Visit, people["mme_durand_visit"]).state = "suspended"
    change(app, people, "suspended", phone_first=True)
    page = reader(app, "aicha").get(url(people))
    assert "Le bureau vous appelle au sujet de cette intervention" in page.text
    assert "n'a pas lieu" not in page.text and "uspendu" not in page.text


def test_a_closed_door_is_one_tap_then_call_the_office(app, people, clock):
    furnish(app, people)
    clock.set(DURING)
    aicha = reader(app, "aicha")
    assert "Porte close" in aicha.get(url(people)).form(url(people) + "/porte-close").text
    page = aicha.follow(aicha.post(url(people) + "/porte-close"))
    assert "Appelez le bureau maintenant" in page.text
    assert "12 rue des Lilas" in page.text, "at a closed door she still needs the address and the phone"


def test_a_second_tap_on_porte_close_is_the_same_door(app, people, clock):
    clock.set(DURING)
    aicha = reader(app, "aicha")
    aicha.post(url(people) + "/porte-close", key="a" * 32)
    aicha.post(url(people) + "/porte-close", key="a" * 32)
    aicha.post(url(people) + "/porte-close", key="b" * 32)
    assert count(app, DoorReport) == 1


def test_the_last_door_stays_readable_until_the_end_of_its_visit(app, people, clock):
    furnish(app, people)
    clock.set(datetime(2026, 3, 18, 7, 15, tzinfo=UTC))
    aicha = reader(app, "aicha")
    last = url(people, "mme_durand_next_visit")
    aicha.post(last + "/porte-close")
    assert "12 rue des Lilas" in aicha.get(last).text
    clock.set(AFTER_ALL)
    assert "12 rue des Lilas" not in aicha.get(last).text
    clock.move(days=1)
    assert "Porte close ce jour-là" in aicha.get(last).text and "Appelez le bureau maintenant" not in aicha.get(last).text


def test_a_door_is_not_reported_two_days_before(app, people):
    aicha = reader(app, "aicha")
    assert "Personne n'ouvre" not in aicha.get(url(people)).text
    aicha.post(url(people) + "/porte-close", status=409)
    assert count(app, DoorReport) == 0


def test_a_word_is_three_taps_once_the_visit_has_begun(app, people, clock):
    aicha = reader(app, "aicha")
    assert "Un mot au bureau" not in aicha.get(url(people)).text
    aicha.post(url(people) + "/mot", {"kind": "fine"}, status=404)
    clock.set(DURING)
    assert "Un mot au bureau" in aicha.get(url(people)).text
    page = aicha.follow(aicha.post(url(people) + "/mot", {"kind": "to_know", "words": "Elle a mal dormi."}))
    assert "C'est envoyé." in page.text and "« Elle a mal dormi. »" in page.text
    assert count(app, Word, Word.kind == "to_know", Word.caregiver_id == people["aicha_caregiver"],
                 Word.visit_id == people["mme_durand_visit"]) == 1


def test_a_word_sent_twice_is_one_word(app, people, clock):
    clock.set(DURING)
    aicha = reader(app, "aicha")
    for _ in range(3):
        aicha.post(url(people) + "/mot", {"kind": "call_me"}, key="c" * 32)
    assert count(app, Word) == 1


def test_a_word_without_its_kind_says_what_to_choose_and_keeps_the_text(app, people, clock):
    clock.set(DURING)
    page = reader(app, "aicha").post(url(people) + "/mot", {"words": "Texte gardé"}, status=422)
    assert "Choisissez : Tout va bien, À savoir ou Rappelez-moi." in page.text
    assert "Texte gardé" in page.html and page.title.startswith("Erreur : ")


def test_lucie_finds_nothing_of_aicha_s_visits(app, people, clock):
    clock.set(DURING)
    lucie = reader(app, "lucie")
    lucie.get(url(people), 404)
    for what in ("/codes", "/porte-close", "/mot"):
        lucie.post(url(people) + what, {"kind": "fine"}, status=404)
    assert count(app, Word) == count(app, DoorReport) == 0


def test_the_office_does_not_use_the_phone(app, people):
    for name in ("claire", "helene", "sam", "odile"):
        reader(app, name).get(url(people), 403)


def test_a_visit_page_asks_the_same_number_of_questions_whatever_its_history(app, people):
    furnish(app, people)
    aicha = reader(app, "aicha")
    with statements(app) as few:
        aicha.get(url(people))
    for number in range(12):
        give_visit(app, people, date(2026, 4, 1 + number))
        word(app, people, visit_id=people["mme_durand_visit"])
    with statements(app) as many:
        aicha.get(url(people))
    assert len(many) == len(few) <= 10, many
