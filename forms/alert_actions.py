"""What the office notes after an alert: a declaration, something to do and who holds it, a safety instruction for the home."""

from datetime import date

from wtforms import IntegerField
from wtforms.validators import InputRequired, ValidationError

from forms.base import ChoiceField, DateField, Form, LineField, PickField, WordsField
from forms.caregivers import CodesField
from rules.alert_lists import HOME_SAFETY, WORK_ACTIONS, WORK_SITUATIONS

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
    done_on = DateField("Fait le", "Indiquez le jour.")
    words = WordsField("Réserves, ou ligne du registre", size=600, description=(
        "Déclaration\u00a0: vos réserves, s'il y en a. Registre\u00a0: où, comment, les soins donnés sur place."))

    def validate(self, extra_validators=None) -> bool:
        fine = super().validate(extra_validators)
        if self.end.data == "minor" and not self.words.data:
            self.words.errors, fine = ["Écrivez la ligne du registre\u00a0: où, comment, les soins donnés."], False
        return fine


class WorkForm(Form):
    """What is done of a situation of work: by whom, before when. Never the pain."""

    situation = ChoiceField("Ce qui pose problème", WORK_SITUATIONS, "Choisissez la situation de travail.")
    kind = ChoiceField("Ce qui est à faire", WORK_ACTIONS, "Choisissez ce qui est à faire.")
    owner_id = PickField("Par qui", "Choisissez qui s'en occupe.")
    due_on = DateField("Avant le", "Indiquez un jour.")
    note = WordsField("En quelques mots", size=600, description="La situation, pas la douleur.")
    today: date | None = None

    def validate_due_on(self, field):
        if field.data and self.today and field.data < self.today:
            raise ValidationError("Choisissez aujourd'hui ou un jour à venir.")


class HomeSafetyForm(Form):
    """What whoever goes there next must do; never why."""

    choices = CodesField("Ce que chaque intervenante doit faire", HOME_SAFETY)
    line = LineField("Autre consigne", size=200, description="Sans raison, sans récit et sans nom.")
    version = IntegerField(validators=[InputRequired("Rechargez la page, puis recommencez.")])

    def validate(self, extra_validators=None) -> bool:
        fine = super().validate(extra_validators)
        if fine and not self.said:
            self.choices.errors, fine = ["Cochez une consigne, ou écrivez-en une."], False
        return fine

    @property
    def said(self) -> list[str]:
        """The sentences, in the order of the list."""
        ticked = [words for code, words in HOME_SAFETY.items() if code in (self.choices.data or ())]
        return [*ticked, *([self.line.data] if self.line.data else [])]
