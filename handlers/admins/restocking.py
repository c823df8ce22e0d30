"""/restock: shops are asked for pieces for our own shelf; what runs low, and what is under way."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flows.availability import days_of
from flows.sourcing.draft import one_named
from flows.sourcing.facts import Choice
from flows.sourcing.news import Restock
from flows.sourcing.order import FOR_STOCK, MOST_PIECES, WITH_US, Line, Order, Status
from handlers import noted
from handlers.admins import said
from handlers.admins.command import OWNERS, Asked, Command, Reply, tap
from handlers.admins.confirming import Deed, Plan, propose
from handlers.admins.giving import by
from handlers.admins.meant import MOST_TAPS, products_named
from handlers.admins.shops import TOPIC
from handlers.admins.stock import low_sizes
from handlers.order_numbers import SOURCE
from handlers.turn import Turn
from storage.access import Member
from storage.products import Product
from storage.stocks import Stock
from templates.values import one_line, shorten

_OPEN = tuple(sorted(status.value for status in WITH_US))
_EXAMPLE = "/restock tiger shorts L 10"
_MOST_SHOWN = 6
_MOST_GOING = 200  # restocks under way that are looked through
_MOST_SHOPS = 3  # that are named as those who are asked
_WORD = re.compile(r"[^\W_]+")
_NEGATIVE = re.compile(r"[-−–]\d")
_NO_COUNT = -1
_COUNT = re.compile(r"x?(\d{1,9})(?:x|pcs?|pieces?|nos?)?")


@dataclass(frozen=True, slots=True)
class _Wish:
    """What of a product is wanted, as far as it was said; a ``quantity`` below 1 was said and is none."""

    size: str | None
    quantity: int | None


async def restock(asked: Asked) -> str | Reply:
    """Which product, in which size, and how many, in any order; without a word what runs low and is under way."""
    turn = asked.turn
    if not asked.arguments:
        return await _overview(turn)
    found, rest = await products_named(turn, asked.arguments)
    if not found:
        unread = shorten(one_line(asked.rest), 40, "…")
        return Reply(f'Nothing that is sold goes by "{unread}". Example: {_EXAMPLE}\nMore: /stock', understood=False)
    if len(found) > 1:
        taps = [f"{tap('restock', one.sku, *rest)} {_title(one)}" for one in found[:MOST_TAPS]]
        more = [f"{len(found) - MOST_TAPS} more: say more of its name"] if len(found) > MOST_TAPS else []
        return Reply("\n".join(["Which product?", *taps, *more]))
    wish = _read(found[0], rest, asked.arguments)
    if wish.quantity is not None and not 1 <= wish.quantity <= MOST_PIECES:
        return _how_many(found[0], wish.size)
    if wish.size is None:
        return await _which_size(turn, found[0], wish.quantity)
    quantity = wish.quantity
    if quantity is None:
        quantity = await _wanting(turn, found[0], wish.size)
    if not quantity:
        return _how_many(found[0], wish.size)
    about = {"product": str(found[0].id), "size": wish.size, "quantity": str(quantity)}
    return await propose(asked, RESTOCK_DEED, about)


def _how_many(product: Product, size: str | None) -> Reply:
    example = tap("restock", product.sku, size or product.sizes[0], "10")
    return Reply(f"How many pieces, from 1 to {MOST_PIECES}? Example: {example}")


def _read(product: Product, rest: Sequence[str], typed: Sequence[str]) -> _Wish:
    """The size and the number among the words that are not the product's name; "10.5" may come tapped as "10 5"."""
    parts = [part.casefold() for word in rest for part in _WORD.findall(word)]
    size, left = _size(product, parts)
    counts = [int(found[1]) for part in left if (found := _COUNT.fullmatch(part))]
    figures = [part for part in left if part[0].isdecimal()]
    if len(figures) > 1 or len(counts) < len(figures) or any(map(_NEGATIVE.match, rest)):
        return _Wish(size, _NO_COUNT)  # "-5", "5.5", "1e9"
    if not counts and typed[-1].isdecimal() and typed[-1] not in rest:  # its name holds that number, too
        counts = [int(typed[-1])]
    return _Wish(size, counts[0] if counts else None)


