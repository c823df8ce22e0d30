"""Where an order goes, they answer, is where the last one went: "same as last time". No goods are wanted once more."""

from handlers.customer_talk.said import Said
from handlers.sourcing.customer.address.noted import keep
from handlers.sourcing.customer.address.orders import asked_about, asked_with
from handlers.sourcing.customer.address.question import ask_again
from handlers.sourcing.customer.address.told import is_recent
from handlers.sourcing.customer.ordering import open_order
from handlers.sourcing.replies.address_as_before import is_as_before
from handlers.turn import Turn
from storage.sourcing.addresses import DeliveryAddresses


async def answered(turn: Turn, said: Said) -> bool:
    """Note the address that they told last, or ask for one where we know of none; False for other words."""
    if not said.is_words_alone or said.answered.staffs is not None or not is_as_before(said.event.text):
        return False
    row = await asked_about(turn, said)
    if row is None or not is_recent(turn, said) or open_order.is_asked(said.answered.asked):
        return False
    known = said.answers.data.get("address") or await turn.unit.of(DeliveryAddresses).last_of(said.address.contact)
    if not known:
        return await ask_again(turn, said, row)
    return await keep(turn, said, known, await asked_with(turn, said))
