"""Alerts, their steps, and the coordinators allowed to read"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade():
    op.create_table('alert',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('caregiver_id', sa.Integer(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('agreed', sa.Boolean(), nullable=False),
    sa.Column('beneficiary_id', sa.Integer(), nullable=True),
    sa.Column('about_account_id', sa.Integer(), nullable=True),
    sa.Column('directed', sa.String(length=30), nullable=False),
    sa.Column('first_id', sa.Integer(), nullable=False),
    sa.Column('second_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(length=30), nullable=False),
    sa.Column('kind', sa.Text(), nullable=True),
    sa.Column('whom', sa.Text(), nullable=True),
    sa.Column('place', sa.Text(), nullable=True),
    sa.Column('happened', sa.Text(), nullable=True),
    sa.Column('facts', sa.Text(), nullable=True),
    sa.Column('quoted', sa.Text(), nullable=True),
    sa.Column('needs_help', sa.Boolean(), nullable=False),
    sa.Column('wants_no_return', sa.Boolean(), nullable=False),
    sa.Column('wants_answer', sa.Boolean(), nullable=False),
    sa.Column('measure_id', sa.Integer(), nullable=True),
    sa.Column('reported_at', sa.DateTime(), nullable=False),
    sa.Column('helped_at', sa.DateTime(), nullable=True),
    sa.Column('helped_by_id', sa.Integer(), nullable=True),
    sa.Column('escalated_at', sa.DateTime(), nullable=True),
    sa.Column('decided_at', sa.DateTime(), nullable=True),
    sa.Column('follow_on', sa.Date(), nullable=True),
    sa.Column('call_asked_at', sa.DateTime(), nullable=True),
    sa.Column('closed_at', sa.DateTime(), nullable=True),
    sa.CheckConstraint("directed IN ('referent', 'direction', 'outside')", name=op.f('ck_alert_directed')),
    sa.CheckConstraint("state IN ('reported', 'acknowledged', 'heard', 'decided', 'closed')", name=op.f('ck_alert_state')),
    sa.CheckConstraint('kind IS NOT NULL AND whom IS NOT NULL', name=op.f('ck_alert_told')),
    sa.ForeignKeyConstraint(['about_account_id'], ['account.id'], name=op.f('fk_alert_about_account_id_account')),
    sa.ForeignKeyConstraint(['author_id'], ['account.id'], name=op.f('fk_alert_author_id_account')),
    sa.ForeignKeyConstraint(['beneficiary_id'], ['beneficiary.id'], name=op.f('fk_alert_beneficiary_id_beneficiary')),
    sa.ForeignKeyConstraint(['caregiver_id'], ['caregiver.id'], name=op.f('fk_alert_caregiver_id_caregiver')),
    sa.ForeignKeyConstraint(['first_id'], ['account.id'], name=op.f('fk_alert_first_id_account')),
    sa.ForeignKeyConstraint(['helped_by_id'], ['account.id'], name=op.f('fk_alert_helped_by_id_account')),
    sa.ForeignKeyConstraint(['measure_id'], ['pair_measure.id'], name=op.f('fk_alert_measure_id_pair_measure')),
    sa.ForeignKeyConstraint(['second_id'], ['account.id'], name=op.f('fk_alert_second_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_alert'))
    )
    with op.batch_alter_table('alert') as batch_op:
        batch_op.create_index(batch_op.f('ix_alert_beneficiary_id'), ['beneficiary_id'], unique=False)
        batch_op.create_index('ix_alert_calling', ['reported_at'], unique=False, sqlite_where=sa.text('needs_help = 1 AND helped_at IS NULL'), postgresql_where=sa.text('needs_help AND helped_at IS NULL'))
        batch_op.create_index(batch_op.f('ix_alert_caregiver_id'), ['caregiver_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_alert_first_id'), ['first_id'], unique=False)
        batch_op.create_index('ix_alert_follow', ['follow_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_alert_second_id'), ['second_id'], unique=False)
        batch_op.create_index('ix_alert_unread', ['reported_at'], unique=False, sqlite_where=sa.text("state = 'reported'"), postgresql_where=sa.text("state = 'reported'"))

    op.create_table('alert_share',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('alert_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('given_at', sa.DateTime(), nullable=False),
    sa.Column('given_by_id', sa.Integer(), nullable=False),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.Column('ended_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_alert_share_account_id_account')),
    sa.ForeignKeyConstraint(['alert_id'], ['alert.id'], name=op.f('fk_alert_share_alert_id_alert')),
    sa.ForeignKeyConstraint(['ended_by_id'], ['account.id'], name=op.f('fk_alert_share_ended_by_id_account')),
    sa.ForeignKeyConstraint(['given_by_id'], ['account.id'], name=op.f('fk_alert_share_given_by_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_alert_share'))
    )
    with op.batch_alter_table('alert_share') as batch_op:
        batch_op.create_index(batch_op.f('ix_alert_share_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_alert_share_alert_id'), ['alert_id'], unique=False)

    op.create_table('alert_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('alert_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('done_on', sa.Date(), nullable=True),
    sa.Column('choice', sa.Text(), nullable=True),
    sa.Column('missing', sa.Text(), nullable=True),
    sa.Column('facts', sa.Text(), nullable=True),
    sa.Column('quoted', sa.Text(), nullable=True),
    sa.Column('supposed', sa.Text(), nullable=True),
    sa.Column('told', sa.Text(), nullable=True),
    sa.CheckConstraint("kind IN ('acknowledged', 'called', 'heard', 'protected', 'not_protected', 'home_heard', 'home_not_heard', 'decided', 'followed', 'added', 'validated', 'call_asked', 'answer_asked', 'shared', 'unshared', 'view', 'closed', 'reopened')", name=op.f('ck_alert_step_kind')),
    sa.ForeignKeyConstraint(['alert_id'], ['alert.id'], name=op.f('fk_alert_step_alert_id_alert')),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_alert_step_by_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_alert_step'))
    )
    with op.batch_alter_table('alert_step') as batch_op:
        batch_op.create_index(batch_op.f('ix_alert_step_alert_id'), ['alert_id'], unique=False)

