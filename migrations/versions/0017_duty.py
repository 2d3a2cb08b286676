"""On call: the rota, and the logbook of those who were"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade():
    op.create_table('duty_turn',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('phone', sa.String(length=20), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('starts_at', sa.DateTime(), nullable=False),
    sa.Column('ends_at', sa.DateTime(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=False),
    sa.Column('cancelled_at', sa.DateTime(), nullable=True),
    sa.Column('cancelled_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("ends_at > starts_at", name=op.f('ck_duty_turn_order')),
    sa.CheckConstraint("place BETWEEN 1 AND 3", name=op.f('ck_duty_turn_place')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_duty_turn_account_id_account')),
    sa.ForeignKeyConstraint(['cancelled_by_id'], ['account.id'], name=op.f('fk_duty_turn_cancelled_by_id_account')),
    sa.ForeignKeyConstraint(['created_by_id'], ['account.id'], name=op.f('fk_duty_turn_created_by_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_duty_turn'))
    )
    with op.batch_alter_table('duty_turn') as batch_op:
        batch_op.create_index('ix_duty_turn_account', ['account_id', 'ends_at'], unique=False)
        batch_op.create_index('ix_duty_turn_ends', ['ends_at', 'id'], unique=False)

    op.create_table('duty_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('beneficiary_id', sa.Integer(), nullable=True),
    sa.Column('caregiver_id', sa.Integer(), nullable=True),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('read_at', sa.DateTime(), nullable=True),
    sa.Column('read_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['beneficiary_id'], ['beneficiary.id'], name=op.f('fk_duty_entry_beneficiary_id_beneficiary')),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_duty_entry_by_id_account')),
    sa.ForeignKeyConstraint(['caregiver_id'], ['caregiver.id'], name=op.f('fk_duty_entry_caregiver_id_caregiver')),
    sa.ForeignKeyConstraint(['read_by_id'], ['account.id'], name=op.f('fk_duty_entry_read_by_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_duty_entry'))
    )
    with op.batch_alter_table('duty_entry') as batch_op:
        batch_op.create_index('ix_duty_entry_at', ['at', 'id'], unique=False)
        batch_op.create_index('ix_duty_entry_unread', ['at', 'id'], unique=False, sqlite_where=sa.text("read_at IS NULL"), postgresql_where=sa.text("read_at IS NULL"))

