"""The button below a reminder of a cart: it ends those reminders alone, and says what still comes.

Where nothing else was agreed to nothing would be left, and it is an opt-out as good as the word.
"""

from __future__ import annotations

from datetime import timedelta

from flows import recovery
from flows.engine import Left
from flows.policy.facts import AGREED, Programme
from handlers import host, opting_out
from handlers.consent.stopped import stopped
from handlers.conversation import Stopping
from handlers.customer_talk.said import Said, say
from handlers.replies.text import words
from handlers.turn import Turn
from storage.message import Message
from storage.runs import Asked

BUTTON = "no_carts"
_LATELY = timedelta(days=3)
"""For so long a button is one that was shown lately."""
_FEWEST_WORDS = 2


async def pressed(turn: Turn, said: Said) -> bool:
    """Whether they press the button that ends the reminders."""
    if said.event.button != BUTTON:
        return False
    contact, because = said.address.contact, said.message.id
    if not await _has_more(turn, said):
        await opting_out.opt_out(turn, contact, "their own words", because, opting_out.CLEAR, said.message)
        await stopped(turn, said)
        return True
    await opting_out.end_programme(turn, contact, Programme.REMINDERS, because)
    run = await turn.unit.runs.open(recovery.NAME, str(contact))
    if run is not None:
        await host.advance(turn, run, Left("opted_out"))
    await say(turn, said, "reminders_over")
    return True


async def is_typed(turn: Turn, message: Message, _asked: Asked | None) -> bool:
    """Whether a message is the label of that button, as it stood under what we last said there, or under what it
    quotes. Any other words that may end our messages are an opt-out, and so is a word alone, whatever a button says."""
    typed = words(message.text or "")
    if len(typed) < _FEWEST_WORDS:
        return False
    quoted = await turn.unit.messages.get(message.reply_to) if message.reply_to else None
    shown = quoted or await turn.unit.messages.last_word(message.address, message.id)
    if shown is None or shown.left_at is None or shown.left_at < turn.now - _LATELY:
        return False
    return any(one["id"] == BUTTON and words(one["text"]) == typed for one in shown.buttons)


STOPPING = Stopping(spares=is_typed)


async def _has_more(turn: Turn, said: Said) -> bool:
    """Whether anything but reminders is agreed to at one of their addresses."""
    theirs = [one.id for one in await turn.unit.people.addresses_of(said.address.contact)]
    states = await turn.unit.consents.states(theirs)
    return any(state in AGREED for (_, programme), state in states.items() if programme is not Programme.REMINDERS)
