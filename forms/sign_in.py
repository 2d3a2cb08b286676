"""The door: signing in, unlocking one's own phone, and choosing one's passphrase or one's code."""

import re

from wtforms import BooleanField, HiddenField, PasswordField, StringField
from wtforms.validators import EqualTo, ValidationError

from forms.base import Form, clean, filled, required
from guard.passphrases import breached
from rules.codes import code_fault, is_code
from rules.passphrases import weakness


class SignInForm(Form):
    identifier = StringField("Adresse e-mail ou téléphone", validators=required(
        "Indiquez votre adresse e-mail ou votre numéro de téléphone."))
    passphrase = PasswordField("Phrase de passe", validators=required("Indiquez votre phrase de passe."))
    personal_phone = BooleanField("Ce téléphone est à moi\u00a0: rester connectée 30 jours")
    suite = HiddenField()
    kept = HiddenField()


class KeysForm(Form):
    keys_off = BooleanField("Je n'utilise pas les touches seules", description=(
        "Sans elles, «\u00a0n\u00a0» n'ouvre plus un appel et les chiffres ne répondent plus aux questions. "
        "Utile quand on dicte ou que la main tremble."))


class DigitsField(StringField):
    """The code of a phone: blanks between its digits do not count, and it is never written back into a page."""

    def process_formdata(self, valuelist):
        self.data = re.sub(r"\s", "", clean(valuelist[0])) if valuelist else ""

    def _value(self) -> str:
        return ""


class UnlockForm(Form):
    """On an enrolled phone: nothing but its code."""

    phone_code = DigitsField("Votre code à 6 chiffres", validators=filled("Tapez votre code."))
    suite = HiddenField()
    kept = HiddenField()

    def validate_phone_code(self, field):
        """A digit too few is a slip, not a try."""
        if not is_code(field.data or ""):
            raise ValidationError("Tapez les 6 chiffres de votre code.")


class NewCodeForm(Form):
    phone_code = DigitsField("Choisissez un code de 6 chiffres", validators=filled("Choisissez un code de 6 chiffres."))
    phone_code_again = DigitsField("Tapez-le une seconde fois", validators=filled("Tapez votre code une seconde fois."))

    def validate_phone_code(self, field):
        """Two codes that differ are a fault of the first: both boxes come back empty, one question at a time."""
        said = code_fault(field.data or "")
        if not said and self.phone_code_again.data and field.data != self.phone_code_again.data:
            said = "Vous avez tapé deux codes différents. Tapez deux fois le même code."
        if said:
            raise ValidationError(said)


class NewPassphraseForm(Form):
    passphrase = PasswordField("Nouvelle phrase de passe", description=(
        "12 signes ou plus. Plusieurs mots avec des espaces conviennent très bien."),
        validators=required("Choisissez une phrase de passe."))
    passphrase_again = PasswordField("La même, une seconde fois", validators=[
        *required("Écrivez-la une seconde fois."), EqualTo("passphrase", message="Écrivez deux fois la même phrase de passe.")])

    def __init__(self, *args, own_words=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.own_words = own_words

    def validate_passphrase(self, field):
        said = weakness(field.data or "", self.own_words, breached())
        if said:
            raise ValidationError(said)


class PassphraseForm(NewPassphraseForm):
    passphrase_now = PasswordField("Phrase de passe actuelle", validators=required(
        "Indiquez votre phrase de passe actuelle."))
