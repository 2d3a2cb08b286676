"""A mistake says what to do, in French, whatever is sent: none of the words of the form library reaches a page."""

import importlib
import pkgutil
import re
from datetime import date

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form as Part

import forms
from forms.base import Form

ENGLISH = re.compile(r"\b(valid|invalid|required|field|choice|must|value|input)\b", re.IGNORECASE)

# What a view gives these forms besides what was typed.
NEEDED = {"RequesterToldForm": {"to_person": True}, "DecisionForm": {"owners": [], "for_direction": True}, "ReplacementForm": {"requested_by": "beneficiary"},
          "OtherwiseForm": {"now": (date(2026, 3, 9), 480, 60), "cannot_wait": False, "today": date(2026, 3, 9)}}


def every_form() -> list[type[Form]]:
    modules = [importlib.import_module(f"forms.{found.name}") for found in pkgutil.iter_modules(forms.__path__)]
    known = {kind for module in modules for kind in vars(module).values()
             if isinstance(kind, type) and issubclass(kind, Form) and kind is not Form}
    return sorted(known, key=lambda kind: (kind.__module__, kind.__name__))


def leaves(form):
    for field in form:
        yield from leaves(field.form) if isinstance(getattr(field, "form", None), Part) else [field]


@pytest.mark.parametrize("kind", every_form(), ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("sent", ["", "n'importe quoi", "-1", "x" * 5000], ids=["nothing", "words", "number", "long"])
def test_nobody_is_told_off_in_english(app, kind, sent):
    with app.test_request_context("/", method="POST"):
        more = NEEDED.get(kind.__name__, {})
        names = [field.name for field in leaves(kind(formdata=MultiDict(), **more))]
        form = kind(formdata=MultiDict([(name, sent) for name in names]), **more)
        form.today = date(2026, 3, 9)
        form.validate()
        said = [str(error) for field in leaves(form) for error in field.errors]
    assert not [words for words in said if ENGLISH.search(words)]
    assert all(words.endswith(".") for words in said), said
