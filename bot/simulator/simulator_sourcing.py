"""Sourcing on a sandbox's page: partner shops with their keepers, reservations, and goods."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any
from uuid import UUID

from aiohttp import web

from bot.open_turns import OpenTurns
from bot.simulator.simulator_deeds import choose_business
from bot.simulator.simulator_state import Shown
from bot.simulator.till import Till
from bot.web.web_server import Part
from flows.money import Money
from flows.sourcing import order_flow
from flows.sourcing.order_draft import name_pieces
from flows.sourcing.order_line import PromiseState
from handlers.engine.checked_fields import utc
from handlers.engine.turn import Turn
from storage.sending.message import Message
from storage.sourcing.own_stock import Stocks
from storage.sourcing.partner_shops import Shops
from storage.sourcing.promises import Promises
from storage.sourcing.reservations import Reservation, Reservations
from storage.sourcing.shop_earnings import Earnings
from storage.sourcing.sourcing_scene import find_keepers, find_reserved

if TYPE_CHECKING:
    from bot.app import Service

MOST_GOODS = 200
_STOCK = frozenset(
    {
        "stock_request", "stock_requests", "stock_reminder", "stock_reminders",
        "stock_how_many", "stock_unclear", "stock_which",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class GoodsRoute:
    """``GET /sim/api/goods``."""

    turns: OpenTurns

    def add_to(self, app: web.Application) -> None:
        """Add the route."""
        app.router.add_get("/sim/api/goods", self.goods)

    async def goods(self, http: web.Request) -> web.Response:
        """Return the goods for reservations, with sizes and prices."""
        business = await choose_business(self.turns, http.query.get("business"))
        return web.json_response(await self.turns.look(business, _goods))


def _parts(service: Service) -> Iterable[Part]:
    return Till(service).add_to, GoodsRoute(service.turns).add_to


async def _people(turn: Turn, people: Sequence[UUID]) -> Mapping[UUID, Mapping[str, Any]]:
    """Return the partners with their shops; the shop's name replaces a missing one."""
    nothing: dict[UUID, dict[str, Any]] = {one: {"shop": None} for one in people}
    return nothing | {
        contact: {"name": shop.name, "shop": {"location": shop.location, "language": shop.language}}
        for contact, shop in (await find_keepers(turn.unit, people)).items()
    }


async def _thread(turn: Turn, contact: UUID | None) -> Mapping[str, Any]:
    if contact is None:
        return {"reserved": None, "keeps": None}
    reserved = await find_reserved(turn.unit, contact)
    return {"reserved": None if reserved is None else _show_reserved(reserved), "keeps": await _keeps(turn, contact)}


async def _goods(turn: Turn) -> dict[str, Any]:
    """Return the goods to reserve, those of partner shops first, and the fee of an express order.

    ``own`` is the business's own free stock by size, which needs no shop.
    """
    products = (await turn.unit.products.all())[:MOST_GOODS]
    stocks = await turn.unit.of(Stocks).find_stocks([one.id for one in products])
    own: dict[UUID, dict[str, int]] = {one.id: {} for one in products}
    for (product, size), stock in stocks.items():
        own[product] |= {size: stock.free} if stock.free else {}
    fee = turn.business.sourcing.express_fee
    return {
        "items": [
            {
                "sku": one.sku,
                "title": one.title,
                "sizes": list(one.sizes),
                "price": str(one.price),
                "own": own[one.id],
            }
            for one in sorted(products, key=lambda one: bool(own[one.id]))
        ],
        "currency": turn.business.currency,
        "express_fee": None if fee is None else str(fee),
    }


def _show_reserved(order: Reservation) -> dict[str, Any]:
    return {
        "number": order.number,
        "status": order.status,
        "express": order.express,
        "total": str(Money(order.amount, order.currency)),
        "currency": order.currency,
        "promised": utc(order.promised_at),
        "page": f"/track/{order.token}",
    }


def _message(message: Message) -> Mapping[str, Any]:
    """Return whether this message asks a shop for stock, so that the page offers to answer it."""
    return {"asks_stock": message.direction == "out" and message.template in _STOCK}


async def _keeps(turn: Turn, contact: UUID) -> dict[str, Any] | None:
    """Return the pieces that a partner has promised, and this month's earnings; None for other people."""
    shop = await turn.unit.of(Shops).find_by_contact(contact)
    if shop is None:
        return None
    month = turn.now.astimezone(turn.zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    earned = await turn.unit.of(Earnings).sum_since(shop.id, month.astimezone(UTC))
    return {
        "items": [
            {"order": one.number, "item": name_pieces(one.line, one.promise.quantity)}
            for one in await turn.unit.of(Promises).list_kept(shop.id, PromiseState.HELD)
        ],
        "earned": str(Money(earned.amount, turn.business.currency)),
        "currency": turn.business.currency,
    }


async def _find_requester(turn: Turn, run: UUID) -> str | None:
    """Return the name for a run that restocks our own stock; None for other runs."""
    found = await turn.unit.runs.get(run)
    row = await turn.unit.of(Reservations).get(UUID(found.key)) if found and found.flow == order_flow.NAME else None
    return "our own stock" if row is not None and row.for_stock else None


SHOWN = Shown(_parts, _people, _thread, _message, _find_requester)
