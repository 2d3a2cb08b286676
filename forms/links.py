"""What the office asks for: a personal link or a sheet for one voice, sheets for several persons."""

from wtforms import SelectMultipleField
from wtforms.validators import ValidationError

from forms.base import ChoiceField, Form
from forms.said import SHORT
from rules.vocabulary import LINK_KINDS

MISTYPED = "Ce numéro n'existe pas. Relisez-le sur la feuille, en haut à droite, puis tapez-le à nouveau."


class LinkForm(Form):
    voice = ChoiceField("Pour qui\u00a0?", SHORT, "Choisissez pour qui.", default="person")
    kind = ChoiceField("Comment\u00a0?", LINK_KINDS, "Choisissez\u00a0: un lien, ou une feuille.", default="link")


class BatchForm(Form):
    """The persons to print a sheet for; `people.choices` are given by the view."""

    people = SelectMultipleField("Pour qui\u00a0?", coerce=int, validate_choice=False)

    def validate_people(self, field):
        if not field.data:
            raise ValidationError("Cochez au moins une personne.")
