"""Whoever says nothing, or never ends, is sent away; what they send costs little, and keeps nobody else out."""

from __future__ import annotations

import asyncio
import gzip
import logging
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field, replace

import pytest
from aiohttp import ClientSession, web
from structlog.testing import capture_logs

from bot.web.connection_door import ConnectionDoor, Limits
from bot.web.request_bodies import read_body
from bot.web.web_server import build
from tests.providers.peers import free_port

SOON = Limits(head=0.2, body=0.2, answer=0.2, idle=0.3, most=50, look=0.02)
PATIENCE = 20  # seconds for a slow machine
HEAD = b"POST /echo HTTP/1.1\r\nHost: x\r\n"


@dataclass
class Served:
    """A server behind a door."""

    port: int
    going_on: asyncio.Event = field(default_factory=asyncio.Event)
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    writers: list[asyncio.StreamWriter] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def connect(self, said: bytes = b"") -> asyncio.StreamReader:
        """A connection on which somebody said this, and stays."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        self.writers.append(writer)
        writer.write(said)
        with suppress(ConnectionError):
            await writer.drain()
        return reader

    async def leave(self) -> None:
        """Close all of them."""
        for writer in self.writers:
            writer.transport.abort()
            with suppress(ConnectionError):
                await writer.wait_closed()


@asynccontextmanager
async def served(limits: Limits) -> AsyncIterator[Served]:
    found = Served(free_port())

    async def echo(http: web.Request) -> web.Response:
        return web.Response(body=await read_body(http))

    async def slow(_http: web.Request) -> web.Response:
        found.asked.set()
        await found.going_on.wait()
        return web.Response(text="done")

    async def long(_http: web.Request) -> web.Response:
        return web.Response(body=bytes(32 * 2**20))

    def mount(app: web.Application) -> None:
        app.router.add_post("/echo", echo)
        app.router.add_get("/slow", slow)
        app.router.add_get("/long", long)

    async with AsyncExitStack() as stack:
        runner = web.AppRunner(build(mount), access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await ConnectionDoor(runner, "127.0.0.1", found.port, limits).start()
        stack.push_async_callback(found.leave)
        yield found


async def ended(reader: asyncio.StreamReader) -> bytes:
    """What came until the other side closed."""
    async with asyncio.timeout(PATIENCE):
        try:
            return await reader.read()
        except ConnectionResetError:
            return b""


async def echoed(server: Served) -> bytes:
    """What an ordinary request is answered."""
    async with (
        asyncio.timeout(PATIENCE),
        ClientSession() as session,
        session.post(f"{server.url}/echo", data=b"hello") as answer,
    ):
        return await answer.read()


HALVES = {
    "nothing": b"",
    "half a line": b"POST /ec",
    "half a head": HEAD,
    "half a body": HEAD + b"Content-Length: 500\r\n\r\nBody=Hel",
    "half a part": HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nHel",
}


@pytest.mark.parametrize("said", HALVES.values(), ids=HALVES)
async def test_a_request_that_never_ends(said: bytes) -> None:
    async with served(SOON) as server:
        with capture_logs() as logs:
            reader = await server.connect(said)
            assert await ended(reader) == b""
            await asyncio.sleep(0)
        assert [one["event"] for one in logs if one["log_level"] == "error"] == []


async def test_a_second_request_that_never_ends() -> None:
    async with served(SOON) as server:
        reader = await server.connect(HEAD + b"Content-Length: 2\r\n\r\nhi" + HEAD)
        assert (await ended(reader)).endswith(b"\r\n\r\nhi")


async def test_who_never_reads_the_answer() -> None:
    async with served(SOON) as server:
        with capture_logs() as logs:
            await server.connect(b"GET /long HTTP/1.1\r\nHost: x\r\n\r\n")
            await asyncio.sleep(1.0)  # real time, which is what is measured
    assert {"late": 1, "crowded": 0, "event": "connections ended", "log_level": "warning"} in logs


async def test_our_own_work_may_take_longer() -> None:
    async with served(SOON) as server:
        reader = await server.connect(b"GET /slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        await asyncio.sleep(1.0)  # real time: several times the limit of whatever else a connection does
        server.going_on.set()
        assert (await ended(reader)).endswith(b"\r\n\r\ndone")


async def test_a_crowd_that_says_nothing_keeps_nobody_out() -> None:
    """The limits are far off, so that only the lack of room ends anybody."""
    patient = Limits(head=60, body=60, answer=60, idle=60, most=8, look=0.02)
    async with served(patient) as server:
        busy = await server.connect(b"GET /slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        await server.asked.wait()
        for said in (one for one in HALVES.values() for _ in range(10)):
            await server.connect(said)
        assert await echoed(server) == b"hello"
        server.going_on.set()
        assert (await ended(busy)).endswith(b"done"), "what we owe an answer to stays"


async def test_where_all_are_owed_an_answer_the_newcomer_has_to_go() -> None:
    async with served(replace(SOON, most=1)) as server:
        first = await server.connect(b"GET /slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        await server.asked.wait()
        second = await server.connect(HEAD)
        assert await ended(second) == b""
        server.going_on.set()
        assert (await ended(first)).endswith(b"done")


@pytest.mark.parametrize("path", ["/echo", "/nowhere"])
async def test_a_body_is_never_unpacked(path: str) -> None:
    """A gigabyte takes seconds to unpack, whether anybody wants it or not."""
    bomb = gzip.compress(bytes(2**20), 9)
    packed = bomb * (1_000_000 // len(bomb))  # some 980 MB
    async with served(Limits()) as server, ClientSession() as session:
        before = time.process_time()
        headers = {"Content-Encoding": "gzip"}
        async with session.post(server.url + path, data=packed, headers=headers) as answer:
            error = (await answer.json())["error"]
        assert (answer.status, error["code"], error["field"]) == (415, "packed", None)
        assert await echoed(server) == b"hello"
    assert time.process_time() - before < 1


MALFORMED = {
    "no HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "no method": b"HELLO\r\n\r\n",
    "a header that is none": b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
    "two lengths": HEAD + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n",
    "too long a head": b"GET / HTTP/1.1\r\nX: " + b"x" * 10_000 + b"\r\n\r\n",
}


@pytest.mark.parametrize("said", MALFORMED.values(), ids=MALFORMED)
async def test_what_is_no_request_is_one_line_in_the_log(said: bytes, caplog: pytest.LogCaptureFixture) -> None:
    async with served(Limits()) as server:
        with capture_logs() as logs:
            reader = await server.connect(said)
            answer = await ended(reader)
    assert answer.startswith(b"HTTP/1.0 400 ") or answer.startswith(b"HTTP/1.1 400 ")
    assert b'"code": "malformed"' in answer
    assert [one["event"] for one in logs] == ["malformed request"]
    assert [one for one in caplog.records if one.levelno >= logging.WARNING] == []


async def test_no_answer_tells_what_it_runs_on() -> None:
    async with served(Limits()) as server, ClientSession() as session:
        for method, path in (("POST", "/echo"), ("GET", "/nowhere"), ("PUT", "/echo")):
            async with session.request(method, server.url + path) as answer:
                assert answer.headers["Server"] == "Parley"
        reader = await server.connect(b"HELLO\r\n\r\n")
        head = (await ended(reader)).lower()
        assert b"aiohttp" not in head
        assert b"python" not in head
