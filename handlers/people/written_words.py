"""A message except for what no person wrote: a reaction, an automatic answer, a quotation of our own text."""

from __future__ import annotations

from dataclasses import replace

from flows.events import MessageReceived
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from handlers.people import persons
from handlers.replies.machine_formats import is_automatic, is_listed_reaction, is_reaction
from handlers.replies.message_quotations import drop_quotations, may_quote, reacts
from storage.sending.message import Message

_MOST_QUOTED = 100  # messages of a thread that may be quoted


async def read_own(turn: Turn, event: MessageReceived, message: Message) -> tuple[MessageReceived, Message] | None:
    """Reduce the event and the message to the writer's own words; None if no such words are left.

    A staff member may send a text for a customer that looks like an automatic answer, or a copy of ours.
    """
    if event.reaction:
        return None
    if event.button or event.keyword:
        return event, message
    if not event.media and await _is_reaction(turn, event.text):
        return None
    if await persons.find_member(turn, event.channel, message.contact) is not None:
        return event, message
    if is_automatic(event.text) and not event.media:
        return None
    own = await _read_own_words(turn, event, message)
    if own == event.text:
        return event, message
    if not own and not event.media:
        return None
    return replace(event, text=own), replace(message, text=own)


async def _is_reaction(turn: Turn, text: str) -> bool:
    """Return True if a text is only a reaction, and does not name goods."""
    return is_listed_reaction(text) or (is_reaction(text) and not await _names_goods(turn, text))


async def _read_own_words(turn: Turn, event: MessageReceived, message: Message) -> str:
    """Return the text except for its quotations from the thread."""
    if not may_quote(event.text):
        return event.text
    thread = await turn.unit.messages.thread(message.address, _MOST_QUOTED)
    own = drop_quotations(event.text, [one.text for one in thread if one.direction == "out" and one.text])
    return "" if own != event.text and reacts(event.text, own) and not await _names_goods(turn, own) else own


async def _names_goods(turn: Turn, own: str) -> bool:
    """Return True if the words around a quotation name goods, in any language."""
    return any([await one.names(turn, own) for one in conversations_of(turn).leaving_hooks])
