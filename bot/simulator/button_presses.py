"""Idempotent button presses: a repeated request with the same key gets the first one's answer.

The key is the ``Idempotency-Key`` that the page sends for each press
(https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header). Both requests of a double click may run at
once, so the second waits for the first.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field

from aiohttp import web

from bot.metrics import Handler, route_of
from bot.simulator.simulator_api import refuse_field

HEADER = "Idempotency-Key"
MOST = 1_000  # presses whose answers are kept; nobody repeats one after so many others
LONGEST = 200  # characters of a name


@dataclass(slots=True)
class _Press:
    """The request of a key, and its answer once the action was done."""

    asked: tuple[str, bytes]
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    answer: tuple[int, bytes, str] | None = None


class Presses:
    """The page's presses by key. A refused action was not done, so it may be requested again."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, _Press] = OrderedDict()

    def add_to(self, app: web.Application) -> None:
        """Add the middleware; this must come before the routes."""

        @web.middleware
        async def once(request: web.Request, handler: Handler) -> web.StreamResponse:
            name = request.headers.get(HEADER)
            if not name or request.method != "POST" or not route_of(request).startswith("/sim/api/"):
                return await handler(request)
            return await self._press_once(await self._press(request, name), request, handler)

        app.middlewares.append(once)

    async def _press(self, http: web.Request, name: str) -> _Press:
        asked = (http.path, await http.read())
        if len(name) > LONGEST:
            raise refuse_field(HEADER, f"{HEADER} has at most {LONGEST} characters")
        press = self._known.setdefault(name, _Press(asked))
        if press.asked != asked:
            raise refuse_field(HEADER, f"something else was asked under this {HEADER}; another request has another one")
        while len(self._known) > MOST:
            self._known.popitem(last=False)
        return press

    async def _press_once(self, press: _Press, http: web.Request, handler: Handler) -> web.StreamResponse:
        async with press.turn:
            if press.answer is None:
                response = await handler(http)
                if not isinstance(response, web.Response) or not isinstance(response.body, bytes):
                    return response
                press.answer = (response.status, response.body, response.content_type)
                return response
        status, body, kind = press.answer
        return web.Response(status=status, body=body, content_type=kind)
