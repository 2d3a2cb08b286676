"""The check of the data keys, and what the office noted when it called to ask for news"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0012"


def upgrade():
    op.create_table('key_check',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('token', sa.Text(), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_key_check'))
    )
