"""What is to be done at the office: the kinds of lines, most pressing first, and the sentence of each.

The order of this list is the order of the board: whoever wonders why a line is above another reads it here.
"""

from dataclasses import dataclass
from datetime import date

from rules.names import of_name

SOON_HOURS = 48
"""A visit nobody covers is urgent when it begins within this many hours; later ones are lower on the board."""


@dataclass(frozen=True, slots=True)
class Kind:
    """level: how it is drawn; why: the sentence, with {person}, {caregiver}, {of_caregiver}, {n}; act: the next act, in a verb."""

    level: str
    why: str
    act: str


KINDS = {
    "alert_help": Kind("now", "Appelez {caregiver} maintenant.", "Appeler"),
    "alert_late": Kind("now", "{caregiver} attend une réponse, le délai est passé.", "Lire"),
    "alert_overdue": Kind("now", "Le suivi {of_caregiver} a une échéance passée.", "Ouvrir"),
    "door": Kind("now", "Porte close chez {person}. {caregiver} l'a signalé.", "Suivre"),
    "interruption_call": Kind("now", "Interruption chez {person}\u00a0: prévenez {caregiver} par téléphone.",
                              "Appeler"),
    "refused": Kind("now", "{person} refuse {caregiver}\u00a0: la personne est-elle en sécurité\u00a0? À décider ce jour.",
                    "Décider"),
    "to_reach": Kind("now",
                     "{caregiver} n'est pas encore jointe\u00a0: un changement proche chez {person}.",
                     "Voir le changement"),
    "absence_unread": Kind("now", "{caregiver} vous a envoyé un message d'absence\u00a0: personne ne l'a encore lu.", "Lire"),
    "return_late": Kind("now", "Visite de reprise en retard pour {caregiver}.", "Noter"),
    "absence_now": Kind("now", "{caregiver} absente\u00a0: {n} à couvrir{about}.", "Couvrir"),
    "tell_now": Kind("now", "{person} n'est pas encore prévenue\u00a0: {n} par une remplaçante, demain au plus tard.", "Prévenir"),
    "tell_arrange": Kind("now", "{person} préfère attendre, mais {n} ne peut pas attendre.", "Arranger"),
    "uncovered_now": Kind("now", "{person}\u00a0: {n} sans intervenante, bientôt.", "Couvrir"),
    "split": Kind("now", "Réponses opposées\u00a0: {person} et {caregiver}.", "Lire les deux côtés"),
    "worrying": Kind("now", "Réponse inquiétante\u00a0: {person} et {caregiver}.", "Lire"),
    "alert_new": Kind("today", "{caregiver} vous a envoyé des nouvelles\u00a0: à lire.", "Lire"),
    "alert_call": Kind("today", "{caregiver} demande qu'on l'appelle, au sujet de ses nouvelles.", "Ouvrir"),
    "alert_said": Kind("today", "{caregiver} a ajouté quelque chose à ses nouvelles.", "Lire"),
    "alert_step": Kind("today", "Le suivi {of_caregiver} attend sa prochaine étape.", "Avancer"),
    "alert_due": Kind("today", "Le suivi {of_caregiver} a une échéance.", "Ouvrir"),
    "alert_follow": Kind("today", "{caregiver}\u00a0: prendre de ses nouvelles après une décision.", "Ouvrir"),
    "hand_new": Kind("today", "{caregiver} vous demande un coup de main.", "Lire"),
    "doubt": Kind("today", "Demande à examiner par la direction\u00a0: {person}.", "Examiner"),
    "tell_caregiver": Kind("today", "{caregiver} doit être informée de vive voix\u00a0: {person}.", "L'appeler"),
    "return_ask": Kind("today", "Visite de reprise à demander pour {caregiver}.", "Noter"),
    "absence_news": Kind("today", "Absence {of_caregiver}\u00a0: {extra} Jusqu'à quand\u00a0?", "Noter"),
    "factor_reset": Kind("today", "La double vérification {of_extra}.", "Lire"),
    "duty_gap": Kind("today", "Personne n'est d'astreinte {extra}.", "Compléter"),
    "duty_notes": Kind("today", "{extra}\u00a0: {n} à lire.", "Lire"),
    "unsent": Kind("today", "À regarder\u00a0: {n}.", "Voir"),
    "word_call_me": Kind("today", "{caregiver} demande qu'on la rappelle ({person}).", "Rappeler"),
    "decide": Kind("today", "Les deux côtés ont été entendus\u00a0: {person} et {caregiver}.", "Décider"),
    "call_note": Kind("today", "Appel à traiter{about}\u00a0: {extra}", "Traiter"),
    "import": Kind("today", "Import du planning\u00a0: {extra}.", "Voir"),
    "offer_willing": Kind("today", "Remplacement chez {person}\u00a0: {n} d'accord pour y aller. À vous d'attribuer.", "Attribuer"),
    "offer_late": Kind("today", "{caregiver} n'a pas encore répondu pour {person}\u00a0: le délai se termine bientôt.", "L'appeler"),
    "handover_late": Kind("today", "{caregiver} n'a pas lu le passage de relais chez {person}. Première intervention demain au plus tard.",
                          "L'appeler"),
    "handover_write": Kind("today", "Passage de relais à écrire pour {caregiver}, qui vient chez {person}.", "Écrire"),
    "handover_return": Kind("today", "Retour de remplacement à lire\u00a0: {caregiver}, chez {person}.", "Lire"),
    "tell_later": Kind("today", "{person} est à prévenir\u00a0: {n} par une remplaçante.", "Prévenir"),
    "mediation_check": Kind("today", "Médiation à vérifier\u00a0: {person} et {caregiver}.", "Vérifier"),
    "replacement": Kind("today", "Remplacement à organiser chez {person}, à la place {of_caregiver}.", "Organiser"),
    "answer_request": Kind("today", "Réponse à donner sur une demande de remplacement\u00a0: {person}.", "Répondre"),
    "call": Kind("today", "Appelez {person}\u00a0: point à deux voix sur {n}.", "Appeler"),
    "caregiver_call": Kind("today", "{caregiver} préfère qu'on l'appelle pour son point ({person}).", "Appeler"),
    "home_visit": Kind("soon", "{person} n'a pas pu répondre par téléphone\u00a0: à voir à domicile.",
                       "Noter la visite"),
    "mediation": Kind("soon", "Médiation ouverte\u00a0: {person} et {caregiver}.", "Avancer"),
    "overdue": Kind("soon", "Point en retard\u00a0: il manque une réponse ({person} et {caregiver}).", "Relancer"),
    "word_to_know": Kind("soon", "{caregiver} vous fait savoir quelque chose sur {person}.", "Lire"),
    "hand_follow": Kind("soon", "Coup de main demandé par {caregiver}\u00a0: à reprendre.", "Ouvrir"),
    "return_hold": Kind("soon", "Visite de reprise à faire pour {caregiver}.", "Noter"),
    "resume": Kind("soon", "Quand reprendre chez {person}\u00a0?", "Demander"),
    "planning": Kind("soon", "{person}\u00a0: {n} à reporter dans votre planning.", "Reporter"),
    "gap": Kind("soon", "{person}\u00a0: {n} avec votre planning\u00a0: garder ou reprendre.", "Décider"),
    "absence_later": Kind("later", "{caregiver} absente\u00a0: {n} à couvrir{about}.", "Couvrir"),
    "uncovered_later": Kind("later", "{person}\u00a0: {n} sans intervenante, plus tard.", "Couvrir"),
    "hours_back": Kind("later", "{caregiver}\u00a0: {extra} par semaine à lui redonner.", "Voir"),
    "renewal": Kind("later", "Plan d'aide de {person}\u00a0: renouvellement à demander.", "Voir le plan"),
}
RANK = {kind: rank for rank, kind in enumerate(KINDS)}
COUNTED = {
    "uncovered_now": ("une intervention", "{n} interventions"),
    "absence_now": ("une intervention", "{n} interventions"),
    "absence_later": ("une intervention", "{n} interventions"),
    "uncovered_later": ("une intervention", "{n} interventions"),
    "offer_willing": ("une intervenante", "{n} intervenantes"),
    **{kind: ("une intervention", "{n} interventions") for kind in ("tell_now", "tell_arrange", "tell_later")},
    "unsent": ("un message pas parti", "{n} messages pas partis"),
    "planning": ("un changement", "{n} changements"),
    "call": ("une intervenante", "{n} intervenantes"),
    "gap": ("un écart", "{n} écarts"),
    "duty_notes": ("une note", "{n} notes"),
    "import": ("une ligne refusée", "{n} lignes refusées"),
}


