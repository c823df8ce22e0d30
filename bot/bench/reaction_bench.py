"""``bench reaction``: how soon a text is answered while carts come in, and how many events are handled per second.

Signed webhooks come at a steady rate, carts of people and texts of others; the service takes, decides and commits as
``serve`` does. The reaction to a text is the time from its intake until its answer is decided. One text comes before
the load, as a service has talked before.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from bot.bench import bench_people, bench_shop, child_process, signed_webhooks, stopwatch
from bot.bench.bench_people import CrowdMember
from bot.bench.bench_sheet import Sheet, at_least
from bot.bench.bench_shop import BUSINESS
from bot.bench.delivery_bench import LostDelivery
from bot.bench.request_load import Load, send_at_rate
from bot.bench.twilio_stub import run_stub
from bot.clock import SystemClock
from storage.database.stores import Database
from storage.schema import events, messages
from storage.unit import Unit

ACTED, MEDIAN, P99, TAKEN = "acted upon", "reaction, p50", "reaction, p99", "taken"
OURS = "Parley"
PEOPLE = 4_000
_WRITERS = PEOPLE // 2  # who write; the others leave carts
_CONNECTIONS = 40
_PATIENCE = 60  # maximum seconds from the last text to its answer
_GOAL_RATE = 300  # webhooks a second, that are to be acted upon as they come


@dataclass(frozen=True, slots=True)
class ReactionPlan:
    """The measurement: ``seconds`` at each rate of webhooks per second; one in ``texts_in`` is a text."""

    runs: int = 3
    seconds: float = 20.0
    rates: tuple[int, ...] = (150, 300, 600)
    texts_in: int = 15
    database_url: str | None = None
    log_level: str = "info"


async def measure_reaction(plan: ReactionPlan) -> Sheet:
    """Run the benchmark and return its sheet. Raises LostDelivery, RequestFailed, Lived, Died."""
    settings = {**bench_shop.describe_database(plan.database_url), "seconds": plan.seconds, "a text in": plan.texts_in}
    sheet = Sheet("reaction", {**settings, "runs": plan.runs, "people": PEOPLE, "log level": plan.log_level})
    with bench_shop.make_folder() as folder:
        for run in range(plan.runs):
            for rate in plan.rates:
                url = plan.database_url or f"sqlite:///{folder / f'{run}-{rate}'}.db"
                await _measure_at(sheet, plan, folder, url, rate)
    for rate in plan.rates:
        case = _case(rate)
        goal = rate == _GOAL_RATE
        sheet.compare("acted upon / taken", (OURS, case, ACTED), (OURS, case, TAKEN), at_least(1) if goal else None)
    return sheet


def _case(rate: int) -> str:
    return f"{rate} webhooks a second"


async def _measure_at(sheet: Sheet, plan: ReactionPlan, folder: Path, url: str, rate: int) -> None:
    people = await bench_people.fill_database(url, PEOPLE)
    async with run_stub(folder) as stand:
        environ = bench_shop.make_environment(url, PARLEY_LOG_LEVEL=plan.log_level, PARLEY_TWILIO_API_URL=stand.url)
        async with child_process.running(
            f"reaction-{rate}", child_process.module("bot.bench.web_process"), folder, environ
        ) as process:
            port = (await process.read_message())["port"]
            await process.ask(do="act")
            began, name = SystemClock().now(), signed_webhooks.make_name(f"first-{rate}", 0)
            await send_at_rate(port, [signed_webhooks.make_message(people[_WRITERS - 1], name, "HELP")], rate, 1)
            async with bench_shop.open_store(url) as store:
                await _measure_reactions(store, 1, began)
            sent, since = _webhooks(people, plan, rate), SystemClock().now()
            load = await send_at_rate(port, sent, rate, _CONNECTIONS)
            if set(load.statuses) != {200}:
                raise LostDelivery(f"webhooks were answered {dict(load.statuses)}: {process.read_log_end()}")
            await _note(sheet, plan, url, rate, load, since)


def _webhooks(people: list[CrowdMember], plan: ReactionPlan, rate: int) -> list[bytes]:
    """Return carts with some texts among them. Nobody writes twice, so that no loop guard suppresses an answer."""
    now, found = SystemClock().now(), []
    for index in range(int(rate * plan.seconds)):
        name = signed_webhooks.make_name(f"reaction-{rate}", index)
        if index % plan.texts_in == 0:
            found.append(signed_webhooks.make_message(people[index // plan.texts_in % _WRITERS], name, "HELP"))
        else:
            found.append(signed_webhooks.make_checkout(people[_WRITERS + index % _WRITERS], name, now))
    return found


async def _note(sheet: Sheet, plan: ReactionPlan, url: str, rate: int, load: Load, since: datetime) -> None:
    async with bench_shop.open_store(url) as store:
        done = await store.read(BUSINESS, lambda unit: _count_done(unit, since))
        waits = await _measure_reactions(store, -(-int(rate * plan.seconds) // plan.texts_in), since)
    case = _case(rate)
    sheet.note(OURS, case, TAKEN, "/s", load.rate)
    sheet.note(OURS, case, ACTED, "/s", done / load.seconds)
    sheet.note(OURS, case, MEDIAN, "ms", stopwatch.find_percentile(waits, 0.5) * 1000)
    sheet.note(OURS, case, P99, "ms", stopwatch.find_percentile(waits, 0.99) * 1000)


async def _measure_reactions(store: Database, texts: int, since: datetime) -> list[float]:
    """Return each text's reaction after a moment, in seconds. Raises LostDelivery if one is not answered in time."""
    waits: list[float] = []
    for _ in range(_PATIENCE):
        waits = await store.read(BUSINESS, lambda unit: _reactions(unit, since))
        if len(waits) >= texts:
            return waits
        await asyncio.sleep(1)
    raise LostDelivery(f"of {texts} texts {len(waits)} were answered within {_PATIENCE} s")


async def _count_done(unit: Unit, since: datetime) -> int:
    """Return how many of the events stored after a moment have been handled."""
    kinds = events.c.type.in_(("message.received", "cart.updated"))
    ours = (unit.owns(events), kinds, events.c.received_at >= since)
    return int(await unit.value(select(func.count()).where(*ours, events.c.status == "done")))


async def _reactions(unit: Unit, since: datetime) -> list[float]:
    """Return the seconds from each answered text after a moment to its answer."""
    said = messages.alias("said")
    taken = (events.c.business == said.c.business) & (events.c.arrival == said.c.id)
    query: Any = (
        select(events.c.received_at, func.min(messages.c.created_at).label("answered"))
        .join(said, (said.c.id == messages.c.reply_to) & (said.c.business == messages.c.business))
        .join(events, taken)
        .where(unit.owns(messages), messages.c.direction == "out", events.c.received_at >= since)
        .group_by(said.c.id, events.c.received_at)
    )
    rows = await unit.rows(query)
    return [(row.answered - row.received_at).total_seconds() for row in rows]
