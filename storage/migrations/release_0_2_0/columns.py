"""Short forms of columns, tables and indexes, and of SQL that differs between the databases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.sql.column_types import LETTERS, Id, Moment

Column = sa.Column[Any]

ID, AT, PART = Id(), Moment(), LETTERS
WORD, TEXT, BYTES, FLAG = sa.String(), sa.Text(), sa.LargeBinary(), sa.Boolean()
SMALL, INT, BIG, FLOAT = sa.SmallInteger(), sa.Integer(), sa.BigInteger(), sa.Float()


def need(kind: Any, *names: str) -> list[Column]:
    """Return columns that are never empty."""
    return [sa.Column(name, kind, nullable=False) for name in names]


def allow(kind: Any, *names: str) -> list[Column]:
    """Return columns that may be empty."""
    return [sa.Column(name, kind, nullable=True) for name in names]


def fill(kind: Any, default: Any, *names: str) -> list[Column]:
    """Return columns that the database fills with ``default`` in rows without a value."""
    return [sa.Column(name, kind, server_default=default, nullable=False) for name in names]


def actor() -> list[Column]:
    """Return the columns of an actor: kind and id."""
    return [*fill(WORD, "system", "actor_kind"), *fill(WORD, "", "actor")]


def create(
    name: str,
    *columns: Column,
    key: Sequence[str] = ("id",),
    unique: Iterable[Sequence[str]] = (),
    points: Mapping[str, str] | None = None,
    more: Iterable[sa.Constraint] = (),
    by_key: bool = False,
) -> None:
    """Create a business's table. ``points`` maps each column to the table whose id it holds. ``by_key``: without a
    rowid.
    """
    own = need(ID, "id") if "id" in key else []
    references = [reference(name, [column], table) for column, table in (points or {}).items()]
    op.create_table(
        name,
        *need(WORD, "business"),
        *own,
        *columns,
        *references,
        *more,
        sa.PrimaryKeyConstraint("business", *key, name=op.f(f"pk_{name}")),
        *(sa.UniqueConstraint("business", *one, name=op.f(f"uq_{name}_business_{'_'.join(one)}")) for one in unique),
        sqlite_with_rowid=not by_key,
    )


def reference(name: str, columns: list[str], table: str, to: Sequence[str] = ("id",)) -> sa.ForeignKeyConstraint:
    """Return a foreign key within one business."""
    here, there = ["business", *columns], [f"{table}.{column}" for column in ("business", *to)]
    return sa.ForeignKeyConstraint(here, there, name=op.f(f"fk_{name}_business_{'_'.join(columns)}"))


def index(name: str, table: str, columns: str, where: str = "", *, unique: bool = False) -> None:
    """Create an index of these columns, separated by spaces, for the rows that match ``where``."""
    some: dict[str, Any] = {"sqlite_where": sa.text(where), "postgresql_where": sa.text(where)} if where else {}
    op.create_index(name, table, columns.split(), unique=unique, **some)


def on_postgres() -> bool:
    """Return True on PostgreSQL, also for a step written as SQL."""
    return bool(op.get_context().dialect.name == "postgresql")


def id_text(id_: str) -> str:
    """Return SQL that writes an id as text."""
    if on_postgres():
        return f"CAST({id_} AS text)"
    parts = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
    return f"""lower({" || '-' || ".join(f"substr(hex({id_}), {at}, {many})" for at, many in parts)})"""


def json_text(pairs: str) -> str:
    """Return SQL that writes names and values as the text of a JSON object."""
    return f"jsonb_build_object({pairs})::text" if on_postgres() else f"json_object({pairs})"
