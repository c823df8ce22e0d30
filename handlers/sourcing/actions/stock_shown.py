"""Stock of the products: our own, the lowest first; of one product also the shops', with its age."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from handlers.actions.action import Origin, Refused
from handlers.sourcing.actions.refusals import WhyNot, known_product
from handlers.sourcing.actions.stock_counted import StockCounted, count_at, count_own
from handlers.sourcing.actions.stock_marked import StockMarked, mark_stock
from handlers.turn import Turn
from storage.products import Product
from storage.sourcing.inventory import Inventory, Stated
from storage.sourcing.shops import Shop, Shops
from storage.sourcing.stocks import Stock, Stocks

_ON_A_PAGE = 8


@dataclass(frozen=True, slots=True)
class ShowStock:
    """A page of our own stock, or a product in these sizes; with ``pieces`` so many were counted of one size, at a
    ``shop``, or our own; with a ``mark`` that is its low-water mark from now on."""

    page: int | None = None
    product: UUID | None = None
    sizes: tuple[str, ...] = ()
    shop: UUID | None = None
    pieces: int | None = None
    mark: int | None = None


@dataclass(frozen=True, slots=True)
class OwnStock:
    """A page of our own stock, and some product that is sold."""

    rows: Sequence[tuple[Stock, Product]]
    page: int
    pages: int
    free: int
    low: int
    example: Product


@dataclass(frozen=True, slots=True)
class ProductStock:
    """A product in some sizes: our own by size, and what shops said of it that is not promised."""

    product: Product
    sizes: tuple[str, ...]
    own: Mapping[str, Stock]
    stated: Sequence[Stated]
    shops: Mapping[UUID, Shop]

    def at_shops(self, size: str) -> list[Stated]:
        """What shops have of a size, the most and the newest first."""
        theirs = [one for one in self.stated if one.size == size]
        return sorted(theirs, key=lambda one: (-one.free, -one.as_of.timestamp()))


async def show_stock(
    turn: Turn, origin: Origin, command: ShowStock
) -> OwnStock | ProductStock | StockCounted | StockMarked:
    """All that is our own where no product is named; the last page where there are fewer. What was counted is kept."""
    if command.mark is not None and command.product is not None:
        return await mark_stock(turn, origin, command.product, command.mark)
    if command.pieces is not None and command.product is not None:
        (size,) = command.sizes
        if command.shop is None:
            return await count_own(turn, origin, command.product, size, command.pieces)
        return await count_at(turn, origin, command.shop, command.product, size, command.pieces)
    few = await turn.unit.products.some(1)
    if not few:
        raise Refused(WhyNot.NOTHING_SOLD)
    if command.product is not None:
        return await _of(turn, command.product, command.sizes)
    own = await own_stock(turn)
    pages = max(1, -(-len(own) // _ON_A_PAGE))
    page = min(max(command.page or 1, 1), pages)
    rows = own[(page - 1) * _ON_A_PAGE : page * _ON_A_PAGE]
    return OwnStock(rows, page, pages, sum(one.free for one, _ in own), sum(is_low(one) for one, _ in own), few[0])


async def _of(turn: Turn, identity: UUID, sizes: tuple[str, ...]) -> ProductStock:
    product = await known_product(turn, identity)
    shops = {shop.id: shop for shop in await turn.unit.of(Shops).all()}
    own = {size: stock for (_, size), stock in (await turn.unit.of(Stocks).of([product.id])).items()}
    wanted = sizes or product.sizes
    stated = [one for one in await turn.unit.of(Inventory).of([product.id]) if one.shop in shops and one.size in wanted]
    return ProductStock(product, wanted, {size: own[size] for size in wanted if size in own}, stated, shops)


def is_low(stock: Stock) -> bool:
    """Whether a product's stock is at the low-water mark."""
    return stock.low_water is not None and stock.free <= stock.low_water


async def low_sizes(turn: Turn) -> list[tuple[Stock, Product]]:
    """Stock at its low-water mark, the least first."""
    return [one for one in await own_stock(turn) if is_low(one[0])]


async def own_stock(turn: Turn) -> list[tuple[Stock, Product]]:
    """Our own stock of what is sold: what runs low first, the least of it first."""
    stocks = (await turn.unit.of(Stocks).all()).values()
    known = await turn.unit.products.by_ids({one.product for one in stocks})
    sold = [(one, known[one.product]) for one in stocks if known[one.product].removed_at is None]
    return sorted(sold, key=lambda one: (not is_low(one[0]), one[0].free, one[1].sku, one[0].size))
