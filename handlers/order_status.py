"""Where is my order? Answered from the last thing that the shop told of it, without a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import takewhile
from typing import Any
from uuid import UUID

from flows.sourcing.facts import named
from flows.sourcing.order import FETCHING, Status
from handlers.sourcing.orders import token_of
from handlers.turn import Turn
from storage.histories import Step
from storage.reservations import Reservation
from storage.shop import Order, bare

SHIPPED = Status.SHIPPED.value
_UNDER_WAY = frozenset({*(status.value for status in FETCHING), SHIPPED})
_MOST = 100  # orders of a person among which the one they name is looked for


async def answer(turn: Turn, contact: UUID, number: str | None) -> tuple[str | None, Mapping[str, Any]]:
    """The template that answers, with its values; None where only a person can tell.

    ``number`` is the order they name; without one it is their latest. One that they name and we do not know may be
    known to the staff; where there is none at all, we say so.
    """
    order = await _found(turn, contact, number)
    sourced = await _sourced(turn, contact, number)
    if sourced is not None and (order is None or order.id == sourced.id or _later(sourced, order)):
        return "order_update", await sourced_values(turn, sourced)
    if order is not None:
        return "order_status", order_values(order, await turn.unit.orders.refunded_at(order.id))
    return (None, {}) if number else ("order_unknown", {})


async def _sourced(turn: Turn, contact: UUID, number: str | None) -> Reservation | None:
    """The sourced order that they mean."""
    theirs = await turn.unit.reservations.of_contact(contact, _MOST if number else 1)
    if number:
        theirs = [one for one in theirs if bare(number) in {one.number, one.ref}]
    return next(iter(theirs), None)


def _later(sourced: Reservation, order: Order) -> bool:
    return order.placed_at is None or sourced.created_at >= order.placed_at


async def sourced_values(turn: Turn, found: Reservation) -> dict[str, Any]:
    """How far a sourced order is, since when, and where to follow it: what its messages and its page say, too."""
    lines = [line for line, _ in (await turn.unit.reservations.lines([found.id]))[found.id]]
    history = await turn.unit.histories.history(found.id)
    values: dict[str, Any] = {
        "order": found.number,
        "items": named(tuple(line for line in lines if line.wanted) or tuple(lines)),
        "happened": found.status,
        "when": _since(history, found.changed_at),
    }
    promised = found.promised_at if found.status in _UNDER_WAY else None
    also = {
        "expected": promised if promised and promised > turn.now else None,
        "link": f"{turn.link_base}/track/{token_of(turn, found.id)}" if turn.link_base else None,
        "tracking": found.parcel if found.status == SHIPPED else None,
    }
    return values | {name: value for name, value in also.items() if value}


def _since(history: Sequence[Step], otherwise: datetime) -> datetime:
    """When it came to the state in which it is: what is only noted in a state does not begin it anew."""
    since = otherwise
    for step in takewhile(lambda step: step.status == history[-1].status, reversed(history)):
        since = step.at
    return since


async def _found(turn: Turn, contact: UUID, number: str | None) -> Order | None:
    if number:
        return await turn.unit.orders.by_number(contact, number)
    return next(iter(await turn.unit.orders.of(contact, 1)), None)


def order_values(order: Order, refunded_at: datetime | None) -> dict[str, Any]:
    """The last thing that happened to an order, and when: never "your order is being processed"."""
    if refunded_at is not None and order.total is not None and order.refunded >= order.total.micros:
        returned = {"amount": order.total.decimal, "currency": order.total.currency}
        return {"order": order.number, "happened": "refunded", "when": refunded_at, **returned}
    known = {
        "delivered": order.delivered_at,
        "shipped": order.shipped_at,
        "cancelled": order.cancelled_at,
        "paid": order.paid_at,
        "placed": order.placed_at,
    }
    if order.cancelled_at is not None:
        known = {"cancelled": order.cancelled_at}
    happened, when = next((name, at) for name, at in known.items() if at is not None)
    values: dict[str, Any] = {"order": order.number, "happened": happened, "when": when}
    also = {"carrier": order.carrier, "link": order.tracking_url, "expected": order.expected}
    return values | {name: value for name, value in also.items() if value and happened == "shipped"}
