"""The real web application in a process of its own, ``python -m bot.bench.web_process``; the environment holds its
settings.

It prints its port; then each input line is a command, answered when done: ``act`` starts the workers, ``spent`` returns
the seconds of processor time until now, ``leave_totals`` stops the update of totals, ``recover`` stores the spool's
content, ``replay`` starts the workers and waits until the spool is empty, ``fan_out`` queues a campaign.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, Collection
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from aiohttp import web

from bot.bench import child_process, process_memory, stopwatch
from bot.bench.outbox_drain import GLANCE
from bot.clock import SystemClock
from bot.config import load
from bot.service_loading import keep_what_is_loaded, load_service
from storage.store.customer_totals import Totals, TotalsPart

if TYPE_CHECKING:
    from bot.app import Service


Obey = Callable[["Service", dict[str, Any]], Awaitable[dict[str, Any]]]
"""The function for a command of the parent."""


async def serve(obey: Obey, clock: SystemClock) -> None:
    """Serve requests and obey the parent's orders until it is gone; the workers are not started."""
    with load_service():
        from bot import service_log
        from bot.app import assemble
        from bot.web_application import build_application
    settings = load(os.environ)
    service_log.configure(settings)
    service = assemble(settings, clock)
    runner = web.AppRunner(build_application(service), access_log=None, handle_signals=False, shutdown_timeout=1)
    keep_what_is_loaded()
    try:
        await child_process.serve(runner, partial(obey, service))
    finally:
        await service.stop()


async def _obey(service: Service, order: dict[str, Any]) -> dict[str, Any]:
    if order["do"] == "act":
        await service.start()
        return {"done": True}
    if order["do"] == "spent":
        return {"spent": time.process_time()}
    if order["do"] == "leave_totals":
        Totals.recount = _update_nothing  # type: ignore[assignment, method-assign]
        return {"done": True}
    if order["do"] in {"recover", "replay"}:
        began, spent = stopwatch.read_stopwatch(), time.process_time()
        stored = await (service.inbox.recover() if order["do"] == "recover" else _work_until_replayed(service))
        ended = stopwatch.read_stopwatch()
        return {"stored": stored, "seconds": ended - began, "ended": ended, "spent": time.process_time() - spent}
    from bot.bench.fanout_run import fan_out

    told = await fan_out(service.turns, order)
    return {**told, "peak": process_memory.measure_peak()}


async def _work_until_replayed(service: Service) -> int:
    """Let the workers run, as they do when an outage ends, until the spool is empty."""
    await service.workers.start()
    while service.spool.waiting:  # noqa: ASYNC110 - a bell would change what is measured
        await asyncio.sleep(GLANCE)
    return 0


async def _update_nothing(_totals: Totals, _people: Collection[UUID], *_parts: TotalsPart) -> None:
    """Update no totals: the baseline for their cost."""


if __name__ == "__main__":
    asyncio.run(serve(_obey, SystemClock()))
