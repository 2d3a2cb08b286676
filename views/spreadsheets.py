"""How each list reads as a table: the columns of a spreadsheet, in the words of the screens.

A column is its heading and what it takes from a line. Nothing stands here that the list itself does not show: no code,
no woman or man, no reason kept for the direction. A caregiver's word is cut as in the list: it is read whole on its own
page, where each reading is noted.
"""

from collections.abc import Callable
from operator import attrgetter as of

from flask import current_app
from flask_login import current_user
from jinja2.filters import do_truncate

from database import local, now, today
from queries.settings import say
from rules import imports as import_words
from rules import vocabulary as words
from rules.import_screens import COUNTS
from rules.journal import action_words, subject_words
from rules.replacements import answers_the_person, reason_words, requester_words
from rules.spreadsheet import clock, phone
from views.display import word

Columns = list[tuple[str, Callable[[object], object]]]
LEVELS = {"now": "Urgent", "today": "Aujourd'hui", "soon": "Cette semaine", "later": "Plus tard"}


def at(name: str):
    """An instant, in Paris."""
    return lambda row: local(getattr(row, name)) if getattr(row, name) else None


def said(name: str, table: dict[str, str]):
    """The words of a code."""
    return lambda row: table[getattr(row, name)] if getattr(row, name) else ""


def number(name: str):
    return lambda row: phone(getattr(row, name))


def _person(row) -> str:
    return f"{row.civility} {row.first_name} {row.last_name}" if row.last_name else ""


def _pair() -> Columns:
    """Whom a line is about: the person, and the caregiver."""
    return [(word("beneficiary").capitalize(), _person),
            (word("caregiver").capitalize(),
             lambda row: f"{row.caregiver_first} {row.caregiver_last}" if row.caregiver_last else "")]


def beneficiaries() -> Columns:
    return [("Civilité", of("civility")), ("Nom", of("last_name")), ("Prénom", of("first_name")),
            ("Téléphone", number("phone")), ("Secteur", of("sector")), ("Quartier", of("district")),
            ("Suivi par", of("referent")), ("Dernier contact", of("last_contact_on")),
            ("Interruption", said("interruption", words.INTERRUPTIONS)), ("Terminé le", of("ended_on"))]


def caregivers(sectors: dict[int, list[str]]) -> Columns:
    """`sectors`: names by caregiver, filled part after part as the list is read."""
    return [("Nom", of("last_name")), ("Prénom", of("first_name")), ("Téléphone", number("phone")),
            ("Qualification", said("qualification", words.QUALIFICATIONS)),
            ("Secteurs", lambda row: ", ".join(sectors.get(row.id, []))), ("Véhicule", of("has_vehicle")),
            ("Contrat par semaine", lambda row: clock(row.weekly_minutes)), ("Partie le", of("ended_on"))]


def visits() -> Columns:
    moment = now()
    return [("Jour", of("day")), ("Heure", lambda row: clock(row.start_minute)),
            ("Durée", lambda row: clock(row.minutes)), *_pair(), ("Quartier", of("district")),
            ("État", lambda row: _visit_state(row, moment))]


def _visit_state(row, moment) -> str:
    """As in visits/_state.html: a planned visit nobody covers, or whose end has passed, says so."""
    if row.state != "planned":
        return words.VISIT_STATES[row.state]
    return "Non couverte" if not row.caregiver_id else "Passée" if row.ends_at <= moment else "Prévue"


def rounds() -> Columns:
    return [*_pair(), ("État", _round_state), ("Moment", said("milestone", words.MILESTONES)),
            ("Prévu le", of("due_on")),
            ("Côté de la personne", _while_open(said("person_state", words.SIDE_STATES))),
            (f"Côté de l'{word('caregiver')}", _while_open(said("caregiver_state", words.SIDE_STATES))),
            ("À lire", _while_open(of("attention_words"))), ("Clos le", at("closed_at"))]


def _while_open(column):
    return lambda row: column(row) if row.state == "open" else ""


def _round_state(row) -> str:
    """As in rounds/_row.html."""
    if row.state == "decided":
        return words.OUTCOMES[row.outcome] if row.outcome else ""
    if row.state == "cancelled":
        return "Annulé"
    if row.attention != "none" and not row.taken_up_at:
        return words.ATTENTION[row.attention]
    return "À décider" if row.ready_at else "En cours"


def mediations() -> Columns:
    return [*_pair(), ("État", said("state", words.MEDIATION_STATES)), ("Objet", of("subject")),
            ("Menée par", of("owner")), ("À vérifier le", of("check_on")), ("Close le", at("closed_at"))]


def replacements() -> Columns:
    role = current_user.role
    return [*_pair(), ("État", said("state", words.REPLACEMENT_STATES)),
            ("Raison", lambda row: reason_words(row.reason, role)),
            ("Demandé par", lambda row: requester_words(row.requested_by, row.reason, role)),
            ("Pour de bon", of("for_good")), ("Du", of("starts_on")), ("Au", of("ends_on")),
            ("Reçue le", at("opened_at")), ("Réponse donnée le", at("requester_told_at")),
            ("Dite", lambda row: words.TOLD_HOW[row.requester_told_how] if row.requester_told_how and answers_the_person(
                row.requested_by, row.reason, role) else "")]


