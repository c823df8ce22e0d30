"""/stock: what there is of our own, what runs low first; of one product also what shops have left, with its age."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from flows.counting import counted
from flows.phrase import tap
from handlers.admins import said
from handlers.admins.command import Asked, Command, Reply
from handlers.sourcing import shown
from handlers.sourcing.staff.meant import MOST_TAPS, products_named, which_product
from handlers.sourcing.staff.shop_kinds import TOPIC
from handlers.turn import Turn
from storage.products import Product
from storage.sourcing.inventory import Inventory, Stated
from storage.sourcing.shops import Shop, Shops
from storage.sourcing.stocks import Stock, Stocks
from templates.values import one_line, shorten

_MOST_SIZES = 8
_MOST_SHOPS = 4
_ON_A_PAGE = 8


async def stock(asked: Asked) -> str | Reply:
    """One product by its name or number, one size of it; without a word all that is our own."""
    turn = asked.turn
    few = await turn.unit.products.some(MOST_TAPS)
    if not few:
        return Reply("No product is listed in the business file yet.\nNext: /help")
    page = _page(asked.arguments)
    if page is not None:
        return await _all(turn, few[0], page)
    found, rest = await products_named(turn, asked.arguments)
    if not found:
        unread = shorten(one_line(asked.rest), 40, "…")
        taps = [f"{tap('stock', one.sku)} {said.title(one)}" for one in few]
        return Reply("\n".join([f'Nothing that is sold goes by "{unread}". There is:', *taps]), understood=False)
    if len(found) > 1:
        return which_product("stock", rest, found)
    return await _one(turn, found[0], _sizes(found[0], rest))


def _sizes(product: Product, said_too: Sequence[str]) -> tuple[str, ...]:
    """The sizes that were named; all where none was."""
    named = {word.casefold() for word in said_too}
    return tuple(size for size in product.sizes if size.casefold() in named) or product.sizes


async def _one(turn: Turn, product: Product, sizes: tuple[str, ...]) -> str:
    stocks = await turn.unit.of(Stocks).of([product.id])
    stated = await turn.unit.of(Inventory).of([product.id])
    shops = {shop.id: shop for shop in await turn.unit.of(Shops).all()}
    own = [stocks[product.id, size] for size in sizes if (product.id, size) in stocks]
    held = [one for one in stated if one.size in sizes and one.shop in shops]
    lines = [_size(turn, product, size, stocks, held, shops) for size in sizes[:_MOST_SIZES]]
    more = [f"{len(sizes) - _MOST_SIZES} more sizes"] if len(sizes) > _MOST_SIZES else []
    theirs = sum(one.free for one in held)
    head = f"{said.title(product)} ({product.sku}): {sum(one.free for one in own)} own free, {theirs} free at shops."
    return said.short([head, *lines, *more, "More: /stock · /shops"])


def _size(
    turn: Turn,
    product: Product,
    size: str,
    stocks: Mapping[tuple[UUID, str], Stock],
    held: Sequence[Stated],
    shops: Mapping[UUID, Shop],
) -> str:
    """ "L: own 1 free of 3 (2 held); Connaught Souvenirs 3 free of 5 (2 h ago)"."""
    own = stocks.get((product.id, size))
    parts = []
    if own is not None:
        kept = f" ({own.held} held)" if own.held else ""
        low = ", low" if own.low_water is not None and own.free <= own.low_water else ""
        parts.append(f"own {own.free} free of {own.count}{kept}{low}")
    theirs = sorted((one for one in held if one.size == size), key=lambda one: (-one.free, -one.as_of.timestamp()))
    for one in theirs[:_MOST_SHOPS]:
        price = f" at {said.cost(turn, one.price)}" if one.price else ""
        count = f"{one.free} free of {one.there}" if one.free < one.there else f"{one.there}"
        parts.append(f"{shown.shop_name(shops[one.shop])} {count}{price} ({said.ago(turn, one.as_of)})")
    rest = len(theirs) - _MOST_SHOPS
    parts += [f"{rest} more shops"] if rest > 0 else []
    name = f"{size}: " if size else ""
    return f"{name}{'; '.join(parts) or 'nobody said anything'}"


def is_low(stock: Stock) -> bool:
    """Whether it is at its low-water mark."""
    return stock.low_water is not None and stock.free <= stock.low_water


async def low_sizes(turn: Turn) -> list[tuple[Stock, Product]]:
    """What is at its low-water mark, the least first."""
    return [one for one in await _own(turn) if is_low(one[0])]


async def _own(turn: Turn) -> list[tuple[Stock, Product]]:
    """Our own stock of what is sold: what runs low first, the least of it first."""
    stocks = (await turn.unit.of(Stocks).all()).values()
    known = await turn.unit.products.by_ids({one.product for one in stocks})
    sold = [(one, known[one.product]) for one in stocks if known[one.product].removed_at is None]
    return sorted(sold, key=lambda one: (not is_low(one[0]), one[0].free, one[1].sku, one[0].size))


def _page(arguments: Sequence[str]) -> int | None:
    """Which page of all is asked for, from 1; None where a product is."""
    if not arguments:
        return 1
    paged = len(arguments) == 2 and arguments[0].casefold() == "page"
    return int(arguments[1]) if paged and arguments[1].isdecimal() and len(arguments[1]) < 5 else None


async def _all(turn: Turn, example: Product, page: int) -> str:
    """A page of our own stock; the last one where there are fewer."""
    own = await _own(turn)
    pages = max(1, -(-len(own) // _ON_A_PAGE))
    page = min(max(page, 1), pages)
    low = sum(is_low(one) for one, _ in own)
    where = f" Page {page} of {pages}." if pages > 1 else ""
    head = f"Own stock: {sum(one.free for one, _ in own)} pieces free, {counted(low, 'size')} low.{where}"
    lines = [_own_line(*one) for one in own[(page - 1) * _ON_A_PAGE : page * _ON_A_PAGE]]
    update = "To change it: own_stock in the business file, then parley apply; /restock asks the shops for more."
    further = f"Next page: {tap('stock', 'page', str(page + 1))} · " if page < pages else ""
    return said.short([head, *lines, update, f"{further}One of them: {tap('stock', example.sku)}"])


def _own_line(stock: Stock, product: Product) -> str:
    held = f" of {stock.count}" if stock.held else ""
    low = f" (low, mark {stock.low_water})" if is_low(stock) else ""
    name = f"{tap('stock', product.sku, stock.size)} {said.title(product)} {stock.size}".rstrip()
    return f"{name}: {stock.free} free{held}{low}"


STOCK = Command(
    name="stock",
    aliases=("inventory",),
    usage="/stock",
    help="our own stock, low first; /stock {product} shows what shops have, too",
    run=stock,
    topic=TOPIC,
)
