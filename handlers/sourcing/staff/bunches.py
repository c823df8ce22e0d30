"""Orders that come in right after several others: told in one message, a line for each, a moment later.

The first four have messages of their own at once. Those of the bunch have none that changes as they do: /orders
tells how far they are, and what needs somebody is told by alerts.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flows.money import Money
from flows.phrase import Text, phrase, tap
from flows.policy.facts import Kind
from flows.sourcing.order import Order
from handlers.actions.lives import called
from handlers.calls import edits
from handlers.language import speech_to
from handlers.outgoing import OutboundMessage, post
from handlers.sourcing import shown
from handlers.turn import Turn
from storage.people import Address
from storage.sourcing.reservations import Reservations

TOGETHER = timedelta(minutes=2)
"""An order that comes so soon after several others is told with more of them."""
AT_ONCE = 4
"""So many orders have messages of their own in that time."""
_MOST = 40  # lines of one message: what comes on top of these stands in /orders


async def add(turn: Turn, people: Sequence[Address], order: Order) -> None:
    """Have these members of the staff hear of the order with the others of its bunch."""
    told = await _line(turn, order)
    due_at = _next(turn.now)
    for to in people:
        await turn.unit.people.hold(to.contact)
        speech = await speech_to(turn, to)
        key = f"bunch:{int(due_at.timestamp())}:{to.id}"
        queued = await edits.newest(turn, key)
        if queued is None:
            text = f"{speech.say(phrase('orders_came_together'))}\n{speech.say(told)}"
            await post(turn, to, OutboundMessage(key=key, kind=Kind.STAFF, text=text, due_at=due_at))
            continue
        lines = (queued.text or "").splitlines()
        more = speech.say(phrase("more_came_together"))
        if more not in lines:
            lines.append(speech.say(told) if len(lines) <= _MOST else more)
            await edits.rewrite(turn, queued, "\n".join(lines))


async def _line(turn: Turn, order: Order) -> Text:
    """The order's line of a list: the customer, the goods and the amount."""
    row = await turn.unit.of(Reservations).get(order.id)
    person = await turn.unit.people.get(row.contact) if row is not None and row.contact is not None else None
    addresses = await turn.unit.people.addresses_of(person.id) if person is not None else ()
    return phrase(
        "came_together",
        order=tap("order", order.number),
        who=called(person, next((one for one in addresses if one.writable), None)),
        what=shown.lines_listed(order.wants),
        amount=Money(order.amount, order.currency),
        express=order.express,
    )


def _next(now: datetime) -> datetime:
    """The end of the stretch of time whose orders are told together."""
    seconds = int(TOGETHER.total_seconds())
    return now + timedelta(seconds=seconds - int(now.timestamp()) % seconds)
