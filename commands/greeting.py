"""What `flask serve` says when it is ready: where to look, and for the demo how to come in."""

import socket

import click

from queries.settings import settings

EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104  compared, not listened to
# An address kept for documentation: nothing is sent there, the system only says which way it would go.
ANYWHERE = ("192.0.2.1", 9)


def address_on_the_network() -> str | None:
    """The address of this machine as a phone on the same network sees it; None without a network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(ANYWHERE)
        except OSError:
            return None
        found = probe.getsockname()[0]
    return None if found.startswith(("127.", "0.")) else found


def greet(host: str, port: int) -> None:
    shown = "localhost" if host in EVERYWHERE else f"[{host}]" if ":" in host else host
    click.echo(f"\nTrait d'union: http://{shown}:{port}/")
    if host in EVERYWHERE:
        found = address_on_the_network()
        click.echo(f"On a phone of the same network: http://{found}:{port}/" if found else
                   "No network here: phones cannot reach this machine.")
    if settings().demo:
        greet_demo()
    click.echo("Ctrl+C stops it.\n")


def greet_demo() -> None:
    from demo import accounts  # a real house never loads the demo

    lines = accounts()
    wide, far = max(len(line[0]) for line in lines), max(len(line[2]) for line in lines)
    click.echo("\nDemo association, fictional people. Sign in as (the page after it shows the code):\n")
    for words, _, identifier, passphrase in lines:
        click.echo(f"  {words:{wide}}  {identifier:{far}}  {passphrase}")
    click.echo()
