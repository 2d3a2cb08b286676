"""A second factor: its keys, the codes on paper, who reset it; and on each session, when it was given

The sessions open at the update gave none: those who need one are asked for it at their next page.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade():
    op.create_table('factor_reset',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_factor_reset_account_id_account')),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_factor_reset_by_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_factor_reset'))
    )
    op.create_table('recovery_code',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('code_hash', sa.String(length=64), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('used_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_recovery_code_account_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recovery_code')),
    sa.UniqueConstraint('code_hash', name=op.f('uq_recovery_code_code_hash'))
    )
    with op.batch_alter_table('recovery_code') as batch_op:
        batch_op.create_index(batch_op.f('ix_recovery_code_account_id'), ['account_id'], unique=False)

    op.create_table('second_factor',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('secret', sa.Text(), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(), nullable=False),
    sa.Column('last_step', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_second_factor_account_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_second_factor')),
    sa.UniqueConstraint('account_id', name=op.f('uq_second_factor_account_id'))
    )
    op.create_table('factor_reset_seen',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('reset_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('seen_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_factor_reset_seen_account_id_account')),
    sa.ForeignKeyConstraint(['reset_id'], ['factor_reset.id'], name=op.f('fk_factor_reset_seen_reset_id_factor_reset')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_factor_reset_seen')),
    sa.UniqueConstraint('reset_id', 'account_id', name='uq_factor_reset_seen_reset_account')
    )
    with op.batch_alter_table('factor_reset_seen') as batch_op:
        batch_op.create_index('ix_factor_reset_seen_waiting', ['account_id'], unique=False, sqlite_where=sa.text('seen_at IS NULL'), postgresql_where=sa.text('seen_at IS NULL'))

    with op.batch_alter_table('session') as batch_op:
        batch_op.add_column(sa.Column('factor_at', sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column('proved_at', sa.DateTime(), nullable=True))
