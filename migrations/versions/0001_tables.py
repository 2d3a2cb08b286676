"""The tables, as the first version has them (written by Alembic from tables/)"""

import sqlalchemy as sa
from alembic import op

revision = '0001'
down_revision = None


def upgrade():
    op.create_table('change_count',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_change_count'))
    )
    op.create_table('journal_checkpoint',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('month', sa.String(length=7), nullable=False),
    sa.Column('last_id', sa.Integer(), nullable=False),
    sa.Column('line_hash', sa.String(length=64), nullable=False),
    sa.Column('lines', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_journal_checkpoint')),
    sa.UniqueConstraint('last_id', name=op.f('uq_journal_checkpoint_last_id'))
    )
    op.create_table('sector',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sector')),
    sa.UniqueConstraint('name', name=op.f('uq_sector_name'))
    )
    op.create_table('sign_in_try',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('identifier_hash', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('address', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in_try'))
    )
    with op.batch_alter_table('sign_in_try') as batch_op:
        batch_op.create_index('ix_sign_in_try_address_at', ['address', 'at'], unique=False)
        batch_op.create_index('ix_sign_in_try_identifier_at', ['identifier_hash', 'at'], unique=False)

    op.create_table('tick',
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('held_by', sa.String(length=80), nullable=False),
    sa.Column('held_until', sa.DateTime(), nullable=True),
    sa.Column('ran_at', sa.DateTime(), nullable=True),
    sa.Column('failed_at', sa.DateTime(), nullable=True),
    sa.Column('result', sa.String(length=200), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_tick'))
    )
    op.create_table('account',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('email', sa.String(length=200), nullable=True),
    sa.Column('phone', sa.String(length=20), nullable=True),
    sa.Column('role', sa.String(length=30), nullable=False),
    sa.Column('is_administrator', sa.Boolean(), nullable=False),
    sa.Column('is_alert_referent', sa.Boolean(), nullable=False),
    sa.Column('caregiver_id', sa.Integer(), nullable=True),
    sa.Column('sector_id', sa.Integer(), nullable=True),
    sa.Column('passphrase_hash', sa.String(length=200), nullable=False),
    sa.Column('must_change', sa.Boolean(), nullable=False),
    sa.Column('phrase_until', sa.DateTime(), nullable=True),
    sa.Column('keys_off', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.Column('ended_by_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("caregiver_id IS NULL OR role = 'caregiver'", name=op.f('ck_account_caregiver_only')),
    sa.CheckConstraint("role IN ('coordinator', 'director', 'caregiver', 'outside_recipient', 'none')", name=op.f('ck_account_role')),
    sa.ForeignKeyConstraint(['caregiver_id'], ['caregiver.id'], name=op.f('fk_account_caregiver_id_caregiver'), use_alter=True),
    sa.ForeignKeyConstraint(['created_by_id'], ['account.id'], name=op.f('fk_account_created_by_id_account')),
    sa.ForeignKeyConstraint(['ended_by_id'], ['account.id'], name=op.f('fk_account_ended_by_id_account')),
    sa.ForeignKeyConstraint(['sector_id'], ['sector.id'], name=op.f('fk_account_sector_id_sector')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account')),
    sa.UniqueConstraint('caregiver_id', name=op.f('uq_account_caregiver_id')),
    sa.UniqueConstraint('email', name=op.f('uq_account_email')),
    sa.UniqueConstraint('phone', name=op.f('uq_account_phone'))
    )
    op.create_table('beneficiary',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('civility', sa.String(length=30), nullable=False),
    sa.Column('first_name', sa.String(length=80), nullable=False),
    sa.Column('last_name', sa.String(length=80), nullable=False),
    sa.Column('search_name', sa.String(length=250), nullable=False),
    sa.Column('birth_date', sa.Date(), nullable=True),
    sa.Column('address', sa.String(length=250), nullable=False),
    sa.Column('district', sa.String(length=80), nullable=False),
    sa.Column('phone', sa.String(length=20), nullable=False),
    sa.Column('sector_id', sa.Integer(), nullable=False),
    sa.Column('referent_id', sa.Integer(), nullable=True),
    sa.Column('gir', sa.Integer(), nullable=True),
    sa.Column('cannot_answer_by_phone', sa.Boolean(), nullable=False),
    sa.Column('safety_instruction', sa.Text(), nullable=False),
    sa.Column('last_contact_on', sa.Date(), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('end_reason', sa.Text(), nullable=False),
    sa.Column('ended_by_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("civility IN ('Mme', 'M.')", name=op.f('ck_beneficiary_civility')),
    sa.ForeignKeyConstraint(['created_by_id'], ['account.id'], name=op.f('fk_beneficiary_created_by_id_account')),
    sa.ForeignKeyConstraint(['ended_by_id'], ['account.id'], name=op.f('fk_beneficiary_ended_by_id_account')),
    sa.ForeignKeyConstraint(['referent_id'], ['account.id'], name=op.f('fk_beneficiary_referent_id_account')),
    sa.ForeignKeyConstraint(['sector_id'], ['sector.id'], name=op.f('fk_beneficiary_sector_id_sector')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_beneficiary'))
    )
    with op.batch_alter_table('beneficiary') as batch_op:
        batch_op.create_index('ix_beneficiary_last_name', ['last_name', 'first_name', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_beneficiary_referent_id'), ['referent_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_beneficiary_search_name'), ['search_name'], unique=False)
        batch_op.create_index(batch_op.f('ix_beneficiary_sector_id'), ['sector_id'], unique=False)

    op.create_table('caregiver',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('first_name', sa.String(length=80), nullable=False),
    sa.Column('last_name', sa.String(length=80), nullable=False),
    sa.Column('search_name', sa.String(length=200), nullable=False),
    sa.Column('phone', sa.String(length=20), nullable=False),
    sa.Column('district', sa.String(length=80), nullable=False),
    sa.Column('qualification', sa.String(length=30), nullable=False),
    sa.Column('weekly_minutes', sa.Integer(), nullable=False),
    sa.Column('has_vehicle', sa.Boolean(), nullable=False),
    sa.Column('gender', sa.String(length=30), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('ended_by_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("gender IN ('woman', 'man')", name=op.f('ck_caregiver_gender')),
    sa.CheckConstraint("qualification IN ('home_help', 'care_aide', 'care_assistant', 'nursing_aide')", name=op.f('ck_caregiver_qualification')),
    sa.ForeignKeyConstraint(['created_by_id'], ['account.id'], name=op.f('fk_caregiver_created_by_id_account')),
    sa.ForeignKeyConstraint(['ended_by_id'], ['account.id'], name=op.f('fk_caregiver_ended_by_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_caregiver'))
    )
    with op.batch_alter_table('caregiver') as batch_op:
        batch_op.create_index('ix_caregiver_last_name', ['last_name', 'first_name', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_caregiver_search_name'), ['search_name'], unique=False)

    op.create_table('journal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('action', sa.String(length=60), nullable=False),
    sa.Column('subject', sa.String(length=60), nullable=False),
    sa.Column('allowed', sa.Boolean(), nullable=False),
    sa.Column('address', sa.String(length=64), nullable=False),
    sa.Column('previous_hash', sa.String(length=64), nullable=False),
    sa.Column('line_hash', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_journal_account_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_journal')),
    sa.UniqueConstraint('line_hash', name=op.f('uq_journal_line_hash'))
    )
    with op.batch_alter_table('journal') as batch_op:
        batch_op.create_index('ix_journal_account', ['account_id', 'id'], unique=False)
        batch_op.create_index('ix_journal_at', ['at'], unique=False)
        batch_op.create_index('ix_journal_subject', ['subject', 'id'], unique=False)

    op.create_table('session',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('device', sa.String(length=120), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('seen_at', sa.DateTime(), nullable=False),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.CheckConstraint("kind IN ('office', 'personal_phone')", name=op.f('ck_session_kind')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_session_account_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_session')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_session_token_hash'))
    )
    with op.batch_alter_table('session') as batch_op:
        batch_op.create_index(batch_op.f('ix_session_account_id'), ['account_id'], unique=False)

    op.create_table('setting',
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('value', sa.Text(), nullable=False),
    sa.Column('changed_at', sa.DateTime(), nullable=False),
    sa.Column('changed_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['changed_by_id'], ['account.id'], name=op.f('fk_setting_changed_by_id_account')),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_setting'))
    )
    op.create_table('submission',
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('action', sa.String(length=60), nullable=False),
    sa.Column('subject', sa.String(length=60), nullable=False),
    sa.Column('result', sa.String(length=200), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('address', sa.String(length=64), nullable=False),
    sa.Column('sealed', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_submission_account_id_account')),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_submission'))
    )
    with op.batch_alter_table('submission') as batch_op:
        batch_op.create_index('ix_submission_unsealed', ['at'], unique=False, sqlite_where=sa.text('sealed = 0'), postgresql_where=sa.text('sealed = false'))

    op.create_table('availability',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('caregiver_id', sa.Integer(), nullable=False),
    sa.Column('weekday', sa.Integer(), nullable=False),
    sa.Column('start_minute', sa.Integer(), nullable=False),
    sa.Column('end_minute', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['caregiver_id'], ['caregiver.id'], name=op.f('fk_availability_caregiver_id_caregiver')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_availability'))
    )
    with op.batch_alter_table('availability') as batch_op:
        batch_op.create_index(batch_op.f('ix_availability_caregiver_id'), ['caregiver_id'], unique=False)

    op.create_table('call_note',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('caller_kind', sa.String(length=30), nullable=False),
    sa.Column('caller', sa.String(length=120), nullable=False),
    sa.Column('phone', sa.String(length=20), nullable=False),
    sa.Column('beneficiary_id', sa.Integer(), nullable=True),
    sa.Column('caregiver_id', sa.Integer(), nullable=True),
    sa.Column('line', sa.Text(), nullable=False),
    sa.Column('search_line', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('for_id', sa.Integer(), nullable=True),
    sa.Column('done_at', sa.DateTime(), nullable=True),
    sa.Column('done_by_id', sa.Integer(), nullable=True),
    sa.Column('done_words', sa.Text(), nullable=False),
    sa.Column('became', sa.String(length=60), nullable=False),
    sa.CheckConstraint("caller_kind IN ('beneficiary', 'relative', 'caregiver', 'professional', 'other')", name=op.f('ck_call_note_caller_kind')),
    sa.ForeignKeyConstraint(['beneficiary_id'], ['beneficiary.id'], name=op.f('fk_call_note_beneficiary_id_beneficiary')),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_call_note_by_id_account')),
    sa.ForeignKeyConstraint(['caregiver_id'], ['caregiver.id'], name=op.f('fk_call_note_caregiver_id_caregiver')),
    sa.ForeignKeyConstraint(['done_by_id'], ['account.id'], name=op.f('fk_call_note_done_by_id_account')),
    sa.ForeignKeyConstraint(['for_id'], ['account.id'], name=op.f('fk_call_note_for_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_call_note'))
    )
    with op.batch_alter_table('call_note') as batch_op:
        batch_op.create_index(batch_op.f('ix_call_note_at'), ['at'], unique=False)
        batch_op.create_index(batch_op.f('ix_call_note_beneficiary_id'), ['beneficiary_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_call_note_caregiver_id'), ['caregiver_id'], unique=False)
        batch_op.create_index('ix_call_note_to_do', ['due_on', 'id'], unique=False, sqlite_where=sa.text('due_on IS NOT NULL AND done_at IS NULL'), postgresql_where=sa.text('due_on IS NOT NULL AND done_at IS NULL'))

    op.create_table('care_plan',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('beneficiary_id', sa.Integer(), nullable=False),
    sa.Column('funder', sa.String(length=30), nullable=False),
    sa.Column('hours_per_month', sa.Float(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('renew_by', sa.Date(), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.CheckConstraint("funder IN ('apa', 'pch', 'pension_fund', 'mutual', 'private')", name=op.f('ck_care_plan_funder')),
    sa.ForeignKeyConstraint(['beneficiary_id'], ['beneficiary.id'], name=op.f('fk_care_plan_beneficiary_id_beneficiary')),
    sa.ForeignKeyConstraint(['created_by_id'], ['account.id'], name=op.f('fk_care_plan_created_by_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_care_plan'))
    )
    with op.batch_alter_table('care_plan') as batch_op:
        batch_op.create_index(batch_op.f('ix_care_plan_beneficiary_id'), ['beneficiary_id'], unique=False)
        batch_op.create_index('ix_care_plan_renewal', ['renew_by'], unique=False, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))

    op.create_table('caregiver_sector',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('caregiver_id', sa.Integer(), nullable=False),
    sa.Column('sector_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['caregiver_id'], ['caregiver.id'], name=op.f('fk_caregiver_sector_caregiver_id_caregiver')),
    sa.ForeignKeyConstraint(['sector_id'], ['sector.id'], name=op.f('fk_caregiver_sector_sector_id_sector')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_caregiver_sector')),
    sa.UniqueConstraint('caregiver_id', 'sector_id', name=op.f('uq_caregiver_sector_caregiver_id'))
    )
    with op.batch_alter_table('caregiver_sector') as batch_op:
        batch_op.create_index(batch_op.f('ix_caregiver_sector_sector_id'), ['sector_id'], unique=False)

    op.create_table('caregiver_skill',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('caregiver_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('code', sa.String(length=30), nullable=False),
    sa.CheckConstraint("code IN ('disorientation', 'end_of_life', 'hoist', 'meals_textured', 'sign_language', 'disability', 'fr', 'lsf', 'ar', 'pt', 'es', 'it', 'en', 'tr', 'wo', 'ro', 'pl', 'vi')", name=op.f('ck_caregiver_skill_code')),
    sa.CheckConstraint("kind IN ('skill', 'language')", name=op.f('ck_caregiver_skill_kind')),
    sa.ForeignKeyConstraint(['caregiver_id'], ['caregiver.id'], name=op.f('fk_caregiver_skill_caregiver_id_caregiver')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_caregiver_skill')),
    sa.UniqueConstraint('caregiver_id', 'kind', 'code', name=op.f('uq_caregiver_skill_caregiver_id'))
    )
    op.create_table('contact',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('beneficiary_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('role_words', sa.String(length=120), nullable=False),
    sa.Column('phone', sa.String(length=20), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.Column('ended_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("kind IN ('relative', 'trusted_person', 'legal_guardian', 'professional')", name=op.f('ck_contact_kind')),
    sa.ForeignKeyConstraint(['beneficiary_id'], ['beneficiary.id'], name=op.f('fk_contact_beneficiary_id_beneficiary')),
    sa.ForeignKeyConstraint(['ended_by_id'], ['account.id'], name=op.f('fk_contact_ended_by_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contact'))
    )
    with op.batch_alter_table('contact') as batch_op:
        batch_op.create_index(batch_op.f('ix_contact_beneficiary_id'), ['beneficiary_id'], unique=False)

    op.create_table('home_access',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('beneficiary_id', sa.Integer(), nullable=False),
    sa.Column('codes', sa.Text(), nullable=True),
    sa.Column('keys', sa.Text(), nullable=True),
    sa.Column('changed_at', sa.DateTime(), nullable=False),
    sa.Column('changed_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['beneficiary_id'], ['beneficiary.id'], name=op.f('fk_home_access_beneficiary_id_beneficiary')),
    sa.ForeignKeyConstraint(['changed_by_id'], ['account.id'], name=op.f('fk_home_access_changed_by_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_home_access')),
    sa.UniqueConstraint('beneficiary_id', name=op.f('uq_home_access_beneficiary_id'))
    )
    op.create_table('home_instruction',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('beneficiary_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=30), nullable=False),
    sa.Column('detail', sa.String(length=200), nullable=False),
    sa.Column('since', sa.DateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.Column('ended_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("code IN ('fall', 'swallowing', 'oxygen', 'allergy', 'meal_time', 'wandering', 'transfer_two', 'gloves', 'gown', 'mask', 'pests')", name=op.f('ck_home_instruction_code')),
    sa.ForeignKeyConstraint(['beneficiary_id'], ['beneficiary.id'], name=op.f('fk_home_instruction_beneficiary_id_beneficiary')),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_home_instruction_by_id_account')),
    sa.ForeignKeyConstraint(['ended_by_id'], ['account.id'], name=op.f('fk_home_instruction_ended_by_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_home_instruction'))
    )
    with op.batch_alter_table('home_instruction') as batch_op:
        batch_op.create_index(batch_op.f('ix_home_instruction_beneficiary_id'), ['beneficiary_id'], unique=False)

    op.create_table('interruption',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('beneficiary_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('ask_again_on', sa.Date(), nullable=True),
    sa.Column('told_by', sa.String(length=120), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('opened_at', sa.DateTime(), nullable=False),
    sa.Column('opened_by_id', sa.Integer(), nullable=True),
    sa.Column('resumed_on', sa.Date(), nullable=True),
    sa.Column('resumed_at', sa.DateTime(), nullable=True),
    sa.Column('resumed_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("kind IN ('hospital', 'family', 'care_home', 'death', 'other')", name=op.f('ck_interruption_kind')),
    sa.ForeignKeyConstraint(['beneficiary_id'], ['beneficiary.id'], name=op.f('fk_interruption_beneficiary_id_beneficiary')),
    sa.ForeignKeyConstraint(['opened_by_id'], ['account.id'], name=op.f('fk_interruption_opened_by_id_account')),
    sa.ForeignKeyConstraint(['resumed_by_id'], ['account.id'], name=op.f('fk_interruption_resumed_by_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_interruption'))
    )
    with op.batch_alter_table('interruption') as batch_op:
        batch_op.create_index(batch_op.f('ix_interruption_beneficiary_id'), ['beneficiary_id'], unique=False)
        batch_op.create_index('uq_interruption_open', ['beneficiary_id'], unique=True, sqlite_where=sa.text('resumed_at IS NULL'), postgresql_where=sa.text('resumed_at IS NULL'))

    op.create_table('pair_measure',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('beneficiary_id', sa.Integer(), nullable=False),
    sa.Column('caregiver_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('set_at', sa.DateTime(), nullable=False),
    sa.Column('set_by_id', sa.Integer(), nullable=False),
    sa.Column('her_opinion', sa.Text(), nullable=False),
    sa.Column('lift_reason', sa.Text(), nullable=False),
    sa.Column('lifted_at', sa.DateTime(), nullable=True),
    sa.Column('lifted_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("kind IN ('do_not_assign', 'only_accompanied')", name=op.f('ck_pair_measure_kind')),
    sa.ForeignKeyConstraint(['beneficiary_id'], ['beneficiary.id'], name=op.f('fk_pair_measure_beneficiary_id_beneficiary')),
    sa.ForeignKeyConstraint(['caregiver_id'], ['caregiver.id'], name=op.f('fk_pair_measure_caregiver_id_caregiver')),
    sa.ForeignKeyConstraint(['lifted_by_id'], ['account.id'], name=op.f('fk_pair_measure_lifted_by_id_account')),
    sa.ForeignKeyConstraint(['set_by_id'], ['account.id'], name=op.f('fk_pair_measure_set_by_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pair_measure'))
    )
    with op.batch_alter_table('pair_measure') as batch_op:
        batch_op.create_index('ix_pair_measure_pair', ['beneficiary_id', 'caregiver_id'], unique=False)

    op.create_table('pairing',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('beneficiary_id', sa.Integer(), nullable=False),
    sa.Column('caregiver_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('state', sa.String(length=30), nullable=False),
    sa.Column('chosen_why', sa.String(length=30), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('introduced_on', sa.Date(), nullable=True),
    sa.Column('introduced_by_id', sa.Integer(), nullable=True),
    sa.Column('next_milestone', sa.String(length=30), nullable=True),
    sa.Column('next_round_on', sa.Date(), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.Column('end_reason', sa.String(length=30), nullable=True),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.Column('ended_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("chosen_why IN ('skills', 'sector', 'hours')", name=op.f('ck_pairing_chosen_why')),
    sa.CheckConstraint("end_reason IN ('end_of_help', 'end_of_contract', 'replacement', 'end_of_replacement', 'schedule', 'request', 'death')", name=op.f('ck_pairing_end_reason')),
    sa.CheckConstraint("kind IN ('usual', 'replacement')", name=op.f('ck_pairing_kind')),
    sa.CheckConstraint("next_milestone IN ('second_visit', 'month_two', 'yearly', 'on_demand')", name=op.f('ck_pairing_next_milestone')),
    sa.CheckConstraint("state IN ('chosen', 'introduced', 'first_visits', 'settled', 'in_mediation', 'ended')", name=op.f('ck_pairing_state')),
    sa.ForeignKeyConstraint(['beneficiary_id'], ['beneficiary.id'], name=op.f('fk_pairing_beneficiary_id_beneficiary')),
    sa.ForeignKeyConstraint(['caregiver_id'], ['caregiver.id'], name=op.f('fk_pairing_caregiver_id_caregiver')),
    sa.ForeignKeyConstraint(['created_by_id'], ['account.id'], name=op.f('fk_pairing_created_by_id_account')),
    sa.ForeignKeyConstraint(['ended_by_id'], ['account.id'], name=op.f('fk_pairing_ended_by_id_account')),
    sa.ForeignKeyConstraint(['introduced_by_id'], ['account.id'], name=op.f('fk_pairing_introduced_by_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pairing'))
    )
    with op.batch_alter_table('pairing') as batch_op:
        batch_op.create_index('ix_pairing_beneficiary', ['beneficiary_id', 'state'], unique=False)
        batch_op.create_index('ix_pairing_caregiver', ['caregiver_id', 'state'], unique=False)
        batch_op.create_index('ix_pairing_next_round', ['next_round_on'], unique=False, sqlite_where=sa.text("state <> 'ended'"), postgresql_where=sa.text("state <> 'ended'"))
        batch_op.create_index('uq_pairing_live', ['beneficiary_id', 'caregiver_id'], unique=True, sqlite_where=sa.text("state <> 'ended'"), postgresql_where=sa.text("state <> 'ended'"))

    op.create_table('series',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('beneficiary_id', sa.Integer(), nullable=False),
    sa.Column('caregiver_id', sa.Integer(), nullable=True),
    sa.Column('weekday', sa.Integer(), nullable=True),
    sa.Column('start_minute', sa.Integer(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('skip_holidays', sa.Boolean(), nullable=False),
    sa.Column('made_until', sa.Date(), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['beneficiary_id'], ['beneficiary.id'], name=op.f('fk_series_beneficiary_id_beneficiary')),
    sa.ForeignKeyConstraint(['caregiver_id'], ['caregiver.id'], name=op.f('fk_series_caregiver_id_caregiver')),
    sa.ForeignKeyConstraint(['created_by_id'], ['account.id'], name=op.f('fk_series_created_by_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_series'))
    )
    with op.batch_alter_table('series') as batch_op:
        batch_op.create_index(batch_op.f('ix_series_beneficiary_id'), ['beneficiary_id'], unique=False)
        batch_op.create_index('ix_series_to_extend', ['made_until'], unique=False, sqlite_where=sa.text('weekday IS NOT NULL AND ended_at IS NULL'), postgresql_where=sa.text('weekday IS NOT NULL AND ended_at IS NULL'))

    op.create_table('wish',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('beneficiary_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('value', sa.String(length=120), nullable=False),
    sa.Column('since', sa.DateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.CheckConstraint("kind IN ('hours', 'animals', 'smoke', 'allergy', 'language', 'experience', 'intimate_care')", name=op.f('ck_wish_kind')),
    sa.ForeignKeyConstraint(['beneficiary_id'], ['beneficiary.id'], name=op.f('fk_wish_beneficiary_id_beneficiary')),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_wish_by_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_wish'))
    )
    with op.batch_alter_table('wish') as batch_op:
        batch_op.create_index(batch_op.f('ix_wish_beneficiary_id'), ['beneficiary_id'], unique=False)

    op.create_table('work_restriction',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('caregiver_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=30), nullable=False),
    sa.Column('hours_per_week', sa.Float(), nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('lifted_at', sa.DateTime(), nullable=True),
    sa.CheckConstraint("code IN ('no_lifting', 'no_stairs', 'no_animals', 'no_evening', 'limited_hours', 'no_driving')", name=op.f('ck_work_restriction_code')),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_work_restriction_by_id_account')),
    sa.ForeignKeyConstraint(['caregiver_id'], ['caregiver.id'], name=op.f('fk_work_restriction_caregiver_id_caregiver')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_work_restriction'))
    )
    with op.batch_alter_table('work_restriction') as batch_op:
        batch_op.create_index(batch_op.f('ix_work_restriction_caregiver_id'), ['caregiver_id'], unique=False)

    op.create_table('interruption_call',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('interruption_id', sa.Integer(), nullable=False),
    sa.Column('caregiver_id', sa.Integer(), nullable=False),
    sa.Column('lost_minutes', sa.Integer(), nullable=False),
    sa.Column('told_at', sa.DateTime(), nullable=True),
    sa.Column('told_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['caregiver_id'], ['caregiver.id'], name=op.f('fk_interruption_call_caregiver_id_caregiver')),
    sa.ForeignKeyConstraint(['interruption_id'], ['interruption.id'], name=op.f('fk_interruption_call_interruption_id_interruption')),
    sa.ForeignKeyConstraint(['told_by_id'], ['account.id'], name=op.f('fk_interruption_call_told_by_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_interruption_call')),
    sa.UniqueConstraint('interruption_id', 'caregiver_id', name=op.f('uq_interruption_call_interruption_id'))
    )
    with op.batch_alter_table('interruption_call') as batch_op:
        batch_op.create_index('ix_interruption_call_caregiver', ['caregiver_id'], unique=False)
        batch_op.create_index('ix_interruption_call_open', ['interruption_id'], unique=False, sqlite_where=sa.text('told_at IS NULL'), postgresql_where=sa.text('told_at IS NULL'))

    op.create_table('pairing_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pairing_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=30), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('note', sa.String(length=250), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.CheckConstraint("state IN ('chosen', 'introduced', 'first_visits', 'settled', 'in_mediation', 'ended')", name=op.f('ck_pairing_step_state')),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_pairing_step_by_id_account')),
    sa.ForeignKeyConstraint(['pairing_id'], ['pairing.id'], name=op.f('fk_pairing_step_pairing_id_pairing')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pairing_step'))
    )
    with op.batch_alter_table('pairing_step') as batch_op:
        batch_op.create_index('ix_pairing_step_pairing', ['pairing_id', 'at'], unique=False)

    op.create_table('round',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pairing_id', sa.Integer(), nullable=False),
    sa.Column('beneficiary_id', sa.Integer(), nullable=False),
    sa.Column('caregiver_id', sa.Integer(), nullable=False),
    sa.Column('milestone', sa.String(length=30), nullable=False),
    sa.Column('milestone_key', sa.String(length=40), nullable=False),
    sa.Column('opened_at', sa.DateTime(), nullable=False),
    sa.Column('opened_by_id', sa.Integer(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('state', sa.String(length=30), nullable=False),
    sa.Column('ready_at', sa.DateTime(), nullable=True),
    sa.Column('attention', sa.String(length=30), nullable=False),
    sa.Column('attention_words', sa.Text(), nullable=False),
    sa.Column('attention_at', sa.DateTime(), nullable=True),
    sa.Column('taken_up_at', sa.DateTime(), nullable=True),
    sa.Column('taken_up_by_id', sa.Integer(), nullable=True),
    sa.Column('taken_up_note', sa.Text(), nullable=False),
    sa.Column('closed_at', sa.DateTime(), nullable=True),
    sa.CheckConstraint("attention IN ('none', 'worrying', 'split')", name=op.f('ck_round_attention')),
    sa.CheckConstraint("milestone IN ('second_visit', 'month_two', 'yearly', 'on_demand')", name=op.f('ck_round_milestone')),
    sa.CheckConstraint("state IN ('open', 'decided', 'cancelled')", name=op.f('ck_round_state')),
    sa.ForeignKeyConstraint(['beneficiary_id'], ['beneficiary.id'], name=op.f('fk_round_beneficiary_id_beneficiary')),
    sa.ForeignKeyConstraint(['caregiver_id'], ['caregiver.id'], name=op.f('fk_round_caregiver_id_caregiver')),
    sa.ForeignKeyConstraint(['opened_by_id'], ['account.id'], name=op.f('fk_round_opened_by_id_account')),
    sa.ForeignKeyConstraint(['pairing_id'], ['pairing.id'], name=op.f('fk_round_pairing_id_pairing')),
    sa.ForeignKeyConstraint(['taken_up_by_id'], ['account.id'], name=op.f('fk_round_taken_up_by_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_round')),
    sa.UniqueConstraint('pairing_id', 'milestone_key', name=op.f('uq_round_pairing_id'))
    )
    with op.batch_alter_table('round') as batch_op:
        batch_op.create_index('ix_round_attention', ['attention', 'attention_at'], unique=False, sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))
        batch_op.create_index('ix_round_beneficiary', ['beneficiary_id', 'state'], unique=False)
        batch_op.create_index('ix_round_caregiver', ['caregiver_id', 'state'], unique=False)
        batch_op.create_index('ix_round_open', ['due_on', 'id'], unique=False, sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))
        batch_op.create_index('ix_round_ready', ['ready_at'], unique=False, sqlite_where=sa.text("state = 'open' AND ready_at IS NOT NULL"), postgresql_where=sa.text("state = 'open' AND ready_at IS NOT NULL"))

    op.create_table('series_act',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('series_id', sa.Integer(), nullable=False),
    sa.Column('act', sa.String(length=30), nullable=False),
    sa.Column('cannot_wait', sa.Boolean(), nullable=False),
    sa.Column('qualification', sa.String(length=30), nullable=True),
    sa.CheckConstraint("act IN ('get_up', 'go_to_bed', 'wash', 'change', 'meal', 'medication_reminder', 'outing', 'shopping', 'housework', 'laundry', 'company')", name=op.f('ck_series_act_act')),
    sa.CheckConstraint("qualification IN ('home_help', 'care_aide', 'care_assistant', 'nursing_aide')", name=op.f('ck_series_act_qualification')),
    sa.ForeignKeyConstraint(['series_id'], ['series.id'], name=op.f('fk_series_act_series_id_series')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_series_act')),
    sa.UniqueConstraint('series_id', 'act', name=op.f('uq_series_act_series_id'))
    )
    op.create_table('visit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('beneficiary_id', sa.Integer(), nullable=False),
    sa.Column('caregiver_id', sa.Integer(), nullable=True),
    sa.Column('pairing_id', sa.Integer(), nullable=True),
    sa.Column('series_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('start_minute', sa.Integer(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('starts_at', sa.DateTime(), nullable=False),
    sa.Column('ends_at', sa.DateTime(), nullable=False),
    sa.Column('state', sa.String(length=30), nullable=False),
    sa.Column('note', sa.String(length=250), nullable=False),
    sa.Column('interruption_id', sa.Integer(), nullable=True),
    sa.Column('state_at', sa.DateTime(), nullable=True),
    sa.Column('state_by_id', sa.Integer(), nullable=True),
    sa.Column('given_at', sa.DateTime(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("state IN ('planned', 'done', 'cancelled_by_person', 'refused_by_person', 'door_closed', 'not_covered', 'suspended', 'withdrawn')", name=op.f('ck_visit_state')),
    sa.ForeignKeyConstraint(['beneficiary_id'], ['beneficiary.id'], name=op.f('fk_visit_beneficiary_id_beneficiary')),
    sa.ForeignKeyConstraint(['caregiver_id'], ['caregiver.id'], name=op.f('fk_visit_caregiver_id_caregiver')),
    sa.ForeignKeyConstraint(['interruption_id'], ['interruption.id'], name=op.f('fk_visit_interruption_id_interruption')),
    sa.ForeignKeyConstraint(['pairing_id'], ['pairing.id'], name=op.f('fk_visit_pairing_id_pairing')),
    sa.ForeignKeyConstraint(['series_id'], ['series.id'], name=op.f('fk_visit_series_id_series')),
    sa.ForeignKeyConstraint(['state_by_id'], ['account.id'], name=op.f('fk_visit_state_by_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visit'))
    )
    with op.batch_alter_table('visit') as batch_op:
        batch_op.create_index('ix_visit_beneficiary', ['beneficiary_id', 'starts_at'], unique=False)
        batch_op.create_index('ix_visit_caregiver', ['caregiver_id', 'starts_at'], unique=False)
        batch_op.create_index('ix_visit_interruption', ['interruption_id'], unique=False, sqlite_where=sa.text('interruption_id IS NOT NULL'), postgresql_where=sa.text('interruption_id IS NOT NULL'))
        batch_op.create_index('ix_visit_pairing', ['pairing_id', 'starts_at'], unique=False)
        batch_op.create_index('ix_visit_series', ['series_id', 'day'], unique=False)
        batch_op.create_index('ix_visit_starts', ['starts_at', 'id'], unique=False)
        batch_op.create_index('ix_visit_uncovered', ['starts_at'], unique=False, sqlite_where=sa.text("caregiver_id IS NULL AND state = 'planned'"), postgresql_where=sa.text("caregiver_id IS NULL AND state = 'planned'"))

    op.create_table('decision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.String(length=30), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('told_words', sa.Text(), nullable=False),
    sa.Column('proposed', sa.String(length=30), nullable=False),
    sa.Column('proposed_why', sa.Text(), nullable=False),
    sa.Column('next_milestone', sa.String(length=30), nullable=True),
    sa.Column('next_round_on', sa.Date(), nullable=True),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('seen_by_caregiver_at', sa.DateTime(), nullable=True),
    sa.CheckConstraint("next_milestone IN ('second_visit', 'month_two', 'yearly', 'on_demand')", name=op.f('ck_decision_next_milestone')),
    sa.CheckConstraint("outcome IN ('fit', 'mediation', 'replacement')", name=op.f('ck_decision_outcome')),
    sa.CheckConstraint("proposed IN ('fit', 'mediation', 'replacement')", name=op.f('ck_decision_proposed')),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_decision_by_id_account')),
    sa.ForeignKeyConstraint(['round_id'], ['round.id'], name=op.f('fk_decision_round_id_round')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decision')),
    sa.UniqueConstraint('round_id', name=op.f('uq_decision_round_id'))
    )
    op.create_table('door_report',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('visit_id', sa.Integer(), nullable=False),
    sa.Column('reported_at', sa.DateTime(), nullable=False),
    sa.Column('reported_by_id', sa.Integer(), nullable=False),
    sa.Column('phoned', sa.Text(), nullable=False),
    sa.Column('key_holder', sa.Text(), nullable=True),
    sa.Column('outcome', sa.Text(), nullable=False),
    sa.Column('closed_at', sa.DateTime(), nullable=True),
    sa.Column('closed_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['closed_by_id'], ['account.id'], name=op.f('fk_door_report_closed_by_id_account')),
    sa.ForeignKeyConstraint(['reported_by_id'], ['account.id'], name=op.f('fk_door_report_reported_by_id_account')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_door_report_visit_id_visit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_door_report')),
    sa.UniqueConstraint('visit_id', name=op.f('uq_door_report_visit_id'))
    )
    with op.batch_alter_table('door_report') as batch_op:
        batch_op.create_index('ix_door_report_open', ['reported_at'], unique=False, sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))

    op.create_table('mediation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pairing_id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=True),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=30), nullable=False),
    sa.Column('check_on', sa.Date(), nullable=False),
    sa.Column('accompanied_by', sa.String(length=200), nullable=False),
    sa.Column('opened_at', sa.DateTime(), nullable=False),
    sa.Column('opened_by_id', sa.Integer(), nullable=False),
    sa.Column('agreed_at', sa.DateTime(), nullable=True),
    sa.Column('outcome_words', sa.Text(), nullable=False),
    sa.Column('closed_at', sa.DateTime(), nullable=True),
    sa.Column('closed_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("state IN ('opened', 'agreed', 'resolved', 'replacement', 'complaint', 'no_longer_needed')", name=op.f('ck_mediation_state')),
    sa.ForeignKeyConstraint(['closed_by_id'], ['account.id'], name=op.f('fk_mediation_closed_by_id_account')),
    sa.ForeignKeyConstraint(['opened_by_id'], ['account.id'], name=op.f('fk_mediation_opened_by_id_account')),
    sa.ForeignKeyConstraint(['owner_id'], ['account.id'], name=op.f('fk_mediation_owner_id_account')),
    sa.ForeignKeyConstraint(['pairing_id'], ['pairing.id'], name=op.f('fk_mediation_pairing_id_pairing')),
    sa.ForeignKeyConstraint(['round_id'], ['round.id'], name=op.f('fk_mediation_round_id_round')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mediation'))
    )
    with op.batch_alter_table('mediation') as batch_op:
        batch_op.create_index('ix_mediation_check', ['state', 'check_on'], unique=False)
        batch_op.create_index('ix_mediation_opened', ['state', 'opened_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_mediation_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_mediation_pairing_id'), ['pairing_id'], unique=False)
        batch_op.create_index('uq_mediation_open', ['pairing_id'], unique=True, sqlite_where=sa.text("state IN ('opened', 'agreed')"), postgresql_where=sa.text("state IN ('opened', 'agreed')"))

    op.create_table('round_side',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('side', sa.String(length=30), nullable=False),
    sa.Column('state', sa.String(length=30), nullable=False),
    sa.Column('call_on', sa.Date(), nullable=True),
    sa.Column('closes_on', sa.Date(), nullable=False),
    sa.Column('wants_call', sa.Boolean(), nullable=False),
    sa.Column('wants_call_at', sa.DateTime(), nullable=True),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('closed_at', sa.DateTime(), nullable=True),
    sa.Column('closed_by_id', sa.Integer(), nullable=True),
    sa.Column('round_open', sa.Boolean(), nullable=False),
    sa.CheckConstraint("side IN ('beneficiary', 'caregiver')", name=op.f('ck_round_side_side')),
    sa.CheckConstraint("state IN ('waiting', 'answered', 'no_answer', 'unable_by_phone')", name=op.f('ck_round_side_state')),
    sa.ForeignKeyConstraint(['closed_by_id'], ['account.id'], name=op.f('fk_round_side_closed_by_id_account')),
    sa.ForeignKeyConstraint(['round_id'], ['round.id'], name=op.f('fk_round_side_round_id_round')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_round_side')),
    sa.UniqueConstraint('round_id', 'side', name=op.f('uq_round_side_round_id'))
    )
    with op.batch_alter_table('round_side') as batch_op:
        batch_op.create_index('ix_round_side_open', ['state', 'closes_on'], unique=False, sqlite_where=sa.text('round_open IS 1'), postgresql_where=sa.text('round_open'))
        batch_op.create_index('ix_round_side_to_call', ['side', 'call_on', 'id'], unique=False, sqlite_where=sa.text("state = 'waiting' AND round_open IS 1"), postgresql_where=sa.text("state = 'waiting' AND round_open"))
        batch_op.create_index('ix_round_side_wants_call', ['wants_call_at'], unique=False, sqlite_where=sa.text('wants_call IS 1 AND round_open IS 1'), postgresql_where=sa.text('wants_call AND round_open'))

    op.create_table('visit_change',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('visit_id', sa.Integer(), nullable=False),
    sa.Column('beneficiary_id', sa.Integer(), nullable=False),
    sa.Column('caregiver_id', sa.Integer(), nullable=True),
    sa.Column('other_caregiver_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('was', sa.String(length=120), nullable=False),
    sa.Column('now', sa.String(length=120), nullable=False),
    sa.Column('starts_at', sa.DateTime(), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=True),
    sa.Column('phone_first', sa.Boolean(), nullable=False),
    sa.Column('reached_at', sa.DateTime(), nullable=True),
    sa.Column('reached_by_id', sa.Integer(), nullable=True),
    sa.Column('other_reached_at', sa.DateTime(), nullable=True),
    sa.Column('other_reached_by_id', sa.Integer(), nullable=True),
    sa.Column('reported_at', sa.DateTime(), nullable=True),
    sa.Column('reported_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("kind IN ('added', 'moved', 'reassigned', 'uncovered', 'cancelled', 'refused', 'not_covered', 'suspended', 'resumed', 'withdrawn')", name=op.f('ck_visit_change_kind')),
    sa.ForeignKeyConstraint(['beneficiary_id'], ['beneficiary.id'], name=op.f('fk_visit_change_beneficiary_id_beneficiary')),
    sa.ForeignKeyConstraint(['caregiver_id'], ['caregiver.id'], name=op.f('fk_visit_change_caregiver_id_caregiver')),
    sa.ForeignKeyConstraint(['made_by_id'], ['account.id'], name=op.f('fk_visit_change_made_by_id_account')),
    sa.ForeignKeyConstraint(['other_caregiver_id'], ['caregiver.id'], name=op.f('fk_visit_change_other_caregiver_id_caregiver')),
    sa.ForeignKeyConstraint(['other_reached_by_id'], ['account.id'], name=op.f('fk_visit_change_other_reached_by_id_account')),
    sa.ForeignKeyConstraint(['reached_by_id'], ['account.id'], name=op.f('fk_visit_change_reached_by_id_account')),
    sa.ForeignKeyConstraint(['reported_by_id'], ['account.id'], name=op.f('fk_visit_change_reported_by_id_account')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_visit_change_visit_id_visit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visit_change'))
    )
    with op.batch_alter_table('visit_change') as batch_op:
        batch_op.create_index('ix_visit_change_caregiver', ['caregiver_id', 'made_at'], unique=False)
        batch_op.create_index('ix_visit_change_other', ['other_caregiver_id', 'made_at'], unique=False)
        batch_op.create_index('ix_visit_change_other_to_reach', ['starts_at'], unique=False, sqlite_where=sa.text('phone_first IS 1 AND other_reached_at IS NULL AND other_caregiver_id IS NOT NULL'), postgresql_where=sa.text('phone_first AND other_reached_at IS NULL AND other_caregiver_id IS NOT NULL'))
        batch_op.create_index('ix_visit_change_to_reach', ['starts_at'], unique=False, sqlite_where=sa.text('phone_first IS 1 AND reached_at IS NULL'), postgresql_where=sa.text('phone_first AND reached_at IS NULL'))
        batch_op.create_index('ix_visit_change_to_report', ['made_at'], unique=False, sqlite_where=sa.text('reported_at IS NULL'), postgresql_where=sa.text('reported_at IS NULL'))
        batch_op.create_index(batch_op.f('ix_visit_change_visit_id'), ['visit_id'], unique=False)

    op.create_table('word',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('visit_id', sa.Integer(), nullable=True),
    sa.Column('beneficiary_id', sa.Integer(), nullable=True),
    sa.Column('caregiver_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('read_at', sa.DateTime(), nullable=True),
    sa.Column('read_by_id', sa.Integer(), nullable=True),
    sa.Column('reply', sa.Text(), nullable=False),
    sa.Column('closed_at', sa.DateTime(), nullable=True),
    sa.Column('closed_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("kind IN ('fine', 'to_know', 'call_me')", name=op.f('ck_word_kind')),
    sa.ForeignKeyConstraint(['beneficiary_id'], ['beneficiary.id'], name=op.f('fk_word_beneficiary_id_beneficiary')),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_word_by_id_account')),
    sa.ForeignKeyConstraint(['caregiver_id'], ['caregiver.id'], name=op.f('fk_word_caregiver_id_caregiver')),
    sa.ForeignKeyConstraint(['closed_by_id'], ['account.id'], name=op.f('fk_word_closed_by_id_account')),
    sa.ForeignKeyConstraint(['read_by_id'], ['account.id'], name=op.f('fk_word_read_by_id_account')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_word_visit_id_visit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_word'))
    )
    with op.batch_alter_table('word') as batch_op:
        batch_op.create_index(batch_op.f('ix_word_beneficiary_id'), ['beneficiary_id'], unique=False)
        batch_op.create_index('ix_word_caregiver', ['caregiver_id', 'at'], unique=False)
        batch_op.create_index(batch_op.f('ix_word_visit_id'), ['visit_id'], unique=False)
        batch_op.create_index('ix_word_waiting', ['kind', 'at'], unique=False, sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))

    op.create_table('answer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('side_id', sa.Integer(), nullable=False),
    sa.Column('voice', sa.String(length=30), nullable=False),
    sa.Column('spoken_by', sa.String(length=120), nullable=False),
    sa.Column('channel', sa.String(length=30), nullable=False),
    sa.Column('caregiver_present', sa.Boolean(), nullable=False),
    sa.Column('collected_by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('hours_fit', sa.String(length=30), nullable=False),
    sa.Column('tasks_clear', sa.String(length=30), nullable=False),
    sa.Column('respected', sa.String(length=30), nullable=False),
    sa.Column('feels_safe', sa.String(length=30), nullable=True),
    sa.Column('too_heavy', sa.String(length=30), nullable=True),
    sa.Column('outside_plan', sa.String(length=30), nullable=True),
    sa.Column('goes_well', sa.Text(), nullable=False),
    sa.Column('may_pass_on', sa.Boolean(), nullable=False),
    sa.Column('should_change', sa.Text(), nullable=False),
    sa.Column('wish', sa.String(length=30), nullable=False),
    sa.CheckConstraint("channel IN ('call', 'visit', 'link', 'paper', 'own_phone')", name=op.f('ck_answer_channel')),
    sa.CheckConstraint("feels_safe IN ('yes', 'little', 'no', 'unknown')", name=op.f('ck_answer_feels_safe')),
    sa.CheckConstraint("hours_fit IN ('yes', 'little', 'no', 'unknown')", name=op.f('ck_answer_hours_fit')),
    sa.CheckConstraint("outside_plan IN ('yes', 'little', 'no', 'unknown')", name=op.f('ck_answer_outside_plan')),
    sa.CheckConstraint("respected IN ('yes', 'little', 'no', 'unknown')", name=op.f('ck_answer_respected')),
    sa.CheckConstraint("tasks_clear IN ('yes', 'little', 'no', 'unknown')", name=op.f('ck_answer_tasks_clear')),
    sa.CheckConstraint("too_heavy IN ('yes', 'little', 'no', 'unknown')", name=op.f('ck_answer_too_heavy')),
    sa.CheckConstraint("voice IN ('person', 'relative', 'guardian', 'caregiver')", name=op.f('ck_answer_voice')),
    sa.CheckConstraint("wish IN ('go_on', 'talk', 'change')", name=op.f('ck_answer_wish')),
    sa.ForeignKeyConstraint(['collected_by_id'], ['account.id'], name=op.f('fk_answer_collected_by_id_account')),
    sa.ForeignKeyConstraint(['side_id'], ['round_side.id'], name=op.f('fk_answer_side_id_round_side')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_answer')),
    sa.UniqueConstraint('side_id', 'voice', name=op.f('uq_answer_side_id'))
    )
    op.create_table('answer_draft',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('side_id', sa.Integer(), nullable=False),
    sa.Column('voice', sa.String(length=30), nullable=False),
    sa.Column('typed', sa.Text(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.CheckConstraint("voice IN ('person', 'relative', 'guardian', 'caregiver')", name=op.f('ck_answer_draft_voice')),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_answer_draft_by_id_account')),
    sa.ForeignKeyConstraint(['side_id'], ['round_side.id'], name=op.f('fk_answer_draft_side_id_round_side')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_answer_draft')),
    sa.UniqueConstraint('side_id', 'voice', name=op.f('uq_answer_draft_side_id'))
    )
    op.create_table('call_try',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('side_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('call_again_on', sa.Date(), nullable=True),
    sa.Column('note', sa.String(length=250), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_call_try_by_id_account')),
    sa.ForeignKeyConstraint(['side_id'], ['round_side.id'], name=op.f('fk_call_try_side_id_round_side')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_call_try'))
    )
    with op.batch_alter_table('call_try') as batch_op:
        batch_op.create_index(batch_op.f('ix_call_try_side_id'), ['side_id'], unique=False)

    op.create_table('mediation_point',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('mediation_id', sa.Integer(), nullable=False),
    sa.Column('who', sa.String(length=120), nullable=False),
    sa.Column('what', sa.Text(), nullable=False),
    sa.Column('by_when', sa.Date(), nullable=True),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('kept_at', sa.DateTime(), nullable=True),
    sa.Column('kept_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_mediation_point_by_id_account')),
    sa.ForeignKeyConstraint(['kept_by_id'], ['account.id'], name=op.f('fk_mediation_point_kept_by_id_account')),
    sa.ForeignKeyConstraint(['mediation_id'], ['mediation.id'], name=op.f('fk_mediation_point_mediation_id_mediation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mediation_point'))
    )
    with op.batch_alter_table('mediation_point') as batch_op:
        batch_op.create_index(batch_op.f('ix_mediation_point_mediation_id'), ['mediation_id'], unique=False)

    op.create_table('mediation_version',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('mediation_id', sa.Integer(), nullable=False),
    sa.Column('side', sa.String(length=30), nullable=False),
    sa.Column('spoken_by', sa.String(length=120), nullable=False),
    sa.Column('facts', sa.Text(), nullable=False),
    sa.Column('quoted', sa.Text(), nullable=False),
    sa.Column('supposed', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("side IN ('beneficiary', 'caregiver')", name=op.f('ck_mediation_version_side')),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_mediation_version_by_id_account')),
    sa.ForeignKeyConstraint(['mediation_id'], ['mediation.id'], name=op.f('fk_mediation_version_mediation_id_mediation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mediation_version'))
    )
    with op.batch_alter_table('mediation_version') as batch_op:
        batch_op.create_index(batch_op.f('ix_mediation_version_mediation_id'), ['mediation_id'], unique=False)

    op.create_table('replacement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pairing_id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=True),
    sa.Column('mediation_id', sa.Integer(), nullable=True),
    sa.Column('requested_by', sa.String(length=30), nullable=False),
    sa.Column('reason', sa.String(length=30), nullable=False),
    sa.Column('details', sa.Text(), nullable=False),
    sa.Column('direction_facts', sa.Text(), nullable=False),
    sa.Column('discriminatory', sa.String(length=30), nullable=True),
    sa.Column('state', sa.String(length=30), nullable=False),
    sa.Column('for_good', sa.Boolean(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('opened_at', sa.DateTime(), nullable=False),
    sa.Column('opened_by_id', sa.Integer(), nullable=False),
    sa.Column('judged_at', sa.DateTime(), nullable=True),
    sa.Column('judged_by_id', sa.Integer(), nullable=True),
    sa.Column('judged_words', sa.Text(), nullable=False),
    sa.Column('caregiver_told_at', sa.DateTime(), nullable=True),
    sa.Column('caregiver_told_by_id', sa.Integer(), nullable=True),
    sa.Column('caregiver_choice', sa.String(length=30), nullable=True),
    sa.Column('requester_told_at', sa.DateTime(), nullable=True),
    sa.Column('requester_told_by_id', sa.Integer(), nullable=True),
    sa.Column('new_pairing_id', sa.Integer(), nullable=True),
    sa.Column('closing_words', sa.Text(), nullable=False),
    sa.Column('closed_at', sa.DateTime(), nullable=True),
    sa.Column('closed_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("caregiver_choice IN ('stay', 'accompanied', 'not_return')", name=op.f('ck_replacement_caregiver_choice')),
    sa.CheckConstraint("discriminatory IN ('yes', 'no', 'doubt')", name=op.f('ck_replacement_discriminatory')),
    sa.CheckConstraint("reason IN ('leave', 'sick_leave', 'accident', 'training', 'schedule_clash', 'misfit_beneficiary', 'misfit_caregiver', 'facts_for_direction', 'caregiver_protection', 'intimate_care_wish', 'end_of_contract')", name=op.f('ck_replacement_reason')),
    sa.CheckConstraint("requested_by IN ('beneficiary', 'caregiver', 'office')", name=op.f('ck_replacement_requested_by')),
    sa.CheckConstraint("state IN ('open', 'with_direction', 'done', 'cancelled', 'not_grantable')", name=op.f('ck_replacement_state')),
    sa.ForeignKeyConstraint(['caregiver_told_by_id'], ['account.id'], name=op.f('fk_replacement_caregiver_told_by_id_account')),
    sa.ForeignKeyConstraint(['closed_by_id'], ['account.id'], name=op.f('fk_replacement_closed_by_id_account')),
    sa.ForeignKeyConstraint(['judged_by_id'], ['account.id'], name=op.f('fk_replacement_judged_by_id_account')),
    sa.ForeignKeyConstraint(['mediation_id'], ['mediation.id'], name=op.f('fk_replacement_mediation_id_mediation')),
    sa.ForeignKeyConstraint(['new_pairing_id'], ['pairing.id'], name=op.f('fk_replacement_new_pairing_id_pairing')),
    sa.ForeignKeyConstraint(['opened_by_id'], ['account.id'], name=op.f('fk_replacement_opened_by_id_account')),
    sa.ForeignKeyConstraint(['pairing_id'], ['pairing.id'], name=op.f('fk_replacement_pairing_id_pairing')),
    sa.ForeignKeyConstraint(['requester_told_by_id'], ['account.id'], name=op.f('fk_replacement_requester_told_by_id_account')),
    sa.ForeignKeyConstraint(['round_id'], ['round.id'], name=op.f('fk_replacement_round_id_round')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_replacement'))
    )
    with op.batch_alter_table('replacement') as batch_op:
        batch_op.create_index(batch_op.f('ix_replacement_pairing_id'), ['pairing_id'], unique=False)
        batch_op.create_index('ix_replacement_state', ['state', 'opened_at'], unique=False)

    op.create_table('answer_addendum',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('answer_id', sa.Integer(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['answer_id'], ['answer.id'], name=op.f('fk_answer_addendum_answer_id_answer')),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_answer_addendum_by_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_answer_addendum'))
    )
    with op.batch_alter_table('answer_addendum') as batch_op:
        batch_op.create_index(batch_op.f('ix_answer_addendum_answer_id'), ['answer_id'], unique=False)

    op.create_table('home_refusal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('visit_id', sa.Integer(), nullable=False),
    sa.Column('replacement_id', sa.Integer(), nullable=False),
    sa.Column('safety', sa.Text(), nullable=False),
    sa.Column('decided', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_home_refusal_by_id_account')),
    sa.ForeignKeyConstraint(['replacement_id'], ['replacement.id'], name=op.f('fk_home_refusal_replacement_id_replacement')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_home_refusal_visit_id_visit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_home_refusal')),
    sa.UniqueConstraint('visit_id', name=op.f('uq_home_refusal_visit_id'))
    )
    with op.batch_alter_table('home_refusal') as batch_op:
        batch_op.create_index(batch_op.f('ix_home_refusal_replacement_id'), ['replacement_id'], unique=False)

