"""One Monday, on the demo: a caregiver is ill for five days; the office arranges two visits, proposes a plan, confirms it; phones
answer, people are told, relays are read, the planning is up to date: every visit has somebody.

What is counted of the coordinator, each click and each field typed as an interaction, each document as a load:
- organising, at most 15 and 8: from her board to the absence, one visit for a daughter, one at another hour, the plan, its
  confirmation, then the lines to report, opened and ticked;
- calling, one press a person told, and one to open the list;
- the words for a colleague who has never been to a home, which nobody can shorten.
Told without scripts, the story ends the same.
"""

from collections import Counter
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select, update

from demo.cast import SHARED_PASSPHRASE
from models import Absence, Account, Handover, Offer, Replacement, ReplacementVisit, Visit, VisitChange
from tests.browsing import OFFICE, PHONE, come_in, served, window
from tests.demo_house import demo_house, passphrase
from tests.world import reading, writing

pytestmark = pytest.mark.browser
MOST_INTERACTIONS, MOST_LOADS = 15, 8
# Fourteen visits at six homes, from this morning on; about two of them the families say what suits them.
HERS = "0639980025"
VISITS = 14
ARRANGED = ("9 mars, 9", "13 mars, 13")


class Hands:
    """The coordinator's: every click and every field is one interaction, every document one load, by part of the story."""

    def __init__(self, page):
        self.page, self.part, self.interactions, self.loads = page, "before", Counter(), Counter()
        page.on("request", self._request)

    def _request(self, request):
        if request.is_navigation_request() and request.redirected_from is None:
            self.loads[self.part] += 1

    def click(self, place):
        self.interactions[self.part] += 1
        place.click()

    def fill(self, place, value):
        self.interactions[self.part] += 1
        place.fill(value)


def a_monday(tmp_path, chromium, **how) -> Hands:
    with demo_house(tmp_path) as made, served(made) as base, window(chromium, **OFFICE, **how) as office:
        she_has_used_her_invitation(made)
        with window(chromium, **PHONE, **how) as phone:
            on_her_phone(phone, base, HERS)
            absence = she_is_ill_for_five_days(made, base, phone)
        come_in(office, base, "claire@demo.example", passphrase=passphrase("claire"))
        office.goto("about:blank")
        hands = Hands(office)
        the_coordinator_decides(base, hands, absence)
        assert phones_answer(made, base, chromium, absence, how) >= 3
        people_are_told(made, base, hands, absence)
        the_planning_is_up_to_date(made, hands, absence)
        relays_are_written(made, base, hands, absence)
        relays_are_read(made, base, chromium, absence, how)
        every_visit_has_somebody(made, absence)
    return hands


def test_a_monday_from_her_phone_to_a_planning_up_to_date(tmp_path, chromium):
    hands = a_monday(tmp_path, chromium)
    assert hands.interactions["organising"] <= MOST_INTERACTIONS and hands.loads["organising"] <= MOST_LOADS
    assert hands.loads["calling"] == hands.interactions["calling"] + 1, "each call is one page, after the absence and the list"


def test_the_same_monday_without_scripts(tmp_path, chromium):
    a_monday(tmp_path, chromium, java_script_enabled=False)


def she_has_used_her_invitation(made) -> None:
    """In the demo it waits for her still."""
    with writing(made) as session:
        shared = session.scalar(select(Account.passphrase_hash).where(Account.role == "caregiver", Account.email.is_(None),
                                                                      Account.passphrase_hash.is_not(None)).limit(1))
        session.execute(update(Account).where(Account.phone == HERS).values(passphrase_hash=shared))


def on_her_phone(phone, base, number) -> None:
    phone.goto(base + "/connexion")
    phone.fill("[name=identifier]", number)
    phone.fill("[name=passphrase]", SHARED_PASSPHRASE)
    phone.click("main button")
    phone.wait_for_url(lambda url: "/connexion" not in url)


def she_is_ill_for_five_days(made, base, phone) -> int:
    phone.goto(base + "/mes-absences/nouvelle")
    phone.locator("label:has([name=kind][value=sick_leave])").tap()
    phone.locator("label:has([name=until][value=date])").tap()
    phone.fill("[name=ends_on]", (made.config["CLOCK"]().date() + timedelta(days=4)).isoformat())
    phone.get_by_role("button", name="Prévenir le bureau").tap()
    phone.get_by_role("heading", name="Votre absence").wait_for()
    with reading(made) as session:
        return session.scalars(select(Absence.id).order_by(Absence.id.desc())).first()


def the_coordinator_decides(base, hands, absence) -> None:
    page, hands.part = hands.page, "organising"
    page.goto(base + "/a-traiter")
    hands.click(page.locator(f"a[href='/absences/{absence}']").first)
    first, second = ARRANGED
    form = otherwise(hands, first, "family")
    hands.fill(form.locator("[name=who]"), "Sa fille, Mme Martin")
    hands.click(form.get_by_role("button", name="Enregistrer"))
    page.get_by_text("assurée par la famille").wait_for(state="attached")
    form = otherwise(hands, second, "move")
    hands.fill(form.locator("[name=start]"), "15:00")
    hands.fill(form.locator("[name=who]"), "La personne")
    hands.click(form.get_by_role("button", name="Enregistrer"))
    # The page of the absence has this button before her answer is kept, too.
    form.wait_for(state="detached")
    hands.click(page.get_by_role("button", name="Proposer un plan"))
    hands.click(page.get_by_role("button", name="Confirmer et demander"))
    page.get_by_text("C'est demandé").first.wait_for()
    hands.part = "after"


