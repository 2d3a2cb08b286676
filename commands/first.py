"""The first day of a house, and the day a passphrase is lost: `flask init`, `flask reset-passphrase`."""

from types import SimpleNamespace

import click
from flask.cli import with_appcontext
from sqlalchemy import func, insert, or_, select

from acts import accounts
from commands.keeping import bring_up_to_date
from database import commit_as, db, now
from guard.passphrases import hash_passphrase, one_time
from guard.throttle import forget, identifier
from models import Account, Sector, Setting

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
    named = [sector.strip() for sector in sectors.split(",") if sector.strip()]
    passphrase = one_time()
    commit_as("house.init", lambda: open_house(association, named, name, email, hash_passphrase(passphrase)))
    click.echo(f"the house is open. {name} signs in with {email.strip().lower()} and this passphrase, "
               f"to be changed at once (it opens for seven days):\n\n    {passphrase}\n")


def open_house(association: str, sectors: list[str], name: str, email: str, passphrase_hash: str) -> int:
    db.session.execute(insert(Setting), [{"name": "association_name", "value": association, "changed_at": now()}])
    db.session.execute(insert(Sector), [{"name": sector} for sector in dict.fromkeys(sectors)])
    first = {"name": name.strip(), "email": email.strip().lower(), "phone": None, "role": "director",
             "is_administrator": False, "is_alert_referent": False}
    return accounts.create(THE_SERVER, first, passphrase_hash)


@click.command("reset-passphrase")
@click.argument("who")
@with_appcontext
def reset_passphrase(who):
    """Print a new one-time passphrase for the account with this e-mail address or phone number."""
    typed = identifier(who)
    found = db.session.execute(select(Account.id, Account.name, Account.email, Account.phone).where(
        or_(Account.email == typed, Account.phone == typed), Account.ended_at.is_(None)).order_by(Account.id)).first()
    if found is None:
        raise click.ClickException(f"no open account has {who}")
    passphrase = one_time()
    commit_as("account.renew", lambda: accounts.renew(THE_SERVER, found.id, hash_passphrase(passphrase)))
    for known in filter(None, (found.email, found.phone)):
        forget(known)
    click.echo(f"{found.name} signs in once with this passphrase, within seven days, and chooses her own:\n\n    {passphrase}\n")
