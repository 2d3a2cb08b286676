"""How, and to whom, the decision on a request was told"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0013"


def upgrade():
    with op.batch_alter_table('replacement') as batch_op:
        batch_op.add_column(sa.Column('requester_told_how', sa.String(length=30), nullable=True))
        batch_op.add_column(sa.Column('requester_told_to', sa.String(length=30), nullable=True))
        batch_op.add_column(sa.Column('requester_told_name', sa.String(length=120), nullable=False, server_default=''))
        batch_op.create_check_constraint(op.f('ck_replacement_requester_told_how'), "requester_told_how IN ('call', 'letter', 'visit')")
        batch_op.create_check_constraint(op.f('ck_replacement_requester_told_to'),
                                         "requester_told_to IN ('person', 'relative', 'guardian')")
    with op.batch_alter_table('replacement') as batch_op:
        batch_op.alter_column('requester_told_name', existing_type=sa.String(length=120), server_default=None)
