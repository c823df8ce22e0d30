"""The low-water mark of a product, set by a member of the staff: at so many free pieces of a size the staff is told."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flows.engine import Subject
from flows.phrase import Ours, Text, phrase, tap
from handlers.actions.action import Origin, Refused
from handlers.sourcing.actions.chosen import CHOICE, choose_mark
from handlers.sourcing.actions.refusals import WhyNot, known_product
from handlers.turn import Turn
from storage.deeds import Deeds
from storage.products import Product
from storage.sourcing.stocks import Stocks

MARKED = "stock.marked"
"""The deed of setting a low-water mark."""
NO_MARK = -1
"""The mark of a product of which nobody wants to be told."""


@dataclass(frozen=True, slots=True)
class StockMarked:
    """A product with its mark now and before, None for none, and the other mark that the business file says."""

    product: Product
    mark: int | None
    before: int | None
    file: str | None


async def mark_stock(turn: Turn, origin: Origin, product: UUID, mark: int) -> StockMarked:
    """Set the mark of all sizes that are counted; what is at the mark is told in the next look. Raises Refused."""
    sold = await known_product(turn, product)
    known = list((await turn.unit.of(Stocks).of([product])).values())
    if not known:
        raise Refused(WhyNot.NEVER_COUNTED, more=tap("stock", sold.sku, *sold.sizes[:1], "10"))
    wanted, before = None if mark == NO_MARK else mark, known[0].low_water
    await turn.unit.of(Stocks).watch([one.marked(wanted) for one in known])
    choice = await choose_mark(turn, origin.by, sold, wanted, known)
    await turn.unit.access.log(origin.by, MARKED, turn.now, Subject("product", product))
    figures = {"before": before, "mark": wanted, CHOICE: str(choice.id)}
    await turn.unit.of(Deeds).note(MARKED, product, origin.by, turn.now, **figures)
    return StockMarked(sold, wanted, before, choice.file if choice.file != choice.value else None)


def mark_text(mark: int | None) -> Text:
    """A low-water mark as it is told."""
    return phrase("no_mark") if mark is None else Ours(str(mark))
