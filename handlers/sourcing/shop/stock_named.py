"""What a shopkeeper's text says of what is sold, and whether the shop was asked for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flows.sourcing.desk.requests import Desk
from handlers.sourcing.customer.wares import shelf_of
from handlers.sourcing.replies.stock.goods import Counted, Unsure
from handlers.sourcing.replies.stock.statement import read_statement
from handlers.turn import Turn
from storage.products import Product


@dataclass(frozen=True, slots=True)
class Named:
    """What a text says of what is sold: counted, or named nearly. ``counted`` is by the place in ``products``."""

    products: Sequence[Product]
    counted: tuple[Counted, ...]
    unsure: tuple[Unsure, ...]

    def is_of(self, desk: Desk) -> bool:
        """Whether it counts or names goods that the shop was asked for and has not answered."""
        open_ = {(one.item, one.size) for one in desk.requests if one.open and one.round}
        titles = tuple(item for item, _ in open_)
        counted = {(self.products[one.goods].title, one.size) for one in self.counted}
        near = any(one.near and one.near[0].startswith(titles) for one in self.unsure) if titles else False
        return near or not open_.isdisjoint(counted)


async def read(turn: Turn, text: str) -> Named | None:
    """Return what a text says that the shop has; None where it says nothing of the kind."""
    products = await turn.unit.products.all()
    said = read_statement(text, shelf_of(products))
    return Named(products, said.counted, said.unsure) if said.counted or said.unsure else None
