"""What was foreseen of a campaign, and whether it goes out at once."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"


def upgrade() -> None:
    op.add_column("campaigns", sa.Column("preview", sa.Text(), nullable=True))
    op.add_column("campaigns", sa.Column("at_once", sa.Boolean(), server_default=sa.false(), nullable=False))
