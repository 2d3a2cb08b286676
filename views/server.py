"""Le serveur: its clock, its backups, its database. Nothing about people."""

import platform
from importlib.metadata import version

from flask import Blueprint

from database import db, now
from guard.doors import allowed
from queries import health
from rules.clock import is_late
from views.answers import answer

bp = Blueprint("server", __name__)


def versions() -> dict[str, str]:
    return {"Python": platform.python_version(), "Flask": version("flask"), "SQLAlchemy": version("sqlalchemy")}


@bp.get("/serveur")
@allowed("server.see")
def show():
    kept, ran_at = health.backups(), health.last_tick()
    return answer("server/show.html", ran_at=ran_at, late=is_late(now(), ran_at), jobs=health.jobs(), backups=kept,
                  old_backup=health.backup_is_old(kept), kind=db.engine.dialect.name, bytes=health.database_size(),
                  sessions=dict(health.open_sessions()), versions=versions())
