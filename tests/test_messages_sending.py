"""How a message leaves: two workers at once, an encrypted line, a sign-in, a service of SMS; nothing twice, nothing in clear."""

import datetime as dt
import http.server
import ipaddress
import json
import signal
import ssl
import subprocess
import sys
import threading
import urllib.parse
from collections import Counter
from contextlib import contextmanager

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import select

from commands.outbox import send_due
from database import db, now
from guard import backups
from guard import outbox as sending
from models import Account, ChannelChoice, Message
from tests.absence_scenes import a_week
from tests.houses import KINDS, environment, house, typed, writing
from tests.mail_server import MailServer
from tests.message_scenes import FROM, one_pass, sends, states
from tests.people import settle
from tests.servers import ROOT, served
from tests.test_messages import tell


@pytest.fixture(params=KINDS)
def own(request, tmp_path, clock):
    with house(request.param, tmp_path, clock) as app:
        with writing(app) as session:
            ids = settle(session)
        yield app, ids


def wait_for(app, ids, number: int) -> None:
    """So many answers due now, each for an account of its own."""
    with writing(app) as session:
        for turn in range(number):
            person = Account(name=f"N° {turn}", role="none", email=f"n{turn}@exemple.fr", created_at=now())
            session.add(person)
            session.flush()
            session.add(Message(account_id=person.id, kind="answer", cause_key=f"n:{turn}", channel="email", written_at=now(),
                                not_before=now(), try_at=now(), urgent=True))


