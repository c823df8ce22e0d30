"""``bench outage``: checkouts that arrive while the database is away, and their storage when it is back.

The spool must be replayed at least as fast as it was filled, or later events would never catch up. All arrive by HTTP,
as webhooks do. It is compared with the live intake of as many, over as many connections.
"""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url

from bot.bench import bench_people, bench_shop, child_process, signed_webhooks
from bot.bench.bench_people import CrowdMember
from bot.bench.bench_sheet import Sheet, at_least
from bot.bench.delivery_bench import LostDelivery
from bot.bench.request_load import press
from bot.clock import SystemClock
from storage.database.stores import sqlite_file

WHO, RATE = "Parley", "carts"
LIVE, FILLING, REPLAY = "live", "into the spool", "out of the spool"
PEOPLE = 500


@dataclass(frozen=True, slots=True)
class OutagePlan:
    """The measurement: ``carts`` checkouts over ``connections`` connections, repeated ``runs`` times."""

    runs: int = 5
    carts: int = 5_000
    connections: int = 20
    database_url: str | None = None


async def measure_outage(plan: OutagePlan) -> Sheet:
    """Run the benchmark and return its sheet. Raises LostDelivery, RequestFailed, Lived, Died."""
    described = bench_shop.describe_database(plan.database_url)
    sheet = Sheet("outage", {**described, "runs": plan.runs, "carts": plan.carts, "connections": plan.connections})
    with bench_shop.make_folder() as folder:
        for run in range(plan.runs):
            url = plan.database_url or f"sqlite:///{folder}/{run}.db"
            await _measure(sheet, plan, folder, url, str(run))
    sheet.compare("out of the spool / into it", (WHO, REPLAY, RATE), (WHO, FILLING, RATE), at_least(1))
    sheet.compare("out of the spool / live", (WHO, REPLAY, RATE), (WHO, LIVE, RATE), at_least(1))
    return sheet


async def _measure(sheet: Sheet, plan: OutagePlan, folder: Path, url: str, run: str) -> None:
    people = await bench_people.fill_database(url, PEOPLE)
    async with child_process.running(
        f"{run}-web", child_process.module("bot.bench.web_process"), folder, bench_shop.make_environment(url)
    ) as process:
        port = (await process.read_message())["port"]
        await _post(port, people, 20, 1, f"{run}-first")
        sheet.note(WHO, LIVE, RATE, "/s", await _post(port, people, plan.carts, plan.connections, f"{run}-live"))
        async with _take_away(url):
            await _post(port, people, 1, 1, f"{run}-gone")
            filling = await _post(port, people, plan.carts, plan.connections, f"{run}-kept")
        sheet.note(WHO, FILLING, RATE, "/s", filling)
        told = await process.ask(do="recover")
        if told["stored"] != plan.carts + 1:
            raise LostDelivery(f"{plan.carts + 1} carts went into the spool, and {told['stored']} came out of it")
        sheet.note(WHO, REPLAY, RATE, "/s", told["stored"] / told["seconds"])


async def _post(port: int, people: Sequence[CrowdMember], many: int, connections: int, series: str) -> float:
    """Post ``many`` checkouts and return how many were answered per second."""
    now = SystemClock().now()
    told = [
        signed_webhooks.make_checkout(people[index % len(people)], signed_webhooks.make_name(series, index), now)
        for index in range(many)
    ]
    load = await press(port, told, connections)
    if load.statuses != {200: many}:
        raise LostDelivery(f"{many} webhooks were answered {dict(load.statuses)}")
    return load.rate


@asynccontextmanager
async def _take_away(url: str) -> AsyncIterator[None]:
    """Make the database unavailable: lock the SQLite file, or end all connections of the server and refuse new ones."""
    file = sqlite_file(url)
    if file is not None:
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
        return
    import asyncpg

    name = make_url(url).database
    server = make_url(url).set(drivername="postgresql", database="postgres").render_as_string(hide_password=False)
    connection = await asyncpg.connect(server)
    try:
        await connection.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        await connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", name)
        yield
    finally:
        await connection.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
        await connection.close()
