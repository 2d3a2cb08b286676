"""Invitations and enrolled phones; the one-time passphrase goes

Whoever had chosen a passphrase keeps it. A one-time passphrase that was never changed opens nothing any more: the account
waits for an invitation (Comptes, or `flask invite`).
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

LIVE = sa.text("used_at IS NULL AND revoked_at IS NULL")


def close_one_time_passphrases():
    """With the sessions they opened, which until now led to nothing but choosing another."""
    accounts = sa.table('account', sa.column('id', sa.Integer), sa.column('passphrase_hash', sa.String),
                        sa.column('must_change', sa.Boolean))
    sessions = sa.table('session', sa.column('account_id', sa.Integer), sa.column('ended_at', sa.DateTime))
    pending = accounts.c.must_change.is_(sa.true())
    op.execute(accounts.update().where(pending).values(passphrase_hash=None))
    op.execute(sessions.update().where(sessions.c.ended_at.is_(None),
                                       sessions.c.account_id.in_(sa.select(accounts.c.id).where(pending)))
               .values(ended_at=datetime.now(UTC).replace(tzinfo=None)))


def upgrade():
    op.create_table('invitation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.Column('expires_at', sa.DateTime(), nullable=False),
    sa.Column('used_at', sa.DateTime(), nullable=True),
    sa.Column('revoked_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_invitation_account_id_account')),
    sa.ForeignKeyConstraint(['created_by_id'], ['account.id'], name=op.f('fk_invitation_created_by_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_invitation_token_hash'))
    )
    with op.batch_alter_table('invitation') as batch_op:
        batch_op.create_index(batch_op.f('ix_invitation_account_id'), ['account_id'], unique=False)
        batch_op.create_index('ix_invitation_live', ['account_id'], unique=True, sqlite_where=LIVE, postgresql_where=LIVE)

    op.create_table('phone_device',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('secret_hash', sa.String(length=64), nullable=False),
    sa.Column('code_hash', sa.String(length=200), nullable=False),
    sa.Column('device', sa.String(length=120), nullable=False),
    sa.Column('enrolled_at', sa.DateTime(), nullable=False),
    sa.Column('seen_at', sa.DateTime(), nullable=False),
    sa.Column('wrong_tries', sa.Integer(), nullable=False),
    sa.Column('locked_at', sa.DateTime(), nullable=True),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_phone_device_account_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_phone_device')),
    sa.UniqueConstraint('secret_hash', name=op.f('uq_phone_device_secret_hash'))
    )
    with op.batch_alter_table('phone_device') as batch_op:
        batch_op.create_index(batch_op.f('ix_phone_device_account_id'), ['account_id'], unique=False)

    # The checks must be said again: SQLite copies the table to change it.
    with op.batch_alter_table('session', table_args=(
            sa.CheckConstraint("kind IN ('office', 'personal_phone')", name=op.f('ck_session_kind')),)) as batch_op:
        batch_op.add_column(sa.Column('phone_device_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_session_phone_device_id'), ['phone_device_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_session_phone_device_id_phone_device'), 'phone_device',
                                    ['phone_device_id'], ['id'])

    with op.batch_alter_table('account', table_args=(
            sa.CheckConstraint("caregiver_id IS NULL OR role = 'caregiver'", name=op.f('ck_account_caregiver_only')),
            sa.CheckConstraint("role IN ('coordinator', 'director', 'caregiver', 'outside_recipient', 'none')",
                               name=op.f('ck_account_role')))) as batch_op:
        batch_op.alter_column('passphrase_hash', existing_type=sa.String(length=200), nullable=True)
    close_one_time_passphrases()
    with op.batch_alter_table('account', table_args=(
            sa.CheckConstraint("caregiver_id IS NULL OR role = 'caregiver'", name=op.f('ck_account_caregiver_only')),
            sa.CheckConstraint("role IN ('coordinator', 'director', 'caregiver', 'outside_recipient', 'none')",
                               name=op.f('ck_account_role')))) as batch_op:
        batch_op.drop_column('phrase_until')
        batch_op.drop_column('must_change')
