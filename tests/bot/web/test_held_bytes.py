"""What strangers begin to send and never end is kept only while they are there, and only so much of it in all."""

from __future__ import annotations

import asyncio
import gc
import tracemalloc
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from weakref import ReferenceType, ref

import pytest
from aiohttp import ClientSession, web

from bot.web.connection_door import ConnectionDoor, Limits
from bot.web.request_bodies import read_body
from bot.web.web_server import Handler, build
from tests.processes.waiting import until
from tests.providers.peers import free_port

MIB = 2**20
HALF = MIB // 2
BOUND = 4 * MIB
PATIENCE = 8  # seconds for a slow machine
FAR = Limits(head=60, body=60, answer=60, idle=60, look=60, held=BOUND)


async def when(is_so: Callable[[], bool]) -> None:
    """Wait for it."""

    async def asked() -> bool:
        return is_so()

    await until("what the server does", asked, PATIENCE)


@dataclass
class Served:
    """A server behind a door; ``most`` is the largest number of bytes that were ever held."""

    port: int
    door: ConnectionDoor
    going_on: asyncio.Event = field(default_factory=asyncio.Event)
    inside: int = 0
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

    async def echoed(self, body: bytes = b"hello") -> bytes:
        """What an ordinary request is answered."""
        url = f"http://127.0.0.1:{self.port}/echo"
        async with asyncio.timeout(PATIENCE), ClientSession() as session, session.post(url, data=body) as answer:
            return await answer.read()

    async def holds(self, least: int, most: int | None = None) -> None:
        """Wait until so many bytes are held."""
        await when(lambda: least <= self.door.held <= (least if most is None else most))

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
        return web.Response(body=await read_body(http))

    async def refuse(_http: web.Request) -> web.Response:
        raise web.HTTPUnauthorized(text="no")

    async def slow(http: web.Request) -> web.Response:
        await read_body(http)
        found.inside += 1
        await found.going_on.wait()
        return web.Response(text="done")

    @web.middleware
    async def note(request: web.Request, handler: Handler) -> web.StreamResponse:
        found.requests.append(ref(request))
        return await handler(request)

    def mount(app: web.Application) -> None:
        app.middlewares.append(note)
        for name, handler in {"echo": echo, "refuse": refuse, "slow": slow}.items():
            app.router.add_post(f"/{name}", handler)

    async with AsyncExitStack() as stack:
        runner = web.AppRunner(build(mount), access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        port = free_port()
        found = Served(port, ConnectionDoor(runner, "127.0.0.1", port, limits))
        await found.door.start()
        stack.push_async_callback(found.leave)
        yield found


def _came(server: Served, number: int) -> bool:
    return len(server.requests) >= number


def _inside(server: Served, number: int) -> bool:
    return server.inside >= number


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
            await when(partial(_came, server, 4 * number))
            await server.leave()
        # All that was sent is six times as much.
        await when(lambda: tracemalloc.get_traced_memory()[0] - before <= HALF)
        await server.holds(0)


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
        await server.holds(0)
        assert not [one for one in server.kept() if getattr(one, "_read_bytes", None)]


async def test_no_more_than_the_bound_is_held_and_who_is_whole_gets_through() -> None:
    async with served() as server:
        most = 0
        for _ in range(12):
            await asyncio.gather(*(server.half() for _ in range(8)))
            most = max(most, server.door.held)
            assert await server.echoed(bytes(100_000)) == bytes(100_000)
            most = max(most, server.door.held)
        assert BOUND // 4 <= most <= BOUND


async def test_the_first_to_come_without_an_end_is_the_first_to_go() -> None:
    async with served() as server:
        first = await server.half()
        await server.holds(HALF, HALF + 1000)
        for number in range(2, 5):
            await server.half()
            await server.holds(number * HALF - HALF, number * HALF + 1000)
        async with asyncio.timeout(PATIENCE):
            with suppress(ConnectionError):
                assert await first.read() == b""


async def test_whom_we_owe_an_answer_stays_and_the_newcomer_goes() -> None:
    async with served() as server:
        owed = []
        for number in range(1, 4):
            head = b"Connection: close\r\nContent-Length: %d\r\n\r\n" % HALF
            reader, _ = await server.send(b"/slow HTTP/1.1", head + bytes(HALF))
            owed.append(reader)
            await when(partial(_inside, server, number))
        late = await server.half()
        async with asyncio.timeout(PATIENCE):
            with suppress(ConnectionError):
                assert await late.read() == b""
        server.going_on.set()
        async with asyncio.timeout(PATIENCE):
            assert all([(await one.read()).endswith(b"done") for one in owed])
        await server.holds(0)
        assert await server.echoed() == b"hello"


async def test_what_is_thrown_away_unread_takes_no_room() -> None:
    async with served() as server:
        waiting = await server.half()
        await server.holds(HALF, HALF + 1000)
        for _ in range(8):
            reader, writer = await server.send(b"/refuse HTTP/1.1", b"Content-Length: %d\r\n\r\n" % MIB)
            async with asyncio.timeout(PATIENCE):
                await reader.readuntil(b"\r\n\r\n")
                writer.write(bytes(HALF))
                await writer.drain()
        assert server.door.held <= HALF + 1000
        assert not waiting.at_eof()


async def test_a_body_that_comes_with_the_request_before_it_is_counted_too() -> None:
    async with served() as server:
        two = b"Content-Length: 2\r\n\r\nhiPOST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % MIB
        reader, _ = await server.send(b"/echo HTTP/1.1", two + bytes(HALF // 8))
        async with asyncio.timeout(PATIENCE):
            await reader.readuntil(b"\r\n\r\nhi")
        await server.holds(HALF // 8, HALF // 8 + 1000)
