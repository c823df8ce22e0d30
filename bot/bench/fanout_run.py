"""The run of ``bench fanout``: the web application's process queues a mailing, chunk by chunk."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement

from bot.bench import stopwatch
from bot.bench.bench_shop import BUSINESS
from bot.open_turns import OpenTurns
from flows.channels import SMS
from flows.policy.departure_facts import Programme
from handlers.engine.turn import Turn
from storage.schema import contacts
from storage.sending.fanout import SMALLEST, Chunk, Fanout, Mailing, Variant
from storage.sending.mailing_lots import Allotment

HOLDOUT = 0.1
VARIANTS = (Variant("cart_reminder", 1, {"offer": "A"}), Variant("cart_reminder", 1, {"offer": "B"}))
_AT_ONCE = 200  # people whose lots are drawn in one go
_AT = time(10)


@dataclass(slots=True)
class FanoutProgress:
    """The progress of a queue run, and the time that each chunk held the writer (seconds)."""

    queued: int = 0
    held: list[float] = field(default_factory=list)


async def fan_out(turns: OpenTurns, order: dict[str, Any]) -> dict[str, float]:
    """Queue the mailing for all who ordered at least ``order["orders"]`` times; return their number and the seconds it
    took."""
    audience = contacts.c.orders >= int(order["orders"])
    began, progress = stopwatch.read_stopwatch(), FanoutProgress()
    fanout = await _plan(turns, audience)
    size, after, over = SMALLEST, None, False
    while not over:
        chunk = await _find(turns, fanout, after, size)
        took = await _queue(turns, fanout, await _draw(turns, fanout, chunk), progress)
        after, over = chunk.last, chunk.last is None
        size = fanout.choose_size(size, took)
    return {
        "queued": progress.queued,
        "seconds": stopwatch.read_stopwatch() - began,
        "chunks": len(progress.held),
        "held_p99": stopwatch.find_percentile(progress.held, 0.99),
        "held_most": max(progress.held),
    }


async def _plan(turns: OpenTurns, audience: ColumnElement[bool]) -> Fanout:
    """Return the fan-out of one wave: tomorrow morning in the shop's zone."""
    day = turns.clock.now().date() + timedelta(days=1)

    async def plan(turn: Turn) -> Fanout:
        sender = await turn.unit.senders.find_for_channel(SMS.name)
        assert sender is not None, "the business was applied with an SMS sender"
        due = datetime.combine(day, _AT, turn.zone).astimezone(UTC)
        sent = Mailing(turn.unit.ids.make(), sender.id, SMS.name, Programme.OFFERS, VARIANTS, due, holdout=HOLDOUT)
        return Fanout(sent, audience, postgres=turn.unit.postgres)

    return await turns.look(BUSINESS, plan)


async def _find(turns: OpenTurns, fanout: Fanout, after: UUID | None, size: int) -> Chunk:
    return await turns.look(BUSINESS, lambda turn: fanout.find(turn.unit, after, size))


async def _draw(turns: OpenTurns, fanout: Fanout, chunk: Chunk) -> list[Allotment]:
    """Draw for a few people at a time, so that requests are served in between."""
    drawing, lots = partial(turns.tools.seeds.make_drawing, BUSINESS), list[Allotment]()
    for begin in range(0, len(chunk.people), _AT_ONCE):
        lots += fanout.draw_lots(chunk.people[begin : begin + _AT_ONCE], turns.store.ids, drawing)
        await asyncio.sleep(0)
    return lots


async def _queue(turns: OpenTurns, fanout: Fanout, lots: Sequence[Allotment], progress: FanoutProgress) -> timedelta:
    """Write a chunk; return how long it held the database's writer, commit included."""
    began = 0.0

    async def work(turn: Turn) -> int:
        nonlocal began
        began = stopwatch.read_stopwatch()
        return await fanout.queue(turn.unit, lots, turn.now)

    progress.queued += await turns.act(BUSINESS, work)
    progress.held.append(stopwatch.read_stopwatch() - began)
    return timedelta(seconds=progress.held[-1])