def test_workers_at_once_send_each_message_once(own):
    """Every worker read the same list before any of them began."""
    app, ids = own
    wait_for(app, ids, 12)
    meet = threading.Barrier(4)
    with MailServer() as mail:
        sends(app, mail)

        def work():
            with app.app_context():
                meet.wait(30)
                send_due()

        workers = [threading.Thread(target=work) for _ in range(4)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join(120)
        assert Counter(to for _, to, _ in mail.letters) == Counter(f"n{turn}@exemple.fr" for turn in range(12))
    assert {state for _, state, _ in states(app)} == {"sent"}


def test_a_worker_that_comes_while_another_speaks_to_the_server_leaves_it_alone(own):
    """The second pass happens in the middle of the first one's letter."""
    app, ids = own
    wait_for(app, ids, 1)
    with MailServer() as mail:
        sends(app, mail)
        second = []
        mail.before = lambda: second.append(one_pass(app))
        assert one_pass(app) == {"sent": 1} and second == [{}]
        assert len(mail.letters) == 1


def test_a_running_server_sends_within_a_minute(tmp_path):
    """`flask serve` with its clock, as in real life."""
    with house("sqlite", tmp_path) as app, MailServer() as mail:
        with writing(app) as session:
            ids = settle(session)
        sends_now(app, mail)
        arrived = threading.Event()
        mail.before = arrived.set
        with writing(app) as session:
            session.add(Message(account_id=ids["helene"], kind="question", cause_key="alert:1", channel="email", urgent=True,
                                written_at=now(), not_before=now(), try_at=now()))
        with served(app, processes=1):
            assert arrived.wait(60)


@pytest.mark.parametrize("kind", KINDS)
def test_a_server_killed_once_the_text_was_taken_sends_nothing_twice(kind, tmp_path):
    """`flask send` is killed between the text and the answer of the mail server: what stays written is "sending"."""
    with house(kind, tmp_path) as app, MailServer() as mail:
        with writing(app) as session:
            settle(session)
        sends_now(app, mail)
        wait_for(app, {}, 1)
        with app.app_context():
            url = db.engine.url.render_as_string(hide_password=False)
        surroundings = environment(tmp_path, url, SECRET_KEY="tests", DATA_KEYS=app.config["DATA_KEYS"][0])
        command = subprocess.Popen([sys.executable, "-m", "flask", "--app", "app", "send"], cwd=ROOT, env=surroundings)
        mail.before = command.kill
        assert command.wait(60) == -signal.SIGKILL
        assert states(app) == [("answer", "sending", None)] and len(mail.letters) == 1
        mail.before, later = None, dt.datetime.now(dt.UTC)
        for hours in range(1, 27):
            app.config["CLOCK"] = lambda hours=hours: later + dt.timedelta(hours=hours)
            one_pass(app)
        assert len(mail.letters) == 1


def sends_now(app, mail) -> None:
    """The same settings, in a house that has no clock in hand."""
    app.config["CLOCK"] = lambda: dt.datetime.now(dt.UTC)
    sends(app, mail)


# --- the line to the server ----------------------------------------------------------------------------------------

@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """One for 127.0.0.1, that this machine does not know until it is told."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    at = dt.datetime.now(dt.UTC)
    made = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
            .not_valid_before(at - dt.timedelta(days=1)).not_valid_after(at + dt.timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
            .add_extension(x509.BasicConstraints(True, None), True).sign(key, hashes.SHA256()))
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    return path


@contextmanager
def mail_over(certificate, **more):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with MailServer(context=context, **more) as server:
        yield server


@pytest.mark.parametrize(("security", "wrapped"), [("STARTTLS", False), ("TLS", True)])
def test_the_line_is_encrypted_before_anything_is_said(app, people, certificate, monkeypatch, security, wrapped):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with mail_over(certificate, wrapped=wrapped) as mail:
        sends(app, mail, smtp_security=security)
        tell(app, people, to="lucie", urgent=True)
        assert one_pass(app) == {"sent": 1} and mail.in_clear == 0


@pytest.mark.parametrize(("security", "wrapped"), [("STARTTLS", False), ("TLS", True)])
def test_a_server_that_cannot_prove_who_it_is_gets_nothing(app, people, certificate, security, wrapped):
    with mail_over(certificate, wrapped=wrapped) as mail:
        sends(app, mail, smtp_security=security)
        tell(app, people, urgent=True)
        assert one_pass(app) == {"failed": 1} and mail.letters == []
    assert states(app) == [("answer", "waiting", "security")]


def test_a_server_that_offers_no_encryption_gets_nothing(app, people):
    with MailServer() as mail:
        sends(app, mail, smtp_security="STARTTLS")
        tell(app, people, urgent=True)
        assert one_pass(app) == {"failed": 1} and mail.letters == []
    assert states(app) == [("answer", "waiting", "security")]


@pytest.mark.parametrize(("password", "state"), [("jardin", "sent"), ("autre", "waiting")])
def test_the_password_comes_from_the_server_s_own_settings(app, people, monkeypatch, password, state):
    monkeypatch.setitem(app.config, "SMTP_PASSWORD", password)
    with MailServer(login=("bureau", "jardin")) as mail:
        sends(app, mail, smtp_user="bureau")
        tell(app, people, urgent=True)
        one_pass(app)
    assert states(app)[0][1:] == (state, None if state == "sent" else "login")


def test_a_server_that_wants_a_sign_in_and_gets_none_says_so(app, people):
    with MailServer(login=("bureau", "jardin")) as mail:
        sends(app, mail)
        tell(app, people, urgent=True)
        one_pass(app)
    assert states(app) == [("answer", "waiting", "login")]


# --- SMS and notifications -----------------------------------------------------------------------------------------

class Service(http.server.ThreadingHTTPServer):
    """A service over HTTP, as apprise speaks to one (`json://`): what it was asked, and what it answers."""

    def __init__(self):
        self.asked, self.status = [], 200
        super().__init__(("127.0.0.1", 0), _Asked)

    def __enter__(self):
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()


class _Asked(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.asked.append((urllib.parse.unquote(self.path), body))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_):
        """Nothing on the screen of the tests."""


@pytest.fixture
def service(app, people, monkeypatch):
    pytest.importorskip("apprise", reason="no library of services (apprise) is installed here")
    with Service() as made:
        url = f"json://127.0.0.1:{made.server_address[1]}/{{to}}"
        monkeypatch.setitem(app.config, "SMS_URL", url)
        monkeypatch.setitem(app.config, "PUSH_URL", url)
        yield made


def chooses(app, people, channel, address, name="aicha") -> None:
    with writing(app) as session:
        session.add(ChannelChoice(account_id=people[name], channel=channel, address=address, chosen_at=now(), by_id=people[name]))


@pytest.mark.parametrize(("channel", "address", "path"), [
    ("sms", "0612345678", "/+33612345678"), ("push", "aicha-42", "/aicha-42")])
def test_a_message_by_a_service_is_its_text_and_no_more(app, people, service, channel, address, path):
    a_week(app, people, (9, 10), 600, "mme_durand", "aicha")
    chooses(app, people, channel, address)
    tell(app, people)
    assert one_pass(app) == {"sent": 1}
    (where, body), = service.asked
    assert where.rstrip("/") == path
    assert json.loads(body)["message"].split("\n")[0] == "Une réponse à votre message" and not json.loads(body)["title"]
    assert "Diallo" not in body and "Durand" not in body


def test_a_service_that_says_no_is_not_asked_twice(app, people, service, clock):
    service.status = 500
    chooses(app, people, "sms", "0612345678")
    tell(app, people, urgent=True)
    one_pass(app)
    clock.move(hours=2)
    one_pass(app)
    assert states(app) == [("answer", "failed", "uncertain")] and len(service.asked) == 1


def test_a_service_that_is_not_there_is_tried_again(app, people, service):
    service.__exit__()
    chooses(app, people, "sms", "0612345678")
    tell(app, people, urgent=True)
    one_pass(app)
    assert states(app) == [("answer", "waiting", "unreachable")]


@pytest.mark.parametrize("url", ["json://127.0.0.1/sans-place", "rien-de-connu://{to}"])
def test_an_address_of_service_that_leads_nowhere_says_so(app, people, service, monkeypatch, url):
    monkeypatch.setitem(app.config, "SMS_URL", url)
    chooses(app, people, "sms", "0612345678")
    tell(app, people, urgent=True)
    one_pass(app)
    assert states(app) == [("answer", "failed", "service")] and service.asked == []


def test_whom_a_service_failed_to_reach_is_written_nowhere(app, people, service, caplog):
    service.status = 500
    chooses(app, people, "sms", "0612345678")
    tell(app, people, urgent=True)
    one_pass(app)
    assert "612345678" not in caplog.text


def test_without_the_library_nobody_is_told_by_sms(app, people, monkeypatch):
    from queries import outbox
    monkeypatch.setitem(app.config, "SMS_URL", "json://127.0.0.1/{to}")
    monkeypatch.setattr(outbox, "find_spec", lambda name: None)
    with app.app_context():
        assert outbox.working() == frozenset()


# --- restored ---------------------------------------------------------------------------------------------------------

def test_a_backup_put_back_sends_nothing_a_second_time(own, clock):
    app, ids = own
    wait_for(app, ids, 2)
    with MailServer() as mail:
        sends(app, mail)
        with app.app_context():
            kept = backups.make().path
        one_pass(app)
        back = typed(app, "restore", str(kept))
        assert back.exit_code == 0, back.output
        clock.move(hours=1)
        one_pass(app)
        assert len(mail.letters) == 2
    with app.app_context():
        assert set(db.session.execute(select(Message.state, Message.fault)).all()) == {("failed", "uncertain")}


def test_a_letter_is_read_the_same_by_any_reader(app, people):
    with app.app_context(), MailServer() as mail:
        sends(app, mail)
    with app.app_context():
        text = sending.letter("a@b.fr", "answer").as_string()
    assert text.isascii() and f"From: {FROM}" in text
