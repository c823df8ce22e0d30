"""Who was asked where an order goes, or for what its address lacks, has none to tell: the question stays."""

from handlers.customer_talk.said import Said, say
from handlers.sourcing.customer.address.orders import asked_about
from handlers.sourcing.customer.address.question import KEPT, POSTAL_CODE, ask_again, is_last, kept
from handlers.sourcing.customer.address.told import is_spoken_of
from handlers.sourcing.replies.address_none import has_none, names_what_is_not
from handlers.turn import Turn


async def answered(turn: Turn, said: Said) -> bool:
    """Ask once more; "I don't have one" calls no order off. Behind the link to pay "nahi hai" may be of the money."""
    text = said.event.text
    row = await asked_about(turn, said) if said.is_words_alone and has_none(text) else None
    if row is None:
        return False
    if not await is_last(turn, said) and not (names_what_is_not(text) and await is_spoken_of(turn, said, row)):
        return False
    if not said.is_to(POSTAL_CODE):
        return await ask_again(turn, said, row, said.answers.data.get("address", ""))
    values, asks = kept(turn, row.id, row.number, said.answers.data["address"])
    await say(turn, said, KEPT, values=values, asks=asks)
    return True
