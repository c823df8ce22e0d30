"""A process that empties an outbox: the service as ``serve`` and ``worker`` build it, without its web.

``python -m bot.bench.outbox_drain CHANNEL`` reads its settings from the environment, reports when it is ready, waits
for the start, and reports its start and end.
"""

from __future__ import annotations

import asyncio
import os
import sys
from typing import TYPE_CHECKING

from sqlalchemy import exists, select

from bot.bench import child_process, stopwatch
from bot.clock import SystemClock
from bot.config import Settings, load
from bot.service_loading import keep_what_is_loaded, load_service
from storage.database.stores import Database
from storage.schema import outbox

if TYPE_CHECKING:
    from bot.app import Service

GLANCE = 0.02  # seconds between two looks whether anything is left


def build(settings: Settings) -> Service:
    """Return the measured service, loaded as ``serve`` loads it, with its modules exempt from garbage collection."""
    with load_service():
        from bot import service_log
        from bot.app import assemble
    service_log.configure(settings)
    service = assemble(settings, SystemClock())
    keep_what_is_loaded()
    return service


async def _drain(channel: str) -> None:
    service = build(load(os.environ))
    # A service that has run for a while knows its business and has imported its provider's client, behind all that.
    (business,) = await service.turns.tenants()
    await service.accounts.channel(business, channel)
    child_process.say(ready=True)
    try:
        await child_process.receive_message()
        began = stopwatch.read_stopwatch()
        await service.start()
        await wait_until_empty(service.turns.store, business)
        child_process.say(began=began, ended=stopwatch.read_stopwatch())
        await child_process.receive_message()
    finally:
        await service.stop()


async def wait_until_empty(store: Database, business: str) -> None:
    """Wait until the outbox of a business is empty."""
    while True:
        if not await store.read(business, lambda unit: unit.value(select(exists().where(unit.owns(outbox))))):
            return
        await asyncio.sleep(GLANCE)


if __name__ == "__main__":
    asyncio.run(_drain(sys.argv[1]))
