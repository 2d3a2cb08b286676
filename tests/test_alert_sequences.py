"""Whatever happens in whatever order, a story is read by those the table names and by nobody else.

Random reports, permissions, roles, flags, readings and days that pass, from a seed that is printed when it fails. After
each step every person asks; what she gets is compared with tests/alert_oracle.py, which knows nothing of the house.
"""

import random
import re
from types import SimpleNamespace

import pytest
from sqlalchemy import select, update

from acts import alerts as acts
from database import Overtaken, commit_as, now
from models import Account, Alert, Beneficiary
from queries import journal
from queries.reach import alerts_seen_by, calls_for_help_seen_by
from rules.access import OFFICE, may
from rules.alerts import NobodyOutside
from tests.alert_oracle import Case, Person, is_called, may_follow, may_read, may_receive
from tests.reader import reader
from tests.world import writing

CAST = {"claire": "coordinator", "malika": "coordinator", "nadia": "coordinator", "helene": "director", "paul": "director",
        "aicha": "caregiver", "lucie": "caregiver", "odile": "outside_recipient", "sam": "none"}
# Who has a second factor, and may so be given another role without leaving her session.
MOVING = ("claire", "malika", "nadia", "paul", "sam")
HOMES = {"aicha": "mme_durand", "lucie": "m_petit"}
NEUTRAL, HELD = ("other", "overload", "unsafe_home"), ("racism", "violence")
NUMBER = re.compile(r"(?<!\d)[1-9]\d{8}(?!\d)")


