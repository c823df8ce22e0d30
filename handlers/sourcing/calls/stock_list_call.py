"""Files with a shop's stock: fetched as text from the channel's provider, then sent as an event to the shop's run.

A fetch can be repeated: only the event is stored, and it is handled once.
"""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from flows.delivery import Answer
from flows.sourcing.desk.desk_events import ListRead
from handlers.calls.call_kind import CallKind, CallRequest, end, find_unanswered, put_off
from handlers.calls.file_fetch_call import begin_fetching
from handlers.engine import own_events
from handlers.engine.turn import Turn
from storage.sending.outbox import OutboxEntry

FETCH_LIST = "fetch_list"
PATIENCE = timedelta(minutes=10)
"""Time limit of fetching a file: the shop looks at its chat for the answer."""


async def _conclude(turn: Turn, entry: OutboxEntry, request: CallRequest, answer: Answer) -> None:
    """Send the text of the file, or the failure to fetch it, as an event to the shop's run."""
    if await find_unanswered(turn, entry, await turn.unit.calls.get(entry.id)) is None:
        return
    if answer.failure is None and answer.values is not None:
        await end(turn, entry, "done", answer)
        await _tell(turn, entry, request, str(answer.values["text"]), "")
    elif not await put_off(turn, entry, request, answer, PATIENCE):
        await end(turn, entry, "failed", answer)
        await _tell(turn, entry, request, "", answer.code or answer.failure or "alert")


async def _tell(turn: Turn, entry: OutboxEntry, request: CallRequest, text: str, failure: str) -> None:
    message = await turn.unit.messages.get(UUID(str(request.values["message"])))
    if message is not None and message.media:  # else its person was erased meanwhile
        await own_events.emit(turn, message.contact, ListRead(message.id, text, failure), f"list:{entry.id}")


KINDS: Mapping[str, CallKind] = {FETCH_LIST: CallKind(begin_fetching, _conclude)}
