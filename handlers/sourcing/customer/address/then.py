"""An address with something else beside it: the address is noted, and the rest is read as if it came behind."""

from dataclasses import replace

from handlers.conversation import Reader, read_by
from handlers.customer_talk.said import Said
from handlers.replies.intents import Intent
from handlers.replies.intents import read as read_intent
from handlers.sourcing.customer.wares import assortment
from handlers.sourcing.replies.address_then import part_then
from handlers.turn import Turn

_OTHERS = frozenset({Intent.STOP, Intent.AMBIGUOUS_STOP, Intent.HUMAN, Intent.COMPLAINT})


async def answered(turn: Turn, said: Said, readers: tuple[Reader[Said], ...]) -> bool:
    """Note the address by these readers of one, then answer the rest; False where nothing stands beside an address, or
    it is that of no order."""
    if not said.is_words_alone or said.answered.asked is not None or said.reading.intent in _OTHERS:
        return False
    found = part_then(said.event.text, (await assortment(turn)).shelf)
    if found is None or not await read_by(turn, readers, _by_itself(said, found.address), said.answered.question):
        return False
    rest = _by_itself(said, found.rest)
    rest = replace(rest, answered=replace(rest.answered, question=None))
    return await read_by(turn, turn.tools.conversations.readers, rest, None) or True


def _by_itself(said: Said, text: str) -> Said:
    """The message as if this part were all of its text."""
    return replace(said, event=replace(said.event, text=text), reading=read_intent(text))
