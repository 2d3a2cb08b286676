"""What we take from others: little, for a reason, and always the same bytes."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
COMPILED = sorted(ROOT.glob("requirements*.txt"))
MOST_DIRECT_PACKAGES = 15


def asked(path):
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith(("#", "-"))]


def pinned(path):
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", path.read_text(encoding="utf-8"), re.MULTILINE))


def test_the_product_stands_on_fifteen_packages_at_most():
    names = {re.match(r"[\w-]+", line)[0].lower() for line in asked(ROOT / "requirements.in")}
    assert names <= set(pinned(ROOT / "requirements.txt"))
    assert 0 < len(names) <= MOST_DIRECT_PACKAGES


@pytest.mark.parametrize("path", sorted(ROOT.glob("requirements*.in")), ids=lambda path: path.name)
def test_each_package_is_asked_for_with_a_reason(path):
    assert [line for line in asked(path) if not line.partition(" # ")[2].strip()] == []


@pytest.mark.parametrize("path", COMPILED, ids=lambda path: path.name)
def test_each_package_is_pinned_and_has_its_hashes(path):
    blocks = re.split(r"\n(?=\S)", re.sub(r"^#.*\n", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE))
    assert blocks
    for block in blocks:
        assert re.match(r"[a-z0-9-]+==\S+( ; [^\\]+)? \\\n +--hash=sha256:[0-9a-f]{64}", block), block


@pytest.mark.parametrize("path", sorted(ROOT.glob("requirements*")), ids=lambda path: path.name)
def test_no_list_names_an_index_or_a_host(path):
    assert not re.search(r"://|--(extra-)?index-url|--find-links|--trusted-host", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", COMPILED, ids=lambda path: path.name)
def test_the_lists_agree_with_the_one_of_the_product(path):
    product, other = pinned(ROOT / "requirements.txt"), pinned(path)
    assert {name for name in product.keys() & other.keys() if product[name] != other[name]} == set()
