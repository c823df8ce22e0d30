"""Stock counts by the staff, our own or a shop's, and the low-water marks for alerts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from flows.engine import Subject
from flows.phrase import Ours, Text, phrase, tap
from handlers.actions.action import Origin, Refused
from handlers.engine.turn import Turn
from handlers.sourcing import waitlist_news
from handlers.sourcing.actions.order_refusals import WhyNot, find_product
from handlers.sourcing.actions.sourcing_choices import CHOICE, save_mark, save_stock
from storage.businesses.deeds import Deeds
from storage.sourcing.own_stock import Stock, Stocks
from storage.sourcing.partner_shops import Shop, Shops
from storage.sourcing.shop_inventory import ShopInventory, Stated, StockSource
from storage.store.products import Product

OWN, AT_SHOP = "stock.counted", "shop_stock.counted"
"""The deeds of counting our own stock, and a shop's."""
MARKED = "stock.marked"
"""The deed of setting a low-water mark."""
NO_MARK = -1
"""The mark of a product without alerts."""


@dataclass(frozen=True, slots=True)
class StockCounted:
    """The counted pieces of one size, at a ``shop`` or, if that is None, our own; ``before`` is None if unknown."""

    product: Product
    size: str
    pieces: int
    before: int | None
    shop: Shop | None
    held: int = 0


async def save_own(turn: Turn, origin: Origin, product: UUID, size: str, pieces: int) -> StockCounted:
    """Store a count of our own pieces, including those held for orders. Waiting customers get a message."""
    sold, stocks = await find_product(turn, product), turn.unit.of(Stocks)
    known = await stocks.get(product, size)
    if known is None:
        await stocks.refill(product, size, pieces, turn.now)
    else:
        after = replace(known, count=pieces, as_of=turn.now)
        low = known.low_water is not None and after.free <= known.low_water
        await stocks.put_stated([after if low else replace(after, alerted_at=None)])
    more = pieces - (known.count if known else 0)
    await waitlist_news.report(turn.unit, product, size, more, turn.now)
    before = known.count if known else None
    await _log(turn, origin, Subject("product", product), pieces)
    choice = await save_stock(turn, origin.by, sold, size, pieces, known)
    figures = {"size": size, "pieces": pieces, "before": before, CHOICE: str(choice.id)}
    await turn.unit.of(Deeds).note(OWN, product, origin.by, turn.now, **figures)
    return StockCounted(sold, size, pieces, before, None, _count_held(known))


def _count_held(stock: Stock | None) -> int:
    return stock.held if stock is not None else 0


async def save_at(turn: Turn, origin: Origin, shop: UUID, product: UUID, size: str, pieces: int) -> StockCounted:
    """Store a count of a shop's pieces that a staff member saw or heard of."""
    sold, there = await find_product(turn, product), await turn.unit.of(Shops).get(shop)
    if there is None or there.removed_at is not None:
        raise Refused(WhyNot.SHOP_GONE, more=Ours("/shops"))
    stated = await turn.unit.of(ShopInventory).of([product], [shop])
    known = next((one for one in stated if one.size == size), None)
    price = known.price if known is not None else None
    told = Stated(shop, product, size, pieces, turn.now, StockSource.SAID, price)
    await waitlist_news.learn(turn.unit, [told], turn.now)
    before = known.quantity if known else None
    await _log(turn, origin, Subject("shop", shop), pieces)
    word = [known.quantity, known.as_of.isoformat(), known.source.value, known.price] if known is not None else None
    figures = {"shop": str(shop), "size": size, "pieces": pieces, "before": before, "word": word}
    await turn.unit.of(Deeds).note(AT_SHOP, product, origin.by, turn.now, **figures)
    return StockCounted(sold, size, pieces, before, there)


async def _log(turn: Turn, origin: Origin, about: Subject, pieces: int) -> None:
    await turn.unit.access.log(origin.by, "stock.counted", turn.now, about, pieces=pieces)


@dataclass(frozen=True, slots=True)
class StockMarked:
    """A product with its low-water mark now and before (None if not set), and the file's mark, if different."""

    product: Product
    mark: int | None
    before: int | None
    file: str | None


async def mark_stock(turn: Turn, origin: Origin, product: UUID, mark: int) -> StockMarked:
    """Set the low-water mark of all counted sizes; the next check alerts if stock is at the mark. Raises Refused."""
    sold = await find_product(turn, product)
    known = list((await turn.unit.of(Stocks).find_stocks([product])).values())
    if not known:
        raise Refused(WhyNot.NEVER_COUNTED, more=tap("stock", sold.sku, *sold.sizes[:1], "10"))
    wanted, before = None if mark == NO_MARK else mark, known[0].low_water
    await turn.unit.of(Stocks).watch([one.set_mark(wanted) for one in known])
    choice = await save_mark(turn, origin.by, sold, wanted, known)
    await turn.unit.access.log(origin.by, MARKED, turn.now, Subject("product", product))
    figures = {"before": before, "mark": wanted, CHOICE: str(choice.id)}
    await turn.unit.of(Deeds).note(MARKED, product, origin.by, turn.now, **figures)
    return StockMarked(sold, wanted, before, choice.file if choice.file != choice.value else None)


def mark_text(mark: int | None) -> Text:
    """Format a low-water mark."""
    return phrase("no_mark") if mark is None else Ours(str(mark))
