"""A form filled as a person fills it: what the page holds, but what she changes."""

from tests.reader import HTML, Page, Reader


def filled(page: Page, action: str) -> list[tuple[str, str]]:
    """What the browser would send of the form that posts to this address, as it stands."""
    sent = []
    for node in page.form(action).node.iter():
        name = node.get("name")
        if not name or name in ("csrf_token", "key"):
            continue
        if node.tag == HTML + "textarea":
            sent.append((name, (node.text or "").removeprefix("\n")))
        elif node.tag == HTML + "select":
            sent += [(name, option.get("value")) for option in node.iter(HTML + "option") if option.get("selected") is not None]
        elif node.tag == HTML + "input" and (node.get("type") not in ("radio", "checkbox") or node.get("checked") is not None):
            sent.append((name, node.get("value", "")))
    return sent


def send(her: Reader, page: Page, action: str, status: int = 303, **changed) -> Page:
    """The form with these fields changed (a list: several ticked), posted."""
    kept = [(name, value) for name, value in filled(page, action) if name not in changed]
    named: dict[str, list] = {}
    for name, value in kept:
        named.setdefault(name, []).append(value)
    return her.post(action, {**named, **changed}, status)
