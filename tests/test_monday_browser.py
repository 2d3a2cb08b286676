"""One Monday, on the demo: a caregiver is ill for five days; the office arranges two visits, proposes a plan, confirms it; phones
answer, people are told, relays are read, the planning is up to date: every visit has somebody.

What is counted of the coordinator, from her board to the last line reported: each click and each field typed as an
interaction, each document as a load. All of it: one visit for a daughter, one at another hour, the plan, its confirmation,
the people called, the relays written for colleagues who have never been there, the lines to report.
Told without scripts, the story ends the same, with as many interactions.
"""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from demo.cast import SHARED_PASSPHRASE
from models import (
    Absence,
    Account,
    Handover,
    Offer,
    Replacement,
    ReplacementVisit,
    Telling,
    ToldVisit,
    Visit,
    VisitChange,
)
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
    """The coordinator's: every click and every field is one interaction, every document one load."""

    def __init__(self, page):
        self.page, self.interactions, self.loads = page, 0, 0
        page.on("request", self._request)

    def _request(self, request):
        if request.is_navigation_request() and request.redirected_from is None:
            self.loads += 1

    def click(self, place):
        self.interactions += 1
        place.click()

    def fill(self, place, value):
        self.interactions += 1
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
        the_rest_is_done_together(made, hands, absence)
        relays_are_read(made, base, chromium, absence, how)
        every_visit_has_somebody(made, absence)
    return hands


def test_a_monday_from_her_phone_to_a_planning_up_to_date(tmp_path, chromium):
    hands = a_monday(tmp_path, chromium)
    assert hands.interactions <= MOST_INTERACTIONS and hands.loads <= MOST_LOADS


def test_the_same_monday_without_scripts(tmp_path, chromium):
    """Each visit arranged is then a page of its own."""
    hands = a_monday(tmp_path, chromium, java_script_enabled=False)
    assert hands.interactions <= MOST_INTERACTIONS and hands.loads <= MOST_LOADS + len(ARRANGED)


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
    page = hands.page
    page.goto(base + "/a-traiter")
    hands.click(page.locator(f"a[href='/absences/{absence}']").first)
    first, second = ARRANGED
    hands.click(otherwise(hands, first).get_by_role("button", name="(fille)"))
    page.get_by_text("assurée par la famille").wait_for(state="attached")
    panel = otherwise(hands, second)
    hands.fill(panel.locator("[name=start]"), "15:00")
    hands.click(panel.get_by_role("button", name="est d'accord"))
    # The page of the absence has the next button before her answer is kept, too.
    panel.wait_for(state="detached")
    hands.click(page.get_by_role("button", name="Proposer un plan"))
    hands.click(page.get_by_role("button", name="Confirmer et demander"))
    page.get_by_text("C'est demandé").first.wait_for()


def otherwise(hands, when: str):
    """What may be agreed on for one visit, in the page of the absence or, without scripts, on its own."""
    link = hands.page.get_by_role("link", name="Faire autrement").and_(hands.page.get_by_role("link", name=when))
    link.wait_for()
    # Pressed before the scripts have run, a link leads to a page of its own, which counts.
    hands.page.wait_for_load_state()
    hands.click(link)
    panel = hands.page.locator("section#autrement")
    panel.wait_for()
    return panel


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


def the_rest_is_done_together(made, hands, absence) -> None:
    """Since the phones answered: each person is called, each relay written, each line reported. Nothing is left to do."""
    page = hands.page
    hands.click(page.get_by_role("link", name="Ce qui reste à faire"))
    everybody = page.locator("label:has([name=everyone])")
    everybody.wait_for()
    assert not told(made, absence)
    people, shown = page.locator("[name=told]").count(), page.locator("[name=lines]").count()
    hands.click(everybody)
    unwritten = [id for id, _ in relays(made, absence, "to_write")]
    for id in unwritten:
        hands.fill(page.locator(f"[name=relay_{id}]"), "Elle se lève vers huit heures. Le pain est dans le placard.")
    hands.click(page.locator("label:has([name=reported])"))
    hands.click(page.get_by_role("button", name="Enregistrer"))
    page.get_by_text("Pour cette absence, tout est fait.").wait_for()
    assert people >= 3 and unwritten and not relays(made, absence, "to_write")
    assert len(told(made, absence)) == people and set(told(made, absence).values()) == {"agrees"}
    the_planning_is_up_to_date(made, absence, shown)


def told(made, absence) -> dict:
    """Person -> what she answered, of those told of a visit of this absence."""
    with reading(made) as session:
        return dict(session.execute(select(Telling.beneficiary_id, Telling.answer).where(Telling.id.in_(
            select(ToldVisit.telling_id).where(ToldVisit.visit_id.in_(held(absence)))))).all())


def the_planning_is_up_to_date(made, absence, shown) -> None:
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
