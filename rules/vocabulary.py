"""The closed lists of the trade: code -> words shown. Terms come from the glossary of the field.

A list is a mapping in the order it is shown. The database holds the codes under a CHECK, the screens show the words.
"""

from rules.absence_lists import (  # noqa: F401  absences, and who comes instead
    ABSENCE_KINDS,
    ABSENCE_STATES,
    ABSENCE_STEPS,
    ASKED_NOTHING,
    AGREED_CHANGES,
    HELD_VISIT_STATES,
    NOTICE_CLASSES,
    OFFER_ANSWERS,
    OFFER_KINDS,
    OFFER_STATES,
    VISIT_CHOICES,
)
from rules.handover_lists import (  # noqa: F401  the home sheet, and the passage de relais
    HANDOVER_KINDS,
    HANDOVER_MODES,
    HANDOVER_RETURNS,
    HANDOVER_STATES,
    HOME_SHEET_AGREEMENTS,
    HOME_SHEET_HINTS,
    HOME_SHEET_SECTIONS,
)
from rules.telling import ANSWERS as TELLING_ANSWERS  # noqa: F401  who comes is told to the person
from rules.telling import SPOKEN_TO  # noqa: F401
from rules.help_requests import HELP_KINDS  # noqa: F401  a hand asked for
from rules.alert_lists import (  # noqa: F401  an alert, its steps, and what follows
    ACTION_ENDS, ALERT_ABOUT, ALERT_ACTIONS, ALERT_DECISIONS, ALERT_DIRECTIONS, ALERT_KINDS, ALERT_LETTERS,
    ALERT_OFFICE_STEPS, ALERT_OUTCOMES, ALERT_PLACES, ALERT_STATES, ALERT_STEPS, HEARD_WHERE, HEARD_WITH, HOME_HEARD,
    VIEW_MISSING, WORK_SITUATIONS,
)
from rules.languages import LANGUAGES  # noqa: F401  a closed list like the others

ROLES = {
    "coordinator": "Coordinatrice",
    "director": "Direction",
    "caregiver": "Intervenante",
    "outside_recipient": "Destinataire extérieure",
    "none": "Aucun accès aux personnes",
}

FUNDERS = {
    "apa": "APA",
    "pch": "PCH",
    "pension_fund": "Caisse de retraite",
    "mutual": "Mutuelle",
    "private": "À ses frais",
}

# What keeps people alive is said as an instruction, never as a disease.
VIGILANCE = {
    "fall": "Risque de chute",
    "swallowing": "Fausse route\u00a0: respecter la texture",
    "oxygen": "Oxygène à la maison",
    "allergy": "Allergie",
    "meal_time": "Repas à heure fixe",
    "wandering": "Peut sortir et se perdre",
    "transfer_two": "Transfert à deux",
}
PRECAUTIONS = {
    "gloves": "Gants",
    "gown": "Blouse",
    "mask": "Masque",
    "pests": "Nuisibles au domicile",
}
HOME_INSTRUCTIONS = VIGILANCE | PRECAUTIONS

WISHES = {
    "hours": "Horaires",
    "animals": "Animaux",
    "smoke": "Tabac",
    "allergy": "Allergie",
    "language": "Langue nécessaire pour communiquer",
    "experience": "Expérience",
    "intimate_care": "Femme ou homme pour les soins intimes",
}

CONTACT_KINDS = {
    "relative": "Proche",
    "trusted_person": "Personne de confiance",
    "legal_guardian": "Tuteur ou curateur",
    "professional": "Professionnel",
}

QUALIFICATIONS = {
    "home_help": "Aide ménagère",
    "care_aide": "Aide à domicile",
    "care_assistant": "Auxiliaire de vie (AVS)",
    "nursing_aide": "Aide-soignante",
}
# A qualification allows the acts of those before it; taken from the order of the collective agreement's posts.
QUALIFICATION_LEVEL = {code: level for level, code in enumerate(QUALIFICATIONS)}

