"""One process that lets an outbox run empty: the service as ``serve`` and ``worker`` build it, without its web.

``python -m bot.bench.drain`` reads its settings from the environment, says when it is ready, waits for the word, and
says when it began and ended.
"""

from __future__ import annotations

import asyncio
import os

from sqlalchemy import exists, select

from bot import observe
from bot.app import assemble
from bot.bench import child, measure
from bot.bench.shop import BUSINESS
from bot.clock import SystemClock
from bot.config import load
from bot.garbage import keep_what_is_loaded
from storage.schema import outbox
from storage.store import Store
from storage.unit import Unit

GLANCE = 0.02  # seconds between two looks whether anything is left


async def _drain() -> None:
    settings = load(os.environ)
    observe.configure(settings)
    service = assemble(settings, SystemClock())
    # A service that has run for a while knows its business and has imported its provider's client.
    await service.turns.tenant(BUSINESS)
    await service.accounts.channel(BUSINESS, "sms")
    keep_what_is_loaded()
    child.say(ready=True)
    try:
        await child.heard()
        began = measure.stopwatch()
        await service.start()
        await _until_empty(service.turns.store)
        child.say(began=began, ended=measure.stopwatch())
        await child.heard()
    finally:
        await service.stop()


async def _until_empty(store: Store) -> None:
    while True:
        if not await store.read(BUSINESS, _is_something_left):
            return
        await asyncio.sleep(GLANCE)


async def _is_something_left(unit: Unit) -> bool:
    return bool(await unit.value(select(exists().where(unit.mine(outbox)))))


if __name__ == "__main__":
    asyncio.run(_drain())
