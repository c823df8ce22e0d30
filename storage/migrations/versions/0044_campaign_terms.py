"""What campaigns offer, and how much of their budgets is spent."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"


def upgrade() -> None:
    with op.batch_alter_table("campaigns", schema=None) as batch_op:
        batch_op.add_column(sa.Column("terms", sa.Text(), server_default="{}", nullable=False))
        batch_op.add_column(sa.Column("spent", sa.BigInteger(), server_default="0", nullable=False))
