"""Serves one contender as `flask serve` serves ours: `python -m bench.serve CONTENDER FOLDER` (two processes, two threads).

Prints its port, then answers until it is told to stop.
"""

import logging
import sys
from pathlib import Path

import waitress

from bench import data
from commands import family
from commands.serve import THREADS, open_socket

PROCESSES = 2


def build(name: str, folder: Path):
    """The application, made after the fork."""
    facts, file = data.read(folder), str(folder / "trait.sqlite")
    if name == "ours":
        from bench.ours import Ours
        return Ours(facts).app
    if name == "bare":
        from bench.bare import Bare
        return Bare(facts, file).app
    from bench.django_site import DjangoSite
    return DjangoSite(facts, file).app


def main(name: str, folder: Path) -> None:
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    with open_socket("127.0.0.1", 0) as listening:
        print(listening.getsockname()[1], flush=True)
        family.keep([lambda: waitress.serve(build(name, folder), sockets=[listening], threads=THREADS, ident=None,
                                            connection_limit=500)] * PROCESSES, logging.getLogger("bench"))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
