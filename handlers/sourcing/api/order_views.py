"""Sourced orders as the API shows them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flows.money import Money
from flows.sourcing.order_line import Line, Promise
from handlers.engine.checked_fields import utc
from handlers.engine.turn import Turn
from handlers.sourcing.order_history import ShownStep, load_histories
from storage.sourcing.order_addresses import DeliveryAddresses
from storage.sourcing.order_payments import Payments, Returned
from storage.sourcing.partner_shops import Shops
from storage.sourcing.promises import Promises
from storage.sourcing.reservations import Reservation, Reservations


async def build_order_views(turn: Turn, found: Sequence[Reservation]) -> list[dict[str, Any]]:
    """Return these orders in the same order, with a fixed number of statements."""
    which = [one.id for one in found]
    lines = await turn.unit.of(Reservations).lines(which)
    promised = await turn.unit.of(Promises).find_promises(which)
    steps = await load_histories(turn, which)
    asked = {promise.shop for kept in promised.values() for promise in kept if promise.shop is not None}
    shops = await turn.unit.of(Shops).by_ids(asked)
    refs = {shop.id: shop.ref for shop in shops.values()}
    came, back = await turn.unit.of(Payments).sum_paid(which), await turn.unit.of(Payments).find_returned(which)
    paid = {one.id: _payment(one, came.get(one.id, 0), back.get(one.id, ())) for one in found}
    goes_to = await turn.unit.of(DeliveryAddresses).find_addresses(which)
    told = {name: one.text for name, one in goes_to.items()}
    return [
        _order(one, lines[one.id], promised[one.id], paid[one.id], steps[one.id], refs) | {"address": told.get(one.id)}
        for one in found
    ]


def _order(
    found: Reservation,
    lines: Sequence[tuple[Line, str]],
    promised: Sequence[Promise],
    payment: Mapping[str, Any],
    history: Sequence[ShownStep],
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
                "shops": _shares(found, [one for one in promised if one.line == line.id], refs),
            }
            for line, status in lines
        ],
        "amount": str(Money(found.amount, found.currency)),
        "payment": payment,
        "promise": utc(found.promised_at and found.promised_at.replace(microsecond=0)),
        "carrier": found.carrier,
        "tracking": found.tracking,
        "history": [{"at": utc(step.at), "status": step.status, "by": step.by, "note": step.note} for step in history],
    }


def _payment(found: Reservation, came: int, back: Sequence[Returned]) -> dict[str, Any]:
    """Describe the order's money for the API: the sum received, and the refunds. A failed refund does not count."""
    sent = [one for one in back if one.state != "failed"]
    gone, state = sum(one.amount for one in sent), "paid" if came else found.payment
    if came and gone >= came:
        state = "refunded" if all(one.state == "processed" for one in sent) else "refunding"
    return {"state": state, "link": found.link, "refunded": str(Money(gone, found.currency))}


def _shares(found: Reservation, promised: Sequence[Promise], refs: Mapping[UUID, str]) -> list[dict[str, Any]]:
    """Return each shop's pieces of a line, kept or handed over, summed up by shop."""
    pieces, earns = Counter[UUID](), Counter[UUID]()
    for one in promised:
        if one.shop is not None:
            pieces[one.shop] += one.quantity
            earns[one.shop] += one.quantity * one.commission
    money = {shop: str(Money(micros, found.currency)) for shop, micros in earns.items()}
    return [{"shop": refs[shop], "quantity": many, "commission": money[shop]} for shop, many in pieces.items()]
