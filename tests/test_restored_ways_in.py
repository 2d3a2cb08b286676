"""A backup put back brings the records of another day, never a way in that was closed since: on both databases."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import delete, insert, select, update

from acts import accounts, alerts, purges, second_factor
from database import db, now
from guard.passphrases import hash_passphrase, verify
from guard.second_factor import hashed
from guard.sessions import token_hash
from models import Account, AlertShare, FactorReset, Invitation, PhoneDevice, RecoveryCode, SecondFactor
from queries import health
from tests.factor import give_factor, recovery, secret
from tests.houses import KINDS, house, typed, writing
from tests.invited import CODE
from tests.people import settle
from tests.reader import reader
from tests.world import count, reading

SECRET = "s" * 64


@pytest.fixture(params=KINDS)
def own(request, tmp_path, clock):
    """A house where Aïcha's phone is enrolled; everybody of the office has a second factor."""
    with house(request.param, tmp_path, clock) as app:
        with writing(app) as session:
            app.ids = settle(session)
            session.add(PhoneDevice(account_id=app.ids["aicha"], secret_hash=token_hash(SECRET),
                                    code_hash=hash_passphrase(CODE), enrolled_at=now(), seen_at=now()))
        clock.move(minutes=1)
        yield app


def back_up(app):
    """A backup, and an hour of life after it."""
    assert typed(app, "backup").exit_code == 0
    app.config["CLOCK"].move(hours=1)
    with app.app_context():
        return health.backups()[0].path


def put_back(app, path) -> str:
    answer = typed(app, "restore", str(path))
    assert answer.exit_code == 0, answer.output
    app.config["CLOCK"].move(hours=1)
    return answer.output


def helene(app):
    return SimpleNamespace(id=app.ids["helene"], role="director")


def tried(app, code=CODE, status=303):
    """Whoever holds Aïcha's phone types a code."""
    phone = reader(app)
    phone.client.set_cookie("trait-phone", SECRET)
    return phone.post("/connexion/code", {"phone_code": code}, status)


def steps(app, whose) -> list:
    with reading(app) as session:
        return session.execute(select(SecondFactor.last_step, SecondFactor.secret).where(
            SecondFactor.account_id == app.ids[whose])).all()


def live_codes(app, whose) -> set:
    with reading(app) as session:
        return set(session.scalars(select(RecoveryCode.code_hash).where(
            RecoveryCode.account_id == app.ids[whose], RecoveryCode.used_at.is_(None))))


def test_a_phone_declared_lost_since_the_backup_opens_nothing_after_it(own):
    path = back_up(own)
    with writing(own):
        accounts.close_sessions(helene(own), own.ids["aicha"])
    said = put_back(own, path)
    assert "phones 1" in said
    tried(own, status=422)
    assert count(own, PhoneDevice, PhoneDevice.ended_at.is_not(None)) == 1


def test_a_phone_locked_since_the_backup_stays_locked_and_wrong_codes_stay_counted(own):
    path = back_up(own)
    for _ in range(3):
        tried(own, "111222", 422)
    put_back(own, path)
    with reading(own) as session:
        assert session.scalar(select(PhoneDevice.wrong_tries)) == 3
    for _ in range(2):
        tried(own, "111222", 422)
    assert "phones 1" in put_back(own, path)
    tried(own, status=422)


def test_a_phone_in_use_still_opens_with_its_code(own):
    path = back_up(own)
    assert "closed or changed" not in put_back(own, path)
    assert tried(own).location == "/ma-semaine"
    assert len(live_codes(own, "claire")) == 40


def test_a_recovery_code_used_since_the_backup_opens_nothing_after_it(own):
    path = back_up(own)
    with writing(own) as session:
        session.execute(update(RecoveryCode).where(RecoveryCode.code_hash == hashed(recovery("claire", 3))).values(used_at=now()))
    assert "recovery codes 1" in put_back(own, path)
    assert len(live_codes(own, "claire")) == 39 and hashed(recovery("claire", 3)) not in live_codes(own, "claire")
    put_back(own, path)
    assert len(live_codes(own, "claire")) == 39


def test_a_paper_replaced_since_the_backup_opens_nothing_after_it_and_the_new_one_does(own):
    path = back_up(own)
    with writing(own):
        second_factor.renew_codes(own.ids["claire"], ["f" * 64])
    assert "recovery codes 40" in put_back(own, path)
    assert live_codes(own, "claire") == {"f" * 64} and len(live_codes(own, "helene")) == 40


