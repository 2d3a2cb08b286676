"""A sector has a name, and no other sector has it."""

from wtforms import HiddenField

from forms.base import Form, LineField


class SectorForm(Form):
    """`fault`: given by the view when another sector bears this name."""

    name = LineField("Nom du secteur", "Indiquez le nom du secteur.", size=80, description=(
        "Un quartier, une commune, une équipe. Toute l'équipe le voit."))
    known = HiddenField()
    fault = ""

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        if self.fault and not self.name.errors:
            self.name.errors = [self.fault]
        return valid and not self.fault
