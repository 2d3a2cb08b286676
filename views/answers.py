"""How we answer: the only place that reads or writes an HX- header."""

from flask import abort, flash, make_response, redirect, render_template, request

from database import db
from queries.settings import say


def wants_part() -> bool:
    """htmx asks for a part of a page, not for the page it puts back after "Previous"."""
    return (request.headers.get("HX-Request") == "true" and request.headers.get("HX-Request-Type") == "partial"
            and not request.headers.get("HX-History-Restore-Request"))


def answer(whole: str, part: str | None = None, status: int = 200, /, **context):
    """The page, or its part when htmx asks for a part; the address is the same, so it says Vary."""
    response = make_response(render_template(part if part and wants_part() else whole, **context), status)
    response.vary.add("HX-Request")
    return response


def again(whole: str, part: str | None = None, /, **context):
    """The same form once more, with its messages and everything that was typed."""
    return answer(whole, part, 422, **context)


def done(url: str, part: str | None = None, /, message: str | None = None, **context):
    """After a change: the changed part under htmx, else on to the next page (303), with a message."""
    if part and wants_part():
        return answer(part, part, **context)
    if message:
        flash(say(message))
    if wants_part():
        response = make_response("", 200)
        response.headers["HX-Redirect"] = url
        return response
    return redirect(url, 303)


def nothing_new():
    """Answer to a poll when nothing changed."""
    return "", 204


def found(statement):
    """The one record within reach; outside it is 404, which does not tell whether it exists."""
    record = db.session.execute(statement).scalars().first()
    if record is None:
        abort(404)
    return record


def to_sign_in(url: str):
    """An expired session: htmx goes to the sign-in page as a whole, a form stays where it is with its text."""
    response = make_response("", 401)
    if request.method == "GET":
        response.headers["HX-Redirect"] = url
    return response


def is_htmx() -> bool:
    return request.headers.get("HX-Request") == "true"
