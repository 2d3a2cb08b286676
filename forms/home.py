"""What the office writes about the home and those around: contacts, aid plan, instructions, wishes, codes."""

from datetime import datetime

from wtforms import BooleanField, HiddenField, SelectField
from wtforms.validators import ValidationError

from forms.base import ChoiceField, CodeField, DateField, Form, LineField, PhoneField, WordsField
from forms.hours import HoursField
from rules.vocabulary import CONTACT_KINDS, FUNDERS, GENDERS, LANGUAGES, PRECAUTIONS, VIGILANCE, WISHES


class ContactForm(Form):
    kind = ChoiceField("Cette personne est", CONTACT_KINDS, "Choisissez ce qu'elle est pour la personne aidée.")
    name = LineField("Nom", "Indiquez un nom.")
    role_words = LineField("Son rôle, en clair", description=(
        "Par exemple\u00a0: «\u00a0sa fille, passe le dimanche\u00a0»."))
    phone = PhoneField("Téléphone")


class CarePlanForm(Form):
    funder = CodeField("Qui finance", FUNDERS, "Choisissez qui finance.")
    hours_per_month = HoursField("Heures notifiées par mois", "Indiquez les heures notifiées, par exemple 22,5.")
    starts_on = DateField("À partir du", "Indiquez le début du plan.")
    ends_on = DateField("Jusqu'au")
    renew_by = DateField("Demander le renouvellement avant le")

    def validate_ends_on(self, field):
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError("Indiquez une fin qui vient après le début.")


class InstructionForm(Form):
    code = SelectField("Consigne", validate_choice=False, choices={
        "": "Choisir…", "Points de vigilance": VIGILANCE, "Précautions": PRECAUTIONS})
    detail = LineField("Précision", size=200, description=(
        "Ce qu'il faut faire. Par exemple\u00a0: «\u00a0eau gélifiée\u00a0» ou «\u00a0déjeuner à 12\u00a0h\u00a0». "
        "Jamais une maladie."))

    def validate_code(self, field):
        if field.data not in VIGILANCE and field.data not in PRECAUTIONS:
            raise ValidationError("Choisissez une consigne.")


class WishForm(Form):
    """A closed list; a language or woman/man are picked, never typed."""

    kind = ChoiceField("Souhait", WISHES, "Choisissez un souhait dans la liste.")
    language = CodeField("Si c'est une langue", LANGUAGES)
    gender = ChoiceField("Si ce sont les soins intimes", GENDERS)
    detail = LineField("Précision", description=(
        "Par exemple\u00a0: «\u00a0pas avant 9\u00a0h\u00a0» ou «\u00a0un chat à la maison\u00a0». "
        "Rien sur l'origine, la peau, le nom ou la religion d'une intervenante\u00a0: une telle demande ne peut pas être suivie."))

    def propose(self, languages: dict) -> "WishForm":
        self.language.offer(languages)
        return self

    def validate_language(self, field):
        if self.kind.data == "language" and not field.data:
            raise ValidationError("Choisissez la langue.")

    def validate_gender(self, field):
        if self.kind.data == "intimate_care" and not field.data:
            raise ValidationError("Choisissez femme ou homme.")

    @property
    def value(self) -> str:
        """What is kept: the code of a language, of woman or man, or the words."""
        return {"language": self.language.data, "intimate_care": self.gender.data}.get(self.kind.data,
                                                                                       self.detail.data or "")


class HomeAccessForm(Form):
    """Write-only: what is kept is not shown here, an empty field changes nothing."""

    codes = WordsField("Nouveaux codes et accès", size=500, description=(
        "Portail, interphone, étage, boîte à clés. Laissez vide pour ne rien changer."))
    erase_codes = BooleanField("Effacer les codes enregistrés")
    keys = WordsField("Nouvelles clés", size=500, description=(
        "Qui a une clé, où elle est rangée. Laissez vide pour ne rien changer."))
    erase_keys = BooleanField("Effacer les clés enregistrées")
    known = HiddenField()

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        for field, erased in ((self.codes, self.erase_codes.data), (self.keys, self.erase_keys.data)):
            if field.data and erased:
                field.errors = ["Écrivez ce qui change, ou effacez\u00a0: pas les deux."]
        if not self.changes:
            self.codes.errors = ["Écrivez de nouveaux codes ou de nouvelles clés, ou cochez ce qui est à effacer."]
        return valid and not self.errors

    @property
    def changes(self) -> dict:
        """Only what changes: a text, or None for what is erased."""
        typed = {"codes": (self.codes.data, self.erase_codes.data), "keys": (self.keys.data, self.erase_keys.data)}
        return {name: text or None for name, (text, erased) in typed.items() if text or erased}

    @property
    def known_at(self) -> datetime | None:
        try:
            return datetime.fromisoformat(self.known.data) if self.known.data else None
        except ValueError:
            return None
