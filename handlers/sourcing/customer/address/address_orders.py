"""Orders that an address question or change is about: the customer's orders that have not left."""

from collections.abc import Sequence

from flows.sourcing.order_state import WITH_US
from handlers.customer_talk.understood_message import UnderstoodMessage
from handlers.engine.turn import Turn
from handlers.sourcing import customer_orders
from storage.sourcing.order_addresses import DeliveryAddresses
from storage.sourcing.reservations import Reservation, Reservations


async def find_asked_order(turn: Turn, said: UnderstoodMessage) -> Reservation | None:
    """Return the order of the answered question; None if it has left."""
    about = said.answers.about
    row = await turn.unit.of(Reservations).get(about.id) if about is not None else None
    return row if row is not None and row.status in WITH_US else None


async def find_asked_orders(turn: Turn, said: UnderstoodMessage) -> Sequence[Reservation]:
    """Return the order of the question, the orders changed together with it, and those with no address."""
    about, numbers = said.answers.about, said.answers.data.get("orders", ())
    rows = await customer_orders.list_unshipped(turn, said.address.contact)
    known = await turn.unit.of(DeliveryAddresses).find_addresses([row.id for row in rows])
    lacking = {one.order for one in known.values() if one.text is None}
    asked = {about.id} if about is not None else set()
    return [row for row in rows if row.id in lacking | asked or row.number in numbers]
