"""What is done by itself, and when. Times are local (Europe/Paris), given as arguments."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime, time, timedelta

NIGHT, FIRST_OF_MONTH = time(2, 0), time(3, 0)
# A job that failed is tried again, but not every minute.
AFTER_A_FAILURE = timedelta(minutes=10)
LATE_AFTER = timedelta(minutes=10)
OLD_BACKUP = timedelta(hours=36)


@dataclass(frozen=True, slots=True)
class Job:
    """One periodic job: what the server page calls it, and how often it runs."""

    words: str
    every: str


JOBS = {
    "seal": Job("Lignes de journal promises", "minute"),
    "rounds": Job("Points à deux voix à ouvrir", "ten_minutes"),
    "pairings": Job("Relations suivies d'après les interventions", "ten_minutes"),
    "absences": Job("Absences\u00a0: interventions écrites depuis, retours, fins", "ten_minutes"),
    "dangers": Job("Appels à l'aide sans réponse, passés à la suivante", "minute"),
    "alerts": Job("Nouvelles restées sans réponse", "ten_minutes"),
    "old_alerts": Job("Suivis clos dont le délai est passé", "night"),
    "old_hands": Job("Coups de main terminés dont le délai est passé", "night"),
    "offers": Job("Questions de remplacement restées sans réponse", "minute"),
    "messages": Job("Messages à envoyer", "minute"),
    "replacements": Job("Demandes pour une période\u00a0: interventions écrites depuis, fins", "ten_minutes"),
    "handovers": Job("Passages de relais qui suivent les interventions", "ten_minutes"),
    "series": Job("Interventions préparées à l'avance", "hour"),
    "imports": Job("Fichiers du dossier surveillé, restes d'imports effacés", "ten_minutes"),
    "backup": Job("Sauvegarde de la nuit", "night"),
    "purge": Job("Effacement de ce qui n'est plus à garder", "month"),
}
EVERY_WORDS = {"minute": "chaque minute", "ten_minutes": "toutes les dix minutes", "hour": "chaque heure",
               "night": "chaque nuit après 2 h", "month": "chaque mois"}
_LONGS = {"minute": timedelta(0), "ten_minutes": timedelta(minutes=10), "hour": timedelta(hours=1)}


def is_due(every: str, now: datetime, done_at: datetime | None, failed_at: datetime | None) -> bool:
    """True when the job is to run: never done, or done before its last moment; after a failure, ten minutes later."""
    if failed_at and now - failed_at < AFTER_A_FAILURE:
        return False
    return done_at is None or done_at <= last_moment(every, now)


def last_moment(every: str, now: datetime) -> datetime:
    """The latest instant by which the job had to be done."""
    if every in _LONGS:
        return now - _LONGS[every]
    day = now.date() if every == "night" else now.date().replace(day=1)
    moment = datetime.combine(day, NIGHT if every == "night" else FIRST_OF_MONTH, tzinfo=now.tzinfo)
    if moment <= now:
        return moment
    before = day - timedelta(days=1)
    return moment.replace(year=before.year, month=before.month, day=before.day if every == "night" else 1)


def is_late(now: datetime, ran_at: datetime | None) -> bool:
    """True when the clock has not run for ten minutes."""
    return ran_at is None or now - ran_at > LATE_AFTER


def same_day_before(now: datetime, months: int) -> datetime:
    """That many months before, to the instant; the last day of a shorter month."""
    year, month = divmod(now.year * 12 + now.month - 1 - months, 12)
    return now.replace(year=year, month=month + 1, day=min(now.day, monthrange(year, month + 1)[1]))


def months_back(now: datetime, months: int) -> datetime:
    """The first instant of the month that many whole months before this one: what is older may be erased."""
    count = now.year * 12 + now.month - 1 - months
    return now.replace(year=count // 12, month=count % 12 + 1, day=1, hour=0, minute=0, second=0, microsecond=0)
