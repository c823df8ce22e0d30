"""The time zones in which people live are found without a look at each of them."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"


def upgrade() -> None:
    there = sa.text("timezone > ''")
    op.create_index(
        "ix_contacts_zone", "contacts", ["business", "timezone"], sqlite_where=there, postgresql_where=there
    )
