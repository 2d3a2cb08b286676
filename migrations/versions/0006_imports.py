"""What comes in from the planning software: files received, what it said last, the differences to decide

All additions: on SQLite the new columns and their indexes are added without copying the tables.
"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = "0005"


def upgrade():
    op.create_table('import_mapping',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('signature', sa.String(length=64), nullable=False),
    sa.Column('mapping', sa.Text(), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("kind IN ('beneficiaries', 'caregivers', 'visits')", name=op.f('ck_import_mapping_kind')),
    sa.ForeignKeyConstraint(['made_by_id'], ['account.id'], name=op.f('fk_import_mapping_made_by_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_mapping')),
    sa.UniqueConstraint('kind', 'signature', name=op.f('uq_import_mapping_kind'))
    )
    op.create_table('import_run',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=True),
    sa.Column('source', sa.String(length=30), nullable=False),
    sa.Column('state', sa.String(length=30), nullable=False),
    sa.Column('file_name', sa.Text(), nullable=True),
    sa.Column('titles', sa.Text(), nullable=True),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('encoding', sa.String(length=20), nullable=False),
    sa.Column('separator', sa.String(length=1), nullable=False),
    sa.Column('signature', sa.String(length=64), nullable=False),
    sa.Column('mapping', sa.Text(), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('rows_total', sa.Integer(), nullable=False),
    sa.Column('rows_done', sa.Integer(), nullable=False),
    sa.Column('heartbeat_at', sa.DateTime(), nullable=True),
    sa.Column('created', sa.Integer(), nullable=False),
    sa.Column('changed', sa.Integer(), nullable=False),
    sa.Column('left', sa.Integer(), nullable=False),
    sa.Column('cancelled', sa.Integer(), nullable=False),
    sa.Column('gaps', sa.Integer(), nullable=False),
    sa.Column('duplicates', sa.Integer(), nullable=False),
    sa.Column('refused', sa.Integer(), nullable=False),
    sa.Column('kept', sa.Integer(), nullable=False),
    sa.Column('needs_confirmation', sa.Boolean(), nullable=False),
    sa.Column('confirmed', sa.Boolean(), nullable=False),
    sa.Column('nothing_cancelled_why', sa.String(length=200), nullable=False),
    sa.Column('covers_from', sa.Date(), nullable=True),
    sa.Column('covers_to', sa.Date(), nullable=True),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=True),
    sa.Column('applied_at', sa.DateTime(), nullable=True),
    sa.Column('applied_by_id', sa.Integer(), nullable=True),
    sa.Column('seen_at', sa.DateTime(), nullable=True),
    sa.Column('seen_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("kind IN ('beneficiaries', 'caregivers', 'visits')", name=op.f('ck_import_run_kind')),
    sa.CheckConstraint("source IN ('screen', 'command', 'folder')", name=op.f('ck_import_run_source')),
    sa.CheckConstraint("state IN ('received', 'reading', 'previewed', 'applying', 'applied', 'refused', 'abandoned', 'interrupted')", name=op.f('ck_import_run_state')),
    sa.ForeignKeyConstraint(['applied_by_id'], ['account.id'], name=op.f('fk_import_run_applied_by_id_account')),
    sa.ForeignKeyConstraint(['made_by_id'], ['account.id'], name=op.f('fk_import_run_made_by_id_account')),
    sa.ForeignKeyConstraint(['seen_by_id'], ['account.id'], name=op.f('fk_import_run_seen_by_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_run'))
    )
    with op.batch_alter_table('import_run', schema=None) as batch_op:
        batch_op.create_index('ix_import_run_applied', ['kind', 'applied_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_import_run_made_at'), ['made_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_import_run_sha256'), ['sha256'], unique=False)

    op.create_table('import_file',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('run_id', sa.Integer(), nullable=False),
    sa.Column('content', sa.Text(), nullable=True),
    sa.Column('sample', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['run_id'], ['import_run.id'], name=op.f('fk_import_file_run_id_import_run')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_file')),
    sa.UniqueConstraint('run_id', name=op.f('uq_import_file_run_id'))
    )
    op.create_table('import_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('run_id', sa.Integer(), nullable=False),
    sa.Column('line', sa.Integer(), nullable=True),
    sa.Column('outcome', sa.String(length=30), nullable=False),
    sa.Column('words', sa.Text(), nullable=True),
    sa.Column('cells', sa.Text(), nullable=True),
    sa.Column('candidates', sa.String(length=120), nullable=False),
    sa.Column('choice', sa.Integer(), nullable=True),
    sa.Column('chosen_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("outcome IN ('created', 'changed', 'left', 'cancelled', 'gap', 'kept', 'noted', 'duplicate', 'refused')", name=op.f('ck_import_line_outcome')),
    sa.ForeignKeyConstraint(['chosen_by_id'], ['account.id'], name=op.f('fk_import_line_chosen_by_id_account')),
    sa.ForeignKeyConstraint(['run_id'], ['import_run.id'], name=op.f('fk_import_line_run_id_import_run')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_line'))
    )
    with op.batch_alter_table('import_line', schema=None) as batch_op:
        batch_op.create_index('ix_import_line_run', ['run_id', 'outcome', 'id'], unique=False)

    op.create_table('imported_person',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('beneficiary_id', sa.Integer(), nullable=True),
    sa.Column('caregiver_id', sa.Integer(), nullable=True),
    sa.Column('said', sa.Text(), nullable=True),
    sa.Column('run_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['beneficiary_id'], ['beneficiary.id'], name=op.f('fk_imported_person_beneficiary_id_beneficiary')),
    sa.ForeignKeyConstraint(['caregiver_id'], ['caregiver.id'], name=op.f('fk_imported_person_caregiver_id_caregiver')),
    sa.ForeignKeyConstraint(['run_id'], ['import_run.id'], name=op.f('fk_imported_person_run_id_import_run')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_imported_person')),
    sa.UniqueConstraint('beneficiary_id', name=op.f('uq_imported_person_beneficiary_id')),
    sa.UniqueConstraint('caregiver_id', name=op.f('uq_imported_person_caregiver_id'))
    )
    op.create_table('import_gap',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('visit_id', sa.Integer(), nullable=False),
    sa.Column('run_id', sa.Integer(), nullable=False),
    sa.Column('caregiver_id', sa.Integer(), nullable=True),
    sa.Column('starts_at', sa.DateTime(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('cancelled', sa.Boolean(), nullable=False),
    sa.Column('here_caregiver_id', sa.Integer(), nullable=True),
    sa.Column('here_starts_at', sa.DateTime(), nullable=False),
    sa.Column('here_minutes', sa.Integer(), nullable=False),
    sa.Column('here_state', sa.String(length=30), nullable=False),
    sa.Column('under_measure', sa.Boolean(), nullable=False),
    sa.Column('opened_at', sa.DateTime(), nullable=False),
    sa.Column('decision', sa.String(length=30), nullable=True),
    sa.Column('decided_at', sa.DateTime(), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("decision IN ('kept', 'taken', 'agreed')", name=op.f('ck_import_gap_decision')),
    sa.ForeignKeyConstraint(['caregiver_id'], ['caregiver.id'], name=op.f('fk_import_gap_caregiver_id_caregiver')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['account.id'], name=op.f('fk_import_gap_decided_by_id_account')),
    sa.ForeignKeyConstraint(['here_caregiver_id'], ['caregiver.id'], name=op.f('fk_import_gap_here_caregiver_id_caregiver')),
    sa.ForeignKeyConstraint(['run_id'], ['import_run.id'], name=op.f('fk_import_gap_run_id_import_run')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_import_gap_visit_id_visit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_gap'))
    )
    with op.batch_alter_table('import_gap', schema=None) as batch_op:
        batch_op.create_index('ix_import_gap_open', ['opened_at', 'id'], unique=False, sqlite_where=sa.text('decided_at IS NULL'), postgresql_where=sa.text('decided_at IS NULL'))
        batch_op.create_index('ix_import_gap_starts', ['starts_at'], unique=False)
        batch_op.create_index('uq_import_gap_open', ['visit_id'], unique=True, sqlite_where=sa.text('decided_at IS NULL'), postgresql_where=sa.text('decided_at IS NULL'))

    op.create_table('imported_visit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('visit_id', sa.Integer(), nullable=False),
    sa.Column('caregiver_id', sa.Integer(), nullable=True),
    sa.Column('starts_at', sa.DateTime(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('cancelled', sa.Boolean(), nullable=False),
    sa.Column('decided_here', sa.Boolean(), nullable=False),
    sa.Column('run_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['caregiver_id'], ['caregiver.id'], name=op.f('fk_imported_visit_caregiver_id_caregiver')),
    sa.ForeignKeyConstraint(['run_id'], ['import_run.id'], name=op.f('fk_imported_visit_run_id_import_run')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_imported_visit_visit_id_visit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_imported_visit')),
    sa.UniqueConstraint('visit_id', name=op.f('uq_imported_visit_visit_id'))
    )
    with op.batch_alter_table('imported_visit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_imported_visit_starts_at'), ['starts_at'], unique=False)

    with op.batch_alter_table('beneficiary', schema=None) as batch_op:
        batch_op.add_column(sa.Column('external_ref', sa.String(length=80), nullable=True))
        batch_op.create_index('uq_beneficiary_external_ref', ['external_ref'], unique=True)

    with op.batch_alter_table('caregiver', schema=None) as batch_op:
        batch_op.add_column(sa.Column('external_ref', sa.String(length=80), nullable=True))
        batch_op.create_index('uq_caregiver_external_ref', ['external_ref'], unique=True)

    with op.batch_alter_table('visit', schema=None) as batch_op:
        batch_op.add_column(sa.Column('external_ref', sa.String(length=80), nullable=True))
        batch_op.create_index('uq_visit_external_ref', ['external_ref'], unique=True)
