"""A letter to the home after a decision: its facts, when the rules were signed; for an end, who takes over first."""

from datetime import date

from wtforms.validators import ValidationError

from forms.base import DateField, Form, WordsField
from rules.letters import day_words, earliest_end


class LetterForm(Form):
    facts = WordsField("Les faits", "Écrivez les faits.", description=(
        "Des faits et des dates, sans jugement et sans le nom de l'intervenante. Ces lignes sont dans la lettre."))
    rules_signed_on = DateField("Règlement de fonctionnement signé le", description="Laissez vide si vous ne savez pas.")

    @property
    def said(self) -> dict:
        return self.values


class ServiceEndForm(LetterForm):
    """Nobody is left without help: who comes next is said before the letter is written."""

    relay = WordsField("Qui aidera la personne ensuite", "Dites d'abord qui aidera la personne ensuite.", size=600)
    funder_told_on = DateField("Financeur prévenu le", "Prévenez d'abord le financeur, puis indiquez le jour.")
    ends_on = DateField("Dernier jour", "Indiquez le dernier jour.")
    today: date | None = None
    notice_days = 0

    def validate_funder_told_on(self, field):
        if field.data and self.today and field.data > self.today:
            raise ValidationError("Indiquez aujourd'hui, ou un jour passé.")

    def validate_ends_on(self, field):
        first = self.today and earliest_end(self.today, self.notice_days)
        if field.data and first and field.data < first:
            raise ValidationError(f"Le préavis est de {self.notice_days} jours\u00a0: pas avant {day_words(first)}.")

    @property
    def said(self) -> dict:
        return {**self.values, "notice_days": self.notice_days}


FORMS = {"rules_reminder": LetterForm, "formal_notice": LetterForm, "service_end": ServiceEndForm}
