"""The floor: a WSGI function, sqlite3 and f-strings, with a signed cookie and our very statements."""

import gzip
import hashlib
import hmac
import sqlite3
import threading
from datetime import UTC, datetime
from html import escape
from urllib.parse import parse_qs, urlencode
from uuid import uuid4

from bench.pages import PAGES, WORDS, main_of
from rules.board import KINDS, why
from rules.chain import START, canonical, line_hash
from rules.vocabulary import CAREGIVER_QUESTIONS, RELATION_WISHES, RESPONDENT_QUESTIONS, SCALE, WORD_KINDS

SECRET = b"bench"
NAV = ("À traiter", "À appeler", "Bénéficiaires", "Intervenantes", "Interventions", "Points à deux voix", "Journal")
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000", "foreign_keys=ON", "cache_size=-20000")
QUESTIONS = {**RESPONDENT_QUESTIONS, **CAREGIVER_QUESTIONS}


def connect(path: str) -> sqlite3.Connection:
    opened = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    for pragma in PRAGMAS:
        opened.execute(f"PRAGMA {pragma}")
    return opened


def signed(text: str) -> str:
    return f"{text}.{hmac.new(SECRET, text.encode(), hashlib.sha256).hexdigest()}"


def line(row) -> str:
    person = f"{row['civility']} {row['first_name']} {row['last_name']}" if row["last_name"] else ""
    caregiver = f"{row['caregiver_first']} {row['caregiver_last']}" if row["caregiver_last"] else ""
    kind, said = KINDS[row["kind"]], escape(why(row["kind"], person, caregiver, row["n"], row["extra"] or ""))
    return (f'<li id="ligne-{row["kind"]}-{row["id"]}" class="line"><span class="level level--{kind.level}">{kind.level}'
            f'</span><div><p class="why">{said}</p><p class="soft">{row["at"] or row["due"]}</p></div><div class="acts">'
            f'<a class="button button--quiet" href="/{row["kind"]}/{row["id"]}">{kind.act}<span class="sr"> : {said}'
            '</span></a></div></li>')


def file(row) -> str:
    name = escape(f"{row['civility']} {row['last_name']} {row['first_name']}")
    return (f'<tr><th scope="row"><a class="person" href="/beneficiaires/{row["id"]}">{name}</a></th><td><a '
            f'href="tel:{row["phone"]}">{row["phone"]}</a></td><td>{escape(row["sector"] or "")}, '
            f'{escape(row["district"] or "")}</td><td>{escape(row["referent"] or "")}</td><td>{row["last_contact_on"]}</td></tr>')


def moment(row) -> str:
    return (f'<li><p class="when">{row["at"]}</p><p>{row["kind"]} {escape(row["code"] or "")} : {escape(row["detail"] or "")}'
            f'</p><p class="soft">{escape(row["who"] or "")}</p></li>')


def choices(name: str, title: str, among: dict) -> str:
    inputs = "".join(f'<label class="choice"><input type="radio" name="{name}" value="{code}"><span>{escape(words)}</span>'
                     "</label>" for code, words in among.items())
    return f'<fieldset class="field"><legend>{escape(title)}</legend><div class="choices">{inputs}</div></fieldset>'


def texts(*names: str) -> str:
    return "".join(f'<div class="field"><label for="{name}">{name}</label><textarea class="input" id="{name}" '
                   f'name="{name}" rows="4"></textarea></div>' for name in names)


def form(csrf: str, inside: str) -> str:
    return (f'<form method="post"><input type="hidden" name="csrf_token" value="{csrf}"><input type="hidden" name="key" '
            f'value="{uuid4().hex}">{inside}<button class="button">Envoyer</button></form>')


