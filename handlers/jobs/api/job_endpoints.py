"""``/api/jobs``: list, show with files, and cancel jobs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field

from flows.engine import Subject
from handlers.api import api_audit
from handlers.api.api_refusals import ApiRefused, Code
from handlers.api.endpoint import ApiCall, ApiReply, make_endpoint
from handlers.api.list_cursors import Cursor, cut_page
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from handlers.jobs.api.job_resource import JobShown, show_job
from handlers.jobs.api.routes import CANCEL_JOB, LIST_JOBS, SHOW_JOB
from handlers.jobs.job_kind import end_job
from storage.jobs.jobs import JobRecord, Jobs, JobState

MOST = 200


class JobsWanted(BaseModel):
    """The filter and page of a list of jobs."""

    cursor: Cursor = None
    limit: Annotated[int, Field(ge=1, le=MOST, description="the maximum number")] = 50


class JobPage(BaseModel):
    """A page of jobs."""

    items: list[JobShown]
    next: Annotated[str | None, Field(description="the cursor of the next page; null on the last one")]


class JobById(BaseModel):
    """The id of a job in a path."""

    id: UUID


@make_endpoint(LIST_JOBS, scope="read", takes=JobsWanted, answers={200: JobPage}, refuses=(Code.INVALID,))
async def list_jobs(call: ApiCall, wanted: JobsWanted) -> ApiReply:
    """List the jobs

    All jobs, started by the API or in chat, newest first.
    """

    async def look(turn: Turn) -> dict[str, Any]:
        inner = [name for name, kind in conversations_of(turn).long_jobs.items() if not kind.asked_for]
        found = await turn.unit.of(Jobs).page(wanted.limit + 1, wanted.cursor, but=inner)
        page, following = cut_page(found, wanted.limit)
        return {"items": [_show_job(call, turn, one) for one in page], "next": following}

    return ApiReply(200, await call.api.turns.look(call.business, look))


@make_endpoint(SHOW_JOB, scope="read", takes=JobById, answers={200: JobShown}, refuses=(Code.NOT_FOUND,))
async def show_one_job(call: ApiCall, named: JobById) -> ApiReply:
    """Show a job

    Its progress, its result, and a link to its file once it is over. The link opens the file without a key, for a day.
    """

    async def look(turn: Turn) -> Mapping[str, Any]:
        return _show_job(call, turn, await _load_job(turn, named.id))

    return ApiReply(200, await call.api.turns.look(call.business, look))


@make_endpoint(
    CANCEL_JOB, scope="write", takes=JobById, answers={200: JobShown}, refuses=(Code.NOT_FOUND, Code.CONFLICT)
)
async def cancel_job(call: ApiCall, named: JobById) -> ApiReply:
    """Cancel a job

    The job ends between two parts: finished parts stay, and the figures count them. 409 if the job has ended, unless it
    was cancelled.
    """

    async def work(turn: Turn) -> Mapping[str, Any]:
        job = await _load_job(turn, named.id)
        if await end_job(turn, job.id, JobState.CANCELLED):
            await api_audit.log(call, turn, "job cancelled", Subject("job", job.id))
        after = await _load_job(turn, named.id)
        if after.state is not JobState.CANCELLED:
            raise ApiRefused(Code.CONFLICT, f"the job is {after.state.value} already", "id")
        return _show_job(call, turn, after)

    return ApiReply(200, await call.api.turns.act(call.business, work))


def _show_job(call: ApiCall, turn: Turn, job: JobRecord) -> Mapping[str, Any]:
    """Format a job for this key: only keys that may read customers see its file."""
    shown = show_job(turn, job)
    return shown if "read" in call.key.scopes else {**shown, "file": None}


async def _load_job(turn: Turn, which: UUID) -> JobRecord:
    found = await turn.unit.of(Jobs).get(which)
    kind = conversations_of(turn).long_jobs.get(found.kind) if found is not None else None
    if found is None or (kind is not None and not kind.asked_for):
        raise ApiRefused(Code.NOT_FOUND, f"there is no job {which}; {LIST_JOBS} lists them", "id")
    return found
