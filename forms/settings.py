"""What the direction may set: one form a page of settings, each field read by the rule of its setting."""

from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, ValidationError

from forms.base import ChoiceField, Form, LineField
from forms.caregivers import RELOAD, CodesField
from rules.names import spoken
from rules.opening import day_hours, day_typed, kept_week, week_of
from rules.settings import SETTINGS, names_of, read

WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class ValueField(StringField):
    """One setting typed in a field of its name; `kept` is its value once it is valid."""

    kept = ""

    def __init__(self, setting: str, **kwargs):
        super().__init__(SETTINGS[setting].words, description=SETTINGS[setting].hint, default="", **kwargs)
        self.setting = setting

    def _value(self) -> str:
        return spoken(self.data or "") if SETTINGS[self.setting].kind == "phone" else self.data or ""

    def post_validate(self, form, validation_stopped):
        try:
            self.kept = read(self.setting, self.data or "")
        except ValueError as fault:
            raise ValidationError(str(fault)) from None


class DayHours(LineField):
    """The opening hours of one weekday; `ranges` once it is valid."""

    ranges = ()

    def post_validate(self, form, validation_stopped):
        try:
            self.ranges = day_hours(self.data or "")
        except ValueError as fault:
            raise ValidationError(str(fault)) from None


class WordField(ChoiceField):
    """A word among others: the only labels that are never put into the words of the house."""

    as_they_stand = True


def _choice(name: str, missing: str = "Choisissez un mot.") -> WordField:
    words = {word: word for word in SETTINGS[name].among}
    return WordField(SETTINGS[name].words, words, missing, description=SETTINGS[name].hint)


class SeenForm(Form):
    """`seen`: the number of the last change when the page was drawn; what a colleague changed since is not overwritten."""

    seen = IntegerField(validators=[InputRequired(RELOAD)])


class SettingsForm(SeenForm):
    """One page of settings. `names`: those it shows; `section`: its address."""

    section = ""

    @classmethod
    def showing(cls, values: dict[str, str], seen: int) -> "SettingsForm":
        return cls(formdata=None, seen=seen, **values)

    @property
    def wanted(self) -> dict[str, str]:
        """The value of each setting of the page, once the form is valid."""
        return {name: self.wanted_of(name) for name in names_of(self.section)}

    def wanted_of(self, name: str) -> str:
        return self[name].kept


class AssociationForm(SettingsForm):
    section = "association"
    association_name = ValueField("association_name")
    association_address = ValueField("association_address")
    office_phone = ValueField("office_phone")
    on_call_phone = ValueField("on_call_phone")
    work_doctor = ValueField("work_doctor")
    staff_representatives = ValueField("staff_representatives")
    monday = DayHours("Lundi")
    tuesday = DayHours("Mardi")
    wednesday = DayHours("Mercredi")
    thursday = DayHours("Jeudi")
    friday = DayHours("Vendredi")
    saturday = DayHours("Samedi")
    sunday = DayHours("Dimanche")

    @classmethod
    def showing(cls, values, seen):
        days = dict(zip(WEEK, map(day_typed, week_of(values["opening_hours"])), strict=True))
        return super().showing({**values, **days}, seen)

    @property
    def days(self) -> list[DayHours]:
        return [self[name] for name in WEEK]

    def wanted_of(self, name):
        return kept_week([day.ranges for day in self.days]) if name == "opening_hours" else super().wanted_of(name)


class ChosenWordsForm(SettingsForm):
    section = "mots"
    word_caregiver = _choice("word_caregiver")
    word_beneficiary = _choice("word_beneficiary")

    def wanted_of(self, name):
        return self[name].data


class RoundsForm(SettingsForm):
    section = "points"
    round_after_visits = ValueField("round_after_visits")
    round_month = ValueField("round_month")
    round_yearly_months = ValueField("round_yearly_months")
    round_answer_days = ValueField("round_answer_days")
    round_tries = ValueField("round_tries")
    link_days = ValueField("link_days")


class DeadlinesForm(SettingsForm):
    section = "delais"
    mediation_check_days = ValueField("mediation_check_days")
    phone_first_hours = ValueField("phone_first_hours")
    code_hours = ValueField("code_hours")
    return_illness_days = ValueField("return_illness_days")
    return_accident_days = ValueField("return_accident_days")
    return_days = ValueField("return_days")
    service_end_days = ValueField("service_end_days")
    duty_minutes = ValueField("duty_minutes")
    alert_answer_hours = ValueField("alert_answer_hours")
    accident_hours = ValueField("accident_hours")
    review_alerts = ValueField("review_alerts")
    alert_first_days = ValueField("alert_first_days")
    alert_second_days = ValueField("alert_second_days")
    alert_last_days = ValueField("alert_last_days")
    alert_founded_years = ValueField("alert_founded_years")
    alert_unfounded_months = ValueField("alert_unfounded_months")
    help_months = ValueField("help_months")
    series_weeks = ValueField("series_weeks")
    journal_months = ValueField("journal_months")


class ReplacementsForm(SettingsForm):
    section = "remplacements"
    call_now_hours = ValueField("call_now_hours")
    offer_hours = ValueField("offer_hours")
    offer_answer_hours = ValueField("offer_answer_hours")
    travel_minutes = ValueField("travel_minutes")
    daily_rest_hours = ValueField("daily_rest_hours")
    day_most_hours = ValueField("day_most_hours")
    week_most_hours = ValueField("week_most_hours")
    weekly_rest_hours = ValueField("weekly_rest_hours")
    evening_hour = ValueField("evening_hour")


class LoadForm(SettingsForm):
    section = "nouvelles"
    load_days = ValueField("load_days")
    load_row = ValueField("load_row")
    load_weekends = ValueField("load_weekends")
    load_short_notice = ValueField("load_short_notice")
    load_hours = ValueField("load_hours")
    load_transfers = ValueField("load_transfers")
    load_lifting = ValueField("load_lifting")


class LanguagesForm(SettingsForm):
    section = "langues"
    languages = CodesField(SETTINGS["languages"].words, SETTINGS["languages"].among,
                           description=SETTINGS["languages"].hint)

    @classmethod
    def showing(cls, values, seen):
        return super().showing({"languages": values["languages"].split()}, seen)

    def validate_languages(self, field):
        if not field.data:
            raise ValidationError(SETTINGS["languages"].needed)

    def wanted_of(self, name):
        return read(name, " ".join(self[name].data))


class MessagesForm(SettingsForm):
    section = "messages"
    message_default = _choice("message_default", "Choisissez une réponse.")
    smtp_host = ValueField("smtp_host")
    smtp_port = ValueField("smtp_port")
    smtp_security = _choice("smtp_security", "Choisissez une réponse.")
    smtp_user = ValueField("smtp_user")
    smtp_from = ValueField("smtp_from")

    def wanted_of(self, name):
        return self[name].data if isinstance(self[name], WordField) else super().wanted_of(name)


FORMS = {form.section: form for form in (AssociationForm, ChosenWordsForm, RoundsForm, DeadlinesForm, ReplacementsForm,
                                         LoadForm, LanguagesForm, MessagesForm)}
