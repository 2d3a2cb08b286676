"""The journal only grows; the counts start

The database itself refuses to change a journal line, to erase one that no checkpoint covers, and to add one that
does not follow the last. What holds for the journal holds for its checkpoints.
"""

import sqlalchemy as sa
from alembic import op

from migrations.journal_triggers import statements

revision = "0002"
down_revision = "0001"


def upgrade():
    dialect = op.get_bind().dialect.name
    if dialect == "postgresql":
        # Accounts and caregivers name each other: SQLite took both keys at once, here the second comes after.
        op.create_foreign_key("fk_account_caregiver_id_caregiver", "account", "caregiver", ["caregiver_id"], ["id"])
    for statement in statements(dialect):
        op.execute(statement)
    counts = sa.table("change_count", sa.column("id", sa.Integer), sa.column("number", sa.Integer))
    op.bulk_insert(counts, [{"id": 1, "number": 0}])
