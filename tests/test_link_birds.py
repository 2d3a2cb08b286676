"""What the pages without an account and the sheets may show: a bird is hidden in every text of the house."""

import pytest
from sqlalchemy import select, update

from acts import answers
from database import db, now
from models import Beneficiary, Caregiver, Setting
from tests.link_scenes import REPLY, arrives, asked, made
from tests.reader import reader
from tests.rounds_scene import CONTENT, act, sides, speaks
from tests.test_canaries import BIRD, is_text, word
from tests.world import reading, writing


@pytest.fixture
def flown(app, people):
    """A house with something of everything, then a bird in each text; returns the link's token and bird -> column."""
    round_id, _ = asked(app, people, several=True)
    speaks(app, round_id, voice="caregiver", by="aicha", goes_well="x", should_change="x")
    speaks(app, round_id, voice="relative", goes_well="x", should_change="x")
    side = sides(app, round_id)["beneficiary"].id
    act(app, "claire", lambda by: answers.save_draft(by, side, "guardian", {**CONTENT, "goes_well": "x"}))
    token = made(app, people)[1]
    with writing(app) as session:
        session.add(Setting(name="on_call_phone", value="x", changed_at=now()))
    return token, hide(app)


def hide(app) -> dict[str, str]:
    birds = {}
    with writing(app) as session:
        for table in db.metadata.sorted_tables:
            key = list(table.primary_key.columns)[0]
            hidden = [column for column in table.columns if is_text(column) and column.info.get("category") != "secret"]
            for row in session.execute(select(table).order_by(key)).all():
                values = {}
                for column in hidden:
                    if getattr(row, column.name) is not None:
                        bird = word(len(birds))
                        birds[bird], values[column.name] = f"{table.name}.{column.name}", bird
                if values and table.name not in ("journal", "journal_checkpoint", "submission"):
                    session.execute(update(table).where(key == row._mapping[key.name]).values(**values))
    return birds


def seen(birds, *pages) -> set[str]:
    return {birds[bird] for page in pages for bird in BIRD.findall(page.html)}


def test_a_respondent_reads_first_names_and_nothing_else(app, people, flown):
    token, birds = flown
    who = arrives(app, token)
    form = who.get("/reponse")
    assert seen(birds, form) == {"caregiver.first_name"}
    wrong = who.post("/reponse", {"c1-hours_fit": "yes"}, 422)
    assert seen(birds, wrong) == {"caregiver.first_name"}
    who.post("/reponse", REPLY | {"c2-skipped": "y"})
    assert seen(birds, who.get("/reponse/merci"), who.get("/reponse", 404), arrives(app, "faux").get("/reponse", 404)) == set()


def test_a_letter_and_a_sheet_show_no_more(app, people, flown):
    _, birds = flown
    claire = reader(app, "claire")
    letter = claire.post(f"/beneficiaires/{people['mme_durand']}/liens", {"voice": "person", "kind": "link"}, 200)
    sheets = claire.post("/feuilles/nouvelles", {"people": [people["mme_durand"]]}, 200)
    for paper in (letter.select("section", class_="letter")[0], sheets.select("main")[0]):
        assert {birds[bird] for bird in BIRD.findall(paper.text)} == {"caregiver.first_name"}


def test_the_birds_are_really_there(app, people, flown):
    """A check that cannot fail is no check: the office sees many of them on the same link's pages."""
    _, birds = flown
    page = reader(app, "claire").get(f"/beneficiaires/{people['mme_durand']}/liens")
    assert {"beneficiary.last_name", "caregiver.last_name"} <= seen(birds, page)
    with reading(app) as session:
        assert BIRD.match(session.get(Beneficiary, people["mme_durand"]).last_name)
        assert BIRD.match(session.get(Caregiver, people["aicha_caregiver"]).first_name)
    assert len(birds) > 50
