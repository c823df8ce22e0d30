"""A customer who calls off a part of an order, or does not want one of its things: no order ends by that.

A part is taken out by the staff, who hear what is wished; the order goes on as it is until they have changed it.
"""

from collections.abc import Sequence

from flows.phrase import Lines, Phrase, phrase
from flows.sourcing.order import Order
from handlers.consent import doubts
from handlers.conversation import Answers
from handlers.customer_talk.said import Said, hand_over
from handlers.replies.cancelling import is_bare_cancel
from handlers.replies.intents import Expecting, Intent
from handlers.sourcing import customer_orders
from handlers.sourcing.customer import by_goods
from handlers.sourcing.customer.calling_off import which_order
from handlers.sourcing.replies.dropping import is_dropped, says_unwanted
from handlers.sourcing.replies.naming import without_goods
from handlers.sourcing.replies.partial import is_of_a_part, names_goods
from handlers.sourcing.replies.refusing import may_refuse_goods, refuses_goods
from handlers.sourcing.replies.stock.goods import Goods, Shelf
from handlers.turn import Turn
from storage.runs import Run
from storage.sourcing.reservations import Reservation

_REFUSES = frozenset({Intent.NO, Intent.AMBIGUOUS_STOP})


async def meant(turn: Turn, said: Said) -> list[Reservation]:
    """The orders of which they do not want a part; none for a text that means no such thing, or as well another order
    of theirs as a whole: "cancel the cap" of the order of a cap, and of one of a cap and a mug."""
    text = said.event.text
    if not _may_refuse(said) or is_bare_cancel(text):
        return []
    calls_off, asked = said.reading.intent is Intent.CANCEL_ORDER, said.answered.asked
    orders = await which_order.meant(turn, said)
    if not calls_off and asked is not None:
        orders = [one for one in orders if one.run == asked.run]  # what else is asked has its own no
    parts = await parts_of(turn, text, orders, named=not calls_off)
    held = await by_goods.holding(turn, text, orders)
    return parts if set(held) <= set(parts) else []


async def parts_of(turn: Turn, text: str, orders: Sequence[Reservation], *, named: bool = False) -> list[Reservation]:
    """Those of the orders of which a text means a part; ``named``: only where it says a word of their goods."""
    known = [(one, await customer_orders.as_it_stands(turn, one)) for one in orders]
    return [one for one, order in known if order is not None and _is_of_a_part(text, order, named=named)]


async def wholly(turn: Turn, said: Said) -> list[Reservation]:
    """Orders of one thing that a text calls off by its name: "cancela la camiseta", "I don't want the cap any more"."""
    text = said.event.text
    if not said.is_by_hand or said.answered.asked is not None or not may_refuse_goods(text):
        return []
    rows = await customer_orders.with_us(turn, said.address.contact)
    known = [(row, await customer_orders.as_it_stands(turn, row)) for row in rows]
    return [row for row, order in known if order is not None and _is_all_of(text, order)]


def _is_all_of(text: str, order: Order) -> bool:
    if len(order.wants) != 1:
        return False
    (line,) = order.wants
    shelf = Shelf([Goods("", line.title, (line.size,))])
    return line.wanted == 1 and (refuses_goods(text, shelf) or is_dropped(without_goods(text, shelf)))


async def answers(_turn: Turn, said: Said, run: Run) -> Answers:
    """What a text is to the order's own question: one that refuses a part of the order is no answer to it."""
    order = customer_orders.order_in(run)
    named = said.reading.intent is not Intent.CANCEL_ORDER
    refuses = _may_refuse(said) and _is_of_a_part(said.event.text, order, named=named)
    return Answers.NO if refuses else Answers.YES


async def note(turn: Turn, said: Said) -> Phrase | None:
    """What the staff has to know where they refuse a part in answer to it; None where they do no such thing."""
    orders = await meant(turn, said)
    return _wish(orders) if orders else None


async def pass_on(turn: Turn, said: Said, orders: Sequence[Reservation]) -> None:
    """Tell the staff of the part that is wished away. What may have been an opt-out holds our marketing until they have
    read it."""
    await hand_over(turn, said, about=_wish(orders))
    if said.reading.intent is Intent.AMBIGUOUS_STOP or said.reading.may_mean_messages:
        await doubts.pass_on(turn, said)


def _may_refuse(said: Said) -> bool:
    """Whether a customer's words call an order off, or refuse one of its things."""
    if not said.is_by_hand:
        return False
    if said.reading.intent is Intent.CANCEL_ORDER:
        return True
    asked = said.answered.asked
    if asked is not None and asked.question.expecting == Expecting.CHOICE:
        return False  # "no, the mug is chipped" looks at photos
    return said.reading.intent in _REFUSES or says_unwanted(said.event.text)


def _is_of_a_part(text: str, order: Order, *, named: bool) -> bool:
    goods = [(f"{line.title} {line.size}", line.wanted) for line in order.wants]
    return (not named or names_goods(text, [title for title, _ in goods])) and is_of_a_part(text, goods)


def _wish(orders: Sequence[Reservation]) -> Phrase:
    return phrase("to_cancel_part", orders=Lines(tuple(one.number for one in orders), between=", "))
