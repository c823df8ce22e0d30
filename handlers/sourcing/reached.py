"""Whether the question of an order was really put to a shop: a desk writes within the shop's hours."""

from __future__ import annotations

from datetime import datetime

from flows.sourcing import opening
from flows.sourcing.order import Order
from handlers.turn import Turn
from storage.sourcing.shops import Shop, Shops


async def first(turn: Turn, order: Order) -> datetime | None:
    """When the first shop that this order turned to was asked; None where none of them has been open since."""
    shops = await turn.unit.of(Shops).by_ids({ask.shop for ask in order.asks})
    asked = [_asked_at(turn, shops[ask.shop], ask.asked_at) for ask in order.asks if ask.shop in shops]
    return min((at for at in asked if at <= turn.now), default=None)


def _asked_at(turn: Turn, shop: Shop, since: datetime) -> datetime:
    opened = opening.opens_at(shop.opens, shop.closes, turn.zone, since, shop.away_until, shop.away_from)
    return opened or since
