"""French keeps « ? ! : ; » with the word before them: the templates are read with no-break spaces there."""

import re

from jinja2.ext import Extension

NBSP = "\u00a0"
_BEFORE, _AFTER = re.compile(" (?=[?!:;»])"), re.compile("(?<=«) ")


def bound(words: str) -> str:
    """The same words, with spaces that never leave a mark alone at the start of a line."""
    return _AFTER.sub(NBSP, _BEFORE.sub(NBSP, words))


class BoundSpaces(Extension):
    """Done once, when a template is compiled; what people typed is left as they typed it."""

    def filter_stream(self, stream):
        for token in stream:
            yield token if token.type != "data" else type(token)(token.lineno, token.type, bound(token.value))
