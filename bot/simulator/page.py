"""``/sim``: the page with three phones, live over server-sent events, and what its buttons do."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from importlib.resources import files
from typing import Any
from uuid import UUID

from aiohttp import web

from bot.app import Service
from bot.simulator import showing
from bot.simulator.acts import Acts, Buyer, Ware, address_of, buyer_of, code_for
from bot.simulator.api import body, iso, require_local, unusable
from bot.simulator.changes import NET, Changes
from bot.simulator.month import FIRST_ORDER
from bot.simulator.people import newcomers
from bot.simulator.phone import WrongWords, playable
from bot.simulator.sample import WARES
from flows.business import CHANNELS
from handlers.api.events import SOURCE
from handlers.turn import Turn, UnknownBusiness
from storage.scene import in_hand
from storage.shop import Cart
from storage.store import Away
from templates import formats

PAGES = files("templates").joinpath("pages")
ASSETS = {"sim.css": "text/css", "sim.js": "text/javascript"}
MOST_PHONES = 6
HEARTBEAT = 15.0  # seconds without news after which a line keeps the connection open

# Nothing but what we serve ourselves may load, run or be spoken to, and nobody may frame it.
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


class SimulatorPage:
    """The page of a sandbox; ``wares`` are what its customers put into their carts."""

    def __init__(self, service: Service, wares: Sequence[Ware] = WARES) -> None:
        """Raises ValueError for a live service: only a sandbox has a clock that can be pushed."""
        if service.sandbox is None:
            raise ValueError("only a sandbox has a clock that can be pushed")
        self.turns = service.turns
        self.clock = service.clock
        self.sandbox = service.sandbox
        self.wares = wares
        self.acts = Acts(service.turns, service.clock, service.inbox)
        self._numbering = asyncio.Lock()
        self._last_orders: dict[str, int] = {}
        self.changes = Changes(service.turns.store.listen("sandbox"), service.clock)

    def add_to(self, app: web.Application) -> None:
        """The routes, and what follows the changes while the application runs."""
        app.router.add_get("/sim", self.page)
        app.router.add_get("/sim/assets/{name}", self.asset)
        app.router.add_get("/sim/api/state", self.state)
        app.router.add_get("/sim/api/stream", self.stream)
        app.router.add_post("/sim/api/cart", self.cart)
        app.router.add_post("/sim/api/buy", self.buy)
        app.router.add_post("/sim/api/click", self.click)
        app.router.add_post("/sim/api/next", self.next)
        app.cleanup_ctx.append(self._following)
        app.on_shutdown.append(self._end)

    async def page(self, http: web.Request) -> web.Response:
        """The page itself; it asks for everything else."""
        require_local(http)
        return _file("sim.html", "text/html")

    async def asset(self, http: web.Request) -> web.Response:
        """Its style and its script."""
        require_local(http)
        name = http.match_info["name"]
        if name not in ASSETS:
            raise web.HTTPNotFound(text="there is no such asset")
        return _file(name, ASSETS[name])

    async def state(self, http: web.Request) -> web.Response:
        """Who there is, what is for sale, where the clock stands and what comes next."""
        require_local(http)
        business = await self._business(http.query.get("business"))
        return web.json_response(await self.turns.look(business, lambda turn: showing.state(turn, self.wares)))

    async def stream(self, http: web.Request) -> web.StreamResponse:
        """``state`` and, for each ``address`` of the query, ``thread``: at once, and again when they are others."""
        require_local(http)
        business = await self._business(http.query.get("business"))
        watched = [one.replace(" ", "+") for one in http.query.getall("address", [])][:MOST_PHONES]
        response = web.StreamResponse(headers={**_HEADERS, "Content-Type": "text/event-stream"})
        await response.prepare(http)
        with suppress(ConnectionError):
            async for line in self._lines(business, watched):
                await response.write(line.encode())
        return response

    async def cart(self, http: web.Request) -> web.Response:
        """``{"business", "person" | "new", "items"?}``: a person, or somebody new on a channel, leaves a cart."""
        require_local(http)
        asked = await body(http)
        business = await self._business(asked.get("business"))
        wares = self._chosen(asked.get("items"))
        if asked.get("new"):
            buyer = await self._newcomer(business, asked["new"])
        else:
            _, buyer = await self._known(business, asked.get("person"))
        identity = await self._cart_name(business)
        taken = await self.acts.abandon(business, identity, wares, buyer, agrees=bool(asked.get("new")))
        return web.json_response({"event": str(taken.id), "cart": identity, "address": buyer.address}, status=202)

    async def buy(self, http: web.Request) -> web.Response:
        """``{"business", "person"}``: they order what is in their cart, with the code a message brought them."""
        require_local(http)
        asked = await body(http)
        business = await self._business(asked.get("business"))
        contact, buyer = await self._known(business, asked.get("person"))
        cart = await self.turns.look(business, lambda turn: _open_cart(turn, contact))
        if cart is None:
            raise unusable("person", "no cart of theirs is open; let them abandon one first")
        code = await self.turns.look(business, lambda turn: code_for(turn, contact))
        identity = str(await self._order_number(business))
        taken = await self.acts.buy(business, identity, cart, buyer, code)
        return web.json_response({"event": str(taken.id), "order": identity, "code": code and code[0]}, status=202)

    async def click(self, http: web.Request) -> web.Response:
        """``{"code"}``: a person opens a short link; where it leads to."""
        require_local(http)
        asked = await body(http)
        link = await self.acts.click(str(asked.get("code") or ""))
        if link is None:
            raise web.HTTPNotFound(text="no message carries this link")
        return web.json_response({"url": link.url})

    async def next(self, http: web.Request) -> web.Response:
        """Push the clock to the next thing that happens by itself."""
        require_local(http)
        due = await self.sandbox.next_due()
        if due is None:
            raise unusable("to", "nothing is planned; abandon a cart first")
        try:
            told = await self.sandbox.push(due)
        except ValueError as error:  # somebody else pushed it further meanwhile
            raise unusable("to", str(error)) from None
        counted = {"sent": told.sent, "waiting": told.waiting, "refused": told.refused}
        return web.json_response({"now": iso(self.clock.now()), **counted})

    async def _lines(self, business: str, watched: Sequence[str]) -> AsyncIterator[str]:
        """What a listener is told: each thing once, and a sign of life when there is nothing to tell."""
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
            quiet += NET if await self.changes.after(seen) == seen else 0.0
            if quiet >= HEARTBEAT:
                quiet = 0.0
                yield ": still here\n\n"

    async def _news(self, business: str, watched: Sequence[str]) -> list[tuple[str, str, dict[str, Any]]]:
        async def look(turn: Turn) -> list[tuple[str, str, dict[str, Any]]]:
            threads = [(one, "thread", await showing.thread(turn, one)) for one in watched]
            return [("state", "state", await showing.state(turn, self.wares)), *threads]

        try:
            return await self.turns.look(business, look)
        except Away:
            return []

    async def _business(self, given: object) -> str:
        """The business asked for, else the first there is. Raises UnknownBusiness."""
        if given:
            return (await self.turns.tenant(str(given))).business.id
        first = next(iter(await self.turns.tenants()), None)
        if first is None:
            raise UnknownBusiness("there is no business yet; apply a file first: parley apply FILE.toml")
        return first

    async def _known(self, business: str, given: object) -> tuple[UUID, Buyer]:
        try:
            return await self.turns.look(business, lambda turn: buyer_of(turn, str(given or "")))
        except WrongWords as wrong:
            raise unusable(wrong.field, str(wrong)) from None

    async def _newcomer(self, business: str, channel: object) -> Buyer:
        """Somebody nobody knows yet; on Telegram they open the chat first, which is how one agrees there."""
        tenant = await self.turns.tenant(business)
        if channel not in CHANNELS:
            raise unusable("new", f"new is one of {', '.join(CHANNELS)}")
        try:
            playable(tenant.business, str(channel))
        except ValueError as closed:
            raise unusable("new", str(closed)) from None
        buyer = await self.turns.look(business, lambda turn: _free(turn, str(channel)))
        if buyer is None:
            name = formats.channel(str(channel))
            raise unusable("new", f"everybody there is on {name} has come already; choose one of them")
        if channel == "telegram":
            await self.acts.say(business, {"from": buyer.address, "text": "/start"})
        return buyer

    def _chosen(self, given: object) -> list[Ware]:
        """The wares of these SKUs; without any the first one."""
        if given is None:
            return list(self.wares[:1])
        wanted = given if isinstance(given, list) else [given]
        found = [ware for ware in self.wares if ware.sku in wanted]
        if not found or len(found) != len(wanted):
            raise unusable("items", f"items are SKUs of {', '.join(ware.sku for ware in self.wares)}, each once")
        return found

    async def _order_number(self, business: str) -> int:
        """The next number of an order, after those of the sample month and those given here."""
        async with self._numbering:
            last = self._last_orders.get(business, FIRST_ORDER - 1)
            number = await self.turns.look(business, lambda turn: _unused_order(turn, last + 1))
            self._last_orders[business] = number
        return number

    async def _cart_name(self, business: str) -> str:
        """A name for a new cart that nothing else has."""

        async def made(turn: Turn) -> str:
            return f"sim-{turn.unit.ids.new()}"

        return await self.turns.look(business, made)

    async def _following(self, _app: web.Application) -> AsyncIterator[None]:
        async with self.changes.followed():
            yield

    async def _end(self, _app: web.Application) -> None:
        self.changes.end()


async def _open_cart(turn: Turn, contact: UUID) -> Cart | None:
    return (await in_hand(turn.unit, contact)).cart


async def _unused_order(turn: Turn, number: int) -> int:
    """The first number from this one on under which no order is known."""
    while await turn.unit.orders.known(SOURCE, str(number)) is not None:
        number += 1
    return number


async def _free(turn: Turn, channel: str) -> Buyer | None:
    """The first newcomer whose address nobody has."""
    for buyer in newcomers(channel):
        if await address_of(turn, buyer.address) is None:
            return buyer
    return None


def _file(name: str, content_type: str) -> web.Response:
    text = PAGES.joinpath(name).read_text(encoding="utf-8")
    return web.Response(text=text, content_type=content_type, headers=_HEADERS)
