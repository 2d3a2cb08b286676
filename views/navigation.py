"""The ways through the house: what each person finds in the header, asked of the same policy table."""

from flask import current_app, request, url_for
from flask_login import current_user

# (words, endpoint, action); drawn only for those who may, and only once the page exists
MAIN = [
    ("À traiter", "board.index", "board.see"),
    ("À appeler", "call_list.index", "round.collect"),
    ("Bénéficiaires", "beneficiaries.index", "beneficiary.see"),
    ("Intervenantes", "caregivers.index", "caregiver.see"),
    ("Interventions", "visits.index", "visit.see"),
    ("Points à deux voix", "rounds.index", "round.see"),
]
MORE = [
    ("Médiations", "mediations.index", "mediation.see"),
    ("Remplacements", "replacements.index", "replacement.see"),
    ("À reporter au planning", "changes.index", "planning.report"),
    ("Appels notés", "calls.index", "call.note"),
    ("Mots reçus", "words.index", "word.follow"),
    ("Comptes", "accounts.index", "account.manage"),
    ("Journal", "journal.index", "journal.read"),
    ("Serveur", "server.show", "server.see"),
    ("Aide", "house.help", "help.read"),
]
PHONE = [
    ("Ma semaine", "phone.week", "phone.see", "home"),
    ("Mes mots", "phone.said", "phone.see", "pen"),
    ("Aide", "phone.help", "phone.see", "person"),
]


def _ways(rows):
    for words, endpoint, action, *icon in rows:
        if current_user.may(action) and endpoint in current_app.view_functions:
            section = endpoint.split(".")[0]
            current = request.endpoint == endpoint if icon else request.blueprint == section
            yield (words, url_for(endpoint), current, *icon)


def _context():
    if not current_user or not current_user.is_authenticated:
        return {"nav": [], "nav_more": [], "call_url": None, "signout_url": None}
    on_phone = current_user.role == "caregiver"
    return {
        "nav": list(_ways(PHONE if on_phone else MAIN)),
        "nav_more": [] if on_phone else list(_ways(MORE)),
        "call_url": url_for("calls.new") if current_user.may("call.note") and "calls.new" in current_app.view_functions else None,
        "signout_url": url_for("sign_in.destroy"),
        "account_url": url_for("sign_in.edit"),
        "keys_off": current_user.keys_off,
    }


def home_url() -> str:
    """Where each person lands."""
    if current_user.role == "caregiver":
        return url_for("phone.week")
    for endpoint, action in (("board.index", "board.see"), ("server.show", "server.see")):
        if current_user.may(action) and endpoint in current_app.view_functions:
            return url_for(endpoint)
    return url_for("house.help")


def init_app(app) -> None:
    app.context_processor(_context)
