"""The tables of a database, compared with the tables that the program needs.

The version name is not enough: steps were once rewritten, and people can change a database by hand. A few statements
read all tables, so that every start can check. Harmless extras are ignored: another table, an index, an optional
column.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from sqlalchemy import Column as Declared
from sqlalchemy import (
    Connection,
    Constraint,
    ForeignKeyConstraint,
    Index,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)
from sqlalchemy.engine import Dialect

from storage.sql.column_types import spell_type

_SQLITE_COLUMNS = """SELECT t.name, c.name, c.type, NOT c."notnull", c.dflt_value IS NOT NULL
    FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'"""
_SQLITE_PRIMARY = """SELECT t.name, c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c
    WHERE t.type = 'table' AND c.pk ORDER BY t.name, c.pk"""
_SQLITE_KEYS = """SELECT t.name, i.name, i."unique", i.partial, k.name
    FROM sqlite_schema t JOIN pragma_index_list(t.name) i JOIN pragma_index_info(i.name) k
    WHERE t.type = 'table' AND i.origin <> 'pk' ORDER BY t.name, i.name, k.seqno"""
_SQLITE_POINTS = """SELECT t.name, f.id, f."table", f."from", f."to"
    FROM sqlite_schema t JOIN pragma_foreign_key_list(t.name) f WHERE t.type = 'table' ORDER BY t.name, f.id, f.seq"""
_OURS = "JOIN pg_namespace n ON n.oid = t.relnamespace AND n.nspname = current_schema()"
_POSTGRES_COLUMNS = f"""SELECT t.relname, c.attname, format_type(c.atttypid, c.atttypmod), NOT c.attnotnull,
        c.atthasdef OR c.attidentity <> ''
    FROM pg_attribute c JOIN pg_class t ON t.oid = c.attrelid AND t.relkind IN ('r', 'p') {_OURS}
    WHERE c.attnum > 0 AND NOT c.attisdropped"""  # noqa: S608 - constants
_NAMED = """ARRAY(SELECT c.attname::text FROM unnest({numbers}) WITH ORDINALITY AS k (number, place)
    JOIN pg_attribute c ON c.attrelid = {table} AND c.attnum = k.number ORDER BY k.place)"""
_POSTGRES_KEYS = f"""SELECT t.relname, i.indisprimary, i.indisunique, i.indpred IS NOT NULL,
        {_NAMED.format(numbers="i.indkey[:i.indnkeyatts - 1]", table="t.oid")}
    FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid {_OURS} WHERE i.indisvalid"""  # noqa: S608 - constants
_POSTGRES_POINTS = f"""SELECT t.relname, {_NAMED.format(numbers="f.conkey", table="t.oid")}, o.relname,
        {_NAMED.format(numbers="f.confkey", table="o.oid")}
    FROM pg_constraint f JOIN pg_class t ON t.oid = f.conrelid {_OURS} JOIN pg_class o ON o.oid = f.confrelid
    WHERE f.contype = 'f'"""  # noqa: S608 - constants
# PostgreSQL's names of the types of existing tables: https://www.postgresql.org/docs/current/datatype.html
_POSTGRES_TYPES = {"VARCHAR": "character varying", "FLOAT": "double precision"}
_ON_SQLITE = {
    "character varying": "VARCHAR",
    "double precision": "FLOAT",
    "bytea": "BLOB",
    "uuid": "BLOB",
    "timestamp with time zone": "BIGINT",
}
_MOST = 3  # differences that a message lists one by one


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the type in the database's own words, whether it may be empty, and whether a row may omit it."""

    type: str
    nullable: bool
    filled: bool


@dataclass(frozen=True, slots=True, order=True)
class TableKey:
    """A primary key, a unique one, an index or a reference; ``partial`` if it covers some of the rows."""

    kind: str
    columns: tuple[str, ...]
    partial: bool = False
    points: str = ""

    def __str__(self) -> str:
        some = " of some rows" if self.partial else ""
        to = f" to {self.points}" if self.points else ""
        return f"{self.kind}{some} ({', '.join(self.columns)}){to}"


@dataclass(slots=True)
class Form:
    """One table: columns by name, and keys."""

    columns: dict[str, Column] = field(default_factory=dict)
    keys: Counter[TableKey] = field(default_factory=Counter)


Forms = Mapping[str, Form]
PRIMARY, UNIQUE, INDEX, REFERENCE = "primary key", "unique key", "index", "reference"


def list_differences(connection: Connection, needed: MetaData) -> list[str]:
    """Return the missing and surplus parts of a database's tables for a program that needs ``needed``; empty if they
    suffice.
    """
    return find_drift(list_declared(needed, connection.dialect), read(connection))


def describe_differences(found: list[str]) -> str:
    """Format differences as a sentence: the first ones, and the number of the others."""
    more = len(found) - _MOST
    return ", ".join(found[:_MOST]) + (f" and {more} more" if more > 0 else "")


def find_drift(needed: Forms, found: Forms) -> list[str]:
    """Return how ``found`` differs from ``needed``, columns first; harmless differences are left out."""
    here = {name: form for name, form in sorted(needed.items()) if name in found}
    lines = [f"the table {name} is missing" for name in sorted(needed.keys() - found.keys())]
    lines += [line for name, form in here.items() for line in _columns(name, form, found[name])]
    return lines + [line for name, form in here.items() for line in _keys(name, form, found[name])]


