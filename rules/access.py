"""Who may see what, who may do what: the one policy table. Closed by default.

It can be read aloud to the board of the association; the README prints the same tables, and a test compares.
`CATEGORIES` says, once per kind of data, who reads it, how long it is kept and whether it is encrypted.
`ACTIONS` says who may do each thing. A role, a category or an action not written here sees and does nothing.
"""

from dataclasses import dataclass

OFFICE = frozenset({"coordinator", "director"})
DIRECTOR = frozenset({"director"})
CAREGIVER = frozenset({"caregiver"})
ADMINISTRATOR = frozenset({"administrator"})
# Who gives a code from her phone after her passphrase: roles, and flags of an account.
FACTOR_HOLDERS = frozenset({"coordinator", "director", "administrator", "alert_referent"})
EVERYONE = frozenset({"coordinator", "director", "caregiver", "outside_recipient", "administrator", "none"})


@dataclass(frozen=True, slots=True)
class Category:
    """One kind of data about a person.

    readers: roles, plus relations to the record: `assigned` (a caregiver with a visit to come there), `visited` (who
    went there these last two months), `author` (whose words these are), `herself` (the caregiver the line is about),
    `colleague` (the other one of a passage de relais), `mediator`, `alert_reader` (who receives an alert:
    `queries/reach.py`), `help_reader` (whom a hand was asked from), `on_call` (whoever is on call, for that time and the
    visits of that time), `nobody`; `intimate_care` is no person but the rule of
    that name (`rules/candidates.py`).
    kept: the sentence printed in the README; the periods are those of the retention settings.
    """

    words: str
    readers: frozenset[str]
    kept: str
    encrypted: bool = False


def _category(words, *readers, kept="dernier contact + 24 mois", encrypted=False):
    return Category(words, frozenset(readers), kept, encrypted)


