"""Bulk statements, written once and never compiled: for queries that run thousands of times a second.

Values and columns are those of the schema. SQLite gets the rows one after the other with a prepared statement.
PostgreSQL gets a list for each column, so that its statement is the same for one row as for a hundred.
"""

# ruff: noqa: S608 - tables and columns are those of the schema; every value is a parameter

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any, TypeVar

from sqlalchemy import Float, Table
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from storage.sql.column_types import spell_type
from storage.sql.transaction import Transaction

_POSTGRES: Dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
_AT_ONCE = 128  # keys of one query on SQLite, where each is a variable of its own
Names = tuple[str, ...]
Row = Sequence[Any]
One = TypeVar("One")


async def insert(tx: Transaction, table: Table, names: Names, rows: Sequence[Row], *, again: bool = False) -> int:
    """Add rows, each with its values in the order of ``names``; return their number.

    ``again``: leave out existing keys. Otherwise raises sqlalchemy.exc.IntegrityError.
    """
    if not rows:
        return 0
    ending = " ON CONFLICT DO NOTHING" if again else ""
    return await _run(tx, _insertion(table, names, tx.postgres) + ending, table, names, rows)


async def change(
    tx: Transaction,
    table: Table,
    keys: Names,
    names: Names,
    rows: Sequence[Row],
    *,
    where: str = "",
    how: tuple[tuple[str, str], ...] = (),
) -> int:
    """Set the columns ``names`` of the rows with these ``keys``; a row holds the values of ``names``, then the keys.
    Return the number of changed rows.

    ``where`` is a further constant SQL condition. ``how`` maps columns to expressions of the given value, ``{}``, in
    place of the plain value.
    """
    if not rows:
        return 0
    ending = f" AND {where}" if where else ""
    return await _run(tx, _change(table, keys, names, how, tx.postgres) + ending, table, (*names, *keys), rows)


async def remove(tx: Transaction, table: Table, keys: Names, rows: Sequence[Row]) -> None:
    """Delete the rows with these ``keys``."""
    if rows:
        await _run(tx, _removal(table, keys, tx.postgres), table, keys, rows)


