"""Le serveur: its clock, its backups, its database. Nothing about people."""

import platform
from importlib.metadata import version

from flask import Blueprint, url_for
from flask_login import current_user

from acts import import_folder
from database import commit_once, db, now
from forms.imports import FolderForm
from guard.doors import allowed
from guard.import_folder import fault
from queries import health
from queries.imports import counts_only
from queries.settings import settings
from rules.clock import is_late
from rules.import_screens import COUNTS, counted
from rules.imports import KINDS, SOURCES, STATES
from views.answers import again, answer, done

bp = Blueprint("server", __name__)


def versions() -> dict[str, str]:
    return {"Python": platform.python_version(), "Flask": version("flask"), "SQLAlchemy": version("sqlalchemy")}


LAST_IMPORTS = 20


def _page(folder: FolderForm | None = None) -> dict:
    kept, ran_at = health.backups(), health.last_tick()
    return {"ran_at": ran_at, "late": is_late(now(), ran_at), "jobs": health.jobs(), "backups": kept,
            "old_backup": health.backup_is_old(kept), "kind": db.engine.dialect.name, "bytes": health.database_size(),
            "sessions": dict(health.open_sessions()), "versions": versions(), **_imports(folder)}


def _imports(folder: FolderForm | None) -> dict:
    """Dates and counts of the files received, and the folder they may come from: no name, nothing of what they hold."""
    watched = settings().import_folder
    return {"runs": db.session.execute(counts_only().limit(LAST_IMPORTS)).all(), "counts": COUNTS, "counted": counted,
            "kinds": KINDS, "sources": SOURCES, "states": STATES, "watched": watched, "fault": fault(watched) if watched else "",
            "folder": folder or FolderForm(formdata=None, import_folder=watched)}


@bp.get("/serveur")
@allowed("server.see")
def show():
    return answer("server/show.html", **_page())


@bp.post("/serveur/dossier-imports")
@allowed("import.folder")
def watch():
    form = FolderForm()
    form.fault = fault
    if not form.validate():
        return again("server/show.html", erreurs=True, **_page(form))
    commit_once(form.key.data, lambda: import_folder.watch(current_user, form.import_folder.data))
    return done(url_for("server.show", _anchor="imports"),
                message="Le dossier est surveillé." if form.import_folder.data else "Plus aucun dossier n'est surveillé.")
