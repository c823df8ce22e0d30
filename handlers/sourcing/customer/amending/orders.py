"""Which order of theirs a correction is of, and what of it can still be changed in the chat."""

from collections.abc import Sequence
from uuid import UUID

from flows.sourcing.basket import Ordering, of_lines
from flows.sourcing.line import Line
from flows.sourcing.order import Order
from flows.sourcing.paying import QUOTE
from flows.sourcing.status import UNPAID, Status
from flows.sourcing.wishes import Next
from handlers.customer_talk.said import Said
from handlers.sourcing import customer_orders
from handlers.sourcing.customer.by_goods import holding
from handlers.sourcing.customer.last_said import quoted_or_last
from handlers.sourcing.customer.wares import ware_of
from handlers.sourcing.order_numbers import SOURCE
from handlers.turn import Turn
from storage.sourcing.reservations import Reservation

_CHANGED_HERE = UNPAID - {Status.PART_AVAILABLE}  # of a part they are asked something else


async def meant(turn: Turn, said: Said) -> Reservation | None:
    """The order that has not left and that they speak of: by its goods, by what was said last of it or is quoted, else
    the newest; None where there is none."""
    orders = await customer_orders.with_us(turn, said.address.contact)
    if not orders:
        return None
    named = await holding(turn, said.event.text, orders)
    last = await quoted_or_last(turn, said)
    about = {last.subject} if last is not None else set[UUID | None]()
    question = said.answered.question
    about |= {question.about.id} if question is not None and question.about is not None else set()
    return next(iter([one for one in orders if one.id in about] or (named if len(named) == 1 else orders)))


async def as_picked(turn: Turn, said: Said, row: Reservation) -> Ordering | None:
    """The order as if it were picked now, so that it can be changed like one; None where only the staff can change it:
    it came from elsewhere, is paid, or holds what is not sold by itself."""
    order = await customer_orders.as_it_stands(turn, row)
    if order is None or row.source != SOURCE or order.status not in _CHANGED_HERE or not _is_plain(order):
        return None
    lines = await _lines(turn, order.wants)
    if not lines:
        return None
    nothing = Ordering((lines[0].ware,), said.address.id, said.address.channel, express=order.express, summed=True)
    return of_lines(nothing, lines)


def _is_plain(order: Order) -> bool:
    """Whether an order is neither paid nor quoted, and has no discount."""
    return order.paid_at is None and not order.paid and order.pay != QUOTE and not order.credit and not order.allowance


async def _lines(turn: Turn, wanted: Sequence[Line]) -> list[Next]:
    """The lines at the prices of now; none where one of them is not sold any more."""
    sold = {one.id: one for one in await turn.unit.products.all()}
    if any(line.made or line.product not in sold for line in wanted):
        return []
    return [Next(ware_of(sold[line.product]), line.size, line.wanted) for line in wanted]
