"""A second reading of a text that ours could not make out: asked for once, answered within seconds, or done without.

Outside goes the text alone, without numbers, links and names (handlers/replies/scrubbing.py); the call
itself keeps which message it is about, so that an erasure finds no copy.
"""

from __future__ import annotations

from flows.delivery import Answer
from flows.rereading import Meaning, Reread
from handlers import own_events
from handlers.calls.call import Kind, Request, end, mark
from handlers.replies.scrubbing import scrubbed
from handlers.turn import Turn
from storage.calls import CallRecord
from storage.outbox import OutboxEntry

LONGEST = 500
"""Characters of a text that are shown."""
_UNKNOWN = Answer(detail="the message is gone")


async def begin(turn: Turn, entry: OutboxEntry, call: CallRecord) -> Request | None:
    """The text as it may be read outside; None where it is there no more."""
    message = await turn.unit.messages.get(call.request["message"])
    if message is None or not message.text:
        await end(turn, entry, "failed", _UNKNOWN)
        return None
    writer = await turn.unit.people.get(message.contact)
    text = scrubbed(message.text, writer.name if writer is not None else None)[:LONGEST]
    return await mark(turn, call, values={"message": message.id, "contact": message.contact, "text": text})


async def conclude(turn: Turn, entry: OutboxEntry, request: Request, answer: Answer) -> None:
    """One try: whoever waits is answered, by a person where nothing was made of it."""
    chosen = (answer.values or {}).get("meaning") if answer.failure is None else None
    known = chosen in set(Meaning) - {Meaning.NONE}
    await end(turn, entry, "done" if known else "failed", answer)
    event = Reread(request.values["message"], str(chosen) if known else Meaning.NONE)
    await own_events.emit(turn, request.values["contact"], event, f"reread:{request.values['message']}")


KIND = Kind(begin, conclude)
