"""/stock: what of a product there is, our own pieces and what shops said that they hold, by size and with its age."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from handlers.admins import said
from handlers.admins.command import Asked, Command, Reply, tap
from handlers.admins.meant import MOST_TAPS, products_named
from handlers.admins.shops import TOPIC
from handlers.turn import Turn
from storage.inventory import Stated
from storage.products import Product
from storage.shops import Shop
from storage.stocks import Stock
from templates.values import one_line, shorten

_MOST_SIZES = 8
_MOST_SHOPS = 4
_MOST_LOW = 8


async def stock(asked: Asked) -> str | Reply:
    """One product by its name or number, one size of it; without a word what runs low."""
    turn = asked.turn
    few = await turn.unit.products.some(MOST_TAPS)
    if not few:
        return Reply("No product is listed in the business file yet.\nNext: /help")
    if not asked.arguments:
        return await _low(turn, few[0])
    found, rest = await products_named(turn, asked.arguments)
    if not found:
        unread = shorten(one_line(asked.rest), 40, "…")
        taps = [f"{tap('stock', one.sku)} {_title(one)}" for one in few]
        return Reply("\n".join([f'Nothing that is sold goes by "{unread}". There is:', *taps]), understood=False)
    if len(found) > 1:
        taps = [f"{tap('stock', one.sku, *rest)} {_title(one)}" for one in found[:MOST_TAPS]]
        more = [f"{len(found) - MOST_TAPS} more: say more of its name"] if len(found) > MOST_TAPS else []
        return Reply("\n".join(["Which product?", *taps, *more]))
    return await _one(turn, found[0], _sizes(found[0], rest))


def _sizes(product: Product, said_too: Sequence[str]) -> tuple[str, ...]:
    """The sizes that were named; all where none was."""
    named = {word.casefold() for word in said_too}
    return tuple(size for size in product.sizes if size.casefold() in named) or product.sizes


async def _one(turn: Turn, product: Product, sizes: tuple[str, ...]) -> str:
    stocks = await turn.unit.stocks.of([product.id])
    stated = await turn.unit.inventory.of([product.id])
    shops = {shop.id: shop for shop in await turn.unit.shops.all()}
    own = [stocks[product.id, size] for size in sizes if (product.id, size) in stocks]
    held = [one for one in stated if one.size in sizes and one.shop in shops]
    lines = [_size(turn, product, size, stocks, held, shops) for size in sizes[:_MOST_SIZES]]
    more = [f"{len(sizes) - _MOST_SIZES} more sizes"] if len(sizes) > _MOST_SIZES else []
    theirs = sum(one.quantity for one in held)
    head = f"{_title(product)} ({product.sku}): {sum(one.free for one in own)} own free, {theirs} said by shops."
    return said.short([head, *lines, *more, "More: /stock · /shops"])


def _size(
    turn: Turn,
    product: Product,
    size: str,
    stocks: Mapping[tuple[UUID, str], Stock],
    held: Sequence[Stated],
    shops: Mapping[UUID, Shop],
) -> str:
    """ "L: own 1 free of 3 (2 held); Connaught Souvenirs 5 (2 h ago)"."""
    own = stocks.get((product.id, size))
    parts = []
    if own is not None:
        kept = f" ({own.held} held)" if own.held else ""
        low = ", low" if own.low_water is not None and own.free <= own.low_water else ""
        parts.append(f"own {own.free} free of {own.count}{kept}{low}")
    theirs = sorted((one for one in held if one.size == size), key=lambda one: (-one.quantity, -one.as_of.timestamp()))
    for one in theirs[:_MOST_SHOPS]:
        price = f" at {said.cost(turn, one.price)}" if one.price else ""
        parts.append(f"{said.shop_name(shops[one.shop])} {one.quantity}{price} ({said.ago(turn, one.as_of)})")
    rest = len(theirs) - _MOST_SHOPS
    parts += [f"{rest} more shops"] if rest > 0 else []
    name = f"{size}: " if size else ""
    return f"{name}{'; '.join(parts) or 'nobody said anything'}"


async def low_sizes(turn: Turn) -> list[tuple[Stock, Product]]:
    """What is at its low-water mark, the least first."""
    stocks = (await turn.unit.stocks.all()).values()
    marked = [one for one in stocks if one.low_water is not None and one.free <= one.low_water]
    known = await turn.unit.products.by_ids({one.product for one in marked})
    low = [(one, known[one.product]) for one in marked if known[one.product].removed_at is None]
    return sorted(low, key=lambda one: (one[0].free, one[1].sku, one[0].size))


async def _low(turn: Turn, example: Product) -> str:
    """What is at its low-water mark."""
    low, stocks = await low_sizes(turn), (await turn.unit.stocks.all()).values()
    lines = [
        f"{tap('stock', product.sku, one.size)} {_title(product)} {one.size}".rstrip()
        + f": {one.free} free (mark {one.low_water})"
        for one, product in low[:_MOST_LOW]
    ]
    more = [f"{len(low) - _MOST_LOW} more"] if len(low) > _MOST_LOW else []
    head = f"Own stock: {sum(one.free for one in stocks)} pieces free, {len(low)} sizes low."
    refill = ["Ask the shops for more: /restock"] if low else []
    return said.short([head, *lines, *more, *refill, f"One of them: {tap('stock', example.sku)}"])


def _title(product: Product) -> str:
    return shorten(one_line(product.title), 40, "…")


STOCK = Command(
    name="stock",
    aliases=("inventory",),
    usage="/stock",
    help="what runs low; /stock tiger shorts L shows our own and what shops said",
    run=stock,
    topic=TOPIC,
)
