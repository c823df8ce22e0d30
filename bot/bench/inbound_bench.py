"""``bench inbound``: signed webhooks of Twilio and Shopify, each committed before it is answered.

The same run measures, for comparison, a bare aiohttp handler that stores nothing, and FastAPI with an AsyncSession that
verifies and stores the same. Handling the stored events is left out unless asked for.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from bot.bench import bench_people, bench_shop, child_process, peer_queues, signed_webhooks
from bot.bench.bench_people import CrowdMember
from bot.bench.bench_sheet import Sheet, at_least, at_most
from bot.bench.bench_shop import BUSINESS
from bot.bench.delivery_bench import LostDelivery
from bot.bench.request_load import press
from bot.clock import SystemClock
from storage.database.stores import make_driver_url, sqlite_file
from storage.schema import events
from storage.unit import Unit

RATE, P99 = "webhooks", "p99"
OURS, BARE, FASTAPI = "Parley", "bare aiohttp", "FastAPI"
PEOPLE = 2_000
_MIDDLE = 50  # connections, of the goals
_LIBRARIES = "fastapi, uvicorn, sqlalchemy.ext.asyncio, aiosqlite, asyncpg"


@dataclass(frozen=True, slots=True)
class InboundPlan:
    """The measurement. ``acting`` runs the workers at the same time, as ``serve`` does."""

    runs: int = 5
    requests: int = 10_000
    connections: tuple[int, ...] = (1, 50, 200)
    acting: bool = False
    database_url: str | None = None
    log_level: str = "info"
    peers: str | None = None


@dataclass(frozen=True, slots=True)
class _Contestant:
    """A server of webhooks: name, command and environment."""

    name: str
    command: Sequence[str]
    environ: dict[str, str]


_BARE = _Contestant(BARE, child_process.module("bot.bench.bare_web"), {})


async def measure_inbound(plan: InboundPlan) -> Sheet:
    """Run the benchmark and return its sheet. Raises LostDelivery, RequestFailed, Lived, Died."""
    sheet = Sheet("inbound", _settings(plan))
    python = plan.peers or sys.executable
    fastapi = await _fastapi_is_here(python, sheet)
    with bench_shop.make_folder() as folder:
        for run in range(plan.runs):
            place = folder / str(run)
            url = plan.database_url or f"sqlite:///{place}.db"
            people = await bench_people.fill_database(url, PEOPLE)
            environ = bench_shop.make_environment(url, PARLEY_LOG_LEVEL=plan.log_level)
            ours = _Contestant(OURS, child_process.module("bot.bench.web_process"), environ)
            await _measure(sheet, plan, folder, ours, people, f"{run}-ours")
            await _check(url, sum(_shares(plan)))
            await _measure(sheet, plan, folder, _BARE, people, f"{run}-bare")
            if fastapi:
                rival = _fastapi(python, plan.database_url or f"sqlite:///{place}-fastapi.db")
                await _measure(sheet, plan, folder, rival, people, f"{run}-fastapi")
    _compare(sheet, plan)
    return sheet


def _settings(plan: InboundPlan) -> dict[str, Any]:
    return {
        **bench_shop.describe_database(plan.database_url),
        "runs": plan.runs,
        "requests": plan.requests,
        "connections": list(plan.connections),
        "people": PEOPLE,
        "acted upon meanwhile": "yes" if plan.acting else "no",
        "log level": plan.log_level,
    }


def _shares(plan: InboundPlan) -> list[int]:
    """Return the number of requests for each number of connections: one alone is slow, so it gets fewer."""
    return [plan.requests if many > 1 else max(1, plan.requests // 5) for many in plan.connections]


async def _measure(
    sheet: Sheet, plan: InboundPlan, folder: Path, who: _Contestant, people: Sequence[CrowdMember], series: str
) -> None:
    """Measure all numbers of connections, one after the other."""
    async with child_process.running(series, who.command, folder, who.environ) as process:
        port = (await process.read_message())["port"]
        await press(port, signed_webhooks.make_webhooks(people, 20, f"{series}-first", SystemClock().now()), 1)
        if who.name == OURS and plan.acting:
            await process.ask(do="act")
        for many, requests in zip(plan.connections, _shares(plan), strict=True):
            sent = signed_webhooks.make_webhooks(people, requests, f"{series}-{many}", SystemClock().now())
            load = await press(port, sent, many)
            if load.statuses != {200: requests}:
                raise LostDelivery(
                    f"{who.name} answered {dict(load.statuses)} to {requests} webhooks: {process.read_log_end()}"
                )
            case = _case(many)
            sheet.note(who.name, case, RATE, "/s", load.rate)
            sheet.note(who.name, case, P99, "ms", load.slowest(0.99) * 1000)


def _case(connections: int) -> str:
    return f"{connections} connections" if connections > 1 else "1 connection"


def _fastapi(python: str, url: str) -> _Contestant:
    return _Contestant(FASTAPI, (python, "-m", "tests.peers.fastapi_store"), {"BENCH_DATABASE": make_driver_url(url)})


async def _fastapi_is_here(python: str, sheet: Sheet) -> bool:
    """Return True if FastAPI can be measured; if not, note the reason in the sheet."""
    reason = (
        peer_queues.SCRIPT_MISSING
        if not peer_queues.SCRIPTS.is_dir()
        else await peer_queues.explain_failed_import(python, _LIBRARIES)
    )
    if reason is not None:
        sheet.skip(FASTAPI, reason)
    return reason is None


async def _check(url: str, many: int) -> None:
    """Check that all answered requests are stored. Raises LostDelivery."""

    async def count(unit: Unit) -> int:
        kinds = events.c.type.in_(("message.received", "cart.updated"))
        query = select(func.count()).select_from(events).where(unit.owns(events), kinds)
        return int(await unit.value(query))

    async with bench_shop.open_store(url) as store:
        kept = await store.read(BUSINESS, count)
    if kept < many:
        raise LostDelivery(f"{many} webhooks were answered, and {kept} of them are kept")


def _compare(sheet: Sheet, plan: InboundPlan) -> None:
    sqlite = plan.database_url is None or sqlite_file(plan.database_url) is not None
    for many in plan.connections:
        case, counts = _case(many), many == _MIDDLE
        ours, bare, fastapi = ((who, case, RATE) for who in (OURS, BARE, FASTAPI))
        sheet.compare("Parley / bare aiohttp", ours, bare, at_least(0.12) if counts else None)
        sheet.compare("Parley / FastAPI", ours, fastapi, at_least(8 if sqlite else 3) if counts else None)
        goal = at_most(0.1) if counts and sqlite else None
        sheet.compare("p99: Parley / FastAPI", (OURS, case, P99), (FASTAPI, case, P99), goal)
