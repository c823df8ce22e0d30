"""What strangers begin to send and never end is kept only while they are there."""

from __future__ import annotations

import asyncio
import gc
import tracemalloc
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from weakref import ReferenceType, ref

import pytest
from aiohttp import web

from bot.web.bodies import body_of
from bot.web.door import Door, Limits
from bot.web.server import Handler, build
from tests.providers.peers import free_port

MIB = 2**20
HALF = MIB // 2
PATIENCE = 8  # seconds for a slow machine
FAR = Limits(head=60, body=60, answer=60, idle=60, look=60)


@dataclass
class Served:
    """A server behind a door."""

    port: int
    door: Door
    going_on: asyncio.Event = field(default_factory=asyncio.Event)
    writers: list[asyncio.StreamWriter] = field(default_factory=list)
    requests: list[ReferenceType[web.Request]] = field(default_factory=list)

    async def send(self, head: bytes, body: bytes = b"") -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        self.writers.append(writer)
        writer.write(b"POST " + head + b"\r\nHost: x\r\n" + body)
        return reader, writer

    async def half(self, path: bytes = b"/echo", sent: int = HALF) -> asyncio.StreamReader:
        """A request of which so much of the body was sent, and the rest never is."""
        reader, writer = await self.send(path + b" HTTP/1.1", b"Content-Length: %d\r\n\r\n" % MIB + bytes(sent))
        with suppress(ConnectionError):
            await writer.drain()
        return reader

    def kept(self) -> list[web.Request]:
        """The requests that came and are still known to somebody."""
        return [one for one in (request() for request in self.requests) if one is not None]

    async def leave(self) -> None:
        """Close all connections."""
        for writer in self.writers:
            writer.transport.abort()
            with suppress(ConnectionError):
                await writer.wait_closed()
        self.writers.clear()


@asynccontextmanager
async def served(limits: Limits = FAR) -> AsyncIterator[Served]:
    async def echo(http: web.Request) -> web.Response:
        return web.Response(body=await body_of(http))

    async def refuse(_http: web.Request) -> web.Response:
        raise web.HTTPUnauthorized(text="no")

    async def slow(http: web.Request) -> web.Response:
        await body_of(http)
        await found.going_on.wait()
        return web.Response(text="done")

    @web.middleware
    async def note(http: web.Request, handler: Handler) -> web.StreamResponse:
        found.requests.append(ref(http))
        return await handler(http)

    def mount(app: web.Application) -> None:
        app.middlewares.append(note)
        for name, handler in {"echo": echo, "refuse": refuse, "slow": slow}.items():
            app.router.add_post(f"/{name}", handler)

    async with AsyncExitStack() as stack:
        runner = web.AppRunner(build(mount), access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        port = free_port()
        found = Served(port, Door(runner, "127.0.0.1", port, limits))
        await found.door.start()
        stack.push_async_callback(found.leave)
        yield found


@pytest.fixture
def no_collector() -> Iterator[None]:
    """What is freed is freed because nobody knows it any more: a service looks for cycles almost never."""
    gc.collect()
    gc.disable()
    tracemalloc.start()
    yield
    tracemalloc.stop()
    gc.enable()


@pytest.mark.usefixtures("no_collector")
@pytest.mark.parametrize("path", [b"/echo", b"/refuse", b"/nowhere"])
async def test_who_hangs_up_leaves_nothing_behind(path: bytes) -> None:
    async with served() as server:
        before = tracemalloc.get_traced_memory()[0]
        for number in range(1, 4):
            for _ in range(4):
                await server.half(path, HALF // 2)
            async with asyncio.timeout(PATIENCE):
                while len(server.requests) < 4 * number:
                    await asyncio.sleep(0.01)
            await server.leave()
        async with asyncio.timeout(PATIENCE):
            while tracemalloc.get_traced_memory()[0] - before > HALF:  # all that was sent is six times as much
                await asyncio.sleep(0.01)


@pytest.mark.usefixtures("no_collector")
async def test_a_body_that_was_answered_is_not_kept_for_as_long_as_its_connection() -> None:
    body = bytes(HALF)
    async with served() as server:
        for _ in range(4):
            reader, writer = await server.send(b"/slow HTTP/1.1", b"Content-Length: %d\r\n\r\n" % HALF + body)
            await writer.drain()
            server.going_on.set()
            async with asyncio.timeout(PATIENCE):
                await reader.readuntil(b"done")
        assert not [one for one in server.kept() if getattr(one, "_read_bytes", None)]
