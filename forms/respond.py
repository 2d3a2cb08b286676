"""What the person or those around her answer by a personal link, and what the office types from a sheet."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import wtforms
from wtforms import BooleanField, FormField, HiddenField

from forms.base import ChoiceField, Form, LineField, WordsField, YesNoField, choices
from forms.said import question
from rules.links import ON_PAPER, WHO_ANSWERS, may_speak, spoken_by, voice_of
from rules.names import of_name
from rules.vocabulary import RELATION_WISHES

WISHES = {"go_on": "Continuer", "talk": "En parler avec le bureau", "change": "Changer de personne"}
CHOSEN = ("hours_fit", "tasks_clear", "respected", "wish")
WRITTEN = ("goes_well", "should_change")
# What is missing, said to whoever answers about herself.
MISSING = {"hours_fit": "Dites si les horaires vous conviennent.", "tasks_clear": "Dites si vous savez ce qui est à faire.",
           "respected": "Dites si vous vous sentez respectée ou respecté."}
PART = re.compile(r"c([1-9][0-9]?)-")


class AboutForm(wtforms.Form):
    """What is said of one caregiver. Her name and `is_one_of_several` are set by the form that holds it."""

    Meta = Form.Meta
    first_name = ""
    is_one_of_several = False

    hours_fit = question("hours_fit")
    tasks_clear = question("tasks_clear")
    respected = question("respected")
    goes_well = WordsField("Ce qui va bien", size=2000)
    should_change = WordsField("Ce qui devrait changer", size=2000)
    wish = ChoiceField("Et maintenant, que souhaitez-vous\u00a0?", WISHES, "Choisissez ce que vous souhaitez.")

    def speak_of(self, first_name: str) -> None:
        self.first_name = first_name

    @property
    def is_empty(self) -> bool:
        return not any(self[name].data for name in (*CHOSEN, *WRITTEN))

    @property
    def is_left(self) -> bool:
        """Nothing is to be written about her."""
        return self.is_empty

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
    """As the person answers on her screen.

    `called`: the first name her page showed, sent back with her words: they can be given back without looking anyone up.
    """

    called = HiddenField()
    may_pass_on = YesNoField("Peut-on le lui transmettre\u00a0?")
    present = YesNoField("Cette personne est à côté de vous en ce moment\u00a0?", "Répondez par oui ou par non.")
    skipped = BooleanField("Je ne réponds pas")

    def speak_of(self, first_name: str) -> None:
        """By the first name everywhere: a caregiver may be a man."""
        super().speak_of(first_name)
        for code, missing in MISSING.items():
            self[code].reword(missing)
        self.wish.choices = choices({**WISHES, "go_on": f"Continuer avec {first_name}"})
        self.present.reword(f"Dites si {first_name} est à côté de vous.",
                            f"{first_name} est à côté de vous en ce moment\u00a0?")
        self.skipped.label.text = f"Je ne réponds pas au sujet {of_name(first_name)}"

    @property
    def is_left(self) -> bool:
        return bool(self.skipped.data)

    @property
    def said(self) -> dict:
        return {**super().said, "may_pass_on": self.may_pass_on.is_yes}

    @property
    def is_present(self) -> bool:
        return self.present.is_yes

    def validate(self, extra_validators=None) -> bool:
        """Left aside, or answered whole; nothing at all is asked about in one line."""
        if self.is_one_of_several and self.is_empty and not self.skipped.data:
            self.skipped.errors = [f"Répondez pour {self.first_name}, ou cochez «\u00a0{self.skipped.label.text}\u00a0»."]
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


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed about one caregiver, in the words of the page: boxes and words are (question, answer)."""

    part: str
    name: str
    boxes: list[tuple[str, str]]
    words: list[tuple[str, str]]


def typed_parts(formdata, kind: type[AboutForm] = OwnAboutForm) -> list[Typed]:
    """Everything somebody sent that says something, read from the form alone: it can always be given back to her."""
    places = sorted({int(found[1]) for found in map(PART.match, formdata) if found})
    abouts = [(f"c{place}", kind(formdata, prefix=f"c{place}-")) for place in places]
    for _, about in abouts:
        if "called" in about and about.called.data:
            about.speak_of(about.called.data[:80])
    return [_typed(part, about) for part, about in abouts if not about.is_empty and not about.is_left]


