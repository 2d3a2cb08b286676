"""A minimal Django application that shows the same pages, and how it is asked for them."""

from urllib.parse import urlencode
from uuid import uuid4

import django
from django.conf import settings

from bench.django_templates import TEMPLATES
from bench.pages import PAGES, WORDS, main_of

PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000; PRAGMA cache_size=-20000;"
SECRET = "s" * 32


def configure(file: str) -> None:
    settings.configure(
        SECRET_KEY="bench", ALLOWED_HOSTS=["*"], ROOT_URLCONF="bench.django_views", USE_TZ=True, TIME_ZONE="Europe/Paris",
        LANGUAGE_CODE="fr", SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": file, "CONN_MAX_AGE": None,
                               "OPTIONS": {"init_command": PRAGMAS, "transaction_mode": "IMMEDIATE"}}},
        MIDDLEWARE=["django.middleware.security.SecurityMiddleware", "django.middleware.gzip.GZipMiddleware",
                    "django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.common.CommonMiddleware",
                    "django.middleware.csrf.CsrfViewMiddleware", "bench.django_views.who_comes_in",
                    "django.contrib.messages.middleware.MessageMiddleware",
                    "django.middleware.clickjacking.XFrameOptionsMiddleware"],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {
            "context_processors": ["django.contrib.messages.context_processors.messages"],
            "loaders": [("django.template.loaders.cached.Loader", [
                ("django.template.loaders.locmem.Loader", TEMPLATES)])]}}])
    django.setup()


class DjangoSite:
    name = "django"

    def __init__(self, facts: dict, file: str):
        configure(file)
        from django.core.wsgi import get_wsgi_application

        from bench import django_views
        for page in ("board", "relation"):
            django_views.LONG[page] = self._long(facts["statements"][page])
        self.app, self.facts = get_wsgi_application(), facts
        self.cookies = {who: self._cookie(token) for who, token in facts["tokens"].items()}

    @staticmethod
    def _long(statements: list) -> tuple:
        """Our long statement, SQLite's marks become Django's."""
        sql, values = statements[main_of(statements)]
        return sql.replace("%", "%%").replace("?", "%s"), values

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
