"""A request to replace a caregiver, and what each step of it asks."""

from wtforms import BooleanField, HiddenField, IntegerField
from wtforms.validators import InputRequired, StopValidation, ValidationError

from forms.base import (
    ChoiceField,
    CodeField,
    DateField,
    Form,
    LineField,
    PickField,
    WordsField,
    choices,
)
from forms.visits import SlotForm
from rules.covering import AT_ANOTHER_TIME, slot_fault
from rules.replacements import QUESTION, REASONS_OF, asks_the_question
from rules.vocabulary import (
    CAREGIVER_CHOICES,
    CHOSEN_WHY,
    DISCRIMINATORY,
    REPLACEMENT_REASONS,
    VISIT_CHOICES,
)

OTHERWISE = {code: VISIT_CHOICES[code] for code in ("move", "shorten", "family", "call_off")}
FOR_GOOD = {"for_good": "Pour de bon", "period": "Pour une période"}
JUDGED = {"grantable": "Oui\u00a0: le remplacement s'organise", "not_grantable": "Non\u00a0: nous ne pouvons pas y donner suite"}


class ReplacementForm(Form):
    """Who asks is known before the form: the question is on it for the person's side, and on no other."""

    reason = CodeField("Raison", {}, "Choisissez une raison.")
    discriminatory = ChoiceField(QUESTION, DISCRIMINATORY, "Répondez à la question\u00a0: Oui, Non ou Doute.",
                                 description="Même si elle n'est pas dite ainsi. En cas de doute, la direction répond.")
    details = WordsField("Ce qui est dit", description="Des faits, des mots cités. La personne peut lire ces lignes.")
    direction_facts = WordsField("Pour la direction seulement",
                                 description="Les mots exacts, ou les faits à examiner. Personne d'autre ne les lit.")
    length = ChoiceField("Durée", FOR_GOOD, "Choisissez une durée.", default="for_good")
    starts_on = DateField("À partir du")
    ends_on = DateField("Jusqu'au", description="Pour une période seulement.")

    def __init__(self, requested_by: str, **kwargs):
        super().__init__(**kwargs)
        self.requested_by = requested_by
        if not asks_the_question(requested_by, ""):
            del self.discriminatory
        if requested_by == "caregiver":
            del self.direction_facts
        offered = {code: REPLACEMENT_REASONS[code] for code in REASONS_OF[requested_by]}
        self.reason.choices, self.reason.codes = choices(offered, "Choisir…"), frozenset(offered)

    def validate(self, extra_validators=None) -> bool:
        """Each field by itself, then the period as a whole."""
        alone = super().validate(extra_validators)
        wrong = [(field, words) for field, words in self._wrong_period() if not field.errors]
        for field, words in wrong:
            field.errors = [words]
        return alone and not wrong

    def _wrong_period(self):
        if self.length.data != "period" or not self.is_submitted():
            return
        if not self.starts_on.data:
            yield self.starts_on, "Indiquez le premier jour."
        if not self.ends_on.data:
            yield self.ends_on, "Indiquez le dernier jour."
        elif self.starts_on.data and self.ends_on.data < self.starts_on.data:
            yield self.ends_on, "Indiquez une fin qui vient après le début."

    @property
    def request(self) -> dict:
        """The arguments of acts/replacements.open."""
        period = self.length.data == "period"
        return {"requested_by": self.requested_by, "reason": self.reason.data, "details": self.details.data,
                "discriminatory": self.discriminatory.data if self.discriminatory else None,
                "direction_facts": self.direction_facts.data if self.direction_facts else "",
                "for_good": not period, "starts_on": self.starts_on.data,
                "ends_on": self.ends_on.data if period else None}


class ChooseForm(Form):
    """`known` is the relation already chosen that the page showed: a colleague's choice is not overwritten."""

    known = HiddenField()
    caregiver_id = PickField("Intervenante", "Choisissez une intervenante.")
    chosen_why = ChoiceField("Choisie pour", CHOSEN_WHY, "Choisissez ce qui a décidé.",
                             description="Jamais pour un trait personnel.")

    relay = BooleanField("Ouvrir un passage de relais")

    @property
    def known_pairing(self) -> int | None:
        """None when nobody was; what cannot be read fits no relation."""
        typed = self.known.data or "0"
        return (int(typed) if typed.isdecimal() and len(typed) < 10 else -1) or None


class CalledForm(Form):
    """She was called and said yes: one press."""

    caregiver_id = PickField("Intervenante", "Choisissez une intervenante.")


class OtherwiseForm(SlotForm):
    """What was agreed on for a visit nobody covers, `now` being its (day, first minute, minutes). `cannot_wait`: an act of
    the visit forbids to call it off, and to put it off to another day.
    """

    version = IntegerField(validators=[InputRequired("Rechargez la page, puis recommencez.")])
    choice = ChoiceField("Que fait-on de cette intervention\u00a0?", OTHERWISE, "Choisissez une réponse.")
    who = LineField("Qui est d'accord", "Indiquez qui est d'accord.", description="La personne, ou un proche et son nom.")
    agreed_on = DateField("Date de l'accord", "Indiquez la date de cet accord.")

    def __init__(self, now: tuple, cannot_wait: bool, today=None, **kwargs):
        super().__init__(**kwargs)
        self.now, self.cannot_wait, self.today = now, cannot_wait, today
        if cannot_wait:
            left = {code: words for code, words in OTHERWISE.items() if code != "call_off"}
            self.choice.choices, self.choice.codes = choices(left), frozenset(left)

    @property
    def slot(self) -> tuple:
        return self.day.data, self.start.data, self.minutes.data

    def validate(self, extra_validators=None) -> bool:
        """The hour counts only when it changes: one left empty beside another answer is no mistake."""
        if self.choice.data not in AT_ANOTHER_TIME:
            for name in ("day", "start", "minutes"):
                self[name].validators = [_not_asked]
        return super().validate(extra_validators)

    def validate_day(self, field):
        self._said("day")

    def validate_minutes(self, field):
        self._said("minutes")

    def _said(self, name: str) -> None:
        fault = slot_fault(self.choice.data, self.now, self.slot, self.cannot_wait, self.today)
        if None not in self.slot and fault and fault[0] == name:
            raise ValidationError(fault[1])


def _not_asked(form, field):
    field.errors = []
    raise StopValidation()


class JudgeForm(Form):
    verdict = ChoiceField("Peut-on donner suite\u00a0?", JUDGED, "Choisissez une réponse.")
    judged_words = WordsField("Pourquoi", "Dites pourquoi.", description="Lu par la direction seulement.")

    @property
    def is_grantable(self) -> bool:
        return self.verdict.data == "grantable"


class DoorForm(Form):
    """The home refused her: the direction, the same day."""

    safety = WordsField("Comment va la personne\u00a0?", "Dites qui l'a vue ou entendue, et comment elle va.",
                        description="Qui l'a vue ou entendue, quand. Des faits, des mots cités. La personne peut lire ces lignes.")
    decided = WordsField("Ce que vous décidez", "Dites ce que vous décidez.",
                         description="Lu par le bureau. Personne d'autre n'est envoyé pour cette raison.")


class HerChoiceForm(Form):
    choice = ChoiceField("Elle choisit", CAREGIVER_CHOICES, "Choisissez ce qu'elle souhaite.")


class ToldForm(Form):
    told_words = WordsField("Ce qui a été dit, et pourquoi", "Notez ce qui a été dit.",
                       description="La personne peut lire ces lignes.")


class CancelForm(Form):
    cancel_words = WordsField("Pourquoi annuler", "Dites pourquoi.")
