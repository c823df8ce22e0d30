"""Stock of the products, our own and the shops', and its history: counts, arrivals, sales."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flows.phrase import Ours, Text
from handlers.actions.action import Origin, Refused
from handlers.engine.turn import Turn
from handlers.sourcing.actions.order_refusals import WhyNot, find_product
from handlers.sourcing.actions.stock_counts import (
    AT_SHOP,
    OWN,
    StockCounted,
    StockMarked,
    mark_stock,
    save_at,
    save_own,
)
from handlers.sourcing.order_history import ShownStep, load_histories, name_actor
from storage.businesses.deeds import Deed, Deeds
from storage.sourcing.facts.stock_moves import StockMove, list_stock_moves
from storage.sourcing.own_stock import Stock, Stocks
from storage.sourcing.partner_shops import Shop, Shops
from storage.sourcing.shop_inventory import ShopInventory, Stated
from storage.store.products import Product

_ON_A_PAGE = 8
_MOST = 30  # changes of each kind to look at; fewer fit a phone


@dataclass(frozen=True, slots=True)
class ShowStock:
    """Request for a page of our own stock, or a product in these sizes.

    ``pieces`` is a count of one size, at a ``shop`` or our own. ``mark`` is a new low-water mark.
    """

    page: int | None = None
    product: UUID | None = None
    sizes: tuple[str, ...] = ()
    shop: UUID | None = None
    pieces: int | None = None
    mark: int | None = None


@dataclass(frozen=True, slots=True)
class OwnStock:
    """A page of our own stock."""

    rows: Sequence[tuple[Stock, Product]]
    page: int
    pages: int
    free: int
    low: int


@dataclass(frozen=True, slots=True)
class ProductStock:
    """A product in some sizes: our own by size, and the shops' unpromised stock."""

    product: Product
    sizes: tuple[str, ...]
    own: Mapping[str, Stock]
    stated: Sequence[Stated]
    shops: Mapping[UUID, Shop]

    def list_shop_stock(self, size: str) -> list[Stated]:
        """Return the shops' stock of a size, the most and the newest first."""
        theirs = [one for one in self.stated if one.size == size]
        return sorted(theirs, key=lambda one: (-one.free, -one.as_of.timestamp()))


