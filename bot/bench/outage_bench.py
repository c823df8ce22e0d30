"""``bench outage``: webhooks that arrive while the database is away, and their storage when it is back.

The spool must be replayed at least as fast as it was filled, or later events would never catch up. All arrive by HTTP,
as webhooks do. It is compared with the live intake of as many, over as many connections.

A second spool holds texts and orders, which hold marketing back. It is replayed once alone, and once while all workers
run, a backlog of marketing waits, and other processes keep every core busy.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url

from bot.app import choose_spool
from bot.bench import bench_people, bench_shop, child_process, signed_webhooks, stopwatch
from bot.bench.bench_people import CrowdMember
from bot.bench.bench_sheet import Sheet, at_least, at_most
from bot.bench.child_process import Child
from bot.bench.delivery_bench import LostDelivery, queue_reminders
from bot.bench.request_load import press
from bot.bench.twilio_stub import Stand, run_stub
from bot.clock import SystemClock
from storage.database.stores import sqlite_file

WHO, RATE = "Parley", "carts"
LIVE, FILLING, REPLAY = "live", "into the spool", "out of the spool"
ALONE, BESIDE = "spool alone", "beside a backlog, cores busy"
SECONDS, SPENT, DRAINED = "spool read", "processor until it is read", "backlog sent after it"
PEOPLE = 500
_PORTION = 40  # webhooks between two looks at the size of the spool
_GLANCE = 0.1  # seconds between two looks at what has been sent
_PATIENCE = 300.0  # seconds until the whole backlog must have been sent


@dataclass(frozen=True, slots=True)
class OutagePlan:
    """The measurement: ``carts`` checkouts over ``connections`` connections, repeated ``runs`` times.

    Then ``spooled`` bytes of texts and orders, beside ``backlog`` waiting messages.
    """

    runs: int = 5
    carts: int = 5_000
    connections: int = 20
    backlog: int = 20_000
    spooled: int = 2_000_000
    database_url: str | None = None


async def measure_outage(plan: OutagePlan) -> Sheet:
    """Run the benchmark and return its sheet. Raises LostDelivery, RequestFailed, Lived, Died."""
    described = bench_shop.describe_database(plan.database_url)
    sheet = Sheet("outage", {**described, "runs": plan.runs, "carts": plan.carts, "connections": plan.connections,
                             "backlog": plan.backlog, "bytes in the spool": plan.spooled})  # fmt: skip
    with bench_shop.make_folder() as folder:
        async with run_stub(folder) as stand:
            for run in range(plan.runs):
                await _measure(sheet, plan, folder, plan.database_url or f"sqlite:///{folder}/{run}.db", str(run))
                for case in (ALONE, BESIDE):
                    url = plan.database_url or f"sqlite:///{folder}/{run}-{case[:5]}.db"
                    await _measure_backlog(sheet, plan, stand, folder, url, case)
    sheet.compare("spool beside a backlog / alone", (WHO, BESIDE, SECONDS), (WHO, ALONE, SECONDS), at_most(3))
    sheet.compare("processor: beside a backlog / alone", (WHO, BESIDE, SPENT), (WHO, ALONE, SPENT))
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
    return await _post_all(port, told, connections)


async def _post_all(port: int, told: Sequence[bytes], connections: int) -> float:
    """Post these webhooks and return how many were answered per second. Raises LostDelivery, RequestFailed."""
    load = await press(port, told, connections)
    if load.statuses != {200: len(told)}:
        raise LostDelivery(f"{len(told)} webhooks were answered {dict(load.statuses)}")
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


async def _measure_backlog(sheet: Sheet, plan: OutagePlan, stand: Stand, folder: Path, url: str, case: str) -> None:
    """Fill a spool with what may stop a message, and replay it, alone or beside a backlog."""
    people = await queue_reminders(url, plan.backlog, PEOPLE)
    await stand.set(0)
    environ = bench_shop.make_environment(url, PARLEY_TWILIO_API_URL=stand.url)
    async with AsyncExitStack() as stack:
        command = child_process.module("bot.bench.web_process")
        process = await stack.enter_async_context(child_process.running(case, command, folder, environ))
        port = (await process.read_message())["port"]
        file, others = sqlite_file(url), people[plan.backlog :]
        spool = choose_spool(file) if file is not None else folder / "spool"
        known = signed_webhooks.make_webhooks(others, 20, "first", SystemClock().now())
        await _post_all(port, known, 1)  # a service knows its accounts before its database goes away
        async with _take_away(url):
            posted = await _fill(port, plan, spool, others)
        if case == ALONE:
            told = await process.ask(do="recover")
            if told["stored"] != posted:
                raise LostDelivery(f"{posted} webhooks went into the spool, and {told['stored']} came out of it")
        else:
            for core in range(os.cpu_count() or 1):
                busy = child_process.running(f"core {core}", [sys.executable, "-c", "while True: pass"], folder)
                await stack.enter_async_context(busy)
            told = await process.ask(do="replay")
            await _wait_until_sent(stand, plan.backlog, process)
            sheet.note(WHO, case, DRAINED, "s", stopwatch.read_stopwatch() - told["ended"])
        sheet.note(WHO, case, SECONDS, "s", told["seconds"])
        sheet.note(WHO, case, SPENT, "s", told["spent"])


async def _fill(port: int, plan: OutagePlan, spool: Path, people: Sequence[CrowdMember]) -> int:
    """Post texts and orders until the spool has its size; return their number."""
    now, posted = SystemClock().now(), 0
    while _measure_size(spool) < plan.spooled:
        told = []
        for index in range(posted, posted + _PORTION):
            who, name = people[index % len(people)], signed_webhooks.make_name("backlog", index)
            text = signed_webhooks.pick_text(index, name)
            order = signed_webhooks.make_order(who, name, index, now)
            told.append(order if index % 2 else signed_webhooks.make_message(who, name, text))
        await _post_all(port, told, plan.connections)
        posted += len(told)
    return posted


def _measure_size(spool: Path) -> int:
    """Return the bytes in a spool's folder."""
    return sum(file.stat().st_size for file in spool.rglob("*.spool"))


async def _wait_until_sent(stand: Stand, many: int, process: Child) -> None:
    """Wait until the provider has taken ``many`` messages of the backlog, each once. Raises LostDelivery."""
    ends = stopwatch.read_stopwatch() + _PATIENCE
    while (taken := await stand.take_totals()).many < many:
        if stopwatch.read_stopwatch() > ends:
            raise LostDelivery(f"of {many} messages {taken.many} left: {process.read_log_end()}")
        await asyncio.sleep(_GLANCE)
