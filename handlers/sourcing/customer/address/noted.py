"""The address that a customer tells is noted: for their orders, in the words that they read, and for the staff."""

from collections.abc import Sequence

from flows.phrase import phrase
from flows.sourcing.draft import order_called
from flows.sourcing.status import FETCHING
from handlers import alerts
from handlers.customer_talk.said import Said, say
from handlers.sourcing import customer_orders
from handlers.sourcing.customer.address.question import KEPT, SHOWN, kept, settle
from handlers.sourcing.replies.address_names import with_name_of
from handlers.sourcing.replies.addresses import on_one_line
from handlers.sourcing.staff import cards
from handlers.turn import Turn
from storage.sourcing.addresses import DeliveryAddresses
from storage.sourcing.reservations import Reservation
from templates.values import quoted


async def keep(turn: Turn, said: Said, text: str, orders: Sequence[Reservation]) -> bool:
    """The address is that of these orders, with the name of before where it has none, and answers whatever was asked of
    theirs; what it lacks is asked for. False where there are none."""
    if not orders:
        return False
    known = await turn.unit.of(DeliveryAddresses).of_all([row.id for row in orders])
    text = with_name_of(next((one.text for one in known.values() if one.text), ""), text)
    for row in orders:
        await turn.unit.of(DeliveryAddresses).keep(row.id, said.address.contact, text, turn.now)
        await settle(turn, row.id)
        await _tell_staff(turn, said, row, text)
    numbers = tuple(row.number for row in orders)
    values, asks = kept(turn, orders[0].id, numbers if len(numbers) > 1 else numbers[0], text)
    await say(turn, said, KEPT, values=values, asks=asks)
    return True


async def _tell_staff(turn: Turn, said: Said, row: Reservation, text: str) -> None:
    """The order's message says no more that it is missing; of one that is being got ready the staff is told at once."""
    order = await customer_orders.as_it_stands(turn, row)
    if order is None:
        return
    await cards.show_notes(turn, order)
    if order.status in FETCHING:
        told = phrase("address_told", order=order_called(order), address=quoted(on_one_line(text), SHOWN))
        about = f"address:{row.id}:{said.message.id}"
        await alerts.tell(turn, about, told, person=said.address.id, subject=customer_orders.subject_of(row))
