"""The demo: a fictional association, whole and believable, that signs in and finds every kind of work on its board."""

import re
from collections import Counter, deque
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import func, inspect, select
from sqlalchemy.orm import aliased

import demo
import models as m
from acts import absences, handovers, pairings, rounds, series
from database import db, now, today, writing
from demo import town
from demo.cast import KNOWN, LUCIE, SETTINGS, settle
from demo.rows import Rows
from guard.sessions import User
from queries import board
from rules.board import KINDS
from tests.conftest import back_to_first_state
from tests.reader import Page, check, reader
from tests.world import empty

YEAR, WEEKS_AHEAD = timedelta(days=365), timedelta(weeks=12)


@pytest.fixture(scope="module")
def house(built, clock_in_hand):
    """The demo filled once for the whole file, on a Monday at nine."""
    made, _ = built
    clock_in_hand.__init__()
    back_to_first_state(made)
    empty(made)
    with made.app_context():
        assert demo.fill() is True
    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.fixture
def inside(house):
    with house.app_context():
        yield house


def _count(model, *where) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*where))


def _by(column, *where) -> Counter:
    return Counter(dict(db.session.execute(select(column, func.count()).where(*where).group_by(column)).all()))


def user_of(name: str) -> User:
    account = db.session.scalar(select(m.Account).where(m.Account.email == f"{name}@demo.example"))
    columns = {column.key: getattr(account, column.key) for column in inspect(m.Account).columns}
    return User(SimpleNamespace(**columns, session_id=0, kind="office", seen_at=now(), phone_device_id=None,
                                factor_at=now(), proved_at=now()))


def test_sixty_persons_are_helped_by_twenty_five_caregivers_in_three_sectors(inside):
    assert (_count(m.Beneficiary), _count(m.Caregiver), _count(m.Sector)) == (60, 25, 3)
    assert 15_000 <= _count(m.Visit) <= 20_000


def test_visits_span_a_year_that_ends_today_and_twelve_weeks_to_come(inside):
    first, last = db.session.execute(select(func.min(m.Visit.day), func.max(m.Visit.day))).one()
    assert today() - YEAR <= first <= today() - YEAR + timedelta(days=6)
    assert today() + WEEKS_AHEAD - timedelta(days=6) <= last <= today() + WEEKS_AHEAD
    assert _count(m.Visit, m.Visit.day == today()) > 30


@pytest.mark.parametrize("column, wanted", [
    (m.Visit.state, {"planned", "done", "cancelled_by_person", "refused_by_person", "door_closed", "not_covered",
                     "suspended"}),
    (m.Pairing.state, {"chosen", "introduced", "first_visits", "settled", "in_mediation", "ended"}),
    (m.Round.state, {"open", "decided", "cancelled"}),
    (m.Round.attention, {"none", "worrying", "split"}),
    (m.RoundSide.state, {"waiting", "answered", "no_answer", "unable_by_phone"}),
    (m.Answer.voice, {"person", "relative", "caregiver"}),
    (m.Answer.channel, {"call", "visit", "own_phone", "link", "paper"}),
    (m.PersonalLink.kind, {"link", "sheet"}),
    (m.Decision.outcome, {"fit", "mediation", "replacement"}),
    (m.Mediation.state, {"opened", "agreed"}),
    (m.Replacement.state, {"open", "with_direction", "not_grantable", "done"}),
    (m.Interruption.kind, {"hospital", "family", "death"}),
    (m.Absence.state, {"open", "closed"}),
    (m.ReplacementVisit.state, {"open", "covered"}),
    (m.Handover.state, {"to_write", "sent", "returned"}),
    (m.Alert.state, {"reported", "acknowledged", "heard", "decided", "closed"}),
    (m.Alert.directed, {"referent", "outside"}),
    (m.Word.kind, {"fine", "to_know", "call_me"}),
    (m.CarePlan.funder, {"apa", "pch", "pension_fund", "mutual", "private"}),
    (m.Contact.kind, {"relative", "trusted_person", "legal_guardian", "professional"}),
])
def test_the_story_shows_every_state(inside, column, wanted):
    assert wanted <= set(_by(column))


