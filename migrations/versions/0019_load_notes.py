"""The check of the data keys, and what the office noted when it called to ask for news"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade():
    op.create_table('key_check',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('token', sa.Text(), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_key_check'))
    )
    op.create_table('load_note',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('caregiver_id', sa.Integer(), nullable=False),
    sa.Column('called_on', sa.Date(), nullable=False),
    sa.Column('line', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_load_note_by_id_account')),
    sa.ForeignKeyConstraint(['caregiver_id'], ['caregiver.id'], name=op.f('fk_load_note_caregiver_id_caregiver')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_load_note'))
    )
    with op.batch_alter_table('load_note') as batch_op:
        batch_op.create_index('ix_load_note_caregiver', ['caregiver_id', 'called_on', 'id'], unique=False)
