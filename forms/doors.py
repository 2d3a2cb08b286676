"""What the office writes about a closed door."""

from wtforms import HiddenField

from forms.base import ChoiceField, Form, LineField, WordsField
from rules.visits import AFTER_A_DOOR

ENDS = dict(zip(AFTER_A_DOOR, (
    "Elle reste «\u00a0porte close\u00a0»", "L'intervention a eu lieu, plus tard",
    "Annulée par la personne", "Refusée par la personne"), strict=True))


class DoorNoteForm(Form):
    phoned = LineField("Qui a été appelé, et la réponse", size=400, description="Par exemple\u00a0: sa fille, elle arrive.")
    key_holder = LineField("Qui a une clé\u00a0?", description="Un nom. Jamais un code, ni une cachette.")
    known_key = HiddenField()


class DoorCloseForm(Form):
    outcome = WordsField("Comment cela s'est terminé", "Écrivez comment cela s'est terminé.", size=1000, description=(
        "Des faits, des mots cités. La personne peut lire ces lignes."))
    state = ChoiceField("L'intervention", ENDS, "Choisissez une réponse.", default="door_closed")