def absences() -> Columns:
    return [(word("caregiver").capitalize(), lambda row: f"{row.first_name} {row.last_name}"),
            ("Absence", said("kind", words.ABSENCE_KINDS)), ("Premier jour", of("starts_on")),
            ("Dernier jour", of("ends_on")), ("Prochaines nouvelles", of("news_on")), ("Reçue le", of("received_on")),
            ("État", said("state", words.ABSENCE_STATES)), ("À couvrir", of("uncovered")), ("La première", at("first_at"))]


def changes() -> Columns:
    beneficiary, caregiver = word("beneficiary").capitalize(), word("caregiver").capitalize()
    return [("Changement", said("kind", words.PLANNING_CHANGES)), (beneficiary, _person),
            ("Intervention du", at("starts_at")), ("Était", of("was")), ("Maintenant", of("now")),
            (caregiver, _whose),
            ("Qui vient à sa place", lambda row: f"{row.other_first} {row.other_last}" if row.other_last else ""),
            ("Décidé le", at("made_at")), ("Décidé par", of("made_by")), ("À dire de vive voix", of("phone_first")),
            ("Jointe le", at("reached_at")), ("Sa remplaçante jointe le", at("other_reached_at")),
            ("Reporté le", at("reported_at")), ("Reporté par", of("reported_by"))]


def _whose(row) -> str:  # nobody holds it any more? hers it still is in the planning
    first, last = (row.her_first, row.her_last) if row.her_last else (row.instead_first, row.instead_last)
    return f"{first} {last}" if last else ""


def calls() -> Columns:
    return [("Le", at("at")), ("Qui appelle", lambda row: row.caller or words.CALLER_KINDS[row.caller_kind]), *_pair(),
            ("Appel", of("line")), ("Noté par", of("noted_by")), ("À faire par", of("for_name")),
            ("Pour le", of("due_on")), ("État", _call_state), ("Suite", of("done_words"))]


def _call_state(row) -> str:
    if row.done_at:
        return "Transformé" if row.became else "Réglé"
    return "À faire" if row.due_on else ""


def messages() -> Columns:
    """Caregivers' words to the office."""
    return [("Le", at("at")), (word("caregiver").capitalize(), lambda row: f"{row.first_name} {row.last_name}"),
            ("À propos de", lambda row: f"{row.civility} {row.person_last}" if row.person_last else ""),
            ("Mot", said("kind", words.WORD_KINDS)), ("Ce qu'elle dit", lambda row: shortened(row.words)),
            ("État", _word_state)]


def _word_state(row) -> str:
    """As in words/_list.html."""
    known = ((row.closed_at, "Clos"), (row.reply, "Répondu, à suivre"), (row.read_at, "Lu"),
             (row.kind != "fine", "À lire"))
    return next((state for held, state in known if held), "")


def shortened(text: str) -> str:
    """As the list cuts it."""
    return do_truncate(current_app.jinja_env, text, 160)


def accounts() -> Columns:
    return [("Nom", of("name")), ("Adresse électronique", of("email")), ("Téléphone", number("phone")),
            ("Rôle", said("role", words.ROLES)), ("Administre le serveur", of("is_administrator")),
            ("Référente des alertes", of("is_alert_referent")), ("État", _account_state)]


def _account_state(row) -> str:
    return "Fermé" if row.ended_at else "Attend son invitation" if row.waits else "Ouvert"


def journal() -> Columns:
    return [("Quand", lambda row: f"{local(row.at):%d/%m/%Y %H:%M:%S}"),
            ("Qui", lambda row: row.name or "Le serveur, ou personne de connu"),
            ("Quoi", lambda row: action_words(row.action)), ("Refusé", lambda row: not row.allowed),
            ("Sur quoi", lambda row: subject_words(row.subject)), ("D'où", of("address"))]


def board() -> Columns:
    return [("Quand", lambda line: LEVELS[line.level]), ("Quoi", of("why")), ("Détail", of("detail")),
            ("Depuis, ou le", at("at")), ("Pour le", of("due")), ("Téléphone", number("phone")), ("À faire", of("act"))]


