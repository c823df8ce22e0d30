"""Name partners in consents."""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0002"


def upgrade() -> None:
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.add_column(sa.Column("partners", sa.Text(), nullable=True))

    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.add_column(sa.Column("partner", sa.String(), server_default="", nullable=False))

    with op.batch_alter_table("permissions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("partners", sa.Text(), nullable=True))
