"""The home sheet: a section, the person's agreement, a copy handed over."""

from datetime import date

from wtforms import HiddenField
from wtforms.validators import ValidationError

from database import today
from forms.base import ChoiceField, DateField, Form, WordsField
from rules.vocabulary import HOME_SHEET_AGREEMENTS

FACTS = "Des faits, des gestes. La personne peut lire ces lignes."


def _not_to_come(form, field):
    if field.data and field.data > today():
        raise ValidationError("Indiquez un jour passé, ou aujourd'hui.")


class SectionForm(Form):
    """`known`: the version shown, empty when the section had none. The agreement is asked once, before the first line."""

    words = WordsField("Ce que dit la fiche", description=FACTS)
    agreed_on = DateField("La personne est d'accord pour avoir cette fiche, depuis le", validators=[_not_to_come],
                          description="Demandez-lui avant d'écrire. Elle peut lire la fiche et en avoir une copie.")
    known = HiddenField()

    def asks(self, title: str, agreed: bool) -> "SectionForm":
        """In the words of the section; what is agreed already is not asked again."""
        self.words.label.text = title
        if agreed:
            del self.agreed_on
        return self

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        if self.agreed_on is not None and not self.agreed_on.data and not self.agreed_on.errors:
            self.agreed_on.errors = ["Demandez l'accord de la personne, puis indiquez le jour."]
            valid = False
        if not self.known.data and not self.words.data:
            self.words.errors = ["Écrivez au moins une ligne."]
            valid = False
        return valid

    @property
    def known_id(self) -> int | None:
        return int(self.known.data) if (self.known.data or "").isdigit() else None

    @property
    def agreed(self) -> date | None:
        return self.agreed_on.data if self.agreed_on is not None else None


class AgreementForm(Form):
    answer = ChoiceField("Souhaite-t-elle une fiche d'intervention\u00a0?", HOME_SHEET_AGREEMENTS,
                         "Choisissez ce que dit la personne.")
    said_on = DateField("Dit le", "Indiquez quel jour elle l'a dit.", validators=[_not_to_come])


class CopyForm(Form):
    handed_on = DateField("Copie remise à la personne le", "Indiquez quel jour la copie est remise.",
                          validators=[_not_to_come])
