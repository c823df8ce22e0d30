"""What customers wish of the bringing stands beside where their orders go."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"


def upgrade() -> None:
    op.add_column("delivery_addresses", sa.Column("note", sa.Text))
