"""What a customer wishes of the bringing beside an address, "after 6pm", "call before coming": it is no part of the
address, and is kept with the order for who packs."""

from collections.abc import Sequence

from handlers.conversation import Reader, read_by
from handlers.customer_talk.said import Said, say
from handlers.replies.intents import Intent
from handlers.sourcing import customer_orders
from handlers.sourcing.customer.address.orders import to_deliver
from handlers.sourcing.customer.address.question import NOTED, WHERE, wish_told
from handlers.sourcing.customer.address.then import answer_beside, by_itself
from handlers.sourcing.customer.picking import open_order
from handlers.sourcing.customer.wares import assortment
from handlers.sourcing.replies.address_apart import part_from_order
from handlers.sourcing.replies.address_notes import part_note
from handlers.sourcing.staff import cards
from handlers.turn import Turn
from storage.sourcing.addresses import DeliveryAddresses
from storage.sourcing.reservations import Reservation

_OTHERS = frozenset({Intent.STOP, Intent.AMBIGUOUS_STOP, Intent.COMPLAINT})


async def answered(turn: Turn, said: Said, readers: tuple[Reader[Said], ...]) -> bool:
    """Note the address by these readers of one, keep the wish, and answer what else stands beside; False where no such
    wish does, or the address is that of no order."""
    if not said.is_words_alone or said.reading.intent in _OTHERS or open_order.is_asked(said.answered.asked):
        return False
    parted = part_note(said.event.text)
    if parted is None:
        return False
    beside = part_from_order(parted.text, (await assortment(turn)).shelf, asked=said.is_to(WHERE))
    address = by_itself(said, beside.address if beside is not None else parted.text)
    if not await read_by(turn, readers, address, said.answered.question):
        return False
    await keep(turn, said, await _just_noted(turn, said), parted.note)
    for text in beside.said if beside is not None else ():
        await answer_beside(turn, said, text)
    return True


async def keep(turn: Turn, said: Said, orders: Sequence[Reservation], note: str) -> None:
    """Keep the wish with these orders, bring their messages up to date, and say so."""
    for row in orders:
        await turn.unit.of(DeliveryAddresses).wish(row.id, note)
        order = await customer_orders.as_it_stands(turn, row)
        if order is not None:
            await cards.show_notes(turn, order)
    numbers = tuple(row.number for row in orders)
    if numbers:
        await say(turn, said, NOTED, values=wish_told(numbers if len(numbers) > 1 else numbers[0], note))


async def _just_noted(turn: Turn, said: Said) -> Sequence[Reservation]:
    """Their orders of which the address is noted with this message."""
    rows = await to_deliver(turn, said.address.contact)
    known = await turn.unit.of(DeliveryAddresses).of_all([row.id for row in rows])
    return [row for row in rows if known[row.id].text is not None and known[row.id].at == turn.now]
