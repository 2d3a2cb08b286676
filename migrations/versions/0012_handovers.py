"""The home sheet of a person, and the passage de relais between caregivers"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0009"


def upgrade():
    op.create_table('home_sheet',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('beneficiary_id', sa.Integer(), nullable=False),
    sa.Column('always_since', sa.DateTime(), nullable=True),
    sa.Column('always_by_id', sa.Integer(), nullable=True),
    sa.Column('opened_at', sa.DateTime(), nullable=False),
    sa.Column('opened_by_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['always_by_id'], ['account.id'], name=op.f('fk_home_sheet_always_by_id_account')),
    sa.ForeignKeyConstraint(['beneficiary_id'], ['beneficiary.id'], name=op.f('fk_home_sheet_beneficiary_id_beneficiary')),
    sa.ForeignKeyConstraint(['opened_by_id'], ['account.id'], name=op.f('fk_home_sheet_opened_by_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_home_sheet')),
    sa.UniqueConstraint('beneficiary_id', name=op.f('uq_home_sheet_beneficiary_id'))
    )
    op.create_table('home_sheet_agreement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('beneficiary_id', sa.Integer(), nullable=False),
    sa.Column('answer', sa.String(length=30), nullable=False),
    sa.Column('said_on', sa.Date(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("answer IN ('yes', 'no')", name=op.f('ck_home_sheet_agreement_answer')),
    sa.ForeignKeyConstraint(['beneficiary_id'], ['beneficiary.id'], name=op.f('fk_home_sheet_agreement_beneficiary_id_beneficiary')),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_home_sheet_agreement_by_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_home_sheet_agreement'))
    )
    with op.batch_alter_table('home_sheet_agreement') as batch_op:
        batch_op.create_index(batch_op.f('ix_home_sheet_agreement_beneficiary_id'), ['beneficiary_id'], unique=False)

    op.create_table('home_sheet_copy',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('beneficiary_id', sa.Integer(), nullable=False),
    sa.Column('handed_on', sa.Date(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['beneficiary_id'], ['beneficiary.id'], name=op.f('fk_home_sheet_copy_beneficiary_id_beneficiary')),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_home_sheet_copy_by_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_home_sheet_copy'))
    )
    with op.batch_alter_table('home_sheet_copy') as batch_op:
        batch_op.create_index(batch_op.f('ix_home_sheet_copy_beneficiary_id'), ['beneficiary_id'], unique=False)

    op.create_table('home_sheet_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('beneficiary_id', sa.Integer(), nullable=False),
    sa.Column('section', sa.String(length=30), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('replaced_at', sa.DateTime(), nullable=True),
    sa.Column('replaced_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("section IN ('course', 'habits', 'gestures', 'calms', 'avoid', 'people')", name=op.f('ck_home_sheet_entry_section')),
    sa.ForeignKeyConstraint(['beneficiary_id'], ['beneficiary.id'], name=op.f('fk_home_sheet_entry_beneficiary_id_beneficiary')),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_home_sheet_entry_by_id_account')),
    sa.ForeignKeyConstraint(['replaced_by_id'], ['account.id'], name=op.f('fk_home_sheet_entry_replaced_by_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_home_sheet_entry'))
    )
    with op.batch_alter_table('home_sheet_entry') as batch_op:
        batch_op.create_index('ix_home_sheet_entry_home', ['beneficiary_id', 'id'], unique=False)
        batch_op.create_index('uq_home_sheet_entry_stands', ['beneficiary_id', 'section'], unique=True, sqlite_where=sa.text('replaced_at IS NULL'), postgresql_where=sa.text('replaced_at IS NULL'))

    op.create_table('home_sheet_reading',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('beneficiary_id', sa.Integer(), nullable=False),
    sa.Column('caregiver_id', sa.Integer(), nullable=False),
    sa.Column('read_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['beneficiary_id'], ['beneficiary.id'], name=op.f('fk_home_sheet_reading_beneficiary_id_beneficiary')),
    sa.ForeignKeyConstraint(['caregiver_id'], ['caregiver.id'], name=op.f('fk_home_sheet_reading_caregiver_id_caregiver')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_home_sheet_reading'))
    )
    with op.batch_alter_table('home_sheet_reading') as batch_op:
        batch_op.create_index('ix_home_sheet_reading_home', ['beneficiary_id', 'caregiver_id', 'read_at'], unique=False)

    op.create_table('handover',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('beneficiary_id', sa.Integer(), nullable=False),
    sa.Column('replacement_id', sa.Integer(), nullable=True),
    sa.Column('from_caregiver_id', sa.Integer(), nullable=True),
    sa.Column('to_caregiver_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('state', sa.String(length=30), nullable=False),
    sa.Column('asks_return', sa.Boolean(), nullable=False),
    sa.Column('first_visit_at', sa.DateTime(), nullable=True),
    sa.Column('last_visit_at', sa.DateTime(), nullable=True),
    sa.Column('opened_at', sa.DateTime(), nullable=False),
    sa.Column('opened_by_id', sa.Integer(), nullable=True),
    sa.Column('mode', sa.String(length=30), nullable=True),
    sa.Column('made_on', sa.Date(), nullable=True),
    sa.Column('matters_now', sa.Text(), nullable=False),
    sa.Column('written_at', sa.DateTime(), nullable=True),
    sa.Column('written_by_id', sa.Integer(), nullable=True),
    sa.Column('read_at', sa.DateTime(), nullable=True),
    sa.Column('read_by_id', sa.Integer(), nullable=True),
    sa.Column('went', sa.String(length=30), nullable=True),
    sa.Column('return_words', sa.Text(), nullable=False),
    sa.Column('returned_at', sa.DateTime(), nullable=True),
    sa.Column('returned_by_id', sa.Integer(), nullable=True),
    sa.Column('taken_up_at', sa.DateTime(), nullable=True),
    sa.Column('taken_up_by_id', sa.Integer(), nullable=True),
    sa.Column('closing_words', sa.String(length=250), nullable=False),
    sa.Column('closed_at', sa.DateTime(), nullable=True),
    sa.Column('closed_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("kind IN ('full', 'reread')", name=op.f('ck_handover_kind')),
    sa.CheckConstraint("mode IN ('joint', 'call', 'written')", name=op.f('ck_handover_mode')),
    sa.CheckConstraint("state IN ('to_write', 'sent', 'read', 'returned', 'closed', 'cancelled')", name=op.f('ck_handover_state')),
    sa.CheckConstraint("went IN ('well', 'to_know', 'talk')", name=op.f('ck_handover_went')),
    sa.ForeignKeyConstraint(['beneficiary_id'], ['beneficiary.id'], name=op.f('fk_handover_beneficiary_id_beneficiary')),
    sa.ForeignKeyConstraint(['closed_by_id'], ['account.id'], name=op.f('fk_handover_closed_by_id_account')),
    sa.ForeignKeyConstraint(['from_caregiver_id'], ['caregiver.id'], name=op.f('fk_handover_from_caregiver_id_caregiver')),
    sa.ForeignKeyConstraint(['opened_by_id'], ['account.id'], name=op.f('fk_handover_opened_by_id_account')),
    sa.ForeignKeyConstraint(['read_by_id'], ['account.id'], name=op.f('fk_handover_read_by_id_account')),
    sa.ForeignKeyConstraint(['replacement_id'], ['replacement.id'], name=op.f('fk_handover_replacement_id_replacement')),
    sa.ForeignKeyConstraint(['returned_by_id'], ['account.id'], name=op.f('fk_handover_returned_by_id_account')),
    sa.ForeignKeyConstraint(['taken_up_by_id'], ['account.id'], name=op.f('fk_handover_taken_up_by_id_account')),
    sa.ForeignKeyConstraint(['to_caregiver_id'], ['caregiver.id'], name=op.f('fk_handover_to_caregiver_id_caregiver')),
    sa.ForeignKeyConstraint(['written_by_id'], ['account.id'], name=op.f('fk_handover_written_by_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_handover'))
    )
    with op.batch_alter_table('handover') as batch_op:
        batch_op.create_index(batch_op.f('ix_handover_beneficiary_id'), ['beneficiary_id'], unique=False)
        batch_op.create_index('ix_handover_from', ['from_caregiver_id', 'state'], unique=False)
        batch_op.create_index('ix_handover_handed_back', ['returned_at', 'id'], unique=False, sqlite_where=sa.text("state = 'returned'"), postgresql_where=sa.text("state = 'returned'"))
        batch_op.create_index('ix_handover_state', ['state', 'first_visit_at', 'id'], unique=False)
        batch_op.create_index('ix_handover_to', ['to_caregiver_id', 'state'], unique=False)
        batch_op.create_index('ix_handover_to_read', ['first_visit_at', 'id'], unique=False, sqlite_where=sa.text("state = 'sent'"), postgresql_where=sa.text("state = 'sent'"))
        batch_op.create_index('ix_handover_to_write', ['first_visit_at', 'id'], unique=False, sqlite_where=sa.text("state = 'to_write'"), postgresql_where=sa.text("state = 'to_write'"))
        batch_op.create_index('uq_handover_request', ['replacement_id', 'to_caregiver_id'], unique=True, sqlite_where=sa.text("replacement_id IS NOT NULL AND state <> 'cancelled'"), postgresql_where=sa.text("replacement_id IS NOT NULL AND state <> 'cancelled'"))

    op.create_table('handover_addendum',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('handover_id', sa.Integer(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_handover_addendum_by_id_account')),
    sa.ForeignKeyConstraint(['handover_id'], ['handover.id'], name=op.f('fk_handover_addendum_handover_id_handover')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_handover_addendum'))
    )
    with op.batch_alter_table('handover_addendum') as batch_op:
        batch_op.create_index(batch_op.f('ix_handover_addendum_handover_id'), ['handover_id'], unique=False)
