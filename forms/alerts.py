"""What a caregiver says happened to her, and what the office notes at each step. Words are never required of her."""

from wtforms import BooleanField
from wtforms.validators import ValidationError

from database import today
from forms.base import ChoiceField, DateField, Form, LineField, PickField, WordsField, YesNoField
from rules.alert_lists import (
    ALERT_ABOUT,
    ALERT_DAYS,
    ALERT_KINDS,
    ALERT_OUTCOMES,
    ALERT_PLACES,
    HEARD_WHERE,
    HEARD_WITH,
    HOME_HEARD,
    VIEW_MISSING,
)
from rules.alerts import closing_fault, decisions_of, disoriented_fault, when_words

ANSWERS = {"yes": "Je veux une réponse", "no": "Je veux que ce soit noté, sans suite pour l'instant"}
FACTS, QUOTED, SUPPOSED = "Faits constatés", "Propos rapportés", "Suppositions"
FACTS_HINT, QUOTED_HINT = "Ce qui a été vu, sans jugement.", "Les mots exacts, et qui les a dits."
NO_RETURN = ("Vos heures de contrat ne changent pas. Aucune preuve ne vous est demandée. Les autres lisent "
             "«\u00a0mesure d'organisation\u00a0», rien de plus.")
SUPPOSED_HINT = "Au conditionnel\u00a0: ce qui pourrait expliquer."


def listed(people) -> list:
    return [("", "Choisir…"), *((row.id, f"{row.civility} {row.first_name} {row.last_name}") for row in people)]


class AlertForm(Form):
    """As she sends it: one page, one sending. Only what happened and whether she needs help are asked for."""

    kind = ChoiceField("Que vous est-il arrivé\u00a0?", ALERT_KINDS, "Choisissez ce qui ressemble le plus.")
    help_now = YesNoField("Avez-vous besoin d'aide maintenant\u00a0?", "Dites si vous avez besoin d'aide maintenant.")
    place = ChoiceField("Où\u00a0?", ALERT_PLACES)
    person_id = PickField("Chez qui\u00a0?")
    whom = ChoiceField("Qui a fait ou dit cela\u00a0?", ALERT_ABOUT)
    about_id = PickField("Qui au bureau\u00a0?", description="Cette personne ne lira pas votre message.")
    day = ChoiceField("Quand\u00a0?", ALERT_DAYS)
    hour = LineField("Quel jour, vers quelle heure", size=60)
    # The day she pressed "Envoyer": without network it may leave the day after (draft.js).
    written_on = DateField("Écrit le", default=today)
    facts = WordsField("Ce qui s'est passé", description="Avec vos mots. Quelques mots suffisent.")
    quoted = WordsField("Les mots qui ont été dits", description="Comme vous les avez entendus.")
    no_return = YesNoField("Souhaitez-vous ne pas y retourner\u00a0?", description=NO_RETURN)
    share = BooleanField("La coordinatrice de la personne peut lire aussi")
    answer = ChoiceField("Que voulez-vous\u00a0?", ANSWERS, default="yes")

    def offer(self, people, office) -> None:
        self.person_id.choices = listed(people)
        self.about_id.choices = [("", "Choisir…"), *((row.id, row.name) for row in office)]

    def validate_about_id(self, field):
        if self.whom.data == "office" and not field.data:
            raise ValidationError("Choisissez de qui il s'agit\u00a0: cette personne ne lira pas votre message.")

    @property
    def said(self) -> dict:
        """What acts/alerts.report takes. What was not answered is left open, never guessed."""
        office = self.about_id.data if self.whom.data == "office" else None
        return {"kind": self.kind.data, "whom": self.whom.data or "nobody", "about_account_id": office,
                "beneficiary_id": self.person_id.data, "place": self.place.data or ("home" if self.person_id.data else None),
                "happened": when_words(self.day.data, self.hour.data, self.written_on.data, today()),
                "facts": self.facts.data, "quoted": self.quoted.data, "needs_help": self.help_now.is_yes,
                "wants_no_return": self.no_return.is_yes, "wants_answer": self.answer.data != "no",
                "shared": bool(self.share.data)}


