"""The data key: printed once, asked for at every start, changed without losing a word. The words stay unread without it."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import event, insert, select, text

import data_keys
from app import create_app
from database import db, now, short_write
from guard import backups, key_check, rotation
from models import DoorReport, HomeAccess, ImportLine, ImportRun, JournalLine, KeyCheck, SecondFactor
from tests.houses import KINDS, build, close, database_of, environment, migrated, typed, writing
from tests.people import settle
from tests.world import count

ROOT = Path(__file__).resolve().parent.parent
CODE, KEEPER, LINE = "Portail 4471B", "La voisine du premier", "Ligne refusée de Mme Petitjean"
LINES, MANY = 250, 6000


def written(folder, *keys) -> Path:
    path = folder / "trait.env"
    path.write_text(f"SECRET_KEY=tests\nDATA_KEYS={','.join(keys)}\n", encoding="utf-8")
    return path


class House:
    """A database, and as many servers over it as there are keys to try."""

    def __init__(self, kind, url, folder, clock):
        self.kind, self.url, self.folder, self.clock, self.open = kind, url, folder, clock, []
        self.key = data_keys.new()
        self.file = written(folder, self.key)
        self.app = self.server(self.key)

    def server(self, *keys, file=True):
        """One whose keys live in the file of the house; `file=False`: they were given by its environment."""
        made = build(self.url, self.folder, self.clock, DATA_KEYS=list(keys), DATA_KEYS_FILE=self.file if file else None)
        self.open.append(made)
        return made

    def keys(self) -> list[str]:
        return data_keys.split(data_keys.read_file(self.file)["DATA_KEYS"])


@pytest.fixture(params=KINDS)
def own(request, tmp_path, clock):
    with database_of(request.param, tmp_path, migrated(request.param)) as url:
        made = House(request.param, url, tmp_path, clock)
        try:
            yield made
        finally:
            for app in made.open:
                close(app)


@pytest.fixture
def lived_in(own):
    """People, and words kept encrypted: codes, who has a key, what an imported file said."""
    with writing(own.app) as session:
        ids = settle(session)
        session.add(HomeAccess(beneficiary_id=ids["mme_durand"], codes=CODE, keys=None, changed_at=now()))
        session.add(DoorReport(visit_id=ids["mme_durand_past_visit"], reported_at=now(), reported_by_id=ids["aicha"],
                               key_holder=KEEPER))
        run = ImportRun(source="screen", state="applied", sha256="0" * 64, made_at=now())
        session.add(run)
        session.flush()
        session.execute(insert(ImportLine), [{"run_id": run.id, "outcome": "refused", "candidates": "", "words": f"{LINE} {i}"}
                                             for i in range(LINES)])
    assert typed(own.app, "upgrade").exit_code == 0
    return own


def read(app) -> tuple:
    """The words, as this server reads them."""
    with app.app_context():
        lines = db.session.scalars(select(ImportLine.words).order_by(ImportLine.id)).all()
        assert lines == [f"{LINE} {i}" for i in range(LINES)]
        assert None not in db.session.scalars(select(SecondFactor.secret).order_by(SecondFactor.id)).all()
        return db.session.scalar(select(HomeAccess.codes)), db.session.scalar(select(DoorReport.key_holder))


def whole_database(own) -> bytes:
    """All there is on the disk of SQLite; of PostgreSQL, every row as it would be stolen."""
    with own.app.app_context():
        if own.kind == "sqlite":
            return b"".join(path.read_bytes() for path in own.folder.glob("trait.sqlite*"))
        with db.engine.connect() as connection:
            return "\n".join(row for table in db.metadata.sorted_tables for row in connection.execute(
                text(f'SELECT CAST(t AS text) FROM "{table.name}" t')).scalars()).encode()


def says_no_word(own) -> bool:
    stolen = whole_database(own)
    return not [word for word in (CODE, KEEPER, LINE) if word.encode() in stolen]


def left(app) -> int:
    with app.app_context():
        return rotation.left()


# --- the key, once -------------------------------------------------------------------------------------------------

def test_the_key_is_printed_once_when_the_house_is_opened_with_what_to_do_of_it(own):
    words = ("init", "--association", "Les Mains", "--sectors", "Nord", "--name", "Anne Roy", "--email", "anne@exemple.fr")
    said = typed(own.app, *words)
    assert said.exit_code == 0 and said.output.count(own.key) == 1
    assert "Write it on paper and keep the paper away from the backups" in said.output and str(own.file) in said.output
    again = typed(own.app, *words)
    assert again.exit_code == 1 and own.key not in again.output
    assert own.key not in typed(own.app, "upgrade").output


def test_a_database_taken_away_tells_none_of_the_words(lived_in):
    assert read(lived_in.app) == (CODE, KEEPER)
    assert says_no_word(lived_in)


# --- a wrong key ---------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("words", [("serve",), ("upgrade",), ("tick",), ("demo",), ("setting",), ("sector", "Est"), ("purge",),
                                   ("invite", "claire@exemple.fr"), ("reset-factor", "claire@exemple.fr"), ("rotate-key",)],
                         ids=lambda words: words[0])
def test_with_another_key_nothing_starts_and_the_words_say_what_to_do(lived_in, words):
    said = typed(lived_in.server(data_keys.new(), file=False), *words)
    assert said.exit_code == 1
    assert "does not open what this database holds" in said.output and "Put the key kept on paper into DATA_KEYS" in said.output
    assert read(lived_in.app) == (CODE, KEEPER)


def test_the_refusal_names_the_file_the_key_goes_into(lived_in):
    right, lived_in.file = lived_in.key, written(lived_in.folder, data_keys.new())
    said = typed(lived_in.server(*lived_in.keys()), "serve")
    assert said.exit_code == 1 and f"after DATA_KEYS= in {lived_in.file}" in said.output
    written(lived_in.folder, right)
    assert typed(lived_in.server(*lived_in.keys()), "tick").exit_code == 0


def test_something_that_is_no_key_is_said_so(lived_in):
    said = typed(lived_in.server("notre-clé", file=False), "serve")
    assert said.exit_code == 1 and "something that is no key" in said.output


def test_a_backup_can_be_made_without_the_key(lived_in):
    assert typed(lived_in.server(data_keys.new(), file=False), "backup").exit_code == 0


def test_a_house_of_before_the_check_is_asked_by_what_it_holds(lived_in):
    with lived_in.app.app_context(), short_write() as connection:
        connection.execute(text("DELETE FROM key_check"))
    assert typed(lived_in.server(data_keys.new(), file=False), "serve").exit_code == 1
    assert typed(lived_in.app, "upgrade").exit_code == 0 and count(lived_in.app, KeyCheck) == 1


def test_an_upgrade_with_another_key_changes_nothing_at_all(tmp_path, clock):
    with database_of("sqlite", tmp_path) as url:
        own = House("sqlite", url, tmp_path, clock)
        import flask_migrate
        with own.app.app_context():
            flask_migrate.upgrade(revision="0012")
            with short_write() as connection:
                connection.execute(text("INSERT INTO account (name, role, created_at, is_administrator, is_alert_referent, "
                                        "keys_off, version) "
                                        "VALUES ('Anne', 'director', '2026-01-01', 0, 0, 0, 1)"))
                connection.execute(insert(SecondFactor).values(account_id=1, secret="JBSWY3DP", confirmed_at=now(), last_step=0))
        assert typed(own.server(data_keys.new(), file=False), "upgrade").exit_code == 1
        with own.app.app_context(), db.engine.connect() as connection:
            assert backups.revision_of(connection) == "0012"
        assert not (own.folder / "backups").exists()
        for app in own.open:
            close(app)


def test_without_any_key_the_program_says_where_to_put_the_one_of_the_paper(tmp_path):
    (tmp_path / "trait.sqlite").touch()
    said = subprocess.run([sys.executable, "-m", "flask", "--app", "app", "serve"], cwd=ROOT, capture_output=True, text=True,
                          env={**environment(tmp_path), "SECRET_KEY": "", "DATA_KEYS": ""}, timeout=60, check=False)
    assert said.returncode and "put the key of the paper after\nDATA_KEYS=" in said.stderr
    assert "Traceback" not in said.stderr


# --- another key ---------------------------------------------------------------------------------------------------

def test_a_new_key_opens_everything_and_the_old_one_can_go(lived_in, clock):
    typed(lived_in.app, "backup")
    clock.move(hours=1)
    said = typed(lived_in.app, "rotate-key")
    assert said.exit_code == 0, said.output
    new, old = lived_in.keys()
    assert old == lived_in.key and said.output.count(new) == 1 and "keep it on its paper" in said.output
    assert left(lived_in.app) == 0 and says_no_word(lived_in)
    assert typed(lived_in.server(old, file=False), "serve").exit_code == 1
    gone = typed(lived_in.app, "rotate-key", "--drop-old")
    assert gone.exit_code == 0 and "1 backups were made before" in gone.output
    assert lived_in.keys() == [new] and count(lived_in.app, KeyCheck) == 1
    assert read(lived_in.server(new, file=False)) == (CODE, KEEPER)
    assert count(lived_in.app, JournalLine, JournalLine.action.in_(("key.rotate", "key.drop"))) == 2
    assert typed(lived_in.app, "rotate-key", "--drop-old").exit_code == 1


def test_the_file_keeps_its_other_lines_and_stays_closed_to_others(lived_in):
    lived_in.file.write_text(f"# À garder\nSECRET_KEY=tests\nDATA_KEYS={lived_in.key}\nTRAIT_HTTPS=1\n", encoding="utf-8")
    assert typed(lived_in.app, "rotate-key").exit_code == 0
    lines = lived_in.file.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not line.startswith("DATA_KEYS=")] == ["# À garder", "SECRET_KEY=tests", "TRAIT_HTTPS=1"]
    assert lived_in.file.stat().st_mode & 0o077 == 0
    assert [path.name for path in lived_in.folder.glob(".trait.env*")] == []


def test_a_server_at_work_reads_and_writes_with_the_new_key_without_a_restart(lived_in):
    at_work = lived_in.server(lived_in.key)
    assert read(at_work) == (CODE, KEEPER)
    stop, seen = threading.Event(), []

    def work():
        while not stop.is_set():
            with writing(at_work) as session:
                session.execute(HomeAccess.__table__.update().values(keys=f"Clé {len(seen)}"))
            seen.append(read(at_work))
    colleague = threading.Thread(target=work)
    colleague.start()
    try:
        assert typed(lived_in.app, "rotate-key").exit_code == 0
    finally:
        stop.set()
        colleague.join()
    assert seen and set(seen) == {(CODE, KEEPER)}
    assert left(lived_in.app) == 0
    assert typed(lived_in.app, "rotate-key", "--drop-old").exit_code == 0
    assert read(at_work) == (CODE, KEEPER)
    with at_work.app_context():
        assert db.session.scalar(select(HomeAccess.keys)) == f"Clé {len(seen) - 1}"


def test_a_slip_of_the_hand_in_the_file_does_not_make_a_server_write_with_another_key(lived_in):
    at_work = lived_in.server(lived_in.key)
    written(lived_in.folder, data_keys.new())
    with writing(at_work) as session:
        session.execute(HomeAccess.__table__.update().values(keys="Sous le pot"))
    assert read(at_work) == (CODE, KEEPER)
    assert typed(lived_in.server(*lived_in.keys()), "serve").exit_code == 1
    written(lived_in.folder, lived_in.key)
    assert typed(lived_in.server(lived_in.key), "tick").exit_code == 0
    with lived_in.server(lived_in.key).app_context():
        assert db.session.scalar(select(HomeAccess.keys)) == "Sous le pot"


def test_a_server_that_slept_through_a_whole_rotation_reads_and_writes_with_the_new_key(lived_in):
    asleep = lived_in.server(lived_in.key)
    typed(lived_in.app, "rotate-key")
    typed(lived_in.app, "rotate-key", "--drop-old")
    assert read(asleep) == (CODE, KEEPER)
    with writing(asleep) as session:
        session.execute(HomeAccess.__table__.update().values(keys="Sous le pot"))
    assert left(lived_in.server(*lived_in.keys())) == 0


def test_two_rotations_at_once_lose_neither_key_nor_word(lived_in):
    apps = [lived_in.server(lived_in.key) for _ in range(2)]
    said = []
    both = [threading.Thread(target=lambda app=app: said.append(typed(app, "rotate-key"))) for app in apps]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert [answer.exit_code for answer in said] == [0, 0]
    assert typed(lived_in.app, "rotate-key", "--re-encrypt").exit_code == 0
    assert left(lived_in.app) == 0 and lived_in.key in lived_in.keys()
    assert read(lived_in.server(lived_in.keys()[0], file=False)) == (CODE, KEEPER)


class PowerCut(BaseException):
    """Nobody catches it."""


def test_cut_off_in_the_middle_it_goes_on_with_the_same_new_key(lived_in):
    cut = lived_in.server(lived_in.key)

    def pull_the_plug(_connection, _cursor, statement, parameters, _context, _many):
        if statement.startswith("UPDATE import_line") and 150 in _numbers(parameters):
            raise PowerCut
    with cut.app_context():
        event.listen(db.engine, "before_cursor_execute", pull_the_plug)
        with pytest.raises(PowerCut):
            rotation.begin()
            rotation.run()
        event.remove(db.engine, "before_cursor_execute", pull_the_plug)
    new, old = lived_in.keys()
    assert 0 < left(lived_in.app) < LINES and read(lived_in.app) == (CODE, KEEPER) and says_no_word(lived_in)
    refused = typed(lived_in.app, "rotate-key", "--drop-old")
    assert refused.exit_code == 1 and "still need the old key" in refused.output
    said = typed(lived_in.app, "rotate-key")
    assert said.exit_code == 0 and "no new key: going on" in said.output
    assert lived_in.keys() == [new, old] and left(lived_in.app) == 0
    assert read(lived_in.server(new, file=False)) == (CODE, KEEPER)


def _numbers(parameters):
    return list(parameters.values()) if isinstance(parameters, dict) else list(parameters)


@pytest.mark.long
def test_killed_in_the_middle_no_word_is_lost(own):
    """A real process, killed as a power cut kills it, then another that finishes its work."""
    with writing(own.app) as session:
        settle(session)
        run = ImportRun(source="screen", state="applied", sha256="0" * 64, made_at=now())
        session.add(run)
        session.flush()
        session.execute(insert(ImportLine), [{"run_id": run.id, "outcome": "refused", "candidates": "", "words": f"{LINE} {i}"}
                                             for i in range(MANY)])
    typed(own.app, "upgrade")
    first = kept_at(own, 1)
    process = rotating(own)
    while kept_at(own, 1) == first and process.poll() is None:
        time.sleep(0.002)
    os.killpg(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL, "it was too fast to be killed: more lines are needed"
    new, _ = own.keys()
    assert 0 < left(own.app) < MANY
    assert rotating(own).wait(timeout=120) == 0
    assert own.keys()[0] == new and left(own.app) == 0
    with own.app.app_context():
        assert db.session.scalars(select(ImportLine.words).order_by(ImportLine.id)).all() == [f"{LINE} {i}" for i in range(MANY)]


def rotating(own) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-m", "flask", "--app", "app", "rotate-key"], cwd=ROOT, start_new_session=True,
                            env={**environment(own.folder, own.url), "SECRET_KEY": "tests"}, stdout=subprocess.DEVNULL)


def kept_at(own, id: int) -> str:
    """A line as it stands in the database, unread."""
    with own.app.app_context():
        return db.session.scalar(text("SELECT words FROM import_line WHERE id = :id"), {"id": id})


def test_keys_given_by_the_environment_are_changed_in_two_steps(lived_in):
    server = lived_in.server(lived_in.key, file=False)
    first = typed(server, "rotate-key")
    assert first.exit_code == 0 and "DATA_KEYS=NEW,OLD" in first.output and count(server, KeyCheck) == 1
    new = next(line.strip() for line in first.output.splitlines() if line.strip().endswith("="))
    both = lived_in.server(new, lived_in.key, file=False)
    second = typed(both, "rotate-key", "--re-encrypt")
    assert second.exit_code == 0 and "values were encrypted again" in second.output and left(both) == 0
    last = typed(both, "rotate-key", "--drop-old")
    assert last.exit_code == 0 and "Leave the first key alone in DATA_KEYS" in last.output
    assert read(lived_in.server(new, file=False)) == (CODE, KEEPER)
    assert lived_in.keys() == [lived_in.key], "the file is not the one in use"


def test_a_value_no_key_opens_stops_the_rotation_and_names_its_record(lived_in):
    with lived_in.app.app_context(), short_write() as connection:
        connection.execute(text("UPDATE door_report SET key_holder = 'x' || key_holder"))
    said = typed(lived_in.app, "rotate-key")
    assert said.exit_code == 1 and "door_report number 1 opens with none of the keys" in said.output


def test_a_backup_of_before_the_rotation_asks_for_its_key_and_opens_with_both(lived_in):
    typed(lived_in.app, "backup")
    backup = next((lived_in.folder / "backups").glob("*-nightly-*.[sd][qu]*[ep]"))
    typed(lived_in.app, "rotate-key")
    typed(lived_in.app, "rotate-key", "--drop-old")
    said = typed(lived_in.app, "restore", str(backup))
    assert said.exit_code == 0 and "encrypted with other keys" in said.output
    assert typed(lived_in.app, "serve").exit_code == 1
    written(lived_in.folder, *lived_in.keys(), lived_in.key)
    again = lived_in.server(*lived_in.keys())
    assert typed(again, "rotate-key").exit_code == 0 and left(again) == 0 and read(again) == (CODE, KEEPER)


def test_every_table_with_words_kept_encrypted_can_be_encrypted_again():
    """The rotation goes through a table by its one number."""
    tables = key_check.encrypted()
    assert {table.name for table, _ in tables} >= {"alert", "alert_step", "home_access", "second_factor", "import_line"}
    assert not [table.name for table, _ in tables if len(table.primary_key.columns) != 1]


def test_making_the_application_asks_the_database_nothing(tmp_path):
    made = create_app({"TESTING": True, "SECRET_KEY": "tests", "DATA_KEYS": ["no key at all"], "INSTANCE": tmp_path,
                       "SQLALCHEMY_DATABASE_URI": f"sqlite:///{tmp_path / 'nowhere' / 'trait.sqlite'}"})
    assert made.url_map
