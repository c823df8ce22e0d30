"""Orders that a customer calls off by their numbers.

Of an order that is over, or that they cannot call off any more, they hear how it stands; of one that we do not know,
that we do not.
"""

from collections.abc import Sequence

from handlers.customer_talk import order_status as of_the_store
from handlers.customer_talk.said import Said, say
from handlers.sourcing import customer_orders
from handlers.sourcing.customer.calling_off import called, sure, which_order
from handlers.sourcing.customer.placed import order_status
from handlers.sourcing.replies.answers import order_number
from handlers.turn import Turn
from storage.message import Message
from storage.purchases import bare

_UNKNOWN = "cancel_unknown"  # template


async def has_one_called(turn: Turn, message: Message, numbers: Sequence[str]) -> bool:
    """Whether one of these numbers is that of an order of theirs."""
    return bool(customer_orders.called(await customer_orders.orders_of(turn, message.contact), numbers))


async def called_off_each(turn: Turn, said: Said, numbers: Sequence[str]) -> bool:
    """Several orders that a customer names: each as if named alone. A number of somebody else's is refused."""
    theirs = await customer_orders.orders_of(turn, said.message.contact)
    found = {number: customer_orders.called(theirs, {number}) for number in numbers}
    meant = dict.fromkeys(one for orders in found.values() for one in orders[:1])
    for one in meant:
        if one.status not in called.CALLABLE:
            await order_status.tell(turn, said, one)
    unknown = tuple(number.upper() for number, orders in found.items() if not orders)
    if unknown and meant:
        await say(turn, said, _UNKNOWN, values={"unknown": unknown})
    await sure.called_off(turn, said, [one for one in meant if one.status in called.CALLABLE])
    return bool(meant) or await _told_unknown(turn, said, unknown)


async def told_of_named(turn: Turn, said: Said) -> bool:
    """Of an order that they name and cannot call off any more they hear how it stands; of one that we do not know,
    that we do not, where others of theirs are open. The rest is the staff's."""
    number = said.reading.order or order_number(said.event.text)
    if number is None:
        return False
    found = await order_status.meant(turn, said.message.contact, number)
    if found is not None:
        await order_status.tell(turn, said, found)
        return True
    bought = await of_the_store.latest(turn, said.message.contact, number)
    return bought is None and await _told_unknown(turn, said, (bare(number).upper(),))


async def _told_unknown(turn: Turn, said: Said, numbers: tuple[str, ...]) -> bool:
    """Say that these are no orders of theirs, and ask which is meant; False where none is open."""
    open_ = await customer_orders.with_us(turn, said.message.contact)
    if open_:
        await which_order.ask(turn, said, open_, unknown=numbers)
    return bool(open_)
