"""Files as a planning software exports them, and how the tests send them."""

import json
from types import SimpleNamespace

from sqlalchemy import select

from acts import imports
from database import commit_as, db, now
from guard import importing
from models import ImportLine, ImportMapping, ImportRun
from queries.imports import COUNTS
from rules import import_columns
from tests.world import writing

VISITS = "Référence;Date;Début;Fin;Bénéficiaire;Intervenante;Statut"
PEOPLE = "N° dossier;Civilité;Nom;Prénom;Date de naissance;Adresse;Téléphone;Secteur"
CAREGIVERS = "Matricule;Civilité;Nom;Prénom;Téléphone;Emploi;Heures hebdo;Secteur"


def text(titles: str, *rows: str) -> bytes:
    return "\r\n".join([titles, *rows, ""]).encode("cp1252")


def as_read(app, run_id: int) -> SimpleNamespace:
    """The run and its lines, by outcome, as (line of the file, words)."""
    with app.app_context():
        run = db.session.get(ImportRun, run_id, populate_existing=True)
        lines = {}
        for line in db.session.scalars(select(ImportLine).where(ImportLine.run_id == run_id).order_by(ImportLine.id)):
            lines.setdefault(line.outcome, []).append((line.line, line.words, line.id))
        return SimpleNamespace(id=run.id, state=run.state, reason=run.reason, lines=lines, covers_to=run.covers_to,
                               needs_confirmation=run.needs_confirmation, why=run.nothing_cancelled_why,
                               counts={name: getattr(run, name) for name in COUNTS if getattr(run, name)})


def send(app, kind: str, content: bytes, by: int | None = None, **options) -> SimpleNamespace:
    """As the command and the watched folder do."""
    with app.app_context():
        run_id = importing.take_in(options.pop("source", "command"), "export.csv", importing.look(content, kind), by, **options)
    return as_read(app, run_id)


def upload(app, kind: str, content: bytes, by: int) -> SimpleNamespace:
    """As the screen does: received, then previewed."""
    with app.app_context():
        seen = importing.look(content, kind)
        run_id = int(commit_as("planning.import", lambda: imports.receive(SimpleNamespace(id=by), "screen", "export.csv", seen)))
        importing.preview(run_id)
    return as_read(app, run_id)


def settle_columns(app, kind: str, titles: str) -> None:
    """Somebody of the office set the columns of these titles once, as they are guessed."""
    names = titles.split(";")
    with app.app_context(), writing(app) as session:
        session.add(ImportMapping(kind=kind, signature=import_columns.signature(names), made_at=now(),
                                  mapping=json.dumps(import_columns.guess(kind, names), sort_keys=True)))


def confirm(app, run_id: int, by: int, confirm_many: bool = False) -> SimpleNamespace:
    with app.app_context():
        commit_as("planning.import", lambda: imports.begin(SimpleNamespace(id=by), run_id, confirm_many))
        importing.apply(run_id)
    return as_read(app, run_id)
