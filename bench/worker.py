"""One scale in a process of its own: `python -m bench.worker FOLDER` reads orders on its input, answers on its output."""

import gzip
import json
import sqlite3
import statistics
import sys
from pathlib import Path

from bench import data
from bench.call import once
from bench.pages import PAGES


def contenders(folder: Path, only: str = "") -> dict:
    from bench.bare import Bare
    from bench.django_site import DjangoSite
    from bench.ours import Ours
    facts, file = data.read(folder), str(folder / "trait.sqlite")
    makers = {"bare": lambda: Bare(facts, file), "ours": lambda: Ours(facts), "django": lambda: DjangoSite(facts, file)}
    return {name: make() for name, make in makers.items() if only in ("", name)}


def forget_words(folder: Path) -> None:
    """The words sent for the measure go: the visit page would show them all."""
    visit = data.read(folder)["ids"]["visit"]
    with sqlite3.connect(folder / "trait.sqlite", timeout=60) as base:
        base.execute("DELETE FROM word WHERE visit_id = ? AND words = ?", (visit, "Tout s'est bien passé ce matin."))
    base.close()


def weigh(contender, name: str) -> int:
    """Bytes of the page before compression; refuses anything but the page that was asked for."""
    _, status, _, body = once(contender, name)
    if status != (303 if PAGES[name].method == "POST" else 200):
        raise SystemExit(f"{contender.name} answers {status} to {name}")
    return len(gzip.decompress(body)) if body[:2] == b"\x1f\x8b" else len(body)


def main(folder: Path) -> None:
    forget_words(folder)
    known = contenders(folder)
    for order in map(json.loads, sys.stdin):
        contender, name = known[order["contender"]], order["page"]
        if order["count"]:
            answer = statistics.median(once(contender, name)[0] for _ in range(order["count"]))
        else:
            answer = weigh(contender, name)
        if PAGES[name].method == "POST":
            forget_words(folder)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