def test_the_director_finds_every_kind_of_work_on_her_board(inside):
    found, page, more = [], 0, True
    while more:
        page += 1
        lines, more = board.lines(board.Wanted(user_of("helene"), page=page))
        found += [line.kind for line in lines]
    # a question near its end is seen for one hour of the day only
    assert set(found) == set(KINDS) - {"offer_late"}
    assert found.count("split") == 2
    assert found.count("door") == 1


def test_the_coordinator_does_not_see_what_the_direction_examines(inside):
    lines, _ = board.lines(board.Wanted(user_of("claire")))
    assert "doubt" not in [line.kind for line in lines]


def test_this_morning_a_caregiver_is_ill_and_her_visits_wait(inside):
    """The Monday morning of the guide, ready to be tried: sent from her phone at ten to seven, read by nobody."""
    absence = db.session.scalars(select(m.Absence).where(m.Absence.read_at.is_(None))).one()
    assert (absence.kind, absence.starts_on, (absence.ends_on - absence.starts_on).days) == ("sick_leave", today(), 4)
    held = db.session.execute(
        select(m.Visit.beneficiary_id, m.Visit.caregiver_id).join(m.ReplacementVisit, m.ReplacementVisit.visit_id == m.Visit.id)
        .join(m.Replacement, m.Replacement.id == m.ReplacementVisit.replacement_id)
        .where(m.Replacement.absence_id == absence.id, m.ReplacementVisit.state == "open")).all()
    assert (len({row.beneficiary_id for row in held}), len(held)) == (9, 14)
    assert {row.caregiver_id for row in held} == {None}


def test_the_questions_of_this_morning_are_about_a_leave_the_office_has_read(inside):
    """One is asked alone about a home; of several asked about another, two would go. Nothing is asked before it is read."""
    rows = db.session.execute(
        select(m.Absence, m.Offer.kind, m.Offer.state, m.Offer.replacement_id)
        .join(m.Replacement, m.Replacement.absence_id == m.Absence.id).join(m.Offer, m.Offer.replacement_id == m.Replacement.id)
        .where(m.Offer.state.in_(("waiting", "willing"))).order_by(m.Offer.id)).all()
    [leave] = {row.Absence for row in rows}
    assert leave.kind == "leave" and leave.read_at and leave.starts_on > today() + timedelta(days=7)
    said = Counter((row.kind, row.state) for row in rows)
    assert said["direct", "waiting"] == 1 and said["several", "willing"] == 2 and said["several", "waiting"] >= 1
    assert len({row.replacement_id for row in rows}) == 2
    assert _count(m.Offer, m.Offer.replacement_id.in_(
        select(m.Replacement.id).join(m.Absence, m.Absence.id == m.Replacement.absence_id).where(m.Absence.read_at.is_(None)))) == 0


def test_a_door_stayed_closed_this_morning(inside):
    door, visit = db.session.execute(select(m.DoorReport, m.Visit).join(m.Visit, m.Visit.id == m.DoorReport.visit_id)
                                     .where(m.DoorReport.closed_at.is_(None))).one()
    assert visit.day == today() and door.phoned and visit.state == "door_closed"


def test_a_mediation_has_both_versions_and_what_was_agreed(inside):
    agreed = db.session.scalars(select(m.Mediation).where(m.Mediation.state == "agreed")).one()
    sides = db.session.scalars(select(m.MediationVersion.side).where(m.MediationVersion.mediation_id == agreed.id)
                               .order_by(m.MediationVersion.side)).all()
    assert sides == ["beneficiary", "caregiver"]
    assert _count(m.MediationPoint, m.MediationPoint.mediation_id == agreed.id) == 3


def test_sheets_are_out_one_came_back_and_a_link_was_answered(inside):
    sheets = _by(m.PersonalLink.used_at.is_not(None), m.PersonalLink.kind == "sheet")
    assert sheets == {True: 1, False: 3} and _count(m.SheetBatch) == 1
    said = db.session.scalars(select(m.Answer).where(m.Answer.channel == "link")).one()
    assert (said.voice, said.spoken_by, said.collected_by_id) == ("relative", "Sa fille", None)


def test_nobody_is_in_two_places_at_once(inside):
    one, other = m.Visit, aliased(m.Visit)
    overlap = select(one.id, other.id).join(other, one.caregiver_id == other.caregiver_id).where(
        one.id != other.id, one.state == "planned", other.state == "planned",
        other.starts_at >= one.starts_at, other.starts_at < one.ends_at)
    assert db.session.execute(overlap.order_by(one.id)).all() == []


