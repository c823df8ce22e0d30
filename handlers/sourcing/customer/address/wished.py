"""What a customer wishes of the bringing beside an address, "after 6pm", "call before coming": it is no part of the
address, and is kept with the order for who packs."""

from collections.abc import Sequence

from handlers.conversation import Reader, read_by
from handlers.customer_talk.said import Said, say
from handlers.replies.intents import Intent
from handlers.sourcing import customer_orders
from handlers.sourcing.customer.address.corrected import just_noted, noted_lately
from handlers.sourcing.customer.address.orders import asked_with, to_deliver
from handlers.sourcing.customer.address.question import NOTED, POSTAL_CODE, WHERE, ask_again, wish_told
from handlers.sourcing.customer.address.then import answer_beside, by_itself
from handlers.sourcing.customer.address.told import is_recent
from handlers.sourcing.customer.ordering import open_order
from handlers.sourcing.customer.wares import assortment
from handlers.sourcing.replies.address_apart import part_from_order
from handlers.sourcing.replies.address_notes import is_of_the_way, note_alone, part_note
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


async def alone(turn: Turn, said: Said) -> bool:
    """Keep a wish that stands alone, where an address is asked for or was told of late; False for any other words."""
    if not said.is_words_alone or said.reading.intent in _OTHERS:
        return False
    if said.answered.staffs is not None or open_order.is_asked(said.answered.asked):
        return False
    note = note_alone(said.event.text)
    if said.reading.intent is Intent.HUMAN and not is_of_the_way(note):
        return False
    rows = await _of_address(turn, said) if note else []
    if not rows:
        return False
    await keep(turn, said, rows, note)
    if said.is_to(WHERE):
        await ask_again(turn, said, rows[0], said.answers.data.get("address", ""))
    return True


async def _of_address(turn: Turn, said: Said) -> list[Reservation]:
    """The orders whose address is asked of late, or was noted of late."""
    if (said.is_to(WHERE) or said.is_to(POSTAL_CODE)) and is_recent(turn, said):
        return await asked_with(turn, said)
    return await just_noted(turn, said) or await noted_lately(turn, said)


async def keep(turn: Turn, said: Said, orders: Sequence[Reservation], note: str) -> None:
    """Keep the wish with these orders, bring their messages up to date, and say so."""
    known = await turn.unit.of(DeliveryAddresses).of_all([row.id for row in orders])
    for row in orders:
        before = (known[row.id].note if row.id in known else None) or ""
        await turn.unit.of(DeliveryAddresses).wish(row.id, _both(before, note))
        order = await customer_orders.as_it_stands(turn, row)
        if order is not None:
            await cards.show_notes(turn, order)
    numbers = tuple(row.number for row in orders)
    if numbers:
        await say(turn, said, NOTED, values=wish_told(numbers if len(numbers) > 1 else numbers[0], note))


def _both(before: str, note: str) -> str:
    """The wish of before with the new one behind it: they wish both."""
    return note if not before or before in note else f"{before}; {note}"


async def _just_noted(turn: Turn, said: Said) -> Sequence[Reservation]:
    """Their orders of which the address is noted with this message."""
    rows = await to_deliver(turn, said.address.contact)
    known = await turn.unit.of(DeliveryAddresses).of_all([row.id for row in rows])
    return [row for row in rows if known[row.id].text is not None and known[row.id].at == turn.now]
