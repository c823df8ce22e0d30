"""Payments and refunds as providers tell of them, brought to the order they are for."""

from __future__ import annotations

from uuid import UUID

from flows.events import LinkEnded, PaymentArrived, RefundMoved
from flows.sourcing import flow
from handlers import alerts, host
from handlers.turn import Turn


async def told(turn: Turn, event: PaymentArrived | LinkEnded | RefundMoved) -> str | None:
    """Give it to its order; the reason why it was set aside, where no order of ours is meant."""
    order = await _order(turn, event)
    run = await turn.unit.runs.open(flow.NAME, str(order)) if order else None
    if run is not None:
        await host.advance(turn, run, event)
        return None
    if isinstance(event, PaymentArrived):
        what = f"{event.amount} {event.amount.currency} came by {event.provider} (payment {event.payment})"
        known = "its order is over" if order else "no order of ours is meant"
        text = (
            f"{what}, but {known}. Nothing was done. Look into your payment account: if it is nobody's, send it back."
        )
        await alerts.tell(turn, f"payment:{event.payment}", text)
        return None if order else f"a payment of no order: {event.payment}"
    return None if order else f"news of no payment of ours, from {event.provider}"


async def _order(turn: Turn, event: PaymentArrived | LinkEnded | RefundMoved) -> UUID | None:
    reference = _uuid(event.reference)
    if isinstance(event, RefundMoved):
        return await turn.unit.payments.order_refunded(reference, event.refund, event.payment)
    return await turn.unit.payments.order_of(reference, event.link)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(hex=text)
    except ValueError:
        return None
