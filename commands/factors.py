"""The day a director's phone is lost and nobody else can say yes: `flask reset-factor`."""

import click
from sqlalchemy import or_, select

from acts import second_factor
from commands.first import THE_SERVER
from commands.keys import with_data
from database import Overtaken, commit_as, db
from guard.second_factor import tried
from guard.throttle import forget, identifier
from models import Account


@click.command("reset-factor")
@click.argument("who")
@with_data
def reset_factor(who):
    """Take the second factor away from the account with this e-mail address or phone number."""
    typed = identifier(who)
    found = db.session.execute(select(Account.id, Account.name).where(
        or_(Account.email == typed, Account.phone == typed), Account.ended_at.is_(None)).order_by(Account.id)).first()
    if found is None:
        raise click.ClickException(f"no open account has {who}")
    try:
        commit_as("factor.reset", lambda: second_factor.reset(THE_SERVER, found.id), subject=f"account:{found.id}")
    except Overtaken:
        raise click.ClickException(f"{found.name} has no second factor: nothing was changed") from None
    forget(tried(found.id))
    click.echo(f"{found.name} signs in with her passphrase and sets up another phone. Her sessions are closed; the "
               "direction is told on its board.")
