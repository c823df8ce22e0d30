"""Ordering in chat: what customers write about it, given to the conversation in which they pick; and its order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from flows import picking
from flows.engine import Decision, Subject
from flows.events import Customer, OrderReserved, ReservedItem
from flows.picking import Picked, Picking, PickingFacts, PlaceOrder, Wanted, Ware
from handlers import conversations, host, noted, slash
from handlers.replies.choices import read_choice
from handlers.replies.goods import Goods, Shelf
from handlers.replies.intents import Intent
from handlers.replies.wanting import (
    MOST_LISTED,
    may_want,
    read_piece_count,
    read_size,
    read_wares,
    read_wish,
)
from handlers.said import Said
from handlers.sourcing.numbers import order_number
from handlers.turn import Turn
from storage import codec
from storage.products import Product
from storage.runs import Run

START = "buy_"
"""Begins the payload of a start link that names a product: https://t.me/bot?start=buy_SKU."""
_COMMANDS = frozenset({"shop", "buy"})
_SHORT = 6  # words of what may be an answer that we did not understand


def is_wish(token: str | None) -> bool:
    """Whether somebody came in by a link that names a product."""
    return token is not None and token.startswith(START)


async def facts(turn: Turn, contact: UUID, subject: Subject | None, event: object) -> PickingFacts:
    """What is sold now, where they agree to a summary."""
    pay_first = turn.business.sourcing.pay == "first"
    if not (isinstance(event, Picked) and event.agrees):
        return PickingFacts(pay_first)
    return PickingFacts(pay_first, {one.id: _ware(one) for one in await turn.unit.products.all()})


async def write(turn: Turn, run: Run, before: Picking | None, decision: Decision[Picking]) -> None:
    """Reserve what was agreed to, by the same news that a shop's system tells."""
    for effect in decision.effects:
        if isinstance(effect, PlaceOrder) and run.contact is not None:
            number = await order_number(turn, run.id)
            item = ReservedItem(effect.ware.sku, effect.size, effect.quantity)
            news = OrderReserved(number, number, (item,), False, Customer(), turn.now)
            await noted.note(turn, run.contact, news, f"picked:{run.id}")


async def commanded(turn: Turn, said: Said) -> bool:
    """``/shop``, ``/buy``, or a start link that names a product: a wish in as many words. False for all else."""
    token = said.event.start or ""
    typed = slash.command(said.event.text)
    if typed == "start" and not token:
        token = said.event.text.partition(" ")[2].strip()
    if is_wish(token):
        found = await turn.unit.products.by_sku(token.removeprefix(START))
        return await _begin(turn, said, [found] if found else await turn.unit.products.all())
    if typed in _COMMANDS:
        return await _begin(turn, said, await turn.unit.products.all())
    return False


async def went_on(turn: Turn, said: Said) -> bool:
    """Give an answer to the person's open order, where it is our question that they answer; whether it was one."""
    run = await turn.unit.runs.open(picking.NAME, str(said.address.contact))
    asked = said.answered.asked
    if run is None or asked is None or asked.run != run.id:
        return False
    state = codec.load(Picking, run.state)
    event = _read(said, state)
    if event is None or (event == _nothing(said) and await _named_another(turn, said, state)):
        return event is not None
    if state.step == "product" and not event.agrees and not _is_number(said) and await begun(turn, said):
        return True  # it says more than which one: the size, how many
    if not await host.advance(turn, run, event):
        return False
    await conversations.in_their_language(turn, run, said)
    return True


async def _named_another(turn: Turn, said: Said, state: Picking) -> bool:
    """Begin anew with what was not listed, where they want that or just name it."""
    if await begun(turn, said):
        return True
    if state.step != "product" or _is_number(said) or said.event.button:
        return False
    products = await turn.unit.products.all()
    places = read_wares(said.event.text, shelf_of(products))
    return bool(places) and await _begin(turn, said, [products[place] for place in places])


def _is_number(said: Said) -> bool:
    return read_choice(said.event.text, said.event.button) is not None


