"""What people are found by: each word of their names from which on it is looked for, numbers from their last digit on,
mails and ids of shops as they are compared.
"""

import sqlalchemy as sa
from alembic import context, op

from flows.finding import parts, sought
from storage.migrations.names import fill_names, pages, write
from storage.types import LETTERS, Id

revision = "0030"
down_revision = "0029"

_ADDRESSES = sa.table("addresses", *map(sa.column, ("business", "id", "channel", "value")))
_SOUGHT = "UPDATE addresses SET sought = {} WHERE business = {} AND id = {}"


def upgrade() -> None:
    op.create_table(
        "name_parts",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("part", LETTERS, nullable=False),
        sa.Column("contact", Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["business", "contact"], ["contacts.business", "contacts.id"], name=op.f("fk_name_parts_business_contact")
        ),
        sa.PrimaryKeyConstraint("business", "part", "contact", name=op.f("pk_name_parts")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("addresses", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sought", LETTERS, nullable=True))
    if not context.is_offline_mode():  # as SQL the steps begin with an empty database, and no SQL folds a name
        fill_names(op.get_bind(), parts)
        _addresses(op.get_bind())
    op.create_index("ix_name_parts_contact", "name_parts", ["business", "contact", "part"])
    some = sa.text("sought IS NOT NULL")
    columns = ["business", "sought", "contact"]
    op.create_index("ix_addresses_sought", "addresses", columns, sqlite_where=some, postgresql_where=some)


def _addresses(connection: sa.Connection) -> None:
    kept = _ADDRESSES.c.value.not_like("erased:%")
    for page in pages(connection, _ADDRESSES, _ADDRESSES.c.value, kept, _ADDRESSES.c.channel):
        told = ((sought(channel, value), business, one) for business, one, value, channel in page)
        write(connection, _SOUGHT, [row for row in told if row[0] is not None])
