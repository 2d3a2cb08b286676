"""What was entrusted to us survives: backups are opened, put back, and made before every upgrade."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text, update

from commands.keeping import newest_revision
from database import db, now, short_write
from guard import backups, chain
from models import Account, Beneficiary, CalendarFeed, Caregiver, JournalLine, Sector, Session, Setting
from queries import health
from tests.houses import KINDS, house, typed, writing
from tests.factor import pass_on, set_up
from tests.invited import arrive, choose
from tests.people import settle
from tests.world import count


@pytest.fixture(params=KINDS)
def own(request, tmp_path, clock):
    with house(request.param, tmp_path, clock) as app:
        yield app


@pytest.fixture
def lived_in(own):
    """A house with people, a journal, and somebody signed in."""
    with writing(own) as session:
        ids = settle(session)
        session.add(Session(token_hash="a" * 64, account_id=ids["claire"], kind="office", created_at=now(), seen_at=now()))
    with own.app_context(), short_write() as connection:
        chain.append(connection, None, "visit.edit", "visit:1", True, "::1", now())
    return own


def kept(app):
    with app.app_context():
        return health.backups()


def names(app):
    with app.app_context():
        return db.session.execute(select(Beneficiary.last_name).order_by(Beneficiary.last_name)).scalars().all()


def rename(app, new):
    with app.app_context(), short_write() as connection:
        connection.execute(text("UPDATE beneficiary SET last_name = :new WHERE last_name = 'Durand'"), {"new": new})


def test_a_backup_holds_everybody_and_was_opened(lived_in):
    answer = typed(lived_in, "backup")
    assert answer.exit_code == 0 and "opened and found whole" in answer.output
    backup, = kept(lived_in)
    assert backup.path.stat().st_mode & 0o077 == 0, "others on this machine may not read it"
    assert backup.journal[0] == 1
    assert backup.revision == _newest(lived_in)


def _newest(app):
    with app.app_context():
        return newest_revision()


def test_a_backup_put_back_brings_back_what_was_there_and_keeps_the_rest_aside(lived_in):
    typed(lived_in, "backup")
    backup, = kept(lived_in)
    rename(lived_in, "Perdue")
    answer = typed(lived_in, "restore", str(backup.path))
    assert answer.exit_code == 0, answer.output
    assert names(lived_in) == ["Durand", "Petit"]
    aside = [b for b in kept(lived_in) if b.kind == "replaced"]
    assert len(aside) == 1 and str(aside[0].path) in answer.output
    typed(lived_in, "restore", str(aside[0].path))
    assert names(lived_in) == ["Perdue", "Petit"]


def test_after_a_restore_everybody_signs_in_again_and_the_journal_says_so(lived_in):
    typed(lived_in, "backup")
    backup, = kept(lived_in)
    typed(lived_in, "restore", str(backup.path))
    assert count(lived_in, Session, Session.ended_at.is_(None)) == 0
    assert count(lived_in, JournalLine, JournalLine.action == "backup.restored") == 1
    assert typed(lived_in, "journal-verify").exit_code == 0


def test_a_calendar_address_closed_since_the_backup_does_not_open_again_with_it(lived_in):
    with writing(lived_in) as session:
        session.add(CalendarFeed(caregiver_id=session.scalar(select(Caregiver.id).limit(1)), token_hash="a" * 64,
                                 made_at=now(), made_by_id=session.scalar(select(Account.id).limit(1))))
    typed(lived_in, "backup")
    backup, = kept(lived_in)
    with writing(lived_in) as session:
        session.execute(update(CalendarFeed).values(revoked_at=now()))
    typed(lived_in, "restore", str(backup.path))
    assert count(lived_in, CalendarFeed) == 1 and count(lived_in, CalendarFeed, CalendarFeed.revoked_at.is_(None)) == 0


def test_fourteen_backups_are_kept(own, clock):
    with own.app_context():
        made = []
        for _ in range(17):
            made.append(backups.make())
            clock.move(days=1)
        left = health.backups()
    assert [b.path for b in left] == [b.path for b in reversed(made[3:])]
    on_disk = {path.name for path in left[0].path.parent.iterdir()}
    assert on_disk == {b.path.name for b in left} | {b.path.name + ".json" for b in left}


def test_a_backup_that_changed_since_it_was_made_is_refused(lived_in):
    typed(lived_in, "backup")
    backup, = kept(lived_in)
    with backup.path.open("r+b") as file:
        file.seek(-200, 2)
        file.write(b"\x55" * 50)
    answer = typed(lived_in, "restore", str(backup.path))
    assert answer.exit_code == 1 and "changed since it was made" in answer.output
    assert names(lived_in) == ["Durand", "Petit"]


def test_a_file_that_is_no_backup_is_refused(lived_in, tmp_path):
    other = tmp_path / "photo.sqlite"
    other.write_bytes(b"not a database at all" * 100)
    assert typed(lived_in, "restore", str(other)).exit_code == 1
    assert typed(lived_in, "restore", str(tmp_path / "nowhere.sqlite")).exit_code == 1
    assert names(lived_in) == ["Durand", "Petit"]


@pytest.fixture
def on_sqlite(tmp_path, clock):
    with house("sqlite", tmp_path, clock) as app:
        with writing(app) as session:
            settle(session)
        yield app


def test_a_damaged_backup_is_found_even_without_its_note(on_sqlite, tmp_path):
    typed(on_sqlite, "backup")
    copy = tmp_path / "found-on-a-key.sqlite"
    shutil.copy(kept(on_sqlite)[0].path, copy)
    damaged = bytearray(copy.read_bytes())
    for page in range(20, 60):
        damaged[page * 4096:page * 4096 + 100] = b"\xff" * 100
    copy.write_bytes(damaged)
    answer = typed(on_sqlite, "restore", str(copy))
    assert answer.exit_code == 1
    assert names(on_sqlite) == ["Durand", "Petit"]


def test_a_backup_with_a_broken_journal_is_kept_but_said(on_sqlite):
    with on_sqlite.app_context(), short_write() as connection:
        chain.append(connection, None, "visit.edit", "visit:1", True, "::1", now())
        connection.execute(text("DROP TRIGGER journal_no_update"))
        connection.execute(text("UPDATE journal SET subject = 'visit:2'"))
    answer = typed(on_sqlite, "backup")
    assert answer.exit_code == 1 and "its journal is broken" in answer.output
    assert kept(on_sqlite)[0].journal_problems


def test_a_database_that_cannot_be_read_any_more_is_moved_aside_and_replaced(on_sqlite, tmp_path):
    typed(on_sqlite, "backup")
    backup, = kept(on_sqlite)
    with on_sqlite.app_context():
        db.session.remove()
        db.engine.dispose()
    live = tmp_path / "trait.sqlite"
    for end in ("-wal", "-shm"):
        Path(f"{live}{end}").unlink(missing_ok=True)
    live.write_bytes(b"\x00garbage" * 4000)
    answer = typed(on_sqlite, "restore", str(backup.path))
    assert answer.exit_code == 0, answer.output
    assert names(on_sqlite) == ["Durand", "Petit"]
    assert (next((tmp_path / "backups").glob("unreadable-*")) / "trait.sqlite").read_bytes().startswith(b"\x00garbage")


def test_a_backup_leaves_no_trace_of_what_was_erased(on_sqlite):
    with on_sqlite.app_context(), short_write() as connection:
        connection.execute(insert(Sector), [{"name": f"Secteur à oublier {i}"} for i in range(50)])
        connection.execute(text("DELETE FROM sector WHERE name LIKE 'Secteur à oublier%'"))
    typed(on_sqlite, "backup")
    assert "oublier".encode() not in kept(on_sqlite)[0].path.read_bytes()


def test_a_server_that_reads_meanwhile_sees_the_database_that_was_put_back(on_sqlite, tmp_path):
    typed(on_sqlite, "backup")
    rename(on_sqlite, "Perdue")
    with closing(sqlite3.connect(tmp_path / "trait.sqlite")) as other:
        question = "SELECT last_name FROM beneficiary ORDER BY last_name LIMIT 1"
        assert other.execute(question).fetchone() == ("Perdue",) or other.execute(question).fetchone() == ("Petit",)
        typed(on_sqlite, "restore", str(kept(on_sqlite)[-1].path))
        assert other.execute(question).fetchone() == ("Durand",)


def test_an_upgrade_keeps_every_record_and_backs_up_first(tmp_path, clock):
    with house("sqlite", tmp_path, clock, revision="0001") as app:
        with app.app_context(), short_write() as connection:
            connection.execute(insert(Sector), [{"name": "Nord"}, {"name": "Sud"}])
        answer = typed(app, "upgrade")
        assert answer.exit_code == 0 and "holds it as it was" in answer.output
        backup, = kept(app)
        assert (backup.kind, backup.revision) == ("before-upgrade", "0001")
        assert count(app, Sector) == 2
        with app.app_context(), db.engine.connect() as connection:
            assert backups.revision_of(connection) == newest_revision()
        assert typed(app, "upgrade").output == "the database is up to date\n"
        assert len(kept(app)) == 1


def test_a_backup_from_before_an_upgrade_is_brought_up_to_date_when_put_back(tmp_path, clock):
    with house("sqlite", tmp_path, clock, revision="0001") as app:
        with app.app_context(), short_write() as connection:
            connection.execute(insert(Sector), [{"name": "Nord"}])
        typed(app, "upgrade")
        answer = typed(app, "restore", str(kept(app)[0].path))
        assert answer.exit_code == 0, answer.output
        assert count(app, Sector) == 1
        with app.app_context(), db.engine.connect() as connection:
            assert backups.revision_of(connection) == newest_revision()


def test_a_database_of_a_newer_version_is_left_alone(on_sqlite):
    with on_sqlite.app_context(), short_write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    answer = typed(on_sqlite, "upgrade")
    assert answer.exit_code == 1 and "newer version" in answer.output
    typed(on_sqlite, "backup")
    assert "newer version" in typed(on_sqlite, "restore", str(kept(on_sqlite)[0].path)).output


@pytest.mark.postgres
def test_without_the_tools_of_postgresql_a_backup_says_what_to_install(tmp_path, clock, monkeypatch):
    with house("postgres", tmp_path, clock) as app:
        monkeypatch.setenv("PATH", str(tmp_path))
        answer = typed(app, "backup")
        assert answer.exit_code == 1
        assert "pg_dump is not on this machine: install the PostgreSQL client" in answer.output


def test_the_codes_of_homes_need_their_keys_after_a_restore(lived_in):
    from cryptography.fernet import Fernet

    from models import HomeAccess
    with writing(lived_in) as session:
        person = session.execute(select(Beneficiary.id).order_by(Beneficiary.id)).scalars().first()
        session.add(HomeAccess(beneficiary_id=person, codes="1234A", changed_at=now()))
    typed(lived_in, "backup")
    lived_in.config["DATA_KEYS"] = [Fernet.generate_key().decode()]
    answer = typed(lived_in, "restore", str(kept(lived_in)[0].path))
    assert answer.exit_code == 0
    assert "were encrypted with other keys" in answer.output


def test_the_first_invitation_is_printed_once_and_only_in_an_empty_house(tmp_path, clock):
    asked = ("init", "--association", "Les Mains Liées", "--sectors", "Nord, Sud", "--name", "Anne Roy",
             "--email", "Anne@Exemple.fr")
    with house("sqlite", tmp_path, clock, revision="") as app:
        answer = typed(app, *asked)
        assert answer.exit_code == 0, answer.output
        link = answer.output.strip().splitlines()[-1].strip()
        assert link.startswith("http://localhost:8000/invitation/")
        with app.app_context():
            account = db.session.execute(select(Account).order_by(Account.id)).scalars().one()
            assert (account.email, account.role, account.passphrase_hash) == ("anne@exemple.fr", "director", None)
        set_up(choose(app, link.rpartition("/")[2]), clock()).get("/a-traiter")
        assert count(app, Sector) == 2
        again = typed(app, *asked)
        assert again.exit_code == 1 and "nothing was changed" in again.output
        assert count(app, Account) == 1


@pytest.mark.parametrize("name, said", [("  ", "Indiquez le nom de l'association."), ("x" * 121, "Écrivez au plus 120 signes.")])
def test_a_name_the_settings_would_refuse_opens_no_house(tmp_path, clock, name, said):
    with house("sqlite", tmp_path, clock) as app:
        answer = typed(app, "init", "--association", name, "--sectors", "Nord", "--name", "Anne Roy", "--email", "anne@exemple.fr")
        assert answer.exit_code == 2 and said in answer.output
        assert count(app, Account) == count(app, Sector) == count(app, Setting) == 0


def test_the_name_of_a_house_is_kept_as_the_settings_would_keep_it(tmp_path, clock):
    with house("sqlite", tmp_path, clock) as app:
        typed(app, "init", "--association", "  Les Mains\nLiées ", "--sectors", "Nord", "--name", "Anne", "--email", "a@exemple.fr")
        assert count(app, Setting, Setting.value == "Les Mains Liées") == 1


def test_a_lost_passphrase_is_replaced_by_an_invitation_and_former_sessions_end(lived_in):
    lived_in.config["PUBLIC_URL"] = "https://intranet.exemple.fr"
    answer = typed(lived_in, "invite", "claire@exemple.fr")
    assert answer.exit_code == 0, answer.output
    link = answer.output.strip().splitlines()[-1].strip()
    assert link.startswith("https://intranet.exemple.fr/invitation/")
    assert count(lived_in, Session, Session.ended_at.is_(None)) == 0
    claire = choose(lived_in, link.rpartition("/")[2])
    pass_on(claire, claire.get("/a-traiter", 303), "claire")
    claire.get("/a-traiter")
    assert typed(lived_in, "invite", "nobody@exemple.fr").exit_code == 1


def test_a_backup_put_back_opens_no_paper_a_second_time(lived_in):
    link = typed(lived_in, "invite", "claire@exemple.fr").output.strip().splitlines()[-1].strip()
    typed(lived_in, "backup")
    choose(lived_in, link.rpartition("/")[2])
    assert typed(lived_in, "restore", str(kept(lived_in)[0].path)).exit_code == 0
    arrive(lived_in, link.rpartition("/")[2], 404)


def test_the_note_beside_a_backup_holds_no_name(lived_in):
    typed(lived_in, "backup")
    noted = json.loads(Path(f"{kept(lived_in)[0].path}.json").read_text(encoding="utf-8"))
    assert set(noted) == {"kind", "made_at", "size", "sha256", "revision", "journal", "journal_problems"}


def test_two_backups_in_the_same_second_are_two_files(own):
    with own.app_context():
        assert backups.make().path != backups.make().path


def test_an_empty_database_is_made_without_a_backup(tmp_path, clock):
    with house("sqlite", tmp_path, clock, revision="") as app:
        assert typed(app, "upgrade").output == "the database was brought up to date\n"
        assert kept(app) == []


def test_the_server_page_says_when_the_last_night_had_no_backup(own, clock):
    with own.app_context():
        assert health.backup_is_old(health.backups())
        backups.make()
        assert not health.backup_is_old(health.backups())
    clock.move(hours=37)
    with own.app_context():
        assert health.backup_is_old(health.backups())
