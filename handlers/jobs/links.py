"""The file of a job, for whoever has its link: until it expires."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.sealed import Expired, seal, unseal
from handlers.turn import Turn
from storage.jobs.jobs import JobRecord, Jobs

PATH = "/files/"
VALID_FOR = timedelta(hours=24)
_PURPOSE = "job"


def link(turn: Turn, job: JobRecord) -> tuple[str, datetime]:
    """The address of a job's file and when it ends; a path alone where no domain is known."""
    until = (turn.now + VALID_FOR).replace(microsecond=0)
    return f"{turn.link_base or ''}{PATH}{seal(turn, _PURPOSE, job.id, until)}", until


async def job_behind(turn: Turn, token: str) -> JobRecord | None:
    """The job whose file a token opens; None for a token that we did not make. Raises Expired."""
    sealed = unseal(turn, _PURPOSE, token)
    if sealed is None:
        return None
    job = await turn.unit.of(Jobs).get(sealed.thing)
    if job is None or not job.size:
        raise Expired
    return job
