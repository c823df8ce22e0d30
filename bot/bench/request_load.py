"""Requests over many connections, one at a time on each. They are built beforehand, so that sending costs next to
nothing.

An HTTP library would use as much time as the measured server.
"""

from __future__ import annotations

import asyncio
import itertools
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from bot.bench import stopwatch

T = TypeVar("T")
_HEAD_END = b"\r\n\r\n"
_GAP = 0.005  # seconds between an answer and the next request of a series


class RequestFailed(Exception):
    """A connection was closed, or an answer is wrong or cannot be read."""


@dataclass(slots=True)
class Load:
    """The result of a load: total seconds, the seconds of each answer, and the counts of statuses."""

    seconds: float = 0.0
    waits: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    @property
    def rate(self) -> float:
        """Return the answers per second."""
        return len(self.waits) / self.seconds

    def slowest(self, share: float) -> float:
        """Return the percentile of the waits, in seconds, that ``share`` of all answers are within."""
        return stopwatch.find_percentile(self.waits, share)


def request(path: str, headers: dict[str, str], body: bytes = b"", method: str = "POST") -> bytes:
    """Return a whole request as it goes over the wire."""
    head = {"Host": "127.0.0.1", "Content-Length": str(len(body)), **headers}
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    return f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode() + body


async def press(port: int, requests: Sequence[bytes], connections: int) -> Load:
    """Send all requests, each as soon as a connection is free. Raises RequestFailed."""
    load, waiting = Load(), iter(requests)
    began = stopwatch.read_stopwatch()
    await asyncio.gather(*(_open(port, waiting, load, None) for _ in range(connections)))
    load.seconds = stopwatch.read_stopwatch() - began
    return load


async def send_at_rate(port: int, requests: Sequence[bytes], rate: float, connections: int) -> Load:
    """Send ``rate`` requests per second, however long answers take, as long as a connection is free. Raises
    RequestFailed."""
    load, waiting, due = Load(), iter(requests), itertools.count()
    began = stopwatch.read_stopwatch()

    def gap() -> float:
        return max(0.0, began + next(due) / rate - stopwatch.read_stopwatch())

    await asyncio.gather(*(_open(port, waiting, load, gap) for _ in range(min(connections, len(requests)))))
    load.seconds = stopwatch.read_stopwatch() - began
    return load


async def ask_until(work: Awaitable[T], port: int, *series: Iterator[bytes]) -> tuple[list[Load], T]:
    """Send requests until some work is done; return the load of each series, and the work's result.

    A series has its own connection, and one request at a time. Raises RequestFailed, also for an answer other than 200.
    """
    done = asyncio.Event()

    async def finish() -> T:
        try:
            return await work
        finally:
            done.set()

    result, loads = await asyncio.gather(finish(), asyncio.gather(*(_pace(port, one, done) for one in series)))
    for load in loads:
        if set(load.statuses) != {200}:
            raise RequestFailed(f"answers other than 200: {dict(load.statuses)}")
    return loads, result


async def _pace(port: int, requests: Iterator[bytes], until: asyncio.Event) -> Load:
    load, began = Load(), stopwatch.read_stopwatch()
    await _open(port, itertools.takewhile(lambda _: not until.is_set(), requests), load, lambda: _GAP)
    load.seconds = stopwatch.read_stopwatch() - began
    return load


Gap = Callable[[], float]
"""The seconds until the next request may be sent."""


async def _open(port: int, waiting: Iterator[bytes], load: Load, gap: Gap | None) -> None:
    loop = asyncio.get_running_loop()
    done: asyncio.Future[None] = loop.create_future()
    transport, _ = await loop.create_connection(lambda: _Connection(waiting, load, done, gap), "127.0.0.1", port)
    try:
        await done
    finally:
        transport.close()


class _Connection(asyncio.Protocol):
    """Sends the next request when the last one is answered."""

    def __init__(self, waiting: Iterator[bytes], load: Load, done: asyncio.Future[None], gap: Gap | None) -> None:
        self._waiting = waiting
        self._load = load
        self._done = done
        self._gap = gap
        self._heard = bytearray()
        self._sent = 0.0
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport), "a TCP connection has one"
        self._transport = transport
        self._go_on()

    def data_received(self, data: bytes) -> None:
        self._heard += data
        end = self._heard.find(_HEAD_END)
        if end < 0:
            return
        length = _length(self._heard[:end])
        if len(self._heard) >= end + len(_HEAD_END) + length:
            self._count_answer(int(self._heard[9:12]))

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._done.done():
            self._done.set_exception(RequestFailed(f"the connection was closed: {exc or 'by the server'}"))

    def _count_answer(self, status: int) -> None:
        self._load.waits.append(stopwatch.read_stopwatch() - self._sent)
        self._load.statuses[status] += 1
        self._heard.clear()
        self._go_on()

    def _go_on(self) -> None:
        if self._gap is None:
            self._send_next()
        else:
            asyncio.get_running_loop().call_later(self._gap(), self._send_next)

    def _send_next(self) -> None:
        following = next(self._waiting, None)
        if following is None:
            if not self._done.done():
                self._done.set_result(None)
            return
        assert self._transport is not None, "it is connected"
        self._sent = stopwatch.read_stopwatch()
        self._transport.write(following)


def _length(head: bytearray) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0
