"""What a request for a wish about intimate care asks for: a woman or a man"""

from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade():
    op.execute("ALTER TABLE replacement ADD COLUMN wished VARCHAR(30)"
               " CONSTRAINT ck_replacement_wished CHECK (wished IN ('woman', 'man'))")
