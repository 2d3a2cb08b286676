"""Settings from the environment. Refuses to start in production without its secret."""

import os
import secrets
from datetime import timedelta
from pathlib import Path

from click import ClickException

import data_keys

INSTANCE = Path(os.environ.get("TRAIT_INSTANCE", Path(__file__).parent / "instance")).resolve()
SECRETS = INSTANCE / "trait.env"
MISSING = f"""SECRET_KEY or DATA_KEYS is missing, and there may be data here: nothing was started.
Put the file {SECRETS} back, if you have a copy of it. If you only have the data key kept on paper:
run `python config.py` in the folder of the program, which writes a new file, then put the key of the paper after
DATA_KEYS= in that file, instead of the one there. For a new server, `python config.py` is enough."""


class MissingSecret(ClickException):
    """There may be data here, and its secret is missing: starting without it would lose the encrypted columns."""


def _kept() -> dict[str, str]:
    """What `flask init` wrote in instance/trait.env; the environment wins over it."""
    return {**data_keys.read_file(SECRETS), **os.environ}


def write_secret() -> None:
    """A new secret and data key in instance/trait.env, readable by this account alone; an existing one stays."""
    INSTANCE.mkdir(parents=True, exist_ok=True)
    handle = os.open(SECRETS, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(f"# Keep a copy apart from the backups: without it, neither access codes nor second factors can be read.\n"
                   f"SECRET_KEY={secrets.token_urlsafe(48)}\nDATA_KEYS={data_keys.new()}\n")


def _is_first_start(kept: dict[str, str]) -> bool:
    """Nothing here yet: no secret, no database of our own, none elsewhere that might hold data."""
    ours = {"SECRET_KEY", "DATA_KEYS", "DATABASE_URL"} & {name for name, value in kept.items() if value}
    return not ours and not (INSTANCE / "trait.sqlite").exists()


def database_url(kept: dict[str, str]) -> str:
    """SQLite in the instance folder unless DATABASE_URL says otherwise; postgres:// is read as psycopg 3."""
    url = kept.get("DATABASE_URL", "")
    if not url:
        return f"sqlite:///{INSTANCE / 'trait.sqlite'}"
    for plain in ("postgres://", "postgresql://"):
        url = url.replace(plain, "postgresql+psycopg://", 1) if url.startswith(plain) else url
    return url


def _cookies(https: bool) -> dict:
    return {
        "HTTPS": https,
        "SESSION_COOKIE_NAME": "__Host-trait" if https else "trait",
        "SESSION_COOKIE_SECURE": https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_REFRESH_EACH_REQUEST": False,
        "PERMANENT_SESSION_LIFETIME": timedelta(days=30),
        "WTF_CSRF_TIME_LIMIT": None,
        # The few words WTForms says itself are its own French ones, read once, not at every form.
        "WTF_I18N_ENABLED": False,
    }


def _made(kept: dict[str, str]) -> dict:
    return {
        "SECRET_KEY": kept.get("SECRET_KEY", ""),
        "DATA_KEYS": data_keys.split(kept.get("DATA_KEYS", "")),
        "DATA_KEYS_FILE": None if os.environ.get("DATA_KEYS") else SECRETS,
        "SQLALCHEMY_DATABASE_URI": database_url(kept),
        "INSTANCE": INSTANCE,
        # What gives access to the services that carry messages: never in the database, nor on a page.
        "SMTP_PASSWORD": kept.get("TRAIT_SMTP_PASSWORD", ""),
        "SMS_URL": kept.get("TRAIT_SMS_URL", ""),
        "PUSH_URL": kept.get("TRAIT_PUSH_URL", ""),
        "PUBLIC_URL": kept.get("TRAIT_URL", "").rstrip("/"),
        "TRUSTED_PROXIES": int(kept.get("TRAIT_PROXIES", "0")),
        "MAX_CONTENT_LENGTH": 2 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
        "BABEL_DEFAULT_LOCALE": "fr",
        "BABEL_DEFAULT_TIMEZONE": "Europe/Paris",
        "CLOCK": None,
        **_cookies(kept.get("TRAIT_HTTPS", "") == "1"),
    }


def settings(overrides: dict | None = None) -> dict:
    """Everything the application reads, tests' overrides included. Raises MissingSecret."""
    kept = _kept()
    if overrides is None and _is_first_start(kept):
        write_secret()
        kept = _kept()
    given = {"DATA_KEYS_FILE": None, **overrides} if overrides is not None else {}
    made = {**_made(kept), **given}
    if not made["SECRET_KEY"] or not made["DATA_KEYS"]:
        raise MissingSecret(MISSING)
    return made


if __name__ == "__main__":
    write_secret()
