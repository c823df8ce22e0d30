"""A Twilio stub on loopback, in a process of its own: takes messages, answers after a delay, and counts.

It does as little as possible, so that its own cost is negligible; ``/bench`` sets its latency and returns its counts.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email.utils import formatdate
from pathlib import Path

from aiohttp import ClientSession, web

from bot.bench import child_process, stopwatch
from bot.bench.bench_account import ACCOUNT

PATH = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
CONTROL = "/bench"
_SID = "SM00000000000000000000000000000000"


@dataclass(frozen=True, slots=True)
class TakenTotals:
    """The stub's counts since its last reset: messages, different numbers, and the first and last time (stopwatch)."""

    many: int
    people: int
    first: float
    last: float

    @property
    def seconds(self) -> float:
        """Return the seconds from the first request to the last answer."""
        return self.last - self.first


class Stand:
    """A client of the stub in another process."""

    def __init__(self, url: str, session: ClientSession) -> None:
        self.url = url
        self._session = session

    async def set(self, latency: float) -> None:
        """Reset the stub's counts, and answer after ``latency`` seconds from now on."""
        async with self._session.post(self.url + CONTROL, json={"latency": latency}) as answer:
            answer.raise_for_status()

    async def take_totals(self) -> TakenTotals:
        """Return the stub's counts."""
        async with self._session.get(self.url + CONTROL) as answer:
            return TakenTotals(**await answer.json())


@asynccontextmanager
async def run_stub(folder: Path) -> AsyncIterator[Stand]:
    """Run a stub until the block ends."""
    async with (
        child_process.running("stand", child_process.module(__name__), folder) as process,
        ClientSession() as session,
    ):
        port = (await process.read_message())["port"]
        yield Stand(f"http://127.0.0.1:{port}", session)


class Counter:
    """The stub's web handler, with its counts."""

    def __init__(self) -> None:
        self._answer = _answer()
        self._reset(0)

    def _reset(self, latency: float) -> None:
        self._latency = latency
        self._many = 0
        self._people: set[bytes] = set()
        self._first = self._last = 0.0

    async def handle(self, request: web.BaseRequest) -> web.Response:
        """Answer a posted message, or a control request of the benchmark."""
        if request.path == CONTROL:
            return await self._control(request)
        at = stopwatch.read_stopwatch()
        body = await request.read()
        if self._latency:
            await asyncio.sleep(self._latency)
        self._many += 1
        self._first = self._first or at
        self._people.add(_recipient(body))
        self._last = stopwatch.read_stopwatch()
        answer = self._answer.replace(_SID, f"SM{self._many:032x}")
        return web.Response(status=201, text=answer, content_type="application/json")

    async def _control(self, request: web.BaseRequest) -> web.Response:
        if request.method == "POST":
            self._reset((await request.json())["latency"])
        told = {"many": self._many, "people": len(self._people), "first": self._first, "last": self._last}
        return web.json_response(told)


def _recipient(body: bytes) -> bytes:
    """Return the field To of a form."""
    start = body.index(b"To=") + 3
    return body[start:].partition(b"&")[0]


def _answer() -> str:
    """Return Twilio's answer: https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource"""
    told: dict[str, object] = json.loads((Path(__file__).parent / "message.json").read_text(encoding="utf-8"))
    stamp, uri = formatdate(0, usegmt=True), f"{PATH.removesuffix('.json')}/{_SID}.json"
    return json.dumps({**told, "date_created": stamp, "date_updated": stamp, "uri": uri})


async def _serve() -> None:
    await child_process.serve(web.ServerRunner(web.Server(Counter().handle, access_log=None)))


if __name__ == "__main__":
    asyncio.run(_serve())
