"""A person's sourced orders: which go on, how one stands in its run, and the numbers of those that begin in a chat."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from flows.engine import Subject
from flows.events import OrderReserved
from flows.sourcing import order_flow
from flows.sourcing.order import Order
from flows.sourcing.order_state import GOING_ON, WITH_US, Status
from handlers.engine.turn import Turn
from storage.events.runs import Run
from storage.people.people import Address
from storage.sourcing.reservations import Reservation, Reservations
from storage.sql import json_codec
from storage.store.purchases import bare

CALLABLE = WITH_US | {Status.SHIPPED}
"""Orders that can still be cancelled, by their customer or by the staff."""
MOST = 20
"""Orders of a person that are looked through."""
SOURCE = "parley"
"""Whose order it is where no shop's system has it."""
_TRIES = 12  # numbers for one order: five digits at first, then seven


async def orders_of(turn: Turn, contact: UUID) -> list[Reservation]:
    """Theirs, the newest first; what fills our own shelf is nobody's."""
    return [one for one in await turn.unit.of(Reservations).of_contact(contact, MOST) if not one.for_stock]


async def going_on(turn: Turn, contact: UUID) -> list[Reservation]:
    """Those that are not over."""
    return [one for one in await orders_of(turn, contact) if one.status in GOING_ON]


async def with_us(turn: Turn, contact: UUID) -> list[Reservation]:
    """Those that are not over and have not left us."""
    return [one for one in await orders_of(turn, contact) if one.status in WITH_US]


async def just_placed(turn: Turn, address: Address) -> Sequence[str]:
    """The numbers of what they agreed to at this address, and nobody has acted upon yet, the newest last."""
    waiting = await turn.unit.inbox.new_of(OrderReserved)
    return [one.number for one in reversed(waiting) if one.written_at is not None and one.written_at[0] == address.id]


def called(orders: Sequence[Reservation], names: Iterable[str]) -> list[Reservation]:
    """Those that are called so, in small letters or capitals, with a "#" or without."""
    meant = {bare(name).casefold() for name in names}
    return [one for one in orders if not meant.isdisjoint({one.number.casefold(), one.ref.casefold()})]


def subject(order: UUID) -> Subject:
    """An order as what a message or a question is about."""
    return Subject("reservation", order)


def subject_of(row: Reservation) -> Subject:
    """The order as what a message or a question is about."""
    return subject(row.id)


async def run_of(turn: Turn, row: Reservation) -> Run | None:
    """The order's run, also one that has ended; None where nothing is known of it any more."""
    return await turn.unit.runs.get(row.run) if row.run is not None else None


def order_in(run: Run) -> Order:
    """The order as its run has it."""
    order: Order = json_codec.load(Order, run.state)
    return order


async def as_it_stands(turn: Turn, row: Reservation) -> Order | None:
    """The order of a row, as the order's run has it."""
    run = await run_of(turn, row)
    return order_in(run) if run is not None else None


@dataclass(frozen=True, slots=True)
class AtHand:
    """An order, its row, and its run where that goes on."""

    row: Reservation
    order: Order
    run: Run | None

    @property
    def is_open(self) -> bool:
        """Whether the order's run goes on: only then does a command change the order."""
        return self.run is not None and self.run.flow == order_flow.NAME and self.row.contact is not None


async def order_by_id(turn: Turn, order: UUID) -> AtHand | None:
    """The order with that id; None where nothing is known of it any more."""
    row = await turn.unit.of(Reservations).get(order)
    run = await run_of(turn, row) if row is not None else None
    if row is None or run is None:
        return None
    if row.contact is not None:
        turn.unit.met.add(row.contact)  # what the staff says of their order names them
    return AtHand(row, order_in(run), run if run.ended_at is None else None)


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
