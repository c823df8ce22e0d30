"""A fresh copy of a filled database for each run, with nothing queued."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.bench import bench_shop
from storage.database.stores import sqlite_file
from storage.schema import draws, events, messages, outbox, photos, verdicts

QUEUES = (messages, outbox, draws, verdicts, events, photos)
"""The tables that a campaign fills."""


@asynccontextmanager
async def copy_database(url: str, folder: Path) -> AsyncIterator[str]:
    """Yield the address of a copy of a SQLite file; for PostgreSQL that of the database itself, with its queues
    emptied."""
    source = sqlite_file(url)
    if source is None:
        async with bench_shop.open_store(url) as store:
            await store.write("", lambda unit: bench_shop.clear_tables(unit, QUEUES))
        yield url
        return
    copy = folder / "copy.db"
    await asyncio.to_thread(shutil.copy, source, copy)
    try:
        yield f"sqlite:///{copy}"
    finally:
        await asyncio.to_thread(_remove, copy)


def _remove(file: Path) -> None:
    """Remove a SQLite database with its side files."""
    for beside in file.parent.glob(f"{file.name}*"):
        if beside.is_dir():
            shutil.rmtree(beside)
        else:
            beside.unlink()
