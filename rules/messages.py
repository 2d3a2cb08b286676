"""What is told to people by message, and when: three neutral texts and a link, never a name, never a reason.

A message leaves between 7:30 and 20:00, on no Sunday, on none of her rest days or days away; but at once when there is
danger, and when it concerns a visit that begins within a day. Instants are aware; `now` is local (Europe/Paris).
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parseaddr

from rules.absences import covers

TEXTS = {
    "change": "Un changement dans vos interventions",
    "question": "Une question pour vous",
    "answer": "Une réponse à votre message",
}
CHANNELS = {"email": "E-mail", "sms": "SMS", "push": "Notification"}
# What each person may choose for herself: one of these ways or several, or to be called.
WAYS = {
    "email": "Un e-mail",
    "sms": "Un SMS",
    "push": "Une notification sur mon téléphone",
    "none": "Pas de message\u00a0: appelez-moi",
}
# The same, of her.
HER_WAYS = WAYS | {"push": "Une notification sur son téléphone", "none": "Pas de message\u00a0: un appel"}
CALLED = "none"
WAY_WORDS = {"email": "par e-mail", "sms": "par SMS", "push": "par une notification"}
# What the association sends to whoever chose nothing; "rien": she is called. The keys are the words of the setting.
DEFAULTS = {"e-mail": ("email",), "SMS": ("sms",), "e-mail et SMS": ("email", "sms"), "rien": ()}
SECURITY = ("STARTTLS", "TLS", "aucun")
MESSAGE_STATES = {
    "waiting": "À envoyer",
    "sending": "Envoi en cours",
    "sent": "Parti",
    "failed": "Pas parti",
    "given_up": "Plus à envoyer",
}
# Why a message did not leave, or is not to leave any more: no word of the service that refused it is kept.
FAULTS = {
    "unreachable": "Le service d'envoi ne répond pas.",
    "security": "Le service d'envoi ne montre pas un certificat valable, ou ne chiffre pas comme les réglages le demandent.",
    "login": "Le service d'envoi refuse l'identifiant ou le mot de passe.",
    "busy": "Le service d'envoi demande d'attendre.",
    "refused": "Le service d'envoi refuse cette adresse ou ce numéro.",
    "service": "L'adresse du service d'envoi n'est pas lisible. Prévenez la personne qui s'occupe du serveur.",
    "uncertain": "Envoi incertain\u00a0: le message est peut-être arrivé. Il ne repart pas tout seul.",
    "no_way": "Aucun moyen de lui envoyer un message.",
    "away": "Elle est en arrêt\u00a0: rien ne lui est envoyé.",
    "closed": "Son compte est fermé.",
    "not_needed": "Il n'y a plus rien à lui demander.",
    "other_way": "Elle a choisi d'être prévenue autrement.",
    "called": "Elle a été jointe par téléphone.",
}
# A retry may cure these; whatever may have arrived is never sent again by itself.
TRIED_AGAIN = frozenset({"unreachable", "security", "login", "busy"})

OPENS, CLOSES = time(7, 30), time(20, 0)
NEAR = timedelta(hours=24)
LATE, UNCERTAIN = timedelta(hours=1), timedelta(minutes=15)
# Ten changes written one after the other are told in one message, then in another a quarter of an hour later.
APART = timedelta(minutes=15)
PAUSES = (1, 2, 5, 10, 20, 30)
GIVE_UP = timedelta(hours=24)
HORIZON = 60
SUNDAY = 6
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,180}[A-Za-z0-9])?")
_CHANNEL_NAME = re.compile(r"[A-Za-z0-9_-]{3,64}")


@dataclass(frozen=True, slots=True)
class Rest:
    """What is known of the days on which she does not work.

    worked: days with a visit of hers; given: weekdays (0 = Monday) of the hours she gives, empty when she gave none;
    away: (first day, last day or None) of each absence; holidays: public holidays.
    """

    worked: frozenset[date] = frozenset()
    given: frozenset[int] = frozenset()
    away: tuple[tuple[date, date | None], ...] = ()
    holidays: frozenset[date] = frozenset()

    def is_off(self, day: date) -> bool:
        """Sundays and days away, whatever is planned; else a day without a visit that is a holiday, or a weekday she does
        not give; when she gave no hours, a day without a visit in a week that has some.
        """
        if day.weekday() == SUNDAY or any(covers(*days, day) for days in self.away):
            return True
        if day in self.worked:
            return False
        if day in self.holidays:
            return True
        if self.given:
            return day.weekday() not in self.given
        monday = day - timedelta(days=day.weekday())
        return any(monday <= worked < monday + timedelta(days=7) for worked in self.worked)


def may_leave_at(now: datetime, urgent: bool = False, starts_at: datetime | None = None, rest: Rest = Rest()) -> datetime | None:
    """From when a message may leave: `now`, or the next quiet-free moment. None: not within two months, look again later.

    urgent: danger. starts_at: the visit it concerns; a day before it begins nothing is held back any more.
    """
    if urgent or is_near(now, starts_at):
        return now
    opens = _next_opening(now, rest)
    if starts_at is None or _utc(starts_at) <= _utc(now):
        return opens
    near = (_utc(starts_at) - NEAR).astimezone(now.tzinfo)
    return near if opens is None or _utc(near) < _utc(opens) else opens


def is_near(now: datetime, starts_at: datetime | None) -> bool:
    """The visit begins within a day, and has not begun."""
    return starts_at is not None and timedelta(0) < _utc(starts_at) - _utc(now) <= NEAR


def _utc(at: datetime) -> datetime:
    """Two hours of one wall clock do not tell how long lies between them when the clocks change."""
    return at.astimezone(UTC)


def _next_opening(now: datetime, rest: Rest) -> datetime | None:
    for ahead in range(HORIZON):
        day = now.date() + timedelta(days=ahead)
        opens, closes = (datetime.combine(day, at, tzinfo=now.tzinfo) for at in (OPENS, CLOSES))
        if now < closes and not rest.is_off(day):
            return max(now, opens)
    return None


def next_try(attempts: int, due: datetime, at: datetime) -> datetime | None:
    """When to try again after so many attempts, the pauses growing up to an hour; None a day after it was due."""
    if at - due >= GIVE_UP:
        return None
    return at + timedelta(minutes=PAUSES[attempts - 1] if attempts <= len(PAUSES) else 60)


def ways(chosen: Mapping[str, str], default: Collection[str], email: str, phone: str, working: frozenset[str],
         danger: bool = False) -> tuple[tuple[str, str], ...]:
    """Each (channel, address) a message to one person leaves by; none: she is called.

    chosen: channel -> address of her own choice, empty when she made none; default: what the association sends then, to the
    address and the number of her account. danger: by all that is known of her, unless she wishes to be called.
    """
    known = {"email": email, "sms": phone}
    wanted = dict(chosen) or {channel: known[channel] for channel in default}
    if danger and wanted and CALLED not in wanted:
        wanted = {"email": email, "sms": phone if is_mobile(phone) else ""} | wanted
    return tuple((channel, wanted[channel]) for channel in CHANNELS if channel in working and wanted.get(channel))


def way_words(channels: Collection[str]) -> str:
    """"par e-mail et par SMS"."""
    *first, last = [WAY_WORDS[channel] for channel in channels] or [""]
    return f"{', '.join(first)} et {last}" if first else last


def words(kind: str, link: str) -> str:
    """The whole message: its text and where to read more, nothing else."""
    return f"{TEXTS[kind]}\n{link}\n" if link else f"{TEXTS[kind]}\n"


def is_address(typed: str) -> bool:
    """An e-mail address any server takes: one, in plain letters."""
    return bool(_ADDRESS.fullmatch(typed)) and parseaddr(typed)[1] == typed and ".." not in typed


def is_channel_name(typed: str) -> bool:
    return bool(_CHANNEL_NAME.fullmatch(typed))


def international(number: str) -> str:
    """A French number as services of SMS want it: "0612345678" -> "+33612345678"; another is left as it is."""
    return f"+33{number[1:]}" if re.fullmatch(r"0[1-9]\d{8}", number) else number


def is_mobile(number: str) -> bool:
    """One that may receive an SMS: a French mobile, or a number of another country."""
    return bool(re.fullmatch(r"0[67]\d{8}|\+\d{8,15}", number))

