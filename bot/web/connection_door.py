"""The listener for connections: it closes silent ones, so that they cannot keep others out.

A proxy in front protects from most of this; Parley works without one too, and a proxy can be misconfigured.
"""

from __future__ import annotations

import asyncio
import resource
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

import structlog
from aiohttp import StreamReader, web

log = structlog.get_logger()

NAME = "Parley"
"""The value of the header ``Server``: no versions, which would help attackers."""
HTTP: dict[str, Any] = {"auto_decompress": False, "lingering_time": 2.0}
"""Options of the HTTP parser. Compressed bodies are not decompressed: a small one may expand without limit, and no
caller of ours compresses."""
_MOST = 4096
_HELD = 64 * 2**20
_BACKLOG = 512  # connections that the system holds for us; a burst of webhooks is one


def _share() -> int:
    """Return half of the files that this process may open; the others are for the database, providers and the spool."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return _MOST if soft == resource.RLIM_INFINITY else max(1, min(_MOST, soft // 2))


@dataclass(frozen=True, slots=True)
class Limits:
    """Time limits in seconds for one connection, and how many connections there may be.

    Our own work between a whole request and its answer has no limit here. ``idle`` is the wait for the next request:
    longer than proxies wait (Caddy: two minutes), so that they close the connection first.
    """

    head: float = 20.0
    body: float = 20.0
    answer: float = 60.0
    idle: float = 180.0
    most: int = field(default_factory=_share)
    look: float = 1.0
    """Seconds between two searches for late connections."""
    held: int = _HELD
    """Bytes of unanswered requests, of all connections together."""


class ConnectionStage(Enum):
    """The next event that a connection waits for."""

    HEAD = auto()  # its first request
    BODY = auto()  # the rest of a request, or us, once that is here
    ANSWER = auto()  # its caller, who reads what we answer
    NEXT = auto()  # another request, or nothing


class DoorConnection(web.RequestHandler):
    """One connection; ``since`` is when its stage began, by the event loop's clock."""

    __slots__ = ("_door", "_request", "_unread", "since", "stage")

    def __init__(self, server: web.Server, door: ConnectionDoor, loop: asyncio.AbstractEventLoop, idle: float) -> None:
        super().__init__(server, loop=loop, access_log=None, keepalive_timeout=idle, **HTTP)  # type: ignore[arg-type]
        self._door = door
        self._request: web.BaseRequest | None = None
        self._unread: StreamReader | None = None
        self._enter(ConnectionStage.HEAD)

    @property
    def in_hand(self) -> bool:
        """Return True if its request is complete and still unanswered."""
        whole = self._request is not None and self._request.content.is_eof()
        return self.stage is ConnectionStage.ANSWER or (self.stage is ConnectionStage.BODY and whole)

    def is_late(self, now: float, limits: Limits) -> bool:
        """Return True if the caller was too slow to send a request or to read an answer."""
        if self.stage is ConnectionStage.NEXT or (self.stage is ConnectionStage.BODY and self.in_hand):
            return False
        longest = {
            ConnectionStage.HEAD: limits.head,
            ConnectionStage.BODY: limits.body,
            ConnectionStage.ANSWER: limits.answer,
        }[self.stage]
        return now - self.since > longest

    def begins(self, request: web.BaseRequest) -> None:
        """Record that a request's head arrived."""
        self._request = request
        self._enter(ConnectionStage.BODY)

    def end(self) -> None:
        """Close the connection, even during a request."""
        if isinstance(self.transport, asyncio.WriteTransport):
            self.transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Register a new connection."""
        super().connection_made(transport)
        self._door.count_opened(self)

    def connection_lost(self, exc: BaseException | None) -> None:
        """Record a closed connection."""
        self._door.count_closed(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Receive more of a request; the rest of an already answered one is dropped and not counted."""
        thrown_away = self._unread is not None and not self._unread.is_eof()
        if not data or thrown_away or self._door.admit_bytes(self, len(data)):
            super().data_received(data)

    async def start(self) -> None:
        """Serve the connection until the end, then release the bytes of all its requests."""
        try:
            await super().start()
        finally:
            self._door.release_bytes(self)

    async def finish_response(
        self, request: web.BaseRequest, resp: web.StreamResponse, start_time: float | None
    ) -> Any:
        """Write the answer; then the next request may come."""
        self._enter(ConnectionStage.ANSWER)
        try:
            return await super().finish_response(request, resp, start_time)
        finally:
            _break_cycle(request.content.exception())
            self._door.release_bytes(self, request.content.total_bytes if self._messages else None)
            self._request, self._unread = None, request.content
            self._enter(ConnectionStage.NEXT)

    def handle_error(
        self, request: web.BaseRequest, status: int = 500, exc: BaseException | None = None, message: str | None = None
    ) -> web.StreamResponse:
        """Answer an invalid request with one line in the log, as strangers send many."""
        if status >= 500:
            return super().handle_error(request, status, exc, message)
        log.warning("malformed request", reason=type(exc).__name__)
        told = {"code": "malformed", "message": "this is not a readable HTTP request", "field": None}
        answer = web.json_response({"error": told}, status=status, headers={"Server": NAME})
        answer.force_close()
        return answer

    def _enter(self, stage: ConnectionStage) -> None:
        self.stage, self.since = stage, self._loop.time()


