"""From a report of racism on a slow phone to a follow-up closed with her view: what she sees, what the direction does, and the
planning in between."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from models import Alert, Visit
from tests.browsing import OFFICE, PHONE, come_in, served, weighing, window
from tests.world import reading

pytestmark = pytest.mark.browser

# A phone in the country: 400 ms there and back, 400 kbit/s.
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
MOST_SCREENS, MOST_TAPS, MOST_BYTES = 7, 20, 40_000


class Hands:
    """Her thumb: each tap counts, each field typed in is one, and each screen she meets."""

    def __init__(self, page):
        self.page, self.taps, self.screens = page, 0, 0

    def tap(self, place):
        self.taps += 1
        place.tap()

    def choose(self, name, code):
        self.tap(self.page.locator(f"label:has([name={name}][value={code}])"))

    def write(self, name, words):
        self.taps += 1
        self.page.fill(f"[name={name}]", words)

    def screen(self, place):
        place.wait_for()
        self.screens += 1


@pytest.fixture
def phone(app, people, chromium):
    with served(app) as base, window(chromium, **PHONE) as page:
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.send("Network.emulateNetworkConditions", SLOW)
        come_in(page, base, "aicha", own_phone=True)
        page.base = base
        yield page


def test_a_report_of_racism_from_the_phone_to_a_follow_up_closed_with_her_view(phone, app, people, chromium, clock):
    id = she_reports(phone, people)
    assert receipt(phone) and her_visits_there(app, people) == {None}
    phone.goto(phone.base + "/ma-semaine")
    assert not phone.get_by_role("link", name="Mme Jeanne Durand").count()
    with window(chromium, **OFFICE) as office:
        come_in(office, phone.base, "helene")
        the_direction_answers(office, phone.base, id)
        she_sees(phone, id, "Votre message est lu", "Hélène Faure", "Qui a ouvert votre message")
        she_is_heard_and_protected(office, phone.base, id)
        she_sees(phone, id, "Vous avez été entendue", "Une mesure vous protège")
        phone.get_by_role("button", name="C'est juste").tap()
        phone.get_by_text("Vous avez relu ce que le bureau a noté").wait_for()
        the_home_is_heard_and_it_is_decided(office, phone.base, id)
        she_sees(phone, id, "Une décision est prise", "Nadia y va à votre place.")
        she_gives_her_view(phone)
        it_is_closed(office, phone.base, id)
    she_sees(phone, id, "Le suivi est clos", "Je suis soulagée.")
    with reading(app) as session:
        assert session.get(Alert, id).state == "closed"
    assert her_visits_there(app, people) == {None}


def she_reports(phone, people) -> int:
    """Seven screens at most, few taps, few bytes."""
    hands = Hands(phone)
    with weighing(phone) as weights:
        hands.tap(phone.get_by_role("link", name="Il m'est arrivé quelque chose"))
        hands.screen(phone.get_by_role("heading", name="Vos nouvelles"))
        hands.tap(phone.locator("main").get_by_role("link", name="Il m'est arrivé quelque chose"))
        answers_each_screen(hands, people)
        hands.tap(phone.get_by_role("button", name="Envoyer", exact=True))
        phone.get_by_text("C'est envoyé.").wait_for()
        phone.wait_for_load_state("networkidle")
    assert hands.screens <= MOST_SCREENS and hands.taps <= MOST_TAPS, (hands.screens, hands.taps)
    assert sum(weights.values()) < MOST_BYTES, weights
    return int(phone.url.partition("?")[0].rpartition("/")[2])


def answers_each_screen(hands, people) -> None:
    following = hands.page.get_by_role("button", name="Suivant")
    for number, answers in enumerate((
        lambda: hands.choose("kind", "racism"),
        lambda: hands.choose("help_now", "no"),
        lambda: where(hands, people),
        lambda: hands.choose("whom", "beneficiary"),
        lambda: (hands.write("facts", "Elle a crié dans l'entrée."), hands.write("quoted", "Je ne veux pas de vous ici."),
                 hands.choose("day", "today")),
    ), 1):
        hands.screen(hands.page.get_by_text(f"Question {number} sur 6"))
        answers()
        hands.tap(following)
    hands.screen(hands.page.get_by_text("Question 6 sur 6"))
    assert "Nadia Roussel, Hélène Faure, Paul Vasseur" in hands.page.locator(".readers").inner_text()


def where(hands, people) -> None:
    hands.choose("place", "home")
    hands.taps += 1
    hands.page.select_option("[name=person_id]", str(people["mme_durand"]))
    hands.choose("no_return", "yes")


def receipt(phone) -> bool:
    said = " ".join(phone.locator("main").inner_text().split())
    return "Nadia Roussel le lit et vous répond avant" in said and "Vos heures de contrat ne changent pas." in said


def her_visits_there(app, people) -> set:
    with reading(app) as session:
        return set(session.scalars(select(Visit.caregiver_id).where(
            Visit.beneficiary_id == people["mme_durand"], Visit.starts_at > datetime(2026, 3, 9, 12, tzinfo=UTC))))


def the_direction_answers(office, base, id) -> None:
    """From the board: she reads, and says so."""
    office.goto(base + "/a-traiter")
    line = office.locator(".line", has_text="Aïcha Diallo vous a envoyé des nouvelles")
    line.get_by_role("link").last.click()
    office.wait_for_url(f"**/suivis/{id}")
    office.get_by_role("button", name="J'ai lu").click()
    office.get_by_text("Suivi par Hélène Faure").wait_for()


def step(office, base, id, kind, ticked=(), **typed) -> None:
    office.goto(f"{base}/suivis/{id}/etapes/{kind}")
    for name, code in ticked:
        office.locator(f"[name={name}][value={code}]").check()
    for name, words in typed.items():
        office.fill(f"[name={name}]", words)
    office.get_by_role("button", name="Enregistrer cette étape").click()
    office.wait_for_url(f"**/suivis/{id}")


def she_is_heard_and_protected(office, base, id) -> None:
    step(office, base, id, "heard", [("alone", "y")], done_on="2026-03-09", facts="Elle raconte la scène de l'entrée.")
    step(office, base, id, "protected", facts="Elle n'y retourne pas.")


def the_home_is_heard_and_it_is_decided(office, base, id) -> None:
    step(office, base, id, "home_heard", [("heard", "person"), ("heard_where", "phone")], done_on="2026-03-09",
         facts="Mme Durand dit qu'elle était fatiguée.")
    step(office, base, id, "decided", [("choice", "rules_reminder"), ("disoriented", "no")],
         facts="Les mots ont été dits devant un voisin.", told="Nadia y va à votre place.")


def she_sees(phone, id, *words) -> None:
    phone.goto(f"{phone.base}/mes-nouvelles/{id}")
    said = phone.locator("main").inner_text()
    assert not [one for one in words if one not in said], said
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def she_gives_her_view(phone) -> None:
    own = phone.locator("form[action$='/avis']")
    own.locator("textarea").fill("Je suis soulagée.")
    own.get_by_role("button", name="Donner mon avis").tap()
    phone.get_by_text("Merci. Votre avis est gardé.").wait_for()


def it_is_closed(office, base, id) -> None:
    step(office, base, id, "closed", [("choice", "organised")], early="Elle ne demande plus rien.")
