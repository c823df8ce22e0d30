"""A mail address has one writing (flows/mails.py); carts and orders know the address that they came with.

Where two rows of a business become one writing, the row that has it stays, and the other keeps its own writing: they
may be of two people. What came before this step has no address to compare, and is found by its person's.
"""

import sqlalchemy as sa
from alembic import context, op

from flows.mails import one_mail
from storage.migrations.names import pages, write

revision = "0055"
down_revision = "0054"

_ADDRESSES = sa.table("addresses", *map(sa.column, ("business", "id", "channel", "value")))
_FOLD = "UPDATE addresses SET value = {} WHERE business = {} AND id = {}"
_TAKEN = sa.text("SELECT 1 FROM addresses WHERE business = :business AND channel = 'email' AND value = :value")


def upgrade() -> None:
    for table in ("carts", "orders"):
        op.add_column(table, sa.Column("mail", sa.String(), nullable=True))
        some = sa.text("mail IS NOT NULL")
        op.create_index(f"ix_{table}_mail", table, ["business", "mail"], sqlite_where=some, postgresql_where=some)
    op.add_column("orders", sa.Column("by_mail", sa.Boolean(), server_default=sa.false(), nullable=False))
    if not context.is_offline_mode():  # as SQL the steps begin with an empty database, and no SQL folds a mail address
        _fold(op.get_bind())


def _fold(connection: sa.Connection) -> None:
    mails = sa.and_(_ADDRESSES.c.channel == "email", _ADDRESSES.c.value.not_like("erased:%"))
    for page in pages(connection, _ADDRESSES, _ADDRESSES.c.value, mails):
        for business, one, value in page:
            folded = one_mail(value)
            if folded != value and connection.execute(_TAKEN, {"business": business, "value": folded}).first() is None:
                write(connection, _FOLD, [(folded, business, one)])
