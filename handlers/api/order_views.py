"""A sourced order as readers of the API are shown it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flows.money import Money
from flows.sourcing.order import Line, Promise
from handlers.api.views import utc
from handlers.turn import Turn
from storage.histories import Step
from storage.reservations import Reservation


async def order_views(turn: Turn, found: Sequence[Reservation]) -> list[dict[str, Any]]:
    """These orders in the same order, read by a few statements however many they are."""
    which = [one.id for one in found]
    lines = await turn.unit.reservations.lines(which)
    promised = await turn.unit.promises.promised(which)
    histories = await turn.unit.histories.histories(which)
    asked = {promise.shop for kept in promised.values() for promise in kept if promise.shop is not None}
    shops = await turn.unit.shops.by_ids(asked)
    refs = {shop.id: shop.ref for shop in shops.values()}
    return [_order(one, lines[one.id], promised[one.id], histories[one.id], refs) for one in found]


def _order(
    found: Reservation,
    lines: Sequence[tuple[Line, str]],
    promised: Sequence[Promise],
    history: Sequence[Step],
    refs: Mapping[UUID, str],
) -> dict[str, Any]:
    return {
        "id": found.ref,
        "status": found.status,
        "express": found.express,
        "for_stock": found.for_stock,
        "items": [
            {
                "sku": line.sku,
                "size": line.size,
                "quantity": line.quantity,
                "status": status,
                "shops": [_share(found, one, refs) for one in promised if one.line == line.id and one.shop],
            }
            for line, status in lines
        ],
        "amount": str(Money(found.amount, found.currency)),
        "payment": {"state": found.payment, "link": found.link},
        "promise": utc(found.promised_at),
        "carrier": found.carrier,
        "tracking": found.tracking,
        "history": [{"at": utc(step.at), "status": step.status, "by": step.by, "note": step.note} for step in history],
    }


def _share(found: Reservation, promise: Promise, refs: Mapping[UUID, str]) -> dict[str, Any]:
    assert promise.shop is not None, "what is our own is no shop's share"
    earns = Money(promise.quantity * promise.commission, found.currency)
    return {"shop": refs[promise.shop], "quantity": promise.quantity, "commission": str(earns)}
