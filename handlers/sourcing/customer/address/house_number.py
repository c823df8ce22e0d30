"""A figure that turns what was said, right behind an address: it is the number of the house, and counts no goods."""

from handlers.customer_talk.said import Said
from handlers.sourcing.customer.address.corrected import just_noted
from handlers.sourcing.customer.address.noted import keep
from handlers.sourcing.customer.address.question import ask_again
from handlers.sourcing.customer.ordering import open_order
from handlers.sourcing.replies.address_amended import amended
from handlers.sourcing.replies.address_figure import corrected_figure
from handlers.turn import Turn
from storage.sourcing.addresses import DeliveryAddresses


async def corrected(turn: Turn, said: Said) -> bool:
    """Put the number of the house right in what was just noted, "sorry 21"; where the address begins with none, or has
    several, ask whether the order goes there. False for other words."""
    figure = corrected_figure(said.event.text) if said.is_words_alone else ""
    if not figure or said.answered.staffs is not None or open_order.is_asked(said.answered.asked):
        return False
    rows = await just_noted(turn, said)
    known = await turn.unit.of(DeliveryAddresses).of_all([row.id for row in rows])
    texts = list(dict.fromkeys(known[row.id].text or "" for row in rows))
    if not texts:
        return False
    whole = amended(texts[0], figure) if len(texts) == 1 else ""
    return await (keep(turn, said, whole, rows) if whole else ask_again(turn, said, rows[0], texts[0]))
