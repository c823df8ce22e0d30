"""The order that a command names, as the order's run has it now."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flows.sourcing import flow
from flows.sourcing.order import Order
from handlers.sourcing.customer_orders import order_in, run_of
from handlers.turn import Turn
from storage.runs import Run
from storage.sourcing.reservations import Reservation, Reservations


@dataclass(frozen=True, slots=True)
class AtHand:
    """An order, its row, and its run where that goes on."""

    row: Reservation
    order: Order
    run: Run | None

    @property
    def is_open(self) -> bool:
        """Whether the order's run goes on: only then does a command change the order."""
        return self.run is not None and self.run.flow == flow.NAME and self.row.contact is not None


async def order_by_id(turn: Turn, order: UUID) -> AtHand | None:
    """The order with that id; None where nothing is known of it any more."""
    row = await turn.unit.of(Reservations).get(order)
    run = await run_of(turn, row) if row is not None else None
    if row is None or run is None:
        return None
    if row.contact is not None:
        turn.unit.met.add(row.contact)  # what the staff says of their order names them
    return AtHand(row, order_in(run), run if run.ended_at is None else None)
