"""An address that comes when our question for it is long over: taken for the orders that still lack it."""

from collections.abc import Set
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
    if not said.is_words_alone or is_elsewhere(said) or not any(letter.isdigit() for letter in said.event.text):
        return False
    rows = await _incomplete(turn, said.address.contact)
    whole = await _whole(turn, said, {text for _, text in rows if text is not None}) if rows else ""
    return bool(whole) and await keep(turn, said, whole, [row for row, _ in rows])


async def _whole(turn: Turn, said: Said, told: Set[str]) -> str:
    """The address that they tell, or complete where one was ``told``; "" for neither."""
    country, found = turn.business.country, read_address(said.event.text)
    whole = completed(next(iter(told)), said.event.text, country) if len(told) == 1 else None
    if found is not None and (not found.sure or lacks_postal_code(found.text, country)):
        return ""
    if (whole is None and found is None) or await is_of_goods(turn, said):
        return ""
    return whole or (found.text if found is not None else "")


async def _incomplete(turn: Turn, contact: UUID) -> list[tuple[Reservation, str | None]]:
    """Their orders that have not left, and whose address was asked for and not told, or told without its code; with
    what was told."""
    rows = await to_deliver(turn, contact)
    known = await turn.unit.of(DeliveryAddresses).of_all([row.id for row in rows])
    country, told = turn.business.country, [(row, known[row.id].text) for row in rows]
    return [(row, text) for row, text in told if text is None or lacks_postal_code(text, country)]