async def find(
    tx: Transaction,
    table: Table,
    keys: Names,
    wanted: Sequence[Row],
    names: Names,
    *,
    where: str = "",
    since: tuple[str, Any] | None = None,
    lock: bool = False,
) -> list[tuple[Any, ...]]:
    """Return the columns ``names`` of all rows with one of the ``wanted`` values in ``keys``; twice if a value is given
    twice.

    ``where`` is a further constant SQL condition; ``since`` is a column and its minimum. ``lock``: on PostgreSQL only
    rows that no other transaction holds, locked until the end; SQLite has one writer.
    """
    found: list[tuple[Any, ...]] = []
    least = () if since is None else _convert_rows([since[1:]], _writers(table, since[:1], tx.connection.dialect))[0]
    kind = _Search(table, keys, names, where, since and since[0], lock)
    for some in split_portions(wanted, len(wanted) if tx.postgres else _AT_ONCE):
        values = _convert_rows(some, _writers(table, keys, tx.connection.dialect))
        flat = _columns(values) if tx.postgres else tuple(chain.from_iterable(_fill_rows(values, len(keys))))
        statement = _search(kind) if tx.postgres else _make_listing(kind, len(flat) // len(keys))
        found += await tx.connection.exec_driver_sql(statement, (*flat, *least))
    return _convert_rows(found, _readers(table, names, tx.connection.dialect))


def split_portions(rows: Sequence[One], most: int = 500) -> Iterator[Sequence[One]]:
    """Yield the rows, or ids of them, in order: few enough at a time for one statement each."""
    return (rows[start : start + most] for start in range(0, len(rows), most or 1))


def among(column: str, words: Iterable[str]) -> str:
    """Return the SQL condition that the column is one of these words, which must be constants of our code."""
    return f"{column} IN ({', '.join(sorted(repr(str(word)) for word in words))})"


@dataclass(frozen=True, slots=True)
class _Search:
    """A search of ``find``: the value and its owner."""

    table: Table
    keys: Names
    names: Names
    where: str
    since: str | None
    lock: bool

    def conditions(self, least: str) -> str:
        """Return the conditions besides the keys; ``least`` is the database's name of the ``since`` value."""
        asked = [self.where, f'{self.table.name}."{self.since}" >= {least}' if self.since else ""]
        told = " AND ".join(one for one in asked if one)
        return f" WHERE {told}" if told else ""


def _fill_rows(rows: list[tuple[Any, ...]], width: int) -> list[tuple[Any, ...]]:
    """Fill rows up to a power of two, so that there are few statements to prepare; NULL equals nothing, so it finds
    none.
    """
    return rows + [(None,) * width] * ((1 << (len(rows) - 1).bit_length()) - len(rows))


async def _run(tx: Transaction, statement: str, table: Table, names: Names, rows: Sequence[Row]) -> int:
    values = _convert_rows(rows, _writers(table, names, tx.connection.dialect))
    return (await tx.connection.exec_driver_sql(statement, _columns(values) if tx.postgres else values)).rowcount


def _columns(rows: Sequence[Row]) -> tuple[list[Any], ...]:
    return tuple(map(list, zip(*rows, strict=True)))


def _convert_rows(rows: Sequence[Row], each: Sequence[Callable[[Any], Any] | None]) -> list[tuple[Any, ...]]:
    """Convert the rows' values column by column, which is many times as quick."""
    if not rows:
        return []
    columns = zip(each, zip(*rows, strict=True), strict=True)
    return list(zip(*(column if f is None else map(f, column) for f, column in columns), strict=True))


@lru_cache
def _writers(table: Table, names: Names, dialect: Dialect) -> tuple[Callable[[Any], Any] | None, ...]:
    """Return the conversions of ids and moments by their types; both drivers take bytes, words and numbers."""
    kinds = (table.c[name].type for name in names)
    return tuple(kind.bind_processor(dialect) if isinstance(kind, TypeDecorator) else None for kind in kinds)


@lru_cache
def _readers(table: Table, names: Names, dialect: Dialect) -> tuple[Callable[[Any], Any] | None, ...]:
    return tuple(_reader(table.c[name].type, dialect) for name in names)


def _reader(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """Return the conversion of a column's values. Both drivers give fractions; SQLAlchemy would expect PostgreSQL's
    numeric type.
    """
    return None if isinstance(kind, Float) else kind.dialect_impl(dialect).result_processor(dialect, None)


@lru_cache
def _insertion(table: Table, names: Names, postgres: bool) -> str:
    values = f"SELECT * FROM {_lists(table, names)}" if postgres else f"VALUES ({', '.join('?' * len(names))})"
    return f"INSERT INTO {table.name} ({_quote_names(names)}) {values}"


@lru_cache
def _change(table: Table, keys: Names, names: Names, how: tuple[tuple[str, str], ...], postgres: bool) -> str:
    ways = dict(how)
    values = [ways.get(name, "{}").format(f'given."{name}"' if postgres else "?") for name in names]
    set_ = ", ".join(f'"{name}" = {value}' for name, value in zip(names, values, strict=True))
    if not postgres:
        return f"UPDATE {table.name} SET {set_} WHERE " + " AND ".join(f'"{key}" = ?' for key in keys)
    given = f"{_lists(table, (*names, *keys))} AS given ({_quote_names((*names, *keys))})"
    return f"UPDATE {table.name} SET {set_} FROM {given} WHERE {_match_keys(table, keys)}"


@lru_cache
def _removal(table: Table, keys: Names, postgres: bool) -> str:
    if not postgres:
        return f"DELETE FROM {table.name} WHERE " + " AND ".join(f'"{key}" = ?' for key in keys)
    given = f"{_lists(table, keys)} AS given ({_quote_names(keys)})"
    return f"DELETE FROM {table.name} USING {given} WHERE {_match_keys(table, keys)}"


@lru_cache
def _search(kind: _Search) -> str:
    given = f"{_lists(kind.table, kind.keys)} AS given ({_quote_names(kind.keys)})"
    asked = f"SELECT {_list_columns(kind.table, kind.names)} FROM {kind.table.name}"
    found = f"{asked} JOIN {given} ON {_match_keys(kind.table, kind.keys)}{kind.conditions(f'${len(kind.keys) + 1}')}"
    order = _list_columns(kind.table, kind.keys)  # one order for all, so that no deadlock occurs
    return f"{found} ORDER BY {order} FOR NO KEY UPDATE OF {kind.table.name} SKIP LOCKED" if kind.lock else found


@lru_cache(maxsize=512)
def _make_listing(kind: _Search, many: int) -> str:
    """Return a table of values first, so that each is looked up by the index:
    https://www.sqlite.org/optoverview.html#crossjoin
    """
    rows = ", ".join([f"({', '.join('?' * len(kind.keys))})"] * many)
    given = f"WITH given ({_quote_names(kind.keys)}) AS (VALUES {rows})"
    asked = f"SELECT {_list_columns(kind.table, kind.names)} FROM given CROSS JOIN {kind.table.name}"
    return f"{given} {asked} ON {_match_keys(kind.table, kind.keys)}{kind.conditions('?')}"


def _match_keys(table: Table, keys: Names) -> str:
    return " AND ".join(f'{table.name}."{key}" = given."{key}"' for key in keys)


def _lists(table: Table, names: Names) -> str:
    types = (spell_type(table.c[name].type, _POSTGRES) for name in names)
    return "unnest(" + ", ".join(f"${at}::{kind}[]" for at, kind in enumerate(types, start=1)) + ")"


def _list_columns(table: Table, names: Names) -> str:
    return ", ".join(f'{table.name}."{name}"' for name in names)


def _quote_names(names: Names) -> str:
    return ", ".join(f'"{name}"' for name in names)
