"""The door: signing in, and choosing one's own passphrase."""

from wtforms import BooleanField, HiddenField, PasswordField, StringField
from wtforms.validators import EqualTo, Length, ValidationError

from forms.base import Form, required
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


class PassphraseForm(Form):
    passphrase_now = PasswordField("Phrase de passe actuelle", validators=required(
        "Indiquez votre phrase de passe actuelle."))
    passphrase = PasswordField("Nouvelle phrase de passe", description=(
        "12 signes ou plus. Plusieurs mots avec des espaces conviennent très bien."),
        validators=[*required("Choisissez une phrase de passe."), Length(max=200, message="Écrivez au plus 200 signes.")])
    passphrase_again = PasswordField("La même, une seconde fois", validators=[
        *required("Écrivez-la une seconde fois."), EqualTo("passphrase", message="Écrivez deux fois la même phrase de passe.")])

    def __init__(self, *args, own_words=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.own_words = own_words

    def validate_passphrase(self, field):
        said = weakness(field.data or "", self.own_words)
        if said:
            raise ValidationError(said)
