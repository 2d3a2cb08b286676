"""How a message leaves: e-mail by SMTP, SMS and notifications by `apprise`, which knows the services so that we need not.

Whatever fails says one thing: may the message have arrived all the same? Then it is never sent again by itself. What a service
answers, and whom a message was for, is kept nowhere.
"""

import logging
import smtplib
import socket
import ssl
import warnings
from contextlib import suppress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from urllib.parse import quote, urlsplit

from flask import current_app

from database import local, now
from queries.settings import settings
from rules.messages import TEXTS, international, is_address, words

SECONDS = 10
LOGIN_REFUSED = frozenset({530, 534, 535, 538})
# A service over the network closes badly in all these ways.
BROKEN = (OSError, smtplib.SMTPException)
TO = "{to}"


class NotSent(Exception):
    """It did not leave, or nobody knows: `fault` is a code of rules/messages.FAULTS."""

    def __init__(self, fault: str):
        super().__init__(fault)
        self.fault = fault


def post(channel: str, address: str, kind: str) -> None:
    """Send one of the neutral texts. Raises NotSent. Never inside a transaction: a service may take ten seconds."""
    if channel == "email":
        _by_email(address, kind)
    else:
        _by_service(channel, address, kind)


def link() -> str:
    """Where to read more: the door of the house, the same for everybody and everything."""
    url = current_app.config["PUBLIC_URL"]
    return f"{url}/" if url else ""


def _by_email(address: str, kind: str) -> None:
    if not is_address(address):
        raise NotSent("refused")
    try:
        server = _connected()
    except smtplib.SMTPAuthenticationError:
        raise NotSent("login") from None
    except (ssl.SSLError, smtplib.SMTPNotSupportedError):
        raise NotSent("security") from None
    except (*BROKEN, UnicodeError):  # a name of machine no network can look up
        raise NotSent("unreachable") from None
    try:
        _give(server, address, letter(address, kind).as_bytes(policy=SMTP))
    finally:
        # it has answered already: how it says goodbye changes nothing
        with suppress(*BROKEN):
            server.quit()
        server.close()


def letter(address: str, kind: str) -> EmailMessage:
    """The whole e-mail: nothing in it says what it is about, nor which machine it comes from."""
    message, sender = EmailMessage(), settings().smtp_from
    message["Subject"], message["From"], message["To"] = TEXTS[kind], sender, address
    message["Date"], message["Message-ID"] = format_datetime(local(now())), make_msgid(domain=sender.partition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(words(kind, link()), cte="quoted-printable")
    return message


def _connected() -> smtplib.SMTP:
    held, context = settings(), ssl.create_default_context()
    host, port, name = held.smtp_host, int(held.smtp_port), held.smtp_from.partition("@")[2]
    if held.smtp_security == "TLS":
        server = smtplib.SMTP_SSL(host, port, local_hostname=name, timeout=SECONDS, context=context)
    else:
        server = smtplib.SMTP(host, port, local_hostname=name, timeout=SECONDS)
    try:
        if held.smtp_security == "STARTTLS":
            server.starttls(context=context)
        if held.smtp_user:
            server.login(held.smtp_user, current_app.config["SMTP_PASSWORD"])
    except BaseException:
        server.close()
        raise
    return server


def _give(server: smtplib.SMTP, address: str, whole: bytes) -> None:
    """The envelope may fail and be tried again; once the text is on its way, silence is no answer."""
    try:
        server.ehlo_or_helo_if_needed()
        for code, _ in (server.mail(settings().smtp_from), server.rcpt(address)):
            _check(code)
    except BROKEN:
        raise NotSent("unreachable") from None
    try:
        code, _ = server.data(whole)
    except smtplib.SMTPDataError as refused:
        code = refused.smtp_code
    except BROKEN:
        raise NotSent("uncertain") from None
    _check(code)


def _check(code: int) -> None:
    if code in LOGIN_REFUSED:
        raise NotSent("login")
    if not 200 <= code < 300:
        raise NotSent("refused" if code >= 500 else "busy")


def _by_service(channel: str, address: str, kind: str) -> None:
    """A service says yes, or says nothing one may rely on: only one that cannot be reached at all is tried again."""
    template = current_app.config[{"sms": "SMS_URL", "push": "PUSH_URL"}[channel]]
    to = international(address) if channel == "sms" else address
    service = _service_at(template.replace(TO, quote(to, safe="+"))) if TO in template else None
    if service is None:
        raise NotSent("service")
    service.socket_connect_timeout = service.socket_read_timeout = SECONDS
    if not _is_there(service):
        raise NotSent("unreachable")
    if not service.notify(body=words(kind, link()), title=""):
        raise NotSent("uncertain")


def _service_at(url: str):
    """The service of this address, or None. The library is large and used by few: the first message that needs it loads it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what it takes from Python is its makers' affair
        import apprise

        logging.getLogger("apprise").disabled = True  # it writes down whom it failed to reach
        return apprise.Apprise.instantiate(url, suppress_exceptions=True)


def _is_there(service) -> bool:
    """Whether its machine takes a connection; True where which machine that is cannot be known beforehand."""
    where = urlsplit(getattr(service, "notify_url", "") or "")
    host, port, secure = where.hostname or service.host, where.port, where.scheme == "https"
    if not where.hostname:
        port, secure = service.port, service.secure
    if not host or "." not in host:
        return True
    try:
        socket.create_connection((host, port or (443 if secure else 80)), timeout=SECONDS).close()
    except OSError:
        return False
    return True
