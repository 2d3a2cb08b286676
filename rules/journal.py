"""What a journal line says, in words: the action, and the kind of record it was about."""

import re

from rules.settings import SECTIONS, title_of

WORDS = {
    "demo.fill": "Démonstration écrite par le serveur",
    "session.open": "Connexion",
    "session.close": "Déconnexion",
    "session.refused": "Connexion refusée",
    "session.locked": "Connexion refusée après trop d'essais",
    "phone.refused": "Code faux sur un téléphone",
    "phone.locked": "Code refusé\u00a0: téléphone bloqué",
    "invitation.use": "Invitation utilisée",
    "invitation.refused": "Invitation refusée",
    "account.self": "Son propre compte",
    "account.manage": "Comptes",
    "account.change": "Comptes\u00a0: ouverture, modification, fermeture",
    "factor.own": "Double vérification",
    "factor.given": "Code de double vérification donné",
    "factor.recovery": "Code de secours utilisé",
    "factor.refused": "Code de double vérification refusé",
    "factor.locked": "Double vérification\u00a0: trop d'essais",
    "factor.codes": "Codes de secours refaits",
    "factor.reset": "Double vérification réinitialisée",
    "factor.follow": "Réinitialisation lue",
    "setting.change": "Réglages",
    "sector.add": "Secteur ajouté depuis le serveur",
    "account.renew": "Phrase provisoire donnée depuis le serveur",
    "account.invite": "Invitation préparée depuis le serveur",
    "help.read": "Aide",
    "board.see": "Page À traiter",
    "call.note": "Appel noté",
    "call.settle": "Appel réglé",
    "planning.report": "Changement reporté dans le planning",
    "planning.import": "Import depuis le planning",
    "planning.gap": "Écart avec le planning",
    "import.refused": "Lignes refusées d'un import téléchargées",
    "beneficiary.see": "Fiche de la personne",
    "beneficiary.edit": "Fiche de la personne modifiée",
    "beneficiary.end": "Fin de l'accompagnement",
    "home_access.read": "Codes du domicile lus",
    "home_access.edit": "Codes du domicile modifiés",
    "interruption.open": "Interruption",
    "caregiver.see": "Fiche de l'intervenante",
    "caregiver.edit": "Fiche de l'intervenante modifiée",
    "caregiver.end": "Fin de contrat de l'intervenante",
    "pairing.see": "Relation",
    "pairing.story": "Histoire d'une relation lue",
    "pairing.edit": "Relation modifiée",
    "measure.read": "Raison d'une mesure d'organisation lue",
    "measure.set": "Mesure d'organisation posée",
    "measure.lift": "Mesure d'organisation levée",
    "visit.see": "Interventions",
    "visit.edit": "Intervention modifiée",
    "absence.see": "Absence",
    "absence.run": "Absence notée ou modifiée",
    "absence.close": "Absences suivies par le serveur",
    "cover.ask": "Accord d'une intervenante qui remplace",
    "cover.plan": "Plan des remplacements d'une absence",
    "cover.tell": "Personne prévenue d'un remplacement",
    "cover.settle": "Appels, passages de relais et lignes reportées d'une absence",
    "handover.see": "Passage de relais",
    "handover.run": "Passage de relais modifié",
    "home_sheet.edit": "Fiche d'intervention modifiée",
    "handover.tidy": "Passages de relais suivis par l'horloge",
    "continuity.see": "Continuité",
    "load.see": "Page Prendre des nouvelles",
    "load.note": "Nouvelles prises auprès d'une intervenante",
    "phone.absence": "Absence signalée par téléphone",
    "phone.alert": "Téléphone\u00a0: ce qui est arrivé à l'intervenante",
    "alert.see": "Suivi",
    "alert.read": "Suivi lu",
    "alert.follow": "Suivi avancé",
    "accident.register": "Registre des accidents bénins lu",
    "alert.letter": "Lettre d'un suivi préparée ou lue",
    "alert.call": "Intervenante appelée à l'aide",
    "alert.table": "Tableau annuel des suivis",
    "alert.write": "Alerte écrite pour une intervenante",
    "help_request.follow": "Coup de main suivi",
    "help_request.read": "Coup de main lu",
    "phone.help_request": "Téléphone\u00a0: coup de main demandé",
    "alert.escalate": "Alertes non lues, suivies par l'horloge",
    "alert.erase": "Suivis clos effacés, leur délai passé",
    "help_request.erase": "Coups de main terminés effacés, leur délai passé",
    "phone.handover": "Passage de relais sur un téléphone",
    "phone.offer": "Réponse à une question de remplacement",
    "round.see": "Point à deux voix",
    "round.read": "Réponses des deux côtés lues",
    "draft.read": "Brouillon d'une collègue lu",
    "round.collect": "Réponse recueillie par le bureau",
    "link.make": "Lien personnel ou feuille",
    "link.answer": "Réponse par un lien personnel",
    "link.refused": "Lien personnel refusé",
    "round.decide": "Décision",
    "mediation.see": "Médiation lue",
    "mediation.run": "Médiation menée",
    "mediation.versions": "Versions d'une médiation lues",
    "replacement.see": "Demande de remplacement",
    "replacement.run": "Remplacement organisé",
    "replacement.answer": "Remplacement\u00a0: décision dite à qui demandait",
    "replacement.judge": "Remplacement\u00a0: avis de la direction",
    "replacement.facts": "Faits à examiner lus",
    "replacements.follow": "Demandes de remplacement suivies par l'horloge",
    "replacements.close_passed": "Demandes de remplacement closes par l'horloge",
    "replacement.letter": "Lettre d'une demande sans suite affichée",
    "word.read": "Mot d'une intervenante lu",
    "word.follow": "Mot d'une intervenante suivi",
    "message.follow": "Message renvoyé, ou remplacé par un appel",
    "channel.write": "Moyens de prévenir une intervenante notés",
    "message.test": "Message d'essai envoyé à soi-même",
    "phone.request": "Téléphone\u00a0: demande de remplacement",
    "phone.see": "Téléphone\u00a0: interventions",
    "phone.answer": "Téléphone\u00a0: réponse de l'intervenante",
    "phone.word": "Téléphone\u00a0: un mot au bureau",
    "phone.door": "Téléphone\u00a0: porte close",
    "phone.code": "Téléphone\u00a0: codes lus",
    "duty.see": "Page d'astreinte",
    "duty.read": "Page d'astreinte lue pendant un tour",
    "duty.code": "Codes du domicile lus pendant une astreinte",
    "duty.write": "Note au carnet d'astreinte",
    "duty.manage": "Tours d'astreinte, carnet lu",
    "export.make": "Liste exportée",
    "phone.calendar": "Téléphone\u00a0: adresse d'agenda",
    "calendar.revoke": "Adresse d'agenda fermée par le bureau",
    "calendar.refused": "Adresse d'agenda inconnue",
    "journal.read": "Journal lu",
    "server.see": "Page Serveur",
    "import.folder": "Dossier surveillé des imports",
    "house.init": "Ouverture de la maison",
    "key.rotate": "Données chiffrées avec une nouvelle clé",
    "key.drop": "Ancienne clé des données retirée",
    "backup.restored": "Sauvegarde remise en place",
    "purge": "Effacement de ce qui n'est plus à garder",
    "rounds.open_due": "Points à deux voix ouverts par l'horloge",
    "pairings.follow_visits": "Relations suivies par l'horloge",
    "planning.tidy": "Restes d'imports effacés par l'horloge",
    "series.extend_series": "Interventions préparées par l'horloge",
}
KINDS = {
    "account": "Compte", "beneficiary": "Bénéficiaire", "caregiver": "Intervenante", "pairing": "Relation",
    "visit": "Intervention", "visit_change": "Changement", "series": "Série", "round": "Point à deux voix",
    "side": "Côté", "decision": "Décision", "mediation": "Médiation", "replacement": "Remplacement",
    "measure": "Mesure", "call": "Appel noté", "word": "Mot", "interruption": "Interruption", "door": "Porte close",
    "link": "Lien personnel", "batch": "Lot de feuilles", "feed": "Adresse d'agenda", "sector": "Secteur",
    "import": "Import", "gap": "Écart", "handover": "Passage de relais", "absence": "Absence",
    "alert": "Suivi", "hand": "Coup de main",
    "duty": "Tour d'astreinte", "duty_entry": "Note d'astreinte",
    "message": "Message",
}


def action_words(action: str) -> str:
    """The words of an action; one without words is shown as it is, never hidden."""
    return WORDS.get(action, action)


def subject_code(typed: str, say=str) -> str:
    """"Bénéficiaire n° 12", as it is read or typed -> "beneficiary:12"; anything else is kept as typed.

    say: puts our words into those of the house, which are read too.
    """
    pages = {_plain(title_of(section)): f"setting:{section}" for section in SECTIONS}
    if _plain(typed) in pages:
        return pages[_plain(typed)]
    found = re.fullmatch(r"(.+?)\s*(?:n°)?\s*(\d+)", typed.strip())
    kinds = {name.casefold(): kind for kind, words in KINDS.items() for name in (words, say(words))}
    kind = kinds.get(found[1].casefold()) if found else None
    return f"{kind}:{found[2]}" if kind else typed.strip()


def subject_words(subject: str, say=str) -> str:
    """"beneficiary:12" -> "Bénéficiaire n° 12"; an address refused stays an address."""
    kind, colon, number = subject.partition(":")
    if kind == "setting" and number in SECTIONS:
        return title_of(number)
    return f"{say(KINDS[kind])} n°\u00a0{number}" if colon and kind in KINDS and number else subject


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold()
