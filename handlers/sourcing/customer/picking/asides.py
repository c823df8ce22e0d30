"""What customers ask beside an order that they pick, and is known: answered, and the step that was open asked again."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from flows.availability import days_of
from flows.money import amount as whole
from flows.sourcing import ordering
from flows.sourcing.basket import Ordering
from flows.sourcing.order import Order
from handlers.customer_talk.said import Said, say
from handlers.replies.about_us import asks_who_we_are
from handlers.replies.intents import Intent
from handlers.replies.text import tokens
from handlers.sourcing.customer.picking import how_soon, open_order, run
from handlers.sourcing.customer.picking.open_order import ask_again
from handlers.sourcing.customer.placed import order_status, paylinks
from handlers.sourcing.customer.placed.spoken_of import asks_about_order
from handlers.sourcing.customer.wares import Assortment, assortment
from handlers.sourcing.customer_orders import as_it_stands, going_on
from handlers.sourcing.replies.asides import may_ask_aside, read_aside
from handlers.sourcing.replies.basket import read_change
from handlers.sourcing.replies.basket_named import Change
from handlers.sourcing.replies.stock.goods import Shelf
from handlers.turn import Turn
from storage.products import Product
from storage.sourcing.shops import Shops

_ELSEWHERE = frozenset({Intent.STOP, Intent.AMBIGUOUS_STOP, Intent.HUMAN, Intent.CANCEL_ORDER, Intent.REFUND})

_THEIRS, _MINE = frozenset({"i", "it"}), frozenset({"mine", "my"})  # words of whoever has an order
_NOTHING_SOLD, _EXPRESS = Shelf([]), Change(express=True)


async def answered(turn: Turn, said: Said) -> bool:
    """Answer how ordering goes here, or who writes; False where no such thing is asked, or nothing is sold in chat."""
    event = said.event
    who = asks_who_we_are(event.text)  # a wish for a person is less than that question
    elsewhere = said.reading.intent in _ELSEWHERE and not (who or _asks_what_follows(said))
    if not said.is_words_alone or elsewhere:
        return False
    hurries = read_change(event.text, _NOTHING_SOLD) == _EXPRESS
    if not (who or hurries or may_ask_aside(event.text)):
        return False
    sold = await assortment(turn)
    if not sold.products or await turn.unit.access.member_of(said.address.contact) is not None:
        return False
    if not who and not await _told(turn, said, sold):
        return False
    if who:
        await say(turn, said, "about_us")
    if not (who and await _is_listed(turn, said)):
        await ask_again(turn, said)
    return True


def _asks_what_follows(said: Said) -> bool:
    """Whether "what happens after I order" is asked, which is no wish to call an order off."""
    cancels = said.reading.intent is Intent.CANCEL_ORDER
    return cancels and read_aside(said.event.text, _NOTHING_SOLD) == "after"


async def _is_listed(turn: Turn, said: Said) -> bool:
    """Whether a list of goods is open, from which nothing is picked yet: it stands there to be taken from."""
    picked = await open_order.of(turn, said.address.contact)
    return picked is not None and picked.state.step == "product"


async def _told(turn: Turn, said: Said, sold: Assortment) -> bool:
    picked = await open_order.of(turn, said.address.contact)
    topic = read_aside(said.event.text, sold.shelf)
    if not topic and picked is None and read_change(said.event.text, _NOTHING_SOLD) == _EXPRESS:
        topic = (
            "" if await going_on(turn, said.address.contact) else "express"
        )  # of an order that is there the team knows
    if not topic:
        return False
    if topic in {"days", "after"} and picked is None and await _is_of_an_order(turn, said, sold):
        return await _told_status(turn, said)
    return await tell(turn, said, sold, topic)


async def _told_status(turn: Turn, said: Said) -> bool:
    """Tell of an order that is there, where "when will i get it" reads like no question for it."""
    if said.reading.intent is Intent.ORDER_STATUS:
        return False  # which is answered by whoever knows of orders
    of_order = replace(said, reading=replace(said.reading, intent=Intent.ORDER_STATUS))
    return await order_status.answered(turn, of_order)


async def tell(turn: Turn, said: Said, sold: Assortment, topic: str, wanted: Sequence[Product] = ()) -> bool:
    """Answer a question on this topic, of the goods that are ``wanted`` where some are; False for no known answer."""
    picked = await open_order.of(turn, said.address.contact)
    state = picked.state if picked is not None else None
    values = _facts(turn, topic)
    if topic == "way":
        if values["pay"] == "cod" or "by_hand" in values:
            return False  # what is taken at the door, or by hand, the team knows
        if await paylinks.told_links(turn, said):
            return True
        values = values | {"topic": "pay", "way": "yes"}
    if topic == "total":
        amount = await _total(turn, said.address.contact, state)
        if amount is None:
            return False
        values = values | {"amount": amount}
    if topic == "days":
        placed = None if wanted or state is not None else await _placed(turn, said, sold)
        if placed is not None and placed.promised_at is not None:
            return await _told_status(turn, said)
        asked = wanted or _asked_about(said, sold, state)
        if not asked:
            return False
        values = values | {"days": await _longest(turn, asked, state) if placed is None else placed.days}
        if placed is not None and placed.express:
            values = {name: value for name, value in values.items() if name != "fee"} | {"days": 1}
    if topic == "after" and not await turn.unit.of(Shops).page("", 1):
        values = values | {"no_shops": "yes"}
    await say(turn, said, "pick_facts", values=values)
    return True


async def _total(turn: Turn, contact: UUID, state: Ordering | None) -> Decimal | None:
    """What is summed up comes to, else the one order that is to be paid; None where it cannot be told."""
    if state is not None:
        known = await run.facts(turn, contact, None, None)
        return ordering.total(state, known) if state.step == "summary" else None
    found = [await as_it_stands(turn, one) for one in await going_on(turn, contact)]
    unpaid = [order for order in found if order is not None and order.paid_at is None]
    return whole(unpaid[0].amount) if len(unpaid) == 1 else None


async def _is_of_an_order(turn: Turn, said: Said, sold: Assortment) -> bool:
    """Whether the day of an order that goes on is asked, with no product named."""
    if asks_about_order(said):
        return True
    if said.reading.intent is not Intent.ORDER_STATUS and not _asks_for_theirs(said.event.text):
        return False
    named, _ = sold.named_in(said.event.text)
    return not named and bool(await going_on(turn, said.address.contact))


def _asks_for_theirs(text: str) -> bool:
    """Whether "when will i get it" is asked; "how many days will it take" is of any order."""
    said = set(tokens(text))
    return said >= _THEIRS or not _MINE.isdisjoint(said)


def _facts(turn: Turn, topic: str) -> dict[str, Any]:
    settings = turn.business.sourcing
    fee = {"fee": settings.express_fee} if settings.express_fee is not None else {}
    by_hand: dict[str, Any] = {} if turn.business.payments else {"by_hand": "yes"}
    courier = {"courier": settings.courier_days} if topic == "days" and settings.courier_days else {}
    return {"topic": topic, "pay": settings.pay, "currency": turn.business.currency} | fee | by_hand | courier


async def _placed(turn: Turn, said: Said, sold: Assortment) -> Order | None:
    """The newest of their orders that go on, where a day is asked and no goods are named: what was promised for it
    holds, and not what all that is sold may take."""
    named, _ = sold.named_in(said.event.text)
    rows = [] if named else await going_on(turn, said.address.contact)
    return await as_it_stands(turn, rows[0]) if rows else None


def _asked_about(said: Said, sold: Assortment, state: Ordering | None) -> list[Product]:
    """The products of which a day is asked: those of the text, else of the open order, else all that are sold."""
    named, _ = sold.named_in(said.event.text)
    picked = {one.product for one in state.wares} | {one.ware.product for one in state.kept} if state else set()
    return sold.at(named) or [one for one in sold.products if not picked or one.id in picked]


async def _longest(turn: Turn, products: Sequence[Product], state: Ordering | None) -> int:
    """The days that the slowest of these may take, as the API promises them, in the size that is picked."""
    promised = await how_soon.promised(turn, products)
    lines = state.lines if state is not None and len(state.wares) == 1 else ()
    sized = {one.ware.product: one.size for one in lines if one.size}
    days = [one.days for (of, size), one in promised.items() if one.days is not None and sized.get(of, size) == size]
    return max(days, default=days_of(None))
