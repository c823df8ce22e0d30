"""Lines of an order in a file: what was bought, less what came back in the same order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flows.events import Item
from flows.money import Money
from flows.worth import Goods


@dataclass(frozen=True, slots=True)
class OrderLine:
    """A line of an order. ``worth`` is None if the file names no price.

    ``is_back``: goods or money were returned, and the worth is subtracted.
    """

    item: Item
    worth: Money | None
    is_back: bool = False

    @property
    def micros(self) -> int:
        """The worth in micro-units."""
        return self.worth.micros if self.worth is not None else 0


def net_items(lines: Sequence[OrderLine]) -> tuple[Item, ...]:
    """Return what was bought and did not come back by another line of the order."""
    kept = [line.item for line in lines if not line.is_back]
    for back in (line.item for line in lines if line.is_back):
        left = back.quantity
        for place, item in enumerate(kept):
            if left and _goods(back).is_of(_goods(item)):
                pieces = min(left, item.quantity)
                kept[place], left = replace(item, quantity=item.quantity - pieces), left - pieces
    return tuple(item for item in kept if item.quantity)


def _goods(item: Item) -> Goods:
    return Goods(item.sku, item.title, item.size, item.quantity)
