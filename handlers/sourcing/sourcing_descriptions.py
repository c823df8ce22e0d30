"""Descriptions of sourcing: an order as a message's subject, the figures of a period, and the waits of its runs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from flows.phrase import Ours, Text, phrase
from handlers.engine.subjects import SubjectKind, SubjectRow, When
from handlers.engine.turn import Turn
from storage.sourcing.reservations import Reservations
from storage.sourcing.trade_figures import Trade
from storage.unit import Unit

_SEVERAL = 2
ORDER = {
    "wave": "the next shops are asked for {who}",
    "answer": "the shops' time to answer for {who} is over",
    "reservation": "items kept for {who} are free again",
    "remind": "{who} is reminded to pay",
    "look": "we ask whether {who} has paid",
    "look_refund": "we ask whether the money of {who} is back",
    "tell": "{who} gets the state of their order",
    "promised": "the order of {who} is due: the staff gets a question",
    "urge": "the order of {who} may ship and is still here: the staff gets a question",
    "late": "what was not fetched for {who} is refunded",
    "express": "the express order of {who} runs out of time",
    "photos": "{who} has looked at the photos long enough",
    "over": "the order of {who} is closed for good",
    "split": "the order of {who} is split by the quick method",
}
DESK = {
    "ask": "{who} is asked for stock",
    "remind": "{who} is reminded to answer",
    "echo": "{who} gets the result of their answer",
    "answer": "the wait for {who} ends",
}
QUALITY = {"show": "{who} gets the checklist for the photos", "forgotten": "{who} gets a question about the photos"}
ORDERING = {"answer": "the question to {who} closes without an answer"}


async def _load_rows(unit: Unit, which: Collection[UUID]) -> dict[UUID, SubjectRow]:
    found = [await unit.of(Reservations).get(one) for one in which]
    return {one.id: SubjectRow({"order": one.number}, at=one.created_at) for one in found if one is not None}


def _reservation_told(order: SubjectRow, _when: When) -> Text:
    return phrase("about_order", order=order.values["order"])


def _look(order: SubjectRow) -> Text:
    return phrase("look_at_order", command=Ours(f"/order {order.values['order']}"))


RESERVATION = SubjectKind("reservation", _load_rows, _reservation_told, look=_look)


async def describe_period(turn: Turn, start: datetime | None, end: datetime | None) -> Sequence[Text]:
    """Describe the results of the orders reserved in a period; empty if there are no orders."""
    from storage.sourcing.sourcing_report import load_sourcing_report

    found = await load_sourcing_report(turn.unit, turn.tenant, start, end, turn.now)
    if not found.reserved:
        return ()
    lost = found.unavailable + found.expired + found.cancelled
    many = {name: Decimal(getattr(found, name)) for name in ("reserved", "confirmed", "delivered")}
    orders = phrase("stats_orders", **many, lost=Decimal(lost), revenue=found.revenue)
    back = found.refunded
    refunds = (phrase("stats_orders_refunded", many=Decimal(back.count), amount=back.amount),) if back.count else ()
    return (orders, *refunds, *_describe_trade(found.trade))


def _describe_trade(trade: Trade) -> Sequence[Text]:
    """Describe the average order, the shares of express and repeat orders, and avoided refunds; empty if too few."""
    if trade.orders < _SEVERAL or trade.average_order is None:
        return ()
    shares = {name: Ours(f"{(getattr(trade, name) or 0.0) * 100:.0f} %") for name in ("express_share", "repeat_rate")}
    told = phrase("stats_traded", average=trade.average_order, **shares)
    saved = phrase("stats_refunds_avoided", many=Decimal(trade.refunds_avoided), amount=trade.saved)
    return (told, *([saved] if trade.refunds_avoided else []))
