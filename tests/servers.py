"""A real server of this house, started as it is in real life, and a plain browser that talks to it over the wire."""

import gzip
import http.client
import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

from sqlalchemy import make_url

from database import db
from tests.houses import environment
from tests.factor import next_recovery
from tests.people import PASSPHRASE

ROOT = Path(__file__).resolve().parent.parent
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Server:
    """`flask serve` on a free port, in a process group of its own."""

    def __init__(self, app, processes=2, **surroundings):
        with app.app_context():
            url = db.engine.url
        self.environment = environment(
            app.config["INSTANCE"], make_url(url).render_as_string(hide_password=False), PYTHONUNBUFFERED="1",
            SECRET_KEY=app.config["SECRET_KEY"], DATA_KEYS=app.config["DATA_KEYS"][0], **surroundings)
        self.processes, self.port, self.said, self.browsers = processes, 0, [], []

    def start(self) -> "Server":
        command = [sys.executable, "-m", "flask", "--app", "app", "serve", "--port", str(self.port),
                   "--processes", str(self.processes)]
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True, start_new_session=True)
        for line in self.process.stdout:
            self.said.append(line)
            found = re.search(r"union: http://[^:]+:(\d+)/", line)
            if found:
                self.port = int(found[1])
            if "Ctrl+C" in line:
                return self
        raise AssertionError("it did not start: " + self.process.stderr.read())

    def stop(self) -> int:
        """As a service manager stops it."""
        self.process.send_signal(signal.SIGTERM)
        return self._gone()

    def kill(self) -> None:
        """As a power cut stops it: every process of the family, at once."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self._gone()

    def _gone(self) -> int:
        self.process.communicate(timeout=30)
        return self.process.returncode

    def browser(self, like: "Browser | None" = None) -> "Browser":
        """A browser at this server; `like` another, it is signed in as that one is."""
        made = Browser(self.port)
        if like:
            made.cookies, made.token = like.cookies, like.token
        self.browsers.append(made)
        return made

    def answers(self) -> bool:
        try:
            return self.browser().get("/etat").status == 200
        except OSError:
            return False

    def children(self) -> list[int]:
        found = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in found.split()]


@contextmanager
def served(app, **kwargs):
    server = Server(app, **kwargs).start()
    try:
        yield server
    finally:
        for browser in server.browsers:
            browser.close()
        if server.process.poll() is None:
            server.kill()


class Answer:
    """status, headers, the page as text, and how many bytes of it travelled."""

    def __init__(self, response, body: bytes):
        self.status, self.headers = response.status, response.headers
        self.head = sum(len(name) + len(value) + 4 for name, value in response.getheaders()) + 19
        self.weight = self.head + len(body)
        packed = response.getheader("Content-Encoding") == "gzip"
        self.text = (gzip.decompress(body) if packed else body).decode(errors="replace")

    @property
    def token(self) -> str:
        return unescape(TOKEN.search(self.text)[1])


class Browser:
    """Cookies, and one connection kept open, as a browser keeps it."""

    def __init__(self, port: int):
        self.port, self.cookies, self.token, self.connection = port, {}, "", None

    def ask(self, method: str, path: str, body: str | None = None, **headers) -> Answer:
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {"Accept-Encoding": "gzip", "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()),
                "Sec-Fetch-Site": "same-origin", **headers}
        try:
            self.connection.request(method, path, body, sent)
            response = self.connection.getresponse()
            answer = Answer(response, response.read())
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        for cookie in response.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def get(self, path: str, **headers) -> Answer:
        answer = self.ask("GET", path, **headers)
        if TOKEN.search(answer.text):
            self.token = answer.token
        return answer

    def post(self, path: str, key: str = "", **fields) -> Answer:
        body = urlencode({"csrf_token": self.token, "key": key or uuid4().hex, **fields}, doseq=True)
        return self.ask("POST", path, body, **{"Content-Type": "application/x-www-form-urlencoded"})

    def sign_in(self, name: str) -> "Browser":
        self.get("/connexion")
        welcome = self.post("/connexion", identifier=f"{name}@exemple.fr", passphrase=PASSPHRASE)
        assert welcome.status == 303, welcome.text
        if welcome.headers["Location"].startswith("/double-verification"):
            self.get(welcome.headers["Location"])
            welcome = self.post("/double-verification", factor_recovery=next_recovery(name))
            assert welcome.status == 303, welcome.text
        self.get(welcome.headers["Location"])
        return self
