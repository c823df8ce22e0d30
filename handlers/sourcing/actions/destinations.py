"""Where orders go, as the staff is shown it: the address, or that their customers have not told it yet."""

from uuid import UUID

from flows.phrase import Text, phrase
from handlers.sourcing.address_text import on_one_line
from handlers.turn import Turn
from storage.sourcing.addresses import DeliveryAddresses
from templates.values import quoted

_LONGEST = 300


async def destination(turn: Turn, order: UUID) -> Text:
    """The address of an order for a chat; "" where nobody was asked about it, as with the orders of a shop's system."""
    found = await turn.unit.of(DeliveryAddresses).of(order)
    if found is None:
        return ""
    if found.text is None:
        return phrase("no_address_yet")
    return phrase("deliver_to", address=quoted(on_one_line(found.text), _LONGEST))


async def is_missing(turn: Turn, order: UUID) -> bool:
    """Whether the customer was asked for the address of an order and has not told it."""
    found = await turn.unit.of(DeliveryAddresses).of(order)
    return found is not None and found.text is None
