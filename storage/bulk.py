"""Many rows by one statement that is written once and compiled never: for what is asked thousands of times a second.

Values and columns are those of the schema. SQLite is given the rows one after the other with a prepared statement;
PostgreSQL a list for each column, so that its statement is the same for one row as for a hundred.
"""

# ruff: noqa: S608 - tables and columns are those of the schema; every value is a parameter

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from itertools import chain
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from storage.transaction import Transaction

_POSTGRES: Dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
_AT_ONCE = 128  # keys of one query on SQLite, where each is a variable of its own
Names = tuple[str, ...]
Row = Sequence[Any]


async def insert(tx: Transaction, table: Table, names: Names, rows: Sequence[Row], *, again: bool = False) -> None:
    """Add rows, each with its values in the order of ``names``.

    ``again``: those whose key is here already are left out. Raises sqlalchemy.exc.IntegrityError unless told so.
    """
    if rows:
        ending = " ON CONFLICT DO NOTHING" if again else ""
        await _run(tx, _insertion(table, names, tx.postgres) + ending, table, names, rows)


async def change(tx: Transaction, table: Table, keys: Names, names: Names, rows: Sequence[Row]) -> None:
    """Set the columns ``names`` of the rows with these ``keys``; a row holds the values of ``names``, then the keys."""
    if rows:
        await _run(tx, _change(table, keys, names, tx.postgres), table, (*names, *keys), rows)


async def find(
    tx: Transaction, table: Table, keys: Names, wanted: Sequence[Row], names: Names, *, ending: str = ""
) -> list[tuple[Any, ...]]:
    """The columns ``names`` of all rows that have one of the ``wanted`` values in ``keys``."""
    found: list[tuple[Any, ...]] = []
    if tx.postgres and wanted:
        found = await _ask(tx, _search(table, keys, names) + ending, table, keys, wanted)
    elif wanted:
        for start in range(0, len(wanted), _AT_ONCE):
            some = wanted[start : start + _AT_ONCE]
            found += await _ask(tx, _listing(table, keys, names, len(some)), table, keys, some)
    return _converted(found, _readers(table, names, tx.connection.dialect))


async def _run(tx: Transaction, statement: str, table: Table, names: Names, rows: Sequence[Row]) -> None:
    values = _converted(rows, _writers(table, names, tx.connection.dialect))
    await tx.connection.exec_driver_sql(statement, _columns(values) if tx.postgres else values)


async def _ask(tx: Transaction, statement: str, table: Table, keys: Names, wanted: Sequence[Row]) -> list[Any]:
    values = _converted(wanted, _writers(table, keys, tx.connection.dialect))
    flat = _columns(values) if tx.postgres else tuple(chain.from_iterable(values))
    return list(await tx.connection.exec_driver_sql(statement, flat))


def _columns(rows: Sequence[Row]) -> tuple[list[Any], ...]:
    return tuple(map(list, zip(*rows, strict=True)))


def _converted(rows: Sequence[Row], each: Sequence[Callable[[Any], Any] | None]) -> list[tuple[Any, ...]]:
    """The rows with their values as somebody else wants them: column by column, which is many times as quick."""
    if not rows:
        return []
    columns = zip(each, zip(*rows, strict=True), strict=True)
    return list(zip(*(column if f is None else map(f, column) for f, column in columns), strict=True))


@lru_cache
def _writers(table: Table, names: Names, dialect: Dialect) -> tuple[Callable[[Any], Any] | None, ...]:
    """Ids and moments are written as their types say; bytes, words and numbers are what both drivers take."""
    kinds = (table.c[name].type for name in names)
    return tuple(
        partial(kind.process_bind_param, dialect=dialect) if isinstance(kind, TypeDecorator) else None for kind in kinds
    )


@lru_cache
def _readers(table: Table, names: Names, dialect: Dialect) -> tuple[Callable[[Any], Any] | None, ...]:
    return tuple(table.c[name].type.dialect_impl(dialect).result_processor(dialect, None) for name in names)


@lru_cache
def _insertion(table: Table, names: Names, postgres: bool) -> str:
    values = f"SELECT * FROM {_lists(table, names)}" if postgres else f"VALUES ({', '.join('?' * len(names))})"
    return f"INSERT INTO {table.name} ({_quoted(names)}) {values}"


@lru_cache
def _change(table: Table, keys: Names, names: Names, postgres: bool) -> str:
    if not postgres:
        set_ = ", ".join(f'"{name}" = ?' for name in names)
        return f"UPDATE {table.name} SET {set_} WHERE " + " AND ".join(f'"{key}" = ?' for key in keys)
    set_ = ", ".join(f'"{name}" = given."{name}"' for name in names)
    given = f"{_lists(table, (*names, *keys))} AS given ({_quoted((*names, *keys))})"
    return f"UPDATE {table.name} SET {set_} FROM {given} WHERE {_matching(table, keys)}"


@lru_cache
def _search(table: Table, keys: Names, names: Names) -> str:
    given = f"{_lists(table, keys)} AS given ({_quoted(keys)})"
    return f"SELECT {_of(table, names)} FROM {table.name} JOIN {given} ON {_matching(table, keys)}"


@lru_cache(maxsize=1024)
def _listing(table: Table, keys: Names, names: Names, many: int) -> str:
    """A table of values first, so that each is looked up by the index: https://www.sqlite.org/optoverview.html#crossjoin"""
    rows = ", ".join([f"({', '.join('?' * len(keys))})"] * many)
    given = f"WITH given ({_quoted(keys)}) AS (VALUES {rows})"
    return f"{given} SELECT {_of(table, names)} FROM given CROSS JOIN {table.name} ON {_matching(table, keys)}"


def _matching(table: Table, keys: Names) -> str:
    return " AND ".join(f'{table.name}."{key}" = given."{key}"' for key in keys)


def _lists(table: Table, names: Names) -> str:
    types = (table.c[name].type.compile(_POSTGRES) for name in names)
    return "unnest(" + ", ".join(f"${at}::{kind}[]" for at, kind in enumerate(types, start=1)) + ")"


def _of(table: Table, names: Names) -> str:
    return ", ".join(f'{table.name}."{name}"' for name in names)


def _quoted(names: Names) -> str:
    return ", ".join(f'"{name}"' for name in names)
