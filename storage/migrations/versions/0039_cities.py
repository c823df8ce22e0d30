"""The city of a person's main address, as a shop's system tells it."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"


def upgrade() -> None:
    op.add_column("contacts", sa.Column("city", sa.String))
    where = sa.text("city IS NOT NULL")
    columns = ["business", "city", "id"]
    op.create_index("ix_contacts_city", "contacts", columns, sqlite_where=where, postgresql_where=where)
