"""When the address question is asked: as the order is placed, and again when it is to be paid.

No order waits for its address: it is sourced and paid without one. A customer who did not answer is asked again with
the payment link, or after payment, and the staff sees that the address is missing. The question closes once the order
has left or has ended.
"""

from datetime import timedelta
from uuid import UUID

from flows.events import OrderReserved
from flows.policy.departure_facts import Kind
from flows.sourcing.order import Order
from flows.sourcing.order_payment import PaymentState
from flows.sourcing.order_state import WITH_US, Status
from handlers.engine.turn import Turn
from handlers.sourcing.customer.address import address_question
from storage.facts.contact_ways import list_ways
from storage.sourcing.order_addresses import DeliveryAddresses
from storage.sourcing.reservations import Reservations

_NOT_AT_ONCE = timedelta(minutes=10)
"""A customer who was asked less than this ago is not asked again next to the payment link."""


async def begin(turn: Turn, contact: UUID, order: Order, event: OrderReserved) -> None:
    """Store the address that came with an order, or ask for it if the customer ordered in a chat.

    Nothing is asked if the order has already ended, because no shop could be asked.
    """
    addresses = turn.unit.of(DeliveryAddresses)
    row = await turn.unit.of(Reservations).get(order.id) if event.written_at is not None else None
    if event.address:
        await addresses.keep(order.id, contact, event.address, turn.now)
        await addresses.wish(order.id, event.note)
    elif event.written_at is not None and row is not None and row.status in WITH_US:
        asked = await turn.unit.questions.is_open_to(contact, address_question.WHERE, turn.now)
        await addresses.expect(order.id, contact, turn.now)
        if not asked:
            to = await turn.unit.people.address_by_id(event.written_at[0])
            await address_question.ask(turn, to, row, await addresses.find_last_address(contact), Kind.ANSWER, "asked")


async def remind(turn: Turn, contact: UUID | None, before: Order | None, after: Order) -> None:
    """Ask again for a missing address: with the payment link, or after payment."""
    if contact is None or before is None or not after.has_listener or not _is_time(before, after):
        return
    told = await turn.unit.of(DeliveryAddresses).find_address(after.id)
    if told is None or told.text is not None or (not _is_paid(before, after) and turn.now < told.at + _NOT_AT_ONCE):
        return
    ways = await list_ways(turn.unit, turn.business, contact)
    row = await turn.unit.of(Reservations).get(after.id)
    if ways and row is not None:
        to = await turn.unit.people.address_by_id(ways[0][0])
        known = await turn.unit.of(DeliveryAddresses).find_last_address(contact)
        await address_question.ask(turn, to, row, known, Kind.MESSAGE, "reminded")


async def settle(turn: Turn, before: Order | None, after: Order) -> None:
    """Close the address question of an order that has left or has ended."""
    if before is not None and before.status in WITH_US and after.status not in WITH_US:
        await address_question.settle(turn, after.id)


def _is_paid(before: Order, after: Order) -> bool:
    return after.paid_at is not None and before.paid_at is None


def _is_time(before: Order, after: Order) -> bool:
    """Return True at the times to ask again: with the payment link, the question about cash, or incoming money."""
    if _is_paid(before, after):
        return True
    if after.pay == "cod":
        return after.status is Status.AVAILABLE and before.status is not Status.AVAILABLE
    return _has_link(after) and not _has_link(before)


def _has_link(order: Order) -> bool:
    return order.payment is not None and order.payment.state is PaymentState.OPEN
