"""An address that comes when our question for it is long over: taken for the orders that still lack it."""

from uuid import UUID

from handlers.customer_talk.said import Said
from handlers.sourcing.customer import delivering
from handlers.sourcing.replies.addresses import lacks_postal_code, read_address
from handlers.turn import Turn
from storage.sourcing.addresses import DeliveryAddresses
from storage.sourcing.reservations import Reservation


async def answered(turn: Turn, said: Said) -> bool:
    """Take what is certainly an address, with its postal code, for their orders that lack either."""
    event, found = said.event, read_address(said.event.text)
    if found is None or not found.sure or event.button or event.forwarded or event.media:
        return False
    if said.reading.intent in delivering.ELSEWHERE or lacks_postal_code(found.text, turn.business.country):
        return False
    rows = await _incomplete(turn, said.address.contact)
    if not rows or await delivering.is_of_goods(turn, said):
        return False
    return await delivering.keep(turn, said, found.text, rows)


async def _incomplete(turn: Turn, contact: UUID) -> list[Reservation]:
    """Their orders that have not left, and whose address was asked for and not told, or told without its code."""
    rows = await delivering.to_deliver(turn, contact)
    known = await turn.unit.of(DeliveryAddresses).of_all([row.id for row in rows])
    country = turn.business.country
    return [row for row in rows if (text := known[row.id].text) is None or lacks_postal_code(text, country)]
