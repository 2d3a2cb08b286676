"""The journal is the direction's; the server page is for whoever runs the server, and for the direction."""

from tests.matrix import row

MATRIX = [
    row("GET", "journal.index", coordinator=403, director=200),
    row("GET", "server.show", coordinator=403, director=200, administrator=200),
]
