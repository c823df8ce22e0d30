"""The orders whose address is asked for, told or changed: those of a customer that have not left."""

from uuid import UUID

from flows.sourcing.status import WITH_US
from handlers.customer_talk.said import Said
from handlers.sourcing import customer_orders
from handlers.sourcing.customer.address.question import POSTAL_CODE, WHERE
from handlers.turn import Turn
from storage.sourcing.addresses import DeliveryAddresses
from storage.sourcing.reservations import Reservation, Reservations


async def to_deliver(turn: Turn, contact: UUID) -> list[Reservation]:
    """Their orders that have not left, of which we were told or asked where they go."""
    rows = await customer_orders.with_us(turn, contact)
    known = await turn.unit.of(DeliveryAddresses).of_all([row.id for row in rows])
    return [row for row in rows if row.id in known]


async def asked_with(turn: Turn, said: Said) -> list[Reservation]:
    """The order whose address they were asked for, with all others of theirs that wait for the same answer; where none
    was asked about, or that one has left or is over, all that have not left."""
    rows = await to_deliver(turn, said.address.contact)
    about = said.answers.about if said.is_to(WHERE) or said.is_to(POSTAL_CODE) else None
    if about is None or all(row.id != about.id for row in rows):
        return rows
    known = await turn.unit.of(DeliveryAddresses).of_all([row.id for row in rows])
    untold = {None, said.answers.data["address"]} if said.is_to(POSTAL_CODE) else {None}
    return [row for row in rows if row.id == about.id or known[row.id].text in untold]


async def asked_about(turn: Turn, said: Said) -> Reservation | None:
    """The order that was asked about, while it has not left."""
    about = said.answers.about
    row = await turn.unit.of(Reservations).get(about.id) if about is not None else None
    return row if row is not None and row.status in WITH_US else None


async def just_told(turn: Turn, said: Said) -> list[Reservation]:
    """Their orders whose address was noted after this message was written: our answer to that had not left yet."""
    rows = await to_deliver(turn, said.address.contact)
    known = await turn.unit.of(DeliveryAddresses).of_all([row.id for row in rows])
    return [row for row in rows if known[row.id].text is not None and known[row.id].at >= said.message.created_at]
