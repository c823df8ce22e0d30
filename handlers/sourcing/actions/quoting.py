"""A wish that no product is gets a price; the customer says yes or no to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flows.availability import DAYS_UNSTATED
from flows.engine import Subject
from flows.sourcing.events import Quoted, Replaced
from flows.sourcing.line import Line, Promise
from flows.sourcing.order import Order
from flows.sourcing.paying import QUOTE as PAY
from flows.sourcing.status import Status
from handlers import router, staffs_answer
from handlers.actions.action import Origin, Refused
from handlers.replies.text import words
from handlers.replies.word_lists import read_sets
from handlers.sourcing import customer_orders
from handlers.sourcing.actions.refusals import WhyNot
from handlers.sourcing.order_numbers import SOURCE, order_number
from handlers.turn import Turn
from storage.people import Address, Contact
from storage.sourcing.reservations import Reservations

_SHORTEST_WORD = 3
_NO_THING = read_sets("commands")["no thing"]
"""What is said of many things, and names none of them."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Whoever wrote from an address is offered something for so many micro-units, in so many days where that is said.

    ``text`` is what they read of it, ``title`` its name in an order.
    """

    customer: UUID
    price: int
    text: str
    title: str
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Offered:
    """What was offered to whom; the earlier offers that it replaces, and the ``others`` that stay. ``by_hand``: no
    account makes a link to pay it by."""

    order: Order
    customer: Address
    person: Contact | None
    text: str
    replaced: Sequence[Order]
    others: Sequence[Order]
    by_hand: bool


async def quote(turn: Turn, origin: Origin, command: Quote) -> Offered:
    """Begin it as an order of one thing that we make, once for what it came with."""
    customer = await turn.unit.people.address_by_id(command.customer)
    await turn.unit.people.hold(customer.contact)  # who offers them something in the same moment sees this, or is seen
    if await staffs_answer.was_stopped(turn, customer):
        raise Refused(WhyNot.STOPPED)
    order = await _order(turn, customer, UUID(origin.key), command)
    replaced, others = await _earlier(turn, customer, order)
    for one in replaced:
        ends = Replaced(one.id, order.number, origin.by)
        await router.emit(turn, customer.contact, ends, f"replaced:{order.id}:{one.id}")
    await router.emit(turn, customer.contact, Quoted(order, command.text, origin.by), f"quoted:{origin.key}")
    await turn.unit.access.log(origin.by, "quote", turn.now, Subject("reservation", order.id))
    person = await turn.unit.people.get(customer.contact)
    return Offered(order, customer, person, command.text, replaced, others, not turn.business.payments)


async def _earlier(turn: Turn, customer: Address, order: Order) -> tuple[list[Order], list[Order]]:
    """What else they were offered and have not paid: of the same thing by its name, and of others."""
    rows = await turn.unit.of(Reservations).of_contact(customer.contact)
    offered = [one for one in rows if one.status == Status.AVAILABLE]
    found = [one for row in offered if (one := await customer_orders.as_it_stands(turn, row)) is not None]
    open_ = [
        one for one in (*await _to_begin(turn, customer), *found) if one.made and not one.paid and one.id != order.id
    ]
    same = [one for one in open_ if _things(one) & _things(order)]
    return same, [one for one in open_ if one not in same]


async def _to_begin(turn: Turn, customer: Address) -> list[Order]:
    """Each offer to them whose event is not acted upon yet, the newest first."""
    told = [event.order for event in await turn.unit.inbox.new_of(Quoted)]
    bought = [await turn.unit.orders.get(order.id) for order in told]
    return [order for order, row in zip(told, bought, strict=True) if row and row.contact == customer.contact]


def _things(order: Order) -> frozenset[str]:
    """The words that tell what is made."""
    said_of_it = (word for line in order.lines for word in words(line.title))
    return frozenset(word for word in said_of_it if len(word) >= _SHORTEST_WORD and word not in _NO_THING)


async def _order(turn: Turn, customer: Address, message: UUID, command: Quote) -> Order:
    """It begins as an order of one thing that we make and keep ourselves."""
    number = await order_number(turn, message)
    known = await turn.unit.orders.ensure(SOURCE, number, turn.now)
    await turn.unit.orders.note(known.id, number=number, contact=customer.contact)
    line = Line("1", known.id, "", command.title, "", 1, command.price)
    until = turn.now + turn.business.sourcing.reserve
    return Order(
        id=known.id,
        number=number,
        status=Status.RESERVED,
        lines=(line,),
        currency=turn.business.currency,
        reserved_until=until,
        answer_by=until,
        pay=PAY,
        days=DAYS_UNSTATED if command.days is None else command.days,
        promises=(Promise(line.id, None, line.quantity),),
    )
