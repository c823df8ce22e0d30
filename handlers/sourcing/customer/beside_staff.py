"""What answers an order that is picked, while the staff talks with its customer: a size, a number, a name."""

from dataclasses import replace

from handlers import host
from handlers.customer_talk import beside_staff
from handlers.customer_talk.answered import Answerable
from handlers.customer_talk.said import Said
from handlers.sourcing.customer.ordering import answers, open_order
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
    taken = await host.advance(turn, order.run, event)
    if taken:
        await beside_staff.tell(turn, said, beside_staff.ANSWER)
    return taken