ACTS = {
    "get_up": "Lever",
    "go_to_bed": "Coucher",
    "wash": "Toilette",
    "change": "Change",
    "meal": "Repas",
    "medication_reminder": "Rappel des médicaments",
    "outing": "Sortie, accompagnement",
    "shopping": "Courses",
    "housework": "Ménage",
    "laundry": "Linge",
    "company": "Présence, conversation",
}
CANNOT_WAIT_BY_DEFAULT = frozenset({"get_up", "go_to_bed", "wash", "change", "meal"})

SKILLS = {
    "disorientation": "Accompagnement de la désorientation",
    "end_of_life": "Fin de vie",
    "hoist": "Lève-personne",
    "meals_textured": "Repas à texture adaptée",
    "sign_language": "Langue des signes",
    "disability": "Handicap",
}
RESTRICTIONS = {
    "no_lifting": "Pas de port de charges",
    "no_stairs": "Pas d'escaliers",
    "no_animals": "Pas d'animaux",
    "no_evening": "Pas de soirée",
    "limited_hours": "Durée limitée",
    "no_driving": "Pas de conduite",
}
GENDERS = {"woman": "Femme", "man": "Homme"}

PAIRING_KINDS = {"usual": "Habituelle", "replacement": "Remplaçante"}
PAIRING_STATES = {
    "chosen": "Choisie",
    "introduced": "Présentée",
    "first_visits": "Premières interventions",
    "settled": "Installée",
    "in_mediation": "En médiation",
    "ended": "Terminée",
}
CHOSEN_WHY = {"skills": "Compétences", "sector": "Secteur", "hours": "Horaires"}
PAIRING_END_REASONS = {
    "end_of_help": "Fin de l'accompagnement",
    "end_of_contract": "Fin du contrat de l'intervenante",
    "replacement": "Remplacement décidé",
    "end_of_replacement": "Fin du remplacement",
    "schedule": "Horaires devenus incompatibles",
    "request": "À sa demande",
    "death": "Décès de la personne",
}
# What ends a relation by hand. A request, by whom it may be, has its own door and its question; so has a death.
ENDED_BY_HAND = ("end_of_help", "end_of_contract", "end_of_replacement", "schedule")
MEASURES = {"do_not_assign": "Ne pas affecter", "only_accompanied": "Seulement accompagnée"}
# For every reader outside the story, whatever the measure and its reason.
ORGANISATION_MEASURE = "mesure d'organisation"

VISIT_STATES = {
    "planned": "Prévue",
    "done": "Faite",
    "cancelled_by_person": "Annulée par la personne",
    "refused_by_person": "Refusée par la personne",
    "door_closed": "Porte close",
    "not_covered": "Non couverte",
    "suspended": "Suspendue",
    "withdrawn": "Retirée",
}
INTERRUPTIONS = {
    "hospital": "Hospitalisation",
    "family": "Chez la famille",
    "care_home": "Entrée en établissement",
    "death": "Décès",
    "other": "Autre",
}
PLANNING_CHANGES = {
    "added": "Intervention ajoutée",
    "moved": "Intervention déplacée",
    "reassigned": "Changement d'intervenante",
    "uncovered": "Intervenante retirée",
    "cancelled": "Intervention annulée",
    "refused": "Intervention refusée par la personne",
    "not_covered": "Intervention non couverte",
    "suspended": "Intervention suspendue",
    "resumed": "Intervention reprise",
    "withdrawn": "Intervention retirée",
}

