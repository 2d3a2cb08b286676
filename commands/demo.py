"""`flask demo`: fills an empty database with a fictional association; a real one is never touched."""

import click

from commands.greeting import greet_demo
from commands.keys import plainly, with_data
from demo import FilledForReal, fill
from demo.cast import SHARED_PASSPHRASE
from guard import key_check

# What `start.py run` reads: a real association lives here, serve it as it is.
REAL = 3


@click.command()
@click.option("--scale", type=click.IntRange(1, 100), default=1, help="So many times the association, to measure.")
@with_data
def demo(scale):
    """Fill an empty database with the demo association. Exits 3, having touched nothing, where there is anything else."""
    try:
        filled = fill(scale)
    except FilledForReal:
        click.echo("there is something here that the demo did not write: nothing was touched", err=True)
        raise SystemExit(REAL) from None
    plainly(key_check.establish)
    click.echo("the demo association is ready" if filled else "the demo association is already here")
    greet_demo()
    click.echo(f"Every other caregiver but one, whose invitation waits, signs in with her phone number and: {SHARED_PASSPHRASE}")
