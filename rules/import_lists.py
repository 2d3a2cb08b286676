"""The acts and the posts of our lists, under every name planning software gives them."""

from rules.names import fold
from rules.vocabulary import ACTS, QUALIFICATIONS

_ACTS = {
    "get_up": "lever, aide au lever, aide lever", "go_to_bed": "coucher, aide au coucher, aide coucher",
    "wash": "toilette, aide a la toilette, aide toilette, douche, bain, hygiene", "change": "change, changes, protection",
    "meal": "repas, aide au repas, aide repas, preparation repas, preparation des repas, preparation du repas, dejeuner, "
            "diner, petit dejeuner, aide aux repas, aide a la prise des repas",
    "medication_reminder": "rappel des medicaments, medicaments, rappel medicaments, prise de medicaments, aide aux medicaments",
    "outing": "sortie, sorties, accompagnement, sortie accompagnement, promenade, accompagnement exterieur, transport",
    "shopping": "courses, aide aux courses, faire les courses", "laundry": "linge, repassage, lessive, entretien du linge",
    "housework": "menage, entretien, entretien du logement, entretien logement, entretien du cadre de vie, nettoyage",
    "company": "presence, conversation, compagnie, presence conversation, presence de nuit, garde, vie sociale",
}
ACT_NAMES = {fold(name): code for code, names in _ACTS.items() for name in (*names.split(", "), ACTS[code])}
_POSTS = {
    "home_help": "aide menagere, aide menager, agent a domicile, agent domicile, agent d entretien, menage, categorie a",
    "care_aide": "aide a domicile, aide domicile, employe a domicile, employee a domicile, assistant de vie, assistante de vie, "
                 "advf, assistante de vie aux familles, categorie b, employe a domicile qualifie",
    "care_assistant": "auxiliaire de vie, auxiliaire de vie avs, avs, deavs, aes, auxiliaire de vie sociale, deaes, "
                      "accompagnant educatif et social, accompagnante educative et sociale, categorie c, dvs, "
                      "auxiliaire vie sociale, auxiliaire vie",
    "nursing_aide": "aide soignante, aide soignant, as, deas, dpas",
}
POST_NAMES = {fold(name): code for code, names in _POSTS.items() for name in (*names.split(", "), QUALIFICATIONS[code])}
