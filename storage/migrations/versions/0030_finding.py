"""What people are found by: each word of their names from which on it is looked for, numbers from their last digit on,
mails and ids of shops as they are compared.
"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import context, op

from flows.finding import parts, sought
from storage.types import LETTERS, Id

revision = "0030"
down_revision = "0029"

_PAGE = 5_000  # people, or addresses, that are looked at together
# Ids as the driver has them, and statements past SQLAlchemy: it takes as long for each row as all else together.
_CONTACTS = sa.table("contacts", *map(sa.column, ("business", "id", "name", "merged_into")))
_ADDRESSES = sa.table("addresses", *map(sa.column, ("business", "id", "channel", "value")))
_NAMED = "INSERT INTO name_parts (business, part, contact) VALUES ({}, {}, {}) ON CONFLICT DO NOTHING"
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
        _names(op.get_bind())
        _addresses(op.get_bind())
    op.create_index("ix_name_parts_contact", "name_parts", ["business", "contact", "part"])
    some = sa.text("sought IS NOT NULL")
    columns = ["business", "sought", "contact"]
    op.create_index("ix_addresses_sought", "addresses", columns, sqlite_where=some, postgresql_where=some)


def _names(connection: sa.Connection) -> None:
    """The names of a merged contact lead to the contact that remains."""
    merged = sa.select(_CONTACTS.c.business, _CONTACTS.c.id, _CONTACTS.c.merged_into).where(
        _CONTACTS.c.merged_into.is_not(None)
    )
    into = {(business, one): other for business, one, other in connection.execute(merged)}
    for page in _pages(connection, _CONTACTS, _CONTACTS.c.name, _CONTACTS.c.name.is_not(None)):
        found = {(business, part, _root(into, business, one)) for business, one, name in page for part in parts(name)}
        _write(connection, _NAMED, sorted(found))


def _root(into: dict[tuple[str, Any], Any], business: str, contact: Any) -> Any:
    """Whoever remains of a contact; the contact itself where rows that somebody wrote by hand lead round and round."""
    at, seen = contact, set[Any]()
    while (business, at) in into and at not in seen:
        seen.add(at)
        at = into[business, at]
    return contact if at in seen else at


def _write(connection: sa.Connection, statement: str, rows: list[tuple[Any, ...]]) -> None:
    marks = ("$1", "$2", "$3") if connection.dialect.name == "postgresql" else ("?", "?", "?")
    if rows:
        connection.exec_driver_sql(statement.format(*marks), rows)


def _addresses(connection: sa.Connection) -> None:
    kept = _ADDRESSES.c.value.not_like("erased:%")
    for page in _pages(connection, _ADDRESSES, _ADDRESSES.c.value, kept, _ADDRESSES.c.channel):
        told = ((sought(channel, value), business, one) for business, one, value, channel in page)
        _write(connection, _SOUGHT, [row for row in told if row[0] is not None])


def _pages(
    connection: sa.Connection, table: sa.TableClause, value: Any, where: Any, *more: Any
) -> Iterator[list[tuple[Any, ...]]]:
    """Rows in the order of their key, so many at a time."""
    key = sa.tuple_(table.c.business, table.c.id)
    query = sa.select(table.c.business, table.c.id, value, *more).order_by(table.c.business, table.c.id).limit(_PAGE)
    at: tuple[Any, Any] | None = None
    while True:
        on = query if at is None else query.where(key > sa.tuple_(sa.literal(at[0]), sa.literal(at[1])))
        page = [tuple(row) for row in connection.execute(on.where(where))]
        if not page:
            return
        yield page
        at = page[-1][0], page[-1][1]
