"""What messages are about, kind by kind: what texts, links and staff are told of a row."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flows.money import Money
from storage.shop import BOUGHT
from storage.unit import Unit
from templates import formats

if TYPE_CHECKING:
    from handlers.turn import Turn

When = Callable[[datetime], str]
"""A moment in words, as whoever reads them is told of moments."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A row that a message is about: the ``values`` of texts, what it is worth, and where its link leads.

    ``at`` is its last activity; ``gone`` says why nothing more has to be said of it, "" while there is no such reason.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    total: Money | None = None
    url: str = ""
    at: datetime | None = None
    gone: str = ""


@dataclass(frozen=True, slots=True)
class SubjectKind:
    """A noun that messages are about. ``load`` finds its rows by their ids; ``told`` is how staff hear of one.

    ``gives`` names the values that its rows have for texts, with "link" where they have an address: a text that names
    none of them needs no row.
    """

    kind: str
    load: Callable[[Unit, Collection[UUID]], Awaitable[Mapping[UUID, Thing]]]
    told: Callable[[Turn, Thing, When], str]
    gives: frozenset[str] = frozenset()


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


async def _reservations(unit: Unit, which: Collection[UUID]) -> dict[UUID, Thing]:
    found = [await unit.reservations.get(one) for one in which]
    return {one.id: Thing({"order": one.number}, at=one.created_at) for one in found if one is not None}


def _reservation_told(_turn: Turn, order: Thing, _when: When) -> str:
    return f"order {order.values['order']}"


CART = SubjectKind("cart", _carts, _cart_told, frozenset({"items", "amount", "link"}))
RESERVATION = SubjectKind("reservation", _reservations, _reservation_told)
