"""Payments and refunds as providers tell of them, brought to the order they are for."""

from __future__ import annotations

from uuid import UUID

from flows.events import LinkEnded, PaymentArrived, RefundMoved
from flows.phrase import phrase
from flows.sourcing import flow
from handlers import alerts, host
from handlers.turn import Turn
from storage.sourcing.payments import Payments


async def told(turn: Turn, event: PaymentArrived | LinkEnded | RefundMoved) -> str | None:
    """Give it to its order; the reason why it was set aside, where no order of ours is meant."""
    order = await _order(turn, event)
    run = await turn.unit.runs.open(flow.NAME, str(order)) if order else None
    if run is not None:
        await host.advance(turn, run, event)
        return None
    if isinstance(event, PaymentArrived):
        await _tell_staff(turn, event, order)
        return None if order else f"a payment of no order: {event.payment}"
    return None if order else f"news of no payment of ours, from {event.provider}"


async def _tell_staff(turn: Turn, event: PaymentArrived, order: UUID | None) -> None:
    """Each payment that was to be ours; of what else is sold by the same account, the first of a day."""
    values = {"amount": event.amount, "provider": event.provider, "payment": event.payment}
    if order is None and _uuid(event.reference) is None:
        await alerts.tell(turn, f"other-sales:{event.provider}", phrase("other_sales_came", **values))
        return
    await alerts.tell(turn, f"payment:{event.payment}", phrase("payment_of_nobody", over=order is not None, **values))


async def _order(turn: Turn, event: PaymentArrived | LinkEnded | RefundMoved) -> UUID | None:
    reference = _uuid(event.reference)
    if isinstance(event, RefundMoved):
        return await turn.unit.of(Payments).order_refunded(reference, event.refund, event.payment)
    return await turn.unit.of(Payments).order_of(reference, event.link)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(hex=text)
    except ValueError:
        return None