def _typed(part: str, about: AboutForm) -> Typed:
    boxes = [(field.label.text, words) for field in (about[name] for name in CHOSEN)
             for code, words in ((choice.value, choice.label) for choice in field.choices) if code == field.data]
    words = [(field.label.text, field.data) for field in (about[name] for name in WRITTEN) if field.data]
    return Typed(part, about.first_name, boxes, words)


class AboutsForm(Form):
    """One part per caregiver, called c1, c2 … by its place on the link: nothing in the page tells who is who."""

    @property
    def abouts(self) -> list:
        return [field.form for name, field in self._fields.items() if isinstance(field, FormField)]

    def said(self, sides: Mapping[str, int]) -> dict[int, dict]:
        """Side -> what is said of its caregiver, those left aside excepted. `sides`: part -> side."""
        return {side: self[part].form.said for part, side in sides.items() if not self[part].form.is_left}


class ReplyForm(AboutsForm):
    """The form of the personal link."""

    who = ChoiceField("Qui répond\u00a0?", WHO_ANSWERS, "Dites qui répond.")
    name = LineField("Votre nom, si vous n'êtes pas la personne aidée", size=80)

    @property
    def voice(self) -> str:
        return voice_of(self.who.data)

    @property
    def spoken_by(self) -> str:
        return spoken_by(self.who.data, self.name.data)

    def validate(self, extra_validators=None) -> bool:
        right = super().validate(extra_validators)
        if right and all(about.is_left for about in self.abouts):
            self._ask_for_one()
            return False
        return right

    def _ask_for_one(self) -> None:
        """Said beside the box of the first one; left alone on the form since it was opened, she has no box."""
        first = self.abouts[0]
        names = " ou pour ".join(about.first_name for about in self.abouts)
        if first.is_one_of_several:
            first.skipped.errors = [f"Répondez au moins pour {names}."]
        else:
            first.hours_fit.errors = [f"Répondez pour {first.first_name}, ou fermez cette page."]


class TypedForm(AboutsForm):
    """The form of a sheet that came back."""

    who = ChoiceField("Qui a répondu\u00a0?", ON_PAPER, "Choisissez qui a répondu.", default="person")
    spoken_by = LineField("Nom du proche, ou de qui a écrit pour la personne")

    @property
    def voice(self) -> str:
        return voice_of(self.who.data)

    @property
    def spoken_name(self) -> str:
        """A name beside the person's own answers is of who wrote for her."""
        who = "helped" if self.who.data == "person" and self.spoken_by.data else self.who.data
        return spoken_by(who, self.spoken_by.data)

    def take_voices_of(self, own: str) -> None:
        """Those a sheet made for this voice may carry."""
        offered = {who: words for who, words in ON_PAPER.items() if may_speak(own, voice_of(who))}
        self.who.choices, self.who.codes = choices(offered), frozenset(offered)

    def validate(self, extra_validators=None) -> bool:
        right = super().validate(extra_validators)
        if right and all(about.is_left for about in self.abouts):
            self.abouts[0].hours_fit.errors = ["Reportez les cases cochées. Une question sans réponse\u00a0: «\u00a0Je ne sais pas\u00a0»."]
            return False
        return right


def made(kind: type[AboutsForm], part: type[AboutForm], names: Mapping[str, str], offered=None, **kwargs):
    """The form with one part for each caregiver: `names` is part -> her first name, as it reads on this form."""
    form = kind.grown({code: FormField(part, label=name) for code, name in names.items()}, **kwargs)
    for code, name in names.items():
        form[code].form.speak_of(name)
        form[code].form.is_one_of_several = len(names) > 1
    if offered:
        form.who.choices = choices({who: WHO_ANSWERS[who] for who in offered})
        form.who.codes = frozenset(offered)
        if "person" not in offered and "helped" not in offered:
            form.name.label.text = "Votre nom"
    return form


def parts(abouts, names: list[str]) -> tuple[dict[str, str], dict[str, int]]:
    """(part -> first name, part -> side) of the caregivers still to be answered about."""
    waiting = [about for about in abouts if about.waits]
    named = {f"c{about.place}": names[about.place - 1] for about in waiting}
    return named, {f"c{about.place}": about.side_id for about in waiting}
