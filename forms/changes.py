"""Lines to report in the planning: all those a page shows, ticked together."""

from wtforms import SelectMultipleField
from wtforms.validators import ValidationError

from forms.base import Form


class NumbersField(SelectMultipleField):
    """Records a page showed, by number; what is no number is none of them."""

    def __init__(self, label, **kwargs):
        super().__init__(label, choices=[], coerce=str, validate_choice=False, **kwargs)

    @property
    def numbers(self) -> list[int]:
        return [int(line) for line in self.data or () if line.isascii() and line.isdigit() and len(line) < 10]


class ReportShownForm(Form):
    """`lines`: what the page showed when she pressed. One that came since is not among them, and stays to report."""

    lines = NumbersField("Lignes")

    def validate_lines(self, field):
        if not self.shown:
            raise ValidationError("Rechargez la page, puis recommencez.")

    @property
    def shown(self) -> list[int]:
        return self.lines.numbers
