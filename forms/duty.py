"""A turn on call, as the office writes it; a line of the logbook."""

from datetime import datetime

from wtforms import HiddenField

from database import instant_at
from forms.base import CodeField, DateField, Form, MinuteField, PhoneField, PickField, WordsField
from rules.duty import PLACES, turn_fault


class TurnForm(Form):
    account_id = PickField("Qui", "Choisissez une personne.")
    phone = PhoneField("Numéro à appeler pendant ce tour", "Indiquez le numéro à appeler.", description=(
        "Les intervenantes le lisent quand le bureau est fermé."))
    place = CodeField("Quand l'appeler", {str(place): words for place, words in PLACES.items()},
                      "Dites quand l'appeler.", empty=None, default="1")
    starts_on = DateField("Premier jour", "Indiquez le premier jour.")
    starts_at = MinuteField("Heure du début", "Indiquez l'heure du début.")
    ends_on = DateField("Dernier jour", "Indiquez le dernier jour.")
    ends_at = MinuteField("Heure de la fin", "Indiquez l'heure de la fin.")
    at: datetime | None = None

    def validate(self, extra_validators=None) -> bool:
        if not super().validate(extra_validators):
            return False
        fault = turn_fault(self.first, self.last, self.at)
        if fault:
            self[fault[0]].errors = [fault[1]]
        return fault is None

    @property
    def first(self) -> datetime:
        return instant_at(self.starts_on.data, self.starts_at.data)

    @property
    def last(self) -> datetime:
        return instant_at(self.ends_on.data, self.ends_at.data)


class NoteForm(Form):
    words = WordsField("Que s'est-il passé\u00a0?", "Écrivez ce qui s'est passé.", description=(
        "Des faits, des mots cités. La personne peut lire ces lignes."))
    beneficiary_id = PickField("À propos de quelle personne\u00a0?")
    caregiver_id = PickField("À propos de quelle intervenante\u00a0?")


class ReadForm(Form):
    last = HiddenField()

    @property
    def last_id(self) -> int:
        return int(self.last.data) if str(self.last.data or "").isdecimal() else 0
