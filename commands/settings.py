"""Settings and sectors from the server, until their page exists: `flask setting`, `flask sector`."""

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from database import commit_as, db, now
from models import Sector, Setting
from rules.settings import SETTINGS


@click.command()
@click.argument("name", required=False)
@click.argument("value", required=False)
@with_appcontext
def setting(name, value):
    """List the settings, or give one a new value: `flask setting office_phone 0123456789`."""
    if name is None:
        changed = dict(db.session.execute(select(Setting.name, Setting.value).order_by(Setting.name)).all())
        for known, kind in SETTINGS.items():
            click.echo(f"{known:24} {changed.get(known, kind.default)!r:32} {kind.words}")
        return
    if name not in SETTINGS or value is None:
        raise click.ClickException("name one of the settings and its value; `flask setting` lists them")
    if SETTINGS[name].kind == "int" and not value.isdigit():
        raise click.ClickException(f"{name} is a whole number")
    commit_as("setting.change", lambda: _keep(name, value))
    click.echo(f"{name} = {value}")


def _keep(name: str, value: str) -> str:
    held = db.session.get(Setting, name) or Setting(name=name)
    held.value, held.changed_at = value, now()
    db.session.add(held)
    return name


@click.command()
@click.argument("name")
@with_appcontext
def sector(name):
    """Add a sector."""
    if db.session.execute(select(Sector.id).where(Sector.name == name)).first():
        raise click.ClickException("this sector is already there")
    commit_as("sector.add", lambda: db.session.add(Sector(name=name)))
    click.echo(f"sector {name} added")
