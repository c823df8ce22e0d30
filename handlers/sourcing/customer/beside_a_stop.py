"""What stands beside an opt-out in one message: the address of an order that is placed is noted, and a wish is begun,
as far as somebody may be answered who wants no more messages. Nothing else is answered, or handed to the staff."""

from dataclasses import replace

from flows.sourcing.events import WishedBeside
from handlers import own_events
from handlers.conversation import read_by
from handlers.customer_talk.rereading import understood
from handlers.customer_talk.said import Said
from handlers.replies.intents import Intent
from handlers.replies.intents import read as read_intent
from handlers.replies.stop_beside import part_stop, wishes
from handlers.sourcing.customer.address.readers import OF_ADDRESSES
from handlers.sourcing.customer.calling_off.words import called_off
from handlers.sourcing.customer.picking import with_more
from handlers.sourcing.customer.picking.wishes import begun
from handlers.sourcing.replies.addresses import certain_address
from handlers.turn import Turn


async def answered(turn: Turn, said: Said) -> None:
    """Note the address, or ask whether an order is to be called off; a wish waits until the stop, which holds already,
    has ended what was picked before."""
    rest = _rest(said)
    if rest is None:
        return
    text = rest.event.text
    if certain_address(text) and await read_by(turn, OF_ADDRESSES, rest, said.answered.question):
        return
    if rest.reading.intent is Intent.CANCEL_ORDER and await called_off(turn, rest):
        return
    if wishes(text):
        await own_events.emit(turn, said.address.contact, WishedBeside(said.message.id), f"beside:{said.message.id}")


async def wished(turn: Turn, event: WishedBeside) -> None:
    """Begin the order that was wished for beside a stop, where a reader makes the wish out."""
    said = await understood(turn, event.message)
    rest = _rest(said) if said is not None else None
    if rest is not None and not await with_more.begun(turn, rest):
        await begun(turn, rest)


def _rest(said: Said) -> Said | None:
    """The message without its stop, as if that were all of its text; None where nothing stands beside."""
    parted = part_stop(said.event.text) if said.is_words_alone else None
    if parted is None:
        return None
    return replace(said, event=replace(said.event, text=parted.rest), reading=read_intent(parted.rest))
