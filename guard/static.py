"""Static files: each under a name that carries its fingerprint, compressed once, cached for good.

They are built into the instance folder when an application starts, in one move: several processes starting at
once build the same folder, and one of them wins.
"""

import gzip
import hashlib
import os
import re
import shutil
import tempfile
from pathlib import Path

from whitenoise import WhiteNoise

SOURCE = Path(__file__).resolve().parent.parent / "static"
PREFIX = "/static/"
# css/app.css -> css/app.1f3a5c7e90.css
HASHED = re.compile(r"\.[0-9a-f]{10}\.[^./]+$")
WORTH_COMPRESSING = frozenset({".css", ".js", ".svg", ".txt", ".webmanifest"})
KEPT_BUILDS = 3


def fingerprinted(name: str, content: bytes) -> str:
    stem, dot, extension = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:10]}{dot}{extension}"


def read(source: Path) -> dict[str, bytes]:
    """Every file of the folder: its name with slashes -> its content."""
    files = sorted(path for path in source.rglob("*") if path.is_file())
    return {path.relative_to(source).as_posix(): path.read_bytes() for path in files}


def build(files: dict[str, bytes], into: Path) -> Path:
    """Writes the files under their fingerprinted names, into a folder named after all of them; gives that folder."""
    names = sorted(fingerprinted(name, content) for name, content in files.items())
    built = into / hashlib.sha256("\n".join(names).encode()).hexdigest()[:16]
    if built.is_dir():
        return built
    into.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix="draft-", dir=into))
    for name, content in files.items():
        _write(draft / fingerprinted(name, content), content)
    try:
        draft.rename(built)
    except OSError:
        # Another process was first: it built the very same files.
        shutil.rmtree(draft, ignore_errors=True)
    _drop_old_builds(into, built)
    return built


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    compressed = gzip.compress(content, 9, mtime=0)
    if path.suffix in WORTH_COMPRESSING and len(compressed) < len(content):
        Path(f"{path}.gz").write_bytes(compressed)


def _drop_old_builds(into: Path, built: Path) -> None:
    """The last few stay, for pages that were open during an update."""
    others = [path for path in into.iterdir() if path != built and not path.name.startswith("draft-")]
    for old in sorted(others, key=os.path.getmtime, reverse=True)[KEPT_BUILDS - 1:]:
        shutil.rmtree(old, ignore_errors=True)


def init_app(app, source: Path = SOURCE) -> None:
    files = read(source)
    urls = {name: PREFIX + fingerprinted(name, content) for name, content in files.items()}
    app.wsgi_app = WhiteNoise(
        app.wsgi_app, root=str(build(files, Path(app.config["INSTANCE"]) / "static")), prefix=PREFIX,
        allow_all_origins=False,
        immutable_file_test=lambda _path, url: bool(HASHED.search(url)))
    # A name that is not there is a fault of the page: it fails loudly.
    app.jinja_env.globals["static_url"] = urls.__getitem__
    app.extensions["static_urls"] = urls
