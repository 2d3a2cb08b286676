"""What we carry from others is exactly what they published."""

import hashlib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# htmx.org 4.0.1, modern-normalize 3.0.1 and axe-core 4.14.1, as npm delivers them; the list of breached passphrases as
# guard/vendor/README.md says it was made.
PUBLISHED = {
    "static/vendor/htmx-4.0.1.min.js": "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130",
    "static/vendor/modern-normalize.css": "b4ad31da9b1b17de182a08e4c39159496574d90a82464c6d5afeda7133f0e110",
    "guard/vendor/common-passphrases.txt.gz": "f8adefcab0ab81225fb90df2983b10372c175526aa070fb3eb0f748a9933d829",
    "tests/vendor/axe.min.js": "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c",
}


@pytest.mark.parametrize("path", sorted(PUBLISHED))
def test_a_vendored_file_is_the_published_one(path):
    assert hashlib.sha256((ROOT / path).read_bytes()).hexdigest() == PUBLISHED[path]


def test_the_stylesheet_begins_with_modern_normalize_word_for_word():
    published = (ROOT / "static/vendor/modern-normalize.css").read_text(encoding="utf-8").strip()
    assert published in (ROOT / "static/css/app.css").read_text(encoding="utf-8")


def test_no_vendored_file_is_without_its_sum_and_its_licence():
    found = {p.relative_to(ROOT).as_posix() for room in ("static/vendor", "tests/vendor", "guard/vendor") for p in (ROOT / room).iterdir()}
    licences = {path for path in found if "LICENSE" in path or path.endswith("README.md")}
    assert found - licences == set(PUBLISHED)
    for name in ("static/vendor/htmx", "static/vendor/modern-normalize", "tests/vendor/axe", "guard/vendor/common-passphrases"):
        assert any(path.startswith(name) for path in licences), name
