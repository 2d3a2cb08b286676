"""The keys of what is kept encrypted: asked for before any data is opened, printed once, changed by `flask rotate-key`."""

from functools import wraps

import click
from flask.cli import with_appcontext

import data_keys
from database import local
from guard import key_check, rotation
from queries.health import backups

ON_PAPER = ("\nThe data key, printed this once:\n\n    {}\n\nWrite it on paper and keep the paper away from the backups: "
            "a backup without this key tells no alert,\nno access code, no second factor, no imported line; and nobody can make "
            "the key again.{}\n")
TWO_STEPS = ("The keys of this server come from its environment. Nothing was changed yet:\n"
             "1. put the new key before the old one there: DATA_KEYS=NEW,OLD\n"
             "2. restart the server, so that it reads both\n"
             "3. run `flask rotate-key --re-encrypt`")


def with_data(command):
    """`with_appcontext`, refused in plain words when the data key is missing or is another one."""
    @with_appcontext
    @wraps(command)
    def opened(*args, **kwargs):
        plainly(key_check.demand)
        return command(*args, **kwargs)
    return opened


def plainly(act):
    """What it returns; wrong keys end the command with their words."""
    try:
        return act()
    except key_check.WrongKeys as wrong:
        raise click.ClickException(str(wrong)) from None


def print_once(key: str) -> None:
    path = data_keys.file()
    click.echo(ON_PAPER.format(key, f"\nThis server reads it in {path}." if path else ""))


@click.command("rotate-key")
@click.option("--re-encrypt", is_flag=True, help="Make no new key: encrypt what is left with the first one.")
@click.option("--drop-old", is_flag=True, help="Keep the first key alone, once nothing needs another.")
@with_data
def rotate_key(re_encrypt, drop_old):
    """Make a new data key and encrypt everything with it again. Stopped in the middle, it goes on where it was."""
    if drop_old:
        _drop_old()
        return
    if re_encrypt or rotation.is_unfinished():
        click.echo("no new key: going on with the first of DATA_KEYS, printed when it was made"
                   + (f" and kept in {data_keys.file()}" if data_keys.file() else ""))
    else:
        print_once(rotation.begin())
        if not data_keys.file():
            click.echo(TWO_STEPS)
            return
    click.echo(f"{plainly(rotation.run)} values were encrypted again with the new key")
    if len(data_keys.in_force()) > 1:
        click.echo("The old key still opens the backups made before now: keep it on its paper as long as one of them may be "
                   "put back.\nThen `flask rotate-key --drop-old` takes it away from this server.")


def _drop_old() -> None:
    if len(data_keys.in_force()) < 2:
        raise click.ClickException("there is only one key: nothing was changed")
    plainly(rotation.drop_old)
    click.echo("the old key opens nothing in this database any more")
    if not data_keys.file():
        click.echo("Leave the first key alone in DATA_KEYS, in the environment of the server, and restart it.")
    since = rotation.began_at()
    older = [backup for backup in backups() if since and backup.made_at < since]
    if older:
        click.echo(f"{len(older)} backups were made before {local(since):%d/%m/%Y %H:%M} and need it: keep its paper.")
