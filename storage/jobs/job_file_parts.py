"""The files of jobs, in compressed parts: appended at the end, read part by part."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select

from storage.schema import job_parts
from storage.sql.repository import Repository

PART = 1 << 18
"""The uncompressed bytes of a part of an input."""
_QUICK = 1  # level of zlib: half the size in a tenth of the time


class JobFile(StrEnum):
    """The files that a job may have."""

    INPUT = "input"  # the uploaded file
    RESULT = "result"  # the written file


def split_file(body: bytes) -> list[bytes]:
    """Return a whole file as parts; a large one takes a while."""
    return [zlib.compress(body[at : at + PART], _QUICK) for at in range(0, len(body), PART)]


class JobFiles(Repository):
    """The files of one business's jobs."""

    async def put(self, job: UUID, parts: Sequence[bytes]) -> None:
        """Store a job's input, in parts that ``split_file`` made."""
        rows = [
            {"job": job, "file": JobFile.INPUT.value, "number": number, "body": part}
            for number, part in enumerate(parts)
        ]
        await self._tx.add_all(job_parts, rows)

    async def add(self, job: UUID, number: int, body: bytes) -> None:
        """Append a part to a job's result: the one of that ``number``, from 0."""
        values = {"job": job, "file": JobFile.RESULT.value, "number": number}
        await self._tx.put(job_parts, ("job", "file", "number"), **values, body=zlib.compress(body, _QUICK))

    async def get(self, job: UUID, file: JobFile, after: int = -1) -> tuple[int, bytes] | None:
        """Return the next part after that number, with its own; None at the end."""
        here = (self._tx.owns(job_parts), job_parts.c.job == job, job_parts.c.file == file.value)
        query = select(job_parts.c.number, job_parts.c.body).where(*here, job_parts.c.number > after)
        row = await self._tx.row(query.order_by(job_parts.c.number).limit(1))
        return None if row is None else (row.number, zlib.decompress(row.body))

    async def remove(self, jobs: Sequence[UUID], *files: JobFile) -> int:
        """Delete these files of the jobs, or all of them; return the number of parts."""
        which = [one.value for one in files or JobFile]
        return await self._tx.remove(job_parts, job_parts.c.job.in_(jobs), job_parts.c.file.in_(which))
