"""A hand asked for, and the lines that answer it"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade():
    op.create_table('help_request',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('caregiver_id', sa.Integer(), nullable=False),
    sa.Column('first_id', sa.Integer(), nullable=False),
    sa.Column('but_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.Text(), nullable=True),
    sa.Column('words', sa.Text(), nullable=True),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('waits_since', sa.DateTime(), nullable=True),
    sa.Column('follow_on', sa.Date(), nullable=True),
    sa.Column('closed_at', sa.DateTime(), nullable=True),
    sa.CheckConstraint('kind IS NOT NULL', name=op.f('ck_help_request_told')),
    sa.ForeignKeyConstraint(['but_id'], ['account.id'], name=op.f('fk_help_request_but_id_account')),
    sa.ForeignKeyConstraint(['caregiver_id'], ['caregiver.id'], name=op.f('fk_help_request_caregiver_id_caregiver')),
    sa.ForeignKeyConstraint(['first_id'], ['account.id'], name=op.f('fk_help_request_first_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_help_request'))
    )
    with op.batch_alter_table('help_request') as batch_op:
        batch_op.create_index(batch_op.f('ix_help_request_caregiver_id'), ['caregiver_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_help_request_first_id'), ['first_id'], unique=False)
        batch_op.create_index('ix_help_request_follow', ['follow_on'], unique=False)
        batch_op.create_index('ix_help_request_waiting', ['waits_since'], unique=False, sqlite_where=sa.text('waits_since IS NOT NULL'), postgresql_where=sa.text('waits_since IS NOT NULL'))

    op.create_table('help_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('help_request_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('words', sa.Text(), nullable=True),
    sa.Column('closes', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_help_step_by_id_account')),
    sa.ForeignKeyConstraint(['help_request_id'], ['help_request.id'], name=op.f('fk_help_step_help_request_id_help_request')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_help_step'))
    )
    with op.batch_alter_table('help_step') as batch_op:
        batch_op.create_index(batch_op.f('ix_help_step_help_request_id'), ['help_request_id'], unique=False)
