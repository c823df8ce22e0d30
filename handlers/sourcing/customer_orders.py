"""A person's sourced orders: the open ones, their state in the run, and the numbers of chat orders."""

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
from storage.store.purchases import strip_hash

CALLABLE = WITH_US | {Status.SHIPPED}
"""Orders that can still be cancelled, by their customer or by the staff."""
MOST = 20
"""Orders of a person to look through."""
SOURCE = "parley"
"""The source of an order that no shop's system has."""
_TRIES = 12  # numbers for one order: five digits at first, then seven


async def list_orders(turn: Turn, contact: UUID) -> list[Reservation]:
    """Return the person's orders, the newest first, without orders for our own shelf."""
    return [one for one in await turn.unit.of(Reservations).list_by_contact(contact, MOST) if not one.for_stock]


async def list_unfinished(turn: Turn, contact: UUID) -> list[Reservation]:
    """Return the person's orders that have not ended."""
    return [one for one in await list_orders(turn, contact) if one.status in GOING_ON]


async def list_unshipped(turn: Turn, contact: UUID) -> list[Reservation]:
    """Return the person's orders that have neither ended nor left us."""
    return [one for one in await list_orders(turn, contact) if one.status in WITH_US]


async def list_just_placed(turn: Turn, address: Address) -> Sequence[str]:
    """Return the numbers of orders agreed at this address whose events are not handled yet, the newest last."""
    waiting = await turn.unit.inbox.list_new(OrderReserved)
    return [one.number for one in reversed(waiting) if one.written_at is not None and one.written_at[0] == address.id]


def find_by_name(orders: Sequence[Reservation], names: Iterable[str]) -> list[Reservation]:
    """Return the orders with these numbers, in any case, with or without "#"."""
    meant = {strip_hash(name).casefold() for name in names}
    return [one for one in orders if not meant.isdisjoint({one.number.casefold(), one.ref.casefold()})]


def make_subject(order: UUID) -> Subject:
    """Return an order's id as the subject of a message or question."""
    return Subject("reservation", order)


def make_row_subject(row: Reservation) -> Subject:
    """Return the row's order as the subject of a message or question."""
    return make_subject(row.id)


async def find_run(turn: Turn, row: Reservation) -> Run | None:
    """Return the order's run, also if it has ended; None if it is no longer stored."""
    return await turn.unit.runs.get(row.run) if row.run is not None else None


def get_order(run: Run) -> Order:
    """Return the order from its run's state."""
    order: Order = json_codec.load(Order, run.state)
    return order


async def load_order(turn: Turn, row: Reservation) -> Order | None:
    """Load the order of a row from its run; None if the run is no longer stored."""
    run = await find_run(turn, row)
    return get_order(run) if run is not None else None


@dataclass(frozen=True, slots=True)
class AtHand:
    """An order with its row, and with its run if that is open."""

    row: Reservation
    order: Order
    run: Run | None

    @property
    def is_open(self) -> bool:
        """Return True if the order's run is open; only then can a command change the order."""
        return self.run is not None and self.run.flow == order_flow.NAME and self.row.contact is not None


async def load_by_id(turn: Turn, order: UUID) -> AtHand | None:
    """Return the order by id; None if it is no longer stored."""
    row = await turn.unit.of(Reservations).get(order)
    run = await find_run(turn, row) if row is not None else None
    if row is None or run is None:
        return None
    if row.contact is not None:
        turn.unit.met.add(row.contact)  # the staff's words about an order name its customer
    return AtHand(row, get_order(run), run if run.ended_at is None else None)


async def draw_number(turn: Turn, of: UUID) -> str:
    """Draw a number for a new chat order: short to type, unique, and not guessable."""
    for attempt in range(_TRIES):
        number = turn.tools.seeds.order_number(turn.business.id, of, attempt=attempt)
        if await turn.unit.of(Reservations).find_by_number(number) is None:
            return number
    raise RuntimeError("twelve numbers in a row are taken; there are ten million of them")


async def find_order(turn: Turn, of: UUID, contact: UUID) -> Reservation | None:
    """Return the person's order whose number was drawn from this seed; None if it is not stored."""
    for attempt in range(_TRIES):
        number = turn.tools.seeds.order_number(turn.business.id, of, attempt=attempt)
        found = await turn.unit.of(Reservations).find_by_number(number)
        if found is None or (found.contact == contact and found.source == SOURCE):
            return found
    return None
