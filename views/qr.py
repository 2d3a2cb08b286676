"""An address as a picture a phone reads: drawn into the page, so that the page's policy stays closed to images of elsewhere."""

import segno
from markupsafe import Markup


def qr(address: str, words: str) -> Markup:
    """Inline SVG, black on white in both themes; `words` is what a screen reader says in its place.

    Level Q: a quarter of the picture may be creased or stained, it goes through a letterbox and a handbag.
    """
    made = segno.make(address, error="q", micro=False)
    drawn = made.svg_inline(border=4, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None, title=words)
    return Markup(drawn.replace("<svg ", '<svg role="img" ', 1))


def init_app(app) -> None:
    app.jinja_env.globals["qr"] = qr
