"""Whom on call was told that a caregiver needs help now"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0019"


def upgrade():
    op.create_table('alert_danger',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('alert_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('told_at', sa.DateTime(), nullable=False),
    sa.Column('by_message', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_alert_danger_account_id_account')),
    sa.ForeignKeyConstraint(['alert_id'], ['alert.id'], name=op.f('fk_alert_danger_alert_id_alert')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_alert_danger')),
    sa.UniqueConstraint('alert_id', 'account_id', name=op.f('uq_alert_danger_alert_id'))
    )
    with op.batch_alter_table('alert_danger') as batch_op:
        batch_op.create_index(batch_op.f('ix_alert_danger_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_alert_danger_alert_id'), ['alert_id'], unique=False)
