"""An update keeps the skills and the words of a house that was already at work."""

from datetime import datetime

import flask_migrate
import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError

from commands import MIGRATIONS
from database import db
from models import Caregiver, CaregiverSkill, Setting
from tests.houses import KINDS, house

THIS = "0008"
BEFORE = ScriptDirectory(str(MIGRATIONS)).get_revision(THIS).down_revision
AT = datetime(2026, 3, 9)


def fill(connection, settings: dict) -> None:
    """These settings, and a caregiver who lifts with a hoist and speaks wolof, as the version before wrote them."""
    for name, value in settings.items():
        connection.execute(text("INSERT INTO setting (name, value, changed_at) VALUES (:name, :value, :at)"),
                           {"name": name, "value": value, "at": AT})
    her = connection.execute(text(
        "INSERT INTO caregiver (first_name, last_name, search_name, phone, district, qualification, weekly_minutes, "
        "has_vehicle, gender, created_at, version) VALUES ('Aïcha', 'Diallo', ' diallo aicha', '', '', 'care_aide', 1680, "
        ":no, 'woman', :at, 1) RETURNING id"), {"no": False, "at": AT}).scalar_one()
    for what, code in (("skill", "hoist"), ("language", "wo")):
        connection.execute(text("INSERT INTO caregiver_skill (caregiver_id, kind, code) VALUES (:her, :what, :code)"),
                           {"her": her, "what": what, "code": code})


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("typed, words", [
    ({"word_caregiver": "Auxiliaire de vie", "word_caregivers": "auxiliaires", "word_beneficiary": "personne accompagnée"},
     {"word_caregiver": "auxiliaire de vie", "word_beneficiary": "personne accompagnée"}),
    ({"word_caregiver": "aide-soignante à domicile", "word_beneficiary": "Personne âgée", "word_beneficiaries": "personnes"},
     {"word_caregiver": "aide à domicile", "word_beneficiary": "personne aidée"}),
    ({"word_caregiver": "salariée", "word_beneficiary": "usager", "round_tries": "4"}, {"round_tries": "4"}),
])
def test_what_the_house_had_typed_becomes_the_nearest_word_and_nothing_else_moves(kind, tmp_path, typed, words):
    with house(kind, tmp_path, revision=BEFORE) as app, app.app_context():
        with db.engine.begin() as connection:
            fill(connection, typed)
        flask_migrate.upgrade(revision=THIS)
        with db.engine.begin() as connection:
            kept = dict(connection.execute(select(Setting.name, Setting.value)).all())
            assert kept == words
            assert sorted(connection.execute(select(CaregiverSkill.__table__.c.code)).scalars()) == ["hoist", "wo"]
            her = connection.execute(select(Caregiver.__table__.c.id)).scalar_one()
            connection.execute(insert(CaregiverSkill.__table__).values(caregiver_id=her, kind="language", code="br"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_language_of_no_list_is_still_refused_by_the_database(kind, tmp_path):
    with house(kind, tmp_path, revision=BEFORE) as app, app.app_context():
        with db.engine.begin() as connection:
            fill(connection, {})
        flask_migrate.upgrade(revision=THIS)
        with pytest.raises(IntegrityError), db.engine.begin() as connection:
            connection.execute(text("UPDATE caregiver_skill SET code = 'klingon'"))
