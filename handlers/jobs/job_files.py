"""Files of jobs: tables made in parts, sealed links that expire, and small files that are sent with a message."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from flows.channels import CHANNELS
from flows.message_files import Attached, Attachment
from handlers.engine.sealed_links import LinkExpired, seal, unseal
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from storage.jobs.job_file_parts import JobFile, JobFiles
from storage.jobs.jobs import JobRecord, Jobs

PATH = "/files/"
VALID_FOR = timedelta(hours=24)
_PURPOSE = "job"


def make_link(turn: Turn, job: JobRecord) -> tuple[str, datetime]:
    """Make the link to a job's file and return its expiry; only a path if no domain is known."""
    until = (turn.now + VALID_FOR).replace(microsecond=0)
    return f"{turn.link_base or ''}{PATH}{seal(turn, _PURPOSE, job.id, until)}", until


async def find_job(turn: Turn, token: str) -> JobRecord | None:
    """Return the job whose file a token opens; None for a forged token. Raises LinkExpired."""
    sealed = unseal(turn, _PURPOSE, token)
    if sealed is None:
        return None
    job = await turn.unit.of(Jobs).get(sealed.thing)
    if job is None or not job.size:
        raise LinkExpired
    return job


MOST = 1 << 20
"""The most bytes of an attached file; a larger one gets a link, because it is read part by part."""
_TYPES = {"csv": "text/csv", "jsonl": "application/x-ndjson"}


async def read_whole_file(turn: Turn, job: JobRecord, channel: str) -> Attachment | None:
    """Return the file of a job; None if it has none, it is large, or the channel cannot send it."""
    name = conversations_of(turn).long_jobs[job.kind].file_name(job)
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


_MARK = "\ufeff"  # without it Excel takes UTF-8 for the machine's own encoding


def encode_csv(
    rows: Iterable[Sequence[str]], heads: Sequence[str], *, first: bool, separator: str = ",", errors: str = "strict"
) -> bytes:
    """Encode rows in UTF-8, with the ``heads`` above them in the ``first`` part; ``errors`` is as in ``str.encode``."""
    text = io.StringIO()
    lines = csv.writer(text, delimiter=separator)
    if first:
        text.write(_MARK)
        lines.writerow(heads)
    lines.writerows(rows)
    return text.getvalue().encode("utf-8", errors)
