"""The common part of every table: one metadata, and a key that begins with the business."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, ForeignKeyConstraint, Index, Integer, MetaData, String, Table, text

from storage.sql.column_types import LETTERS, Id

_IDENTITIES = (
    "id",
    "message",
    "order",
    "address",
    "contact",
    "product",
    "shop",
    "returned",
    "job",
    "segment",
    "campaign",
    "plan",
    "known_as",
    "sender",
)
_KINDS: dict[str, Any] = {
    **dict.fromkeys(_IDENTITIES, Id),
    "part": LETTERS,
    "number": Integer,
    "version": Integer,
}  # others are words

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def tenants(name: str, *parts: Any, keys: tuple[str, ...] = ("id",), by_key: bool = False) -> Table:
    """Return a tenant's table: its primary key is the business and these ``keys``. ``by_key``: rows are short and read
    in key order, and SQLite then stores them once and not twice (https://www.sqlite.org/withoutrowid.html).
    """
    business = Column("business", String, primary_key=True)
    keyed = (Column(key, _KINDS.get(key, String), primary_key=True) for key in keys)
    return Table(name, metadata, business, *keyed, *parts, sqlite_with_rowid=not by_key)


def make_actor_columns() -> tuple[Column[str], Column[str]]:
    """Return the columns for a line's actor: a flows.actor.Actor."""
    kind = Column("actor_kind", String, nullable=False, server_default="system")
    return kind, Column("actor", String, nullable=False, server_default="")


def points(column: str, table: str, key: str = "id") -> ForeignKeyConstraint:
    """Return a foreign key that cannot refer to another tenant: the business is part of it."""
    return ForeignKeyConstraint(["business", column], [f"{table}.business", f"{table}.{key}"])


def index(name: str, *columns: Column[Any], where: str, unique: bool = False) -> None:
    """Create an index of only the rows that match a condition."""
    Index(name, *columns, unique=unique, sqlite_where=text(where), postgresql_where=text(where))