class WrittenForm(AlertForm):
    """The same, written for her by somebody else, with her agreement."""

    kind = ChoiceField("Que lui est-il arrivé\u00a0?", ALERT_KINDS, "Choisissez ce qui ressemble le plus.")
    help_now = YesNoField("A-t-elle besoin d'aide maintenant\u00a0?", "Dites si elle a besoin d'aide maintenant.")
    facts = WordsField("Ce qui s'est passé", description="Avec ses mots. Quelques mots suffisent.")
    quoted = WordsField("Les mots qui ont été dits", description="Comme elle les a entendus.")
    no_return = YesNoField("Souhaite-t-elle ne pas y retourner\u00a0?",
                           description="Ses heures de contrat ne changent pas. Aucune preuve ne lui est demandée.")
    answer = ChoiceField("Que veut-elle\u00a0?", {"yes": "Une réponse", "no": "Que ce soit noté, sans suite pour l'instant"},
                         default="yes")
    agreed = BooleanField("Elle est d'accord pour que ce soit écrit ici")

    def validate_agreed(self, field):
        if not field.data:
            raise ValidationError("Demandez-lui d'abord son accord, puis cochez.")


class ColleagueForm(WrittenForm):
    """Sent from the phone of a colleague. No list of names: she is named as on her planning, or nobody is found."""

    colleague = LineField("Son prénom et son nom", "Écrivez son prénom et son nom.")
    colleague_id: int | None = None

    def validate_colleague(self, field):
        if self.colleague_id is None:
            raise ValidationError("Personne ne porte ce nom ici. Écrivez-le comme sur le planning, ou appelez le bureau.")


class PlaceForm(Form):
    """Sent in a hurry: at whose home it was, said afterwards, once."""

    person_id = PickField("Chez qui était-ce\u00a0?", "Choisissez chez qui c'était.")
    by_whom = ChoiceField("Qui a fait ou dit cela\u00a0?", {
        code: ALERT_ABOUT[code] for code in ("beneficiary", "relative", "nobody")})
    go_back = YesNoField("Souhaitez-vous ne pas y retourner\u00a0?", description=NO_RETURN)

    def offer(self, people) -> None:
        self.person_id.choices = listed(people)


class OwnWordsForm(Form):
    """What she adds."""

    words = WordsField("Ajouter quelque chose", "Écrivez ce que vous voulez ajouter.",
                       description="Ce que vous avez déjà écrit reste tel quel.")


class ViewForm(Form):
    """What she thinks of what was done."""

    words = WordsField("Votre avis sur ce qui a été fait", "Écrivez votre avis.", id="avis")


class StepForm(Form):
    """What the office notes: three boxes, and what she reads."""

    facts = WordsField(FACTS, description=FACTS_HINT)
    quoted = WordsField(QUOTED, description=QUOTED_HINT)
    supposed = WordsField(SUPPOSED, description=SUPPOSED_HINT)
    told = WordsField("Ce que vous lui dites", description="Elle lira ces mots sur son téléphone.")

    @property
    def boxes(self) -> dict:
        return {name: value for name, value in self.values.items() if name in ("facts", "quoted", "supposed", "told", "done_on")}


class HeardForm(StepForm):
    facts = WordsField(FACTS, "Écrivez ce qu'elle a dit.", description=f"{FACTS_HINT} Elle relit cette note.")
    done_on = DateField("Entendue le", "Indiquez le jour.")
    alone = BooleanField("Elle a été entendue seule, ou avec la personne de son choix")

    def validate_alone(self, field):
        if not field.data:
            raise ValidationError("Entendez-la seule, ou avec la personne de son choix.")


class ReasonForm(StepForm):
    """A step that does not apply: why is kept."""

    facts = WordsField("Pourquoi", "Écrivez pourquoi.")


class NoteForm(StepForm):
    facts = WordsField(FACTS, "Écrivez ce qui s'est passé.", description=FACTS_HINT)