def gaps(here: dict[int, tuple]) -> Columns:
    """What stands here (what stood here, once it is decided), then what the planning says. `here`: when and by whom that
    was decided, by gap, filled in turn."""
    hers = word("caregiver").capitalize()
    return [(word("beneficiary").capitalize(), _person), ("Mesure d'organisation", of("under_measure")),
            ("Jour ici", _then(lambda row: local(row.here_starts_at).date(), of("day"))),
            ("Heure ici", _then(lambda row: clock(local(row.here_starts_at).hour * 60 + local(row.here_starts_at).minute), lambda row: clock(row.start_minute))),
            ("Durée ici", _then(lambda row: clock(row.here_minutes), lambda row: clock(row.visit_minutes))),
            (f"{hers} ici", _then(_name("here"), _name("now"))),
            ("État ici", _then(said("here_state", words.VISIT_STATES), said("state", words.VISIT_STATES))),
            ("Décidé ici le", lambda row: local(here[row.id][0]) if row.id in here else None),
            ("Décidé ici par", lambda row: here[row.id][1] if row.id in here else ""),
            ("Dans le planning", lambda row: "Annulée, ou absente du fichier" if row.cancelled else "Prévue"),
            ("Jour et heure du planning", _unless_cancelled(at("starts_at"))),
            ("Durée du planning", _unless_cancelled(lambda row: clock(row.minutes))),
            (f"{hers} du planning", _unless_cancelled(_name("caregiver"))), ("Reçu le", at("opened_at")),
            ("Décision", said("decision", import_words.GAP_DECISIONS)), ("Prise le", at("decided_at")),
            ("Prise par", of("decided_by"))]


def _then(stood, stands):
    """A gap once decided is read as it was decided; an open one as things stand."""
    return lambda row: (stood if row.decided_at else stands)(row)


def _name(whose: str):
    return lambda row: f"{getattr(row, f'{whose}_first')} {getattr(row, f'{whose}_last')}" if getattr(row, f"{whose}_last") else ""


def _unless_cancelled(column):
    return lambda row: None if row.cancelled else column(row)


def imports() -> Columns:
    """As imports/_row.html: counts stand once the file was read to the end."""
    run = of("ImportRun")
    counts = [(count.after.capitalize(), lambda row, name=count.column: getattr(run(row), name)
               if run(row).state in ("applied", "previewed") else None) for count in COUNTS]
    return [("Reçu le", lambda row: local(run(row).made_at)),
            ("Quoi", lambda row: say(import_words.KINDS[run(row).kind]) if run(row).kind else "Fichier non reconnu"),
            ("Comment", lambda row: import_words.SOURCES[run(row).source]), ("Par", of("made_by")),
            ("État", lambda row: import_words.STATES[run(row).state]),
            ("Pourquoi", lambda row: say(run(row).reason) if run(row).state == "refused" else ""),
            ("Lignes", lambda row: run(row).rows_total), *counts]


def batches() -> Columns:
    return [("Imprimé le", at("made_at")), ("Par", of("made_by")),
            ("Secteur", lambda row: row.sector or "Tous les secteurs"), ("Feuilles", of("sheets")),
            ("Ont répondu", of("answered"))]


def batch() -> Columns:
    """A line is (sheet, one of the caregivers it asks about)."""
    return [(word("beneficiary").capitalize(), lambda line: line[0].name), ("Feuille n°", lambda line: line[0].link.number),
            (word("caregiver").capitalize(), lambda line: f"{line[1].first_name} {line[1].last_name}"),
            ("État de la feuille", lambda line: line[0].words), ("Réponse", _reply),
            ("Répondu le", lambda line: local(line[1].said_at) if line[1].answer_id else None)]


def _reply(line) -> str:
    """As in links/_line.html."""
    sheet, about = line
    if about.answer_id:
        return words.CHANNELS[about.channel]
    if sheet.other:
        return "Quelqu'un d'autre a répondu"
    return "Pas encore de réponse" if about.round_open else "Le point est clos"


def call_list() -> Columns:
    """Lines made of three lists: (what, who, phone, about whom, since or on, before, tries, what she holds, since)."""
    return [(heading, lambda line, place=place: line[place]) for place, heading in enumerate(
        ("Liste", "Qui", "Téléphone", "À propos de", "Appeler dès le", "Avant le", "Appels sans réponse", "Feuille n°",
         "Feuille ou lien fait le"))]


def people_to_call(rows, asked: dict[int, list]) -> list[tuple]:
    """`asked`: each person's rounds, by caregiver."""
    return [("À appeler" if row.call_on <= today() else "À rappeler plus tard", _person(row), phone(row.phone),
             ", ".join(_caregiver(side) for side in asked.get(row.id, [])), row.call_on, None, row.tries,
             *_handed(next((side for side in asked.get(row.id, []) if side.handed_at), None))) for row in rows]


def homes_to_visit(sides) -> list[tuple]:
    return [("À voir à domicile", _person(side), "", _caregiver(side), None, side.closes_on, None,
             *_handed(side)) for side in sides]


def caregivers_to_call(sides) -> list[tuple]:
    return [("Préfère qu'on l'appelle", _caregiver(side), phone(side.caregiver_phone), _person(side),
             local(side.wants_call_at).date() if side.wants_call_at else None, None, side.tries, None, None)
            for side in sides]


def _handed(side) -> tuple:
    """(number of the sheet, when it or the link was made) of what the person holds."""
    return (side.sheet, local(side.handed_at)) if side and side.handed_at else (None, None)


def _caregiver(side) -> str:
    return f"{side.caregiver_first} {side.caregiver_last}"
