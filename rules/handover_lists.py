"""The closed lists of the home sheet and of the passage de relais: code -> words shown, as in `rules/vocabulary.py`."""

# The parts of a home sheet that people write; vigilance, précautions and access are read where they are kept.
HOME_SHEET_SECTIONS = {
    "course": "Le déroulé de l'intervention",
    "habits": "Les habitudes",
    "gestures": "Gestes et aides",
    "calms": "Ce qui apaise",
    "avoid": "Ce qu'il vaut mieux éviter",
    "people": "Qui appeler",
}
HOME_SHEET_HINTS = {
    "course": "Dans l'ordre\u00a0: ce que l'on fait en arrivant, puis, puis.",
    "habits": "Ce que la personne aime, à quelle heure, à quelle place.",
    "gestures": "Ce qu'elle fait seule, ce qu'on fait avec elle, le matériel.",
    "calms": "Ce qui aide quand la journée est difficile.",
    "avoid": "Ce qui la gêne, la fatigue ou l'inquiète.",
    "people": "Qui, pour quoi, à quel numéro, dans quel ordre.",
}
HOME_SHEET_AGREEMENTS = {"yes": "Elle est d'accord", "no": "Elle ne souhaite pas de fiche"}
HANDOVER_KINDS = {"full": "Passage de relais", "reread": "Relire\u00a0: ce qui a changé"}
HANDOVER_MODES = {
    "joint": "Une intervention ensemble (payée)",
    "call": "Un appel entre collègues",
    "written": "Par écrit",
}
HANDOVER_STATES = {
    "to_write": "À écrire",
    "sent": "À lire",
    "read": "Lu",
    "returned": "Retour à lire",
    "closed": "Terminé",
    "cancelled": "Plus nécessaire",
}
HANDOVER_RETURNS = {"well": "Bien", "to_know": "À savoir", "talk": "J'aimerais en parler"}
