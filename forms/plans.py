"""The plan of an absence: one list a visit, all of them sent at once."""

import re

from wtforms import HiddenField
from wtforms.validators import ValidationError

from forms.base import Form, PickField

NOBODY = "Personne pour l'instant"
LINE = "line_"


class ProposeForm(Form):
    """`mark`: whom each line named on the page, so that what a colleague chose meanwhile is not overwritten."""

    mark = HiddenField(default="")

    @property
    def seen(self) -> dict[int, int | None]:
        """Line -> whom it named on the page."""
        return {int(line): int(who) or None for line, who in re.findall(r"(\d{1,9})-(\d{1,9})\b", self.mark.data or "")}


class PlanForm(ProposeForm):
    def validate_mark(self, field):
        if not self.seen:
            raise ValidationError("Rechargez la page, puis recommencez.")

    @property
    def chosen(self) -> dict[int, int | None]:
        """Line -> who was chosen, of those the page showed."""
        picked = {int(name.removeprefix(LINE)): field.data for name, field in self._fields.items() if name.startswith(LINE)}
        return {held_id: who for held_id, who in picked.items() if held_id in self.seen}

    def of(self, held_id: int) -> PickField:
        return self[f"{LINE}{held_id}"]


def plan_form(options: dict[int, tuple[str, list[tuple[int, str]]]], **kwargs) -> PlanForm:
    """The form with one list for each line: held id -> (words, those who can)."""
    fields = {f"{LINE}{id}": PickField(words) for id, (words, _) in options.items()}
    form = PlanForm.grown(fields, **kwargs)
    for id, (_, people) in options.items():
        form.of(id).choices = [("", NOBODY), *people]
    return form
