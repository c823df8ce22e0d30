"""The actions behind the page's buttons: people leave carts, buy, reserve, and open links."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from aiohttp import web

from bot.open_turns import OpenTurns
from bot.simulator.demo_businesses import list_wares
from bot.simulator.sample_people import generate_newcomers
from bot.simulator.sandbox_month import FIRST_ORDER
from bot.simulator.simulated_acts import Acts, Buyer, Want, Ware, find_address, find_buyer, find_code_for
from bot.simulator.simulated_phone import WrongWords, make_playable
from bot.simulator.simulator_api import read_body, refuse_field
from flows.channels import CHANNELS
from handlers.api.event_endpoints import SOURCE
from handlers.engine.turn import Turn, UnknownBusiness
from storage.store.carts import Cart
from storage.store.products import Product
from storage.upkeep.sandbox_scene import load_in_hand
from templates import formats

if TYPE_CHECKING:
    from bot.app import Service

MOST_LINES, MOST_PIECES = 20, 999  # of one reservation, and of one line


class SimulatorDeeds:
    """``/sim/api``: the actions of customers."""

    def __init__(self, service: Service) -> None:
        self._turns = service.turns
        self._acts = Acts(service.turns, service.clock, service.inbox)
        self._numbering = asyncio.Lock()
        self._last_orders: dict[str, int] = {}

    def add_to(self, app: web.Application) -> None:
        """Add the routes."""
        app.router.add_post("/sim/api/cart", self.cart)
        app.router.add_post("/sim/api/buy", self.buy)
        app.router.add_post("/sim/api/reserve", self.reserve)
        app.router.add_post("/sim/api/click", self.click)

    async def cart(self, http: web.Request) -> web.Response:
        """Handle ``{"business", "person" | "new", "items"?}``: a person, or somebody new on a channel, leaves a
        cart."""
        asked = await read_body(http)
        business = await choose_business(self._turns, asked.get("business"))
        wares = _choose_wares(await self._turns.look(business, list_wares), asked.get("items"))
        buyer = await self.choose_buyer(business, asked)
        identity = f"sim-{self._turns.store.ids.make()}"
        taken = await self._acts.abandon(business, identity, wares, buyer, agrees=bool(asked.get("new")))
        return web.json_response({"event": str(taken.id), "cart": identity, "address": buyer.address}, status=202)

    async def buy(self, http: web.Request) -> web.Response:
        """Handle ``{"business", "person"}``: a customer orders their cart, with the discount code of a message."""
        asked = await read_body(http)
        business = await choose_business(self._turns, asked.get("business"))
        contact, buyer = await self._find_known(business, asked.get("person"))
        cart = await self._turns.look(business, lambda turn: _open_cart(turn, contact))
        if cart is None:
            raise refuse_field("person", "no cart of theirs is open; let them abandon one first")
        code = await self._turns.look(business, lambda turn: find_code_for(turn, contact))
        identity = str(await self._order_number(business))
        taken = await self._acts.buy(business, identity, cart, buyer, code)
        return web.json_response({"event": str(taken.id), "order": identity, "code": code and code[0]}, status=202)

    async def reserve(self, http: web.Request) -> web.Response:
        """Handle ``{"business", "person" | "new", "items", "express"?}``: a customer reserves goods that shops are
        asked for.

        ``items`` are ``{"sku", "size"?, "quantity"?}``; by default the first product in its first size.
        """
        asked = await read_body(http)
        business = await choose_business(self._turns, asked.get("business"))
        wants = await self._turns.look(business, lambda turn: _read_wants(turn, asked.get("items")))
        buyer = await self.choose_buyer(business, asked)
        identity = str(await self._order_number(business))
        taken = await self._acts.reserve(business, identity, wants, buyer, express=asked.get("express") is True)
        told = {"event": str(taken.id), "order": identity, "address": buyer.address}
        return web.json_response(told, status=202)

    async def click(self, http: web.Request) -> web.Response:
        """Handle ``{"code"}``: a person opens a short link; return its target."""
        asked = await read_body(http)
        link = await self._acts.click(str(asked.get("code") or ""))
        if link is None:
            raise web.HTTPNotFound(text="no message carries this link")
        return web.json_response({"url": link.url})

    async def choose_buyer(self, business: str, asked: Mapping[str, Any]) -> Buyer:
        """Return the person of a request: somebody new on a channel, or a person by their address."""
        if asked.get("new"):
            return await self._newcomer(business, asked["new"])
        _, buyer = await self._find_known(business, asked.get("person"))
        return buyer

    async def _find_known(self, business: str, given: object) -> tuple[UUID, Buyer]:
        try:
            return await self._turns.look(business, lambda turn: find_buyer(turn, str(given or "")))
        except WrongWords as wrong:
            raise refuse_field(wrong.field, str(wrong)) from None

    async def _newcomer(self, business: str, channel: object) -> Buyer:
        """Return a person without events so far. On Telegram they open the chat first, as the bot cannot begin one."""
        tenant = await self._turns.tenant(business)
        if not isinstance(channel, str) or channel not in CHANNELS:
            raise refuse_field("new", f"new is one of {', '.join(CHANNELS)}")
        try:
            make_playable(tenant.business, str(channel))
        except ValueError as closed:
            raise refuse_field("new", str(closed)) from None
        buyer = await self._turns.look(business, lambda turn: _free(turn, str(channel)))
        if buyer is None:
            name = formats.channel(str(channel))
            raise refuse_field("new", f"everybody there is on {name} has come already; choose one of them")
        if CHANNELS[buyer.channel].person_opens:
            await self._acts.say(business, {"from": buyer.address, "text": "/start"})
        return buyer

    async def _order_number(self, business: str) -> int:
        """Return the next order number, after those of the sample month and earlier ones from this page."""
        async with self._numbering:
            last = self._last_orders.get(business, FIRST_ORDER - 1)
            number = await self._turns.look(business, lambda turn: _find_unused_order(turn, last + 1))
            self._last_orders[business] = number
        return number


async def _open_cart(turn: Turn, contact: UUID) -> Cart | None:
    return (await load_in_hand(turn.unit, contact)).cart


async def _find_unused_order(turn: Turn, number: int) -> int:
    """Return the first unused order number from ``number`` on."""
    while await turn.unit.orders.find_by_ref(SOURCE, str(number)) is not None:
        number += 1
    return number


def _choose_wares(wares: Sequence[Ware], given: object) -> list[Ware]:
    """Return the wares with these SKUs; by default the first ware."""
    if given is None:
        return list(wares[:1])
    wanted = given if isinstance(given, list) else [given]
    found = [ware for ware in wares if ware.sku in wanted]
    if not found or len(found) != len(wanted):
        raise refuse_field("items", f"items are SKUs of {', '.join(ware.sku for ware in wares)}, each once")
    return found


async def _free(turn: Turn, channel: str) -> Buyer | None:
    """Return the first newcomer with an unused address."""
    for buyer in generate_newcomers(channel, turn.business.country):
        if await find_address(turn, buyer.address) is None:
            return buyer
    return None


async def choose_business(turns: OpenTurns, given: object) -> str:
    """Return the requested business, by default the first. Raises UnknownBusiness."""
    if given:
        return (await turns.tenant(str(given))).business.id
    first = next(iter(await turns.tenants()), None)
    if first is None:
        raise UnknownBusiness("there is no business yet; apply a file first: parley apply FILE.toml")
    return first


async def _read_wants(turn: Turn, given: object) -> list[Want]:
    """Parse the goods to reserve. Raises 422 if they are not sold, or invalid."""
    if given is None:
        first = next(iter(await turn.unit.products.all()), None)
        if first is None:
            raise refuse_field("items", "nothing is sold here: [[products]] in the business file adds something")
        return [Want(first.sku, first.sizes[0], 1)]
    listed: list[Any] = given if isinstance(given, list) else [given]
    if not listed or len(listed) > MOST_LINES or not all(isinstance(one, dict) for one in listed):
        raise refuse_field("items", f'items are 1 to {MOST_LINES} of {{"sku", "size", "quantity"}}')
    return [await _want(turn, one) for one in listed]


async def _want(turn: Turn, asked: Mapping[str, Any]) -> Want:
    sku, size, quantity = str(asked.get("sku") or ""), str(asked.get("size") or ""), asked.get("quantity", 1)
    product = await turn.unit.products.find_by_sku(sku) if sku.isprintable() else None
    if product is None or product.removed_at is not None:
        raise refuse_field("items", "no product has that SKU; GET /sim/api/goods lists them")
    if size not in product.sizes:
        raise refuse_field("items", f"{product.sku} comes in {_sizes(product)}")
    if not isinstance(quantity, int) or isinstance(quantity, bool) or not 1 <= quantity <= MOST_PIECES:
        raise refuse_field("items", f"a quantity is a whole number from 1 to {MOST_PIECES}")
    return Want(product.sku, size, quantity)


def _sizes(product: Product) -> str:
    return ", ".join(product.sizes) if any(product.sizes) else "one size, which has no name"
