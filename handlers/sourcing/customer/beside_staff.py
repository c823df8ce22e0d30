"""What customers write about orders while the staff talks with them, where it can mean nothing else: an order in the
words of the grammar, an answer that an open order waits for, where to pay."""

from dataclasses import replace
from functools import partial

from handlers import host
from handlers.customer_talk import beside_staff
from handlers.customer_talk.answered import Answerable
from handlers.customer_talk.said import Said
from handlers.replies.offering import may_offer, may_settle
from handlers.sourcing.customer.ordering import answers, open_order, wishes
from handlers.sourcing.customer.ordering.grammar import is_named, parse
from handlers.sourcing.customer.ordering.names import GoodsNames
from handlers.sourcing.customer.placed import order_status, paylinks
from handlers.turn import Turn


async def picked_on(turn: Turn, said: Said) -> bool:
    """Go on with the order that was open: its size, its number. A yes may be the staff's, so it is asked once more."""
    order = await open_order.of(turn, said.address.contact) if said.answered.staffs else None
    asked = await turn.unit.runs.asked(said.address.contact, order.run.id) if order is not None else None
    if order is None or asked is None or not said.event.text or not await beside_staff.is_for_us(turn, said):
        return False
    if said.exact:
        await open_order.ask_again(turn, said)
        return True
    ours = replace(said, answered=Answerable(None, asked, (order.run,), said.answered.question))
    event = await answers.read(turn, ours, order)
    if event is None or event == open_order.nothing_of(said) or event.agrees is False or event.again:
        return False
    return await _taken(turn, said, await host.advance(turn, order.run, event), beside_staff.ANSWER)


async def ordered(turn: Turn, said: Said) -> bool:
    """Begin an order: goods that are wanted in so many words, or counted, where the staff neither asked nor offered."""
    if said.answered.staffs is None or not said.event.text:
        return False
    known = await wishes.names(turn)
    parsed = parse(said.event.text, known)
    if parsed is None or parsed.asks or not parsed.goods or not (parsed.wants or parsed.is_counted):
        return False
    settles = partial(_offers_goods, names=known) if parsed.wants else may_settle
    if not await beside_staff.is_for_us(turn, said, settles):
        return False
    return await _taken(turn, said, await wishes.begun(turn, said), beside_staff.ORDER)


async def asked_what_is_known(turn: Turn, said: Said) -> bool:
    """Answer where an order is, where the staff offered nothing that it may be asked of."""
    if not await beside_staff.is_for_us(turn, said, may_offer):
        return False
    return await _taken(turn, said, await order_status.answered(turn, said), beside_staff.KNOWN)


async def asked_to_pay(turn: Turn, said: Said) -> bool:
    """Say again where to pay, while a link is open, unless the staff offered something."""
    if said.answered.staffs is None or not paylinks.means_link(said.event.text):
        return False
    if not await paylinks.has_link(turn, said) or not await beside_staff.is_for_us(turn, said, may_offer):
        return False
    again = await paylinks.asked(turn, said) or await paylinks.failed(turn, said)
    return await _taken(turn, said, again, beside_staff.LINK)


def _offers_goods(text: str, names: GoodsNames) -> bool:
    """Whether words of the staff may offer goods: on terms of their own, or by their names with a figure."""
    return may_offer(text) or (any(letter.isdigit() for letter in text) and is_named(text, names))


async def _taken(turn: Turn, said: Said, is_taken: bool, what: str) -> bool:
    if is_taken:
        await beside_staff.tell(turn, said, what)
    return is_taken