def otherwise(hands, when: str, choice: str):
    """The form of one visit, in the page of the absence or, without scripts, on its own."""
    link = hands.page.get_by_role("link", name="Faire autrement").and_(hands.page.get_by_role("link", name=when))
    link.wait_for()
    # Pressed before the scripts have run, a link leads to a page of its own, which counts.
    hands.page.wait_for_load_state()
    hands.click(link)
    form = hands.page.locator("#autrement form")
    hands.click(form.locator(f"label:has([name=choice][value={choice}])"))
    return form


def phones_answer(made, base, chromium, absence, how) -> int:
    """Each of those who were asked says yes from her own phone. Returns how many phones."""
    with reading(made) as session:
        waiting = session.execute(
            select(Account.phone, Offer.id).join(Account, Account.caregiver_id == Offer.caregiver_id)
            .join(Replacement, Replacement.id == Offer.replacement_id)
            .where(Offer.state == "waiting", Account.ended_at.is_(None), Replacement.absence_id == absence)
            .order_by(Account.phone, Offer.id)).all()
    offers: dict[str, list[int]] = {}
    for number, offer in waiting:
        offers.setdefault(number, []).append(offer)
    for number, asked in offers.items():
        with window(chromium, **PHONE, **how) as phone:
            on_her_phone(phone, base, number)
            for offer in asked:
                phone.goto(f"{base}/mes-remplacements/{offer}")
                phone.get_by_role("button", name="Oui").first.tap()
                phone.get_by_text("Vous y allez").first.wait_for()
    return len(offers)


def people_are_told(made, base, hands, absence) -> None:
    """Each is phoned: one press says that she agrees. Nobody is left to tell."""
    page, hands.part = hands.page, "calling"
    page.goto(f"{base}/absences/{absence}")
    hands.click(page.get_by_role("link", name="à prévenir"))
    page.wait_for_url("**/prevenir*")
    buttons = page.get_by_role("button", name="Prévenue, d'accord")
    people = left = buttons.count()
    while left:
        hands.click(buttons.first)
        expect(buttons).to_have_count(left := left - 1, timeout=20_000)
    page.get_by_text("Chaque personne est prévenue.").wait_for()
    assert people >= 3 and hands.interactions["calling"] == people + 1


def the_planning_is_up_to_date(made, hands, absence) -> None:
    """From the last call to the lines of this absence: shown together, ticked together once they are in the planning."""
    page, hands.part = hands.page, "organising"
    hands.click(page.get_by_role("link", name="à reporter dans votre planning").and_(page.locator(f"[href$='absence={absence}']")))
    everything = page.get_by_role("button", name="Tout ce qui est affiché est reporté")
    everything.wait_for()
    shown = page.locator("#changements li").count()
    hands.click(everything)
    page.get_by_text("Tous les changements de cette absence sont dans votre planning.").wait_for()
    hands.part = "after"
    with reading(made) as session:
        lines = session.scalars(
            select(VisitChange).where(VisitChange.folded_into_id.is_(None), VisitChange.visit_id.in_(held(absence)))).all()
        assert all(line.reported_at and line.reported_by_id for line in lines)
        assert shown == sum(line.reported_at >= made.config["CLOCK"]() for line in lines) >= len(set(session.scalars(held(absence))))


def held(absence):
    return (select(ReplacementVisit.visit_id).join(Replacement, Replacement.id == ReplacementVisit.replacement_id)
            .where(Replacement.absence_id == absence))


def relays(made, absence, *states) -> list:
    """(relay, phone of the one who comes) of this absence."""
    with reading(made) as session:
        return session.execute(
            select(Handover.id, Account.phone).join(Account, Account.caregiver_id == Handover.to_caregiver_id)
            .join(Replacement, Replacement.id == Handover.replacement_id)
            .where(Replacement.absence_id == absence, Handover.state.in_(states), Account.ended_at.is_(None))
            .order_by(Handover.id)).all()


def relays_are_written(made, base, hands, absence) -> None:
    """For whoever has never been there: she who leaves is ill, the office writes."""
    page, hands.part = hands.page, "writing"
    for id, _ in relays(made, absence, "to_write"):
        page.goto(f"{base}/relais/{id}")
        hands.fill(page.locator("[name=matters_now]"), "Elle se lève vers huit heures. Le pain est dans le placard.")
        hands.click(page.locator("label:has([name=mode][value=written])"))
        hands.click(page.get_by_role("button", name="Envoyer"))
        page.get_by_text("Le passage de relais est prêt à lire.").wait_for()
    assert not relays(made, absence, "to_write")


def relays_are_read(made, base, chromium, absence, how) -> None:
    unread = relays(made, absence, "sent")
    assert unread
    for id, number in unread:
        with window(chromium, **PHONE, **how) as phone:
            on_her_phone(phone, base, number)
            phone.goto(f"{base}/mes-relais/{id}")
            phone.get_by_role("button", name="lu").first.tap()
            phone.get_by_text("vous l'avez lu").first.wait_for()
    assert len(relays(made, absence, "read", "closed")) == len(unread)


def every_visit_has_somebody(made, absence) -> None:
    """One is the daughter's, one at another hour; to each of the others, and to that one, a colleague goes."""
    with reading(made) as session:
        rows = session.execute(
            select(ReplacementVisit.state, ReplacementVisit.choice, Visit.caregiver_id, Visit.start_minute)
            .join(Visit, Visit.id == ReplacementVisit.visit_id).where(ReplacementVisit.visit_id.in_(held(absence)))).all()
        assert session.scalar(select(func.count()).where(Replacement.absence_id == absence, Replacement.state == "open")) == 0
    ends = Counter(row.state for row in rows)
    assert ends == {"family": 1, "covered": len(rows) - 1} and len(rows) == VISITS
    assert all(row.caregiver_id for row in rows if row.state == "covered")
    assert [row.start_minute for row in rows if row.choice == "move"] == [15 * 60]
