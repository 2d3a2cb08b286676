"""What a caregiver asks from her phone about one home. Nobody asks why."""

from forms.base import ChoiceField, Form
from rules.replacements import ASKED_BY_HER


class AskForm(Form):
    reason = ChoiceField("Que voulez-vous dire au bureau\u00a0?", ASKED_BY_HER, "Choisissez une réponse.")
