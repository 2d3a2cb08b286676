"""A question to a caregiver: her answer, visit by visit; what the office asks, and of whom."""

from wtforms import SelectMultipleField
from wtforms.validators import ValidationError

from forms.base import ChoiceField, Form, PickField, YesNoField


class OfferAnswerForm(Form):
    """`visits`: those of the question; which are still asked is the act's to say. "Pas cette fois" asks for nothing more."""

    said = ChoiceField("Votre réponse", {"yes": "Oui", "no": "Pas cette fois"}, "Répondez oui, ou pas cette fois.")
    visits = SelectMultipleField("À quelles interventions pouvez-vous aller\u00a0?", coerce=str, choices=[], validate_choice=False)

    def validate_visits(self, field):
        if self.said.data == "yes" and not self.yes:
            raise ValidationError("Cochez au moins une intervention, ou répondez «\u00a0Pas cette fois\u00a0».")

    @property
    def yes(self) -> list[int]:
        """What she takes; a visit she was never asked about is not read."""
        if self.said.data != "yes":
            return []
        return [int(value) for value, _ in self.visits.choices if str(value) in (self.visits.data or [])]


class ToldForm(Form):
    """"Prévenez-moi des remplacements"."""

    wanted = YesNoField("Prévenez-moi des remplacements", "Répondez oui ou non.")


class AskForm(Form):
    """One question on the page of one caregiver."""

    caregiver_id = PickField("Intervenante", "Choisissez une intervenante.")
