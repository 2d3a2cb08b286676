"""A measure on a pair, and its lifting, which asks the caregiver first."""

from wtforms.validators import ValidationError

from database import today
from forms.base import ChoiceField, DateField, Form, WordsField
from rules.vocabulary import MEASURES

AUDIENCE = "Lu par la direction et par vous seulement. Partout ailleurs on lit «\u00a0mesure d'organisation\u00a0»."


class MeasureForm(Form):
    kind = ChoiceField("Mesure", MEASURES, "Choisissez une mesure.")
    reason = WordsField("Raison", "Dites pourquoi.", description=AUDIENCE)
    starts_on = DateField("À partir du", "Indiquez une date.", default=today)
    ends_on = DateField("Jusqu'au", description="Vide\u00a0: jusqu'à ce qu'elle soit levée.")

    def validate_ends_on(self, field):
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError("Indiquez une fin qui vient après le début.")


class LiftForm(Form):
    her_opinion = WordsField("Son avis", "Demandez d'abord son avis à l'intervenante, puis notez-le.")
    lift_reason = WordsField("Pourquoi la lever", "Dites pourquoi.")
    lift_told = WordsField("Ce que vous lui dites", "Écrivez ce qu'elle lira sur son téléphone.", size=600)
