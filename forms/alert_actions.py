"""What the office notes after an alert: a declaration, something to do and who holds it, a safety instruction for the home."""

from datetime import date

from wtforms.validators import ValidationError

from forms.base import ChoiceField, DateField, Form, WordsField

DECLARED = {"declared": "Déclaré à la caisse d'assurance maladie", "minor": "Écrit au registre des accidents bénins"}


class PastDayForm(Form):
    """Something done on a day that is not to come."""

    today: date | None = None

    def validate_done_on(self, field):
        if field.data and self.today and field.data > self.today:
            raise ValidationError("Indiquez aujourd'hui, ou un jour passé.")


class AccidentForm(PastDayForm):
    """How the accident was declared."""

    end = ChoiceField("Cet accident est", DECLARED, "Choisissez ce qui a été fait.")
    done_on = DateField("Le", "Indiquez le jour.")
    words = WordsField("Réserves, ou ligne du registre", size=600, description=(
        "Déclaration\u00a0: vos réserves, s'il y en a. Registre\u00a0: où, comment, les soins donnés sur place."))

    def validate(self, extra_validators=None) -> bool:
        fine = super().validate(extra_validators)
        if self.end.data == "minor" and not self.words.data:
            self.words.errors, fine = ["Écrivez la ligne du registre\u00a0: où, comment, les soins donnés."], False
        return fine
