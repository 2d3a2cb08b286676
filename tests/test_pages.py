"""A long list is read one page at a time, whatever its depth, and its count stops at a thousand."""

import pytest
from sqlalchemy import insert, text

from database import db, now
from models import Beneficiary, Caregiver
from queries import beneficiaries, caregivers
from queries.pages import count_up_to, page_of
from rules.names import search_key
from tests.reader import reader
from tests.world import reading, writing


class Claire:
    id, role, is_office, caregiver_id = 1, "coordinator", True, None


@pytest.fixture
def crowd(app, people):
    """1,200 people with the same name, so that the id alone keeps them in order."""
    rows = [{"civility": "Mme", "first_name": "Anne", "last_name": "Martin", "search_name": search_key("Martin", "Anne"),
             "sector_id": people["sector_nord"], "referent_id": people["claire"], "created_at": now_at(app),
             "address": "", "district": "", "phone": "", "safety_instruction": "", "end_reason": "",
             "cannot_answer_by_phone": False, "version": 1} for _ in range(1200)]
    with writing(app) as session:
        session.execute(insert(Beneficiary.__table__), rows)


def now_at(app):
    with app.app_context():
        return now()


def test_people_of_the_same_name_are_all_seen_once_forward_and_back(app, crowd):
    with reading(app):
        rows = beneficiaries.rows_of(beneficiaries.listed(Claire, "martin"))
        seen, page = [], page_of(rows, Beneficiary.search_name)
        while page.next_id and len(seen) < 100:
            seen += [row.id for row in page.rows]
            page = page_of(rows, Beneficiary.search_name, after=page.next_id)
        assert seen == sorted(set(seen)) and len(seen) == 100
        back = page_of(rows, Beneficiary.search_name, before=page.previous_id)
        assert [row.id for row in back.rows] == seen[75:]


def test_the_count_stops_at_a_thousand_and_says_so(app, crowd):
    with reading(app):
        assert count_up_to(beneficiaries.listed(Claire, "martin")) == 1001
        assert count_up_to(beneficiaries.listed(Claire, "durand")) == 1
    assert "Plus de 1 000 dossiers" in reader(app, "claire").get("/beneficiaires").text


def test_the_address_of_the_next_page_carries_no_name(app, crowd):
    page = reader(app, "claire").get("/beneficiaires")
    following = page.select("a", rel="next")[0]["href"]
    assert following.startswith("/beneficiaires?apres=") and "artin" not in following


@pytest.mark.parametrize("listed, rows_of, name", [
    (beneficiaries.listed, beneficiaries.rows_of, Beneficiary.search_name),
    (caregivers.listed, caregivers.rows_of, Caregiver.search_name)])
def test_after_analyze_the_list_is_still_read_in_the_order_of_its_index(app, crowd, listed, rows_of, name):
    """The planner trap of stack.md: a small joined table must not become the driver of a paged list."""
    with reading(app) as session:
        if session.get_bind().dialect.name != "sqlite":
            assert page_of(rows_of(listed(Claire)), name).rows  # the trap is SQLite's; there the page just works
            return
        session.execute(text("ANALYZE"))
        statement = rows_of(listed(Claire)).order_by(name, name.class_.id).limit(26)
        sql = statement.compile(db.engine, compile_kwargs={"literal_binds": True})
        plan = [row.detail for row in session.execute(text(f"EXPLAIN QUERY PLAN {sql}"))]
    driver = name.class_.__tablename__
    assert plan[0].startswith(f"SCAN {driver} USING INDEX")
    assert not [line for line in plan[1:] if line.startswith("SCAN") or "TEMP B-TREE" in line], plan


def test_a_place_that_is_no_longer_there_gives_an_empty_page_not_an_error(app, people):
    page = reader(app, "claire").get("/beneficiaires?apres=99999")
    assert page.select("table") or "Aucun dossier" in page.text
    assert reader(app, "claire").get("/beneficiaires?apres=abc&secteur=x").select("table")
