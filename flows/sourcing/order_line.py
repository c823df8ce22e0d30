"""The lines of an order, and who keeps their pieces: shops, or our own stock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

MOST_PIECES = 999
"""Maximum pieces of one line: more is a mistake, and no shop has them."""


@dataclass(frozen=True, slots=True)
class Line:
    """One ordered product. ``price`` is for one piece in micro-units; ``id`` is unique in its order.

    ``dropped`` pieces are no longer searched for: the customer chose to do without, or got a refund.
    """

    id: str
    product: UUID
    sku: str
    title: str
    size: str
    quantity: int
    price: int
    dropped: int = 0

    @property
    def wanted(self) -> int:
        """Return the number of pieces that are still wanted."""
        return self.quantity - self.dropped

    @property
    def made(self) -> bool:
        """Return True if the line is made for this order alone: without a product, stock, or a waitlist."""
        return not self.sku


class PromiseState(StrEnum):
    """The progress of promised pieces."""

    HELD = "held"  # kept for this order
    PICKED = "picked"  # handed over to us


@dataclass(frozen=True, slots=True)
class Promise:
    """Pieces of a line that a shop keeps for this order; our own stock if ``shop`` is None.

    ``commission`` is what the shop earns per piece, in micro-units.
    """

    line: str
    shop: UUID | None
    quantity: int
    commission: int = 0
    ready_at: datetime | None = None
    stand: PromiseState = PromiseState.HELD


class Source(StrEnum):
    """The single source of all wanted pieces of an order."""

    SHOPS = "shops"  # or not known yet: some of it is fetched
    OWN = "own"  # our own stock has it: it is packed, and nothing is fetched
    MADE = "made"  # it is made for this order alone


def make_source(lines: Sequence[Line], promises: Sequence[Promise]) -> Source:
    """Return the source of an order's wanted lines, by who keeps them."""
    wants = [line for line in lines if line.wanted]
    if wants and all(line.made for line in wants):
        return Source.MADE
    own = {line.id: sum(one.quantity for one in promises if one.shop is None and one.line == line.id) for line in wants}
    return Source.OWN if wants and all(own[line.id] >= line.wanted for line in wants) else Source.SHOPS