CATEGORIES = {
    "technical": _category("États, dates et clés, sans contenu", *EVERYONE, kept="avec son enregistrement"),
    "identity": _category("Nom de la personne aidée", *OFFICE, "assigned", "visited", "author", "alert_reader", "on_call"),
    "contact_details": _category("Adresse, quartier, téléphone de la personne", *OFFICE, "assigned", "on_call"),
    "care_needs": _category("GIR, plan d'aide, actes prévus", *OFFICE, "assigned"),
    "vigilance": _category("Points de vigilance et précautions", *OFFICE, "assigned"),
    "safety": _category("Consigne de sécurité du domicile", *OFFICE, "assigned", "on_call"),
    "home_access": _category("Codes et clés du domicile", *OFFICE, "assigned", "on_call", encrypted=True,
                             kept="jusqu'à la fin de l'accompagnement"),
    "entourage": _category("Proches, tuteur, professionnels", *OFFICE),
    "wishes": _category("Souhaits (liste fermée)", *OFFICE),
    "case_notes": _category("Interruptions, appels notés", *OFFICE),
    "caregiver_name": _category("Nom de l'intervenante", *OFFICE, "herself", "colleague", "alert_reader", "help_reader",
                                "on_call", kept="fin du contrat + 24 mois"),
    "caregiver_identity": _category("Téléphone de l'intervenante", *OFFICE, "herself", "alert_reader", "help_reader", "on_call",
                                    kept="fin du contrat + 24 mois"),
    "caregiver_work": _category("Qualification, contrat, disponibilités, restrictions", *OFFICE, "herself",
                                kept="fin du contrat + 24 mois"),
    "caregiver_gender": _category("Femme ou homme, écrit par le bureau sans être relu", "intimate_care",
                                  kept="fin du contrat + 24 mois"),
    "visit_facts": _category("Interventions\u00a0: jour, heure, issue", *OFFICE, "herself", "on_call"),
    "feedback_words": _category("Réponses et mots de chaque côté", *OFFICE, "author"),
    "absence": _category("Type et dates d'une absence", *OFFICE, "herself", kept="fin du contrat + 24 mois"),
    "load_note": _category("Nouvelles prises auprès d'une intervenante\u00a0: le jour et une ligne", *OFFICE, "herself",
                           kept="fin du contrat + 24 mois"),
    "offer": _category("Questions de remplacement\u00a0: jour, heure, quartier, actes, et réponses", *OFFICE, "herself", kept="24 mois"),
    "home_sheet": _category("Fiche d'intervention du domicile, avec l'accord de la personne", *OFFICE, "assigned"),
    "handover": _category("Passage de relais et retour", *OFFICE, "author", "herself"),
    "thanks": _category("Merci transmis, avec accord", *OFFICE, "author", "herself"),
    "word_to_office": _category("Un mot au bureau et sa suite", *OFFICE, "author"),
    "decision_reason": _category("Raison d'une décision", *OFFICE),
    "told_words": _category("Ce qui est dit à l'intervenante", *OFFICE, "herself"),
    "mediation_agreement": _category("Objet et accord d'une médiation", *OFFICE, "herself"),
    "mediation_words": _category("Version de chacun en médiation", "author", "mediator"),
    "request_reason": _category("Raison d'une demande de remplacement", *OFFICE),
    "direction_facts": _category("Faits à examiner, demandes discriminatoires", *DIRECTOR, kept="5 ans"),
    "measure_reason": _category("Raison d'une mesure d'organisation, et pourquoi elle est levée", *DIRECTOR, "author", encrypted=True,
                                kept="5 ans"),
    "measure_told": _category("Ce que l'intervenante lit d'une mesure levée", *DIRECTOR, "author", "herself", encrypted=True,
                              kept="5 ans"),
    "duty": _category("Astreinte\u00a0: qui, quand, à quel numéro", *OFFICE, "caregiver", kept="24 mois"),
    "duty_words": _category("Carnet d'astreinte", *OFFICE, "author", "on_call", kept="24 mois"),
    "import_words": _category("Lignes d'un fichier importé", *OFFICE, encrypted=True,
                              kept="fichier 24 heures (72 venu de lui-même), lignes 30 jours, dernière version reçue avec le dossier"),
    "alert_story": _category("Alerte d'une intervenante\u00a0: récit, décisions, avis", "author", "alert_reader", encrypted=True,
                             kept="5 ans après sa clôture si fondée, 2 mois sinon"),
    "alert_file": _category("Alerte\u00a0: dates et étapes", "author", "alert_reader",
                            kept="5 ans après sa clôture si fondée, 2 mois sinon"),
    "help_story": _category("Coup de main demandé par une intervenante\u00a0: sujet, mots, suite", "author", "help_reader",
                            encrypted=True, kept="12 mois après qu'il est terminé"),
    "account": _category("Compte\u00a0: nom, adresse, téléphone, appareils", "director", "administrator", "herself",
                         kept="fin du compte + 12 mois"),
    "secret": _category("Empreintes de mots de passe, de codes, d'invitations et de sessions", "nobody",
                        kept="avec le compte ou le dossier"),
    "factor_secret": _category("Clé de la double vérification", "nobody", kept="jusqu'à sa réinitialisation ou la fin du compte",
                               encrypted=True),
    "trace": _category("Journal\u00a0: qui, quand, quoi, d'où", *DIRECTOR, kept="12 mois"),
}