async def begun(turn: Turn, said: Said) -> bool:
    """Begin an order where somebody wants one; False for everything else, and where nothing is sold."""
    if said.event.button or said.event.forwarded or not may_want(said.event.text) or _answers_another(said):
        return False
    products = await turn.unit.products.all()
    shelf = shelf_of(products)
    wish = read_wish(said.event.text, shelf, [one.category for one in products])
    if wish is None:
        return False
    wanted = [products[place] for place in wish.wares] or products
    known = wish.sure and len(wanted) == 1
    if len(wanted) == 1 and not known:  # a word is left that may be another product's
        wanted = [*wanted, *(one for one in products if one not in wanted)]
    size = (shelf.goods[wish.wares[0]].size(wish.size) or "") if known and wish.size else ""
    return await _begin(turn, said, wanted, size, wish.quantity if known else 0)


def shelf_of(products: Sequence[Product]) -> Shelf:
    """The products as words may name them."""
    return Shelf([Goods(one.sku, one.title, one.sizes) for one in products])


def _answers_another(said: Said) -> bool:
    """Whether another open question may be meant: a yes, a no or a number is its answer, whatever else it could be."""
    if said.answered.asked is None:
        return False
    return said.reading.intent in {Intent.YES, Intent.NO, Intent.LATER} or said.event.text.strip().isdigit()


async def _begin(turn: Turn, said: Said, wanted: Sequence[Product], size: str = "", quantity: int = 0) -> bool:
    if not wanted:
        return False
    wares = tuple(_ware(one) for one in wanted[:MOST_LISTED])
    event = Wanted(wares, said.address.id, said.address.channel, said.message.id, size, quantity)
    contact = said.address.contact
    await host.enter(turn, picking.NAME, str(contact), contact, None, event)
    run = await turn.unit.runs.open(picking.NAME, str(contact))
    if run is not None:
        await conversations.in_their_language(turn, run, said)
    return True


def _read(said: Said, state: Picking) -> Picked | None:
    """What they said to the question that is open; None for what is none of its answers."""
    text, button = said.event.text, said.event.button
    nothing = _nothing(said)
    if said.reading.intent is Intent.NO:
        return replace(nothing, agrees=False)
    if state.step == "product":
        places = read_wares(text, Shelf([Goods(one.sku, one.title, one.sizes or ("",)) for one in state.wares]), button)
        found = replace(nothing, wares=tuple(state.wares[place].product for place in places))
    elif state.step == "size":
        found = replace(nothing, size=read_size(text, _goods(state), button) or "")
    elif state.step == "quantity":
        found = replace(nothing, quantity=read_piece_count(text) or 0)
    elif said.reading.intent is Intent.YES or _orders_it(said, state):
        found = replace(nothing, agrees=True)
    else:
        found = _changed(said, state)
    short = len(text.split()) <= _SHORT and "?" not in text and not said.event.media
    unclear = said.reading.intent in {Intent.UNCLEAR, Intent.YES, Intent.CHANGE_SIZE}
    return found if found != nothing or (short and unclear) else None


def _orders_it(said: Said, state: Picking) -> bool:
    """ "Order" and "buy now" agree to what was summed up."""
    wish = read_wish(said.event.text, Shelf([_goods(state)]))
    return wish is not None and not wish.wares


def _changed(said: Said, state: Picking) -> Picked:
    """Another size or number than the summary shows: "make it 3", "size M"."""
    text, goods = said.event.text, _goods(state)
    size = read_size(text, goods) if state.wares[0].sizes and not text.strip().isdigit() else None
    quantity = None if size else read_piece_count(text)
    return replace(_nothing(said), size=size or "", quantity=quantity or 0)


def _goods(state: Picking) -> Goods:
    (ware,) = state.wares
    return Goods(ware.sku, ware.title, ware.sizes or ("",))


def _nothing(said: Said) -> Picked:
    return Picked(said.address.id, said.address.channel, said.message.id)


def _ware(product: Product) -> Ware:
    listing = product.listing
    return Ware(product.id, listing.sku, listing.title, listing.sizes, listing.price.micros)
