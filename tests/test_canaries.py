"""Nobody outside the policy table sees anything, anywhere: a bird is hidden in every text of every table.

Every record of the matrix is written, each of its texts is replaced by a word of its own, then every page the matrix
knows is read as each person. What is seen is compared with `rules/access.py`, category by category.
"""

import re
from collections import defaultdict
from functools import cache
from io import BytesIO
from zipfile import ZipFile

import pytest
from sqlalchemy import String, select, update

from database import db
from guard.doors import PUBLIC
from rules.access import CATEGORIES, may_read
from tests import matrix
from tests.reader import reader
from tests.world import reading, writing

ROLES = {"claire": {"coordinator"}, "helene": {"director"}, "aicha": {"caregiver"}, "lucie": {"caregiver"},
         "odile": {"outside_recipient"}, "sam": {"administrator"}}
CAREGIVER = {"aicha": "aicha_caregiver", "lucie": "lucie_caregiver"}
NOT_HIDDEN = {"technical", "secret", "account", "trace"}
AUTHOR = ("author_id", "by_id", "collected_by_id", "set_by_id", "opened_by_id", "reported_by_id")
CAREGIVERS = ("caregiver_id", "other_caregiver_id", "from_caregiver_id", "to_caregiver_id")
CHAIN = {"handover_id": "handover", "visit_id": "visit", "pairing_id": "pairing", "round_id": "round", "side_id": "round_side",
         "mediation_id": "mediation", "answer_id": "answer", "interruption_id": "interruption",
         "alert_id": "alert", "help_request_id": "help_request"}
BIRD = re.compile(r"canari[a-z]{4}")


def word(number: int) -> str:
    letters = ""
    for _ in range(4):
        number, place = divmod(number, 26)
        letters = chr(97 + place) + letters
    return "canari" + letters


def is_text(column) -> bool:
    kind = getattr(column.type, "impl", column.type)
    return isinstance(kind, String) and "codes" not in column.info and not column.primary_key and not column.unique


def hidden_columns(table):
    return [column for column in table.columns if is_text(column)
            and column.info.get("category") in set(CATEGORIES) - NOT_HIDDEN]


@pytest.fixture(scope="module")
def flock(every_subject):
    """Every text of every record replaced; word -> (table, column, row), with the whole rows to follow their links."""
    flown, rows = {}, {}
    with writing(every_subject.app) as session:
        for table in db.metadata.sorted_tables:
            if "id" not in table.c:
                continue
            rows[table.name] = {row.id: row._mapping for row in session.execute(select(table).order_by(table.c.id))}
            for row in rows[table.name].values():
                _hide(session, table, row, flown)
    return flown, rows, every_subject.ids


@pytest.fixture
def app(every_subject):
    return every_subject.app


@pytest.fixture
def birds(flock):
    return flock


def _hide(session, table, row, flown) -> None:
    values = {}
    for column in hidden_columns(table):
        bird = word(len(flown))
        flown[bird], values[column.name] = (table.name, column.name, row), bird
    if "search_name" in values:
        values["search_name"] = " " + values["search_name"]
    if values:
        session.execute(update(table).where(table.c.id == row["id"]).values(**values))


def linked(rows, table: str, row) -> dict:
    """The person and the caregiver a row is about, through its links."""
    about = defaultdict(set)
    about["beneficiary"] |= {row["id"]} if table == "beneficiary" else {row.get("beneficiary_id")}
    about["caregiver"] |= {row["id"]} if table == "caregiver" else {row.get(name) for name in CAREGIVERS}
    about["author"] |= {row.get(name) for name in AUTHOR}
    about["mediator"] |= {row.get("owner_id")}
    about["side"] |= {row.get("side")}
    if table in ("alert", "beneficiary", "caregiver"):
        column = "id" if table == "alert" else f"{table}_id"
        about["alert"] |= {alert["id"] for alert in rows["alert"].values() if alert[column] == row["id"]}
    if table in ("help_request", "caregiver"):
        column = "id" if table == "help_request" else "caregiver_id"
        about["hand"] |= {asked["id"] for asked in rows["help_request"].values() if asked[column] == row["id"]}
    if table == "beneficiary":
        about["visited_by"] |= {visit["caregiver_id"] for visit in rows["visit"].values() if visit["beneficiary_id"] == row["id"]}
    for name, target in CHAIN.items():
        if row.get(name) and target != table:
            for what, found in linked(rows, target, rows[target][row[name]]).items():
                if what != "author":
                    about[what] |= found
    return about


def may_open(person: str, ids) -> set[int]:
    """The alerts of the scene (tests/matrix/alerts.py) as the table of the field gives them."""
    inside, outside = ({ids[f"{name}_{kind}"] for name in ("aicha", "lucie")} for kind in ("alert", "outside"))
    return {"helene": inside, "odile": outside, "claire": {ids["aicha_alert"]}}.get(person, set())


