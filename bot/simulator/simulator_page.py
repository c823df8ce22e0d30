"""``/sim``: the page with three phones, updated by server-sent events."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.simulator import simulator_assets, simulator_state
from bot.simulator.agenda import get_driver
from bot.simulator.change_counter import NET, Changes
from bot.simulator.demo_businesses import list_wares
from bot.simulator.ready_customer import ready_customer
from bot.simulator.simulator_api import describe_after_move, refuse_field
from bot.simulator.simulator_deeds import SimulatorDeeds, choose_business
from handlers.engine.turn import Turn
from storage.database.stores import DatabaseAway
from storage.upkeep.sandbox_scene import find_upcoming

if TYPE_CHECKING:
    from bot.app import Service

ASSETS = {"sim.css": "text/css", "sim.js": "text/javascript", "sim-mailbox.js": "text/javascript"}
MOST_PHONES = 6
HEARTBEAT = 15.0  # seconds without news after which a line keeps the connection open


class SimulatorPage:
    """The page of a sandbox."""

    def __init__(self, service: Service, shown: Sequence[simulator_state.Shown]) -> None:
        """Raise ValueError for a live service."""
        self.turns = service.turns
        self.shown = shown
        self.clock = service.clock
        self.sandbox = get_driver(service)
        self._parts = (SimulatorDeeds(service).add_to, *(part for own in shown for part in own.parts(service)))
        self.changes = Changes(service.turns.store.listen("sandbox"), service.clock)

    def add_to(self, app: web.Application) -> None:
        """Add the routes, and the task that follows changes while the application runs."""
        app.router.add_get("/", self.front)
        app.router.add_get("/sim", self.page)
        app.router.add_get("/sim/assets/{name}", self.asset)
        app.router.add_get("/sim/api/state", self.state)
        app.router.add_get("/sim/api/stream", self.stream)
        app.router.add_post("/sim/api/next", self.push_to_next)
        for add_to in self._parts:
            add_to(app)
        app.cleanup_ctx.append(self._follow)
        app.on_shutdown.append(self._end)

    async def front(self, http: web.Request) -> web.Response:
        """Redirect a visitor of the bare address to the page."""
        raise web.HTTPFound("/sim")

    async def page(self, http: web.Request) -> web.Response:
        """Return the bare page; its script requests the rest."""
        return simulator_assets.serve_page("sim.html", "text/html")

    async def asset(self, http: web.Request) -> web.Response:
        """Return the page's style or script."""
        name = http.match_info["name"]
        if name not in ASSETS:
            raise web.HTTPNotFound(text="there is no such asset")
        return simulator_assets.serve_page(name, ASSETS[name])

    async def state(self, http: web.Request) -> web.Response:
        """Return the people, the wares, the clock, the sandbox's next event, and the address that is ``ready`` to
        begin, also one that is by mail."""
        business = await choose_business(self.turns, http.query.get("business"))

        async def look(turn: Turn) -> dict[str, Any]:
            ready = {"ready": await ready_customer(turn), "ready_mail": await ready_customer(turn, by_mail=True)}
            return await self._state(turn) | ready

        return web.json_response(await self.turns.look(business, look))

    async def stream(self, http: web.Request) -> web.StreamResponse:
        """Stream ``state`` and, for each ``address`` of the query, ``thread``: at once, and again when they change."""
        business = await choose_business(self.turns, http.query.get("business"))
        watched = [one.replace(" ", "+") for one in http.query.getall("address", [])][:MOST_PHONES]
        response = web.StreamResponse(headers={**simulator_assets.make_headers(), "Content-Type": "text/event-stream"})
        await response.prepare(http)
        with suppress(ConnectionError):
            async for line in self._lines(business, watched):
                await response.write(line.encode())
        return response

    async def push_to_next(self, http: web.Request) -> web.Response:
        """Push the clock to the next scheduled event, which the page names."""
        now = self.clock.now()
        coming = await self.turns.store.read("", lambda unit: find_upcoming(unit, now, simulator_state.UNHEARD))
        if coming is None:
            raise refuse_field("to", "nothing is planned; abandon a cart first")
        try:
            tally = await self.sandbox.push(coming.at)
        except ValueError as error:  # somebody else pushed it further meanwhile
            raise refuse_field("to", str(error)) from None
        return web.json_response(describe_after_move(self.clock, tally))

    async def _lines(self, business: str, watched: Sequence[str]) -> AsyncIterator[str]:
        """Yield the lines for one listener: each change once, and a keep-alive in between."""
        told: dict[str, str] = {}
        quiet = 0.0
        yield "retry: 1000\n\n"
        while not self.changes.over:
            seen = self.changes.count
            for key, event, value in await self._news(business, watched):
                text = json.dumps(value, ensure_ascii=False)
                if told.get(key) != text:
                    told[key], quiet = text, 0.0
                    yield f"event: {event}\ndata: {text}\n\n"
            quiet += NET if await self.changes.wait_after(seen) == seen else 0.0
            if quiet >= HEARTBEAT:
                quiet = 0.0
                yield ": still here\n\n"

    async def _news(self, business: str, watched: Sequence[str]) -> list[tuple[str, str, dict[str, Any]]]:
        async def look(turn: Turn) -> list[tuple[str, str, dict[str, Any]]]:
            threads = [(one, "thread", await simulator_state.load_thread(turn, self.shown, one)) for one in watched]
            return [("state", "state", await self._state(turn)), *threads]

        try:
            return await self.turns.look(business, look)
        except DatabaseAway:
            return []

    async def _state(self, turn: Turn) -> dict[str, Any]:
        return await simulator_state.load_state(turn, self.shown, await list_wares(turn))

    async def _follow(self, _app: web.Application) -> AsyncIterator[None]:
        async with self.changes.follow():
            yield

    async def _end(self, _app: web.Application) -> None:
        self.changes.end()
