"""What an erasure does to jobs: files that may name somebody go whole, for nobody reads a row of them again; whoever
still writes one is told."""

from __future__ import annotations

from storage.identity.personal_tables import Personal
from storage.jobs.job_file_parts import JobFile
from storage.jobs.jobs import Jobs
from storage.schema import job_parts, jobs
from storage.sql.transaction import Transaction

FROM_THE_START = "from_the_start"
"""What ``asked`` says of a job that makes its file anew where that was taken away meanwhile."""

ERASED_MEANWHILE = "erased_meanwhile"
"""What ``asked`` says of a job during which somebody was erased."""


async def forget_files(tx: Transaction) -> None:
    """No file that jobs wrote is kept, nor what was sent for those that are over; what is under way begins it anew."""
    # Those under way first: whoever writes a part holds the row of its job, and so that part is seen, or sees this.
    for job in await Jobs(tx).open():
        anew = {"place": {}, "done": 0} if job.asked.get(FROM_THE_START) else {}
        await Jobs(tx).note(job.id, asked={**job.asked, ERASED_MEANWHILE: 1}, **anew)
    await tx.remove(job_parts, job_parts.c.file == JobFile.RESULT.value)
    await tx.change_all(jobs, jobs.c.size > 0, size=0)


PERSONAL = (Personal(job_parts, forget=lambda unit, _people, _scrub, _now: forget_files(unit)),)
