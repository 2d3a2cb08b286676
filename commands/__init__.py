"""What the person who runs the server types: `flask init`, `flask upgrade`, `flask serve`… One module per subject.

Every click command found in a module of this folder is added, with the application around it.
"""

import importlib
import pkgutil
from pathlib import Path

import click
from flask_migrate import Migrate

from database import db

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


def init_app(app) -> None:
    Migrate(app, db, directory=str(MIGRATIONS), render_as_batch=True)
    for found in sorted(pkgutil.iter_modules(__path__), key=lambda module: module.name):
        module = importlib.import_module(f"commands.{found.name}")
        for command in vars(module).values():
            if isinstance(command, click.Command):
                app.cli.add_command(command)
