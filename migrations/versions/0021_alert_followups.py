"""What follows an alert: what is to be done, letters, hours given back; the return visit after a long absence"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade():
    with op.batch_alter_table('replacement', schema=None) as batch_op:
        batch_op.add_column(sa.Column('made_up_at', sa.DateTime(), nullable=True))

    with op.batch_alter_table('pair_measure', schema=None) as batch_op:
        batch_op.add_column(sa.Column('lift_told', sa.Text(), server_default='', nullable=False))

    op.create_table('alert_action',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('alert_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=True),
    sa.Column('situation', sa.Text(), nullable=True),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('owner_id', sa.Integer(), nullable=True),
    sa.Column('due_at', sa.DateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=True),
    sa.Column('done_on', sa.Date(), nullable=True),
    sa.Column('done_at', sa.DateTime(), nullable=True),
    sa.Column('done_by_id', sa.Integer(), nullable=True),
    sa.Column('end', sa.Text(), nullable=True),
    sa.Column('done_words', sa.Text(), nullable=True),
    sa.CheckConstraint('kind IS NOT NULL', name=op.f('ck_alert_action_named')),
    sa.ForeignKeyConstraint(['alert_id'], ['alert.id'], name=op.f('fk_alert_action_alert_id_alert')),
    sa.ForeignKeyConstraint(['done_by_id'], ['account.id'], name=op.f('fk_alert_action_done_by_id_account')),
    sa.ForeignKeyConstraint(['made_by_id'], ['account.id'], name=op.f('fk_alert_action_made_by_id_account')),
    sa.ForeignKeyConstraint(['owner_id'], ['account.id'], name=op.f('fk_alert_action_owner_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_alert_action'))
    )
    with op.batch_alter_table('alert_action', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_alert_action_alert_id'), ['alert_id'], unique=False)
        batch_op.create_index('ix_alert_action_due', ['due_at'], unique=False, sqlite_where=sa.text('done_at IS NULL'),
                              postgresql_where=sa.text('done_at IS NULL'))

    op.create_table('return_visit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('absence_id', sa.Integer(), nullable=False),
    sa.Column('caregiver_id', sa.Integer(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('opened_at', sa.DateTime(), nullable=False),
    sa.Column('opened_by_id', sa.Integer(), nullable=True),
    sa.Column('asked_on', sa.Date(), nullable=True),
    sa.Column('asked_at', sa.DateTime(), nullable=True),
    sa.Column('asked_by_id', sa.Integer(), nullable=True),
    sa.Column('held_on', sa.Date(), nullable=True),
    sa.Column('held_at', sa.DateTime(), nullable=True),
    sa.Column('held_by_id', sa.Integer(), nullable=True),
    sa.Column('dropped_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['absence_id'], ['absence.id'], name=op.f('fk_return_visit_absence_id_absence')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['account.id'], name=op.f('fk_return_visit_asked_by_id_account')),
    sa.ForeignKeyConstraint(['caregiver_id'], ['caregiver.id'], name=op.f('fk_return_visit_caregiver_id_caregiver')),
    sa.ForeignKeyConstraint(['held_by_id'], ['account.id'], name=op.f('fk_return_visit_held_by_id_account')),
    sa.ForeignKeyConstraint(['opened_by_id'], ['account.id'], name=op.f('fk_return_visit_opened_by_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_return_visit')),
    sa.UniqueConstraint('absence_id', name=op.f('uq_return_visit_absence_id'))
    )
    with op.batch_alter_table('return_visit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_return_visit_caregiver_id'), ['caregiver_id'], unique=False)
        batch_op.create_index('ix_return_visit_due', ['due_on'], unique=False,
                              sqlite_where=sa.text('held_at IS NULL AND dropped_at IS NULL'),
                              postgresql_where=sa.text('held_at IS NULL AND dropped_at IS NULL'))

    op.create_table('alert_letter',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('alert_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=True),
    sa.Column('addressee', sa.Text(), nullable=True),
    sa.Column('facts', sa.Text(), nullable=True),
    sa.Column('rules_signed_on', sa.Date(), nullable=True),
    sa.Column('relay', sa.Text(), nullable=True),
    sa.Column('funder_told_on', sa.Date(), nullable=True),
    sa.Column('notice_days', sa.Integer(), nullable=True),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('kind IS NOT NULL', name=op.f('ck_alert_letter_named')),
    sa.ForeignKeyConstraint(['alert_id'], ['alert.id'], name=op.f('fk_alert_letter_alert_id_alert')),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_alert_letter_by_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_alert_letter'))
    )
    with op.batch_alter_table('alert_letter', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_alert_letter_alert_id'), ['alert_id'], unique=False)
