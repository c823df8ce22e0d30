"""/restock: shops are asked for pieces for our own shelf, shown first and then confirmed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from flows.availability import days_of
from flows.counting import counted
from flows.phrase import tap
from flows.sourcing.draft import one_named
from flows.sourcing.facts import Choice
from flows.sourcing.line import MOST_PIECES, Line
from flows.sourcing.news import Restock
from flows.sourcing.order import FOR_STOCK, Order
from flows.sourcing.status import Status
from handlers import noted
from handlers.actions.action import Preview
from handlers.admins import said
from handlers.admins.command import OWNERS, Asked, Command, Reply
from handlers.admins.confirming import Deed, propose
from handlers.sourcing import shown
from handlers.sourcing.order_numbers import SOURCE
from handlers.sourcing.staff import restocks
from handlers.sourcing.staff.giving import by
from handlers.sourcing.staff.meant import products_named, which_product
from handlers.sourcing.staff.pieces import read_pieces
from handlers.sourcing.staff.shop_kinds import TOPIC
from handlers.turn import Turn
from storage.access import Member
from storage.products import Product
from storage.sourcing.reservations import Reservations
from storage.sourcing.shops import Shops
from storage.sourcing.stocks import Stocks
from templates.values import one_line, shorten

_MOST_SHOWN = 6
_MOST_SHOPS = 3  # that are named as those who are asked


async def restock(asked: Asked) -> str | Reply:
    """Which product, in which size, and how many, in any order; without a word what runs low and is under way."""
    turn = asked.turn
    if not asked.arguments:
        return await restocks.overview(turn)
    found, rest = await products_named(turn, asked.arguments)
    if not found:
        unread = shorten(one_line(asked.rest), 40, "…")
        return Reply(
            f'Nothing that is sold goes by "{unread}". Example: {restocks.EXAMPLE}\nMore: /stock', understood=False
        )
    if len(found) > 1:
        return which_product("restock", rest, found)
    meant = read_pieces(found[0], rest, asked.arguments)
    if meant.quantity is not None and not 1 <= meant.quantity <= MOST_PIECES:
        return _how_many(found[0], meant.size)
    if meant.size is None:
        return await _which_size(turn, found[0], meant.quantity)
    quantity = meant.quantity
    if quantity is None:
        quantity = await _wanting(turn, found[0], meant.size)
    if not quantity:
        return _how_many(found[0], meant.size)
    about = {"product": str(found[0].id), "size": meant.size, "quantity": str(quantity)}
    return await propose(asked, RESTOCK_DEED, about)


def _how_many(product: Product, size: str | None) -> Reply:
    example = tap("restock", product.sku, size or product.sizes[0], "10")
    return Reply(f"How many pieces, from 1 to {MOST_PIECES}? Example: {example}")


async def _wanting(turn: Turn, product: Product, size: str) -> int:
    """Pieces that bring its stock to twice the mark; 0 where it has none."""
    stock = await turn.unit.of(Stocks).get(product.id, size)
    return stock.to_twice_the_mark if stock is not None else 0


async def _which_size(turn: Turn, product: Product, quantity: int | None) -> Reply:
    lines = []
    for size in product.sizes[:_MOST_SHOWN]:
        many = quantity or await _wanting(turn, product, size)
        lines.append(tap("restock", product.sku, size, *([str(many)] if many else [])))
    return Reply("\n".join([f"Which size of {said.title(product)}?", *lines]))


async def _plan(turn: Turn, about: Mapping[str, str]) -> Preview | Reply:
    from storage.sourcing.facts.orders import who_may_have  # what is asked for a conversation, loaded with the first

    line, product = await _line(turn, about)
    if line is None or product is None:
        return Reply("That is not sold any more.\nMore: /stock")
    choices = (await who_may_have(turn.unit, turn.business, [line], turn.now))[line.id]
    if not choices:
        why = "there is none, none has opened its link, or all are away for long"
        return Reply(f"No shop can be asked for {said.title(product)}: {why}.\nNext: /shops")
    stock = await turn.unit.of(Stocks).get(line.product, line.size)
    mark = f", mark {stock.low_water}" if stock is not None and stock.low_water is not None else ""
    texts = [
        f"Restock {one_named(line, line.quantity)} ({stock.free if stock else 0} free now{mark}).",
        await _asks(turn, choices),
        _commissions(turn, line, choices),
        *await restocks.of_the_same(turn, line),
    ]
    return Preview(" ".join(texts), "Ask the shops")


async def _asks(turn: Turn, choices: Sequence[Choice]) -> str:
    """Who is asked first, by name: the likeliest to have it, and a minute must not turn them around."""
    shops = await turn.unit.of(Shops).by_ids([one.shop for one in choices])
    first = choices[: turn.business.sourcing.wave]
    names = said.listed(sorted(shown.shop_name(shops.get(one.shop)) for one in first), _MOST_SHOPS)
    rest = len(choices) - len(first)
    then = f", then {counted(rest, 'more shop')}" if rest else ""
    within = said.stretch(turn.business.sourcing.answer_within)
    return f"Asked: {names}{then}; they have {within} to answer. Who says yes keeps it for us."


def _commissions(turn: Turn, line: Line, choices: Sequence[Choice]) -> str:
    """What it may cost, from the cheapest shop to the dearest."""
    each = [one.commission * line.quantity for one in choices]
    low, high = said.cost(turn, min(each)), said.cost(turn, max(each))
    return f"Commissions: {low}." if low == high else f"Commissions: {low} to {high}."


async def _do(turn: Turn, member: Member, about: Mapping[str, str], message: UUID) -> str:
    line, product = await _line(turn, about)
    assert line is not None, "the plan was made for it"
    assert product is not None, "and so is its product"
    assert member.contact is not None, "whoever commands has a chat"
    identity, number = await turn.unit.of(Reservations).number_restock(SOURCE, turn.now)
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
