"""The first minute: somebody has Python, this folder, and one command to type."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import start

ROOT = Path(__file__).resolve().parent.parent


def typed(*words):
    return subprocess.run([sys.executable, "start.py", *words], cwd=ROOT, capture_output=True, text=True)


def test_an_older_python_is_told_which_one_is_needed():
    with pytest.raises(SystemExit) as stopped:
        start.check_version((3, 9))
    assert stopped.value.code == "Trait d'union needs Python 3.11 or newer; this one is 3.9."


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13)])
def test_the_pythons_we_promise_are_let_in(version):
    assert start.check_version(version) is None


@pytest.mark.parametrize("words", [(), ("dance",)], ids=["nothing", "an unknown command"])
def test_who_types_anything_else_reads_what_there_is(words):
    answer = typed(*words)
    assert answer.returncode == 1
    for command in start.COMMANDS:
        assert re.search(rf"^  {command} ", answer.stderr, re.MULTILINE)


def test_an_unknown_extra_installs_nothing():
    assert "There is no requirements-moon.txt." in typed("install", "moon").stderr


def test_make_offers_each_command_of_start():
    targets = re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)[1].split()
    assert targets == list(start.COMMANDS)


def test_start_needs_nothing_but_python():
    taken = set(re.findall(r"^(?:from|import) (\w+)", (ROOT / "start.py").read_text(encoding="utf-8"), re.MULTILINE))
    assert taken <= sys.stdlib_module_names
