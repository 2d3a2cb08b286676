"""Settings and sectors from the server, checked as on their pages: `flask setting`, `flask sector`."""

from types import SimpleNamespace

import click
from sqlalchemy import select

from acts import import_folder, sectors
from acts import settings as acts
from commands.keys import with_data
from database import commit_as, db
from guard.import_folder import fault
from models import Setting
from queries.sectors import same_name
from queries.setting_changes import newest
from rules.sectors import taken
from rules.settings import SETTINGS, on_screen, read

THE_SERVER = SimpleNamespace(id=None)


@click.command()
@click.argument("name", required=False)
@click.argument("value", required=False)
@with_data
def setting(name, value):
    """List the settings, or give one a new value: `flask setting office_phone 0123456789`; "" puts the default back."""
    if name is None:
        changed = dict(db.session.execute(select(Setting.name, Setting.value).order_by(Setting.name)).all())
        for known, kind in SETTINGS.items():
            click.echo(f"{known:24} {changed.get(known, kind.default)!r:32} {kind.words}")
        return
    if name not in SETTINGS or value is None:
        raise click.ClickException("name one of the settings and its value; `flask setting` lists them")
    if name == "import_folder":
        _watch(value.strip())
        return
    if not on_screen(name):
        raise click.ClickException(f"{name} is written by the server itself, never by hand")
    try:
        kept = read(name, value) if value else SETTINGS[name].default
    except ValueError as fault:
        raise click.ClickException(f"{name}: {fault}") from None
    commit_as("setting.change", lambda: acts.change(THE_SERVER, newest(), {name: kept}))
    click.echo(f"{name} = {kept}")


def _watch(path: str) -> None:
    """The folder of the server is for the server to choose: on no screen of the direction, checked as on the server page."""
    wrong = fault(path)
    if wrong:
        raise click.ClickException(f"import_folder: {wrong}")
    commit_as("import.folder", lambda: import_folder.watch(THE_SERVER, path))
    click.echo(f"import_folder = {path}")


@click.command()
@click.argument("name")
@with_data
def sector(name):
    """Add a sector."""
    same = same_name(name)
    if same:
        raise click.ClickException(taken(same.name, same.ended_at is not None))
    commit_as("sector.add", lambda: sectors.add(THE_SERVER, name))
    click.echo(f"sector {name} added")
