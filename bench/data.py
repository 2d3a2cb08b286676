"""The demo association ×1, ×10, ×100: made once a day, with what is needed to ask for its pages.

`python -m bench.data FOLDER` notes, beside a filled database: sessions, ids, and the statements our pages run.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# A dated folder of the instance: the demo ends today, tomorrow it is another one.
KEPT = ROOT / "instance" / "bench"


def surroundings(folder: Path) -> dict:
    """A house of its own, whatever this machine serves for real."""
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "SECRET_KEY", "DATA_KEYS")}
    return {**kept, "TRAIT_INSTANCE": str(folder)}


def flask(folder: Path, *words: str) -> None:
    subprocess.run([sys.executable, "-m", "flask", "--app", "app", *words], cwd=ROOT, env=surroundings(folder),
                   check=True, stdout=subprocess.DEVNULL)


def version() -> str:
    """Changes with what the databases are made of."""
    made_of = hashlib.sha256()
    for room in ("demo", "migrations", "tables"):
        for path in sorted((ROOT / room).rglob("*.py")):
            made_of.update(path.read_bytes())
    return made_of.hexdigest()[:8]


def prepare(scale: int) -> Path:
    """The folder of this scale, filled if it was not yet today."""
    folder = KEPT / f"x{scale}-{date.today():%Y%m%d}-{version()}"
    if not (folder / "ready").exists():
        for old in KEPT.glob(f"x{scale}-*"):
            shutil.rmtree(old)
        folder.mkdir(parents=True)
        flask(folder, "upgrade")
        flask(folder, "demo", "--scale", str(scale))
        (folder / "ready").touch()
    subprocess.run([sys.executable, "-m", "bench.data", str(folder)], cwd=ROOT, env=surroundings(folder), check=True)
    return folder


def read(folder: Path) -> dict:
    return json.loads((folder / "facts.json").read_text(encoding="utf-8"))


def note(folder: Path) -> None:
    """Runs in a process of its own, whose application is that of the folder."""
    from bench.ours import Ours
    ours = Ours()
    facts = {"tokens": ours.tokens, "ids": ours.ids(), "sizes": ours.sizes()}
    facts["statements"] = {name: ours.record(name, facts["ids"]) for name in ("board", "list", "relation", "question",
                                                                             "visit")}
    (folder / "facts.json").write_text(json.dumps(facts), encoding="utf-8")


if __name__ == "__main__":
    note(Path(sys.argv[1]))
