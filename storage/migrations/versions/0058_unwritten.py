"""A message that came in and that no person wrote is marked: it counts as no answer."""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"


def upgrade() -> None:
    op.add_column("messages", sa.Column("unwritten", sa.Boolean(), server_default=sa.false(), nullable=False))
