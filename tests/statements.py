"""Statements compiled once for all the databases of a test run.

SQLAlchemy keeps what it compiled with each engine, and every test opens an engine of its own: compiling was a quarter
of what a test cost. What is prepared for SQLite (storage/sql/prepared_statements.py) was worked out anew for each
engine as well, two to a store.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from sqlalchemy import Dialect
from sqlalchemy.engine import Compiled, Engine
from sqlalchemy.util import LRUCache

from storage.sql import sqlite_driver
from storage.sql.prepared_statements import Shelf

_KEPT = 4096


class Statements(LRUCache[Any, Compiled]):
    """What is compiled, by the statement and the kind of database, whichever engine it was compiled for."""

    def __init__(self) -> None:
        super().__init__(_KEPT)

    def get(self, key: tuple[Dialect, *tuple[Hashable, ...]], default: Any = None) -> Any:
        return super().get(_of_any_engine(key), default)

    def __setitem__(self, key: tuple[Dialect, *tuple[Hashable, ...]], compiled: Compiled) -> None:
        super().__setitem__(_of_any_engine(key), compiled)


def _of_any_engine(key: tuple[Dialect, *tuple[Hashable, ...]]) -> tuple[Hashable, ...]:
    dialect, *statement = key
    return dialect.name, dialect.driver, dialect.server_version_info, *statement


def share() -> None:
    """From now on every engine of this process compiles into, and takes from, one place."""
    statements = Statements()
    Engine._compiled_cache = property(lambda _: statements, lambda _, own: None)  # type: ignore[assignment]
    shelves: dict[str, Shelf] = {}  # of SQLite there is one version here
    sqlite_driver._shelf = lambda dialect: shelves.setdefault(dialect.driver, Shelf(dialect))  # type: ignore[assignment]
