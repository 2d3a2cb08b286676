"""A person is told who comes: what she answers, and who answered for her."""

from wtforms import SelectMultipleField
from wtforms.validators import ValidationError

from forms.base import ChoiceField, Form, LineField, WordsField
from rules.replacements import QUESTION
from rules.telling import ANSWERS, QUESTION_DUE, SPOKEN_TO, Said
from rules.vocabulary import DISCRIMINATORY


class MarksField(SelectMultipleField):
    """The visits announced, as the page showed them; one that has changed since is the act's to refuse, in words."""

    as_they_stand = True

    def __init__(self, label, **kwargs):
        super().__init__(label, choices=[], validate_choice=False, **kwargs)


class TellForm(Form):
    visits = MarksField("Quelles interventions\u00a0?")
    answer = ChoiceField("Sa réponse", ANSWERS, "Choisissez une réponse.")
    spoken_to = ChoiceField("Qui a répondu\u00a0?", SPOKEN_TO, default="person")
    spoken_name = LineField("Son nom, si c'est quelqu'un d'autre")
    discriminatory = ChoiceField(f"Si elle refuse. {QUESTION}", DISCRIMINATORY, description=(
        "Même si ce n'est pas dit ainsi. En cas de doute, la direction répond."))
    words = WordsField("Ce qui est dit", description="Des faits, des mots cités. La personne peut lire ces lignes.")
    direction_words = WordsField("Pour la direction seulement", description="Les mots exacts. Personne d'autre ne les lit.")

    def validate_visits(self, field):
        if not field.data:
            raise ValidationError("Cochez au moins une intervention.")

    def validate_spoken_to(self, field):
        if field.data in ("relative", "guardian") and not self.spoken_name.data and self.answer.data != "unreached":
            raise ValidationError("Indiquez le nom de qui a répondu.")

    def validate_discriminatory(self, field):
        if self.answer.data == "refuses" and not field.data:
            raise ValidationError(QUESTION_DUE)

    @property
    def said(self) -> Said:
        reached, refuses = self.answer.data != "unreached", self.answer.data == "refuses"
        return Said(self.answer.data, (self.spoken_to.data or "person") if reached else None,
                    self.spoken_name.data if reached else "", self.words.data,
                    self.discriminatory.data if refuses else None, self.direction_words.data if refuses else "")


class FamilyForm(Form):
    """Somebody of the family takes a visit that cannot wait."""

    mark = LineField("Intervention", "Rechargez la page, puis recommencez.")
    who = LineField("Qui, dans la famille", "Indiquez qui s'en charge.")
