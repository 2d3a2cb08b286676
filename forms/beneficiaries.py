"""What the office writes about a person helped."""

from wtforms import BooleanField, IntegerField
from wtforms.validators import InputRequired, ValidationError

from forms.base import ChoiceField, DateField, Form, LineField, PhoneField, PickField, WordsField

CIVILITIES = {"Mme": "Madame", "M.": "Monsieur"}
GIR = [("", "Non connu"), *((number, f"GIR {number}") for number in range(1, 7))]


class BeneficiaryForm(Form):
    """Shape only. `sector_id` and `referent_id` come in narrowed by the view."""

    civility = ChoiceField("Civilité", CIVILITIES, "Choisissez Madame ou Monsieur.")
    last_name = LineField("Nom", "Indiquez le nom.", size=80)
    first_name = LineField("Prénom", "Indiquez le prénom.", size=80)
    birth_date = DateField("Date de naissance")
    address = LineField("Adresse", "Indiquez l'adresse du domicile.", size=250,
                        description="Numéro, rue, code postal, ville.")
    district = LineField("Quartier", size=80, description="Pour trouver une intervenante proche.")
    phone = PhoneField("Téléphone")
    sector_id = PickField("Secteur", "Choisissez un secteur.")
    referent_id = PickField("Coordinatrice référente", "Choisissez qui suit ce dossier.")
    gir = PickField("GIR notifié")
    cannot_answer_by_phone = BooleanField("Ne peut pas répondre par téléphone", description=(
        "Pour un point à deux voix, une visite est alors proposée."))

    def propose(self, sectors: list, referents: list) -> "BeneficiaryForm":
        self.sector_id.choices = [("", "Choisir…"), *sectors]
        self.gir.choices = GIR
        self.referent_id.choices = [("", "Choisir…"), *referents]
        return self

    @property
    def identity(self) -> dict:
        """The columns of the file, without the key and the version."""
        return {name: value for name, value in self.values.items() if name != "version"}


class BeneficiaryEditForm(BeneficiaryForm):
    version = IntegerField(validators=[InputRequired("Rechargez la page, puis recommencez.")])


class SafetyForm(Form):
    words = WordsField("Consigne de sécurité", size=600, description=(
        "Ce que chaque intervenante doit faire, sans raison ni récit. "
        "Par exemple\u00a0: «\u00a0Intervention à deux.\u00a0» «\u00a0Appeler le bureau avant.\u00a0»"))
    version = IntegerField(validators=[InputRequired("Rechargez la page, puis recommencez.")])


class EndForm(Form):
    ended_on = DateField("Dernier jour d'accompagnement", "Indiquez le dernier jour.", description=(
        "Aujourd'hui ou avant. Une fin à venir se note le jour venu."))
    reason = WordsField("Raison", "Indiquez la raison.", size=1000, description=(
        "Des faits, des mots cités. La personne peut lire ces lignes."))
    version = IntegerField(validators=[InputRequired("Rechargez la page, puis recommencez.")])
    today = None

    def validate_ended_on(self, field):
        if self.today and field.data and field.data > self.today:
            raise ValidationError("Indiquez aujourd'hui, ou un jour passé.")
