"""The anti-forgery token of every change, masked anew on every page (a compressed page leaks nothing by its size)."""

import base64
import secrets

from flask import current_app, g, request
from flask_wtf.csrf import CSRFProtect, generate_csrf


def mask(token: str) -> str:
    plain = token.encode()
    pad = secrets.token_bytes(len(plain))
    return base64.urlsafe_b64encode(pad + bytes(a ^ b for a, b in zip(plain, pad, strict=True))).decode()


def unmask(masked: str) -> str:
    """The token under its mask; what is not one gives an empty text, which no check accepts."""
    try:
        raw = base64.urlsafe_b64decode(masked.encode())
        half = len(raw) // 2
        return bytes(a ^ b for a, b in zip(raw[:half], raw[half:], strict=True)).decode()
    except (ValueError, UnicodeDecodeError):
        return ""


class MaskedCSRF(CSRFProtect):
    """Flask-WTF's protection, reading the masked token from the form or from the X-CSRFToken header."""

    def _get_csrf_token(self):
        name = current_app.config["WTF_CSRF_FIELD_NAME"]
        sent = request.form.get(name) or request.headers.get("X-CSRFToken")
        return unmask(sent) if sent else None


csrf = MaskedCSRF()


def token() -> str:
    """The token of this page: one mask a page, however many forms it holds."""
    if "csrf_masked" not in g:
        g.csrf_masked = mask(generate_csrf())
    return g.csrf_masked


def init_app(app) -> None:
    csrf.init_app(app)
    app.jinja_env.globals["csrf_token"] = token
    app.context_processor(lambda: {"csrf_token": token})
