"""Numbers of orders that begin in a chat with us, and not in a shop's system."""

from __future__ import annotations

from uuid import UUID

from handlers.turn import Turn
from storage.sourcing.reservations import Reservation, Reservations

SOURCE = "parley"
"""Whose order it is where no shop's system has it."""
_TRIES = 12  # numbers for one order: five digits at first, then seven


async def order_number(turn: Turn, of: UUID) -> str:
    """A number for an order that begins here: short to type, of no other order, and not to be worked out from one."""
    for attempt in range(_TRIES):
        number = turn.tools.seeds.order_number(turn.business.id, of, attempt=attempt)
        if await turn.unit.of(Reservations).by_number(number) is None:
            return number
    raise RuntimeError("twelve numbers in a row are taken; there are ten million of them")


async def order_of(turn: Turn, of: UUID, contact: UUID) -> Reservation | None:
    """The order of that person to which such a number was given; None where it was not taken in, and for none."""
    for attempt in range(_TRIES):
        number = turn.tools.seeds.order_number(turn.business.id, of, attempt=attempt)
        found = await turn.unit.of(Reservations).by_number(number)
        if found is None or (found.contact == contact and found.source == SOURCE):
            return found
    return None
