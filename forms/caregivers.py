"""What the office writes about a caregiver."""

from wtforms import BooleanField, IntegerField, SelectMultipleField
from wtforms.validators import InputRequired, ValidationError

from forms.base import ChoiceField, CodeField, DateField, Form, LineField, PhoneField, choices
from forms.hours import HoursField
from rules.availability import parse
from rules.vocabulary import GENDERS, LANGUAGES, QUALIFICATIONS, RESTRICTIONS, SKILLS

RELOAD = "Rechargez la page, puis recommencez."


class CodesField(SelectMultipleField):
    """Several codes of a closed list, ticked."""

    def __init__(self, label, mapping: dict, **kwargs):
        super().__init__(label, validate_choice=False, **kwargs)
        self.offer(mapping)

    def offer(self, mapping: dict) -> None:
        """What may be ticked."""
        self.choices, self.codes = choices(mapping), tuple(mapping)

    def pre_validate(self, form):
        if not set(self.data or ()) <= set(self.codes):
            raise ValidationError("Choisissez dans la liste.")


class SectorsField(SelectMultipleField):
    """Sectors given by the view; data is a list of ids."""

    def __init__(self, label, **kwargs):
        super().__init__(label, choices=[], coerce=lambda v: int(v) if str(v).isdecimal() else 0,
                         validate_choice=False, **kwargs)

    def pre_validate(self, form):
        if not set(self.data or ()) <= {choice[0] for choice in self.choices}:
            raise ValidationError("Choisissez dans la liste.")
        if not self.data:
            raise ValidationError("Choisissez un secteur, ou plusieurs.")


class CaregiverForm(Form):
    last_name = LineField("Nom", "Indiquez le nom.", size=80)
    first_name = LineField("Prénom", "Indiquez le prénom.", size=80)
    phone = PhoneField("Téléphone", "Indiquez un téléphone.")
    district = LineField("Quartier où elle habite", size=80, description="Pour limiter ses trajets.")
    qualification = CodeField("Qualification", QUALIFICATIONS, "Choisissez une qualification.")
    weekly_hours = HoursField("Heures du contrat par semaine", "Indiquez les heures du contrat.", most=48)
    sector_ids = SectorsField("Secteurs")
    has_vehicle = BooleanField("A un véhicule")
    gender = ChoiceField("Femme ou homme", GENDERS, "Choisissez femme ou homme.", description=(
        "Lu seulement quand une personne souhaite une femme ou un homme pour ses soins intimes. "
        "N'apparaît sur aucun autre écran."))

    def propose(self, sectors: list) -> "CaregiverForm":
        self.sector_ids.choices = sectors
        return self

    @property
    def identity(self) -> dict:
        """The columns of her file."""
        apart = ("version", "weekly_hours", "sector_ids")
        columns = {name: value for name, value in self.values.items() if name not in apart}
        if not columns["gender"]:
            del columns["gender"]
        return {**columns, "weekly_minutes": round(self.weekly_hours.data * 60)}


class CaregiverEditForm(CaregiverForm):
    """Woman or man is not read back: an empty answer keeps what is written."""

    gender = ChoiceField("Femme ou homme", GENDERS, description=(
        "Lu par la seule règle des soins intimes\u00a0; n'apparaît sur aucun écran, pas même ici. "
        "Laissez vide pour ne rien changer."))
    version = IntegerField(validators=[InputRequired(RELOAD)])


class SkillsForm(Form):
    skills = CodesField("Compétences", SKILLS)
    languages = CodesField("Langues parlées", LANGUAGES)
    version = IntegerField(validators=[InputRequired(RELOAD)])

    def propose(self, languages: dict) -> "SkillsForm":
        self.languages.offer(languages)
        return self


class DayField(LineField):
    """The hours of one weekday; `ranges` once it is valid."""

    ranges = ()

    def post_validate(self, form, validation_stopped):
        try:
            self.ranges = parse(self.data or "")
        except ValueError as fault:
            raise ValidationError(str(fault)) from None


class AvailabilityForm(Form):
    monday = DayField("Lundi")
    tuesday = DayField("Mardi")
    wednesday = DayField("Mercredi")
    thursday = DayField("Jeudi")
    friday = DayField("Vendredi")
    saturday = DayField("Samedi")
    sunday = DayField("Dimanche")
    version = IntegerField(validators=[InputRequired(RELOAD)])

    @property
    def days(self) -> list[DayField]:
        return [self.monday, self.tuesday, self.wednesday, self.thursday, self.friday, self.saturday, self.sunday]


class RestrictionForm(Form):
    code = ChoiceField("Ce qu'on ne lui demande pas", RESTRICTIONS, "Choisissez une restriction.")
    hours_per_week = HoursField("Si la durée est limitée\u00a0: heures par semaine", most=48)
    starts_on = DateField("À partir du", "Indiquez le premier jour.")
    ends_on = DateField("Jusqu'au", description="Laissez vide si la fin n'est pas connue.")

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        if self.code.data == "limited_hours" and not self.hours_per_week.data and not self.hours_per_week.errors:
            self.hours_per_week.errors = ["Indiquez les heures par semaine."]
        return valid and not self.errors

    def validate_ends_on(self, field):
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError("Indiquez une fin qui vient après le début.")


class CaregiverEndForm(Form):
    ended_on = DateField("Dernier jour du contrat", "Indiquez le dernier jour.", description=(
        "Aujourd'hui ou avant. Une fin à venir se prépare par des remplacements."))
    version = IntegerField(validators=[InputRequired(RELOAD)])
    today = None

    def validate_ended_on(self, field):
        if self.today and field.data and field.data > self.today:
            raise ValidationError("Indiquez aujourd'hui, ou un jour passé.")
