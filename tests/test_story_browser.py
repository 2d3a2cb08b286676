"""The heart of the house, on the demo: both sides heard, apart; opened side by side; the office decides; she is told."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from models import Account, Beneficiary, Caregiver, Decision, Round
from rules.board import why
from tests.browsing import OFFICE, PHONE, come_in, served, window
from tests.demo_house import demo_house, passphrase
from tests.world import reading

pytestmark = pytest.mark.browser

WISH = "Elle arrive quand j'ai fini de déjeuner."
SUBJECT = "L'heure d'arrivée du matin."
TOLD = "Nous vous appelons cette semaine pour chercher une autre heure avec vous."
QUESTIONS = ("hours_fit", "tasks_clear", "respected", "feels_safe", "too_heavy", "outside_plan")


class Scene:
    """Claire at the office and Lucie on her phone, about the point which is due between Lucie and somebody."""

    def __init__(self, made, base, office, phone):
        self.base, self.office, self.phone = base, office, phone
        with reading(made) as session:
            found = session.execute(
                select(Round.id, Beneficiary, Caregiver).join(Beneficiary, Beneficiary.id == Round.beneficiary_id)
                .join(Caregiver, Caregiver.id == Round.caregiver_id).join(Account, Account.caregiver_id == Caregiver.id)
                .where(Account.email == "lucie@demo.example", Round.state == "open")).one()
        self.round_id, self.person, self.caregiver = found[0], found[1].full_name, found[2].full_name

    def board(self):
        self.office.goto(self.base + "/a-traiter")
        return self

    def line(self, said: str):
        """The line of the board that says this, on whichever of its pages."""
        while not (found := self.office.locator(".board li", has_text=said)).count():
            with self.office.expect_navigation():
                self.office.get_by_role("link", name="Page suivante").click(timeout=3000)
        return found


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def scene(request, tmp_path, chromium):
    scripts = {"java_script_enabled": request.param}
    with demo_house(tmp_path) as made, served(made) as base, window(chromium, **OFFICE, **scripts) as office, \
            window(chromium, **PHONE, **scripts) as phone:
        come_in(office, base, "claire@demo.example", passphrase=passphrase("claire"))
        come_in(phone, base, "lucie@demo.example", own_phone=True, passphrase=passphrase("lucie"))
        scene = Scene(made, base, office, phone)
        scene.made, scene.scripted = made, request.param
        yield scene


def test_from_a_point_due_to_a_mediation(scene):
    the_person_is_called(scene)
    she_answers_on_her_phone(scene)
    the_two_sides_are_opposed(scene)
    the_office_decides(scene)
    the_mediation_is_on_the_board_and_on_her_phone(scene)


def the_person_is_called(scene):
    line = scene.board().line(why("call", scene.person, ""))
    if not scene.scripted:
        line.get_by_role("link", name="Appeler").click()
        return fill_in_the_sheet(scene.office)
    reach(scene.office, f"Appeler : {why('call', scene.person, '')}")
    press(scene.office, "Enter")
    scene.office.wait_for_url("**/a-appeler/*")
    # The person answers herself; hours no, tasks clear, respected; what should change; to be talked about; Lucie is away.
    press(scene.office, "3", "1", "1")
    reach(scene.office, "Ce qui devrait changer")
    scene.office.keyboard.type(WISH)
    press(scene.office, "Tab", "2", "Tab", "2", "Control+Enter")
    scene.office.get_by_text("La réponse est enregistrée.").wait_for()


def fill_in_the_sheet(page):
    for field, code in (("hours_fit", "no"), ("tasks_clear", "yes"), ("respected", "yes"), ("wish", "talk"),
                        ("caregiver_present", "no")):
        page.check(f"[name={field}][value={code}]")
    page.fill("[name=should_change]", WISH)
    page.get_by_role("button", name="Enregistrer ses réponses").click()
    page.get_by_text("La réponse est enregistrée.").wait_for()


def she_answers_on_her_phone(scene):
    phone = scene.phone
    phone.goto(scene.base + "/ma-semaine")
    phone.get_by_role("link", name=f"Vos interventions chez {scene.person}").tap()
    phone.locator("main").get_by_text("ni à vous noter ni à vous sanctionner").wait_for()
    # One question at a time, once the script has run.
    phone.wait_for_load_state()
    assert WISH not in phone.content()
    for question in QUESTIONS:
        code = "no" if question in ("too_heavy", "outside_plan") else "yes"
        assert not scene.scripted or phone.locator(".step:visible").count() == 1
        phone.locator(f"label:has([name={question}][value={code}])").tap()
        onward(scene)
    phone.fill("[name=goes_well]", "Tout est prêt quand j'arrive.")
    onward(scene)
    phone.locator("label:has([name=wish][value=go_on])").tap()
    phone.get_by_role("button", name="Envoyer mes réponses").tap()
    phone.get_by_text("C'est envoyé. Merci.").wait_for()


def onward(scene):
    if scene.scripted:
        scene.phone.get_by_role("button", name="Suivant").tap()


def the_two_sides_are_opposed(scene):
    office = scene.office
    scene.board().line(why("split", scene.person, scene.caregiver)).get_by_role("link").last.click()
    office.wait_for_url(f"**/points/{scene.round_id}")
    row = office.locator("tr.differs", has_text="horaires")
    assert [cell.strip() for cell in row.locator("td").all_inner_texts()] == ["Non", "Oui"]
    assert office.get_by_text(WISH).first.is_visible()
    assert office.get_by_text("Proposé").is_visible()


def the_office_decides(scene):
    office, check_on = scene.office, scene.made.config["CLOCK"]().date() + timedelta(days=21)
    office.check("[name=outcome][value=mediation]")
    office.fill("[name=reason]", "L'heure ne convient pas à la personne ; le reste va bien des deux côtés.")
    office.fill("[name=subject]", SUBJECT)
    office.fill("[name=check_on]", check_on.isoformat())
    office.select_option("[name=owner_id]", label="Claire Vidal")
    office.fill("[name=told_words]", TOLD)
    assert office.input_value("[name=next_round_on]"), "the next milestone is proposed"
    office.get_by_role("button", name="Enregistrer la décision").click()
    office.get_by_role("heading", name=re.compile("Médiation")).first.wait_for()
    with reading(scene.made) as session:
        decision = session.scalars(select(Decision).where(Decision.round_id == scene.round_id)).one()
        assert (decision.outcome, decision.told_words) == ("mediation", TOLD)


def the_mediation_is_on_the_board_and_on_her_phone(scene):
    line = scene.board().line(why("mediation", scene.person, scene.caregiver))
    assert line.get_by_role("link").last.is_visible()
    phone = scene.phone
    phone.goto(scene.base + "/mes-mots")
    assert phone.get_by_text(TOLD).is_visible()
    phone.get_by_role("link", name=SUBJECT).tap()
    phone.get_by_role("heading", name="Votre médiation").wait_for()
    assert WISH not in phone.content()


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def reach(page, name: str) -> None:
    """Tab until the control of this name has the focus, as somebody without a mouse does."""
    for _ in range(300):
        page.keyboard.press("Tab")
        said = page.evaluate("""() => {
          const el = document.activeElement, label = el.labels?.[0] ?? el.closest('[role=radiogroup]') ?? el
          return (label.innerText || label.textContent || '').replace(/\\s+/g, ' ')
        }""")
        if said.startswith(" ".join(name.split())):
            return
    raise AssertionError(f"the keyboard does not reach {name!r}")
