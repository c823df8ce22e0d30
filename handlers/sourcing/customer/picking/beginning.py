"""How an order in chat begins: with what a customer wants of what is sold, or with lines that are known."""

from collections.abc import Sequence
from dataclasses import replace

from flows.sourcing import ordering
from flows.sourcing.wishes import Next, OrderWish
from handlers import host
from handlers.customer_talk.said import Said
from handlers.sourcing.customer.wares import size_in, ware_of
from handlers.sourcing.replies.wish import MOST_LISTED, Wish
from handlers.turn import Turn
from storage.products import Product

_ANY = Wish()


async def begin_all(
    turn: Turn, said: Said, products: Sequence[Product], wishes: Sequence[Wish], *, express: bool = False
) -> bool:
    """Begin with the first of several that they named: the others are picked after it, and are lines of one order."""
    named = [
        Next(ware_of(products[place]), size_in(products[place], one.size), one.quantity, one.between)
        for one in wishes
        if not one.none
        for place in one.wares
    ]
    if not named:
        return False
    over, partly = any(one.over for one in wishes), any(one.partly for one in wishes)
    return await begin_with(turn, said, named, over=over, partly=partly, express=express)


async def begin_with(
    turn: Turn,
    said: Said,
    lines: Sequence[Next],
    *,
    over: bool = False,
    partly: bool = False,
    express: bool = False,
    instead: str = "",
    aside: tuple[Next, ...] = (),
) -> bool:
    """Begin with the first of these lines; the others come after it."""
    first, *rest = lines
    where = (said.address.id, said.address.channel, said.message.id)
    wish = OrderWish((first.ware,), *where, first.size, first.quantity, later=tuple(rest), over=over, partly=partly)
    return await _enter(turn, said, replace(wish, between=first.between, express=express, instead=instead, aside=aside))


async def begin(
    turn: Turn,
    said: Said,
    products: Sequence[Product],
    wish: Wish,
    *,
    asks: bool = False,
    express: bool = False,
    doubt: str = "",
) -> bool:
    """Begin with what was read on the shelf of these products; ``asks``: they only asked whether it is to be had,
    ``doubt`` as in ``Ordering``."""
    wanted = [products[place] for place in wish.wares] or list(products)
    known = wish.sure and len(wanted) == 1
    if len(wanted) == 1 and not known:  # a word is left that may be another product's
        wanted = [*wanted, *(one for one in products if one not in wanted)]
    size = size_in(wanted[0], wish.size) if known else ""
    lacks = wish.size.upper() if known and not size else ""
    unknown = replace(_ANY, quantity=wish.quantity, between=wish.between, over=wish.over)
    meant = replace(wish, size=size) if known else unknown
    return await begin_among(turn, said, wanted, meant, lacks, asks=asks, express=express, doubt=doubt)


async def begin_among(
    turn: Turn,
    said: Said,
    wanted: Sequence[Product],
    wish: Wish = _ANY,
    lacks: str = "",
    *,
    asks: bool = False,
    express: bool = False,
    doubt: str = "",
) -> bool:
    """Begin with one of these products, in the size and the number of the wish."""
    if not wanted:
        return False
    wares = tuple(ware_of(one) for one in wanted[:MOST_LISTED])
    where = (said.address.id, said.address.channel, said.message.id)
    event = OrderWish(wares, *where, wish.size, wish.quantity, lacks, asks, over=wish.over, partly=wish.partly)
    return await _enter(turn, said, replace(event, between=wish.between, express=express, doubt=doubt))


async def _enter(turn: Turn, said: Said, event: OrderWish) -> bool:
    contact = said.address.contact
    event = replace(event, express=event.express and turn.business.sourcing.express_fee is not None)
    await host.enter(turn, ordering.NAME, str(contact), contact, None, event)
    return True
