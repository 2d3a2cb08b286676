"""A request to replace a caregiver, and what each step of it asks."""

from datetime import date

from wtforms import BooleanField, HiddenField, IntegerField
from wtforms.validators import InputRequired, StopValidation, ValidationError

from database import today
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
from rules.covering import AT_ANOTHER_TIME, slot_fault, time_choice
from rules.hours import short_day
from rules.replacements import END_OF_CONTRACT, QUESTION, REASONS_OF, WISH, asks_the_question, period_faults
from rules.vocabulary import (
    CAREGIVER_CHOICES,
    CHOSEN_WHY,
    DISCRIMINATORY,
    REPLACEMENT_REASONS,
    SPOKEN_TO,
    TOLD_HOW,
    VISIT_CHOICES,
)

OTHERWISE = {code: VISIT_CHOICES[code] for code in ("move", "shorten", "family", "call_off")}
FOR_GOOD = {"for_good": "Pour de bon", "period": "Pour une période"}
WISHED = {"woman": "Une femme", "man": "Un homme"}
FIRST_WITHOUT = "Pour une fin de contrat\u00a0: le premier jour sans elle."
UNTIL_KNOWN = "Pour une fin de contrat, laissez vide\u00a0: ce sera le {}, le lendemain de son dernier jour."
# Who agreed, where the button says that she did.
THE_PERSON = "la personne"
ONE_OF_TWO = "Un nom est écrit\u00a0: effacez-le si la personne est d'accord elle-même, ou choisissez «\u00a0Enregistrer\u00a0»."
CHOOSE_ONE = "Choisissez une femme ou un homme."
JUDGED = {"grantable": "Oui\u00a0: le remplacement s'organise", "not_grantable": "Non\u00a0: nous ne pouvons pas y donner suite"}


class ReplacementForm(Form):
    """Who asks is known before the form: the question is on it for the person's side, and on no other.

    `known_end`: the first day without her, when the end of her contract is known.
    """

    reason = CodeField("Raison", {}, "Choisissez une raison.")
    discriminatory = ChoiceField(QUESTION, DISCRIMINATORY, "Répondez à la question\u00a0: Oui, Non ou Doute.",
                                 description="Même si elle n'est pas dite ainsi. En cas de doute, la direction répond.")
    details = WordsField("Ce qui est dit", description="Des faits, des mots cités. La personne peut lire ces lignes.")
    direction_facts = WordsField("Pour la direction seulement",
                                 description="Les mots exacts, ou les faits à examiner. Personne d'autre ne les lit.")
    wished = ChoiceField("Pour les soins intimes, la personne souhaite", WISHED,
                         description="Seulement si la raison est «\u00a0Souhait pour les soins intimes\u00a0».")
    length = ChoiceField("Durée", FOR_GOOD, "Choisissez une durée.", default="for_good")
    starts_on = DateField("À partir du")
    ends_on = DateField("Jusqu'au", description="Pour une période seulement.")

    def __init__(self, requested_by: str, known_end: date | None = None, **kwargs):
        super().__init__(**kwargs)
        self.requested_by, self.known_end = requested_by, known_end
        if END_OF_CONTRACT in REASONS_OF[requested_by]:
            self.starts_on.description = UNTIL_KNOWN.format(short_day(known_end)) if known_end else FIRST_WITHOUT
        if not asks_the_question(requested_by, ""):
            del self.discriminatory
            del self.wished
        if requested_by == "caregiver":
            del self.direction_facts
        offered = {code: REPLACEMENT_REASONS[code] for code in REASONS_OF[requested_by]}
        self.reason.choices, self.reason.codes = choices(offered, "Choisir…"), frozenset(offered)

    def validate(self, extra_validators=None) -> bool:
        """Each field by itself, then the period as a whole."""
        alone = super().validate(extra_validators)
        wrong = [(field, words) for field, words in (*self._wrong_wish(), *self._wrong_period()) if not field.errors]
        for field, words in wrong:
            field.errors = [words]
        return alone and not wrong

    def _wrong_wish(self):
        if self.wished and self.reason.data == WISH and not self.wished.data:
            yield self.wished, CHOOSE_ONE

    def _wrong_period(self):
        if self.is_submitted() and self.length.data:
            for name, words in period_faults(self.reason.data, self.length.data != "period", self.first_day,
                                             self.ends_on.data, today()):
                yield self[name], words

    @property
    def first_day(self) -> date | None:
        """The end of her contract, when it is known, is the day of a request about it."""
        known = self.known_end if self.reason.data == END_OF_CONTRACT else None
        return self.starts_on.data or known

    @property
    def request(self) -> dict:
        """The arguments of acts/replacements.open."""
        period = self.length.data == "period"
        return {"requested_by": self.requested_by, "reason": self.reason.data, "details": self.details.data,
                "discriminatory": self.discriminatory.data if self.discriminatory else None,
                "direction_facts": self.direction_facts.data if self.direction_facts else "",
                "wished": self.wished.data if self.wished and self.reason.data == WISH else None,
                "for_good": not period, "starts_on": self.first_day,
                "ends_on": self.ends_on.data if period else None}


