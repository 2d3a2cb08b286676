"""A mediation: its subject, a version in three boxes, points agreed, the check, another mediator."""

from wtforms import HiddenField, IntegerField, SelectMultipleField
from wtforms.validators import ValidationError
from wtforms.widgets import HiddenInput

from database import today
from forms.base import ChoiceField, DateField, Form, LineField, PickField, WordsField, clean, required
from rules.vocabulary import SIDES

PLACES = ("first", "second", "third")
ENDS = {"resolved": "Résolue\u00a0: la relation continue", "complaint": "La personne souhaite faire une réclamation"}


def _not_past(form, field):
    if field.data and field.data < today():
        raise ValidationError("Choisissez un jour à venir.")


class MediationForm(Form):
    subject = WordsField("Objet", "Écrivez ce qui est à régler.", size=1000,
                         description="Des points d'organisation. La personne et l'intervenante peuvent lire ces lignes.")
    check_on = DateField("Vérifier le", "Indiquez quand vérifier.", validators=[_not_past])
    owner_id = PickField("Médiatrice", "Choisissez qui mène la médiation.")


class VersionForm(Form):
    side = ChoiceField("Version de", SIDES, "Choisissez de qui est cette version.")
    spoken_by = LineField("Dite par", description="Par exemple\u00a0: sa fille, en sa présence.")
    facts = WordsField("Faits constatés")
    quoted = WordsField("Propos rapportés", description="Les mots exacts, entre guillemets, et de qui.")
    supposed = WordsField("Suppositions", description="Au conditionnel.")

    def validate(self, extra_validators=None) -> bool:
        if not super().validate(extra_validators):
            return False
        if not (self.facts.data or self.quoted.data or self.supposed.data):
            self.facts.errors = ["Écrivez au moins une ligne dans l'une des trois cases."]
        return not self.facts.errors


class AgreementForm(Form):
    """Up to three points at a time; more are added the same way. `known_…`: the check and the company shown."""

    known_check = DateField("Vérification connue", "Rechargez la page, puis recommencez.", widget=HiddenInput())
    known_company = HiddenField(default="", filters=[clean])

    first_who = LineField("Qui", "Indiquez qui s'engage.")
    first_what = LineField("Fait quoi", "Indiquez ce qui est convenu.", size=500)
    first_by = DateField("Pour le")
    second_who = LineField("Qui")
    second_what = LineField("Fait quoi", size=500)
    second_by = DateField("Pour le")
    third_who = LineField("Qui")
    third_what = LineField("Fait quoi", size=500)
    third_by = DateField("Pour le")
    check_on = DateField("Vérifier l'accord le", "Indiquez quand vérifier.", validators=[_not_past])
    accompanied_by = LineField("Accompagnée ou accompagné par", size=200,
                               description="Chaque côté peut venir avec quelqu'un.")

    def _place(self, place: str) -> tuple:
        return tuple(self[f"{place}_{part}"] for part in ("who", "what", "by"))

    @property
    def places(self) -> list[tuple]:
        return [self._place(place) for place in PLACES]

    @property
    def points(self) -> list[tuple]:
        return [(who.data, what.data, by.data) for who, what, by in self.places if who.data and what.data]

    @property
    def known(self) -> tuple:
        return self.known_check.data, self.known_company.data or ""

    def validate(self, extra_validators=None) -> bool:
        """A point begun is complete: who, and what."""
        whole = super().validate(extra_validators)
        for who, what, by in self.places[1:] if self.is_submitted() else ():
            if (who.data or what.data or by.data) and not (who.data and what.data):
                (what if who.data else who).errors = ["Complétez ce point\u00a0: qui, et fait quoi."]
                whole = False
        return whole


class CheckForm(Form):
    kept = SelectMultipleField("Points tenus", coerce=int, choices=[],
                               description="Cochez ceux qui sont tenus\u00a0; les autres ne le sont pas.")
    outcome = ChoiceField("Issue", ENDS, "Choisissez une issue.")
    outcome_words = WordsField("En quelques mots", "Dites comment elle se termine.",
                               description="La personne et l'intervenante peuvent lire ces lignes.")


class HandOverForm(Form):
    """`owner_id` is the mediator the page showed: if it is no longer she, nothing is handed over."""

    owner_id = IntegerField(widget=HiddenInput(), validators=required("Rechargez la page, puis recommencez."))
    new_owner_id = PickField("Nouvelle médiatrice", "Choisissez à qui la confier.",
                             description="Elle lira les versions déjà recueillies.")
