"""What is sent about an absence: its type and its days. No reason, no document: there is no field for them."""

from datetime import date, timedelta

from wtforms import HiddenField
from wtforms.validators import ValidationError

from forms.base import ChoiceField, DateField, Form
from rules.absence_lists import ABSENCE_KINDS
from rules.absences import declaring_fault, extending_fault, returning_fault

KIND = "Choisissez une réponse de la liste."
NEWS, NEWS_HINT = "Elle voit le médecin le", "Ce jour-là, À traiter le rappelle. Laissez vide si vous ne savez pas."
UNTIL = {"date": "Jusqu'au", "unknown": "Je ne sais pas encore"}
SINCE = {"today": "Aujourd'hui", "tomorrow": "Demain", "other": "Un autre jour"}


class _Dated(Form):
    """The last day, or none known and the day of the next news."""

    until = ChoiceField("Jusqu'à quand\u00a0?", UNTIL, "Dites jusqu'à quand, ou choisissez «\u00a0Je ne sais pas encore\u00a0».")
    ends_on = DateField("Dernier jour d'absence")
    news_on = DateField("Je vois le médecin le")
    today: date | None = None

    def validate(self, extra_validators=None) -> bool:
        if not super().validate(extra_validators):
            return False
        missing = self.until.data == "date" and not self.ends_on.data
        fault = ("ends_on", "Indiquez le dernier jour d'absence.") if missing else self.fault()
        if fault:
            self[fault[0]].errors = [fault[1]]
        return fault is None

    @property
    def last_day(self) -> date | None:
        return self.ends_on.data if self.until.data == "date" else None

    @property
    def next_news(self) -> date | None:
        return self.news_on.data if self.until.data == "unknown" else None


class AbsenceForm(_Dated):
    """As the office writes it."""

    kind = ChoiceField("Quelle absence\u00a0?", ABSENCE_KINDS, KIND)
    starts_on = DateField("Premier jour d'absence", "Indiquez le premier jour.")
    news_on = DateField(NEWS, description=NEWS_HINT)
    received_on = DateField("Reçu le", "Indiquez quand vous l'avez su.")

    def fault(self):
        if self.received_on.data > self.today:
            return "received_on", "Indiquez aujourd'hui, ou un jour passé."
        return declaring_fault(self.starts_on.data, self.last_day, self.next_news, self.today)

    @property
    def first_day(self) -> date:
        return self.starts_on.data

    @property
    def received(self) -> date:
        return self.received_on.data


class PhoneAbsenceForm(_Dated):
    """As she sends it, with a thumb."""

    kind = ChoiceField("Vous êtes absente pour", ABSENCE_KINDS, KIND)
    since = ChoiceField("Depuis quand\u00a0?", SINCE, "Choisissez le premier jour.", default="today")
    starts_on = DateField("Premier jour d'absence")

    def fault(self):
        if self.first_day is None:
            return "starts_on", "Indiquez le premier jour d'absence."
        return declaring_fault(self.first_day, self.last_day, self.next_news, self.today)

    @property
    def first_day(self) -> date:
        return {"today": self.today, "tomorrow": self.today + timedelta(days=1)}.get(self.since.data, self.starts_on.data)

    @property
    def received(self) -> date:
        return self.today


class _Seen(Form):
    """About the absence as it was shown."""

    version = HiddenField()
    absence = None
    today: date | None = None

    @property
    def seen(self) -> int:
        return int(self.version.data) if str(self.version.data or "").isdecimal() else 0


class PhoneExtendForm(_Seen, _Dated):
    def fault(self):
        return extending_fault(self.absence.starts_on, self.absence.ends_on, self.last_day, self.next_news, self.today)


class ExtendForm(PhoneExtendForm):
    news_on = DateField(NEWS, description=NEWS_HINT)


class ReturnForm(_Seen):
    back_on = DateField("Premier jour de retour", "Indiquez le premier jour de retour.")

    def validate_back_on(self, field):
        fault = field.data and returning_fault(self.absence.starts_on, self.absence.ends_on, field.data, self.today)
        if fault:
            raise ValidationError(fault)


class CancelForm(_Seen):
    pass
