"""What one voice says, as the office types it during a call, at a visit or from a paper; and what goes around it."""

from wtforms import BooleanField
from wtforms.validators import ValidationError

from database import today
from forms.base import ChoiceField, CodeField, DateField, Form, LineField, WordsField, YesNoField, required
from rules.rounds import OFFICE_CHANNELS
from rules.triage import HERS, SHARED
from rules.vocabulary import CAREGIVER_QUESTIONS, RELATION_WISHES, RESPONDENT_QUESTIONS, SCALE, VOICES

# On the sheet one line holds the three voices.
SHORT = {"person": "La personne", "relative": "Un proche", "guardian": "Le tuteur"}
QUESTIONS = {**RESPONDENT_QUESTIONS, **CAREGIVER_QUESTIONS}


def question(code: str):
    """One question of the scale; what is missing says which one."""
    subject = {**SHARED, **HERS}[code].lower()
    return ChoiceField(QUESTIONS[code], SCALE, f"Choisissez une réponse\u00a0: {subject}.")


def to_come(form, field):
    if field.data and field.data < today():
        raise ValidationError("Choisissez aujourd'hui ou un jour à venir.")


class SaidForm(Form):
    """The questions asked of everyone."""

    hours_fit = question("hours_fit")
    tasks_clear = question("tasks_clear")
    respected = question("respected")
    goes_well = WordsField("Ce qui va bien")
    should_change = WordsField("Ce qui devrait changer")
    wish = ChoiceField("Et maintenant\u00a0?", RELATION_WISHES, "Choisissez ce que cette voix souhaite.")
    channel = CodeField("Par", OFFICE_CHANNELS, "Choisissez comment la réponse est venue.", default="call")

    @property
    def scales(self) -> list:
        return [self.hours_fit, self.tasks_clear, self.respected]

    @property
    def spoken_name(self) -> str:
        return ""

    @property
    def is_present(self) -> bool:
        return False


class PersonForm(SaidForm):
    """The person's side: up to three voices, each apart."""

    voice = ChoiceField("Qui répond\u00a0?", SHORT, "Choisissez qui répond.", default="person")
    may_pass_on = BooleanField("Peut-on le lui transmettre\u00a0?")
    spoken_by = LineField("Nom du proche")
    caregiver_present = YesNoField("L'intervenante est-elle présente\u00a0?", "Indiquez si l'intervenante est présente.")

    @property
    def spoken_name(self) -> str:
        return self.spoken_by.data if self.voice.data != "person" else ""

    @property
    def is_present(self) -> bool:
        return self.caregiver_present.is_yes


class CaregiverForm(SaidForm):
    """The caregiver's side, typed for her, with her agreement: everything she can do the office can enter."""

    voice = ChoiceField("Qui répond\u00a0?", {"caregiver": VOICES["caregiver"]}, "Choisissez qui répond.",
                        default="caregiver")
    feels_safe = question("feels_safe")
    too_heavy = question("too_heavy")
    outside_plan = question("outside_plan")
    agreed = BooleanField("Elle est d'accord pour que le bureau saisisse ses réponses",
                          validators=required("Demandez-lui son accord, puis cochez."))

    @property
    def scales(self) -> list:
        return [*super().scales, self.feels_safe, self.too_heavy, self.outside_plan]


class TryForm(Form):
    call_again_on = DateField("Rappeler le", "Indiquez quand rappeler.", validators=[to_come])
    note = LineField("Note", size=250, description="Par exemple\u00a0: messagerie, de préférence le matin.")


class ComplementForm(Form):
    words = WordsField("Complément", "Écrivez le complément.",
                       description="Les premières paroles restent telles qu'elles ont été dites.")


class TakeUpForm(Form):
    note = WordsField("Ce que vous faites", "Dites ce que vous faites.", size=1000,
                      description="Des faits, des mots cités. La personne peut lire ces lignes.")


class WordReplyForm(Form):
    """Words she reads. Closing may go without, when she was called; keeping it open may not."""

    reply = WordsField("Votre réponse", description="Elle la lit sur son téléphone.")
    keep_open = BooleanField("Garder ce mot dans la liste\u00a0: il reste quelque chose à faire")

    def validate_keep_open(self, field):
        if field.data and not self.reply.data:
            raise ValidationError("Écrivez une réponse, ou décochez.")
