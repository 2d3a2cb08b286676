"""Why a measure was set and lifted, and what she said of it, are kept encrypted as the alert they may come from"""

import sqlalchemy as sa
from alembic import op

import data_keys

revision = "0025"
down_revision = "0024"

WORDS = ("reason", "her_opinion", "lift_reason", "lift_told")


def upgrade():
    with op.batch_alter_table("pair_measure") as batch_op:
        for name in WORDS:
            batch_op.alter_column(name, existing_type=sa.Text(), nullable=True, server_default=None)
    measure = sa.table("pair_measure", sa.column("id", sa.Integer), *(sa.column(name, sa.Text) for name in WORDS))
    connection = op.get_bind()
    for row in connection.execute(sa.select(measure).order_by(measure.c.id)).all():
        kept = {name: sealed(getattr(row, name)) for name in WORDS}
        connection.execute(sa.update(measure).where(measure.c.id == row.id).values(kept))


def sealed(words):
    return data_keys.ring().encrypt(words.encode()).decode() if words else None
