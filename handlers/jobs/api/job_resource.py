"""A job as the API shows it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field

from handlers.engine.checked_fields import utc
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from handlers.jobs.job_files import make_link
from storage.jobs.jobs import JobRecord, JobState


class JobProgress(BaseModel):
    """The progress of a job."""

    done: int
    total: Annotated[int | None, Field(description="null until it is known")]


class JobFileShown(BaseModel):
    """The file that a job wrote."""

    url: Annotated[str, Field(description="opens it without a key; only a path if Parley has no public address")]
    expires_at: Annotated[datetime, Field(description="a day from now; read the job again for a new link")]
    name: str
    size: Annotated[int, Field(description="bytes")]


class JobShown(BaseModel):
    """A job in its current state."""

    id: UUID
    kind: str
    state: JobState
    progress: JobProgress
    figures: Annotated[dict[str, Any], Field(description="results so far, in numbers")]
    file: Annotated[JobFileShown | None, Field(description="for seven days from the end")]
    reason: Annotated[str | None, Field(description="why it failed, for people")]
    made_at: datetime
    started_at: datetime | None
    ended_at: datetime | None


def show_job(turn: Turn, job: JobRecord) -> Mapping[str, Any]:
    """Format the job as ``JobShown``."""
    kind = conversations_of(turn).long_jobs.get(job.kind)
    file = None
    if job.ended_at is not None and job.size and kind is not None:
        url, until = make_link(turn, job)
        file = {"url": url, "expires_at": utc(until), "name": kind.file_name(job), "size": job.size}
    return {
        "id": str(job.id),
        "kind": job.kind,
        "state": job.state.value,
        "progress": {"done": job.done, "total": job.total},
        "figures": dict(job.figures),
        "file": file,
        "reason": job.error,
        "made_at": utc(job.made_at),
        "started_at": utc(job.started_at),
        "ended_at": utc(job.ended_at),
    }
