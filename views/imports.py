"""Imports from the planning software: the files received, one of them, its columns, its lines."""

import json

from flask import Blueprint, abort, make_response, request, url_for
from flask_login import current_user

from acts import imports as acts
from database import Overtaken, commit_once
from forms.imports import BeginForm, UploadForm, columns_form
from guard import importing
from guard.doors import allowed
from guard.journal import note_reading
from models import ImportRun
from queries import import_pages as pages
from queries import imports as queries
from rules.import_columns import FIELDS, is_never
from rules.import_look import from_csv
from rules.import_screens import BY_SLUG, COUNTS, MEANING, THINGS, TITLES, counted, shares
from rules.imports import KINDS, LINES_SHOWN, MOST_BYTES, SOURCES, STATES
from rules.spreadsheet import lines as as_lines
from views import errors
from views.answers import again, answer, done, wants_part
from views.presses import press

bp = Blueprint("imports", __name__)
# What surrounds the file in its form.
ROOM = 64 * 1024
TOO_BIG = ("Ce fichier est trop gros\u00a0: 8\u00a0Mo au plus. Rien n'a été importé. Exportez une période plus courte, "
           "par exemple un mois, puis recommencez.")


@bp.url_value_preprocessor
def let_a_file_in(endpoint, _values):
    """A file is larger than any form: allowed on this one page, before anything reads it, to those who may send one."""
    if endpoint == "imports.create" and current_user.is_authenticated and current_user.may("planning.import"):
        request.max_content_length = MOST_BYTES + ROOM


@bp.errorhandler(413)
def too_big(error):
    if request.endpoint != "imports.create" or not current_user.is_authenticated or not current_user.may("planning.import"):
        return errors.plain(error)
    form = UploadForm(formdata=None)
    form.file.errors = [TOO_BIG]
    return answer("imports/new.html", None, 413, form=form, erreurs=True)


@bp.errorhandler(Overtaken)
def overtaken(late: Overtaken):
    """Done in another tab, or by a colleague: said, with the way to what became of it."""
    id = request.view_args.get("id")
    return answer("imports/overtaken.html", None, 409, sentence=late.sentence, id=id) if id else errors.overtaken(late)


def run_here(id: int) -> ImportRun:
    """The run within reach, or 404."""
    run = queries.run_seen(current_user, id)
    if run is None:
        abort(404)
    return run


def cells_of(line) -> str:
    """What the file says on a refused line, as it was read."""
    return " · ".join(cell for cell in (from_csv(line.cells) or [[]])[0] if cell)


def mapping_of(run: ImportRun) -> dict[str, int]:
    return json.loads(run.mapping or "{}")


@bp.get("/imports")
@allowed("planning.import")
def index():
    rows, further = pages.listed(current_user, request.args.get("apres", type=int))
    return answer("imports/index.html", rows=rows, further=further, kinds=KINDS, sources=SOURCES, states=STATES, counts=COUNTS,
                  counted=counted, received=queries.received_at())


@bp.get("/imports/nouveau")
@allowed("planning.import")
def new():
    return answer("imports/new.html", form=UploadForm(formdata=None))


@bp.post("/imports/nouveau")
@allowed("planning.import")
def create():
    form = UploadForm()
    if not form.validate():
        return again("imports/new.html", form=form)
    look = importing.look(form.file.data.stream.read(MOST_BYTES + 1), form.kind.data or "")
    made = []
    id = int(commit_once(form.key.data + look.sha256, lambda: made.append(True) or acts.receive(
        current_user, "screen", form.file.data.filename, look), lambda id: f"import:{id}"))
    return begun(id, read=bool(made))


def begun(id: int, read: bool, what: str = "preview"):
    """On to what comes next: say what the columns are, or watch the file being read (once, however often it is sent)."""
    run = run_here(id)
    stage = pages.stage_of(run, mapping_of(run))
    if stage.missing:
        return done(url_for("imports.columns", id=id))
    if read and run.state == "received":
        importing.start(what, id)
    return done(url_for("imports.show", id=id))