class World:
    """The house as the people know it, moved one random step at a time."""

    def __init__(self, app, ids, clock, seed: int):
        self.app, self.ids, self.clock, self.draw = app, ids, clock, random.Random(seed)
        self.seed, self.cases, self.told = seed, {}, []
        self.persons = {name: Person(name, ids[name], role, name == "nadia", ids.get(f"{name}_caregiver"))
                        for name, role in CAST.items()}
        with writing(app) as session:
            for name, person in self.persons.items():
                self._write(session, name, role=person.role, is_alert_referent=person.is_referent)

    def _write(self, session, name: str, **values) -> None:
        session.execute(update(Account.__table__).where(Account.id == self.ids[name]).values(**values))

    def _name(self, id: int | None) -> str | None:
        return next((name for name, person in self.persons.items() if person.id == id), None)

    def _do(self, action: str, who: str | None, act, subject=""):
        by = SimpleNamespace(id=self.ids[who], name=who) if who else None
        with self.app.app_context():
            return commit_as(action, lambda: act(by), by.id if by else None, subject)

    def step(self) -> str:
        """One random step; which one."""
        moves = [self.report, self.permission, self.permission, self.role, self.referent, self.a_day, self.reading, self.adding]
        move = self.report if not self.cases else self.draw.choice(moves)
        self.told.append(move.__name__)
        move()
        return move.__name__

    def report(self) -> None:
        by, mark = self.draw.choice(("aicha", "lucie")), f"zibeline-{self.seed}-{len(self.cases)}x"
        about = self.draw.choice((None, None, "direction", *(name for name, one in self.persons.items()
                                                            if one.role in ("coordinator", "director"))))
        named = about if about in self.persons else None
        said = {"kind": self.draw.choice(HELD if self.draw.random() < 0.1 else NEUTRAL), "facts": mark, "quoted": mark,
                "happened": mark, "whom": "office" if named else about or "beneficiary",
                "about_account_id": self.ids[named] if named else None, "needs_help": self.draw.random() < 0.3,
                "beneficiary_id": self.ids[HOMES[by]], "shared": self.draw.random() < 0.5}
        outside = about == "direction" or bool(named and self.persons[named].role == "director")
        try:
            id = int(self._do("phone.alert", by, lambda who: acts.report(who, self.persons[by].caregiver_id, said),
                              lambda id: f"alert:{id}"))
        except NobodyOutside:
            assert outside and not any(one.role == "outside_recipient" for one in self.persons.values() if one.name != named)
            return
        self._keep(Case(id, mark, by, named, outside, help=said["needs_help"]), said["shared"])

    def _keep(self, case: Case, shared: bool) -> None:
        with self.app.app_context():
            row = self._alert(case.id)
        case.sent_to = (self._name(row.first_id), self._name(row.second_id))
        may_receive(case, self.persons)
        case.let_in = self.coordinator_of(case) if shared else None
        self.cases[case.id] = case

    def _alert(self, id: int):
        from database import db
        return db.session.execute(select(Alert.first_id, Alert.second_id).where(Alert.id == id)).one()

    def coordinator_of(self, case: Case) -> str | None:
        """The coordinator of the person, whom the author may let in: never one it is about, nobody where it is outside."""
        with self.app.app_context():
            from database import db
            name = self._name(db.session.scalar(select(Beneficiary.referent_id).where(
                Beneficiary.id == self.ids[HOMES[case.by]])))
        known = name and self.persons[name].role == "coordinator" and name != case.about and not case.outside
        return name if known else None

    def permission(self) -> None:
        case = self.draw.choice(list(self.cases.values()))
        kind = "unshared" if case.let_in else "shared"
        new = None if case.let_in else self.coordinator_of(case)
        try:
            self._do("phone.alert", case.by, lambda who: acts.hers(who, case.id, kind), f"alert:{case.id}")
        except Overtaken:
            assert kind == "shared" and new is None
        case.let_in = new

    def role(self) -> None:
        """Another role or another flag; the house always keeps a director."""
        person = self.persons[self.draw.choice(MOVING)]
        person.role = self.draw.choice(("coordinator", "coordinator", "director", "outside_recipient", "none"))
        person.is_referent = self.draw.random() < 0.3
        with writing(self.app) as session:
            self._write(session, person.name, role=person.role, is_alert_referent=person.is_referent)

    def referent(self) -> None:
        """Another coordinator follows the person from now on, or nobody."""
        new = self.draw.choice(("claire", "malika", "nadia", None))
        with writing(self.app) as session:
            session.get(Beneficiary, self.ids[HOMES[self.draw.choice(("aicha", "lucie"))]]).referent_id = new and self.ids[new]

    def a_day(self) -> None:
        self.clock.move(hours=25)
        self._do("alert.escalate", None, lambda _: acts.escalate(None, now()))
        for case in self.cases.values():
            case.escalated = case.escalated or not case.read

    def reading(self) -> None:
        case = self.draw.choice(list(self.cases.values()))
        able = [one.name for one in self.persons.values() if may_follow(case, one)]
        if case.read or not able:
            return
        self._do("alert.follow", self.draw.choice(able), lambda who: acts.acknowledge(who, case.id), f"alert:{case.id}")
        case.read = True

    def adding(self) -> None:
        case = self.draw.choice(list(self.cases.values()))
        self._do("phone.alert", case.by, lambda who: acts.hers(who, case.id, "added", case.mark), f"alert:{case.id}")

    def readable(self, person: Person) -> set[int]:
        return {case.id for case in self.cases.values() if may_read(case, person)}

    def known(self, person: Person) -> set[int]:
        """Whose number she may meet at all: those she reads, and those she is told to call."""
        return self.readable(person) | {case.id for case in self.cases.values() if is_called(case, person)}

    def where(self) -> str:
        return f"seed {self.seed}, after {', '.join(self.told)}"


def eye(person: Person):
    flags = frozenset({"alert_referent"} if person.is_referent else ())
    return SimpleNamespace(id=person.id, role=person.role, flags=flags, caregiver_id=person.caregiver_id,
                           is_office=person.role in OFFICE, may=lambda action: may(person.role, flags, action))


def reached(world: World, person: Person) -> tuple[set[int], set[int], set[int]]:
    """Of this world's alerts: those the house lets her read, those it tells her to call, those her journal names."""
    from database import db
    user, ours = eye(person), Alert.id.in_(world.cases)
    read, called = (set(db.session.scalars(seen(user).where(ours).with_only_columns(Alert.id, maintain_column_froms=True)))
                    for seen in (alerts_seen_by, calls_for_help_seen_by))
    lines = journal.lines_seen_by(user).with_only_columns(journal.JournalLine.subject)
    named = {int(subject.removeprefix("alert:")) for subject in db.session.scalars(lines) if subject.startswith("alert:")}
    return read, called, named & set(world.cases)


@pytest.mark.parametrize("batch", range(10))
def test_hundreds_of_random_sequences_never_reach_anybody_outside_the_table(app, people, clock, batch):
    for seed in range(batch * 30, batch * 30 + 30):
        world = World(app, people, clock, seed)
        for _ in range(7):
            world.step()
        with app.app_context():
            for person in world.persons.values():
                read, called, named = reached(world, person)
                assert read == world.readable(person), f"{person} reads; {world.where()}"
                assert called == {id for id, case in world.cases.items() if is_called(case, person)}, f"{person}; {world.where()}"
                assert named <= world.readable(person), f"{person} reads in the journal; {world.where()}"


