"""Every step does with rows in all tables what it does without: nothing is lost, and the tables are the program's."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from sqlalchemy import create_engine

from storage.database import migrate as steps
from storage.database import schema_version, startup_upgrade, table_check
from storage.schema import metadata
from tests import databases
from tests.upgrades.later import next_step
from tests.upgrades.stored import HERE, Rows, bring_to, file_of, fresh, put, released, rows_of

FIRST = "0001"
# What a step was meant to change in rows that were there before, as (table, column); everything else stays as it was.
CHANGED = frozenset({("runs", "subject_kind")})  # a sourced order's "order" became a "reservation"

# A value of each type for the first row, and for the second. All ids of a row are one, and so are all its words, so
# that every reference leads to the row of the same number.
_VALUES: dict[str, Callable[[int], Any]] = {
    "BLOB": lambda number: bytes([number]) * 16,
    "VARCHAR": lambda number: f"word{number}",
    "TEXT": lambda number: "{}",
    "BOOLEAN": lambda number: number % 2,
    "FLOAT": lambda number: number / 2,
}


def _value(column: table_check.Column, number: int) -> Any:
    """The second row is empty where it may be."""
    if number == 2 and column.nullable:
        return None
    return _VALUES[column.type](number) if column.type in _VALUES else number


async def full(folder: Path) -> sqlite3.Connection:
    """A database as the first step makes it, with two rows in every table."""
    url = f"sqlite:///{folder / 'first.db'}"
    await bring_to(url, FIRST)
    engine = create_engine(url)
    with engine.connect() as connection:
        forms = table_check.read(connection)
    engine.dispose()
    memory = sqlite3.connect(":memory:")
    with closing(sqlite3.connect(folder / "first.db")) as made:
        made.backup(memory)
    for name, form in forms.items():
        if name != "alembic_version":
            marks = ", ".join("?" * len(form.columns))
            columns = ", ".join(f'"{column}"' for column in form.columns)
            rows = [[_value(column, number) for column in form.columns.values()] for number in (1, 2)]
            memory.executemany(f'INSERT INTO "{name}" ({columns}) VALUES ({marks})', rows)  # noqa: S608 - our tables
    memory.commit()
    return memory


@pytest.fixture(params=["full", "release_0_1_0"])
async def filled(
    request: pytest.FixtureRequest, server: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[str]:
    """The URL of a database of the first version that holds something."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(databases.packaged_programs()), prepend=":")
    made = await full(tmp_path) if request.param == "full" else released(HERE / request.param)
    async with fresh(server, tmp_path) as url:
        with closing(made):
            await put(made, url)
        yield url


def lost(before: Rows, after: Rows) -> list[str]:
    """What stood in rows and does not any more, by table and column; a table or column that is gone was meant to go."""
    return [
        f"{table}.{column}"
        for table, rows in before.items()
        if rows and table in after
        for column in rows[0]
        if (table, column) not in CHANGED and _less(rows, after[table], column)
    ]


def _less(before: list[dict[str, Any]], after: list[dict[str, Any]], column: str) -> bool:
    if after and column not in after[0]:
        return False
    return bool(Counter(row[column] for row in before) - Counter(row[column] for row in after))


async def test_what_was_there_is_there_afterwards(filled: str) -> None:
    before = await rows_of(filled)
    await steps.migrate(filled)
    await startup_upgrade.check(filled)
    assert lost(before, await rows_of(filled)) == []


async def test_the_release_made_the_tables_that_its_step_makes(tmp_path: Path) -> None:
    with closing(await full(tmp_path)) as made, closing(released(HERE / "release_0_1_0")) as left:
        assert _forms(made, tmp_path / "made.db") == _forms(left, tmp_path / "left.db")


def _forms(memory: sqlite3.Connection, file: Path) -> table_check.Forms:
    with closing(sqlite3.connect(file)) as target:
        memory.backup(target)
    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        found = table_check.read(connection)
    engine.dispose()
    return found


@pytest.mark.parametrize(
    ("faulty", "told"),
    [
        pytest.param("op.execute('UPDATE contacts SET name = NULL')", "contacts.name", id="a value"),
        pytest.param("op.execute('DELETE FROM spools')", "spools.size", id="a row"),
    ],
)
async def test_a_step_that_loses_something_would_be_seen(
    filled: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, faulty: str, told: str
) -> None:
    next_step(tmp_path, monkeypatch, faulty)
    before = await rows_of(filled)
    await steps.migrate(filled)
    assert told in lost(before, await rows_of(filled))


async def test_the_indexes_hold_the_rows_that_they_are_meant_to(server: str | None, tmp_path: Path) -> None:
    """To the letter, with the conditions of those that hold some rows: no start looks at those."""
    async with fresh(server, tmp_path) as url:
        await steps.migrate(url)
        by_steps = await _indexes(url)
    (tmp_path / "other").mkdir()
    async with fresh(server, tmp_path / "other") as url:
        engine = schema_version.open_engine(url, "BEGIN")
        async with engine.begin() as connection:
            await connection.run_sync(metadata.create_all)
        await engine.dispose()
        assert by_steps == await _indexes(url)


async def _indexes(url: str) -> set[str]:
    if file := file_of(url):
        with closing(sqlite3.connect(file)) as connection:
            found = connection.execute("SELECT sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL")
            return {" ".join(row[0].split()) for row in found}
    server = await asyncpg.connect(url)
    rows = await server.fetch("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'")
    await server.close()
    return {row["indexdef"] for row in rows if "alembic_version" not in row["indexdef"]}