def list_declared(metadata: MetaData, dialect: Dialect) -> Forms:
    """Return the tables of ``metadata`` in the form of that database."""
    return {table.name: _read_declared(table, dialect) for table in metadata.tables.values()}


def read(connection: Connection) -> Forms:
    """Return all tables in a database."""
    postgres = connection.dialect.name == "postgresql"
    forms: dict[str, Form] = {}
    columns = connection.exec_driver_sql(_POSTGRES_COLUMNS if postgres else _SQLITE_COLUMNS)
    for table, name, kind, nullable, filled in columns:
        forms.setdefault(table, Form()).columns[name] = Column(kind, bool(nullable), bool(filled))
    for table, key in _postgres_keys(connection) if postgres else _sqlite_keys(connection):
        forms[table].keys[key] += 1
    return forms


def list_as_sqlite(connection: Connection) -> Forms:
    """Return all tables in a database, with SQLite's types in place of PostgreSQL's."""
    forms = read(connection)
    if connection.dialect.name == "sqlite":
        return forms
    for form in forms.values():
        for name, column in form.columns.items():
            form.columns[name] = replace(column, type=_rename_type(column.type, _ON_SQLITE).upper())
    return forms


def _rename_type(kind: str, names: Mapping[str, str]) -> str:
    """Return a type with another name and the same size."""
    name, bracket, size = kind.partition("(")
    return f"{names.get(name, name)}{bracket}{size}"


def _columns(table: str, needed: Form, found: Form) -> Iterator[str]:
    for name, column in needed.columns.items():
        here = found.columns.get(name)
        if here is None:
            yield f"{table}.{name} is missing"
        elif here.type != column.type:
            yield f"{table}.{name} is {here.type} and not {column.type}"
        elif here.nullable != column.nullable:
            yield f"{table}.{name} {'may' if here.nullable else 'must not'} be empty"
        elif column.filled and not here.filled:
            yield f"{table}.{name} has no default"
    for name in found.columns.keys() - needed.columns.keys():
        column = found.columns[name]
        if not column.nullable and not column.filled:
            yield f"{table}.{name} is required but not known"


def _keys(table: str, needed: Form, found: Form) -> Iterator[str]:
    for key in sorted(needed.keys - found.keys):
        yield f"{table} has no {key}"
    for key in sorted(found.keys - needed.keys):
        if key.kind != INDEX:
            yield f"{table} has a {key} that is not known"


def _read_declared(table: Table, dialect: Dialect) -> Form:
    form = Form({column.name: _column(column, dialect) for column in table.columns})
    form.keys.update(_index(index, dialect) for index in table.indexes)
    form.keys.update(key for constraint in table.constraints if (key := _constraint(constraint)))
    return form


def _index(index: Index, dialect: Dialect) -> TableKey:
    partial = index.dialect_options[dialect.name]["where"] is not None
    return TableKey(UNIQUE if index.unique else INDEX, _names(index.columns), partial)


def _constraint(constraint: Constraint) -> TableKey | None:
    """Return the key of a constraint; None for other constraints."""
    match constraint:
        case PrimaryKeyConstraint():
            return TableKey(PRIMARY, _names(constraint.columns))
        case UniqueConstraint():
            return TableKey(UNIQUE, _names(constraint.columns))
        case ForeignKeyConstraint():
            others = [element.column for element in constraint.elements]
            return _reference(_names(constraint.columns), others[0].table.name, _names(others))
    return None


def _names(columns: Iterable[Any]) -> tuple[str, ...]:
    return tuple(column.name for column in columns)


def _column(column: Declared[object], dialect: Dialect) -> Column:
    kind = spell_type(column.type, dialect)
    if dialect.name == "postgresql":
        kind = _rename_type(kind, _POSTGRES_TYPES).lower()
    return Column(kind, bool(column.nullable), column.server_default is not None)


def _sqlite_keys(connection: Connection) -> Iterator[tuple[str, TableKey]]:
    for (table,), columns in _group_rows(connection, _SQLITE_PRIMARY, 1):
        yield table, TableKey(PRIMARY, tuple(name for (name,) in columns))
    for (table, _, unique, partial), columns in _group_rows(connection, _SQLITE_KEYS, 4):
        yield table, TableKey(UNIQUE if unique else INDEX, tuple(name for (name,) in columns), bool(partial))
    for (table, _, to), pairs in _group_rows(connection, _SQLITE_POINTS, 3):
        yield table, _reference([one for one, _ in pairs], to, [other for _, other in pairs])


def _group_rows(connection: Connection, statement: str, width: int) -> Iterator[tuple[Any, list[Any]]]:
    """Yield rows that begin with the same ``width`` values, with their remaining values."""
    rows = connection.exec_driver_sql(statement)
    for begins, group in groupby(rows, lambda row: tuple(row[:width])):
        yield begins, [tuple(row[width:]) for row in group]


def _postgres_keys(connection: Connection) -> Iterator[tuple[str, TableKey]]:
    for table, primary, unique, partial, columns in connection.exec_driver_sql(_POSTGRES_KEYS):
        yield table, TableKey(PRIMARY if primary else UNIQUE if unique else INDEX, tuple(columns), partial)
    for table, columns, to, others in connection.exec_driver_sql(_POSTGRES_POINTS):
        yield table, _reference(columns, to, others)


def _reference(columns: Iterable[str], table: str, others: Iterable[str]) -> TableKey:
    return TableKey(REFERENCE, tuple(columns), points=f"{table} ({', '.join(others)})")
