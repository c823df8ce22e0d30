"""Files that staff members send in their chat: fetched from the provider, then imported by a job that asks first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from flows.actor import Actor
from flows.delivery import Answer
from flows.phrase import phrase
from handlers.calls.call_kind import CallKind, CallRequest, end, find_unanswered, get_channel, put_off
from handlers.calls.file_fetch_call import begin_fetching
from handlers.engine.turn import Turn
from handlers.importing.import_request import FETCH_SHEET
from handlers.staff_chat.staff_chat_output import say
from storage.jobs.job_file_parts import JobFiles
from storage.jobs.jobs import JobRecord, Jobs
from storage.sending.message import Message
from storage.sending.outbox import OutboxEntry

MOST_BYTES = 20 << 20
"""The largest file that a bot may fetch from Telegram (https://core.telegram.org/bots/api#getfile); Twilio's are
smaller."""
TOO_LARGE = "too_large"
PATIENCE = timedelta(minutes=10)
"""How long a file is retried: its sender waits in their chat."""
_PART = "part"


def encode_values(parts: list[bytes]) -> dict[str, str | int]:
    """Encode the parts of a file for the answer of a call, which can only hold text and numbers."""
    return {f"{_PART}{at}": part.decode("latin-1") for at, part in enumerate(parts)}


def _parts(values: Mapping[str, str | int]) -> list[bytes]:
    return [str(values[f"{_PART}{at}"]).encode("latin-1") for at in range(len(values))]


async def _conclude(turn: Turn, entry: OutboxEntry, request: CallRequest, answer: Answer) -> None:
    """Start the job of the file, or tell its sender why not."""
    if await find_unanswered(turn, entry, await turn.unit.calls.get(entry.id)) is None:
        return
    message = await turn.unit.messages.get(UUID(str(request.values["message"])))
    if answer.failure is None and answer.values is not None:
        await end(turn, entry, "done", answer)
        if message is not None and message.media:
            await _make_job(turn, request, message, _parts(answer.values))
    elif not await put_off(turn, entry, request, answer, PATIENCE):
        await end(turn, entry, "failed", answer)
        if message is not None:
            await _report_not_fetched(turn, message, answer)


async def _make_job(turn: Turn, request: CallRequest, message: Message, parts: list[bytes]) -> None:
    from handlers.importing.customer_file import choose_source
    from handlers.importing.import_request import (  # the readers of files, loaded with the first
        CUSTOMERS,
        FileWish,
        write_wish,
    )

    chat = {"message": str(message.id), "address": str(message.address)}
    wish = FileWish(choose_source(turn.business), message.created_at, confirm=True, chat=chat)
    by = Actor.staff(UUID(str(request.values["member"])))
    job = JobRecord(turn.unit.ids.make(), CUSTOMERS, by, turn.now, asked=write_wish(wish))
    await turn.unit.of(Jobs).add(job, turn.elapsed)
    await turn.unit.of(JobFiles).put(job.id, parts)


async def _report_not_fetched(turn: Turn, message: Message, answer: Answer) -> None:
    """Tell the sender why the file was not fetched. For a file too large for a bot Telegram returns only a sentence."""
    large = answer.code == TOO_LARGE or "too big" in answer.detail.lower()
    told = {"business": turn.business.id} | ({"most": MOST_BYTES >> 20} if large else {})
    said = phrase("import_too_large" if large else "import_not_fetched", **told)
    await say(turn, await turn.unit.people.address_by_id(message.address), message, "import", said)


KINDS: Mapping[str, CallKind] = {FETCH_SHEET: CallKind(begin_fetching, _conclude, account=get_channel)}
