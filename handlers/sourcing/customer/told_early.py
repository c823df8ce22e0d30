"""An address that a customer writes while an order is still picked: kept for the order that comes of it."""

from datetime import timedelta
from uuid import UUID

from flows.sourcing import ordering
from handlers.customer_talk.said import Said
from handlers.sourcing.customer import asides
from handlers.sourcing.customer.wares import shelf_of
from handlers.sourcing.replies.address_parts import missing
from handlers.sourcing.replies.addresses import CODES, read_address
from handlers.sourcing.replies.wanting import read_wares, read_wish
from handlers.turn import Turn

_LATELY = timedelta(hours=1)
"""How long before an order is placed its address may have been written."""


async def answered(turn: Turn, said: Said) -> bool:
    """Put the question of the order that is picked once more, to a customer who writes an address with nothing lacking;
    False for other words."""
    event = said.event
    if event.button or event.forwarded or event.media or not _whole(event.text, turn.business.country):
        return False
    run = await turn.unit.runs.open(ordering.NAME, str(said.address.contact))
    if run is None or await _names_goods(turn, event.text):
        return False
    await asides.ask_again(turn, said)
    return True


async def told(turn: Turn, address: UUID) -> str:
    """The address that was written there lately, before an order was placed; "" for none."""
    country = turn.business.country
    for one in reversed(await turn.unit.messages.thread(address)):
        text = _whole(one.text or "", country) if one.direction == "in" else ""
        if text and one.created_at > turn.now - _LATELY and not await _names_goods(turn, one.text or ""):
            return text
    return ""


def _whole(text: str, country: str) -> str:
    """The address that a text certainly is, with its postal code; "" where no codes are known to tell it by."""
    if country not in CODES:
        return ""
    found = read_address(text)
    return found.text if found is not None and found.sure and not missing(found.text, country) else ""


async def _names_goods(turn: Turn, text: str) -> bool:
    shelf = shelf_of(await turn.unit.products.all())
    wish = read_wish(text, shelf)
    return bool(read_wares(text, shelf)) or (wish is not None and bool(wish.wares))
