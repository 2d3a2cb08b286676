"""`flask policy`: who sees what, who does what, as the README prints it."""

import click

from rules.policy import as_markdown


@click.command()
def policy():
    """Print the policy tables."""
    click.echo(as_markdown())
