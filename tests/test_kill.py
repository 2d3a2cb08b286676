"""The server is killed in the middle of submissions: what was acknowledged is there, and nothing is there twice."""

import http.client
import os
import threading
from collections import Counter
from uuid import uuid4

import pytest
from sqlalchemy import select

from database import db
from guard import chain
from models import CallNote, JournalLine, Submission
from tests.houses import KINDS, house, typed, writing
from tests.people import settle
from tests.servers import Server, served
from tests.test_serve import eventually

pytestmark = [pytest.mark.long,
              pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork: one process serves there")]
SENDERS, BEFORE_THE_KILL = 6, 40


@pytest.fixture(params=KINDS)
def own(request, tmp_path):
    with house(request.param, tmp_path) as app:
        with writing(app) as session:
            settle(session)
        yield app


class Sender(threading.Thread):
    """Notes calls one after the other, each under its key, until the server is gone; remembers what was acknowledged."""

    def __init__(self, browser, number):
        super().__init__(daemon=True)
        self.browser, self.number = browser, number
        self.acknowledged, self.unanswered = [], None

    def run(self):
        for i in range(10_000):
            self.unanswered = (uuid4().hex, f"Appel {self.number}-{i}")
            try:
                status = send(self.browser, *self.unanswered)
            except (OSError, http.client.HTTPException):
                return
            assert status in (303, 503), status
            if status == 303:
                self.acknowledged.append(self.unanswered)


def send(browser, key, line) -> int:
    return browser.post("/appels/nouveau", key, about="", caller_kind="relative", line=line, to_do="nothing").status


def test_killed_in_the_middle_it_loses_nothing_acknowledged_and_doubles_nothing(own):
    with served(own) as server:
        signed_in = server.browser().sign_in("claire")
        signed_in.get("/appels/nouveau")
        senders = [Sender(server.browser(signed_in), number) for number in range(SENDERS)]
        for sender in senders:
            sender.start()
        assert eventually(lambda: sum(len(s.acknowledged) for s in senders) >= BEFORE_THE_KILL, 60)
        server.kill()
        for sender in senders:
            sender.join(60)
        assert not any(sender.is_alive() for sender in senders)
        acknowledged = [line for sender in senders for _, line in sender.acknowledged]
        assert Counter(lines(own)) >= Counter(acknowledged), "acknowledged, and lost"
        send_again(server, signed_in, [sender.unanswered for sender in senders])
    everything = acknowledged + [sender.unanswered[1] for sender in senders]
    assert Counter(lines(own)) == Counter(everything), "each once, whether its answer arrived or not"
    every_change_has_its_name(own)


def lines(app):
    with app.app_context():
        return db.session.execute(select(CallNote.line).order_by(CallNote.id)).scalars().all()


def send_again(server: Server, signed_in, unanswered):
    """The server is started again; each phone that got no answer sends the same form once more."""
    server.start()
    browser = server.browser(signed_in)
    assert eventually(lambda: browser.get("/etat").status == 200)
    for key, line in unanswered:
        assert send(browser, key, line) == 303
    assert server.stop() == 0


def every_change_has_its_name(app):
    """A line promised by a change but not written when the power went is written by the clock."""
    with app.app_context():
        from guard.journal import seal_where
        seal_where()
        noted = db.session.execute(select(JournalLine.subject).where(JournalLine.action == "call.note")
                                   .order_by(JournalLine.id)).scalars().all()
        kept = db.session.execute(select(Submission.subject).where(Submission.action == "call.note")
                                  .order_by(Submission.key)).scalars().all()
        with db.engine.connect() as connection:
            assert chain.verify(connection) == []
    assert sorted(noted) == sorted(kept)
    assert typed(app, "backup").exit_code == 0
