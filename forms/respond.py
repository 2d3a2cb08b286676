"""What the person or those around her answer by a personal link, and what the office types from a sheet."""

from collections.abc import Mapping

import wtforms
from wtforms import BooleanField, FormField

from forms.base import ChoiceField, Form, LineField, WordsField, YesNoField, choices
from forms.said import SHORT, question
from rules.links import WHO_ANSWERS, spoken_by, voice_of
from rules.vocabulary import RELATION_WISHES

WISHES = {"go_on": "Continuer avec elle", "talk": "En parler avec le bureau", "change": "Changer de personne"}
CHOSEN = ("hours_fit", "tasks_clear", "respected", "wish")
WRITTEN = ("goes_well", "should_change")


class AboutForm(wtforms.Form):
    """What is said of one caregiver. `first_name` and `is_one_of_several` are set by the form that holds it."""

    Meta = Form.Meta
    first_name = ""
    is_one_of_several = False

    hours_fit = question("hours_fit")
    tasks_clear = question("tasks_clear")
    respected = question("respected")
    goes_well = WordsField("Ce qui va bien", size=2000)
    should_change = WordsField("Ce qui devrait changer", size=2000)
    wish = ChoiceField("Et maintenant, que souhaitez-vous\u00a0?", WISHES, "Choisissez ce que vous souhaitez.")

    @property
    def is_empty(self) -> bool:
        return not any(self[name].data for name in (*CHOSEN, *WRITTEN))

    @property
    def said(self) -> dict:
        return {**self.data, "caregiver_present": self.is_present}

    def validate(self, extra_validators=None) -> bool:
        """What is missing names her, when somebody else stands on the same form."""
        right = super().validate(extra_validators)
        for field in self if self.is_one_of_several else ():
            field.errors = [f"{self.first_name}\u00a0: {said[0].lower()}{said[1:]}" for said in field.errors]
        return right


class OwnAboutForm(AboutForm):
    """As the person answers on her screen."""

    may_pass_on = YesNoField("Peut-on le lui transmettre\u00a0?")
    present = YesNoField("Est-elle à côté de vous en ce moment\u00a0?", "Dites si elle est à côté de vous.")
    skipped = BooleanField("Je ne réponds pas pour elle")

    @property
    def said(self) -> dict:
        return {**super().said, "may_pass_on": self.may_pass_on.is_yes}

    @property
    def is_present(self) -> bool:
        return self.present.is_yes

    def validate(self, extra_validators=None) -> bool:
        """Left aside, or answered whole; nothing at all is asked about in one line."""
        if self.is_one_of_several and self.is_empty and not self.skipped.data:
            self.skipped.errors = [f"Répondez pour {self.first_name}, ou cochez «\u00a0Je ne réponds pas pour elle\u00a0»."]
            return False
        return bool(self.skipped.data) or super().validate(extra_validators)


class TypedAboutForm(AboutForm):
    """As the office types it from the boxes ticked on paper."""

    wish = ChoiceField("Et maintenant\u00a0?", RELATION_WISHES, "Reportez le souhait coché. S'il n'y en a pas, appelez la personne.")
    may_pass_on = BooleanField("Peut-on le lui transmettre\u00a0?")
    present = BooleanField("Elle était à côté de la personne")

    @property
    def is_present(self) -> bool:
        return bool(self.present.data)

    def validate(self, extra_validators=None) -> bool:
        """A caregiver about whom nothing is ticked is left aside."""
        return self.is_empty or super().validate(extra_validators)


class AboutsForm(Form):
    """One part per caregiver, called c1, c2 … by its place on the link: nothing in the page tells who is who."""

    @property
    def abouts(self) -> list:
        return [field.form for name, field in self._fields.items() if isinstance(field, FormField)]

    def said(self, sides: Mapping[str, int]) -> dict[int, dict]:
        """Side -> what is said of its caregiver, those left aside excepted. `sides`: part -> side."""
        return {side: self[part].form.said for part, side in sides.items() if not self._left(self[part].form)}


class ReplyForm(AboutsForm):
    """The form of the personal link."""

    who = ChoiceField("Qui répond\u00a0?", WHO_ANSWERS, "Dites qui répond.")
    name = LineField("Votre nom, si vous n'êtes pas la personne aidée", size=80)

    @staticmethod
    def _left(about) -> bool:
        return about.skipped.data

    @property
    def voice(self) -> str:
        return voice_of(self.who.data)

    @property
    def spoken_by(self) -> str:
        return spoken_by(self.who.data, self.name.data)

    def validate(self, extra_validators=None) -> bool:
        right = super().validate(extra_validators)
        if right and all(map(self._left, self.abouts)):
            self.abouts[0].skipped.errors = ["Répondez pour l'une d'elles au moins."]
            return False
        return right


class TypedForm(AboutsForm):
    """The form of a sheet that came back."""

    voice = ChoiceField("Qui a répondu\u00a0?", SHORT, "Choisissez qui a répondu.", default="person")
    spoken_by = LineField("Nom du proche, ou de qui a écrit pour la personne")

    @property
    def spoken_name(self) -> str:
        who = "helped" if self.voice.data == "person" and self.spoken_by.data else self.voice.data
        return spoken_by(who, self.spoken_by.data)

    @staticmethod
    def _left(about) -> bool:
        return about.is_empty

    def validate(self, extra_validators=None) -> bool:
        right = super().validate(extra_validators)
        if right and all(map(self._left, self.abouts)):
            self.abouts[0].hours_fit.errors = ["Reportez les cases cochées. Une question sans réponse\u00a0: «\u00a0Je ne sais pas\u00a0»."]
            return False
        return right


def made(kind: type[AboutsForm], part: type[AboutForm], names: Mapping[str, str], offered=None, **kwargs):
    """The form with one part for each caregiver: `names` is part -> her first name, as it reads on this form."""
    whole = type(kind.__name__, (kind,), {code: FormField(part, label=name) for code, name in names.items()})
    form = whole(**kwargs)
    for code, name in names.items():
        form[code].form.first_name, form[code].form.is_one_of_several = name, len(names) > 1
    if offered:
        form.who.choices = choices({who: WHO_ANSWERS[who] for who in offered})
        form.who.codes = frozenset(offered)
    return form


def parts(abouts, names: list[str]) -> tuple[dict[str, str], dict[str, int]]:
    """(part -> first name, part -> side) of the caregivers still to be answered about."""
    waiting = [about for about in abouts if about.waits]
    named = {f"c{about.place}": names[about.place - 1] for about in waiting}
    return named, {f"c{about.place}": about.side_id for about in waiting}
