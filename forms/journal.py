"""What the journal may be asked: all of it by GET, kept in the address."""

from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from forms.base import DateField, Form, at_most
from queries.settings import say
from rules.journal import WORDS, subject_code, subject_words


class JournalForm(Form):
    qui = SelectField("Qui", choices=[], default="")
    quoi = SelectField("Quoi", default="", choices=[SelectChoice(action, words) for action, words in WORDS.items()])
    sujet = StringField("Sur quelle fiche", description="Par exemple\u00a0: Bénéficiaire n°\u00a012.",
                        filters=[lambda typed: subject_words(typed or "", say)], validators=[at_most(60)])
    du = DateField("Du")
    au = DateField("Au")

    def propose(self, people: list[tuple[str, str]]) -> "JournalForm":
        by_words = sorted(((action, say(words)) for action, words in WORDS.items()), key=lambda pair: pair[1])
        self.quoi.choices = [SelectChoice("", "Tout"), *(SelectChoice(*pair) for pair in by_words)]
        self.qui.choices = [SelectChoice("", "Tout le monde"), *(SelectChoice(*pair) for pair in people)]
        return self

    def fits(self) -> bool:
        """A question is asked by GET: nothing is submitted."""
        return super(Form, self).validate()

    def validate_au(self, field):
        if field.data and self.du.data and field.data < self.du.data:
            raise ValidationError("Indiquez un jour qui suit le premier.")

    @property
    def subject(self) -> str:
        """The file asked for, as the journal writes it."""
        return subject_code(self.sujet.data or "", say)

    @property
    def kept(self) -> dict:
        """What the address keeps from one page to the next."""
        asked = {"qui": self.qui.data, "quoi": self.quoi.data, "sujet": self.sujet.data,
                 "du": self.du.data and self.du.data.isoformat(), "au": self.au.data and self.au.data.isoformat()}
        return {name: value for name, value in asked.items() if value}
