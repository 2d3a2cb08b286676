"""Calls noted and words received over the last months, all settled; those still waiting belong to the story."""

from datetime import date, timedelta
from random import Random

import models as m
from database import instant_at
from demo.cast import House
from demo.people import Helped
from demo.relations import Pair
from demo.rows import Rows
from rules.names import search_key

CALLS = (
    ("relative", "Demande si l'intervention de jeudi est bien maintenue."),
    ("relative", "Vient le week-end, remercie l'équipe."),
    ("relative", "Souhaite une copie du planning du mois."),
    ("beneficiary", "Rendez-vous chez l'ophtalmologue mardi, décaler si possible."),
    ("beneficiary", "Cherche le numéro de la pharmacie de garde."),
    ("beneficiary", "Voulait savoir qui vient demain matin."),
    ("professional", "Infirmière\u00a0: passage avancé à 8 h à partir de lundi."),
    ("professional", "Kinésithérapeute\u00a0: nouvel horaire le mercredi à 11 h."),
    ("professional", "Pharmacie\u00a0: livraison du matériel vendredi."),
    ("caregiver", "Signale une ampoule grillée dans l'entrée."),
    ("caregiver", "Le lève-personne grince, à faire vérifier."),
    ("other", "Gardien de l'immeuble\u00a0: coupure d'eau jeudi matin."),
)
DONE = ("Appel rendu, c'est réglé.", "Noté au planning, famille prévenue.", "Message laissé, a rappelé dans la journée.",
        "Transmis à l'intervenante.", "")
WORDS = (
    ("fine", ""), ("fine", ""), ("fine", "Bonne matinée, bon appétit au déjeuner."), ("fine", "Le sourire est revenu."),
    ("to_know", "La poignée de la douche bouge."), ("to_know", "Plus de gants après demain."),
    ("to_know", "Le fils passe quelques jours à la maison."), ("call_me", "Une question sur les courses."),
    ("call_me", ""),
)
REPLIES = ("Merci, nous prévenons la famille.", "C'est commandé, vous les aurez vendredi.", "Merci de l'avoir dit.",
           "Nous en avons parlé au téléphone.")


def remember(rows: Rows, house: House, rng: Random, person: Helped, pairs: list[Pair]) -> None:
    """A dozen calls about each person over half a year, and what her caregivers wrote after a visit."""
    for _ in range(rng.randint(6, 16)):
        _call(rows, house, rng, person, pairs)
    for pair in pairs:
        if pair.end is None:
            for _ in range(rng.randint(1, 6)):
                _word(rows, house, rng, pair)


def _ago(house: House, rng: Random, start: date, days: int):
    """Some working minute of the last months, since that day and not today."""
    since = max(2, min(days, (house.today - start).days))
    return instant_at(house.today - timedelta(days=rng.randint(1, since)), rng.randint(500, 1070))


def _call(rows, house, rng, person, pairs) -> None:
    kind, line = rng.choice(CALLS)
    at, by = _ago(house, rng, person.start, 180), house.office[rng.choice(("claire", "samira", "anne"))]
    caller = {"relative": rng.choice(("Sa fille", "Son fils", "Sa nièce")), "beneficiary": person.name,
              "caregiver": pairs[0].carer.person.name if pairs else ""}.get(kind, "")
    to_do = rng.random() < 0.4
    rows.add(m.CallNote, caller_kind=kind, caller=caller, beneficiary_id=person.id, line=line,
             caregiver_id=pairs[0].carer.id if kind == "caregiver" and pairs else None,
             search_line=search_key(line, caller), at=at, by_id=by.id,
             due_on=at.date() + timedelta(days=1) if to_do else None, for_id=person.referent.id if to_do else None,
             done_at=at + timedelta(hours=5) if to_do else None, done_by_id=person.referent.id if to_do else None,
             done_words=rng.choice(DONE) if to_do else "")


def _word(rows, house, rng, pair) -> None:
    kind, words = rng.choice(WORDS)
    at, by = _ago(house, rng, pair.start, 120), pair.person.referent
    read = {} if kind == "fine" and rng.random() < 0.5 else {"read_at": at + timedelta(hours=2), "read_by_id": by.id}
    closed = {} if kind == "fine" else {"closed_at": at + timedelta(hours=4), "closed_by_id": by.id,
                                        "reply": rng.choice(REPLIES)}
    rows.add(m.Word, beneficiary_id=pair.person.id, caregiver_id=pair.carer.id, kind=kind, words=words, at=at,
             by_id=pair.carer.person.id, **read, **closed)
