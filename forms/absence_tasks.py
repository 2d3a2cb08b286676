"""What is left after a plan, on one form: who was called and agrees, the relays written, the lines reported."""

import re

from wtforms import BooleanField

from forms.base import Form, WordsField
from forms.changes import NumbersField
from forms.handovers import FACTS
from forms.telling import MarksField

RELAY = "relay_"
NOTHING = "Cochez une case, ou écrivez un passage de relais."


class TasksForm(Form):
    """`told` and `shown`: the marks of one person's visits, as the page announced them; `everyone` stands for all those shown.
    `lines`: the lines to report that the page showed. A relay left empty is written later.
    """

    told = MarksField("Prévenues, d'accord")
    shown = MarksField("Personnes affichées")
    everyone = BooleanField("Toutes ont été appelées et sont d'accord")
    lines = NumbersField("Lignes affichées")
    reported = BooleanField("Ces lignes sont dans votre planning")

    @property
    def called(self) -> dict[int, list[str]]:
        """Person -> what was announced to her, of those said to be told ("37 12-5-1773039600": her, then the marks)."""
        said = [line.split() for line in (self.shown.data if self.everyone.data else self.told.data) or ()]
        return {int(person): marks for person, *marks in filter(None, said) if re.fullmatch(r"[0-9]{1,9}", person) and marks}

    @property
    def written(self) -> dict[int, str]:
        """Relay -> what matters now, of those something was written about."""
        typed = {int(name.removeprefix(RELAY)): field.data for name, field in self._fields.items() if name.startswith(RELAY)}
        return {id: words for id, words in typed.items() if words}

    @property
    def ticked(self) -> list[int]:
        return self.lines.numbers if self.reported.data else []

    def of(self, relay_id: int) -> WordsField:
        return self[f"{RELAY}{relay_id}"]

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        if valid and not (self.called or self.written or self.ticked):
            self.form_errors.append(NOTHING)
        return valid and not self.form_errors


def tasks_form(relays: dict[int, str], **kwargs) -> TasksForm:
    """The form with one text for each relay: its number -> whose home it is."""
    fields = {f"{RELAY}{id}": WordsField(f"Ce qui compte en ce moment chez {home}", description=FACTS)
              for id, home in relays.items()}
    return TasksForm.grown(fields, **kwargs)


def relays_sent(names) -> set[int]:
    """The relays a form that was sent speaks of."""
    return {int(found[1]) for name in names if (found := re.fullmatch(rf"{RELAY}(\d{{1,9}})", name))}
