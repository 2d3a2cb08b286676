"""One Monday, on the demo: a caregiver is ill for five days; the office reads, arranges two visits, proposes a plan, confirms it;
phones answer, people are told, relays are read, the planning is up to date: every visit has somebody.
"""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from demo.cast import SHARED_PASSPHRASE
from models import Absence, Account, Handover, Offer, Replacement, ReplacementVisit, Visit, VisitChange
from tests.browsing import OFFICE, PHONE, come_in, served, window
from tests.demo_house import demo_house, passphrase
from tests.world import reading

pytestmark = pytest.mark.browser
MOST_INTERACTIONS, MOST_LOADS = 15, 8
# Her account has a passphrase of its own.
LUCIES = "0639980032"


class Counted:
    """The coordinator's hands: every click and every field is one interaction, every document one load."""

    def __init__(self, page):
        self.page, self.interactions, self.loads = page, 0, 0
        page.on("request", self._request)

    def _request(self, request):
        self.loads += request.is_navigation_request() and request.redirected_from is None and request.method == "GET"
        self.loads += request.is_navigation_request() and request.method == "POST"

    def click(self, place):
        self.interactions += 1
        place.click()

    def fill(self, name, value):
        self.interactions += 1
        self.page.fill(f"[name={name}]", value)


def test_a_monday_from_her_phone_to_a_planning_up_to_date(tmp_path, chromium):
    with demo_house(tmp_path) as made, served(made) as base, window(chromium, **OFFICE) as office:
        with window(chromium, **PHONE) as phone:
            on_her_phone(phone, base, whoever_works_most(made))
            absence = she_is_ill_for_five_days(made, base, phone)
        come_in(office, base, "claire@demo.example", passphrase=passphrase("claire"))
        office.goto("about:blank")
        hands = Counted(office)
        the_coordinators_part(base, hands, absence)
        assert hands.interactions <= MOST_INTERACTIONS and hands.loads <= MOST_LOADS, (hands.interactions, hands.loads)
        assert phones_answer(made, base, chromium) >= 3
        the_others_answer_by_voice(base, office)
        whoever_could_not_be_asked_in_time_is_called(made, base, office, absence)
        people_are_told(base, office, absence)
        relays_are_read(made, base, chromium, absence)
        the_planning_is_up_to_date(made, base, office, absence)
        assert left(made, absence) == 0


def whoever_works_most(made) -> str:
    """The number of the one who goes to most visits in these five days, and is at work."""
    today = made.config["CLOCK"]().date()
    with reading(made) as session:
        away = select(Absence.caregiver_id).where(Absence.state == "open")
        return session.execute(
            select(Account.phone, func.count()).join(Visit, Visit.caregiver_id == Account.caregiver_id)
            .where(Visit.state == "planned", Visit.day.between(today + timedelta(days=1), today + timedelta(days=4)),
                   Account.phone != "", Account.email.is_(None) | (Account.email == ""), Visit.caregiver_id.not_in(away))
            .group_by(Account.phone).order_by(func.count().desc(), Account.phone)).first()[0]


def she_is_ill_for_five_days(made, base, phone) -> int:
    phone.goto(base + "/mes-absences/nouvelle")
    phone.locator("label:has([name=kind][value=sick_leave])").tap()
    phone.locator("label:has([name=until][value=date])").tap()
    phone.fill("[name=ends_on]", (made.config["CLOCK"]().date() + timedelta(days=4)).isoformat())
    phone.get_by_role("button", name="Prévenir le bureau").tap()
    phone.get_by_role("heading", name="Votre absence").wait_for()
    with reading(made) as session:
        return session.scalars(select(Absence.id).order_by(Absence.id.desc())).first()


def the_coordinators_part(base, hands, absence) -> None:
    page = hands.page
    page.goto(base + "/a-traiter")
    hands.click(page.locator(f"a[href='/absences/{absence}']").first)
    hands.click(page.get_by_role("link", name="Faire autrement").last)
    hands.click(page.locator("label:has([name=choice][value=family])"))
    hands.fill("who", "Sa fille, Mme Martin")
    hands.click(page.get_by_role("button", name="Enregistrer"))
    page.get_by_text("assurée par la famille").wait_for(state="attached")
    hands.click(page.get_by_role("link", name="Faire autrement").last)
    hands.click(page.locator("label:has([name=choice][value=move])"))
    hands.fill("start", "14:00")
    hands.fill("who", "La personne")
    hands.click(page.get_by_role("button", name="Enregistrer"))
    hands.click(page.get_by_role("button", name="Proposer un plan"))
    hands.click(page.get_by_role("button", name="Confirmer et demander"))
    page.get_by_text("C'est demandé").first.wait_for()