def relations(person: str, ids, about) -> set[str]:
    """What this person is to the record, beside her role."""
    account, hers = ids[person], ids.get(CAREGIVER.get(person, ""))
    own = bool(hers) and hers in about["caregiver"]
    # What a caregiver said is hers whoever typed it; what the other side said never is.
    author = account in about["author"] if not hers else own and "beneficiary" not in about["side"]
    visited = {"aicha": ids["mme_durand"], "lucie": ids["m_petit"]}.get(person)
    # Nora is the other one of every relay of the scene; of each other Aïcha and Lucie know nothing.
    found = {"colleague": bool(hers) and ids["nora_caregiver"] in about["caregiver"], "herself": own, "author": author,
             "mediator": account in about["mediator"], "alert_reader": bool(about["alert"] & may_open(person, ids)),
             "help_reader": person == "helene" and ids["aicha_hand"] in about["hand"],
             "visited": bool(hers) and hers in about["visited_by"],
             "assigned": visited in about["beneficiary"]}
    return ROLES[person] | {name for name, true in found.items() if true}


def pages(app, person: str, ids):
    """Every page the matrix knows, as this person gets it, with its headers; searches and parts included."""
    her = reader(app, person)
    for line in matrix.rows():
        if line.method != "GET" or line.endpoint in PUBLIC:
            continue
        for arguments in filter(None, (line.own or {"_": None}, line.other)):
            url = address(app, line.endpoint, arguments, ids)
            for headers in ({}, {"HX-Request": "true", "HX-Request-Type": "partial"}):
                sent = her.client.get(url, headers=headers, query_string={"q": "canari"} if headers else None)
                yield url, said_in(sent) + str(sent.headers)


def said_in(sent) -> str:
    """The text of an answer; a document is opened, or nothing hidden in it would be seen."""
    if not sent.data.startswith(b"PK"):
        return sent.get_data(as_text=True)
    with ZipFile(BytesIO(sent.data)) as box:
        return "\n".join(box.read(name).decode() for name in box.namelist())


def address(app, endpoint, arguments, ids) -> str:
    from flask import url_for
    named = {name: ids[value] if isinstance(value, str) and value in ids else value
             for name, value in arguments.items() if name != "_"}
    with app.test_request_context():
        return url_for(endpoint, **named)


@pytest.fixture(scope="module")
def seen_by(every_subject, flock):
    """What a person sees of the birds while nothing is written; every page is read once as her."""
    return cache(lambda person: sightings(every_subject.app, person, every_subject.ids))


def sightings(app, person, ids) -> dict[str, str]:
    seen = {}
    for url, text in pages(app, person, ids):
        for bird in BIRD.findall(text):
            seen.setdefault(bird, url)
    return seen


@pytest.mark.parametrize("person", ROLES)
def test_each_person_sees_only_what_the_table_gives_her(birds, seen_by, person):
    flown, rows, ids = birds
    wrong = []
    for bird, url in seen_by(person).items():
        table, column, row = flown[bird]
        category = db.metadata.tables[table].c[column].info["category"]
        if not may_read(category, relations(person, ids, linked(rows, table, row))):
            wrong.append(f"{url}: {table}.{column} ({category}) of row {row['id']}")
    assert not wrong, f"{person} sees:\n" + "\n".join(sorted(set(wrong)))


def test_the_birds_can_be_seen_at_all(seen_by):
    """A check that cannot fail is no check: the office sees most of them, a caregiver some."""
    assert len(seen_by("helene")) > 30
    assert len(seen_by("aicha")) > 3


@pytest.mark.parametrize("person", CAREGIVER)
def test_a_calendar_that_signs_in_nowhere_sees_a_district_and_no_more(app, birds, person):
    flown, rows, ids = birds
    text = app.test_client().get(f"/agenda/agenda-de-{person}.ics").get_data(as_text=True).replace("\r\n ", "")
    seen = [flown[bird] for bird in BIRD.findall(text)]
    assert {(table, column) for table, column, _ in seen} == {("beneficiary", "district")}
    assert all("assigned" in relations(person, ids, linked(rows, table, row)) for table, _, row in seen)


def test_nothing_of_a_story_is_in_the_journal(app, seen_by):
    for person in ROLES:
        seen_by(person)
    with reading(app) as session:
        lines = str(session.execute(select(db.metadata.tables["journal"])).all())
    assert not BIRD.findall(lines)


def test_after_the_last_visit_she_keeps_a_name_and_her_own_words(app, birds):
    """No address, phone, code, vigilance or instruction once no visit of hers is to come there."""
    flown, rows, ids = birds
    visits = db.metadata.tables["visit"]
    with writing(app) as session:
        session.execute(update(visits).where(visits.c.state == "planned").values(state="cancelled_by_person"))
    for person in ("aicha", "lucie"):
        for bird, url in sightings(app, person, ids).items():
            table, column, row = flown[bird]
            category = db.metadata.tables[table].c[column].info["category"]
            known = (relations(person, ids, linked(rows, table, row)) - {"assigned"}) | _remembered(person, ids, row, table)
            assert may_read(category, known), f"{url}: {table}.{column} ({category})"


def _remembered(person, ids, row, table) -> set[str]:
    """The name of someone she visited stays beside her own words."""
    visited = {"aicha": ids["mme_durand"], "lucie": ids["m_petit"]}[person]
    return {"author"} if table == "beneficiary" and row["id"] == visited else set()
