"""What is left while it is picked: a bare "cancel" drops it, and may mean our messages as well."""

from dataclasses import replace

from handlers import host
from handlers.consent import doubts
from handlers.customer_talk.said import Said
from handlers.replies.intents import Intent
from handlers.sourcing.customer.last_said import last_word
from handlers.sourcing.customer.ordering import open_order
from handlers.sourcing.customer.ordering.open_order import is_asked, nothing_of
from handlers.turn import Turn


async def drops(turn: Turn, said: Said) -> bool:
    """Whether they leave what they pick: that was asked, and no other run had the last word."""
    asked = said.answered.asked
    if asked is None or not is_asked(asked):
        return False
    last = await last_word(turn, said)
    return last is None or last.run in {None, asked.run}


def names_what_is_picked(said: Said) -> bool:
    """Whether an exact short reply calls an order off that has no number: "cancel it"."""
    return said.reading.intent is Intent.CANCEL_ORDER and said.exact is False


async def leave(turn: Turn, said: Said, *, alone: bool) -> bool:
    """Drop it; whoever has agreed to our messages, and wrote the word ``alone``, is shown how those end."""
    order = await open_order.of(turn, said.address.contact)
    dropped = order is not None and await host.advance(turn, order.run, replace(nothing_of(said), agrees=False))
    if dropped and alone and await has_agreed(turn, said):
        await doubts.offer_stop(turn, said)
    return dropped


async def has_agreed(turn: Turn, said: Said) -> bool:
    """Whether there is a consent to marketing that the word could take back."""
    theirs = await turn.unit.people.addresses_of(said.address.contact)
    return await turn.unit.consents.any_agreed([one.id for one in theirs])