def counted(kind: str, n: int, say=str) -> str:
    """"une intervention", "3 interventions"."""
    one, several = COUNTED.get(kind, ("", ""))
    return say(one if n == 1 else several).format(n=n)


def why(kind: str, person: str, caregiver: str, n: int = 1, extra: str = "", say=str) -> str:
    """The sentence of a line. A name that is missing becomes a plain word, never an empty place.

    say: puts our words into those of the house.
    """
    caregiver = caregiver or say("une intervenante")
    sentence = say(KINDS[kind].why).format(
        person=person or "une personne", caregiver=caregiver, of_caregiver=of_name(caregiver), n=counted(kind, n, say),
        extra=extra, of_extra=of_name(extra), about=_about(kind, person, extra))
    return sentence[0].upper() + sentence[1:]


def _about(kind: str, person: str, extra: str) -> str:
    """Whom a line is about, where it may be somebody, nobody, or several homes: "chez Mme Durand", "chez 9 personnes"."""
    if kind.startswith("absence_"):
        return f" chez {person or f'{extra} personnes'}"
    return f" ({person})" if person else ""


def late(due: date | None, today: date) -> str:
    """"depuis 3 jours", "aujourd'hui", "dans 2 jours": how a day stands to today."""
    if due is None:
        return ""
    days = (today - due).days
    if days == 0:
        return "pour aujourd'hui"
    unit = "jour" if abs(days) == 1 else "jours"
    return f"en retard de {days} {unit}" if days > 0 else f"dans {-days} {unit}"
