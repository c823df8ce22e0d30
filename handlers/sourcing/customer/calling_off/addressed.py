"""An address behind the question whether an order is to be cancelled: it is noted, and nothing is cancelled."""

from handlers.customer_talk.said import Said
from handlers.replies.yes_no import read_yes_no
from handlers.sourcing import customer_orders
from handlers.sourcing.customer.address.noted import keep
from handlers.sourcing.customer.address.told import is_of_goods
from handlers.sourcing.replies.addresses import read_address
from handlers.turn import Turn


async def goes_on(turn: Turn, said: Said) -> bool:
    """Note the address; False for other words, and beside a yes."""
    found = read_address(said.event.text) if said.is_words_alone else None
    counted = any(letter.isdigit() for letter in said.event.text)
    if found is None or not (found.sure and counted) or read_yes_no(found.text).answer is True:
        return False
    about, numbers = said.answers.about, said.answers.choices
    rows = await customer_orders.with_us(turn, said.address.contact)
    meant = [row for row in rows if row.number in numbers or (about is not None and row.id == about.id)]
    if not meant or said.event.text.strip() in numbers or await is_of_goods(turn, said):
        return False
    return await keep(turn, said, found.text, meant)
