"""How soon goods can be had, and for how much: worked out as the API promises it, and told beside the order that is
picked, which goes on."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from uuid import UUID

from flows.availability import Availability, Promisable, work_out
from flows.sourcing import waitlist
from flows.sourcing.wishes import Next
from handlers.customer_talk.said import Said, say
from handlers.sourcing.customer.picking.open_order import ask_again
from handlers.sourcing.customer.wares import size_in, ware_of
from handlers.sourcing.replies.wish import Wish
from handlers.turn import Turn
from storage.products import Product
from storage.sourcing.facts.availability import evidence


async def promised(turn: Turn, products: Sequence[Product]) -> dict[tuple[UUID, str], Promisable]:
    """How soon each size of these can be had, by product and size."""
    known = await evidence(turn.unit, products, turn.now)
    return {key: work_out(one, turn.now) for key, one in known.items()}


async def tell_of(turn: Turn, said: Said, products: Sequence[Product], wish: Wish) -> bool:
    """Say how soon one thing is to be had and for how much, and go on with the order; False where it is not one."""
    told = await tell_one(turn, said, products, wish)
    if told:
        product = products[wish.wares[0]]
        await ask_again(turn, said, spoken=(Next(ware_of(product), size_in(product, wish.size), wish.quantity),))
    return told


async def tell_one(turn: Turn, said: Said, products: Sequence[Product], wish: Wish) -> bool:
    """Say how soon one thing is to be had and for how much; False where it is not one."""
    if not wish.sure or len(wish.wares) != 1:
        return False
    product = products[wish.wares[0]]
    offered = await _offered(turn, product)
    size = size_in(product, wish.size)
    known = offered.get(size) if wish.size else _soonest(offered.values())
    if known is None:
        return False
    items = (f"{product.title} {size if wish.size else ''}".rstrip(),)
    if known.availability is Availability.TEMPORARILY_OUT:
        asks = waitlist.asks([(product.id, size)])
        await say(turn, said, "out_now", values={"items": items}, asks=asks)
    else:
        await _tell_how_soon(turn, said, product, known, items)
    return True


async def tell_of_size(turn: Turn, said: Said, line: Next, asked: str) -> bool:
    """Say how soon a line of the order is to be had in the size that was asked for, or in which sizes it is instead."""
    product = (await turn.unit.products.by_ids([line.ware.product])).get(line.ware.product)
    if product is None:
        return False
    size = size_in(product, asked) if asked else product.sizes[0]
    offered = await _offered(turn, product)
    there = [one for one, known in offered.items() if known.availability is not Availability.TEMPORARILY_OUT]
    items = (f"{product.title} {size or asked.upper()}".rstrip(),)
    if size in there:
        switch = {"switch": size} if size != line.size else {"picked": "yes"}
        await _tell_how_soon(turn, said, product, offered[size], items, switch)
    else:
        others = tuple(one for one in product.sizes if one and one in there)
        if others:
            await say(turn, said, "pick_out", values={"items": items, "others": others})
        else:
            await say(turn, said, "out_now", values={"items": items}, asks=waitlist.asks([(product.id, size)]))
    await ask_again(turn, said)
    return True


async def tell_sizes(turn: Turn, said: Said, products: Sequence[Product]) -> None:
    """Say in which sizes these come."""
    lines = tuple(f"{one.title}: {', '.join(one.listing.sizes)}" for one in products if one.listing.sizes)
    single = tuple(one.title for one in products if not one.listing.sizes)
    values = {"topic": "sizes", "lines": lines or None, "items": single or None}
    await say(turn, said, "pick_facts", values={name: value for name, value in values.items() if value is not None})


async def _offered(turn: Turn, product: Product) -> dict[str, Promisable]:
    """How soon each size of a product can be had."""
    return {size: known for (_, size), known in (await promised(turn, [product])).items()}


def _soonest(offered: Iterable[Promisable]) -> Promisable | None:
    """The soonest day of all sizes of a product, as no size was named."""
    return min(offered, key=lambda one: list(Availability).index(one.availability), default=None)


async def _tell_how_soon(
    turn: Turn,
    said: Said,
    product: Product,
    known: Promisable,
    items: tuple[str, ...],
    more: Mapping[str, str] = MappingProxyType({}),
) -> None:
    told = {"items": items, "soon": known.availability.value, "days": known.days, "amount": product.price.decimal}
    page = {"url": product.url} if product.url else {}
    await say(turn, said, "pick_told", values=told | page | dict(more))