ACTIONS = {
    # the door
    "account.self": EVERYONE,
    "help.read": EVERYONE,
    # the office's day
    "board.see": OFFICE,
    "call.note": OFFICE,
    "call.settle": OFFICE,
    "planning.report": OFFICE,
    "planning.import": OFFICE,
    "planning.gap": OFFICE,
    # people
    "beneficiary.see": OFFICE,
    "beneficiary.edit": OFFICE,
    "beneficiary.end": DIRECTOR,
    "home_access.read": OFFICE,
    "home_access.edit": OFFICE,
    "interruption.open": OFFICE,
    "caregiver.see": OFFICE,
    "caregiver.edit": OFFICE,
    "caregiver.end": OFFICE,
    # relations and visits
    "pairing.see": OFFICE,
    "pairing.edit": OFFICE,
    "measure.set": OFFICE,
    "measure.lift": DIRECTOR,
    "visit.see": OFFICE,
    "visit.edit": OFFICE,
    # both sides heard, and the decision
    "round.see": OFFICE,
    "round.collect": OFFICE,
    "link.make": OFFICE,
    "round.decide": OFFICE,
    "mediation.see": OFFICE,
    "mediation.run": OFFICE,
    "replacement.see": OFFICE,
    "replacement.run": OFFICE,
    "replacement.answer": OFFICE,
    "replacement.judge": DIRECTOR,
    "word.follow": OFFICE,
    "message.follow": OFFICE,
    "channel.write": OFFICE,
    # absences, and who comes instead
    "absence.see": OFFICE,
    "absence.run": OFFICE,
    "cover.ask": OFFICE,
    "cover.plan": OFFICE,
    "cover.tell": OFFICE,
    "cover.settle": OFFICE,
    "handover.see": OFFICE,
    "handover.run": OFFICE,
    "home_sheet.edit": OFFICE,
    "continuity.see": OFFICE,
    "load.see": OFFICE,
    "load.note": OFFICE,
    # alerts: which ones is said by reach; a coordinator reads those their author lets her read
    "alert.see": frozenset({"coordinator", "director", "outside_recipient", "alert_referent"}),
    "alert.follow": frozenset({"director", "outside_recipient", "alert_referent"}),
    "accident.register": DIRECTOR,
    "alert.letter": DIRECTOR,
    "alert.call": OFFICE | CAREGIVER,
    "alert.table": DIRECTOR,
    "alert.write": OFFICE,
    # a hand asked for: whom each is addressed to is said by reach
    "help_request.follow": frozenset({"director", "alert_referent"}),
    # the caregiver on her phone
    "phone.see": CAREGIVER,
    "phone.answer": CAREGIVER,
    "phone.word": CAREGIVER,
    "phone.door": CAREGIVER,
    "phone.code": CAREGIVER,
    "phone.absence": CAREGIVER,
    "phone.handover": CAREGIVER,
    "phone.offer": CAREGIVER,
    "phone.request": CAREGIVER,
    "phone.alert": CAREGIVER,
    "phone.help_request": CAREGIVER,
    # on call: what the page shows, and the codes, are asked again of the rota at that very instant
    "duty.see": OFFICE | CAREGIVER,
    "duty.code": OFFICE | CAREGIVER,
    "duty.write": OFFICE | CAREGIVER,
    "duty.manage": OFFICE,
    # out again: an export also asks the action of its list
    "export.make": OFFICE | ADMINISTRATOR,
    "phone.calendar": CAREGIVER,
    "calendar.revoke": OFFICE,
    # the house
    "account.manage": frozenset({"director", "administrator"}),
    "account.change": frozenset({"director", "administrator"}),
    "factor.own": FACTOR_HOLDERS,
    "factor.codes": FACTOR_HOLDERS,
    "factor.reset": DIRECTOR,
    "factor.follow": DIRECTOR,
    "setting.change": DIRECTOR,
    "journal.read": DIRECTOR,
    "server.see": ADMINISTRATOR | DIRECTOR,
    "import.folder": ADMINISTRATOR,
}

# What asks for a code given less than thirty minutes ago (`rules/second_factor.py`), whoever left her desk open.
NEEDS_PROOF = frozenset({"home_access.read", "home_access.edit", "account.change", "factor.codes", "factor.reset",
                         "export.make", "import.folder"})
# The same for whoever has a second factor; a caregiver on call has none, and her reading is journaled.
PROOF_OF_HOLDERS = frozenset({"duty.code"})

# Who may declare a phone her own and stay signed in thirty days: an office computer is shared.
LONG_SESSIONS = CAREGIVER

# A flag adds doors, never reach: the administrator opens accounts and server pages, no page about people.
FLAGS = frozenset({"administrator", "alert_referent"})


def may(role: str, flags: frozenset[str], action: str) -> bool:
    """True when this role, or one of these flags, is written beside the action. Unknown action: nobody."""
    allowed = ACTIONS.get(action, frozenset())
    return role in allowed or bool(flags & allowed)


def may_read(category: str, who: frozenset[str]) -> bool:
    """True when one of `who` (role and relations to the record) reads this category. Unknown category: nobody."""
    known = CATEGORIES.get(category)
    return bool(known and known.readers & who)
