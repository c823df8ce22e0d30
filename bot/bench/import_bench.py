"""``bench import``: a file of customers imported into a shop, while its service takes webhooks.

The time includes checking the file before anything is written. The same run measures, for comparison, the same rows
written by the driver alone in one undisturbed transaction: with ``executemany`` on SQLite, with COPY on PostgreSQL. A
tenth of the file is imported twice: alone, for memory, and while webhooks are answered.
"""

from __future__ import annotations

import asyncio
import itertools
import random
import sqlite3
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy import Table, make_url

from bot.bench import bench_people, bench_shop, child_process, signed_webhooks, stopwatch
from bot.bench.bench_people import CrowdMember
from bot.bench.bench_sheet import Sheet, at_most
from bot.bench.child_process import Child
from bot.bench.delivery_bench import LostDelivery
from bot.bench.realistic_names import generate_names
from bot.bench.request_load import ask_until
from bot.clock import SystemClock
from storage.database.stores import sqlite_file
from storage.schema import addresses, contacts, customer_tags, name_parts, places

OURS, BARE = "Parley", "the driver alone"
SECONDS, LOOKED, MEMORY, HOOK = "seconds", "of these looking through", "peak memory", "webhook, p99"
QUIET, BUSY = "quiet", "meanwhile"
_FEW, _MANY = "a tenth", "whole"
_CROWD = 200  # people who write meanwhile
_WRITTEN = (contacts, addresses, name_parts, places, customer_tags)  # referenced tables first
_PORTION = 20_000  # rows that are held at once to be written bare
_AREAS = ("205", "212", "303", "312", "314", "415", "512", "602", "713", "808")


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The measurement: a file of ``people`` people, and the ``quiet`` seconds of webhooks before the import."""

    runs: int = 5
    people: int = 1_000_000
    quiet: float = 5.0
    database_url: str | None = None


async def measure_import(plan: ImportPlan) -> Sheet:
    """Run the benchmark and return its sheet. Raises LostDelivery, RequestFailed, Lived, Died."""
    sheet = Sheet("import", _settings(plan))
    with bench_shop.make_folder() as folder:
        few, many = [await asyncio.to_thread(_file, folder, each) for each in (plan.people // 10, plan.people)]
        for run in range(plan.runs):
            await _import_under_load(sheet, plan, _url(plan, folder, f"{run}-beside"), few, plan.people // 10)
            await _import_alone(sheet, _url(plan, folder, f"{run}-few"), few, _FEW, plan.people // 10)
            url = _url(plan, folder, f"{run}-many")
            await _import_alone(sheet, url, many, _MANY, plan.people)
            await _insert_bare(sheet, url, folder)
    sheet.compare("seconds: import / driver", (OURS, _MANY, SECONDS), (BARE, _MANY, SECONDS), at_most(8))
    sheet.differ("memory: whole - a tenth", (OURS, _MANY, MEMORY), (OURS, _FEW, MEMORY), "MB", at_most(10))
    over, under = (OURS, f"webhooks, {BUSY}", HOOK), (OURS, f"webhooks, {QUIET}", HOOK)
    sheet.compare(f"{HOOK}: {BUSY} / {QUIET}", over, under, at_most(5))
    return sheet


def _url(plan: ImportPlan, folder: Path, name: str) -> str:
    return plan.database_url or f"sqlite:///{folder}/{name}.db"


def _settings(plan: ImportPlan) -> dict[str, Any]:
    return {**bench_shop.describe_database(plan.database_url), "runs": plan.runs, "people": plan.people}


def _file(folder: Path, many: int) -> Path:
    """Write a file as a shop's system exports it; it is the same each time."""
    drawn, file = random.Random(7), folder / f"{many}.csv"  # noqa: S311 - nothing secret
    with file.open("w", encoding="utf-8") as out:
        out.write("Customer ID,Full name,Mobile,E-mail,Country,State,ZIP,Birthday,Tags\n")
        for place, name in enumerate(generate_names(many)):
            area = _AREAS[place % len(_AREAS)]
            number = f"({area}) {200 + place // 10_000 % 800}-{place % 10_000:04}"
            tags = drawn.choice(("vip;summer", "wholesale", "", ""))
            birthday = f"{1940 + place % 65}-{place % 12 + 1:02}-{place % 28 + 1:02}"
            out.write(f"{place},{name},{number},c{place}@mail.example,US,TX,75{place % 1000:03},{birthday},{tags}\n")
    return file


async def _import_alone(sheet: Sheet, url: str, file: Path, case: str, many: int) -> None:
    """Import the file in a process without other work of ours."""
    await bench_people.fill_database(url, _CROWD)
    async with _importer(url, file, case) as ours:
        _note(sheet, case, await _read_report(ours), many)


