"""Start of a chat order: a link, a command, or a text that is only a wish for goods."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from uuid import UUID

from flows.sourcing import basket, chat_order, order_flow
from flows.sourcing.order_line import Line
from flows.sourcing.order_wishes import Orderable, OrderWish, Wanted
from handlers.customer_talk.understood_message import UnderstoodMessage, say
from handlers.engine import host, slash_command
from handlers.engine.turn import Turn
from handlers.replies.customer_intents import Intent
from handlers.sourcing import customer_orders
from handlers.sourcing.customer.orderable_goods import make_ware
from handlers.sourcing.customer.ordering import goods_availability, open_order
from handlers.sourcing.customer.ordering.goods_names import GoodsNames, make_names, spell_size
from handlers.sourcing.customer.ordering.order_grammar import MOST_LISTED, Parsed, parse
from handlers.staff_notices import handover
from storage.sourcing.partner_shops import Shops
from storage.store.products import Product

START = "buy_"
"""Begins the payload of a start link that names a product: https://t.me/bot?start=buy_SKU."""
_COMMANDS = frozenset({"shop", "buy"})
_ANSWERS = frozenset({Intent.YES, Intent.NO, Intent.LATER})
_GONE = "pick_gone"  # template


def is_wish(token: str | None) -> bool:
    """Return True if the token comes from a link that names a product."""
    return token is not None and token.startswith(START)


async def load_names(turn: Turn) -> GoodsNames:
    """Return the names of all goods on sale now."""
    products = await turn.unit.products.all()
    return make_names(tuple(map(make_ware, products)), tuple(one.category for one in products))


async def begin_by_command(turn: Turn, said: UnderstoodMessage) -> bool:
    """Start an order by ``/shop``, ``/buy``, or a start link that names a product; return False for other texts."""
    token = said.event.start or ""
    typed = slash_command.command(said.event.text)
    if typed == "start" and not token:
        token = said.event.text.partition(" ")[2].strip()
    if is_wish(token):
        found = await turn.unit.products.find_by_sku(token.removeprefix(START))
        return await _list(turn, said, [found] if found else await turn.unit.products.all())
    return typed in _COMMANDS and await _list(turn, said, await turn.unit.products.all())


async def begin_by_text(turn: Turn, said: UnderstoodMessage) -> bool:
    """Start an order, or make an offer, if the whole text asks for that; return False for other texts."""
    if not said.is_words_alone or _may_answer_another(said):
        return False
    parsed = parse(said.event.text, await load_names(turn))
    if parsed is None:
        return False
    if parsed.is_all("catalogue") or parsed.is_all("order"):
        return await _list(turn, said, await turn.unit.products.all())
    if parsed.is_all("repeats"):
        return await _sum_up_again(turn, said)
    parsed = await _complete_question(turn, said, parsed)
    if not _names_goods(parsed) or await _means_another(turn, said, parsed):
        return False
    return await _offer_or_price(turn, said, parsed) if parsed.asks else await _enter_order(turn, said, parsed)


async def begin(
    turn: Turn, said: UnderstoodMessage, goods: Iterable[Wanted], *, asks: bool = False, express: bool = False
) -> bool:
    """Start an order with these lines; return False if there are none."""
    lines = tuple(goods)
    if not lines:
        return False
    express = express and turn.business.sourcing.express_fee is not None
    wish = OrderWish(lines, said.address.id, said.address.channel, said.message.id, asks, express)
    contact = said.address.contact
    await host.enter(turn, chat_order.NAME, str(contact), contact, None, wish)
    return True


async def begin_anew(turn: Turn, said: UnderstoodMessage, lines: Sequence[Wanted], *, express: bool = False) -> bool:
    """Start an order with earlier lines, at current prices; say so if none is sold any more."""
    sold = {one.id: make_ware(one) for one in await turn.unit.products.all()}
    left, gone = basket.as_sold(lines, sold)
    if not left and gone:
        await say(turn, said, _GONE, values={"items": basket.name_lines(gone)})
        return True
    return await begin(turn, said, left, express=express)


