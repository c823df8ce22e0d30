"""``bench orders``: what customer totals add to the cost of an order's webhook, from intake to handling.

The same webhooks go to two processes, one that updates the totals and one that does not; their processor times are
compared. People order several times, as totals cover all of a person's orders.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from bot.bench import bench_people, bench_shop, child_process, signed_webhooks
from bot.bench.bench_people import CrowdMember
from bot.bench.bench_sheet import Sheet, at_most
from bot.bench.bench_shop import BUSINESS
from bot.bench.delivery_bench import LostDelivery
from bot.bench.request_load import press
from bot.clock import SystemClock
from storage.schema import events
from storage.unit import Unit

KEPT, LEFT, CASE, SPENT = "totals kept", "no totals", "an order's webhook", "processor"
GOAL = 1.1
_CONNECTIONS = 8
_EACH = 6  # orders of one person
_GLANCE = 0.1  # seconds between two looks whether all is done
_PATIENCE = 600  # seconds after which what is not done will not be


@dataclass(frozen=True, slots=True)
class OrdersPlan:
    """The measurement: ``orders`` webhooks go to each process."""

    runs: int = 5
    orders: int = 6_000
    database_url: str | None = None


async def measure_orders(plan: OrdersPlan) -> Sheet:
    """Run the benchmark and return its sheet. Raises LostDelivery, RequestFailed, Lived, Died."""
    settings = {
        **bench_shop.describe_database(plan.database_url),
        "runs": plan.runs,
        "orders": plan.orders,
        "of a person": _EACH,
    }
    sheet = Sheet("orders", settings)
    with bench_shop.make_folder() as folder:
        for run in range(plan.runs):
            for who in (KEPT, LEFT) if run % 2 else (LEFT, KEPT):
                url = plan.database_url or f"sqlite:///{folder}/{run}-{who.replace(' ', '-')}.db"
                sheet.note(who, CASE, SPENT, "ms", await _measure_processor_time(plan, folder, url, who) * 1000)
    sheet.compare("kept / left", (KEPT, CASE, SPENT), (LEFT, CASE, SPENT), at_most(GOAL))
    return sheet


async def _measure_processor_time(plan: OrdersPlan, folder: Path, url: str, who: str) -> float:
    """Return the seconds of processor time per webhook. Raises LostDelivery."""
    people = await bench_people.fill_database(url, max(1, plan.orders // _EACH))
    sent = _webhooks(people, plan.orders)
    async with child_process.running(
        "web", child_process.module("bot.bench.web_process"), folder, bench_shop.make_environment(url)
    ) as web:
        port = (await web.read_message())["port"]
        if who == LEFT:
            await web.ask(do="leave_totals")
        await web.ask(do="act")
        before = (await web.ask(do="spent"))["spent"]
        load = await press(port, sent, _CONNECTIONS)
        if set(load.statuses) != {200}:
            raise LostDelivery(f"webhooks were answered {dict(load.statuses)}: {web.read_log_end()}")
        await _wait_until_done(url, plan.orders)
        after = (await web.ask(do="spent"))["spent"]
    return float(after - before) / plan.orders


def _webhooks(people: list[CrowdMember], many: int) -> list[bytes]:
    now = SystemClock().now()
    return [
        signed_webhooks.make_order(people[at % len(people)], signed_webhooks.make_name("orders", at), 1_000 + at, now)
        for at in range(many)
    ]


async def _wait_until_done(url: str, many: int) -> None:
    """Wait until all are handled. Raises LostDelivery after ten minutes."""
    done = 0
    async with bench_shop.open_store(url) as store:
        for _ in range(int(_PATIENCE / _GLANCE)):
            done = await store.read(BUSINESS, _count_done)
            if done >= many:
                return
            await asyncio.sleep(_GLANCE)
    raise LostDelivery(f"{done} of {many} orders were acted upon")


async def _count_done(unit: Unit) -> int:
    told: Any = (events.c.type == "order.created", events.c.status == "done")
    return int(await unit.value(select(func.count()).select_from(events).where(unit.owns(events), *told)))
