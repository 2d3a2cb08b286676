"""Our application, as it is served, asked for its pages with sessions opened for the measure."""

import secrets
from http.cookies import SimpleCookie
from urllib.parse import urlencode
from uuid import uuid4

from flask import session
from sqlalchemy import event, insert, select, text

from app import create_app
from bench.pages import EMAILS, PAGES, WORDS
from database import db, now, short_write
from guard.csrf import token
from guard.sessions import token_hash
from models import Account, Session

# The relation with the longest story, so that its page is as full at every scale.
LONGEST = """SELECT p.id FROM pairing p WHERE p.id <= 400
ORDER BY (SELECT count(*) FROM round r WHERE r.pairing_id = p.id) * 10
    + (SELECT count(*) FROM visit v WHERE v.pairing_id = p.id) DESC, p.id LIMIT 1"""
SIDE = """SELECT s.id FROM round_side s JOIN round r ON r.id = s.round_id
WHERE r.caregiver_id = :her AND r.state = 'open' AND s.side = 'caregiver' AND s.state = 'waiting' ORDER BY s.id LIMIT 1"""
VISIT = """SELECT id FROM visit WHERE caregiver_id = :her AND starts_at < :now AND state IN ('planned', 'done')
ORDER BY starts_at DESC LIMIT 1"""
COUNTED = ("beneficiary", "caregiver", "visit", "round", "journal")


class Ours:
    name = "ours"

    def __init__(self, facts: dict | None = None):
        self.app = create_app()
        self.tokens = facts["tokens"] if facts else {who: self._open_session(email) for who, email in EMAILS.items()}
        self.facts, self.csrf = facts, {}
        self.cookies = {who: self._cookie(who) for who in EMAILS}

    def _open_session(self, email: str) -> str:
        opened = secrets.token_urlsafe(32)
        with self.app.app_context(), short_write() as connection:
            account = connection.execute(select(Account.id).where(Account.email == email)).scalar_one()
            connection.execute(insert(Session).values(
                token_hash=token_hash(opened), account_id=account, created_at=now(), seen_at=now(), device="bench",
                kind="personal_phone", factor_at=now(), proved_at=now()))
        return opened

    def _cookie(self, who: str) -> str:
        """The signed cookie of this session, as sign-in would have set it, and its anti-forgery token."""
        with self.app.test_request_context():
            session.update({"_user_id": self.tokens[who], "_fresh": True})
            self.csrf[who] = token()
            response = self.app.make_response("")
            self.app.session_interface.save_session(self.app, session, response)
        held = SimpleCookie(response.headers["Set-Cookie"])
        return "; ".join(f"{name}={morsel.value}" for name, morsel in held.items())

    def ids(self) -> dict:
        with self.app.app_context():
            her = db.session.execute(select(Account.caregiver_id).where(Account.email == EMAILS["phone"])).scalar_one()
            found = {name: db.session.execute(text(question), {"her": her, "now": str(now())[:19]}).scalar_one()
                     for name, question in (("side", SIDE), ("visit", VISIT))}
            return {**found, "pairing": db.session.execute(text(LONGEST)).scalar_one()}

    def sizes(self) -> dict:
        with self.app.app_context():
            return {name: db.session.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in COUNTED}

    def request(self, name: str) -> tuple[str, str, str, str]:
        """(method, path, cookie, body) of one asking for this page."""
        page = PAGES[name]
        path, body = page.path.format(**self.facts["ids"]), ""
        if page.method == "POST":
            body = urlencode({**WORDS, "key": uuid4().hex, "csrf_token": self.csrf[page.who]})
        return page.method, path, self.cookies[page.who], body

    def record(self, name: str, ids: dict) -> list:
        """The statements this page runs, in order, with their values as the driver got them."""
        self.facts, seen = {"ids": ids}, []
        method, path, cookie, _ = self.request(name)
        with self.app.app_context():
            engine = db.engine

        def note(_connection, _cursor, statement, parameters, *_):
            seen.append((statement, [str(value) if not isinstance(value, (int, float, str, type(None))) else value
                                     for value in parameters]))

        # Twice: the first reading of a story writes its journal line, the next ones within five minutes do not.
        self.app.test_client(use_cookies=False).open(path, method=method, headers={"Cookie": cookie})
        event.listen(engine, "before_cursor_execute", note)
        answer = self.app.test_client(use_cookies=False).open(path, method=method, headers={"Cookie": cookie})
        event.remove(engine, "before_cursor_execute", note)
        assert answer.status_code == 200, f"{path}: {answer.status}"
        return seen
