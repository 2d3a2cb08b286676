"""Scenes of messages: a house that sends e-mails to a server of the test, and what waits in it."""

from sqlalchemy import select

from commands.outbox import send_due
from models import Message, Setting
from queries.settings import forget
from tests.world import reading, writing

FROM = "bureau@trois-rives.fr"


def sends(app, server, **more) -> None:
    """The settings of the house lead to this server."""
    values = {"smtp_host": "127.0.0.1", "smtp_port": str(server.port), "smtp_security": "aucun", "smtp_from": FROM, **more}
    with writing(app) as session:
        for name, value in values.items():
            held = session.get(Setting, name) or Setting(name=name)
            held.value, held.changed_at = value, app.config["CLOCK"]()
            session.add(held)


def one_pass(app) -> dict:
    with app.app_context():
        return dict(send_due())


def outbox(app, *where) -> list[Message]:
    with reading(app) as session:
        forget()
        rows = session.scalars(select(Message).where(*where).order_by(Message.id)).all()
        session.expunge_all()
        return list(rows)


def states(app) -> list[tuple]:
    return [(row.kind, row.state, row.fault) for row in outbox(app)]
