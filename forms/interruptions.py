"""What the office writes when a person's help stops for a time, or for good."""

from datetime import date

from wtforms import BooleanField, HiddenField
from wtforms.validators import ValidationError

from forms.base import ChoiceField, DateField, Form, LineField, WordsField
from rules.interruptions import ask_again_on, opening_fault, resuming_fault
from rules.vocabulary import INTERRUPTIONS


class OpenForm(Form):
    kind = ChoiceField("Pourquoi", INTERRUPTIONS, "Choisissez une raison.")
    confirmed = BooleanField("En cas de décès\u00a0: je confirme le décès", description=(
        "Les relations se terminent tout de suite, et chaque intervenante est à prévenir de vive voix."))
    starts_on = DateField("Depuis le", "Indiquez le premier jour.")
    ends_on = DateField("Jusqu'au", description="Dernier jour sans intervention. Laissez vide si vous ne savez pas.")
    ask_again = DateField("Redemander des nouvelles le", description="Laissez vide\u00a0: une date est proposée.")
    told_by = LineField("Qui vous l'a dit", "Indiquez qui vous l'a dit.")
    note = WordsField("Note", size=1000, description="Des faits, des mots cités. La personne peut lire ces lignes.")
    known = HiddenField()
    today: date | None = None

    def validate(self, extra_validators=None) -> bool:
        if not super().validate(extra_validators):
            return False
        fault = opening_fault(self.kind.data, self.starts_on.data, self.ends_on.data, self.confirmed.data, self.today)
        if fault:
            self[fault[0]].errors = [fault[1]]
        return fault is None

    def asked_on(self) -> date | None:
        return self.ask_again.data or ask_again_on(self.kind.data, self.ends_on.data, self.today)

    @property
    def known_id(self) -> int | None:
        return int(self.known.data) if str(self.known.data or "").isdecimal() else None


class ResumeForm(Form):
    resumed_on = DateField("Quand reprendre\u00a0?", "Indiquez le premier jour d'intervention.", description=(
        "Les interventions à venir à partir de ce jour sont de nouveau prévues."))
    interruption = None

    def validate_resumed_on(self, field):
        fault = field.data and resuming_fault(self.interruption.starts_on, field.data)
        if fault:
            raise ValidationError(fault)


class ExtendForm(Form):
    new_end = DateField("Nouvelle fin", description=(
        "Dernier jour sans intervention. Laissez vide si vous ne savez pas."))
    new_ask = DateField("Redemander des nouvelles le", "Indiquez quand redemander des nouvelles.")
    known = HiddenField()
    interruption = None

    def validate_new_end(self, field):
        if field.data and field.data < self.interruption.starts_on:
            raise ValidationError("Indiquez une fin qui vient après le début.")

    @property
    def known_days(self) -> tuple[date | None, date | None]:
        """The end and the day to ask again, as the office saw them: "2026-03-12|" ."""
        pieces = (self.known.data or "|").split("|") + [""]
        return _day(pieces[0]), _day(pieces[1])


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