@bp.get("/imports/<int:id>")
@allowed("planning.import")
def show(id):
    return answer("imports/show.html", **page_of_run(run_here(id)))


def page_of_run(run: ImportRun, begin: BeginForm | None = None) -> dict:
    """Everything the page of a run shows."""
    stage = pages.stage_of(run, mapping_of(run))
    lines, further = pages.duplicates(run.id, request.args.get("apres", type=int)) if run.duplicates else ([], None)
    read = stage.state in ("previewed", "applied")
    return {
        "run": run, "stage": stage, "title": TITLES[stage.state], "kinds": KINDS, "sources": SOURCES, "things": THINGS,
        "names": pages.names_of_run(run), "outcomes": pages.outcomes(run) if read else [],
        "notes": pages.notes(run.id) if read else [], "meaning": MEANING, "counted": counted, "by_slug": BY_SLUG,
        "cells_of": cells_of,
        "duplicates": lines, "further": further,
        "candidates": queries.candidates_of(run, lines) if lines else {}, "undecided": pages.undecided(run),
        "share": shares(run.rows_done, run.rows_total), "begin": begin or BeginForm(formdata=None), "press": press(),
    }


@bp.get("/imports/<int:id>/avancement")
@allowed("planning.import")
def status(id):
    """How far the work is; once it is over, the page itself."""
    run = run_here(id)
    stage = pages.stage_of(run, mapping_of(run))
    if not stage.moving or not wants_part():
        return done(url_for("imports.show", id=id))
    return answer("imports/_status.html", run=run, stage=stage, share=shares(run.rows_done, run.rows_total))


def _columns(run: ImportRun):
    """The columns somebody may say something of, and those whose cells are erased: never kept, or of no use."""
    free, erased = [], []
    for column in queries.columns_of(run, mapping_of(run)):
        (erased if column.left_out or is_never(column.title) else free).append(column)
    return free, erased


@bp.get("/imports/<int:id>/colonnes")
@allowed("planning.import")
def columns(id):
    run = run_here(id)
    free, barred = _columns(run)
    if run.state not in ("received", "previewed", "interrupted") or not free:
        return done(url_for("imports.show", id=id))
    return answer("imports/columns.html", **_page_of_columns(run, free, barred, columns_form(run.kind, free, formdata=None)))


def _page_of_columns(run, free, barred, form) -> dict:
    hints = [(field.words, field.hint) for field in FIELDS[run.kind].values() if field.hint]
    return {"run": run, "free": free, "barred": barred, "form": form, "kinds": KINDS, "hints": hints,
            "missing": pages.stage_of(run, mapping_of(run)).missing}


@bp.post("/imports/<int:id>/colonnes")
@allowed("planning.import")
def set_columns(id):
    run = run_here(id)
    free, barred = _columns(run)
    if not free:
        abort(404)
    form, made = columns_form(run.kind, free), []
    if not form.validate():
        return again("imports/columns.html", **_page_of_columns(run, free, barred, form))
    commit_once(form.key.data, lambda: made.append(True) or acts.set_mapping(current_user, id, form.mapping), f"import:{id}")
    return begun(id, read=bool(made), what="columns")


@bp.get("/imports/<int:id>/lignes/<slug>")
@allowed("planning.import")
def lines(id, slug):
    run, count = run_here(id), BY_SLUG.get(slug)
    if count is None or count.outcome in ("left", "duplicate"):
        abort(404)
    rows, further = pages.page_of_lines(id, count.outcome, request.args.get("apres", type=int))
    return answer("imports/lines.html", run=run, count=count, many=getattr(run, count.column), rows=rows, further=further,
                  meaning=MEANING, things=THINGS, shown=LINES_SHOWN, counted=counted, cells_of=cells_of)


@bp.get("/imports/<int:id>/lignes-refusees.csv")
@allowed("export.make")
@allowed("planning.import")
def refused(id):
    """The rows refused, to be corrected: a download of what the file said of people, so it is journaled."""
    run = run_here(id)
    note_reading("import.refused", f"import:{id}")
    response = make_response("".join(as_lines(queries.refused_rows(run))))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="lignes-refusees-{id}.csv"'
    return response
