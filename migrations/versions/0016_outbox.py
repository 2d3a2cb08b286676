"""Messages to send, and how each person wishes to be told"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
UNSETTLED = sa.text("state IN ('waiting', 'sending', 'failed')")


def upgrade():
    op.create_table('channel_choice',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('channel', sa.String(length=30), nullable=False),
    sa.Column('address', sa.String(length=200), nullable=False),
    sa.Column('chosen_at', sa.DateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("channel IN ('email', 'sms', 'push', 'none')", name=op.f('ck_channel_choice_channel')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_channel_choice_account_id_account')),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_channel_choice_by_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_channel_choice')),
    sa.UniqueConstraint('account_id', 'channel', name=op.f('uq_channel_choice_account_id'))
    )
    op.create_table('message',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('cause_key', sa.String(length=80), nullable=False),
    sa.Column('channel', sa.String(length=30), nullable=False),
    sa.Column('private', sa.Boolean(), nullable=False),
    sa.Column('urgent', sa.Boolean(), nullable=False),
    sa.Column('starts_at', sa.DateTime(), nullable=True),
    sa.Column('state', sa.String(length=30), nullable=False),
    sa.Column('fault', sa.String(length=30), nullable=True),
    sa.Column('written_at', sa.DateTime(), nullable=False),
    sa.Column('not_before', sa.DateTime(), nullable=False),
    sa.Column('try_at', sa.DateTime(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('claimed_at', sa.DateTime(), nullable=True),
    sa.Column('sent_at', sa.DateTime(), nullable=True),
    sa.Column('settled_at', sa.DateTime(), nullable=True),
    sa.Column('settled_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("channel IN ('email', 'sms', 'push')", name=op.f('ck_message_channel')),
    sa.CheckConstraint("fault IN ('unreachable', 'security', 'login', 'busy', 'refused', 'service', 'uncertain', 'no_way', 'away', 'closed', 'not_needed', 'other_way', 'called')",
                       name=op.f('ck_message_fault')),
    sa.CheckConstraint("kind IN ('change', 'question', 'answer')", name=op.f('ck_message_kind')),
    sa.CheckConstraint("state IN ('waiting', 'sending', 'sent', 'failed', 'given_up')", name=op.f('ck_message_state')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_message_account_id_account')),
    sa.ForeignKeyConstraint(['settled_by_id'], ['account.id'], name=op.f('fk_message_settled_by_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_message')),
    sa.UniqueConstraint('cause_key', 'channel', name=op.f('uq_message_cause_key'))
    )
    with op.batch_alter_table('message') as batch_op:
        batch_op.create_index('ix_message_account', ['account_id', 'kind', 'sent_at'], unique=False)
        batch_op.create_index('ix_message_unsettled', ['state', 'try_at', 'id'], unique=False, sqlite_where=UNSETTLED,
                              postgresql_where=UNSETTLED)
