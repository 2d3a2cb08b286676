"""What is noted of a call to ask a caregiver how she is."""

from datetime import date

from wtforms.validators import ValidationError

from forms.base import DateField, Form, WordsField


class LoadNoteForm(Form):
    called_on = DateField("Appelée le", "Indiquez le jour de l'appel.")
    line = WordsField("L'appel, en une ligne", "Écrivez une ligne.", size=600, description=(
        "Des faits, des mots cités. La personne peut lire ces lignes."))
    today: date | None = None

    def validate_called_on(self, field):
        if field.data and self.today and field.data > self.today:
            raise ValidationError("Indiquez un jour passé, ou aujourd'hui.")
