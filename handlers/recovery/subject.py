"""The cart as what a message is about."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from handlers.subjects import SubjectKind, Thing, When
from handlers.turn import Turn
from storage.shop import BOUGHT
from storage.unit import Unit
from templates import formats


async def _carts(unit: Unit, which: Collection[UUID]) -> dict[UUID, Thing]:
    found = await unit.carts.by_ids(which)
    return {
        one.id: Thing(
            {"items": [item.title for item in one.items], "amount": one.total.decimal, "currency": one.total.currency},
            one.total,
            one.checkout_url,
            one.as_of,
            "the cart was bought" if one.status == BOUGHT else "",
        )
        for one in found.values()
    }


def _cart_told(turn: Turn, cart: Thing, when: When) -> str:
    assert cart.total is not None, "a cart has a total"
    assert cart.at is not None, "and a moment at which it was left"
    worth = formats.money(cart.total.decimal, cart.total.currency, turn.business.locale)
    return f"a cart of {worth} left {when(cart.at)}"


CART = SubjectKind("cart", _carts, _cart_told, frozenset({"items", "amount", "link"}))
