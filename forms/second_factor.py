"""The second step of the door: a code of the phone, or one of those on paper."""

from wtforms import HiddenField, StringField

from forms.base import Form
from rules.second_factor import recovery_code, six_digits

SIX = "Indiquez les six chiffres de votre application."


class Waiting(Form):
    """What was asked for before the code: the page wanted, or the form that waits (`views/errors.py`)."""

    suite = HiddenField(name="factor_suite", default="")
    kept = HiddenField(name="factor_kept", default="")


class PassingField(StringField):
    """Typed anew each time: half a minute later the phone shows another one."""

    def _value(self) -> str:
        return ""


class CodeForm(Waiting):
    """One of the two opens. Nothing typed here waits with a kept form (`NEVER_KEPT`); one on paper is given back to be mended."""

    factor_code = PassingField("Code à six chiffres")
    factor_recovery = StringField("Code de secours", description="Un des dix codes imprimés. Il ne sert qu'une fois.")

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        if self.factor_recovery.data and not self.factor_code.data:
            if not recovery_code(self.factor_recovery.data):
                self.factor_recovery.errors = ["Un code de secours a seize signes. Recopiez-le en entier."]
        elif not six_digits(self.factor_code.data):
            self.factor_code.errors = [SIX]
        return valid and not self.errors


class SetUpForm(Waiting):
    """The first code of a new phone, with the key it was shown (`guard/second_factor.py` seal)."""

    factor_code = StringField("Les six chiffres affichés")
    factor_sealed = HiddenField(default="")

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        if not six_digits(self.factor_code.data):
            self.factor_code.errors = [SIX]
        return valid and not self.errors
