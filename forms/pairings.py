"""What the office says of a relation: whom it chose and why, when it introduced them, when and why it ends."""

from wtforms.validators import ValidationError

from database import today
from forms.base import ChoiceField, CodeField, DateField, Form, PickField
from rules.vocabulary import CHOSEN_WHY, ENDED_BY_HAND, PAIRING_END_REASONS, PAIRING_KINDS

BEFORE_START = "Indiquez une fin qui vient après le début."


class PairingForm(Form):
    caregiver_id = PickField("Intervenante", "Choisissez une intervenante.")
    kind = ChoiceField("Relation", PAIRING_KINDS, "Choisissez\u00a0: habituelle ou remplaçante.", default="usual")
    chosen_why = ChoiceField("Choisie pour", CHOSEN_WHY, "Choisissez ce qui a décidé.",
                             description="Jamais pour un trait personnel.")
    starts_on = DateField("À partir du", "Indiquez une date.", default=today)
    ends_on = DateField("Jusqu'au", description="Pour un remplacement à durée connue.")

    def validate_ends_on(self, field):
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(BEFORE_START)


class IntroductionForm(Form):
    on = DateField("Présentée le", "Indiquez le jour de la présentation.", default=today)

    def validate_on(self, field):
        if field.data and field.data > today():
            raise ValidationError("Notez la présentation une fois faite.")


class EndForm(Form):
    reason = CodeField("Pourquoi", {code: PAIRING_END_REASONS[code] for code in ENDED_BY_HAND}, "Choisissez une raison.")
    on = DateField("Dernier jour", "Indiquez le dernier jour.", default=today,
                   description="Les interventions prévues ensuite n'ont plus d'intervenante.")