def test_a_visit_is_held_within_its_relation(inside):
    lost = select(m.Visit.id).join(m.Pairing, m.Pairing.id == m.Visit.pairing_id).where(
        (m.Pairing.caregiver_id != m.Visit.caregiver_id) | (m.Pairing.beneficiary_id != m.Visit.beneficiary_id)
        | (m.Visit.day < m.Pairing.starts_on) | ((m.Pairing.ends_on < m.Visit.day) & (m.Visit.state == "planned")))
    assert db.session.execute(lost.order_by(m.Visit.id)).all() == []
    assert _count(m.Visit, m.Visit.caregiver_id.is_not(None), m.Visit.pairing_id.is_(None)) == 0


def test_nothing_was_written_later_than_now(inside):
    late = []
    for table in db.metadata.sorted_tables:
        for column in table.columns:
            if column.key.endswith("_at") and column.key not in (
                    "starts_at", "ends_at", "expires_at", "due_at", "here_starts_at", "first_visit_at",
                    "last_visit_at") or column.key == "at":
                if db.session.scalar(select(func.max(column))) and db.session.scalar(select(func.max(column))) > now():
                    late.append(str(column))
    assert late == []


def test_every_key_leads_somewhere(inside):
    if db.engine.dialect.name == "sqlite":
        assert db.session.connection().exec_driver_sql("PRAGMA foreign_key_check").all() == []
        assert db.session.connection().exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"


def test_every_number_is_kept_for_fiction(inside):
    numbers = [number for column in (m.Beneficiary.phone, m.Caregiver.phone, m.Contact.phone, m.Account.phone)
               for number in db.session.scalars(select(column).where(column != "").order_by(column))]
    assert numbers and all(number.startswith(("019900", "063998")) for number in numbers)


def test_women_and_men_help_and_are_helped(inside):
    assert _by(m.Caregiver.gender) == {"woman": 23, "man": 2}
    assert set(_by(m.Beneficiary.civility)) == {"Mme", "M."}


def test_the_same_family_names_stand_on_both_sides(inside):
    """Who helps and who is helped are drawn from the same names."""
    helped, helping = (set(db.session.scalars(select(column).order_by(column)))
                       for column in (m.Beneficiary.last_name, m.Caregiver.last_name))
    assert len(helped) > 35 and helped & helping


def test_the_clock_finds_nothing_forgotten(inside):
    at = now()
    with writing():
        assert rounds.open_due(None, at) == 0
        assert pairings.follow_visits(None, at) == 0
        assert series.extend_series(None, at) == 0
        assert absences.follow(None, at) == 0
        assert handovers.tidy(None, at) == 0


def test_the_next_record_takes_a_number_of_its_own(inside):
    with writing() as session:
        sector = m.Sector(name="Les Hauts")
        session.add(sector)
        session.flush()
        assert sector.id == 4
        session.delete(sector)


def test_the_caregiver_has_a_full_week_a_question_and_a_thank_you(inside):
    lucie = user_of("lucie")
    week = _count(m.Visit, m.Visit.caregiver_id == lucie.caregiver_id, m.Visit.state == "planned",
                  m.Visit.day.between(today(), today() + timedelta(days=7)))
    hers = select(m.Round.id).where(m.Round.caregiver_id == lucie.caregiver_id)
    due = _count(m.RoundSide, m.RoundSide.round_id.in_(hers), m.RoundSide.side == "caregiver",
                 m.RoundSide.state == "waiting", m.RoundSide.round_open)
    sides = select(m.RoundSide.id).where(m.RoundSide.round_id.in_(hers), m.RoundSide.side == "beneficiary")
    thanks = _count(m.Answer, m.Answer.side_id.in_(sides), m.Answer.may_pass_on, m.Answer.goes_well != "")
    assert week >= 10 and due >= 1 and thanks >= 1
    assert _count(m.Pairing, m.Pairing.caregiver_id == lucie.caregiver_id, m.Pairing.state == "introduced") == 1