class GrantForm(Form):
    """One press; woman or man is asked only where the request does not say it."""

    wished = ChoiceField("La personne souhaite", WISHED, CHOOSE_ONE)

    def __init__(self, known: str | None = None, **kwargs):
        super().__init__(**kwargs)
        if known:
            del self.wished


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
    the visit forbids to call it off, and to put it off to another day. Another hour typed says by itself that it moves.
    """

    version = IntegerField(validators=[InputRequired("Rechargez la page, puis recommencez.")])
    choice = ChoiceField("Que fait-on de cette intervention\u00a0?", OTHERWISE, "Choisissez une réponse.")
    who = LineField("Qui est d'accord", "Indiquez qui est d'accord.", description="La personne, ou un proche et son nom.")
    agreed_on = DateField("Date de l'accord", "Indiquez la date de cet accord.")
    # The button that says so; what is typed beside it would be somebody else's agreement.
    with_person = BooleanField("La personne est d'accord")

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
        if not self.choice.data and None not in self.slot:
            self.choice.data = time_choice(self.now, self.slot)
        if self.with_person.data and self.choice.data != "family":
            self.who.data = self.who.data or THE_PERSON
        if self.choice.data not in AT_ANOTHER_TIME:
            for name in ("day", "start", "minutes"):
                self[name].validators = [_not_asked]
        return super().validate(extra_validators)

    def validate_who(self, field):
        if self.with_person.data and field.data != THE_PERSON:
            raise ValidationError(ONE_OF_TWO)

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


class RequesterToldForm(Form):
    """`to_person`: the answer goes to the person or to hers; a caregiver reads it on her own page."""

    how = ChoiceField("Comment l'avez-vous dit\u00a0?", TOLD_HOW, "Choisissez\u00a0: téléphone, courrier ou visite.")
    told_to = ChoiceField("À qui\u00a0?", SPOKEN_TO, "Choisissez à qui.", default="person")
    told_name = LineField("Son nom, si c'est quelqu'un d'autre")
    told_words = WordsField("Ce qui a été dit, et pourquoi", "Notez ce qui a été dit.",
                       description="La personne peut lire ces lignes.")


    def __init__(self, to_person: bool, **kwargs):
        super().__init__(**kwargs)
        self.to_person = to_person
        if not to_person:
            del self.how, self.told_to, self.told_name

    def validate_told_to(self, field):
        if field.data in ("relative", "guardian") and not self.told_name.data:
            raise ValidationError("Indiquez le nom de qui l'a appris.")

    @property
    def told(self) -> tuple:
        """(how, to whom, her name) of an answer to the person's side."""
        if not self.to_person:
            return ()
        other = self.told_to.data != "person"
        return self.how.data, self.told_to.data, self.told_name.data if other else ""


class CancelForm(Form):
    cancel_words = WordsField("Pourquoi annuler", "Dites pourquoi.")
