"""The occasions on which it is asked where an order goes: as it is placed, and once more as it is to be paid.

No order waits for it: it is looked for and paid all the same. Who has not told it is asked once more, beside the link
to pay or when it is paid; the staff sees that it is missing. When the order has left, or is over, it is no question any
more.
"""

from datetime import timedelta
from uuid import UUID

from flows.events import OrderReserved
from flows.policy.facts import Kind
from flows.sourcing.events import AddressedEarly
from flows.sourcing.order import Order
from flows.sourcing.payment import PaymentState
from flows.sourcing.status import WITH_US, Status
from handlers.sourcing.customer.address import question
from handlers.turn import Turn
from storage.facts.ways import ways_to
from storage.sourcing.addresses import DeliveryAddresses
from storage.sourcing.reservations import Reservations

_NOT_AT_ONCE = timedelta(minutes=10)
"""Who was asked less than so long ago is not asked again beside the link to pay."""


async def begin(turn: Turn, contact: UUID, order: Order, event: OrderReserved) -> None:
    """Keep the address that came with an order, and ask who ordered in a chat for what it lacks, or for all of it; of
    one that is over as it begins, because no shop can be asked, nothing is asked."""
    addresses = turn.unit.of(DeliveryAddresses)
    written_at = event.written_at[0] if event.written_at is not None and await _is_with_us(turn, order.id) else None
    if event.address and written_at is not None:
        await _keep_told(turn, contact, order, event, written_at)
    elif event.address:
        await addresses.keep(order.id, contact, event.address, turn.now)
    elif written_at is not None:
        asked = await turn.unit.questions.is_open_to(contact, question.WHERE, turn.now)
        await addresses.expect(order.id, contact, turn.now)
        if not asked and not await _is_told(turn, order.number):
            to = await turn.unit.people.address_by_id(written_at)
            await question.ask(turn, to, order.id, order.number, await addresses.last_of(contact), Kind.ANSWER, "asked")


async def _is_with_us(turn: Turn, order: UUID) -> bool:
    """Whether an order still stands after its first step."""
    row = await turn.unit.of(Reservations).get(order)
    return row is not None and row.status in WITH_US


async def _keep_told(turn: Turn, contact: UUID, order: Order, event: OrderReserved, written_at: UUID) -> None:
    """Keep an address that was told while the order was picked, and what they wish of the bringing."""
    await turn.unit.of(DeliveryAddresses).keep(order.id, contact, event.address, turn.now)
    to = await turn.unit.people.address_by_id(written_at)
    await question.tell(turn, to, order.id, order.number, event.address, at_all=event.unshown)
    if event.note:
        await turn.unit.of(DeliveryAddresses).wish(order.id, event.note)
        await question.tell_wish(turn, to, order.id, order.number, event.note)


async def remind(turn: Turn, contact: UUID | None, before: Order | None, after: Order) -> None:
    """Ask once more for an address that was not told, beside the link to pay, else when it is paid."""
    if contact is None or before is None or not after.has_listener or not _is_time(before, after):
        return
    told = await turn.unit.of(DeliveryAddresses).of(after.id)
    if told is None or told.text is not None or (not _is_paid(before, after) and turn.now < told.at + _NOT_AT_ONCE):
        return
    ways = await ways_to(turn.unit, turn.business, contact)
    if ways:
        to = await turn.unit.people.address_by_id(ways[0][0])
        known = await turn.unit.of(DeliveryAddresses).last_of(contact)
        await question.ask(turn, to, after.id, after.number, known, Kind.MESSAGE, "reminded")


async def settle(turn: Turn, before: Order | None, after: Order) -> None:
    """Where an order goes that has left, or is over, is no question any more."""
    if before is not None and before.status in WITH_US and after.status not in WITH_US:
        await question.settle(turn, after.id)


async def _is_told(turn: Turn, number: str) -> bool:
    """Whether they wrote where the order goes before anybody could ask, and it is noted next."""
    return any(one.number == number for one in await turn.unit.inbox.new_of(AddressedEarly))


def _is_paid(before: Order, after: Order) -> bool:
    return after.paid_at is not None and before.paid_at is None


def _is_time(before: Order, after: Order) -> bool:
    """Whether the link to pay leaves now, the question that stands for it at the door, or the money came."""
    if _is_paid(before, after):
        return True
    if after.pay == "cod":
        return after.status is Status.AVAILABLE and before.status is not Status.AVAILABLE
    return _has_link(after) and not _has_link(before)


def _has_link(order: Order) -> bool:
    return order.payment is not None and order.payment.state is PaymentState.OPEN
