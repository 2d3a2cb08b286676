"""The rules of the house, held by machine: what goes down, what stays pure, what is named, what stays small."""

import ast
import re
from pathlib import Path

import pytest

from database import db
from guard.doors import PUBLIC
from rules import access
from tables.base import Encrypted
from tests.reader import reader
from tests.world import counts

ROOT = Path(__file__).resolve().parent.parent
# From the roof down: a room may import the rooms written after it, and those on its own floor.
FLOORS = [["app", "start"], ["commands", "demo", "bench"], ["views"], ["guard", "forms", "acts"], ["queries"],
          ["models"], ["tables"], ["database", "config"], ["write_lock", "data_keys"], ["rules"]]
FLOOR = {room: level for level, rooms in enumerate(FLOORS) for room in rooms}
FUNCTION, VIEW, FILE, TEMPLATE = 25, 15, 300, 120


def sources():
    skipped = {".venv", "tests", "migrations", "bench", ".tools", "instance"}
    return [path for path in ROOT.rglob("*.py") if not skipped & set(path.relative_to(ROOT).parts)]


def room(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


# The one exception, in the function that needs it: the door to the database writes the form it received.
UPWARD = {("database", "models")}


def test_imports_only_go_down():
    wrong = [(str(path.relative_to(ROOT)), name) for path in sources() for name in imports(path)
             if name in FLOOR and room(path) in FLOOR and FLOOR[name] < FLOOR[room(path)]
             and (room(path), name) not in UPWARD]
    assert not wrong


def test_rules_are_arithmetic():
    import sys
    for path in (ROOT / "rules").glob("*.py"):
        strangers = imports(path) - set(sys.stdlib_module_names) - {"rules"}
        assert not strangers, f"{path.name} imports {strangers}"
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\b(datetime\.now|date\.today|utcnow|time\.time)\(", text), f"{path.name} reads a clock"


def _functions(path: Path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            yield node, node.end_lineno - node.lineno + 1


def test_nothing_is_over_its_budget():
    over = []
    for path in sources():
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > FILE:
            over.append(f"{path.relative_to(ROOT)}: {lines} lines")
        limit = VIEW if room(path) == "views" else FUNCTION
        for node, size in _functions(path):
            is_view = any("route" in ast.dump(mark) or "bp" in ast.dump(mark) for mark in node.decorator_list)
            allowed = limit if is_view else FUNCTION
            if size > allowed:
                over.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}: {size} lines")
    for path in (ROOT / "templates").rglob("*.html"):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > TEMPLATE:
            over.append(f"{path.relative_to(ROOT)}: {lines} lines")
    assert not over


def test_only_the_database_room_commits_and_only_views_and_clock_ask_it_to():
    for path in sources():
        text = path.read_text(encoding="utf-8")
        if room(path) not in ("database", "guard", "commands", "demo"):
            assert not re.search(r"\.commit\(\)", text), f"{path} commits"
        if room(path) in ("acts", "queries", "rules", "forms", "tables"):
            assert "commit_once(" not in text, f"{path} commits"


def test_only_answers_speaks_to_htmx():
    for path in sources():
        if path.name not in ("answers.py",):
            assert not re.search(r"""["']HX-""", path.read_text(encoding="utf-8")), f"{path} reads or writes an HX- header"


def test_no_role_is_named_in_a_view():
    for path in (ROOT / "views").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        names = re.findall(r"""["'](coordinator|director|outside_recipient|administrator)["']""", text)
        assert not names, f"{path.name} decides by role: ask the policy table"


def test_no_room_says_nothing_by_its_name():
    for name in ("utils", "helpers", "services", "extensions", "manager", "managers"):
        assert not list(ROOT.glob(f"{name}*")), name


def test_every_column_carries_a_known_tag():
    untagged = [f"{table.name}.{column.name}" for table in db.metadata.sorted_tables for column in table.columns
                if not column.primary_key and not column.foreign_keys
                and column.info.get("category") not in access.CATEGORIES]
    assert not untagged


def test_what_the_policy_says_is_encrypted_is():
    for table in db.metadata.sorted_tables:
        for column in table.columns:
            policy = access.CATEGORIES.get(column.info.get("category"))
            assert not (policy and policy.encrypted) or isinstance(column.type, Encrypted), column


def test_every_category_is_used_or_gone():
    used = {column.info.get("category") for table in db.metadata.sorted_tables for column in table.columns}
    assert set(access.CATEGORIES) == used - {None}


FORBIDDEN = ("origin", "religion", "nationality", "skin", "race", "ethnic", "diagnosis", "disease", "mood", "score",
             "rating", "stars", "rank", "punctual", "latitude", "longitude", "gps", "social_security")


def test_what_must_never_exist_has_no_column():
    for table in db.metadata.sorted_tables:
        for column in table.columns:
            assert not [word for word in FORBIDDEN if word in column.name], f"{table.name}.{column.name}"


def test_every_view_names_an_action_of_the_policy_table(app):
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if rule.endpoint in PUBLIC:
            continue
        assert getattr(view, "action", None) in access.ACTIONS, f"{rule.endpoint} names no action"


def test_every_action_is_asked_somewhere_or_gone(app):
    named = {getattr(view, "action", None) for view in app.view_functions.values()}
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources() if path.name != "access.py")
    assert not [action for action in access.ACTIONS if action not in named and f'"{action}"' not in text]


def test_public_names_only_pages_that_exist(app):
    assert PUBLIC - {"static"} <= set(app.view_functions)


def test_strangers_reach_only_the_public_pages(app, people):
    stranger = reader(app)
    for rule in app.url_map.iter_rules():
        if rule.endpoint in PUBLIC:
            continue
        url = re.sub(r"<[^>]+>", "1", rule.rule)
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            sent = stranger.client.open(url, method=method)
            assert sent.status_code in (303, 401, 400), f"{method} {url}: {sent.status_code}"
            assert sent.status_code != 303 or sent.location.startswith("/connexion"), url


def test_every_template_is_used():
    text = "\n".join(path.read_text(encoding="utf-8") for path in [*sources(), *(ROOT / "templates").rglob("*.html")])
    unused = [str(path.relative_to(ROOT / "templates")) for path in (ROOT / "templates").rglob("*.html")
              if path.relative_to(ROOT / "templates").as_posix() not in text]
    assert not unused


@pytest.mark.parametrize("name", ["claire", "helene", "aicha", "sam", "odile"])
def test_reading_pages_writes_nothing_but_the_journal(app, people, name):
    person = reader(app, name)
    before = counts(app)
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if "GET" in rule.methods and "<" not in rule.rule and rule.endpoint not in PUBLIC:
            person.client.get(rule.rule)
    after = counts(app)
    assert {table for table, n in after.items() if n != before[table]} <= {"journal"}


def test_every_answer_carries_the_strict_headers(app, people):
    for page in (reader(app).get("/connexion"), reader(app, "claire").get("/aide"), reader(app, "claire").get("/rien", 404),
                 reader(app, "aicha").get("/journal", 403)):
        csp = page.headers["Content-Security-Policy"]
        assert csp.startswith("default-src 'none'") and "unsafe" not in csp and "data:" not in csp
        assert "frame-ancestors 'none'" in csp
        assert page.headers["X-Content-Type-Options"] == "nosniff"
        assert page.headers["Referrer-Policy"] == "same-origin"
        assert page.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert page.headers["Cache-Control"] == "no-store"


def test_static_files_and_their_errors_carry_them_too(app, people):
    stranger = reader(app).client
    url = app.extensions["static_urls"]["css/app.css"]
    for sent in (stranger.get(url), stranger.post(url), stranger.get(url, headers={"Range": "bytes=9999999-"}),
                 stranger.get("/static/rien.css")):
        assert sent.headers["Content-Security-Policy"].startswith("default-src 'none'"), sent.status
        assert sent.headers.getlist("X-Content-Type-Options") == ["nosniff"], sent.status
        sent.close()


def test_no_template_and_no_script_names_another_host():
    for path in [*(ROOT / "templates").rglob("*.html"), *(ROOT / "static" / "js").glob("*.js"),
                 *(ROOT / "static" / "css").glob("*.css")]:
        text = re.sub(r"https?://www\.w3\.org/\S*", "", path.read_text(encoding="utf-8"))
        assert not re.search(r"""(src|href|action|url\(|fetch\()\s*=?\s*["']?https?://""", text), path
