"""What the office sends about visits: the filters of the list, a new one, another hour, another caregiver, an end."""

from datetime import date, datetime, timedelta

from wtforms import BooleanField, FormField, HiddenField, IntegerField, SelectMultipleField
from wtforms import Form as Part
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from database import local
from forms.base import ChoiceField, CodeField, DateField, Form, LineField, MinuteField, PickField, choices
from queries.visits import Filters
from rules.hours import WHOLE_DAYS
from rules.series import weekly_days
from rules.visits import AFTERWARDS
from rules.vocabulary import ACTS, CANNOT_WAIT_BY_DEFAULT, CHOSEN_WHY, PAIRING_KINDS, QUALIFICATIONS, VISIT_STATES

BARRED = "Affectation refusée\u00a0: mesure d'organisation."
PERIODS = {"jour": "Un jour", "semaine": "Une semaine", "suite": "À partir de ce jour"}
BACKWARDS = timedelta(days=31)


def _number(text) -> int | None:
    return int(text) if str(text or "").isdecimal() else None


def read_filters(args, at: datetime) -> tuple[Filters, str, date]:
    """The filters the address asks for, its period and its day; what cannot be read is left out.

    From today on, a night begun yesterday is asked for as long as it goes on (`at`: now).
    """
    today = local(at).date()
    try:
        day = date.fromisoformat(args.get("jour", ""))
    except ValueError:
        day = today
    period = args.get("periode") if args.get("periode") in PERIODS else "suite"
    monday = day - timedelta(days=day.weekday())
    first, last = {"jour": (day, day), "semaine": (monday, monday + timedelta(days=6)), "suite": (day, None)}[period]
    state = args.get("etat") if args.get("etat") in VISIT_STATES else None
    return Filters(first, last, args.get("q", "").strip()[:80], _number(args.get("secteur")),
                   _number(args.get("personne")), _number(args.get("intervenante")), state,
                   args.get("non_couvertes") == "1", at if first == today else None), period, day


class GroupedPick(PickField):
    """The same list cut in groups: each choice says its own."""

    def pre_validate(self, form):
        known = {str(choice.value) for choice in self.choices}
        if self.data is not None and str(self.data) not in known:
            raise ValidationError("Choisissez dans la liste.")


class MinutesField(IntegerField):
    """A length, from ten minutes to twelve hours."""

    def process_formdata(self, valuelist):
        typed = (valuelist[0] if valuelist else "").strip()
        self.data = int(typed) if typed.isdecimal() else None
        if typed and not 10 <= (self.data or 0) <= 720:
            raise ValueError("Indiquez une durée de 10 à 720 minutes.")


class VersionForm(Form):
    """A press on a button, about the record as it was shown."""

    version = IntegerField(validators=[InputRequired("Rechargez la page, puis recommencez.")])


class SlotForm(Form):
    day = DateField("Jour", "Indiquez un jour.")
    start = MinuteField("Heure de début", "Indiquez une heure de début.")
    minutes = MinutesField("Durée, en minutes", default=60, validators=[InputRequired("Indiquez une durée.")])


class AssignForm(Form):
    """Who comes; and, if she has no relation with this person yet, which one opens and why."""

    caregiver_id = GroupedPick("Qui vient\u00a0?")
    kind = ChoiceField("Si elle n'est pas encore en relation avec cette personne, elle devient", PAIRING_KINDS)
    why = ChoiceField("Choisie pour", CHOSEN_WHY)
    known, barred = frozenset(), frozenset()

    def propose(self, groups: dict, known, barred, nobody: str | None = None) -> "AssignForm":
        """Set the lines to choose from: `known` have a relation already, `barred` are refused without a reason."""
        lines = [SelectChoice(id, name, optgroup=group) for group, people in groups.items() for id, name in people]
        self.caregiver_id.choices = [SelectChoice("", nobody or "Choisir…"), *lines]
        self.known, self.barred = frozenset(known), frozenset(barred)
        return self

    def validate_caregiver_id(self, field):
        if field.data in self.barred:
            raise ValidationError(BARRED)

    def validate_kind(self, field):
        self._needed(field, "Dites si elle devient habituelle ou remplaçante.")

    def validate_why(self, field):
        self._needed(field, "Dites pourquoi elle est choisie.")

    def _needed(self, field, message: str) -> None:
        if self.caregiver_id.data and self.caregiver_id.data not in self.known and not field.data:
            raise ValidationError(message)


class ActPart(Part):
    asked = BooleanField()
    cannot_wait = BooleanField("Ne peut pas attendre")
    needs = CodeField("Qualification", QUALIFICATIONS, empty="Aucune")


