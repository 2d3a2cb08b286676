"""A number of hours, typed with a comma or a point: "22,5"."""

from wtforms import Field
from wtforms.validators import Optional

from forms.base import required


class HoursField(Field):
    """data: hours as a number, or None. Refuses what is not between 0 and `most`."""

    def __init__(self, label, missing: str | None = None, most: int = 744, **kwargs):
        super().__init__(label, validators=required(missing) if missing else [Optional()], **kwargs)
        self.most = most

    def _value(self) -> str:
        if self.raw_data:
            return self.raw_data[0]
        return f"{self.data:g}".replace(".", ",") if self.data is not None else ""

    def process_formdata(self, valuelist):
        typed = (valuelist[0] if valuelist else "").strip().lower().replace(",", ".").rstrip("h ").strip()
        self.data = None
        if not typed:
            return
        try:
            self.data = float(typed)
        except ValueError:
            raise ValueError("Indiquez un nombre d'heures, par exemple 22,5.") from None
        if not 0 < self.data <= self.most:
            raise ValueError(f"Indiquez un nombre d'heures entre 0 et {self.most}.")
