"""`flask import`: a file from the planning software goes in from the server, by the same engine as from the screen."""

from pathlib import Path

import click
from sqlalchemy import select

from commands.keys import with_data
from database import Overtaken, db
from guard import importing
from models import ImportLine, ImportRun
from queries.imports import COUNTS
from rules.import_look import Look, look
from rules.imports import KINDS, MOST_BYTES, Refused
from rules.import_reading import check_size

SHOWN = 50


def look_at(path: Path, kind: str) -> Look:
    """The size is checked before anything is read."""
    size = path.stat().st_size
    try:
        check_size(size)
    except Refused as refused:
        return Look("", size, kind or None, refused.sentence)
    with path.open("rb") as file:
        return look(file.read(MOST_BYTES + 1), kind)


@click.command("import")
@click.argument("kind", type=click.Choice(list(KINDS)))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option("--mapping-from-last", is_flag=True, help="Only if somebody set the columns of these titles on screen before.")
@click.option("--dry-run", is_flag=True, help="Say what it would do, and change nothing.")
@click.option("--confirm-many", is_flag=True, help="Yes, even when more than half of the visits would be cancelled.")
@with_data
@click.pass_context
def import_file(context, kind, file, mapping_from_last, dry_run, confirm_many):
    """Import people or visits from a CSV file. Exit code: 0 all of it, 1 some rows refused or to confirm, 2 refused."""
    seen = look_at(file, kind)
    try:
        run_id = importing.take_in("command", file.name, seen, dry_run=dry_run, confirm_many=confirm_many,
                                   only_known=mapping_from_last)
    except Overtaken as refused:
        click.echo(refused.sentence, err=True)
        context.exit(2)
    context.exit(tell(db.session.get(ImportRun, run_id, populate_existing=True), dry_run))


def tell(run: ImportRun, dry_run: bool) -> int:
    """Print what became of the file; returns the exit code."""
    if run.state in ("refused", "interrupted"):
        click.echo(run.reason, err=True)
        return 2
    click.echo(("nothing was changed; it would be: " if dry_run else "") + ", ".join(
        f"{name} {getattr(run, name)}" for name in COUNTS if getattr(run, name)) + f" (import {run.id}, {run.state})")
    for line in db.session.scalars(select(ImportLine).where(
            ImportLine.run_id == run.id, ImportLine.outcome.in_(("refused", "noted"))).order_by(ImportLine.id).limit(SHOWN)):
        click.echo(f"Ligne {line.line} : {line.words}" if line.line else line.words, err=True)
    if run.nothing_cancelled_why:
        click.echo(run.nothing_cancelled_why, err=True)
    if run.needs_confirmation:
        click.echo(f"{run.reason} (--confirm-many)", err=True)
    return 1 if run.refused or (run.needs_confirmation and not dry_run) else 0
