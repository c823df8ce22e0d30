"""A process that imports a file of customers, ``python -m bot.bench.import_process FILE``; settings are in the
environment.

The process reports when it is ready and waits for an order; then it reports the seconds and the peak of memory.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.bench import child_process, process_memory, stopwatch
from bot.bench.bench_shop import BUSINESS
from bot.config import load
from bot.conversations import CONVERSATIONS
from bot.database import open_database
from flows.connections import STORES
from handlers.importing.customer_file import open_sheet
from handlers.importing.customer_row import Row, RowFate
from handlers.importing.import_chunks import bring, survey_rows
from handlers.importing.import_rejects import Rejects, make_rejects_path

_WORD = 50_000  # rows


async def _import(file: Path) -> None:
    settings = load(os.environ)
    async with open_database(settings) as database:
        turns = database.turns(settings, CONVERSATIONS)
        tenant = await turns.tenant(BUSINESS)
        child_process.say(ready=True)
        await child_process.receive_message()
        began = stopwatch.read_stopwatch()
        sheet = open_sheet(file, tenant.business, database.clock.now(), next(iter(STORES)))
        await survey_rows(turns, BUSINESS, sheet.rows(), lambda _: None)
        looked = stopwatch.read_stopwatch()
        with Rejects(make_rejects_path(file), sheet.columns.heads, sheet.table.separator) as rejects:
            done = await bring(turns, BUSINESS, _report_progress(sheet.rows()), sheet.how.source, rejects.add)
        ended = stopwatch.read_stopwatch()
    child_process.say(
        seconds=ended - began, looked=looked - began, new=done.fates[RowFate.NEW], peak=process_memory.measure_peak()
    )


def _report_progress(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield the rows and report their number now and then, because the parent waits only so long for a message."""
    for many, row in enumerate(rows, start=1):
        yield row
        if many % _WORD == 0:
            child_process.say(rows=many)


if __name__ == "__main__":
    asyncio.run(_import(Path(sys.argv[1])))
