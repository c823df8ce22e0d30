"""Statements built once, with values at execution.

SQLAlchemy takes some 100 µs to build a statement and to find its compiled shape, and 20 to execute a reused one. So
statements for each cart and each message are made here, by shape, or are constants of their repository. Their
conditions compare with parameters, ``business == MINE`` among them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BindParameter,
    ClauseElement,
    ColumnElement,
    Insert,
    Table,
    Update,
    any_,
    bindparam,
    literal,
)
from sqlalchemy.dialects import postgresql, sqlite

MINE: BindParameter[str] = bindparam("_business")
"""The transaction's business, in a constant statement."""
_ROW: BindParameter[Any] = bindparam("_row")
_SHAPES = 512  # a table is written by a few sets of columns each


def are_plain(values: Iterable[Any]) -> bool:
    """Return True if all are values, without database expressions."""
    return not any(isinstance(value, ClauseElement) for value in values)


def is_one_of(column: ColumnElement[UUID], ids: Collection[UUID], *, postgres: bool) -> ColumnElement[bool]:
    """Return the condition that an id is one of these: on PostgreSQL of one list, because planning 2 000 names takes
    longest.
    """
    if not postgres:
        return column.in_(ids)
    return column == any_(literal(list(ids), ARRAY(postgresql.UUID(as_uuid=True))))


def owns(table: Table) -> ColumnElement[bool]:
    """Return the condition that limits a constant statement to the transaction's business."""
    return table.c.business == MINE


@lru_cache(maxsize=_SHAPES)
def make_insert(table: Table) -> Insert:
    """Return a statement that adds rows."""
    return table.insert()


@lru_cache(maxsize=_SHAPES)
def make_insert_of_new(table: Table, postgres: bool) -> Any:
    """Return a statement that adds a row unless its key exists."""
    return (postgresql if postgres else sqlite).insert(table).on_conflict_do_nothing()


@lru_cache(maxsize=_SHAPES)
def make_insert_or_change(table: Table, keys: tuple[str, ...], names: tuple[str, ...], postgres: bool) -> Any:
    """Return a statement that adds rows, or sets ``names`` in those with the same ``keys``, besides the business."""
    insert = (postgresql if postgres else sqlite).insert(table)
    changed = {name: insert.excluded[name] for name in names if name not in keys}
    return insert.on_conflict_do_update(index_elements=["business", *keys], set_=changed)


@lru_cache(maxsize=_SHAPES)
def make_change(table: Table, condition: ColumnElement[bool] | None = None) -> Update:
    """Return a statement that sets given values in the row of an id, under a constant ``condition``."""
    here = (owns(table), table.c.id == _ROW)
    return table.update().where(*here) if condition is None else table.update().where(*here, condition)


def fill_row(business: str, row: Any, values: dict[str, Any]) -> dict[str, Any]:
    """Return the values of ``make_change``."""
    return {MINE.key: business, _ROW.key: row, **values}
