"""Messages leave: one pass over those that are due, by the clock every minute or by `flask send`. Two at once never send one twice."""

import time
from collections import Counter
from collections.abc import Callable

import click
from flask import current_app

from acts import messages
from commands.keys import with_data
from database import Overtaken, now, writing
from guard import outbox
from queries.outbox import due

# The clock has other work: what is left leaves at its next turn.
SECONDS = 120
# The service itself is at fault: the other messages of this channel wait for the next turn.
STOPS = frozenset({"unreachable", "security", "login", "busy", "service"})


def send_due() -> Counter:
    """One pass. Returns how many were sent, put off, or failed."""
    began, stopped, done = time.monotonic(), set(), Counter()
    for id, channel in due(now()):
        if channel in stopped or time.monotonic() - began > SECONDS:
            done["left"] += 1
            continue
        letter = _written(lambda: messages.claim(id))
        if letter is None:
            done["put off"] += 1
            continue
        fault = _post(letter)
        if fault in STOPS:
            stopped.add(letter.channel)
        done["failed" if fault else "sent"] += 1
    return done


def _post(letter: messages.Letter) -> str:
    """Outside any transaction. Returns the fault, or nothing. Stopped in the middle, the message stays "sending"."""
    try:
        outbox.post(letter.channel, letter.address, letter.kind)
    except outbox.NotSent as failure:
        fault = failure.fault
    except Exception as error:  # noqa: BLE001  whatever a service does, the other messages leave
        # its words may name whom it was for
        current_app.logger.error("a message may not have left: %s", type(error).__name__)
        fault = "uncertain"
    else:
        fault = ""
    _written(lambda: messages.not_sent(letter, fault) if fault else messages.sent(letter))
    return fault


def _written(act: Callable[[], object]):
    """One step, committed. None when somebody else took it meanwhile."""
    try:
        with writing():
            return act()
    except Overtaken:
        return None


@click.command()
@with_data
def send():
    """Send now the messages that are due."""
    done = send_due()
    click.echo(", ".join(f"{what} {done[what]}" for what in ("sent", "put off", "failed", "left")))
