"""The part of sourcing in what the staff sees of a period: orders, and the money of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from flows.phrase import Ours, Text, phrase
from handlers.turn import Turn
from storage.sourcing.report import sourcing_report
from storage.sourcing.trade import Trade

_SEVERAL = 2


async def lines(turn: Turn, start: datetime | None, end: datetime | None) -> Sequence[Text]:
    """What became of the orders that were reserved in a period; nothing where there were none."""
    found = await sourcing_report(turn.unit, turn.tenant, start, end, turn.now)
    if not found.reserved:
        return ()
    lost = found.unavailable + found.expired + found.cancelled
    many = {name: Decimal(getattr(found, name)) for name in ("reserved", "confirmed", "delivered")}
    orders = phrase("stats_orders", **many, lost=Decimal(lost), revenue=found.revenue)
    back = found.refunded
    refunds = (phrase("stats_orders_refunded", many=Decimal(back.count), amount=back.amount),) if back.count else ()
    return (orders, *refunds, *_traded(found.trade))


def _traded(trade: Trade) -> Sequence[Text]:
    """The mean order, the shares of the trade and the orders that were kept; nothing of a single order."""
    if trade.orders < _SEVERAL or trade.average_order is None:
        return ()
    shares = {name: Ours(f"{(getattr(trade, name) or 0.0) * 100:.0f} %") for name in ("express_share", "repeat_rate")}
    told = phrase("stats_traded", average=trade.average_order, **shares)
    saved = phrase("stats_refunds_avoided", many=Decimal(trade.refunds_avoided), amount=trade.saved)
    return (told, *([saved] if trade.refunds_avoided else []))
