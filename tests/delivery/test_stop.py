"""The command itself: started, asked to stop while it holds something, and cut off from its database for a while."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import subprocess
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from sqlalchemy import func, select

from flows.delivery import MessageStatus
from flows.events import ConsentAction
from storage.schema import consents, events
from storage.unit import Unit
from tests.delivery import shop
from tests.delivery.service import Served, serving
from tests.delivery.shop import ANN, NUMBER, TIGER
from tests.processes.place import Starter
from tests.processes.waiting import until
from tests.providers.twilio import TwilioStand

BOUND = 15  # seconds that a clean stop may take


@dataclass
class World:
    """A service that was applied, and its provider."""

    served: Served
    twilio: TwilioStand

    async def write(self, text: str, phone: str = ANN) -> int:
        """Somebody writes; the answer's status."""
        return await self.twilio.say(phone, NUMBER, text, url=f"{self.served.url}/channels/twilio/{TIGER}/inbound")


@pytest.fixture
async def world(database: str, tmp_path: Path, launcher: Starter) -> AsyncIterator[World]:
    """The shop with its Twilio."""
    async with AsyncExitStack() as stack:
        twilio = await stack.enter_async_context(TwilioStand())
        origins = {"PARLEY_TWILIO_API_URL": twilio.url}
        opened = asynccontextmanager(serving)(database, tmp_path, launcher, origins, shop.file())
        yield World(await stack.enter_async_context(opened), twilio)


async def test_sigterm_finishes_what_is_held(world: World) -> None:
    world.twilio.fail(slow=True)
    with world.served.command("serve") as process:
        await world.served.listening()
        assert await world.write("help") == 200
        await until("the answer", lambda: _has(world.twilio.messages))
        process.send_signal(signal.SIGTERM)
        await until("the closed door", lambda: _closed(world))
        world.twilio.gate.set()
        assert await until("the end", lambda: _ended(process), BOUND) == [0]
    (answer,) = [one for one in await _messages(world.served) if one.direction == "out"]
    assert (answer.status, answer.provider_id) == (MessageStatus.SENT, world.twilio.messages[0].sid)
    assert len(world.twilio.messages) == 1


async def test_an_idle_service_stops_at_once(world: World) -> None:
    with world.served.command("serve") as process:
        await world.served.listening()
        process.send_signal(signal.SIGTERM)
        assert await until("the end", lambda: _ended(process), 5) == [0]


async def test_a_page_that_is_open_does_not_hold_up_the_stop(world: World) -> None:
    with world.served.command("serve", "--sandbox") as process:
        await world.served.listening()
        stream = f"{world.served.url}/sim/api/stream?business={TIGER}"
        async with ClientSession() as session, session.get(stream) as page:
            assert page.status == 200
            assert await page.content.readline()
            process.send_signal(signal.SIGTERM)
            assert await until("the end", lambda: _ended(process), BOUND) == [0]


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
async def test_while_the_database_is_locked_nothing_is_lost(world: World) -> None:
    await world.served.start()
    assert await world.write("hello") == 200
    people = [f"+131455501{line}" for line in range(20, 40)]
    with closing(sqlite3.connect(world.served.database.removeprefix("sqlite:///"))) as locking:
        locking.execute("BEGIN IMMEDIATE")
        # At once, as each waits until it is taken aside.
        assert await asyncio.gather(*(world.write("STOP", phone) for phone in people)) == [200] * len(people)
        assert await world.served.tell("order.cancelled", {"order_id": "o1"}) == 202
        locking.rollback()
    await until("the replay", lambda: _revoked(world.served, len(people)))
    await until("the last of it", lambda: _cancelled(world.served))
    assert (await world.served.read(_events))["message.received"] == len(people) + 1


async def _has(things: list[Any]) -> bool:
    return bool(things)


async def _closed(world: World) -> bool:
    """It takes no more requests, though it still lives."""
    return not await world.served._listens()


async def _ended(process: subprocess.Popen[str]) -> list[int]:
    code = process.poll()
    return [] if code is None else [code]


async def _messages(served: Served) -> list[Any]:
    return await served.read(lambda unit: unit.messages.page(None, None, None, 100))


async def _revoked(served: Served, many: int) -> bool:
    async def count(unit: Unit) -> int:
        revoked = consents.c.action == ConsentAction.REVOKED.value
        return int(await unit.value(select(func.count(consents.c.contact.distinct())).where(revoked)))

    return await served.read(count) == many


async def _cancelled(served: Served) -> bool:
    return (await served.read(_events)).get("order.cancelled") == 1


async def _events(unit: Unit) -> dict[str, int]:
    many = func.count().label("many")
    return {row.type: row.many for row in await unit.rows(select(events.c.type, many).group_by(events.c.type))}
