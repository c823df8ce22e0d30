"""The first event of a service loads what reads and answers it, while other requests are answered."""

from __future__ import annotations

import asyncio
import threading
from types import SimpleNamespace
from typing import Any

import pytest

from bot.consumer import Consumer
from bot.inbox import Inbox
from bot.service_loading import LateParts
from tests.bot.test_arrivals import sms
from tests.delivery.house import open_house

_PATIENCE = 20.0  # seconds, that no passing run waits


class _Loaded(Exception):
    """The parts were about to load."""


class _SlowParts:
    """Conversations that load until the event loop lets them."""

    doors = readers_of = (True,)

    def __init__(self) -> None:
        self.begun, self.let, self.loads = threading.Event(), threading.Event(), 0

    @property
    def hears(self) -> bool:
        self.loads += 1
        self.begun.set()
        return self.let.wait(_PATIENCE)


async def test_the_event_loop_goes_on_while_parts_load_once() -> None:
    parts = _SlowParts()
    turns: Any = SimpleNamespace(tools=SimpleNamespace(conversations=parts))
    late = LateParts(turns)
    waiting = [asyncio.ensure_future(late.wait()) for _ in range(3)]
    assert await asyncio.to_thread(parts.begun.wait, _PATIENCE)
    assert not any(one.done() for one in waiting)
    parts.let.set()
    await asyncio.gather(*waiting, late.wait())
    assert parts.loads == 1


async def test_intake_and_consumer_wait_for_the_parts(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def load(_late: LateParts) -> None:
        raise _Loaded

    async with open_house(database) as house:
        service = house.service
        await service.inbox.take("tiger", sms("first", "+15555550100", "hello"))
        monkeypatch.setattr(LateParts, "_load", load)
        with pytest.raises(_Loaded):
            await Inbox(service.turns, service.spool).take("tiger", sms("second", "+15555550100", "hello"))
        failed: list[Exception] = []

        async def record(_stored: object, error: Exception) -> None:
            failed.append(error)

        consumer = Consumer(service.turns)
        monkeypatch.setattr(consumer, "_record_failure", record)
        assert await consumer.step() == 1
        assert [type(one) for one in failed] == [_Loaded]
