"""Calls over one pool: as many at a time as somebody makes, and what is known of one that failed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.channels.provider_http import ConnectionCut, ProviderReply, Wire
from bot.in_flight_batches import SEATS
from tests.processes.waiting import until
from tests.providers.peers import free_port


@dataclass
class Slow:
    """A provider that answers nobody before the gate opens."""

    gate: asyncio.Event = field(default_factory=asyncio.Event)
    seen: int = 0

    async def answer(self, _request: web.Request) -> web.Response:
        self.seen += 1
        await self.gate.wait()
        return web.Response()

    async def is_full(self) -> bool:
        return self.seen > SEATS


@asynccontextmanager
async def answering(slow: Slow) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_get("/", slow.answer)
    async with TestServer(app) as server:
        yield str(server.make_url("/"))


async def test_an_answer_is_called_beside_a_campaign_that_hangs() -> None:
    """All seats of a sender are taken by calls that hang, and one who asks for something else is not kept waiting."""
    slow, wire = Slow(), Wire()
    async with answering(slow) as url:
        calls = [asyncio.create_task(wire.call("GET", url)) for _ in range(SEATS + 1)]
        await until("all of them", slow.is_full, patience=20)
        slow.gate.set()
        assert {reply.status for reply in await asyncio.gather(*calls)} == {200}
    await wire.close()


async def test_nobody_there_is_known_from_no_answer() -> None:
    wire = Wire(timedelta(seconds=1))
    with pytest.raises(ConnectionCut) as refused:
        await wire.call("GET", f"http://127.0.0.1:{free_port()}/")
    async with answering(Slow()) as url:
        with pytest.raises(ConnectionCut) as silent:
            await wire.call("GET", url)
    await wire.close()
    assert (refused.value.written, silent.value.written) == (False, True)


async def test_what_is_no_address_was_not_called() -> None:
    """So that it is tried again, and nobody is asked about it."""
    with pytest.raises(ConnectionCut) as cut:
        await Wire().call("POST", "http://shop.example:99999/x")
    assert not cut.value.written


async def test_a_redirect_is_an_answer() -> None:
    """Followed, it would hand the message to someone else."""
    asked: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.Response(status=307, headers={"Location": "/elsewhere"})

    app = web.Application()
    app.router.add_post("/{place:.*}", answer)
    async with TestServer(app) as server:
        wire = Wire()
        assert (await wire.call("POST", str(server.make_url("/here")), data=b"Body=Hi")).status == 307
        await wire.close()
    assert asked == ["/here"]


@pytest.mark.parametrize(
    ("told", "seconds"),
    [("3", 3), ("9" * 19, 86_400), ("9" * 5000, None), ("-1", None), ("1.5", None), ("Fri, 20 Nov 2026", None)],
    ids=lambda value: str(value)[:20],
)
def test_how_long_to_wait(told: str, seconds: int | None) -> None:
    assert ProviderReply(429, {"retry-after": told}, b"").after == (
        None if seconds is None else timedelta(seconds=seconds)
    )