def phones_answer(made, base, chromium) -> int:
    """Three of those who were asked say yes from their own phones."""
    with reading(made) as session:
        waiting = session.execute(
            select(Account.phone, Offer.id).join(Account, Account.caregiver_id == Offer.caregiver_id)
            .join(Replacement, Replacement.id == Offer.replacement_id)
            .join(Absence, Absence.id == Replacement.absence_id)
            .where(Offer.state == "waiting", Account.ended_at.is_(None), Account.phone != LUCIES, Absence.id == select(func.max(Absence.id)).scalar_subquery())
            .order_by(Account.phone, Offer.id)).all()
    offers: dict[str, list[int]] = {}
    for number, offer in waiting:
        offers.setdefault(number, []).append(offer)
    for number, asked in list(offers.items())[:3]:
        with window(chromium, **PHONE) as phone:
            on_her_phone(phone, base, number)
            for offer in asked:
                phone.goto(f"{base}/mes-remplacements/{offer}")
                phone.get_by_role("button", name="Oui").first.tap()
                phone.wait_for_load_state()
    return min(len(offers), 3)


def press_all(office, words: str) -> int:
    """Every button of these words, one after the other, each on the page that follows. Returns how many."""
    pressed, buttons = 0, office.get_by_role("button", name=words)
    while left := buttons.count():
        buttons.first.click()
        expect(buttons).not_to_have_count(left, timeout=20_000)
        pressed += 1
    return pressed


def the_others_answer_by_voice(base, office) -> None:
    office.goto(base + "/questions")
    press_all(office, "D'accord")


def on_her_phone(phone, base, number) -> None:
    phone.goto(base + "/connexion")
    phone.fill("[name=identifier]", number)
    phone.fill("[name=passphrase]", SHARED_PASSPHRASE)
    phone.click("main button")
    phone.wait_for_url(lambda url: "/connexion" not in url)


def whoever_could_not_be_asked_in_time_is_called(made, base, office, absence) -> None:
    for id in open_requests(made, absence):
        office.goto(f"{base}/remplacements/{id}?toutes=1")
        press_all(office, "Appelée")
        while office.get_by_role("link", name="Faire autrement").count():
            the_family_takes_it(office)


def the_family_takes_it(office) -> None:
    """Nobody can come at that hour."""
    office.get_by_role("link", name="Faire autrement").first.click()
    office.locator("label:has([name=choice][value=family])").click()
    office.fill("[name=who]", "Son fils")
    office.get_by_role("button", name="Enregistrer").click()
    office.get_by_text("C'est noté.").wait_for()


def open_requests(made, absence) -> list[int]:
    with reading(made) as session:
        return list(session.scalars(select(Replacement.id).where(Replacement.absence_id == absence, Replacement.state == "open")
                                    .order_by(Replacement.id)))


def people_are_told(base, office, absence) -> None:
    office.goto(f"{base}/prevenir?absence={absence}")
    assert press_all(office, "Prévenue, d'accord")
    assert office.get_by_text("Personne à prévenir.").count()


def relays_are_read(made, base, chromium, absence) -> None:
    with reading(made) as session:
        relays = session.execute(
            select(Handover.id, Handover.state, Account.phone).join(Account, Account.caregiver_id == Handover.to_caregiver_id)
            .join(Replacement, Replacement.id == Handover.replacement_id)
            .where(Replacement.absence_id == absence, Handover.state == "sent", Account.ended_at.is_(None),
                   Account.phone != LUCIES)
            .order_by(Handover.id).limit(3)).all()
    for id, _, number in relays:
        with window(chromium, **PHONE) as phone:
            on_her_phone(phone, base, number)
            phone.goto(f"{base}/mes-relais/{id}")
            phone.get_by_role("button", name="lu").first.tap()
            phone.get_by_text("vous l'avez lu").first.wait_for()
    with reading(made) as session:
        assert set(session.scalars(select(Handover.state).where(Handover.id.in_([id for id, *_ in relays])))) <= {"read", "closed"}


def the_planning_is_up_to_date(made, base, office, absence) -> None:
    with reading(made) as session:
        lines = session.execute(
            select(VisitChange.beneficiary_id, VisitChange.id)
            .join(ReplacementVisit, ReplacementVisit.visit_id == VisitChange.visit_id)
            .join(Replacement, Replacement.id == ReplacementVisit.replacement_id)
            .where(Replacement.absence_id == absence, VisitChange.reported_at.is_(None), VisitChange.folded_into_id.is_(None))
            .order_by(VisitChange.beneficiary_id, VisitChange.id)).all()
    assert lines
    for person in sorted({person for person, _ in lines}):
        office.goto(f"{base}/planning-a-reporter?personne={person}")
        for id in [id for who, id in lines if who == person]:
            tick = office.locator(f"form[action^='/planning-a-reporter/{id}/report'] button")
            tick.click()
            expect(tick).to_have_count(0)
    with reading(made) as session:
        assert session.scalar(select(func.count()).where(
            VisitChange.id.in_([id for _, id in lines]), VisitChange.reported_at.is_(None))) == 0


def left(made, absence) -> int:
    """Visits of the absence with neither somebody to come nor the family."""
    with reading(made) as session:
        return session.scalar(
            select(func.count()).select_from(ReplacementVisit).join(Visit, Visit.id == ReplacementVisit.visit_id)
            .join(Replacement, Replacement.id == ReplacementVisit.replacement_id)
            .where(Replacement.absence_id == absence, ReplacementVisit.state.not_in(("family", "returned")),
                   Visit.caregiver_id.is_(None), Visit.state == "planned"))
