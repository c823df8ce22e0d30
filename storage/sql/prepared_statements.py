"""Prepared statements for SQLite: the text, and the conversions of values and rows, computed once.

SQLAlchemy looks up the compiled form, converts, and builds its cursor and result again each time: 20 to 60 µs, while
SQLite takes 3. A constant statement needs that only once.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn
from weakref import WeakKeyDictionary

from sqlalchemy import BindParameter, CompoundSelect, Delete, Dialect, Executable, Insert, Select, Update
from sqlalchemy.engine.result import IteratorResult, SimpleResultMetaData
from sqlalchemy.exc import DBAPIError

Convert = Callable[[Any], Any]
_BUILT = (Select, CompoundSelect, Update, Delete)
_KNOWN = (*_BUILT, Insert)
_SHAPES = 512  # of built statements, until all are forgotten


class Rows(IteratorResult[Any]):
    """The rows of a query, or the number of rows that a statement changed."""

    rowcount = -1


class Raw(list[tuple[Any, ...]]):
    """The rows of a statement as the driver returns them, without conversions."""

    rowcount = -1


@dataclass(frozen=True, slots=True)
class _Parameter:
    """A parameter: the value of that ``name``, or of each item of its list if ``many``; else the ``constant``."""

    name: str | int | None
    convert: Convert | None
    many: bool = False
    constant: Any = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement as SQLite takes it.

    ``places`` are its parameters in order. ``lists`` are parameters that expand to the values of a list. ``columns`` is
    None for a statement without rows. ``readers`` convert the values at these places of a row.
    """

    words: str
    places: tuple[_Parameter, ...]
    lists: tuple[tuple[str, str | int], ...]
    columns: SimpleResultMetaData | None
    readers: tuple[tuple[int, Convert], ...]

    def run(self, connection: sqlite3.Connection, values: Any) -> Rows:
        """Execute the statement and fetch all rows. Raises sqlite3.Error."""
        words = self.words
        for written, name in self.lists:
            words = words.replace(written, ", ".join("?" * len(values[name])) or _NO_VALUE)
        cursor = connection.execute(words, self._bind(values))
        if self.columns is None:
            rows = Rows(_NOTHING, iter(()))
            rows.rowcount = cursor.rowcount
            return rows
        return Rows(self.columns, iter([self._read(row) for row in cursor.fetchall()]))

    def _bind(self, values: Any) -> list[Any]:
        bound: list[Any] = []
        for place in self.places:
            if place.name is None:
                bound.append(place.constant)
            elif place.many:
                given = values[place.name]
                bound.extend(given if place.convert is None else map(place.convert, given))
            else:
                value = values[place.name]
                bound.append(value if place.convert is None else place.convert(value))
        return bound

    def _read(self, row: Sequence[Any]) -> tuple[Any, ...]:
        values = list(row)
        for at, read in self.readers:
            values[at] = read(values[at])
        return tuple(values)


_NOTHING = SimpleResultMetaData(())
_NO_VALUE = "SELECT 1 WHERE 1!=1"  # SQLAlchemy's empty list


class Shelf:
    """The prepared statements, by the statement and the names of its values, for the statement's lifetime.

    A statement is prepared on its second use: statements built for one use never are.
    """

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._seen: WeakKeyDictionary[Executable, dict[tuple[str, ...], Prepared | None]] = WeakKeyDictionary()
        self._built: dict[object, Prepared | None] = {}

    def find(self, statement: Executable, values: Mapping[str, Any]) -> Prepared | None:
        """Return the prepared statement; None for a new one, or one that only SQLAlchemy can execute."""
        known = self._seen.get(statement)
        if known is None:
            self._seen[statement] = {}
            return None
        names = tuple(values)
        if names not in known:
            known[names] = _prepare(statement, {name: name for name in names}, self._dialect, list(names))
        return known[names]

    def find_built(self, statement: Any) -> tuple[Prepared | None, Sequence[Any]]:
        """Return the prepared statement for one that was built with its values, and these: statements of one shape
        share it, by SQLAlchemy's key of the shape."""
        shape = statement._generate_cache_key() if isinstance(statement, _BUILT) else None
        if shape is None:
            return None, ()
        if shape.key not in self._built:
            if len(self._built) >= _SHAPES:
                self._built.clear()
            places = {one.key: at for at, one in enumerate(shape.bindparams) if not one.required}
            self._built[shape.key] = _prepare(statement, places, self._dialect, None)
        return self._built[shape.key], [one.effective_value for one in shape.bindparams]


def run(connection: sqlite3.Connection, words: str, values: Sequence[Any]) -> Raw:
    """Execute SQLite's own text, for each item if ``values`` is a list of many. Raises sqlite3.Error."""
    many = isinstance(values, list)
    cursor = connection.executemany(words, values) if many else connection.execute(words, values)
    raw = Raw(cursor.fetchall() if cursor.description else ())
    raw.rowcount = cursor.rowcount
    return raw


def fail(error: sqlite3.Error, words: str, dialect: Dialect) -> NoReturn:
    """Raise SQLAlchemy's form of a driver error, without the values."""
    raise DBAPIError.instance(
        words, None, error, sqlite3.Error, hide_parameters=True, dialect=dialect
    ) from error  # fmt: skip


def _prepare(
    statement: Executable, names: Mapping[str, str | int], dialect: Dialect, changed: list[str] | None
) -> Prepared | None:
    """Prepare a statement; ``names`` maps the keys of its parameters to the places of their values."""
    if not isinstance(statement, _KNOWN):
        return None
    columns = list(statement.exported_columns)
    compiled: Any = statement.compile(dialect=dialect, column_keys=changed)
    if compiled.insert_prefetch or compiled.update_prefetch or (compiled.effective_returning and not columns):
        return None  # SQLAlchemy must fill in or fetch something extra
    named = [one.keyname for one in compiled._result_columns]
    binds = {name: compiled.binds[name] for name in compiled.positiontup}
    if len(named) != len(columns) or any(_is_special(bind, names) for bind in binds.values()):
        return None
    readers = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
    return Prepared(
        str(compiled),
        tuple(_place(binds[name], names, dialect) for name in compiled.positiontup),
        tuple((f"__[POSTCOMPILE_{name}]", names[bind.key]) for name, bind in binds.items() if bind.expanding),
        SimpleResultMetaData(named, [(one,) for one in columns]) if named else None,
        tuple((at, read) for at, read in enumerate(readers) if read is not None),
    )


def _is_special(bind: Any, names: Collection[str]) -> bool:
    """Return True for a parameter whose value is neither given nor part of the statement, or decides its words."""
    is_missing = bind.key not in names and (bind.required or bind.expanding)
    return bool(is_missing or bind.literal_execute or bind.callable or bind.type._is_tuple_type)


def _place(bind: BindParameter[Any], names: Mapping[str, str | int], dialect: Dialect) -> _Parameter:
    convert = bind.type.dialect_impl(dialect).bind_processor(dialect)
    if bind.key in names:
        return _Parameter(names[bind.key], convert, bind.expanding)
    return _Parameter(None, None, constant=bind.value if convert is None else convert(bind.value))
