"""Absences, the visits a request holds, the questions asked to caregivers

A replacement request names its person and its caregiver itself: it may come from an absence, where nobody opened a
relation. On SQLite `replacement` is copied (its relation may now be empty); the other tables get columns in place.
"""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'


def upgrade():
    op.create_table('absence',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('caregiver_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('news_on', sa.Date(), nullable=True),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('state', sa.String(length=30), nullable=False),
    sa.Column('declared_at', sa.DateTime(), nullable=False),
    sa.Column('declared_by_id', sa.Integer(), nullable=False),
    sa.Column('read_at', sa.DateTime(), nullable=True),
    sa.Column('read_by_id', sa.Integer(), nullable=True),
    sa.Column('back_on', sa.Date(), nullable=True),
    sa.Column('closed_at', sa.DateTime(), nullable=True),
    sa.Column('closed_by_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("kind IN ('sick_leave', 'accident', 'leave', 'training', 'other')", name=op.f('ck_absence_kind')),
    sa.CheckConstraint("state IN ('open', 'closed', 'cancelled')", name=op.f('ck_absence_state')),
    sa.ForeignKeyConstraint(['caregiver_id'], ['caregiver.id'], name=op.f('fk_absence_caregiver_id_caregiver')),
    sa.ForeignKeyConstraint(['closed_by_id'], ['account.id'], name=op.f('fk_absence_closed_by_id_account')),
    sa.ForeignKeyConstraint(['declared_by_id'], ['account.id'], name=op.f('fk_absence_declared_by_id_account')),
    sa.ForeignKeyConstraint(['read_by_id'], ['account.id'], name=op.f('fk_absence_read_by_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_absence'))
    )
    with op.batch_alter_table('absence') as batch_op:
        batch_op.create_index(batch_op.f('ix_absence_caregiver_id'), ['caregiver_id'], unique=False)
        batch_op.create_index('ix_absence_news', ['news_on'], unique=False, sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))
        batch_op.create_index('ix_absence_open', ['starts_on', 'id'], unique=False, sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))

    op.create_table('absence_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('absence_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('was', sa.Date(), nullable=True),
    sa.Column('now', sa.Date(), nullable=True),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("kind IN ('declared', 'read', 'dated', 'extended', 'shortened', 'ended', 'cancelled')", name=op.f('ck_absence_step_kind')),
    sa.ForeignKeyConstraint(['absence_id'], ['absence.id'], name=op.f('fk_absence_step_absence_id_absence')),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_absence_step_by_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_absence_step'))
    )
    with op.batch_alter_table('absence_step') as batch_op:
        batch_op.create_index(batch_op.f('ix_absence_step_absence_id'), ['absence_id'], unique=False)

    op.create_table('offer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('replacement_id', sa.Integer(), nullable=False),
    sa.Column('caregiver_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('notice', sa.String(length=30), nullable=False),
    sa.Column('state', sa.String(length=30), nullable=False),
    sa.Column('asked_at', sa.DateTime(), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=False),
    sa.Column('expires_at', sa.DateTime(), nullable=False),
    sa.Column('channel', sa.String(length=30), nullable=True),
    sa.Column('answered_at', sa.DateTime(), nullable=True),
    sa.Column('answered_by_id', sa.Integer(), nullable=True),
    sa.Column('closed_at', sa.DateTime(), nullable=True),
    sa.Column('closed_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("channel IN ('own_phone', 'call')", name=op.f('ck_offer_channel')),
    sa.CheckConstraint("kind IN ('direct', 'several')", name=op.f('ck_offer_kind')),
    sa.CheckConstraint("notice IN ('week', 'days', 'urgent')", name=op.f('ck_offer_notice')),
    sa.CheckConstraint("state IN ('waiting', 'willing', 'agreed', 'partly', 'declined', 'expired', 'withdrawn')", name=op.f('ck_offer_state')),
    sa.ForeignKeyConstraint(['answered_by_id'], ['account.id'], name=op.f('fk_offer_answered_by_id_account')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['account.id'], name=op.f('fk_offer_asked_by_id_account')),
    sa.ForeignKeyConstraint(['caregiver_id'], ['caregiver.id'], name=op.f('fk_offer_caregiver_id_caregiver')),
    sa.ForeignKeyConstraint(['closed_by_id'], ['account.id'], name=op.f('fk_offer_closed_by_id_account')),
    sa.ForeignKeyConstraint(['replacement_id'], ['replacement.id'], name=op.f('fk_offer_replacement_id_replacement')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_offer'))
    )
    with op.batch_alter_table('offer') as batch_op:
        batch_op.create_index('ix_offer_caregiver', ['caregiver_id', 'asked_at'], unique=False)
        batch_op.create_index('ix_offer_waiting', ['expires_at'], unique=False, sqlite_where=sa.text("state = 'waiting'"), postgresql_where=sa.text("state = 'waiting'"))
        batch_op.create_index('uq_offer_alive', ['replacement_id', 'caregiver_id'], unique=True, sqlite_where=sa.text("state IN ('waiting', 'willing')"), postgresql_where=sa.text("state IN ('waiting', 'willing')"))

    op.create_table('replacement_visit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('replacement_id', sa.Integer(), nullable=False),
    sa.Column('visit_id', sa.Integer(), nullable=False),
    sa.Column('former_caregiver_id', sa.Integer(), nullable=False),
    sa.Column('former_pairing_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(length=30), nullable=False),
    sa.Column('choice', sa.String(length=30), nullable=True),
    sa.Column('agreed_with', sa.String(length=120), nullable=False),
    sa.Column('agreed_on', sa.Date(), nullable=True),
    sa.Column('planned_caregiver_id', sa.Integer(), nullable=True),
    sa.Column('planned_at', sa.DateTime(), nullable=True),
    sa.Column('planned_by_id', sa.Integer(), nullable=True),
    sa.Column('held_at', sa.DateTime(), nullable=False),
    sa.Column('settled_at', sa.DateTime(), nullable=True),
    sa.Column('settled_by_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("choice IN ('replace', 'move', 'shorten', 'family', 'call_off')", name=op.f('ck_replacement_visit_choice')),
    sa.CheckConstraint("state IN ('open', 'covered', 'family', 'called_off', 'returned', 'missed', 'moot')", name=op.f('ck_replacement_visit_state')),
    sa.ForeignKeyConstraint(['former_caregiver_id'], ['caregiver.id'], name=op.f('fk_replacement_visit_former_caregiver_id_caregiver')),
    sa.ForeignKeyConstraint(['former_pairing_id'], ['pairing.id'], name=op.f('fk_replacement_visit_former_pairing_id_pairing')),
    sa.ForeignKeyConstraint(['planned_by_id'], ['account.id'], name=op.f('fk_replacement_visit_planned_by_id_account')),
    sa.ForeignKeyConstraint(['planned_caregiver_id'], ['caregiver.id'], name=op.f('fk_replacement_visit_planned_caregiver_id_caregiver')),
    sa.ForeignKeyConstraint(['replacement_id'], ['replacement.id'], name=op.f('fk_replacement_visit_replacement_id_replacement')),
    sa.ForeignKeyConstraint(['settled_by_id'], ['account.id'], name=op.f('fk_replacement_visit_settled_by_id_account')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_replacement_visit_visit_id_visit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_replacement_visit')),
    sa.UniqueConstraint('replacement_id', 'visit_id', name=op.f('uq_replacement_visit_replacement_id'))
    )
    with op.batch_alter_table('replacement_visit') as batch_op:
        batch_op.create_index(batch_op.f('ix_replacement_visit_visit_id'), ['visit_id'], unique=False)
        batch_op.create_index('uq_replacement_visit_open', ['visit_id'], unique=True, sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))

    op.create_table('offer_visit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('offer_id', sa.Integer(), nullable=False),
    sa.Column('held_id', sa.Integer(), nullable=False),
    sa.Column('visit_id', sa.Integer(), nullable=False),
    sa.Column('starts_at', sa.DateTime(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('answer', sa.String(length=30), nullable=True),
    sa.CheckConstraint("answer IN ('yes', 'no')", name=op.f('ck_offer_visit_answer')),
    sa.ForeignKeyConstraint(['held_id'], ['replacement_visit.id'], name=op.f('fk_offer_visit_held_id_replacement_visit')),
    sa.ForeignKeyConstraint(['offer_id'], ['offer.id'], name=op.f('fk_offer_visit_offer_id_offer')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_offer_visit_visit_id_visit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_offer_visit')),
    sa.UniqueConstraint('offer_id', 'visit_id', name=op.f('uq_offer_visit_offer_id'))
    )
    with op.batch_alter_table('offer_visit') as batch_op:
        batch_op.create_index(batch_op.f('ix_offer_visit_held_id'), ['held_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_offer_visit_visit_id'), ['visit_id'], unique=False)

    with op.batch_alter_table('caregiver') as batch_op:
        batch_op.add_column(sa.Column('wants_offers_since', sa.DateTime(), nullable=True))
    _name_the_two()
    _say_instead_of_whom()
    _tell_the_person()


REASONS = ("leave", "sick_leave", "accident", "training", "other_absence", "schedule_clash", "misfit_beneficiary",
           "misfit_caregiver", "facts_for_direction", "caregiver_protection", "intimate_care_wish", "end_of_contract")


def _name_the_two():
    """Columns first empty, filled from the relation, then required."""
    for name in ("beneficiary", "caregiver"):
        op.execute(f"ALTER TABLE replacement ADD COLUMN {name}_id INTEGER"
                   f" CONSTRAINT fk_replacement_{name}_id_{name} REFERENCES {name} (id)")
        op.execute(f"UPDATE replacement SET {name}_id = (SELECT pairing.{name}_id FROM pairing"
                   " WHERE pairing.id = replacement.pairing_id)")
    op.execute("ALTER TABLE replacement ADD COLUMN absence_id INTEGER"
               " CONSTRAINT fk_replacement_absence_id_absence REFERENCES absence (id)")
    op.add_column('replacement', sa.Column('read_at', sa.DateTime(), nullable=True))
    op.execute("ALTER TABLE replacement ADD COLUMN read_by_id INTEGER"
               " CONSTRAINT fk_replacement_read_by_id_account REFERENCES account (id)")
    op.add_column('replacement', sa.Column('minutes_before', sa.Integer(), nullable=True))
    op.execute("UPDATE replacement SET read_at = opened_at, read_by_id = opened_by_id")
    codes, name = ", ".join(f"'{code}'" for code in REASONS), op.f("ck_replacement_reason")
    with op.batch_alter_table('replacement') as batch_op:
        batch_op.drop_constraint(name, type_="check")
        batch_op.create_check_constraint(name, f"reason IN ({codes})")
        batch_op.alter_column('pairing_id', existing_type=sa.Integer(), nullable=True)
        batch_op.alter_column('beneficiary_id', existing_type=sa.Integer(), nullable=False)
        batch_op.alter_column('caregiver_id', existing_type=sa.Integer(), nullable=False)
        batch_op.create_index(batch_op.f('ix_replacement_beneficiary_id'), ['beneficiary_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_replacement_caregiver_id'), ['caregiver_id'], unique=False)
        batch_op.create_index('uq_replacement_absence', ['absence_id', 'beneficiary_id'], unique=True,
                              sqlite_where=sa.text('absence_id IS NOT NULL'),
                              postgresql_where=sa.text('absence_id IS NOT NULL'))


def _tell_the_person():
    """Each call to a person about who comes instead, and the visits it was about."""
    op.create_table('telling',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('beneficiary_id', sa.Integer(), nullable=False),
    sa.Column('answer', sa.String(length=30), nullable=False),
    sa.Column('spoken_to', sa.String(length=30), nullable=True),
    sa.Column('spoken_name', sa.String(length=120), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('replacement_id', sa.Integer(), nullable=True),
    sa.Column('told_at', sa.DateTime(), nullable=False),
    sa.Column('told_by_id', sa.Integer(), nullable=False),
    sa.Column('taken_back_at', sa.DateTime(), nullable=True),
    sa.Column('taken_back_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("answer IN ('agrees', 'waits', 'refuses', 'unreached')", name=op.f('ck_telling_answer')),
    sa.CheckConstraint("spoken_to IN ('person', 'relative', 'guardian')", name=op.f('ck_telling_spoken_to')),
    sa.ForeignKeyConstraint(['beneficiary_id'], ['beneficiary.id'], name=op.f('fk_telling_beneficiary_id_beneficiary')),
    sa.ForeignKeyConstraint(['replacement_id'], ['replacement.id'], name=op.f('fk_telling_replacement_id_replacement')),
    sa.ForeignKeyConstraint(['taken_back_by_id'], ['account.id'], name=op.f('fk_telling_taken_back_by_id_account')),
    sa.ForeignKeyConstraint(['told_by_id'], ['account.id'], name=op.f('fk_telling_told_by_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_telling'))
    )
    op.create_index('ix_telling_beneficiary', 'telling', ['beneficiary_id', 'told_at'], unique=False)
    op.create_table('told_visit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('telling_id', sa.Integer(), nullable=False),
    sa.Column('held_id', sa.Integer(), nullable=False),
    sa.Column('visit_id', sa.Integer(), nullable=False),
    sa.Column('caregiver_id', sa.Integer(), nullable=False),
    sa.Column('starts_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['caregiver_id'], ['caregiver.id'], name=op.f('fk_told_visit_caregiver_id_caregiver')),
    sa.ForeignKeyConstraint(['held_id'], ['replacement_visit.id'], name=op.f('fk_told_visit_held_id_replacement_visit')),
    sa.ForeignKeyConstraint(['telling_id'], ['telling.id'], name=op.f('fk_told_visit_telling_id_telling')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_told_visit_visit_id_visit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_told_visit')),
    sa.UniqueConstraint('telling_id', 'held_id', name=op.f('uq_told_visit_telling_id'))
    )
    op.create_index(op.f('ix_told_visit_held_id'), 'told_visit', ['held_id'], unique=False)
    op.create_index(op.f('ix_told_visit_visit_id'), 'told_visit', ['visit_id'], unique=False)


def _say_instead_of_whom():
    op.execute("ALTER TABLE visit_change ADD COLUMN instead_of_id INTEGER"
               " CONSTRAINT fk_visit_change_instead_of_id_caregiver REFERENCES caregiver (id)")
    op.execute("ALTER TABLE visit_change ADD COLUMN folded_into_id INTEGER"
               " CONSTRAINT fk_visit_change_folded_into_id_visit_change REFERENCES visit_change (id)")
    to_report = sa.text("reported_at IS NULL AND folded_into_id IS NULL")
    op.drop_index('ix_visit_change_to_report', 'visit_change')
    op.create_index('ix_visit_change_to_report', 'visit_change', ['made_at'], sqlite_where=to_report,
                    postgresql_where=to_report)
