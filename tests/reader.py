"""A client that reads every page as strictly as a person who depends on it."""

import re
from functools import cached_property
from secrets import token_urlsafe
from uuid import uuid4
from xml.etree.ElementTree import Element as Empty

import html5lib
from sqlalchemy import insert, select

from database import now, short_write
from guard.sessions import token_hash
from models import Account, Session

HTML = "{http://www.w3.org/1999/xhtml}"
INPUTS = ("input", "select", "textarea")
# What is drawn anew for each form: signs that can neither open nor close anything.
DRAWN = re.compile(r'(name="(?:csrf_token|key)" value=")[\w=-]+(?=")')
_checked = set()


class Element:
    """One element of a parsed page: `.text`, `.attrs`, `.select(tag, **attributes)`."""

    def __init__(self, node):
        self.node = node
        self.attrs = dict(node.attrib)

    @property
    def text(self) -> str:
        return " ".join("".join(self.node.itertext()).split())

    def select(self, tag: str = "", **wanted) -> list["Element"]:
        """Elements below of this tag ("" for any) whose attributes are as wanted (class_ = one of its classes)."""
        found = []
        for node in self.node.iter():
            if isinstance(node.tag, str) and (not tag or node.tag == HTML + tag) and _fits(node, wanted):
                found.append(Element(node))
        return found

    def __getitem__(self, name: str) -> str:
        return self.attrs[name]


def _fits(node, wanted) -> bool:
    for name, value in wanted.items():
        if name == "class_":
            if value not in node.get("class", "").split():
                return False
        elif node.get(name.rstrip("_").replace("_", "-")) != value:
            return False
    return True


class Page(Element):
    """A page or a part that came back: also `.status`, `.headers`, `.h1`, `.title`, `.html`, `.location`."""

    def __init__(self, response):
        self.status, self.headers = response.status_code, response.headers
        self.location = response.headers.get("Location", "")
        moved = 300 <= self.status < 400
        self.html = response.get_data(as_text=True) if response.mimetype == "text/html" and not moved else ""
        self.bytes = response.get_data()
        self.is_page = "<html" in self.html

    @cached_property
    def node(self):
        """The tree, built when somebody looks into it."""
        return parse(self.html, self.is_page) if self.html else Empty("body")

    @property
    def attrs(self) -> dict:
        return dict(self.node.attrib)

    @property
    def h1(self) -> str:
        return self.select("h1")[0].text

    @property
    def title(self) -> str:
        return self.select("title")[0].text

    @property
    def links(self) -> list[str]:
        return [link["href"] for link in self.select("a") if "href" in link.attrs]

    def form(self, action: str) -> Element:
        """The form that posts to this address; its absence is the test's failure."""
        forms = [form for form in self.select("form") if form.attrs.get("action", "").split("?")[0] == action]
        assert forms, f"no form posts to {action}"
        return forms[0]


def parse(html: str, is_page: bool):
    """The tree of a page, or of a part set where its root may stand (a row in a table). Parse errors fail."""
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=True)
    if is_page:
        tree = parser.parse(html)
    else:
        root = re.search(r"<(\w+)", re.sub(r"<!--.*?-->", "", html, flags=re.S))
        container = {"tr": "tbody", "td": "tr", "tbody": "table", "option": "select"}.get(root[1] if root else "", "div")
        tree = parser.parseFragment(html, container=container)
    assert not parser.errors, f"invalid HTML: {parser.errors[:3]}"
    return tree


def check_once(page: Page) -> None:
    """Each page is checked the first time it is seen: the same page again differs by its token and its key alone."""
    said = hash(DRAWN.sub(r"\1", page.html))
    if said not in _checked:
        check(page)
        _checked.add(said)


def check(page: Page) -> None:
    """What every page and part must be, whoever reads it."""
    nodes = [node for node in page.node.iter() if isinstance(node.tag, str)]
    assert "{{" not in page.html and "{%" not in page.html, "a template speaks raw"
    ids = [node.get("id") for node in nodes if node.get("id")]
    assert len(ids) == len(set(ids)), f"ids twice: {sorted(i for i in ids if ids.count(i) > 1)}"
    _check_inline(nodes)
    _check_labels(nodes, set(ids))
    _check_htmx(nodes)
    if page.is_page:
        headings = page.select("h1")
        assert len(headings) == 1, f"{len(headings)} h1"
        title = page.title.replace("\u00a0", " ").removeprefix("Erreur : ")
        assert title.startswith(headings[0].text.replace("\u00a0", " ")), f"title {title!r} does not start with {headings[0].text!r}"
        assert page.node.get("lang") == "fr"