def _size(product: Product, parts: list[str]) -> tuple[str | None, list[str]]:
    """The first of the product's sizes that is said, and the words without it; None where it is not said."""
    if product.sizes == ("",):
        return "", parts
    spelled = {size: [part.casefold() for part in _WORD.findall(size)] for size in product.sizes}
    longest_first = sorted(spelled.items(), key=lambda one: -len(one[1]))
    for start in range(len(parts)):
        for size, said_so in longest_first:
            if said_so and parts[start : start + len(said_so)] == said_so:
                return size, [*parts[:start], *parts[start + len(said_so) :]]
    return (product.sizes[0] if len(product.sizes) == 1 else None), parts


async def _wanting(turn: Turn, product: Product, size: str) -> int:
    """Pieces that bring its stock to twice the mark; 0 where it has none."""
    stock = await turn.unit.stocks.get(product.id, size)
    return stock.to_twice_the_mark if stock is not None else 0


async def _which_size(turn: Turn, product: Product, quantity: int | None) -> Reply:
    lines = []
    for size in product.sizes[:_MOST_SHOWN]:
        many = quantity or await _wanting(turn, product, size)
        lines.append(tap("restock", product.sku, size, *([str(many)] if many else [])))
    return Reply("\n".join([f"Which size of {_title(product)}?", *lines]))


async def _overview(turn: Turn) -> str:
    """What runs low, with a tap that asks for enough; and what is under way."""
    low, going = await low_sizes(turn), await turn.unit.reservations.restocks(_OPEN, _MOST_GOING)
    asked = await turn.unit.reservations.lines([one.id for one in going])
    lines = [f"{tap('order', one.number)} {_what(asked[one.id])}: {one.status}" for one in going[:_MOST_SHOWN]]
    coming = {(line.product, line.size) for one in going for line, _ in asked[one.id]}
    short = [(stock, product) for stock, product in low if (stock.product, stock.size) not in coming]
    taps = [_low_line(stock, product) for stock, product in short[:_MOST_SHOWN]]
    more = [f"{len(short) - _MOST_SHOWN} more: /stock"] if len(short) > _MOST_SHOWN else []
    head = f"{len(low)} {'size is' if len(low) == 1 else 'sizes are'} low, {len(going)} under way."
    return said.short([head, *taps, *more, *lines, f"Anything else: {_EXAMPLE}"])


def _low_line(stock: Stock, product: Product) -> str:
    name = f"{_title(product)} {stock.size}".rstrip()
    return f"{tap_for(stock, product)} {name}: {stock.free} free (mark {stock.low_water})"


def tap_for(stock: Stock, product: Product) -> str:
    """The command that asks for what comes to twice the mark."""
    return tap("restock", product.sku, stock.size, str(stock.to_twice_the_mark))


def _what(lines: Sequence[tuple[Line, str]]) -> str:
    return said.listed([said.pieces(line, line.wanted or line.quantity) for line, _ in lines])


async def _plan(turn: Turn, about: Mapping[str, str]) -> Plan | Reply:
    from storage.facts.sourcing import who_may_have  # what is asked for a conversation, loaded with the first

    line, product = await _line(turn, about)
    if line is None or product is None:
        return Reply("That is not sold any more.\nMore: /stock")
    choices = (await who_may_have(turn.unit, turn.business, [line], turn.now))[line.id]
    if not choices:
        why = "there is none, none has opened its link, or all are away for long"
        return Reply(f"No shop can be asked for {_title(product)}: {why}.\nNext: /shops")
    stock = await turn.unit.stocks.get(line.product, line.size)
    mark = f", mark {stock.low_water}" if stock is not None and stock.low_water is not None else ""
    texts = [
        f"Restock {one_named(line, line.quantity)} ({stock.free if stock else 0} free now{mark}).",
        await _asks(turn, choices),
        _commissions(turn, line, choices),
        *await _going(turn, line),
    ]
    return Plan(" ".join(texts), "Ask the shops")