def test_the_demo_is_filled_once(inside):
    before = _count(m.Visit)
    assert demo.fill() is False
    assert _count(m.Visit) == before
    assert dict(db.session.execute(select(m.Setting.name, m.Setting.value)).all()) == SETTINGS


def come_in(house, identifier: str, passphrase: str):
    """Through the door as a visitor does: the demo shows the code of its phones."""
    person = reader(house)
    page = person.follow(person.post("/connexion", {"identifier": identifier, "passphrase": passphrase}))
    shown = page.select("strong", id="code-de-demonstration")
    if page.h1 == "Votre code":
        house.config["CLOCK"].move(seconds=30)  # the next visitor finds another one
        page = person.follow(person.post("/double-verification", {"factor_code": shown[0].text}))
    assert page.h1 and page.h1 != "Votre code"
    return person


@pytest.mark.parametrize("known", KNOWN, ids=[known.key for known in KNOWN])
def test_each_printed_account_signs_in(house, known):
    come_in(house, known.email, known.passphrase)


def test_another_caregiver_signs_in_with_her_phone(house):
    with house.app_context():
        phone = db.session.scalar(select(m.Account.phone).where(m.Account.role == "caregiver", m.Account.email.is_(None))
                                  .order_by(m.Account.id).limit(1))
    come_in(house, phone, demo.cast.SHARED_PASSPHRASE)


def test_whoever_needs_a_second_factor_has_one_and_the_others_none(inside):
    held = set(db.session.scalars(select(m.Account.email).join(m.SecondFactor).order_by(m.Account.email)))
    assert held == {f"{name}@demo.example" for name in ("claire", "samira", "anne", "helene", "thomas")}


def test_one_caregiver_waits_for_her_invitation(house):
    page = come_in(house, "helene@demo.example", "demo-helene-jardin-bleu")
    with house.app_context():
        id = db.session.scalar(select(m.Account.id).where(m.Account.passphrase_hash.is_(None)))
        assert _count(m.Account, m.Account.passphrase_hash.is_(None)) == 1
    assert "attend son invitation, qui n'ouvre plus rien après le" in page.get(f"/comptes/{id}").text


def test_what_is_printed_is_what_is_there():
    assert (LUCIE.words, LUCIE.name, LUCIE.email, LUCIE.passphrase) in demo.accounts()
    assert {known.role for known in KNOWN} == {"coordinator", "director", "caregiver", "none", "outside_recipient"}
    assert sum(known.role == "coordinator" for known in KNOWN) == 3


def test_the_same_day_gives_the_same_association(inside):
    def build() -> dict:
        rows = Rows()
        town.build(rows, settle(rows, now()), demo.SEED, 0)
        return {model.__tablename__: [{**row, "passphrase_hash": ""} for row in kept]
                for model, kept in rows.kept.items()}
    assert build() == build()


@pytest.mark.parametrize("name", ["claire", "helene", "lucie", "thomas", "odile"])
def test_every_way_through_the_demo_leads_to_a_whole_page(house, name):
    """From where she lands, one page of every kind her links lead to."""
    person = come_in(house, f"{name}@demo.example", f"demo-{name}-jardin-bleu")
    to_read, kinds, read = deque(["/"]), Counter(), set()
    while to_read:
        url = to_read.popleft().split("#")[0]
        kind = re.sub(r"\d+", "1", url)
        if not url.startswith("/") or url in read or kinds[kind] == 1:
            continue
        kinds[kind] += 1
        read.add(url)
        page = Page(person.client.get(url))
        assert page.status in (200, 303), f"{url}: {page.status}"
        if page.is_page:
            check(page)
        to_read += [page.location] if page.status == 303 else page.links
    assert len(read) >= {"claire": 60, "helene": 60, "lucie": 6}.get(name, 3)


def test_last_night_s_planning_came_in_with_two_rows_refused_and_one_gap(inside):
    run = db.session.scalars(select(m.ImportRun)).one()
    assert (run.source, run.state, run.refused) == ("folder", "applied", 2)
    assert _count(m.ImportLine, m.ImportLine.outcome == "refused") == 2
    gap, visit = db.session.execute(select(m.ImportGap, m.Visit).join(m.Visit, m.Visit.id == m.ImportGap.visit_id)).one()
    assert gap.decided_at is None and gap.starts_at != visit.starts_at and visit.state == "planned"
