"""What an alert leaves in the planning reads, for who is outside the story, like any protection the office decides."""

import re

import pytest

from acts import alerts, replacements
from database import db
from models import Account, Replacement, VisitChange
from tests.conftest import back_to_first_state
from tests.reader import reader
from tests.world import reading, writing


def by_herself(people):
    sent(people, "aicha")


def by_a_colleague_for_her(people):
    sent(people, "lucie")


def by_the_office_for_her(people):
    sent(people, "malika")


def by_the_direction(people):
    """No alert at all: the direction protects her."""
    paul = db.session.get(Account, people["paul"])
    replacements.open(paul, people["mme_durand_pairing"], "office", "caregiver_protection", "", None)


def sent(people, author: str) -> int:
    return alerts.report(db.session.get(Account, people[author]), people["aicha_caregiver"], {
        "kind": "racism", "whom": "beneficiary", "beneficiary_id": people["mme_durand"]})


def pages(app, people, name: str) -> dict[str, str]:
    """Every page that shows something of it."""
    with reading(app) as session:
        request = session.scalar(db.select(Replacement.id))
        change = session.scalar(db.select(VisitChange.visit_id).order_by(VisitChange.id).limit(1))
    her = reader(app, name)
    urls = ("/a-traiter", "/a-traiter.csv", "/remplacements", "/remplacements.csv", f"/remplacements/{request}", "/planning-a-reporter",
            "/planning-a-reporter.csv", f"/interventions/{change}", f"/relations/{people['mme_durand_pairing']}",
            f"/beneficiaires/{people['mme_durand']}", f"/intervenantes/{people['aicha_caregiver']}", "/interventions",
            f"/prendre-des-nouvelles/{people['aicha_caregiver']}", "/suivis", "/messages")
    return {url: plain(her.client.get(url)) for url in urls}


def plain(answer) -> str:
    """The words of a page and its addresses, without what is drawn anew for each form."""
    return f"{answer.status_code} " + re.sub(r'value="[\w=.-]{20,}"', "", answer.get_data(as_text=True))


@pytest.mark.parametrize("way", [by_herself, by_a_colleague_for_her, by_the_office_for_her])
def test_the_coordinator_reads_the_same_as_when_the_direction_protects_her(app, people, way):
    with writing(app):
        by_the_direction(people)
    known = pages(app, people, "claire")
    back_to_first_state(app)
    with writing(app):
        way(people)
    for url, words in pages(app, people, "claire").items():
        assert words == known[url], url


def test_every_page_compared_is_one_she_may_open(app, people):
    with writing(app):
        by_herself(people)
    assert {words[:3] for words in pages(app, people, "claire").values()} == {"200"}


def test_the_direction_reads_who_asked(app, people):
    with writing(app):
        by_herself(people)
        request = db.session.scalar(db.select(Replacement.id))
    assert "par Aïcha Diallo" in reader(app, "helene").get(f"/remplacements/{request}").text