async def _list(turn: Turn, said: UnderstoodMessage, products: Sequence[Product]) -> bool:
    """Start an order by asking which of these products is wanted; return False if there are none."""
    wares = tuple(make_ware(one) for one in products[:MOST_LISTED])
    return bool(wares) and await begin(turn, said, [Wanted(wares)])


async def _enter_order(turn: Turn, said: UnderstoodMessage, parsed: Parsed) -> bool:
    return await begin(turn, said, parsed.goods, express="express" in parsed.classes)


async def _offer_or_price(turn: Turn, said: UnderstoodMessage, parsed: Parsed) -> bool:
    """Offer one product, or sum up several. While an order is being picked, only give the price and continue."""
    contact = said.address.contact
    shop = await turn.unit.of(Shops).find_by_contact(contact)
    if shop is not None or await turn.unit.access.member_of(contact) is not None:
        return False
    order = await open_order.find_open(turn, contact)
    if order is not None and not order.state.asks:
        told = len(parsed.goods) == 1 and await goods_availability.tell(turn, said, parsed.goods[0])
        if told:
            await open_order.ask_again(turn, said)
        return told
    return await begin(turn, said, parsed.goods, asks=len(parsed.goods) == 1)


async def _sum_up_again(turn: Turn, said: UnderstoodMessage) -> bool:
    """Start an order with the lines of the customer's last order; return False if there is none."""
    for row in (await customer_orders.list_orders(turn, said.address.contact))[:1]:
        order = await customer_orders.load_order(turn, row)
        if order is not None:
            lines = [_pick_line(one) for one in order.wants or order.lines if not one.made]
            return await begin_anew(turn, said, lines, express=order.express)
    return False


def _pick_line(line: Line) -> Wanted:
    """Convert a line of a placed order into a line to pick."""
    ware = Orderable(line.product, line.sku, line.title, (line.size,) if line.size else (), line.price)
    return Wanted((ware,), line.size, line.wanted or line.quantity)


async def _complete_question(turn: Turn, said: UnderstoodMessage, parsed: Parsed) -> Parsed:
    """Complete a question about only a size ("do you have it in M?") with the only product that is being picked."""
    order = await open_order.find_open(turn, said.address.contact)
    bare = parsed.asks and [one for one in parsed.goods if one.size and not one.wares]
    if order is None or not bare or len(order.state.lines) != 1 or len(order.state.current.wares) != 1:
        return parsed
    ware = order.state.current.ware
    return replace(parsed, goods=tuple(Wanted((ware,), spell_size(ware, one.size)) for one in bare))


def _names_goods(parsed: Parsed) -> bool:
    return bool(parsed.goods) and all(one.wares for one in parsed.goods)


def _may_answer_another(said: UnderstoodMessage) -> bool:
    """Return True if the text may answer another open question: it is a yes, a no or a number."""
    if said.answered.asked is None:
        return False
    return said.reading.intent in _ANSWERS or said.event.text.strip().isdigit()


async def _means_another(turn: Turn, said: UnderstoodMessage, parsed: Parsed) -> bool:
    """Return True if the named goods may be about a placed order, or about a question to the team.

    Goods already ordered, with another number, never start a new order.
    """
    counts_anew = parsed.is_counted and not parsed.joins
    if (counts_anew or not parsed.wants) and await _is_ordered(turn, said, set(_products(parsed))):
        return True
    if parsed.wants:
        return False
    asked = said.answered.asked
    if asked is not None and any(run.id == asked.run and run.flow == order_flow.NAME for run in said.answered.runs):
        return True
    if parsed.is_specific or parsed.joins or parsed.asks:
        return False
    question = said.answered.question
    return (question is not None and not question.stays) or await handover.is_waiting(turn, said.address)


async def _is_ordered(turn: Turn, said: UnderstoodMessage, products: Set[UUID]) -> bool:
    """Return True if one of these products is in an open order of the customer, who may mean that order."""
    for one in await customer_orders.list_unshipped(turn, said.address.contact):
        order = await customer_orders.load_order(turn, one)
        if order is not None and any(line.product in products for line in order.lines):
            return True
    return False


def _products(parsed: Parsed) -> Iterable[UUID]:
    return (ware.product for one in parsed.goods for ware in one.wares)
