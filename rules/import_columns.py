"""What a column may mean, the titles planning software give it, and which column of a file means what.

A mapping is {field: index of the column}. Titles are compared without accents, plurals in brackets or small words.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rules.imports import KINDS
from rules.names import fold


@dataclass(frozen=True, slots=True)
class Field:
    """words: what the page calls it; synonyms: titles that mean it, the likeliest first; hint: how to write it."""

    words: str
    synonyms: tuple[str, ...]
    hint: str = ""


def _field(words: str, synonyms: str, hint: str = "") -> Field:
    return Field(words, tuple(synonym.strip() for synonym in synonyms.split(",")), hint)


_CIVILITY = _field("Civilité", "civilite, titre, civ, politesse, sexe, genre", "Mme ou M.")
_LAST = _field("Nom", "nom, nom de famille, nom usuel, nom d usage, nom patronymique")
_FIRST = _field("Prénom", "prenom, prenoms, prenom usuel, prenom usage")
_PHONE = _field("Téléphone", "telephone, tel, telephone fixe, tel fixe, telephone domicile, tel domicile, telephone 1, tel 1, "
                             "n telephone, no telephone, numero telephone, fixe")
_MOBILE = _field("Téléphone portable", "portable, mobile, telephone portable, telephone mobile, tel portable, tel mobile, gsm, "
                                       "telephone 2, tel 2")
_DISTRICT = _field("Quartier", "quartier")
_SECTOR = _field("Secteur", "secteur, secteurs, secteur geographique, nom secteur, libelle secteur, agence, antenne")

FIELDS: dict[str, dict[str, Field]] = {
    "beneficiaries": {
        "ref": _field("Référence du dossier", "n dossier, no dossier, numero dossier, reference dossier, ref dossier, dossier, "
                      "reference, ref, code, n beneficiaire, no beneficiaire, numero beneficiaire, code beneficiaire, "
                      "id beneficiaire, reference beneficiaire, ref beneficiaire, n usager, no usager, numero usager, "
                      "code usager, id usager, reference usager, ref usager, n client, no client, numero client, code client, "
                      "id client, reference client, ref client, identifiant, id, matricule, numero, n, no"),
        "civility": _CIVILITY,
        "full": _field("Nom complet", "nom complet, nom prenom, nom et prenom, noms prenoms, nom prenoms, beneficiaire, usager, "
                       "client, personne, personne aidee, personne accompagnee, nom beneficiaire, nom usager, nom client, "
                       "prenom nom"),
        "last": _LAST,
        "first": _FIRST,
        "birth": _field("Date de naissance", "date naissance, naissance, ne, nee, ne e, ne nee, ddn, date nais, dt naissance"),
        "address": _field("Adresse", "adresse, adresse 1, adresse1, rue, voie, adresse domicile, adresse postale, n et rue"),
        "address2": _field("Complément d'adresse", "complement adresse, complement, adresse 2, adresse2, batiment, residence"),
        "postal_code": _field("Code postal", "code postal, cp, code post, c p"),
        "city": _field("Ville", "ville, commune, localite, bureau distributeur"),
        "phone": _PHONE,
        "mobile": _MOBILE,
        "sector": _SECTOR,
        "district": _DISTRICT,
        "gir": _field("GIR", "gir, niveau gir, groupe iso ressources", "Un chiffre de 1 à 6."),
    },
    "caregivers": {
        "ref": _field("Référence ou matricule", "matricule, n salarie, no salarie, numero salarie, code salarie, id salarie, "
                      "reference salarie, ref salarie, n intervenant, no intervenant, numero intervenant, code intervenant, "
                      "id intervenant, reference intervenant, ref intervenant, matricule salarie, reference, ref, code, "
                      "identifiant, id, numero, n, no"),
        "civility": _CIVILITY,
        "full": _field("Nom complet", "nom complet, nom prenom, nom et prenom, noms prenoms, intervenant, intervenante, salarie, "
                       "salariee, aide domicile, auxiliaire, nom intervenant, nom salarie, prenom nom"),
        "last": _LAST,
        "first": _FIRST,
        "phone": _PHONE,
        "mobile": _MOBILE,
        "qualification": _field("Qualification", "qualification, emploi, fonction, poste, diplome, metier, categorie, "
                                "libelle emploi", "Aide ménagère, aide à domicile, auxiliaire de vie, aide-soignante."),
        "weekly": _field("Heures du contrat par semaine", "heures semaine, heures hebdo, heures hebdomadaires, h semaine, "
                         "h hebdo, temps hebdo, temps hebdomadaire, temps travail hebdomadaire, contrat hebdo, "
                         "duree hebdomadaire, heures par semaine, heures contrat semaine, hebdo"),
        "monthly": _field("Heures du contrat par mois", "heures mois, heures mensuelles, h mois, heures mensuel, temps mensuel, "
                          "mensualisation, duree mensuelle, heures par mois, heures contrat, base mensuelle"),
        "sector": _SECTOR,
        "district": _DISTRICT,
        "vehicle": _field("A un véhicule", "vehicule, voiture, vehicule personnel, vehicule oui non, a un vehicule, vehiculee",
                          "Oui ou non."),
    },
    "visits": {
        "ref": _field("Référence de l'intervention", "n intervention, no intervention, numero intervention, id intervention, "
                      "reference intervention, ref intervention, code intervention, reference, ref, identifiant, id, "
                      "id planning, n prestation"),
        "person_ref": _field("Référence du dossier de la personne", "n dossier, no dossier, numero dossier, reference dossier, "
                             "ref dossier, dossier, n beneficiaire, no beneficiaire, numero beneficiaire, code beneficiaire, "
                             "id beneficiaire, reference beneficiaire, ref beneficiaire, n usager, no usager, numero usager, "
                             "code usager, id usager, reference usager, ref usager, n client, no client, numero client, "
                             "code client, id client, reference client, ref client"),
        "person": _field("Personne aidée", "beneficiaire, usager, client, personne, personne aidee, personne accompagnee, "
                         "nom complet beneficiaire, nom complet, nom prenom beneficiaire, nom prenom usager, "
                         "nom prenom client, nom et prenom beneficiaire, beneficiaire nom prenom, nom prenom personne aidee, "
                         "nom et prenom personne aidee, pers aidee, chez"),
        "person_last": _field("Nom de la personne", "nom beneficiaire, nom usager, nom client, beneficiaire nom, usager nom, "
                              "client nom, nom personne aidee, nom"),
        "person_first": _field("Prénom de la personne", "prenom beneficiaire, prenom usager, prenom client, "
                               "beneficiaire prenom, usager prenom, client prenom, prenom personne aidee, prenom"),
        "caregiver_ref": _field("Matricule de l'intervenante", "matricule, n salarie, no salarie, numero salarie, code salarie, "
                                "id salarie, reference salarie, ref salarie, n intervenant, no intervenant, "
                                "numero intervenant, code intervenant, id intervenant, reference intervenant, "
                                "ref intervenant, matricule salarie, matricule intervenant"),
        "caregiver": _field("Intervenante", "intervenant, intervenante, salarie, salariee, aide domicile, auxiliaire, "
                            "auxiliaire vie, employe, employee, nom complet intervenant, nom prenom intervenant, "
                            "nom prenom salarie, intervenant nom prenom, ressource, agent, aide, avs, aes, avs aes"),
        "caregiver_last": _field("Nom de l'intervenante", "nom intervenant, nom intervenante, nom salarie, nom salariee, "
                                 "intervenant nom, salarie nom, nom aide domicile"),
        "caregiver_first": _field("Prénom de l'intervenante", "prenom intervenant, prenom intervenante, prenom salarie, "
                                  "prenom salariee, intervenant prenom, salarie prenom, prenom aide domicile"),
        "day": _field("Jour", "date, jour, date intervention, date debut, date prestation, date visite, dt debut, date jour, "
                      "intervention le, visite le, prestation le, prevue le, prevu le, fait le, le"),
        "start": _field("Heure de début", "heure debut, debut, h debut, hre debut, heure arrivee, heure, horaire debut, "
                        "date et heure debut, date heure debut, debut date heure, debut intervention, de, start"),
        "slot": _field("Horaires, début et fin", "horaires, horaire, plage horaire, plage, creneau, creneaux, tranche horaire, "
                       "horaires debut fin, debut fin, heure debut fin, heures debut fin", "08h00 - 09h30, dans une seule colonne."),
        "end_day": _field("Jour de fin", "date fin, jour fin, dt fin"),
        "end": _field("Heure de fin", "heure fin, fin, h fin, hre fin, heure depart, horaire fin, date et heure fin, "
                      "date heure fin, fin date heure, fin intervention, a, end"),
        "minutes": _field("Durée", "duree, temps, tps, tps prevu, duree intervention, duree prevue, nb heures, nombre heures, duree minutes, "
                          "duree min, minutes, duree heures, duree h, quantite, nb h, volume"),
        "status": _field("Annulée, ou statut", "annule, annulee, annulation, statut, etat, status, statut intervention, "
                         "etat intervention"),
        "acts": _field("Ce qui est à faire", "actes, acte, taches, tache, prestations, prestation, nature, activite, "
                       "type intervention, type prestation, libelle prestation, mission, missions"),
    },
}
# What a file must say, by kind: at least one field of each group.
NEEDED = {
    "beneficiaries": (("le nom", ("last", "full")),),
    "caregivers": (("le nom", ("last", "full")),),
    "visits": (("la personne aidée", ("person_ref", "person", "person_last")),
               ("l'intervenante", ("caregiver_ref", "caregiver", "caregiver_last")),
               ("le jour", ("day", "start")), ("l'heure de début", ("start", "slot")),
               ("la fin ou la durée", ("end", "minutes", "slot"))),
}
# What must never be kept here, whatever a file holds: its cells are thrown away as they are read. The number of social
# security, health, origin, faith, photos, bank accounts; what opens a door is written in one place, under its own lock.
NEVER = re.compile(r"\b(" + "|".join((
    r"(n|no|num|numero)? ?(secu|ss|nss|nir|insee)", r"securite ?sociale", r"s s",
    r"religion\w*", r"confession\w*", r"nationalites?", r"origines?", r"ethnies?", r"(titre|carte) ?sejour",
    r"(pays|lieu|ville|commune|departement|dep) ?naissance", r"sante", r"medica(l|le|les|ux|ments?)", r"medecins?",
    r"pathologi\w*", r"diagnostic\w*", r"maladies?", r"antecedents?", r"allergi\w*", r"traitements?", r"ordonnances?",
    r"handicap\w*", r"invalidite", r"incapacite", r"rqth", r"mdph", r"ald", r"alzheimer", r"parkinson", r"hospitalis\w*",
    r"grossesse", r"vaccin\w*", r"motifs?", r"photos?", r"iban", r"rib", r"bic",
    r"digicodes?", r"interphone", r"code ?(porte|entree|acces|portail|immeuble|alarme|boite|hall|batiment)s?",
    r"boite ?(a )?cles?")) + r")\b")
_SMALL = frozenset({"de", "du", "des", "d", "la", "le", "les", "l", "s", "e"})
_LOOSE = frozenset({"intervention", "interventions", "visite", "prestation", "prevu", "prevue", "planifie", "planifiee",
                    "theorique", "effective", "vacation", "interv", "inter"})


@lru_cache(maxsize=1024)
def plain(title: str) -> str:
    """"Date de l'intervention(s)" -> "date intervention"."""
    words = fold(re.sub(r"\((e|s|es|e s|ne|nes)\)", "", title.lower())).split()
    kept = [word for word in words if word not in _SMALL]
    if len(words) > 1 and words[-1] == "le":
        kept.append("le")  # "Intervention le" is a day
    return " ".join(kept) or fold(title)


def _loose(title: str) -> str:
    return " ".join(word for word in plain(title).split() if word not in _LOOSE)


def guess(kind: str, titles: Iterable[str]) -> dict[str, int]:
    """Which column means what, by its title: first the titles as they are, then without "prévue", "intervention"…"""
    titles = list(titles)
    mapping: dict[str, int] = {}
    for shape in (plain, _loose):
        free = {shape(title): index for index, title in reversed(list(enumerate(titles)))
                if index not in mapping.values() and shape(title) and not is_never(title)}
        for name, field in FIELDS[kind].items():
            found = next((free[plain(word)] for word in field.synonyms if plain(word) in free), None)
            if name not in mapping and found is not None and found not in mapping.values():
                mapping[name] = found
    return mapping


def recognised(titles: list[str]) -> int:
    """How many of these are titles of columns we know, in the kind they suit best."""
    return max(len(guess(kind, titles[:200])) for kind in KINDS)


def missing(kind: str, mapping: Mapping[str, int]) -> list[str]:
    """What the columns do not say yet, in words; nothing missing: the file can be read."""
    return [words for words, fields in NEEDED[kind] if not any(field in mapping for field in fields)]


def kind_of(titles: list[str]) -> str | None:
    """The kind of file these titles make, or None: visits have a day and hours, even when it is not known yet which column
    says the rest; caregivers a contract or a matricule."""
    ready = {kind: guess(kind, titles) for kind in KINDS if not missing(kind, guess(kind, titles))}
    hours = guess("visits", titles)
    if "visits" in ready or ("day" in hours and {"start", "slot", "end", "minutes"} & set(hours)):
        return "visits"
    words = " ".join(plain(title) for title in titles)
    hers = {"qualification", "weekly", "monthly", "vehicle"} & set(ready.get("caregivers", ()))
    if hers or re.search(r"\b(salarie|salariee|matricule|intervenant|intervenante)\b", words):
        return "caregivers" if "caregivers" in ready else None
    return "beneficiaries" if "beneficiaries" in ready else None


def signature(titles: Iterable[str]) -> str:
    """One for each set of titles in their order: what was set once for them is found again."""
    return hashlib.sha256("\n".join(fold(title) for title in titles).encode()).hexdigest()


@lru_cache(maxsize=1024)
def is_never(title: str) -> bool:
    return bool(NEVER.search(plain(title)) or NEVER.search(fold(title)))


def never_kept(titles: Iterable[str]) -> list[str]:
    """Titles of the columns whose cells are thrown away: health, origin, social security number, codes of a door."""
    return [title for title in titles if is_never(title)]


def checked(kind: str, mapping: Mapping[str, int], titles: list[str]) -> dict[str, int]:
    """What somebody set, without unknown fields, columns that do not exist or are never kept."""
    barred = set(never_kept(titles))
    return {name: index for name, index in mapping.items()
            if name in FIELDS[kind] and 0 <= index < len(titles) and titles[index] not in barred}
