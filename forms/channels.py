"""How each person wishes to be told: one way or several, and where; or to be called."""

from collections.abc import Mapping

from wtforms import BooleanField
from wtforms.validators import ValidationError

from forms.base import Form, LineField, PhoneField
from forms.caregivers import CodesField
from rules.messages import CALLED, HER_WAYS, WAYS, is_address, is_channel_name, is_mobile

WHERE = {
    "email": (is_address, "Indiquez votre adresse e-mail, par exemple prenom@exemple.fr."),
    "sms": (is_mobile, "Indiquez un numéro de portable, par exemple 06 12 34 56 78."),
    "push": (is_channel_name, "Indiquez le nom de votre canal\u00a0: des lettres et des chiffres, sans espace."),
}
SEVERAL = "Vous pouvez cocher plusieurs réponses."


class WaysField(CodesField):
    """The ways ticked, or to be called."""

    def pre_validate(self, form):
        if not self.data:
            raise ValidationError("Choisissez une réponse.")
        if not set(self.data) <= set(self.codes):
            raise ValidationError("Choisissez une réponse de la liste.")
        if CALLED in self.data and len(self.data) > 1:
            raise ValidationError("Choisissez des messages, ou un appel\u00a0: pas les deux.")


class ChannelForm(Form):
    """`known`: channel -> an address of hers that serves where none is typed."""

    channel = WaysField("Comment vous prévenir\u00a0?", WAYS, description=SEVERAL)
    email = LineField("Votre adresse e-mail", size=200, description="Pour un e-mail seulement.")
    sms = PhoneField("Votre numéro de portable", description="Pour un SMS seulement.")
    push = LineField("Le nom de votre canal", size=64, description=(
        "Pour une notification seulement\u00a0: le nom que le bureau vous a donné."))

    ways, where = WAYS, WHERE
    known: Mapping[str, str] = {}

    def offer(self, working, known: Mapping[str, str] | None = None) -> "ChannelForm":
        """The ways this house has, and to be called."""
        self.channel.offer({code: words for code, words in self.ways.items() if code == CALLED or code in working})
        self.known = known or {}
        return self

    def validate(self, extra_validators=None) -> bool:
        """Where to is asked for the ways chosen alone; what is left in the others does not matter."""
        return super().validate(extra_validators) and all([self._says_where(*one) for one in self.addresses.items()])

    def _says_where(self, channel: str, address: str) -> bool:
        is_right, order = self.where.get(channel, (lambda _: True, ""))
        if is_right(address):
            return True
        self[channel].errors = [order]
        return False

    @property
    def addresses(self) -> dict[str, str]:
        """Channel -> address, of each way chosen."""
        return {channel: "" if channel == CALLED else self[channel].data or self.known.get(channel, "")
                for channel in self.channel.data or ()}


class HerChannelForm(ChannelForm):
    """The same, written for her by the office, with her agreement. The office does not read where she is told: what it types
    takes the place of what she gave, what it leaves empty stays.
    """

    channel = WaysField("Comment la prévenir\u00a0?", HER_WAYS, description=SEVERAL)
    email = LineField("Son adresse e-mail", size=200, description="Vide\u00a0: celle qu'elle a déjà donnée.")
    sms = PhoneField("Son numéro de portable", description="Vide\u00a0: celui qu'elle a déjà donné, ou celui de son compte.")
    push = LineField("Le nom de son canal", size=64, description="Vide\u00a0: celui qu'elle a déjà donné.")
    agreed = BooleanField("Elle est d'accord pour que ce soit noté pour elle", description=(
        "Elle le lit sur son téléphone, avec votre nom et la date. Elle peut changer quand elle veut."))

    ways, where = HER_WAYS, {
        **WHERE, "email": (is_address, "Indiquez son adresse e-mail, par exemple prenom@exemple.fr."),
        "push": (is_channel_name, "Indiquez le nom de son canal\u00a0: des lettres et des chiffres, sans espace.")}

    def validate_agreed(self, field):
        if not field.data:
            raise ValidationError("Demandez-lui d'abord son accord, puis cochez.")
