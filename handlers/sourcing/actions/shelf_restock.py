"""Restocks of our own shelf from shops: a preview, then confirmation."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flows.actor import Actor
from flows.availability import days_of
from flows.engine import Subject
from flows.money import Money
from flows.phrase import Ours, Text, join_first, phrase, sentences
from flows.sourcing.order import FOR_STOCK, Order
from flows.sourcing.order_events import Restock
from flows.sourcing.order_facts import ShopChoice
from flows.sourcing.order_line import Line
from flows.sourcing.order_state import WITH_US, Status
from handlers.actions.action import Origin, Preview, Refused
from handlers.engine import own_events
from handlers.engine.turn import Turn
from handlers.sourcing import order_words
from handlers.sourcing.actions.order_refusals import WhyNot
from handlers.sourcing.customer_orders import SOURCE
from storage.sourcing.own_stock import Stocks
from storage.sourcing.partner_shops import Shops
from storage.sourcing.reservations import Reservation, Reservations
from storage.store.products import Product

_MOST_SHOPS = 3  # shops that the preview names
_MOST_GOING = 200  # restocks under way to look through
_OPEN = tuple(sorted(status.value for status in WITH_US))


@dataclass(frozen=True, slots=True)
class RestockShelf:
    """Request for pieces of a product in a size for our own shelf."""

    product: UUID
    size: str
    quantity: int


async def would_restock(turn: Turn, command: RestockShelf) -> Preview:
    """Preview the current stock, the shops to ask, and the highest cost."""
    line, product = await find_wanted_line(turn, command)
    choices = await choose_shops(turn, line, product)
    stock = await turn.unit.of(Stocks).get(line.product, line.size)
    mark = {"marked": True, "mark": stock.low_water} if stock is not None and stock.low_water is not None else {}
    free = stock.free if stock else 0
    texts = sentences(
        phrase("restock_what", what=order_words.pieces(line, line.quantity), free=free, **mark),
        await _name_asked_shops(turn, choices),
        commissions(turn, line, choices),
        *await _list_same(turn, line),
    )
    return Preview(texts, phrase("button_ask_shops"))


async def _name_asked_shops(turn: Turn, choices: Sequence[ShopChoice]) -> Text:
    """Name the first shops to ask, those most likely to have it. Their order is stable within a minute."""
    shops = await turn.unit.of(Shops).by_ids([one.shop for one in choices])
    first = choices[: turn.business.sourcing.wave]
    known = sorted((shops[one.shop] for one in first if one.shop in shops), key=lambda shop: shop.name)
    names = join_first([order_words.name_shop(shop) for shop in known], _MOST_SHOPS)
    within = turn.business.sourcing.answer_within
    return phrase("restock_asks", shops=names, rest=len(choices) - len(first), within=within)


async def choose_shops(turn: Turn, line: Line, product: Product) -> Sequence[ShopChoice]:
    """Return the shops to ask, the most likely to have it first. Raises Refused if there is none."""
    from storage.sourcing.facts.sourcing_facts import (
        find_possible_shops,  # needed by a conversation, loaded with the first
    )

    choices = (await find_possible_shops(turn.unit, turn.business, [line], turn.now))[line.id]
    if not choices:
        raise Refused(WhyNot.NO_SHOP_TO_ASK, {"product": order_words.title(product)})
    return choices


def commissions(turn: Turn, line: Line, choices: Sequence[ShopChoice]) -> Text:
    """Format the range of commissions, from the cheapest shop to the most expensive."""
    each = [one.commission * line.quantity for one in choices]
    low, high = Money(min(each), turn.business.currency), Money(max(each), turn.business.currency)
    return phrase("restock_commissions", low=low, **({"high": high} if high != low else {}))


async def _list_same(turn: Turn, line: Line) -> list[Text]:
    """Describe the open restocks of the same product and size, so that nobody restocks twice."""
    same = [f"{number} ({wanted})" for number, wanted in (await count_underway(turn, line.product, line.size)).items()]
    return [phrase("under_way_already", orders=join_first(same))] if same else []


async def count_underway(turn: Turn, product: UUID, size: str) -> dict[str, int]:
    """Return the open restocks of a product in a size: the requested pieces by the restock's number.

    Those whose event is pending are read first, so that none that starts meanwhile is missed.
    """
    to_begin = {order.number: list(order.lines) for order in await _list_new(turn)}
    going = to_begin | {one.number: wanted for one, wanted in await list_underway(turn)}
    return {
        number: line.wanted
        for number, wanted in going.items()
        for line in wanted
        if (line.product, line.size) == (product, size)
    }


async def _list_new(turn: Turn) -> list[Order]:
    """Return the confirmed restocks whose events are not handled yet, the newest first."""
    return [event.order for event in await turn.unit.inbox.list_new(Restock)]


async def list_underway(turn: Turn) -> list[tuple[Reservation, list[Line]]]:
    """Return each open restock with its lines."""
    going = await turn.unit.of(Reservations).restocks(_OPEN, _MOST_GOING)
    wanted = await turn.unit.of(Reservations).lines([one.id for one in going])
    return [(one, [line for line, _ in wanted[one.id]]) for one in going]


async def restock(turn: Turn, origin: Origin, command: RestockShelf) -> Order:
    """Start a restock as an order of our own, once for each command."""
    assert origin.contact is not None, "a restock has the member who began it"
    return await begin(turn, origin.contact, origin.by, command, origin.key)


async def begin(turn: Turn, contact: UUID, by: Actor, wanted: RestockShelf, key: str) -> Order:
    """Start a restock, once for each key; its messages go to ``contact``. Raises Refused."""
    line, product = await find_wanted_line(turn, wanted)
    identity, number = await turn.unit.of(Reservations).number_restock(SOURCE, turn.now)
    until = turn.now + turn.business.sourcing.answer_within
    order = Order(
        id=identity,
        number=number,
        status=Status.RESERVED,
        lines=(line,),
        currency=turn.business.currency,
        reserved_until=until,
        answer_by=until,
        pay=FOR_STOCK,
        days=days_of(product.listing.availability),
    )
    await own_events.emit(turn, contact, Restock(order, by), f"restock:{key}")
    await turn.unit.access.log(by, "restock", turn.now, Subject("reservation", order.id))
    return order


async def find_wanted_line(turn: Turn, command: RestockShelf) -> tuple[Line, Product]:
    """Return the line and the product of a restock. Raises Refused if the product or its size is not sold."""
    product = (await turn.unit.products.by_ids([command.product])).get(command.product)
    if product is None or product.removed_at is not None or command.size not in product.sizes:
        raise Refused(WhyNot.NOT_SOLD, more=Ours("/stock"))
    sku, title, price = product.sku, product.title, product.price.micros
    return Line("1", product.id, sku, title, command.size, command.quantity, price), product
