"""The ways through the house: what each person finds in the header, asked of the same policy table."""

from functools import lru_cache

from flask import current_app, request, url_for
from flask_login import current_user

from queries.settings import say
from rules.access import may

# (words, endpoint, action); drawn only for those who may, and only once the page exists
MAIN = (
    ("À traiter", "board.index", "board.see"),
    ("À appeler", "call_list.index", "round.collect"),
    ("Absences", "absences.index", "absence.see"),
    ("Bénéficiaires", "beneficiaries.index", "beneficiary.see"),
    ("Intervenantes", "caregivers.index", "caregiver.see"),
    ("Interventions", "visits.index", "visit.see"),
    ("Points à deux voix", "rounds.index", "round.see"),
)
MORE = (
    ("Suivis", "alerts.index", "alert.see"),
    ("Coups de main", "help_requests.index", "help_request.follow"),
    ("Prévenir", "telling.index", "cover.tell"),
    ("Médiations", "mediations.index", "mediation.see"),
    ("Remplacements", "replacements.index", "replacement.see"),
    ("Questions de remplacement", "offers.index", "cover.ask"),
    ("Continuité", "continuity.index", "continuity.see"),
    ("Prendre des nouvelles", "load.index", "load.see"),
    ("Passages de relais", "handovers.index", "handover.see"),
    ("À reporter dans votre planning", "changes.index", "planning.report"),
    ("Feuilles", "batches.index", "link.make"),
    ("Imports", "imports.index", "planning.import"),
    ("Écarts avec le planning", "gaps.index", "planning.gap"),
    ("Astreinte", "duty.index", "duty.manage"),
    ("Appels notés", "calls.index", "call.note"),
    ("Mots reçus", "words.index", "word.follow"),
    ("Messages", "outbox.index", "message.follow"),
    ("Comptes", "accounts.index", "account.manage"),
    ("Réglages", "settings.index", "setting.change"),
    ("Journal", "journal.index", "journal.read"),
    ("Serveur", "server.show", "server.see"),
    ("Aide", "house.help", "help.read"),
)
# A page reached from another, which stays lit in the menu.
INSIDE = {"sectors": "settings", "duty_turns": "duty", "duty_notes": "duty", "alert_tables": "alerts",
          "absence_tasks": "absences", "plans": "absences"}
PHONE = (
    ("Ma semaine", "phone.week", "phone.see", "home"),
    ("Mes mots", "phone.said", "phone.see", "pen"),
    ("Aide", "phone.help", "phone.see", "person"),
)


@lru_cache(maxsize=64)
def _open_to(rows: tuple, role: str, flags: frozenset) -> list[tuple]:
    """The ways open to this role: (words, endpoint, url, icon), the same for everybody who holds it."""
    return [(words, endpoint, url_for(endpoint), icon) for words, endpoint, action, *icon in rows
            if may(role, flags, action) and endpoint in current_app.view_functions]


def _ways(rows: tuple, user) -> list[tuple]:
    here, section = request.endpoint, INSIDE.get(request.blueprint, request.blueprint)
    return [(say(words), url, here == endpoint if icon else section == endpoint.split(".")[0], *icon)
            for words, endpoint, url, icon in _open_to(rows, user.role, user.flags)]


def _context():
    user = current_user._get_current_object()
    if not user or not user.is_authenticated:
        return {"nav": [], "nav_more": [], "call_url": None, "signout_url": None}
    on_phone = user.role == "caregiver"
    return {
        "current_user": user,
        "nav": _ways(PHONE if on_phone else MAIN, user),
        "nav_more": [] if on_phone else _ways(MORE, user),
        "call_url": url_for("calls.new") if user.may("call.note") and "calls.new" in current_app.view_functions else None,
        "signout_url": url_for("sign_in.destroy"),
        "account_url": url_for("sign_in.edit"),
        "keys_off": user.keys_off,
    }


def home_url() -> str:
    """Where each person lands."""
    if current_user.role == "caregiver":
        return url_for("phone.week")
    for endpoint, action in (("board.index", "board.see"), ("server.show", "server.see"), ("alerts.index", "alert.see")):
        if current_user.may(action) and endpoint in current_app.view_functions:
            return url_for(endpoint)
    return url_for("house.help")


def init_app(app) -> None:
    app.context_processor(_context)
