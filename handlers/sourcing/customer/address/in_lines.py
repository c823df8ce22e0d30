"""An address that comes line by line: each line joins what was told before, and what is missing is asked for again."""

from handlers.customer_talk.said import Said
from handlers.sourcing.customer.address.noted import keep
from handlers.sourcing.customer.address.orders import asked_about, asked_with, just_told
from handlers.sourcing.customer.address.question import POSTAL_CODE, is_last
from handlers.sourcing.customer.address.told import is_of_goods, is_recent
from handlers.sourcing.customer.ordering import open_order
from handlers.sourcing.customer.wares import assortment
from handlers.sourcing.replies.address_goods import names_goods
from handlers.sourcing.replies.address_house import is_house, is_number
from handlers.sourcing.replies.address_line import is_line
from handlers.sourcing.replies.address_openings import corrects
from handlers.sourcing.replies.address_parts import missing, with_line, with_part
from handlers.sourcing.replies.addresses import names_place, without_label
from handlers.sourcing.replies.named_goods import read_wares
from handlers.turn import Turn
from storage.sourcing.addresses import DeliveryAddresses


async def house(turn: Turn, said: Said) -> bool:
    """Take a house by its letter and number, which count and measure no goods where an address is asked."""
    if not is_house(without_label(said.event.text)) or not await _is_asked(turn, said):
        return False
    return await _taken(turn, said)


async def answered(turn: Turn, said: Said) -> bool:
    """Take any other line of the address; False for what is clearly another thing. A number alone is one only right
    behind our question."""
    text = said.event.text
    if not is_line(text, said.reading.intent, begun=said.is_to(POSTAL_CODE)) or not await _is_asked(turn, said):
        return False
    if is_number(text) and not await is_last(turn, said):
        return False
    if await _names_goods(turn, said):
        return False
    return await _taken(turn, said)


async def in_a_row(turn: Turn, said: Said) -> bool:
    """Take a line that was written before our answer to the one before it left: it joins that."""
    text, country = said.event.text, turn.business.country
    if not said.is_words_alone or corrects(text):
        return False
    if said.answered.staffs is not None or open_order.is_asked(said.answered.asked):
        return False
    rows = await just_told(turn, said)
    known = await turn.unit.of(DeliveryAddresses).of_all([row.id for row in rows])
    before = list(dict.fromkeys(known[row.id].text or "" for row in rows))
    if len(before) != 1 or not missing(before[0], country):
        return False
    found = with_part(before[0], text, country)
    if found is None and is_line(text, said.reading.intent, begun=True):
        found = with_line(before[0], without_label(text), country)
    if found is None or await _names_goods(turn, said):
        return False
    return await keep(turn, said, found, rows)


async def _is_asked(turn: Turn, said: Said) -> bool:
    """Whether the address of an order that has not left is asked of late, and nobody of the staff is answered."""
    if not said.is_words_alone or said.answered.staffs is not None or open_order.is_asked(said.answered.asked):
        return False
    return is_recent(turn, said) and await asked_about(turn, said) is not None


async def _names_goods(turn: Turn, said: Said) -> bool:
    text, shelf = said.event.text, (await assortment(turn)).shelf
    if names_place(text) and not names_goods(text, shelf):
        return False
    return bool(read_wares(text, shelf)) or await is_of_goods(turn, said)


async def _taken(turn: Turn, said: Said) -> bool:
    known = said.answers.data["address"] if said.is_to(POSTAL_CODE) else ""
    address = with_line(known, without_label(said.event.text), turn.business.country)
    return await keep(turn, said, address, await asked_with(turn, said))
