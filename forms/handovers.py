"""The passage de relais: written on one screen, read, handed back; and what the office adds."""

from wtforms.validators import ValidationError

from database import today
from forms.base import ChoiceField, DateField, Form, LineField, PickField, WordsField
from rules.vocabulary import HANDOVER_MODES, HANDOVER_RETURNS

WHICH_DAY = "Indiquez le jour de l'intervention ensemble ou de l'appel."
FACTS = "Des faits, des gestes. La personne peut lire ces lignes."


class WriteForm(Form):
    matters_now = WordsField("Ce qui compte en ce moment", "Écrivez ce qui compte, ou «\u00a0rien de nouveau\u00a0».",
                             description=FACTS)
    mode = ChoiceField("Comment passez-vous le relais\u00a0?", HANDOVER_MODES, "Choisissez comment se passe le relais.")
    made_on = DateField("Quel jour", description="Pour une intervention ensemble ou un appel.")

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        if self.mode.data in ("joint", "call") and not self.made_on.data and not self.made_on.errors:
            self.made_on.errors = [WHICH_DAY]
        return valid and not self.made_on.errors

    @property
    def day(self):
        """What is only written is handed over on the day it is written."""
        return self.made_on.data or today()


class OpenForm(Form):
    """By hand: from whom, to whom, how, which day. The two lists are those of the person's home (`queries/handovers.sides`)."""

    leaves = PickField("Qui passe le relais", description="Le bureau\u00a0: vous l'écrivez vous-même.")
    comes = PickField("À qui", "Choisissez à qui passer le relais.", description="Une intervention est prévue pour elle chez cette "
                                                                               "personne.")
    mode = ChoiceField("Comment se passe le relais\u00a0?", HANDOVER_MODES, "Choisissez comment se passe le relais.",
                       description="Pour une intervention ensemble, ajoutez-la aussi dans votre planning\u00a0: ce temps est payé.")
    made_on = DateField("Quel jour", description="Pour une intervention ensemble ou un appel.")

    def validate_comes(self, field):
        if field.data and field.data == self.leaves.data:
            raise ValidationError("Choisissez deux personnes différentes.")

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        if self.mode.data in ("joint", "call") and not self.made_on.errors:
            if not self.made_on.data:
                self.made_on.errors = [WHICH_DAY]
            elif self.made_on.data < today():
                self.made_on.errors = ["Indiquez un jour à venir, ou aujourd'hui."]
        return valid and not self.made_on.errors

    @property
    def opening(self) -> tuple:
        """From, to, how, on which day; what is only written has no day of its own."""
        written = self.mode.data == "written"
        return self.leaves.data, self.comes.data, self.mode.data, None if written else self.made_on.data


class ReturnForm(Form):
    went = ChoiceField("Comment cela s'est-il passé\u00a0?", HANDOVER_RETURNS,
                       "Choisissez\u00a0: Bien, À savoir ou J'aimerais en parler.")
    told = WordsField("Ce que votre collègue doit savoir", description=FACTS)

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        if self.went.data == "to_know" and not self.told.data:
            self.told.errors = ["Écrivez ce qui est à savoir."]
        return valid and not self.told.errors


class AddendumForm(Form):
    words = WordsField("Ajouter une information", "Écrivez ce qui est à ajouter.", description=FACTS)


class CallOffForm(Form):
    why = LineField("Pourquoi il n'est pas nécessaire", "Dites pourquoi, en une ligne.", size=250)