MILESTONES = {
    "second_visit": "Après les premières interventions",
    "month_two": "Après les premiers mois",
    "yearly": "À échéance régulière",
    "on_demand": "À la demande",
}
ROUND_STATES = {"open": "En cours", "decided": "Décidé", "cancelled": "Annulé"}
SIDES = {"beneficiary": "La personne", "caregiver": "L'intervenante"}
SIDE_STATES = {
    "waiting": "En attente",
    "answered": "A répondu",
    "no_answer": "Sans réponse",
    "unable_by_phone": "N'a pas pu répondre par téléphone",
}
VOICES = {
    "person": "La personne elle-même",
    "relative": "Un proche",
    "guardian": "Le tuteur ou le curateur",
    "caregiver": "L'intervenante",
}
# After the name of the person whose thanks are passed on: who said them for her.
THANKS_VOICES = {
    "person": "",
    "relative": ", par la voix d'un proche",
    "guardian": ", par la voix de son tuteur ou de son curateur",
}
CHANNELS = {
    "call": "Appel, saisi par le bureau",
    "visit": "Visite à domicile",
    "link": "Lien personnel",
    "paper": "Papier",
    "own_phone": "Son téléphone",
}
LINK_KINDS = {"link": "Lien personnel", "sheet": "Feuille imprimée"}
SCALE = {"yes": "Oui", "little": "Un peu", "no": "Non", "unknown": "Je ne sais pas"}
RESPONDENT_QUESTIONS = {
    "hours_fit": "Les horaires vous conviennent-ils\u00a0?",
    "tasks_clear": "Savez-vous ce qui est à faire à chaque intervention\u00a0?",
    "respected": "Vous sentez-vous respectée ou respecté\u00a0?",
}
CAREGIVER_QUESTIONS = {
    "feels_safe": "Vous sentez-vous en sécurité\u00a0?",
    "too_heavy": "Les gestes sont-ils trop lourds\u00a0?",
    "outside_plan": "Vous demande-t-on des tâches non prévues\u00a0?",
}
RELATION_WISHES = {"go_on": "Continuer", "talk": "En parler", "change": "Changer"}
ATTENTION = {"none": "Rien à signaler", "worrying": "Réponse inquiétante", "split": "Réponses opposées"}
OUTCOMES = {"fit": "Entente", "mediation": "Médiation", "replacement": "Remplacement"}

WORD_KINDS = {"fine": "Tout va bien", "to_know": "À savoir", "call_me": "Rappelez-moi"}

MEDIATION_STATES = {
    "opened": "Ouverte",
    "agreed": "Accord trouvé",
    "resolved": "Résolue",
    "replacement": "Suivie d'un remplacement",
    "complaint": "Suivie d'une réclamation",
    "no_longer_needed": "Sans objet",
}
# What follows a mediation is said to the caregiver by voice: her phone only says that it is over.
MEDIATION_STATES_TO_HER = {
    "opened": "En cours",
    "agreed": "Accord trouvé",
    "resolved": "Terminée",
    "replacement": "Terminée",
    "complaint": "Terminée",
    "no_longer_needed": "Terminée",
}
REPLACEMENT_STATES = {
    "open": "À organiser",
    "with_direction": "Chez la direction",
    "done": "Organisé",
    "cancelled": "Annulé",
    "not_grantable": "Sans suite possible",
}
REPLACEMENT_REASONS = {
    "leave": "Congés",
    "sick_leave": "Arrêt de travail",
    "accident": "Accident",
    "training": "Formation",
    "other_absence": "Autre absence",
    "schedule_clash": "Horaires incompatibles",
    "misfit_beneficiary": "Ça ne convient pas à la personne",
    "misfit_caregiver": "Ça ne convient pas à l'intervenante",
    "facts_for_direction": "Faits à examiner par la direction",
    "caregiver_protection": "Protection de l'intervenante",
    "intimate_care_wish": "Souhait pour les soins intimes",
    "end_of_contract": "Fin de contrat",
}
# Reasons whose very code tells a story: outside the direction they read "remplacement décidé".
REASONS_FOR_DIRECTION = frozenset({"facts_for_direction", "caregiver_protection"})
REQUESTERS = {"beneficiary": "La personne ou ses proches", "caregiver": "L'intervenante", "office": "Le bureau"}
# By what way the office tells a decision to the person, or to hers.
TOLD_HOW = {"call": "Par téléphone", "letter": "Par courrier", "visit": "Lors d'une visite"}
DISCRIMINATORY = {"yes": "Oui", "no": "Non", "doubt": "Doute"}
CAREGIVER_CHOICES = {
    "stay": "Rester",
    "accompanied": "Être accompagnée",
    "not_return": "Ne plus y aller",
}

CALLER_KINDS = {
    "beneficiary": "La personne aidée",
    "relative": "Un proche",
    "caregiver": "Une intervenante",
    "professional": "Un professionnel",
    "other": "Quelqu'un d'autre",
}