def _check_inline(nodes) -> None:
    for node in nodes:
        assert "style" not in node.attrib, "an inline style"
        assert not [name for name in node.attrib if name.startswith("on") or name.startswith("data-hx-on")], "inline on…="
        if node.tag == HTML + "script":
            assert node.get("src"), "an inline script"
        assert node.tag != HTML + "style", "an inline style sheet"
        assert not [name for name in node.attrib if name.startswith("hx-")], "write data-hx-…"


def _check_labels(nodes, ids) -> None:
    labelled = {node.get("for") for node in nodes if node.tag == HTML + "label"}
    inside = {id(child) for node in nodes if node.tag == HTML + "label" for child in node.iter()}
    for node in nodes:
        if node.tag.removeprefix(HTML) not in INPUTS or node.get("type") in ("hidden", "submit", "button"):
            continue
        named = node.get("id") in labelled or id(node) in inside or node.get("aria-label") or node.get("aria-labelledby")
        assert named, f"no label for {node.get('name')}"
        for wanted in (node.get("aria-describedby") or "").split():
            assert wanted in ids, f"aria-describedby names {wanted}, which is nowhere"
    for target in labelled - {None}:
        assert target in ids, f"a label for {target}, which is nowhere"


def _check_htmx(nodes) -> None:
    parents = {child: parent for parent in nodes for child in parent}
    for node in nodes:
        for verb, plain in (("get", "href"), ("post", "action")):
            url = node.get(f"data-hx-{verb}")
            if url is None:
                continue
            holder = node
            while holder is not None and not (holder.get("action") or holder.get("href") or holder.get("formaction")):
                holder = parents.get(holder)
            assert holder is not None, f"data-hx-{verb} without {plain}: {url}"


class Reader:
    """A person at her browser: every HTML answer is read strictly."""

    def __init__(self, app, name: str | None):
        self.app, self.name = app, name
        self.client = app.test_client()
        self.account_id = _sign_in(app, self.client, name) if name else None

    def again(self) -> "Reader":
        """The same person at a browser that holds what hers holds now, and nothing of what it receives later."""
        other = Reader(self.app, None)
        other.name, other.account_id = self.name, self.account_id
        cookie = self.app.config["SESSION_COOKIE_NAME"]
        other.client.set_cookie(cookie, self.client.get_cookie(cookie).value)
        return other

    def get(self, url: str, status: int = 200, headers=None, **query) -> Page:
        return self._read(self.client.get(url, headers=headers, query_string=query or None), status)

    def part(self, url: str, status: int = 200, **query) -> Page:
        """The same address, asked for by htmx as a part."""
        return self.get(url, status, headers={"HX-Request": "true", "HX-Request-Type": "partial"}, **query)

    def post(self, url: str, data=None, status: int = 303, key: str | None = None, headers=None, part=False) -> Page:
        """A form sent as the browser sends it: with its token and its key (another key is another form)."""
        sent = {"csrf_token": self.token(), "key": key or uuid4().hex, **(data or {})}
        headers = {"Sec-Fetch-Site": "same-origin", **(headers or {})}
        if part:
            headers |= {"HX-Request": "true", "HX-Request-Type": "partial"}
        return self._read(self.client.post(url, data=sent, headers=headers), status)

    def follow(self, page: Page, status: int = 200) -> Page:
        return self.get(page.location, status)

    def token(self) -> str:
        from guard.csrf import token
        with self.client.session_transaction() as held:
            held.setdefault("csrf_token", "0" * 40)
            raw = held["csrf_token"]
        with self.app.test_request_context():
            from flask import session
            session["csrf_token"] = raw
            return token()

    def _read(self, response, status: int) -> Page:
        page = Page(response)
        assert page.status == status, f"{page.status} instead of {status}: {page.text[:400]}"
        if page.html:
            check_once(page)
        return page


def _sign_in(app, client, name: str) -> int:
    """A session as sign-in makes it, without paying Argon2 in every test (the door has its own tests)."""
    token = token_urlsafe(16)
    with app.app_context():
        with short_write() as connection:
            account = connection.execute(select(Account.__table__).where(
                Account.__table__.c.email == f"{name}@exemple.fr")).one()
            connection.execute(insert(Session.__table__).values(
                token_hash=token_hash(token), account_id=account.id, created_at=now(), seen_at=now(), device="tests",
                factor_at=now(), proved_at=now(),
                kind="personal_phone" if account.role == "caregiver" else "office"))
    with client.session_transaction() as held:
        held["_user_id"], held["_fresh"] = token, True
    return account.id


def reader(app, name: str | None = None) -> Reader:
    """`reader(app, "claire").get("/a-traiter")`; no name: a stranger."""
    return Reader(app, name)