def test_a_code_of_six_digits_is_not_accepted_a_second_time(own):
    path = back_up(own)
    with writing(own) as session:
        session.execute(update(SecondFactor).where(SecondFactor.account_id == own.ids["claire"]).values(last_step=777))
    assert "closed or changed" not in put_back(own, path)
    assert steps(own, "claire") == [(777, secret("claire"))]


def test_a_factor_reset_because_its_phone_was_lost_counts_no_more(own):
    path = back_up(own)
    with writing(own):
        second_factor.reset(helene(own), own.ids["claire"])
    put_back(own, path)
    assert steps(own, "claire") == [] and not live_codes(own, "claire")
    assert len(steps(own, "helene")) == 1


@pytest.mark.parametrize("how", ["moved", "set up again"])
def test_the_phone_set_up_since_the_backup_is_the_one_that_counts(own, how):
    path = back_up(own)
    with writing(own) as session:
        if how == "moved":
            second_factor.replace(own.ids["claire"], 0, secret("nouveau"), 5)
        else:
            second_factor.reset(helene(own), own.ids["claire"])
            own.config["CLOCK"].move(minutes=1)
            give_factor(session, "nadia 2", own.ids["claire"])
    assert "second factors 1" in put_back(own, path)
    kept, = steps(own, "claire")
    assert kept.secret == (secret("nouveau") if how == "moved" else secret("nadia 2"))
    assert hashed(recovery("claire", 0)) in live_codes(own, "claire") or how == "set up again"


def test_an_account_closed_since_the_backup_stays_closed(own):
    path = back_up(own)
    with writing(own):
        accounts.end(helene(own), own.ids["claire"])
        accounts.end(helene(own), own.ids["aicha"])
    assert "accounts 2" in put_back(own, path)
    with reading(own) as session:
        ended = session.get(Account, own.ids["claire"])
        assert ended.ended_at and ended.ended_by_id == own.ids["helene"] and ended.passphrase_hash is None
    assert steps(own, "claire") == [] and not live_codes(own, "claire")
    tried(own, status=422)


def test_a_passphrase_closed_by_an_invitation_since_the_backup_opens_nothing_after_it(own):
    path = back_up(own)
    with writing(own):
        accounts.invite(helene(own), own.ids["claire"], "c" * 64)
    assert "passphrases 1" in put_back(own, path)
    with reading(own) as session:
        assert session.get(Account, own.ids["claire"]).passphrase_hash is None
        assert session.get(Account, own.ids["malika"]).passphrase_hash
        assert not session.scalar(select(Invitation.id).where(Invitation.revoked_at.is_(None)))


def test_the_passphrase_chosen_with_that_invitation_is_the_one_that_opens(own):
    path = back_up(own)
    with writing(own) as session:
        accounts.invite(helene(own), own.ids["claire"], "c" * 64)
        session.execute(update(Account).where(Account.id == own.ids["claire"]).values(passphrase_hash=hash_passphrase("neuve")))
    put_back(own, path)
    with reading(own) as session:
        assert verify(session.get(Account, own.ids["claire"]).passphrase_hash, "neuve")


@pytest.mark.parametrize("since", ["taken back", "still let in", "another house"])
def test_what_aicha_no_longer_lets_claire_read_stays_closed_to_claire(own, since):
    with writing(own):
        by = db.session.get(Account, own.ids["aicha"])
        id = alerts.report(by, own.ids["aicha_caregiver"], {"kind": "other", "whom": "nobody", "shared": True,
                                                            "beneficiary_id": own.ids["mme_durand"]})
    reader(own, "claire").get(f"/suivis/{id}")
    path = back_up(own)
    with writing(own) as session:
        if since == "taken back":
            alerts.hers(session.get(Account, own.ids["aicha"]), id, "unshared")
        if since == "another house":
            session.execute(delete(AlertShare))
            session.execute(update(Account).values(created_at=now() - timedelta(days=3)))
    put_back(own, path)
    reader(own, "claire").get(f"/suivis/{id}", 200 if since == "still let in" else 404)
    reader(own, "nadia").get(f"/suivis/{id}")


