"""An address with something else beside it: the address is noted, and the rest is read as if it came behind."""

from dataclasses import replace

from handlers.conversation import Reader, read_by
from handlers.customer_talk.answered import Answerable
from handlers.customer_talk.said import Said, hand_over
from handlers.replies.intents import Intent
from handlers.replies.intents import read as read_intent
from handlers.sourcing.customer.address.question import POSTAL_CODE, WHERE
from handlers.sourcing.customer.ordering import open_order
from handlers.sourcing.customer.wares import assortment
from handlers.sourcing.replies.address_apart import part_from_order
from handlers.sourcing.replies.address_then import agrees
from handlers.turn import Turn

_OTHERS = frozenset({Intent.STOP, Intent.AMBIGUOUS_STOP, Intent.HUMAN, Intent.COMPLAINT})


async def answered(turn: Turn, said: Said, readers: tuple[Reader[Said], ...]) -> bool:
    """Note the address by these readers of one, then answer the rest, or ask the team; False where nothing stands
    beside an address, or it is that of no order."""
    picks = open_order.is_asked(said.answered.asked)
    if not said.is_words_alone or picks or said.reading.intent in _OTHERS:
        return False
    asked = said.is_to(WHERE) or said.is_to(POSTAL_CODE)
    found = part_from_order(said.event.text, (await assortment(turn)).shelf, asked=asked)
    if found is None or not await read_by(turn, readers, by_itself(said, found.address), said.answered.question):
        return False
    for text in found.said:
        await answer_beside(turn, said, text)
    return True


async def answer_beside(turn: Turn, said: Said, text: str) -> None:
    """Answer what is said beside the address, or ask the team; a yes says no more than the address does.

    The address answers our question for it, so the rest answers none: neither that one nor one of before.
    """
    if agrees(text):
        return
    rest = replace(by_itself(said, text), answered=Answerable())
    if not await read_by(turn, turn.tools.conversations.readers, rest, None):
        await hand_over(turn, said)


def by_itself(said: Said, text: str) -> Said:
    """The message as if this part were all of its text."""
    return replace(said, event=replace(said.event, text=text), reading=read_intent(text))
