"""Who follows an alert now, and who was heard on the side of the home"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

BEFORE = ("acknowledged", "called", "heard", "protected", "not_protected", "home_heard", "home_not_heard", "decided",
          "followed", "added", "validated", "call_asked", "answer_asked", "shared", "unshared", "view", "closed", "reopened")
KINDS = (BEFORE[0], "taken", *BEFORE[1:])


def upgrade():
    with op.batch_alter_table("alert_step") as batch_op:
        for name in ("heard", "heard_where", "heard_with"):
            batch_op.add_column(sa.Column(name, sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("heard_by_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_alert_step_heard_by_id_account"), "account", ["heard_by_id"], ["id"])
        batch_op.drop_constraint(op.f("ck_alert_step_kind"), type_="check")
        batch_op.create_check_constraint(op.f("ck_alert_step_kind"), "kind IN (%s)" % ", ".join(f"'{kind}'" for kind in KINDS))
