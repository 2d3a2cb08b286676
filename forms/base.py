"""The house's form: a key that makes it count once, cleaned text, messages as orders."""

import re
import unicodedata
from uuid import uuid4

from flask_wtf import FlaskForm
from wtforms import DateField as _DateField
from wtforms import Field, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp, ValidationError

from rules.names import dial, spoken

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def clean(value):
    """Without control characters (invalid in HTML) but tab and newline, in one Unicode form, without outer blanks."""
    if not isinstance(value, str):
        return value
    return _CONTROL.sub("", unicodedata.normalize("NFC", value.replace("\r\n", "\n"))).strip()


class Orders:
    """What WTForms says by itself, said as the house says it: in French, what to do."""

    SAID = {"Not a valid integer value.": "Rechargez la page, puis recommencez."}

    def gettext(self, said: str) -> str:
        return self.SAID.get(said, "Choisissez dans la liste.")

    def ngettext(self, one: str, _many: str, _count: int) -> str:
        return self.gettext(one)


class Form(FlaskForm):
    """Base of every form. The gate checks the anti-forgery token; `key` makes a form sent twice count once."""

    class Meta:
        csrf = False

        def get_translations(self, form):
            return Orders()

        def bind_field(self, form, unbound_field, options):
            if issubclass(unbound_field.field_class, (StringField, TextAreaField)):
                options["filters"] = (clean, *options.get("filters", ()))
            return unbound_field.bind(form=form, **options)

    key = HiddenField(default=lambda: uuid4().hex, validators=[Regexp(r"^[A-Za-z0-9-]{16,64}$", message=(
        "Rechargez la page, puis envoyez à nouveau."))])

    @classmethod
    def grown(cls, fields: dict, **kwargs):
        """This form with the fields that only the page it is on knows: name -> field."""
        return type(cls.__name__, (cls,), fields)(**kwargs)

    def validate(self, extra_validators=None) -> bool:
        return self.is_submitted() and super().validate(extra_validators)

    @property
    def values(self) -> dict:
        """What was typed, by name, without the key."""
        return {name: value for name, value in self.data.items() if name != "key"}


def required(message: str) -> list:
    return [InputRequired(message)]


def filled(message: str) -> list:
    """For text: blanks alone say nothing."""
    return [DataRequired(message)]


def at_most(size: int) -> Length:
    return Length(max=size, message=f"Écrivez au plus {size} signes.")


class LineField(StringField):
    """One line of text."""

    def __init__(self, label, missing: str | None = None, size: int = 120, **kwargs):
        need = filled(missing) if missing else [Optional()]
        kwargs.setdefault("default", "")  # a field left out reads like one left empty
        super().__init__(label, validators=[*need, at_most(size), *kwargs.pop("validators", [])], **kwargs)


class WordsField(TextAreaField):
    """Several lines, 4,000 signs at most."""

    def __init__(self, label, missing: str | None = None, size: int = 4000, **kwargs):
        need = filled(missing) if missing else [Optional()]
        kwargs.setdefault("default", "")  # a field left out reads like one left empty
        super().__init__(label, validators=[*need, at_most(size), *kwargs.pop("validators", [])], **kwargs)


class DateField(_DateField):
    """A day; read as the browser sends it, or as people write it (3/11/2026)."""

    def __init__(self, label, missing: str | None = None, **kwargs):
        need = required(missing) if missing else [Optional()]
        super().__init__(label, format=["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y"],
                         validators=[*need, *kwargs.pop("validators", [])], **kwargs)

    def process_formdata(self, valuelist):
        try:
            super().process_formdata([value.strip() for value in valuelist])
        except ValueError:
            raise ValueError("Indiquez une date, par exemple 03/11/2026.") from None


