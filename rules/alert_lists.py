"""The closed lists of an alert: a caregiver's report about herself, or about what was done to her."""

ALERT_DAYS = {"today": "Aujourd'hui", "yesterday": "Hier", "before": "Un autre jour"}
ALERT_KINDS = {
    "racism": "Des mots ou des gestes racistes",
    "violence": "De la violence",
    "sexual_harassment": "Des mots ou des gestes sexuels",
    "harassment": "Du harcèlement, des humiliations",
    "work_accident": "Un accident pendant le travail",
    "painful_gesture": "Un geste qui fait mal",
    "overload": "Trop de travail, je n'y arrive plus",
    "unsafe_home": "Un domicile dangereux",
    "other": "Autre chose",
}
ALERT_ABOUT = {
    "beneficiary": "La personne aidée",
    "relative": "Un proche, un visiteur",
    "colleague": "Une collègue",
    "office": "Quelqu'un du bureau",
    "direction": "La direction",
    "nobody": "Personne en particulier",
}
ALERT_PLACES = {
    "home": "Chez une personne aidée",
    "road": "En chemin",
    "office": "Au bureau",
    "elsewhere": "Ailleurs",
}
ALERT_DIRECTIONS = {"referent": "Référente alertes", "direction": "Direction", "outside": "Destinataire extérieure"}
ALERT_STATES = {
    "reported": "Envoyée, à lire",
    "acknowledged": "Lue",
    "heard": "Entendue",
    "decided": "Décidée",
    "closed": "Close",
}
# As the author reads each step on her phone.
ALERT_STEPS = {
    "acknowledged": "Votre message est lu",
    "taken": "Une autre personne suit maintenant votre message",
    "called": "Le bureau vous a appelée",
    "heard": "Vous avez été entendue",
    "protected": "Une mesure vous protège",
    "not_protected": "Aucune mesure de protection n'est posée",
    "home_heard": "La personne ou ses proches ont été entendus",
    "home_not_heard": "La personne ou ses proches ne sont pas entendus",
    "decided": "Une décision est prise",
    "followed": "Le bureau a pris de vos nouvelles",
    "added": "Vous avez ajouté quelque chose",
    "validated": "Vous avez relu ce que le bureau a noté",
    "call_asked": "Vous demandez qu'on vous appelle",
    "answer_asked": "Vous voulez maintenant une réponse",
    "shared": "Vous laissez lire la coordinatrice",
    "unshared": "La coordinatrice ne lit plus",
    "view": "Vous avez donné votre avis",
    "closed": "Le suivi est clos",
    "reopened": "Le suivi est rouvert",
}
# The same steps as the office reads them.
ALERT_OFFICE_STEPS = {
    "acknowledged": "Alerte lue",
    "taken": "Suivi repris par une autre personne",
    "called": "Appelée",
    "heard": "Entendue",
    "protected": "Mesure de protection",
    "not_protected": "Aucune mesure de protection",
    "home_heard": "Côté de la personne entendu",
    "home_not_heard": "Côté de la personne non entendu",
    "decided": "Décision",
    "followed": "Nouvelles prises",
    "added": "Elle ajoute",
    "validated": "Elle a relu la note",
    "call_asked": "Elle demande qu'on l'appelle",
    "answer_asked": "Elle veut maintenant une réponse",
    "shared": "Elle laisse lire la coordinatrice",
    "unshared": "La coordinatrice ne lit plus",
    "view": "Son avis",
    "closed": "Suivi clos",
    "reopened": "Suivi rouvert",
}
ALERT_HERS = frozenset({"added", "validated", "call_asked", "answer_asked", "shared", "unshared", "view"})
ALERT_DECISIONS = {
    "two_caregivers": "Deux intervenantes ensemble",
    "hours": "D'autres horaires",
    "approach": "Une autre façon de faire, une aide technique",
    "no_return": "Elle n'y retourne pas",
    "meeting": "Rencontre avec la famille ou le tuteur",
    "care_team": "Contact avec le médecin ou l'équipe de soins, avec accord",
    "rules_reminder": "Rappel du règlement de fonctionnement",
    "formal_notice": "Mise en demeure",
    "suspension": "Suspension de l'accompagnement",
    "service_end": "Fin de l'accompagnement",
    "not_established": "Les faits n'ont pas pu être établis",
}
# The direction's alone (domain: end of service, formal notices).
ALERT_DECISIONS_OF_DIRECTION = frozenset({"formal_notice", "suspension", "service_end"})
ALERT_OUTCOMES = {
    "settled": "Réglé",
    "organised": "Organisé autrement",
    "ended": "Elle ne va plus chez cette personne, ou l'accompagnement est terminé",
    "not_established": "Les faits n'ont pas pu être établis",
    "as_wished": "Noté, sans suite, comme elle l'a demandé",
}
# The side of the home: who was heard, where, and who was beside them.
HOME_HEARD = {
    "person": "La personne aidée",
    "relative": "Un proche",
    "guardian": "Le tuteur ou la tutrice",
    "several": "Plusieurs ensemble",
}
HEARD_WHERE = {
    "home": "À son domicile",
    "office": "Au bureau",
    "phone": "Par téléphone",
    "elsewhere": "Ailleurs",
}
HEARD_WITH = {
    "nobody": "Sans personne d'autre",
    "relative": "Un proche",
    "guardian": "Le tuteur ou la tutrice",
    "professional": "Un professionnel",
}
VIEW_MISSING = {
    "unreached": "Pas jointe, malgré plusieurs essais",
    "declined": "Elle ne souhaite pas donner son avis",
    "left": "Elle ne travaille plus dans l'association",
    "no_follow_up": "Elle a demandé que ce soit noté, sans suite",
}
# Letters to the home, each after the decision of the same name; the direction's alone.
ALERT_LETTERS = {code: ALERT_DECISIONS[code] for code in ("rules_reminder", "formal_notice", "service_end")}
# What the office still has to do after an alert, by whom and before when; and how each ended.
ALERT_ACTIONS = {
    "declare": "Déclarer l'accident du travail",
    "care_form": "Remettre la feuille de soins",
    "safety": "Consigne de sécurité pour le domicile",
    "technical_aid": "Une aide technique",
    "two_caregivers": "Deux intervenantes ensemble",
    "work_doctor": "Un rendez-vous avec la médecine du travail",
    "other_hours": "D'autres horaires",
    "home_review": "Une visite du domicile",
}
# What the home asks of whoever goes there: neutral, the story is never in it.
HOME_SAFETY = {
    "two": "Intervention à deux.",
    "call_first": "Appeler le bureau avant.",
    "not_alone": "Ne pas rester seule dans une pièce fermée.",
}
# What answers a situation of work, chosen by whoever follows the alert; the others come by themselves.
WORK_ACTIONS = {code: ALERT_ACTIONS[code] for code in ("technical_aid", "two_caregivers", "other_hours", "work_doctor",
                                                       "home_review")}
ACTION_ENDS = {"done": "Fait", "declared": "Déclaré", "minor": "Écrit au registre des accidents bénins"}
WORK_SITUATIONS = {
    "transfer": "Lever, coucher, déplacer la personne",
    "bed_height": "La hauteur du lit",
    "no_hoist": "Pas de lève-personne",
    "stairs": "Les escaliers",
    "load": "Une charge lourde",
    "hours": "Les horaires, le nombre d'interventions",
    "other": "Autre chose",
}