class ActsPart(Part):
    """One line for each act of the closed list."""

    def wanted(self) -> list[tuple[str, bool, str | None]]:
        return [(part.short_name, part.cannot_wait.data, part.needs.data) for part in self if part.asked.data]


for _code, _words in ACTS.items():
    setattr(ActsPart, _code, FormField(ActPart, _words, default={
        "cannot_wait": _code in CANNOT_WAIT_BY_DEFAULT}))


class VisitForm(SlotForm, AssignForm):
    """One visit, or a series for each weekday ticked."""

    day = DateField("Jour, ou premier jour", "Indiquez un jour.")
    repeat = ChoiceField("Combien de fois\u00a0?", {"once": "Une seule fois", "weekly": "Chaque semaine"},
                         "Choisissez\u00a0: une fois, ou chaque semaine.", default="once")
    weekdays = SelectMultipleField("Chaque semaine, quels jours\u00a0?", coerce=int, description=(
        "Rien de coché\u00a0: le même jour de la semaine que le premier."),
        choices=choices(dict(enumerate(word.capitalize() for word in WHOLE_DAYS))))
    ends_on = DateField("Dernier jour, s'il est connu")
    holidays = ChoiceField("Les jours fériés", {"skip": "Pas d'intervention", "keep": "L'intervention a lieu"},
                           default="skip")
    acts = FormField(ActsPart, "Ce qui est à faire")
    today = None

    @property
    def days_wanted(self) -> list[int]:
        return self.weekdays.data or ([self.day.data.weekday()] if self.day.data else [])

    def validate_day(self, field):
        if field.data and field.data < self.today - BACKWARDS:
            raise ValidationError("Indiquez un jour du dernier mois, ou à venir.")

    def validate_ends_on(self, field):
        if self.repeat.data != "weekly" or not self.day.data or not field.data:
            return
        if field.data < self.day.data:
            raise ValidationError("Indiquez un dernier jour qui vient après le premier.")
        if not all(weekly_days(weekday, self.day.data, field.data) for weekday in self.days_wanted):
            raise ValidationError("Un des jours cochés n'existe pas avant cette date. Choisissez une date plus loin.")


class MoveForm(SlotForm):
    version = IntegerField(validators=[InputRequired("Rechargez la page, puis recommencez.")])
    today = None

    def validate_day(self, field):
        if field.data and field.data < self.today:
            raise ValidationError("Indiquez aujourd'hui, ou un jour à venir.")


class ReassignForm(AssignForm):
    version = IntegerField(validators=[InputRequired("Rechargez la page, puis recommencez.")])
    extent = ChoiceField("Pour quelles interventions\u00a0?", {
        "one": "Celle-ci seulement", "following": "Celle-ci et les suivantes, chaque semaine"}, default="one")

    def validate_caregiver_id(self, field):
        super().validate_caregiver_id(field)
        if not field.data:
            raise ValidationError("Choisissez une intervenante.")


class OutcomeForm(Form):
    """How it ended, among what is possible now (`offer`)."""

    version = IntegerField(validators=[InputRequired("Rechargez la page, puis recommencez.")])
    state = ChoiceField("Comment cela s'est-il terminé\u00a0?", VISIT_STATES, "Choisissez une réponse.")
    note = LineField("Une précision", size=250, description="Des faits, des mots cités. La personne peut lire ces lignes.")

    def offer(self, codes) -> "OutcomeForm":
        self.state.choices = choices({code: VISIT_STATES[code] for code in codes})
        self.state.codes = frozenset(codes)
        if not AFTERWARDS & self.state.codes:
            self.state.label.text = "Elle n'aura pas lieu\u00a0?"
        return self


class EndSeriesForm(Form):
    first_day = DateField("À partir de quel jour n'y a-t-il plus d'intervention\u00a0?", "Indiquez un jour.")
    known_end = HiddenField()
    today = None

    def validate_first_day(self, field):
        if field.data and field.data < self.today:
            raise ValidationError("Indiquez aujourd'hui, ou un jour à venir.")

    @property
    def end_seen(self) -> date | None:
        """The end the series had when the page was drawn; what cannot be read fits no series."""
        try:
            return date.fromisoformat(self.known_end.data) if self.known_end.data else None
        except ValueError:
            return date.min


class CancelSeveralForm(Form):
    """Visits a person cancels in one call."""

    visits = SelectMultipleField("Quelles interventions\u00a0?", coerce=int, choices=[])
    note = LineField("Une précision", size=250, description="Des faits, des mots cités. La personne peut lire ces lignes.")

    def validate_visits(self, field):
        if not field.data:
            raise ValidationError("Cochez au moins une intervention.")