class ConnectionDoor(web.BaseSite):
    """A listener for an application. If there are too many connections, it closes one that waits for no answer."""

    def __init__(self, runner: web.AppRunner, host: str, port: int, limits: Limits | None = None) -> None:
        super().__init__(runner)
        self._place = host, port
        self._limits = limits or Limits()
        self._open: dict[DoorConnection, None] = {}
        self._held: dict[DoorConnection, int] = {}  # by connection, the longest here first
        self._bytes = self._leaving = 0  # of all of them; and of those that are gone and still held
        self._sent_away = {"late": 0, "crowded": 0}
        self._next_look: asyncio.TimerHandle | None = None

    @property
    def name(self) -> str:
        """Return the connection's address."""
        host, port = self._place
        return f"http://{host}:{port}"

    async def start(self) -> None:
        """Start listening. Raises OSError for a taken port."""
        await super().start()
        loop, (host, port) = asyncio.get_running_loop(), self._place
        server = self._runner.server
        assert server is not None, "the runner was set up"
        self._server = await loop.create_server(
            lambda: DoorConnection(server, self, loop, self._limits.idle), host, port, backlog=_BACKLOG
        )

    async def stop(self) -> None:
        """Stop listening; the runner ends the open connections."""
        if self._next_look is not None:
            self._next_look.cancel()
        await super().stop()

    def count_opened(self, connection: DoorConnection) -> None:
        """Count a new connection; if there are too many, close one."""
        self._open[connection] = None
        if len(self._open) > self._limits.most:
            self._send_away("crowded", self._choose_least(connection))
        if self._next_look is None:
            self._look_again()

    def count_closed(self, connection: DoorConnection) -> None:
        """Count a closed connection."""
        if connection in self._open:
            del self._open[connection]
            self._leaving += self._held.get(connection, 0)

    @property
    def held(self) -> int:
        """Return the number of bytes of unanswered requests."""
        return self._bytes

    def admit_bytes(self, connection: DoorConnection, size: int) -> bool:
        """Return True if there is room for ``size`` more bytes; close older incomplete requests first, the newcomer
        last.

        A slow incomplete request is more likely an attack than a new one. Open connections get half of the room; the
        other half is for connections being closed, which free theirs a moment later.
        """
        while connection in self._open and self._bytes - self._leaving + size > self._limits.held // 2:
            self._send_away("crowded", self._choose_half_finished(connection))
        if connection in self._open and self._bytes + size > self._limits.held:
            self._send_away("crowded", connection)
        if connection not in self._open:
            return False
        self._held[connection] = self._held.get(connection, 0) + size
        self._bytes += size
        return True

    def release_bytes(self, connection: DoorConnection, size: int | None = None) -> None:
        """Release ``size`` bytes of answered requests; by default all of the connection's."""
        held = self._held.pop(connection, 0)
        left = 0 if size is None else max(0, held - size)
        self._bytes -= held - left
        if connection not in self._open:
            self._leaving -= held - left
        if left:
            self._held[connection] = left

    def _choose_half_finished(self, newest: DoorConnection) -> DoorConnection:
        """Return the connection to close for its bytes: the oldest with an incomplete request, else the newcomer."""
        others = (one for one in self._held if one is not newest and one in self._open and not one.in_hand)
        return next(others, newest)

    def _choose_least(self, newest: DoorConnection) -> DoorConnection:
        """Return the connection to close: the oldest without any request, then an answered one, else the newcomer."""
        free = [one for one in self._open if not one.in_hand and one is not newest]
        return next((one for one in free if one.stage is not ConnectionStage.NEXT), next(iter(free), newest))

    def _send_away(self, why: str, connection: DoorConnection) -> None:
        self._sent_away[why] += 1
        self.count_closed(connection)
        connection.end()

    def _look_again(self) -> None:
        self._next_look = asyncio.get_running_loop().call_later(self._limits.look, self._look)

    def _look(self) -> None:
        """Close all late connections, with one log line for all of them, as there may be thousands."""
        now = asyncio.get_running_loop().time()
        for one in [one for one in self._open if one.is_late(now, self._limits)]:
            self._send_away("late", one)
        if any(self._sent_away.values()):
            log.warning("connections ended", **self._sent_away)
            self._sent_away = dict.fromkeys(self._sent_away, 0)
        self._next_look = None
        if self._open:
            self._look_again()


def _break_cycle(error: BaseException | type[BaseException] | None) -> None:
    """Break the reference cycle of a body and its error, which would otherwise both stay in memory for long."""
    if isinstance(error, BaseException):
        error.__traceback__ = None


@web.middleware
async def note_beginning(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Tell the connection that a request has begun; connections of other servers, as in tests, are not told."""
    if isinstance(request.protocol, DoorConnection):
        request.protocol.begins(request)
    return await handler(request)
