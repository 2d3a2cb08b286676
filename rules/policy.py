"""The policy table as a page anyone can read: the README prints it, the help page too, and a test compares."""

from rules.access import ACTIONS, CATEGORIES

ROLES = {"coordinator": "coordinatrice", "director": "direction", "caregiver": "intervenante",
         "outside_recipient": "destinataire extérieure", "administrator": "administratrice du serveur"}
READERS = {"coordinator": "coordinatrice", "director": "direction",
           "assigned": "l'intervenante affectée, jusqu'à la fin de sa dernière intervention",
           "visited": "l'intervenante qui y est allée depuis moins de deux mois",
           "author": "son auteur", "herself": "l'intervenante concernée",
           "colleague": "la collègue d'un passage de relais", "mediator": "la médiatrice",
           "alert_reader": "qui reçoit l'alerte\u00a0; la direction, sauf alerte adressée ailleurs\u00a0; la coordinatrice que son auteur a "
                           "choisie\u00a0; jamais qui en est l'objet",
           "help_reader": "la personne à qui il est demandé",
           "caregiver": "les intervenantes", "on_call": "la personne d'astreinte, pendant son tour",
           "administrator": "administratrice du serveur", "nobody": "personne",
           "intimate_care": "personne\u00a0: lu par la règle des soins intimes"}
ALL = frozenset(ROLES) | {"none"}
# Each action as it reads on the help page, in the order of the policy table.
ACTION_WORDS = {
    "account.self": "Changer sa phrase de passe, fermer ses appareils, se déconnecter",
    "help.read": "Lire l'aide",
    "board.see": "Lire «\u00a0À traiter\u00a0»",
    "call.note": "Noter un appel, relire les appels notés",
    "call.settle": "Régler un appel noté",
    "planning.report": "Cocher ce qui est reporté dans le planning",
    "planning.import": "Importer les fichiers du logiciel de planning",
    "planning.gap": "Décider d'un écart avec le planning\u00a0: garder ou reprendre",
    "beneficiary.see": "Lire le dossier d'une personne aidée",
    "beneficiary.edit": "Créer et modifier un dossier",
    "beneficiary.end": "Mettre fin à un accompagnement",
    "home_access.read": "Lire les codes et les clés d'un domicile",
    "home_access.edit": "Modifier les codes et les clés",
    "interruption.open": "Interrompre l'aide et la reprendre",
    "caregiver.see": "Lire la fiche d'une intervenante",
    "caregiver.edit": "Créer et modifier une fiche",
    "caregiver.end": "Noter la fin d'un contrat",
    "pairing.see": "Lire une relation",
    "pairing.edit": "Ouvrir et terminer une relation",
    "measure.set": "Poser une mesure d'organisation",
    "measure.lift": "Lever une mesure d'organisation",
    "visit.see": "Lire les interventions",
    "visit.edit": "Prévoir, déplacer, confier une intervention",
    "round.see": "Lire un point à deux voix",
    "round.collect": "Recueillir une réponse",
    "link.make": "Faire un lien personnel, imprimer des feuilles, les révoquer",
    "round.decide": "Décider\u00a0: entente, médiation ou remplacement",
    "mediation.see": "Lire une médiation",
    "mediation.run": "Mener une médiation",
    "replacement.see": "Lire une demande de remplacement",
    "replacement.run": "Organiser un remplacement",
    "replacement.answer": "Dire à qui demandait un remplacement ce qui est décidé",
    "replacement.judge": "Examiner une demande en cas de doute",
    "word.follow": "Lire les mots des intervenantes et y répondre",
    "message.follow": "Suivre les messages qui ne sont pas partis",
    "channel.write": "Noter comment prévenir une intervenante, avec son accord",
    "absence.see": "Lire une absence",
    "absence.run": "Noter une absence, la prolonger, noter un retour",
    "cover.ask": "Demander qui peut remplacer, noter son accord, attribuer",
    "cover.plan": "Proposer, changer et confirmer le plan d'une absence",
    "cover.tell": "Prévenir la personne de qui vient, et noter sa réponse",
    "cover.settle": "Après un plan\u00a0: noter ensemble les appels, les passages de relais et les lignes reportées",
    "handover.see": "Lire un passage de relais",
    "handover.run": "Ouvrir, écrire et suivre un passage de relais",
    "home_sheet.edit": "Tenir la fiche d'intervention d'un domicile",
    "continuity.see": "Lire la continuité\u00a0: qui vient, combien de fois",
    "load.see": "Lire ce qu'une intervenante a porté ces dernières semaines",
    "load.note": "Noter qu'on a pris des nouvelles d'une intervenante",
    "alert.see": "Lire les alertes qui lui sont adressées, ou que leur auteur lui laisse lire",
    "alert.follow": "Suivre une alerte, étape par étape",
    "accident.register": "Lire le registre des accidents bénins",
    "alert.letter": "Préparer et relire une lettre après une alerte",
    "alert.call": "Appeler une intervenante qui a besoin d'aide maintenant",
    "alert.table": "Lire et emporter le tableau annuel des alertes, sans petit nombre",
    "alert.write": "Écrire une alerte pour une intervenante, avec son accord",
    "help_request.follow": "Répondre aux coups de main qui lui sont demandés",
    "phone.see": "Lire sa propre semaine",
    "phone.answer": "Répondre à son point à deux voix",
    "phone.word": "Envoyer un mot au bureau",
    "phone.door": "Signaler une porte close",
    "phone.code": "Lire les codes avant sa première intervention",
    "phone.absence": "Signaler sa propre absence",
    "phone.handover": "Lire et écrire ses passages de relais",
    "phone.offer": "Répondre à une question de remplacement",
    "phone.request": "Demander à ne plus aller chez une personne",
    "phone.alert": "Signaler ce qui lui est arrivé, et suivre la suite",
    "phone.help_request": "Demander un coup de main, et suivre la réponse",
    "duty.see": "Ouvrir l'astreinte\u00a0; y lire les interventions pendant son tour",
    "duty.code": "Lire les codes d'un domicile pendant son tour d'astreinte",
    "duty.write": "Écrire au carnet d'astreinte pendant son tour",
    "duty.manage": "Tenir les tours d'astreinte, lire le carnet",
    "export.make": "Exporter une liste qu'on lit",
    "phone.calendar": "Faire et fermer sa propre adresse d'agenda",
    "calendar.revoke": "Fermer l'adresse d'agenda d'une intervenante",
    "account.manage": "Lire la liste des comptes",
    "account.change": "Ouvrir, modifier et fermer des comptes",
    "factor.own": "Donner son code de double vérification, changer de téléphone",
    "factor.codes": "Refaire ses codes de secours",
    "factor.reset": "Réinitialiser la double vérification d'un compte",
    "factor.follow": "Être prévenue d'une réinitialisation",
    "setting.change": "Changer les réglages de l'association",
    "journal.read": "Lire le journal",
    "server.see": "Voir l'état du serveur",
    "import.folder": "Choisir le dossier surveillé des imports",
}


