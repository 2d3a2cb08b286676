"""What the office types while somebody is on the phone."""

from datetime import date

from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from forms.base import ChoiceField, DateField, Form, LineField, PhoneField, PickField, WordsField
from rules.vocabulary import CALLER_KINDS

NOBODY = SelectChoice("", "Aucune fiche")


class CallForm(Form):
    """Who called, about whom, one line, and what is left to do."""

    about = RadioField("À propos de qui\u00a0?", choices=[NOBODY], default="", validate_choice=False)
    caller_kind = ChoiceField("Qui appelle\u00a0?", CALLER_KINDS, "Dites qui appelle.", default="beneficiary")
    caller = LineField("Son nom, si c'est quelqu'un d'autre")
    phone = PhoneField("Un numéro où rappeler")
    line = WordsField("L'appel, en une ligne", "Écrivez une ligne.", size=600, description=(
        "Des faits, des mots cités. La personne peut lire ces lignes."))
    to_do = ChoiceField("Ensuite", {"nothing": "Rien à faire", "do": "À faire"}, "Choisissez\u00a0: à faire ou non.",
                        default="do")
    for_id = PickField("Par qui\u00a0?")
    due_on = DateField("Pour quel jour\u00a0?")
    today: date | None = None

    def validate_about(self, field):
        if field.data not in {choice.value for choice in field.choices}:
            raise ValidationError("Choisissez dans la liste, ou cherchez à nouveau.")

    def validate_due_on(self, field):
        if self.to_do.data == "do" and field.data and field.data < self.today:
            raise ValidationError("Indiquez aujourd'hui, ou un jour à venir.")


class SettleForm(Form):
    words = WordsField("Ce qui a été fait", "Écrivez ce qui a été fait.", size=1000)


class SubjectForm(Form):
    """About whom a call was, said afterwards."""

    about = RadioField("À propos de qui\u00a0?", choices=[], validate_choice=False)

    def validate_about(self, field):
        if not field.data or field.data not in {choice.value for choice in field.choices}:
            raise ValidationError("Cherchez un nom, puis choisissez-le.")


def subject_of(chosen: str | None) -> tuple[int | None, int | None]:
    """(beneficiary, caregiver) of the answer chosen: "b12" or "c5"."""
    kind, number = (chosen or "")[:1], (chosen or "")[1:]
    if not number.isdecimal():
        return None, None
    return (int(number) if kind == "b" else None), (int(number) if kind == "c" else None)
