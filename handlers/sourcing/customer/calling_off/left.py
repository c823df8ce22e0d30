"""What is left while it is picked: a bare "cancel" drops it, and may mean our messages as well."""

from handlers.consent import doubts
from handlers.customer_talk.said import Said
from handlers.replies.intents import Intent
from handlers.sourcing.customer.last_said import last_word
from handlers.sourcing.customer.picking import answers, declining
from handlers.sourcing.customer.picking.open_order import is_asked
from handlers.turn import Turn


async def drops(turn: Turn, said: Said) -> bool:
    """Whether they leave what they pick: that was asked, and no other run had the last word."""
    asked = said.answered.asked
    if asked is None or not is_asked(asked):
        return False
    last = await last_word(turn, said)
    return last is None or last.run in {None, asked.run}


def names_what_is_picked(said: Said) -> bool:
    """Whether more than the bare word calls an order off that has no number: "go ahead and cancel it"."""
    return said.reading.intent is Intent.CANCEL_ORDER and declining.calls_off(said, lines=1)


async def leave(turn: Turn, said: Said, *, alone: bool) -> bool:
    """Drop it; whoever has agreed to our messages, and wrote the word ``alone``, is shown how those end."""
    dropped = await answers.went_on(turn, said)
    if dropped and alone and await has_agreed(turn, said):
        await doubts.offer_stop(turn, said)
    return dropped


async def has_agreed(turn: Turn, said: Said) -> bool:
    """Whether there is a consent to marketing that the word could take back."""
    theirs = await turn.unit.people.addresses_of(said.address.contact)
    return await turn.unit.consents.any_agreed([one.id for one in theirs])
