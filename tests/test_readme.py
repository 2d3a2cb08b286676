"""What the README says is what the house does."""

import re
from pathlib import Path

from rules.policy import as_markdown

README = (Path(__file__).resolve().parent.parent / "README.md").read_text(encoding="utf-8")


def test_the_readme_prints_the_policy_table_that_is_enforced():
    assert as_markdown() in README, "run `flask policy` and put its tables into README.md"


def test_the_readme_opens_in_french_and_gives_the_two_commands():
    assert README.index("En français") < README.index("## Two commands")
    assert "make run" in README and "make test" in README and "py start.py run" in README


def test_every_command_named_in_the_readme_exists(app):
    named = set(re.findall(r"`flask ([a-z-]+)", README))
    assert named <= set(app.cli.commands), named - set(app.cli.commands)


def test_every_room_of_the_house_is_in_its_plan():
    root = Path(__file__).resolve().parent.parent
    for room in ("rules", "tables", "acts", "queries", "guard", "forms", "views", "templates", "static", "commands",
                 "demo", "bench"):
        assert (root / room).is_dir() and f"{room}/" in README, room