class Bare:
    name = "bare"

    def __init__(self, facts: dict, path: str):
        self.facts, self.path, self.local, self.writing = facts, path, threading.local(), threading.Lock()
        self.routes = {page.path.format(**facts["ids"]): name for name, page in PAGES.items()}
        self.cookies = {who: f"s={signed(token)}" for who, token in facts["tokens"].items()}

    def request(self, name: str) -> tuple[str, str, str, str]:
        page = PAGES[name]
        cookie, body = self.cookies[page.who], ""
        if page.method == "POST":
            body = urlencode({**WORDS, "key": uuid4().hex, "csrf_token": hashlib.sha256(cookie[2:].encode()).hexdigest()})
        return page.method, page.path.format(**self.facts["ids"]), cookie, body

    @property
    def database(self) -> sqlite3.Connection:
        if not hasattr(self.local, "opened"):
            self.local.opened = connect(self.path)
            self.local.opened.row_factory = sqlite3.Row
        return self.local.opened

    def app(self, environ, start_response):
        cookie = environ.get("HTTP_COOKIE", "")[2:]
        token, _, _ = cookie.rpartition(".")
        if not hmac.compare_digest(signed(token), cookie):
            start_response("403 Forbidden", [])
            return [b""]
        name, csrf = self.routes[environ["PATH_INFO"]], hashlib.sha256(cookie.encode()).hexdigest()
        if environ["REQUEST_METHOD"] == "POST":
            return self.post(environ, start_response, csrf)
        page = gzip.compress(self.page(name, token, csrf).encode(), 5, mtime=0)
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "gzip"),
                                  ("Content-Length", str(len(page)))])
        return [page]

    def page(self, name: str, token: str, csrf: str) -> str:
        statements = self.facts["statements"][name]
        user = self.user(statements[0][0], token)
        results = [self.database.execute(statement, values).fetchall() for statement, values in statements[1:]]
        rows = results[main_of(statements[1:])]
        inside = getattr(self, f"draw_{name}")(rows, csrf)
        nav = "".join(f'<li><a href="/{escape(way)}">{escape(way)}</a></li>' for way in NAV)
        return (f'<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>{name}</title><link rel="stylesheet" '
                f'href="/static/app.css"></head><body><nav><ul>{nav}</ul>{form(csrf, escape(user["name"]))}</nav><main>'
                f'<h1>{name}</h1>{inside}</main></body></html>')

    def user(self, statement: str, token: str):
        hashed = hashlib.sha256(token.encode()).hexdigest()
        return self.database.execute(statement, (hashed,)).fetchone()

    def draw_board(self, rows, csrf):
        return f'<ol class="board">{"".join(map(line, rows))}</ol>'

    def draw_list(self, rows, csrf):
        return f'<table class="table"><tbody>{"".join(map(file, rows))}</tbody></table>'

    def draw_relation(self, rows, csrf):
        return f'<ol class="timeline">{"".join(map(moment, rows))}</ol>'

    def draw_question(self, rows, csrf):
        asked = "".join(choices(code, title, SCALE) for code, title in QUESTIONS.items())
        return form(csrf, asked + texts("goes_well", "should_change") + choices("wish", "Souhait", RELATION_WISHES))

    def draw_visit(self, rows, csrf):
        return form(csrf, choices("kind", "Un mot au bureau", WORD_KINDS) + texts("words"))

    def post(self, environ, start_response, csrf):
        sent = parse_qs(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])).decode())
        visit = self.facts["ids"]["visit"]
        user = self.user(self.facts["statements"]["visit"][0][0], environ["HTTP_COOKIE"][2:].rpartition(".")[0])
        beneficiary = self.database.execute("SELECT beneficiary_id FROM visit WHERE id = ?", (visit,)).fetchone()[0]
        if sent["csrf_token"] != [csrf]:
            raise ValueError("forged")
        with self.writing:
            self.keep(user, sent, visit, beneficiary)
            self.seal(user, sent["key"][0], visit)
        start_response("303 See Other", [("Location", f"/ma-semaine/{visit}"), ("Content-Length", "0")])
        return [b""]

    def keep(self, user, sent, visit, beneficiary):
        at, base = datetime.now(UTC).replace(tzinfo=None).isoformat(" "), self.database
        base.execute("BEGIN IMMEDIATE")
        base.execute("INSERT INTO submission (key, account_id, action, subject, result, at, address, sealed) "
                     "VALUES (?, ?, 'phone.word', ?, '', ?, '127.0.0.1', 0)", (sent["key"][0], user["id"], f"visit:{visit}", at))
        base.execute("INSERT INTO word (visit_id, beneficiary_id, caregiver_id, kind, words, at, by_id, reply) "
                     "VALUES (?, ?, ?, ?, ?, ?, ?, '')", (visit, beneficiary, user["caregiver_id"], sent["kind"][0],
                                                          sent["words"][0], at, user["id"]))
        base.execute("UPDATE change_count SET number = number + 1")
        base.execute("COMMIT")

    def seal(self, user, key, visit):
        at, base = datetime.now(UTC), self.database
        base.execute("BEGIN IMMEDIATE")
        last = base.execute("SELECT id, line_hash FROM journal ORDER BY id DESC LIMIT 1").fetchone() or (0, START)
        fields = (last[0] + 1, at, user["id"], "phone.word", f"visit:{visit}", True, "127.0.0.1")
        base.execute("INSERT INTO journal (id, at, account_id, action, subject, allowed, address, previous_hash, line_hash) "
                     "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (fields[0], at.replace(tzinfo=None).isoformat(" "), *fields[2:],
                                                            last[1], line_hash(last[1], canonical(*fields))))
        base.execute("UPDATE submission SET sealed = 1 WHERE key = ?", (key,))
        base.execute("COMMIT")
