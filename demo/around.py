"""What surrounds a person: relatives and professionals, the aid plan, the home, wishes, and what suspended the help."""

from datetime import timedelta
from random import Random

import models as m
from database import instant_at
from demo.cast import House
from demo.names import MAN, WOMAN, Namer, land_line, mobile
from demo.people import Helped
from demo.rows import Rows

RELATIVES = ("fille", "fils", "nièce", "voisine", "voisin", "sœur", "petit-fils", "belle-fille", "filleule", "ami")
MEN = {"fils", "voisin", "petit-fils", "ami"}
PROFESSIONALS = ("infirmière à domicile", "médecin traitant", "kinésithérapeute", "pharmacie", "assistante sociale")
DETAILS = {
    "fall": ("Marche avec un déambulateur, tapis à éviter.", "Se lève la nuit, chemin lumineux à laisser."),
    "swallowing": ("Eau gélifiée, petites bouchées, en position assise.", "Repas mixé, rester près d'elle ou de lui."),
    "oxygen": ("Ne pas fumer, ne pas déplacer l'appareil.",),
    "allergy": ("Arachide.", "Latex\u00a0: gants sans latex."),
    "meal_time": ("Déjeuner à 12 h précises.", "Dîner avant 19 h."),
    "wandering": ("Fermer le verrou du haut.", "Vérifier qu'elle ou il porte son bracelet."),
    "transfer_two": ("Lève-personne dans la chambre.",),
    "gloves": ("Boîte dans la salle de bains.",),
    "gown": ("",),
    "mask": ("Dans l'entrée.",),
    "pests": ("Laisser le sac dans l'entrée.",),
}
WISHES = {
    "hours": ("Pas avant 8 h 30.", "Le matin de préférence.", "Pas pendant la sieste, de 13 h à 15 h."),
    "animals": ("A un chat.", "A un petit chien."),
    "smoke": ("Fume à l'intérieur.", "Personne ne fume."),
    "language": ("pt", "ar", "es", "lsf", "tr", "it"),
    "experience": ("Habitude du lève-personne.",),
    "intimate_care": ("woman", "woman", "man"),
}


def surround(rows: Rows, house: House, rng: Random, namer: Namer, person: Helped) -> None:
    _contacts(rows, rng, namer, person)
    _plan(rows, rng, house, person)
    _home(rows, rng, person)
    if person.end_reason == "death":
        _death(rows, person)
    elif person.end is None and rng.random() < 0.2:
        _pause(rows, rng, house, person)


def _contacts(rows, rng, namer, person) -> None:
    position = 0
    kinds = ["relative", "trusted_person"] if rng.random() < 0.5 else ["relative"]
    kinds += ["legal_guardian"] * (rng.random() < 0.12) + ["professional"] * rng.randint(1, 2)
    for kind in kinds:
        position += 1
        words = rng.choice(RELATIVES) if kind in ("relative", "trusted_person") else (
            "mandataire judiciaire" if kind == "legal_guardian" else rng.choice(PROFESSIONALS))
        first, last = namer.draw(MAN if words in MEN else WOMAN)
        rows.add(m.Contact, beneficiary_id=person.id, kind=kind, name=f"{first} {last}", role_words=words.capitalize(),
                 phone=(mobile if kind in ("relative", "trusted_person") else land_line)(5000 + rng.randint(0, 4999)),
                 position=position)


def _plan(rows, rng, house, person) -> None:
    """Most plans run for two or three years; a few are to be renewed soon."""
    today = house.today
    funder = {"a_lot": ("apa", "apa", "pch"), "some": ("apa", "apa", "pension_fund", "mutual"),
              "a_little": ("pension_fund", "mutual", "private")}[person.needs]
    hours = {"a_lot": (36, 48, 60), "some": (18, 24, 30), "a_little": (6, 8, 12)}[person.needs]
    ends_on = today + timedelta(days=rng.randint(20, 700))
    rows.add(m.CarePlan, beneficiary_id=person.id, funder=rng.choice(funder), hours_per_month=rng.choice(hours),
             starts_on=person.start, ends_on=ends_on, renew_by=ends_on - timedelta(days=90),
             created_at=instant_at(person.start, 660), created_by_id=person.referent.id,
             ended_at=instant_at(person.end, 990) if person.end else None)


def _home(rows, rng, person) -> None:
    since = instant_at(person.start, 700)
    codes = rng.sample(tuple(DETAILS), {"a_lot": 3, "some": 2, "a_little": rng.randint(0, 1)}[person.needs])
    for code in codes:
        rows.add(m.HomeInstruction, beneficiary_id=person.id, code=code, detail=rng.choice(DETAILS[code]), since=since,
                 by_id=person.referent.id)
    for kind in rng.sample(tuple(WISHES), rng.choice((0, 1, 1, 2))):
        rows.add(m.Wish, beneficiary_id=person.id, kind=kind, value=rng.choice(WISHES[kind]), since=since,
                 by_id=person.referent.id)
    if rng.random() < 0.6:
        code = f"{rng.randint(10, 99)}A{rng.randint(10, 99)}"
        keys = rng.choice((None, "Boîte à clés à gauche de la porte.", "Une clé au bureau, crochet "
                           f"{rng.randint(1, 60)}.", "Chez la voisine du rez-de-chaussée."))
        rows.add(m.HomeAccess, beneficiary_id=person.id, codes=f"Portail {code}", keys=keys, changed_at=since,
                 changed_by_id=person.referent.id)


def _pause(rows, rng, house, person) -> None:
    """A stay in hospital or with the family, over now."""
    today = house.today
    first = today - timedelta(days=rng.randint(35, 300))
    last = first + timedelta(days=rng.randint(4, 18))
    if first < person.start + timedelta(days=30):
        return
    back = last + timedelta(days=1)
    id = rows.add(m.Interruption, beneficiary_id=person.id, kind=rng.choice(("hospital", "hospital", "family", "other")),
                  starts_on=first, ends_on=last, told_by=rng.choice(("Sa fille", "Son fils", "L'hôpital", "La personne")),
                  opened_at=instant_at(first, 560), opened_by_id=person.referent.id, resumed_on=back,
                  resumed_at=instant_at(last, 900), resumed_by_id=person.referent.id)
    person.pauses.append((first, last, id))


def _death(rows, person) -> None:
    """Her file was closed some days later, once each caregiver had been phoned."""
    rows.add(m.Interruption, beneficiary_id=person.id, kind="death", starts_on=person.end, told_by="La famille",
             opened_at=instant_at(person.end, 600), opened_by_id=person.referent.id,
             resumed_at=instant_at(person.end + timedelta(days=9), 600), resumed_by_id=person.referent.id)