def readers_in_words(readers: frozenset[str]) -> str:
    if readers >= ALL:
        return "toute personne qui voit l'enregistrement"
    return ", ".join(words for name, words in READERS.items() if name in readers)


def category_rows() -> list[tuple[str, str, str, str, str]]:
    """(code, what it is, who reads it, how long it is kept, encrypted or not)."""
    return [(code, kind.words, readers_in_words(kind.readers), kind.kept, "oui" if kind.encrypted else "non")
            for code, kind in CATEGORIES.items()]


def action_rows() -> list[tuple[str, ...]]:
    """(action, then "oui" or "" for each role of ROLES)."""
    return [(action, *("oui" if role in roles else "" for role in ROLES)) for action, roles in ACTIONS.items()]


def rows_in_words() -> list[tuple[str, list[str]]]:
    """(what one may do, the roles that may), in the order of the table."""
    return [(ACTION_WORDS[action], [words for role, words in ROLES.items() if role in roles])
            for action, roles in ACTIONS.items()]


def _table(head, rows) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def as_markdown() -> str:
    """Both tables, as the README prints them."""
    seen = _table(["category", "données", "qui lit", "conservation", "chiffré"],
                  [(f"`{code}`", *rest) for code, *rest in category_rows()])
    done = _table(["action", *ROLES.values()], [(f"`{action}`", *rest) for action, *rest in action_rows()])
    return f"{seen}\n\n{done}"
