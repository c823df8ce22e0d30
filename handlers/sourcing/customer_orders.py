"""A person's sourced orders: which of them go on, and how one stands in its run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from flows.engine import Subject
from flows.events import OrderReserved
from flows.sourcing.order import Order
from flows.sourcing.status import GOING_ON, WITH_US, Status
from handlers.turn import Turn
from storage import codec
from storage.people import Address
from storage.purchases import bare
from storage.runs import Run
from storage.sourcing.reservations import Reservation, Reservations

CALLABLE = WITH_US | {Status.SHIPPED}
"""Orders that can still be cancelled, by their customer or by the staff."""
MOST = 20
"""Orders of a person that are looked through."""


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
    order: Order = codec.load(Order, run.state)
    return order


async def as_it_stands(turn: Turn, row: Reservation) -> Order | None:
    """The order of a row, as the order's run has it."""
    run = await run_of(turn, row)
    return order_in(run) if run is not None else None
