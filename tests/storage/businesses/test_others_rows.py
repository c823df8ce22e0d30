"""Whatever a repository is asked, or told to do, another business's rows make no difference and stay as they are."""

from __future__ import annotations

import collections.abc
import importlib
import inspect
import pkgutil
import re
import types
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import product
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from sqlalchemy import Boolean, Column, Float, Integer, LargeBinary, func, insert, select

import storage
from storage.database.stores import Database
from storage.schema import contacts, metadata
from storage.sql.column_types import Id, Moment
from storage.sql.repository import Repository
from storage.unit import Unit
from tests.single import asked_of
from tests.storage.world import NOW, OTHER_SHOP, SHOP, do

ONE = UUID(int=1)
_PLAIN: Mapping[Any, Any] = {
    UUID: ONE, str: "word", int: 1, float: 1.0, bool: True, bytes: b"word", datetime: NOW, timedelta: timedelta(days=1),
}  # fmt: skip
_SECOND: Mapping[Any, Any] = {UUID: UUID(int=2), str: "word 2", bytes: b"word 2", int: 2}
_COLUMNS = ((Id, UUID), (Moment, datetime), (Boolean, bool), (Integer, int), (Float, float), (LargeBinary, bytes))
_MANY = (collections.abc.Collection, collections.abc.Sequence, collections.abc.Iterable, list, set, tuple)
_OTHER_IDS = re.compile(r"UUID\('(?!00000000)[^']*'\)")  # what is made anew has another id each time
_TABLES = [table for table in metadata.sorted_tables if "business" in table.c]
UNIQUE = {
    "Access.add_key": "the hash of a key is looked up before its business is known, so it is unique among all",
}
"""What may be told of another business's rows, and why."""
GROWN = {"Statistics.renew"}
"""These name tables by their size, which the calls of this test change though they are taken back; never a row."""

_LEAST = 150  # methods that can be called with nothing but plain values: fewer, and their types are not understood

_WRITING = 100  # methods that write, at least: after each of them all rows are read


class _NoValue(Exception):
    """Nothing plain fits a parameter."""


class _Undo(Exception):
    """Takes the transaction back, with what came of it."""


def value(kind: Any) -> Any:
    """Something of that type, the same as in every row. Raises _NoValue."""
    inner = get_args(kind)
    if kind in _PLAIN:
        return _PLAIN[kind]
    if get_origin(kind) in (Union, types.UnionType):
        return value(inner[0])
    if get_origin(kind) in _MANY:
        return [value(inner[0])]
    raise _NoValue


def methods() -> Iterator[tuple[type[Repository], str, dict[str, Any]]]:
    """Each public method of each repository that takes plain values, with such values."""
    for module in pkgutil.walk_packages(storage.__path__, "storage."):
        if ".migrations" not in module.name:
            importlib.import_module(module.name)
    for repository in sorted(Repository.__subclasses__(), key=lambda one: one.__name__):
        for name, method in inspect.getmembers(repository, inspect.iscoroutinefunction):
            parameters = [one for one in inspect.signature(method).parameters.values() if one.default is one.empty][1:]
            try:
                hints = get_type_hints(method)
                yield repository, name, {one.name: value(hints[one.name]) for one in parameters}
            except (_NoValue, NameError):
                continue


METHODS = [method for method in methods() if not method[1].startswith("_")]


def filled(column: Column[Any], number: int) -> Any:
    """The second row is empty where it may be."""
    if column.name == "business":
        return SHOP
    if number == 2 and column.nullable:
        return None
    kind = next((kind for type_, kind in _COLUMNS if isinstance(column.type, type_)), str)
    return _SECOND.get(kind, _PLAIN[kind]) if number == 2 else _PLAIN[kind]


async def fill(unit: Unit) -> None:
    """Two rows in every table: all ids of a row are one, and so are all of its words."""
    for table, number in product(_TABLES, (1, 2)):
        if number == 1 or table.name != "businesses":
            values = {one.name: filled(one, number) for one in table.columns}
            await unit.connection.execute(insert(table).values(values))


async def rows(unit: Unit) -> list[str]:
    """All that stands in the tables of the first business; nothing where it has no rows."""
    if await unit.value(select(func.count()).select_from(contacts).where(contacts.c.business == SHOP)) == 0:
        return []
    found = [await unit.connection.execute(select(table).where(table.c.business == SHOP)) for table in _TABLES]
    return [repr(one.all()) for one in found]


async def outcome(store: Database, repository: type[Repository], name: str, given: dict[str, Any]) -> tuple[str, str]:
    """What comes of a call by the other business, and what the tables of the first hold if it wrote; nothing is kept.

    A call that asked for SELECTs alone changed nothing, so the tables are not read after it.
    """

    async def work(unit: Unit) -> None:
        with asked_of(unit) as said:
            answer = await getattr(unit.of(repository), name)(**given)
        wrote = not said or not all(text.startswith("SELECT") for text, _ in said)
        raise _Undo(_OTHER_IDS.sub("new", repr(answer)), repr(await rows(unit)) if wrote else "")

    try:
        await do(store, work, OTHER_SHOP)
    except _Undo as undone:
        answer, kept = undone.args
        return answer, kept
    except Exception as error:
        return type(error).__name__, ""
    raise AssertionError


async def test_no_method_reads_or_changes_what_another_business_has(store: Database) -> None:
    assert len(METHODS) >= _LEAST
    alone = [await outcome(store, *method) for method in METHODS]
    await do(store, fill)
    theirs = repr(await do(store, rows))
    after = [await outcome(store, *method) for method in METHODS]
    names = [f"{repository.__name__}.{name}" for repository, name, _ in METHODS]
    seen = {name for name, (before, _), (answer, _) in zip(names, alone, after, strict=True) if answer != before}
    assert seen - GROWN == set(UNIQUE), "these see another business's rows, or are said to and do not"
    assert [name for name, (_, kept) in zip(names, after, strict=True) if kept not in ("", theirs)] == []
    assert sum(kept == theirs for _, kept in after) >= _WRITING, "writing is not noticed any more"