async def _asks(turn: Turn, choices: Sequence[Choice]) -> str:
    """Who is asked first, by name: the likeliest to have it, and a minute must not turn them around."""
    shops = await turn.unit.shops.by_ids([one.shop for one in choices])
    first = choices[: turn.business.sourcing.wave]
    names = said.listed(sorted(said.shop_name(shops.get(one.shop)) for one in first), _MOST_SHOPS)
    rest = len(choices) - len(first)
    then = f", then {rest} more {'shop' if rest == 1 else 'shops'}" if rest else ""
    within = said.stretch(turn.business.sourcing.answer_within)
    return f"Asked: {names}{then}; they have {within} to answer. Who says yes keeps it for us."


def _commissions(turn: Turn, line: Line, choices: Sequence[Choice]) -> str:
    """What it may cost, from the cheapest shop to the dearest."""
    each = [one.commission * line.quantity for one in choices]
    low, high = said.cost(turn, min(each)), said.cost(turn, max(each))
    return f"Commissions: {low}." if low == high else f"Commissions: {low} to {high}."


async def _going(turn: Turn, line: Line) -> list[str]:
    """What of it is under way, so that two people who read the same alert do not ask twice."""
    going = await turn.unit.reservations.restocks(_OPEN, _MOST_GOING)
    asked = await turn.unit.reservations.lines([one.id for one in going])
    same = [
        f"{one.number} ({other.wanted})"
        for one in going
        for other, _ in asked[one.id]
        if (other.product, other.size) == (line.product, line.size)
    ]
    return [f"Under way already: {said.listed(same)}."] if same else []


async def _do(turn: Turn, member: Member, about: Mapping[str, str], message: UUID) -> str:
    line, product = await _line(turn, about)
    assert line is not None, "the plan was made for it"
    assert product is not None, "and so is its product"
    assert member.contact is not None, "whoever commands has a chat"
    identity, number = await turn.unit.reservations.number_restock(SOURCE, turn.now)
    order = _order(turn, identity, number, line, days_of(product.listing.availability))
    await noted.note(turn, member.contact, Restock(order, by(member)), f"restock:{message}")
    await turn.unit.access.log(str(member.id), "restock", f"order {order.id}", turn.now)
    return f"{order.called}: the shops are asked for {one_named(line, line.quantity)}.\nNext: {tap('order', number)}"


def _order(turn: Turn, identity: UUID, number: str, line: Line, days: int) -> Order:
    until = turn.now + turn.business.sourcing.answer_within
    return Order(
        id=identity,
        number=number,
        status=Status.RESERVED,
        lines=(line,),
        currency=turn.business.currency,
        reserved_until=until,
        answer_by=until,
        pay=FOR_STOCK,
        days=days,
    )


async def _line(turn: Turn, about: Mapping[str, str]) -> tuple[Line | None, Product | None]:
    """What is asked for; nothing where it is not sold any more."""
    identity = UUID(about["product"])
    product = (await turn.unit.products.by_ids([identity])).get(identity)
    if product is None or product.removed_at is not None or about["size"] not in product.sizes:
        return None, None
    price, quantity = product.price.micros, int(about["quantity"])
    return Line("1", product.id, product.sku, product.title, about["size"], quantity, price), product


def _title(product: Product) -> str:
    return shorten(one_line(product.title), 40, "…")


RESTOCK_DEED = Deed("restock", _plan, _do)
RESTOCK = Command(
    name="restock",
    aliases=("refill", "restocks"),
    usage="/restock {product} 10",
    help="ask the shops for pieces for our own shelf",
    run=restock,
    roles=OWNERS,
    topic=TOPIC,
    acts=True,
)