class MinuteField(Field):
    """A local hour, kept as minutes since midnight: "7:05", "07h05" and "7 h" are read."""

    def __init__(self, label, missing: str | None = None, **kwargs):
        need = required(missing) if missing else [Optional()]
        super().__init__(label, validators=[*need, *kwargs.pop("validators", [])], **kwargs)

    def _value(self) -> str:
        if self.raw_data:
            return self.raw_data[0]
        return f"{self.data // 60:02}:{self.data % 60:02}" if self.data is not None else ""

    def process_formdata(self, valuelist):
        typed = (valuelist[0] if valuelist else "").strip().lower().replace("h", ":").replace(" ", "")
        if not typed:
            self.data = None
            return
        found = re.fullmatch(r"(\d{1,2}):?(\d{2})?", typed)
        hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
        if hour > 23 or minute > 59:
            raise ValueError("Indiquez une heure, par exemple 7:30.")
        self.data = hour * 60 + minute


class PhoneField(StringField):
    """A phone number, kept as digits, shown by pairs."""

    def __init__(self, label, missing: str | None = None, **kwargs):
        super().__init__(label, validators=filled(missing) if missing else [Optional()], **kwargs)

    def _value(self) -> str:
        return self.raw_data[0] if self.raw_data else spoken(self.data or "")

    def process_formdata(self, valuelist):
        typed = clean(valuelist[0]) if valuelist else ""
        self.data = dial(typed)
        if typed and not 6 <= len(self.data) <= 16:
            raise ValueError("Indiquez un numéro de téléphone, par exemple 06 12 34 56 78.")


def choices(mapping: dict, empty: str | None = None) -> list[SelectChoice]:
    first = [SelectChoice("", empty)] if empty is not None else []
    return first + [SelectChoice(code, words) for code, words in mapping.items()]


def _one_of(mapping, missing):
    def check(form, field):
        if not field.data and missing:
            raise ValidationError(missing)
    check.field_flags = {"required": True} if missing else {}
    return check


class ChoiceField(RadioField):
    """One answer among a closed list (radios). Without `missing` it may be left empty: data is then None."""

    def __init__(self, label, mapping: dict, missing: str | None = None, **kwargs):
        self.optional = missing is None
        super().__init__(label, choices=choices(mapping), validators=[_one_of(mapping, missing)],
                         validate_choice=False, coerce=lambda v: v or None, **kwargs)
        self.codes = frozenset(mapping)

    def reword(self, missing: str, label: str | None = None) -> None:
        """The same question in other words."""
        self.validators, self.label.text = [_one_of(None, missing)], label or self.label.text

    def pre_validate(self, form):
        if self.data and self.data not in self.codes:
            raise ValidationError("Choisissez une réponse de la liste.")


class PickField(SelectField):
    """One line of a list given by the view: `form.sector_id.choices = [(id, name), …]`; data is an int or None."""

    def __init__(self, label, missing: str | None = None, **kwargs):
        kwargs.setdefault("choices", [])
        check = [_one_of(None, missing)] if missing else []
        super().__init__(label, validators=check, coerce=self._number, validate_choice=False, **kwargs)

    @staticmethod
    def _number(value):
        return int(value) if str(value or "").isdigit() else None

    def pre_validate(self, form):
        known = {str(choice[0]) for choice in self.choices or []}
        if self.data is not None and str(self.data) not in known:
            raise ValidationError("Choisissez dans la liste.")


class CodeField(SelectField):
    """One code of a closed list, in a select."""

    def __init__(self, label, mapping: dict, missing: str | None = None, empty: str = "Choisir…", **kwargs):
        check = [_one_of(mapping, missing)] if missing else []
        super().__init__(label, validators=check, validate_choice=False, coerce=lambda v: v or None, **kwargs)
        self.offer(mapping, empty)

    def offer(self, mapping: dict, empty: str = "Choisir…") -> None:
        """What may be picked."""
        self.choices, self.codes = choices(mapping, empty), frozenset(mapping)

    def pre_validate(self, form):
        if self.data and self.data not in self.codes:
            raise ValidationError("Choisissez dans la liste.")


class YesNoField(ChoiceField):
    """Oui / Non; `is_yes` says which."""

    def __init__(self, label, missing: str | None = None, **kwargs):
        super().__init__(label, {"yes": "Oui", "no": "Non"}, missing, **kwargs)

    @property
    def is_yes(self) -> bool:
        return self.data == "yes"
