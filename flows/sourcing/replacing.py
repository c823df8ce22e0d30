"""An order that is picked in the place of one that is placed: once it is the same again, nothing takes its place."""

from dataclasses import dataclass
from uuid import UUID

from flows.sourcing.basket import Ordering


@dataclass(frozen=True, slots=True)
class Placed:
    """What an order that is placed holds: its lines as product, size ("" for none) and pieces, and whether it comes
    within a day."""

    lines: frozenset[tuple[UUID, str, int]]
    express: bool = False


def as_placed(state: Ordering, placed: Placed | None) -> bool:
    """Whether a picked order is complete, and the same as the placed one: goods, sizes, pieces and express."""
    if placed is None or state.step != "summary" or state.later:
        return False
    lines = frozenset((one.ware.product, one.size, one.quantity) for one in state.lines)
    return lines == placed.lines and state.express == placed.express