class HomeHeardForm(StepForm):
    """The side of the home: who was heard, by whom, where, beside whom. The caregiver it is about is in no list here."""

    heard = ChoiceField("Qui avez-vous entendu\u00a0?", HOME_HEARD, "Dites qui a été entendu.")
    done_on = DateField("Le", "Indiquez le jour.")
    heard_by_id = PickField("Par qui\u00a0?", description="Quelqu'un du bureau, jamais l'intervenante.")
    heard_where = ChoiceField("Où\u00a0?", HEARD_WHERE, "Dites où.")
    heard_with = ChoiceField("Qui d'autre était là\u00a0?", HEARD_WITH)
    facts = WordsField(FACTS, "Écrivez ce qui a été dit.", description=FACTS_HINT)

    def offer(self, office, me) -> None:
        """The one who writes, unless she says it was somebody else of the office."""
        self.heard_by_id.choices = [(me.id, me.name), *((row.id, row.name) for row in office if row.id != me.id)]

    @property
    def boxes(self) -> dict:
        return {**super().boxes, "heard": self.heard.data, "heard_where": self.heard_where.data,
                "heard_with": self.heard_with.data, "heard_by_id": self.heard_by_id.data or self.heard_by_id.choices[0][0]}


class AlertDecisionForm(StepForm):
    """One decision. Measures of organisation come first; those of the direction are offered to her alone."""

    choice = ChoiceField("Décision", decisions_of("director"), "Choisissez une décision.")
    disoriented = YesNoField("La personne est-elle désorientée\u00a0?",
                             description="C'est un contexte, pas une excuse\u00a0: cela ne clôt pas l'alerte.")
    facts = WordsField("Raison", "Écrivez la raison de cette décision.")
    told = WordsField("Ce que vous lui dites", "Écrivez ce qu'elle lira sur son téléphone.")
    of_the_home = False

    def __init__(self, role: str = "director", of_the_home: bool = True, **kwargs):
        super().__init__(**kwargs)
        codes = decisions_of(role)
        self.choice.codes, self.of_the_home = frozenset(codes), of_the_home
        self.choice.choices = [choice for choice in self.choice.choices if choice.value in codes]

    def validate_choice(self, field):
        fault = disoriented_fault(field.data, self.disoriented.is_yes)
        if fault:
            raise ValidationError(fault)

    @property
    def boxes(self) -> dict:
        context = "Personne désorientée." if self.disoriented.is_yes else ""
        return {**super().boxes, "choice": self.choice.data, "supposed": "\n".join(
            part for part in (context, self.supposed.data) if part)}


class FollowForm(StepForm):
    facts = WordsField("Des conséquences pour elle\u00a0?", "Écrivez ce qu'elle vous a dit.")
    done_on = DateField("Vue ou appelée le", "Indiquez le jour.")


class CloseForm(Form):
    """How it ends, with her view or why it is missing."""

    choice = ChoiceField("Comment cela se termine", ALERT_OUTCOMES)
    view = WordsField("Son avis, avec ses mots", description="Sinon, dites plus bas pourquoi il manque.")
    missing = ChoiceField("Ou pourquoi son avis manque", VIEW_MISSING)
    early = WordsField("Pourquoi avant la fin du suivi", description="Seulement si le suivi n'est pas terminé.")
    told = WordsField("Ce que vous lui dites", description="Elle lira ces mots sur son téléphone.")
    followed, wants_answer, given, last_days = 0, True, False, 90

    def validate(self, extra_validators=None) -> bool:
        if not super().validate(extra_validators):
            return False
        fault = closing_fault(self.choice.data, self.view.data or ("oui" if self.given else ""), self.missing.data,
                              self.followed, self.early.data, self.wants_answer, self.last_days)
        if fault:
            self[fault[0]].errors = [fault[1]]
        return fault is None

    @property
    def boxes(self) -> dict:
        return {"choice": self.choice.data, "quoted": self.view.data, "missing": self.missing.data,
                "facts": self.early.data, "told": self.told.data}


class ReopenForm(Form):
    facts = WordsField("Pourquoi rouvrir", "Écrivez pourquoi.")

    @property
    def boxes(self) -> dict:
        return {"facts": self.facts.data}


FORMS = {"called": NoteForm, "heard": HeardForm, "protected": NoteForm, "not_protected": ReasonForm, "home_heard": HomeHeardForm,
         "home_not_heard": ReasonForm, "decided": AlertDecisionForm, "followed": FollowForm, "closed": CloseForm,
         "reopened": ReopenForm}
