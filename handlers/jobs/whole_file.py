"""The file of a job as one that goes along with a message, where it is small and the chat's channel carries it."""

from __future__ import annotations

from flows.attachments import Attached, Attachment
from flows.channels import CHANNELS
from handlers.turn import Turn
from storage.jobs.files import JobFile, JobFiles
from storage.jobs.jobs import JobRecord

MOST = 1 << 20
"""Bytes of a file that goes along; of a larger one there is the link, for it is read part by part."""
_TYPES = {"csv": "text/csv", "jsonl": "application/x-ndjson"}


async def whole_file(turn: Turn, job: JobRecord, channel: str) -> Attachment | None:
    """The file that a job wrote; None for none, a large one, and where the channel would write a link all the same."""
    name = turn.tools.conversations.long_jobs[job.kind].file_name(job)
    media_type = _TYPES.get(name.rpartition(".")[2])
    if media_type is None or not 0 < job.size <= MOST:
        return None
    if not CHANNELS[channel].files.carries(Attached(name, media_type, "document")):
        return None
    body, files, after = bytearray(), turn.unit.of(JobFiles), -1
    while part := await files.get(job.id, JobFile.RESULT, after):
        after = part[0]
        body += part[1]
    return Attachment(name, media_type, bytes(body)) if body else None
