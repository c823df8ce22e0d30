"""An address that is written right behind the yes to an order, before anybody acted upon either: it is that order's.

The order is not there yet when it is read. So it waits behind the order, which then is not asked where it goes.
"""

from flows.sourcing.events import AddressedEarly
from handlers import own_events
from handlers.customer_talk.rereading import understood
from handlers.customer_talk.said import Said, hand_over
from handlers.replies.intents import Intent
from handlers.sourcing import customer_orders
from handlers.sourcing.customer.address import then, wished
from handlers.sourcing.customer.address.noted import keep
from handlers.sourcing.customer.address.told import is_elsewhere
from handlers.sourcing.customer.ordering import open_order
from handlers.sourcing.customer.wares import assortment
from handlers.sourcing.replies.address_apart import part_from_order
from handlers.sourcing.replies.address_line import is_line
from handlers.sourcing.replies.address_notes import part_note
from handlers.sourcing.replies.address_parts import missing, read_part, with_line, with_part
from handlers.sourcing.replies.addresses import read_address, without_label
from handlers.sourcing.replies.named_goods import read_wares
from handlers.turn import Turn
from storage.sourcing.addresses import DeliveryAddresses


async def right_away(turn: Turn, said: Said) -> bool:
    """Let an address, or a part of one, wait for the order that it is of; False for other words, and where no such
    order is to come."""
    if not said.is_words_alone or said.message.reply_to or open_order.is_asked(said.answered.asked):
        return False
    if is_elsewhere(said) or said.reading.intent is Intent.CANCEL_ORDER:
        return False
    placed = await customer_orders.just_placed(turn, said.address) if await _tells(turn, said) else ()
    if not placed:
        return False
    event = AddressedEarly(said.message.id, placed[-1])
    return await own_events.emit(turn, said.address.contact, event, f"addressed:{said.message.id}")


async def noted(turn: Turn, event: AddressedEarly) -> None:
    """Note the address now that the order is there, and answer what stands beside it; the team is asked where the
    order was not taken in."""
    said = await understood(turn, event.message)
    if said is None:
        return
    orders = customer_orders.called(await customer_orders.with_us(turn, said.address.contact), {event.number})
    if not orders:
        await hand_over(turn, said)
        return
    with_note = part_note(said.event.text)
    text = with_note.text if with_note is not None else said.event.text
    parted = part_from_order(text, (await assortment(turn)).shelf, asked=True)
    known = await turn.unit.of(DeliveryAddresses).of(orders[0].id)
    before = (known.text if known is not None else None) or ""
    address = _whole(before, parted.address if parted is not None else text, turn.business.country)
    await keep(turn, said, address, orders)
    if with_note is not None:
        await wished.keep(turn, said, orders, with_note.note)
    for rest in parted.said if parted is not None else ():
        await then.answer_beside(turn, said, rest)


async def _tells(turn: Turn, said: Said) -> bool:
    """Whether a text is an address, or surely a part of one."""
    text, shelf = said.event.text, (await assortment(turn)).shelf
    if part_from_order(text, shelf, asked=True) is not None:
        return True
    if read_wares(text, shelf) and read_address(text) is None:
        return False
    found = read_address(text)
    if (found is not None and found.sure) or read_part(text, turn.business.country) is not None:
        return True
    return bool(await turn.unit.inbox.new_of(AddressedEarly)) and is_line(text, said.reading.intent, begun=True)


def _whole(known: str, text: str, country: str) -> str:
    """The address that a text is, or with what was told right before."""
    found = read_address(text)
    if known and missing(known, country):
        more = with_part(known, text, country)
        if more is not None:
            return more
    if found is not None and found.sure:
        return found.text
    return read_part(text, country) or with_line(known, without_label(text), country)
