"""Settings on screen: their history, more languages, the words of the house from closed lists

The words typed so far become the nearest pair of the lists: one word is enough, its plural follows from it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

CODE = "code IN ('disorientation', 'end_of_life', 'hoist', 'meals_textured', 'sign_language', 'disability', {})"
LANGUAGES = ("sq", "de", "gsw", "am", "en", "ar", "hy", "bm", "eu", "bn", "ber", "br", "bg", "ca", "zh", "zdj", "co", "gcf",
             "gcr", "ht", "rcf", "prs", "es", "nl", "fr", "ka", "el", "hi", "hu", "it", "kab", "km", "ku", "lsf", "lo",
             "ln", "mg", "oc", "ur", "ps", "fa", "ff", "pl", "pt", "ro", "ru", "sr", "snk", "ta", "tr", "uk", "vi", "wo")
# What a word typed by hand looks like, and the word of the list it becomes; anything else becomes the default.
NEAREST = {
    "word_caregiver": (("auxiliaire", "auxiliaire de vie"), ("avs", "auxiliaire de vie"), ("aide", "aide à domicile")),
    "word_beneficiary": (("accompagn", "personne accompagnée"), ("personne", "personne aidée"), ("aidé", "personne aidée")),
}


def upgrade():
    op.create_table('setting_change',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('old_value', sa.Text(), nullable=False),
    sa.Column('new_value', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_setting_change_by_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_setting_change'))
    )
    with op.batch_alter_table('setting_change') as batch_op:
        batch_op.create_index(batch_op.f('ix_setting_change_name'), ['name'], unique=False)
    _more_languages()
    _words_from_the_lists()


def _more_languages():
    codes, name = CODE.format(", ".join(f"'{code}'" for code in LANGUAGES)), op.f("ck_caregiver_skill_code")
    with op.batch_alter_table("caregiver_skill") as batch_op:
        batch_op.drop_constraint(name, type_="check")
        batch_op.create_check_constraint(name, codes)


def _words_from_the_lists():
    setting = sa.table("setting", sa.column("name", sa.String), sa.column("value", sa.Text))
    connection = op.get_bind()
    for name, nearest in NEAREST.items():
        typed = connection.execute(sa.select(setting.c.value).where(setting.c.name == name)).scalar()
        if typed is None:
            continue
        word = next((word for sign, word in nearest if sign in typed.lower()), None)
        same = setting.c.name == name
        connection.execute(sa.update(setting).where(same).values(value=word) if word else sa.delete(setting).where(same))
    connection.execute(sa.delete(setting).where(setting.c.name.in_(("word_caregivers", "word_beneficiaries"))))
