"""What opens an account: a name, how one signs in, what one is."""

import re

from wtforms import BooleanField, IntegerField
from wtforms.validators import InputRequired

from forms.base import CodeField, Form, LineField, PhoneField, PickField
from rules.accounts import linking_fault
from rules.vocabulary import ROLES

TAKEN = "Un autre compte l'utilise déjà pour se connecter. Indiquez autre chose."


class IdentityForm(Form):
    """How one signs in. `taken` is given by the view: what another account already uses."""

    name = LineField("Prénom et nom", "Indiquez un nom.")
    email = LineField("Adresse e-mail", size=200)
    phone = PhoneField("Téléphone", description="L'un des deux suffit pour se connecter.")
    taken = ()

    @property
    def identity(self) -> dict:
        return {"name": self.name.data, "email": (self.email.data or "").lower() or None, "phone": self.phone.data or None}

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        if self.email.data and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", self.email.data):
            self.email.errors = ["Indiquez une adresse e-mail, par exemple prenom@exemple.fr."]
        elif not self.email.data and not self.phone.data and not self.phone.errors:
            self.email.errors = ["Indiquez une adresse e-mail ou un téléphone."]
        for name in self.taken:
            self[name].errors = [*self[name].errors, TAKEN]
        return valid and not self.errors


class RightsFields:
    """What the account sees: given by the direction, or narrowed to what the administrator may give."""

    role = CodeField("Rôle", ROLES, "Choisissez un rôle.")
    is_administrator = BooleanField("Administre le serveur", description="Comptes, sauvegardes, serveur. Aucun accès "
                                                                         "de plus aux personnes.")
    is_alert_referent = BooleanField("Référente des alertes")
    sector_id = PickField("Secteur")
    caregiver_id = PickField("Fiche d'intervenante", description="Pour un compte d'intervenante.")

    def propose(self, roles: dict, sectors: list, caregivers: list) -> "RightsFields":
        self.role.choices = [("", "Choisir…"), *roles.items()]
        self.role.codes = frozenset(roles)
        self.sector_id.choices = [("", "Tous"), *sectors]
        self.caregiver_id.choices = [("", "Aucune"), *caregivers]
        return self

    @property
    def flags(self) -> frozenset[str]:
        held = (("administrator", self.is_administrator.data), ("alert_referent", self.is_alert_referent.data))
        return frozenset(flag for flag, given in held if given)

    @property
    def rights(self) -> dict:
        return {"role": self.role.data, "is_administrator": self.is_administrator.data,
                "is_alert_referent": self.is_alert_referent.data, "sector_id": self.sector_id.data,
                "caregiver_id": self.caregiver_id.data}


class AccountForm(RightsFields, IdentityForm):
    """A new account."""

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        fault = linking_fault(self.role.data, bool(self.caregiver_id.data))
        if fault:
            self.caregiver_id.errors = [fault]
        return valid and not fault


class KnownVersion:
    """The account as it was shown: a colleague who changed it meanwhile is not overwritten."""

    version = IntegerField(validators=[InputRequired("Rechargez la page, puis recommencez.")])


class AccountEditForm(KnownVersion, AccountForm):
    """What the direction changes."""


class NameForm(KnownVersion, IdentityForm):
    """What the administrator corrects: how one signs in, never what one sees."""
