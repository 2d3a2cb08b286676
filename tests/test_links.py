"""The office makes a personal link or a sheet, shows it once, revokes it; and sees where each one stands."""

import re

import pytest
from sqlalchemy import select

from acts import interruptions
from database import today
from models import PersonalLink, PersonalLinkSide, Submission
from tests.link_scenes import REPLY, arrives, asked, made
from tests.reader import reader
from tests.rounds_scene import act, opened, speaks
from tests.test_call_list import second_caregiver
from tests.world import count, reading, statements

TOKEN = re.compile(r"/r/([A-Za-z0-9_-]{30,})")


def make(app, people, **chosen):
    """Claire makes a link on the page of Mme Durand; what came back."""
    return reader(app, "claire").post(f"/beneficiaires/{people['mme_durand']}/liens",
                                      {"voice": "person", "kind": "link", **chosen}, 200)


def test_a_link_is_shown_once_with_its_square_and_kept_nowhere(app, people):
    opened(app, people)
    claire, url = reader(app, "claire"), f"/beneficiaires/{people['mme_durand']}/liens"
    page = claire.post(url, {"voice": "person", "kind": "link"}, 200, key="k" * 32)
    [token] = set(TOKEN.findall(page.html))
    assert page.select("input", id="adresse")[0]["value"].endswith(f"/r/{token}")
    assert page.select(class_="qr")
    again = claire.post(url, {"voice": "person", "kind": "link"}, 303, key="k" * 32)
    assert "Ce lien a déjà été affiché." in claire.follow(again).text
    with reading(app) as session:
        held = str(session.execute(select(PersonalLink.__table__)).all()) + str(session.execute(select(Submission.__table__)).all())
    assert token not in held
    arrives(app, token).get("/reponse")


def test_the_letter_names_nobody_but_the_association_and_first_names(app, people):
    opened(app, people)
    letter = make(app, people).select("section", class_="letter")[0]
    assert "avec Aïcha\u00a0?" in letter.text.replace(" ?", "\u00a0?")
    for hidden in ("Durand", "Jeanne", "Diallo", "Claire"):
        assert hidden not in letter.text


def test_the_page_of_the_round_and_the_call_sheet_lead_there(app, people):
    round_id, url = opened(app, people), f"/beneficiaires/{people['mme_durand']}/liens"
    claire = reader(app, "claire")
    for page in (claire.get(f"/points/{round_id}"), claire.get(f"/a-appeler/{people['mme_durand']}")):
        assert {url, f"{url}?comment=feuille"} <= set(page.links)
    assert claire.get(f"{url}?comment=feuille").select("input", name="kind", value="sheet")[0].attrs.get("checked") is not None


def test_each_one_says_where_it_stands_who_made_it_and_for_whom(app, people):
    _, token = asked(app, people)
    made(app, people, voice="relative", kind="sheet")
    arrives(app, token).post("/reponse", REPLY)
    page = reader(app, "claire").get(f"/beneficiaires/{people['mme_durand']}/liens")
    sheet, link = page.select("li", class_="line")
    assert "Attend une réponse" in sheet.text and "Pour un proche" in sheet.text and "Feuille n° 1007" in sheet.text
    assert "A servi" in link.text and "lien personnel, aujourd'hui à 9 h" in link.text
    assert "par Claire Martin" in link.text


def test_one_link_at_a_time_for_each_voice(app, people):
    opened(app, people)
    first, second = made(app, people)[0], made(app, people, kind="sheet")[0]
    other = made(app, people, voice="guardian")[0]
    with reading(app) as session:
        alive = set(session.scalars(select(PersonalLink.id).where(PersonalLink.revoked_at.is_(None))))
    assert first not in alive and {second, other} == alive


def test_a_link_is_revoked_by_the_office(app, people):
    _, token = asked(app, people)
    claire, url = reader(app, "claire"), f"/beneficiaires/{people['mme_durand']}/liens"
    [form] = [form for form in claire.get(url).select("form") if form["action"].endswith("/revocation")]
    claire.post(form["action"])
    assert "Révoqué, ou remplacé" in claire.get(url).text
    arrives(app, token).get("/reponse", 404)
    claire.post(form["action"], status=409)


def test_a_link_that_served_is_not_revoked(app, people):
    _, token = asked(app, people)
    arrives(app, token).post("/reponse", REPLY)
    page = reader(app, "claire").get(f"/beneficiaires/{people['mme_durand']}/liens")
    assert "revocation" not in page.html


def test_it_covers_every_caregiver_whose_round_waits_for_this_voice(app, people):
    round_id = opened(app, people)
    second_caregiver(app, people)
    speaks(app, round_id)
    make(app, people)
    assert count(app, PersonalLinkSide) == 1
    make(app, people, voice="relative")
    assert count(app, PersonalLinkSide) == 3


def test_nothing_to_ask_is_said_before_and_after(app, people):
    page = reader(app, "claire").get(f"/beneficiaires/{people['mme_durand']}/liens")
    assert "Aucun point à deux voix n'attend une réponse" in page.text
    refused = reader(app, "claire").post(f"/beneficiaires/{people['mme_durand']}/liens",
                                         {"voice": "person", "kind": "link"}, 409)
    assert "Il n'y a rien à demander" in refused.text


def test_no_link_is_made_while_the_help_is_interrupted(app, people):
    opened(app, people)
    act(app, "claire", lambda by: interruptions.open(by, people["mme_durand"], None, "hospital", today(), None, None, "", ""))
    page = reader(app, "claire").get(f"/beneficiaires/{people['mme_durand']}/liens")
    assert "les liens et les lettres attendent la reprise" in page.text
    reader(app, "claire").post(f"/beneficiaires/{people['mme_durand']}/liens", {"voice": "person", "kind": "link"}, 409)


@pytest.mark.parametrize("chosen", [{"voice": "caregiver"}, {"kind": "sms"}])
def test_another_voice_or_way_is_refused(app, people, chosen):
    opened(app, people)
    page = reader(app, "claire").post(f"/beneficiaires/{people['mme_durand']}/liens",
                                      {"voice": "person", "kind": "link", **chosen}, 422)
    assert "Choisissez une réponse de la liste." in page.text
    assert count(app, PersonalLink) == 0


def test_the_page_does_not_cost_more_with_more_links(app, people):
    opened(app, people)
    claire, url = reader(app, "claire"), f"/beneficiaires/{people['mme_durand']}/liens"
    made(app, people)
    claire.get(url)
    with statements(app) as few:
        claire.get(url)
    for _ in range(6):
        made(app, people)
    with statements(app) as many:
        claire.get(url)
    assert len(many) == len(few)
