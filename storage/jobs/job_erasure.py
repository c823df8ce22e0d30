"""The effect of an erasure on jobs: files that may name a person are deleted whole, because nobody rereads their rows;
a job that is still writing one is notified.
"""

from __future__ import annotations

from storage.identity.personal_tables import Personal
from storage.jobs.job_file_parts import JobFile
from storage.jobs.jobs import Jobs
from storage.schema import job_parts, jobs
from storage.sql.transaction import Transaction

FROM_THE_START = "from_the_start"
"""The value in ``asked`` of a job that rewrites a deleted file from the start."""

ERASED_MEANWHILE = "erased_meanwhile"
"""The value in ``asked`` of a job during which somebody was erased."""


async def forget_files(tx: Transaction) -> None:
    """Delete all files written by jobs, and the inputs of ended jobs; active jobs begin their files anew."""
    # Open jobs first: a part's writer locks the job's row, so this sees the part, or the writer sees this.
    for job in await Jobs(tx).list_open():
        anew = {"place": {}, "done": 0} if job.asked.get(FROM_THE_START) else {}
        await Jobs(tx).note(job.id, asked={**job.asked, ERASED_MEANWHILE: 1}, **anew)
    await tx.remove(job_parts, job_parts.c.file == JobFile.RESULT.value)
    await tx.change_all(jobs, jobs.c.size > 0, size=0)


PERSONAL = (Personal(job_parts, forget=lambda unit, _people, _scrub, _now: forget_files(unit)),)
