"""What a file does to the visits that stand here: the planning is the master of hours, and undoes no decision."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from rules import import_people, import_places, import_visits
from rules.import_people import ANOTHER, Directory, Someone
from rules.import_rows import PersonRow, VisitRow
from rules.import_versions import Known, Version, Wanted
from rules.import_visits import Spared, fate_of, may_take, plan
from rules.imports import is_cut_off, looks_partial, spans

NOW = datetime(2026, 3, 9, 8, tzinfo=UTC)
DAY = date(2026, 3, 11)
START = datetime(2026, 3, 11, 7, tzinfo=UTC)
AICHA, LUCIE, NADIA = 1, 2, 3
AS_PLANNED = Version(AICHA, START, 60)
BY_LUCIE, BY_NADIA = AS_PLANNED._replace(caregiver_id=LUCIE), AS_PLANNED._replace(caregiver_id=NADIA)
LATER = AS_PLANNED._replace(starts_at=START + timedelta(hours=1))
CANCELLED = AS_PLANNED._replace(cancelled=True)


def known(here=AS_PLANNED, said=AS_PLANNED, state="planned", **more):
    here = here._replace(cancelled=state in ("withdrawn", "cancelled_by_person", "refused_by_person"))
    return Known(**{"id": 10, "beneficiary_id": 5, "here": here, "state": state, "day": DAY,
                    "ref": "V1", "said": said,
                    "said_id": 20 if said else None, **more})


def wanted(file=AS_PLANNED, line=2, ref="V1", person=5, **more):
    return Wanted(line, ref, person, file, DAY, 480, **more)


def planned(rows, visits, spared=None, barred=lambda *_: "", days=(DAY, DAY)):
    return plan(rows, visits, spared or Spared(set(), set(), set()), days, NOW, barred)


@pytest.mark.parametrize(("file", "visit", "fate"), [
    # nothing was decided here since: the planning is followed
    (AS_PLANNED, known(), "left"),
    (BY_LUCIE, known(), "change"),
    (LATER, known(), "change"),
    (CANCELLED, known(), "change"),
    (CANCELLED, known(state="suspended"), "change"),
    # a replacement was decided here
    (AS_PLANNED, known(here=BY_LUCIE), "gap"),
    (BY_LUCIE, known(here=BY_LUCIE), "left"),
    (BY_NADIA, known(here=BY_LUCIE), "gap"),
    (CANCELLED, known(here=BY_LUCIE), "gap"),
    # ... the planning agreed since, and an old file comes back
    (AS_PLANNED, known(here=BY_LUCIE, said=BY_LUCIE, decided_here=True), "gap"),
    # ... somebody kept what is here: the same file asks nothing more, another one does
    (AS_PLANNED, known(here=BY_LUCIE, kept=AS_PLANNED), "left"),
    (BY_NADIA, known(here=BY_LUCIE, kept=AS_PLANNED), "gap"),
    # called off here
    (AS_PLANNED, known(state="cancelled_by_person"), "gap"),
    (AS_PLANNED, known(state="refused_by_person"), "gap"),
    (AS_PLANNED, known(state="withdrawn"), "gap"),
    (CANCELLED, known(state="cancelled_by_person"), "left"),
    # called off by the planning, which plans it again
    (AS_PLANNED, known(state="withdrawn", said=CANCELLED), "again"),
    # what the house wrote about its end
    (AS_PLANNED, known(state="done"), "left"),
    (BY_LUCIE, known(state="done"), "gap"),
    (CANCELLED, known(state="door_closed"), "gap"),
    (LATER, known(state="not_covered"), "gap"),
    # typed by hand here
    (AS_PLANNED, known(said=None), "left"),
    (BY_LUCIE, known(said=None), "gap"),
])
def test_three_versions_of_a_visit_are_compared(file, visit, fate):
    assert fate_of(visit, file) == fate


def test_the_same_file_twice_leaves_everything():
    made = planned([wanted()], [known()])
    assert (made.left, made.created, made.changed, made.gaps, made.said, made.refs) == (1, [], [], [], [], [])


def test_that_a_decision_was_taken_here_is_remembered_when_the_planning_agrees():
    made = planned([wanted(BY_LUCIE)], [known(here=BY_LUCIE)])
    assert [(visit.id, said, decided) for visit, said, decided in made.said] == [(10, BY_LUCIE, True)]


def test_an_open_gap_closes_when_the_planning_says_the_same_again():
    assert planned([wanted(BY_LUCIE)], [known(here=BY_LUCIE, gap_id=3, gap=AS_PLANNED)]).agreed == [3]


@pytest.mark.parametrize(("row", "visit", "matches"), [
    (wanted(LATER), known(), True),                                    # its reference
    (wanted(LATER, ref=None), known(ref=None), False),                 # no reference, another hour: another visit
    (wanted(ref=None), known(ref=None, here=BY_LUCIE), True),          # what the planning said last
    (wanted(ref=None), known(ref=None, said=None), True),              # typed by hand, the same
    (wanted(BY_LUCIE, ref="V9"), known(ref=None, said=None), True),    # typed by hand for another caregiver
    (wanted(ref="V2"), known(), True),                                 # its reference was changed
    (wanted(LATER, person=6), known(), False),                         # a reference used again for somebody else
])
def test_which_row_is_about_which_visit(row, visit, matches):
    made = planned([row], [visit], days=None)
    assert (len(made.created) == 0) is matches


def test_two_caregivers_at_the_same_hour_are_two_visits():
    made = planned([wanted(ref=None), wanted(BY_LUCIE, line=3, ref=None)], [known(ref=None)])
    assert (made.left, len(made.created), made.gaps) == (1, 1, [])


def test_a_reference_given_to_another_visit_is_freed_first():
    made = planned([wanted(LATER, person=6)], [known()], days=None)
    assert made.freed == [10]


def test_a_visit_written_on_several_lines_is_read_once():
    made = planned([wanted(acts=("wash",)), wanted(line=3, acts=("meal",))], [])
    assert [row.acts for row, *_ in made.created] == [("wash", "meal")]
    assert made.repeated == 1


def test_the_same_reference_with_another_hour_is_refused():
    assert "déjà à la ligne 2" in dict(planned([wanted(), wanted(LATER, line=3)], []).refused)[3]


def test_called_off_then_planned_again_in_the_same_file_is_planned():
    made = planned([wanted(CANCELLED, ref=None), wanted(line=3, ref=None)], [known(ref=None)])
    assert (made.left, made.cancelled, made.changed) == (1, [], [])


def test_a_row_called_off_that_nobody_knew_is_nothing():
    made = planned([wanted(CANCELLED)], [])
    assert (made.left, made.created) == (1, [])


def test_gone_from_the_file_is_called_off_when_it_was_to_come():
    made = planned([wanted(ref="V2", person=6)], [known()])
    assert [change.kind for change in made.cancelled] == ["withdrawn"]


@pytest.mark.parametrize("visit", [
    known(said=None),                                             # typed by hand here
    known(here=AS_PLANNED._replace(starts_at=NOW - timedelta(hours=5)),
          said=AS_PLANNED._replace(starts_at=NOW - timedelta(hours=5))),  # past
    known(state="done"), known(said=CANCELLED, state="withdrawn"),
    known(day=date(2026, 3, 20)),                                 # out of the days of the file
])
def test_gone_from_the_file_changes_nothing_of_these(visit):
    made = planned([wanted(ref="V2", person=6)], [visit])
    assert (made.cancelled, made.gaps) == ([], [])


def test_gone_from_the_file_after_a_decision_here_is_a_gap():
    made = planned([wanted(ref="V2", person=6)], [known(here=BY_LUCIE)])
    assert [(gap.file.cancelled, gap.line) for gap in made.gaps] == [(True, None)]


@pytest.mark.parametrize("spared", [
    Spared({"V1"}, set(), set()), Spared(set(), {(5, DAY)}, set()), Spared(set(), {(5, None)}, set()),
    Spared(set(), set(), {START}), Spared(set(), set(), set(), all_of_it=True)])
def test_what_a_row_nobody_can_read_may_be_about_is_not_gone(spared):
    assert planned([wanted(ref="V2", person=6)], [known()], spared).cancelled == []


def test_a_measure_on_the_pair_is_never_gone_round():
    """Created without a caregiver, or left as it is: the board shows it, and a gap says so with neutral words."""
    def no_lucie(person, caregiver, day, hers):
        return "measure" if caregiver == LUCIE else ""
    made = planned([wanted(BY_LUCIE)], [], barred=no_lucie)
    assert [(row.file.caregiver_id, why) for row, why, _ in made.created] == [(LUCIE, "measure")]
    made = planned([wanted(BY_LUCIE)], [known()], barred=no_lucie)
    assert (made.changed, [gap.why for gap in made.gaps]) == ([], ["measure"])


def test_her_own_visit_is_not_moved_into_days_kept_from_her():
    tomorrow = Wanted(2, "V1", 5, AS_PLANNED._replace(starts_at=START + timedelta(days=1)), DAY + timedelta(days=1), 480)
    asked = []

    def not_tomorrow(person, caregiver, day, hers):
        asked.append(hers)
        return "measure" if day > DAY else ""
    made = planned([tomorrow], [known()], barred=not_tomorrow)
    assert (made.changed, [gap.why for gap in made.gaps], asked) == ([], ["measure"], [True])
    # another hour of the same day is hers
    made = planned([wanted(LATER)], [known()], barred=lambda *_: "measure")
    assert (len(made.changed), made.gaps) == (1, [])


@pytest.mark.parametrize(("rows", "visit"), [
    ([wanted(BY_LUCIE)], known(shut=True)),
    # the planning calls it off and writes another in its place, or plans it again
    ([wanted(CANCELLED), wanted(BY_LUCIE, line=3, ref="V9")], known(shut=True, state="refused_by_person")),
    ([wanted(BY_LUCIE)], known(shut=True, state="withdrawn", said=CANCELLED)),
])
def test_a_home_that_refused_gets_nobody_else_from_a_file(rows, visit):
    made = planned(rows, [visit])
    assert made.changed == [] and [why for _, why, _ in made.created] + [gap.why for gap in made.gaps] == ["home"]


def test_a_home_that_refused_may_have_the_same_caregiver_at_another_hour():
    assert len(planned([wanted(LATER)], [known(shut=True)]).changed) == 1


@pytest.mark.parametrize(("cancelled", "state", "ends", "possible"), [
    (False, "planned", 1, True), (True, "planned", 1, True), (True, "suspended", 1, True),
    (False, "cancelled_by_person", 1, True), (False, "withdrawn", 1, True), (False, "refused_by_person", 1, True),
    (False, "done", 1, False), (True, "door_closed", 1, False), (False, "planned", -1, False)])
def test_when_the_planning_may_be_followed(cancelled, state, ends, possible):
    assert (may_take(cancelled, state, NOW + timedelta(hours=ends), NOW) == "") is possible


@pytest.mark.parametrize(("known_to_come", "gone", "people", "absent", "asks"), [
    (10, 5, 10, 0, False), (10, 6, 10, 0, True), (100, 4, 40, 4, False), (100, 20, 40, 11, True), (8, 3, 4, 3, False)])
def test_a_file_that_would_call_off_too_much_asks_first(known_to_come, gone, people, absent, asks):
    assert bool(looks_partial(known_to_come, gone, people, absent)) is asks


def test_one_visit_called_off_is_said_in_the_singular():
    assert looks_partial(1, 1, 1, 0).startswith("Ce fichier annulerait 1 intervention sur 1\u00a0: plus de la moitié.")


def test_days_that_stand_alone_are_not_what_a_file_covers():
    december = {date(2026, 12, day): 3 for day in range(1, 32)}
    wrong = date(2027, 11, 12)
    assert spans({**december, wrong: 1}) == [(date(2026, 12, 1), date(2026, 12, 31)), (wrong, wrong)]
    assert spans({}) == []


def test_work_whose_heartbeat_stopped_was_cut_off():
    assert is_cut_off("applying", NOW - timedelta(seconds=61), NOW)
    assert not is_cut_off("applying", NOW - timedelta(seconds=59), NOW)
    assert not is_cut_off("applied", None, NOW)


# --- people -------------------------------------------------------------------------------------------------------------

JEANNE = Someone(1, "durand jeanne", values={"civility": "Mme", "last_name": "Durand", "first_name": "Jeanne",
                                              "phone": "0133333333", "address": "12 rue des Lilas", "birth_date": None})


def row(line=2, ref=None, sectors=("Nord",), **values):
    return PersonRow(line, ref, {"last_name": "DURAND", "first_name": "Jeanne", "civility": "Mme", **values}, sectors)


JEANNE_HERE = Someone(5, "durand jeanne", "B1", lasts=frozenset({"durand"}), firsts=frozenset({"jeanne"}), civility="Mme")
MARIE_HERE = Someone(5, "goff jean le marie", "B1", lasts=frozenset({"le", "goff"}), firsts=frozenset({"marie", "jean"}))


@pytest.mark.parametrize(("someone", "said", "other"), [
    (JEANNE_HERE, ("durand jeanne", "Mme"), False),
    (JEANNE_HERE, ("durand",), False),
    (JEANNE_HERE, ("durand", "Mme"), False),
    (JEANNE_HERE, ("",), False),
    # her husband, whose visits stand under the same reference
    (JEANNE_HERE, ("durand pierre",), True),
    (JEANNE_HERE, ("durand pierre", "M.", "pierre"), True),
    (JEANNE_HERE, ("durand", "M."), True),
    (JEANNE_HERE, ("durand p",), True),
    (JEANNE_HERE, ("durand jean",), True),
    # ... and it is still she
    (JEANNE_HERE, ("durand j", "Mme"), False),
    (JEANNE_HERE, ("durand j", "M."), True),
    (JEANNE_HERE, ("jeanne martin",), False),
    (JEANNE_HERE, ("durand jeanne marie",), False),
    (JEANNE_HERE, ("durand ep martin",), False),
    (JEANNE_HERE, ("durand et mme", "M."), False),
    (JEANNE_HERE, ("durand petit", "Mme", ""), False),
    (MARIE_HERE, ("goff le marie",), False),
    (MARIE_HERE, ("goff j le m",), False),
    # another name altogether
    (JEANNE_HERE, ("petit henri",), True),
])
def test_a_reference_shared_by_a_couple_is_not_enough(someone, said, other):
    assert import_people.is_other(someone, *said) is other


def people_plan(rows, people, choices=None, attended=True):
    return import_people.plan("beneficiaries", rows, people, choices or {}, attended, lone_sector=False)


def outcome(made) -> str:
    names = ("created", "changed", "kept", "duplicates", "refused")
    return next((name for name in names if getattr(made, name)), "left")


IMPORTED = replace(JEANNE, said_id=9, said={"last_name": "DURAND", "first_name": "Jeanne", "phone": "0133333333"})


@pytest.mark.parametrize(("one", "people", "choices", "expected"), [
    (row(), [], {}, "created"),
    (row(ref="12"), [replace(JEANNE, ref="12")], {}, "left"),
    (row(ref="12", phone="0144444444"), [replace(JEANNE, ref="12")], {}, "changed"),
    # the same name, and nothing that says it is she: somebody decides
    (row(), [JEANNE], {}, "duplicates"),
    (row(ref="12"), [JEANNE], {}, "duplicates"),
    (row(), [JEANNE], {2: 1}, "left"),
    (row(), [JEANNE], {2: ANOTHER}, "created"),
    # an earlier import made her
    (row(), [IMPORTED], {}, "left"),
    (row(phone="0144444444"), [IMPORTED], {}, "changed"),
    # born another day: another person
    (row(birth_date=date(1950, 1, 1)), [replace(IMPORTED, birth=date(1940, 5, 3))], {}, "created"),
    # her number was corrected here since: an old file takes nothing back
    (row(phone="0133333333"), [replace(IMPORTED, values={**JEANNE.values, "phone": "0155555555"})], {}, "kept"),
    # the reference is somebody else's here
    (row(ref="12"), [replace(JEANNE, ref="12", key="henri petit")], {}, "refused"),
    (row(ref="12", phone="0144444444"), [replace(JEANNE, ref="12", ended_on=DAY)], {}, "refused"),
])
def test_whom_a_row_of_people_is_about(one, people, choices, expected):
    assert outcome(people_plan([one], people, choices)) == expected


def test_nobody_in_front_of_the_screen_decides_no_duplicate():
    assert "Dites si c'est la même personne" in dict(people_plan([row()], [JEANNE], attended=False).refused)[2]


def test_what_was_typed_here_is_changed_only_by_somebody_who_sees_it():
    mine = replace(JEANNE, ref="12")
    assert outcome(people_plan([row(ref="12", phone="0144444444")], [mine])) == "changed"
    assert outcome(people_plan([row(ref="12", phone="0144444444")], [mine], attended=False)) == "kept"


def test_what_a_new_file_lacks_is_named_and_never_invented():
    made = people_plan([PersonRow(2, "12", {"last_name": "Durand", "first_name": "Jeanne"})], [])
    assert dict(made.refused)[2] == "pour créer cette fiche, ajoutez la civilité (Mme ou M.), le secteur."


def test_the_same_person_twice_in_a_file_is_said():
    assert "déjà à la ligne 2" in dict(people_plan([row(), row(line=3)], []).refused)[3]
    assert outcome(people_plan([row(birth_date=DAY), row(line=3, birth_date=DAY - timedelta(days=1))], [])) == "created"


@pytest.mark.parametrize(("ref", "key", "found"), [
    ("12", "", 1), ("12", "jeanne durand", 1), (None, "durand jeanne", 1), ("99", "durand jeanne", None),
    (None, "petit henri", None), ("12", "henri petit", None)])
def test_whom_a_row_of_visits_names(ref, key, found):
    directory = Directory([replace(JEANNE, ref="12")])
    if found:
        assert directory.find(ref, " ".join(sorted(key.split())), DAY, "beneficiaries").id == found
    else:
        with pytest.raises(ValueError, match="connue|quelqu'un d'autre"):
            directory.find(ref, " ".join(sorted(key.split())), DAY, "beneficiaries")


def test_two_persons_of_one_name_ask_for_a_reference():
    with pytest.raises(ValueError, match="plusieurs personnes portent ce nom"):
        Directory([JEANNE, replace(JEANNE, id=2)]).find(None, "durand jeanne", DAY, "beneficiaries")
    gone = replace(JEANNE, id=2, ended_on=date(2025, 1, 1))
    assert Directory([gone, JEANNE]).find(None, "durand jeanne", DAY, "beneficiaries").id == 1


def test_whoever_is_no_longer_helped_or_employed_is_said_without_a_reason():
    visit = VisitRow(2, person="durand jeanne", caregiver="aicha diallo", day=DAY, minutes=60)
    aicha = Someone(7, "aicha diallo")
    assert import_places.place(visit, Directory([JEANNE]), Directory([aicha])) == (1, 7)
    with pytest.raises(ValueError, match="n'est plus accompagnée à cette date"):
        import_places.place(visit, Directory([replace(JEANNE, ended_on=date(2026, 3, 1))]), Directory([aicha]))
    with pytest.raises(ValueError, match="ne travaille plus"):
        import_places.place(visit, Directory([JEANNE]), Directory([replace(aicha, ended_on=date(2026, 3, 1))]))


def test_capitals_of_a_planning_are_written_as_names():
    assert [import_people.presentable(name) for name in ("LE GOFF", "D'ALMEIDA", "Durand-LEBRÉ", "ÉLODIE")] == [
        "Le Goff", "D'Almeida", "Durand-LEBRÉ", "Élodie"]


def test_the_module_names_no_fate_the_vocabulary_does_not_know():
    from rules.vocabulary import PLANNING_CHANGES, VISIT_STATES
    assert import_visits.SETTLED <= set(VISIT_STATES)
    assert {import_visits.kind_of(known(), file) for file in (BY_LUCIE, LATER, CANCELLED, AS_PLANNED._replace(caregiver_id=None))
            } == {"reassigned", "moved", "withdrawn", "uncovered"} <= set(PLANNING_CHANGES)
