"""The cart as what a message is about."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from flows.phrase import Text, phrase
from handlers.subjects import SubjectKind, Thing, When
from storage.purchases import BOUGHT
from storage.unit import Unit


async def _carts(unit: Unit, which: Collection[UUID]) -> dict[UUID, Thing]:
    found = await unit.carts.by_ids(which)
    return {
        one.id: Thing(
            {"items": [item.title for item in one.items], "amount": one.total.decimal, "currency": one.total.currency},
            one.total,
            one.checkout_url,
            one.as_of,
            phrase("cart_was_bought") if one.status == BOUGHT else None,
        )
        for one in found.values()
    }


def _cart_told(cart: Thing, when: When) -> Text:
    assert cart.total is not None, "a cart has a total"
    assert cart.at is not None, "and a moment at which it was left"
    return phrase("about_cart", amount=cart.total, at=when(cart.at))


CART = SubjectKind("cart", _carts, _cart_told, frozenset({"items", "amount", "link"}))
