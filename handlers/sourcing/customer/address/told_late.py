"""An address that comes when our question for it is long over: taken for the orders that still lack it."""

from uuid import UUID

from handlers.customer_talk.said import Said
from handlers.sourcing.customer.address.noted import keep
from handlers.sourcing.customer.address.orders import to_deliver
from handlers.sourcing.customer.address.told import is_elsewhere, is_of_goods
from handlers.sourcing.replies.addresses import lacks_postal_code, read_address
from handlers.sourcing.replies.postal_codes import completed
from handlers.turn import Turn
from storage.sourcing.addresses import DeliveryAddresses
from storage.sourcing.reservations import Reservation


async def answered(turn: Turn, said: Said) -> bool:
    """Take what is certainly an address, with its postal code, for their orders that lack either; the town and the code
    alone complete the street that was told."""
    found = read_address(said.event.text)
    if found is None or not found.sure or not said.is_words_alone:
        return False
    country = turn.business.country
    if is_elsewhere(said) or lacks_postal_code(found.text, country):
        return False
    rows = await _incomplete(turn, said.address.contact)
    if not rows or await is_of_goods(turn, said):
        return False
    told = {text for _, text in rows if text is not None}
    whole = completed(told.pop(), said.event.text, country) if len(told) == 1 else None
    return await keep(turn, said, whole or found.text, [row for row, _ in rows])


async def _incomplete(turn: Turn, contact: UUID) -> list[tuple[Reservation, str | None]]:
    """Their orders that have not left, and whose address was asked for and not told, or told without its code; with
    what was told."""
    rows = await to_deliver(turn, contact)
    known = await turn.unit.of(DeliveryAddresses).of_all([row.id for row in rows])
    country, told = turn.business.country, [(row, known[row.id].text) for row in rows]
    return [(row, text) for row, text in told if text is None or lacks_postal_code(text, country)]
