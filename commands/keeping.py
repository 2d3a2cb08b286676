"""Keeping what was entrusted to us: upgrade, backup, restore, purge, and checking the journal."""

import os
from pathlib import Path

import click
import flask_migrate
from alembic.script import ScriptDirectory
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import inspect

from commands import clock
from commands.keys import plainly, with_data
from database import db
from guard import backups, chain, key_check, restores, ways_in


def newest_revision() -> str:
    return ScriptDirectory(current_app.extensions["migrate"].directory).get_current_head()


def bring_up_to_date() -> str:
    """Brings the database to the shape of the tables, after a backup of what it holds. Says what was done.

    Two at once: the second waits for the first (migrations/env.py), then finds nothing to do.
    """
    # The database and its log are made here: nobody else on this machine reads them.
    os.umask(0o077)
    with db.engine.connect() as connection:
        revision, filled = backups.revision_of(connection), bool(inspect(connection).get_table_names())
    plainly(key_check.demand)
    if revision == newest_revision():
        plainly(key_check.establish)
        return "the database is up to date"
    if revision and revision not in restores.known_revisions():
        raise click.ClickException("this database was made by a newer version of Trait d'union; migrations only go "
                                   "up: update the program, or restore a backup made by this version")
    kept = f"; {backups.make('before-upgrade').path} holds it as it was" if filled else ""
    flask_migrate.upgrade()
    plainly(key_check.establish)
    return f"the database was brought up to date{kept}"


@click.command()
@with_appcontext
def upgrade():
    """Bring the database up to date, after a backup."""
    try:
        click.echo(bring_up_to_date())
    except backups.BackupFailed as failure:
        raise click.ClickException(f"nothing was changed: {failure}") from failure


@click.command()
@with_appcontext
def backup():
    """Copy the database, check the copy, keep the last fourteen."""
    try:
        made = backups.make()
    except backups.BackupFailed as failure:
        raise click.ClickException(str(failure)) from failure
    click.echo(f"{made.path} ({made.size} bytes), opened and found whole")
    if made.journal_problems:
        raise click.ClickException("its journal is broken: " + "; ".join(made.journal_problems[:5]))


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
def restore(file):
    """Put a backup back. What it replaces is kept aside; everybody has to sign in again."""
    try:
        facts = restores.check(file)
        aside = restores.keep_aside()
        known = ways_in.read()
        restores.put_back(file)
        flask_migrate.upgrade()
        said = restores.finish(known)
    except (restores.RestoreRefused, restores.postgres.ToolFailed, backups.BackupFailed) as refused:
        raise click.ClickException(str(refused)) from refused
    click.echo(f"{file} was put back" + (f"; what it replaces is in {aside}" if aside else ""))
    for sentence in said:
        click.echo(sentence)
    for problem in facts.journal_problems:
        click.echo(f"its journal is broken: {problem}", err=True)
    try:
        key_check.establish()
    except key_check.WrongKeys:
        click.echo("the alerts, codes of homes, second factors and imported lines in it were encrypted with other keys. "
                   f"Put the key of that time {key_check.place()}, after the one there, with a comma between them. Until then "
                   "nothing is served.", err=True)


@click.command()
@with_data
def purge():
    """Erase what is too old: whole months of journal, old sessions, tries, forms and drafts."""
    erased = clock.RUN["purge"]()
    click.echo(f"erased: {erased}" if erased else "nothing to erase")


@click.command("journal-verify")
@with_appcontext
def journal_verify():
    """Check that no line of the journal was changed, erased or slipped in."""
    with db.engine.connect() as connection:
        problems = chain.verify(connection, backups.witness())
        last, _ = chain.head(connection)
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        raise click.ClickException(f"the journal is broken in {len(problems)} places")
    click.echo(f"the journal is whole, up to line {last}")
