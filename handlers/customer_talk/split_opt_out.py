"""Opt-outs split over two messages: "dont", then "message me"; "msg", then "mat bhejo".

The first alone says nothing about our messages, and the second alone may say the opposite. The pair may be an opt-out,
so Parley asks.
"""

from datetime import timedelta

from flows.events import MessageReceived
from handlers.engine.turn import Turn
from handlers.replies.incomplete_stops import is_bare_denial, is_bare_message_name, may_complete
from handlers.replies.stop_question_answers import denies_them
from storage.sending.message import Message

_SOON = timedelta(minutes=2)


async def would_end(turn: Turn, event: MessageReceived, message: Message) -> bool:
    """Return True if a message, joined with the one before it, asks to end our messages."""
    text = event.text
    if event.forwarded or event.button or event.media or event.edited or not may_complete(text):
        return False
    before = await _find_text_before(turn, message)
    begun = is_bare_denial(before) or is_bare_message_name(before)
    return begun and denies_them(f"{before} {text}")


async def _find_text_before(turn: Turn, message: Message) -> str:
    """Return the person's text right before this one; "" if it is old or another message came between."""
    thread = await turn.unit.messages.thread(message.address)
    theirs = [one for one in thread if one.by_person and one.id < message.id]
    last = max(theirs, key=lambda one: one.id, default=None)
    recent = last is not None and message.created_at - last.created_at <= _SOON
    return (last.text or "") if recent and last is not None and "button" not in last.data else ""
