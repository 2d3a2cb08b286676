"""How a page is looked at in a browser: what axe finds in both themes, its width, its letters, its targets, its focus."""

from contextlib import contextmanager
from pathlib import Path

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
LOOKS = (Path(__file__).parent / "looks.js").read_text(encoding="utf-8")
RUN = """async (rules) => {
  const found = await axe.run(document, {resultTypes: ['violations'], ...(rules ? {runOnly: rules} : {})})
  return found.violations.flatMap(({id, nodes}) => nodes.slice(0, 3).map(
    (node) => id + ': ' + node.html.slice(0, 140) + ' ' + node.failureSummary.slice(0, 200)))
}"""


def look(page) -> dict[str, list[str]]:
    """The page as it is met: on a phone, or at the office on a screen and on narrower ones."""
    on_phone = page.viewport_size["width"] < 500
    return faults(page, widths=(320,) if on_phone else (640, 390, 320), touched=on_phone)


def faults(page, widths=(320,), touched=False) -> dict[str, list[str]]:
    """What is wrong with this page: in both themes, at these widths too; on a phone with letters twice as large.

    A screen of 1280 px zoomed to 200 % is one of 640 px: its media queries follow, so that is how it is looked at.
    """
    bring_questions(page)
    found = {"axe": page.evaluate(RUN, None), "wide": page.evaluate("looks.wide()"),
             "small letters": page.evaluate("looks.small()"), "cut": page.evaluate("looks.cut()")}
    page.emulate_media(color_scheme="dark")
    found["axe in the dark"] = page.evaluate(RUN, ["color-contrast"])
    page.emulate_media(color_scheme="light")
    page.keyboard.press("Tab")
    found["focus unseen"] = page.evaluate("looks.unlit()")
    if touched:
        found["narrow targets"] = page.evaluate("looks.narrow()")
    with resized(page):
        for width in widths:
            page.set_viewport_size({"width": width, "height": 800})
            found[f"wide at {width}"] = page.evaluate("looks.wide()")
    if touched:
        found |= {f"{name} with large letters": said for name, said in _enlarged(page).items()}
    return {name: said for name, said in found.items() if said}


def bring_questions(page) -> None:
    """To the page as it stands and to those this window opens next: what asks is half a megabyte, compiled once a window."""
    if page.evaluate("Boolean(window.axe && window.looks)"):
        return
    for questions in (AXE, LOOKS):
        page.context.add_init_script(questions)
        page.evaluate(questions)


def _enlarged(page) -> dict[str, list[str]]:
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    found = {"wide": page.evaluate("looks.wide()"), "cut": page.evaluate("looks.cut()")}
    page.evaluate("document.documentElement.style.fontSize = ''")
    return found


@contextmanager
def resized(page):
    before = page.viewport_size
    yield
    page.set_viewport_size(before)


def send(page, url: str, data: dict) -> int:
    """Posts a form to this address from the page that is open, as a form of this page would. Gives the status."""
    with page.expect_navigation() as moved:
        page.evaluate("""([url, data]) => {
          const form = document.createElement('form'), token = document.querySelector('[name=csrf_token]').value
          Object.assign(form, {method: 'post', action: url})
          for (const [name, value] of Object.entries({csrf_token: token, key: crypto.randomUUID(), ...data}))
            form.append(Object.assign(document.createElement('input'), {type: 'hidden', name, value}))
          document.body.append(form)
          form.submit()
        }""", [url, data])
    return moved.value.status
