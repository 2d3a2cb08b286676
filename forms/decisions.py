"""The decision of a point à deux voix, with what a médiation or a remplacement needs to be opened."""

from wtforms.validators import ValidationError

from database import today
from forms.base import ChoiceField, CodeField, DateField, Form, PickField, WordsField, choices
from rules.decisions import Choice
from rules.mediations import REFUSED
from rules.replacements import MISFIT_OF_THE_OTHER, QUESTION, asks_the_question
from rules.vocabulary import (
    DISCRIMINATORY,
    MILESTONES,
    OUTCOMES,
    REASONS_FOR_DIRECTION,
    REPLACEMENT_REASONS,
    REQUESTERS,
)

# What may come out of a point à deux voix; the other reasons are planning.
FROM_A_ROUND = ("misfit_beneficiary", "misfit_caregiver", "schedule_clash", "intimate_care_wish")
NEXT = {code: words for code, words in MILESTONES.items() if code != "second_visit"}
TELL_HER = "Écrivez ce que vous dites à l'intervenante."
BY_VOICE_FIRST = "Laissez vide\u00a0: l'intervenante est d'abord prévenue de vive voix."


def _to_come(form, field):
    if field.data and field.data <= today():
        raise ValidationError("Choisissez un jour à venir.")


class TellForm(Form):
    """What the caregiver reads, written once she was told by voice."""

    words_to_her = WordsField("Ce que vous dites à l'intervenante", TELL_HER, size=2000,
                              description="Elle lira ces mots sur son téléphone. Ils ne changent plus ensuite.")


class DecisionForm(Form):
    """A mediation needs its subject, its check and its owner; a replacement its reason, and the question."""

    outcome = ChoiceField("Votre décision", OUTCOMES, "Choisissez une décision.")
    reason = WordsField("Pourquoi", "Dites pourquoi.", size=2000,
                        description="Des faits, des mots cités. La personne peut lire ces lignes.")
    told_words = WordsField("Ce que vous dites à l'intervenante", size=2000,
                            description="Elle lira ces mots, et eux seuls, sur son téléphone.")
    next_milestone = CodeField("Prochain point", NEXT, "Choisissez le prochain point.")
    next_round_on = DateField("Le", "Indiquez la date du prochain point.", validators=[_to_come])
    subject = WordsField("Objet de la médiation", size=1000,
                         description="Des points d'organisation. La personne et l'intervenante peuvent lire ces lignes.")
    check_on = DateField("Vérifier l'accord le", validators=[_to_come])
    owner_id = PickField("Médiatrice")
    requested_by = ChoiceField("Demandé par", REQUESTERS)
    request_reason = CodeField("Raison du remplacement", {})
    discriminatory = ChoiceField(QUESTION, DISCRIMINATORY, description=(
        "Pour toute demande venue de la personne ou de ses proches, même si elle n'est pas dite ainsi. "
        "Elle n'est pas posée à l'intervenante."))
    direction_facts = WordsField("Pour la direction seulement",
                                 description="Les mots exacts, ou les faits à examiner. Personne d'autre ne les lit.")

    def __init__(self, owners: list, for_direction: bool, **kwargs):
        super().__init__(**kwargs)
        codes = [*FROM_A_ROUND, *(sorted(REASONS_FOR_DIRECTION) if for_direction else ())]
        offered = {code: REPLACEMENT_REASONS[code] for code in codes}
        self.request_reason.choices, self.request_reason.codes = choices(offered, "Choisir…"), frozenset(offered)
        self.owner_id.choices = owners

    def check(self, measure: bool, mediating: bool, judged_first: bool = False) -> bool:
        """Each field by itself, then what the chosen outcome needs. `measure`: a mesure d'organisation stands;
        `judged_first`: a request of the person's side goes to the direction whatever is answered.
        """
        alone = self.validate()
        needed = {"fit": self._fit, "mediation": lambda: self._mediation(measure, mediating),
                  "replacement": lambda: self._replacement(judged_first)}.get(self.outcome.data, list)
        wrong = [(field, words) for field, words in needed() if not field.errors]
        for field, words in wrong:
            field.errors = [*field.errors, words]
        return alone and not wrong

    def _fit(self):
        if not self.told_words.data:
            yield self.told_words, TELL_HER

    def _mediation(self, measure: bool, mediating: bool):
        if measure:
            yield self.outcome, REFUSED
        if mediating:
            yield self.outcome, "Une médiation est déjà ouverte pour cette relation."
        for field, words in ((self.told_words, TELL_HER), (self.subject, "Écrivez ce qui est à régler."),
                             (self.check_on, "Indiquez quand vérifier."), (self.owner_id, "Choisissez qui la mène.")):
            if not field.data:
                yield field, words

    def _replacement(self, judged_first: bool):
        asker, reason, said = self.requested_by.data or "", self.request_reason.data or "", self.discriminatory.data
        if not asker:
            yield self.requested_by, "Choisissez qui demande."
        if not reason:
            yield self.request_reason, "Choisissez une raison."
        if reason and reason == MISFIT_OF_THE_OTHER.get(asker):
            yield self.request_reason, "Cette raison est celle de l'autre côté\u00a0: changez la raison ou qui demande."
        asked = asks_the_question(asker, reason) if asker else False
        if asked and not said:
            yield self.discriminatory, "Répondez à la question\u00a0: Oui, Non ou Doute."
        if asker and said and not asked:
            yield self.discriminatory, "Laissez vide\u00a0: la question n'est pas posée pour cette demande."
        by_voice = said in ("yes", "doubt") or (said == "no" and judged_first)
        if by_voice == bool(self.told_words.data):
            yield self.told_words, BY_VOICE_FIRST if by_voice else TELL_HER

    @property
    def choice(self) -> Choice:
        """What acts/decisions.decide receives."""
        mediation = {"subject": self.subject.data, "check_on": self.check_on.data, "owner_id": self.owner_id.data}
        asked = {"requested_by": self.requested_by.data, "reason": self.request_reason.data,
                 "discriminatory": self.discriminatory.data, "direction_facts": self.direction_facts.data}
        outcome = self.outcome.data
        return Choice(outcome, self.reason.data, self.told_words.data, self.next_milestone.data,
                      self.next_round_on.data, mediation=mediation if outcome == "mediation" else {},
                      replacement=asked if outcome == "replacement" else {})