# --- the same through every page --------------------------------------------------------------------------------

# The words of its own kinds, of a step and of the board: the existence of an alert is in them.
BOARD_WORDS = ("vous a envoyé des nouvelles", "attend une réponse, le délai est passé", "au sujet de ses nouvelles",
               "attend sa prochaine étape")


def every_page(app) -> list[str]:
    """Every address without a number in it."""
    skipped = ("static", "sign_in.show", "calendar_feeds.read")
    return sorted(rule.rule for rule in app.url_map.iter_rules() if "GET" in rule.methods and not rule.arguments
                  and rule.endpoint not in skipped)


def of_the_case(ids) -> list[str]:
    pairs = [f"/relations/{ids[f'{person}_pairing']}" for person in HOMES.values()]
    people = [f"/beneficiaires/{ids[person]}" for person in HOMES.values()]
    carers = [f"/intervenantes/{ids[f'{name}_caregiver']}" for name in HOMES]
    return [*pairs, *people, *carers, *(f"{url}?q=zibel" for url in ("/beneficiaires", "/intervenantes", "/appels")),
            "/journal?quoi=alert.read", "/journal?quoi=phone.alert", "/suivis?etat=clos", "/a-traiter", "/journal", "/journal.csv"]


def look(world: World, her, person: Person, urls) -> None:
    """What she gets at each address: no mark she may not read, no number she may not know."""
    readable, known = world.readable(person), world.known(person)
    for url in urls:
        sent = her.client.get(url)
        text, at = sent.get_data(as_text=True) + str(sent.headers), f"{person} at {url} ({sent.status_code}); {world.where()}"
        assert sent.status_code < 500, at
        for case in world.cases.values():
            assert case.id in readable or case.mark not in text, at
            assert case.id in known or str(case.id) not in text, at
        if not any(may_follow(case, person) for case in world.cases.values()):
            assert not [words for words in BOARD_WORDS if words in text], at


def try_the_case(world: World, her, person: Person, case: Case) -> None:
    """The page of a case, its steps and its doors: there for its readers, nowhere for anybody else."""
    readable, at = may_read(case, person), f"{person} and {case}; {world.where()}"
    if person.role == "caregiver":
        assert her.client.get(f"/mes-nouvelles/{case.id}").status_code == (200 if readable else 404), at
    else:
        office = eye(person).may("alert.see")
        page = her.client.get(f"/suivis/{case.id}")
        assert page.status_code == (200 if readable else 404 if office else 403), at
        assert readable or case.mark not in page.get_data(as_text=True), at
        called = her.client.get(f"/a-appeler-maintenant/{case.id}")
        assert (called.status_code == 200) == is_called(case, person) and case.mark not in called.get_data(as_text=True), at
    tried = her.client.post(f"/suivis/{case.id}/lecture", data={"csrf_token": her.token(), "key": "k" * 20},
                            headers={"Sec-Fetch-Site": "same-origin"})
    assert tried.status_code in ((303, 409) if may_follow(case, person) else (403, 404)), at
    case.read = case.read or tried.status_code == 303


@pytest.mark.parametrize("seed", range(1000, 1006))
def test_no_page_shows_a_word_or_a_number_of_a_case_to_anybody_else(app, people, clock, seed):
    world, urls = World(app, people, clock, seed), every_page(app) + of_the_case(people)
    readers = {name: reader(app, name) for name in CAST}
    for _ in range(8):
        if world.step() == "a_day":
            # overnight everybody's session ended
            readers = {name: reader(app, name) for name in CAST}
        case = world.draw.choice(list(world.cases.values())) if world.cases else None
        for name, her in readers.items():
            person = world.persons[name]
            if case:
                try_the_case(world, her, person, case)
            mine = "/mes-nouvelles" if person.role == "caregiver" else "/suivis"
            shown = {int(found) for found in NUMBER.findall(her.client.get(mine).get_data(as_text=True))} & set(world.cases)
            assert shown == (world.readable(person) if eye(person).may("alert.see") or mine == "/mes-nouvelles" else set()), \
                f"{person}; {world.where()}"
            look(world, her, person, world.draw.sample(urls, 4))