def test_a_house_put_back_is_never_without_a_director(own):
    """Both directors of the backup left since; the one who came after is not in it."""
    path = back_up(own)
    with writing(own) as session:
        session.add(Account(name="Anne Roy", role="director", email="anne@exemple.fr", created_at=now(),
                            is_administrator=False, is_alert_referent=False))
        session.execute(update(Account).where(Account.id.in_([own.ids["helene"], own.ids["paul"], own.ids["malika"]]))
                        .values(ended_at=now()))
    said = put_back(own, path)
    assert "accounts 1" in said and "nobody could come in" in said
    assert count(own, Account, Account.role == "director", Account.ended_at.is_(None)) == 2


def test_going_back_on_a_restore_brings_back_what_was_set_up_meanwhile(own):
    """Restored by mistake, then what it replaced put back: the phones and keys of the afternoon still count."""
    path = back_up(own)
    with writing(own) as session:
        second_factor.replace(own.ids["claire"], 0, secret("nouveau"), 5)
        second_factor.reset(helene(own), own.ids["nadia"])
        second_factor.renew_codes(own.ids["claire"], ["f" * 64])
        session.add(PhoneDevice(account_id=own.ids["lucie"], secret_hash="l" * 64, code_hash="x", enrolled_at=now(), seen_at=now()))
    put_back(own, path)
    with writing(own) as session:
        session.execute(update(PhoneDevice).where(PhoneDevice.secret_hash == token_hash(SECRET)).values(ended_at=now()))
    with own.app_context():
        aside = [one.path for one in health.backups() if one.kind == "replaced"][-1]
    put_back(own, aside)
    assert [row.secret for row in steps(own, "claire")] == [secret("nouveau")] and steps(own, "nadia") == []
    assert live_codes(own, "claire") == {"f" * 64} and not live_codes(own, "nadia")
    with reading(own) as session:
        assert session.scalars(select(PhoneDevice.secret_hash).where(PhoneDevice.ended_at.is_(None))).all() == ["l" * 64]


@pytest.mark.parametrize("instead", ["nobody yet", "another house"])
def test_where_another_house_stood_every_phone_and_paper_ends_and_the_command_says_so(own, instead, clock):
    path = back_up(own)
    with writing(own) as session:
        for table in (RecoveryCode, SecondFactor, PhoneDevice):
            session.execute(delete(table))
        if instead == "another house":
            session.execute(update(Account).values(created_at=now() - timedelta(days=3)))
        else:
            session.execute(update(Account).values(ended_at=now(), created_at=now()))
    said = put_back(own, path)
    assert "could not say what was closed since the backup: 1 phones of caregivers" in said
    tried(own, status=422)
    assert not live_codes(own, "claire") and len(steps(own, "claire")) == 1
    assert count(own, Account, Account.ended_at.is_not(None)) == 0


def test_where_the_database_is_lost_or_broken_every_phone_and_paper_ends(tmp_path, clock):
    for broken in (True, False):
        folder = tmp_path / str(broken)
        folder.mkdir()
        with house("sqlite", folder, clock) as app:
            with writing(app) as session:
                app.ids = settle(session)
                session.execute(insert(PhoneDevice), [{"account_id": app.ids["aicha"], "secret_hash": token_hash(SECRET),
                                                       "code_hash": "x", "enrolled_at": now(), "seen_at": now()}])
            path = back_up(app)
            with app.app_context():
                db.session.remove()
                db.engine.dispose()
            for end in ("", "-wal", "-shm"):
                (folder / f"trait.sqlite{end}").unlink(missing_ok=True)
            if broken:
                (folder / "trait.sqlite").write_bytes(b"\x00garbage" * 4000)
            assert "could not say what was closed" in put_back(app, path)
            assert count(app, PhoneDevice, PhoneDevice.ended_at.is_(None)) == 0 and not live_codes(app, "claire")


def test_a_reset_forgotten_by_the_purge_is_still_a_reset_while_a_new_phone_counts(own, clock):
    path = back_up(own)
    with writing(own) as session:
        second_factor.reset(helene(own), own.ids["claire"])
        clock.move(minutes=1)
        give_factor(session, "nadia 2", own.ids["claire"])
    clock.move(days=400)
    with writing(own):
        purges.purge(None, now())
    assert count(own, FactorReset) == 0
    put_back(own, path)
    assert [row.secret for row in steps(own, "claire")] == [secret("nadia 2")]
    assert hashed(recovery("claire", 0)) not in live_codes(own, "claire")
