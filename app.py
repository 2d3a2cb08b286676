"""Builds the application: settings, extensions, rooms, error pages. Decides nothing else."""

import importlib
import pkgutil

from flask import Flask
from flask_babel import Babel
from werkzeug.middleware.proxy_fix import ProxyFix

import commands
import config
import database
import models  # noqa: F401  the tables must be known before the first request
import views
from guard import compress, csrf, doors, headers, journal, key_check, static
from guard.memory import give_large_pieces_back_at_once
from views import display, errors, navigation, qr


def rooms():
    """Every module of views/ that has a blueprint, in the order of their names."""
    for found in sorted(pkgutil.iter_modules(views.__path__), key=lambda module: module.name):
        module = importlib.import_module(f"views.{found.name}")
        if hasattr(module, "bp"):
            yield module.bp


def create_app(overrides: dict | None = None) -> Flask:
    """The application, ready to serve. Raises config.MissingSecret when it has no secret of its own."""
    give_large_pieces_back_at_once()
    app = Flask(__name__, static_folder=None)
    app.config.from_mapping(config.settings(overrides))
    app.testing = bool(app.config.get("TESTING"))
    if app.config["TRUSTED_PROXIES"]:
        hops = app.config["TRUSTED_PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)
    Babel(app)
    # Compression is registered first: after_request runs backwards, so it sees the finished page.
    for room in (database, key_check, compress, static, headers, doors, csrf, journal, display, navigation, qr, errors, commands):
        room.init_app(app)
    for bp in rooms():
        app.register_blueprint(bp)
    return app