async def show_stock(
    turn: Turn, origin: Origin, command: ShowStock
) -> OwnStock | ProductStock | StockCounted | StockMarked:
    """Return a product's stock, or a page of all own stock if no product is given (the last page if beyond the end). A
    count or a mark in the command is stored first."""
    if command.mark is not None and command.product is not None:
        return await mark_stock(turn, origin, command.product, command.mark)
    if command.pieces is not None and command.product is not None:
        (size,) = command.sizes
        if command.shop is None:
            return await save_own(turn, origin, command.product, size, command.pieces)
        return await save_at(turn, origin, command.shop, command.product, size, command.pieces)
    if not await turn.unit.products.list_some(1):
        raise Refused(WhyNot.NOTHING_SOLD)
    if command.product is not None:
        return await _load_stock(turn, command.product, command.sizes)
    own = await list_own_stock(turn)
    pages = max(1, -(-len(own) // _ON_A_PAGE))
    page = min(max(command.page or 1, 1), pages)
    rows = own[(page - 1) * _ON_A_PAGE : page * _ON_A_PAGE]
    return OwnStock(rows, page, pages, sum(one.free for one, _ in own), sum(is_low(one) for one, _ in own))


async def _load_stock(turn: Turn, identity: UUID, sizes: tuple[str, ...]) -> ProductStock:
    product = await find_product(turn, identity)
    shops = {shop.id: shop for shop in await turn.unit.of(Shops).all()}
    own = {size: stock for (_, size), stock in (await turn.unit.of(Stocks).find_stocks([product.id])).items()}
    wanted = sizes or product.sizes
    stated = [
        one for one in await turn.unit.of(ShopInventory).of([product.id]) if one.shop in shops and one.size in wanted
    ]
    return ProductStock(product, wanted, {size: own[size] for size in wanted if size in own}, stated, shops)


def is_low(stock: Stock) -> bool:
    """Return True if the free stock is at or below its low-water mark."""
    return stock.low_water is not None and stock.free <= stock.low_water


async def list_low_sizes(turn: Turn) -> list[tuple[Stock, Product]]:
    """Return the stock at its low-water mark, the least first."""
    return [one for one in await list_own_stock(turn) if is_low(one[0])]


async def list_own_stock(turn: Turn) -> list[tuple[Stock, Product]]:
    """Return our own stock of products on sale: low stock first, and within it the lowest first."""
    stocks = (await turn.unit.of(Stocks).all()).values()
    known = await turn.unit.products.by_ids({one.product for one in stocks})
    sold = [(one, known[one.product]) for one in stocks if known[one.product].removed_at is None]
    return sorted(sold, key=lambda one: (not is_low(one[0]), one[0].free, one[1].sku, one[0].size))


@dataclass(frozen=True, slots=True)
class ShowStockHistory:
    """Request for a product's stock changes, in these sizes or in all."""

    product: UUID
    sizes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StockChange:
    """A count by the staff, or a move with an order; ``who`` caused it, "" if no longer known."""

    at: datetime
    of: Deed | StockMove
    who: Text
    shop: Shop | None


@dataclass(frozen=True, slots=True)
class StockHistory:
    """A product with ``free`` pieces of ``count`` now, and its changes, the newest first."""

    product: Product
    free: int
    count: int
    changes: Sequence[StockChange]


async def show_stock_history(turn: Turn, _origin: Origin, command: ShowStockHistory) -> StockHistory:
    """Return the latest changes of a product's stock."""
    product = (await turn.unit.products.by_ids([command.product])).get(command.product)
    if product is None:
        raise Refused(WhyNot.NOT_SOLD, more=Ours("/stock"))
    sizes = command.sizes or product.sizes
    changes = [*await _load_counts(turn, product, sizes), *await _load_moves(turn, product, sizes)]
    known = (await turn.unit.of(Stocks).find_stocks([product.id])).values()
    own = [stock for stock in known if stock.size in sizes]
    free, count = sum(stock.free for stock in own), sum(stock.count for stock in own)
    return StockHistory(product, free, count, sorted(changes, key=lambda one: one.at, reverse=True))


async def _load_counts(turn: Turn, product: Product, sizes: Sequence[str]) -> list[StockChange]:
    deeds = [
        one
        for one in await turn.unit.of(Deeds).list_about(product.id, (OWN, AT_SHOP), _MOST)
        if one.figures["size"] in sizes
    ]
    names = {one.by: await name_actor(turn, one.by) for one in deeds}
    shops = await turn.unit.of(Shops).by_ids([UUID(one.figures["shop"]) for one in deeds if one.kind == AT_SHOP])
    at = {one.id: shops.get(UUID(one.figures["shop"])) for one in deeds if one.kind == AT_SHOP}
    return [StockChange(one.at, one, names[one.by], at.get(one.id)) for one in deeds]


async def _load_moves(turn: Turn, product: Product, sizes: Sequence[str]) -> list[StockChange]:
    moves = await list_stock_moves(turn.unit, product.id, sizes, _MOST)
    steps = await load_histories(turn, {one.order for one in moves})
    shops = await turn.unit.of(Shops).by_ids([one.shop for one in moves if one.shop is not None])
    return [StockChange(one.at, one, _who(one, steps), shops.get(one.shop) if one.shop else None) for one in moves]


def _who(move: StockMove, steps: Mapping[UUID, Sequence[ShownStep]]) -> Text:
    """Name who caused the step of the order that moved the pieces in the same turn."""
    return next((step.who for step in reversed(steps[move.order]) if step.at == move.at), "")
