"""A button that asks nothing more than a press: its key makes it count once, like any form."""

from uuid import uuid4

from flask import abort

from forms.base import Form


def press() -> str:
    """Drawn once a page; each button adds its own ending ("…-contact12")."""
    return uuid4().hex


def pressed() -> str:
    """The key of the button pressed."""
    form = Form()
    if not form.validate():
        abort(400)
    return form.key.data
