"""Proven names.

Whoever wrote from an address before, is on the staff or keeps a shop by it has shown that it is theirs. A number that
came together with a customer's id was told by that id.
"""

import sqlalchemy as sa
from alembic import op

from storage.types import Id, Moment

revision = "0002"
down_revision = "0001"

_CHATS = "('sms', 'whatsapp', 'telegram')"
_SAME = "{0}.business = addresses.business AND {0}.contact = addresses.contact"


def upgrade() -> None:
    with op.batch_alter_table("addresses", schema=None) as batch_op:
        batch_op.add_column(sa.Column("proven_at", Moment(), nullable=True))
        batch_op.add_column(sa.Column("told_by", Id(), nullable=True))
        batch_op.add_column(sa.Column("consents_since", Moment(), nullable=True))

    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("beside", Id(), nullable=True))
        known = sa.text("beside IS NOT NULL")
        batch_op.create_index(
            "ix_contacts_beside", ["business", "beside"], unique=False, sqlite_where=known, postgresql_where=known
        )

    wrote = (
        "SELECT min(messages.created_at) FROM messages WHERE messages.business = addresses.business"
        " AND messages.address = addresses.id AND messages.direction = 'in'"
    )
    op.execute(f"UPDATE addresses SET proven_at = coalesce(last_inbound_at, ({wrote})) WHERE channel IN {_CHATS}")  # noqa: S608
    for table in ("staff", "shops"):
        _prove_linked(table)
    named = (
        f"SELECT {{}} FROM addresses AS customers WHERE {_SAME.format('customers')} AND customers.channel = 'customer'"  # noqa: S608
    )
    only = f"({named.format('count(*)')}) = 1"
    together = f"({named.format('customers.id')} AND customers.created_at = addresses.created_at)"
    op.execute(
        f"UPDATE addresses SET told_by = {together}"  # noqa: S608
        f" WHERE channel IN {_CHATS} AND proven_at IS NULL AND {only}"
    )


def _prove_linked(table: str) -> None:
    """The address that a business file gives is theirs, also where they never wrote; what was told later is not."""
    linked = f"SELECT max({table}.linked_at) FROM {table} WHERE {_SAME.format(table)}"  # noqa: S608
    theirs = f"FROM addresses AS others WHERE {_SAME.format('others')} AND others.channel IN {_CHATS}"
    wrote = f"SELECT 1 {theirs} AND others.proven_at IS NOT NULL"
    first = f"SELECT others.id {theirs} ORDER BY others.id LIMIT 1"
    op.execute(
        f"UPDATE addresses SET proven_at = ({linked})"  # noqa: S608
        f" WHERE channel IN {_CHATS} AND proven_at IS NULL AND id = ({first}) AND NOT EXISTS ({wrote})"
    )
