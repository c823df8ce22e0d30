"""Dropping an order that is being picked: a bare "cancel" drops it, but may also mean our messages."""

from dataclasses import replace

from handlers.consent import stop_doubts
from handlers.customer_talk.understood_message import UnderstoodMessage, hand_over
from handlers.engine import host
from handlers.engine.turn import Turn
from handlers.sourcing.customer.last_message import find_last_word
from handlers.sourcing.customer.ordering import open_order
from handlers.sourcing.customer.ordering.open_order import is_asked, make_empty_pick
from handlers.sourcing.customer.ordering.ordering_answers import read_exact_answer
from handlers.sourcing.customer.ordering.ordering_start import load_names


async def drops(turn: Turn, said: UnderstoodMessage) -> bool:
    """Return True if a wish to cancel is about the order being picked: its question is open, and no other run wrote."""
    asked = said.answered.asked
    if asked is None or not is_asked(asked) or said.reading.order is not None:
        return False
    last = await find_last_word(turn, said)
    return last is None or last.run in {None, asked.run}


async def leave(turn: Turn, said: UnderstoodMessage, *, alone: bool) -> bool:
    """Drop the order being picked after an exact reply. Otherwise a person reads the reply, and the question is
    repeated. A customer who has consented to our messages and wrote only "cancel" (``alone``) also reads how to stop
    them."""
    order = await open_order.find_open(turn, said.address.contact)
    if order is None:
        return False
    if read_exact_answer(said, await load_names(turn)) is False:
        await host.advance(turn, order.run, replace(make_empty_pick(said), agrees=False))
    else:
        await hand_over(turn, said)
        await open_order.ask_again(turn, said)
    if alone and await has_agreed(turn, said):
        await stop_doubts.send_stop_help(turn, said)
    return True


async def has_agreed(turn: Turn, said: UnderstoodMessage) -> bool:
    """Return True if the customer has given a marketing consent, which the word may be meant to revoke."""
    theirs = await turn.unit.people.addresses_of(said.address.contact)
    return await turn.unit.consents.has_agreed([one.id for one in theirs])
