"""Twenty-five phones answer over the wire while two coordinators attribute, at a served house of several processes."""

import os
import re
import threading
from collections import Counter
from itertools import pairwise

import pytest
from sqlalchemy import func, select

from database import db
from guard import chain
from guard.journal import seal_where
from models import JournalLine, Offer, OfferVisit, Pairing, ReplacementVisit, Submission, Visit, VisitChange
from tests.houses import KINDS, house
from tests.people import settle
from tests.servers import served
from tests.wire_scenes import HOMES, PHONES, caregivers, questions, visits_to_cover
from tests.world import reading, writing

pytestmark = [pytest.mark.long,
              pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork: one process serves there")]
KEY, GIVE = r'name="key" value="([^"]+)"', r'action="(/questions/\d+/attribution)">.*?name="key" value="([^"]+)"'
BETWEEN_HOMES = 20 * 60
NAMES = [f"rose{number}" for number in range(PHONES)]
# Who is on the telephone with the office, at the end, for what is left of each home.
CALLED = {"mme_durand": "rosa", "m_petit": "nina"}


@pytest.fixture(params=KINDS)
def own(request, tmp_path):
    with house(request.param, tmp_path) as app:
        with writing(app) as session:
            people = settle(session)
        caregivers(app, people, [*NAMES, *CALLED.values()])
        yield app, people


class Hand(threading.Thread):
    """Somebody at her own browser. Every answer she gets is kept; what went wrong is said by the test."""

    def __init__(self, browser, deed):
        super().__init__(daemon=True)
        self.browser, self.deed, self.gate, self.statuses, self.fault = browser, deed, None, Counter(), None

    def run(self):
        try:
            self.gate.wait(60)
            self.deed(self)
        except Exception as fault:
            self.fault = fault

    def get(self, path) -> str:
        answer = self.browser.get(path)
        self.statuses["GET", answer.status] += 1
        return answer.text

    def post(self, path, key, **fields) -> int:
        status = self.browser.post(path, key, **fields).status
        self.statuses["POST", status] += 1
        return status


def at_once(hands) -> Counter:
    """Let go together, and waited for. Returns what they were answered, all together."""
    gate = threading.Barrier(len(hands))
    for hand in hands:
        hand.gate = gate
        hand.start()
    for hand in hands:
        hand.join(60)
    assert not [hand.fault for hand in hands if hand.fault] and not any(hand.is_alive() for hand in hands)
    return sum((hand.statuses for hand in hands), Counter())


def phone(server, name, number, asked, held) -> Hand:
    """She reads the questions of both homes on her phone, then says yes to some visits of each; every fifth presses twice.

    Every sixth has said that she would go, asked with others, before all begin. The last visit of a home is left by everybody.
    """
    browser, pages = server.browser().sign_in(name), []
    for home in sorted(HOMES, reverse=number % 2 == 1):
        page = browser.get(f"/mes-remplacements/{asked[name, home]}")
        assert page.status == 200
        pages.append((f"/mes-remplacements/{asked[name, home]}/reponse", re.search(KEY, page.text)[1],
                      {"said": "yes", "visits": held[home][1][number % 4:-1:2]}))
    if number % 6 == 0:
        path, key, said = pages.pop(0)
        assert browser.post(path, key, **said).status == 303

    def answers(hand):
        for path, key, said in pages:
            first = hand.post(path, key, **said)
            if number % 5 == 0:
                assert hand.post(path, key, **said) == first, "pressed twice, answered once"
    return Hand(browser, answers)


def attributing(server, name, held, phones) -> Hand:
    """She goes from one request to the other and gives to the first in the printed order, until nobody is left to give to."""
    def attributes(hand):
        busy = True
        while busy:
            busy = any(phone.is_alive() for phone in phones)
            for request, _ in held.values():
                offered = re.search(GIVE, hand.get(f"/remplacements/{request}"), re.S)
                if offered:
                    busy = True
                    hand.post(*offered.groups())
    return Hand(server.browser().sign_in(name), attributes)


def calling(browser, people, held) -> Hand:
    """She has somebody on the telephone who takes what is left of a home; so has her colleague, for the same home."""
    pages = {name: f"/remplacements/{held[home][0]}" for home, name in CALLED.items()}
    keys = {name: re.search(KEY, browser.get(page).text)[1] for name, page in pages.items()}

    def calls(hand):
        for name, page in pages.items():
            hand.post(f"{page}/appelee", keys[name], caregiver_id=people[f"{name}_caregiver"])
    return Hand(browser, calls)


def only(statuses: Counter, *wanted) -> bool:
    """Nobody met a fault of the server, nor a "réessayez"."""
    return {("GET", 200), *[("POST", status) for status in wanted]} >= set(statuses)


def test_twenty_five_phones_answer_over_the_wire_while_two_coordinators_attribute(own):
    app, people = own
    held = visits_to_cover(app, people)
    before, asked = planned(app), questions(app, people, held, NAMES)
    with served(app, processes=3) as server:
        phones = [phone(server, name, number, asked, held) for number, name in enumerate(NAMES)]
        office = [attributing(server, name, held, phones) for name in ("claire", "malika")]
        statuses = at_once([*phones, *office])
        assert only(statuses, 303, 409), statuses
        assert sum(hand.statuses["POST", 303] for hand in office), "the coordinators attributed"
        assert only(calls := at_once([calling(hand.browser, people, held) for hand in office]), 303, 409, 422), calls
        assert calls["POST", 303] == len(CALLED), "each was called by two, and her visits are noted once"
        told = {name: sum(hand.browser.get(f"/mes-remplacements/{asked[name, home]}").text.count("<strong>Vous y allez.</strong>")
                          for home in HOMES) for name, hand in zip(NAMES, phones, strict=True)}
    assert planned(app) == before, "the visits are those there were, at their hours"
    hers = nothing_is_lost_nor_doubled(app, held)
    assert told == {name: hers[people[f"{name}_caregiver"]] for name in NAMES}, "each reads on her phone what is hers"
    assert sum(hers.values()) == sum(len(visits) for _, visits in held.values())
    nobody_is_in_two_places(app)
    every_answer_has_its_line(app)


def planned(app) -> list[tuple]:
    with reading(app) as session:
        return [tuple(row) for row in session.execute(
            select(Visit.id, Visit.beneficiary_id, Visit.starts_at, Visit.minutes, Visit.state).order_by(Visit.id))]


def nothing_is_lost_nor_doubled(app, held) -> Counter:
    """Each visit held is one line of one request, given once, to somebody who said yes to it. Returns visits by caregiver."""
    hers = Counter()
    for request, visits in held.values():
        with reading(app) as session:
            lines = session.execute(
                select(ReplacementVisit.state, Visit.id, Visit.caregiver_id, Pairing.caregiver_id.label("paired"),
                       Pairing.beneficiary_id == Visit.beneficiary_id)
                .join(Visit, Visit.id == ReplacementVisit.visit_id).outerjoin(Pairing, Pairing.id == Visit.pairing_id)
                .where(ReplacementVisit.replacement_id == request).order_by(Visit.id)).all()
            given = session.execute(
                select(VisitChange.visit_id, VisitChange.other_caregiver_id)
                .where(VisitChange.visit_id.in_(visits), VisitChange.kind == "reassigned").order_by(VisitChange.visit_id)).all()
            agreed = session.execute(
                select(OfferVisit.visit_id, Offer.caregiver_id, Offer.kind).join(Offer, Offer.id == OfferVisit.offer_id)
                .where(Offer.replacement_id == request, Offer.state.in_(("agreed", "partly")), OfferVisit.answer == "yes")).all()
        assert [id for _, id, *_ in lines] == visits, "none is lost, none is held twice"
        assert all((state, paired, same) == ("covered", who, True) for state, _, who, paired, same in lines)
        assert [tuple(row) for row in given] == [(id, who) for _, id, who, *_ in lines], "each is given once"
        assert {(id, who) for _, id, who, *_ in lines} <= {(id, who) for id, who, _ in agreed}, "she said yes"
        alone = [id for id, _, kind in agreed if kind == "direct"]
        assert len(alone) == len(set(alone)), "no visit was promised to two"
        hers += Counter(who for _, _, who, *_ in lines)
    return hers


def nobody_is_in_two_places(app) -> None:
    with reading(app) as session:
        rows = session.execute(select(Visit.caregiver_id, Visit.beneficiary_id, Visit.starts_at, Visit.ends_at)
                               .where(Visit.caregiver_id.is_not(None), Visit.state == "planned")
                               .order_by(Visit.caregiver_id, Visit.starts_at)).all()
    for one, following in pairwise(rows):
        if one.caregiver_id == following.caregiver_id:
            needed = 0 if one.beneficiary_id == following.beneficiary_id else BETWEEN_HOMES
            assert (following.starts_at - one.ends_at).total_seconds() >= needed


def every_answer_has_its_line(app) -> None:
    """The journal holds each change once, and its chain is whole."""
    with app.app_context():
        seal_where()
        noted = db.session.execute(select(JournalLine.action, func.count()).where(
            JournalLine.allowed.is_(True), JournalLine.action.in_(select(Submission.action)))
            .group_by(JournalLine.action).order_by(JournalLine.action)).all()
        kept = db.session.execute(select(Submission.action, func.count()).group_by(Submission.action)
                                  .order_by(Submission.action)).all()
        assert noted == kept
        with db.engine.connect() as connection:
            assert chain.verify(connection) == []