async def _import_under_load(sheet: Sheet, plan: ImportPlan, url: str, file: Path, many: int) -> None:
    """Import the file while a process takes webhooks; webhooks before the import are the baseline."""
    people = await bench_people.fill_database(url, _CROWD)
    environ = bench_shop.make_environment(url)
    async with child_process.running("web", child_process.module("bot.bench.web_process"), file.parent, environ) as web:
        port, requests = (await web.read_message())["port"], _hooks(people, url)
        async with _importer(url, file, BUSY) as ours:
            await ask_until(asyncio.sleep(1), port, requests)
            (quiet,), _ = await ask_until(asyncio.sleep(plan.quiet), port, requests)
            (busy,), told = await ask_until(_read_report(ours), port, requests)
    _note(sheet, BUSY, told, many)
    for when, load in ((QUIET, quiet), (BUSY, busy)):
        sheet.note(OURS, f"webhooks, {when}", HOOK, "ms", load.slowest(0.99) * 1000)


@asynccontextmanager
async def _importer(url: str, file: Path, case: str) -> AsyncIterator[Child]:
    """Yield a process that is ready to import the file."""
    command = child_process.module("bot.bench.import_process", str(file))
    async with child_process.running(f"import {case}", command, file.parent, bench_shop.make_environment(url)) as ours:
        await ours.read_message()
        yield ours


async def _read_report(ours: Child) -> dict[str, Any]:
    """Return the process's final report."""
    told = await ours.ask(do="import")
    while "seconds" not in told:
        told = await ours.read_message()
    return told


def _note(sheet: Sheet, case: str, told: dict[str, Any], many: int) -> None:
    if told["new"] != many:
        raise LostDelivery(f"{told['new']} of {many} people are there")
    sheet.note(OURS, case, SECONDS, "s", told["seconds"])
    sheet.note(OURS, case, LOOKED, "s", told["looked"])
    sheet.note(OURS, case, MEMORY, "MB", told["peak"])


def _hooks(people: Sequence[CrowdMember], series: str) -> Iterator[bytes]:
    now = SystemClock().now()
    for number in itertools.count():
        yield from signed_webhooks.make_webhooks(people, 50, f"{series}-{number}", now)


async def _insert_bare(sheet: Sheet, url: str, folder: Path) -> None:
    """Insert the rows into empty tables with the same indexes."""
    source = sqlite_file(url)
    took = await (_copy_rows(url, folder) if source is None else _execute_insert(source, folder / "bare.db"))
    sheet.note(BARE, _MANY, SECONDS, "s", took)


async def _execute_insert(source: Path, target: Path) -> float:
    await bench_shop.prepare_business(f"sqlite:///{target}")
    took = await asyncio.to_thread(_execute_many, source, target)
    for beside in target.parent.glob(f"{target.name}*"):
        beside.unlink()
    return took


def _execute_many(source: Path, target: Path) -> float:
    """Return the seconds of the statements and the commit alone, without preparing the rows."""
    took = 0.0
    with closing(sqlite3.connect(source)) as rows, closing(sqlite3.connect(target, isolation_level=None)) as bare:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            bare.execute(f"PRAGMA {pragma}")
        bare.execute("BEGIN IMMEDIATE")
        for table in _WRITTEN:
            bare.execute(f"DELETE FROM {table.name}")  # noqa: S608 - a table of the schema
            found = rows.execute(f"SELECT {_columns(table)} FROM {table.name}")  # noqa: S608
            statement = f"INSERT INTO {table.name} ({_columns(table)}) VALUES ({', '.join('?' * len(table.c))})"  # noqa: S608
            while portion := found.fetchmany(_PORTION):
                began = stopwatch.read_stopwatch()
                bare.executemany(statement, portion)
                took += stopwatch.read_stopwatch() - began
        began = stopwatch.read_stopwatch()
        bare.execute("COMMIT")
        return took + stopwatch.read_stopwatch() - began


async def _copy_rows(url: str, folder: Path) -> float:
    """Return the seconds of copying the rows with COPY from files, in one transaction, after deleting the import's
    rows."""
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    connection = await asyncpg.connect(plain)
    try:
        for table in _WRITTEN:
            out = folder / table.name
            await connection.copy_from_table(table.name, columns=_names(table), output=out, format="binary")
        await connection.execute(f"TRUNCATE {', '.join(one.name for one in bench_shop.with_pointing(_WRITTEN))}")
        began = stopwatch.read_stopwatch()
        async with connection.transaction():
            for table in _WRITTEN:
                await connection.copy_to_table(
                    table.name, columns=_names(table), source=folder / table.name, format="binary"
                )
        return stopwatch.read_stopwatch() - began
    finally:
        await connection.close()


def _names(table: Table) -> list[str]:
    return [column.name for column in table.columns]


def _columns(table: Table) -> str:
    return ", ".join(f'"{name}"' for name in _names(table))
