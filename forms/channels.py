"""How each person wishes to be told: one way, and where."""

from forms.base import ChoiceField, Form, LineField, PhoneField, choices
from rules.messages import WAYS, is_address, is_channel_name, is_mobile

WHERE = {
    "email": (is_address, "Indiquez votre adresse e-mail, par exemple prenom@exemple.fr."),
    "sms": (is_mobile, "Indiquez un numéro de portable, par exemple 06 12 34 56 78."),
    "push": (is_channel_name, "Indiquez le nom de votre canal\u00a0: des lettres et des chiffres, sans espace."),
}


class ChannelForm(Form):
    channel = ChoiceField("Comment vous prévenir\u00a0?", WAYS, "Choisissez une réponse.")
    email = LineField("Votre adresse e-mail", size=200, description="Pour un e-mail seulement.")
    sms = PhoneField("Votre numéro de portable", description="Pour un SMS seulement.")
    push = LineField("Le nom de votre canal", size=64, description=(
        "Pour une notification seulement\u00a0: le nom que le bureau vous a donné."))

    def offer(self, working) -> "ChannelForm":
        """The ways this house has, and to be called."""
        kept = {code: words for code, words in WAYS.items() if code == "none" or code in working}
        self.channel.choices, self.channel.codes = choices(kept), frozenset(kept)
        return self

    def validate(self, extra_validators=None) -> bool:
        """Where to is asked for the way she chose alone; what she left in the others does not matter."""
        return super().validate(extra_validators) and self._says_where()

    def _says_where(self) -> bool:
        is_right, order = WHERE.get(self.channel.data, (bool, ""))
        if not order or is_right(self.address or ""):
            return True
        self[self.channel.data].errors = [order]
        return False

    @property
    def address(self) -> str:
        return "" if self.channel.data == "none" else self[self.channel.data].data
