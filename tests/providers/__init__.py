"""Stand-ins for the providers: real HTTP servers on loopback that check what they are sent and fail when told to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Self, TypeVar

from aiohttp import ClientSession, web

Clock = Callable[[], datetime]
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Fault:
    """How one coming call fails.

    ``code`` and ``status`` are the provider's own error and HTTP status; ``after`` its Retry-After in seconds;
    ``stored`` carries the call out first, and fails then; ``cut`` drops the connection instead of answering;
    ``slow`` answers only when the stand-in's ``gate`` opens, and ``wait`` only after so many seconds; ``later`` is the
    code that the receipt will bring.
    """

    code: int | None = None
    status: int | None = None
    after: int | None = None
    stored: bool = False
    cut: bool = False
    slow: bool = False
    wait: float = 0.0
    later: int | None = None
    said: str = ""

    @property
    def carried_out(self) -> bool:
        """Whether what was asked is done all the same."""
        return self.stored or not (self.code or self.status or self.cut)


@dataclass(frozen=True, slots=True)
class Call:
    """One request as it came."""

    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(slots=True)
class Server:
    """What every stand-in is: ``async with Server() as server: … server.url``.

    ``public`` maps origins that only exist on paper to loopback ones: a webhook for ``https://shop.example`` is signed
    for that address and delivered to the other. ``clock`` tells the provider's own time; ``heard`` is set by any call.
    ``garbled`` is answered, with 200, to the next call, whatever came of it. ``mood`` says what befalls a send that no
    fault was told for.
    """

    clock: Clock = lambda: datetime.now(UTC)
    public: Mapping[str, str] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    heard: asyncio.Event = field(default_factory=asyncio.Event)
    garbled: bytes | None = None
    mood: Callable[[], Fault] = Fault
    _faults: list[Fault] = field(default_factory=list)
    _runner: web.AppRunner | None = None
    _site: web.TCPSite | None = None
    _port: int = 0
    _session: ClientSession | None = None

    @property
    def url(self) -> str:
        """The origin."""
        return f"http://127.0.0.1:{self._port}"

    def fail(self, times: int = 1, **fault: Any) -> None:
        """The next ``times`` sends fail like this; faults that are told one after another queue up."""
        self._faults.extend([Fault(**fault)] * times)

    def heal(self) -> None:
        """Forget the faults that have not come yet, and let slow calls go."""
        self._faults.clear()
        self.gate.set()

    async def refuse(self) -> None:
        """Nobody listens any more: connections are refused until ``accept``."""
        if self._site is not None:
            await self._site.stop()
            await self._the(self._the(self._runner).server).shutdown(0.1)
            self._site = None

    async def accept(self) -> None:
        """Listen, on the same port as before."""
        self._site = web.TCPSite(self._the(self._runner), "127.0.0.1", self._port)
        await self._site.start()
        self._port = self._site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]

    async def __aenter__(self) -> Self:
        app = web.Application(middlewares=[self._log])
        self.route(app.router)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        await self.accept()
        self._session = ClientSession()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.gate.set()
        await self._the(self._session).close()
        await self._the(self._runner).cleanup()

    def route(self, router: web.UrlDispatcher) -> None:
        """Name the provider's paths."""

    def bar(self, request: web.Request) -> web.Response | None:
        """The answer to a caller without the right credentials; None lets the call in."""

    @web.middleware
    async def _log(self, request: web.Request, handler: Any) -> web.StreamResponse:
        self.calls.append(Call(request.path_qs, request.headers.copy(), await request.read()))
        self.heard.set()
        answer: web.StreamResponse = self.bar(request) or await handler(request)
        if self.garbled is not None:
            answer, self.garbled = web.Response(body=self.garbled, content_type="application/json"), None
        return answer

    def _next(self) -> Fault:
        return self._faults.pop(0) if self._faults else self.mood()

    async def _answer(self, request: web.Request, fault: Fault, answer: web.Response) -> web.Response:
        """Give the answer, or drop it as told."""
        if fault.slow:
            await self.gate.wait()
        await asyncio.sleep(fault.wait)
        if fault.cut and request.transport is not None:
            request.transport.abort()
        return answer

    async def _deliver(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        """Post to us, where the public address really is; the answer's status."""
        async with self._the(self._session).post(self._real(url), data=body, headers=headers) as answer:
            return answer.status

    def _real(self, url: str) -> str:
        for paper, loopback in self.public.items():
            if url.startswith(paper):
                return loopback + url.removeprefix(paper)
        return url

    @staticmethod
    def _the(made: _T | None) -> _T:
        assert made is not None, "use the stand-in as a context: async with … as provider"
        return made
