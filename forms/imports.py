"""What the office sends to import: a file, what each of its columns is, a choice, an agreement."""

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, IntegerField
from wtforms.validators import InputRequired, ValidationError

from forms.base import CodeField, Form, LineField
from rules.import_columns import FIELDS, missing
from rules.imports import KINDS

NOT_USED = "Ne pas utiliser"
TWICE = "Deux colonnes ne peuvent pas dire la même chose. Gardez-en une."


class UploadForm(Form):
    file = FileField("Fichier à importer", validators=[FileRequired("Choisissez un fichier.")], description=(
        "Un fichier CSV, exporté de votre logiciel de planning. 8\u00a0Mo au plus."))
    kind = CodeField("Ce qu'il contient", KINDS, empty="À reconnaître d'après ses colonnes")


class KindForm(Form):
    """A file taken for another kind."""

    kind = CodeField("Ce que contient ce fichier", KINDS, missing="Choisissez ce que contient ce fichier.")


class ColumnsForm(Form):
    """One select a column; `mapping` is {field: index of the column}. Built by `columns_form`."""

    kind = "visits"
    places: dict = {}

    @property
    def mapping(self) -> dict[str, int]:
        return {self[name].data: place for place, name in self.places.items() if self[name].data}

    def validate(self, extra_validators=None) -> bool:
        whole, seen = super().validate(extra_validators), set()
        for name in self.places.values():
            said = self[name].data
            if said and said in seen:
                self[name].errors = [TWICE]
                whole = False
            seen.add(said)
        lacking = missing(self.kind, self.mapping)
        if lacking:
            self.form_errors = [f"Dites quelle colonne donne\u00a0: {', '.join(lacking)}."]
        return whole and not lacking


def columns_form(kind: str, columns, **kwargs) -> ColumnsForm:
    """For the columns (queries/imports.py `Column`) of one file; those never kept are left out by the caller."""
    words = {code: field.words for code, field in FIELDS[kind].items()}
    parts = {f"column_{column.index}": CodeField(column.title or f"Colonne {column.index + 1}", words, empty=NOT_USED,
                                                 default=column.field) for column in columns}
    places = {column.index: f"column_{column.index}" for column in columns}
    return type("ColumnsOfFile", (ColumnsForm,), {**parts, "kind": kind, "places": places})(**kwargs)


class ChoiceForm(Form):
    """A proposed duplicate: who it is; 0, another person."""

    person_id = IntegerField(validators=[InputRequired("Choisissez une réponse.")])


class BeginForm(Form):
    confirm_many = BooleanField("J'ai vérifié\u00a0: ces interventions sont bien à annuler")


class FolderForm(Form):
    """Empty: no folder is watched. `fault` says in French why a folder cannot be."""

    import_folder = LineField("Dossier surveillé", size=400, description=(
        "Le chemin complet, sur ce serveur. Laissez vide pour ne rien surveiller."))
    fault = staticmethod(lambda path: "")

    def validate_import_folder(self, field):
        said = self.fault(field.data) if field.data else ""
        if said:
            raise ValidationError(said)
