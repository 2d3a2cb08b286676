"""Every route × every role × own and other's record; a refused write changes no table but the journal."""

import pytest
from flask import url_for

from guard.doors import PUBLIC
from tests import matrix
from tests.world import counts

ROWS = matrix.rows()
# Forbidden is said before any record is looked up: no database has a word in it.
CASES = [pytest.param(line, *case, id=f"{line.method} {line.endpoint} {case[0]} {case[1]}",
                      marks=[pytest.mark.once] if case[-1] == 403 else [])
         for line in ROWS for case in line.cases()]


def address(app, line, arguments, ids) -> str:
    named = {name: ids[value] if isinstance(value, str) and value in ids else value
             for name, value in arguments.items()}
    with app.test_request_context():
        return url_for(line.endpoint, **named)


@pytest.mark.parametrize("line, person, whose, arguments, status", CASES)
def test_each_person_gets_what_the_table_says(every_subject, line, person, whose, arguments, status):
    app = every_subject.app
    her, url = every_subject.reader(person), address(app, line, arguments, every_subject.ids)
    if line.method == "GET":
        her.get(url, status)
    elif status in (403, 404, 422):
        before = counts(app)
        her.post(url, line.data, status)
        after = counts(app)
        assert {table for table, n in after.items() if n != before[table]} <= {"journal"}
    else:
        try:
            her.post(url, line.data, status)
        finally:
            every_subject.put_back()


def test_every_route_is_in_the_table(app):
    written = {(line.method, line.endpoint) for line in ROWS}
    routes = {(method, rule.endpoint) for rule in app.url_map.iter_rules()
              for method in rule.methods - {"HEAD", "OPTIONS"} if rule.endpoint not in PUBLIC}
    assert not routes - written, f"not in the matrix: {sorted(routes - written)}"
    assert not written - routes, f"no such route: {sorted(written - routes)}"


def test_what_was_not_refused_to_a_role_is_what_the_policy_allows_it(app):
    """The two tables cannot part: a role that passes the door in the matrix is written beside the action."""
    from rules.access import may
    flags = {"sam": frozenset({"administrator"})}
    roles = {"claire": "coordinator", "helene": "director", "aicha": "caregiver", "odile": "outside_recipient",
             "sam": "none"}
    for line in ROWS:
        action = app.view_functions[line.endpoint].action
        for person, whose, _, status in line.cases():
            allowed = may(roles[person], flags.get(person, frozenset()), action)
            assert (status == 403) != allowed or status == 403, f"{line.endpoint} {person} {whose}"
            assert allowed or status == 403, f"{line.endpoint} {person} {whose}: refused by the policy, {status} here"
