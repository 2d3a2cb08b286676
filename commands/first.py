"""The first day of a house, and the day a way in is lost: `flask init`, `flask invite`."""

from types import SimpleNamespace

import click
from flask.cli import with_appcontext
from sqlalchemy import func, insert, or_, select

import data_keys
from acts import accounts
from commands.keeping import bring_up_to_date
from commands.keys import print_once, with_data
from database import commit_as, db, now
from guard import invited
from guard.addresses import public_url
from guard.throttle import forget, identifier
from models import Account, Sector, Setting
from rules.settings import read

# Whoever holds the server opens the first account: nobody is there yet to be named in her place.
THE_SERVER = SimpleNamespace(id=None)


@click.command()
@click.option("--association", prompt="Nom de l'association")
@click.option("--sectors", prompt="Secteurs, séparés par des virgules", default="Tous secteurs")
@click.option("--name", prompt="Première personne de la direction : prénom et nom")
@click.option("--email", prompt="Son adresse e-mail")
@with_appcontext
def init(association, sectors, name, email):
    """Open your own house: association, sectors, and the first account of the direction."""
    click.echo(bring_up_to_date())
    if db.session.execute(select(func.count()).select_from(Account)).scalar_one():
        raise click.ClickException("this house already has accounts: nothing was changed")
    if "@" not in email:
        raise click.BadParameter("an e-mail address holds an @", param_hint="--email")
    try:
        association = read("association_name", association)
    except ValueError as fault:
        raise click.BadParameter(str(fault), param_hint="--association") from None
    named = [sector.strip() for sector in sectors.split(",") if sector.strip()]
    token, hashed = invited.draw()
    commit_as("house.init", lambda: open_house(association, named, name, email, hashed))
    print_once(data_keys.in_force()[0])
    click.echo(f"the house is open. Once it is served, {name} opens this address, once, within seven days, and chooses "
               f"her passphrase (TRAIT_URL gives another address):\n\n    {link(token)}\n")


def link(token: str) -> str:
    # A command knows no request: the path is that of views/invitations.py.
    return public_url(f"/invitation/{token}")


def open_house(association: str, sectors: list[str], name: str, email: str, token_hash: str) -> int:
    db.session.execute(insert(Setting), [{"name": "association_name", "value": association, "changed_at": now()}])
    db.session.execute(insert(Sector), [{"name": sector} for sector in dict.fromkeys(sectors)])
    first = {"name": name.strip(), "email": email.strip().lower(), "phone": None, "role": "director",
             "is_administrator": False, "is_alert_referent": False}
    return accounts.create(THE_SERVER, first, token_hash)


@click.command()
@click.argument("who")
@with_data
def invite(who):
    """Print a new invitation for the account with this e-mail address or phone number: the former ways in close."""
    typed = identifier(who)
    found = db.session.execute(select(Account.id, Account.name, Account.email, Account.phone).where(
        or_(Account.email == typed, Account.phone == typed), Account.ended_at.is_(None)).order_by(Account.id)).first()
    if found is None:
        raise click.ClickException(f"no open account has {who}")
    token, hashed = invited.draw()
    commit_as("account.invite", lambda: accounts.invite(THE_SERVER, found.id, hashed))
    for known in filter(None, (found.email, found.phone)):
        forget(known)
    click.echo(f"{found.name} opens this address, once, within seven days (TRAIT_URL gives another address):"
               f"\n\n    {link(token)}\n")
