"""A hand asked for, and the answer."""

from wtforms import BooleanField

from forms.base import ChoiceField, DateField, Form, PickField, WordsField
from rules.help_requests import HELP_KINDS


class HelpForm(Form):
    """As she sends it: what for, and a few words if she wishes."""

    kind = ChoiceField("Pour quoi\u00a0?", HELP_KINDS, "Choisissez ce qui ressemble le plus.")
    words = WordsField("En quelques mots", description="Ce dont vous avez besoin, comme vous le diriez.")
    but_id = PickField("Quelqu'un du bureau ne doit pas le lire\u00a0?")

    def offer(self, office) -> None:
        self.but_id.choices = [("", "Non"), *((row.id, row.name) for row in office)]


class HelpWordsForm(Form):
    """What she adds."""

    words = WordsField("Ajouter quelque chose", "Écrivez ce que vous voulez ajouter.",
                       description="Ce que vous avez déjà écrit reste tel quel.")


class HelpAnswerForm(Form):
    """What was done, read by her."""

    words = WordsField("Ce qui est fait, ce que vous lui dites", "Écrivez ce qui est fait, ou ce que vous lui dites.",
                       description="Elle lit ces mots sur son téléphone.")
    follow_on = DateField("À reprendre le", description="Ce jour-là, la ligne revient dans «\u00a0À traiter\u00a0».")
    closes = BooleanField("C'est terminé")
