"""The two halves of the suite: every test on SQLite, then on PostgreSQL (TEST_ON=postgres) those it can tell from it.

A pytest plugin: tests/conftest.py names it. A test runs again when it asks for the database of the tests, through `app`,
`people` or any fixture above `database_url`. One that asks for none, like those of rules, words and files, or that makes
houses of its own on both (tests/houses.py), gets the same answer twice. So do those that carry one of the marks of `ONCE`.


Files that wait for a browser, a checker or a server come first and the short ones last, so that no process ends alone with
a long one: `--dist loadfile --no-loadscope-reorder` keeps this order.
"""

import gc
import os
from collections import Counter

import pytest

ONCE = ("browser", "html_checker", "sqlite", "once")
WAITING = ("browser", "html_checker", "postgres", "long")


def runs_again(item) -> bool:
    return "database_url" in item.fixturenames and not any(item.get_closest_marker(mark) for mark in ONCE)


def pytest_collection_modifyitems(config, items):
    longest_first(items)
    if os.environ.get("TEST_ON") == "postgres":
        left_out = [item for item in items if not runs_again(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if runs_again(item)]


def pytest_collection_finish():
    """What is there for the whole run, modules and the tests themselves, is not looked through again for rubbish."""
    look_through_once()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item, nextitem):
    """Nor is what a file of tests leaves, results and compiled statements: an import looks through all there is, twice."""
    try:
        return (yield)
    finally:
        if nextitem is None or nextitem.path != item.path:
            look_through_once()


def look_through_once() -> None:
    gc.collect()
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish():
    """A file nobody closed is found at the end, wherever it was put aside."""
    gc.unfreeze()


def longest_first(items) -> None:
    waiting = {item.path for item in items if any(item.get_closest_marker(mark) for mark in WAITING)}
    number = Counter(item.path for item in items)
    items.sort(key=lambda item: (item.path not in waiting, -number[item.path], item.path))
