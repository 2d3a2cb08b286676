"""Lines to report in the planning: all those a page shows, ticked together."""

from wtforms import SelectMultipleField
from wtforms.validators import ValidationError

from forms.base import Form


class ReportShownForm(Form):
    """`lines`: what the page showed when she pressed. One that came since is not among them, and stays to report."""

    lines = SelectMultipleField("Lignes", choices=[], coerce=str, validate_choice=False)

    def validate_lines(self, field):
        if not self.shown:
            raise ValidationError("Rechargez la page, puis recommencez.")

    @property
    def shown(self) -> list[int]:
        return [int(line) for line in self.lines.data or () if line.isascii() and line.isdigit() and len(line) < 10]
