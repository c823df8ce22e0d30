"""Products and own stock from a business file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from handlers.actions.business_file_changes import cut_lines
from handlers.business_file import ProductEntry
from handlers.sourcing import waitlist_news
from storage.sourcing.own_stock import Stock, Stocks
from storage.store.products import Listing, Product
from storage.unit import Unit

_FIELDS = ("title", "price", "availability", "sizes", "category", "image", "url")
_Stocks = Mapping[tuple[UUID, str], Stock]


async def put_products(unit: Unit, entries: Sequence[ProductEntry], now: datetime) -> list[str]:
    """Make the products on sale exactly these, and return the changes as lines. Unlisted products are only marked as
    removed, because orders may refer to them."""
    before = {product.sku: product for product in await unit.products.list_every()}
    wanted = {entry.listing.sku: entry for entry in entries}
    fresh = [entry.listing for sku, entry in wanted.items() if sku not in before]
    changed = [
        Product(before[sku].id, entry.listing)
        for sku, entry in wanted.items()
        if sku in before and Product(before[sku].id, entry.listing) != before[sku]
    ]
    gone = [one for sku, one in before.items() if sku not in wanted and one.removed_at is None]
    added = await unit.products.add(fresh, now)
    await unit.products.change([*changed, *(replace(one, removed_at=now) for one in gone)])
    ids = {sku: one.id for sku, one in before.items()} | {one.sku: one.id for one in added}
    lines = cut_lines([f"products: {one.sku} is sold: {one.title}" for one in fresh], "products: {} more are sold")
    lines += cut_lines([_describe_change(before[one.sku], one) for one in changed], "products: {} more are changed")
    lines += cut_lines([f"products: {one.sku} is not sold any more" for one in gone], "products: {} more are not sold")
    back = frozenset(one.id for sku, one in before.items() if sku in wanted and one.removed_at is not None)
    return lines + await _put_stock(unit, [(ids[sku], entry) for sku, entry in wanted.items()], back, now)


async def _put_stock(
    unit: Unit, products: Sequence[tuple[UUID, ProductEntry]], back: frozenset[UUID], now: datetime
) -> list[str]:
    """Store our own stock as the file states it. A figure that has not changed is ignored, so sold pieces stay sold.

    Products in ``back`` were unlisted and are listed again: their stock starts from the file's figure.
    """
    known = await unit.of(Stocks).all()
    fresh: list[Stock] = []
    changed: list[Stock] = []
    marked: list[Stock] = []
    lines: list[str] = []
    for product, entry in products:
        for one in _stocks(product, entry, known, now, anew=product in back):
            before = known.get((product, one.size))
            if before is None:
                fresh.append(one)
            elif before.stated != one.stated or (product in back and before.count != one.count):
                changed.append(one)
            elif before.low_water != one.low_water:
                marked.append(before.set_mark(one.low_water))
                lines.append(
                    f"low water: {_name_entry(entry, one)}: {_figure(before.low_water)} → {_figure(one.low_water)}"
                )
                continue
            else:
                continue
            lines.append(
                f"own stock: {_name_entry(entry, one)}: "
                f"{_describe_source(before, anew=product in back)}{_figure(one.stated)}"
            )
    await unit.of(Stocks).add(fresh)
    await unit.of(Stocks).put_stated(changed)
    await unit.of(Stocks).watch(marked)
    for one in changed:
        before = known[one.product, one.size]
        if before.free <= 0 < one.free:
            await waitlist_news.report(unit, one.product, one.size, one.free, now)
    return cut_lines(lines, "own stock: {} more figures are changed")


def _stocks(product: UUID, entry: ProductEntry, known: _Stocks, now: datetime, *, anew: bool) -> Iterator[Stock]:
    """Yield the new stock for each size with a figure in the file, now or before; for every size if ``anew``."""
    for size in entry.listing.sizes or ("",):
        before, figure = known.get((product, size)), entry.own_stock.get(size)
        low_water = None if figure is None else entry.low_water
        if before is None and figure is not None:
            yield Stock(product, size, figure, 0, low_water, figure, now)
        elif before is not None and (anew or before.stated is not None or figure is not None):
            # Without a figure no piece is free any more; pieces held for orders stay.
            count = before.held if figure is None else figure
            yield Stock(product, size, count, before.held, low_water, figure, now)


def _describe_change(before: Product, after: Product) -> str:
    if before.removed_at is not None:
        return f"products: {after.sku} is sold again"
    old, new = before.listing, after.listing
    names = [name for name in _FIELDS if getattr(old, name) != getattr(new, name)]
    return f"products: {after.sku}: " + ", ".join(
        f"{name} {_name_listing(old, name)} → {_name_listing(new, name)}" for name in names
    )


def _name_listing(listing: Listing, name: str) -> str:
    value = getattr(listing, name)
    return ", ".join(value) if isinstance(value, tuple) else str(value) or "none"


def _name_entry(entry: ProductEntry, stock: Stock) -> str:
    return f"{entry.listing.sku} {stock.size}".rstrip()


def _describe_source(before: Stock | None, *, anew: bool) -> str:
    if before is None:
        return ""
    return f"{_figure(before.count if anew else before.stated)} → "


def _figure(number: int | None) -> str:
    return "none" if number is None else str(number)
