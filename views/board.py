"""À traiter: the office lands here. One list, most pressing first; each line says why, since when, and what next."""

from flask import Blueprint, redirect, request, url_for
from flask_login import current_user

from database import local, now, today
from guard.doors import allowed
from queries import board, health
from queries.settings import say
from rules.absences import NEWS
from rules.board import KINDS, counted, late, why
from rules.duty import notes_words
from rules.import_screens import TO_LOOK_AT
from views.answers import answer, nothing_new, wants_part
from views.display import duration

bp = Blueprint("board", __name__)

# Where the next act of each kind of line is done: (endpoint, the name of its argument).
NEXT = {
    "alert_help": ("alert_calls.show", "id"), "alert_late": ("alerts.show", "id"), "alert_new": ("alerts.show", "id"),
    "alert_call": ("alerts.show", "id"), "alert_step": ("alerts.show", "id"), "alert_follow": ("alerts.show", "id"),
    "hand_new": ("help_requests.show", "id"), "hand_follow": ("help_requests.show", "id"),
    "alert_overdue": ("alerts.show", "id"), "alert_due": ("alerts.show", "id"), "alert_said": ("alerts.show", "id"),
    "door": ("doors.show", "id"), "interruption_call": ("interruptions.show", "id"),
    "to_reach": ("changes.index", None), "uncovered_now": ("visits.show", "id"), "split": ("rounds.show", "id"),
    "worrying": ("rounds.show", "id"), "refused": ("replacements.show", "id"), "doubt": ("replacements.show", "id"),
    "factor_reset": ("factor_resets.show", "id"),
    "tell_caregiver": ("replacements.show", "id"), "word_call_me": ("words.show", "id"),
    "decide": ("rounds.show", "id"), "call_note": ("calls.show", "id"), "mediation_check": ("mediations.show", "id"),
    "replacement": ("replacements.show", "id"), "answer_request": ("replacements.show", "id"),
    "call": ("call_list.show", "id"),
    "caregiver_call": ("call_list.show", "id"), "home_visit": ("rounds.show", "id"),
    "mediation": ("mediations.show", "id"), "overdue": ("rounds.show", "id"), "word_to_know": ("words.show", "id"),
    "resume": ("interruptions.show", "id"), "planning": ("changes.index", None),
    "gap": ("gaps.index", None), "import": ("imports.show", "id"),
    "handover_late": ("handovers.show", "id"), "handover_write": ("handovers.show", "id"),
    "handover_return": ("handovers.show", "id"),
    "offer_willing": ("replacements.show", "id"), "offer_late": ("offers.index", None),
    "absence_unread": ("absences.show", "id"), "absence_now": ("absences.show", "id"),
    "absence_later": ("absences.show", "id"), "return_late": ("return_visits.show", "id"),
    "return_ask": ("return_visits.show", "id"), "return_hold": ("return_visits.show", "id"),
    "absence_news": ("absences.show", "id"),
    "tell_now": ("telling.show", "id"), "tell_arrange": ("telling.show", "id"), "tell_later": ("telling.show", "id"),
    "duty_gap": ("duty_turns.index", None), "duty_notes": ("duty_notes.index", None),
    "unsent": ("outbox.index", None),
    "hours_back": ("caregivers.show", "id"),
    "uncovered_later": ("visits.show", "id"), "renewal": ("beneficiaries.show", "id"),
}

# What one press settles, without leaving the board: the line goes away.
TICKS = {"to_reach": ("changes.reach", "Jointe"), "planning": ("changes.report", "Reporté"),
         "factor_reset": ("factor_resets.see", "Vu"), "absence_unread": ("absences.read", "Lu"),
         "alert_help": ("alert_calls.reach", "Jointe")}
# Whose number the line shows: the next act is a call.
CALLS_HER = frozenset({"alert_help", "alert_call", "to_reach", "interruption_call", "tell_caregiver", "word_call_me",
                       "caregiver_call", "hand_new", "hand_follow", "absence_unread", "handover_late", "offer_late"})
CALLS_PERSON = frozenset({"call", "resume", "home_visit", "tell_now", "tell_arrange", "tell_later"})


class Line:
    """One line as it is drawn."""

    def __init__(self, row):
        self.kind, self.id, self.at, self.due = row.kind, row.id, row.at, row.due
        person = f"{row.civility} {row.first_name} {row.last_name}" if row.last_name else ""
        caregiver = f"{row.caregiver_first} {row.caregiver_last}" if row.caregiver_last else ""
        extra = TO_LOOK_AT[row.extra].format(n=counted("import", row.n)) if row.kind == "import" else row.extra
        extra = NEWS[extra] if row.kind == "absence_news" else notes_words(local(row.at)) if row.kind == "duty_notes" else extra
        extra = duration(row.n) if row.kind == "hours_back" else extra
        self.why = why(row.kind, person, caregiver, row.n, extra, say)
        self.level, self.act = KINDS[row.kind].level, KINDS[row.kind].act
        self.key = f"{row.kind}-{row.id}-{row.caregiver_id or 0}"
        endpoint, argument = NEXT[row.kind]
        narrowed = {"personne": row.beneficiary_id, "etat": "a-joindre" if row.kind == "to_reach" else None}
        self.url = url_for(endpoint, **{argument: row.id} if argument else narrowed)
        self.late = late(row.due, today())
        self.detail = say(row.extra) if row.kind in ("split", "worrying") else ""
        self.phone = row.caregiver_phone if row.kind in CALLS_HER else row.phone if row.kind in CALLS_PERSON else ""
        tick, self.tick_words = TICKS.get(row.kind, (None, "")) if row.n == 1 else (None, "")
        hers = {"caregiver_id": row.caregiver_id} if row.kind == "to_reach" else {}
        self.tick_url = url_for(tick, id=row.id, **hers) if tick else None


def _wanted() -> board.Wanted:
    args = request.args
    return board.Wanted(current_user, args.get("secteur", type=int), args.get("miens") == "1",
                        args.get("page", 1, type=int))


def _kept() -> dict:
    """The filters, kept in the address."""
    return {name: value for name, value in request.args.items() if name in ("secteur", "miens", "page") and value}


def _shown() -> str:
    """What the page shows, in a word: the changes made, the hour (calls come due, visits come near), the clock."""
    late = "arretee" if health.clock_sentence() else "a-l-heure"
    return f"{board.change_number()}-{local(now()):%Y%m%d%H}-{late}"


@bp.get("/a-traiter")
@allowed("board.see")
def index():
    wanted = _wanted()
    rows, more = board.lines(wanted)
    return answer("board/index.html", "board/_list.html", lines=[Line(row) for row in rows], more=more, wanted=wanted,
                  sectors=board.sectors(), kept=_kept(), shown=_shown(), clock_late=health.clock_sentence())


@bp.get("/a-traiter/changements")
@allowed("board.see")
def poll():
    """The board again when something changed since the number the page holds; else 204, and nothing is drawn."""
    if not wants_part():
        return redirect(url_for("board.index", **_kept()), 303)
    if request.args.get("depuis") == _shown():
        return nothing_new()
    return index()
