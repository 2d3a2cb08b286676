"""What a caregiver sends from her phone: a word to the office, her side of a round, an addition to it."""

from forms.base import ChoiceField, Form, WordsField
from rules.vocabulary import CAREGIVER_QUESTIONS, RELATION_WISHES, RESPONDENT_QUESTIONS, SCALE, WORD_KINDS

# Asked of both sides, then of her alone.
ASKED = {**RESPONDENT_QUESTIONS, **CAREGIVER_QUESTIONS}


def _question(code: str, about: str):
    return ChoiceField(ASKED[code], SCALE, f"Choisissez une réponse\u00a0: {about}.")


class WordForm(Form):
    kind = ChoiceField("Que voulez-vous dire\u00a0?", WORD_KINDS, "Choisissez : Tout va bien, À savoir ou Rappelez-moi.")
    words = WordsField("Quelques mots", description="Des faits, des mots cités. La personne peut lire ces lignes.")


class AnswerForm(Form):
    """Her side: the questions asked of everyone, those asked of her alone, two texts, her wish."""

    hours_fit = _question("hours_fit", "les horaires")
    tasks_clear = _question("tasks_clear", "ce qui est à faire")
    respected = _question("respected", "le respect")
    feels_safe = _question("feels_safe", "la sécurité")
    too_heavy = _question("too_heavy", "les gestes")
    outside_plan = _question("outside_plan", "les tâches non prévues")
    goes_well = WordsField("Ce qui va bien")
    should_change = WordsField("Ce qui devrait changer", description="Des faits, des mots cités.")
    wish = ChoiceField("Que souhaitez-vous\u00a0?", RELATION_WISHES, "Choisissez ce que vous souhaitez.")

    @property
    def scales(self):
        return [self[code] for code in ASKED]


class AddendumForm(Form):
    words = WordsField("Ajouter quelque chose", "Écrivez ce que vous voulez ajouter.",
                       description="Vos premières réponses restent comme vous les avez données.")
