"""A minimal Django application that shows the same pages: its sessions, its anti-forgery check, its forms, its templates.

The statements are ours, run through Django's cursor; a page that saves does it in Django's transactions.
"""

import hashlib
from datetime import UTC, datetime
from urllib.parse import urlencode
from uuid import uuid4

import django
from django import forms
from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponseForbidden, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse

from bench.django_templates import TEMPLATES
from bench.pages import PAGES, WORDS
from rules.board import KINDS, why
from rules.chain import START, canonical, line_hash
from rules.vocabulary import CAREGIVER_QUESTIONS, RELATION_WISHES, RESPONDENT_QUESTIONS, SCALE, WORD_KINDS

PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000; PRAGMA cache_size=-20000;"
SECRET = "s" * 32
FACTS, NAV = {}, ("À traiter", "À appeler", "Bénéficiaires", "Intervenantes", "Interventions", "Points à deux voix",
                  "Journal")


class WordForm(forms.Form):
    kind = forms.ChoiceField(label="Un mot au bureau", choices=WORD_KINDS.items(), widget=forms.RadioSelect)
    words = forms.CharField(label="Quelques mots", widget=forms.Textarea, required=False)


class AnswerForm(forms.Form):
    goes_well = forms.CharField(label="Ce qui va bien", widget=forms.Textarea, required=False)
    should_change = forms.CharField(label="Ce qui devrait changer", widget=forms.Textarea, required=False)
    wish = forms.ChoiceField(label="Souhait", choices=RELATION_WISHES.items(), widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code, title in {**RESPONDENT_QUESTIONS, **CAREGIVER_QUESTIONS}.items():
            self.fields[code] = forms.ChoiceField(label=title, choices=SCALE.items(), widget=forms.RadioSelect)


def run(statement, values) -> list[dict]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def who_comes_in(get_response):
    """Who is signed in, by our session table."""
    def middleware(request):
        token = request.session.get("token")
        rows = token and run(FACTS["statements"]["board"][0][0], [hashlib.sha256(token.encode()).hexdigest()])
        if not rows:
            return HttpResponseForbidden()
        request.user = rows[0]
        return get_response(request)
    return middleware


def shown(name, form=None):
    """The view of a page: our statements, then a template."""
    def view(request, **_):
        results = {}
        for statement, values in FACTS["statements"][name][1:]:
            results.setdefault(statement.split(None, 1)[1].split(".")[0], run(statement, values))
        rows = results.get(PAGES[name].main, [])
        if name == "board":
            rows = [said(row) for row in rows]
        return render(request, f"{name}.html", {"rows": rows, "nav": NAV, "title": PAGES[name].words, "user": request.user,
                                                "form": form() if form else None, "key": uuid4().hex})
    return view


def said(row) -> dict:
    person = f"{row['civility']} {row['first_name']} {row['last_name']}" if row["last_name"] else ""
    caregiver = f"{row['caregiver_first']} {row['caregiver_last']}" if row["caregiver_last"] else ""
    kind = KINDS[row["kind"]]
    return {**row, "why": why(row["kind"], person, caregiver, row["n"], row["extra"] or ""), "level": kind.level,
            "act": kind.act}


def word(request, visit):
    form = WordForm(request.POST)
    if not form.is_valid():
        return render(request, "visit.html", {"form": form, "nav": NAV, "title": "", "user": request.user, "key": ""})
    beneficiary = run("SELECT beneficiary_id FROM visit WHERE id = %s", [visit])[0]["beneficiary_id"]
    with transaction.atomic():
        keep(request, form.cleaned_data, visit, beneficiary)
    with transaction.atomic():
        seal(request, visit)
    return HttpResponseRedirect(reverse("visit", args=[visit]), status=303)


def keep(request, sent, visit, beneficiary):
    user, key, at = request.user, request.POST["key"], datetime.now(UTC).replace(tzinfo=None)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO submission (key, account_id, action, subject, result, at, address, sealed) "
                       "VALUES (%s, %s, 'phone.word', %s, '', %s, '127.0.0.1', 0)", [key, user["id"], f"visit:{visit}", at])
        cursor.execute("INSERT INTO word (visit_id, beneficiary_id, caregiver_id, kind, words, at, by_id, reply) "
                       "VALUES (%s, %s, %s, %s, %s, %s, %s, '')", [
                           visit, beneficiary, user["caregiver_id"], sent["kind"], sent["words"], at, user["id"]])
        cursor.execute("UPDATE change_count SET number = number + 1")


