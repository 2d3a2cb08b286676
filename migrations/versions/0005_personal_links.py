"""Personal links, the sides each may write, and the sheets printed together"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

UNANSWERED = "used_at IS NULL AND revoked_at IS NULL"


def upgrade():
    op.create_table('sheet_batch',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=False),
    sa.Column('sector_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['made_by_id'], ['account.id'], name=op.f('fk_sheet_batch_made_by_id_account')),
    sa.ForeignKeyConstraint(['sector_id'], ['sector.id'], name=op.f('fk_sheet_batch_sector_id_sector')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sheet_batch'))
    )
    op.create_table('personal_link',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('beneficiary_id', sa.Integer(), nullable=False),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('voice', sa.String(length=30), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('number', sa.Integer(), nullable=True),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=False),
    sa.Column('expires_at', sa.DateTime(), nullable=False),
    sa.Column('used_at', sa.DateTime(), nullable=True),
    sa.Column('revoked_at', sa.DateTime(), nullable=True),
    sa.Column('revoked_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("voice IN ('person', 'relative', 'guardian')", name=op.f('ck_personal_link_voice')),
    sa.CheckConstraint("kind IN ('link', 'sheet')", name=op.f('ck_personal_link_kind')),
    sa.ForeignKeyConstraint(['batch_id'], ['sheet_batch.id'], name=op.f('fk_personal_link_batch_id_sheet_batch')),
    sa.ForeignKeyConstraint(['beneficiary_id'], ['beneficiary.id'], name=op.f('fk_personal_link_beneficiary_id_beneficiary')),
    sa.ForeignKeyConstraint(['made_by_id'], ['account.id'], name=op.f('fk_personal_link_made_by_id_account')),
    sa.ForeignKeyConstraint(['revoked_by_id'], ['account.id'], name=op.f('fk_personal_link_revoked_by_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_personal_link')),
    sa.UniqueConstraint('number', name=op.f('uq_personal_link_number')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_personal_link_token_hash'))
    )
    with op.batch_alter_table('personal_link') as batch_op:
        batch_op.create_index('ix_personal_link_batch', ['batch_id', 'id'], unique=False)
        batch_op.create_index('ix_personal_link_beneficiary', ['beneficiary_id', 'id'], unique=False)
        batch_op.create_index('uq_personal_link_unanswered', ['beneficiary_id', 'voice'], unique=True,
                              sqlite_where=sa.text(UNANSWERED), postgresql_where=sa.text(UNANSWERED))

    op.create_table('personal_link_side',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('link_id', sa.Integer(), nullable=False),
    sa.Column('side_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['link_id'], ['personal_link.id'], name=op.f('fk_personal_link_side_link_id_personal_link')),
    sa.ForeignKeyConstraint(['side_id'], ['round_side.id'], name=op.f('fk_personal_link_side_side_id_round_side')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_personal_link_side'))
    )
    with op.batch_alter_table('personal_link_side') as batch_op:
        batch_op.create_index('ix_personal_link_side_side', ['side_id'], unique=False)
        batch_op.create_index('uq_personal_link_side', ['link_id', 'side_id'], unique=True)
