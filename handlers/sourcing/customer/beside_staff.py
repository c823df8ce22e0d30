"""What customers write about orders while the staff talks with them, where it can mean nothing else: a clear order, the
size or the number that an open order lacks, where to pay."""

from dataclasses import replace
from functools import partial

from handlers import host
from handlers.customer_talk import beside_staff
from handlers.customer_talk.answered import Answerable
from handlers.customer_talk.said import Said
from handlers.replies.offering import may_offer, may_settle
from handlers.sourcing.customer.picking import asides, baskets, open_order, picked
from handlers.sourcing.customer.picking.wishes import begun
from handlers.sourcing.customer.placed import order_status, paylinks
from handlers.sourcing.customer.wares import assortment
from handlers.sourcing.replies.asides import read_aside
from handlers.sourcing.replies.naming import name_bits
from handlers.sourcing.replies.stock.goods import Shelf
from handlers.sourcing.replies.wish_clear import is_clear_wish, is_counted_wish, is_understood
from handlers.turn import Turn

_TOPICS = frozenset({"days", "pay", "way", "door", "express"})


async def picked_on(turn: Turn, said: Said) -> bool:
    """Go on with the order that was open: its size, its number. A yes may be the staff's, so it is asked once more."""
    order = await open_order.of(turn, said.address.contact) if said.answered.staffs else None
    asked = await turn.unit.runs.asked(said.address.contact, order.run.id) if order is not None else None
    if order is None or asked is None or not said.event.text or not await beside_staff.is_for_us(turn, said):
        return False
    ours = replace(said, answered=Answerable(None, asked, (order.run,), said.answered.question))
    event = await baskets.read(turn, ours, order.state) or picked.read(ours, order.state)
    if event is None or event == open_order.nothing_of(said) or event.agrees is False:
        return False
    if event.agrees:
        await open_order.ask_again(turn, said)
        return True
    return await _taken(turn, said, await host.advance(turn, order.run, event), beside_staff.ANSWER)


async def ordered(turn: Turn, said: Said) -> bool:
    """Begin a clear order: a wish to buy, and things that are sold here by their names, with nothing left unread. Of
    goods that the staff offered it agrees to the offer. Goods with no more than a number or a size, "1 kurta L aur 2
    mug", "also kurta M", are one where the staff neither asked nor offered."""
    if said.answered.staffs is None or not said.event.text:
        return False
    sold = await assortment(turn)
    wished = is_clear_wish(said.event.text, sold.shelf, sold.categories)
    told = (said.event.text, sold.shelf, sold.categories)
    counted = not wished and (is_counted_wish(*told) or is_understood(*told))
    if not wished and not counted:
        return False
    settles = may_settle if counted else partial(_offers_goods, shelf=sold.shelf)
    if not await beside_staff.is_for_us(turn, said, settles):
        return False
    return await _taken(turn, said, await begun(turn, said), beside_staff.ORDER)


async def asked_what_is_known(turn: Turn, said: Said) -> bool:
    """Answer where an order is, and how soon goods come or how they are paid, where the staff offered nothing that it
    may be asked of; a day is told of goods that they name."""
    if not await beside_staff.is_for_us(turn, said, may_offer):
        return False
    if await order_status.answered(turn, said):
        return await _taken(turn, said, True, beside_staff.KNOWN)
    sold = await assortment(turn)
    topic = read_aside(said.event.text, sold.shelf)
    named, _ = sold.named_in(said.event.text)
    if topic not in _TOPICS or (topic == "days" and not named):
        return False
    return await _taken(turn, said, await asides.answered(turn, said), beside_staff.KNOWN)


async def asked_to_pay(turn: Turn, said: Said) -> bool:
    """Say again where to pay, while a link is open, unless the staff offered something."""
    if said.answered.staffs is None or not paylinks.means_link(said.event.text):
        return False
    if not await paylinks.has_link(turn, said) or not await beside_staff.is_for_us(turn, said, may_offer):
        return False
    again = await paylinks.asked(turn, said) or await paylinks.failed(turn, said)
    return await _taken(turn, said, again, beside_staff.LINK)


def _offers_goods(text: str, shelf: Shelf) -> bool:
    """Whether words of the staff may offer goods: on terms of their own, or by their names with a figure."""
    figures = any(letter.isdigit() for letter in text)
    return may_offer(text) or (figures and any(bit.name == "item" for bit in name_bits(text, shelf)))


async def _taken(turn: Turn, said: Said, is_taken: bool, what: str) -> bool:
    if is_taken:
        await beside_staff.tell(turn, said, what)
    return is_taken