def seal(request, visit):
    at, user = datetime.now(UTC), request.user
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, line_hash FROM journal ORDER BY id DESC LIMIT 1")
        last = cursor.fetchone() or (0, START)
        fields = (last[0] + 1, at, user["id"], "phone.word", f"visit:{visit}", True, "127.0.0.1")
        cursor.execute("INSERT INTO journal (id, at, account_id, action, subject, allowed, address, previous_hash, "
                       "line_hash) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)", [
                           fields[0], at.replace(tzinfo=None), *fields[2:], last[1], line_hash(last[1], canonical(*fields))])
        cursor.execute("UPDATE submission SET sealed = 1 WHERE key = %s", [request.POST["key"]])


urlpatterns = [
    path("a-traiter", shown("board"), name="board"),
    path("beneficiaires", shown("list"), name="list"),
    path("beneficiaires/<int:id>", shown("list"), name="file"),
    path("lignes/<str:kind>/<int:id>", shown("board"), name="line"),
    path("relations/<int:id>", shown("relation"), name="relation"),
    path("mes-questions/<int:id>", shown("question", AnswerForm), name="question"),
    path("ma-semaine/<int:id>", shown("visit", WordForm), name="visit"),
    path("ma-semaine/<int:visit>/mot", word, name="word"),
]


def configure(file: str) -> None:
    settings.configure(
        SECRET_KEY="bench", ALLOWED_HOSTS=["*"], ROOT_URLCONF="bench.django_site", USE_TZ=True, TIME_ZONE="Europe/Paris",
        LANGUAGE_CODE="fr", SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": file, "CONN_MAX_AGE": None,
                               "OPTIONS": {"init_command": PRAGMAS, "transaction_mode": "IMMEDIATE"}}},
        MIDDLEWARE=["django.middleware.security.SecurityMiddleware", "django.middleware.gzip.GZipMiddleware",
                    "django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.common.CommonMiddleware",
                    "django.middleware.csrf.CsrfViewMiddleware", "bench.django_site.who_comes_in",
                    "django.middleware.clickjacking.XFrameOptionsMiddleware"],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {
            "loaders": [("django.template.loaders.cached.Loader", [
                ("django.template.loaders.locmem.Loader", TEMPLATES)])]}}])
    django.setup()


class DjangoSite:
    name = "django"

    def __init__(self, facts: dict, file: str):
        # SQLite's marks become Django's.
        facts = {**facts, "statements": {name: [(sql.replace("%", "%%").replace("?", "%s"), values) for sql, values in all_]
                                         for name, all_ in facts["statements"].items()}}
        FACTS.update(facts)
        configure(file)
        from django.core.wsgi import get_wsgi_application
        self.app, self.facts = get_wsgi_application(), facts
        self.cookies = {who: self._cookie(token) for who, token in facts["tokens"].items()}

    @staticmethod
    def _cookie(token: str) -> str:
        from django.contrib.sessions.backends.signed_cookies import SessionStore
        held = SessionStore()
        held["token"] = token
        held.save()
        return f"sessionid={held.session_key}; csrftoken={SECRET}"

    def request(self, name: str) -> tuple[str, str, str, str]:
        page, body = PAGES[name], ""
        if page.method == "POST":
            body = urlencode({**WORDS, "key": uuid4().hex, "csrfmiddlewaretoken": SECRET})
        return page.method, page.path.format(**self.facts["ids"]), self.cookies[page.who], body
