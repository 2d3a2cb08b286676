"""The closed lists of absences and of who comes instead: code -> words shown, as in `rules/vocabulary.py`."""

# The type of an absence is for the office and herself; everybody else reads "absente jusqu'au …".
ABSENCE_KINDS = {
    "sick_leave": "Arrêt de travail",
    "accident": "Accident du travail",
    "leave": "Congés",
    "training": "Formation",
    "other": "Autre absence",
}
# Nobody on sick leave or accident leave is asked to do anything here.
ASKED_NOTHING = frozenset({"sick_leave", "accident"})
ABSENCE_STATES = {"open": "En cours", "closed": "Terminée", "cancelled": "Annulée"}
ABSENCE_STEPS = {
    "declared": "Signalée",
    "read": "Lue par le bureau",
    "dated": "Date de fin connue",
    "extended": "Prolongée",
    "shortened": "Retour plus tôt",
    "ended": "Terminée",
    "cancelled": "Annulée",
}
HELD_VISIT_STATES = {
    "open": "À couvrir",
    "covered": "Couverte",
    "family": "Assurée par la famille",
    "called_off": "Annulée avec accord",
    "returned": "Assurée par l'intervenante habituelle",
    "missed": "Non couverte",
    "moot": "Sans objet",
}
# How a visit that still asks for somebody changed, as the person agreed.
AGREED_CHANGES = {"move": "déplacée", "shorten": "raccourcie"}
VISIT_CHOICES = {
    "replace": "Remplacer",
    "move": "Déplacer",
    "shorten": "Raccourcir",
    "family": "La famille s'en charge",
    "call_off": "Annuler avec l'accord de la personne",
}
OFFER_KINDS = {"direct": "Demandée", "several": "Demandée à plusieurs"}
OFFER_STATES = {
    "waiting": "En attente",
    "willing": "Serait d'accord",
    "agreed": "D'accord",
    "partly": "D'accord pour une partie",
    "declined": "Non",
    "expired": "Sans réponse à temps",
    "withdrawn": "Plus nécessaire",
}
OFFER_ANSWERS = {"yes": "Oui", "no": "Non"}
# Notice of a change of hours, by the classes of the home-care collective agreement: seven days or more, four to six, urgent.
NOTICE_CLASSES = {"week": "sept jours ou plus", "days": "quatre à six jours", "urgent": "moins de quatre jours"}
